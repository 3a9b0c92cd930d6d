//! Several namespaces in one run: marking them, and every page after that.

use crossterm::event::KeyCode;
use emr_onramp::domain::observed::{NamespaceFacts, Observed};
use emr_onramp::domain::rbac::RuleSet;
use emr_onramp::plan::proof::{Asked, NamespaceProof, Proof};
use emr_onramp::plan::run::{RunEnd, RunEventKind, StepOutcome};
use emr_onramp::planner::rights_to_ask;
use emr_onramp::wizard::PageId;

use super::behaviour::page;
use super::pictures::{SIZES, pictures, steps};
use super::{ConfigMap, Lang, Stage, fixture, unused};

const NAMES: [&str; 3] = ["spark", "team-a", "team-new"];

/// On the namespace page with `spark` and `team-a` marked, the cursor on the second.
fn marked(lang: Lang) -> Stage {
    let mut stage = Stage::new(lang).signed_in(Some("fresh")).at_namespaces();
    stage.press(" ").code(KeyCode::Down).press(" ");
    stage
}

/// The names that were answered.
fn answered(stage: &Stage) -> Vec<String> {
    stage.screen.wizard().answers.namespaces.iter().map(ToString::to_string).collect()
}

/// The lines of the page that show a mark, by the name after it.
fn marks(stage: &Stage) -> Vec<String> {
    let picture = stage.picture(80, 24);
    let named =
        |line: &str| line.split_once("[x] ").map(|(_, rest)| rest.split("  ").next().unwrap().trim().to_owned());
    picture.lines().filter_map(named).collect()
}

/// What is seen of all three: the last is not there yet.
fn observed() -> Observed {
    let mut observed = unused(ConfigMap);
    let of_spark = observed.namespaces[&fixture::namespace("spark")].clone();
    observed.namespaces = NAMES
        .iter()
        .map(|name| {
            let object = if *name == "team-new" { fixture::absent() } else { of_spark.object.clone() };
            (fixture::namespace(name), NamespaceFacts { object, ..of_spark.clone() })
        })
        .collect();
    let names = NAMES.map(fixture::namespace);
    observed.rights = rights_to_ask(&names).into_iter().map(|right| (right, fixture::seen(true))).collect();
    observed
}

/// On the review page of a plan for all three, by the method so many cards to the right.
fn at_review(lang: Lang, right: usize) -> Stage {
    let mut stage = marked(lang);
    stage.press("nteam-new").enter();
    assert_eq!(answered(&stage), NAMES);
    stage.observe(observed());
    for _ in 0..right {
        stage.code(KeyCode::Right);
    }
    stage.enter().enter().enter();
    assert_eq!(page(&stage), PageId::Review);
    stage
}

fn at_run(lang: Lang, right: usize) -> Stage {
    let mut stage = at_review(lang, right);
    stage.wait(2_000).press("a");
    stage.started();
    stage
}

/// All of it done; of the last namespace something else was proved.
fn proved(lang: Lang, asked: Asked) -> Stage {
    let mut stage = at_run(lang, 0);
    for id in steps(&stage) {
        stage.run(400, RunEventKind::StepEnded { step: id, outcome: StepOutcome::Applied });
    }
    stage.run(402, RunEventKind::Ended { end: RunEnd::Done });
    stage.run(403, RunEventKind::Proving);
    let one = fixture::proof(RuleSet::Eksctl);
    let of = |name: &str| {
        let mut proof = NamespaceProof { namespace: fixture::namespace(name), asked, ..one.namespaces[0].clone() };
        if name == "team-new" {
            proof.cells.iter_mut().for_each(|cell| cell.before = None);
        }
        proof
    };
    let proof = Proof { namespaces: NAMES.iter().map(|name| of(name)).collect(), ..one };
    stage.run(900, RunEventKind::Proved { proof });
    stage
}

#[test]
fn space_marks_and_enter_takes_all_that_are_marked() {
    let mut stage = marked(Lang::En);
    assert_eq!(marks(&stage), ["spark", "team-a"]);
    assert!(stage.picture(80, 24).contains("2 marked"));
    stage.press(" ");
    assert_eq!(marks(&stage), ["spark"], "the same key takes it back");
    stage.press(" ").enter();
    assert_eq!(answered(&stage), ["spark", "team-a"]);
}

#[test]
fn without_marks_enter_takes_the_row() {
    let mut stage = Stage::new(Lang::En).signed_in(None).at_namespaces();
    assert!(!stage.picture(80, 24).contains(" marked"));
    stage.code(KeyCode::Down).enter();
    assert_eq!(answered(&stage), ["team-a"]);
}

#[test]
fn a_star_marks_what_is_shown_and_may_be_chosen() {
    let mut stage = Stage::new(Lang::En).signed_in(None).at_namespaces();
    stage.press("*");
    // The one that is being deleted and the system's are left out.
    assert_eq!(marks(&stage), ["spark", "team-a"]);
    stage.press("*");
    assert_eq!(marks(&stage), Vec::<String>::new());
}

#[test]
fn a_system_namespace_is_not_marked_and_says_why() {
    let mut stage = Stage::new(Lang::En).signed_in(None).at_namespaces();
    for _ in 0..20 {
        stage.code(KeyCode::Down);
    }
    stage.press(" ");
    assert_eq!(marks(&stage), Vec::<String>::new());
    assert!(stage.picture(80, 24).contains("--allow-system-namespace kube-system"));
}

#[test]
fn tab_marks_a_name_that_is_typed_and_takes_the_next() {
    let mut stage = Stage::new(Lang::En).signed_in(None).at_namespaces();
    stage.press("nteam-b").code(KeyCode::Tab).press("team-c").code(KeyCode::Tab);
    let picture = stage.picture(80, 24);
    assert!(picture.contains("2 marked") && picture.contains("team-b, team-c"), "{picture}");
    // A name that cannot be one is not marked.
    stage.press("Team").code(KeyCode::Tab);
    assert!(stage.picture(80, 24).contains("2 marked"));
    for _ in 0..4 {
        stage.code(KeyCode::Backspace);
    }
    stage.press("team-d").enter();
    assert_eq!(answered(&stage), ["team-b", "team-c", "team-d"], "the one that is typed goes with them");
}

#[test]
fn marks_outlive_a_filter_and_going_back() {
    let mut stage = marked(Lang::En);
    stage.press("/spark");
    assert_eq!(marks(&stage), ["spark"], "the other row is hidden");
    assert!(stage.picture(80, 24).contains("2 marked"));
    for _ in "spark".chars() {
        stage.code(KeyCode::Backspace);
    }
    stage.code(KeyCode::Esc);
    assert_eq!(marks(&stage), ["spark", "team-a"]);
    stage.enter();
    stage.observe(observed());
    assert_eq!(page(&stage), PageId::Method);
    stage.code(KeyCode::Esc);
    assert_eq!((page(&stage), marks(&stage)), (PageId::Namespace, vec!["spark".to_owned(), "team-a".to_owned()]));
    stage.enter();
    assert_eq!(answered(&stage), ["spark", "team-a"]);
}

#[test]
fn the_command_that_does_it_again_names_all_of_them() {
    let stage = at_review(Lang::En, 0);
    let plan = &stage.screen.wizard().review.as_ref().unwrap().plan;
    let again = emr_onramp::plan::again::again(plan, None);
    assert!(again.contains("--namespace spark --namespace team-a --namespace team-new"), "{again}");
    assert!(again.contains("--create-namespace"), "{again}");
}

#[test]
fn the_pages_of_several() {
    pictures("several-namespace", &SIZES, marked);
    pictures("several-review", &SIZES, |lang| at_review(lang, 0));
    pictures("several-run", &SIZES, |lang| {
        let mut stage = at_run(lang, 0);
        let ids = steps(&stage);
        for id in &ids[..3] {
            stage.run(10, RunEventKind::StepStarted { step: id.clone(), attempt: 1 });
            stage.run(400, RunEventKind::StepEnded { step: id.clone(), outcome: StepOutcome::Applied });
        }
        stage.run(401, RunEventKind::StepStarted { step: ids[3].clone(), attempt: 1 });
        stage.run(402, RunEventKind::StepStarted { step: ids[4].clone(), attempt: 1 });
        stage
    });
    pictures("several-stopped", &[(80, 24)], |lang| {
        let mut stage = at_run(lang, 1);
        let ids = steps(&stage);
        stage.run(10, RunEventKind::AwaitingConsent { step: ids[0].clone() });
        stage.wait(1_000).press("s");
        for id in ids {
            stage.run(20, RunEventKind::StepEnded { step: id, outcome: StepOutcome::Skipped });
        }
        stage.run(30, RunEventKind::Ended { end: RunEnd::Stopped });
        stage
    });
    pictures("several-proof", &SIZES, |lang| proved(lang, Asked::OneByOne));
    pictures("several-proof-as-list", &[(80, 24)], |lang| proved(lang, Asked::AsList));
}
