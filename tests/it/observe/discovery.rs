//! Finding clusters in many regions, and what is in each namespace: all that can be had, whatever cannot.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use emr_onramp::adapters::clock::SystemClock;
use emr_onramp::domain::{AuthenticationMode, NamespaceName, Region};
use emr_onramp::observe::{ListEvent, clusters, find, namespaces, one_by_one};
use emr_onramp::ports::PortErrorKind as Kind;
use emr_onramp::sandbox::{Effect, Fault};

use crate::rig::{DENIED, MODERN, Rig, WIDE, of};

/// The world `wide` with fewer namespaces, which nobody looks at here.
fn wide() -> String {
    WIDE.replace("copies: 10000", "copies: 10")
}

async fn listed(rig: &Rig) -> Vec<ListEvent> {
    let events = Mutex::new(Vec::new());
    clusters(&rig.cloud, &SystemClock, &|event| events.lock().unwrap().push(event)).await;
    events.into_inner().unwrap()
}

/// How many clusters were named, described and counted in each region.
fn tally(events: &[ListEvent]) -> BTreeMap<String, [usize; 3]> {
    let mut tally: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    for event in events {
        match event {
            ListEvent::Listed { region, names, .. } => tally.entry(region.to_string()).or_default()[0] += names.len(),
            ListEvent::Described { region, facts, .. } if facts.is_ok() => {
                tally.entry(region.to_string()).or_default()[1] += 1;
            }
            ListEvent::VirtualClusters { region, count: Ok(_), .. } => {
                tally.entry(region.to_string()).or_default()[2] += 1;
            }
            _ => {}
        }
    }
    tally
}

fn failures(events: &[ListEvent]) -> Vec<(&str, Kind)> {
    let failed = events.iter().filter_map(|event| match event {
        ListEvent::RegionFailed { region, error } => Some((region.as_str(), error.kind)),
        _ => None,
    });
    failed.collect()
}

fn in_region(region: &str, call: &str, effect: Effect) -> Fault {
    Fault { on: vec![region.to_owned()], ..Fault::always(call, effect) }
}

#[tokio::test]
async fn a_hundred_clusters_are_found_with_sixteen_calls_at_once() {
    let rig = Rig::everywhere(&wide());
    let events = listed(&rig).await;
    let all: [usize; 3] = tally(&events).values().fold([0; 3], |sum, one| [0, 1, 2].map(|at| sum[at] + one[at]));
    assert_eq!((all, failures(&events)), ([100; 3], vec![]));
    assert_eq!(rig.sandbox.most_at_once(), 16, "no more, and not one after the other either");
    let mut calls: BTreeMap<String, usize> = BTreeMap::new();
    for call in rig.sandbox.calls() {
        *calls.entry(call.call).or_default() += 1;
    }
    let wanted = [("eks:DescribeCluster", 100), ("eks:ListClusters", 8), ("emr-containers:ListVirtualClusters", 8)];
    assert_eq!(calls, wanted.map(|(call, count)| (call.to_owned(), count)).into());
    let prod = events.iter().filter(|event| matches!(event, ListEvent::VirtualClusters { count: Ok(1), .. }));
    assert_eq!(prod.count(), 24);
}

/// Whatever a region says, the others come in whole.
#[tokio::test]
async fn a_region_that_fails_is_told_of_and_the_others_come_in_whole() {
    let error =
        |status, code: &str, message: &str| Effect::Error { status, code: code.into(), message: message.into() };
    for (effect, kind) in [
        (Effect::Deny, Kind::Denied),
        // A region that the account has not opted into does not know the session.
        (
            error(403, "UnrecognizedClientException", "The security token included in the request is invalid."),
            Kind::Unauthenticated,
        ),
        (error(403, "OptInRequired", "You are not subscribed to this service."), Kind::Denied),
        (Effect::Malformed, Kind::Unexpected),
    ] {
        let rig = Rig::everywhere(&wide());
        rig.sandbox.set_faults(vec![in_region("eu-west-1", "eks:ListClusters", effect)]);
        let events = listed(&rig).await;
        assert_eq!(failures(&events), [("eu-west-1", kind)]);
        let tally = tally(&events);
        assert_eq!((tally.len(), tally.values().map(|counts| counts[1]).sum::<usize>()), (7, 85));
        assert_eq!(events.last(), Some(&ListEvent::Done));
    }
}

#[tokio::test]
async fn what_cannot_be_read_of_one_cluster_is_missing_there_alone() {
    let rig = Rig::everywhere(&wide());
    let one = Fault { on: vec!["us-east-1".into(), "prod-07".into()], ..Fault::always("eks:*", Effect::Deny) };
    rig.sandbox.set_faults(vec![one, in_region("us-west-2", "emr-containers:*", Effect::Deny)]);
    let tally = tally(&listed(&rig).await);
    assert_eq!((tally["us-east-1"], tally["us-west-2"], tally["eu-west-1"]), ([40, 39, 40], [20, 20, 0], [15; 3]));
}

/// EKS gives at most a hundred names a page.
#[tokio::test]
async fn names_come_page_by_page_and_a_page_that_fails_ends_its_region() {
    let world = wide().replace("copies: 15", "copies: 250");
    let pages = |events: &[ListEvent]| -> Vec<(usize, bool)> {
        let pages = events.iter().filter_map(|event| match event {
            ListEvent::Listed { region, names, more } if region.as_str() == "eu-west-1" => Some((names.len(), *more)),
            _ => None,
        });
        pages.collect()
    };
    let rig = Rig::everywhere(&world);
    let events = listed(&rig).await;
    assert_eq!(pages(&events), [(100, true), (100, true), (50, false)]);
    assert_eq!(tally(&events)["eu-west-1"], [250; 3]);
    let rig = Rig::everywhere(&world);
    rig.sandbox.set_faults(vec![Fault { nth: 2, ..in_region("eu-west-1", "eks:ListClusters", Effect::Deny) }]);
    let events = listed(&rig).await;
    assert_eq!((pages(&events), failures(&events)), (vec![(100, true)], vec![("eu-west-1", Kind::Denied)]));
    assert_eq!(tally(&events)["eu-west-1"], [100; 3], "what was named is described");
}

#[tokio::test]
async fn a_cluster_is_found_by_its_name_where_nothing_may_be_listed() {
    let rig = Rig::open(DENIED);
    let events = listed(&rig).await;
    assert_eq!(failures(&events), [("us-east-1", Kind::Denied), ("us-west-2", Kind::Denied)]);
    let region: [Region; 2] = [of("us-east-1"), of("us-west-2")];
    let found = find(&rig.cloud, &SystemClock, &region, &of("dev")).await.unwrap();
    assert_eq!(found.arn.region, region[0]);
    let kinds = |errors: Vec<emr_onramp::ports::PortError>| errors.iter().map(|e| e.kind).collect::<Vec<_>>();
    let errors = find(&rig.cloud, &SystemClock, &region, &of("other")).await.unwrap_err();
    assert_eq!(kinds(errors), [Kind::Denied], "it may be there");
    let rig = Rig::open(MODERN);
    let errors = find(&rig.cloud, &SystemClock, &region, &of("nosuch")).await.unwrap_err();
    assert_eq!(kinds(errors), [Kind::NotFound; 2]);
    let found = find(&rig.cloud, &SystemClock, &region, &of("analytics")).await.unwrap();
    assert_eq!(found.arn.region, region[1], "the first that has it");
}

/// What another region has under the name may be another cluster altogether.
#[tokio::test]
async fn a_region_that_cannot_tell_is_not_passed_by() {
    let regions: [Region; 2] = [of("us-east-1"), of("us-west-2")];
    for (fails, kinds) in [("us-east-1", Some(vec![Kind::Denied])), ("us-west-2", None)] {
        let rig = Rig::open(MODERN);
        rig.sandbox.set_faults(vec![in_region(fails, "eks:DescribeCluster", Effect::Deny)]);
        // `analytics` stands in the second region; `dev` in the first.
        let name = if kinds.is_some() { "analytics" } else { "dev" };
        let found = find(&rig.cloud, &SystemClock, &regions, &of(name)).await;
        let failed = found.map_err(|errors| errors.iter().map(|error| error.kind).collect::<Vec<_>>()).err();
        assert_eq!(failed, kinds, "{fails}");
    }
}

/// The waits are ours: the clients have given up already after their own few tries.
#[tokio::test]
async fn a_service_that_throttles_is_asked_again_more_slowly_and_not_for_ever() {
    use crate::support::fake::{Effect, Fake, World};
    let waits = |throttled: u32| async move {
        let fake = Fake::new(World::new(AuthenticationMode::ConfigMap));
        fake.first(throttled, "DescribeCluster", Effect::Fail(Kind::Throttled, "Rate exceeded"));
        let found = find(&fake, &fake, &[of("us-east-1")], &of("dev")).await;
        let waits: Vec<u64> = fake.world().waits.iter().map(std::time::Duration::as_secs).collect();
        (found.map_err(|errors| errors[0].kind).err(), waits)
    };
    assert_eq!(waits(0).await, (None, vec![]));
    assert_eq!(waits(2).await, (None, vec![2, 5]));
    assert_eq!(waits(9).await, (Some(Kind::Throttled), vec![2, 5, 10]));
}

/// One list of each kind, or none at all; then rows are read one by one.
#[tokio::test]
async fn what_may_not_be_listed_is_read_row_by_row() {
    let rig = Rig::open(DENIED);
    let kube = rig.kube("us-east-1", "dev").await;
    let rows = namespaces(&*kube, &[]).await.unwrap();
    assert!(rows.iter().any(|row| row.name.as_str() == "spark"));
    assert!(rows.iter().all(|row| row.has_role.is_none() && row.has_role_binding.is_none()));
    let before = rig.log.records().len();
    let names: Vec<NamespaceName> = vec![of("spark"), of("team-a")];
    let read = one_by_one(kube.objects(), names.clone()).await;
    let none = |name: &NamespaceName| (name.clone(), Some(false), Some(false));
    assert_eq!(read, names.iter().map(none).collect::<Vec<_>>());
    let calls = rig.log.records().into_iter().skip(before).map(|call| call.operation.to_string());
    let wanted =
        ["roles", "rolebindings"].map(|kind| names.iter().map(move |name| format!("get {kind} {name}/emr-containers")));
    assert_eq!(calls.collect::<BTreeSet<_>>(), wanted.into_iter().flatten().collect());
    rig.break_calls([("kube:get rolebindings", Effect::Deny)]);
    assert_eq!(one_by_one(kube.objects(), vec![of("spark")]).await, [(of("spark"), Some(false), None)]);
}
