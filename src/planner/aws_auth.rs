//! The mapping of EMR's role in aws-auth, planned as a splice of its text.

use serde_json::Value;

use super::Draft;
use super::aws_auth_edit::edit;
use super::checkup::{self, AWS_AUTH, Log};
use super::objects::{present, step};
use super::rbac::refuse_owners;
use super::rights::read_aws_auth;
use super::simulation::looking_at_node_groups;
use crate::aws_auth::{
    Refusal, RefusalCode, RoleMapping, RoleState, Splice, add_role, canonical_role_arn, check_data_keys, escaped,
    find_role, read_map_roles,
};
use crate::domain::observed::AwsAuthObject;
use crate::domain::{Desired, EMR_ROLE_NAME, EMR_USER, Fact, Method, NotLooked, Observed, OutsideText, VerbatimText};
use crate::plan::finding::{FindingId, Grant, Severity};
use crate::plan::image;
use crate::plan::operation::{Operation, OperationKind};
use crate::plan::step::Note;
use crate::plan::{Action, Change, Finding, Risk, Step, StepId, Undo, ValueSource};

/// The key of aws-auth that holds roles.
pub const MAP_ROLES: &str = crate::aws_auth::MAP_ROLES;

/// The mapping that EMR needs: the role's ARN without its path, and no groups.
pub fn emr_mapping(observed: &Observed) -> RoleMapping {
    RoleMapping::new(observed.emr_role().pathless(), EMR_USER)
}

/// The text of `mapRoles` with the mapping spliced in, checked as the authenticator reads it.
///
/// # Errors
/// Why the text cannot be edited safely. Nothing is ever guessed.
pub fn splice_map_roles(object: &AwsAuthObject, mapping: &RoleMapping) -> Result<Splice, Refusal> {
    check_data_keys(object.data.keys().map(String::as_str))?;
    let other_bytes = object.data.iter().filter(|(key, _)| *key != MAP_ROLES).map(|(_, text)| text.exact().len()).sum();
    add_role(object.data.get(MAP_ROLES).map(VerbatimText::exact), mapping, other_bytes)
}

/// The text of `mapRoles` as it is; empty where the key is not there.
pub(super) fn present_map_roles(object: &AwsAuthObject) -> &str {
    object.data.get(MAP_ROLES).map(VerbatimText::exact).unwrap_or_default()
}

/// Why nothing at all may be written into the object, whatever its text.
pub(super) fn unwritable(object: &AwsAuthObject) -> Option<Finding> {
    let why = match (object.immutable, object.meta.deleting) {
        (true, _) => "immutable",
        (false, true) => "being-removed: deletionTimestamp",
        (false, false) => return None,
    };
    Some(Finding::new(FindingId::AwsAuthUnsafe, AWS_AUTH, why))
}

fn change_for(observed: &Observed) -> Result<(Change, usize), Box<Finding>> {
    let object = match &observed.aws_auth {
        Fact::Seen { value, .. } => value,
        Fact::Absent { .. } => return Err(Box::new(Finding::new(FindingId::NoAwsAuth, AWS_AUTH, ""))),
        Fact::NotLooked(why) => return Err(Box::new(not_looked(why))),
    };
    if let Some(found) = unwritable(object) {
        return Err(Box::new(found));
    }
    let before = object.data.get(MAP_ROLES).map(VerbatimText::exact);
    let reading = read_map_roles(before.unwrap_or_default());
    match find_role(&reading, &emr_mapping(observed)) {
        RoleState::Present { .. } => {
            let text = image::map_roles(object);
            Ok((Change { action: Action::NoChange, before: text.clone(), after: text }, reading.entries.len()))
        }
        RoleState::Different { entry, .. } => {
            let seen = format!("{} → {}", entry.mapping.rolearn, entry.mapping.username);
            Err(Box::new(Finding::new(FindingId::MappedOtherwise, EMR_ROLE_NAME, seen)))
        }
        RoleState::Absent | RoleState::NeverMatches { .. } | RoleState::Unreadable => {
            let splice =
                splice_map_roles(object, &emr_mapping(observed)).map_err(|refusal| Box::new(refused(&refusal)))?;
            let change = Change {
                action: Action::Update,
                before: image::map_roles(object),
                after: Some(Value::from(splice.after)),
            };
            Ok((change, reading.entries.len()))
        }
    }
}

/// What AWS's user guide puts into an aws-auth that is made by hand: an entry for each node role.
fn stock(node_roles: &[OutsideText]) -> Option<String> {
    let mut text = String::new();
    for role in node_roles {
        let mapping = RoleMapping {
            groups: vec!["system:bootstrappers".to_owned(), "system:nodes".to_owned()],
            ..RoleMapping::new(canonical_role_arn(role.as_str()).ok()?, "system:node:{{EC2PrivateDNSName}}")
        };
        text = add_role(Some(&text), &mapping, 0).ok()?.after;
    }
    Some(text)
}

/// The step that makes aws-auth where there is none, for the method that stops before each step. Where nodes are there
/// and nobody can say by which roles they come in, a list that leaves them out is not made.
fn make(method: Method, observed: &Observed, draft: &mut Draft) -> Option<(Change, usize)> {
    let roles = observed.node_roles.as_ref()?;
    if let (Method::Manual, Some(why)) = (method, roles.not_looked()) {
        let rights = looking_at_node_groups(&observed.cluster.arn);
        let grants = rights.into_iter().map(|what| Grant::Iam { what }).collect();
        draft.find(checkup::blind(FindingId::NodeRolesNotLooked, AWS_AUTH, why, grants));
    }
    let roles = roles.seen()?;
    let may_have_nodes = observed.nodes.seen().is_none_or(|nodes| nodes.all > 0);
    let leaves_nodes_out = roles.is_empty() && may_have_nodes && !observed.cluster.mode.reads_access_entries();
    if method != Method::Manual || leaves_nodes_out {
        return None;
    }
    let text = stock(roles)?;
    let mapped = add_role(Some(&text), &emr_mapping(observed), 0).ok()?.after;
    let shown: Vec<&str> = roles.iter().map(OutsideText::as_str).collect();
    draft.find(Finding::new(FindingId::AwsAuthMade, AWS_AUTH, shown.join(", ")).seen_in(&observed.aws_auth));
    let change = Change { action: Action::Create, before: None, after: Some(Value::from(text.as_str())) };
    let operation = Operation::CreateAwsAuth { text: text.clone() };
    draft.step(step(operation, change, Risk::Cluster, Undo::LeaveShared, ValueSource::Seen));
    let change = Change { action: Action::Update, before: Some(text.into()), after: Some(mapped.into()) };
    Some((change, roles.len()))
}

pub(super) fn steps(desired: &Desired, observed: &Observed, accepted_owners: &[String], draft: &mut Draft) {
    note_oddities(observed, draft);
    if let Some(text) = &desired.aws_auth_text {
        return edited(text, observed, accepted_owners, draft);
    }
    let method = desired.method;
    let made = if observed.aws_auth.is_absent() { make(method, observed, draft) } else { None };
    let (change, entries) = match made.map_or_else(|| change_for(observed), Ok) {
        Ok(found) => found,
        Err(finding) => return draft.find(*finding),
    };
    if let (Some(object), true) = (observed.aws_auth.seen(), change.action.writes()) {
        refuse_owners(AWS_AUTH, &object.meta, accepted_owners, draft);
    }
    let mapping = emr_mapping(observed);
    let operation = Operation::MapRole { role_arn: mapping.rolearn, username: mapping.username };
    let mut made = step(operation, change, Risk::Cluster, Undo::RemoveEntry, ValueSource::Method);
    made.notes.push(Note::OthersUntouched { entries });
    place(made, draft);
}

/// Whether a person can edit the text, be it one that is not spliced.
pub(super) fn can_be_edited(observed: &Observed) -> bool {
    observed.aws_auth.seen().is_some_and(|object| uneditable(object).is_none())
}

/// Why a person cannot edit the text either.
fn uneditable(object: &AwsAuthObject) -> Option<Finding> {
    let refusal = check_data_keys(object.data.keys().map(String::as_str)).err();
    let found = unwritable(object).or_else(|| refusal.map(|refusal| refused(&refusal)));
    // What cannot be read now cannot be compared with what would be.
    let reading = read_map_roles(present_map_roles(object));
    found.or_else(|| reading.failure().map(|failure| checkup::told_as(MAP_ROLES, failure)))
}

/// The text that a person edited, in the place of the one that is there.
fn edited(text: &VerbatimText, observed: &Observed, accepted_owners: &[String], draft: &mut Draft) {
    let object = match &observed.aws_auth {
        Fact::Seen { value, .. } => value,
        Fact::Absent { .. } => return draft.find(Finding::new(FindingId::NoAwsAuth, AWS_AUTH, "")),
        Fact::NotLooked(why) => return draft.find(not_looked(why)),
    };
    if let Some(found) = uneditable(object) {
        return draft.find(found);
    }
    let made = edit(text, object, observed, draft);
    if made.change.action.writes() {
        refuse_owners(AWS_AUTH, &object.meta, accepted_owners, draft);
    }
    place(made, draft);
}

/// Puts the step in its place.
fn place(mut made: Step, draft: &mut Draft) {
    // The mapping lets EMR in; what it may do should stand before that.
    let bindings: Vec<StepId> = draft
        .steps
        .iter()
        .filter(|s| s.operation.kind() == OperationKind::WriteRoleBinding)
        .map(|s| s.id.clone())
        .collect();
    made.needs = present(draft, &bindings);
    made.needs.extend(present(draft, &[StepId::new(OperationKind::CreateAwsAuth, AWS_AUTH)]));
    draft.step(made);
}

/// Remarks on what stands in aws-auth already and is not read as it looks.
fn note_oddities(observed: &Observed, draft: &mut Draft) {
    let Some(object) = observed.aws_auth.seen() else { return };
    let mut log = Log::default();
    checkup::text_findings(object, &mut log);
    // What is merely there, and as it should be, is no news for a plan.
    for finding in log.findings().filter(|finding| finding.severity() > Severity::Info || finding.place.is_some()) {
        draft.find(finding);
    }
}

fn not_looked(why: &NotLooked) -> Finding {
    checkup::blind(FindingId::AwsAuthNotLooked, AWS_AUTH, why, vec![Grant::Kubernetes { right: read_aws_auth() }])
}

/// A refusal as a finding: where its cause has a finding of its own that blocks, that one says it all.
fn refused(refusal: &Refusal) -> Finding {
    let cause = refusal.cause.map(checkup::id_of);
    let (id, subject) = match cause {
        Some(cause) if cause.severity().blocks() => (cause, MAP_ROLES),
        _ if refusal.code == RefusalCode::MappedOtherwise => (FindingId::MappedOtherwise, AWS_AUTH),
        _ => (FindingId::AwsAuthUnsafe, AWS_AUTH),
    };
    let detail = escaped(&refusal.detail);
    let evidence = if id != FindingId::AwsAuthUnsafe {
        detail
    } else {
        let word = cause.map_or(refusal.code.as_str(), FindingId::as_str);
        if detail.is_empty() { word.to_owned() } else { format!("{word}: {detail}") }
    };
    let finding = Finding::new(id, subject, evidence);
    match &refusal.place {
        Some(place) => finding.at(checkup::place(MAP_ROLES, place)),
        None => finding,
    }
}
