//! However it ends or pauses, the terminal comes back as it was.

use std::sync::Arc;
use std::time::Instant;

use emr_onramp::adapters::editor::{EditorCommand, ProgramEditor};
use emr_onramp::domain::OutsideText;
use emr_onramp::text::Lang;
use emr_onramp::tui::{self, Disconnected, Driver, TuiOptions};
use emr_onramp::wizard::{Effect, Msg, Preset, Wizard};

use super::{CTRL_C, CTRL_Z, ENTER, to_dev, to_the_change_of_mode};
use crate::support::program::poll;
use crate::support::terminal::{Start, Terminal};

fn on_the_first_page() -> Terminal {
    let terminal = Terminal::start(&Start::default());
    terminal.see(&["▸Sign-in", "> Go on"]);
    terminal.is_taken();
    terminal
}

fn on_the_second_page() -> Terminal {
    let terminal = on_the_first_page();
    terminal.send(ENTER);
    terminal.see(&["▸Cluster", "3 clusters"]);
    to_dev(&terminal);
    terminal
}

#[test]
fn keys_on_the_first_page_leave_at_once() {
    for key in ["q", CTRL_C] {
        let mut terminal = on_the_first_page();
        terminal.send(key);
        assert_eq!(terminal.end(), 0, "{key:?}");
        terminal.is_given_back();
    }
}

#[test]
fn leaving_answers_behind_is_asked_about() {
    let mut terminal = on_the_second_page();
    terminal.send("q");
    terminal.send(CTRL_C);
    terminal.see(&["Leave emr-onramp?"]);
    terminal.send("\x1b");
    terminal.wait_for("it stays", |screen| !screen.contents().contains("Leave emr-onramp?"));
    terminal.send(CTRL_C);
    terminal.see(&["Leave emr-onramp?"]);
    terminal.send("y");
    assert_eq!(terminal.end(), 0);
    terminal.is_given_back();
}

#[test]
fn signals_leave_with_their_codes() {
    for (signal, code) in [("TERM", 143), ("HUP", 129), ("INT", 130)] {
        let mut terminal = on_the_first_page();
        terminal.signal(signal);
        assert_eq!(terminal.end(), code, "SIG{signal}");
        terminal.is_given_back();
    }
    for (signal, code) in [("TERM", 143), ("HUP", 129)] {
        let mut terminal = on_the_second_page();
        terminal.signal(signal);
        assert_eq!(terminal.end(), code, "SIG{signal} with answers");
        terminal.is_given_back();
    }
}

/// From outside an interrupt comes from a program, which expects an end and cannot be asked.
#[test]
fn an_interrupt_from_outside_leaves_where_nothing_runs() {
    let mut terminal = on_the_second_page();
    terminal.signal("INT");
    assert_eq!(terminal.end(), 130);
    terminal.is_given_back();
}

#[test]
fn suspended_and_continued() {
    for by_key in [true, false] {
        let terminal = on_the_second_page();
        if by_key {
            terminal.send(CTRL_Z);
        } else {
            terminal.signal("TSTP");
        }
        terminal.is_given_back();
        poll("it is stopped", || terminal.process_state().starts_with('T').then_some(()));
        terminal.signal("CONT");
        terminal.is_taken();
        terminal.see(&["▸Cluster", "analytics"]);
        to_dev(&terminal);
        terminal.send("/stag");
        terminal.see(&["> staging"]);
    }
}

#[test]
fn too_small_and_back() {
    let mut terminal = Terminal::start(&Start { size: (40, 10), ..Start::default() });
    terminal.see(&["emr-onramp needs 60x15", "40x10"]);
    terminal.resize(80, 24);
    terminal.see(&["▸Sign-in", "> Go on"]);
    terminal.resize(1, 1);
    terminal.resize(120, 40);
    terminal.see(&["▸Sign-in", "> Go on", "SANDBOX fresh"]);
    terminal.send(ENTER);
    terminal.see(&["▸Cluster", "analytics"]);
    to_dev(&terminal);
    terminal.signal("TERM");
    assert_eq!(terminal.end(), 143);
    terminal.is_given_back();
}

/// In the middle of the change of mode, on the run page.
fn under_way() -> Terminal {
    let terminal = Terminal::start(&Start { size: (120, 40), ..Start::default() });
    to_the_change_of_mode(&terminal);
    terminal
}

#[test]
fn ended_by_a_signal_while_a_step_is_under_way() {
    let mut terminal = under_way();
    terminal.signal("TERM");
    assert_eq!(terminal.end(), 5, "the change of mode was sent");
    terminal.is_given_back();
    terminal.see(&["Authentication mode to API_AND_CONFIG_MAP", "EKS goes on with it"]);
}

#[test]
fn left_while_a_step_is_under_way() {
    let mut terminal = under_way();
    terminal.send(CTRL_C);
    terminal.see(&["Stopping after this step"]);
    terminal.send(CTRL_C);
    terminal.see(&["EKS goes on with it"]);
    terminal.press_until_ended(CTRL_C);
    assert_eq!(terminal.end(), 5, "the change of mode was sent");
    terminal.is_given_back();
    terminal.see(&["Authentication mode to API_AND_CONFIG_MAP", "EKS goes on with it"]);
}

/// A runtime that panics, in the screen's own thread or in another.
struct Panicking {
    elsewhere: bool,
}

impl Driver for Panicking {
    fn send(&mut self, _effect: Effect) {
        if self.elsewhere {
            let thread = std::thread::Builder::new().name("elsewhere".to_owned());
            thread.spawn(|| panic!("on purpose, elsewhere")).unwrap();
        }
    }

    fn receive(&mut self) -> Result<Option<Msg>, Disconnected> {
        assert!(self.elsewhere, "on purpose, here");
        Ok(None)
    }
}

/// Run by the test below, in a terminal: what it needs is the screen's own code around a fault, not a fault in the
/// program that ships.
#[test]
#[ignore = "needs a terminal of its own; run by the test below"]
fn panics_in_a_terminal() {
    let elsewhere = std::env::args().any(|arg| arg == "--skip=here");
    let editor = Arc::new(ProgramEditor::new(EditorCommand::default(), Box::new(|| Err(OutsideText::line("none")))));
    let options = TuiOptions { lang: Lang::En, no_color: false, now: Instant::now, editor };
    let error = tui::run(Wizard::new(Preset::default()), &mut Panicking { elsewhere }, options).unwrap_err();
    panic!("left with: {error}");
}

#[test]
fn a_panic_in_any_thread_gives_the_terminal_back_and_says_itself() {
    let itself = std::env::current_exe().unwrap();
    let name = "pty::leaving::panics_in_a_terminal";
    for (place, message) in [("--skip=elsewhere", "on purpose, here"), ("--skip=here", "on purpose, elsewhere")] {
        let args = [name, "--exact", "--ignored", "--nocapture", place];
        let mut terminal = Terminal::start_program(&itself, &Start { args: &args, ..Start::default() });
        assert_eq!(terminal.end(), 101, "{place}");
        terminal.is_given_back();
        terminal.see(&[message]);
        assert!(terminal.transcript().contains(message), "said on the normal screen\n{}", terminal.transcript());
    }
}
