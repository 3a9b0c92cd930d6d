//! Where in a text something stands: line, column, and the piece of the line to show with a caret.

use std::fmt::{self, Write as _};

/// How many characters of a line are kept on each side of the caret; a JSON section is one line of many kilobytes.
const EXCERPT_SIDE: usize = 80;

/// A position in a section's text, with enough of the line to show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// The line, or a window of it around the column. It comes from the cluster and may hold terminal control
    /// characters: escape it (see [`escaped`]) before it is shown.
    pub excerpt: String,
    /// Where the caret belongs: characters of `excerpt` before it.
    pub caret: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "line {}, column {}: {}",
            self.line,
            self.column,
            escaped(&self.excerpt)
        )
    }
}

/// The text with every character that can drive or deceive a terminal written as `\u{..}`.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_deceptive(c) {
            // Writing to a String cannot fail.
            let _ = write!(shown, "\\u{{{:x}}}", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Whether a character is a control, a bidirectional control, or takes no room on the screen.
pub(super) fn is_deceptive(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The text's lines, for turning byte offsets into places without walking the text each time.
#[derive(Debug)]
pub(super) struct Lines<'t> {
    text: &'t str,
    /// Byte offset of each line's first character; the first line starts after a byte order mark.
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut starts = vec![bom_len(text)];
        let bytes = text.as_bytes();
        for (at, byte) in bytes.iter().enumerate() {
            let lone_cr = *byte == b'\r' && bytes.get(at + 1) != Some(&b'\n');
            if *byte == b'\n' || lone_cr {
                starts.push(at + 1);
            }
        }
        Self { text, starts }
    }

    /// The line (from 1) that holds a byte offset.
    pub(super) fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).max(1)
    }

    /// Byte offset of a line's first character; a line after the last gives the text's end.
    pub(super) fn start_of(&self, line: usize) -> usize {
        self.starts
            .get(line - 1)
            .copied()
            .unwrap_or(self.text.len())
    }

    /// Byte offset just behind a line's line break, or the text's end.
    pub(super) fn end_of(&self, line: usize) -> usize {
        self.start_of(line + 1)
    }

    /// A line without its line break.
    pub(super) fn text_of(&self, line: usize) -> &'t str {
        self.text[self.start_of(line)..self.end_of(line)].trim_end_matches(['\r', '\n'])
    }

    /// The line break of the line that holds `offset`, else the text's first one, else a line feed.
    pub(super) fn line_break_near(&self, offset: usize) -> &'static str {
        let own = &self.text[..self.end_of(self.line_of(offset))];
        let first = &self.text[..self.end_of(1)];
        let crlf = if own.ends_with('\n') {
            own.ends_with("\r\n")
        } else {
            first.ends_with("\r\n")
        };
        if crlf { "\r\n" } else { "\n" }
    }

    /// The place of a byte offset; an offset inside a character counts as that character's.
    pub(super) fn place(&self, offset: usize) -> Place {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line_of(offset);
        let whole = self.text_of(line);
        let start = self.start_of(line).min(offset);
        // An offset on the line break itself points just behind the line's last character.
        let inside = (offset - start).min(whole.len());
        let (before, after) = whole.split_at(inside);
        let head = before
            .char_indices()
            .rev()
            .nth(EXCERPT_SIDE - 1)
            .map_or(0, |(at, _)| at);
        let tail = after
            .char_indices()
            .nth(EXCERPT_SIDE)
            .map_or(after.len(), |(at, _)| at);
        Place {
            line,
            column: before.chars().count() + 1,
            excerpt: whole[head..inside + tail].to_owned(),
            caret: before[head..].chars().count(),
        }
    }
}

/// Length in bytes of the byte order mark that the text starts with, or 0.
pub(super) fn bom_len(text: &str) -> usize {
    if text.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    }
}
