//! The observing layer over the real clients and the sandbox.

mod discovery;
mod many;

use std::collections::BTreeSet;
use std::sync::Mutex;

use emr_onramp::adapters::clock::SystemClock;
use emr_onramp::domain::fargate::FargateLook;
use emr_onramp::domain::observed::Right;
use emr_onramp::domain::{NamespaceName, NotLooked, Observed, OutsideText, Region};
use emr_onramp::observe::{ListEvent, Question, clusters, identity, namespaces, observe, virtual_clusters};
use emr_onramp::ports::{Cloud, PortErrorKind, PortResult};
use emr_onramp::sandbox::Effect;

use crate::rig::{FRESH, MODERN, Rig, of};

fn rights() -> Vec<Right> {
    let right = |verb: &str, namespace: Option<&str>| Right {
        verb: verb.to_owned(),
        group: String::new(),
        resource: "configmaps".to_owned(),
        namespace: namespace.map(str::to_owned),
        name: None,
    };
    vec![right("update", Some("kube-system")), right("list", None)]
}

async fn look(rig: &Rig, region: &str, cluster: &str) -> PortResult<Observed> {
    let question = Question {
        region: &of(region),
        cluster: &of(cluster),
        namespaces: &[of("spark"), of("jobs")],
        rights: &rights(),
        caller_policy: "emr-onramp-access-entry-dev",
        simulations: |_, _| Vec::new(),
        role_rules: &[],
        fargate: &FargateLook::No,
    };
    observe(&rig.cloud, &SystemClock, &question).await
}

#[tokio::test]
async fn everything_of_a_fresh_cluster_is_seen_or_known_to_be_absent() {
    let rig = Rig::open(FRESH);
    let seen = look(&rig, "us-east-1", "dev").await.unwrap();
    assert_eq!(seen.caller.alias.seen(), Some(&OutsideText::line("acme-data")));
    assert_eq!(seen.server_version.seen().unwrap().to_string(), "1.33");
    assert!(seen.kube_system_uid.seen().is_some_and(|uid| !uid.is_empty()));
    assert!(seen.kubernetes_user.seen().is_some());
    assert_eq!(seen.rights.len(), 2);
    assert!(seen.rights.values().all(|right| right.seen() == Some(&true)));
    assert!(seen.service_linked_role.is_absent());
    assert!(seen.aws_auth.seen().is_some_and(|map| map.data.len() == 2));
    assert_eq!(seen.virtual_clusters.seen().map(Vec::len), Some(0));
    assert_eq!(seen.nodes.seen().map(|nodes| nodes.all), Some(3));
    let spark = &seen.namespaces[&of::<NamespaceName>("spark")];
    assert!(spark.object.seen().is_some() && spark.role.is_absent() && spark.role_binding.is_absent());
    assert!(seen.namespaces[&of::<NamespaceName>("jobs")].object.is_absent());
}

#[tokio::test]
async fn what_the_mode_does_not_need_is_not_asked() {
    let rig = Rig::open(FRESH);
    let seen = look(&rig, "us-east-1", "dev").await.unwrap();
    let not_needed = Some(&NotLooked::NotNeeded);
    assert_eq!(seen.access_entry.not_looked(), not_needed);
    let asked: BTreeSet<String> = rig.sandbox.calls().into_iter().map(|call| call.call).collect();
    assert!(!asked.contains("eks:DescribeAccessEntry"));
}

#[tokio::test]
async fn the_access_entry_method_reads_the_callers_role_with_its_path() {
    let rig = Rig::open(MODERN);
    let seen = look(&rig, "us-east-1", "dev").await.unwrap();
    assert!(seen.access_entry.is_absent());
    assert_eq!(seen.caller_role.seen().unwrap().arn.to_string(), "arn:aws:iam::111122223333:role/PlatformAdmin");
    assert!(seen.caller_policy.is_absent());
    assert!(seen.service_linked_role.seen().is_some_and(|role| role.arn.is_service_linked()));
}

#[tokio::test]
async fn each_fact_fails_on_its_own_and_keeps_the_reason() {
    let rig = Rig::open(MODERN);
    rig.break_calls([
        ("iam:*", Effect::Deny),
        ("emr-containers:*", Effect::Deny),
        ("eks:DescribeAccessEntry", Effect::Deny),
        ("kube:get nodes", Effect::Deny),
        ("kube:get roles", Effect::Deny),
    ]);
    let seen = look(&rig, "us-east-1", "dev").await.unwrap();
    let spark = &seen.namespaces[&of::<NamespaceName>("spark")];
    let denied = [
        seen.caller.alias.not_looked(),
        seen.service_linked_role.not_looked(),
        seen.caller_role.not_looked(),
        seen.caller_policy.not_looked(),
        seen.virtual_clusters.not_looked(),
        seen.access_entry.not_looked(),
        seen.nodes.not_looked(),
        spark.role.not_looked(),
    ];
    for (index, why) in denied.iter().enumerate() {
        assert!(matches!(why, Some(NotLooked::Denied { .. })), "{index}: {why:?}");
    }
    assert!(spark.object.seen().is_some() && spark.role_binding.is_absent());
    assert!(seen.aws_auth.seen().is_some());
}

#[tokio::test]
async fn a_cluster_whose_kubernetes_lets_nobody_in_is_still_observed_from_outside() {
    let rig = Rig::open(FRESH);
    let refused = Effect::Error { status: 401, code: "Unauthorized".to_owned(), message: "Unauthorized".to_owned() };
    rig.break_calls([("kube:*", refused)]);
    let seen = look(&rig, "us-east-1", "dev").await.unwrap();
    assert!(matches!(seen.aws_auth.not_looked(), Some(NotLooked::NotRecognised { .. })));
    assert!(seen.rights.values().all(|right| right.not_looked().is_some()));
    assert!(seen.service_linked_role.is_absent());
    assert_eq!(seen.identity().kube_system_uid, None);
}

#[tokio::test]
async fn only_an_unknown_cluster_or_caller_fails_the_whole() {
    let rig = Rig::open(FRESH);
    let error = look(&rig, "us-east-1", "nowhere").await.unwrap_err();
    assert_eq!(error.kind, PortErrorKind::NotFound);
    rig.break_calls([("sts:*", Effect::Deny)]);
    assert!(look(&rig, "us-east-1", "dev").await.is_err());
    assert!(identity(&rig.cloud, &SystemClock).await.is_err());
}

#[tokio::test]
async fn all_regions_are_listed_and_every_cluster_is_described_and_counted() {
    let rig = Rig::open(MODERN);
    let region: Region = of("us-east-1");
    rig.cloud.emr(&region).create_virtual_cluster(&of("v"), &of("dev"), &of("spark"), "t").await.unwrap();
    let events = Mutex::new(Vec::new());
    clusters(&rig.cloud, &SystemClock, &|event| events.lock().unwrap().push(event)).await;
    let events = events.into_inner().unwrap();
    assert_eq!(events.last(), Some(&ListEvent::Done));
    let listed: usize = events.iter().filter(|event| matches!(event, ListEvent::Listed { .. })).count();
    assert_eq!(listed, 2, "one page a region");
    let mut counts: Vec<(String, usize)> = Vec::new();
    let mut described = 0;
    for event in events {
        match event {
            ListEvent::Described { facts, .. } => described += usize::from(facts.is_ok()),
            ListEvent::VirtualClusters { name, count, .. } => counts.push((name.to_string(), count.unwrap())),
            _ => {}
        }
    }
    counts.sort();
    assert_eq!(described, 3);
    assert_eq!(counts, [("analytics".to_owned(), 0), ("dev".to_owned(), 1), ("staging".to_owned(), 0)]);
}

#[tokio::test]
async fn a_region_that_cannot_be_listed_says_so_and_the_list_still_ends() {
    let rig = Rig::open(MODERN);
    rig.break_calls([("eks:ListClusters", Effect::Deny)]);
    let events = Mutex::new(Vec::new());
    clusters(&rig.cloud, &SystemClock, &|event| events.lock().unwrap().push(event)).await;
    let events = events.into_inner().unwrap();
    let failed: BTreeSet<String> = events
        .iter()
        .filter_map(|event| match event {
            ListEvent::RegionFailed { region, error } if error.kind == PortErrorKind::Denied => {
                Some(region.to_string())
            }
            _ => None,
        })
        .collect();
    assert_eq!(failed, BTreeSet::from(["us-east-1".to_owned(), "us-west-2".to_owned()]));
    assert_eq!(events.len(), 3);
}

#[tokio::test]
async fn namespaces_come_with_what_stands_on_them() {
    let rig = Rig::open(MODERN);
    let (region, dev): (Region, _) = (of("us-east-1"), of("dev"));
    let emr = rig.cloud.emr(&region);
    emr.create_virtual_cluster(&of("v"), &dev, &of("spark"), "t").await.unwrap();
    let kube = rig.kube("us-east-1", "dev").await;
    kube.objects().write_role(&of("team-a"), &[], None).await.unwrap();
    let found = virtual_clusters(&*emr, &dev).await.unwrap();
    let rows = namespaces(&*kube, &found).await.unwrap();
    let row = |name: &str| rows.iter().find(|row| row.name.as_str() == name).unwrap();
    assert!(row("spark").virtual_cluster.as_ref().is_some_and(|found| found.integrated));
    assert_eq!(row("team-a").virtual_cluster, None);
    assert_eq!((row("team-a").has_role, row("team-a").has_role_binding), (Some(true), Some(false)));
    rig.break_calls([("kube:get rolebindings", Effect::Deny)]);
    let rows = namespaces(&*kube, &found).await.unwrap();
    assert!(rows.iter().all(|row| row.has_role_binding.is_none() && row.has_role.is_some()));
}
