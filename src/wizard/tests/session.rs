//! Sessions: found, opened again, and left for practice.

use super::script::*;
use crate::planner::tests::fixture::fresh;
use crate::wizard::{Answers, Effect, Load, Msg, PageId, Preset, QuestionId, QuestionKind, RequestId, Wizard};

fn choices(wizard: &Wizard) -> Vec<String> {
    match asked(wizard).kind {
        QuestionKind::Choose { choices, .. } => choices.iter().map(|choice| choice.value.to_string()).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_practice_session() {
    let mut wizard = Wizard::new(Preset::default());
    wizard.update(Msg::Start);
    wizard.update(identified(1, None));
    assert_eq!(choices(&wizard), ["use", "again", "practice"]);
    let effects = wizard.update(say(QuestionId::SignIn, "practice"));
    assert_eq!(effects, [Effect::OpenPractice { request: RequestId(3) }]);
    assert!(!wizard.is_practice() && !wizard.can_show(PageId::Cluster), "not before it is open");
    assert_eq!(wizard.update(identified(3, Some("fresh"))), [Effect::ListClusters { request: RequestId(4) }]);
    assert!(wizard.is_practice());
    assert_eq!(choices(&wizard), ["use", "again"]);
    refused(&mut wizard, say(QuestionId::SignIn, "practice"));
}

#[test]
fn practice_is_open_to_who_has_no_credentials() {
    let mut wizard = Wizard::new(Preset::default());
    wizard.update(Msg::Start);
    wizard.update(Msg::Identified { request: RequestId(1), result: Err(trouble()) });
    let effects = wizard.update(say(QuestionId::SignIn, "practice"));
    assert_eq!(effects, [Effect::OpenPractice { request: RequestId(2) }]);
}

/// What was read and decided in one account must not reach another.
#[test]
fn nothing_crosses_over_to_another_session() {
    for (word, answers_stay) in [("practice", false), ("again", true)] {
        let mut wizard = at_review("access-entry", &fresh());
        let answers = wizard.answers.clone();
        quietly(&mut wizard, [say(QuestionId::OneWay, "dev"), Msg::GoTo(PageId::SignIn)]);
        let effects = wizard.update(say(QuestionId::SignIn, word));
        let id = request(&effects);
        assert_eq!((&wizard.review, &wizard.observed, &wizard.namespaces), (&None, &Load::Idle, &Load::Idle), "{word}");
        assert_eq!(wizard.clusters.rows, [], "{word}");
        let kept = if answers_stay { answers } else { Answers::default() };
        assert_eq!(wizard.answers, kept, "{word}");
        wizard.update(identified(id, (word == "practice").then_some("fresh")));
        let shown: Vec<_> = wizard.rail().filter(|(_, can)| *can).map(|(page, _)| page).collect();
        assert_eq!(shown, [PageId::SignIn, PageId::Cluster], "{word}: everything else belongs to the old session");
        quietly(&mut wizard, [Msg::GoTo(PageId::Review), Msg::Replan]);
        assert_eq!(wizard.page, PageId::SignIn, "{word}");
    }
}

#[test]
fn answers_of_the_session_before_are_not_heard() {
    let mut wizard = Wizard::new(Preset::default());
    wizard.update(Msg::Start);
    wizard.update(identified(1, None));
    wizard.update(say(QuestionId::SignIn, "again"));
    quietly(&mut wizard, [identified(1, Some("late")), listed(2, "us-east-1", &["dev"]), all_listed(2)]);
    assert!(wizard.session.is_loading());
    assert_eq!(wizard.clusters.rows, []);
}
