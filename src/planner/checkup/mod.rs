//! The one set of rules by which a cluster is looked over: `doctor` runs all of it, and planning takes from it what bears on
//! the chosen method.
//!
//! Every question ends in one of three ways, and they are never mixed up: looked and fine, looked and wrong, or not looked.

mod aws_auth;
mod cluster;
mod emr_mapping;
mod entry;
mod iam;
mod identity;
mod namespace;
mod owner;
mod rights;
mod virtual_cluster;

use serde::Serialize;

use super::hand_off::HandOff;
use crate::domain::rbac::RuleSet;
use crate::domain::{Fact, NamespaceName, NotLooked, Observed, OutsideText, Source};
use crate::plan::finding::{FindingId, Grant, Group};
use crate::plan::{Finding, Severity};

pub(super) use aws_auth::{AWS_AUTH, text_findings};
pub(super) use cluster::{nodes, version};
pub(super) use iam::{denied_actions, is_simulated};
pub(super) use identity::account;
pub(super) use owner::owners;
pub(super) use namespace::points_to_emr_role;
pub(super) use rights::{refused_dry_run, right_finding};

/// What was looked at and is fine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// Who calls, and from which account.
    Caller,
    /// What Kubernetes takes the caller for.
    KubernetesUser,
    /// The cluster's status.
    ClusterStatus,
    /// Its Kubernetes and platform version.
    Version,
    /// That its API server answers.
    Reached,
    /// Its nodes.
    Nodes,
    /// Its authentication mode.
    Mode,
    /// EMR's access entry.
    Entry,
    /// That there is no access entry of EMR's, and nothing that needs one.
    NoEntry,
    /// The service-linked role.
    ServiceLinkedRole,
    /// What IAM's simulator says.
    Simulation,
    /// The caller's rights in Kubernetes.
    Rights,
    /// That the API server would take the Role.
    DryRun,
    /// aws-auth as the authenticator reads it.
    AwsAuth,
    /// That aws-auth is not there, and nothing needs it.
    NoAwsAuth,
    /// EMR's entry in aws-auth.
    EmrMapping,
    /// A namespace.
    Namespace,
    /// A namespace's Role, and the published rules that it equals.
    Role,
    /// A namespace's RoleBinding.
    RoleBinding,
    /// That a namespace is open to EMR by its access entry.
    OpenByEntry,
    /// Which namespaces hold something of EMR's.
    Footprint,
    /// A virtual cluster.
    VirtualCluster,
    /// That there is no virtual cluster.
    NoVirtualCluster,
    /// That no other tool looks after the objects.
    NoOwner,
}

/// Something that was looked at and is as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fine {
    /// What was asked.
    pub question: Question,
    /// What about.
    pub subject: OutsideText,
    /// What was seen.
    pub seen: OutsideText,
    /// The published rules that a Role equals.
    pub rule_set: Option<RuleSet>,
    /// Which call showed it.
    pub source: Option<Source>,
}

/// How one question ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    /// Looked, and fine.
    Fine(Fine),
    /// Looked, and there is something to say.
    Found(Finding),
    /// Nobody could look.
    Blind(Finding),
}

impl Check {
    /// The finding, where it is one.
    pub fn finding(&self) -> Option<&Finding> {
        match self {
            Self::Fine(_) => None,
            Self::Found(finding) | Self::Blind(finding) => Some(finding),
        }
    }
}

/// The answers about one subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The subject.
    pub group: Group,
    /// The answers; never empty.
    pub checks: Vec<Check>,
}

/// Everything that was looked over.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnosis {
    /// By subject, in the order of [`Group::ALL`].
    pub sections: Vec<Section>,
    /// What would have to be granted, for whoever can.
    pub hand_off: Option<HandOff>,
}

/// What a diagnosis comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Health {
    /// Nothing is wrong.
    Clean,
    /// Something is wrong, or could not be looked at and matters.
    NotClean,
    /// Only rights are missing.
    MissingRights,
}

impl Diagnosis {
    /// The findings, in order.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.sections.iter().flat_map(|section| &section.checks).filter_map(Check::finding)
    }

    /// What it comes to. What is only good to know does not count.
    pub fn health(&self) -> Health {
        let mut counting = self.findings().filter(|finding| finding.severity() >= Severity::Warning).peekable();
        if counting.peek().is_none() {
            Health::Clean
        } else if counting.all(is_about_rights) {
            Health::MissingRights
        } else {
            Health::NotClean
        }
    }
}

/// Whether a grant makes the finding go away.
fn is_about_rights(finding: &Finding) -> bool {
    finding.id.is_about_rights() || (finding.id.is_blind() && !finding.grants.is_empty())
}

/// Collects answers.
#[derive(Default)]
pub(super) struct Log(Vec<Check>);

impl Log {
    pub(super) fn find(&mut self, finding: Finding) {
        let check = if finding.id.is_blind() { Check::Blind(finding) } else { Check::Found(finding) };
        if !self.0.contains(&check) {
            self.0.push(check);
        }
    }

    pub(super) fn fine(&mut self, question: Question, subject: impl AsRef<str>, seen: impl AsRef<str>) -> &mut Fine {
        self.0.push(Check::Fine(Fine {
            question,
            subject: OutsideText::line(subject.as_ref()),
            seen: OutsideText::line(seen.as_ref()),
            rule_set: None,
            source: None,
        }));
        match self.0.last_mut() {
            Some(Check::Fine(fine)) => fine,
            _ => unreachable!("it was pushed just now"),
        }
    }

    pub(super) fn findings(self) -> impl Iterator<Item = Finding> {
        self.0.into_iter().filter_map(|check| check.finding().cloned())
    }

    fn len(&self) -> usize {
        self.0.len()
    }
}

impl Fine {
    fn seen_in<T>(&mut self, fact: &Fact<T>) -> &mut Self {
        self.source = fact.source().cloned();
        self
    }
}

/// What `doctor` was asked.
#[derive(Clone, Copy, Debug)]
pub struct Rounds<'a> {
    /// The namespaces that were named; empty looks at those that hold something of EMR's.
    pub named: &'a [NamespaceName],
    /// Whether the cluster could be asked which namespaces hold EMR's objects, and how many do; none where nobody asked.
    pub listed: Option<&'a Fact<usize>>,
}

/// Looks everything over.
pub fn diagnose(observed: &Observed, rounds: Rounds<'_>) -> Diagnosis {
    let mut log = Log::default();
    identity::check(observed, &mut log);
    cluster::check(observed, &mut log);
    entry::check(observed, &mut log);
    iam::check(observed, &mut log);
    rights::check(observed, &mut log);
    aws_auth::check(observed, &mut log);
    emr_mapping::check(observed, &mut log);
    namespace::check(observed, rounds, &mut log);
    virtual_cluster::check(observed, &mut log);
    owner::check(observed, &mut log);
    let hand_off = HandOff::of(observed, log.0.iter().filter_map(Check::finding));
    let sections = Group::ALL.into_iter().map(|group| Section {
        group,
        checks: log.0.iter().filter(|check| group_of(check) == group).cloned().collect(),
    });
    Diagnosis { sections: sections.filter(|section| !section.checks.is_empty()).collect(), hand_off }
}

fn group_of(check: &Check) -> Group {
    match check {
        Check::Fine(fine) => fine.question.group(),
        Check::Found(finding) | Check::Blind(finding) => finding.id.group(),
    }
}

impl Question {
    /// The subject that it belongs to.
    pub fn group(self) -> Group {
        match self {
            Self::Caller | Self::KubernetesUser => Group::Identity,
            Self::ClusterStatus | Self::Version | Self::Reached | Self::Nodes => Group::Cluster,
            Self::Mode | Self::Entry | Self::NoEntry => Group::Mode,
            Self::ServiceLinkedRole | Self::Simulation => Group::Iam,
            Self::Rights | Self::DryRun => Group::Rights,
            Self::AwsAuth | Self::NoAwsAuth | Self::EmrMapping => Group::AwsAuth,
            Self::Namespace | Self::Role | Self::RoleBinding | Self::OpenByEntry | Self::Footprint => Group::Namespace,
            Self::VirtualCluster | Self::NoVirtualCluster => Group::VirtualCluster,
            Self::NoOwner => Group::Owner,
        }
    }
}

/// A finding for a fact that nobody could look at; where a right is what is missing, with that right.
pub(super) fn blind(id: FindingId, subject: &str, why: &NotLooked, grants: Vec<Grant>) -> Finding {
    let is_denied = matches!(why, NotLooked::Denied { .. });
    super::preflight::not_looked(id, subject, why).asking(if is_denied { grants } else { Vec::new() })
}
