//! The ConfigMap around the sections: its data keys and its size.

use super::refusal::{Refusal, RefusalCode};

/// The data key of the role mappings; EKS compares it exactly.
pub const MAP_ROLES: &str = "mapRoles";
/// The data key of the user mappings.
pub const MAP_USERS: &str = "mapUsers";
/// The data key of the account list.
pub const MAP_ACCOUNTS: &str = "mapAccounts";

/// Most bytes that all values of the ConfigMap may hold after an edit; the API server's own limit is 1 MiB.
pub const MAX_DATA_BYTES: usize = 900 * 1024;

/// What the ConfigMap's data keys are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DataKeys {
    /// Whether `mapRoles` is there.
    pub has_map_roles: bool,
    /// Keys that differ from one that EKS reads only by case, each with that one; EKS ignores them.
    pub miscased: Vec<(String, &'static str)>,
    /// Other keys that EKS does not read; they are kept.
    pub foreign: Vec<String>,
}

/// Sorts the ConfigMap's data keys (of `data` and `binaryData`).
///
/// # Errors
/// A key that differs from `mapRoles` only by case: a section is never added beside it.
pub fn check_data_keys<'k>(keys: impl IntoIterator<Item = &'k str>) -> Result<DataKeys, Refusal> {
    let mut found = DataKeys::default();
    for key in keys {
        let known = [MAP_ROLES, MAP_USERS, MAP_ACCOUNTS]
            .into_iter()
            .find(|known| known.eq_ignore_ascii_case(key));
        match known {
            Some(MAP_ROLES) if key == MAP_ROLES => found.has_map_roles = true,
            Some(MAP_ROLES) => return Err(Refusal::new(RefusalCode::MiscasedKey, key)),
            Some(known) if key == known => {}
            Some(known) => found.miscased.push((key.to_owned(), known)),
            None => found.foreign.push(key.to_owned()),
        }
    }
    Ok(found)
}
