//! Where a wanted mapping stands in a section.

use super::mapping::{RoleMapping, canonical_role_arn};
use super::reading::{Entry, Reading};

/// The state of a wanted mapping in a reading of `mapRoles`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleState<'r> {
    /// EKS takes nothing from the section, so nothing can be said.
    Unreadable,
    /// No entry for this role.
    Absent,
    /// In force with the same user name and groups: nothing to do.
    Present {
        /// The entry in force.
        entry: &'r Entry<RoleMapping>,
        /// How many earlier entries it overrides.
        overrides: usize,
    },
    /// Another mapping is in force for this ARN.
    Different {
        /// The entry in force.
        entry: &'r Entry<RoleMapping>,
        /// The last entry that says what is wanted but is overridden.
        shadowed: Option<&'r Entry<RoleMapping>>,
    },
    /// The role stands here only under an ARN that never matches: with a path, or of a session.
    NeverMatches {
        /// The first such entry.
        entry: &'r Entry<RoleMapping>,
    },
}

/// Looks for a wanted mapping; ARNs compare without case.
#[must_use]
pub fn find_role<'r>(reading: &'r Reading, wanted: &RoleMapping) -> RoleState<'r> {
    if reading.failure().is_some() {
        return RoleState::Unreadable;
    }
    let key = wanted.key();
    let same: Vec<&Entry<RoleMapping>> = reading.entries.iter().filter(|entry| entry.mapping.key() == key).collect();
    if let Some((last, earlier)) = same.split_last() {
        if last.mapping.grants_the_same(wanted) {
            return RoleState::Present { entry: last, overrides: earlier.len() };
        }
        let shadowed = earlier.iter().rev().find(|entry| entry.mapping.grants_the_same(wanted)).copied();
        return RoleState::Different { entry: last, shadowed };
    }
    // An exact entry beside a pathful one works, so the useless forms matter only when there is no exact one.
    let useless = reading.entries.iter().find(|entry| {
        canonical_role_arn(&entry.mapping.rolearn).is_ok_and(|canonical| canonical.to_lowercase() == key)
    });
    useless.map_or(RoleState::Absent, |entry| RoleState::NeverMatches { entry })
}
