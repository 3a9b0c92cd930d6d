//! Sessions: found, opened again, and left for practice.

use super::script::*;
use crate::domain::sign_in::DeviceCode;
use crate::domain::{OutsideText, PortError, PortErrorKind, SignInObstacle, SignInWord};
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

fn expired() -> Box<SignInObstacle> {
    let (profile, start_url) = (OutsideText::line("staff"), OutsideText::line("https://corp.example/start"));
    Box::new(SignInObstacle::SsoSession { profile, start_url })
}

/// What was decided is still there when a session that ended on the way was renewed.
#[test]
fn a_session_that_is_renewed_loses_no_answer() {
    let mut wizard = at_review("access-entry", &fresh());
    let answers = wizard.answers.clone();
    quietly(&mut wizard, [Msg::GoTo(PageId::SignIn)]);
    let again = request(&wizard.update(say(QuestionId::SignIn, "again")));
    quietly(&mut wizard, [Msg::Obstructed { request: RequestId(again), obstacle: expired() }]);
    assert_eq!(choices(&wizard), ["sso", "again", "practice"]);
    let effects = wizard.update(say(QuestionId::SignIn, "sso"));
    let [Effect::RenewSso { request }] = effects.as_slice() else { panic!("{effects:?}") };
    let effects = wizard.update(identified(request.0, None));
    assert!(matches!(effects.as_slice(), [Effect::ListClusters { .. }]), "{effects:?}");
    assert_eq!((wizard.sign_in.obstacle.as_ref(), &wizard.answers), (None, &answers));
}

#[test]
fn what_belongs_to_an_attempt_that_was_given_up_is_not_heard() {
    let mut wizard = Wizard::new(Preset::default());
    wizard.update(Msg::Start);
    quietly(&mut wizard, [Msg::Obstructed { request: RequestId(1), obstacle: expired() }]);
    let effects = wizard.update(say(QuestionId::SignIn, "sso"));
    let id = RequestId(request(&effects));
    let device = DeviceCode {
        code: OutsideText::line("ABCD"),
        url: OutsideText::line("https://device.example"),
        complete_url: None,
        minutes: 10,
    };
    quietly(&mut wizard, [Msg::Device { request: id, device: device.clone() }]);
    assert_eq!(wizard.sign_in.device, Some(device.clone()));
    quietly(&mut wizard, [Msg::Back, Msg::Device { request: id, device }, identified(id.0, None)]);
    assert_eq!((wizard.sign_in.device.as_ref(), wizard.session.ready()), (None, None));
    assert_eq!(choices(&wizard), ["sso", "again", "practice"], "and it can be begun anew");
}

#[test]
fn only_what_is_asked_about_the_session_is_answered() {
    let mut wizard = Wizard::new(Preset::default());
    wizard.update(Msg::Start);
    quietly(&mut wizard, [Msg::Obstructed { request: RequestId(1), obstacle: expired() }]);
    for (question, word) in [
        (QuestionId::SignIn, "use"),
        (QuestionId::SignIn, "allow"),
        (QuestionId::SignIn, "code"),
        (QuestionId::MfaCode, "123456"),
        (QuestionId::Profile, "staff"),
        (QuestionId::Region, "us-east-1"),
    ] {
        refused(&mut wizard, say(question, word));
    }
}

fn over(service: &str) -> PortError {
    PortError { kind: PortErrorKind::Unauthenticated, service: service.to_owned(), ..trouble() }
}

/// The page that was in front comes back by itself, with what it stands on read again.
#[test]
fn a_session_that_ends_on_the_way_is_renewed_and_the_page_comes_back() {
    let mut wizard = at_review("access-entry", &fresh());
    let answers = wizard.answers.clone();
    let reading = request(&wizard.update(Msg::Replan));
    quietly(&mut wizard, [Msg::Observed { request: RequestId(reading), result: Err(over("eks")) }]);
    assert!(wizard.session_ended());
    let again = request(&wizard.update(Msg::TryAgain));
    assert_eq!(wizard.page, PageId::SignIn);
    quietly(&mut wizard, [Msg::Obstructed { request: RequestId(again), obstacle: expired() }]);
    let renewing = request(&wizard.update(say(QuestionId::SignIn, "sso")));
    let effects = wizard.update(identified(renewing, None));
    let [Effect::Observe { request: id, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!((wizard.page, &wizard.answers), (PageId::Review, &answers));
    quietly(&mut wizard, [observed(id.0, &fresh())]);
    assert_eq!(wizard.page, PageId::Review);
    assert!(wizard.review.is_some(), "the plan is made anew");
    // Nobody listed the namespaces in this session: going back does.
    quietly(&mut wizard, [Msg::Back, Msg::Back, Msg::Back]);
    assert!(matches!(wizard.update(Msg::Back).as_slice(), [Effect::ListNamespaces { .. }]));
    assert_eq!((wizard.page, &wizard.answers.namespaces), (PageId::Namespace, &answers.namespaces));
}

/// Who went back to sign in goes on where the answers had led.
#[test]
fn who_goes_back_to_sign_in_goes_on_where_they_were() {
    let mut wizard = at_review("access-entry", &fresh());
    quietly(&mut wizard, [Msg::Back, Msg::Back, Msg::Back, Msg::Back, Msg::Back, Msg::Back]);
    assert_eq!(wizard.page, PageId::SignIn);
    let again = request(&wizard.update(say(QuestionId::SignIn, "again")));
    assert!(matches!(wizard.update(identified(again, None)).as_slice(), [Effect::ListClusters { .. }]));
    assert_eq!(wizard.page, PageId::SignIn, "whose session it is comes first");
    let effects = wizard.update(say(QuestionId::SignIn, "use"));
    assert!(matches!(effects.as_slice(), [Effect::Abandon { .. }, Effect::Observe { .. }]), "{effects:?}");
    assert_eq!(wizard.page, PageId::Review);

    // An answer that changed takes back what came after it.
    let mut wizard = at_review("access-entry", &fresh());
    quietly(&mut wizard, [Msg::GoTo(PageId::Method), say(QuestionId::Method, "automatic"), Msg::GoTo(PageId::SignIn)]);
    let again = request(&wizard.update(say(QuestionId::SignIn, "again")));
    wizard.update(identified(again, None));
    wizard.update(say(QuestionId::SignIn, "use"));
    assert_eq!(wizard.page, PageId::Options);
}

/// Another caller's session begins at the clusters: what was chosen may not be there.
#[test]
fn another_caller_does_not_go_on_where_somebody_else_was() {
    let mut wizard = at_review("access-entry", &fresh());
    let reading = request(&wizard.update(Msg::Replan));
    quietly(&mut wizard, [Msg::Observed { request: RequestId(reading), result: Err(over("sts")) }]);
    let again = request(&wizard.update(Msg::TryAgain));
    let mut other = session(None);
    other.caller.account = "999988887777".parse().unwrap();
    let msg = Msg::Identified { request: RequestId(again), result: Ok(Box::new(other)) };
    assert!(matches!(wizard.update(msg).as_slice(), [Effect::ListClusters { .. }]));
    assert_eq!(wizard.page, PageId::SignIn);
    quietly(&mut wizard, [say(QuestionId::SignIn, "use")]);
    assert_eq!(wizard.page, PageId::Cluster);
}

#[test]
fn only_what_aws_says_about_the_caller_ends_a_session() {
    for (error, is_over) in [(over("eks"), true), (over("kubernetes"), false), (trouble(), false)] {
        let mut wizard = at_review("access-entry", &fresh());
        let reading = request(&wizard.update(Msg::Replan));
        quietly(&mut wizard, [Msg::Observed { request: RequestId(reading), result: Err(error) }]);
        assert_eq!(wizard.session_ended(), is_over);
        let effects = wizard.update(Msg::TryAgain);
        assert_eq!(matches!(effects.as_slice(), [Effect::Identify { .. }]), is_over, "{effects:?}");
    }
}

#[test]
fn several_regions_are_chosen_at_once() {
    let mut wizard = Wizard::new(Preset::default());
    wizard.update(Msg::Start);
    quietly(&mut wizard, [Msg::Obstructed { request: RequestId(1), obstacle: Box::new(SignInObstacle::NoRegion) }]);
    quietly(&mut wizard, [say(QuestionId::SignIn, "region")]);
    refused(&mut wizard, say(QuestionId::Region, " , "));
    refused(&mut wizard, say(QuestionId::Region, "us-east-1 nonsense!"));
    let effects = wizard.update(say(QuestionId::Region, "us-east-1, eu-west-1 us-east-1"));
    let regions = vec![region("us-east-1"), region("eu-west-1")];
    assert_eq!(effects, [Effect::SignIn { request: RequestId(2), word: SignInWord::Regions(regions) }]);
}
