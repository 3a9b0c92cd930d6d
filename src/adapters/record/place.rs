//! The folder of all runs.

use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::{EVENTS, JOURNAL, Recorder, crash, folder, lock, refused, shown};
use crate::domain::{ClusterArn, KeptText, OutsideText, RecordTrouble, RunId};
use crate::journal::{self, Listed, Past};
use crate::plan::run::RunEvent;

/// The most bytes of a journal that are read.
const LONGEST: u64 = 256 << 20;
/// The most bytes of a kept text that are read; escaped in JSON a ConfigMap can be a few times its 1 MiB.
const LONGEST_TEXT: u64 = 8 << 20;
/// How the names of kept texts of aws-auth begin.
const AWS_AUTH: &str = "aws-auth-";
/// How many runs of one second and plan get a number.
const MOST_OF_ONE_NAME: u32 = 100;

/// The place where runs are recorded.
#[derive(Clone, Debug)]
pub struct Records {
    root: PathBuf,
}

impl Records {
    /// A place, whether it is there already or not. Nothing is made before the first run.
    pub fn at(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.root
    }

    /// The place itself, made and checked like for a run: for what is to be nobody else's while it lasts.
    ///
    /// # Errors
    /// What is wrong with the place.
    pub fn room(&self) -> Result<&Path, RecordTrouble> {
        folder::make(&self.root)?;
        Ok(&self.root)
    }

    /// Begins the record of a new run on a cluster; `name` is what it is to be called, with a number behind if there is
    /// one of that name already.
    ///
    /// # Errors
    /// What is wrong with the place, or another run on that cluster.
    pub fn begin(&self, name: &RunId, cluster: &ClusterArn) -> Result<(RunId, Recorder), RecordTrouble> {
        folder::make(&self.root)?;
        let runs = self.root.join("runs");
        folder::make(&runs)?;
        let mut number = 1;
        let mut run = name.clone();
        let lock = self.lock(cluster)?;
        crash::reached("lock");
        let path = loop {
            let path = runs.join(run.as_str());
            match folder::make_new(&path) {
                Ok(()) => break path,
                Err(error) if error.kind() == ErrorKind::AlreadyExists && number < MOST_OF_ONE_NAME => {
                    number += 1;
                    run = name.numbered(number).map_err(|bad| refused(&runs, &bad.to_string()))?;
                }
                Err(error) => return Err(refused(&path, &error.to_string())),
            }
        };
        crash::reached("folder");
        let lock = lock.hold_for(&run);
        Ok((run, Recorder::begin(path, lock)?))
    }

    /// Goes on with the record of a run.
    ///
    /// # Errors
    /// What is wrong with the place or the record, or another run on that cluster.
    pub fn resume(&self, run: &RunId) -> Result<(Past, Recorder), RecordTrouble> {
        // Whose lock it takes stands in the journal; what counts is what it says once the lock is held.
        let cluster = self.past(run)?.plan.target.arn;
        let lock = self.lock(&cluster)?.hold_for(run);
        let (past, journal) = self.read(run)?;
        let recorder = Recorder::resume(self.folder(run), lock, journal.chain, journal.length)?;
        Ok((past, recorder))
    }

    /// What a run's journal says.
    ///
    /// # Errors
    /// When there is none, or it cannot be read or trusted.
    pub fn past(&self, run: &RunId) -> Result<Past, RecordTrouble> {
        self.read(run).map(|(past, _)| past)
    }

    /// What happened in a run, as far as it was kept; nothing where no event was.
    ///
    /// # Errors
    /// When there is no such run, or its events cannot be read or trusted.
    pub fn events(&self, run: &RunId) -> Result<Vec<RunEvent>, RecordTrouble> {
        if fs::symlink_metadata(self.existing(run)?.join(EVENTS)).is_err() {
            return Ok(Vec::new());
        }
        Ok(journal::events(&self.bytes(run, EVENTS)?))
    }

    /// Every run, the newest first.
    ///
    /// # Errors
    /// What is wrong with the place. One that cannot be read is in the list with its reason.
    pub fn list(&self) -> Result<Vec<Listed>, RecordTrouble> {
        self.newest(usize::MAX)
    }

    /// At most so many of the runs, the newest first.
    ///
    /// # Errors
    /// What is wrong with the place. One that cannot be read is in the list with its reason.
    pub fn newest(&self, most: usize) -> Result<Vec<Listed>, RecordTrouble> {
        let runs = self.root.join("runs");
        if !folder::is_there(&self.root)? || !folder::is_there(&runs)? {
            return Ok(Vec::new());
        }
        let unreadable = |error: io::Error| refused(&runs, &error.to_string());
        let mut names = Vec::new();
        for entry in fs::read_dir(&runs).map_err(unreadable)? {
            let name = entry.map_err(unreadable)?.file_name();
            // Only what we made has such a name.
            names.extend(name.to_str().and_then(|name| name.parse::<RunId>().ok()));
        }
        names.sort();
        let listed = names.into_iter().rev().take(most);
        Ok(listed.map(|run| Listed { past: self.past(&run).map(Box::new), run }).collect())
    }

    /// The manifests of aws-auth that runs on a cluster kept, the newest run's first, each with its text. What cannot be
    /// read is left out: this is an offer of help, and no part of a run.
    pub fn kept(&self, cluster: &ClusterArn) -> Vec<(KeptText, String)> {
        let runs = self.list().unwrap_or_default();
        let of_cluster = |listed: &Listed| listed.past.as_ref().is_ok_and(|past| past.plan.target.arn == *cluster);
        let mut kept = Vec::new();
        for run in runs.into_iter().filter(of_cluster).map(|listed| listed.run) {
            let entries = fs::read_dir(self.folder(&run)).into_iter().flatten().flatten();
            let named = |name: &str| name.starts_with(AWS_AUTH) && name.ends_with(".json");
            let mut paths: Vec<PathBuf> = entries
                .filter(|entry| entry.file_name().to_str().is_some_and(named))
                .map(|entry| entry.path())
                .collect();
            paths.sort();
            for path in paths.into_iter().rev() {
                let mut text = String::new();
                let read = folder::open(&path, false).map(|file| file.take(LONGEST_TEXT).read_to_string(&mut text));
                if matches!(read, Ok(Ok(_))) {
                    kept.push((KeptText { run: run.clone(), path: shown(&path) }, text));
                }
            }
        }
        kept
    }

    /// Removes the record of a run.
    ///
    /// # Errors
    /// When there is none, a run on its cluster is under way, or the system refuses.
    pub fn remove(&self, run: &RunId) -> Result<(), RecordTrouble> {
        let path = self.existing(run)?;
        // A record that cannot be read can be removed; nobody goes on with it.
        let _lock = match self.past(run) {
            Ok(past) => Some(self.lock(&past.plan.target.arn)?.hold_for(run)),
            Err(_) => None,
        };
        fs::remove_dir_all(&path).map_err(|error| refused(&path, &error.to_string()))
    }

    fn folder(&self, run: &RunId) -> PathBuf {
        self.root.join("runs").join(run.as_str())
    }

    fn existing(&self, run: &RunId) -> Result<PathBuf, RecordTrouble> {
        let path = self.folder(run);
        let runs = self.root.join("runs");
        if folder::is_there(&self.root)? && folder::is_there(&runs)? && folder::is_there(&path)? {
            return Ok(path);
        }
        Err(RecordTrouble::NoRun { run: run.clone() })
    }

    fn lock(&self, cluster: &ClusterArn) -> Result<lock::Lock, RecordTrouble> {
        lock::Lock::take(&self.root.join("locks"), cluster)
    }

    fn read(&self, run: &RunId) -> Result<(Past, journal::Reading), RecordTrouble> {
        let bytes = self.bytes(run, JOURNAL)?;
        let damaged = |what: String| {
            let path = shown(&self.folder(run).join(JOURNAL));
            RecordTrouble::Damaged { path, what: OutsideText::message(&what) }
        };
        let mut reading = journal::read(&bytes).map_err(|damage| damaged(damage.to_string()))?;
        let records = std::mem::take(&mut reading.records);
        let mut past = Past::of(records).map_err(|unreadable| damaged(unreadable.to_string()))?;
        past.cut = bytes.len() - reading.length;
        Ok((past, reading))
    }

    pub(super) fn bytes(&self, run: &RunId, name: &str) -> Result<Vec<u8>, RecordTrouble> {
        let path = self.existing(run)?.join(name);
        let file = folder::open(&path, false)?;
        let mut bytes = Vec::new();
        let read = file.take(LONGEST + 1).read_to_end(&mut bytes);
        read.map_err(|error| refused(&path, &error.to_string()))?;
        if bytes.len() as u64 > LONGEST {
            return Err(RecordTrouble::TooLarge { path: shown(&path), most: LONGEST });
        }
        Ok(bytes)
    }
}
