//! Reading a world from text.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::Value;

use super::{Cluster, FORMAT_VERSION, World};

/// The largest world file that is read, in bytes.
const MAX_BYTES: usize = 8 * 1024 * 1024;

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
    /// The text is not YAML, or not of the right shape.
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
    #[error("{0}")]
    Inconsistent(String),
}

/// Only the version, so that a file of a newer format is told from a broken one.
#[derive(Deserialize)]
struct Header {
    version: Option<u32>,
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
        let header: Header = read(text)?;
        match header.version {
            Some(FORMAT_VERSION) => {}
            Some(found) if found > FORMAT_VERSION => {
                return Err(WorldError::NewerVersion { found, supported: FORMAT_VERSION });
            }
            Some(found) => {
                let text = format!("version {found} was never a version of the world format");
                return Err(WorldError::Inconsistent(text));
            }
            None => {
                let text = "there is no `version`: this is not a world".to_owned();
                return Err(WorldError::Inconsistent(text));
            }
        }
        let world: World = read(text)?;
        world.check()?;
        Ok(world)
    }

    /// Writes the world as JSON, which [`World::parse`] reads.
    pub fn to_text(&self) -> Result<String, WorldError> {
        serde_json::to_string_pretty(self).map_err(|error| WorldError::Inconsistent(error.to_string()))
    }

    /// Checks what the types cannot say.
    pub(crate) fn check(&self) -> Result<(), WorldError> {
        let inconsistent = |text: String| Err(WorldError::Inconsistent(text));
        let id = &self.account.id;
        if id.len() != 12 || !id.bytes().all(|byte| byte.is_ascii_digit()) {
            return inconsistent(format!("account id `{id}` is not twelve digits"));
        }
        if let Some(twice) = first_twice(self.regions.iter().map(|region| &region.name)) {
            return inconsistent(format!("region `{twice}` is listed twice"));
        }
        let roles = self.iam.roles.known();
        if let Some(twice) = first_twice(roles.iter().map(|role| &role.name)) {
            return inconsistent(format!("role `{twice}` is listed twice"));
        }
        for region in &self.regions {
            let clusters = region.clusters.known();
            if let Some(twice) = first_twice(clusters.iter().map(|cluster| &cluster.name)) {
                return inconsistent(format!("cluster `{twice}` is listed twice in {}", region.name));
            }
            clusters.iter().try_for_each(check_cluster)?;
        }
        Ok(())
    }
}

fn check_cluster(cluster: &Cluster) -> Result<(), WorldError> {
    let entries = cluster.access_entries.known();
    if let Some(twice) = first_twice(entries.iter().map(|entry| &entry.principal_arn)) {
        let text = format!("cluster `{}` has two access entries for {twice}", cluster.name);
        return Err(WorldError::Inconsistent(text));
    }
    for object in cluster.kubernetes.known() {
        let is_list = object["kind"] == "List" && object["items"].is_array();
        let is_typed = object["kind"].is_string() && object["apiVersion"].is_string();
        let is_object = is_typed && object["metadata"]["name"].is_string();
        if !is_list && !is_object {
            let text =
                format!("cluster `{}` has a Kubernetes object without apiVersion, kind or metadata.name", cluster.name);
            return Err(WorldError::Inconsistent(text));
        }
    }
    Ok(())
}

fn first_twice<'a>(names: impl Iterator<Item = &'a String>) -> Option<&'a String> {
    let mut seen = BTreeSet::new();
    let mut names = names;
    names.find(|name| !seen.insert(name.as_str()))
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
        WorldError::Malformed {
            line: place.map_or(0, |place| place.line()),
            column: place.map_or(0, |place| place.column()),
            message: error.to_string(),
        }
    })
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
