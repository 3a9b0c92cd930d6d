//! The three cards: what each method would mean here, and which one to choose.

use super::fixture::*;
use crate::domain::observed::VirtualClusterState;
use crate::domain::{AuthenticationMode, Method, Observed, PlatformVersion};
use crate::planner::{MethodOutlook, RecommendReason, outlooks};

fn cards(observed: &Observed) -> Vec<MethodOutlook> {
    outlooks(observed, &[spark()], &[])
}

fn recommended(observed: &Observed) -> Option<(Method, RecommendReason)> {
    let found: Vec<_> = cards(observed).into_iter().filter_map(|card| Some((card.method, card.recommended?))).collect();
    assert!(found.len() < 2, "{found:?}");
    found.first().copied()
}

fn with(mode: AuthenticationMode, virtual_clusters: Vec<crate::domain::observed::VirtualCluster>) -> Observed {
    Observed { virtual_clusters: seen(virtual_clusters), ..in_mode(mode) }
}

#[test]
fn which_one_to_choose() {
    use AuthenticationMode::{Api, ApiAndConfigMap, ConfigMap};
    use RecommendReason::{LegacyVirtualClusters, ManyNamespaces, NothingOneWay, ReadsAccessEntries};
    let legacy = || vec![running("old", "team-a", false)];
    let gone = || vec![virtual_cluster("old", "team-a", VirtualClusterState::Terminating, false)];
    let many = |count| (0..count).map(|n| running(&format!("v{n}"), &format!("n{n}"), true)).collect::<Vec<_>>();
    let table = [
        ("CONFIG_MAP", ConfigMap, vec![], Some((Method::Automatic, NothingOneWay))),
        ("CONFIG_MAP, legacy", ConfigMap, legacy(), Some((Method::Automatic, LegacyVirtualClusters))),
        ("both", ApiAndConfigMap, vec![], Some((Method::AccessEntry, ReadsAccessEntries))),
        ("both, legacy", ApiAndConfigMap, legacy(), Some((Method::Automatic, LegacyVirtualClusters))),
        ("both, legacy on its way out", ApiAndConfigMap, gone(), Some((Method::AccessEntry, ReadsAccessEntries))),
        ("both, 99 namespaces", ApiAndConfigMap, many(99), Some((Method::AccessEntry, ReadsAccessEntries))),
        ("both, 100 namespaces", ApiAndConfigMap, many(100), Some((Method::Automatic, ManyNamespaces))),
        ("API", Api, vec![], Some((Method::AccessEntry, ReadsAccessEntries))),
        ("API, legacy", Api, legacy(), Some((Method::AccessEntry, ReadsAccessEntries))),
        ("API, 100 namespaces", Api, many(100), Some((Method::AccessEntry, ReadsAccessEntries))),
    ];
    for (name, mode, virtual_clusters, wanted) in table {
        assert_eq!(recommended(&with(mode, virtual_clusters)), wanted, "{name}");
    }
}

#[test]
fn what_each_card_says() {
    let say = |observed: &Observed| {
        let say = |card: MethodOutlook| {
            let blockers: Vec<&str> = card.blockers.iter().map(|finding| finding.id.as_str()).collect();
            format!("{} {} {} [{}]", card.method.word(), card.changes, card.one_way, blockers.join(" "))
        };
        cards(observed).into_iter().map(say).collect::<Vec<_>>()
    };
    let api = in_mode(AuthenticationMode::Api);
    let table = [
        ("fresh", fresh(), ["automatic 4 0 []", "manual 4 0 []", "access-entry 3 1 []"]),
        ("API", api.clone(), ["automatic 4 0 [MODE-001]", "manual 4 0 [MODE-001]", "access-entry 2 0 []"]),
        (
            "API without aws-auth",
            Observed { aws_auth: absent(), ..api.clone() },
            ["automatic 3 0 [MODE-001]", "manual 3 0 [MODE-001]", "access-entry 2 0 []"],
        ),
        (
            "API with a broken one",
            Observed { aws_auth: aws_auth("\t"), ..api },
            ["automatic 3 0 [MODE-001]", "manual 3 0 [MODE-001]", "access-entry 2 0 []"],
        ),
        (
            "no aws-auth",
            world(|o| o.aws_auth = absent()),
            ["automatic 3 0 [AUTH-001]", "manual 3 0 [AUTH-001]", "access-entry 3 1 []"],
        ),
        (
            "mapped otherwise",
            world(|o| o.aws_auth = aws_auth(&EMR.replace("emr-containers\n", "x\n"))),
            ["automatic 3 0 [AUTH-003]", "manual 3 0 []", "access-entry 3 1 []"],
        ),
        (
            "too old",
            world(|o| o.cluster.platform = Some(PlatformVersion(0))),
            ["automatic 4 0 []", "manual 4 0 []", "access-entry 3 1 [MODE-002]"],
        ),
        (
            "legacy virtual cluster in it",
            with(AuthenticationMode::ApiAndConfigMap, vec![running("old", "spark", false)]),
            ["automatic 4 0 []", "manual 4 0 []", "access-entry 1 0 [VC-007]"],
        ),
        (
            "the namespace is new",
            world(|o| of_spark(o).object = absent()),
            ["automatic 5 0 []", "manual 5 0 []", "access-entry 4 1 []"],
        ),
    ];
    for (name, observed, wanted) in table {
        assert_eq!(say(&observed), wanted, "{name}");
    }
}

#[test]
fn a_card_that_cannot_be_chosen_is_not_recommended() {
    assert_eq!(recommended(&world(|o| o.aws_auth = absent())), None);
    let legacy = with(AuthenticationMode::ApiAndConfigMap, vec![running("old", "spark", false)]);
    assert_eq!(recommended(&legacy).map(|(method, _)| method), Some(Method::Automatic));
}

#[test]
fn an_accepted_owner_is_counted_on_the_card() {
    let observed = world(|o| {
        let crate::domain::Fact::Seen { value, .. } = &mut o.aws_auth else { unreachable!("it was seen") };
        value.meta = meta(&["Terraform"]);
    });
    for card in outlooks(&observed, &[spark()], &["Terraform".to_owned()]) {
        assert_eq!(card.blockers, [], "{:?}", card.method);
    }
}
