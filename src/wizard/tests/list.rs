//! The cluster list, filling in as answers arrive in any order.

use super::script::*;
use crate::planner::tests::fixture;
use crate::wizard::{ClusterList, ListEvent, Load, RequestId};

fn names(list: &ClusterList) -> Vec<String> {
    list.rows.iter().map(|row| format!("{}/{}", row.region, row.name)).collect()
}

fn list() -> ClusterList {
    ClusterList::waiting(RequestId(7), &[region("us-east-1"), region("eu-west-1")])
}

fn some(in_region: &str, found: &[&str]) -> ListEvent {
    ListEvent::Listed {
        region: region(in_region),
        names: found.iter().map(|name| cluster(name)).collect(),
        more: false,
    }
}

#[test]
fn rows_stand_by_region_and_name_whoever_answers_first() {
    let mut list = list();
    list.take(some("eu-west-1", &["b", "a"]));
    list.take(some("us-east-1", &["z", "c"]));
    assert_eq!(names(&list), ["us-east-1/c", "us-east-1/z", "eu-west-1/a", "eu-west-1/b"]);
    assert!(list.has_names() && !list.is_done);
    assert!(list.regions.iter().all(|state| state.listed == Load::Ready(2)));
}

#[test]
fn names_are_known_once_every_region_answered_or_failed() {
    let mut list = list();
    assert!(!list.has_names());
    list.take(ListEvent::RegionFailed { region: region("eu-west-1"), error: trouble() });
    assert!(!list.has_names());
    list.take(some("us-east-1", &[]));
    assert!(list.has_names());
    assert_eq!(list.failures().collect::<Vec<_>>(), [(&region("eu-west-1"), &trouble())]);
    assert!(!ClusterList::default().has_names(), "nobody asked");
}

#[test]
fn details_fill_the_row_that_they_are_about() {
    let mut list = list();
    list.take(some("us-east-1", &["dev"]));
    list.take(some("eu-west-1", &["dev"]));
    let dev = cluster("dev");
    let facts = Ok(Box::new(fixture::cluster()));
    list.take(ListEvent::Described { region: region("eu-west-1"), name: dev.clone(), facts });
    list.take(ListEvent::VirtualClusters { region: region("eu-west-1"), name: dev.clone(), count: Some(3) });
    list.take(ListEvent::Described { region: region("us-east-1"), name: dev.clone(), facts: Err(trouble()) });
    list.take(ListEvent::VirtualClusters { region: region("us-east-1"), name: cluster("gone"), count: Some(9) });
    let here = list.row(&region("us-east-1"), &dev).unwrap();
    let there = list.row(&region("eu-west-1"), &dev).unwrap();
    assert_eq!((here.virtual_clusters, there.virtual_clusters), (None, Some(3)));
    assert!(matches!(&there.facts, Some(Ok(facts)) if facts.arn.name == dev));
    let Some(Err(said)) = &here.facts else { panic!("{:?}", here.facts) };
    assert!(said.as_str().contains("not allowed"), "{said}");
    list.take(ListEvent::Done);
    assert!(list.is_done);
}
