//! What each signal does, on the full screen and in lines, while nothing runs and in the middle of a call: how it ends,
//! that the terminal comes back, and that the record can be gone on with.
//!
//! | | nothing runs | in a call |
//! |---|---|---|
//! | Ctrl-C, SIGINT | 130 | the step is finished, then it stops; the second time only the call is; the third time it ends at once |
//! | SIGTERM | 143 | the call is finished and written down, within 30 s; the second time it ends at once |
//! | SIGHUP, terminal gone | 129 | the same, however often it comes |
//! | SIGQUIT | 131 | it ends at once |
//! | SIGTSTP, SIGCONT | it goes on | it goes on |
//!
//! In a call each of the first four ends with 5: something was, or may have been, written.

mod place;
mod random;

use std::fmt;
use std::time::Duration;

use super::{CTRL_C, DOWN, ENTER, F2, settle, to_methods, to_review};
use crate::support::program::poll;
use crate::support::terminal::{Start, Terminal};
use place::{Place, Writing};

/// Which front end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Front {
    Screen,
    Lines,
}

/// What happens to the program, in this order; each after what the one before brought about is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Happening {
    /// Ctrl-C is pressed.
    Key,
    /// A signal comes from outside.
    Signal(&'static str),
    /// The terminal goes away.
    Gone,
    /// It is suspended and continued.
    Pause,
}
use Happening::{Gone, Key, Pause, Signal};

/// What becomes of the call that is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Call {
    /// It is finished, and what came of it is on record.
    Finished,
    /// Nobody waits for it.
    Open,
    /// It is finished, and so is the whole run.
    Run,
}

struct Row {
    front: Front,
    happenings: &'static [Happening],
    call: Call,
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {:?} leaves the call {:?}", self.front, self.happenings, self.call)
    }
}

const INT: Happening = Signal("INT");
const TERM: Happening = Signal("TERM");
const HUP: Happening = Signal("HUP");
const QUIT: Happening = Signal("QUIT");

const fn row(front: Front, happenings: &'static [Happening], call: Call) -> Row {
    Row { front, happenings, call }
}

/// Calls take their time here: beside many other tests on terminals a word can come after its call.
const IN_A_CALL: &[Row] = &[
    row(Front::Screen, &[Key, Key], Call::Finished),
    row(Front::Screen, &[TERM], Call::Finished),
    row(Front::Screen, &[Gone], Call::Finished),
    row(Front::Screen, &[QUIT], Call::Open),
    row(Front::Lines, &[INT, INT, INT], Call::Open),
    row(Front::Lines, &[HUP], Call::Finished),
    row(Front::Screen, &[Key], Call::Finished),
    row(Front::Screen, &[Key, Key, Key], Call::Open),
    row(Front::Screen, &[INT], Call::Finished),
    row(Front::Screen, &[INT, INT], Call::Finished),
    row(Front::Screen, &[INT, INT, INT], Call::Open),
    row(Front::Screen, &[TERM, TERM], Call::Open),
    row(Front::Screen, &[HUP], Call::Finished),
    row(Front::Screen, &[Pause], Call::Run),
    row(Front::Lines, &[INT], Call::Finished),
    row(Front::Lines, &[INT, INT], Call::Finished),
    row(Front::Lines, &[TERM], Call::Finished),
    row(Front::Lines, &[TERM, TERM], Call::Open),
    row(Front::Lines, &[QUIT], Call::Open),
    row(Front::Lines, &[Gone], Call::Finished),
    row(Front::Lines, &[Pause], Call::Run),
];

/// Nothing runs: the page of clusters, or a question.
const IDLE: &[(Front, Happening, u32)] = &[
    (Front::Screen, INT, 130),
    (Front::Screen, TERM, 143),
    (Front::Screen, HUP, 129),
    (Front::Screen, QUIT, 131),
    (Front::Screen, Gone, 129),
    (Front::Screen, Pause, 0),
    (Front::Lines, Key, 130),
    (Front::Lines, INT, 130),
    (Front::Lines, TERM, 143),
    (Front::Lines, HUP, 129),
    (Front::Lines, QUIT, 131),
    (Front::Lines, Gone, 129),
    (Front::Lines, Pause, 130),
];

impl Front {
    fn start(self, more: &[&str]) -> Terminal {
        let plain: &[&str] = if self == Self::Lines { &["--plain"] } else { &[] };
        let args = [more, plain].concat();
        Terminal::start(&Start { args: &args, size: (120, 40), ..Start::default() })
    }

    /// Up to the choice of a method.
    fn to_methods(self, terminal: &Terminal) {
        if self == Self::Screen {
            return to_methods(terminal);
        }
        terminal.see(&["Go on with these credentials?", "> go on"]);
        terminal.send(ENTER);
        terminal.see(&["? Which cluster will run EMR jobs?"]);
        terminal.send("dev\r");
        terminal.see(&["? Which namespace will the jobs run in?"]);
        terminal.send("spark\r");
        terminal.see(&["? How should EMR be let in?", "> Automatic"]);
    }

    /// From there into the run.
    fn run(self, terminal: &Terminal, place: &Place) {
        if self == Self::Screen {
            to_review(terminal, "Automatic");
            settle(terminal);
            terminal.press_until("a", "▸Run");
            return place.wait_for_the_call();
        }
        for question in
            ["? Create the service-linked role", "? Make a virtual cluster", "? Will pods of this namespace run"]
        {
            terminal.send(ENTER);
            terminal.see(&[question]);
        }
        terminal.send(ENTER);
        terminal.see(&["? Run this plan? [y/n]"]);
        // What is typed too soon does not count, and nothing is said before the first step has ended.
        poll("the run begins", || {
            terminal.send("y\r");
            terminal.idle(Duration::from_millis(500));
            place.has_begun().then_some(())
        });
        place.wait_for_the_call();
    }

    /// What is said to the first, and to the second, that does not end the program.
    fn said_to(self, happening: Happening, nth: usize) -> Option<&'static str> {
        const STOPPING: &str = "once the step under way has ended";
        const LAST_CALL: &str = "ends with the call in flight";
        match (happening, nth) {
            (Key | INT, 0) => Some(STOPPING),
            (Key | INT, 1) | (TERM, 0) => Some(LAST_CALL),
            _ => None,
        }
    }
}

/// Lets it happen, and waits for what it brings about at once.
fn let_happen(terminal: &mut Terminal, front: Front, happening: Happening) {
    match happening {
        Key => terminal.send(CTRL_C),
        Signal(name) => terminal.signal(name),
        // Something has to be written, so that the one who reads here sees that the terminal is to go.
        Gone => terminal.hang_up(if front == Front::Screen { F2 } else { DOWN }),
        Pause => {
            terminal.signal("TSTP");
            terminal.is_suspended();
            terminal.is_given_back();
            terminal.signal("CONT");
        }
    }
}

fn in_a_call(row: &Row) {
    let place = Place::new(match row.call {
        Call::Open => "{latencyMs: 60000}",
        Call::Finished | Call::Run => "{latencyMs: 6000}",
    });
    let mut terminal = row.front.start(&place.args(&[]));
    row.front.to_methods(&terminal);
    row.front.run(&terminal, &place);
    for (nth, happening) in row.happenings.iter().enumerate() {
        let_happen(&mut terminal, row.front, *happening);
        let said = row.front.said_to(*happening, nth).filter(|_| nth + 1 < row.happenings.len());
        said.iter().for_each(|said| terminal.see(&[said]));
    }
    let is_left_by_hand = row.front == Front::Screen
        && (row.call == Call::Run || matches!(row.happenings[..], [Key | INT] | [_, Key | INT]));
    if is_left_by_hand {
        let page = if row.call == Call::Run { "▸Proof" } else { "Stopped" };
        terminal.see(&[page]);
        terminal.press_until_ended(CTRL_C);
    }
    let wanted = if row.call == Call::Run { 0 } else { 5 };
    let is_gone = row.happenings == [Gone];
    let code = if is_gone { terminal.end_by_any_means("gone") } else { terminal.end() };
    assert_eq!(code, wanted, "{row}\n{}", terminal.transcript());
    if !is_gone {
        terminal.is_given_back();
    }
    let written = match row.call {
        Call::Finished => Writing::Result,
        Call::Open => Writing::Intent,
        Call::Run => Writing::End,
    };
    assert_eq!(place.written(&row.to_string()), written, "{row}");
    if row.call != Call::Run {
        place.resume(&row.to_string());
    }
}

fn while_nothing_runs(front: Front, happening: Happening, code: u32) {
    let mut terminal = front.start(&["--sandbox"]);
    match front {
        Front::Screen => {
            terminal.see(&["▸Sign-in", "> Go on"]);
            terminal.send(ENTER);
            terminal.see(&["▸Cluster", "3 clusters"]);
        }
        Front::Lines => front.to_methods(&terminal),
    }
    let_happen(&mut terminal, front, happening);
    if happening == Pause {
        match front {
            Front::Screen => {
                terminal.is_taken();
                terminal.see(&["▸Cluster", "analytics"]);
                terminal.press_until_ended(CTRL_C);
            }
            Front::Lines => terminal.press_until_ended(CTRL_C),
        }
    }
    let is_gone = happening == Gone;
    let ended = if is_gone { terminal.end_by_any_means("gone") } else { terminal.end() };
    assert_eq!(ended, code, "{front:?} {happening:?}\n{}", terminal.transcript());
    if !is_gone {
        terminal.is_given_back();
    }
}

/// Several at once: most of the time is spent in calls that take theirs.
fn side_by_side<T: Sync>(rows: &[T], judge: impl Fn(&T) + Sync) {
    let next = std::sync::atomic::AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some(row) = rows.get(next.fetch_add(1, std::sync::atomic::Ordering::SeqCst)) {
                    judge(row);
                }
            });
        }
    });
}

#[test]
#[ignore = "long"]
fn every_row_in_a_call() {
    side_by_side(IN_A_CALL, in_a_call);
}

#[test]
fn what_ends_it_while_nothing_runs() {
    side_by_side(IDLE, |(front, happening, code)| while_nothing_runs(*front, *happening, *code));
}
