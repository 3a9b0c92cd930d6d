//! What each method would mean here, and which one to choose.

use super::aws_auth::can_be_edited;
use super::preflight::method_blockers;
use super::rbac::best_rule_set;
use super::review;
use crate::domain::desired::{CallerPermissions, Desired, NamespaceWish, NonEmpty};
use crate::domain::observed::VirtualClusterState;
use crate::domain::{AuthenticationMode, Method, NamespaceName, Observed};
use crate::plan::Finding;
use crate::plan::finding::{FindingId, Group, Severity};

/// Why a method is the one to choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecommendReason {
    /// The cluster reads access entries, which AWS recommends.
    ReadsAccessEntries,
    /// The cluster is in CONFIG_MAP mode: this way nothing one-way is needed.
    NothingOneWay,
    /// Older virtual clusters rely on aws-auth.
    LegacyVirtualClusters,
    /// Too many namespaces for one access entry.
    ManyNamespaces,
}

impl RecommendReason {
    /// The word for it in catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::ReadsAccessEntries => "reads-access-entries",
            Self::NothingOneWay => "nothing-one-way",
            Self::LegacyVirtualClusters => "legacy-virtual-clusters",
            Self::ManyNamespaces => "many-namespaces",
        }
    }
}

/// One method's card.
#[derive(Clone, Debug, PartialEq)]
pub struct MethodOutlook {
    /// Which.
    pub method: Method,
    /// Why it cannot be chosen; empty where it can.
    pub blockers: Vec<Finding>,
    /// Why it is the one to choose; none where another is.
    pub recommended: Option<RecommendReason>,
    /// How many things it would change here.
    pub changes: usize,
    /// How many of those cannot be undone.
    pub one_way: usize,
}

/// From this many namespaces on an access entry is not recommended (older copies of AWS's page).
const TOO_MANY: usize = 100;

fn recommend(observed: &Observed, asked: usize) -> (Method, RecommendReason) {
    let vcs = observed.virtual_clusters.seen().map(Vec::as_slice).unwrap_or_default();
    let integrated = vcs.iter().filter(|vc| vc.integrated).count();
    let has_legacy = vcs.iter().any(|vc| !vc.integrated && vc.state == VirtualClusterState::Running);
    let mode = observed.cluster.mode;
    if mode.reads_aws_auth() && has_legacy {
        (Method::Automatic, RecommendReason::LegacyVirtualClusters)
    } else if mode.reads_aws_auth() && (integrated >= TOO_MANY || asked >= TOO_MANY) {
        (Method::Automatic, RecommendReason::ManyNamespaces)
    } else if mode == AuthenticationMode::ConfigMap {
        (Method::Automatic, RecommendReason::NothingOneWay)
    } else {
        (Method::AccessEntry, RecommendReason::ReadsAccessEntries)
    }
}

/// The three cards for the namespaces; none while none is chosen.
pub fn outlooks(observed: &Observed, namespaces: &[NamespaceName], accepted_owners: &[String]) -> Vec<MethodOutlook> {
    let (best, reason) = recommend(observed, namespaces.len());
    Method::ALL
        .into_iter()
        .filter_map(|method| {
            let desired = usual(observed, namespaces, method)?;
            let review = review(&desired, observed, accepted_owners);
            let mut blockers = method_blockers(method, observed);
            let by_hand = method == Method::Manual && can_be_edited(observed);
            let mends = |id: FindingId| by_hand && matches!(id, FindingId::AwsAuthUnsafe | FindingId::MappedOtherwise);
            let is_blocker = |finding: &&Finding| is_final(finding.id, observed) && !mends(finding.id);
            blockers.extend(review.findings.iter().filter(is_blocker).cloned());
            Some(MethodOutlook {
                method,
                recommended: (method == best && blockers.is_empty()).then_some(reason),
                blockers,
                changes: review.plan.changes(),
                one_way: review.plan.one_way().count(),
            })
        })
        .collect()
}

/// Whether a finding cannot be mended on the pages that follow, so that the card has to say it.
fn is_final(id: FindingId, observed: &Observed) -> bool {
    match id {
        // Where aws-auth is ignored, its state is no news.
        FindingId::NoAwsAuth => observed.cluster.mode.reads_aws_auth(),
        _ if id.group() == Group::AwsAuth && id.severity() == Severity::Refused => {
            observed.cluster.mode.reads_aws_auth()
        }
        FindingId::NamespaceTakenLegacy => true,
        _ => false,
    }
}

/// What a person who takes every default would get.
fn usual(observed: &Observed, namespaces: &[NamespaceName], method: Method) -> Option<Desired> {
    let wish = |name: &NamespaceName| {
        let virtual_cluster = (method == Method::AccessEntry).then(|| name.as_str().parse().ok()).flatten();
        NamespaceWish { name: name.clone(), create: true, virtual_cluster }
    };
    let wishes: Vec<NamespaceWish> = namespaces.iter().map(wish).collect();
    Some(Desired {
        region: observed.cluster.arn.region.clone(),
        cluster: observed.cluster.arn.name.clone(),
        namespaces: NonEmpty::try_from(wishes).ok()?,
        method,
        rule_set: best_rule_set(method, observed.cluster.version),
        service_linked_role: true,
        caller_permissions: CallerPermissions::Show,
        allowed_system_namespaces: namespaces.to_vec(),
        fargate: None,
        aws_auth_text: None,
    })
}
