//! The older virtual clusters of the cluster: whether EMR still gets at them by aws-auth as before the run.
//!
//! An access entry wins over aws-auth for the same principal, and the new virtual cluster's entry is for the very role that
//! the older ones rely on. What EMR makes of that is not documented, so everything that can be read is read again.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use serde_json::Value;

use super::Run;
use crate::aws_auth::{MAP_ROLES, RoleMapping, RoleState, find_role, read_map_roles};
use crate::domain::observed::{AccessEntry, VirtualClusterState};
use crate::domain::{EMR_USER, Method, NamespaceName, NotLooked, OutsideText, VerbatimText};
use crate::plan::image;
use crate::plan::proof::{Check, Verdict};
use crate::ports::KubeObjects;

/// The name of the check.
const CHECK: &str = "legacy-access";
/// The name of what nobody can tell.
const USER_CHECK: &str = "legacy-user";

/// One thing that EMR's way in stands on, as it reads; none where it is not there.
type Piece = Result<Option<Value>, NotLooked>;

/// What lets EMR into the namespaces of the older virtual clusters, piece by piece, each by where it is.
pub(super) type WayIn = BTreeMap<String, Piece>;

impl Run {
    /// The namespaces of the running virtual clusters that stand on aws-auth; none for the methods that write it.
    fn legacy_namespaces(&self) -> Vec<NamespaceName> {
        if self.input.plan.method() != Some(Method::AccessEntry) {
            return Vec::new();
        }
        let all = self.input.observed.virtual_clusters.seen().into_iter().flatten();
        let older = all.filter(|vc| !vc.integrated && vc.state == VirtualClusterState::Running);
        older.filter_map(|vc| vc.namespace.as_str().parse().ok()).collect()
    }

    /// Reads what lets EMR into the older virtual clusters' namespaces; empty where there are none.
    pub(super) async fn legacy_way_in(&self) -> WayIn {
        let namespaces = self.legacy_namespaces();
        if namespaces.is_empty() {
            return WayIn::new();
        }
        let objects = match self.kube().await {
            Ok(kube) => kube.objects(),
            Err(error) => return WayIn::from([("kubernetes".to_owned(), Err(error.not_looked()))]),
        };
        let of_namespaces = join_all(namespaces.iter().map(|namespace| of_namespace(objects, namespace)));
        let (mapped, found, mode) = tokio::join!(self.mapped_as(objects), of_namespaces, self.reads_aws_auth());
        let whole = [("aws-auth".to_owned(), mapped), ("authenticationMode".to_owned(), mode)];
        found.into_iter().flatten().chain(whole).collect()
    }

    /// The user that aws-auth makes of EMR's role.
    async fn mapped_as(&self, objects: &dyn KubeObjects) -> Piece {
        let object = objects.aws_auth().await.map_err(|error| error.not_looked())?;
        let text = object.as_ref().and_then(|object| object.data.get(MAP_ROLES)).map(VerbatimText::exact);
        let reading = read_map_roles(text.unwrap_or_default());
        let wanted = RoleMapping::new(self.input.observed.emr_role().pathless(), EMR_USER);
        Ok(match find_role(&reading, &wanted) {
            RoleState::Present { entry, .. } | RoleState::Different { entry, .. } => {
                Some(entry.mapping.username.clone().into())
            }
            RoleState::Unreadable | RoleState::Absent | RoleState::NeverMatches { .. } => None,
        })
    }

    /// Whether the cluster still goes by aws-auth at all.
    async fn reads_aws_auth(&self) -> Piece {
        let cluster = self.eks.cluster(&self.input.plan.target.arn.name).await.map_err(|error| error.not_looked())?;
        Ok(cluster.mode.reads_aws_auth().then(|| "aws-auth".into()))
    }

    /// The older virtual clusters' way in beside what it was; empty where there are none.
    pub(super) async fn prove_legacy(&self, entry: Option<&AccessEntry>) -> Vec<Verdict> {
        let namespaces = self.legacy_namespaces();
        if namespaces.is_empty() {
            return Vec::new();
        }
        let now = self.legacy_way_in().await;
        let mut verdicts = compare(&self.legacy_before, &now);
        if self.made_virtual_cluster_before() {
            // What was there before the run was read after an earlier process may have changed it.
            let seen = OutsideText::line("as when the run was gone on with");
            verdicts.push(Verdict::Unconfirmed { check: CHECK.to_owned(), seen });
        } else if verdicts.is_empty() {
            let namespaces = namespaces.iter().map(|name| OutsideText::line(name.as_str())).collect();
            verdicts.push(Verdict::Holds(Check::LegacyAccess { namespaces }));
        }
        let mapped = now.get("aws-auth").and_then(|piece| piece.as_ref().ok()?.as_ref()?.as_str());
        if let (Some(entry), Some(mapped)) = (entry, mapped)
            && entry.username.as_str() != mapped
        {
            let seen = OutsideText::line(&format!("{} ≠ {mapped}", entry.username));
            verdicts.push(Verdict::Unconfirmed { check: USER_CHECK.to_owned(), seen });
        }
        verdicts
    }
}

/// The Role and the RoleBinding of a namespace.
async fn of_namespace(objects: &dyn KubeObjects, namespace: &NamespaceName) -> [(String, Piece); 2] {
    let (role, binding) = tokio::join!(objects.role(namespace), objects.role_binding(namespace));
    let role = role.map(|role| role.map(|role| image::role_as_read(namespace, &role)));
    let binding = binding.map(|found| found.map(|found| image::role_binding_as_read(namespace, &found)));
    [
        (format!("{namespace} Role"), role.map_err(|error| error.not_looked())),
        (format!("{namespace} RoleBinding"), binding.map_err(|error| error.not_looked())),
    ]
}

/// What is no longer as it was, and what could not be looked at on either side.
fn compare(before: &WayIn, now: &WayIn) -> Vec<Verdict> {
    let places: std::collections::BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    let unread: Piece = Err(NotLooked::NotNeeded);
    let verdict = |place: &String| {
        let (was, is) = (before.get(place).unwrap_or(&unread), now.get(place).unwrap_or(&unread));
        match (was, is) {
            (Ok(was), Ok(is)) if was == is => None,
            (Ok(was), Ok(is)) => {
                let seen = format!("{place}: {} → {}", in_short(was.as_ref()), in_short(is.as_ref()));
                Some(Verdict::Fails { check: CHECK.to_owned(), seen: OutsideText::message(&seen) })
            }
            (Err(why), _) | (_, Err(why)) => Some(Verdict::NotLooked { check: CHECK.to_owned(), why: why.clone() }),
        }
    };
    let mut found: Vec<Verdict> = Vec::new();
    for verdict in places.into_iter().filter_map(verdict) {
        if !found.contains(&verdict) {
            found.push(verdict);
        }
    }
    found
}

/// A piece in one line.
fn in_short(piece: Option<&Value>) -> String {
    match piece {
        None => "-".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(object) => {
            let part = ["rules", "subjects"].iter().find_map(|key| object.get(key));
            part.unwrap_or(object).to_string()
        }
    }
}
