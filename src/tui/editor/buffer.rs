//! A text of many lines with a caret, edited by grapheme. Every byte that nobody touches stays: line breaks too.

use unicode_segmentation::UnicodeSegmentation;

use super::glyph::{column_of, offset_at};

/// The most bytes of an edited text: what a whole ConfigMap can hold.
const LONGEST: usize = 1024 * 1024;
/// How many edits can be taken back.
const MOST_EDITS: usize = 1_000;

/// One edit: some bytes in the place of others.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Edit {
    at: usize,
    removed: String,
    inserted: String,
    /// Where the caret was before.
    caret: usize,
}

/// A text and where its caret is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::tui) struct TextBuffer {
    text: String,
    /// In bytes, always on a grapheme's edge.
    caret: usize,
    /// The column that moving up and down keeps to.
    goal: Option<usize>,
    done: Vec<Edit>,
    undone: Vec<Edit>,
    /// Whether the next letter joins the last edit, so that a word is taken back as a whole.
    is_typing: bool,
}

impl TextBuffer {
    /// A text with the caret at its start.
    pub(in crate::tui) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }

    /// The text, byte for byte.
    pub(in crate::tui) fn text(&self) -> &str {
        &self.text
    }

    /// The lines without their breaks; a text that ends in a break has an empty one behind it.
    pub(in crate::tui) fn lines(&self) -> impl Iterator<Item = &str> {
        self.text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line))
    }

    /// The caret's line and its column on the screen, both from 0.
    pub(in crate::tui) fn caret(&self) -> (usize, usize) {
        let before = &self.text[..self.caret];
        let start = self.line_start(self.caret);
        (before.matches('\n').count(), column_of(&before[start..]))
    }

    /// The caret's column in characters, from 1, as places in a text are told.
    pub(in crate::tui) fn character(&self) -> usize {
        self.text[self.line_start(self.caret)..self.caret].chars().count() + 1
    }

    /// Types or pastes at the caret. Line breaks become the text's own; characters that could drive a terminal are left
    /// out, but for tabs, of which the reading tells. Whether there was room.
    pub(in crate::tui) fn insert(&mut self, given: &str) -> bool {
        let plain = given.replace("\r\n", "\n").replace('\r', "\n");
        let is_fine = |c: &char| matches!(c, '\n' | '\t') || !crate::domain::outside::is_hostile(*c);
        let clean: String = plain.chars().filter(is_fine).collect();
        let clean = clean.replace('\n', self.line_break());
        let joins = self.is_typing && !clean.contains('\n');
        let is_letter = given.graphemes(true).count() == 1 && !clean.contains('\n');
        let fits = self.replace_range(self.caret, self.caret, &clean, joins);
        self.is_typing = is_letter;
        fits
    }

    /// Takes away the grapheme, or the line break, before the caret.
    pub(in crate::tui) fn backspace(&mut self) {
        self.replace_range(self.before(), self.caret, "", false);
    }

    /// Takes away the grapheme, or the line break, after the caret.
    pub(in crate::tui) fn delete(&mut self) {
        self.replace_range(self.caret, self.after(), "", false);
    }

    /// Takes away the caret's line with its break.
    pub(in crate::tui) fn delete_line(&mut self) {
        let (start, end) = (self.line_start(self.caret), self.line_end(self.caret));
        let end = self.text[end..].graphemes(true).next().map_or(end, |line_break| end + line_break.len());
        self.replace_range(start, end, "", false);
    }

    /// Puts another text in the place of the whole, as one edit; the caret stays at what is the same, or stands behind
    /// what is new. Whether there was room.
    pub(in crate::tui) fn replace(&mut self, text: &str) -> bool {
        let same = |(a, b): &(char, char)| a == b;
        let head: usize = self.text.chars().zip(text.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
        let (old, new) = (&self.text[head..], &text[head..]);
        let tail: usize = old.chars().rev().zip(new.chars().rev()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
        let (end, new) = (self.text.len() - tail, new[..new.len() - tail].to_owned());
        self.replace_range(head, end, &new, false)
    }

    /// Takes the last edit back. Whether there was one.
    pub(in crate::tui) fn undo(&mut self) -> bool {
        let Some(edit) = self.done.pop() else { return false };
        self.text.replace_range(edit.at..edit.at + edit.inserted.len(), &edit.removed);
        self.put_caret(edit.caret);
        self.undone.push(edit);
        true
    }

    /// Does the edit again that was taken back last. Whether there was one.
    pub(in crate::tui) fn redo(&mut self) -> bool {
        let Some(edit) = self.undone.pop() else { return false };
        self.text.replace_range(edit.at..edit.at + edit.removed.len(), &edit.inserted);
        self.put_caret(edit.at + edit.inserted.len());
        self.done.push(edit);
        true
    }

    /// Moves the caret one grapheme to the left, over a line break too.
    pub(in crate::tui) fn left(&mut self) {
        self.put_caret(self.before());
    }

    /// Moves the caret one grapheme to the right, over a line break too.
    pub(in crate::tui) fn right(&mut self) {
        self.put_caret(self.after());
    }

    /// Moves the caret so many lines down, or up where that is less than 0, keeping to its column.
    pub(in crate::tui) fn down(&mut self, lines: isize) {
        let (line, column) = self.caret();
        let goal = *self.goal.get_or_insert(column);
        let last = self.text.matches('\n').count();
        let to = line.saturating_add_signed(lines).min(last);
        let start = self.start_of(to);
        let end = self.line_end(start);
        self.caret = start + offset_at(&self.text[start..end], goal);
        self.is_typing = false;
    }

    /// Moves the caret to the start of its line.
    pub(in crate::tui) fn home(&mut self) {
        self.put_caret(self.line_start(self.caret));
    }

    /// Moves the caret to the end of its line.
    pub(in crate::tui) fn end(&mut self) {
        self.put_caret(self.line_end(self.caret));
    }

    /// Moves the caret to the start of the text.
    pub(in crate::tui) fn first(&mut self) {
        self.put_caret(0);
    }

    /// Moves the caret to the end of the text.
    pub(in crate::tui) fn last(&mut self) {
        self.put_caret(self.text.len());
    }

    /// Moves the caret to a place as it is told: line and character, from 1.
    pub(in crate::tui) fn go_to(&mut self, line: usize, character: usize) {
        let start = self.start_of(line.saturating_sub(1));
        let content = &self.text[start..self.line_end(start)];
        let inside = content.char_indices().nth(character.saturating_sub(1)).map_or(content.len(), |(at, _)| at);
        self.put_caret(start + inside);
        self.settle();
    }

    /// The line break that the text uses first, else a line feed.
    fn line_break(&self) -> &'static str {
        match self.text.find('\n') {
            Some(at) if self.text[..at].ends_with('\r') => "\r\n",
            _ => "\n",
        }
    }

    fn replace_range(&mut self, start: usize, end: usize, with: &str, joins: bool) -> bool {
        self.goal = None;
        self.is_typing = false;
        if self.text[start..end] == *with {
            return true;
        }
        if self.text.len() - (end - start) + with.len() > LONGEST {
            return false;
        }
        let removed = self.text[start..end].to_owned();
        self.text.replace_range(start..end, with);
        let caret = std::mem::replace(&mut self.caret, start + with.len());
        self.undone.clear();
        match self.done.last_mut() {
            Some(last) if joins && last.at + last.inserted.len() == start && removed.is_empty() => {
                last.inserted.push_str(with);
            }
            _ => {
                if self.done.len() == MOST_EDITS {
                    self.done.remove(0);
                }
                self.done.push(Edit { at: start, removed, inserted: with.to_owned(), caret });
            }
        }
        self.settle();
        true
    }

    /// A mark typed after a letter joins it into one grapheme, inside which no caret may stand.
    fn settle(&mut self) {
        let start = self.line_start(self.caret);
        let inside = self.text[start..].grapheme_indices(true).map(|(at, g)| (start + at, start + at + g.len()));
        for (at, end) in inside {
            if at >= self.caret {
                break;
            }
            if end > self.caret {
                self.caret = end;
                break;
            }
        }
    }

    fn put_caret(&mut self, to: usize) {
        self.caret = to;
        self.goal = None;
        self.is_typing = false;
    }

    fn before(&self) -> usize {
        self.text[..self.caret].grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn after(&self) -> usize {
        self.text[self.caret..].graphemes(true).next().map_or(self.caret, |g| self.caret + g.len())
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |found| found + 1)
    }

    /// The end of a line, before its break.
    fn line_end(&self, at: usize) -> usize {
        let end = self.text[at..].find('\n').map_or(self.text.len(), |found| at + found);
        if self.text[..end].ends_with('\r') && end < self.text.len() && end > at { end - 1 } else { end }
    }

    /// Where a line starts, counted from 0.
    fn start_of(&self, line: usize) -> usize {
        match line.checked_sub(1) {
            None => 0,
            Some(earlier) => self.text.match_indices('\n').nth(earlier).map_or(self.text.len(), |(at, _)| at + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A buffer whose caret stands at the `|`.
    fn at(marked: &str) -> TextBuffer {
        let caret = marked.find('|').unwrap();
        TextBuffer { caret, ..TextBuffer::new(&marked.replacen('|', "", 1)) }
    }

    fn marked(buffer: &TextBuffer) -> String {
        format!("{}|{}", &buffer.text[..buffer.caret], &buffer.text[buffer.caret..])
    }

    fn typed(buffer: &mut TextBuffer, text: &str) {
        assert!(buffer.insert(text), "there is room");
    }

    type Key = fn(&mut TextBuffer);

    #[test]
    fn each_key_does_what_it_says() {
        let table: &[(&str, Key, &str, &str)] = &[
            ("letter", |b| typed(b, "x"), "a|b", "ax|b"),
            ("new line", |b| typed(b, "\n"), "a|b", "a\n|b"),
            ("new line of CRLF", |b| typed(b, "\n"), "a\r\nb|", "a\r\nb\r\n|"),
            ("paste of CRLF", |b| typed(b, "x\r\ny\rz"), "a|\n", "ax\ny\nz|\n"),
            ("hostile paste", |b| typed(b, "x\u{1b}[2J\u{202e}\ty"), "|", "x[2J\ty|"),
            ("backspace", TextBuffer::backspace, "한국|", "한|"),
            ("backspace over CRLF", TextBuffer::backspace, "a\r\n|b", "a|b"),
            ("backspace at the start", TextBuffer::backspace, "|a", "|a"),
            ("delete a mark with its letter", TextBuffer::delete, "|e\u{301}x", "|x"),
            ("delete over a break", TextBuffer::delete, "a|\r\nb", "a|b"),
            ("delete at the end", TextBuffer::delete, "a|", "a|"),
            ("delete a line", TextBuffer::delete_line, "a\nb|c\nd", "a\n|d"),
            ("delete a line of CRLF", TextBuffer::delete_line, "a\r\nb|c\r\nd", "a\r\n|d"),
            ("delete the last line", TextBuffer::delete_line, "a\nb|", "a\n|"),
            ("left over CRLF", TextBuffer::left, "a\r\n|b", "a|\r\nb"),
            ("right over CRLF", TextBuffer::right, "a|\r\nb", "a\r\n|b"),
            ("left over a wide letter", TextBuffer::left, "한|", "|한"),
            ("home", TextBuffer::home, "a\nb c|", "a\n|b c"),
            ("end", TextBuffer::end, "|b c\nd", "b c|\nd"),
            ("end before CRLF", TextBuffer::end, "|b c\r\nd", "b c|\r\nd"),
            ("end of an empty line of CRLF", TextBuffer::end, "a\r\n|\r\nd", "a\r\n|\r\nd"),
            ("down keeps the column", |b| b.down(1), "ab|c\ndef", "abc\nde|f"),
            ("down onto a shorter line", |b| b.down(1), "abc|\nd\n", "abc\nd|\n"),
            ("down by columns", |b| b.down(1), "ab|\n한국", "ab\n한|국"),
            ("down into the middle of a wide letter", |b| b.down(1), "a|\n한국", "a\n|한국"),
            ("down past the end", |b| b.down(9), "a|b\nc\nde", "ab\nc\nd|e"),
            ("up past the start", |b| b.down(-9), "ab\nc\nd|e", "a|b\nc\nde"),
            ("up before CRLF", |b| b.down(-1), "ab\r\nabc|", "ab|\r\nabc"),
            ("to a place", |b| b.go_to(2, 2), "|a\n한국어\n", "a\n한|국어\n"),
            ("to a place behind the line", |b| b.go_to(1, 9), "|ab\r\nc", "ab|\r\nc"),
            ("to a line behind the text", |b| b.go_to(9, 1), "|ab\nc", "ab\nc|"),
            ("to a mark inside a letter", |b| b.go_to(1, 2), "|e\u{301}x", "e\u{301}|x"),
            ("to the start", TextBuffer::first, "a\nb|", "|a\nb"),
            ("to the end", TextBuffer::last, "|a\nb\n", "a\nb\n|"),
        ];
        for (name, key, before, after) in table {
            let mut buffer = at(before);
            key(&mut buffer);
            assert_eq!(marked(&buffer), *after, "{name}");
        }
    }

    #[test]
    fn the_column_is_kept_over_a_short_line() {
        let mut buffer = at("abcd|\ne\nfghi");
        buffer.down(1);
        buffer.down(1);
        assert_eq!(marked(&buffer), "abcd\ne\nfghi|");
        buffer.left();
        buffer.down(-2);
        assert_eq!(marked(&buffer), "abc|d\ne\nfghi");
    }

    #[test]
    fn what_was_typed_in_one_go_is_taken_back_in_one_go() {
        let mut buffer = at("a|");
        for letter in ["x", "y", "z"] {
            buffer.insert(letter);
        }
        buffer.insert("\n");
        buffer.insert("pasted text");
        for wanted in ["axyz\n|", "axyz|", "a|"] {
            assert!(buffer.undo());
            assert_eq!(marked(&buffer), wanted);
        }
        assert!(!buffer.undo());
        for wanted in ["axyz|", "axyz\n|", "axyz\npasted text|"] {
            assert!(buffer.redo());
            assert_eq!(marked(&buffer), wanted);
        }
        assert!(!buffer.redo());
        buffer.undo();
        buffer.insert("q");
        assert!(!buffer.redo(), "another edit ends what was taken back");
        assert_eq!(marked(&buffer), "axyz\nq|");
    }

    #[test]
    fn moving_ends_a_word_that_is_typed() {
        let mut buffer = at("|");
        buffer.insert("a");
        buffer.insert("b");
        buffer.left();
        buffer.insert("c");
        buffer.undo();
        assert_eq!(marked(&buffer), "a|b");
    }

    #[test]
    fn any_edits_are_taken_back_to_the_first_byte() {
        let start = "- a: 한\r\n  b: e\u{301}\n\tc\n";
        let keys: [Key; 9] = [
            |b| typed(b, "x"),
            |b| typed(b, "\u{301}"),
            |b| typed(b, "two\nlines"),
            TextBuffer::backspace,
            TextBuffer::delete,
            TextBuffer::delete_line,
            |b| b.down(1),
            |b| b.down(-1),
            TextBuffer::right,
        ];
        // A fixed sequence that is no pattern: the digits of a multiplicative generator.
        let mut seed: u64 = 1;
        for round in 0..50 {
            let mut buffer = TextBuffer::new(start);
            for _ in 0..60 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                keys[usize::try_from((seed >> 33) % 9).unwrap()](&mut buffer);
                assert!(buffer.text.is_char_boundary(buffer.caret), "round {round}");
            }
            let edited = buffer.text().to_owned();
            while buffer.undo() {}
            assert_eq!(buffer.text(), start, "round {round}");
            while buffer.redo() {}
            assert_eq!(buffer.text(), edited, "round {round}");
        }
    }

    #[test]
    fn another_text_comes_in_as_one_edit() {
        for (old, new, caret) in [
            ("a\nb\n", "a\nx\nb\n", "a\nx\n|b\n"),
            ("a\nb\n", "a\nb\nc\n", "a\nb\nc\n|"),
            ("한국\n", "한글\n", "한글|\n"),
            ("aaa", "aa", "aa|"),
            ("", "x", "x|"),
        ] {
            let mut buffer = TextBuffer::new(old);
            assert!(buffer.replace(new));
            assert_eq!(marked(&buffer), caret);
            assert!(buffer.undo());
            assert_eq!(buffer.text(), old);
            assert!(!buffer.undo(), "one edit");
        }
    }

    #[test]
    fn more_than_a_config_map_can_hold_is_not_taken() {
        let mut buffer = TextBuffer::new("a");
        assert!(!buffer.insert(&"x".repeat(LONGEST)));
        assert_eq!(buffer.text(), "a");
        assert!(buffer.insert(&"x".repeat(LONGEST - 1)));
    }

    #[test]
    fn the_caret_is_told_by_line_and_column() {
        for (text, caret, character) in
            [("|", (0, 0), 1), ("a\n한|x", (1, 2), 2), ("a\r\n\t|b", (1, 2), 2), ("a\n|", (1, 0), 1)]
        {
            let buffer = at(text);
            assert_eq!((buffer.caret(), buffer.character()), (caret, character), "{text:?}");
        }
        let lines = TextBuffer::new("a\r\nb\n\nc\n");
        assert_eq!(lines.lines().collect::<Vec<_>>(), ["a", "b", "", "c", ""]);
    }
}
