//! A word that counts only if it is typed by hand, after its question was there: what was typed before or is pasted is
//! no answer to something dangerous.

use std::io::{self, Write, stderr};
use std::time::Duration;

use crossterm::event::{
    self, DisableBracketedPaste, EnableBracketedPaste, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers,
};
use crossterm::execute;
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

use crate::domain::outside::escaped;
use crate::error::ExitCode;

/// What was typed within this time after the question, or this shortly after such a key, does not count.
const QUIET: Duration = Duration::from_millis(300);
/// How long to wait for a key before looking whether the process was told to stop.
const GLANCE: Duration = Duration::from_millis(50);
/// No answer here is longer.
const LONGEST: usize = 256;

/// What came of it.
pub(super) enum Word {
    /// This was typed, and Enter pressed.
    Typed(String),
    /// Esc.
    Back,
    /// Ctrl-C.
    Leave,
    /// A signal came.
    Stopped(ExitCode),
}

/// The terminal key by key; dropping it gives the lines back.
struct Keys;

impl Keys {
    fn take() -> io::Result<Self> {
        enable_raw_mode()?;
        let keys = Self;
        execute!(stderr(), EnableBracketedPaste)?;
        Ok(keys)
    }
}

impl Drop for Keys {
    fn drop(&mut self) {
        // A terminal that does not take this either is beyond help.
        let _ = execute!(stderr(), DisableBracketedPaste);
        let _ = disable_raw_mode();
        let _ = writeln!(stderr());
    }
}

/// Asks, and takes the word on the line below; `pasted` is what to say to a paste.
///
/// # Errors
/// When the terminal cannot be read or written.
pub(super) fn ask(
    question: &str,
    pasted: &str,
    stopped: &dyn Fn() -> Option<ExitCode>,
    suspended: &dyn Fn() -> bool,
) -> io::Result<Word> {
    let mut keys = Some(Keys::take()?);
    let mut typed = String::new();
    pose(question, &typed)?;
    while event::poll(QUIET)? {
        // Leaving needs no thought.
        if event::read()?.as_key_press_event().is_some_and(leaves) {
            return Ok(Word::Leave);
        }
    }
    loop {
        if suspended() {
            drop(keys.take());
        }
        if let Some(code) = stopped() {
            return Ok(Word::Stopped(code));
        }
        if keys.is_none() {
            keys = Some(Keys::take()?);
            pose(question, &typed)?;
        }
        if !event::poll(GLANCE)? {
            continue;
        }
        match event::read()? {
            Event::Key(key) if key.kind != KeyEventKind::Release => match key.code {
                KeyCode::Enter => return Ok(Word::Typed(typed)),
                KeyCode::Esc => return Ok(Word::Back),
                _ if leaves(key) => return Ok(Word::Leave),
                KeyCode::Backspace => drop(typed.pop()),
                KeyCode::Char(c) if !key.modifiers.contains(KeyModifiers::CONTROL) && typed.len() < LONGEST => {
                    typed.push(c);
                }
                _ => continue,
            },
            Event::Paste(_) => {
                write!(stderr(), "\r\n{}\r\n", escaped(pasted))?;
                pose(question, &typed)?;
                continue;
            }
            _ => continue,
        }
        show(&typed)?;
    }
}

fn leaves(key: KeyEvent) -> bool {
    key.code == KeyCode::Char('c') && key.modifiers.contains(KeyModifiers::CONTROL)
}

/// The question, which may take several lines and is drawn once, and the line of the word below.
fn pose(question: &str, typed: &str) -> io::Result<()> {
    write!(stderr(), "? {}\r\n", escaped(question))?;
    show(typed)
}

/// The line of the word anew. A letter that is typed can be as hostile as one that is read.
fn show(typed: &str) -> io::Result<()> {
    write!(stderr(), "\r\x1b[K> {}", escaped(typed))?;
    stderr().flush()
}
