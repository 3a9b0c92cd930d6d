//! A run over the fake world: planned by the real planner, its clock, journal and person by script.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use emr_onramp::apply::{Person, RunInput, RunPorts, run};
use emr_onramp::domain::desired::{CallerPermissions, NamespaceWish, NonEmpty};
use emr_onramp::domain::{Desired, Method, NamespaceName, Observed, RunId};
use emr_onramp::plan::proof::{Proof, Verdict};
use emr_onramp::plan::run::{Consent, JournalRecord, RunEnd, RunEvent, RunEventKind, StepOutcome};
use emr_onramp::plan::{Plan, StepId};
use emr_onramp::planner::{best_rule_set, review};
use emr_onramp::ports::{CallLog, Clock, Journal, PortResult};
use jiff::Timestamp;
use tokio::sync::watch;

use super::fake::{Event, Fake, World};
use super::fake_lane::{Happening, Moment};
use crate::rig::of;

#[async_trait]
impl Clock for Fake {
    fn now(&self) -> Timestamp {
        let world = self.world();
        world.now + world.skew
    }

    async fn wait(&self, how_long: Duration) {
        // Nothing can go wrong with it but that nobody sees its end.
        let _ = self
            .call(Event::Wait, "wait", |world| {
                world.pass(how_long);
                Ok(())
            })
            .await;
    }
}

/// Keeps records, each in its place among the calls.
struct Records {
    fake: Fake,
    plan: Plan,
    kept: Mutex<Vec<JournalRecord>>,
}

#[async_trait]
impl Journal for Records {
    async fn append(&self, record: &JournalRecord) -> PortResult<()> {
        let name = match record {
            JournalRecord::Run { .. } => "Run",
            JournalRecord::Resumed { .. } => "Resumed",
            JournalRecord::Intent { .. } => "Intent",
            JournalRecord::Result { .. } => "Result",
            JournalRecord::End { .. } => "End",
        };
        let namespace = match record {
            JournalRecord::Intent { step, .. } | JournalRecord::Result { step, .. } => {
                self.plan.step(step).and_then(|step| step.operation.namespace())
            }
            JournalRecord::Run { .. } | JournalRecord::Resumed { .. } | JournalRecord::End { .. } => None,
        };
        self.fake.note(namespace, Moment::Begins(Event::Record(name)));
        // A disk takes its time, in which other namespaces go on.
        tokio::task::yield_now().await;
        if let Err(error) = self.fake.call_in(namespace, Event::Record(name), name, |_| Ok(())).await {
            self.fake.note(namespace, Moment::IsLost);
            return Err(error);
        }
        self.fake.note(namespace, Moment::Ends(Event::Record(name)));
        self.kept.lock().unwrap().push(record.clone());
        Ok(())
    }

    fn note(&self, _event: &RunEvent) {}

    async fn back_up(&self, _name: &str, _text: &str) -> PortResult<()> {
        self.fake.call(Event::Record("Backup"), "Backup", |_| Ok(())).await
    }
}

/// A person who answers by script, and stops before the step of a number, counted from 0.
#[derive(Default)]
pub(crate) struct Scripted {
    pub(crate) consents: Mutex<VecDeque<Consent>>,
    pub(crate) stop_before: Option<usize>,
    /// Whether they no longer wait.
    pub(crate) hurry: watch::Sender<bool>,
    asked: Mutex<usize>,
}

impl Scripted {
    /// Says yes to the first so many steps, then something else.
    pub(crate) fn yes_then(count: usize, last: Consent) -> Self {
        let mut consents: VecDeque<Consent> = std::iter::repeat_n(Consent::Yes, count).collect();
        consents.push_back(last);
        Self { consents: Mutex::new(consents), ..Self::default() }
    }

    /// Wants to stop before a step.
    pub(crate) fn stop_before(step: usize) -> Self {
        Self { stop_before: Some(step), ..Self::default() }
    }
}

#[async_trait]
impl Person for Scripted {
    async fn consent(&self, _: &StepId) -> Consent {
        self.consents.lock().unwrap().pop_front().unwrap_or(Consent::Yes)
    }

    fn wants_to_stop(&self) -> bool {
        let mut asked = self.asked.lock().unwrap();
        *asked += 1;
        self.stop_before.is_some_and(|step| *asked > step)
    }

    fn is_in_a_hurry(&self) -> bool {
        *self.hurry.borrow()
    }

    async fn hurries(&self) {
        // The sender is this person's own, so it cannot be gone.
        let _ = self.hurry.subscribe().wait_for(|hurries| *hurries).await;
    }
}

/// A method on a world, planned but not run.
pub(crate) struct Scene {
    pub(crate) fake: Fake,
    pub(crate) desired: Desired,
    pub(crate) run: RunId,
}

impl Scene {
    /// One namespace with a virtual cluster.
    pub(crate) fn new(method: Method, world: World) -> Self {
        Self::of_namespaces(method, world, &["spark"])
    }

    /// Several namespaces, each with a virtual cluster.
    pub(crate) fn of_namespaces(method: Method, world: World, names: &[&str]) -> Self {
        let wish = |name: &&str| NamespaceWish {
            name: of(name),
            create: true,
            virtual_cluster: Some(of(&format!("{name}-vc"))),
        };
        let wishes: Vec<NamespaceWish> = names.iter().map(wish).collect();
        let desired = Desired {
            region: of("us-east-1"),
            cluster: of("dev"),
            namespaces: NonEmpty::try_from(wishes).unwrap(),
            method,
            rule_set: best_rule_set(method, of("1.33")),
            service_linked_role: true,
            caller_permissions: CallerPermissions::Attach,
            allowed_system_namespaces: Vec::new(),
            fargate: None,
            aws_auth_text: None,
        };
        Self { fake: Fake::new(world), desired, run: "1-run".parse().unwrap() }
    }

    fn namespaces(&self) -> Vec<NamespaceName> {
        self.desired.namespaces.iter().map(|wish| wish.name.clone()).collect()
    }

    /// What somebody sees who looks at everything that the plan is about.
    pub(crate) fn observed(&self) -> Observed {
        let mut world = self.fake.world();
        let mut observed = world.observed(&self.namespaces());
        observed.fargate = self.desired.fargate.as_ref().map(|wish| world.fargate_facts(wish.role.name()));
        observed
    }

    /// What the world looks like now, planned and found good to run.
    pub(crate) fn input(&self, ask_each: bool) -> RunInput {
        let observed = self.observed();
        let review = review(&self.desired, &observed, &[]);
        assert!(!review.is_blocked(), "{:?}", review.findings);
        RunInput { plan: review.plan, observed, run: self.run.clone(), ask_each, past: None }
    }

    /// Plans and runs, nobody asked.
    pub(crate) async fn go(&self) -> Ran {
        self.carry_out(self.input(false), Scripted::default()).await
    }

    /// Runs a plan.
    pub(crate) async fn carry_out(&self, input: RunInput, person: Scripted) -> Ran {
        let plan = input.plan.clone();
        let is_resumed = input.past.is_some();
        let events: Arc<Mutex<Vec<RunEvent>>> = Arc::default();
        let heard = events.clone();
        let journal = Arc::new(Records { fake: self.fake.clone(), plan: plan.clone(), kept: Mutex::default() });
        let ports = RunPorts {
            cloud: Arc::new(self.fake.clone()),
            clock: Arc::new(self.fake.clone()),
            journal: journal.clone(),
            calls: CallLog::default(),
            person: Arc::new(person),
            events: Arc::new(move |event| heard.lock().unwrap().push(event)),
        };
        let end = run(input, ports).await;
        let (story, waited) = self.fake.told();
        let ran = Ran {
            end,
            plan,
            is_resumed,
            events: events.lock().unwrap().clone(),
            records: journal.kept.lock().unwrap().clone(),
            story,
            happenings: self.fake.world().happenings.clone(),
            waited,
        };
        ran.check();
        ran
    }
}

/// What came of a run.
pub(crate) struct Ran {
    pub(crate) end: RunEnd,
    pub(crate) plan: Plan,
    is_resumed: bool,
    pub(crate) events: Vec<RunEvent>,
    pub(crate) records: Vec<JournalRecord>,
    pub(crate) story: Vec<Event>,
    pub(crate) happenings: Vec<Happening>,
    pub(crate) waited: Duration,
}

impl Ran {
    /// How each step ended, by its kind.
    pub(crate) fn outcomes(&self) -> Vec<(&str, StepOutcome)> {
        let ended = self.events.iter().filter_map(|event| match &event.kind {
            RunEventKind::StepEnded { step, outcome } => {
                Some((step.as_str().split(':').next().unwrap(), outcome.clone()))
            }
            _ => None,
        });
        ended.collect()
    }

    /// How the step of a kind ended.
    pub(crate) fn outcome(&self, kind: &str) -> StepOutcome {
        self.outcomes().into_iter().find(|(word, _)| *word == kind).unwrap().1
    }

    /// The words for how the steps of a namespace ended, in order; without one, of those that serve all.
    pub(crate) fn words_of(&self, namespace: Option<&str>) -> Vec<&'static str> {
        let ended = self.events.iter().filter_map(|event| match &event.kind {
            RunEventKind::StepEnded { step, outcome } => Some((self.lane(step), outcome.word())),
            _ => None,
        });
        ended.filter(|(lane, _)| lane.map(NamespaceName::as_str) == namespace).map(|(_, word)| word).collect()
    }

    /// The word for how the step of a kind ended, and its reason.
    pub(crate) fn said(&self, kind: &str) -> (&'static str, String) {
        let outcome = self.outcome(kind);
        let reason = match &outcome {
            StepOutcome::Failed { reason } | StepOutcome::Unknown { reason } => reason.to_string(),
            StepOutcome::Drifted { seen, .. } => seen.to_string(),
            StepOutcome::Applied | StepOutcome::AlreadyPresent | StepOutcome::Skipped => String::new(),
        };
        (outcome.word(), reason)
    }

    /// The writing calls, in order.
    pub(crate) fn writes(&self) -> Vec<&'static str> {
        self.story
            .iter()
            .filter_map(|event| if let Event::Write(call, _) = event { Some(*call) } else { None })
            .collect()
    }

    /// How often a call was made.
    pub(crate) fn count(&self, wanted: &str) -> usize {
        let is = |event: &&Event| matches!(event, Event::Read(call) | Event::Write(call, _) if *call == wanted);
        self.story.iter().filter(is).count()
    }

    /// The tokens of a writing call, in order.
    pub(crate) fn tokens(&self, wanted: &str) -> Vec<String> {
        let token = |event: &Event| match event {
            Event::Write(call, token) if *call == wanted => token.clone(),
            _ => None,
        };
        self.story.iter().filter_map(token).collect()
    }

    /// The proof.
    pub(crate) fn proof(&self) -> &Proof {
        let proof = self.events.iter().find_map(|event| match &event.kind {
            RunEventKind::Proved { proof } => Some(proof),
            _ => None,
        });
        proof.expect("the run was proved")
    }

    /// The word for a check's verdict.
    pub(crate) fn verdict(&self, wanted: &str) -> String {
        let of_check = self.proof().verdicts.iter().find_map(|verdict| match verdict {
            Verdict::Holds(check) if check.word() == wanted => Some("holds".to_owned()),
            Verdict::Fails { check, seen } if check == wanted => Some(format!("fails: {seen}")),
            Verdict::NotLooked { check, .. } if check == wanted => Some("not looked".to_owned()),
            _ => None,
        });
        of_check.unwrap_or_else(|| "not there".to_owned())
    }

    /// What holds for every run, whatever goes wrong.
    fn check(&self) {
        self.check_events();
        self.check_writes();
        let told: Vec<&StepId> = self
            .events
            .iter()
            .filter_map(|event| match &event.kind {
                RunEventKind::StepEnded { step, .. } => Some(step),
                _ => None,
            })
            .collect();
        assert_eq!(told.len(), self.plan.steps.len(), "every step ends once");
        // Each namespace's steps together with those that serve all: for one namespace these are all steps.
        for wish in self.plan.namespaces() {
            let is_near = |id: &StepId| self.lane(id).is_none_or(|namespace| *namespace == wish.name);
            let told: Vec<&StepId> = told.iter().copied().filter(|id| is_near(id)).collect();
            let planned: Vec<&StepId> = self.plan.steps.iter().map(|step| &step.id).filter(|id| is_near(id)).collect();
            assert_eq!(told, planned, "every step ends once, in order");
        }
    }

    /// The namespace that a step belongs to, if it belongs to one.
    fn lane(&self, id: &StepId) -> Option<&NamespaceName> {
        self.plan.step(id).unwrap().operation.namespace()
    }

    fn check_events(&self) {
        assert!(self.events.is_sorted_by_key(|event| event.elapsed_ms), "time goes forward");
        assert!(matches!(self.events[0].kind, RunEventKind::Started { .. }), "the start comes first");
        // One step at a time in each namespace, and none beside one that serves all.
        let mut under_way: BTreeMap<Option<&NamespaceName>, &StepId> = BTreeMap::new();
        for event in &self.events {
            match &event.kind {
                RunEventKind::StepStarted { step, attempt } => {
                    let lane = self.lane(step);
                    let open = under_way.insert(lane, step);
                    assert_eq!(open.is_none(), *attempt == 1, "{step} begins with its first try");
                    assert!(open.is_none_or(|open| open == step), "{step} begins while another is under way");
                    let is_alone = lane.is_some() && !under_way.contains_key(&None) || under_way.len() == 1;
                    assert!(is_alone, "{step} begins beside {under_way:?}");
                }
                RunEventKind::StepEnded { step, outcome } => {
                    let open = under_way.remove(&self.lane(step));
                    // One that is skipped was not begun, or waited for something else; one of an earlier process is told.
                    let may_be_still = *outcome == StepOutcome::Skipped || self.is_resumed;
                    assert!(open == Some(step) || open.is_none() && may_be_still, "{step}: {open:?}");
                }
                _ => {}
            }
        }
        assert!(under_way.is_empty(), "{under_way:?}");
    }

    /// No write without an intent since the last result, and none behind the last record: in each namespace, and for
    /// what serves all.
    fn check_writes(&self) {
        let mut may_write: BTreeMap<Option<&NamespaceName>, bool> = BTreeMap::new();
        for (namespace, moment) in &self.happenings {
            let may_write = may_write.entry(namespace.as_ref()).or_default();
            match moment {
                Moment::Ends(Event::Record("Intent")) => *may_write = true,
                Moment::Begins(Event::Record(name)) if *name != "Intent" => *may_write = false,
                Moment::Begins(Event::Write(call, _)) => {
                    assert!(*may_write, "{call} in {namespace:?} without an intent");
                }
                Moment::Begins(_) | Moment::Ends(_) | Moment::IsLost => {}
            }
        }
        let lanes: BTreeSet<&NamespaceName> = self.plan.steps.iter().filter_map(|s| s.operation.namespace()).collect();
        if lanes.len() > 1 {
            return;
        }
        // With one namespace the whole story is one line.
        let mut may_write = false;
        for event in &self.story {
            match event {
                Event::Record("Intent") => may_write = true,
                Event::Record(_) => may_write = false,
                Event::Write(call, _) => assert!(may_write, "{call} without an intent"),
                Event::Read(_) | Event::Wait => {}
            }
        }
    }
}
