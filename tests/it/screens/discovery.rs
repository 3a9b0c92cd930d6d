//! Lists that fill in, or cannot: names typed instead, rows read where they are seen, services that throttle.

use crossterm::event::KeyCode;
use emr_onramp::domain::observed::NamespaceRow;
use emr_onramp::domain::{PortError, PortErrorKind};
use emr_onramp::wizard::{Effect, Msg, PageId};

use super::behaviour::page;
use super::{ConfigMap, Lang, Stage, fixture};

#[test]
fn a_cluster_that_could_not_be_listed_can_be_named() {
    let mut stage = Stage::new(Lang::En).signed_in(None).at_clusters().listed();
    stage.press("nhidden").enter();
    assert!(stage.picture(80, 24).contains("looking for hidden in 1 region"));
    let facts = fixture::cluster("hidden", "eu-central-1", "1.33", ConfigMap);
    stage.find(Ok(facts));
    assert_eq!(page(&stage), PageId::Namespace);
    let cluster = stage.screen.wizard().answers.cluster.clone().unwrap();
    assert_eq!((cluster.region.as_str(), cluster.name.as_str()), ("eu-central-1", "hidden"));
}

#[test]
fn a_name_that_no_region_has_says_so_on_its_page() {
    let mut stage = Stage::new(Lang::En).signed_in(None).at_clusters().listed();
    stage.press("nhidden").enter();
    let error = fixture::denied("eks", "DescribeCluster");
    stage.find(Err(PortError { kind: PortErrorKind::NotFound, ..error.clone() }));
    assert!(stage.picture(80, 24).contains("There is no cluster hidden in"));
    stage.enter();
    stage.find(Err(error));
    assert!(stage.picture(80, 24).contains("Whether there is a cluster hidden could not be found out"));
    assert_eq!(page(&stage), PageId::Cluster);
}

#[test]
fn a_service_that_throttles_shows_until_it_answers() {
    let mut stage = Stage::new(Lang::En).signed_in(None).at_clusters();
    let words = "eks is throttling: waiting, try 3";
    stage.receive(Msg::Throttled { service: "eks".to_owned(), next_try: 3 });
    assert!(stage.picture(80, 24).contains(words));
    stage.receive(Msg::Answering { service: "iam".to_owned() });
    assert!(stage.picture(80, 24).contains(words));
    stage.receive(Msg::Answering { service: "eks".to_owned() });
    assert!(!stage.picture(80, 24).contains(words));
}

#[test]
fn rows_that_no_list_told_of_are_read_where_they_are_seen() {
    let mut stage = Stage::new(Lang::En).signed_in(None).at_clusters().listed();
    stage.enter();
    let row = |at: usize| NamespaceRow {
        name: fixture::namespace(&format!("team-{at:03}")),
        deleting: false,
        has_role: None,
        has_role_binding: None,
        virtual_cluster: None,
    };
    stage.namespaces((0..200).map(row).collect());
    let asked = |stage: &mut Stage| -> Vec<String> {
        stage.picture(80, 24);
        let effects = stage.screen.look();
        let names = effects.iter().flat_map(|effect| match effect {
            Effect::LookInto { namespaces, .. } => namespaces.iter().map(ToString::to_string).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        });
        names.collect()
    };
    let first = asked(&mut stage);
    assert!((5..24).contains(&first.len()) && first[0] == "team-000", "{first:?}");
    assert_eq!(asked(&mut stage), [""; 0], "each is asked about once");
    stage.code(KeyCode::End);
    let last = asked(&mut stage);
    assert!(last.iter().any(|name| name == "team-199") && last.iter().all(|name| !first.contains(name)), "{last:?}");
}
