//! Signals in the middle of a headless run: the code says whether anything was written.

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::process::{Child, ChildStderr, ChildStdout};

use crate::support::program::{Home, Program, command, poll, signal};

/// A run whose first step, the change of mode, takes the sandbox its seven seconds; killed on drop.
struct Long {
    child: Child,
    out: BufReader<ChildStdout>,
    err: ChildStderr,
    _home: Home,
}

impl Long {
    /// Under way: the update was sent and is being waited for.
    fn start(flags: &[&str]) -> Self {
        let args = ["enable", "--sandbox", "--cluster", "dev", "--namespace", "spark", "--method", "access-entry"];
        let home = Home::new();
        let args = [&args[..], &["--accept-one-way", "dev", "--yes"], flags].concat();
        let mut child = command(&home, &args, &[]).spawn().unwrap();
        let (out, err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        let mut long = Self { child, out: BufReader::new(out), err, _home: home };
        let mut line = String::new();
        while !line.contains("InProgress") {
            line.clear();
            assert!(long.out.read_line(&mut line).unwrap() > 0, "it ended before the update was sent");
        }
        long
    }

    fn signal(&self, name: &str) {
        signal(self.child.id(), name);
    }

    /// The code, the rest of stdout, stderr.
    fn end(mut self) -> (Option<i32>, String, String) {
        let (mut out, mut err) = (String::new(), String::new());
        self.out.read_to_string(&mut out).unwrap();
        self.err.read_to_string(&mut err).unwrap();
        let status = poll("the program ends", || self.child.try_wait().unwrap());
        (status.code(), out, err)
    }
}

impl Drop for Long {
    fn drop(&mut self) {
        // One that ended already needs no killing.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An interrupt lets the step under way end, so that its outcome is known; the others do not wait for EKS.
#[test]
fn one_signal_stops_after_the_step_under_way_or_after_its_call() {
    let runs = ["TERM", "INT", "HUP"].map(|name| (name, Long::start(&[])));
    for (name, run) in &runs {
        run.signal(name);
    }
    for (name, run) in runs {
        let (code, out, err) = run.end();
        assert_eq!(code, Some(5), "SIG{name}: the change of mode was sent");
        assert!(out.contains("step 2 of 4, Service-linked role for EMR: not tried"), "{out}");
        if name == "INT" {
            assert!(out.contains("step 1 of 4, Authentication mode to API_AND_CONFIG_MAP: done"), "{out}");
            assert_eq!(err, "It stops here, or once the step under way has ended.\n");
        } else {
            assert!(out.contains("EKS goes on with it"), "{out}");
            assert!(err.contains("ends with the call in flight"), "{err}");
        }
    }
}

/// The third one waits for nothing: then nobody knows how it ended, which is not "nothing was written".
#[test]
fn whoever_does_not_wait_is_told_what_is_open() {
    for flags in [&[][..], &["--output", "jsonl"]] {
        let mut run = Long::start(flags);
        run.signal("INT");
        let mut notice = [0; "It stops here, or once the step under way has ended.\n".len()];
        run.err.read_exact(&mut notice).unwrap();
        assert_eq!(notice, *b"It stops here, or once the step under way has ended.\n");
        run.signal("QUIT");
        let (code, out, err) = run.end();
        assert!(!out.contains("API_AND_CONFIG_MAP: done"), "it did not wait for the update\n{out}");
        assert_eq!(code, Some(5), "the change of mode was sent\n{err}");
        assert!(err.starts_with("Interrupted.\n"), "{err}");
        assert!(err.contains("it may still take effect: Authentication mode to API_AND_CONFIG_MAP"), "{err}");
        if !flags.is_empty() {
            let end: serde_json::Value = serde_json::from_str(out.lines().last().unwrap()).unwrap();
            assert_eq!((&end["type"], &end["exit_code"], &end["wrote"]), (&"end".into(), &5.into(), &true.into()));
        }
    }
}

/// Before the run, while it waits for an endpoint that takes the connection and says nothing.
#[test]
fn a_signal_before_the_run_ends_it_with_nothing_written() {
    let args = ["enable", "--cluster", "dev", "--namespace", "spark", "--method", "automatic", "--yes"];
    for (name, expected) in [("TERM", 143), ("INT", 130), ("HUP", 129), ("QUIT", 131)] {
        let silent = TcpListener::bind("127.0.0.1:0").unwrap();
        silent.set_nonblocking(true).unwrap();
        let url = format!("http://{}", silent.local_addr().unwrap());
        let environment = [
            ("AWS_ENDPOINT_URL", url.as_str()),
            ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
            ("AWS_SECRET_ACCESS_KEY", "x"),
            ("AWS_REGION", "us-east-1"),
        ];
        let run = Program::start(&args, &environment);
        let _call = poll("the call comes", || silent.accept().ok());
        run.signal(name);
        let ended = run.end();
        assert_eq!((ended.code, ended.err.as_str(), ended.out.as_str()), (Some(expected), "Interrupted.\n", ""));
    }
}
