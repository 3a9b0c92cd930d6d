//! Text by the columns it takes: Korean takes two a letter, marks take none.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How many columns a text takes.
pub(super) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// The text in at most `room` columns; what does not fit ends in `…`, never inside a grapheme.
pub(super) fn fit(text: &str, room: usize) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let Some(room) = room.checked_sub(1) else {
        return String::new();
    };
    let mut kept = head(text, room).to_owned();
    kept.push('…');
    kept
}

/// The longest beginning that takes at most `room` columns.
fn head(text: &str, room: usize) -> &str {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += width(grapheme);
        if used > room {
            return &text[..at];
        }
    }
    text
}

/// The longest end that takes at most `room` columns: what a field shows when its text is longer than the field.
pub(super) fn tail(text: &str, room: usize) -> &str {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        used += width(grapheme);
        if used > room {
            return &text[at + grapheme.len()..];
        }
    }
    text
}

/// The text with spaces added up to `room` columns, or cut to it.
pub(super) fn pad(text: &str, room: usize) -> String {
    let mut padded = fit(text, room);
    padded.push_str(&" ".repeat(room.saturating_sub(width(&padded))));
    padded
}

/// The text as lines of at most `room` columns, broken at spaces; a word that is longer is broken where it must be.
/// Line breaks in the text stay.
pub(super) fn wrap(text: &str, room: usize) -> Vec<String> {
    let room = room.max(2);
    text.lines().flat_map(|line| wrap_line(line, room)).collect()
}

/// Leading blanks stay, on every line of what is folded: in YAML they mean something.
fn wrap_line(line: &str, room: usize) -> Vec<String> {
    let text = line.trim_start_matches(' ');
    let indent = (line.len() - text.len()).min(room / 2);
    let blanks = " ".repeat(indent);
    fold(text, room - indent).into_iter().map(|folded| format!("{blanks}{folded}")).collect()
}

fn fold(line: &str, room: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut current = String::new();
    for word in line.split(' ') {
        let gap = usize::from(!current.is_empty());
        if width(&current) + gap + width(word) <= room {
            if gap == 1 {
                current.push(' ');
            }
            current.push_str(word);
            continue;
        }
        if !current.is_empty() {
            lines.push(std::mem::take(&mut current));
        }
        let mut rest = word;
        while width(rest) > room {
            let part = head(rest, room);
            lines.push(part.to_owned());
            rest = &rest[part.len()..];
        }
        current = rest.to_owned();
    }
    lines.push(current);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_by_columns_and_between_graphemes() {
        let table = [
            ("abc", 3, "abc"),
            ("abcd", 3, "ab…"),
            ("한국어", 6, "한국어"),
            ("한국어", 5, "한국…"),
            ("한국어", 4, "한…"),
            ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
            ("abc", 1, "…"),
            ("abc", 0, ""),
        ];
        for (text, room, wanted) in table {
            assert_eq!(fit(text, room), wanted, "{text:?} in {room}");
            assert!(width(&fit(text, room)) <= room);
        }
        assert_eq!(pad("한", 4), "한  ");
        assert_eq!(tail("한국어", 5), "국어");
    }

    #[test]
    fn lines_break_at_spaces_and_long_words_where_they_must() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefgh ij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("하나 둘 셋", 6), ["하나", "둘 셋"]);
        assert_eq!(wrap("a\n\nb", 10), ["a", "", "b"]);
    }
}
