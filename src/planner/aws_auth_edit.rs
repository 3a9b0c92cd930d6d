//! The text of mapRoles as a person edits it: judged as the authenticator would read it, at every key and in the plan alike.

use serde_json::Value;

use super::Draft;
use super::aws_auth::{MAP_ROLES, emr_mapping, present_map_roles, splice_map_roles};
use super::checkup::{self, AWS_AUTH};
use super::objects::step;
use crate::aws_auth::{Comparison, Refusal, RoleMapping, RoleState, compare, escaped, find_role, rolearn_matches};
use crate::domain::observed::AwsAuthObject;
use crate::domain::{EMR_ROLE_NAME, Observed, OutsideText, VerbatimText};
use crate::plan::finding::{FindingId, Severity};
use crate::plan::operation::Operation;
use crate::plan::{Action, Change, Finding, Risk, Step, Undo, ValueSource, image};

/// How we get in ourselves, as far as mapRoles tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnWay {
    /// By an entry of mapRoles, which the edited text has too.
    Kept,
    /// By an entry of mapRoles, which the edited text does not have.
    Lost,
    /// By no entry of mapRoles: as the cluster's creator, by an access entry or by mapUsers.
    Elsewhere,
}

/// What an edited text comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct EditVerdict {
    /// Whether it is the text that is there, byte for byte.
    pub is_unchanged: bool,
    /// How many entries EKS takes from it.
    pub entries: usize,
    /// The entries that come, each as `ARN → user [groups]`.
    pub added: Vec<OutsideText>,
    /// The entries that go.
    pub removed: Vec<OutsideText>,
    /// The entries that map otherwise, each as `ARN → user, was user`.
    pub changed: Vec<OutsideText>,
    /// Whether it maps EMR's role to EMR's user.
    pub maps_emr: bool,
    /// How we get in ourselves.
    pub own: OwnWay,
    /// What is wrong with it or odd in it, worst first, in the order of the text.
    pub findings: Vec<Finding>,
}

impl EditVerdict {
    /// The first finding for which the text is not taken.
    pub fn blocker(&self) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.severity().blocks())
    }

    /// Whether somebody loses something by it or gains very much, which has a consent of its own.
    pub fn is_grave(&self) -> bool {
        let grave = [FindingId::EditTakesNodes, FindingId::EditTakesEntries, FindingId::EditGivesMuch];
        self.findings.iter().any(|finding| grave.contains(&finding.id))
    }
}

/// What an edited text comes to on a cluster; none where aws-auth was not seen.
pub fn judge_edit(observed: &Observed, text: &str) -> Option<EditVerdict> {
    Some(judge(observed, observed.aws_auth.seen()?, text))
}

/// The text with the entry that EMR needs put in where option 1 would put it.
///
/// # Errors
/// Why it cannot be put in, with its place.
pub fn with_emr_entry(observed: &Observed, text: &str) -> Result<String, Box<Finding>> {
    let Some(object) = observed.aws_auth.seen() else {
        return Err(Box::new(Finding::new(FindingId::NoAwsAuth, AWS_AUTH, "")));
    };
    let mut edited = object.clone();
    edited.data.insert(MAP_ROLES.to_owned(), VerbatimText::new(text));
    let spliced = splice_map_roles(&edited, &emr_mapping(observed));
    spliced.map(|splice| splice.after).map_err(|refusal| Box::new(unreadable(&refusal)))
}

/// Why an edited text is not one that EKS reads as it stands, with its place; none where it is. For a text that comes
/// before any cluster is looked at.
pub fn edit_trouble(text: &str) -> Option<Finding> {
    compare("", text, 0).trouble.as_ref().map(unreadable)
}

fn judge(observed: &Observed, object: &AwsAuthObject, text: &str) -> EditVerdict {
    let before = present_map_roles(object);
    let others = object.data.iter().filter(|(key, _)| *key != MAP_ROLES);
    let seen = compare(before, text, others.map(|(_, text)| text.exact().len()).sum());
    let maps_emr = matches!(find_role(&seen.after, &emr_mapping(observed)), RoleState::Present { .. });
    let caller = observed.caller.arn.as_str();
    let is_own = |mapping: &RoleMapping| rolearn_matches(&mapping.rolearn, caller);
    let own = match (seen.before.effective.values().any(is_own), seen.after.effective.values().any(is_own)) {
        (false, _) => OwnWay::Elsewhere,
        (true, true) => OwnWay::Kept,
        (true, false) => OwnWay::Lost,
    };
    let changed = seen.changed.iter().map(|one| {
        let was = &one.before;
        OutsideText::line(&format!("{}, ≠ {}", shown(&one.after), shown_user(was)))
    });
    EditVerdict {
        is_unchanged: text == before && object.data.contains_key(MAP_ROLES),
        entries: seen.after.entries.len(),
        added: lines(seen.added.iter()),
        removed: lines(seen.removed.iter()),
        changed: changed.collect(),
        maps_emr,
        own,
        findings: findings(&seen, observed, (maps_emr, own)),
    }
}

fn findings(seen: &Comparison, observed: &Observed, (maps_emr, own): (bool, OwnWay)) -> Vec<Finding> {
    if let Some(refusal) = &seen.trouble {
        return vec![unreadable(refusal)];
    }
    let mut all = Vec::new();
    let list = |mappings: Vec<&RoleMapping>| mappings.iter().map(|one| shown(one)).collect::<Vec<_>>().join("; ");
    if !maps_emr {
        all.push(Finding::new(FindingId::EditLacksEmr, EMR_ROLE_NAME, emr_mapping(observed).rolearn));
    }
    if own == OwnWay::Lost {
        all.push(Finding::new(FindingId::EditLocksOut, MAP_ROLES, observed.caller.arn.as_str()));
    }
    let account = observed.cluster.arn.account.to_string();
    let grave = [
        (FindingId::EditTakesNodes, seen.lost_nodes().collect::<Vec<_>>()),
        (FindingId::EditTakesEntries, seen.lost().filter(|mapping| !mapping.is_of_nodes()).collect()),
        (FindingId::EditGivesMuch, seen.gained_much(&account).collect()),
    ];
    let grave = grave.into_iter().filter(|(_, mappings)| !mappings.is_empty());
    all.extend(grave.map(|(id, mappings)| Finding::new(id, MAP_ROLES, list(mappings))));
    let odd = seen.oddities.iter().map(|odd| {
        Finding::new(checkup::id_of(odd.code), MAP_ROLES, escaped(&odd.detail))
            .at(checkup::place(MAP_ROLES, &odd.place))
    });
    all.extend(odd.filter(|finding| finding.severity() > Severity::Info));
    all
}

fn unreadable(refusal: &Refusal) -> Finding {
    let word = refusal.cause.map_or(refusal.code.as_str(), |cause| checkup::id_of(cause).as_str());
    let detail = escaped(&refusal.detail);
    let evidence = if detail.is_empty() { word.to_owned() } else { format!("{word}: {detail}") };
    let finding = Finding::new(FindingId::EditUnreadable, MAP_ROLES, evidence);
    match &refusal.place {
        Some(place) => finding.at(checkup::place(MAP_ROLES, place)),
        None => finding,
    }
}

fn lines<'m>(mappings: impl Iterator<Item = &'m RoleMapping>) -> Vec<OutsideText> {
    mappings.map(|mapping| OutsideText::line(&shown(mapping))).collect()
}

/// An entry in one line.
fn shown(mapping: &RoleMapping) -> String {
    let principal = if mapping.rolearn.is_empty() { mapping.key() } else { mapping.rolearn.clone() };
    format!("{principal} → {}", shown_user(mapping))
}

fn shown_user(mapping: &RoleMapping) -> String {
    match mapping.groups.as_slice() {
        [] => mapping.username.clone(),
        groups => format!("{} [{}]", mapping.username, groups.join(", ")),
    }
}

/// The step that puts the edited text in the place of the one that is there. What is wrong with it are findings; of an
/// object that is not there, or was not seen, the caller has told.
pub(super) fn edit(text: &VerbatimText, object: &AwsAuthObject, observed: &Observed, draft: &mut Draft) -> Step {
    let verdict = judge(observed, object, text.exact());
    verdict.findings.iter().cloned().for_each(|finding| draft.find(finding));
    let before = image::map_roles(object);
    let after = Some(Value::from(text.exact()));
    let action = if before == after { Action::NoChange } else { Action::Update };
    let change = Change { action, before, after };
    let operation = Operation::EditAwsAuth { text: text.clone() };
    step(operation, change, Risk::Cluster, Undo::Restore, ValueSource::Chosen)
}
