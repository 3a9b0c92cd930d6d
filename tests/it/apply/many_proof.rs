//! The proof of many namespaces: a list of what the user may do in each says the same as single reviews.

use emr_onramp::domain::{Method, NamespaceName, NotLooked, PortErrorKind};
use emr_onramp::plan::proof::{AccessCell, Asked};
use emr_onramp::plan::run::RunEnd;

use super::several;
use crate::rig::of;
use crate::support::fake::{Deed, Effect, after, before};
use crate::support::fake_run::Ran;

const NAMES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];
const LIST: &str = "SelfSubjectRulesReview";
const SINGLE: &str = "SubjectAccessReview";

/// A run with something done behind its last record, by lists or, where these are refused, by single reviews.
async fn proved(deed: Deed, refusal: Option<PortErrorKind>) -> Ran {
    let scene = several(Method::Manual, &NAMES);
    scene.fake.at(1, "End", after(deed));
    if let Some(kind) = refusal {
        scene.fake.always(LIST, Effect::Fail(kind, "cannot impersonate resource \"users\""));
    }
    let ran = scene.go().await;
    assert_eq!(ran.end, RunEnd::Done);
    ran
}

fn verdicts(ran: &Ran) -> Vec<(&NamespaceName, &AccessCell)> {
    let all = ran.proof().namespaces.iter();
    all.flat_map(|proof| proof.cells.iter().map(|cell| (&proof.namespace, cell))).collect()
}

fn is_refused(ran: &Ran, wanted: &str) -> bool {
    let is_it = |(name, cell): &(&NamespaceName, &AccessCell)| name.as_str() == wanted && cell.after == Ok(false);
    verdicts(ran).iter().any(is_it)
}

#[tokio::test]
async fn both_ways_say_the_same_of_every_namespace() {
    let cases: [(Deed, &[&str]); 4] = [
        (|_| {}, &[]),
        (
            |world| {
                let role = world.roles.get_mut(&of::<NamespaceName>("c")).unwrap();
                role.rules.iter_mut().for_each(|rule| rule.verbs.retain(|verb| verb != "delete"));
            },
            &["c"],
        ),
        (|world| drop(world.bindings.remove(&of::<NamespaceName>("e"))), &["e"]),
        (
            |world| {
                world.roles.remove(&of::<NamespaceName>("a"));
                world.bindings.get_mut(&of::<NamespaceName>("f")).unwrap().subjects.clear();
            },
            &["a", "f"],
        ),
    ];
    for (deed, refused) in cases {
        let (listed, single) = (proved(deed, None).await, proved(deed, Some(PortErrorKind::Denied)).await);
        let after = |ran: &Ran| -> Vec<_> {
            let cell = |(name, cell): (&NamespaceName, &AccessCell)| {
                (name.clone(), cell.permission.clone(), cell.after.clone())
            };
            verdicts(ran).into_iter().map(cell).collect()
        };
        assert_eq!(after(&listed), after(&single));
        for name in NAMES {
            assert_eq!(is_refused(&listed, name), refused.contains(&name), "{name}");
        }
        assert_eq!((listed.proof().holds(), single.proof().holds()), (refused.is_empty(), refused.is_empty()));
    }
}

#[tokio::test]
async fn who_may_not_act_as_the_user_asks_permission_by_permission() {
    for kind in [PortErrorKind::Denied, PortErrorKind::NotFound] {
        let ran = proved(|_| {}, Some(kind)).await;
        let cells = verdicts(&ran);
        assert!(cells.iter().all(|(_, cell)| cell.before == Some(false) && cell.after == Ok(true)), "{kind:?}");
        assert!(ran.proof().namespaces.iter().all(|proof| proof.asked == Asked::OneByOne));
        assert_eq!((ran.count(LIST), ran.count(SINGLE)), (2 * NAMES.len(), 2 * cells.len()));
    }
}

#[tokio::test]
async fn a_list_answers_for_all_permissions_of_a_namespace() {
    let ran = proved(|_| {}, None).await;
    assert_eq!((ran.count(LIST), ran.count(SINGLE)), (2 * NAMES.len(), 0));
    // A list that is not complete does not say what was not allowed before.
    assert!(verdicts(&ran).iter().all(|(_, cell)| cell.before.is_none() && cell.after == Ok(true)));
}

#[tokio::test]
async fn only_what_a_list_lacks_is_asked_for_and_only_where_it_lacks_it() {
    let scene = several(Method::Manual, &NAMES);
    scene.fake.at(1, "End", after(|world| drop(world.bindings.remove(&of::<NamespaceName>("b")))));
    let ran = scene.go().await;
    let of_b = verdicts(&ran).iter().filter(|(name, _)| name.as_str() == "b").count();
    let (lists, singles) = (ran.count(LIST) - 2 * NAMES.len(), ran.count(SINGLE));
    // A refusal is asked about again until it stays, in that namespace alone.
    assert!(lists > 0 && singles == (lists + 1) * of_b, "{lists} {singles} {of_b}");
}

#[tokio::test]
async fn a_list_that_is_not_answered_counts_as_not_looked() {
    let scene = several(Method::Manual, &NAMES);
    scene.fake.at(1, "End", before(|world| world.is_cut_off = true));
    let ran = scene.go().await;
    let is_unreachable = |cell: &AccessCell| matches!(cell.after, Err(NotLooked::Unreachable { .. }));
    assert!(verdicts(&ran).iter().all(|(_, cell)| is_unreachable(cell)), "{:?}", verdicts(&ran)[0]);
    assert_eq!(ran.count(SINGLE), 0, "a server out of reach is not asked a thousand times");
}

#[tokio::test]
async fn few_namespaces_are_asked_about_one_by_one() {
    for (count, is_listed) in [(4, false), (5, true)] {
        let ran = several(Method::Manual, &NAMES[..count]).go().await;
        assert_eq!(ran.count(LIST) > 0, is_listed, "{count}");
        assert_eq!(ran.count(SINGLE) > 0, !is_listed, "{count}");
    }
}
