//! AWS of the fake world.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use emr_onramp::aws_auth::{RoleMapping, RoleState, find_role, read_map_roles};
use emr_onramp::domain::name::RoleName;
use emr_onramp::domain::observed::{
    AccessEntry, InlinePolicy, PolicyScope, RoleFacts, Simulated, Simulation, VirtualCluster, VirtualClusterState,
};
use emr_onramp::domain::{
    AuthenticationMode, ClusterFacts, ClusterName, EMR_ACCESS_POLICY, EMR_ROLE_NAME, EMR_USER, NamespaceName,
    OutsideText, PortErrorKind, Principal, Region, RoleArn, SessionLabel, VirtualClusterName,
};
use emr_onramp::ports::eks::{ClusterUpdate, ListPage, UpdateStatus};
use emr_onramp::ports::sts::CallerIdentity;
use emr_onramp::ports::{Cloud, Eks, Emr, Fargate, Iam, KubeAccess, PortResult, Roles, Sts};
use serde_json::Value;

use super::fake::{Event, Fake, World, error, line};
use crate::rig::of;

/// How the ARN of EMR's access entry begins.
const ENTRY_ARN: &str =
    "arn:aws:eks:us-east-1:111122223333:access-entry/dev/role/111122223333/AWSServiceRoleForAmazonEMRContainers";

/// The role of EMR in the world's account.
pub(crate) fn emr_role() -> RoleArn {
    RoleArn::emr_service_linked(&of("aws"), &of("111122223333"))
}

#[async_trait]
impl Cloud for Fake {
    fn label(&self) -> &SessionLabel {
        &self.label
    }

    fn regions(&self) -> &[Region] {
        &[]
    }

    fn sts(&self) -> Arc<dyn Sts> {
        Arc::new(self.clone())
    }

    fn iam(&self) -> Arc<dyn Iam> {
        Arc::new(self.clone())
    }

    fn roles(&self) -> Arc<dyn Roles> {
        Arc::new(self.clone())
    }

    fn fargate(&self, _: &Region) -> Arc<dyn Fargate> {
        Arc::new(self.clone())
    }

    fn eks(&self, _: &Region) -> Arc<dyn Eks> {
        Arc::new(self.clone())
    }

    fn emr(&self, _: &Region) -> Arc<dyn Emr> {
        Arc::new(self.clone())
    }

    async fn kube(&self, _: &ClusterFacts) -> PortResult<Arc<dyn KubeAccess>> {
        self.read("connect", |_| Ok(()))?;
        Ok(Arc::new(self.clone()))
    }
}

#[async_trait]
impl Sts for Fake {
    async fn caller_identity(&self) -> PortResult<CallerIdentity> {
        self.read("GetCallerIdentity", |world| {
            let (partition, account, principal) = Principal::parse(&world.caller).unwrap();
            Ok(CallerIdentity { partition, account, arn: line(&world.caller), principal })
        })
    }
}

#[async_trait]
impl Eks for Fake {
    async fn clusters(&self, _: Option<String>) -> PortResult<ListPage<ClusterName>> {
        Ok(ListPage { items: vec![of("dev")], next: None })
    }

    async fn cluster(&self, _: &ClusterName) -> PortResult<ClusterFacts> {
        self.read("DescribeCluster", |world| Ok(world.cluster()))
    }

    async fn update_mode(&self, _: &ClusterName, to: AuthenticationMode, token: &str) -> PortResult<ClusterUpdate> {
        self.write("UpdateClusterConfig", Some(token), |world| {
            if let Some((_, _, known)) = &world.update
                && known == token
            {
                return Ok(world_update(world));
            }
            if world.other_is_under_way() {
                let text = "Cluster dev is not in ACTIVE status, it is UPDATING";
                return Err(error(PortErrorKind::Conflict, "UpdateClusterConfig", text));
            }
            if world.mode >= to {
                let text = format!("Unsupported authentication mode update from {} to {to}", world.mode);
                return Err(error(PortErrorKind::Invalid, "UpdateClusterConfig", &text));
            }
            world.update = Some((world.now, to, token.to_owned()));
            Ok(world_update(world))
        })
    }

    async fn update(&self, _: &ClusterName, id: &OutsideText) -> PortResult<ClusterUpdate> {
        self.read("DescribeUpdate", |world| match world.other_update(id) {
            Some(other) => Ok(other),
            None => Ok(world_update(world)),
        })
    }

    async fn updates(&self, _: &ClusterName, token: Option<String>) -> PortResult<ListPage<OutsideText>> {
        self.read("ListUpdates", |world| {
            // One a page, which is as short as a page can be.
            let all = world.others.iter().map(|other| other.update.id.clone());
            let mut ids: Vec<OutsideText> = all.chain(world.update.as_ref().map(|_| line("update-1"))).collect();
            let at: usize = token.map_or(0, |token| token.parse().unwrap());
            let next = (at + 1 < ids.len()).then(|| (at + 1).to_string());
            Ok(ListPage { items: ids.drain(..).skip(at).take(1).collect(), next })
        })
    }

    async fn access_entry(&self, _: &ClusterName, _: &RoleArn) -> PortResult<Option<AccessEntry>> {
        self.read("DescribeAccessEntry", |world| {
            if world.mode.reads_access_entries() {
                return Ok(world.visible_entry());
            }
            let text = "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP]";
            Err(error(PortErrorKind::Invalid, "DescribeAccessEntry", text))
        })
    }
}

fn world_update(world: &World) -> ClusterUpdate {
    let status = if world.is_updating() { UpdateStatus::InProgress } else { world.update_ends.clone() };
    let errors = match status {
        UpdateStatus::Failed => vec![line("Subnets are full.")],
        _ => Vec::new(),
    };
    let mode = world.update.as_ref().map(|(_, to, _)| *to);
    ClusterUpdate { id: line("update-1"), status, errors, kind: line("AccessConfigUpdate"), mode }
}

#[async_trait]
impl Iam for Fake {
    async fn role(&self, name: &RoleName) -> PortResult<Option<RoleFacts>> {
        self.read("GetRole", |world| Ok(world.iam_roles.get(name).cloned()))
    }

    async fn create_service_linked_role(&self, _: &str) -> PortResult<RoleFacts> {
        self.write("CreateServiceLinkedRole", None, |world| {
            let name: RoleName = of(EMR_ROLE_NAME);
            if world.iam_roles.contains_key(&name) {
                let text = "Service role name AWSServiceRoleForAmazonEMRContainers has been taken in this account";
                return Err(error(PortErrorKind::AlreadyExists, "CreateServiceLinkedRole", text));
            }
            let role = RoleFacts { arn: emr_role(), unique_id: line("AROAEMR") };
            world.iam_roles.insert(name, role.clone());
            Ok(role)
        })
    }

    async fn role_policy(&self, role: &RoleName, policy: &str) -> PortResult<Option<InlinePolicy>> {
        self.read("GetRolePolicy", |world| {
            let document = world.policies.get(&(role.clone(), policy.to_owned())).cloned();
            Ok(document.map(|document| InlinePolicy { document }))
        })
    }

    async fn put_role_policy(&self, role: &RoleName, policy: &str, document: &Value) -> PortResult<()> {
        self.write("PutRolePolicy", None, |world| {
            world.policies.insert((role.clone(), policy.to_owned()), document.clone());
            Ok(())
        })
    }

    async fn delete_role_policy(&self, role: &RoleName, policy: &str) -> PortResult<()> {
        self.write("DeleteRolePolicy", None, |world| match world.policies.remove(&(role.clone(), policy.to_owned())) {
            Some(_) => Ok(()),
            None => Err(error(PortErrorKind::NotFound, "DeleteRolePolicy", "cannot be found")),
        })
    }

    async fn simulate(&self, _: &str, question: &Simulation) -> PortResult<Vec<(String, Simulated)>> {
        self.read("SimulatePrincipalPolicy", |_| {
            Ok(question.actions.iter().map(|action| (action.clone(), Simulated::Allowed)).collect())
        })
    }

    async fn account_alias(&self) -> PortResult<Option<OutsideText>> {
        Ok(None)
    }
}

#[async_trait]
impl Emr for Fake {
    async fn virtual_clusters(
        &self,
        _: &ClusterName,
        integrated: bool,
        _: Option<String>,
    ) -> PortResult<ListPage<VirtualCluster>> {
        self.read("ListVirtualClusters", |world| {
            let all = world.virtual_clusters.iter().map(|(vc, _)| vc);
            Ok(ListPage { items: all.filter(|vc| vc.integrated == integrated).cloned().collect(), next: None })
        })
    }

    async fn virtual_cluster_hosts(&self, _: Option<String>) -> PortResult<ListPage<OutsideText>> {
        self.read("ListVirtualClusters", |world| {
            Ok(ListPage { items: world.virtual_clusters.iter().map(|_| line("dev")).collect(), next: None })
        })
    }

    async fn virtual_cluster_state(&self, id: &OutsideText) -> PortResult<VirtualClusterState> {
        self.read("DescribeVirtualCluster", |world| {
            if world.ending.get(id).is_some_and(|ends| *ends <= world.now) {
                world.virtual_clusters.retain(|(vc, _)| vc.id != *id);
                return Ok(VirtualClusterState::Terminated);
            }
            let found = world.virtual_clusters.iter().find(|(vc, _)| vc.id == *id);
            let missing = || error(PortErrorKind::NotFound, "DescribeVirtualCluster", "doesn't exist");
            found.map(|(vc, _)| vc.state.clone()).ok_or_else(missing)
        })
    }

    async fn create_virtual_cluster(
        &self,
        name: &VirtualClusterName,
        _: &ClusterName,
        namespace: &NamespaceName,
        token: &str,
    ) -> PortResult<OutsideText> {
        let event = Event::Write("CreateVirtualCluster", Some(token.to_owned()));
        let answer = |world: &mut World| {
            if let Some((known, _)) = world.virtual_clusters.iter().find(|(_, used)| used == token) {
                return Ok(known.id.clone());
            }
            let refuse = |text: &str| Err(error(PortErrorKind::Invalid, "CreateVirtualCluster", text));
            if world.virtual_clusters.iter().any(|(vc, _)| vc.namespace.as_str() == namespace.as_str()) {
                return refuse("A virtual cluster already exists in the given namespace");
            }
            let integrated = world.integrates && world.mode.reads_access_entries();
            if integrated {
                add_entry(world, namespace);
            } else if !is_let_in(world, namespace) {
                return refuse(&format!("Unauthorized to perform read namespace on {namespace}"));
            }
            let vc = virtual_cluster(name.as_str(), namespace.as_str(), integrated);
            let id = vc.id.clone();
            world.ending.remove(&id);
            world.virtual_clusters.push((vc, token.to_owned()));
            Ok(id)
        };
        self.in_namespace(event, namespace, answer).await
    }

    async fn delete_virtual_cluster(&self, id: &OutsideText) -> PortResult<()> {
        let namespace =
            self.world().virtual_clusters.iter().find(|(vc, _)| vc.id == *id).map(|(vc, _)| vc.namespace.clone());
        let namespace: NamespaceName = of(namespace.unwrap().as_str());
        let event = Event::Write("DeleteVirtualCluster", None);
        let answer = |world: &mut World| {
            let ends = world.now + VIRTUAL_CLUSTER_ENDS;
            let found = world.virtual_clusters.iter_mut().find(|(vc, _)| vc.id == *id);
            let found = found.filter(|(vc, _)| vc.state != VirtualClusterState::Terminating);
            let Some((vc, _)) = found else {
                return Err(error(PortErrorKind::Invalid, "DeleteVirtualCluster", "is in state TERMINATING."));
            };
            vc.state = VirtualClusterState::Terminating;
            let integrated = vc.integrated;
            world.ending.insert(id.clone(), ends);
            if let (true, Some((_, entry))) = (integrated, &mut world.entry) {
                entry.policies[0].namespaces.as_mut().unwrap().retain(|name| name.as_str() != namespace.as_str());
            }
            Ok(())
        };
        self.in_namespace(event, &namespace, answer).await
    }

    async fn active_job_runs(&self, _: &OutsideText) -> PortResult<usize> {
        self.read("ListJobRuns", |world| Ok(world.job_runs))
    }
}

/// How long a virtual cluster takes to end.
const VIRTUAL_CLUSTER_ENDS: Duration = Duration::from_secs(5);

/// A running virtual cluster.
pub(crate) fn virtual_cluster(name: &str, namespace: &str, integrated: bool) -> VirtualCluster {
    VirtualCluster {
        id: line(&format!("vc-{namespace}")),
        name: line(name),
        namespace: line(namespace),
        state: VirtualClusterState::Running,
        integrated,
    }
}

/// EMR lets its role into one namespace more.
fn add_entry(world: &mut World, namespace: &NamespaceName) {
    let seen_from = world.now + world.entry_takes;
    let fresh = || AccessEntry {
        principal_arn: line(&emr_role().to_string()),
        arn: line(&format!("{ENTRY_ARN}/0c8e6a42-f1b3-4d57-a9e0-37d5b1c2f496")),
        kind: line("STANDARD"),
        tags: BTreeMap::new(),
        username: line("emr-containers"),
        groups: Vec::new(),
        policies: vec![PolicyScope {
            policy_arn: line(&format!("arn:aws:eks::aws:cluster-access-policy/{EMR_ACCESS_POLICY}")),
            namespaces: Some(Vec::new()),
        }],
    };
    let (_, mut entry) = world.entry.take().unwrap_or_else(|| (seen_from, fresh()));
    entry.policies[0].namespaces.as_mut().unwrap().push(line(namespace.as_str()));
    world.entry = Some((seen_from, entry));
}

/// Whether EMR's role gets in by aws-auth, Role and RoleBinding.
fn is_let_in(world: &World, namespace: &NamespaceName) -> bool {
    let mapping = RoleMapping::new(emr_role().pathless(), EMR_USER);
    let is_mapped = matches!(find_role(&read_map_roles(world.map_roles()), &mapping), RoleState::Present { .. });
    is_mapped && world.roles.contains_key(namespace) && world.bindings.contains_key(namespace)
}
