//! The mapping in aws-auth beside other writers.

use emr_onramp::domain::Method;
use emr_onramp::plan::run::{JournalRecord, RunEnd, RunEventKind, StepOutcome};

use super::{MAP, empty, with};
use crate::support::fake::{Deed, Effect, MAP_ROLES, NODES, World, after, before, line};
use crate::support::fake_run::Ran;

const EMR: &str = "arn:aws:iam::111122223333:role/AWSServiceRoleForAmazonEMRContainers";
const OPS: &str = "- rolearn: arn:aws:iam::111122223333:role/ops\n  username: ops\n";

fn map_roles(world: &World, more: &str) -> String {
    format!("{}{more}", world.map_roles())
}

fn add_ops(world: &mut World) {
    let text = map_roles(world, OPS);
    world.set_map_roles(&text);
}

fn add_emr(world: &mut World, username: &str) {
    let text = map_roles(world, &format!("- rolearn: {EMR}\n  username: {username}\n"));
    world.set_map_roles(&text);
}

fn told_moved(ran: &Ran) -> bool {
    ran.events.iter().any(|event| matches!(event.kind, RunEventKind::MovedButEqual { .. }))
}

#[tokio::test]
async fn the_entry_is_added_and_every_other_byte_kept() {
    let scene = empty(Method::Automatic);
    scene.go().await;
    let world = scene.fake.world();
    let added = world.map_roles().strip_prefix(NODES).unwrap();
    assert!(added.contains(EMR) && added.contains("username: emr-containers"), "{added}");
}

#[tokio::test]
async fn another_writer_before_the_read_or_the_write_keeps_their_entry() {
    for call in ["get aws-auth", "write aws-auth"] {
        let scene = empty(Method::Automatic);
        scene.fake.at(1, call, before(add_ops));
        let ran = scene.go().await;
        assert_eq!((ran.end, ran.outcome(MAP)), (RunEnd::Done, StepOutcome::Applied), "{call}");
        assert!(told_moved(&ran), "{call}");
        assert_eq!(ran.count("write aws-auth"), if call == "get aws-auth" { 1 } else { 2 });
        let world = scene.fake.world();
        let ours = world.map_roles().strip_prefix(&format!("{NODES}{OPS}")).unwrap();
        assert!(ours.contains(EMR), "{ours}");
    }
}

/// A list that is one line is another line with somebody else's entry in it; what is ours is the same.
#[tokio::test]
async fn another_writer_in_the_same_line_keeps_their_entry_and_does_not_stop_the_run() {
    const FLOW: &str = "[{\"rolearn\": \"arn:aws:iam::111122223333:role/dev-node-role\", \"username\": \"node\"}]\n";
    const THEIRS: &str = "[{\"rolearn\": \"arn:aws:iam::111122223333:role/ops\", \"username\": \"ops\"}, ";
    let add_theirs = |world: &mut World| {
        let text = world.map_roles().replacen('[', THEIRS, 1);
        world.set_map_roles(&text);
    };
    for call in ["get aws-auth", "write aws-auth"] {
        let scene = with(Method::Automatic, |world| world.set_map_roles(FLOW));
        scene.fake.at(1, call, before(add_theirs));
        let ran = scene.go().await;
        assert_eq!((ran.end, ran.outcome(MAP)), (RunEnd::Done, StepOutcome::Applied), "{call}");
        assert!(told_moved(&ran), "{call}");
        let world = scene.fake.world();
        let kept = FLOW.replacen('[', THEIRS, 1).replace("]\n", "");
        assert!(world.map_roles().starts_with(&kept) && world.map_roles().contains(EMR), "{}", world.map_roles());
    }
}

#[tokio::test]
async fn the_journal_says_what_was_really_sent() {
    let scene = empty(Method::Automatic);
    scene.fake.at(1, "get aws-auth", before(add_ops));
    let ran = scene.go().await;
    let intent = ran.records.iter().find_map(|record| match record {
        JournalRecord::Intent { step, before, wanted, .. } if step.as_str().starts_with(MAP) => {
            Some((before.clone().unwrap(), wanted.clone().unwrap()))
        }
        _ => None,
    });
    let (before, wanted) = intent.unwrap();
    assert_eq!(before, format!("{NODES}{OPS}"));
    assert_eq!(wanted, scene.fake.world().map_roles());
}

#[tokio::test]
async fn many_other_writers_do_not_starve_it() {
    let scene = empty(Method::Automatic);
    scene.fake.first(6, "write aws-auth", before(add_ops));
    let ran = scene.go().await;
    assert_eq!((ran.end, ran.count("write aws-auth")), (RunEnd::Done, 7));
    assert_eq!(scene.fake.world().map_roles().matches("role/ops").count(), 6);
}

#[tokio::test]
async fn a_version_that_moved_without_a_change_is_no_matter() {
    for call in ["get aws-auth", "write aws-auth"] {
        let scene = empty(Method::Automatic);
        scene.fake.at(1, call, before(|world| world.set_map_roles(NODES)));
        let ran = scene.go().await;
        assert_eq!(ran.end, RunEnd::Done);
        assert!(told_moved(&ran), "{call}");
    }
}

#[tokio::test]
async fn nothing_is_written_where_the_mapping_or_the_object_is_another_by_now() {
    let table: [(&str, Deed, &str); 9] = [
        ("mapped to another user", |w| add_emr(w, "somebody-else"), "somebody-else"),
        (
            "mapped with its path",
            |w| {
                let path = EMR.replace("role/", "role/aws-service-role/emr-containers.amazonaws.com/");
                let text = map_roles(w, &format!("- rolearn: {path}\n  username: emr-containers\n"));
                w.set_map_roles(&text);
            },
            "aws-service-role",
        ),
        ("broken", |w| w.set_map_roles("- rolearn: [\n"), "rolearn: ["),
        (
            "in another form",
            |w| w.set_map_roles("[{rolearn: 'arn:aws:iam::111122223333:role/a', username: a}]\n"),
            "[{",
        ),
        (
            "replaced by another object",
            |w| {
                let meta = w.meta("aws-auth", false);
                w.aws_auth.as_mut().unwrap().meta = meta;
            },
            "uid",
        ),
        ("immutable", |w| w.aws_auth.as_mut().unwrap().immutable = true, "immutable"),
        ("being deleted", |w| w.aws_auth.as_mut().unwrap().meta.deleting = true, "deleted"),
        ("deleted", |w| w.aws_auth = None, "gone"),
        (
            "with keys that nobody reads",
            |w| {
                let object = w.aws_auth.as_mut().unwrap();
                let text = object.data.remove(MAP_ROLES).unwrap();
                object.data.insert("maproles".to_owned(), text);
            },
            "",
        ),
    ];
    for (name, deed, reason) in table {
        let scene = empty(Method::Automatic);
        scene.fake.at(1, "get aws-auth", before(deed));
        let ran = scene.go().await;
        let (word, said) = ran.said(MAP);
        assert_eq!((ran.end, word, ran.count("write aws-auth")), (RunEnd::Drifted, "drifted", 0), "{name}: {said}");
        assert!(said.contains(reason), "{name}: {said}");
    }
}

#[tokio::test]
async fn the_write_itself_refuses_what_changed_after_the_read() {
    let table: [(&str, Deed, &str, &str); 4] = [
        ("mapped to another user", |w| add_emr(w, "somebody-else"), "drifted", "somebody-else"),
        ("mapped as wanted", |w| add_emr(w, "emr-containers"), "already-present", ""),
        ("immutable", |w| w.aws_auth.as_mut().unwrap().immutable = true, "drifted", "immutable"),
        ("deleted", |w| w.aws_auth = None, "drifted", "gone"),
    ];
    for (name, deed, word, reason) in table {
        let scene = empty(Method::Automatic);
        scene.fake.at(1, "write aws-auth", before(deed));
        let ran = scene.go().await;
        let (got, said) = ran.said(MAP);
        assert_eq!((got, ran.count("write aws-auth")), (word, 1), "{name}: {said}");
        assert!(said.contains(reason), "{name}: {said}");
    }
}

#[tokio::test]
async fn an_aws_auth_without_map_roles_that_is_deleted_meanwhile_is_drift_too() {
    let scene = with(Method::Automatic, |world| world.aws_auth.as_mut().unwrap().data.clear());
    scene.fake.at(1, "get aws-auth", before(|world| world.aws_auth = None));
    let ran = scene.go().await;
    assert_eq!(ran.said(MAP), ("drifted", "aws-auth is gone".to_owned()));
    assert_eq!(ran.count("write aws-auth"), 0);
}

#[tokio::test]
async fn an_aws_auth_without_map_roles_gets_it() {
    let scene = with(Method::Automatic, |world| world.aws_auth.as_mut().unwrap().data.clear());
    let ran = scene.go().await;
    assert_eq!(ran.end, RunEnd::Done);
    assert!(scene.fake.world().map_roles().contains(EMR));
}

#[tokio::test]
async fn a_lost_answer_beside_another_writer_ends_with_both_entries() {
    let scene = empty(Method::Automatic);
    scene.fake.at(1, "write aws-auth", Effect::Lost);
    scene.fake.at(2, "get aws-auth", before(add_ops));
    let ran = scene.go().await;
    assert_eq!((ran.outcome(MAP), ran.count("write aws-auth")), (StepOutcome::Applied, 1));
    let world = scene.fake.world();
    assert!(world.map_roles().contains(EMR) && world.map_roles().ends_with(OPS));
}

#[tokio::test]
async fn an_entry_that_somebody_takes_out_at_once_is_not_called_applied() {
    let scene = empty(Method::Automatic);
    scene.fake.at(1, "write aws-auth", after(|world| world.set_map_roles(NODES)));
    let ran = scene.go().await;
    let (word, reason) = ran.said(MAP);
    assert_eq!((ran.end, word, ran.count("write aws-auth")), (RunEnd::Failed, "unknown", 1));
    assert!(reason.contains("took the entry out"), "{reason}");
}

#[tokio::test]
async fn labels_of_others_do_not_matter() {
    let scene = empty(Method::Automatic);
    scene.fake.at(
        1,
        "get aws-auth",
        before(|world| {
            let version = world.next_version();
            let meta = &mut world.aws_auth.as_mut().unwrap().meta;
            meta.resource_version = version;
            meta.managers.push(line("kubectl-edit"));
        }),
    );
    assert_eq!(scene.go().await.end, RunEnd::Done);
}
