//! Text that somebody else wrote: made in the adapters, cleaned there, and the only such text a screen can show.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

/// The longest message kept from a server, in characters; the rest is cut off with an ellipsis.
pub const LONGEST_MESSAGE: usize = 2_048;

/// Text from outside with everything escaped that could drive a terminal or mislead a reader.
///
/// Control characters, DEL, C1, bidirectional controls, zero-width and tag characters come out as `\u{1b}`.
/// Line breaks survive only in [`OutsideText::block`].
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct OutsideText(String);

impl OutsideText {
    /// Cleans one line: line breaks and tabs become spaces.
    pub fn line(raw: &str) -> Self {
        Self(clean(raw, false))
    }

    /// Cleans a text of several lines: line breaks stay, tabs become two spaces, CR before LF goes.
    pub fn block(raw: &str) -> Self {
        Self(clean(raw, true))
    }

    /// Cleans a server's message: one line of at most [`LONGEST_MESSAGE`] characters.
    pub fn message(raw: &str) -> Self {
        match raw.char_indices().nth(LONGEST_MESSAGE) {
            Some((end, _)) => Self(clean(&raw[..end], false) + "…"),
            None => Self::line(raw),
        }
    }

    /// The cleaned text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing is left.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for OutsideText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl<'de> Deserialize<'de> for OutsideText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // A file is outside too: what was clean when written may have been edited since.
        Ok(Self::block(&Cow::<'de, str>::deserialize(deserializer)?))
    }
}

/// Text that must go back byte for byte (an aws-auth section). It cannot be displayed, only shown cleaned.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VerbatimText(String);

impl VerbatimText {
    /// Keeps `raw` as it is.
    pub fn new(raw: impl Into<String>) -> Self {
        Self(raw.into())
    }

    /// The exact bytes, for comparing and for sending back.
    pub fn exact(&self) -> &str {
        &self.0
    }

    /// The text as a screen may show it.
    pub fn shown(&self) -> OutsideText {
        OutsideText::block(&self.0)
    }
}

impl fmt::Debug for VerbatimText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerbatimText({} bytes)", self.0.len())
    }
}

/// Whether a character could move a cursor, hide or reorder text: controls, what has no shape of its own (Unicode's
/// `Default_Ignorable_Code_Point`, annotations, tags) and what breaks lines without being a line break.
pub fn is_hostile(c: char) -> bool {
    matches!(c,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}'
        | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a terminal may not be given the character as it is. Line breaks and tabs are layout.
fn drives(c: char) -> bool {
    is_hostile(c) && !matches!(c, '\n' | '\t')
}

/// Text as it leaves the program: what is hostile in it is escaped, line breaks and tabs stay. Every way out goes through
/// here, whatever the text was made of; what is clean already is not copied.
pub fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(drives) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if drives(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// The same for text that is handed over.
pub fn escape(text: String) -> String {
    if let Cow::Owned(clean) = escaped(&text) {
        return clean;
    }
    text
}

/// JSON that says the same with nothing hostile in it: such characters stand inside its strings alone, where `\u` says
/// them exactly.
pub fn escaped_json(json: &str) -> Cow<'_, str> {
    if !json.contains(drives) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if drives(c) {
            let mut units = [0; 2];
            out.extend(c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

fn clean(raw: &str, keep_lines: bool) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\n' if keep_lines => out.push('\n'),
            '\r' if keep_lines && chars.peek() == Some(&'\n') => {}
            '\t' if keep_lines => out.push_str("  "),
            '\n' | '\t' => out.push(' '),
            c if is_hostile(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_comes_out_escaped() {
        let table = [
            ("plain ünï 한국어", "plain ünï 한국어"),
            ("\u{1b}[2J", "\\u{1b}[2J"),
            ("a\u{202e}b", "a\\u{202e}b"),
            ("zero\u{200b}width", "zero\\u{200b}width"),
            ("tag\u{e0041}", "tag\\u{e0041}"),
            ("bell\u{7}", "bell\\u{7}"),
            ("two\nlines", "two lines"),
            ("fe\u{fe0f}", "fe\\u{fe0f}"),
        ];
        for (raw, wanted) in table {
            assert_eq!(OutsideText::line(raw).as_str(), wanted, "{raw:?}");
        }
        assert_eq!(OutsideText::block("a\r\nb\tc").as_str(), "a\nb  c");
    }

    #[test]
    fn a_long_message_is_cut_on_a_character() {
        let cut = OutsideText::message(&"한".repeat(3_000));
        assert_eq!(cut.as_str().chars().count(), LONGEST_MESSAGE + 1);
    }

    #[test]
    fn text_from_a_file_is_cleaned_again() {
        let read: OutsideText = serde_json::from_str(r#""\u001b]0;x\u0007""#).unwrap();
        assert_eq!(read.as_str(), "\\u{1b}]0;x\\u{7}");
    }
}
