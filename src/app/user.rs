//! Whose rights the program has, and whether the machine's folders can be trusted with them.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::adapters::file::PrivateFolder;
use crate::domain::OutsideText;
use crate::error::{ExitCode, ExpectedError};
use crate::text::Catalog;

/// The permissions to write for those who are not the owner.
pub(super) const OTHERS_WRITE: u32 = 0o022;
/// In a folder with it, only its owner may rename or remove a file.
const STICKY: u32 = 0o1000;
/// Whoever runs such a file has the rights of its owner or group.
const SET_ID: u32 = 0o6000;

/// The user's id: that of what belongs to this process.
///
/// # Errors
/// Where there is no `/proc` and `temporary` takes no folder.
pub(super) fn own_id(temporary: &Path) -> io::Result<u32> {
    match fs::metadata("/proc/self") {
        Ok(process) => Ok(process.uid()),
        Err(_) => {
            let probe = PrivateFolder::new(temporary, "emr-onramp-probe")?;
            Ok(fs::metadata(probe.path())?.uid())
        }
    }
}

/// Refuses to run with rights that the person at the keyboard may not have: environment and files are theirs.
///
/// # Errors
/// When the program's file is setuid or setgid.
pub(super) fn refuse_borrowed_rights(catalog: &Catalog) -> Result<(), ExpectedError> {
    let program = std::env::current_exe().and_then(|path| Ok((fs::metadata(&path)?.mode(), path)));
    match program {
        Ok((mode, path)) if mode & SET_ID != 0 => {
            let path = OutsideText::line(&path.to_string_lossy());
            let words = catalog.format("error-setuid", &[("path", (&path).into())]);
            Err(ExpectedError::new(ExitCode::Refused, words))
        }
        // A file that was replaced while it runs cannot be looked at.
        Ok(_) | Err(_) => Ok(()),
    }
}

/// The folder for temporary files by its true name: a link is followed once, so that it cannot lead elsewhere later.
///
/// # Errors
/// When it cannot be used, or others could replace what is put there.
pub(super) fn temporary(given: &Path, catalog: &Catalog) -> Result<PathBuf, ExpectedError> {
    let shown = OutsideText::line(&given.to_string_lossy());
    let unreadable = |error: io::Error| {
        let why = OutsideText::message(&error.to_string());
        let args = [("path", (&shown).into()), ("why", (&why).into())];
        ExpectedError::new(ExitCode::BadInput, catalog.format("error-temporary-unreadable", &args))
    };
    let path = fs::canonicalize(given).map_err(unreadable)?;
    let found = fs::metadata(&path).map_err(unreadable)?;
    let mode = found.mode() & 0o7777;
    let shown = OutsideText::line(&path.to_string_lossy());
    if mode & OTHERS_WRITE != 0 && mode & STICKY == 0 {
        let args = [("path", (&shown).into()), ("mode", format!("{mode:04o}").into())];
        return Err(ExpectedError::new(ExitCode::Refused, catalog.format("error-temporary-others", &args)));
    }
    let own = own_id(&path).map_err(unreadable)?;
    if ![own, 0].contains(&found.uid()) {
        let words = catalog.format("error-temporary-owner", &[("path", (&shown).into())]);
        return Err(ExpectedError::new(ExitCode::Refused, words));
    }
    Ok(path)
}
