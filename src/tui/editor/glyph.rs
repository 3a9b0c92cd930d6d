//! How the graphemes of an edited text look: by the columns that they take, and never as what could drive a terminal.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

use crate::tui::measure::width;

/// How a grapheme is drawn. A tab is an arrow, since in YAML it is no space; what is hostile or takes no room is spelled
/// out.
fn glyph(grapheme: &str) -> Cow<'_, str> {
    match grapheme {
        "\t" => Cow::Borrowed("→ "),
        _ if width(grapheme) == 0 || grapheme.chars().any(crate::domain::outside::is_hostile) => {
            Cow::Owned(grapheme.chars().flat_map(char::escape_unicode).collect())
        }
        _ => Cow::Borrowed(grapheme),
    }
}

/// How many columns a line takes.
pub(super) fn column_of(line: &str) -> usize {
    line.graphemes(true).map(|grapheme| width(&glyph(grapheme))).sum()
}

/// The byte of a line at a column, or before the grapheme that the column is inside of; the line's end where it is
/// shorter.
pub(super) fn offset_at(line: &str, column: usize) -> usize {
    let mut used = 0;
    for (at, grapheme) in line.grapheme_indices(true) {
        used += width(&glyph(grapheme));
        if used > column {
            return at;
        }
    }
    line.len()
}

/// The part of a line from a column on, in at most `room` columns. A wide letter that an edge cuts leaves a blank.
pub(in crate::tui) fn window(line: &str, from: usize, room: usize) -> String {
    let mut shown = String::new();
    let mut column = 0;
    for grapheme in line.graphemes(true) {
        let glyph = glyph(grapheme);
        let end = column + width(&glyph);
        if column >= from + room {
            break;
        }
        if column >= from && end <= from + room {
            shown.push_str(&glyph);
        } else if end > from {
            shown.push_str(&" ".repeat(end.min(from + room) - column.max(from)));
        }
        column = end;
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_never_cuts_a_letter_and_never_lets_a_control_through() {
        for (line, from, room, wanted) in [
            ("abcdef", 0, 3, "abc"),
            ("abcdef", 2, 3, "cde"),
            ("abcdef", 4, 9, "ef"),
            ("한국어", 0, 3, "한 "),
            ("한국어", 1, 4, " 국 "),
            ("a\tb", 0, 9, "a→ b"),
            ("a\tb", 2, 9, " b"),
            ("\u{1b}[2J", 0, 20, "\\u{1b}[2J"),
            ("e\u{301}x", 1, 2, "x"),
            ("", 0, 4, ""),
        ] {
            assert_eq!(window(line, from, room), wanted, "{line:?} from {from} in {room}");
            assert!(width(&window(line, from, room)) <= room);
        }
    }

    #[test]
    fn a_column_finds_the_letter_that_it_is_in() {
        for (line, column, offset) in [
            ("한국", 0, 0),
            ("한국", 1, 0),
            ("한국", 2, 3),
            ("한국", 9, 6),
            ("a\tb", 1, 1),
            ("a\tb", 2, 1),
            ("a\tb", 3, 2),
        ] {
            assert_eq!(offset_at(line, column), offset, "{line:?} at {column}");
        }
    }
}
