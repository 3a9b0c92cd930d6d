//! The terminal, taken and given back: on return, error, panic, signal and suspension.

use std::io::{self, Stdout, Write};
use std::panic::{self, PanicHookInfo};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, Once, PoisonError};
use std::time::Duration;

use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::Show;
use crossterm::event::{self, DisableBracketedPaste, EnableBracketedPaste, Event};
use crossterm::execute;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use signal_hook::SigId;
use signal_hook::consts::signal::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::low_level::{raise, unregister};

use super::EditorOutcome;
use super::event_loop::{Console, Interrupt};
use crate::domain::VerbatimText;
use crate::domain::editor::{EditorTrouble, TextEditor};
use crate::domain::outside::escaped;

/// Whether our screen is up: only then are panics noted instead of printed.
static IS_UP: AtomicBool = AtomicBool::new(false);
/// The first panic's message since the screen came up.
static PANIC: Mutex<Option<String>> = Mutex::new(None);
static HOOK: Once = Once::new();

/// Installs our hook, once in the life of the program: while the screen is up a panic's message waits until the
/// terminal is restored, and the terminal is restored by the screen's own thread alone.
fn install_hook() {
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| if IS_UP.load(Ordering::SeqCst) { note(info) } else { before(info) }));
    });
}

fn note(info: &PanicHookInfo<'_>) {
    let mut noted = PANIC.lock().unwrap_or_else(PoisonError::into_inner);
    let thread = std::thread::current();
    let name = thread.name().unwrap_or("?").to_owned();
    noted.get_or_insert_with(|| format!("thread '{name}' {info}"));
}

fn take_panic() -> Option<String> {
    PANIC.lock().unwrap_or_else(PoisonError::into_inner).take()
}

fn enter() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste)
}

/// Gives the terminal back. Every part is tried, whatever the ones before it said.
fn restore() -> io::Result<()> {
    let screen = execute!(io::stdout(), DisableBracketedPaste, LeaveAlternateScreen, Show);
    let mode = disable_raw_mode();
    screen.and(mode)
}

/// The signal of a terminal that went away.
pub(super) const HANGUP: i32 = SIGHUP;
/// What every read and write of such a terminal fails with.
const EIO: i32 = 5;

/// Whether an error says that the terminal is gone.
pub(super) fn is_gone(error: &io::Error) -> bool {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<io::Error>());
    inner.unwrap_or(error).raw_os_error() == Some(EIO)
}

/// Flags that signal handlers set.
struct Signals {
    flags: Vec<(i32, Arc<AtomicBool>)>,
    ids: Vec<SigId>,
}

impl Signals {
    fn register() -> io::Result<Self> {
        let mut signals = Self { flags: Vec::new(), ids: Vec::new() };
        // In the order in which they are looked at: those that end it first.
        for signal in [SIGQUIT, SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT] {
            let flag = Arc::new(AtomicBool::new(false));
            signals.ids.push(signal_hook::flag::register(signal, Arc::clone(&flag))?);
            signals.flags.push((signal, flag));
        }
        Ok(signals)
    }

    fn take(&self) -> Option<i32> {
        if self.has(SIGTSTP) && self.has(SIGCONT) {
            // Whoever suspended us has thought better of it: nobody would continue us once more.
            self.forget(SIGTSTP);
        }
        self.flags.iter().find(|(_, flag)| flag.swap(false, Ordering::SeqCst)).map(|(signal, _)| *signal)
    }

    fn has(&self, signal: i32) -> bool {
        self.flags.iter().any(|(known, flag)| *known == signal && flag.load(Ordering::SeqCst))
    }

    fn forget(&self, signal: i32) {
        for (_, flag) in self.flags.iter().filter(|(known, _)| *known == signal) {
            flag.store(false, Ordering::SeqCst);
        }
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        for id in &self.ids {
            unregister(*id);
        }
    }
}

/// The terminal while it is ours. Dropping it gives the terminal back.
pub(super) struct RealConsole {
    signals: Signals,
    editor: Arc<dyn TextEditor>,
    is_open: bool,
}

impl RealConsole {
    /// Takes the terminal.
    ///
    /// # Errors
    /// When the terminal cannot be switched; then it is as it was.
    pub(super) fn open(editor: Arc<dyn TextEditor>) -> io::Result<(Self, Terminal<CrosstermBackend<Stdout>>)> {
        install_hook();
        take_panic();
        let signals = Signals::register()?;
        IS_UP.store(true, Ordering::SeqCst);
        // From here on dropping it restores.
        let console = Self { signals, editor, is_open: true };
        enter()?;
        let terminal = Terminal::new(CrosstermBackend::new(io::stdout()))?;
        Ok((console, terminal))
    }

    /// Whether the editor in front is still to be waited for. A shell that stops it stops us, too, or nobody would get
    /// the prompt back.
    fn waits_for_editor(&self) -> bool {
        if self.signals.has(SIGTSTP) {
            self.signals.forget(SIGTSTP);
            // It cannot be caught, so that it only fails where there is no such signal.
            let _ = raise(signal_hook::consts::signal::SIGSTOP);
        }
        !self.signals.has(SIGTERM) && !self.signals.has(SIGHUP)
    }

    /// Gives the terminal back.
    ///
    /// # Errors
    /// When the terminal cannot be switched.
    pub(super) fn close(&mut self) -> io::Result<()> {
        if !std::mem::replace(&mut self.is_open, false) {
            return Ok(());
        }
        let restored = restore();
        IS_UP.store(false, Ordering::SeqCst);
        restored
    }
}

impl Drop for RealConsole {
    fn drop(&mut self) {
        // Nothing can be done about a terminal that does not take its own state back.
        let _ = self.close();
        if std::thread::panicking()
            && let Some(message) = take_panic()
        {
            let _ = writeln!(io::stderr(), "{}", escaped(&message));
        }
    }
}

impl Console for RealConsole {
    fn poll(&mut self, wait: Duration) -> io::Result<Option<Event>> {
        match event::poll(wait) {
            Ok(true) => event::read().map(Some),
            Ok(false) => Ok(None),
            // A signal came in between; the loop looks at it next.
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn interrupt(&mut self) -> Option<Interrupt> {
        match self.signals.take()? {
            SIGINT => Some(Interrupt::Stop(SIGINT)),
            SIGTSTP => Some(Interrupt::Suspend),
            SIGCONT => Some(Interrupt::Continued),
            ended => Some(Interrupt::Leave(ended)),
        }
    }

    fn panicked(&mut self) -> Option<String> {
        take_panic()
    }

    fn copy(&mut self, text: &str) -> io::Result<()> {
        // What is pasted into a shell drives it as much as what is printed.
        execute!(io::stdout(), CopyToClipboard::to_clipboard_from(escaped(text).as_ref()))
    }

    fn edit(&mut self, text: &str) -> io::Result<EditorOutcome> {
        restore()?;
        let editor = Arc::clone(&self.editor);
        let edited = editor.edit(&VerbatimText::new(text), &mut || self.waits_for_editor());
        // What was typed at the editor's terminal was meant for the editor.
        for signal in [SIGINT, SIGQUIT, SIGTSTP, SIGCONT] {
            self.signals.forget(signal);
        }
        enter()?;
        Ok(match edited {
            Ok(Some(text)) => EditorOutcome::Edited(text.exact().to_owned()),
            Ok(None) => EditorOutcome::Unchanged,
            Err(EditorTrouble::None) => EditorOutcome::None,
            Err(_) => EditorOutcome::Failed,
        })
    }

    fn suspend(&mut self) -> io::Result<()> {
        restore()?;
        // SIGSTOP cannot be caught: it stops every thread, and this call returns once somebody continues us.
        raise(signal_hook::consts::signal::SIGSTOP)?;
        self.signals.forget(SIGTSTP);
        self.signals.forget(SIGCONT);
        enter()
    }

    fn retake(&mut self) -> io::Result<()> {
        enter()
    }
}
