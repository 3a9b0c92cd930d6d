//! Runs the program of a `credential_process` and reads the credentials that it prints (AWS CLI user guide, "Sourcing
//! credentials with an external process").
//!
//! No shell, an environment of allowed names, no input, limits on time and on what it prints. Its stderr is shown only
//! where it failed, and masked.

use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use jiff::Timestamp;
use rustix::process::{Pid, Signal, kill_process_group};
use serde::Deserialize;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::{Child, Command};
use tokio::time::Instant;

use super::command::{ProgramEnvironment, resolve, split};
use crate::adapters::secret::{command as shown, masked_lines};
use crate::domain::OutsideText;
use crate::domain::sign_in::ProcessFailure;

/// What a program may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// How long it may run.
    pub(super) time: Duration,
    /// How much it may print, on either stream, in bytes.
    pub(super) bytes: usize,
}

/// The limits of every program.
pub(super) const LIMITS: Limits = Limits { time: Duration::from_secs(30), bytes: 64 * 1_024 };
/// How long to wait for the end of its output once it has ended: an agent that it started may keep the pipe.
const REST: Duration = Duration::from_secs(1);
/// How many lines of stderr are shown, the last.
const SAID_LINES: usize = 3;
/// How much of such a line is shown, in characters.
const SAID_WIDTH: usize = 200;

/// A program that prints credentials, found in the file system.
#[derive(Clone)]
pub(super) struct Program {
    file: PathBuf,
    arguments: Vec<String>,
    /// The command as a person may see it.
    pub(super) shown: OutsideText,
}

/// Why there are no credentials, and what the program said about it.
#[derive(Debug, PartialEq)]
pub(super) struct Refusal {
    /// Why.
    pub(super) why: ProcessFailure,
    /// The last lines of stderr, masked.
    pub(super) said: Vec<OutsideText>,
}

impl From<ProcessFailure> for Refusal {
    fn from(why: ProcessFailure) -> Self {
        Self { why, said: Vec::new() }
    }
}

impl Program {
    /// Reads the command line and finds the program.
    ///
    /// # Errors
    /// The line cannot be read, or there is no such program; with the command as a person may see it.
    pub(super) fn find(line: &str, environment: &ProgramEnvironment) -> Result<Self, (ProcessFailure, OutsideText)> {
        let unread = |why| (why, OutsideText::line("credential_process"));
        let words = split(line).map_err(unread)?;
        let (name, arguments) = words.split_first().ok_or_else(|| unread(ProcessFailure::NoProgram))?;
        let file = resolve(name, environment.path()).map_err(|why| (why, shown(name, arguments)))?;
        let shown = shown(&file.to_string_lossy(), arguments);
        Ok(Self { arguments: arguments.to_vec(), file, shown })
    }

    /// Runs it.
    ///
    /// # Errors
    /// Why it gave no credentials.
    pub(super) async fn credentials(
        &self,
        environment: &ProgramEnvironment,
        limits: Limits,
        now: SystemTime,
    ) -> Result<Credentials, Refusal> {
        let mut command = Command::new(&self.file);
        command.args(&self.arguments).env_clear().envs(environment.variables());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        // In the background of the terminal, where it cannot take keys that are meant for us.
        command.process_group(0);
        let mut child = command.spawn().map_err(|_| ProcessFailure::NotRunnable)?;
        let mut group = Group::of(&child);
        let mut printed = Printed::default();
        let ended = printed.read(&mut child, limits).await;
        if matches!(ended, Ok(Some(_))) {
            // What it left behind on purpose, such as an agent, stays.
            group.release();
        } else {
            group.kill();
            // It is gone already, or about to be; where the system holds it, nobody waits for it.
            let _ = tokio::time::timeout(REST, child.wait()).await;
        }
        let refuse = |why| Refusal { why, said: said(&printed.err) };
        let status = ended.map_err(refuse)?;
        match status {
            Some(status) if status.success() => read(&printed.out, now).map_err(refuse),
            status => Err(refuse(match status.and_then(|status| status.code()) {
                Some(code) => ProcessFailure::Ended { code },
                None => ProcessFailure::Killed,
            })),
        }
    }
}

/// A program and all that it started: the process group that it leads. It ends with this, unless it is released.
struct Group(Option<Pid>);

impl Group {
    fn of(child: &Child) -> Self {
        Self(child.id().and_then(|id| Pid::from_raw(id.cast_signed())))
    }

    /// Leaves what is left of it alone: from now on, its number may be that of others.
    fn release(&mut self) {
        self.0 = None;
    }

    fn kill(&mut self) {
        if let Some(leader) = self.0.take() {
            // It may have ended by itself.
            let _ = kill_process_group(leader, Signal::KILL);
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.kill();
    }
}

/// What a program printed so far. It may be secret: there is no `Debug`.
#[derive(Default)]
struct Printed {
    out: Vec<u8>,
    err: Vec<u8>,
}

impl Printed {
    /// Reads both streams to their ends and waits for the program's.
    async fn read(&mut self, child: &mut Child, limits: Limits) -> Result<Option<ExitStatus>, ProcessFailure> {
        let (mut out, mut err) = (child.stdout.take(), child.stderr.take());
        let mut status = None;
        let end = tokio::time::sleep(limits.time);
        tokio::pin!(end);
        while status.is_none() || out.is_some() || err.is_some() {
            tokio::select! {
                () = &mut end => match status {
                    Some(status) => return Ok(Some(status)),
                    None => return Err(ProcessFailure::TooSlow { seconds: limits.time.as_secs() }),
                },
                is_over = more(out.as_mut(), &mut self.out), if out.is_some() => if is_over { out = None },
                is_over = more(err.as_mut(), &mut self.err), if err.is_some() => if is_over { err = None },
                ended = child.wait(), if status.is_none() => match ended {
                    Ok(ended) => {
                        status = Some(ended);
                        end.as_mut().reset(Instant::now() + REST);
                    }
                    Err(_) => return Ok(None),
                },
            }
            if self.out.len().max(self.err.len()) > limits.bytes {
                return Err(ProcessFailure::TooMuch { kib: u64::try_from(limits.bytes / 1_024).unwrap_or(u64::MAX) });
            }
        }
        Ok(status)
    }
}

/// Reads what is there; answers whether the stream is over.
async fn more(stream: Option<&mut (impl AsyncRead + Unpin)>, into: &mut Vec<u8>) -> bool {
    match stream {
        Some(stream) => !matches!(stream.read_buf(into).await, Ok(1..)),
        None => true,
    }
}

fn said(err: &[u8]) -> Vec<OutsideText> {
    let lines = masked_lines(&String::from_utf8_lossy(err));
    let last = lines.iter().skip(lines.len().saturating_sub(SAID_LINES));
    last.map(|line| OutsideText::line(&line.chars().take(SAID_WIDTH).collect::<String>())).collect()
}

/// What a program prints, by the names that the AWS CLI documents.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    version: Option<serde_json::Value>,
    access_key_id: Option<String>,
    secret_access_key: Option<String>,
    session_token: Option<String>,
    expiration: Option<String>,
}

fn read(out: &[u8], now: SystemTime) -> Result<Credentials, ProcessFailure> {
    let unreadable = |field| ProcessFailure::Unreadable { field };
    // The parser's own words may repeat what it read.
    let answer: Answer = serde_json::from_slice(out).map_err(|_| unreadable("JSON"))?;
    if answer.version != Some(1.into()) {
        return Err(unreadable("Version"));
    }
    let given = |value: Option<String>| value.filter(|value| !value.is_empty());
    let id = given(answer.access_key_id).ok_or(unreadable("AccessKeyId"))?;
    let secret = given(answer.secret_access_key).ok_or(unreadable("SecretAccessKey"))?;
    let ends = given(answer.expiration).map(|ends| ends.parse::<Timestamp>()).transpose();
    let ends = ends.map_err(|_| unreadable("Expiration"))?.map(SystemTime::from);
    if ends.is_some_and(|ends| ends <= now) {
        return Err(ProcessFailure::Expired);
    }
    Ok(Credentials::new(id, secret, given(answer.session_token), ends, "credential-process"))
}

#[cfg(test)]
mod tests;
