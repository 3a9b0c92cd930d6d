//! One run at a time on a cluster, as far as one user's state folder goes.

use std::fs::{File, TryLockError};
use std::io::{ErrorKind, Read, Seek, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::{folder, refused};
use crate::domain::{ClusterArn, OutsideText, RecordTrouble, RunId};

/// The most bytes of a lock that are read: the name of the run that holds it.
const LONGEST: u64 = 64;

/// A lock on a cluster. It goes when this is dropped, and with the process however that ends.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
}

impl Lock {
    /// Takes the lock on a cluster.
    pub(super) fn take(locks: &Path, cluster: &ClusterArn) -> Result<Self, RecordTrouble> {
        folder::make(locks)?;
        let digest = Sha256::digest(cluster.to_string());
        let name: String = digest[..16].iter().map(|byte| format!("{byte:02x}")).collect();
        let path = locks.join(name);
        let file = match folder::create(&path) {
            Ok(file) => file,
            // The file stays for ever: were it removed, two could hold locks on two files of one name.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => folder::open(&path, true)?,
            Err(error) => return Err(refused(&path, &error.to_string())),
        };
        match file.try_lock() {
            Ok(()) => Ok(Self { file }),
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // Who holds it is nice to know, and nothing hangs on it.
                let _ = file.take(LONGEST).read_to_string(&mut holder);
                let run = OutsideText::line(holder.trim());
                Err(RecordTrouble::Busy { cluster: Box::new(cluster.clone()), run })
            }
            Err(TryLockError::Error(error)) => Err(refused(&path, &error.to_string())),
        }
    }

    /// Says to others which run holds it.
    pub(super) fn hold_for(mut self, run: &RunId) -> Self {
        // Nor does the lock hang on its text.
        let file = &mut self.file;
        let _ = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| write!(file, "{run}"));
        self
    }
}
