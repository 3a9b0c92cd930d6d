//! The record of one run, open for writing.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;

use async_trait::async_trait;
use tokio::sync::oneshot;

use super::crash;
use super::events::Events;
use super::lock::Lock;
use super::writer::{Job, Waiting, Writer};
use super::{EVENTS, JOURNAL, folder, refused};
use crate::domain::{OutsideText, PortError, PortErrorKind, RecordTrouble};
use crate::journal::Chain;
use crate::plan::run::{JournalRecord, RunEvent};
use crate::ports::{Journal, PortResult};

/// Records one run. Dropping it waits for what is being written, and lets go of the cluster's lock.
#[derive(Debug)]
pub struct Recorder {
    folder: PathBuf,
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
    _lock: Lock,
}

impl Recorder {
    pub(super) fn begin(folder: PathBuf, lock: Lock) -> Result<Self, RecordTrouble> {
        let path = folder.join(JOURNAL);
        let file = folder::create(&path).map_err(|error| refused(&path, &error.to_string()))?;
        folder::sync(&folder).map_err(|error| refused(&folder, &error.to_string()))?;
        crash::reached("journal");
        let events = Events::at(folder.join(EVENTS));
        Self::start(folder, lock, Writer { file, chain: Chain::new(), length: 0, events })
    }

    pub(super) fn resume(folder: PathBuf, lock: Lock, chain: Chain, length: usize) -> Result<Self, RecordTrouble> {
        let file = folder::open(&folder.join(JOURNAL), true)?;
        let events = Events::at(folder.join(EVENTS));
        Self::start(folder, lock, Writer { file, chain, length: length as u64, events })
    }

    fn start(folder: PathBuf, lock: Lock, writer: Writer) -> Result<Self, RecordTrouble> {
        let (jobs, inbox) = channel();
        let thread = std::thread::Builder::new().name("journal".to_owned()).spawn(move || writer.serve(&inbox));
        let thread = thread.map_err(|error| refused(&folder, &error.to_string()))?;
        Ok(Self { folder, jobs: Some(jobs), thread: Some(thread), _lock: lock })
    }

    /// The run's folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn put_away(&self, name: &str, text: &str) -> std::io::Result<()> {
        let (path, part) = (self.folder.join(name), self.folder.join(format!("{name}.part")));
        if fs::symlink_metadata(&path).is_ok() {
            return Ok(());
        }
        // One that was not finished is no backup.
        match fs::remove_file(&part) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
        let mut file = folder::create(&part)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        crash::reached("half backup");
        fs::rename(&part, &path)?;
        folder::sync(&self.folder)?;
        crash::reached("after backup");
        Ok(())
    }
}

#[async_trait]
impl Journal for Recorder {
    async fn append(&self, record: &JournalRecord) -> PortResult<()> {
        let (kept, waiting) = oneshot::channel();
        let job = Job::Record(Waiting { record: record.clone(), kept });
        let sent = self.jobs.as_ref().is_some_and(|jobs| jobs.send(job).is_ok());
        let gone = || Err("the thread that writes the journal ended".to_owned());
        let written = if sent { waiting.await.unwrap_or_else(|_| gone()) } else { gone() };
        written.map_err(|what| not_kept(&self.folder.join(JOURNAL), &what))
    }

    fn note(&self, event: &RunEvent) {
        if let Some(jobs) = &self.jobs {
            // The thread is gone: the next record says so.
            let _ = jobs.send(Job::Event(Box::new(event.clone())));
        }
    }

    async fn back_up(&self, name: &str, text: &str) -> PortResult<()> {
        self.put_away(name, text).map_err(|error| not_kept(&self.folder.join(name), &error.to_string()))
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take() {
            // A panic in it was reported where it happened.
            let _ = thread.join();
        }
    }
}

fn not_kept(path: &Path, what: &str) -> PortError {
    PortError {
        kind: PortErrorKind::Unexpected,
        service: "journal".to_owned(),
        operation: "write".to_owned(),
        status: None,
        code: None,
        message: OutsideText::message(&format!("{}: {what}", path.display())),
        request_id: None,
    }
}
