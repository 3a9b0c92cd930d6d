//! Folders and files that belong to us alone: nobody else can have put them there, and nobody else can read them.

use std::fs::{self, DirBuilder, File, Metadata, OpenOptions, Permissions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use rustix::fs::OFlags;
use rustix::process::geteuid;

use super::{refused, shown};
use crate::domain::RecordTrouble;

/// The bits by which others may write.
const OTHERS_WRITE: u32 = 0o022;

/// Makes a folder of mode 0700 and those above it, or takes the one that is there if it can be trusted.
pub(super) fn make(path: &Path) -> Result<(), RecordTrouble> {
    if is_there(path)? {
        return Ok(());
    }
    let made = DirBuilder::new().mode(0o700).recursive(true).create(path);
    made.map_err(|error| refused(path, &error.to_string()))?;
    // It may have been made by another process meanwhile, and with its rights.
    if is_there(path)? { Ok(()) } else { Err(refused(path, "it was made and is not there")) }
}

/// Makes a folder of mode 0700 that was not there, and makes its name durable.
pub(super) fn make_new(path: &Path) -> io::Result<()> {
    DirBuilder::new().mode(0o700).create(path)?;
    // A strict umask may have taken more.
    fs::set_permissions(path, Permissions::from_mode(0o700))?;
    sync(path.parent().unwrap_or(path))
}

/// Whether a folder is there that can be trusted.
pub(super) fn is_there(path: &Path) -> Result<bool, RecordTrouble> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(refused(path, &error.to_string())),
        Ok(found) if !found.is_dir() => Err(RecordTrouble::NotAFolder { path: shown(path) }),
        Ok(found) => check(path, &found).map(|()| true),
    }
}

fn check(path: &Path, found: &Metadata) -> Result<(), RecordTrouble> {
    if found.uid() != geteuid().as_raw() {
        return Err(RecordTrouble::Foreign { path: shown(path) });
    }
    if found.mode() & OTHERS_WRITE != 0 {
        return Err(RecordTrouble::Open { path: shown(path) });
    }
    Ok(())
}

/// Makes a new file of mode 0600.
pub(super) fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(path)
}

/// Opens a file of ours, and nothing else of that name: no link, no pipe, nothing with a second name.
pub(super) fn open(path: &Path, to_write: bool) -> Result<File, RecordTrouble> {
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits();
    let flags = i32::try_from(flags).map_err(|error| refused(path, &error.to_string()))?;
    let opened = OpenOptions::new().read(true).write(to_write).custom_flags(flags).open(path);
    let file = opened.map_err(|error| match fs::symlink_metadata(path) {
        Ok(found) if !found.is_file() => RecordTrouble::NotAFile { path: shown(path) },
        _ => refused(path, &error.to_string()),
    })?;
    let found = file.metadata().map_err(|error| refused(path, &error.to_string()))?;
    if !found.is_file() || found.nlink() != 1 {
        return Err(RecordTrouble::NotAFile { path: shown(path) });
    }
    check(path, &found)?;
    Ok(file)
}

/// Makes the names in a folder durable.
pub(super) fn sync(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}
