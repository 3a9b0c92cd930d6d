//! The whole text of mapRoles as a person edited it: exactly what was approved, or nothing.

use emr_onramp::apply::RunInput;
use emr_onramp::domain::{Method, VerbatimText};
use emr_onramp::plan::operation::OperationKind;
use emr_onramp::plan::run::{Consent, JournalRecord, RunEnd, RunEventKind, StepOutcome};
use emr_onramp::plan::three_way::ThreeWay;

use super::{VC, with};
use crate::support::fake::{Effect, NODES, World, after, before};
use crate::support::fake_run::{Ran, Scene, Scripted};
use crate::support::fake_undo::{past, take_back};

const EDIT: &str = "edit-aws-auth";
const RESTORE: &str = "restore-aws-auth";
const OPS: &str = "- rolearn: arn:aws:iam::111122223333:role/ops\n  username: ops\n";
const EMR: &str =
    "- rolearn: arn:aws:iam::111122223333:role/AWSServiceRoleForAmazonEMRContainers\n  username: emr-containers\n";

/// A scene whose aws-auth holds the nodes and `more`, and whose edited text is `edited`.
fn scene(more: &str, edited: &str) -> Scene {
    let text = format!("{NODES}{more}");
    let mut scene = with(Method::Manual, |world| world.set_map_roles(&text));
    scene.desired.aws_auth_text = Some(VerbatimText::new(edited));
    scene
}

/// With a remark above, in another order, and without anybody losing anything.
fn edited() -> String {
    format!("# by hand: \u{d55c}\u{ad6d}\n{EMR}\n{NODES}")
}

fn told_moved(ran: &Ran) -> bool {
    ran.events.iter().any(|event| matches!(event.kind, RunEventKind::MovedButEqual { .. }))
}

fn ops_comes(world: &mut World) {
    let text = format!("{}{OPS}", world.map_roles());
    world.set_map_roles(&text);
}

#[tokio::test]
async fn the_approved_text_is_written_byte_for_byte_and_proved() {
    let scene = scene("", &edited());
    let ran = scene.go().await;
    assert_eq!((ran.end, ran.outcome(EDIT), ran.count("write aws-auth")), (RunEnd::Done, StepOutcome::Applied, 1));
    assert_eq!(scene.fake.world().map_roles(), edited());
    assert!(ran.proof().holds(), "{:?}", ran.proof());
    let intent = ran.records.iter().find_map(|record| match record {
        JournalRecord::Intent { step, before, wanted, .. } if step.as_str().starts_with(EDIT) => {
            Some((before.clone().unwrap(), wanted.clone().unwrap()))
        }
        _ => None,
    });
    assert_eq!(intent.unwrap(), (NODES.into(), edited().into()));
}

#[tokio::test]
async fn entries_that_the_approved_text_leaves_out_are_no_failure_of_the_proof() {
    let scene = scene(OPS, &edited());
    let ran = scene.go().await;
    assert_eq!((ran.end, scene.fake.world().map_roles().contains("role/ops")), (RunEnd::Done, false));
    assert!(ran.proof().holds(), "{:?}", ran.proof());
}

#[tokio::test]
async fn a_text_that_is_there_already_is_not_written() {
    let scene = scene("", &edited());
    scene.fake.at(1, "get aws-auth", before(|world| world.set_map_roles(&edited())));
    let ran = scene.go().await;
    assert_eq!((ran.outcome(EDIT), ran.count("write aws-auth")), (StepOutcome::AlreadyPresent, 0));
}

#[tokio::test]
async fn any_other_text_than_the_one_that_was_shown_stops_the_run_with_its_three_sides() {
    for call in ["get aws-auth", "write aws-auth"] {
        let scene = scene("", &edited());
        scene.fake.at(1, call, before(ops_comes));
        let ran = scene.go().await;
        let (word, said) = ran.said(EDIT);
        assert_eq!((ran.end, word), (RunEnd::Drifted, "drifted"), "{call}: {said}");
        assert_eq!(scene.fake.world().map_roles(), format!("{NODES}{OPS}"), "{call}: theirs stays");
        assert_eq!(ran.outcome(VC), StepOutcome::Skipped, "{call}");
        let StepOutcome::Drifted { found: Some(found), .. } = ran.outcome(EDIT) else { panic!("{call}") };
        let step = ran.plan.steps.iter().find(|step| step.operation.kind() == OperationKind::EditAwsAuth).unwrap();
        let three = ThreeWay::of(&step.change, &found);
        let shown = |lines: &[emr_onramp::plan::diff::DiffLine]| {
            lines.iter().map(|line| format!("{}{}", line.kind.sign(), line.text)).collect::<Vec<_>>().join("\n")
        };
        assert!(shown(&three.wanted).contains("+# by hand"), "{call}: {}", shown(&three.wanted));
        assert!(shown(&three.found).contains("role/ops"), "{call}: {}", shown(&three.found));
    }
}

#[tokio::test]
async fn a_version_that_moved_without_a_change_of_the_text_is_no_matter() {
    for call in ["get aws-auth", "write aws-auth"] {
        let scene = scene("", &edited());
        // Somebody writes mapUsers: another version, the same mapRoles.
        let users = |world: &mut World| {
            world.aws_auth.as_mut().unwrap().data.insert("mapUsers".to_owned(), VerbatimText::new("[]\n"));
            world.set_map_roles(NODES);
        };
        scene.fake.at(1, call, before(users));
        let ran = scene.go().await;
        assert_eq!((ran.end, told_moved(&ran)), (RunEnd::Done, true), "{call}");
        let world = scene.fake.world();
        assert_eq!(world.map_roles(), edited(), "{call}");
        assert!(world.aws_auth.as_ref().unwrap().data.contains_key("mapUsers"), "{call}");
    }
}

#[tokio::test]
async fn a_lost_answer_is_settled_by_reading() {
    for effect in [Effect::Lost, Effect::Garbled] {
        let scene = scene("", &edited());
        scene.fake.at(1, "write aws-auth", effect);
        let ran = scene.go().await;
        assert_eq!((ran.outcome(EDIT), ran.count("write aws-auth")), (StepOutcome::Applied, 1));
        assert_eq!(scene.fake.world().map_roles(), edited());
    }
}

#[tokio::test]
async fn a_text_that_locks_us_out_is_put_back() {
    let scene = scene("", &edited());
    scene.fake.at(1, "write aws-auth", after(|world| world.may_edit = false));
    let ran = scene.go().await;
    let (word, reason) = ran.said(EDIT);
    assert_eq!((ran.end, word), (RunEnd::Failed, "failed"), "{reason}");
    assert!(reason.contains("put back and read back"), "{reason}");
    assert_eq!((ran.count("write aws-auth"), scene.fake.world().map_roles()), (2, NODES));
}

#[tokio::test]
async fn what_others_do_right_after_is_theirs_unless_it_undoes_ours() {
    for (name, deed, word) in [
        ("another entry", ops_comes as fn(&mut World), "applied"),
        ("the old text", |world: &mut World| world.set_map_roles(NODES), "unknown"),
        ("a text that nobody can read", |world: &mut World| world.set_map_roles("- [\n"), "unknown"),
    ] {
        let scene = scene("", &edited());
        scene.fake.at(1, "write aws-auth", after(deed));
        let ran = scene.go().await;
        assert_eq!(ran.said(EDIT).0, word, "{name}: {:?}", ran.said(EDIT));
    }
}

#[tokio::test]
async fn an_edit_that_was_declined_writes_nothing() {
    let scene = scene("", &edited());
    let input = scene.input(true);
    let position = input.plan.steps.iter().position(|step| step.operation.kind() == OperationKind::EditAwsAuth);
    let person = Scripted::yes_then(position.unwrap(), Consent::Stop);
    let ran = scene.carry_out(input, person).await;
    assert_eq!((ran.end, ran.count("write aws-auth")), (RunEnd::Stopped, 0));
}

/// What the journal of a process had that was killed once the edit was sent, or just before it was.
fn cut_off(ran: &Ran) -> emr_onramp::journal::Past {
    let is_result = |record: &JournalRecord| matches!(record, JournalRecord::Result { step, .. } if step.as_str().starts_with(EDIT));
    let end = ran.records.iter().position(is_result).unwrap();
    emr_onramp::journal::Past::of(ran.records[..end].to_vec()).unwrap()
}

#[tokio::test]
async fn a_run_that_was_killed_in_the_write_goes_on_from_what_is_there() {
    type Since = fn(&mut World);
    let table: [(&str, Since, &str, usize); 3] = [
        ("it took effect", |_| {}, "applied", 0),
        ("it never left", |world| world.set_map_roles(NODES), "applied", 1),
        ("somebody wrote since", |world| world.set_map_roles(&format!("{NODES}{OPS}")), "unknown", 0),
    ];
    for (name, since, word, writes) in table {
        let scene = scene("", &edited());
        let ran = scene.go().await;
        let past = cut_off(&ran);
        scene.fake.forget();
        since(&mut scene.fake.world());
        let observed = past.observed.clone();
        let input =
            RunInput { plan: past.plan, observed, run: scene.run.clone(), ask_each: false, past: Some(past.steps) };
        let resumed = scene.carry_out(input, Scripted::default()).await;
        assert_eq!((resumed.said(EDIT).0, resumed.count("write aws-auth")), (word, writes), "{name}");
        if word == "applied" {
            assert_eq!(scene.fake.world().map_roles(), edited(), "{name}");
        }
    }
}

#[tokio::test]
async fn undo_puts_the_old_text_back_byte_for_byte() {
    let scene = scene(OPS, &edited());
    let ran = scene.go().await;
    scene.fake.forget();
    let undone = take_back(&scene, &past(&ran)).await;
    assert_eq!((undone.end, undone.outcome(RESTORE)), (RunEnd::Done, StepOutcome::Applied));
    assert_eq!(scene.fake.world().map_roles(), format!("{NODES}{OPS}"));
    assert!(undone.proof().holds(), "{:?}", undone.proof());
}

#[tokio::test]
async fn undo_of_a_text_that_moves_under_it_stops() {
    for call in ["get aws-auth", "write aws-auth"] {
        let scene = scene("", &edited());
        let ran = scene.go().await;
        let run = past(&ran);
        scene.fake.forget();
        scene.fake.at(1, call, before(ops_comes));
        let undone = take_back(&scene, &run).await;
        assert_eq!((undone.end, undone.said(RESTORE).0), (RunEnd::Drifted, "drifted"), "{call}");
        assert_eq!(scene.fake.world().map_roles(), format!("{}{OPS}", edited()), "{call}");
    }
}
