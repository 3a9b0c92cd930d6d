//! One set of answers through the headless command, the lines and the full screen: the same plan, and the same proof.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use emr_onramp::adapters::clock::SystemClock;
use emr_onramp::app::sessions_for_world;
use emr_onramp::domain::desired::VirtualClusterNames;
use emr_onramp::domain::{Desired, Method, VirtualClusterName};
use emr_onramp::error::{ExitCode, ExpectedError};
use emr_onramp::headless::{Consents, Format, Voice, enable};
use emr_onramp::line::{self, Asked, Asker};
use emr_onramp::report::{Message, SessionMessage};
use emr_onramp::runtime::Runtime;
use emr_onramp::text::{Catalog, Lang};
use emr_onramp::tui::Screen;
use emr_onramp::wizard::{Answer, Msg, PageId, Preset, Question, QuestionId, Turn, Wizard};
use serde_json::Value;

use crate::support::program::PATIENCE;

/// What a front end is judged by: the plan that it showed, and how it ended.
#[derive(Debug, PartialEq)]
struct Shown {
    /// The plan message: plan, hash, findings, access, session.
    plan: Value,
    /// What the proof looked at, without what differs between two moments.
    checks: Vec<Value>,
    code: ExitCode,
}

/// A person who decided beforehand.
struct Person {
    world: &'static str,
    method: Method,
    virtual_cluster: Option<&'static str>,
    rule_set: Option<&'static str>,
}

impl Person {
    fn runtime(&self) -> Runtime {
        Runtime::start(sessions_for_world(self.world).unwrap(), Arc::new(SystemClock)).unwrap()
    }

    fn answer(&self, question: QuestionId) -> Answer {
        let text = |text: &str| Answer::Text(text.to_owned());
        match question {
            QuestionId::SignIn | QuestionId::Profile | QuestionId::Region | QuestionId::MfaCode => text("use"),
            QuestionId::Cluster | QuestionId::OneWay => text("dev"),
            QuestionId::OwnRole => text("PlatformAdmin"),
            QuestionId::Namespace => text("spark"),
            QuestionId::Method => text(self.method.word()),
            QuestionId::RuleSet => text(self.rule_set.unwrap()),
            QuestionId::AwsAuthWay => text("entry"),
            QuestionId::CallerPermissions => text("show"),
            QuestionId::VirtualCluster => Answer::Yes(self.virtual_cluster.is_some()),
            QuestionId::VirtualClusterName => text(self.virtual_cluster.unwrap()),
            QuestionId::ServiceLinkedRole | QuestionId::Approve => Answer::Yes(true),
            QuestionId::Consent => text("yes"),
            // Whether pods run on Fargate; the rest is not asked then.
            _ => Answer::Yes(false),
        }
    }
}

/// The messages of a run as lines of JSON, as they are judged.
fn shown(out: &[u8], code: ExitCode) -> Shown {
    let messages: Vec<Value> =
        String::from_utf8_lossy(out).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |kind: &str| messages.iter().rfind(|message| message["type"] == kind).unwrap().clone();
    Shown { plan: of("plan"), checks: checks(&of("end")["proof"]), code }
}

fn checks(proof: &Value) -> Vec<Value> {
    let mut checks = proof["verdicts"].as_array().unwrap().clone();
    for check in &mut checks {
        // How long the nodes were watched depends on how long a person thinks.
        check.as_object_mut().unwrap().remove("watched_s");
    }
    checks.push(proof["namespaces"].clone());
    checks
}

fn headless(person: &Person) -> Shown {
    let preset = Preset {
        cluster: "dev".parse().ok(),
        namespaces: vec!["spark".parse().unwrap()],
        method: Some(person.method),
        virtual_clusters: person.virtual_cluster.map(|name| VirtualClusterNames::From(name.parse().unwrap())),
        rule_set: person
            .rule_set
            .map(|word| emr_onramp::domain::rbac::RuleSet::ALL.into_iter().find(|set| set.word() == word).unwrap()),
        ..Preset::default()
    };
    let mut out = Vec::new();
    let mut voice = Voice::new(Format::Jsonl, Catalog::new(Lang::En), &mut out);
    let consents = Consents { yes: true, one_way: Some("dev".to_owned()), ..Consents::default() };
    let code = enable(Wizard::new(preset), &person.runtime(), &consents, &mut voice, &|| None, &|_| None).unwrap();
    shown(&out, code)
}

/// Answers the line mode's questions.
struct Script<'p>(&'p Person);

impl Asker for Script<'_> {
    fn ask(&mut self, _: &Wizard, question: &Question, _: &Catalog) -> Result<Asked, ExpectedError> {
        Ok(Asked::Answer(self.0.answer(question.id)))
    }

    fn say(&mut self, _line: &str) {}
}

fn lines(person: &Person) -> Shown {
    let mut out = Vec::new();
    let mut voice = Voice::new(Format::Jsonl, Catalog::new(Lang::En), &mut out);
    let wizard = Wizard::new(Preset::default());
    let code = line::run(wizard, &person.runtime(), &mut Script(person), &mut voice, &|| None).unwrap();
    shown(&out, code)
}

/// The full screen without a terminal: keys go in, the runtime answers.
struct Keys {
    screen: Screen,
    runtime: Runtime,
    now: Duration,
}

impl Keys {
    fn open(person: &Person) -> Self {
        let mut screen = Screen::new(Wizard::new(Preset::default()), Lang::En, false);
        let runtime = person.runtime();
        runtime.send(screen.receive(Msg::Start));
        Self { screen, runtime, now: Duration::ZERO }
    }

    fn press(&mut self, code: KeyCode) {
        // A person reads before pressing a key.
        self.now += Duration::from_secs(1);
        self.screen.tick(self.now);
        let effects = self.screen.handle(&Event::Key(KeyEvent::new(code, KeyModifiers::NONE)));
        self.runtime.send(effects);
    }

    fn type_word(&mut self, word: &str) {
        word.chars().for_each(|c| self.press(KeyCode::Char(c)));
    }

    /// Takes messages in until the wizard is where it should be.
    #[track_caller]
    fn until(&mut self, what: &str, holds: impl Fn(&Wizard) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !holds(self.screen.wizard()) {
            assert!(Instant::now() < deadline, "in vain: {what}");
            if let Some(msg) = self.runtime.wait(Duration::from_millis(50)).unwrap() {
                let effects = self.screen.receive(msg);
                self.runtime.send(effects);
            }
        }
    }

    /// The options page: every question by its keys.
    fn answer_options(&mut self, person: &Person) {
        let questions = self.screen.wizard().questions_on(PageId::Options);
        let mut at = 0;
        while let Some(question) = self.screen.wizard().questions_on(PageId::Options).get(at).cloned() {
            for _ in 0..questions.len() + 3 {
                let now = self.screen.wizard().questions_on(PageId::Options)[at].kind.clone();
                match (now, person.answer(question.id)) {
                    (emr_onramp::wizard::QuestionKind::YesNo { default }, Answer::Yes(yes)) if default != Some(yes) => {
                        self.press(KeyCode::Char(' '));
                    }
                    (emr_onramp::wizard::QuestionKind::Choose { default, .. }, Answer::Text(word))
                        if default.as_deref() != Some(word.as_str()) =>
                    {
                        self.press(KeyCode::Right);
                    }
                    _ => break,
                }
            }
            if question.id == QuestionId::VirtualClusterName {
                (0..64).for_each(|_| self.press(KeyCode::Backspace));
                self.type_word(person.virtual_cluster.unwrap());
            }
            self.press(KeyCode::Down);
            at += 1;
        }
    }
}

fn full_screen(person: &Person) -> Shown {
    let mut keys = Keys::open(person);
    keys.until("signed in", |wizard| wizard.session.ready().is_some());
    keys.press(KeyCode::Enter);
    keys.until("clusters", |wizard| wizard.clusters.is_done);
    keys.press(KeyCode::Enter);
    keys.until("namespaces", |wizard| wizard.namespaces.ready().is_some());
    keys.press(KeyCode::Enter);
    keys.until("methods", |wizard| !wizard.outlooks.is_empty());
    let at = |method: Method| Method::ALL.iter().position(|one| *one == method).unwrap();
    (0..Method::ALL.len()).for_each(|_| keys.press(KeyCode::Up));
    (0..at(person.method)).for_each(|_| keys.press(KeyCode::Down));
    keys.press(KeyCode::Enter);
    assert_eq!(keys.screen.wizard().answers.method, Some(person.method));
    keys.answer_options(person);
    keys.press(KeyCode::Enter);
    assert_eq!(keys.screen.wizard().page, PageId::Fargate);
    keys.press(KeyCode::Enter);
    keys.until("review", |wizard| wizard.page == PageId::Review && wizard.review.is_some());
    keys.press(KeyCode::Char('a'));
    loop {
        keys.until("a question or the end", |wizard| wizard.turn() != Turn::Wait);
        match keys.screen.wizard().turn() {
            Turn::Ask(question) if question.id == QuestionId::Consent => keys.press(KeyCode::Char('a')),
            Turn::Finished => break,
            other => panic!("not expected: {other:?}"),
        }
    }
    let wizard = keys.screen.wizard();
    let (review, session) = (wizard.review.as_ref().unwrap(), wizard.session.ready().unwrap());
    let catalog = Catalog::new(Lang::En);
    let told = SessionMessage::new(&session.label, &session.caller, &session.regions, &[], &catalog);
    let plan = serde_json::from_str(&Message::plan(review, told, &catalog).to_line()).unwrap();
    let proof = serde_json::to_value(wizard.run.as_ref().unwrap().proof.as_ref().unwrap()).unwrap();
    Shown { plan, checks: checks(&proof), code: emr_onramp::headless::exit_code(wizard, None) }
}

#[track_caller]
fn assert_alike(person: &Person) {
    let (by_flags, by_lines, by_keys) = (headless(person), lines(person), full_screen(person));
    let desired: Desired = serde_json::from_value(by_flags.plan["plan"]["desired"].clone()).unwrap();
    assert_eq!(desired.method, person.method);
    assert_eq!(
        desired.namespaces.iter().next().unwrap().virtual_cluster.as_ref().map(VirtualClusterName::as_str),
        person.virtual_cluster
    );
    for (name, other) in [("lines", &by_lines), ("keys", &by_keys)] {
        assert_eq!(other.plan["hash"], by_flags.plan["hash"], "{name}: another plan");
        assert_eq!(other, &by_flags, "{name}");
    }
    assert_eq!(by_flags.code, ExitCode::Done, "the proof holds");
}

#[test]
fn automatic_is_the_same_everywhere() {
    assert_alike(&Person { world: "fresh", method: Method::Automatic, virtual_cluster: None, rule_set: None });
}

#[test]
fn manual_is_the_same_everywhere() {
    let rule_set = Some("eksctl");
    assert_alike(&Person { world: "fresh", method: Method::Manual, virtual_cluster: Some("jobs"), rule_set });
}

#[test]
fn access_entry_is_the_same_everywhere() {
    let virtual_cluster = Some("spark-1");
    assert_alike(&Person { world: "modern", method: Method::AccessEntry, virtual_cluster, rule_set: None });
}
