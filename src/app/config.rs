//! The configuration file: where it is, whether its words can be trusted, what it says.
//!
//! It can only add safety, so that whatever is wrong with it ends the program: a file that was passed by in silence
//! would protect nothing.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::Environment;
use super::user::{OTHERS_WRITE, own_id};
use crate::domain::{OutsideText, Protections};
use crate::error::{ExitCode, ExpectedError};
use crate::text::{Arg, Catalog};

/// The version of the format that is read.
const VERSION: u32 = 1;
/// The largest file that is read, in bytes.
const MAX_BYTES: u64 = 256 * 1024;

/// What the configuration says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Config {
    /// The clusters that it guards.
    pub(super) protections: Protections,
}

/// Only the version, so that a file of a newer format is told from a broken one.
#[derive(Deserialize)]
struct Header {
    version: u32,
}

/// The file's content.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    #[serde(rename = "version")]
    _version: u32,
    #[serde(default)]
    protected: Protections,
}

/// Where the file would be: `$XDG_CONFIG_HOME/emr-onramp/config.yaml`, without that variable below `$HOME/.config`;
/// none without either.
///
/// # Errors
/// When the variable holds a relative path, which would mean another file in each folder.
pub(super) fn path(environment: &Environment, catalog: &Catalog) -> Result<Option<PathBuf>, ExpectedError> {
    let home = environment.home.as_ref().map(|home| ("HOME", home.clone(), home.join(".config")));
    let own = environment.config_home.as_ref().map(|folder| ("XDG_CONFIG_HOME", folder.clone(), folder.clone()));
    let Some((variable, given, folder)) = own.or(home) else { return Ok(None) };
    if !folder.is_absolute() {
        let given = OutsideText::line(&given.to_string_lossy());
        let args = [("variable", variable.into()), ("given", (&given).into())];
        return Err(bad(catalog.format("error-relative-folder", &args)));
    }
    Ok(Some(folder.join("emr-onramp").join("config.yaml")))
}

impl Config {
    /// Reads the file; what there is none of says nothing.
    ///
    /// # Errors
    /// When it cannot be read, says something else than a configuration, or others could have written it.
    pub(super) fn read(environment: &Environment, catalog: &Catalog) -> Result<Self, ExpectedError> {
        let Some(path) = path(environment, catalog)? else { return Ok(Self::default()) };
        let complaint = Complaint { path: &path, catalog };
        if fs::symlink_metadata(&path).is_err_and(|error| is_missing(&error)) {
            return Ok(Self::default());
        }
        let found = fs::metadata(&path).map_err(|error| complaint.unreadable(&error))?;
        if !found.is_file() {
            // A pipe or a device may never end.
            return Err(bad(complaint.words("error-config-special", &[])));
        }
        complaint.trust(&path, &found, environment)?;
        if let Some(folder) = path.parent() {
            let found = fs::metadata(folder).map_err(|error| complaint.unreadable(&error))?;
            complaint.trust(folder, &found, environment)?;
        }
        let mut bytes = Vec::new();
        let read = File::open(&path).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes));
        read.map_err(|error| complaint.unreadable(&error))?;
        if bytes.len() as u64 > MAX_BYTES {
            return Err(bad(complaint.words("error-config-large", &[("most", MAX_BYTES.to_string())])));
        }
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = valid.iter().filter(|byte| **byte == b'\n').count() + 1;
            bad(complaint.at("error-config-not-text", &[line], &[]))
        })?;
        complaint.parse(&text)
    }
}

/// What is wrong with the file, in one line.
struct Complaint<'a> {
    path: &'a Path,
    catalog: &'a Catalog,
}

impl Complaint<'_> {
    fn parse(&self, text: &str) -> Result<Config, ExpectedError> {
        let Header { version } = self.deserialize(text)?;
        if version != VERSION {
            let key = if version > VERSION { "error-config-newer" } else { "error-config-version" };
            let args = [("found", version.to_string()), ("supported", VERSION.to_string())];
            return Err(bad(self.words(key, &args)));
        }
        let Content { protected, .. } = self.deserialize(text)?;
        Ok(Config { protections: protected })
    }

    fn deserialize<'t, T: Deserialize<'t>>(&self, text: &'t str) -> Result<T, ExpectedError> {
        let mut options = serde_saphyr::Options::default();
        options.with_snippet = false;
        serde_saphyr::from_str_with_options(text, options).map_err(|error| {
            let place = error.location().map(|place| (place.line(), place.column()));
            let mut what = error.to_string();
            let mut numbers = Vec::new();
            if let Some((line, column)) = place {
                what = what.replace(&format!(" at line {line}, column {column}"), "");
                numbers = vec![usize::try_from(line).unwrap_or_default(), usize::try_from(column).unwrap_or_default()];
            }
            bad(self.at("error-config-malformed", &numbers, &[("what", what)]))
        })
    }

    /// Refuses a file or folder that somebody else than its user and root may write to.
    fn trust(&self, path: &Path, found: &Metadata, environment: &Environment) -> Result<(), ExpectedError> {
        let complaint = Complaint { path, catalog: self.catalog };
        let mode = found.mode() & 0o7777;
        if mode & OTHERS_WRITE != 0 {
            let words = complaint.words("error-config-others", &[("mode", format!("{mode:04o}"))]);
            return Err(ExpectedError::new(ExitCode::Refused, words));
        }
        let own = own_id(&environment.temporary).map_err(|error| self.unreadable(&error))?;
        if ![own, 0].contains(&found.uid()) {
            return Err(ExpectedError::new(ExitCode::Refused, complaint.words("error-config-owner", &[])));
        }
        Ok(())
    }

    fn unreadable(&self, error: &io::Error) -> ExpectedError {
        bad(self.words("error-config-unreadable", &[("why", error.to_string())]))
    }

    fn words(&self, key: &str, args: &[(&'static str, String)]) -> String {
        self.at(key, &[], args)
    }

    /// The words with the place in the file as compilers write it: `path:line:column`.
    fn at(&self, key: &str, numbers: &[usize], args: &[(&'static str, String)]) -> String {
        let place: String = numbers.iter().map(|number| format!(":{number}")).collect();
        let path = OutsideText::message(&format!("{}{place}", self.path.to_string_lossy()));
        let cleaned: Vec<_> = args.iter().map(|(name, text)| (*name, OutsideText::message(text))).collect();
        let mut args: Vec<(&str, Arg<'_>)> = cleaned.iter().map(|(name, text)| (*name, text.into())).collect();
        args.push(("path", (&path).into()));
        self.catalog.format(key, &args)
    }
}

/// Whether there is no such file; a part of the path may be missing, or be a file itself.
fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

fn bad(line: String) -> ExpectedError {
    ExpectedError::new(ExitCode::BadInput, line)
}
