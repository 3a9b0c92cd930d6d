//! Adding and taking away one entry of `mapRoles` by splicing text.
//!
//! Where the new entry goes: directly behind the last line that holds content of the last item, before blank lines and
//! comments that follow it. Its indentation and line ends are the list's own, and a text without a last line break stays
//! without one. A section with nothing in it gets a block list behind its comments; a form that stands for nothing (`""`)
//! is replaced.

use std::ops::Range;

use granit_parser::ScalarStyle;
use serde::{Deserialize, Serialize};

use super::flow;
use super::mapping::{RoleMapping, check_own};
use super::place::bom_len;
use super::read::{Reading, Source, Style, content_end, is_empty_form, read_map_roles, read_roles};
use super::refusal::{Refusal, RefusalCode};
use super::scalar::is_plain_safe;
use super::section::MAX_DATA_BYTES;
use super::state::{RoleState, find_role};
use super::tree::{Kind, Node};
use super::verify::verify_added;

/// What an edit put into the text: all that a later [`remove_role`] needs.
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
    verify_added(before, &after, mapping).map_err(|mismatch| mismatch_refusal(&mismatch.to_string()))?;
    let replaced = text.map(|before| before[at.clone()].to_owned());
    let inserted = at.start..at.start + new.len();
    Ok(Splice { before: text.map(str::to_owned), after, inserted, insertion: Insertion { text: new, replaced } })
}

fn mismatch_refusal(detail: &str) -> Refusal {
    Refusal::new(RefusalCode::Mismatch, detail)
}

/// Whether the mapping is there; refuses where the role is mapped to something else.
fn is_in_force(source: &Source<'_>, reading: &Reading, mapping: &RoleMapping) -> Result<bool, Refusal> {
    let refuse = |code, entry: &super::read::Entry<RoleMapping>, detail: &str| {
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

/// The first entry of a section that has none.
fn first_entry(source: &Source<'_>, mapping: &RoleMapping) -> (Range<usize>, String) {
    let text = source.text;
    let bom = bom_len(text);
    let token = text[bom..].trim();
    if token.is_empty() || !is_empty_form(text) {
        return (text.len()..text.len(), block_entry(source, text.len(), 0, mapping));
    }
    let start = text.len() - text[bom..].trim_start().len();
    let end = start + token.len();
    let indent = start - source.lines.start_of(source.lines.line_of(start));
    let lines = entry_lines(mapping, indent, source.lines.line_break_near(start));
    // The token stands behind its own indentation, and its line's end stays.
    let own_end = if end < text.len() { lines.trim_end() } else { lines.as_str() };
    (start..end, own_end.trim_start_matches(' ').to_owned())
}

/// The entry's text for the offset `at`, which is a line's start or the end of a text without a last line break.
fn block_entry(source: &Source<'_>, at: usize, indent: usize, mapping: &RoleMapping) -> String {
    let line_break = source.lines.line_break_near(at.saturating_sub(1));
    let lines = entry_lines(mapping, indent, line_break);
    let before = &source.text[bom_len(source.text)..at];
    if before.is_empty() || before.ends_with('\n') { lines } else { format!("{line_break}{}", lines.trim_end()) }
}

fn entry_lines(mapping: &RoleMapping, indent: usize, line_break: &str) -> String {
    let pad = " ".repeat(indent);
    let mut lines = format!(
        "{pad}- rolearn: {}{line_break}{pad}  username: {}{line_break}",
        written(&mapping.rolearn),
        written(&mapping.username)
    );
    if !mapping.groups.is_empty() {
        lines += &format!("{pad}  groups:{line_break}");
        for group in &mapping.groups {
            lines += &format!("{pad}    - {}{line_break}", written(group));
        }
    }
    lines
}

/// A value of a block entry, in quotation marks only if YAML needs them.
fn written(value: &str) -> String {
    if is_plain_safe(value, false) { value.to_owned() } else { format!("'{}'", value.replace('\'', "''")) }
}

/// Where a block list ends: behind the last content line of its last item.
fn end_of_block_list(source: &Source<'_>, list: &Node, indent: usize) -> Result<usize, Refusal> {
    let (text, lines) = (source.text, &source.lines);
    let unclear = |offset: usize| Refusal::at(RefusalCode::UnclearEnd, lines.place(offset), "");
    let Kind::Seq { items, .. } = &list.kind else {
        return Err(unclear(list.start));
    };
    let only_spaces = text[list.start - indent..list.start].bytes().all(|b| b == b' ');
    if !only_spaces || !text[list.start..].starts_with('-') {
        return Err(unclear(list.start));
    }
    let last = items.last().filter(|item| matches!(item.kind, Kind::Map { .. }));
    let Some(last) = last else {
        return Err(unclear(items.last().map_or(list.start, |item| item.start)));
    };
    let content = content_end(last).ok_or_else(|| unclear(last.start))?;
    let at = match last_block_scalar(last) {
        Some(scalar) => end_of_block_scalar(source, scalar),
        None => lines.end_of(lines.line_of(content - 1)),
    };
    let ends_here = |line: &str| {
        let line = line.trim();
        line.is_empty() || line.starts_with('#') || line == "..."
    };
    let mut offset = at;
    for line in text[at..].split_inclusive('\n') {
        if !ends_here(line) {
            // Something of the last item (the `-` of an empty group, say) stands behind what was taken as its end.
            return Err(unclear(offset));
        }
        offset += line.len();
    }
    Ok(at)
}

/// The item's last node, if it is a `|` or `>` scalar.
fn last_block_scalar(node: &Node) -> Option<&Node> {
    match &node.kind {
        Kind::Scalar { style: ScalarStyle::Literal | ScalarStyle::Folded, .. } => Some(node),
        Kind::Scalar { .. } => None,
        Kind::Seq { items, .. } => items.last().and_then(|item| last_block_scalar(item)),
        Kind::Map { pairs, .. } => pairs.last().and_then(|(_, value)| last_block_scalar(value)),
    }
}

/// Behind the last line of a block scalar; blank lines at its end are content only if it keeps them (`|+`).
fn end_of_block_scalar(source: &Source<'_>, scalar: &Node) -> usize {
    let (text, lines) = (source.text, &source.lines);
    let Kind::Scalar { text: value, .. } = &scalar.kind else {
        return scalar.end;
    };
    let keeps_blank_lines = value.ends_with("\n\n") || value.trim().is_empty();
    let end =
        if keeps_blank_lines { scalar.end } else { scalar.start + text[scalar.start..scalar.end].trim_end().len() };
    if text[..end].ends_with('\n') || end == text.len() {
        return end;
    }
    let line = lines.line_of(end);
    // The parser may end a scalar behind the indentation of the line that follows it.
    let start = lines.start_of(line);
    if text[start..end].trim().is_empty() { start } else { lines.end_of(line) }
}

/// Takes away what [`add_role`] put in, if it is still there unchanged, exactly once, and still maps what it mapped; so an
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
