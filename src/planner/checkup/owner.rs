//! Other tools that look after an object and would put back what differs from their own sources.

use super::{Log, Question};
use crate::domain::observed::ObjectMeta;
use crate::domain::{EMR_USER, Observed, OutsideText};
use crate::plan::Finding;
use crate::plan::finding::FindingId;

/// Field managers of such tools, as they begin in managedFields.
const MANAGERS: [&str; 9] = [
    "terraform",
    "argocd",
    "kustomize-controller",
    "helm-controller",
    "flux",
    "pulumi",
    "crossplane",
    "fleet-agent",
    "opentofu",
];

/// Labels and annotations of such tools, and the tool's name. A Helm release is put back at its next upgrade.
const MARKS: [(&str, &str); 12] = [
    ("argocd.argoproj.io/", "argocd"),
    ("kustomize.toolkit.fluxcd.io/", "flux"),
    ("helm.toolkit.fluxcd.io/", "flux"),
    ("meta.helm.sh/", "helm"),
    ("helm.sh/chart", "helm"),
    ("app.kubernetes.io/managed-by=Helm", "helm"),
    ("app.kubernetes.io/managed-by=Terraform", "terraform"),
    ("app.kubernetes.io/managed-by=terraform", "terraform"),
    ("app.terraform.io/", "terraform"),
    ("pulumi.com/", "pulumi"),
    ("crossplane.io/", "crossplane"),
    ("objectset.rio.cattle.io/", "fleet-agent"),
];

/// A tool that looks after an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::planner) struct Owner {
    /// The name by which it can be accepted: the field manager, or the tool's.
    pub(in crate::planner) name: OutsideText,
    /// By what it was told.
    pub(in crate::planner) mark: OutsideText,
}

/// The tools that would undo a change to an object.
pub(in crate::planner) fn owners(meta: &ObjectMeta) -> Vec<Owner> {
    let managers = meta.managers.iter().filter(|manager| {
        let name = manager.as_str().to_ascii_lowercase();
        MANAGERS.iter().any(|owner| name.starts_with(owner))
    });
    let mut all: Vec<Owner> = managers
        .map(|name| Owner { name: name.clone(), mark: OutsideText::line(&format!("manager={name}")) })
        .collect();
    for mark in &meta.marks {
        let tool = MARKS.iter().find(|(key, _)| mark.as_str().starts_with(key));
        let Some((_, tool)) = tool else { continue };
        // One tool is told by several marks, and by its field manager.
        if !all.iter().any(|owner| owner.name.as_str().to_ascii_lowercase().starts_with(tool)) {
            all.push(Owner { name: OutsideText::line(tool), mark: mark.clone() });
        }
    }
    all
}

pub(super) fn check(observed: &Observed, log: &mut Log) {
    let mut objects: Vec<(String, &ObjectMeta)> = Vec::new();
    if let Some(object) = observed.aws_auth.seen() {
        objects.push((super::AWS_AUTH.to_owned(), &object.meta));
    }
    for (namespace, facts) in &observed.namespaces {
        let name = format!("{namespace}/{EMR_USER}");
        objects.extend(facts.role.seen().map(|role| (format!("Role {name}"), &role.meta)));
        objects.extend(facts.role_binding.seen().map(|binding| (format!("RoleBinding {name}"), &binding.meta)));
    }
    let before = log.len();
    for (name, meta) in &objects {
        for owner in owners(meta) {
            log.find(Finding::new(FindingId::ManagedElsewhere, name, owner.mark.as_str()));
        }
    }
    if log.len() == before && !objects.is_empty() {
        let names: Vec<&str> = objects.iter().map(|(name, _)| name.as_str()).collect();
        log.fine(Question::NoOwner, observed.cluster.arn.name.as_str(), names.join(", "));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::planner::tests::fixture::{meta, text};

    #[test]
    fn tools_are_told_by_their_field_managers_and_by_their_marks() {
        let table: &[(&[&str], &[&str], &[&str])] = &[
            (&["argocd-controller", "kubectl"], &[], &["argocd-controller"]),
            (&["Terraform"], &[], &["Terraform"]),
            (&["kubectl-client-side-apply"], &["argocd.argoproj.io/tracking-id=a:b"], &["argocd"]),
            (&["argocd-controller"], &["argocd.argoproj.io/instance=a"], &["argocd-controller"]),
            (&[], &["meta.helm.sh/release-name=a", "app.kubernetes.io/managed-by=Helm"], &["helm"]),
            (&[], &["kustomize.toolkit.fluxcd.io/name=apps"], &["flux"]),
            (&["eksctl", "vpcLambda"], &["app.kubernetes.io/managed-by=somebody"], &[]),
        ];
        for (managers, marks, wanted) in table {
            let mut meta = meta(managers);
            meta.marks = marks.iter().map(|mark| text(mark)).collect();
            let found = owners(&meta);
            let names: Vec<&str> = found.iter().map(|owner| owner.name.as_str()).collect();
            assert_eq!(&names, wanted, "{managers:?} {marks:?}");
        }
    }
}
