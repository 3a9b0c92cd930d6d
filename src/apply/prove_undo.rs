//! The proof of an undo: every target read once more, everybody else's entries, our own way in.

use futures_util::future::join_all;

use super::Run;
use super::perform::is_on_aws_auth;
use super::prove::{fails, holds, not_looked};
use super::read::map_roles;
use crate::aws_auth::{Reading, RoleMapping, read_map_roles};
use crate::domain::{OutsideText, VerbatimText};
use crate::plan::operation::{OperationKind, Reversal};
use crate::plan::proof::{Check, Proof, Verdict};
use crate::plan::{Operation, Step, image};

impl Run {
    /// Looks at everything that was to be taken back.
    pub(super) async fn prove_undo(&self) -> Proof {
        let steps = &self.input.plan.steps;
        let is_inside = |step: &Step| step.operation.namespace().is_some() || is_on_aws_auth(&step.operation);
        let of_cluster = async {
            if !steps.iter().any(is_inside) {
                return Vec::new();
            }
            let (own, nodes) = tokio::join!(self.prove_own_access(), self.prove_nodes());
            vec![own, nodes]
        };
        let targets = join_all(steps.iter().map(|step| self.prove_taken_back(step)));
        let (targets, others, entry, of_cluster) =
            tokio::join!(targets, self.prove_others_kept(), self.prove_entry_without(), of_cluster);
        let verdicts = targets.into_iter().chain(others).chain(entry).chain(of_cluster).collect();
        Proof { namespaces: Vec::new(), verdicts }
    }

    async fn prove_taken_back(&self, step: &Step) -> Verdict {
        match self.read(&step.operation).await {
            Ok(seen) if seen.is_satisfied => holds(Check::TakenBack { operation: Box::new(step.operation.clone()) }),
            Ok(seen) => {
                let why = seen.replaced.map_or_else(|| "still there".to_owned(), |replaced| replaced.to_string());
                fails("taken-back", &format!("{}: {why}", step.id))
            }
            Err(error) => not_looked("taken-back", &error),
        }
    }

    /// Whether aws-auth, read as the authenticator does, maps everybody but EMR's role as before.
    async fn prove_others_kept(&self) -> Option<Verdict> {
        let mapping = self.input.plan.steps.iter().find_map(|step| match &step.operation {
            Operation::Reverse(Reversal::UnmapRole { role_arn, username, .. }) => {
                Some(RoleMapping::new(role_arn, username))
            }
            _ => None,
        })?;
        let before = read_map_roles(self.input.observed.aws_auth.seen().map(map_roles).unwrap_or_default());
        let read = match self.kube().await {
            Ok(kube) => kube.objects().aws_auth().await,
            Err(error) => Err(error),
        };
        let now = match read {
            Ok(object) => {
                let text = object.as_ref().and_then(|object| object.data.get(crate::aws_auth::MAP_ROLES));
                read_map_roles(text.map(VerbatimText::exact).unwrap_or_default())
            }
            Err(error) => return Some(not_looked("others-kept", &error)),
        };
        let key = mapping.key();
        let is_kept = |(of, mapping): (&String, &RoleMapping)| *of == key || now.effective.get(of) == Some(mapping);
        let lost: Vec<&str> = lost(&before, is_kept);
        Some(match lost.is_empty() {
            true => holds(Check::OthersKept { entries: now.entries.len() }),
            false => fails("others-kept", &lost.join(", ")),
        })
    }

    /// Whether EMR's access entry still reaches the namespaces whose virtual clusters ended. That EMR takes them out is
    /// implied by AWS's pages and not stated, so that an entry that does is no failure of ours.
    async fn prove_entry_without(&self) -> Option<Verdict> {
        let kind = OperationKind::DeleteVirtualCluster;
        let ended = self.input.plan.steps.iter().filter(|step| step.operation.kind() == kind);
        let names: Vec<String> = ended.filter_map(|step| step.operation.namespace()).map(ToString::to_string).collect();
        if names.is_empty() || !self.input.observed.cluster.mode.reads_access_entries() {
            return None;
        }
        let role = self.input.observed.emr_role();
        let reached = match self.eks.access_entry(&self.input.plan.target.arn.name, &role).await {
            Ok(entry) => entry.as_ref().map(image::reached).unwrap_or_default(),
            Err(error) => return Some(not_looked("entry-without", &error)),
        };
        let left: Vec<&str> = names.iter().filter(|name| reached.contains(name)).map(String::as_str).collect();
        if !left.is_empty() {
            let seen = OutsideText::message(&left.join(", "));
            return Some(Verdict::Unconfirmed { check: "entry-without".to_owned(), seen });
        }
        Some(holds(Check::EntryWithout { namespaces: names.iter().map(|name| OutsideText::line(name)).collect() }))
    }
}

fn lost(before: &Reading, is_kept: impl Fn((&String, &RoleMapping)) -> bool) -> Vec<&str> {
    let all = before.effective.iter().filter(|pair| !is_kept(*pair));
    all.map(|(_, mapping)| mapping.rolearn.as_str()).collect()
}
