//! One seed: the run, its mishaps, what goes on with it, the undo, and the judgement.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use emr_onramp::adapters::file::PrivateFolder;
use emr_onramp::adapters::record::{Recorder, Records};
use emr_onramp::apply::RunInput;
use emr_onramp::domain::RunId;
use emr_onramp::domain::observed::VirtualClusterState;
use emr_onramp::journal::Past;
use emr_onramp::observe;
use emr_onramp::plan::proof::Proof;
use emr_onramp::plan::run::{RunEnd, StepOutcome};
use emr_onramp::planner::review;
use emr_onramp::planner::undo::{undo_question, undo_review};
use emr_onramp::ports::eks::UpdateStatus;
use jiff::SignedDuration;

use super::column::{Cell, cell, stop};
use super::judge::{Conduct, Picture, differences, forgotten, missing, names, picture, without_what_stays};
use super::process::{Life, Place, live, tear};
use super::script::{Ground, STRANGER, Segment, roll};
use super::setting::{PROFILE_TAKES, Setting, UPDATE_TAKES};
use crate::support::dice::Dice;
use crate::support::fake::Fake;
use crate::support::fake_ledger::By;
use crate::support::fake_run::{Scene, Scripted};

/// How many processes in which nothing goes wrong a run gets to come to its end.
const WELL: usize = 4;

/// What became of a seed.
pub(super) struct Verdict {
    /// The seed, what it set up and what went wrong, in one line.
    pub(super) text: String,
    /// What must not be.
    pub(super) faults: Vec<String>,
    /// The cells of the fault matrix that were met.
    pub(super) hits: BTreeMap<Cell, u32>,
    /// How many processes there were.
    pub(super) processes: usize,
    /// Whether the run came to its end.
    pub(super) is_done: bool,
    /// Whether it was taken back.
    pub(super) is_undone: bool,
    /// Everything that was changed in the world, in order.
    pub(super) deeds: Vec<String>,
}

/// Which run is driven.
#[derive(Clone, Copy)]
enum Which<'w> {
    Run,
    Undo(&'w Past),
}

/// How driving a run came to an end.
struct Driven {
    run: Option<RunId>,
    /// Whether the run says that it is done.
    is_done: bool,
    last: Life,
    /// Why it could not go on.
    why: Option<String>,
    /// Whether something went wrong while the last process looked at what it had done: what it could not see it says.
    proof_is_disturbed: bool,
}

pub(super) struct Trial {
    seed: u64,
    dice: Dice,
    setting: Setting,
    scene: Scene,
    caller: String,
    records: Records,
    _folder: PrivateFolder,
    verdict: Verdict,
    /// Whether something happened that the run may have to stop at for good.
    is_contrary: bool,
    /// Whether a webhook made another text of aws-auth.
    was_rewritten: bool,
    undo_from: usize,
}

impl Trial {
    pub(super) fn new(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let setting = Setting::roll(&mut dice);
        let scene = setting.stage();
        let memory = Path::new("/dev/shm");
        let parent = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        let folder = PrivateFolder::new(&parent, &format!("emr-onramp-seed-{seed}")).unwrap();
        let verdict = Verdict {
            text: format!("seed {seed}: {setting}"),
            faults: Vec::new(),
            hits: BTreeMap::new(),
            processes: 0,
            is_done: false,
            is_undone: false,
            deeds: Vec::new(),
        };
        let caller = scene.fake.world().caller.clone();
        let records = Records::at(&folder.path().join("state"));
        Self {
            seed,
            dice,
            setting,
            scene,
            caller,
            records,
            _folder: folder,
            verdict,
            is_contrary: false,
            was_rewritten: false,
            undo_from: usize::MAX,
        }
    }

    /// Plays the seed.
    pub(super) async fn play(mut self) -> Verdict {
        let wanted = self.undisturbed().await;
        let before = picture(&mut self.scene.fake.world());
        let plan = self.scene.input(false).plan;
        let setting = self.setting.clone();
        let script = roll(&mut self.dice, &Ground::new(&setting, &plan, self.seed));
        let is_abandoned = self.dice.one_in(5);
        let driven = self.drive(Which::Run, script, if is_abandoned { 0 } else { WELL }).await;
        self.verdict.is_done = driven.is_done;
        if driven.is_done {
            self.judge_done(&driven);
        } else if is_abandoned {
            self.verdict.text += "; abandoned";
        } else {
            self.judge_end(&driven, "the run");
        }
        if driven.is_done && !self.is_contrary {
            let found = picture(&mut self.scene.fake.world());
            self.blame(differences(&wanted, &found), "not as undisturbed");
        }
        if driven.is_done || is_abandoned {
            self.take_back(driven.run.as_ref(), before).await;
        }
        self.judge_conduct();
        self.verdict.deeds = self.scene.fake.world().ledger.deeds.iter().map(|deed| format!("{deed:?}")).collect();
        self.verdict
    }

    /// What the world looks like after a run in which nothing goes wrong.
    async fn undisturbed(&mut self) -> Picture {
        let scene = self.setting.stage();
        let ran = scene.go().await;
        if ran.end != RunEnd::Done || !ran.proof().holds() {
            self.verdict.faults.push(format!("undisturbed it ended {:?}: {:?}", ran.end, ran.outcomes()));
        }
        picture(&mut scene.fake.world())
    }

    /// Runs processes until the run is done, or nothing changes any more.
    async fn drive(&mut self, which: Which<'_>, script: Vec<Segment>, well: usize) -> Driven {
        let scripted = script.len();
        let mut segments = script.into_iter();
        let mut driven =
            Driven { run: None, is_done: false, last: Life::default(), why: None, proof_is_disturbed: false };
        for _ in 0..scripted + well {
            let segment = segments.next().unwrap_or(Segment { acts: Vec::new() });
            self.heal();
            let (recorder, input) = match self.open(which, &mut driven.run).await {
                Ok(Some(opened)) => opened,
                Ok(None) => {
                    driven.is_done = true;
                    break;
                }
                Err(why) => {
                    driven.why = Some(why);
                    break;
                }
            };
            self.verdict.processes += 1;
            (driven.last, driven.proof_is_disturbed) = self.process(recorder, input, segment).await;
            if let Some(run) = &driven.run {
                self.judge_journal(run, &which);
            }
            driven.is_done = driven.last.end == Some(RunEnd::Done);
            if driven.is_done {
                break;
            }
        }
        driven
    }

    async fn process(&mut self, recorder: Recorder, input: RunInput, segment: Segment) -> (Life, bool) {
        let is_undo = input.plan.undo.is_some();
        let run = input.run.clone();
        if !segment.acts.is_empty() {
            let undo = if is_undo { "undo " } else { "" };
            self.verdict.text += &format!("; {undo}process {}: {}", self.verdict.processes, segment.text());
        }
        let stop_before = segment.acts.iter().find_map(|act| act.stop_before);
        let consents = segment.acts.iter().find_map(|act| act.consents);
        let person = match (consents, stop_before) {
            (Some((count, word)), _) => Scripted::yes_then(count, word),
            (None, Some(step)) => Scripted::stop_before(step),
            (None, None) => Scripted::default(),
        };
        let input = RunInput { ask_each: consents.is_some(), ..input };
        let rival_at = segment.acts.iter().find_map(|act| act.rival_at);
        let tears = segment.acts.iter().any(|act| act.tears);
        let contrary: BTreeSet<u8> = segment.acts.iter().filter(|act| act.is_contrary).map(|act| act.row).collect();
        for act in segment.acts {
            act.put(&self.scene.fake);
        }
        let place = Place {
            fake: &self.scene.fake,
            records: &self.records,
            rival_at,
            is_one_line: self.setting.names.len() == 1,
        };
        let sent = self.sent();
        let mut life = live(&place, recorder, input, person).await;
        if self.scene.fake.world().caller.contains(STRANGER) && self.sent() != sent {
            self.blame(vec!["something was sent for somebody else".to_owned()], "process");
        }
        self.blame(std::mem::take(&mut life.faults), "process");
        if life.end.is_none() && tears {
            tear(&self.records, &run);
        }
        let world = &mut *self.scene.fake.world();
        let ledger = &mut world.ledger;
        if life.end == Some(RunEnd::Stopped) {
            ledger.hits.push(stop(ledger.step.clone()));
        }
        let mut proof_is_disturbed = false;
        for hit in ledger.hits.drain(..) {
            proof_is_disturbed |= hit.is_proving;
            self.is_contrary |= contrary.contains(&hit.row);
            self.was_rewritten |= contrary.contains(&27) && (hit.row, hit.call) == (27, "write aws-auth");
            if let Some(cell) = cell(&hit, is_undo, self.setting.names.len() == 1) {
                *self.verdict.hits.entry(cell).or_default() += 1;
            }
        }
        (life, proof_is_disturbed)
    }

    /// How many writes of ours reached a service.
    fn sent(&self) -> usize {
        self.scene.fake.world().ledger.deeds.iter().filter(|deed| deed.by == By::Us).count()
    }

    /// Nothing goes wrong any more, and some time goes by.
    fn heal(&mut self) {
        let passed = Duration::from_secs(1 + self.dice.below(600) as u64);
        self.scene.fake.forget();
        let world = &mut *self.scene.fake.world();
        world.skew = SignedDuration::ZERO;
        world.caller.clone_from(&self.caller);
        world.update_takes = Some(UPDATE_TAKES);
        if world.update_ends != UpdateStatus::Successful {
            world.update_ends = UpdateStatus::Successful;
            world.update = None;
        }
        world.may_edit = true;
        world.job_runs = 0;
        world.profiles.takes = PROFILE_TAKES;
        world.profiles.ends_as = None;
        world.service_roles.takes = Duration::ZERO;
        world.settle_profiles(Duration::from_secs(30));
        let soon = world.now + Duration::from_secs(5);
        world.ending.values_mut().filter(|ends| **ends > soon).for_each(|ends| *ends = soon);
        for (vc, _) in &mut world.virtual_clusters {
            if matches!(vc.state, VirtualClusterState::Other(_)) {
                vc.state = VirtualClusterState::Running;
            }
        }
        world.ledger.is_proving = false;
        world.ledger.step = None;
        world.pass(passed);
    }

    /// The next process's record and what it begins with; none where the run is done.
    async fn open(
        &mut self,
        which: Which<'_>,
        run: &mut Option<RunId>,
    ) -> Result<Option<(Recorder, RunInput)>, String> {
        if let Some(known) = run.clone() {
            match self.records.resume(&known) {
                Ok((past, _)) if past.end == Some(RunEnd::Done) => return Ok(None),
                Ok((past, recorder)) => {
                    let world = self.scene.fake.world();
                    let observed = match which {
                        Which::Run => past.observed_on(world.cluster()),
                        Which::Undo(_) => world.observed(&names(&self.setting)),
                    };
                    let input =
                        RunInput { plan: past.plan, observed, run: known, ask_each: false, past: Some(past.steps) };
                    return Ok(Some((recorder, input)));
                }
                // Its first record was not kept, so nothing was sent, and there is nothing to go on with.
                Err(trouble) => self.judge_unbegun(&trouble.to_string()),
            }
        }
        let mut input = match which {
            Which::Run => self.plan()?,
            Which::Undo(past) => plan_undo(&self.scene.fake, &self.setting, past).await?,
        };
        let begun = self.records.begin(&input.run, &input.plan.target.arn).map_err(|trouble| trouble.to_string())?;
        *run = Some(begun.0.clone());
        input.run = begun.0;
        Ok(Some((begun.1, input)))
    }

    fn plan(&self) -> Result<RunInput, String> {
        let observed = self.scene.observed();
        let review = review(&self.scene.desired, &observed, &[]);
        if review.is_blocked() {
            return Err(format!("refused: {:?}", review.blockers().collect::<Vec<_>>()));
        }
        Ok(RunInput { plan: review.plan, observed, run: self.scene.run.clone(), ask_each: false, past: None })
    }

    /// Takes the run back, with mishaps of its own. One that others came into may be refused, and never takes theirs.
    async fn take_back(&mut self, run: Option<&RunId>, before: Picture) {
        self.heal();
        self.undo_from = self.scene.fake.world().ledger.deeds.len();
        let past = match run.map(|run| self.records.past(run)) {
            Some(Ok(past)) if past.may_have_written() => past,
            // Nothing was written down, so that nothing may have been written.
            None | Some(_) => return self.judge_as_before(before, "with nothing to take back"),
        };
        let planned = match plan_undo(&self.scene.fake, &self.setting, &past).await {
            // All that the run wrote stays for good.
            Ok(input) if input.plan.steps.is_empty() => {
                return self.judge_as_before(before, "with nothing to take back");
            }
            Ok(input) => input.plan,
            Err(_) if self.is_contrary => return,
            Err(why) => return self.blame(vec![why], "the undo"),
        };
        let setting = self.setting.clone();
        let script = roll(&mut self.dice, &Ground::new(&setting, &planned, self.seed));
        let driven = self.drive(Which::Undo(&past), script, WELL).await;
        self.judge_end(&driven, "the undo");
        if !driven.is_done {
            return;
        }
        self.verdict.is_undone = true;
        let holds = driven.last.proof.as_ref().is_none_or(Proof::holds);
        if !holds && !driven.proof_is_disturbed && !self.is_contrary {
            self.blame(vec![format!("{:?}", driven.last.proof)], "the undo's proof");
        }
        self.judge_as_before(before, "after the undo");
    }

    fn judge_as_before(&mut self, before: Picture, when: &str) {
        if !self.is_contrary {
            let found = without_what_stays(picture(&mut self.scene.fake.world()), &self.setting);
            let wanted = without_what_stays(before, &self.setting);
            self.blame(differences(&wanted, &found), when);
        }
    }

    fn blame(&mut self, faults: Vec<String>, of: &str) {
        self.verdict.faults.extend(faults.into_iter().map(|fault| format!("{of}: {fault}")));
    }

    /// Once nothing goes wrong, a run comes to its end or stops with a reason at what somebody else did.
    fn judge_end(&mut self, driven: &Driven, of: &str) {
        if driven.is_done {
            return;
        }
        let bad: Vec<String> = driven
            .last
            .outcomes
            .iter()
            .filter(|(_, outcome)| !outcome.is_good() && *outcome != StepOutcome::Skipped)
            .map(|(step, outcome)| format!("{step} {outcome:?}"))
            .collect();
        if !self.is_contrary {
            let why = format!("does not come to its end: {:?} {:?} {bad:?}", driven.last.end, driven.why);
            self.blame(vec![why], of);
        } else if bad.is_empty() && driven.why.is_none() {
            self.blame(vec![format!("stops without a reason: {:?}", driven.last.end)], of);
        }
    }

    /// What is said to be done is in force.
    fn judge_done(&mut self, driven: &Driven) {
        let is_proved = driven.last.proof.as_ref().map(Proof::holds);
        let missing = missing(&self.setting, &self.scene);
        match is_proved {
            Some(false) if !self.is_contrary && !driven.proof_is_disturbed => {
                self.blame(vec![format!("{:?}", driven.last.proof)], "done and not proved");
            }
            // It says so itself.
            Some(false) => {}
            None if self.is_contrary => {}
            Some(true) | None => self.blame(missing, "done without"),
        }
    }

    fn judge_journal(&mut self, run: &RunId, which: &Which<'_>) {
        let Ok(past) = self.records.past(run) else { return };
        if let (Which::Run, false) = (which, self.is_contrary) {
            let forgotten = forgotten(&past, &self.scene.fake.world().ledger.deeds);
            self.blame(forgotten, "the journal");
        }
    }

    /// A run whose first record is not there has sent nothing.
    fn judge_unbegun(&mut self, trouble: &str) {
        let world = self.scene.fake.world();
        let from = if self.undo_from == usize::MAX { 0 } else { self.undo_from };
        let sent = world.ledger.deeds[from..].iter().find(|deed| deed.by == By::Us);
        let fault = sent.map(|deed| format!("{} was sent, and nothing can be gone on with: {trouble}", deed.call));
        drop(world);
        self.blame(fault.into_iter().collect(), "the journal");
    }

    fn judge_conduct(&mut self) {
        let faults = {
            let world = self.scene.fake.world();
            Conduct {
                deeds: &world.ledger.deeds,
                is_contrary: self.is_contrary,
                was_rewritten: self.was_rewritten,
                iam_is_late: self.verdict.text.contains("at CreateRole"),
                undo_from: self.undo_from,
            }
            .faults()
        };
        self.blame(faults, "conduct");
    }
}

/// The undo of a run, planned on the world as it is now.
async fn plan_undo(fake: &Fake, setting: &Setting, past: &Past) -> Result<RunInput, String> {
    let observed = fake.world().observed(&names(setting));
    let asked = undo_question(past, &[], &observed);
    let facts = observe::undo(fake, fake, &observed.cluster, &asked).await;
    let mut review = undo_review(past, &[], &observed, &facts);
    // The fake's Kubernetes is not asked about rights beforehand.
    review.findings.retain(|finding| finding.id.as_str() != "RBAC-005");
    if review.is_blocked() {
        return Err(format!("refused: {:?}", review.blockers().collect::<Vec<_>>()));
    }
    let run = format!("{}-undo", past.run).parse().unwrap();
    Ok(RunInput { plan: review.plan, observed, run, ask_each: false, past: None })
}
