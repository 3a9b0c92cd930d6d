//! The loop: messages in, keys in, a frame out when something changed.

use std::io;
use std::time::Duration;

use crossterm::event::Event;
use ratatui::Terminal;
use ratatui::backend::Backend;

use crate::wizard::Effect;

use super::screen::{Screen, Wish};
use super::{Driver, EditorOutcome, TuiError, TuiExit};

/// For how long a turn waits for a key. Short, so that what comes from the runtime is on the screen soon.
const TURN: Duration = Duration::from_millis(16);
/// The most messages and keys taken in before a frame is drawn.
const BATCH: usize = 256;

/// What ends or disturbs the screen from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interrupt {
    /// SIGINT: end a run after its step, the second time after the call in flight; else, and the third time, leave. The
    /// signal's number.
    Stop(i32),
    /// SIGTERM, SIGHUP or SIGQUIT: leave at once. The signal's number.
    Leave(i32),
    /// SIGTSTP: hand the terminal back.
    Suspend,
    /// SIGCONT after somebody else stopped us: the terminal may be in any state.
    Continued,
}

/// The terminal's other side: keys, signals, the clipboard, suspension.
pub trait Console {
    /// The next event, if one comes within `wait`.
    ///
    /// # Errors
    /// When the terminal cannot be read.
    fn poll(&mut self, wait: Duration) -> io::Result<Option<Event>>;
    /// The next signal, if one came.
    fn interrupt(&mut self) -> Option<Interrupt>;
    /// The message of a panic in any thread, if there was one.
    fn panicked(&mut self) -> Option<String>;
    /// Sends a text to the terminal's clipboard (OSC 52). Whether the terminal takes it is not known.
    ///
    /// # Errors
    /// When the terminal cannot be written.
    fn copy(&mut self, text: &str) -> io::Result<()>;
    /// Restores the terminal, lets the person edit a text in an editor of their own, takes the terminal again.
    ///
    /// # Errors
    /// When the terminal cannot be switched.
    fn edit(&mut self, text: &str) -> io::Result<EditorOutcome>;
    /// Restores the terminal, stops this process until it is continued, takes the terminal again.
    ///
    /// # Errors
    /// When the terminal cannot be switched.
    fn suspend(&mut self) -> io::Result<()>;
    /// Takes the terminal again after something else may have changed it.
    ///
    /// # Errors
    /// When the terminal cannot be switched.
    fn retake(&mut self) -> io::Result<()>;
}

/// Runs a screen until it is left.
///
/// # Errors
/// When the terminal fails, the runtime ends, or a thread panics.
pub fn drive<B>(
    screen: &mut Screen,
    terminal: &mut Terminal<B>,
    console: &mut dyn Console,
    driver: &mut dyn Driver,
    now: &dyn Fn() -> Duration,
) -> Result<TuiExit, TuiError>
where
    B: Backend,
    B::Error: Send + Sync + 'static,
{
    let mut drops_typed = false;
    loop {
        let ticked = screen.tick(now());
        if screen.take_changed() || ticked {
            draw(screen, terminal)?;
            screen.look().into_iter().for_each(|effect| driver.send(effect));
        }
        if std::mem::take(&mut drops_typed) {
            // The frame with the question is out: what was typed before it is no answer to it.
            while console.poll(Duration::ZERO)?.is_some() {}
        }
        if let Some(message) = console.panicked() {
            return Err(TuiError::Panicked(message));
        }
        if let Some(interrupt) = console.interrupt()
            && let Some(exit) = interrupted(screen, terminal, console, driver, interrupt)?
        {
            return Ok(exit);
        }
        let mut effects = Vec::new();
        for _ in 0..BATCH {
            match driver.receive()? {
                Some(msg) => effects.extend(screen.receive(msg)),
                None => break,
            }
        }
        effects.extend(typed(screen, console, now)?);
        for effect in effects {
            driver.send(effect);
        }
        for wish in screen.take_wishes() {
            match wish {
                Wish::Leave => return Ok(TuiExit::Left),
                Wish::Suspend => suspend(screen, terminal, console)?,
                Wish::Copy(text) => console.copy(&text)?,
                Wish::EditOutside(text) => {
                    let outcome = console.edit(&text)?;
                    screen.edited_outside(outcome);
                    redraw(screen, terminal)?;
                }
                Wish::Redraw => redraw(screen, terminal)?,
                Wish::DropTyped => drops_typed = true,
            }
        }
    }
}

/// Takes in the keys that are there, waiting a turn for the first.
fn typed(screen: &mut Screen, console: &mut dyn Console, now: &dyn Fn() -> Duration) -> Result<Vec<Effect>, TuiError> {
    let mut effects = Vec::new();
    let mut wait = TURN;
    for _ in 0..BATCH {
        // A wish may mean that the keys from here on are not to be taken as they are.
        if screen.has_wishes() {
            break;
        }
        let Some(event) = console.poll(wait)? else {
            break;
        };
        wait = Duration::ZERO;
        screen.tick(now());
        effects.extend(screen.handle(&event));
    }
    Ok(effects)
}

fn interrupted<B>(
    screen: &mut Screen,
    terminal: &mut Terminal<B>,
    console: &mut dyn Console,
    driver: &mut dyn Driver,
    interrupt: Interrupt,
) -> Result<Option<TuiExit>, TuiError>
where
    B: Backend,
    B::Error: Send + Sync + 'static,
{
    match interrupt {
        Interrupt::Leave(signal) => return Ok(Some(TuiExit::Signal(signal))),
        Interrupt::Stop(signal) => match screen.interrupt() {
            Some(effects) => effects.into_iter().for_each(|effect| driver.send(effect)),
            None => return Ok(Some(TuiExit::Signal(signal))),
        },
        Interrupt::Suspend => suspend(screen, terminal, console)?,
        Interrupt::Continued => {
            console.retake()?;
            redraw(screen, terminal)?;
        }
    }
    Ok(None)
}

pub(super) fn draw<B>(screen: &Screen, terminal: &mut Terminal<B>) -> Result<(), TuiError>
where
    B: Backend,
    B::Error: Send + Sync + 'static,
{
    terminal.draw(|frame| screen.draw(frame)).map_err(io::Error::other)?;
    Ok(())
}

fn suspend<B>(screen: &Screen, terminal: &mut Terminal<B>, console: &mut dyn Console) -> Result<(), TuiError>
where
    B: Backend,
    B::Error: Send + Sync + 'static,
{
    console.suspend()?;
    redraw(screen, terminal)
}

/// Draws every cell. `Terminal::clear` would ask the terminal for its cursor, and wait.
fn redraw<B>(screen: &Screen, terminal: &mut Terminal<B>) -> Result<(), TuiError>
where
    B: Backend,
    B::Error: Send + Sync + 'static,
{
    let size = terminal.size().map_err(io::Error::other)?;
    terminal.resize(size.into()).map_err(io::Error::other)?;
    draw(screen, terminal)
}
