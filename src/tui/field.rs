//! A field of one line, edited by grapheme.

use unicode_segmentation::UnicodeSegmentation;

use super::measure::{tail, width};

/// A text and where its caret is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Field {
    text: String,
    /// In bytes, always on a grapheme's edge.
    caret: usize,
}

/// The most bytes that a field takes; far more than any name.
const LONGEST: usize = 512;

impl Field {
    /// A field with a text, the caret at its end.
    pub(super) fn with(text: &str) -> Self {
        Self { text: text.to_owned(), caret: text.len() }
    }

    /// The text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether nothing is in it.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Empties it.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Types or pastes at the caret. Line breaks and control characters are left out.
    pub(super) fn insert(&mut self, given: &str) {
        let clean: String = given.chars().filter(|c| !crate::domain::outside::is_hostile(*c)).collect();
        if self.text.len() + clean.len() <= LONGEST {
            self.text.insert_str(self.caret, &clean);
            self.caret += clean.len();
            self.settle();
        }
    }

    /// A letter typed after a letter may join it into one grapheme, inside which no caret may stand.
    fn settle(&mut self) {
        if let Some((at, _)) = self.text.grapheme_indices(true).find(|(at, g)| at + g.len() >= self.caret) {
            let end = self.text[at..].graphemes(true).next().map_or(at, |g| at + g.len());
            self.caret = if self.caret == at { at } else { end };
        }
    }

    /// Takes away the grapheme before the caret.
    pub(super) fn backspace(&mut self) {
        let before = self.before();
        self.text.drain(before..self.caret);
        self.caret = before;
    }

    /// Takes away the grapheme after the caret.
    pub(super) fn delete(&mut self) {
        let after = self.after();
        self.text.drain(self.caret..after);
    }

    /// Takes away everything before the caret.
    pub(super) fn delete_to_start(&mut self) {
        self.text.drain(..self.caret);
        self.caret = 0;
    }

    /// Moves the caret one grapheme to the left.
    pub(super) fn left(&mut self) {
        self.caret = self.before();
    }

    /// Moves the caret one grapheme to the right.
    pub(super) fn right(&mut self) {
        self.caret = self.after();
    }

    /// Moves the caret to the start.
    pub(super) fn home(&mut self) {
        self.caret = 0;
    }

    /// Moves the caret to the end.
    pub(super) fn end(&mut self) {
        self.caret = self.text.len();
    }

    fn before(&self) -> usize {
        self.text[..self.caret].grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn after(&self) -> usize {
        self.text[self.caret..].graphemes(true).next().map_or(self.caret, |g| self.caret + g.len())
    }

    /// What to show in so many columns, and the caret's column in it. The caret is always in sight.
    pub(super) fn shown(&self, room: usize) -> (&str, usize) {
        let room = room.saturating_sub(1);
        let before = tail(&self.text[..self.caret], room);
        let start = self.caret - before.len();
        (&self.text[start..], width(before))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editing_goes_by_grapheme() {
        let mut field = Field::default();
        field.insert("한국e\u{301}x");
        field.left();
        field.backspace();
        assert_eq!(field.text(), "한국x");
        field.left();
        field.delete();
        assert_eq!(field.text(), "한x");
        field.home();
        field.insert("a\u{1b}[2J\n");
        assert_eq!(field.text(), "a[2J한x");
        field.right();
        field.delete_to_start();
        assert_eq!(field.text(), "x");
        field.right();
        field.right();
        field.backspace();
        field.backspace();
        assert!(field.is_empty());
    }

    #[test]
    fn a_mark_joins_the_letter_before_it() {
        let mut field = Field::with("e");
        field.insert("\u{301}");
        field.insert("x");
        field.left();
        field.left();
        field.right();
        field.delete();
        assert_eq!(field.text(), "e\u{301}");
    }

    #[test]
    fn the_caret_stays_in_sight() {
        let mut field = Field::with("abcdefgh");
        assert_eq!(field.shown(5), ("efgh", 4));
        field.home();
        assert_eq!(field.shown(5).1, 0);
        assert_eq!(Field::with("한국어").shown(5), ("국어", 4));
    }
}
