//! The thread that writes a journal: whatever records wait are written together and made durable by one `fdatasync`.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::sync::mpsc::Receiver;

use tokio::sync::oneshot;

use super::crash;
use super::events::Events;
use crate::journal::Chain;
use crate::plan::run::{JournalRecord, RunEvent};

/// What is to be written.
pub(super) enum Job {
    /// A record that somebody waits for.
    Record(Waiting),
    /// An event that nobody waits for.
    Event(Box<RunEvent>),
}

/// A record that waits to be written, and who waits for it.
pub(super) struct Waiting {
    pub(super) record: JournalRecord,
    pub(super) kept: oneshot::Sender<Result<(), String>>,
}

/// A journal's file and how far it is good.
pub(super) struct Writer {
    pub(super) file: File,
    pub(super) chain: Chain,
    pub(super) length: u64,
    pub(super) events: Events,
}

impl Writer {
    /// Writes what comes until nobody can send any more.
    pub(super) fn serve(mut self, jobs: &Receiver<Job>) {
        while let Ok(first) = jobs.recv() {
            let (mut batch, mut events) = (Vec::new(), Vec::new());
            for job in std::iter::once(first).chain(jobs.try_iter()) {
                match job {
                    Job::Record(waiting) => batch.push(waiting),
                    Job::Event(event) => events.push(*event),
                }
            }
            if !batch.is_empty() {
                let kept = self.write(&batch).map_err(|error| error.to_string());
                for job in batch {
                    // Who no longer waits does not go on either.
                    let _ = job.kept.send(kept.clone());
                }
            }
            self.events.keep(&events);
            events.iter().for_each(crash::told);
        }
    }

    fn write(&mut self, batch: &[Waiting]) -> io::Result<()> {
        // What a failed write left behind its last good line goes first.
        self.file.set_len(self.length)?;
        let mut chain = self.chain.clone();
        let mut text = String::new();
        for job in batch {
            let (line, next) = chain.line(&job.record)?;
            text.push_str(&line);
            chain = next;
        }
        crash::writing("before", batch);
        if crash::is_torn(batch) {
            self.file.write_all_at(&text.as_bytes()[..text.len() / 2], self.length)?;
            crash::writing("half", batch);
        }
        self.file.write_all_at(text.as_bytes(), self.length)?;
        self.file.sync_data()?;
        crash::writing("after", batch);
        self.chain = chain;
        self.length += text.len() as u64;
        Ok(())
    }
}
