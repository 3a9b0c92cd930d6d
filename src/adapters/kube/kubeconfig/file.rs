//! The files: read with care, parsed, and made one.

use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use kube::config::{Kubeconfig, KubeconfigError as ParseError};
use rustix::fs::OFlags;

use super::{FileFlaw, KubeconfigError, KubeconfigNote, KubeconfigSource};
use crate::domain::OutsideText;

/// The most bytes of a file that are read: a thousand clusters with their certificates.
const MOST: u64 = 4 << 20;
/// Who else may write a file: all users of the machine.
const OTHERS_WRITE: u32 = 0o002;

/// The one kubeconfig that the files come to.
pub(super) fn read(source: &KubeconfigSource) -> Result<(Kubeconfig, Vec<KubeconfigNote>), KubeconfigError> {
    let is_list = source.file.is_none() && !source.listed.is_empty();
    let files: Vec<&Path> = match (&source.file, &source.usual) {
        (Some(file), _) => vec![file],
        (None, _) if is_list => source.listed.iter().map(AsRef::as_ref).collect(),
        (None, Some(usual)) => vec![usual],
        (None, None) => Vec::new(),
    };
    let mut notes = Vec::new();
    let mut flaws = Vec::new();
    let mut read: Vec<Kubeconfig> = Vec::new();
    for path in files {
        let shown = OutsideText::line(&path.to_string_lossy());
        match of_file(path) {
            Ok(one) => read.push(one),
            // As kubectl has it: a list may name files that come and go.
            Err(FileFlaw::Missing) if is_list => notes.push(KubeconfigNote::Skipped { path: shown }),
            Err(FileFlaw::Missing) if source.file.is_none() => {}
            Err(flaw) => flaws.push((shown, flaw)),
        }
    }
    if !flaws.is_empty() {
        return Err(KubeconfigError::Files(flaws));
    }
    read.into_iter().reduce(joined).map(|merged| (merged, notes)).ok_or(KubeconfigError::NoFile)
}

/// The first that names a thing decides.
fn joined(mut first: Kubeconfig, next: Kubeconfig) -> Kubeconfig {
    // Of another kind or version, which merging would take for an error, nothing is read that these decide about.
    (first.kind, first.api_version) = (next.kind.clone(), next.api_version.clone());
    first.clone().merge(next).unwrap_or(first)
}

fn of_file(path: &Path) -> Result<Kubeconfig, FileFlaw> {
    let bytes = bytes(path)?;
    let text = String::from_utf8(bytes).map_err(|_| FileFlaw::NotText)?;
    let mut read = Kubeconfig::from_yaml(&text).map_err(|error| FileFlaw::Malformed { place: place(&error) })?;
    // Empty says as much as missing.
    read.current_context = read.current_context.filter(|name| !name.is_empty());
    for cluster in read.clusters.iter_mut().filter_map(|named| named.cluster.as_mut()) {
        // A relative path is meant from where the file lies.
        let folder = path.parent();
        let authority = cluster.certificate_authority.take().filter(|authority| !authority.is_empty());
        cluster.certificate_authority = authority.map(|authority| match folder {
            Some(folder) => folder.join(&authority).to_string_lossy().into_owned(),
            None => authority,
        });
    }
    Ok(read)
}

fn place(error: &ParseError) -> Option<(u64, u64)> {
    match error {
        ParseError::Parse(error) => error.location().map(|at| (at.line(), at.column())),
        _ => None,
    }
}

/// The bytes of a plain file of a size that makes sense.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, FileFlaw> {
    let unreadable = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => FileFlaw::Missing,
        _ => FileFlaw::Unreadable { what: OutsideText::message(&error.to_string()) },
    };
    // A pipe that nobody writes to would not open otherwise. What is looked at is what is read.
    let file = File::options().read(true).custom_flags(OFlags::NONBLOCK.bits().cast_signed()).open(path);
    let file = file.map_err(unreadable)?;
    let found = file.metadata().map_err(unreadable)?;
    if found.is_dir() {
        return Err(FileFlaw::Folder);
    }
    if !found.is_file() {
        return Err(FileFlaw::Special);
    }
    let mode = found.permissions().mode() & 0o7777;
    if mode & OTHERS_WRITE != 0 {
        return Err(FileFlaw::WritableByAll { mode });
    }
    let mut read = Vec::new();
    file.take(MOST + 1).read_to_end(&mut read).map_err(unreadable)?;
    if read.len() as u64 > MOST { Err(FileFlaw::Large { most: MOST }) } else { Ok(read) }
}
