//! The sign-in page: what stands in the way of a session, and what a person can do about it there.

use crossterm::event::{Event, KeyCode};
use emr_onramp::domain::desired::{CallerPermissions, NamespaceWish, NonEmpty};
use emr_onramp::domain::rbac::RuleSet;
use emr_onramp::domain::sign_in::{
    CredentialPlace, DeviceCode, EndpointOverride, LookedAt, ProfileKind, ProfileRow, SignInNote,
};
use emr_onramp::domain::{AuthenticationMode, Desired, Method, OutsideText, SignInFacts, SignInObstacle, SignInWord};
use emr_onramp::journal::Past;
use emr_onramp::plan::run::JournalRecord;
use emr_onramp::planner::review;
use emr_onramp::wizard::{Effect, Msg, RequestId};

use super::pictures::{SIZES, pictures};
use super::{Lang, Stage, fixture};

fn text(text: &str) -> OutsideText {
    OutsideText::line(text)
}

fn facts(notes: Vec<SignInNote>) -> SignInFacts {
    let row = |name: &str, kind, detail: Option<&str>| ProfileRow {
        name: text(name),
        kind,
        detail: detail.map(text),
        region: (name != "default").then(|| text("eu-west-1")),
    };
    let profiles = vec![
        row("console", ProfileKind::LoginSession, None),
        row("default", ProfileKind::Keys, None),
        row("ops", ProfileKind::Role, Some("arn:aws:iam::111122223333:role/Ops")),
        row("staff", ProfileKind::Sso, Some("111122223333 Admin")),
        row("vault", ProfileKind::Process, Some("/usr/local/bin/vault-aws")),
    ];
    SignInFacts { profiles, profile: Some(text("staff")), notes }
}

fn obstructed(lang: Lang, obstacle: SignInObstacle) -> Stage {
    let mut stage = Stage::new(lang);
    let request = RequestId(1);
    stage.receive(Msg::Settings { request, facts: Box::new(facts(Vec::new())) });
    stage.receive(Msg::Obstructed { request, obstacle: Box::new(obstacle) });
    stage
}

fn mfa(refused: Option<&str>) -> SignInObstacle {
    SignInObstacle::MfaCode {
        role: text("arn:aws:iam::111122223333:role/Ops"),
        serial: text("arn:aws:iam::111122223333:mfa/ann"),
        refused: refused.map(text),
    }
}

fn expired() -> SignInObstacle {
    SignInObstacle::SsoSession { profile: text("staff"), start_url: text("https://corp.awsapps.com/start") }
}

fn device() -> DeviceCode {
    let url = "https://device.sso.us-east-1.amazonaws.com/";
    DeviceCode {
        code: text("ABCD-EFGH"),
        url: text(url),
        complete_url: Some(text(&format!("{url}?user_code=ABCD-EFGH"))),
        minutes: 10,
    }
}

fn foreign() -> SignInObstacle {
    let one = |service| EndpointOverride {
        service,
        url: text("https://aws.corp.example:8443"),
        host: text("aws.corp.example"),
        is_loopback: false,
    };
    SignInObstacle::ForeignEndpoint { overrides: vec![one("eks"), one("sts")] }
}

#[test]
fn what_stands_in_the_way() {
    let looked = vec![
        (CredentialPlace::Environment, LookedAt::NotSet),
        (CredentialPlace::Profile, LookedAt::NotSet),
        (CredentialPlace::WebIdentity, LookedAt::NotSet),
        (CredentialPlace::Container, LookedAt::Failed { message: text("500 Internal Server Error") }),
        (CredentialPlace::Instance, LookedAt::NoAnswer),
    ];
    pictures("sign-in-none", &SIZES, |lang| obstructed(lang, SignInObstacle::NoCredentials { looked: looked.clone() }));
    pictures("sign-in-endpoint", &SIZES, |lang| obstructed(lang, foreign()));
    pictures("sign-in-expired", &SIZES, |lang| obstructed(lang, expired()));
    pictures("sign-in-login-session", &[(80, 24)], |lang| {
        obstructed(lang, SignInObstacle::LoginSession { profile: text("console") })
    });
}

#[test]
fn what_is_asked() {
    pictures("sign-in-code", &SIZES, |lang| {
        let mut stage =
            obstructed(lang, mfa(Some("MultiFactorAuthentication failed with invalid MFA one time pass code.")));
        stage.press("12345");
        stage
    });
    pictures("sign-in-device", &SIZES, |lang| {
        let mut stage = obstructed(lang, expired());
        stage.enter();
        stage.receive(Msg::Device { request: RequestId(2), device: device() });
        stage
    });
    pictures("sign-in-profiles", &SIZES, |lang| {
        let mut stage = obstructed(lang, expired());
        stage.code(KeyCode::Down).code(KeyCode::Down).enter();
        stage
    });
    pictures("sign-in-regions", &SIZES, |lang| {
        let mut stage = obstructed(lang, SignInObstacle::NoRegion);
        stage.enter();
        stage.code(KeyCode::End);
        stage
    });
    pictures("sign-in-notes", &SIZES, |lang| {
        let mut stage = Stage::new(lang);
        let notes = vec![
            SignInNote::KeysWin { profile: text("staff") },
            SignInNote::SsoInMemory,
            SignInNote::Proxy { variable: "HTTPS_PROXY", shown: text("http://ann:***@proxy:3128") },
        ];
        stage.receive(Msg::Settings { request: RequestId(1), facts: Box::new(facts(notes)) });
        let mut session = fixture::session(None);
        session.label.endpoint_override = Some(text("http://127.0.0.1:4566"));
        session.label.credentials = text("staff");
        stage.identify(session);
        stage
    });
}

fn last(stage: &Stage) -> &Effect {
    stage.effects.last().unwrap()
}

#[test]
fn a_code_is_sent_as_it_was_typed_and_never_drawn() {
    let mut stage = obstructed(Lang::En, mfa(None));
    stage.press("12345").enter();
    assert!(stage.picture(80, 24).contains("A code has six digits."));
    stage.press("987654");
    assert!(!stage.picture(80, 24).contains("987654") && stage.picture(80, 24).contains("******"));
    stage.enter();
    let Effect::SignIn { word: SignInWord::Code(code), .. } = last(&stage) else { panic!("{:?}", last(&stage)) };
    assert_eq!(code.digits(), "987654");
    assert!(!format!("{:?}", stage.effects).contains("987654"), "not in a log either");
}

#[test]
fn a_pasted_code_counts_and_escape_leaves_the_field() {
    let mut stage = obstructed(Lang::En, mfa(None));
    stage.event(Event::Paste(" 123456\n".to_owned()));
    assert!(stage.picture(80, 24).contains("******"));
    stage.code(KeyCode::Esc);
    assert!(stage.picture(80, 24).contains("> Enter the code"), "{}", stage.picture(80, 24));
    stage.enter();
    assert!(!stage.picture(80, 24).contains('*'), "what was typed before is gone");
}

#[test]
fn endpoints_are_allowed_only_by_choosing_it() {
    let mut stage = obstructed(Lang::En, foreign());
    let before = stage.effects.len();
    stage.enter();
    assert!(matches!(last(&stage), Effect::Identify { .. }), "Enter alone allows nothing");
    let mut stage = obstructed(Lang::En, foreign());
    stage.code(KeyCode::Down).enter();
    assert_eq!(stage.effects.len(), before + 1);
    assert!(matches!(last(&stage), Effect::SignIn { word: SignInWord::AllowEndpoints, .. }));
}

#[test]
fn the_chosen_profile_and_region_are_opened() {
    let mut stage = obstructed(Lang::En, SignInObstacle::UnknownProfile { given: text("x"), known: vec![text("ops")] });
    stage.enter();
    assert!(stage.picture(80, 24).contains("> staff"), "{}", stage.picture(80, 24));
    stage.code(KeyCode::Up).enter();
    assert!(matches!(last(&stage), Effect::SignIn { word: SignInWord::Profile(name), .. } if name.as_str() == "ops"));
    let mut stage = obstructed(Lang::En, SignInObstacle::NoRegion);
    stage.enter().enter();
    let regions = |stage: &Stage| match last(stage) {
        Effect::SignIn { word: SignInWord::Regions(regions), .. } => {
            regions.iter().map(ToString::to_string).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(regions(&stage), ["us-east-1"], "the one under the cursor");
    let mut stage = obstructed(Lang::En, SignInObstacle::NoRegion);
    stage.enter().press(" ").code(KeyCode::Down).press(" ").code(KeyCode::Down).press(" ").press(" ");
    assert!(stage.picture(80, 24).contains("[x] us-east-2"), "{}", stage.picture(80, 24));
    stage.enter();
    assert_eq!(regions(&stage), ["us-east-1", "us-east-2"], "the marked ones, in their order");
}

#[test]
fn waiting_for_a_browser_can_be_given_up_and_what_comes_late_is_not_heard() {
    let mut stage = obstructed(Lang::En, expired());
    stage.enter();
    let request = RequestId(2);
    assert!(matches!(last(&stage), Effect::RenewSso { .. }));
    stage.receive(Msg::Device { request, device: device() });
    assert!(stage.picture(80, 24).contains("ABCD-EFGH"));
    stage.code(KeyCode::Esc);
    let picture = stage.picture(80, 24);
    assert!(picture.contains("> Sign in") && !picture.contains("ABCD-EFGH"), "{picture}");
    stage.receive(Msg::Identified { request, result: Ok(Box::new(fixture::session(None))) });
    assert_eq!(stage.picture(80, 24), picture);
}

#[test]
fn who_signed_in_goes_on() {
    let mut stage = obstructed(Lang::En, expired());
    stage.enter();
    let request = RequestId(2);
    stage.receive(Msg::Device { request, device: device() });
    stage.receive(Msg::Settings { request, facts: Box::new(facts(vec![SignInNote::SsoInMemory])) });
    stage.receive(Msg::Identified { request, result: Ok(Box::new(fixture::session(None))) });
    let picture = stage.picture(80, 24);
    assert!(picture.contains("> Go on") && picture.contains("memory only"), "{picture}");
}

/// A run that was killed in its first step.
fn killed() -> Past {
    let observed = fixture::observed(AuthenticationMode::ConfigMap);
    let desired = Desired {
        region: fixture::region("us-east-1"),
        cluster: observed.cluster.arn.name.clone(),
        namespaces: NonEmpty::try_from(vec![NamespaceWish {
            name: fixture::namespace("spark"),
            create: false,
            virtual_cluster: None,
        }])
        .unwrap(),
        method: Method::Automatic,
        rule_set: RuleSet::Eksctl,
        service_linked_role: true,
        caller_permissions: CallerPermissions::Show,
        allowed_system_namespaces: Vec::new(),
        fargate: None,
        aws_auth_text: None,
    };
    let plan = review(&desired, &observed, &[]).plan;
    let (at, step) = (fixture::at(), plan.steps[0].id.clone());
    let run = "20260102-030405-7f3a".parse().unwrap();
    Past::of(vec![
        JournalRecord::Run { run, at, plan: Box::new(plan), observed: Box::new(observed) },
        JournalRecord::Intent { at, step, before: None, wanted: None, token: None },
    ])
    .unwrap()
}

#[test]
fn what_was_not_finished_is_offered() {
    pictures("sign-in-unfinished", &SIZES, |lang| {
        let mut stage = Stage::new(lang);
        stage.receive(Msg::Unfinished { request: RequestId(1), runs: vec![killed()] });
        stage.identify(fixture::session(None));
        stage
    });
}
