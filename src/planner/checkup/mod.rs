//! The one set of rules by which a cluster is looked over: `doctor` runs all of it, and planning takes from it what bears on
//! the chosen method.
//!
//! Every question ends in one of three ways, and they are never mixed up: looked and fine, looked and wrong, or not looked.

mod aws_auth;
mod cluster;
mod code;
mod diagnosis;
mod emr_mapping;
mod entry;
mod iam;
mod identity;
mod namespace;
mod owner;
mod question;
mod reach;
mod rights;
mod virtual_cluster;

use super::hand_off::HandOff;
use crate::domain::{Fact, NamespaceName, NotLooked, Observed, OutsideText};
use crate::plan::Finding;
use crate::plan::finding::{FindingId, Grant, Group};

pub use diagnosis::{Check, Diagnosis, Fine, Health, Section};
pub use question::Question;

pub(super) use aws_auth::{AWS_AUTH, place, text_findings, told_as};
pub(super) use cluster::{nodes, version};
pub(super) use code::id_of;
pub(super) use iam::{denied_actions, is_simulated};
pub(super) use identity::account;
pub(super) use namespace::points_to_emr_role;
pub(super) use owner::owners;
pub(super) use reach::{elsewhere, powerless, told, unreachable, username};
pub(super) use rights::{refused_dry_run, right_finding};

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

/// A finding for a fact that nobody could look at; where a right is what is missing, with that right.
pub(super) fn blind(id: FindingId, subject: &str, why: &NotLooked, grants: Vec<Grant>) -> Finding {
    let is_denied = matches!(why, NotLooked::Denied { .. });
    super::preflight::not_looked(id, subject, why).asking(if is_denied { grants } else { Vec::new() })
}
