//! Signals at moments that nobody chose, and how long it takes to end by one.

use std::time::{Duration, Instant};

use super::place::Place;
use super::{Front, side_by_side};
use crate::pty::{DOWN, ENTER, F2};
use crate::support::dice::Dice;
use crate::support::program::Program;

/// How often a signal comes.
const TIMES: u64 = 100;
/// The latest moment after the start, in milliseconds: well into the second page.
const LATEST: usize = 2_500;

/// One start with a signal, all of it drawn from the seed.
fn at_a_random_moment(seed: u64) {
    let mut dice = Dice::new(seed);
    let front = *dice.pick(&[Front::Screen, Front::Screen, Front::Lines]);
    let signal = *dice.pick(&["TERM", "HUP", "INT", "QUIT"]);
    let is_paused = dice.one_in(4);
    let mut terminal = front.start(&["--sandbox"]);
    let at = Instant::now() + Duration::from_millis(dice.below(LATEST) as u64);
    // Keys, so that pages and questions come and go meanwhile.
    while Instant::now() < at {
        let key: &&str = dice.pick(&[ENTER, DOWN, F2, "/", "x"]);
        terminal.send(key);
        terminal.idle(at.saturating_duration_since(Instant::now()).min(Duration::from_millis(120)));
    }
    if is_paused && terminal.is_running() {
        terminal.signal("TSTP");
        // As a shell does, which sees it stopped before it continues it.
        terminal.is_suspended();
        terminal.signal("CONT");
    }
    if terminal.is_running() {
        terminal.signal(signal);
    }
    let what = format!("seed {seed}: {front:?} SIG{signal}, paused {is_paused}");
    let code = terminal.end_by_any_means(&what);
    let wanted = [0, 2, 129, 130, 131, 143];
    assert!(wanted.contains(&code), "{what} ended with {code}\n{}", terminal.transcript());
    terminal.is_given_back();
}

/// `EMR_ONRAMP_SEED` repeats one of them.
#[test]
#[ignore = "long"]
#[expect(clippy::disallowed_methods, reason = "the seed of a run to repeat")]
fn a_signal_at_any_moment_gives_the_terminal_back() {
    let given = std::env::var("EMR_ONRAMP_SEED").ok().map(|seed| seed.parse::<u64>().unwrap());
    let seeds: Vec<u64> = given.map_or_else(|| (1..=TIMES).collect(), |seed| vec![seed]);
    side_by_side(&seeds, |seed| {
        println!("seed {seed}");
        at_a_random_moment(*seed);
    });
    println!("{} signals, and the terminal was given back each time", seeds.len());
}

#[expect(clippy::print_stdout, reason = "figures are for whoever asked for them")]
fn figures(what: &str, mut took: Vec<Duration>) {
    took.sort();
    let at = |part: usize| took[(took.len() * part).div_ceil(100).saturating_sub(1)].as_millis();
    println!("{what}: {} runs, p50 {} ms, p99 {} ms, longest {} ms", took.len(), at(50), at(99), at(100));
}

/// Figures, not a test: from SIGTERM to the end of the process.
#[test]
#[ignore = "figures"]
fn from_sigterm_to_the_end() {
    const RUNS: usize = 50;
    let mut idle = Vec::new();
    for _ in 0..RUNS {
        let mut terminal = Front::Screen.start(&["--sandbox"]);
        terminal.see(&["▸Sign-in", "> Go on"]);
        terminal.send(ENTER);
        terminal.see(&["▸Cluster", "3 clusters"]);
        let sent = Instant::now();
        terminal.signal("TERM");
        assert_eq!(terminal.end(), 143);
        idle.push(sent.elapsed());
    }
    figures("idle, full screen", idle);
    // A call that takes two seconds, one that is answered only after its time is up, and one that never is.
    for (what, effect) in
        [("in a call of 2 s", "{latencyMs: 2000}"), ("in a call that is never answered", "timeoutAfterApply")]
    {
        let took = std::sync::Mutex::new(Vec::new());
        side_by_side(&[(); RUNS], |()| {
            let place = Place::new(effect);
            let enable = ["enable", "--cluster", "dev", "--namespace", "spark", "--method", "automatic", "--yes"];
            let run = Program::start(&place.args(&enable), &[]);
            place.wait_for_the_call();
            let sent = Instant::now();
            run.signal("TERM");
            assert_eq!(run.end().code, Some(5));
            took.lock().unwrap().push(sent.elapsed());
        });
        figures(what, took.into_inner().unwrap());
    }
}
