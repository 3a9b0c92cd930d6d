//! Everything that a plan or a proof needs to know of one cluster.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::join_all;

use super::facts::{always, if_offered, if_there};
use super::fargate::node_groups;
use super::{many, own, virtual_clusters};
use crate::domain::desired::FEW_NAMESPACES;
use crate::domain::fargate::{FargateFacts, FargateLook};
use crate::domain::observed::{
    AccessEntry, AwsAuthObject, Caller, DryRun, KubernetesUser, NamespaceFacts, NodeCount, Right, RoleFacts,
    RoleObject, Simulation,
};
use crate::domain::rbac::{PolicyRule, missing, rules_for};
use crate::domain::{
    ClusterFacts, ClusterName, EMR_ROLE_NAME, EMR_USER, EksVersion, Fact, NamespaceName, NotLooked, Observed,
    OutsideText, Region, RoleArn, Source,
};
use crate::ports::{Clock, Cloud, Eks, KubeAccess, PortError, PortErrorKind, PortResult};

/// What is asked about one cluster.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The cluster's region.
    pub region: &'a Region,
    /// The cluster.
    pub cluster: &'a ClusterName,
    /// The namespaces of interest.
    pub namespaces: &'a [NamespaceName],
    /// The Kubernetes rights to ask about.
    pub rights: &'a [Right],
    /// The inline policy to look for on the caller's role.
    pub caller_policy: &'a str,
    /// Makes the questions to IAM's policy simulator, once it is known who calls.
    pub simulations: fn(&Caller, &Question<'_>) -> Vec<Simulation>,
    /// The rules with which the writing of the Role is tried; empty tries nothing.
    pub role_rules: &'a [PolicyRule],
    /// Whether Fargate is looked at.
    pub fargate: &'a FargateLook,
}

/// Observes one cluster. What cannot be read is a fact of its own, with the reason.
///
/// # Errors
/// Only where the caller or the cluster itself cannot be learnt.
pub async fn observe(cloud: &dyn Cloud, clock: &dyn Clock, question: &Question<'_>) -> PortResult<Observed> {
    let eye = Eye { cloud, clock, question };
    let (identity, cluster, service_linked_role, virtual_clusters) =
        tokio::join!(own::caller(cloud, clock, question), eye.cluster(), eye.service_linked_role(), async {
            let emr = cloud.emr(question.region);
            let found = virtual_clusters(&*emr, question.cluster).await;
            let source = Source::new("emr-containers", "ListVirtualClusters");
            always(clock, source, found)
        },);
    let (caller, own) = identity?;
    let Outside { cluster, entry: access_entry, inside, fargate, node_roles } = cluster?;
    Ok(Observed {
        caller,
        cluster,
        server_version: inside.server_version,
        kube_system_uid: inside.kube_system_uid,
        kubernetes_user: inside.kubernetes_user,
        rights: inside.rights,
        service_linked_role,
        caller_role: own.role,
        caller_policy: own.policy,
        caller_actions: own.actions,
        aws_auth: inside.aws_auth,
        access_entry,
        virtual_clusters,
        nodes: inside.nodes,
        namespaces: inside.namespaces,
        node_roles,
        fargate,
    })
}

/// Who looks, and for what.
struct Eye<'a> {
    cloud: &'a dyn Cloud,
    clock: &'a dyn Clock,
    question: &'a Question<'a>,
}

fn with_more(rules: &[PolicyRule], more: Vec<PolicyRule>) -> Vec<PolicyRule> {
    rules.iter().cloned().chain(more).collect()
}

/// The cluster, and what hangs on its description.
struct Outside {
    cluster: ClusterFacts,
    entry: Fact<AccessEntry>,
    inside: Inside,
    fargate: Option<FargateFacts>,
    /// Only where they are needed: where aws-auth is read and is not there.
    node_roles: Option<Fact<Vec<OutsideText>>>,
}

/// What only Kubernetes knows.
struct Inside {
    server_version: Fact<EksVersion>,
    kube_system_uid: Fact<OutsideText>,
    kubernetes_user: Fact<KubernetesUser>,
    rights: BTreeMap<Right, Fact<bool>>,
    aws_auth: Fact<AwsAuthObject>,
    nodes: Fact<NodeCount>,
    namespaces: BTreeMap<NamespaceName, NamespaceFacts>,
}

pub(super) fn kubernetes(operation: &str) -> Source {
    Source::new("kubernetes", operation)
}

impl Eye<'_> {
    async fn service_linked_role(&self) -> Fact<RoleFacts> {
        let name = EMR_ROLE_NAME.parse();
        let name = name.expect("the constant is a valid role name");
        // By name alone: one at another path, a customer's own, is seen with that path and not as absent.
        let role = self.cloud.iam().role(&name).await;
        if_there(self.clock, Source::new("iam", "GetRole"), role)
    }

    /// The cluster, then what needs its description: EMR's access entry, everything inside, and Fargate if it is asked for.
    async fn cluster(&self) -> PortResult<Outside> {
        let eks = self.cloud.eks(self.question.region);
        let cluster = eks.cluster(self.question.cluster).await?;
        let (entry, inside, fargate) =
            tokio::join!(self.access_entry(&*eks, &cluster), self.inside(&cluster), self.fargate(&cluster));
        let node_roles = if inside.aws_auth.is_absent() && cluster.mode.reads_aws_auth() {
            Some(self.node_roles(&cluster, fargate.as_ref()).await)
        } else {
            None
        };
        Ok(Outside { cluster, entry, inside, fargate, node_roles })
    }

    async fn fargate(&self, cluster: &ClusterFacts) -> Option<FargateFacts> {
        match self.question.fargate {
            FargateLook::No => None,
            FargateLook::Yes { named } => Some(super::fargate(self.cloud, self.clock, cluster, named.as_ref()).await),
        }
    }

    /// The roles of the managed node groups, each once. Where Fargate was looked at, the groups are known.
    async fn node_roles(&self, cluster: &ClusterFacts, fargate: Option<&FargateFacts>) -> Fact<Vec<OutsideText>> {
        let groups = match fargate {
            Some(fargate) => fargate.node_groups.clone(),
            None => node_groups(self.clock, &*self.cloud.fargate(&cluster.arn.region), &cluster.arn.name).await,
        };
        groups.map(|groups| {
            let roles: BTreeSet<OutsideText> = groups.into_iter().map(|group| group.role_arn).collect();
            roles.into_iter().collect()
        })
    }

    async fn access_entry(&self, eks: &dyn Eks, cluster: &ClusterFacts) -> Fact<AccessEntry> {
        // Without access entries EKS refuses even to be asked.
        if !cluster.mode.reads_access_entries() {
            return Fact::NotLooked(NotLooked::NotNeeded);
        }
        let arn = &cluster.arn;
        let role = RoleArn::emr_service_linked(&arn.partition, &arn.account);
        let entry = eks.access_entry(self.question.cluster, &role).await;
        if_there(self.clock, Source::new("eks", "DescribeAccessEntry"), entry)
    }

    async fn inside(&self, cluster: &ClusterFacts) -> Inside {
        match self.cloud.kube(cluster).await {
            Ok(kube) => self.look_inside(&*kube).await,
            Err(error) => self.shut_out(&error),
        }
    }

    async fn look_inside(&self, kube: &dyn KubeAccess) -> Inside {
        let clock = self.clock;
        let objects = kube.objects();
        let (version, kube_system, user, rights, aws_auth, nodes, namespaces) = tokio::join!(
            kube.server_version(),
            objects.namespace("kube-system"),
            kube.who_am_i(),
            many::rights(kube, clock, self.question.rights),
            objects.aws_auth(),
            kube.nodes(),
            self.namespaces(kube),
        );
        let uid = kube_system.map(|found| found.map(|object| object.meta.uid));
        let user_source = kubernetes("create selfsubjectreviews");
        let aws_auth_source = kubernetes("get configmaps kube-system/aws-auth");
        Inside {
            server_version: always(clock, kubernetes("get /version"), version),
            kube_system_uid: if_there(clock, kubernetes("get namespaces kube-system"), uid),
            kubernetes_user: if_offered(clock, user_source, user),
            rights,
            aws_auth: if_there(clock, aws_auth_source, aws_auth),
            nodes: always(clock, kubernetes("list nodes"), nodes),
            namespaces,
        }
    }

    /// The namespaces, with a dry run of the Role's writing in each; where there are many, in the first of those that
    /// exist alone, since who may write and what admission says seldom differ from one to the next.
    async fn namespaces(&self, kube: &dyn KubeAccess) -> BTreeMap<NamespaceName, NamespaceFacts> {
        let names = self.question.namespaces;
        let mut found = many::namespaces(kube.objects(), self.clock, names).await;
        let most = if names.len() > FEW_NAMESPACES { 1 } else { names.len() };
        // In a namespace that is not there nothing can be tried.
        let there = names.iter().filter_map(|name| Some((name, found.get(name)?)));
        let tried: Vec<_> = there.filter(|(_, facts)| !facts.object.is_absent()).take(most).collect();
        let runs =
            tried.into_iter().map(|(name, facts)| async move { (name, self.dry_run(kube, name, &facts.role).await) });
        for (name, run) in join_all(runs).await {
            if let Some(facts) = found.get_mut(name) {
                facts.role_dry_run = run;
            }
        }
        found
    }

    /// Has the server check the writing of the Role: alone it knows what may be granted, and what its webhooks say.
    async fn dry_run(&self, kube: &dyn KubeAccess, name: &NamespaceName, role: &Fact<RoleObject>) -> Fact<DryRun> {
        let wanted = self.question.role_rules;
        let (rules, version) = match role {
            Fact::Absent { .. } => (wanted.to_vec(), None),
            Fact::Seen { value, .. } => {
                let lacking = missing(&value.rules, wanted);
                (with_more(&value.rules, rules_for(&lacking)), Some(&value.meta.resource_version))
            }
            Fact::NotLooked(why) => return Fact::NotLooked(why.clone()),
        };
        if wanted.is_empty() {
            return Fact::NotLooked(NotLooked::NotNeeded);
        }
        let source = kubernetes(&format!("write roles {name}/{EMR_USER} (dry run)"));
        let at = self.clock.now();
        match kube.objects().try_role(name, &rules, version).await {
            Ok(()) => Fact::Seen { value: DryRun::Accepted, at, from: source },
            Err(error) if matches!(error.kind, PortErrorKind::Denied | PortErrorKind::Invalid) => {
                Fact::Seen { value: DryRun::Refused { message: error.message }, at, from: source }
            }
            Err(error) => Fact::NotLooked(error.not_looked()),
        }
    }

    /// What is known of the inside when there is no way in.
    fn shut_out(&self, error: &PortError) -> Inside {
        fn fact<T>(error: &PortError) -> Fact<T> {
            Fact::NotLooked(error.not_looked())
        }
        let namespaces = self.question.namespaces.iter().map(|name| {
            let (object, role, role_binding) = (fact(error), fact(error), fact(error));
            let facts = NamespaceFacts { object, role, role_binding, role_dry_run: fact(error) };
            (name.clone(), facts)
        });
        let rights = self.question.rights.iter();
        Inside {
            server_version: fact(error),
            kube_system_uid: fact(error),
            kubernetes_user: fact(error),
            rights: rights.map(|right| (right.clone(), fact(error))).collect(),
            aws_auth: fact(error),
            nodes: fact(error),
            namespaces: namespaces.collect(),
        }
    }
}
