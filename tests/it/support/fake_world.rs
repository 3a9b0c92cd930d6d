//! The little world itself: what is there, what somebody else does to it, and how it looks from outside.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use emr_onramp::assets;
use emr_onramp::domain::access::PlatformVersion;
use emr_onramp::domain::cluster::{ClusterEndpoint, ClusterStatus};
use emr_onramp::domain::name::RoleName;
use emr_onramp::domain::observed::{
    AccessEntry, AwsAuthObject, Caller, NamespaceFacts, NamespaceObject, NodeCount, ObjectMeta, RoleBindingObject,
    RoleFacts, RoleObject, VirtualCluster,
};
use emr_onramp::domain::rbac::RuleSet;
use emr_onramp::domain::{
    AuthenticationMode, ClusterArn, ClusterFacts, EMR_ROLE_NAME, Fact, NamespaceName, NotLooked, Observed, OutsideText,
    Principal, Source, VerbatimText,
};
use emr_onramp::ports::eks::{ClusterUpdate, UpdateStatus};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::fake::{CALLER, Death, Event, Fault, MAP_ROLES, NODE_ROLE, NODES, line};
use super::fake_lane::{Happening, Hold};
use super::fake_ledger::Ledger;
use super::fake_profiles::Profiles;
use super::fake_roles::ServiceRoles;
use crate::rig::of;

/// An update that somebody else asked for.
pub(crate) struct OtherUpdate {
    /// As EKS describes it once it is over.
    pub(crate) update: ClusterUpdate,
    /// When it ends; none never.
    pub(crate) ends_at: Option<Timestamp>,
}

impl OtherUpdate {
    pub(super) fn is_under_way(&self, now: Timestamp) -> bool {
        self.ends_at.is_none_or(|ends| now < ends)
    }
}

/// Everything there is.
pub(crate) struct World {
    pub(crate) now: Timestamp,
    /// By how much the run's own clock is off.
    pub(crate) skew: SignedDuration,
    pub(crate) waits: Vec<Duration>,
    pub(crate) story: Vec<Event>,
    /// The same with its beginnings and ends, for calls in namespaces and for records and writes.
    pub(crate) happenings: Vec<Happening>,
    pub(super) holds: Vec<Hold>,
    pub(super) faults: Vec<Fault>,
    pub(super) counts: BTreeMap<&'static str, u32>,
    /// Whether other processes get their turn before every call.
    pub(crate) takes_turns: bool,
    /// How the process has died by script.
    pub(super) death: Option<Death>,
    /// Who changed what, where that is taken down.
    pub(crate) ledger: Ledger,
    pub(super) versions: u32,
    /// What an admission webhook makes of the next text for aws-auth.
    pub(super) rewrite: Option<&'static str>,
    pub(crate) caller: String,
    pub(crate) cluster_arn: ClusterArn,
    pub(crate) created_at: Timestamp,
    pub(crate) mode: AuthenticationMode,
    /// How long a mode update takes; none never ends.
    pub(crate) update_takes: Option<Duration>,
    /// How it ends.
    pub(crate) update_ends: UpdateStatus,
    pub(crate) update: Option<(Timestamp, AuthenticationMode, String)>,
    /// Updates that others asked for, oldest first.
    pub(crate) others: Vec<OtherUpdate>,
    pub(crate) iam_roles: BTreeMap<RoleName, RoleFacts>,
    pub(crate) service_roles: ServiceRoles,
    pub(crate) profiles: Profiles,
    pub(crate) policies: BTreeMap<(RoleName, String), Value>,
    pub(crate) namespaces: BTreeMap<NamespaceName, ObjectMeta>,
    pub(crate) roles: BTreeMap<NamespaceName, RoleObject>,
    pub(crate) bindings: BTreeMap<NamespaceName, RoleBindingObject>,
    pub(crate) aws_auth: Option<AwsAuthObject>,
    /// Whether the API server knows us and lets us edit aws-auth.
    pub(crate) may_edit: bool,
    /// The namespaces in which we have any right that is asked about; none for all of them.
    pub(crate) may_in: Option<BTreeSet<String>>,
    /// Whether the Kubernetes API is out of reach.
    pub(crate) is_cut_off: bool,
    /// Whether the server is too old to say who we are.
    pub(crate) is_old: bool,
    pub(crate) nodes: NodeCount,
    pub(crate) virtual_clusters: Vec<(VirtualCluster, String)>,
    /// Whether EMR writes its access entry.
    pub(crate) integrates: bool,
    /// How long the entry takes to be seen.
    pub(crate) entry_takes: Duration,
    pub(crate) entry: Option<(Timestamp, AccessEntry)>,
    /// When the virtual clusters end that were told to.
    pub(crate) ending: BTreeMap<OutsideText, Timestamp>,
    /// How many job runs of every virtual cluster are not over.
    pub(crate) job_runs: usize,
    /// What others put into namespaces.
    pub(crate) contents: BTreeMap<NamespaceName, Vec<OutsideText>>,
}

impl World {
    /// A cluster that never met EMR.
    pub(crate) fn new(mode: AuthenticationMode) -> Self {
        let mut world = Self {
            now: of("2026-11-02T09:00:00Z"),
            skew: SignedDuration::ZERO,
            waits: Vec::new(),
            story: Vec::new(),
            happenings: Vec::new(),
            holds: Vec::new(),
            faults: Vec::new(),
            counts: BTreeMap::new(),
            takes_turns: false,
            death: None,
            ledger: Ledger::default(),
            versions: 100,
            rewrite: None,
            caller: CALLER.to_owned(),
            cluster_arn: of("arn:aws:eks:us-east-1:111122223333:cluster/dev"),
            created_at: of("2025-02-03T09:00:00Z"),
            mode,
            update_takes: Some(Duration::from_secs(20)),
            update_ends: UpdateStatus::Successful,
            update: None,
            others: Vec::new(),
            iam_roles: BTreeMap::new(),
            service_roles: ServiceRoles::default(),
            profiles: Profiles::default(),
            policies: BTreeMap::new(),
            namespaces: BTreeMap::new(),
            roles: BTreeMap::new(),
            bindings: BTreeMap::new(),
            aws_auth: None,
            may_edit: true,
            may_in: None,
            is_cut_off: false,
            is_old: false,
            nodes: NodeCount { ready: 3, all: 3 },
            virtual_clusters: Vec::new(),
            integrates: true,
            entry_takes: Duration::ZERO,
            entry: None,
            ending: BTreeMap::new(),
            job_runs: 0,
            contents: BTreeMap::new(),
        };
        let admin = RoleFacts { arn: of("arn:aws:iam::111122223333:role/PlatformAdmin"), unique_id: line("AROAADMIN") };
        world.iam_roles.insert(admin.arn.name.clone(), admin);
        let meta = world.meta("aws-auth", false);
        world.aws_auth = Some(AwsAuthObject { meta, data: BTreeMap::new(), binary_keys: Vec::new(), immutable: false });
        world.set_map_roles(NODES);
        world
    }

    /// A new object's meta.
    pub(crate) fn meta(&mut self, name: &str, is_ours: bool) -> ObjectMeta {
        self.versions += 1;
        ObjectMeta {
            uid: line(&format!("uid-{name}-{}", self.versions)),
            resource_version: line(&self.versions.to_string()),
            deleting: false,
            is_ours,
            managers: Vec::new(),
            marks: Vec::new(),
        }
    }

    pub(crate) fn next_version(&mut self) -> OutsideText {
        self.versions += 1;
        line(&self.versions.to_string())
    }

    /// Somebody writes `mapRoles`.
    pub(crate) fn set_map_roles(&mut self, text: &str) {
        let version = self.next_version();
        let object = self.aws_auth.as_mut().unwrap();
        object.meta.resource_version = version;
        object.data.insert(MAP_ROLES.to_owned(), VerbatimText::new(text));
    }

    /// `mapRoles` as it stands.
    pub(crate) fn map_roles(&self) -> &str {
        self.aws_auth.as_ref().unwrap().data.get(MAP_ROLES).map(VerbatimText::exact).unwrap_or_default()
    }

    /// Somebody makes a Role of a rule set.
    pub(crate) fn add_role(&mut self, namespace: &str, rules: RuleSet) {
        let meta = self.meta("role", false);
        self.roles.insert(of(namespace), RoleObject { meta, rules: assets::rules(rules) });
    }

    /// Somebody makes a namespace.
    pub(crate) fn add_namespace(&mut self, namespace: &str) {
        let meta = self.meta(namespace, false);
        self.namespaces.insert(of(namespace), meta);
    }

    /// The cluster as EKS describes it.
    pub(crate) fn cluster(&self) -> ClusterFacts {
        ClusterFacts {
            arn: self.cluster_arn.clone(),
            created_at: Some(self.created_at),
            status: if self.is_updating() { ClusterStatus::Updating } else { ClusterStatus::Active },
            version: of("1.33"),
            platform: Some(PlatformVersion(10)),
            mode: self.mode,
            endpoint: ClusterEndpoint::default(),
            network: Default::default(),
            tags: BTreeMap::new(),
        }
    }

    /// The entry, once it can be seen.
    pub(crate) fn visible_entry(&self) -> Option<AccessEntry> {
        self.entry.as_ref().filter(|(from, _)| *from <= self.now).map(|(_, entry)| entry.clone())
    }

    /// What somebody who looks at everything now sees.
    pub(crate) fn observed(&self, namespaces: &[NamespaceName]) -> Observed {
        let caller_role: RoleName = of("PlatformAdmin");
        let policy = emr_onramp::planner::caller_policy_name(&of("dev"));
        let document = self.policies.get(&(caller_role.clone(), policy)).cloned();
        let (partition, account, principal) = Principal::parse(&self.caller).unwrap();
        let facts_of = |name: &NamespaceName| NamespaceFacts {
            object: self.fact(self.namespaces.get(name).map(|meta| NamespaceObject { meta: meta.clone() })),
            role: self.fact(self.roles.get(name).cloned()),
            role_binding: self.fact(self.bindings.get(name).cloned()),
            role_dry_run: Fact::NotLooked(NotLooked::NotNeeded),
        };
        Observed {
            caller: Caller { partition, account, arn: line(&self.caller), principal, alias: self.fact(None) },
            cluster: self.cluster(),
            server_version: self.fact(Some(of("1.33"))),
            kube_system_uid: self.fact(Some(line("uid-kube-system"))),
            kubernetes_user: self.fact(None),
            rights: BTreeMap::new(),
            service_linked_role: self.fact(self.iam_roles.get(&of::<RoleName>(EMR_ROLE_NAME)).cloned()),
            caller_role: self.fact(self.iam_roles.get(&caller_role).cloned()),
            caller_policy: self.fact(document.map(|document| emr_onramp::domain::observed::InlinePolicy { document })),
            caller_actions: BTreeMap::new(),
            aws_auth: self.fact(self.aws_auth.clone()),
            access_entry: self.fact(self.visible_entry()),
            virtual_clusters: self.fact(Some(self.virtual_clusters.iter().map(|(vc, _)| vc.clone()).collect())),
            nodes: self.fact(Some(self.nodes)),
            namespaces: namespaces.iter().map(|name| (name.clone(), facts_of(name))).collect(),
            node_roles: self.aws_auth.is_none().then(|| self.fact(Some(vec![line(NODE_ROLE)]))),
            fargate: None,
        }
    }

    pub(super) fn fact<T>(&self, value: Option<T>) -> Fact<T> {
        let from = Source::new("fake", "look");
        match value {
            Some(value) => Fact::Seen { value, at: self.now, from },
            None => Fact::Absent { at: self.now, from },
        }
    }

    /// Time goes by, and with it what is under way.
    pub(crate) fn pass(&mut self, how_long: Duration) {
        self.waits.push(how_long);
        self.now += how_long;
        if self.update_ends == UpdateStatus::Successful
            && !self.is_updating()
            && let Some((_, to, _)) = &self.update
        {
            self.mode = *to;
        }
        let over = self.others.iter().filter(|other| !other.is_under_way(self.now));
        let mode = over.filter(|other| other.update.status == UpdateStatus::Successful).filter_map(|o| o.update.mode);
        self.mode = mode.chain([self.mode]).max().unwrap();
    }

    /// Whether an update of somebody else keeps the cluster busy.
    pub(crate) fn other_is_under_way(&self) -> bool {
        self.others.iter().any(|other| other.is_under_way(self.now))
    }

    /// Somebody else's update as it is now.
    pub(crate) fn other_update(&self, id: &OutsideText) -> Option<ClusterUpdate> {
        let other = self.others.iter().find(|other| other.update.id == *id)?;
        let is_under_way = other.is_under_way(self.now);
        let status = if is_under_way { UpdateStatus::InProgress } else { other.update.status.clone() };
        Some(ClusterUpdate { status, ..other.update.clone() })
    }

    /// Whether a mode update is under way.
    pub(crate) fn is_updating(&self) -> bool {
        if self.other_is_under_way() {
            return true;
        }
        let Some((began, ..)) = &self.update else { return false };
        let passed = self.now.duration_since(*began).unsigned_abs();
        self.update_takes.is_none_or(|takes| passed < takes)
    }
}
