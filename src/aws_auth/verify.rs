//! The proof that an edit did what it should and nothing else.

use thiserror::Error;

use super::finding::Finding;
use super::mapping::RoleMapping;
use super::read::read_map_roles;
use super::reading::Reading;
use super::source::is_empty_form;

/// How a text differs from what an edit should have made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Mismatch {
    /// The text before does not read.
    #[error("the text before: {0}")]
    BeforeUnreadable(Box<Finding>),
    /// The text after does not read.
    #[error("the text after: {0}")]
    AfterUnreadable(Box<Finding>),
    /// Bytes of the text before are missing, changed or moved.
    #[error("bytes of the text before are not all there")]
    BytesLost,
    /// An entry of the text before is missing, changed or in another place.
    #[error("entry {index} is not as it was")]
    EntryChanged {
        /// Which entry, from 0.
        index: usize,
    },
    /// The mapping is not there exactly once more, as the last entry.
    #[error("the new mapping is not the last entry")]
    NotAdded,
    /// What is in force differs in more than the one mapping.
    #[error("the mappings in force differ in more than the new one")]
    OtherEffect,
}

/// Checks that `after` holds everything that `before` holds, byte for byte and entry for entry in the same order, plus
/// exactly `mapping` as the last entry. An absent section is the empty text.
///
/// # Errors
/// The first difference found.
pub fn verify_added(before: &str, after: &str, mapping: &RoleMapping) -> Result<(), Mismatch> {
    verify_against(before, &read_map_roles(before), after, mapping)
}

/// As [`verify_added`], with the reading of `before` at hand.
pub(super) fn verify_against(before: &str, old: &Reading, after: &str, mapping: &RoleMapping) -> Result<(), Mismatch> {
    // The forms that stand for nothing (`""`) are replaced; all other text is kept.
    if !is_empty_form(before) && !is_one_insertion(before, after) {
        return Err(Mismatch::BytesLost);
    }
    let new = read_map_roles(after);
    if let Some(finding) = old.failure() {
        return Err(Mismatch::BeforeUnreadable(Box::new(finding.clone())));
    }
    if let Some(finding) = new.failure() {
        return Err(Mismatch::AfterUnreadable(Box::new(finding.clone())));
    }
    let changed = old.entries.iter().zip(&new.entries).position(|(a, b)| a.mapping != b.mapping);
    if let Some(index) = changed {
        return Err(Mismatch::EntryChanged { index });
    }
    let added = new.entries.get(old.entries.len()..).unwrap_or_default();
    if added.len() != 1 || added[0].mapping != *mapping {
        return Err(Mismatch::NotAdded);
    }
    let mut wanted = old.effective.clone();
    if wanted.insert(mapping.key(), mapping.clone()).is_some() || wanted != new.effective {
        return Err(Mismatch::OtherEffect);
    }
    Ok(())
}

/// Whether `after` is `before` with something put in at one place.
fn is_one_insertion(before: &str, after: &str) -> bool {
    let (old, new) = (before.as_bytes(), after.as_bytes());
    let prefix = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let rest = &old[prefix..];
    rest.len() <= new.len().saturating_sub(prefix) && new.ends_with(rest)
}
