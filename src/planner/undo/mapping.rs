//! The entry in aws-auth: the run's own bytes go, and not one of anybody else's.

use serde_json::Value;

use super::trace::Trace;
use super::{Undoing, add, made_anew, moved, removal};
use crate::aws_auth::{Insertion, RoleMapping, RoleState, add_role, escaped, find_role, read_map_roles, remove_role};
use crate::domain::observed::AwsAuthObject;
use crate::domain::{Fact, NotLooked, VerbatimText};
use crate::plan::finding::FindingId;
use crate::plan::operation::{OperationKind, Reversal};
use crate::plan::{Action, Change, Finding, Operation, Risk, Step, image};
use crate::planner::aws_auth::{emr_mapping, present_map_roles, unwritable};
use crate::planner::checkup::AWS_AUTH;
use crate::planner::rights::read_aws_auth;
use crate::planner::{Draft, MAP_ROLES, preflight};

impl Undoing<'_> {
    pub(super) fn mapping(&self, draft: &mut Draft) {
        for trace in self.of(OperationKind::MapRole) {
            let object = match &self.now.aws_auth {
                Fact::Seen { value, .. } => Some(value),
                Fact::Absent { .. } => None,
                Fact::NotLooked(why) => {
                    draft.find(unread(why, self.now));
                    continue;
                }
            };
            self.entry(trace, object, draft);
        }
        for trace in self.of(OperationKind::EditAwsAuth) {
            match &self.now.aws_auth {
                Fact::Seen { value, .. } => self.text(trace, value, draft),
                // Without the object there is nothing of the edit.
                Fact::Absent { .. } => {}
                Fact::NotLooked(why) => draft.find(unread(why, self.now)),
            }
        }
    }

    /// A text that was edited as a whole goes back as a whole, and only while it still is what the run wrote: nobody can
    /// tell from its bytes which later ones are whose.
    fn text(&self, trace: &Trace<'_>, object: &AwsAuthObject, draft: &mut Draft) {
        if trace.is_other(&object.meta.uid) {
            return draft.find(made_anew(trace, &object.meta.uid));
        }
        let text_of = |image: &Option<Value>| image.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned();
        let (before, written) = (text_of(&trace.before), text_of(&trace.written));
        let now = image::map_roles(object);
        let text = present_map_roles(object);
        let reversal = Reversal::RestoreAwsAuth { text: VerbatimText::new(before.as_str()) };
        if text == before {
            let change = Change { action: Action::NoChange, before: now.clone(), after: now };
            return add(draft, reversal, change, Risk::Cluster, |_| false);
        }
        if text != written {
            return draft.find(moved(trace, now));
        }
        // Virtual clusters that stay may stand on the entry that the edit brought.
        let mapping = emr_mapping(self.now);
        let maps_emr = |text: &str| matches!(find_role(&read_map_roles(text), &mapping), RoleState::Present { .. });
        if let Some(found) = self.left_mapping().filter(|_| maps_emr(text) && !maps_emr(&before)) {
            return draft.find(found);
        }
        if let Some(found) = unwritable(object) {
            return draft.find(found);
        }
        let change = Change { action: Action::Update, before: now, after: Some(Value::from(before)) };
        add(draft, reversal, change, Risk::Cluster, |step| step.operation.namespace().is_some());
    }

    /// The older virtual clusters that stay, for which EMR's entry stays.
    fn left_mapping(&self) -> Option<Finding> {
        let users: Vec<String> =
            self.legacy_that_stay().map(|found| format!("{} ({})", found.id, found.namespace)).collect();
        (!users.is_empty()).then(|| Finding::new(FindingId::LeftMapping, AWS_AUTH, users.join(", ")))
    }

    fn entry(&self, trace: &Trace<'_>, object: Option<&AwsAuthObject>, draft: &mut Draft) {
        let Operation::MapRole { role_arn, username } = &trace.step.operation else { return };
        let mapping = RoleMapping::new(role_arn, username);
        let (Some(insertion), Some(object)) = (insertion(trace, &mapping), object) else {
            // Without the object there is no entry; without our bytes nobody can tell whose one is.
            if object.is_some() {
                draft.find(moved(trace, object.and_then(image::map_roles)));
            }
            return;
        };
        if trace.is_other(&object.meta.uid) {
            return draft.find(made_anew(trace, &object.meta.uid));
        }
        let reversal = Reversal::UnmapRole { role_arn: role_arn.clone(), username: username.clone(), insertion };
        let Reversal::UnmapRole { insertion, .. } = &reversal else { return };
        let now = image::map_roles(object);
        let text = object.data.get(MAP_ROLES).map(VerbatimText::exact).unwrap_or_default();
        let reading = read_map_roles(text);
        match find_role(&reading, &mapping) {
            RoleState::Absent | RoleState::NeverMatches { .. } => {
                let change = Change { action: Action::NoChange, before: now.clone(), after: now };
                return add(draft, reversal, change, Risk::Cluster, |_| false);
            }
            // Another entry for the role came since: whose is in force is nobody's to guess.
            RoleState::Present { overrides: 0, .. } => {}
            RoleState::Present { .. } | RoleState::Different { .. } | RoleState::Unreadable => {
                return draft.find(moved(trace, now));
            }
        }
        if let Some(found) = self.left_mapping() {
            return draft.find(found);
        }
        if let Some(found) = unwritable(object) {
            return draft.find(found);
        }
        match remove_role(text, &mapping, insertion) {
            Ok(removed) => {
                // A section that was not there before stays as an empty one, which the authenticator takes for the same.
                let after = Value::from(removed.after.unwrap_or_default());
                let change = Change { after: Some(after), action: Action::Update, ..removal(now) };
                // One entry serves all namespaces: none may stand on it any more.
                let serves = |step: &Step| step.operation.namespace().is_some();
                add(draft, reversal, change, Risk::Cluster, serves);
            }
            Err(refusal) => {
                let mut finding = moved(trace, now);
                let place = refusal.place.as_ref();
                let caret = place.map(|p| format!("\n{}\n{}^", escaped(&p.excerpt), " ".repeat(p.caret)));
                let seen = format!("{refusal}{}", caret.unwrap_or_default());
                finding.evidence = crate::domain::OutsideText::block(&seen);
                draft.find(finding);
            }
        }
    }
}

/// What the run put into the text, told anew from what it read and what it wrote.
fn insertion(trace: &Trace<'_>, mapping: &RoleMapping) -> Option<Insertion> {
    let before = trace.before.as_ref().and_then(Value::as_str);
    let splice = add_role(before, mapping, 0).ok()?;
    (Some(splice.after.as_str()) == trace.written.as_ref().and_then(Value::as_str)).then_some(splice.insertion)
}

fn unread(why: &NotLooked, now: &crate::domain::Observed) -> Finding {
    preflight::kubernetes_not_looked(AWS_AUTH, why, read_aws_auth(), now)
}
