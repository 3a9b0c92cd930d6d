//! Plans for a Pod execution role: made anew, opened to one more cluster, or closed to strangers.

use serde::Serialize;
use serde_json::{Value, json};

use super::rights;
use super::verdict::{execution_policy, offers_fargate};
use crate::domain::fargate::{CandidateRole, FargateFacts, RoleDifference, RoleDocument, RoleWish};
use crate::domain::name::RoleName;
use crate::domain::trust::{Edited, Refusal, TrustError, TrustPolicy, TrustWidth, extend, harden, judge, new_policy};
use crate::domain::{ClusterArn, ClusterName, Fact, NotLooked, Observed, OutsideText, RoleArn};
use crate::plan::image;
use crate::plan::step::PLAN_FORMAT;
use crate::plan::{Action, Change, Finding, Operation, Plan, PlanHash, Risk, Step, Undo, ValueSource};
use crate::planner::hand_off::HandOff;
use crate::planner::objects::step;

/// Why there is nothing to run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "blocker")]
pub enum RoleBlocker {
    /// There is no EKS on Fargate in this partition.
    NotOffered,
    /// A role of that name in other letters is there: IAM takes both for one name.
    NameClash {
        /// The role that is there.
        existing: OutsideText,
    },
    /// A role of that name is there and is not what was wished for.
    NameTaken {
        /// The role that is there.
        existing: OutsideText,
        /// In what it differs; empty where nobody looked at it.
        differs: Vec<RoleDifference>,
    },
    /// The role to repair is not there.
    Absent,
    /// The role to repair is written with other capital and small letters.
    OtherCase {
        /// The role that is there.
        existing: OutsideText,
    },
    /// The role could not be read.
    NotRead {
        /// Why.
        why: NotLooked,
    },
    /// Its path cannot be changed, and with it the role is of no use.
    Path {
        /// The path.
        path: OutsideText,
    },
    /// Its trust policy is not read safely, so that it is not written either.
    Unreadable {
        /// Why.
        error: TrustError,
    },
    /// The trust policy cannot be had by this edit.
    NotEdited {
        /// Why.
        refusal: Refusal,
    },
    /// Which clusters of the region use the role could not be read, so that nobody can tell who would be shut out.
    UsersNotKnown {
        /// The cluster whose profiles could not be read, or the region.
        place: OutsideText,
        /// Why.
        why: NotLooked,
    },
}

impl RoleBlocker {
    /// The word for it in catalogue keys.
    pub fn word(&self) -> &'static str {
        match self {
            Self::NotOffered => "not-offered",
            Self::NameClash { .. } => "name-clash",
            Self::NameTaken { .. } => "name-taken",
            Self::Absent => "absent",
            Self::OtherCase { .. } => "other-case",
            Self::NotRead { .. } => "not-read",
            Self::Path { .. } => "path",
            Self::Unreadable { .. } => "unreadable",
            Self::NotEdited { .. } => "not-edited",
            Self::UsersNotKnown { .. } => "users-not-known",
        }
    }
}

/// A plan for a role, and what keeps it from running.
#[derive(Clone, Debug, PartialEq)]
pub struct RoleReview {
    /// The plan.
    pub plan: Plan,
    /// Its hash.
    pub hash: PlanHash,
    /// What keeps it from running; empty where it may.
    pub blockers: Vec<RoleBlocker>,
    /// Rights that IAM's simulator says are missing. They keep nothing from running: only AWS knows.
    pub hints: Vec<Finding>,
    /// What somebody else would have to grant.
    pub hand_off: Option<HandOff>,
}

/// The clusters of a region, and whether a Fargate profile of each uses a role; empty where nobody asked.
pub type RoleUsers = [(ClusterName, Result<bool, NotLooked>)];

/// Plans what is wished of a role. `users` counts for the hardening alone.
pub fn role_review(observed: &Observed, facts: &FargateFacts, users: &RoleUsers, wish: &RoleWish) -> RoleReview {
    let (steps, blockers) = match role_steps(observed, facts, users, wish) {
        Ok(steps) => (steps, Vec::new()),
        Err(blocker) => (Vec::new(), vec![blocker]),
    };
    let plan = Plan {
        format: PLAN_FORMAT,
        target: observed.identity(),
        caller: observed.caller.arn.clone(),
        desired: None,
        role: Some(wish.clone()),
        undo: None,
        steps,
    };
    let hash = plan.hash();
    let hints = rights::hints(&plan, observed);
    let hand_off = rights::card(observed, &hints, &blockers, wish.name().as_str());
    RoleReview { plan, hash, blockers, hints, hand_off }
}

/// The steps that bring about what is wished of a role, each after the one before; none for one that is kept.
pub(super) fn role_steps(
    observed: &Observed,
    facts: &FargateFacts,
    users: &RoleUsers,
    wish: &RoleWish,
) -> Result<Vec<Step>, RoleBlocker> {
    if !offers_fargate(&observed.cluster.arn) {
        return Err(RoleBlocker::NotOffered);
    }
    let mut steps = draft(observed, facts, users, wish)?;
    if let [first, second] = steps.as_mut_slice() {
        second.needs.push(first.id.clone());
    }
    Ok(steps)
}

fn draft(
    observed: &Observed,
    facts: &FargateFacts,
    users: &RoleUsers,
    wish: &RoleWish,
) -> Result<Vec<Step>, RoleBlocker> {
    let found = facts.candidates.iter().find(|role| role.name == *wish.name());
    match wish {
        RoleWish::Create { .. } => create(observed, facts, found, wish),
        RoleWish::Extend { .. } => {
            let (role, document, policy) = editable(facts, found, wish.name())?;
            let cluster = &observed.cluster.arn;
            let source = TrustWidth::Cluster.source_arn(cluster);
            let trust = trust_step(document, &policy, extend(&policy, cluster, &source))?;
            Ok(vec![trust, attach(observed, Some(role), &document.arn)])
        }
        RoleWish::Keep { .. } => editable(facts, found, wish.name()).map(|_| Vec::new()),
        RoleWish::Harden { .. } => {
            let (role, document, policy) = editable(facts, found, wish.name())?;
            let cluster = &observed.cluster.arn;
            let sources = sources_in_use(observed, users)?;
            let edited = match harden(&policy, cluster, &sources) {
                Edited::Refused(Refusal::NotOpen) if judge(&policy, cluster).works() => Edited::Same,
                other => other,
            };
            let trust = trust_step(document, &policy, edited)?;
            Ok(vec![trust, attach(observed, Some(role), &document.arn)])
        }
    }
}

/// What `aws:SourceArn` has to hold so that no cluster of the region that uses the role is shut out, and this one is in.
fn sources_in_use(observed: &Observed, users: &RoleUsers) -> Result<Vec<String>, RoleBlocker> {
    let own = &observed.cluster.arn;
    let width = TrustWidth::Cluster;
    let mut sources = vec![width.source_arn(own)];
    for (name, uses) in users {
        match uses {
            Ok(true) if *name != own.name => {
                let cluster = ClusterArn { name: name.clone(), ..own.clone() };
                sources.push(width.source_arn(&cluster));
            }
            Ok(_) => {}
            Err(why) => {
                let place = OutsideText::line(name.as_str());
                return Err(RoleBlocker::UsersNotKnown { place, why: why.clone() });
            }
        }
    }
    Ok(sources)
}

fn create(
    observed: &Observed,
    facts: &FargateFacts,
    found: Option<&CandidateRole>,
    wish: &RoleWish,
) -> Result<Vec<Step>, RoleBlocker> {
    let RoleWish::Create { name, width, tags } = wish else { return Ok(Vec::new()) };
    let cluster = &observed.cluster.arn;
    let arn = RoleArn {
        partition: cluster.partition.clone(),
        account: cluster.account.clone(),
        path: "/".to_owned(),
        name: name.clone(),
    };
    if let Some(existing) = facts.in_other_case(name) {
        return Err(RoleBlocker::NameClash { existing: OutsideText::line(existing.as_str()) });
    }
    let trust = new_policy(&[width.source_arn(cluster)]).to_value();
    let tags: Vec<(String, String)> = tags.clone();
    let after = image::execution_role(&arn, &trust, &tags);
    let operation = Operation::CreateExecutionRole { role: arn.clone(), trust, tags };
    let existing = found.map(|role| &role.role);
    let change = match existing {
        Some(Fact::Seen { value, .. }) => {
            let differs = wish.differences(value, cluster);
            if !differs.is_empty() {
                return Err(RoleBlocker::NameTaken { existing: OutsideText::line(&value.arn.to_string()), differs });
            }
            let now = image::execution_role_as_read(value);
            Change { action: Action::NoChange, before: Some(now.clone()), after: Some(now) }
        }
        Some(Fact::NotLooked(why)) => return Err(RoleBlocker::NotRead { why: why.clone() }),
        // It was listed, and is no candidate: a role of something else.
        None if facts.role_names.contains(name) => {
            let existing = OutsideText::line(&arn.to_string());
            return Err(RoleBlocker::NameTaken { existing, differs: Vec::new() });
        }
        Some(Fact::Absent { .. }) | None => Change { action: Action::Create, before: None, after: Some(after) },
    };
    let role = step(operation, change, Risk::Account, Undo::Delete, ValueSource::Chosen);
    Ok(vec![role, attach(observed, found, &arn)])
}

/// The role with its policy, where both can be read and the role can be helped.
fn editable<'f>(
    facts: &FargateFacts,
    found: Option<&'f CandidateRole>,
    name: &RoleName,
) -> Result<(&'f CandidateRole, &'f RoleDocument, TrustPolicy), RoleBlocker> {
    let absent = || match facts.in_other_case(name) {
        Some(existing) => RoleBlocker::OtherCase { existing: OutsideText::line(existing.as_str()) },
        None => RoleBlocker::Absent,
    };
    let role = found.ok_or_else(absent)?;
    let document = match &role.role {
        Fact::Seen { value, .. } => value,
        Fact::Absent { .. } => return Err(absent()),
        Fact::NotLooked(why) => return Err(RoleBlocker::NotRead { why: why.clone() }),
    };
    if document.arn.has_path() {
        return Err(RoleBlocker::Path { path: OutsideText::line(&document.arn.path) });
    }
    let policy = TrustPolicy::parse(document.trust.exact()).map_err(|error| RoleBlocker::Unreadable { error })?;
    Ok((role, document, policy))
}

fn trust_step(document: &RoleDocument, policy: &TrustPolicy, edited: Edited) -> Result<Step, RoleBlocker> {
    let before = policy.to_value();
    let (action, after) = match edited {
        Edited::Same => (Action::NoChange, before.clone()),
        Edited::Policy(edited) => (Action::Update, edited.to_value()),
        Edited::Refused(refusal) => return Err(RoleBlocker::NotEdited { refusal }),
    };
    let operation = Operation::UpdateTrustPolicy {
        role: document.arn.clone(),
        unique_id: document.unique_id.clone(),
        trust: after.clone(),
    };
    let change = Change { action, before: Some(before), after: Some(after) };
    Ok(step(operation, change, Risk::Account, Undo::Restore, ValueSource::Chosen))
}

/// The managed policy on the role; nothing to do where it is there. What else the role may stays as it is.
fn attach(observed: &Observed, role: Option<&CandidateRole>, arn: &RoleArn) -> Step {
    let policy = execution_policy(&observed.cluster.arn);
    let attached = role.and_then(|role| role.attached.seen());
    let is_there = attached.is_some_and(|all| all.iter().any(|arn| arn.as_str() == policy));
    let after: Value = json!({"role": arn.name, "policy": policy});
    let operation = Operation::AttachExecutionPolicy { role: arn.name.clone(), policy };
    let change = match is_there {
        true => Change { action: Action::NoChange, before: Some(after.clone()), after: Some(after) },
        false => Change { action: Action::Update, before: None, after: Some(after) },
    };
    step(operation, change, Risk::Account, Undo::Delete, ValueSource::Method)
}
