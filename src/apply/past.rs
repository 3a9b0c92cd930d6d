//! What earlier processes of the same run did, and what is kept for the ones that may come.

use std::collections::BTreeMap;

use serde_json::json;

use super::Run;
use super::perform::is_on_aws_auth;
use super::read::Seen;
use crate::aws_auth::MAP_ROLES;
use crate::domain::observed::{AwsAuthObject, ObjectMeta};
use crate::domain::outside::escaped_json;
use crate::domain::{OutsideText, VerbatimText};
use crate::plan::run::StepOutcome;
use crate::plan::{Operation, Step};
use crate::ports::PortResult;

impl Run {
    /// How a step ended that an earlier process brought to a good end: it is not touched again.
    pub(super) fn settled_before(&self, step: &Step) -> Option<StepOutcome> {
        let known = self.input.past.as_ref()?.get(&step.id)?;
        let outcome = known.outcome.clone().filter(StepOutcome::is_good)?;
        if let (StepOutcome::Applied, Some(at)) = (&outcome, known.at) {
            self.note_attached(step, at);
        }
        Some(outcome)
    }

    /// Whether an earlier process made a virtual cluster, or may have.
    pub(super) fn made_virtual_cluster_before(&self) -> bool {
        let past = self.input.past.iter().flatten();
        let made = past.filter(|(_, known)| known.is_intended).filter_map(|(id, _)| self.input.plan.step(id));
        made.into_iter().any(|step| matches!(step.operation, Operation::CreateVirtualCluster { .. }))
    }

    /// What an earlier process read just before it sent a step, where nobody knows what came of that.
    pub(super) fn sent_before(&self, step: &Step) -> Option<Seen> {
        let known = self.input.past.as_ref()?.get(&step.id)?;
        let is_unsure = known.is_intended && matches!(known.outcome, None | Some(StepOutcome::Unknown { .. }));
        is_unsure.then(|| Seen {
            image: known.before.clone(),
            aws_auth: self.aws_auth_before(&step.operation, known.before.as_ref()),
            ..Seen::default()
        })
    }

    /// aws-auth as it was before our write: the object that was shown, with the section that was read last.
    fn aws_auth_before(&self, operation: &Operation, before: Option<&serde_json::Value>) -> Option<AwsAuthObject> {
        if !is_on_aws_auth(operation) {
            return None;
        }
        let mut object = match self.input.observed.aws_auth.seen() {
            Some(seen) => seen.clone(),
            // This run made it; what it was then called is of no use any more.
            None => AwsAuthObject {
                meta: ObjectMeta {
                    uid: OutsideText::default(),
                    resource_version: OutsideText::default(),
                    deleting: false,
                    is_ours: false,
                    managers: Vec::new(),
                    marks: Vec::new(),
                },
                data: BTreeMap::new(),
                binary_keys: Vec::new(),
                immutable: false,
            },
        };
        match before.and_then(serde_json::Value::as_str) {
            Some(text) => object.data.insert(MAP_ROLES.to_owned(), VerbatimText::new(text)),
            None => object.data.remove(MAP_ROLES),
        };
        Some(object)
    }

    /// Keeps aws-auth whole before it is changed: as the manifest that kubectl takes, every text as it stands.
    pub(super) async fn back_up(&self, seen: &Seen) -> PortResult<()> {
        let Some(object) = &seen.aws_auth else { return Ok(()) };
        let data: serde_json::Map<String, serde_json::Value> =
            object.data.iter().map(|(key, text)| (key.clone(), text.exact().into())).collect();
        let manifest = json!({
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": "aws-auth", "namespace": "kube-system"},
            "data": data,
        });
        // Versions are opaque; what of one fits into a name tells it from another.
        let version: String =
            object.meta.resource_version.as_str().chars().filter(char::is_ascii_alphanumeric).collect();
        // The same texts, and nothing in it that a terminal would obey.
        let text = escaped_json(&format!("{manifest:#}\n")).into_owned();
        let kept = self.ports.journal.back_up(&format!("aws-auth-{version}.json"), &text).await;
        if let Err(error) = &kept {
            self.unrecorded.get_or_init(|| error.clone());
        }
        kept
    }
}
