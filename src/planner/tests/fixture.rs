//! A world to plan on: cluster `dev`, CONFIG_MAP, 1.33, untouched by EMR; and short words for altering it.

use std::collections::BTreeMap;

use crate::assets;
use crate::domain::desired::{CallerPermissions, NamespaceWish, NonEmpty};
use crate::domain::observed::{
    AccessEntry, AwsAuthObject, Caller, NamespaceFacts, NamespaceObject, NodeCount, ObjectMeta, PolicyScope,
    RoleBindingObject, RoleFacts, RoleObject, Subject, VirtualCluster, VirtualClusterState,
};
use crate::domain::rbac::{PolicyRule, RuleSet};
use crate::domain::{
    AuthenticationMode, ClusterFacts, Desired, EMR_USER, Fact, Method, NamespaceName, NotLooked, Observed, OutsideText,
    PlatformVersion, Principal, Source, Unreached, VerbatimText,
};
use crate::planner::{Review, best_rule_set, emr_subject, review, rights_to_ask};

pub(crate) const NODE: &str = "# made by hand\n- rolearn: arn:aws:iam::111122223333:role/node\n  username: system:node:{{EC2PrivateDNSName}}\n  groups:\n    - system:bootstrappers\n    - system:nodes\n";
pub(crate) const EMR: &str =
    "- rolearn: arn:aws:iam::111122223333:role/AWSServiceRoleForAmazonEMRContainers\n  username: emr-containers\n";
/// When everything was seen.
pub(crate) const WHEN: &str = "2031-07-08T09:10:11Z";

pub(crate) fn source() -> Source {
    Source::new("test", "Look")
}

pub(crate) fn seen<T>(value: T) -> Fact<T> {
    Fact::Seen { value, at: WHEN.parse().unwrap(), from: source() }
}

pub(crate) fn absent<T>() -> Fact<T> {
    Fact::Absent { at: WHEN.parse().unwrap(), from: source() }
}

pub(crate) fn denied<T>() -> Fact<T> {
    Fact::NotLooked(NotLooked::Denied { message: text("not allowed") })
}

pub(crate) fn unreachable<T>() -> Fact<T> {
    Fact::NotLooked(NotLooked::Unreachable { how: Unreached::Other, message: text("timed out") })
}

pub(crate) fn text(raw: &str) -> OutsideText {
    OutsideText::line(raw)
}

pub(crate) fn spark() -> NamespaceName {
    "spark".parse().unwrap()
}

/// Metadata as of an object that `managers` made.
pub(crate) fn meta(managers: &[&str]) -> ObjectMeta {
    ObjectMeta {
        uid: text("uid-1"),
        resource_version: text("41"),
        deleting: false,
        is_ours: false,
        managers: managers.iter().map(|manager| text(manager)).collect(),
        marks: Vec::new(),
    }
}

pub(crate) fn role_of(rules: Vec<PolicyRule>) -> Fact<RoleObject> {
    seen(RoleObject { meta: meta(&["kubectl-client-side-apply"]), rules })
}

pub(crate) fn published(rule_set: RuleSet) -> Fact<RoleObject> {
    role_of(assets::rules(rule_set))
}

pub(crate) fn rule(groups: &[&str], resources: &[&str], verbs: &[&str]) -> PolicyRule {
    let own = |list: &[&str]| list.iter().map(ToString::to_string).collect();
    PolicyRule { api_groups: own(groups), resources: own(resources), verbs: own(verbs), resource_names: vec![] }
}

pub(crate) fn binding_of(role_kind: &str, role_name: &str, subjects: Vec<Subject>) -> Fact<RoleBindingObject> {
    let meta = meta(&["kubectl-client-side-apply"]);
    seen(RoleBindingObject { meta, role_kind: text(role_kind), role_name: text(role_name), subjects })
}

pub(crate) fn user(name: &str) -> Subject {
    Subject { kind: text("User"), name: text(name), namespace: None }
}

pub(crate) fn aws_auth(map_roles: &str) -> Fact<AwsAuthObject> {
    let data = BTreeMap::from([("mapRoles".to_owned(), VerbatimText::new(map_roles))]);
    seen(AwsAuthObject { meta: meta(&["vpcLambda"]), data, binary_keys: Vec::new(), immutable: false })
}

pub(crate) fn virtual_cluster(
    name: &str,
    namespace: &str,
    state: VirtualClusterState,
    integrated: bool,
) -> VirtualCluster {
    VirtualCluster { id: text(&format!("id-{name}")), name: text(name), namespace: text(namespace), state, integrated }
}

pub(crate) fn running(name: &str, namespace: &str, integrated: bool) -> VirtualCluster {
    virtual_cluster(name, namespace, VirtualClusterState::Running, integrated)
}

pub(crate) fn role_facts(arn: &str) -> Fact<RoleFacts> {
    seen(RoleFacts { arn: arn.parse().unwrap(), unique_id: text("AROAEXAMPLE") })
}

pub(crate) fn service_linked_role() -> Fact<RoleFacts> {
    role_facts(&fresh().emr_role().to_string())
}

/// EMR's access entry, reaching these namespaces.
pub(crate) fn entry(namespaces: &[&str]) -> Fact<AccessEntry> {
    let policy = "arn:aws:eks::aws:cluster-access-policy/AmazonEMRJobPolicy";
    let reach = namespaces.iter().map(|name| text(name)).collect();
    seen(AccessEntry {
        principal_arn: text(&fresh().emr_role().to_string()),
        arn: text(
            "arn:aws:eks:us-east-1:111122223333:access-entry/dev/role/111122223333/AWSServiceRoleForAmazonEMRContainers/0c8e6a42",
        ),
        kind: text("STANDARD"),
        tags: BTreeMap::new(),
        username: text("emr-containers"),
        groups: Vec::new(),
        policies: vec![PolicyScope { policy_arn: text(policy), namespaces: Some(reach) }],
    })
}

pub(crate) fn caller(arn: &str) -> Caller {
    let (partition, account, principal) = Principal::parse(arn).unwrap();
    Caller { partition, account, arn: text(arn), principal, alias: seen(text("acme-data")) }
}

pub(crate) fn cluster() -> ClusterFacts {
    ClusterFacts {
        arn: "arn:aws:eks:us-east-1:111122223333:cluster/dev".parse().unwrap(),
        created_at: None,
        status: crate::domain::cluster::ClusterStatus::Active,
        version: "1.33".parse().unwrap(),
        platform: Some(PlatformVersion(10)),
        mode: AuthenticationMode::ConfigMap,
        endpoint: crate::domain::cluster::ClusterEndpoint::default(),
        network: Default::default(),
        tags: BTreeMap::new(),
    }
}

fn empty_namespace() -> NamespaceFacts {
    let object = seen(NamespaceObject { meta: meta(&["kubectl-create"]) });
    NamespaceFacts {
        object,
        role: absent(),
        role_binding: absent(),
        role_dry_run: Fact::NotLooked(NotLooked::NotNeeded),
    }
}

/// A cluster that has never met EMR, seen by somebody who may do everything.
pub(crate) fn fresh() -> Observed {
    let namespaces = ["spark", "team-a"].map(|name| name.parse::<NamespaceName>().unwrap());
    Observed {
        caller: caller("arn:aws:sts::111122223333:assumed-role/PlatformAdmin/you"),
        cluster: cluster(),
        server_version: seen("1.33".parse().unwrap()),
        kube_system_uid: seen(text("uid-kube-system")),
        kubernetes_user: denied(),
        rights: rights_to_ask(&namespaces).into_iter().map(|right| (right, seen(true))).collect(),
        service_linked_role: absent(),
        caller_role: role_facts("arn:aws:iam::111122223333:role/PlatformAdmin"),
        caller_policy: absent(),
        caller_actions: BTreeMap::new(),
        aws_auth: aws_auth(NODE),
        access_entry: Fact::NotLooked(NotLooked::NotNeeded),
        virtual_clusters: seen(Vec::new()),
        nodes: seen(NodeCount { ready: 3, all: 3 }),
        namespaces: namespaces.into_iter().map(|name| (name, empty_namespace())).collect(),
        node_roles: None,
        fargate: None,
    }
}

/// The fresh world, altered.
pub(crate) fn world(alter: impl FnOnce(&mut Observed)) -> Observed {
    let mut observed = fresh();
    alter(&mut observed);
    observed
}

/// The namespace `spark` of a world.
pub(crate) fn of_spark(observed: &mut Observed) -> &mut NamespaceFacts {
    observed.namespaces.get_mut(&spark()).unwrap()
}

/// The fresh world in another mode; above CONFIG_MAP EMR's entry was looked for.
pub(crate) fn in_mode(mode: AuthenticationMode) -> Observed {
    world(|o| {
        o.cluster.mode = mode;
        o.access_entry = if mode.reads_access_entries() { absent() } else { Fact::NotLooked(NotLooked::NotNeeded) };
    })
}

/// A world where everything that a method leaves behind is there.
pub(crate) fn done(method: Method) -> Observed {
    world(|o| {
        o.service_linked_role = role_facts(&o.emr_role().to_string());
        o.virtual_clusters = seen(vec![running("spark", "spark", method == Method::AccessEntry)]);
        if method == Method::AccessEntry {
            o.cluster.mode = AuthenticationMode::ApiAndConfigMap;
            o.access_entry = entry(&["spark"]);
        } else {
            o.aws_auth = aws_auth(&format!("{NODE}{EMR}"));
            let version = o.cluster.version;
            let facts = of_spark(o);
            facts.role = published(best_rule_set(method, version));
            facts.role_binding = binding_of("Role", EMR_USER, vec![emr_subject()]);
        }
    })
}

/// A wish for a namespace with a virtual cluster of the same name.
pub(crate) fn wish(namespace: &str) -> NamespaceWish {
    let virtual_cluster = Some(namespace.parse().unwrap());
    NamespaceWish { name: namespace.parse().unwrap(), create: false, virtual_cluster }
}

/// What a person wants who takes every default, and a virtual cluster.
pub(crate) fn want(method: Method) -> Desired {
    Desired {
        region: "us-east-1".parse().unwrap(),
        cluster: "dev".parse().unwrap(),
        namespaces: NonEmpty::one(wish("spark")),
        method,
        rule_set: best_rule_set(method, "1.33".parse().unwrap()),
        service_linked_role: true,
        caller_permissions: CallerPermissions::Show,
        allowed_system_namespaces: Vec::new(),
        fargate: None,
        aws_auth_text: None,
    }
}

/// The same with other namespaces.
pub(crate) fn want_all(method: Method, wishes: Vec<NamespaceWish>) -> Desired {
    Desired { namespaces: NonEmpty::try_from(wishes).unwrap(), ..want(method) }
}

pub(crate) fn plan_for(method: Method, observed: &Observed) -> Review {
    review(&want(method), observed, &[])
}

/// Every step on one line: `action id risk undo`, and what it needs behind an arrow.
pub(crate) fn rows(review: &Review) -> Vec<String> {
    let row = |step: &crate::plan::Step| {
        let needs: Vec<&str> = step.needs.iter().map(crate::plan::StepId::as_str).collect();
        let arrow = if needs.is_empty() { String::new() } else { format!(" <- {}", needs.join(" ")) };
        let (action, risk, undo) = (step.change.action.word(), step.risk.word(), step.undo.word());
        format!("{action} {} {risk} {undo}{arrow}", step.id)
    };
    review.plan.steps.iter().map(row).collect()
}

/// Only what happens to what.
pub(crate) fn actions(review: &Review) -> Vec<String> {
    review.plan.steps.iter().map(|step| format!("{} {}", step.change.action.word(), step.id)).collect()
}

pub(crate) fn ids(review: &Review) -> Vec<&'static str> {
    review.findings.iter().map(|finding| finding.id.as_str()).collect()
}

/// The evidence of the first finding of an id.
#[track_caller]
pub(crate) fn evidence<'r>(review: &'r Review, id: &str) -> (&'r str, &'r str) {
    let found = review.findings.iter().find(|finding| finding.id.as_str() == id);
    let found = found.unwrap_or_else(|| panic!("no {id} in {:?}", ids(review)));
    (found.subject.as_str(), found.evidence.as_str())
}

#[track_caller]
pub(crate) fn step<'r>(review: &'r Review, id: &str) -> &'r crate::plan::Step {
    let found = review.plan.steps.iter().find(|step| step.id.as_str() == id);
    found.unwrap_or_else(|| panic!("no {id} in {:?}", rows(review)))
}
