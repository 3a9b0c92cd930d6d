//! Reading a world from text.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::check::Flaw;
use super::{FORMAT_VERSION, World};

/// The largest world file that is read, in bytes.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;

/// How many YAML nodes a world may have once its aliases are followed: the size cap alone would let a small file with
/// nested aliases fill the memory.
const MAX_NODES: usize = 2_000_000;

/// Why a text is not a world.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WorldError {
    /// The file is larger than worlds may be.
    #[error("the world is {bytes} bytes, more than the {max} that are read")]
    TooLarge {
        /// The size of the text.
        bytes: usize,
        /// The cap.
        max: usize,
    },
    /// The file was written by a newer program.
    #[error("made for version {found}, this is version {supported}")]
    NewerVersion {
        /// The version that the file names.
        found: u32,
        /// The newest version that this program reads.
        supported: u32,
    },
    /// There never was such a version.
    #[error("version {found} was never a version of the world format")]
    NoSuchVersion {
        /// The version that the file names.
        found: u32,
    },
    /// The text does not say that it is a world.
    #[error("there is no `version`: this is not a world")]
    NoVersion,
    /// The text is not YAML or JSON, or not of the right shape.
    #[error("line {line}, column {column}: {message}")]
    Malformed {
        /// From 1; 0 when the place is not known.
        line: u64,
        /// From 1; 0 when the place is not known.
        column: u64,
        /// What is wrong there.
        message: String,
    },
    /// The shape is right and the content is not.
    #[error("{flaw}")]
    Inconsistent {
        /// What is wrong.
        flaw: Flaw,
        /// The line and column, from 1; `None` when it does not stand in one place alone.
        at: Option<(u64, u64)>,
    },
}

/// Only the version, so that a file of a newer format is told from a broken one.
#[derive(Deserialize)]
struct Header {
    version: Option<u32>,
}

impl Header {
    fn check(&self) -> Result<(), WorldError> {
        match self.version {
            Some(FORMAT_VERSION) => Ok(()),
            Some(found) if found > FORMAT_VERSION => Err(WorldError::NewerVersion { found, supported: FORMAT_VERSION }),
            Some(found) => Err(WorldError::NoSuchVersion { found }),
            None => Err(WorldError::NoVersion),
        }
    }
}

impl World {
    /// Reads a world from YAML (or JSON, which is YAML too).
    ///
    /// # Errors
    /// [`WorldError`] says what is wrong and where.
    pub fn parse(text: &str) -> Result<World, WorldError> {
        if text.len() > MAX_BYTES {
            return Err(WorldError::TooLarge { bytes: text.len(), max: MAX_BYTES });
        }
        read::<Header>(text)?.check()?;
        let mut world: World = read(text)?;
        world.unfold().map_err(|flaw| located(WorldError::Inconsistent { flaw, at: None }, text))?;
        world.check().map_err(|error| located(error, text))?;
        Ok(world)
    }

    /// Reads a world that was written as JSON, however large.
    ///
    /// # Errors
    /// [`WorldError`] says what is wrong and where.
    pub(crate) fn parse_json(bytes: &[u8]) -> Result<World, WorldError> {
        read_json::<Header>(bytes)?.check()?;
        let world: World = read_json(bytes)?;
        world.check()?;
        Ok(world)
    }

    /// Writes the world as JSON, which [`World::parse`] reads.
    ///
    /// # Errors
    /// Never for a world that was read; a number that JSON does not have would be one.
    pub fn to_text(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self)
    }
}

fn read<'text, T: Deserialize<'text>>(text: &'text str) -> Result<T, WorldError> {
    let mut options = serde_saphyr::Options::default();
    options.with_snippet = false;
    if let Some(budget) = &mut options.budget {
        budget.max_nodes = MAX_NODES;
        budget.max_events = 2 * MAX_NODES;
    }
    serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let place = error.location();
        let (line, column) = place.map_or((0, 0), |place| (place.line(), place.column()));
        let message = error.to_string();
        // The place is told once, by those who show the error.
        let suffix = format!(" at line {line}, column {column}");
        let message = message.replace(&suffix, "").replace(", set DuplicateKeyPolicy in Options if acceptable", "");
        WorldError::Malformed { line, column, message }
    })
}

fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, WorldError> {
    serde_json::from_slice(bytes).map_err(|error| {
        let (line, column) = (error.line() as u64, error.column() as u64);
        let suffix = format!(" at line {line} column {column}");
        WorldError::Malformed { line, column, message: error.to_string().replace(&suffix, "") }
    })
}

/// Adds where in `text` a flaw is, if its value stands there once, or twice where twice is the flaw.
fn located(error: WorldError, text: &str) -> WorldError {
    let WorldError::Inconsistent { flaw, .. } = error else {
        return error;
    };
    let is_whole = |start: usize, value: &str| {
        let before = text[..start].chars().next_back();
        let after = text[start + value.len()..].chars().next();
        !before.into_iter().chain(after).any(char::is_alphanumeric)
    };
    let places: Vec<usize> = match flaw.value() {
        "" => Vec::new(),
        value => {
            let starts = text.match_indices(value).map(|(start, _)| start);
            starts.filter(|start| is_whole(*start, value)).take(3).collect()
        }
    };
    let wanted = if matches!(flaw, Flaw::Twice { .. }) { 2 } else { 1 };
    let at = (places.len() == wanted).then(|| {
        let before = &text[..places[wanted - 1]];
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|letter| *letter != '\n').count() + 1;
        (line as u64, column as u64)
    });
    WorldError::Inconsistent { flaw, at }
}

/// Returns the objects of a world's list with every `List` replaced by its items.
pub(crate) fn flatten_objects(objects: &[Value]) -> Vec<Value> {
    let mut flat = Vec::new();
    for object in objects {
        match object["items"].as_array() {
            Some(items) if object["kind"] == "List" => flat.extend(flatten_objects(items)),
            _ => flat.push(object.clone()),
        }
    }
    flat
}
