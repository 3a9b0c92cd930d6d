//! The full-screen wizard: one value that takes events and draws itself, and a loop that runs it in a terminal.
//!
//! [`Screen`] is pure: tests drive it without a terminal. The loop, the input and the drawing are on one thread, which
//! never waits for the network: effects go to a [`Driver`], its messages are taken without blocking.

mod canvas;
mod chrome;
mod context;
mod copy;
mod editor;
mod event_loop;
mod field;
mod filter;
mod form;
mod handle;
mod measure;
mod overlay;
mod page;
mod screen;
mod terminal;
mod theme;
mod topic;
mod view;

pub mod keymap;

pub use chrome::LEAST;
pub use event_loop::{Console, Interrupt, drive};
pub use screen::{Screen, Wish};

use std::sync::Arc;
use std::time::Instant;

use crate::domain::editor::TextEditor;
use crate::text::Lang;
use crate::wizard::{Effect, Load, Msg, Wizard};

/// The runtime is gone: nothing will answer any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the runtime has ended")]
pub struct Disconnected;

/// The side of the runtime that the screen sees.
pub trait Driver {
    /// Hands an effect over, at once.
    fn send(&mut self, effect: Effect);
    /// The next message, if there is one; never waits.
    ///
    /// # Errors
    /// When the runtime has ended.
    fn receive(&mut self) -> Result<Option<Msg>, Disconnected>;
}

/// What came of the person's own editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditorOutcome {
    /// A text.
    Edited(String),
    /// The text as it was.
    Unchanged,
    /// It could not be started, or did not end well.
    Failed,
    /// There is none.
    None,
}

/// How the screen starts.
#[derive(Clone)]
pub struct TuiOptions {
    /// The first language; F2 changes it.
    pub lang: Lang,
    /// Whether `NO_COLOR` is set: then selection and risk show by modifiers and signs only.
    pub no_color: bool,
    /// The clock, for elapsed times and quiet times: `Instant::now`.
    pub now: fn() -> Instant,
    /// The person's own editor, for a text of many lines.
    pub editor: Arc<dyn TextEditor>,
}

/// How the screen was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TuiExit {
    /// By the person.
    Left,
    /// By a signal (its number), such as SIGTERM: exit with 128 and the number.
    Signal(i32),
}

/// What is left of a screen that ended.
#[derive(Debug)]
pub struct Finished {
    /// The wizard, with everything that was answered, run and proved.
    pub wizard: Wizard,
    /// The language at the end.
    pub lang: Lang,
    /// How it was left.
    pub exit: TuiExit,
}

/// Why the screen could not go on. The terminal is restored by the time this is returned.
#[derive(Debug, thiserror::Error)]
pub enum TuiError {
    /// The terminal could not be read or written.
    #[error("terminal: {0}")]
    Terminal(#[from] std::io::Error),
    /// The runtime has ended.
    #[error(transparent)]
    Disconnected(#[from] Disconnected),
    /// A thread panicked; the message as the panic gave it.
    #[error("{0}")]
    Panicked(String),
}

/// Runs the wizard full screen until it is left. Standard input and output must be a terminal: the caller checks.
///
/// # Errors
/// When the terminal fails, the runtime ends, or a thread panics. In each case the terminal is restored first.
pub fn run(wizard: Wizard, driver: &mut dyn Driver, options: TuiOptions) -> Result<Finished, TuiError> {
    let mut screen = Screen::new(wizard, options.lang, options.no_color);
    let (mut console, mut terminal) = terminal::RealConsole::open(Arc::clone(&options.editor))?;
    let started = (options.now)();
    let clock = move || (options.now)().saturating_duration_since(started);
    let is_new = matches!(screen.wizard().session, Load::Idle);
    let first = if is_new { screen.receive(Msg::Start) } else { Vec::new() };
    // The first frame comes before the first effect, and with it before any client is built.
    let drawn = event_loop::draw(&screen, &mut terminal);
    for effect in first {
        driver.send(effect);
    }
    let exit = drawn.and_then(|()| drive(&mut screen, &mut terminal, &mut console, driver, &clock));
    let exit = match exit {
        Err(TuiError::Terminal(error)) if terminal::is_gone(&error) => Ok(TuiExit::Signal(terminal::HANGUP)),
        exit => exit,
    };
    let closed = console.close();
    let exit = exit?;
    if exit == TuiExit::Left {
        closed?;
    }
    let lang = screen.lang();
    Ok(Finished { wizard: screen.into_wizard(), lang, exit })
}
