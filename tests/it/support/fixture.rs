//! A cluster as the screens' tests see it: `dev` in us-east-1, namespace `spark`, account 111122223333.

use std::collections::BTreeMap;

use emr_onramp::domain::cluster::{ClusterEndpoint, ClusterStatus};
use emr_onramp::domain::observed::{
    AwsAuthObject, Caller, KubernetesUser, NamespaceFacts, NamespaceObject, NamespaceRow, NodeCount, ObjectMeta,
    Observed, RoleFacts, VirtualCluster, VirtualClusterState,
};
use emr_onramp::domain::rbac::RuleSet;
use emr_onramp::domain::{
    AuthenticationMode, ClusterFacts, ClusterName, Fact, NamespaceName, NotLooked, OutsideText, PortError,
    PortErrorKind, Principal, Region, SessionLabel, Source, VerbatimText,
};
use emr_onramp::plan::proof::{AccessCell, Asked, Check, NamespaceProof, Proof, Verdict};
use emr_onramp::plan::run::CallLine;
use emr_onramp::planner::{reviewable_permissions, rights_to_ask};
use emr_onramp::wizard::SessionInfo;
use jiff::Timestamp;

pub(crate) fn line(text: &str) -> OutsideText {
    OutsideText::line(text)
}

pub(crate) fn at() -> Timestamp {
    "2026-11-21T14:02:09Z".parse().unwrap()
}

pub(crate) fn seen<T>(value: T) -> Fact<T> {
    Fact::Seen { value, at: at(), from: Source::new("kubernetes", "get") }
}

pub(crate) fn absent<T>() -> Fact<T> {
    Fact::Absent { at: at(), from: Source::new("kubernetes", "get") }
}

pub(crate) fn region(name: &str) -> Region {
    name.parse().unwrap()
}

pub(crate) fn cluster_name(name: &str) -> ClusterName {
    name.parse().unwrap()
}

pub(crate) fn namespace(name: &str) -> NamespaceName {
    name.parse().unwrap()
}

pub(crate) fn caller() -> Caller {
    let arn = "arn:aws:sts::111122223333:assumed-role/PlatformAdmin/min";
    let (partition, account, principal) = Principal::parse(arn).unwrap();
    Caller { partition, account, arn: line(arn), principal, alias: seen(line("acme-data")) }
}

pub(crate) fn session(sandbox: Option<&str>) -> SessionInfo {
    SessionInfo {
        label: SessionLabel {
            sandbox_state: None,
            sandbox: sandbox.map(line),
            credentials: line(if sandbox.is_some() { "sandbox" } else { "profile acme" }),
            endpoint_override: None,
            assumptions: Vec::new(),
        },
        caller: caller(),
        regions: vec![region("us-east-1"), region("eu-west-1"), region("eu-central-1")],
    }
}

pub(crate) fn cluster(name: &str, place: &str, version: &str, mode: AuthenticationMode) -> ClusterFacts {
    ClusterFacts {
        arn: format!("arn:aws:eks:{place}:111122223333:cluster/{name}").parse().unwrap(),
        created_at: Some("2025-03-01T09:00:00Z".parse().unwrap()),
        status: ClusterStatus::Active,
        version: version.parse().unwrap(),
        platform: Some("eks.12".parse().unwrap()),
        mode,
        endpoint: ClusterEndpoint {
            url: Some(line("https://ABCDEF.gr7.us-east-1.eks.amazonaws.com")),
            ca: None,
            public: true,
            private: false,
            public_cidrs: vec![line("0.0.0.0/0")],
        },
        network: Default::default(),
        tags: BTreeMap::from([(line("team"), line("data")), (line("env"), line("dev"))]),
    }
}

pub(crate) fn denied(service: &str, operation: &str) -> PortError {
    PortError {
        kind: PortErrorKind::Denied,
        service: service.to_owned(),
        operation: operation.to_owned(),
        status: Some(403),
        code: Some(line("AccessDeniedException")),
        message: line("User: arn:aws:sts::111122223333:assumed-role/PlatformAdmin/min is not authorized"),
        request_id: Some(line("0b7f676f-4a3c-4f0e-9a1d-2f2f0f6f1c11")),
    }
}

pub(crate) fn expired() -> PortError {
    PortError {
        kind: PortErrorKind::Unauthenticated,
        code: Some(line("ExpiredToken")),
        message: line("The security token included in the request is expired"),
        ..denied("sts", "GetCallerIdentity")
    }
}

pub(crate) fn virtual_cluster(name: &str, integrated: bool) -> VirtualCluster {
    VirtualCluster {
        id: line("abc123def456ghi789jkl012m"),
        name: line(name),
        namespace: line(name),
        state: VirtualClusterState::Running,
        integrated,
    }
}

pub(crate) fn namespace_rows() -> Vec<NamespaceRow> {
    let row = |name: &str, has: bool| NamespaceRow {
        name: namespace(name),
        deleting: false,
        has_role: Some(has),
        has_role_binding: Some(has),
        virtual_cluster: None,
    };
    vec![
        row("default", false),
        row("kube-node-lease", false),
        row("kube-public", false),
        row("kube-system", false),
        row("spark", false),
        NamespaceRow { virtual_cluster: Some(virtual_cluster("team-a", false)), ..row("team-a", true) },
        NamespaceRow { deleting: true, ..row("team-old", false) },
    ]
}

pub(crate) const MAP_ROLES: &str = "\
- rolearn: arn:aws:iam::111122223333:role/eks-node   # owned by platform
  username: system:node:{{EC2PrivateDNSName}}
  groups:
    - system:bootstrappers
    - system:nodes
- rolearn: arn:aws:iam::111122223333:role/PlatformAdmin
  username: platform-admin
  groups: [system:masters]
";

fn meta() -> ObjectMeta {
    ObjectMeta {
        uid: line("11111111-2222-3333-4444-555555555555"),
        resource_version: line("4711"),
        deleting: false,
        is_ours: false,
        managers: vec![],
        marks: vec![],
    }
}

/// What is seen for namespace `spark` of `dev` in a mode: nothing of EMR is there yet.
pub(crate) fn observed(mode: AuthenticationMode) -> Observed {
    let rights = rights_to_ask(&[namespace("spark")]).into_iter().map(|right| (right, seen(true))).collect();
    let role = "arn:aws:iam::111122223333:role/PlatformAdmin";
    Observed {
        caller: caller(),
        cluster: cluster("dev", "us-east-1", "1.33", mode),
        server_version: seen("1.33".parse().unwrap()),
        kube_system_uid: seen(line("99999999-8888-7777-6666-555555555555")),
        kubernetes_user: seen(KubernetesUser { username: line("platform-admin"), groups: vec![] }),
        rights,
        service_linked_role: absent(),
        caller_role: seen(RoleFacts { arn: role.parse().unwrap(), unique_id: line("AROAEXAMPLE") }),
        caller_policy: absent(),
        caller_actions: BTreeMap::new(),
        aws_auth: seen(AwsAuthObject {
            meta: meta(),
            data: BTreeMap::from([("mapRoles".to_owned(), VerbatimText::new(MAP_ROLES))]),
            binary_keys: Vec::new(),
            immutable: false,
        }),
        access_entry: absent(),
        virtual_clusters: seen(vec![virtual_cluster("team-a", false)]),
        nodes: seen(NodeCount { ready: 3, all: 3 }),
        namespaces: BTreeMap::from([(
            namespace("spark"),
            NamespaceFacts {
                object: seen(NamespaceObject { meta: meta() }),
                role: absent(),
                role_binding: absent(),
                role_dry_run: Fact::NotLooked(NotLooked::NotNeeded),
            },
        )]),
        node_roles: None,
        fargate: None,
    }
}

/// The same, with the virtual clusters of nobody, so that no older one counts.
pub(crate) fn unused(mode: AuthenticationMode) -> Observed {
    Observed { virtual_clusters: seen(vec![]), ..observed(mode) }
}

pub(crate) fn call(service: &str, operation: &str, status: u16) -> CallLine {
    CallLine {
        at: at(),
        took_ms: 41,
        service: service.to_owned(),
        operation: line(operation),
        status: Some(status),
        error: (status >= 400).then(|| line("Conflict")),
        request_id: Some(line("0b7f676f-4a3c-4f0e-9a1d-2f2f0f6f1c11")),
    }
}

pub(crate) fn proof(rule_set: RuleSet) -> Proof {
    let cells = reviewable_permissions(rule_set)
        .into_iter()
        .map(|permission| AccessCell { permission, before: Some(false), after: Ok(true) })
        .collect();
    Proof {
        namespaces: vec![NamespaceProof { namespace: namespace("spark"), asked: Asked::OneByOne, cells }],
        verdicts: vec![
            Verdict::Holds(Check::AwsAuth { entries: 3, before: 2, username: line("emr-containers") }),
            Verdict::Holds(Check::OwnAccess { username: Some(line("platform-admin")) }),
            Verdict::Holds(Check::Nodes {
                now: NodeCount { ready: 3, all: 3 },
                before: Some(NodeCount { ready: 3, all: 3 }),
                watched_s: 12,
            }),
        ],
    }
}
