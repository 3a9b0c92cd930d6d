//! Where and how an entry goes into a block list, and into a section that holds nothing.

use std::ops::Range;

use granit_parser::ScalarStyle;

use super::mapping::RoleMapping;
use super::place::bom_len;
use super::refusal::{Refusal, RefusalCode};
use super::scalar::is_plain_safe;
use super::source::{Source, is_empty_form};
use super::tree::{Kind, Node};

/// The first entry of a section that has none.
pub(super) fn first_entry(source: &Source<'_>, mapping: &RoleMapping) -> (Range<usize>, String) {
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
pub(super) fn block_entry(source: &Source<'_>, at: usize, indent: usize, mapping: &RoleMapping) -> String {
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
pub(super) fn end_of_block_list(source: &Source<'_>, list: &Node, indent: usize) -> Result<usize, Refusal> {
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
    let content = last.content_end().ok_or_else(|| unclear(last.start))?;
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
