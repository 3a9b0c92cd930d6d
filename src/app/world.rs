//! The world that the command line names: one that comes with the program, one of a file, or one that a folder keeps.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use super::world_names;
use crate::assets;
use crate::domain::OutsideText;
use crate::error::{ExitCode, ExpectedError};
use crate::sandbox::world::{Flaw, MAX_BYTES};
use crate::sandbox::{StateDir, StateError, World, WorldError};
use crate::text::Catalog;

/// A world to open.
#[derive(Clone, Debug)]
pub(super) struct ChosenWorld {
    /// As `--sandbox` takes it.
    pub(super) name: String,
    /// The folder that keeps it between two commands.
    pub(super) directory: Option<Arc<StateDir>>,
    /// That folder, as `--sandbox-state` takes it.
    pub(super) folder: Option<String>,
    source: Source,
}

#[derive(Clone, Debug)]
enum Source {
    /// A text that comes with the program. It is read when it is opened: the first frame does not wait for it.
    Shipped(&'static str),
    Read(Arc<World>),
}

impl ChosenWorld {
    /// Finds the world of that name or file, as `directory` keeps it if it keeps one.
    ///
    /// # Errors
    /// What is wrong with the name, the file or the folder, in one line.
    pub(super) fn find(given: &str, directory: Option<&str>, catalog: &Catalog) -> Result<Self, ExpectedError> {
        let source = match is_file(given) {
            true => Source::Read(Arc::new(read_world(given, catalog)?)),
            false => Source::Shipped(assets::scenario(given).ok_or_else(|| {
                let worlds = world_names();
                complain(catalog, "error-no-world", &[("given", given), ("worlds", &worlds)])
            })?),
        };
        let mut chosen = Self { name: given.to_owned(), directory: None, folder: None, source };
        if let Some(path) = directory {
            chosen.keep_in(path, catalog)?;
        }
        Ok(chosen)
    }

    /// A world that comes with the program.
    pub(super) fn shipped(name: &str) -> Option<Self> {
        let source = Source::Shipped(assets::scenario(name)?);
        Some(Self { name: name.to_owned(), directory: None, folder: None, source })
    }

    /// Returns the world itself.
    ///
    /// # Errors
    /// When a text that comes with the program is no world, which a test rules out.
    pub(super) fn world(&self) -> Result<World, WorldError> {
        match &self.source {
            Source::Shipped(text) => World::parse(text),
            Source::Read(world) => Ok(World::clone(world)),
        }
    }

    fn keep_in(&mut self, path: &str, catalog: &Catalog) -> Result<(), ExpectedError> {
        let directory = StateDir::take(Path::new(path)).map_err(|error| state_error(catalog, path, &error))?;
        let kept = directory.world().map_err(|error| state_error(catalog, path, &error))?;
        if let Some(kept) = kept {
            let own = match &self.source {
                Source::Shipped(_) => &self.name,
                Source::Read(world) => &world.name,
            };
            if kept.name != *own {
                let args = [("path", path), ("kept", kept.name.as_str()), ("given", own.as_str())];
                return Err(complain(catalog, "error-state-other-world", &args));
            }
            self.source = Source::Read(Arc::new(kept));
        }
        self.directory = Some(Arc::new(directory));
        self.folder = Some(path.to_owned());
        Ok(())
    }
}

/// Whether a name is that of a file: worlds that come with the program have neither.
fn is_file(given: &str) -> bool {
    given.contains('/') || [".yaml", ".yml", ".json"].iter().any(|end| given.ends_with(end))
}

fn read_world(path: &str, catalog: &Catalog) -> Result<World, ExpectedError> {
    let complaint = |key: &str| complain(catalog, key, &[("path", path)]);
    let unreadable = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => complaint("error-world-missing"),
        _ => complain(catalog, "error-world-unreadable", &[("path", path), ("what", &error.to_string())]),
    };
    let found = fs::metadata(path).map_err(unreadable)?;
    if found.is_dir() {
        return Err(complaint("error-world-folder"));
    }
    if !found.is_file() {
        // A pipe or a device may never end.
        return Err(complaint("error-world-special"));
    }
    let mut bytes = Vec::new();
    let limit = MAX_BYTES as u64;
    File::open(path).and_then(|file| file.take(limit + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
    if bytes.len() > MAX_BYTES {
        return Err(complain(catalog, "error-world-large", &[("path", path), ("most", &MAX_BYTES.to_string())]));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = valid.iter().filter(|byte| **byte == b'\n').count() + 1;
        complain(catalog, "error-world-not-text", &[("path", &format!("{path}:{line}"))])
    })?;
    World::parse(&text).map_err(|error| world_error(catalog, path, &error))
}

/// What is wrong with a world's file, in one line.
fn world_error(catalog: &Catalog, path: &str, error: &WorldError) -> ExpectedError {
    match error {
        WorldError::TooLarge { max, .. } => {
            complain(catalog, "error-world-large", &[("path", path), ("most", &max.to_string())])
        }
        WorldError::NewerVersion { found, supported } => {
            let (found, supported) = (found.to_string(), supported.to_string());
            let args = [("path", path), ("found", found.as_str()), ("supported", supported.as_str())];
            complain(catalog, "error-world-newer", &args)
        }
        WorldError::NoSuchVersion { found } => {
            complain(catalog, "error-world-version", &[("path", path), ("found", &found.to_string())])
        }
        WorldError::NoVersion => complain(catalog, "error-world-no-version", &[("path", path)]),
        WorldError::Malformed { line, column, message } => {
            let at = (*line > 0).then_some((*line, *column));
            complain(catalog, "error-world-malformed", &[("path", &placed(path, at)), ("what", message)])
        }
        WorldError::Inconsistent { flaw, at } => flaw_error(catalog, &placed(path, *at), flaw),
    }
}

fn flaw_error(catalog: &Catalog, path: &str, flaw: &Flaw) -> ExpectedError {
    match flaw {
        Flaw::Invalid { path: key, value, example } => {
            let args = [("path", path), ("key", key), ("value", value), ("example", example)];
            complain(catalog, "error-world-invalid", &args)
        }
        Flaw::Twice { path: key, value } => {
            complain(catalog, "error-world-twice", &[("path", path), ("key", key), ("value", value)])
        }
        Flaw::Unknown { path: key, value } => {
            complain(catalog, "error-world-unknown", &[("path", path), ("key", key), ("value", value)])
        }
        Flaw::Refused { path: key, message } => {
            complain(catalog, "error-world-refused", &[("path", path), ("key", key), ("what", message)])
        }
    }
}

/// What is wrong with the folder of `--sandbox-state`, in one line.
fn state_error(catalog: &Catalog, path: &str, error: &StateError) -> ExpectedError {
    let complaint = |key: &str| complain(catalog, key, &[("path", path)]);
    match error {
        StateError::NotADirectory => complaint("error-state-not-folder"),
        StateError::OthersMayWrite { mode } => {
            complain(catalog, "error-state-others", &[("path", path), ("mode", &format!("{mode:04o}"))])
        }
        StateError::AnotherOwner => complaint("error-state-owner"),
        StateError::InUse => complaint("error-state-in-use"),
        StateError::Unreadable(error @ WorldError::NewerVersion { .. }) => {
            world_error(catalog, &format!("{path}/{}", StateDir::WORLD), error)
        }
        StateError::Unreadable(error) => {
            let what = error.to_string();
            complain(catalog, "error-state-unreadable", &[("path", path), ("what", &what)])
        }
        StateError::Io(error) => complain(catalog, "error-state-io", &[("path", path), ("what", &error.to_string())]),
    }
}

/// A path with a place in it, as compilers write it.
fn placed(path: &str, at: Option<(u64, u64)>) -> String {
    at.map_or_else(|| path.to_owned(), |(line, column)| format!("{path}:{line}:{column}"))
}

/// Bad input, in the words of the catalogue. What comes from outside is cleaned first.
fn complain(catalog: &Catalog, key: &str, args: &[(&'static str, &str)]) -> ExpectedError {
    let cleaned: Vec<_> = args.iter().map(|(name, text)| (*name, OutsideText::message(text))).collect();
    let args: Vec<_> = cleaned.iter().map(|(name, text)| (*name, text.into())).collect();
    ExpectedError::new(ExitCode::BadInput, catalog.format(key, &args))
}
