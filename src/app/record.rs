//! Where runs are recorded: in the user's state folder, and practice runs in a folder of their own that goes with them.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::Environment;
use crate::adapters::file::PrivateFolder;
use crate::adapters::record::Records;
use crate::aws_auth::{MAP_ACCOUNTS, MAP_ROLES, MAP_USERS, read_map_accounts, read_map_roles, read_map_users};
use crate::domain::{ClusterArn, KeptText, RecordTrouble};

/// What our folder is called below the user's.
const OURS: &str = "emr-onramp";
/// What the folder of the runs is called in one that keeps a sandbox world.
const BESIDE_A_WORLD: &str = "record";

/// The places of the runs of this process.
#[derive(Debug)]
pub(super) struct Places {
    state: Option<PathBuf>,
    temporary: PathBuf,
    practice: Mutex<Option<PrivateFolder>>,
}

impl Places {
    /// The places that the environment names.
    pub(super) fn of(environment: &Environment) -> Self {
        let state = environment.state.as_ref().map(|state| state.join(OURS));
        Self { state, temporary: environment.temporary.clone(), practice: Mutex::default() }
    }

    /// Where runs on real clusters are recorded.
    pub(super) fn real(&self) -> Result<Records, RecordTrouble> {
        self.state.as_deref().map(Records::at).ok_or(RecordTrouble::NoHome)
    }

    /// Where runs in a world are recorded: beside the world where a folder keeps it, else in a temporary folder. None
    /// where there can be none: practice must not hang on the state of a disk.
    pub(super) fn practice(&self, kept_in: Option<&str>) -> Option<Records> {
        if let Some(folder) = kept_in {
            return Some(Records::at(&Path::new(folder).join(BESIDE_A_WORLD)));
        }
        let mut practice = self.practice.lock().unwrap_or_else(PoisonError::into_inner);
        if practice.is_none() {
            *practice = PrivateFolder::new(&self.temporary, "emr-onramp-runs").ok();
        }
        practice.as_ref().map(|folder| Records::at(folder.path()))
    }
}

/// The newest text of a cluster's aws-auth that a run kept and that the authenticator can read.
pub(super) fn last_good(records: &Records, cluster: &ClusterArn) -> Option<KeptText> {
    records.kept(cluster).into_iter().find(|(_, manifest)| is_readable(manifest)).map(|(kept, _)| kept)
}

fn is_readable(manifest: &str) -> bool {
    let Ok(manifest) = serde_json::from_str::<serde_json::Value>(manifest) else { return false };
    let section = |key: &str| manifest["data"][key].as_str().unwrap_or_default().to_owned();
    read_map_roles(&section(MAP_ROLES)).failure().is_none()
        && read_map_users(&section(MAP_USERS)).failure().is_none()
        && read_map_accounts(&section(MAP_ACCOUNTS)).failure().is_none()
}

/// The user's folder for what a program keeps between its runs, by the XDG Base Directory Specification: a relative path
/// counts as none.
pub(super) fn state_home(state: Option<PathBuf>, home: Option<PathBuf>) -> Option<PathBuf> {
    let state = state.filter(|path| path.is_absolute());
    state.or_else(|| home.filter(|path| path.is_absolute()).map(|home| home.join(".local/state")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_state_folder_is_absolute_or_below_home() {
        let path = |text: &str| Some(PathBuf::from(text)).filter(|path| !path.as_os_str().is_empty());
        for (state, home, wanted) in [
            ("/s", "/h", "/s"),
            ("s", "/h", "/h/.local/state"),
            ("", "/h", "/h/.local/state"),
            ("", "", ""),
            ("s", "h", ""),
        ] {
            assert_eq!(state_home(path(state), path(home)), path(wanted), "{state} {home}");
        }
    }
}
