//! The built program in a terminal of its own: keys go in, the screen is looked at, the child is killed on drop.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtyPair, PtySize, native_pty_system};
use vt100::{Parser, Screen};

use super::program::{Home, PATIENCE, PROGRAM, apart, poll, signal};

/// After how long a key that did nothing is pressed again: longer than any time in which keys do not count.
const RETRY: Duration = Duration::from_millis(700);

/// What the terminal has shown so far.
struct Shown {
    parser: Parser,
    /// Everything that came, to look for sequences that leave no trace on the screen.
    bytes: Vec<u8>,
    /// Whether nothing more is to be read.
    is_closing: bool,
}

impl Shown {
    /// Whether a text came after the last time that another one did.
    fn has_said(&self, mark: &str, text: &str) -> bool {
        let transcript = self.transcript();
        transcript.rfind(mark).is_some_and(|at| transcript[at..].contains(text))
    }

    fn transcript(&self) -> String {
        let text = String::from_utf8_lossy(&self.bytes).into_owned();
        let left = text.rfind("\x1b[?1049l").map_or(0, |at| at + "\x1b[?1049l".len());
        text[left..].replace('\r', "")
    }
}

#[derive(Clone)]
struct Display(Arc<(Mutex<Shown>, Condvar)>);

impl Display {
    fn lock(&self) -> MutexGuard<'_, Shown> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

type Writer = Arc<Mutex<Box<dyn Write + Send>>>;

/// The test's side of a terminal.
struct Pty {
    writer: Writer,
    pair: PtyPair,
    /// Reads until the program's side is closed, or this one is to be.
    reader: JoinHandle<()>,
}

/// A terminal with the program in it.
pub(crate) struct Terminal {
    display: Display,
    /// None once the terminal has gone away.
    pty: Option<Pty>,
    child: Box<dyn Child + Send + Sync>,
    /// The line settings before the program started.
    modes: String,
    _home: Home,
}

/// How a terminal starts.
pub(crate) struct Start<'a> {
    pub(crate) args: &'a [&'a str],
    pub(crate) environment: &'a [(&'a str, &'a str)],
    /// Columns and rows.
    pub(crate) size: (u16, u16),
}

impl Default for Start<'_> {
    fn default() -> Self {
        Self { args: &["--sandbox"], environment: &[("LANG", "en_US.UTF-8")], size: (80, 24) }
    }
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn at_least_one(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap_or(NonZeroU16::MIN)
}

impl Terminal {
    /// The program in a terminal.
    pub(crate) fn start(start: &Start<'_>) -> Self {
        Self::start_program(Path::new(PROGRAM), start)
    }

    /// Another program in a terminal.
    pub(crate) fn start_program(program: &Path, start: &Start<'_>) -> Self {
        let home = Home::new();
        let (columns, rows) = start.size;
        let pair = {
            let _apart = apart();
            native_pty_system().openpty(size(columns, rows)).unwrap()
        };
        let modes = modes(&*pair.master);
        let writer = Arc::new(Mutex::new(pair.master.take_writer().unwrap()));
        let parser = Parser::new(at_least_one(rows), at_least_one(columns), 1_000);
        let display =
            Display(Arc::new((Mutex::new(Shown { parser, bytes: Vec::new(), is_closing: false }), Condvar::new())));
        let reader = pair.master.try_clone_reader().unwrap();
        let (shown, answers) = (display.clone(), writer.clone());
        let reader = std::thread::spawn(move || read(reader, &shown, &answers));
        let mut command = CommandBuilder::new(program);
        command.args(start.args);
        command.env_clear();
        command.cwd(home.path());
        command.env("HOME", home.path());
        command.env("TMPDIR", home.path());
        command.env("TERM", "xterm-256color");
        command.env("AWS_EC2_METADATA_DISABLED", "true");
        for (name, value) in start.environment {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        Self { display, pty: Some(Pty { writer, pair, reader }), child, modes, _home: home }
    }

    fn pty(&self) -> &Pty {
        self.pty.as_ref().expect("the terminal is there")
    }

    /// The terminal goes away. What is sent first is to bring something forth, so that the reader wakes up and lets go.
    pub(crate) fn hang_up(&mut self, keys: &str) {
        self.display.lock().is_closing = true;
        let reader = |terminal: &Self| terminal.pty().reader.is_finished().then_some(());
        poll("the reader lets go", || {
            self.send(keys);
            reader(self)
        });
        self.pty = None;
    }

    /// Lets some time pass.
    pub(crate) fn idle(&self, how_long: Duration) {
        self.wait_until(how_long, |_| false);
    }

    /// Types bytes as a terminal sends them.
    pub(crate) fn send(&self, keys: &str) {
        let mut writer = self.pty().writer.lock().unwrap();
        // A program that has ended reads no keys.
        let _ = writer.write_all(keys.as_bytes()).and_then(|()| writer.flush());
    }

    /// Pastes text as a terminal with bracketed paste does.
    pub(crate) fn paste(&self, text: &str) {
        self.send(&format!("\x1b[200~{text}\x1b[201~"));
    }

    /// The screen's text.
    pub(crate) fn text(&self) -> String {
        self.display.lock().parser.screen().contents()
    }

    /// Every byte that the program sent so far.
    pub(crate) fn raw(&self) -> Vec<u8> {
        self.display.lock().bytes.clone()
    }

    /// Everything above and on the screen, once the alternate screen is left.
    pub(crate) fn transcript(&self) -> String {
        self.display.lock().transcript()
    }

    /// Waits until something is said after the last time that something else was.
    #[track_caller]
    pub(crate) fn hear_after(&self, mark: &str, text: &str) {
        let heard = self.wait_until(PATIENCE, |shown| shown.has_said(mark, text));
        assert!(heard, "in vain: {text:?} after {mark:?}\n{}", self.transcript());
    }

    fn wait_at_most(&self, patience: Duration, holds: impl Fn(&Screen) -> bool) -> bool {
        self.wait_until(patience, |shown| holds(shown.parser.screen()))
    }

    fn wait_until(&self, patience: Duration, holds: impl Fn(&Shown) -> bool) -> bool {
        let deadline = Instant::now() + patience;
        let mut shown = self.display.lock();
        loop {
            if holds(&shown) {
                return true;
            }
            let Some(left) = deadline.checked_duration_since(Instant::now()) else { return false };
            let (next, _) = self.display.0.1.wait_timeout(shown, left).unwrap_or_else(PoisonError::into_inner);
            shown = next;
        }
    }

    /// Waits until the screen is as wanted.
    #[track_caller]
    pub(crate) fn wait_for(&self, what: &str, holds: impl Fn(&Screen) -> bool) {
        assert!(self.wait_at_most(PATIENCE, holds), "in vain: {what}\n{}", self.text());
    }

    /// Waits until the screen holds each of these texts.
    #[track_caller]
    pub(crate) fn see(&self, texts: &[&str]) {
        self.wait_for(&format!("{texts:?}"), |screen| {
            let contents = screen.contents();
            texts.iter().all(|text| contents.contains(text))
        });
    }

    /// Presses keys once and again until something is said after the last time that something else was.
    #[track_caller]
    pub(crate) fn press_until_said(&self, keys: &str, mark: &str, text: &str) {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            self.send(keys);
            if self.wait_until(RETRY, |shown| shown.has_said(mark, text)) {
                return;
            }
        }
        panic!("{keys:?} in vain: {text:?} after {mark:?}\n{}", self.transcript());
    }

    /// Presses a key once and again until the screen holds the text: a key that comes too soon does not count.
    #[track_caller]
    pub(crate) fn press_until(&self, key: &str, text: &str) {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            self.send(key);
            if self.wait_at_most(RETRY, |screen| screen.contents().contains(text)) {
                return;
            }
        }
        panic!("{key:?} in vain: {text}\n{}", self.text());
    }

    pub(crate) fn resize(&self, columns: u16, rows: u16) {
        self.display.lock().parser.screen_mut().set_size(at_least_one(rows), at_least_one(columns));
        self.pty().pair.master.resize(size(columns, rows)).unwrap();
    }

    pub(crate) fn signal(&self, name: &str) {
        signal(self.child.process_id().unwrap(), name);
    }

    /// The state letter of the process, as `ps` gives it; `T` is stopped.
    pub(crate) fn process_state(&self) -> String {
        let pid = self.child.process_id().unwrap().to_string();
        let out = std::process::Command::new("ps").args(["-o", "state=", "-p", &pid]).output().unwrap();
        String::from_utf8_lossy(&out.stdout).trim().to_owned()
    }

    /// Waits for the end; the exit code.
    pub(crate) fn end(&mut self) -> u32 {
        let child = &mut self.child;
        let status = poll("the program ends", || child.try_wait().unwrap());
        assert_eq!(status.signal(), None, "no signal may end it");
        status.exit_code()
    }

    /// Presses keys again and again until the program has ended.
    #[track_caller]
    pub(crate) fn press_until_ended(&mut self, keys: &str) {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            self.send(keys);
            self.idle(RETRY);
            if !self.is_running() {
                return;
            }
        }
        panic!("{keys:?} in vain: it goes on\n{}", self.text());
    }

    pub(crate) fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Waits until the process is suspended.
    pub(crate) fn is_suspended(&self) {
        poll("it is suspended", || self.process_state().starts_with('T').then_some(()));
    }

    /// Waits for the end; the exit code as a shell has it, also where a signal ended it.
    pub(crate) fn end_by_any_means(&mut self, what: &str) -> u32 {
        let child = &mut self.child;
        let status = poll(&format!("{what}: the program ends"), || child.try_wait().unwrap());
        match status.signal() {
            None => status.exit_code(),
            // By the words of `strsignal`.
            Some(name) => ["Hangup", "Interrupt", "Quit"].iter().position(|one| name.starts_with(one)).map_or_else(
                || if name.starts_with("Terminated") { 143 } else { panic!("ended by {name}") },
                |at| 129 + u32::try_from(at).unwrap(),
            ),
        }
    }

    /// Waits until the terminal is as it was before the program, and says what is not.
    #[track_caller]
    pub(crate) fn is_given_back(&self) {
        self.wait_for("the screen is given back", |screen| {
            !screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste()
        });
        poll("the line settings are as before", || (modes(&*self.pty().pair.master) == self.modes).then_some(()));
    }

    /// Waits until the program has the terminal.
    #[track_caller]
    pub(crate) fn is_taken(&self) {
        self.wait_for("the screen is taken", |screen| screen.alternate_screen() && screen.bracketed_paste());
        poll("the line settings are the program's", || (modes(&*self.pty().pair.master) != self.modes).then_some(()));
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // One that ended already needs no killing.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios())
}

/// Feeds the screen, and answers the one question that programs ask of a terminal: where the cursor is.
fn read(mut reader: Box<dyn Read + Send>, display: &Display, answers: &Writer) {
    let mut buffer = [0; 8_192];
    while let Ok(count) = reader.read(&mut buffer) {
        if count == 0 {
            return;
        }
        let mut shown = display.lock();
        let before = shown.bytes.len().saturating_sub(3);
        shown.parser.process(&buffer[..count]);
        shown.bytes.extend_from_slice(&buffer[..count]);
        let questions = shown.bytes[before..].windows(4).filter(|bytes| *bytes == b"\x1b[6n").count();
        let (row, column) = shown.parser.screen().cursor_position();
        let is_closing = shown.is_closing;
        drop(shown);
        display.0.1.notify_all();
        if is_closing {
            return;
        }
        for _ in 0..questions {
            // The program may be gone by now.
            let _ = write!(answers.lock().unwrap_or_else(PoisonError::into_inner), "\x1b[{};{}R", row + 1, column + 1);
        }
    }
}
