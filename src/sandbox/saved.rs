//! A world that outlives its process: one file in a directory of its own.
//!
//! The file is written whole beside itself and then renamed over the last one, before the answer to the call that
//! changed the world leaves. So whoever got an answer finds the change, however the process ended.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use crate::sandbox::world::{World, WorldError};

/// What the file is called until it is whole.
const UNFINISHED: &str = "world.json.new";

/// The file that is locked while a process has the directory.
const LOCK: &str = "lock";

/// The largest file that is read, in bytes. Larger than a world made by hand may be: what is shared there by anchors
/// is written out in full here.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// Nobody but the owner may write to the directory.
const OTHERS_WRITE: u32 = 0o022;

/// Why a directory cannot keep a world.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// Something else has that name.
    #[error("it is no directory")]
    NotADirectory,
    /// Others than the owner may write to it, and so change what the world is.
    #[error("others may write to it (mode {mode:04o})")]
    OthersMayWrite {
        /// The permission bits.
        mode: u32,
    },
    /// It belongs to somebody else.
    #[error("it belongs to another user")]
    AnotherOwner,
    /// Another process has it open.
    #[error("another process uses it")]
    InUse,
    /// What it keeps is not a world, or one of a newer program.
    #[error("it keeps no world that can be read: {0}")]
    Unreadable(WorldError),
    /// The system refuses.
    #[error("{0}")]
    Io(#[from] io::Error),
}

/// A directory that keeps one world; no other process has it as long as this one does.
#[derive(Debug)]
pub struct StateDir {
    path: PathBuf,
    /// Its lock ends with the process, however that ends.
    _lock: File,
}

impl StateDir {
    /// The world's file in the directory.
    pub const WORLD: &str = "world.json";

    /// Takes the directory for this process, and makes it if it is not there.
    ///
    /// # Errors
    /// [`StateError`], with nothing changed in a directory that was there.
    pub fn take(path: &Path) -> Result<StateDir, StateError> {
        match fs::metadata(path) {
            Ok(found) if !found.is_dir() => return Err(StateError::NotADirectory),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                DirBuilder::new().recursive(true).mode(0o700).create(path)?;
            }
            Err(error) => return Err(error.into()),
        }
        let found = fs::metadata(path)?;
        let mode = found.mode() & 0o7777;
        if mode & OTHERS_WRITE != 0 {
            return Err(StateError::OthersMayWrite { mode });
        }
        let lock = private().read(true).truncate(false).open(path.join(LOCK))?;
        // A file that this process made belongs to its user.
        if lock.metadata()?.uid() != found.uid() {
            return Err(StateError::AnotherOwner);
        }
        match lock.try_lock() {
            Ok(()) => Ok(StateDir { path: path.to_owned(), _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(StateError::InUse),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// The calls that may have changed the world, oldest first, one JSON object a line.
    pub const WRITES: &str = "writes.jsonl";

    /// Reads the world that it keeps; `None` for a directory that is new.
    ///
    /// # Errors
    /// [`StateError::Unreadable`] for what no sandbox wrote, [`StateError::Io`] for what cannot be read.
    pub fn world(&self) -> Result<Option<World>, StateError> {
        let file = match File::open(self.path.join(StateDir::WORLD)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let mut bytes = Vec::new();
        file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > MAX_BYTES {
            let too_large = WorldError::TooLarge { bytes: bytes.len(), max: MAX_BYTES as usize };
            return Err(StateError::Unreadable(too_large));
        }
        World::parse_json(&bytes).map(Some).map_err(StateError::Unreadable)
    }

    /// Puts `world` in the place of the one that it keeps.
    pub(super) fn keep(&self, world: &World) -> io::Result<()> {
        let text = serde_json::to_vec(world)?;
        let unfinished = self.path.join(UNFINISHED);
        let mut file = private().truncate(true).open(&unfinished)?;
        file.write_all(&text)?;
        drop(file);
        fs::rename(unfinished, self.path.join(StateDir::WORLD))
    }

    /// Adds a line to the list of writes.
    pub(super) fn note(&self, line: &str) -> io::Result<()> {
        let mut options = OpenOptions::new();
        let mut file = options.create(true).append(true).mode(0o600).open(self.path.join(StateDir::WRITES))?;
        file.write_all(format!("{line}\n").as_bytes())
    }
}

/// A file for its owner alone.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.create(true).write(true).mode(0o600);
    options
}
