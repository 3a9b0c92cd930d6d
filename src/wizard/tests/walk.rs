//! Thousands of messages at random: whatever comes in whatever order, no run starts unapproved and none twice.

use std::collections::{BTreeMap, BTreeSet};

use super::script::*;
use crate::domain::{AuthenticationMode, Method, Observed};
use crate::plan::run::{RunEnd, StepOutcome};
use crate::plan::{Plan, StepId};
use crate::planner::Review;
use crate::planner::tests::fixture;
use crate::wizard::{
    Answers, Effect, Load, Msg, PAGES, PageId, Preset, QuestionId, QuestionKind, RequestId, Turn, Wizard,
};

/// Marsaglia's xorshift: the same walk for the same seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.roll() % end as u64).unwrap()
    }

    fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.below(from.len())]
    }

    fn one_in(&mut self, chances: usize) -> bool {
        self.below(chances) == 0
    }
}

/// What the walk counts, so that it cannot pass by going nowhere.
#[derive(Debug, Default)]
struct Tally {
    runs: usize,
    one_way_runs: usize,
    consents: usize,
    stops: usize,
    refusals: usize,
    blocked: usize,
    stale: usize,
    pages: BTreeSet<PageId>,
}

struct Walk {
    dice: Dice,
    wizard: Wizard,
    worlds: Vec<Observed>,
    fargate: crate::domain::fargate::FargateFacts,
    /// Requests that nobody answered yet.
    open: Vec<Effect>,
    /// The highest request so far.
    last: RequestId,
    /// The plan of the run under way.
    plan: Option<Plan>,
    /// Steps whose consent was asked for and not given.
    asked: BTreeSet<StepId>,
    has_stopped: bool,
    /// Whether the world was read since the last run began.
    is_read: bool,
    tally: Tally,
}

fn worlds() -> Vec<Observed> {
    let mut all = vec![
        fixture::fresh(),
        fixture::in_mode(AuthenticationMode::ApiAndConfigMap),
        fixture::in_mode(AuthenticationMode::Api),
        fixture::world(|o| o.aws_auth = fixture::absent()),
        fixture::world(|o| o.caller = fixture::caller("arn:aws:sts::444455556666:assumed-role/Guest/me")),
        fixture::world(|o| fixture::of_spark(o).object = fixture::absent()),
    ];
    all.extend(Method::ALL.map(fixture::done));
    all
}

impl Walk {
    fn new(seed: u64) -> Self {
        Self {
            dice: Dice(seed),
            wizard: Wizard::new(Preset::default()),
            worlds: worlds(),
            fargate: super::fargate::facts(&fixture::fresh()),
            open: Vec::new(),
            last: RequestId(0),
            plan: None,
            asked: BTreeSet::new(),
            has_stopped: false,
            is_read: false,
            tally: Tally::default(),
        }
    }

    /// The next message: mostly what makes sense now, often enough anything at all.
    fn next(&mut self) -> Msg {
        if self.dice.one_in(3) {
            return self.anything();
        }
        match self.wizard.turn() {
            Turn::Ask(question) => self.sensible(question.id, &question.kind),
            Turn::Stuck(_) => Msg::TryAgain,
            Turn::Finished => self.dice.pick(&[Msg::Replan, Msg::Back, Msg::GoTo(PageId::Cluster)]).clone(),
            Turn::Wait if self.wizard.is_complete() => Msg::AcceptPage,
            Turn::Wait if self.wizard.run.is_some() => self.happening(),
            Turn::Wait => match self.open.pop() {
                Some(effect) => self.reply(&effect),
                None => Msg::Start,
            },
        }
    }

    fn sensible(&mut self, id: QuestionId, kind: &QuestionKind) -> Msg {
        match kind {
            QuestionKind::Choose { choices, .. } if !choices.is_empty() && id != QuestionId::SignIn => {
                let word = self.dice.pick(choices).value.to_string();
                say(id, &word)
            }
            QuestionKind::Several { choices, .. } if !choices.is_empty() => {
                let words: Vec<String> =
                    (0..=self.dice.below(2)).map(|_| self.dice.pick(choices).value.to_string()).collect();
                // Now and then a name comes twice, which is refused.
                say(id, &words.join(", "))
            }
            QuestionKind::Several { .. } => say(id, "dev"),
            QuestionKind::Choose { .. } if id == QuestionId::SignIn => say(id, "use"),
            QuestionKind::Choose { .. } | QuestionKind::Typed { .. } => say(id, "dev"),
            QuestionKind::YesNo { .. } => yes(id),
            QuestionKind::Text { default } => say(id, default),
            QuestionKind::Document { default } => {
                say(id, &self.wizard.with_emr_entry(default.exact()).unwrap_or_default())
            }
        }
    }

    fn anything(&mut self) -> Msg {
        const WORDS: [&str; 20] = [
            "use",
            "again",
            "practice",
            "dev",
            "other",
            "us-east-1/dev",
            "eu-west-1/far",
            "spark",
            "team-a",
            "kube-system",
            "automatic",
            "manual",
            "access-entry",
            "aws-1.21",
            "eksctl",
            "attach",
            "yes",
            "stop",
            "commands",
            "My NS",
        ];
        match self.dice.below(16) {
            0 => Msg::Start,
            1 => Msg::AcceptPage,
            2 => Msg::Back,
            3 | 4 => Msg::GoTo(self.dice.pick(&PAGES).id),
            5 => Msg::TryAgain,
            6 => Msg::Replan,
            7 => Msg::StopRun,
            8 => yes(*self.dice.pick(&QuestionId::ALL)),
            9 => no(*self.dice.pick(&QuestionId::ALL)),
            10 | 11 => say(*self.dice.pick(&QuestionId::ALL), WORDS[self.dice.below(WORDS.len())]),
            12 => self.happening(),
            13 => yes(QuestionId::Approve),
            14 if !self.open.is_empty() => {
                let at = self.dice.below(self.open.len());
                let effect = self.open.swap_remove(at);
                self.reply(&effect)
            }
            _ => self.stale(),
        }
    }

    /// The outside's answer to a request, now and then a bad one.
    fn reply(&mut self, effect: &Effect) -> Msg {
        let fails = self.dice.one_in(8);
        match effect {
            Effect::Identify { request }
            | Effect::SignIn { request, .. }
            | Effect::RenewSso { request }
            | Effect::OpenPractice { request }
                if fails =>
            {
                Msg::Identified { request: *request, result: Err(trouble()) }
            }
            Effect::Identify { request } | Effect::SignIn { request, .. } | Effect::RenewSso { request } => {
                identified(request.0, None)
            }
            Effect::OpenPractice { request } => identified(request.0, Some("fresh")),
            Effect::ListClusters { request } => match self.dice.below(3) {
                // More is to come for this one.
                0 => {
                    self.open.insert(0, effect.clone());
                    listed(request.0, "us-east-1", &["dev", "other"])
                }
                1 => {
                    self.open.insert(0, effect.clone());
                    listed(request.0, "eu-west-1", &["far"])
                }
                _ => all_listed(request.0),
            },
            Effect::FindCluster { request, .. } if fails => found(request.0, Err(trouble())),
            Effect::FindCluster { request, .. } => found(request.0, Ok(fixture::cluster())),
            Effect::LookInto { request, namespaces, .. } => {
                let found = namespaces.iter().map(|name| (name.clone(), Some(true), None)).collect();
                Msg::LookedInto { request: *request, found }
            }
            Effect::ListNamespaces { request, .. } if fails => {
                Msg::Namespaces { request: *request, cluster: Err(trouble()), namespaces: Err(trouble()) }
            }
            Effect::ListNamespaces { request, .. } => namespaces(request.0, &["spark", "team-a"]),
            Effect::Observe { request, .. } if fails => unobserved(request.0),
            Effect::Observe { request, region, cluster, namespaces, fargate, .. } => {
                let mut world = self.dice.pick(&self.worlds).clone();
                (world.cluster.arn.region, world.cluster.arn.name) = (region.clone(), cluster.clone());
                let facts = world.namespaces.values().next().unwrap().clone();
                for name in namespaces {
                    world.namespaces.entry(name.clone()).or_insert_with(|| facts.clone());
                }
                let looks = *fargate != crate::domain::fargate::FargateLook::No;
                world.fargate = looks.then(|| self.fargate.clone());
                observed(request.0, &world)
            }
            Effect::LookAtFargate { request, .. } => {
                Msg::Fargate { request: *request, result: Ok(Box::new((self.fargate.clone(), BTreeMap::new()))) }
            }
            Effect::Apply { .. }
            | Effect::Consent { .. }
            | Effect::StopRun
            | Effect::HurryRun
            | Effect::Abandon { .. } => {
                unreachable!("it is answered by events, or not at all")
            }
        }
    }

    /// An answer to a request that was made long ago, or never.
    fn stale(&mut self) -> Msg {
        let request = self.dice.below(usize::try_from(self.last.0).unwrap() + 1) as u64;
        let is_open = self.open.iter().any(|effect| request_of(effect) == Some(RequestId(request)));
        if is_open {
            return Msg::Back;
        }
        self.tally.stale += 1;
        match self.dice.below(3) {
            0 => identified(request, None),
            1 => namespaces(request, &["stale"]),
            _ => observed(request, &fixture::fresh()),
        }
    }

    /// Something that a run tells; where there is none, it tells it all the same.
    fn happening(&mut self) -> Msg {
        let Some(plan) = self.plan.clone() else {
            return over(RunEnd::Done);
        };
        let step = self.dice.pick(&plan.steps).id.clone();
        match self.dice.below(9) {
            0 => over(RunEnd::Done),
            1 => proved(),
            2 => over(RunEnd::Failed),
            3 if self.has_stopped => over(RunEnd::Stopped),
            3 | 4 => started(&plan),
            5 | 6 => awaiting(&step),
            7 => event(1, crate::plan::run::RunEventKind::StepStarted { step, attempt: 1 }),
            _ => ended(&step, StepOutcome::Applied),
        }
    }

    fn go(&mut self) {
        let msg = self.next();
        let before = self.wizard.clone();
        let effects = self.wizard.update(msg.clone());
        self.is_read |= before.observed.is_loading() && self.wizard.observed.ready().is_some();
        let what = format!("{} on {:?}: {effects:?}", short(&msg), before.page).chars().take(300).collect::<String>();
        self.check_state(&msg, &before, &what);
        let begun = effects.iter().filter(|effect| !matches!(effect, Effect::Abandon { .. })).count();
        assert!(begun < 2, "one thing at a time: {what}");
        for effect in effects {
            self.check_effect(&effect, &msg, &before, &what);
        }
        if self.wizard.run.as_ref().is_none_or(crate::wizard::RunView::is_over) {
            self.asked.clear();
        }
        self.tally.pages.insert(self.wizard.page);
    }

    /// What holds after every message.
    fn check_state(&mut self, msg: &Msg, before: &Wizard, what: &str) {
        let wizard = &self.wizard;
        assert!(wizard.can_show(wizard.page), "the page in front can be shown: {what}");
        assert!(wizard.run.is_none() || wizard.page >= PageId::Run, "a run is in front: {what}");
        assert!(wizard.answers.namespaces.iter().all(|name| !name.is_system()), "{what}");
        if let Turn::Ask(question) = wizard.turn() {
            assert!(wizard.page.page().questions.contains(&question.id), "{question:?}: {what}");
            assert!(wizard.applies(question.id), "{question:?}: {what}");
        }
        if let (Some(review), Load::Ready(observed)) = (&wizard.review, &wizard.observed) {
            let made = wizard.resolve(observed);
            assert!(is_running(wizard) || made.as_ref() == Some(&review.desired), "the plan is the answers': {what}");
        }
        if wizard.run.is_some() && before.run.is_none() {
            assert!(matches!(msg, Msg::Answered { question: QuestionId::Approve, .. }), "{what}");
        }
        if matches!(msg, Msg::Answered { .. }) && wizard.complaint.is_some() {
            self.tally.refusals += 1;
            let kept = (before.page, &before.answers) == (wizard.page, &wizard.answers);
            assert!(kept, "a refused answer changes nothing: {what}");
        }
        if let (Msg::Run(event), Some(_)) = (msg, &wizard.run)
            && let crate::plan::run::RunEventKind::AwaitingConsent { step } = &event.kind
        {
            self.asked.insert(step.clone());
        }
    }

    fn check_effect(&mut self, effect: &Effect, msg: &Msg, before: &Wizard, what: &str) {
        match effect {
            Effect::Apply { plan, observed, .. } => {
                self.check_apply(plan, observed, msg, before, what);
            }
            Effect::Consent { step, .. } => {
                assert!(is_running(before), "{what}");
                assert!(self.asked.remove(step), "asked for, and once: {what}");
                self.tally.consents += 1;
            }
            Effect::StopRun => {
                assert!(is_running(before) && !self.has_stopped, "{what}");
                self.has_stopped = true;
                self.asked.clear();
                self.tally.stops += 1;
            }
            Effect::HurryRun => assert!(is_running(before), "{what}"),
            Effect::Abandon { request } => {
                assert!(*request <= self.last, "it was begun: {what}");
                self.open.retain(|effect| request_of(effect) != Some(*request));
            }
            reading => {
                assert!(!is_running(before), "nothing is read while a run is under way: {what}");
                let request = request_of(reading).unwrap();
                assert!(request > self.last, "{what}");
                self.last = request;
                self.open.push(reading.clone());
            }
        }
    }

    fn check_apply(&mut self, plan: &Plan, observed: &Observed, msg: &Msg, before: &Wizard, what: &str) {
        assert_eq!(*msg, yes(QuestionId::Approve), "{what}");
        assert_eq!(before.page, PageId::Review, "{what}");
        assert!(before.run.is_none(), "{what}");
        assert!(std::mem::take(&mut self.is_read), "one run for one reading of the world: {what}");
        let review: &Review = before.review.as_ref().expect("a plan was in front");
        assert!(!review.is_blocked(), "{what}");
        assert!(review.plan == *plan && plan.hash() == review.hash, "what runs is what was shown: {what}");
        assert_eq!(before.observed.ready(), Some(observed), "{what}");
        if plan.one_way().next().is_some() {
            assert_eq!(before.answers.one_way, Some(true), "{what}");
            self.tally.one_way_runs += 1;
        }
        self.plan = Some(plan.clone());
        self.has_stopped = false;
        self.asked.clear();
        self.tally.runs += 1;
    }
}

fn is_running(wizard: &Wizard) -> bool {
    wizard.run.as_ref().is_some_and(|run| !run.is_over())
}

fn request_of(effect: &Effect) -> Option<RequestId> {
    match effect {
        Effect::Identify { request }
        | Effect::SignIn { request, .. }
        | Effect::RenewSso { request }
        | Effect::OpenPractice { request }
        | Effect::ListClusters { request }
        | Effect::FindCluster { request, .. }
        | Effect::LookInto { request, .. }
        | Effect::ListNamespaces { request, .. }
        | Effect::LookAtFargate { request, .. }
        | Effect::Observe { request, .. } => Some(*request),
        Effect::Apply { .. } | Effect::Consent { .. } | Effect::StopRun | Effect::HurryRun | Effect::Abandon { .. } => {
            None
        }
    }
}

#[test]
fn whatever_comes_in_whatever_order() {
    let mut all = Tally::default();
    for seed in 1..=36_u64 {
        let mut walk = Walk::new(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        for _ in 0..400 {
            let was_blocked = walk.wizard.review.as_ref().is_some_and(Review::is_blocked);
            walk.go();
            walk.tally.blocked += usize::from(was_blocked);
        }
        let Tally { runs, one_way_runs, consents, stops, refusals, blocked, stale, pages } = walk.tally;
        all.runs += runs;
        all.one_way_runs += one_way_runs;
        all.consents += consents;
        all.stops += stops;
        all.refusals += refusals;
        all.blocked += blocked;
        all.stale += stale;
        all.pages.extend(pages);
    }
    let enough = [all.runs, all.one_way_runs, all.consents, all.stops, all.blocked].iter().all(|count| *count >= 20);
    assert!(enough && all.refusals > 500 && all.stale > 200 && all.pages.len() == PAGES.len(), "{all:?}");
}

/// The typed name is the only thing between a one-way plan and its run, so it is walked around by every short way.
#[test]
fn no_short_way_around_the_typed_name() {
    let moves = [
        Msg::Back,
        Msg::AcceptPage,
        Msg::GoTo(PageId::Review),
        Msg::GoTo(PageId::SignIn),
        no(QuestionId::Approve),
        yes(QuestionId::OneWay),
        say(QuestionId::OneWay, "de"),
        say(QuestionId::VirtualClusterName, "other"),
    ];
    let start = at_review("access-entry", &fixture::fresh());
    for first in &moves {
        for second in &moves {
            for third in &moves {
                let mut wizard = start.clone();
                let mut effects = Vec::new();
                for msg in [first, second, third] {
                    effects.extend(send(&mut wizard, msg.clone()));
                }
                effects.extend(wizard.update(yes(QuestionId::Approve)));
                assert_eq!(effects, [], "{} {} {}", short(first), short(second), short(third));
                let Answers { one_way, .. } = &wizard.answers;
                assert_eq!((*one_way, &wizard.run), (None, &None));
            }
        }
    }
}
