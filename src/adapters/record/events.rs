//! The events of a run beside its journal: for looking at afterwards, not for going on. Nothing waits for them.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::folder;
use crate::domain::outside::escaped_json;
use crate::plan::run::RunEvent;

/// The most bytes that are kept of one run's events.
const MOST: u64 = 64 << 20;

/// A run's events as a file, one JSON object a line.
pub(super) struct Events {
    path: PathBuf,
    /// There once something was written.
    file: Option<File>,
    length: u64,
    /// Whether nothing more is kept: the disk or the file would not have it, or there is too much.
    is_over: bool,
}

impl Events {
    /// The events of a run, at the end of those that are there already.
    pub(super) fn at(path: PathBuf) -> Self {
        Self { path, file: None, length: 0, is_over: false }
    }

    /// Keeps events. One that cannot be kept is lost, and so are all after it: they are not what a run hangs on.
    pub(super) fn keep(&mut self, events: &[RunEvent]) {
        if self.is_over || events.is_empty() {
            return;
        }
        self.is_over = self.write(events).is_err() || self.length > MOST;
    }

    fn write(&mut self, events: &[RunEvent]) -> io::Result<()> {
        let mut text = String::new();
        for event in events {
            // Somebody may look at the file in a terminal.
            text.push_str(&escaped_json(&serde_json::to_string(event)?));
            text.push('\n');
        }
        let file = match &mut self.file {
            Some(file) => file,
            None => {
                let (file, length) = open(&self.path)?;
                self.length = length;
                self.file.insert(file)
            }
        };
        file.write_all(text.as_bytes())?;
        self.length += text.len() as u64;
        Ok(())
    }
}

/// Opens the file at its end; a line that an earlier process did not finish is closed off.
fn open(path: &Path) -> io::Result<(File, u64)> {
    match folder::create(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        made => return Ok((made?, 0)),
    }
    let mut file = folder::open(path, true).map_err(|trouble| io::Error::other(trouble.to_string()))?;
    let length = file.seek(SeekFrom::End(0))?;
    if length > 0 {
        let mut last = [0];
        file.seek(SeekFrom::Start(length - 1))?;
        file.read_exact(&mut last)?;
        if last != *b"\n" {
            file.write_all(b"\n")?;
        }
    }
    Ok((file, length))
}
