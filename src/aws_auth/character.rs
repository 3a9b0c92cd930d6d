//! Characters that YAML readers refuse or disagree about.

use super::finding::FindingCode;
use super::tree::Failure;

/// go-yaml's reader refuses these wherever they stand, comments included.
pub(super) fn check_characters(text: &str) -> Result<(), Failure> {
    let bad = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}');
    match text.char_indices().find(|(_, c)| bad(*c) || matches!(c, '\u{fffe}' | '\u{ffff}')) {
        None => Ok(()),
        Some((at, c)) => Err(Failure::new(FindingCode::ControlCharacter, at, format!("U+{:04X}", u32::from(c)))),
    }
}

/// NEL, LS and PS end a line for go-yaml 2 but not for YAML 1.2, so a comment could hide an entry behind one; a lone carriage
/// return and a byte order mark inside the text are as doubtful.
pub(super) fn odd_line_break(text: &str) -> Option<(FindingCode, usize, String)> {
    let bytes = text.as_bytes();
    let lone_cr = |at: usize| bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
    let (at, c) = text.char_indices().find(|(at, c)| {
        matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}') || (*c == '\u{feff}' && *at > 0) || lone_cr(*at)
    })?;
    Some((FindingCode::OddLineBreak, at, format!("U+{:04X}", u32::from(c))))
}

/// Byte offset in the line of a tab among the spaces, `-` and `?` indicators before its content.
pub(super) fn leading_tab(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\t' => return Some(at),
            b' ' => at += 1,
            b'-' | b'?' if matches!(bytes.get(at + 1), Some(b' ' | b'\t')) => at += 1,
            _ => return None,
        }
    }
    None
}
