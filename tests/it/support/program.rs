//! The built program as a child process without a terminal, killed when the test is over.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// The program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_emr-onramp");
/// For how long anything may take. Far above what it does take, so that a busy machine fails no test.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A home of its own for one child; removed with everything in it.
pub(crate) struct Home(PathBuf);

impl Home {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("emr-onramp-it-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        // What cannot be removed stays in the temporary folder, which is cleaned by others.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Sends a signal by its name. The shell's own `kill`, since nothing here may call the system unsafely.
pub(crate) fn signal(pid: u32, name: &str) {
    let sent =
        Command::new("/bin/sh").args(["-c", "kill -s \"$1\" \"$2\"", "sh", name, &pid.to_string()]).status().unwrap();
    assert!(sent.success(), "SIG{name} could not be sent to {pid}");
}

/// Asks again and again until there is an answer. The pause is for the machine's sake; nothing depends on its length.
pub(crate) fn poll<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(Instant::now() < deadline, "in vain: {what}");
        std::thread::park_timeout(Duration::from_millis(5));
    }
}

/// Held while a child is started or a terminal is opened: a child that is started while a terminal's descriptors are not
/// yet marked would keep that terminal from ever going away.
pub(crate) fn apart() -> MutexGuard<'static, ()> {
    static APART: Mutex<()> = Mutex::new(());
    APART.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a child left behind.
#[derive(Debug)]
pub(crate) struct Ended {
    /// The exit code; none if a signal ended it.
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// A child whose streams are read while it runs.
pub(crate) struct Program {
    child: Child,
    out: Option<Stream>,
    err: Option<Stream>,
    _home: Home,
}

/// The program with nothing of this process's environment.
pub(crate) fn command(home: &Home, args: &[&str], environment: &[(&str, &str)]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(args).env_clear().current_dir(home.path());
    command.env("HOME", home.path()).env("TMPDIR", home.path());
    command.env("AWS_EC2_METADATA_DISABLED", "true");
    command.envs(environment.iter().copied());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

impl Program {
    pub(crate) fn start(args: &[&str], environment: &[(&str, &str)]) -> Self {
        let home = Home::new();
        let mut child = {
            let _apart = apart();
            command(&home, args, environment).spawn().unwrap()
        };
        let out = child.stdout.take().map(reader);
        let err = child.stderr.take().map(reader);
        Self { child, out, err, _home: home }
    }

    pub(crate) fn signal(&self, name: &str) {
        signal(self.child.id(), name);
    }

    /// What it has said on stderr so far.
    pub(crate) fn said(&self) -> String {
        self.err.as_ref().map(Stream::text).unwrap_or_default()
    }

    /// Waits for its end.
    pub(crate) fn end(mut self) -> Ended {
        let status = poll("the program ends", || self.child.try_wait().unwrap());
        let text = |stream: &mut Option<Stream>| stream.take().unwrap().end();
        Ended { code: status.code(), out: text(&mut self.out), err: text(&mut self.err) }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // One that ended already needs no killing.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What comes out of a child, read while it runs.
struct Stream {
    bytes: Arc<Mutex<Vec<u8>>>,
    thread: JoinHandle<()>,
}

impl Stream {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes.lock().unwrap()).into_owned()
    }

    fn end(self) -> String {
        self.thread.join().unwrap();
        let bytes = std::mem::take(&mut *self.bytes.lock().unwrap());
        String::from_utf8(bytes).unwrap()
    }
}

fn reader(mut stream: impl Read + Send + 'static) -> Stream {
    let bytes = Arc::new(Mutex::new(Vec::new()));
    let read = bytes.clone();
    let thread = std::thread::spawn(move || {
        let mut buffer = [0; 8_192];
        loop {
            match stream.read(&mut buffer).unwrap() {
                0 => return,
                count => read.lock().unwrap().extend_from_slice(&buffer[..count]),
            }
        }
    });
    Stream { bytes, thread }
}

/// Waits for the end of any other child; one that takes too long is killed.
pub(crate) fn finish(mut child: Child) -> Ended {
    let (out, err) = (child.stdout.take().map(reader), child.stderr.take().map(reader));
    Program { child, out, err, _home: Home::new() }.end()
}

/// Runs the program to its end.
pub(crate) fn run(args: &[&str], environment: &[(&str, &str)]) -> Ended {
    Program::start(args, environment).end()
}
