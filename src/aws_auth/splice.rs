//! Adding and taking away one entry of `mapRoles` by splicing text.
//!
//! Where the new entry goes: directly behind the last line that holds content of the last item, before blank lines and
//! comments that follow it. Its indentation and line ends are the list's own, and a text without a last line break stays
//! without one. A section with nothing in it gets a block list behind its comments; a form that stands for nothing (`""`)
//! is replaced.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::block::{block_entry, end_of_block_list, first_entry};
use super::flow;
use super::mapping::{RoleMapping, check_own};
use super::read::read_roles;
use super::reading::{Entry, Reading, Style};
use super::refusal::{Refusal, RefusalCode};
use super::section::MAX_DATA_BYTES;
use super::source::Source;
use super::state::{RoleState, find_role};
use super::verify::verify_against;

/// What an edit put into the text: all that a later [`remove_role`](super::remove_role) needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Insertion {
    /// The inserted bytes; empty when the mapping was there already.
    pub text: String,
    /// What stood in their place: nothing (`""`), a form that stands for nothing (such as `"\"\""`), or no section (`None`).
    pub replaced: Option<String>,
}

/// An edit that has been read back and found to add exactly one mapping, or nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Splice {
    /// The section's text as it was; none when the section was absent.
    pub before: Option<String>,
    /// The text to send.
    pub after: String,
    /// Byte range in `after` of what was put in.
    pub inserted: Range<usize>,
    /// The same for the record, so that it can be taken away later.
    pub insertion: Insertion,
}

impl Splice {
    /// Whether the mapping was in force already, so that there is nothing to send.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        self.inserted.is_empty()
    }
}

/// Adds `mapping` as the last entry of `mapRoles`; gives an unchanged text when it is in force already.
///
/// `other_bytes` is the size of all other values of the ConfigMap, for the limit of [`MAX_DATA_BYTES`].
///
/// # Errors
/// A [`Refusal`] with the line that stands in the way; see [`RefusalCode`].
pub fn add_role(text: Option<&str>, mapping: &RoleMapping, other_bytes: usize) -> Result<Splice, Refusal> {
    check_own(mapping).map_err(|problem| Refusal::new(RefusalCode::BadMapping, problem.to_string()))?;
    let before = text.unwrap_or_default();
    let source = Source::load(before);
    let reading = read_roles(&source);
    if let Some(finding) = reading.edit_blocker() {
        return Err(Refusal::unsafe_text(finding));
    }
    if is_in_force(&source, &reading, mapping)? {
        let end = before.len();
        let insertion = Insertion { text: String::new(), replaced: text.map(|_| String::new()) };
        return Ok(Splice { before: text.map(str::to_owned), after: before.to_owned(), inserted: end..end, insertion });
    }
    let (at, new) = place_entry(&source, reading.style, mapping)?;
    let after = format!("{}{new}{}", &before[..at.start], &before[at.end..]);
    let size = after.len().saturating_add(other_bytes);
    if size > MAX_DATA_BYTES {
        return Err(Refusal::new(RefusalCode::TooLarge, format!("{size} bytes, at most {MAX_DATA_BYTES}")));
    }
    verify_against(before, &reading, &after, mapping).map_err(|mismatch| mismatch_refusal(&mismatch.to_string()))?;
    let replaced = text.map(|before| before[at.clone()].to_owned());
    let inserted = at.start..at.start + new.len();
    Ok(Splice { before: text.map(str::to_owned), after, inserted, insertion: Insertion { text: new, replaced } })
}

pub(super) fn mismatch_refusal(detail: &str) -> Refusal {
    Refusal::new(RefusalCode::Mismatch, detail)
}

/// Whether the mapping is there; refuses where the role is mapped to something else.
fn is_in_force(source: &Source<'_>, reading: &Reading, mapping: &RoleMapping) -> Result<bool, Refusal> {
    let refuse = |code, entry: &Entry<RoleMapping>, detail: &str| {
        Err(Refusal::at(code, source.lines.place(entry.bytes.start), detail))
    };
    match find_role(reading, mapping) {
        RoleState::Absent => Ok(false),
        RoleState::Present { .. } => Ok(true),
        RoleState::Different { entry, .. } => refuse(RefusalCode::MappedOtherwise, entry, &entry.mapping.username),
        RoleState::NeverMatches { entry } => refuse(RefusalCode::NeverMatches, entry, &entry.mapping.rolearn),
        RoleState::Unreadable => Err(mismatch_refusal("unreadable")),
    }
}

/// The byte range to replace (empty for a pure insertion) and the text to put there.
fn place_entry(source: &Source<'_>, style: Style, mapping: &RoleMapping) -> Result<(Range<usize>, String), Refusal> {
    let root = source.tree.as_ref().ok().and_then(|tree| tree.root.as_deref());
    match (style, root) {
        (Style::Empty, _) => Ok(first_entry(source, mapping)),
        (Style::Block { indent }, Some(list)) => {
            let at = end_of_block_list(source, list, indent)?;
            Ok((at..at, block_entry(source, at, indent, mapping)))
        }
        (Style::Flow, Some(list)) => flow::insertion(source, list, mapping).map(|(at, new)| (at..at, new)),
        _ => Err(Refusal::new(RefusalCode::UnclearEnd, "")),
    }
}
