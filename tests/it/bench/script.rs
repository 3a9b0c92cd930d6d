//! What goes wrong in a seed: for each process of its run some mishaps, all rolled from the seed.

use crate::support::dice::Dice;
use crate::support::fake::{ANY, ANY_OF_AWS, Death, Effect, Fake, Instant, before};
use emr_onramp::domain::{Method, PortErrorKind as Kind};

use super::process::kind;
use super::setting::Setting;
use super::{mishap, others};
use emr_onramp::plan::Plan;
use emr_onramp::plan::run::Consent;

/// One thing that goes wrong.
pub(super) struct Act {
    /// The row of the fault matrix.
    pub(super) row: u8,
    /// What it is, for who reads a seed's script.
    pub(super) text: String,
    /// Whether it leaves the world other than the plan wants it, so that the run may have to stop at it for good.
    pub(super) is_contrary: bool,
    /// Puts it into the world.
    put: Box<dyn FnOnce(&Fake)>,
    /// Before which step the person wants to stop.
    pub(super) stop_before: Option<usize>,
    /// Each step is asked about: to how many the person says yes, and what then.
    pub(super) consents: Option<(usize, Consent)>,
    /// Before which record a second copy tries to begin.
    pub(super) rival_at: Option<u32>,
    /// Whether the journal ends in the middle of a line afterwards.
    pub(super) tears: bool,
}

impl Act {
    pub(super) fn new(row: u8, text: impl Into<String>, put: impl FnOnce(&Fake) + 'static) -> Self {
        let put = Box::new(put);
        let (text, is_contrary) = (text.into(), false);
        Self { row, text, is_contrary, put, stop_before: None, consents: None, rival_at: None, tears: false }
    }

    /// One call, from the first to the last of those of its name, goes another way.
    pub(super) fn at(
        row: u8,
        calls: std::ops::RangeInclusive<u32>,
        call: &'static str,
        what: &str,
        effect: Effect,
    ) -> Self {
        let (first, last) = (*calls.start(), *calls.end());
        let which = match last {
            u32::MAX => format!("{first}.."),
            last if last == first => format!("{first}"),
            last => format!("{first}-{last}"),
        };
        Self::new(row, format!("{what} at {call} {which}"), move |fake| fake.by_row(row, calls, call, effect))
    }

    pub(super) fn contrary(self) -> Self {
        Self { is_contrary: true, ..self }
    }

    pub(super) fn put(self, fake: &Fake) {
        (self.put)(fake);
    }
}

/// What goes wrong in one process.
pub(super) struct Segment {
    pub(super) acts: Vec<Act>,
}

impl Segment {
    pub(super) fn text(&self) -> String {
        let acts: Vec<String> = self.acts.iter().map(|act| format!("row {} {}", act.row, act.text)).collect();
        acts.join(", ")
    }
}

/// What the script of a run has to go by.
pub(super) struct Ground<'g> {
    pub(super) setting: &'g Setting,
    /// The kinds of the plan's steps that may write, in order, each once.
    pub(super) kinds: Vec<String>,
    /// How many steps there are.
    pub(super) steps: u32,
    pub(super) is_undo: bool,
    pub(super) seed: u64,
}

impl<'g> Ground<'g> {
    pub(super) fn new(setting: &'g Setting, plan: &Plan, seed: u64) -> Self {
        let mut kinds: Vec<String> = plan.steps.iter().map(|step| kind(&step.id)).collect();
        kinds.dedup();
        let steps = u32::try_from(plan.steps.len()).unwrap();
        Self { setting, kinds, steps, is_undo: plan.undo.is_some(), seed }
    }

    pub(super) fn has(&self, kind: &str) -> bool {
        self.kinds.iter().any(|known| known == kind)
    }

    /// The call of one of the steps.
    pub(super) fn write(&self, dice: &mut Dice) -> &'static str {
        let calls: Vec<&'static str> = self.kinds.iter().filter_map(|kind| call_of(kind)).collect();
        if calls.is_empty() { "CreateVirtualCluster" } else { calls[dice.below(calls.len())] }
    }
}

/// The call that a step of a kind makes.
pub(super) fn call_of(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "create-namespace" => "create namespace",
        "create-service-linked-role" => "CreateServiceLinkedRole",
        "write-role" | "restore-role" => "write role",
        "write-role-binding" | "restore-role-binding" => "write binding",
        "map-role" | "unmap-role" => "write aws-auth",
        "create-aws-auth" => "create aws-auth",
        "update-authentication-mode" => "UpdateClusterConfig",
        "put-caller-policy" => "PutRolePolicy",
        "create-virtual-cluster" => "CreateVirtualCluster",
        "create-execution-role" => "CreateRole",
        "update-trust-policy" => "UpdateAssumeRolePolicy",
        "attach-execution-policy" => "AttachRolePolicy",
        "create-fargate-profile" => "CreateFargateProfile",
        "delete-role" => "delete role",
        "delete-role-binding" => "delete binding",
        "delete-virtual-cluster" => "DeleteVirtualCluster",
        "delete-namespace" => "delete namespace",
        "delete-caller-policy" => "DeleteRolePolicy",
        "delete-fargate-profile" => "DeleteFargateProfile",
        "detach-execution-policy" => "DetachRolePolicy",
        "delete-execution-role" => "DeleteRole",
        _ => return None,
    })
}

/// The mishaps of every process of a run: up to five that are cut short or end badly, then none.
pub(super) fn roll(dice: &mut Dice, ground: &Ground<'_>) -> Vec<Segment> {
    let cut_short = if dice.one_in(8) { 0 } else { 1 + dice.below(5) };
    let may_be_contrary = dice.one_in(3);
    let mut segments = Vec::new();
    for _ in 0..cut_short {
        let mut acts = vec![ending(dice, ground)];
        for _ in 0..dice.below(3) {
            acts.push(any(dice, ground, may_be_contrary));
        }
        segments.push(Segment { acts });
    }
    if cut_short == 0 || dice.one_in(2) {
        let acts = (0..=dice.below(3)).map(|_| any(dice, ground, may_be_contrary)).collect();
        segments.push(Segment { acts });
    }
    segments
}

/// A mishap that cuts a process short.
fn ending(dice: &mut Dice, ground: &Ground<'_>) -> Act {
    let rows = [1, 2, 3, 3, 4, 5, 10, 12, 19, 20, 22, 23, 23, 28];
    one(dice, &rows, ground, false)
}

fn any(dice: &mut Dice, ground: &Ground<'_>, may_be_contrary: bool) -> Act {
    let others = [8, 14, 17, 17, 18, 27];
    if may_be_contrary && dice.one_in(2) {
        return one(dice, &others, ground, true);
    }
    let rows = [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 22, 23, 24, 26, 27, 28];
    one(dice, &rows, ground, may_be_contrary)
}

fn one(dice: &mut Dice, rows: &[u8], ground: &Ground<'_>, may_be_contrary: bool) -> Act {
    loop {
        // Some settings have nothing that a row could happen to.
        let row = if dice.one_in(20) { 11 } else { *dice.pick(rows) };
        if let Some(act) = of_row(row, dice, ground)
            && (may_be_contrary || !act.is_contrary)
        {
            return act;
        }
    }
}

fn of_row(row: u8, dice: &mut Dice, ground: &Ground<'_>) -> Option<Act> {
    Some(match row {
        1..=5 => death(row, dice, ground),
        6 => {
            let call = if dice.one_in(3) { mishap::read(dice) } else { ground.write(dice) };
            Act::at(6, 1..=times(dice, 4), call, "no connection", Effect::Fail(Kind::Unreachable, "connection refused"))
        }
        7 => Act::at(7, 1..=1, ground.write(dice), "answer lost", Effect::Lost),
        8 => return mishap::conflict(dice, ground),
        10 if dice.one_in(5) => return others::locked_out(ground),
        10 => Act::at(10, 1..=u32::MAX, ground.write(dice), "denied", Effect::Fail(Kind::Denied, "you may not")),
        11 => throttling(dice, ground),
        12 => return session(dice),
        13 => broken(dice, ground),
        14 => return mishap::failed(dice, ground),
        15 => return mishap::endless(dice, ground),
        16 => return mishap::unseen(dice, ground),
        17 if dice.one_in(4) => return others::taken_out(dice, ground),
        17 => return others::edited(dice, ground),
        18 => return others::made_anew(dice, ground),
        19 => full_before(dice, ground),
        20 => full_after(dice, ground),
        22 if ground.setting.method == Method::Manual && dice.one_in(2) => {
            let count = dice.below(ground.steps as usize);
            let word = *dice.pick(&[Consent::Stop, Consent::RestAsCommands]);
            let act = Act::new(22, format!("{word:?} after {count} consents"), |_| {});
            Act { consents: Some((count, word)), ..act }
        }
        22 => {
            let stop = 1 + dice.below(ground.steps as usize);
            let act = Act::new(22, format!("stop before step {stop}"), |_| {});
            Act { stop_before: Some(stop), ..act }
        }
        23 => {
            let (call, last) = if dice.one_in(2) { ("wait", 6) } else { (ANY, 90) };
            let nth = times(dice, last);
            let side = *dice.pick(&[Instant::Before, Instant::After]);
            Act::at(23, nth..=nth, call, &format!("left {side:?}"), Effect::Die(Death::Killed, side))
        }
        24 => mishap::clock(dice, ground),
        26 => {
            let at = times(dice, 2 * ground.steps) - 1;
            Act { rival_at: Some(at), ..Act::new(26, format!("a second copy before record {at}"), |_| {}) }
        }
        27 => return others::webhook(dice, ground),
        28 => {
            let first = times(dice, 40);
            let effect = Effect::Fail(Kind::Unauthenticated, "Signature expired");
            Act::at(28, first..=u32::MAX, ANY_OF_AWS, "the clock is wrong", effect)
        }
        _ => unreachable!("row {row} is not rolled"),
    })
}

/// From 1 to so many, which is at least 1.
pub(super) fn times(dice: &mut Dice, most: u32) -> u32 {
    1 + u32::try_from(dice.below(most as usize)).unwrap()
}

/// The process dies at one of the points around a call.
fn death(row: u8, dice: &mut Dice, ground: &Ground<'_>) -> Act {
    let (point, death) = match row {
        5 => (times(dice, 4), Death::Panic),
        row => (u32::from(row), Death::Killed),
    };
    let nth = times(dice, ground.steps);
    let (call, nth, side) = match point {
        1 if dice.one_in(10) => ("Run", 1, Instant::Before),
        1 => ("Intent", nth, Instant::Before),
        2 => ("Intent", nth, Instant::After),
        3 => (ground.write(dice), 1, *dice.pick(&[Instant::Before, Instant::After])),
        _ => ("Result", nth, Instant::Before),
    };
    let tears =
        death == Death::Killed && side == Instant::Before && matches!(call, "Intent" | "Result") && dice.one_in(2);
    let torn = if tears { ", a line half written" } else { "" };
    let act = Act::at(row, nth..=nth, call, &format!("{death:?} {side:?}"), Effect::Die(death, side));
    Act { tears, text: format!("{}{torn}", act.text), ..act }
}

fn throttling(dice: &mut Dice, ground: &Ground<'_>) -> Act {
    let effect = Effect::Fail(Kind::Throttled, "Rate exceeded");
    match dice.below(4) {
        0 => {
            let first = times(dice, 80);
            Act::at(11, first..=first + times(dice, 6), ANY, "throttled", effect)
        }
        1 => Act::at(11, 1..=times(dice, 5), mishap::read(dice), "throttled", effect),
        _ => Act::at(11, 1..=times(dice, 5), ground.write(dice), "throttled", effect),
    }
}

/// The role of somebody else, whose session may come instead of ours.
pub(super) const STRANGER: &str = "assumed-role/Somebody";

/// The session ends, or comes back as another one.
fn session(dice: &mut Dice) -> Option<Act> {
    let first = times(dice, 80);
    let become_other = |name: &'static str| before(move |world| world.caller = name.to_owned());
    Some(match dice.below(5) {
        0 => {
            let other = become_other("arn:aws:sts::111122223333:assumed-role/PlatformAdmin/renewed");
            Act::at(12, 1..=1, "GetCallerIdentity", "a fresh session of the same role", other)
        }
        1 => {
            let other = become_other("arn:aws:sts::111122223333:assumed-role/Somebody/else");
            Act::at(12, 1..=1, "GetCallerIdentity", "a session of another role", other)
        }
        _ => {
            let effect = Effect::Fail(Kind::Unauthenticated, "ExpiredToken");
            Act::at(12, first..=u32::MAX, ANY, "the session ends", effect)
        }
    })
}

fn broken(dice: &mut Dice, ground: &Ground<'_>) -> Act {
    match dice.below(4) {
        0 => Act::at(13, 1..=1, ground.write(dice), "answer garbled", Effect::Garbled),
        1 => {
            let effect = Effect::Fail(Kind::Unexpected, "not JSON");
            Act::at(13, 1..=1, mishap::read(dice), "answer garbled", effect)
        }
        2 => Act::at(13, 1..=times(dice, 3), mishap::read(dice), "broken", Effect::Fail(Kind::Unknown, "HTTP 500")),
        _ => Act::at(13, 1..=times(dice, 4), ground.write(dice), "broken", Effect::Fail(Kind::Unknown, "HTTP 500")),
    }
}

/// Why the disk took nothing.
const FULL: Effect = Effect::Fail(Kind::Unexpected, "no space left on device");

fn full_before(dice: &mut Dice, ground: &Ground<'_>) -> Act {
    let nth = times(dice, ground.steps);
    match dice.below(8) {
        0 => Act::at(19, 1..=1, "Run", "disk full", FULL),
        1 => Act::at(19, 1..=1, "Backup", "disk full", FULL),
        2..=4 => Act::at(19, nth..=nth, "Intent", "disk full", FULL),
        _ => Act::at(19, nth..=u32::MAX, "Intent", "disk full", FULL),
    }
}

fn full_after(dice: &mut Dice, ground: &Ground<'_>) -> Act {
    let nth = times(dice, ground.steps);
    match dice.below(4) {
        // It is there, and nobody was told.
        0 => Act::at(20, nth..=nth, "Result", "not made durable", Effect::Lost),
        1 => Act::at(20, nth..=nth, "Result", "disk full", FULL),
        _ => Act::at(20, nth..=u32::MAX, "Result", "disk full", FULL),
    }
}
