//! Two copies of the program on two computers, at the same time, on one cluster: no lock keeps them apart.

use emr_onramp::adapters::file::PrivateFolder;
use emr_onramp::adapters::record::Records;
use emr_onramp::apply::RunInput;
use emr_onramp::domain::RunId;
use emr_onramp::plan::proof::Proof;
use emr_onramp::plan::run::RunEnd;
use emr_onramp::planner::review;

use super::judge::{Conduct, missing};
use super::process::{Life, Place, live};
use super::setting::{Setting, Text};
use crate::support::dice::Dice;
use crate::support::fake_run::{Scene, Scripted};

/// How many pairs are played.
const PAIRS: u64 = 60;
/// How often each copy may go on with what it could not bring to its end.
const TRIES: usize = 4;

/// One computer: its records, and the run that it goes on with.
struct Computer {
    _folder: PrivateFolder,
    records: Records,
    /// What it planned, until it begins.
    planned: Option<RunInput>,
    begun: Option<RunId>,
}

impl Computer {
    fn new(name: &str, scene: &Scene) -> Self {
        let folder = PrivateFolder::new(&std::env::temp_dir(), &format!("emr-onramp-{name}")).unwrap();
        let records = Records::at(&folder.path().join("state"));
        Self { _folder: folder, records, planned: Some(plan(scene, name)), begun: None }
    }

    /// Runs what this computer planned, or goes on with it.
    async fn go(&mut self, scene: &Scene) -> Life {
        let (recorder, input) = match (&self.begun, self.planned.take()) {
            (Some(run), _) => {
                let (past, recorder) = self.records.resume(run).unwrap();
                let observed = past.observed_on(scene.fake.world().cluster());
                let past_steps = Some(past.steps);
                (recorder, RunInput { plan: past.plan, observed, run: run.clone(), ask_each: false, past: past_steps })
            }
            (None, planned) => {
                let planned = planned.unwrap();
                let (run, recorder) = self.records.begin(&planned.run, &planned.plan.target.arn).unwrap();
                self.begun = Some(run.clone());
                (recorder, RunInput { run, ..planned })
            }
        };
        let place = Place { fake: &scene.fake, records: &self.records, rival_at: None, is_one_line: false };
        live(&place, recorder, input, Scripted::default()).await
    }
}

fn plan(scene: &Scene, run: &str) -> RunInput {
    let observed = scene.observed();
    let plan = review(&scene.desired, &observed, &[]).plan;
    RunInput { plan, observed, run: run.parse().unwrap(), ask_each: false, past: None }
}

/// Whether a copy is done with its run, or stopped at what the other one did and said so.
fn is_over(life: &Life) -> bool {
    matches!(life.end, Some(RunEnd::Done | RunEnd::Drifted))
}

async fn play(seed: u64) -> Vec<String> {
    let mut setting = Setting::roll(&mut Dice::new(seed));
    if setting.text == Text::Missing {
        setting.text = Text::Block;
    }
    let scene = setting.stage();
    scene.fake.world().takes_turns = true;
    let mut one = Computer::new(&format!("{seed}-one"), &scene);
    let mut two = Computer::new(&format!("{seed}-two"), &scene);
    let (mut of_one, mut of_two) = tokio::join!(one.go(&scene), two.go(&scene));
    for _ in 0..TRIES {
        if !is_over(&of_one) {
            of_one = one.go(&scene).await;
        }
        if !is_over(&of_two) {
            of_two = two.go(&scene).await;
        }
    }
    let mut faults = Vec::new();
    for (name, life) in [("one", &of_one), ("two", &of_two)] {
        let bad: Vec<_> = life.outcomes.iter().filter(|(_, outcome)| !outcome.is_good()).collect();
        if !is_over(life) {
            faults.push(format!("{name} does not come to its end: {:?} {bad:?}", life.end));
        }
        if life.end == Some(RunEnd::Done) && !life.proof.as_ref().is_some_and(Proof::holds) {
            faults.push(format!("{name} is done and not proved: {:?}", life.proof));
        }
    }
    if of_one.end != Some(RunEnd::Done) && of_two.end != Some(RunEnd::Done) {
        faults.push("neither is done".to_owned());
    } else {
        faults.extend(missing(&setting, &scene).into_iter().map(|what| format!("done without {what}")));
    }
    let world = scene.fake.world();
    // Each is somebody else to the other, so that both may send the same.
    let conduct = Conduct {
        deeds: &world.ledger.deeds,
        is_contrary: true,
        was_rewritten: false,
        iam_is_late: true,
        undo_from: usize::MAX,
    };
    faults.extend(conduct.faults());
    faults.into_iter().map(|fault| format!("pair {seed}: {setting} => {fault}")).collect()
}

#[test]
fn two_copies_on_two_computers_come_to_the_same_world() {
    let mut faults = Vec::new();
    for seed in 0..PAIRS {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        faults.extend(runtime.block_on(play(seed)));
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}
