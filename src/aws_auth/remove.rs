//! Taking an added entry away again.

use std::ops::Range;

use super::mapping::RoleMapping;
use super::read::{read_map_roles, read_roles};
use super::reading::Reading;
use super::refusal::{Refusal, RefusalCode};
use super::source::Source;
use super::splice::{Insertion, mismatch_refusal};

/// A removal that has been read back and found to take away exactly one mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    /// The section's text as it was.
    pub before: String,
    /// The text to send; none when the section was absent before our edit and holds nothing else now.
    pub after: Option<String>,
    /// Byte range in `before` of what was taken out.
    pub removed: Range<usize>,
}

/// Takes away what [`add_role`](super::add_role) put in, if it is still there unchanged, exactly once, and still maps what it mapped; so an
/// edit and its removal give the same bytes, whatever others added in between.
///
/// # Errors
/// A [`Refusal`]: the text is gone or changed, is there twice, or the result would not read back as wanted.
pub fn remove_role(text: &str, mapping: &RoleMapping, insertion: &Insertion) -> Result<Removal, Refusal> {
    let source = Source::load(text);
    let reading = read_roles(&source);
    if let Some(finding) = reading.edit_blocker() {
        return Err(Refusal::unsafe_text(finding));
    }
    let added = insertion.text.as_str();
    let start = match text.find(added) {
        Some(start) if !added.is_empty() => start,
        _ => return Err(Refusal::new(RefusalCode::NotOurs, "")),
    };
    if let Some(second) = text[start + added.len()..].find(added) {
        let second = start + added.len() + second;
        return Err(Refusal::at(RefusalCode::Ambiguous, source.lines.place(second), ""));
    }
    let removed = start..start + added.len();
    let inside = |bytes: &Range<usize>| removed.start <= bytes.start && bytes.end <= removed.end;
    let ours = reading.entries.iter().position(|entry| inside(&entry.bytes) && entry.mapping == *mapping);
    let Some(ours) = ours else {
        return Err(Refusal::at(RefusalCode::NotOurs, source.lines.place(start), ""));
    };
    let rest = format!("{}{}", &text[..removed.start], &text[removed.end..]);
    let after = match insertion.replaced.as_deref() {
        None if rest.trim().is_empty() => None,
        // The form that stood for nothing goes back only if nothing else has come since.
        Some(token) if rest.trim_start_matches('\u{feff}').trim().is_empty() => {
            Some(format!("{}{token}{}", &text[..removed.start], &text[removed.end..]))
        }
        _ => Some(rest),
    };
    verify_removed(&reading, after.as_deref().unwrap_or_default(), ours)?;
    Ok(Removal { before: text.to_owned(), after, removed })
}

fn verify_removed(before: &Reading, after: &str, ours: usize) -> Result<(), Refusal> {
    let reading = read_map_roles(after);
    if let Some(finding) = reading.failure() {
        return Err(mismatch_refusal(&finding.to_string()));
    }
    let kept = before.entries.iter().enumerate().filter(|(at, _)| *at != ours).map(|(_, entry)| &entry.mapping);
    if kept.eq(reading.entries.iter().map(|entry| &entry.mapping)) {
        Ok(())
    } else {
        Err(mismatch_refusal("another entry would change"))
    }
}
