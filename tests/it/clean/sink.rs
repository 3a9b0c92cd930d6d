//! The places where text leaves the program: which they are, and that each cleans what it is given.

use std::fmt::Display;
use std::marker::PhantomData;

use emr_onramp::domain::outside::{escaped, escaped_json, is_hostile};
use emr_onramp::domain::{OutsideText, VerbatimText};
use emr_onramp::text::Arg;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use serde_json::Value;

use super::payload::{PAYLOADS, all, assert_clean, is_bad};
use crate::source::files;

/// A way out of the program: the words by which it is named, and the files that may name it.
struct WayOut {
    words: &'static [&'static str],
    files: &'static [&'static str],
}

/// All of them. The sandbox's servers have sockets of their own and print nothing.
const WAYS_OUT: [WayOut; 5] = [
    WayOut {
        words: &["stdout()", "stderr()"],
        files: &[
            "app.rs",
            // Only hand stdout to a `Voice`, or look whether it is a terminal.
            "app/undo.rs",
            "app/fargate.rs",
            "headless/voice.rs",
            "line/ask.rs",
            "line/word.rs",
            "tui/terminal.rs",
        ],
    },
    // Nor does a child get our streams to write to.
    WayOut { words: &["print!", "println!", "eprint!", "eprintln!", "dbg!", "inherit()"], files: &[] },
    WayOut {
        words: &[
            "set_string",
            "set_stringn",
            "set_symbol",
            "set_char",
            "set_span",
            "set_line",
            "render_widget",
            "Paragraph",
        ],
        files: &["tui/canvas.rs"],
    },
    WayOut { words: &["CopyToClipboard", "SetTitle"], files: &["tui/terminal.rs"] },
    WayOut { words: &["inquire"], files: &["line/ask.rs"] },
];

/// The files that give text away, each with the function by which it cleans it.
const CLEANERS: [&str; 6] =
    ["app.rs", "headless/voice.rs", "line/ask.rs", "line/word.rs", "tui/canvas.rs", "tui/terminal.rs"];

/// Whether a word stands in the code: `word!` as a macro, `word()` called with nothing, else in any way.
fn names(tokens: TokenStream, word: &str) -> bool {
    let (name, end) = match (word.strip_suffix('!'), word.strip_suffix("()")) {
        (Some(name), _) => (name, '!'),
        (_, Some(name)) => (name, '('),
        _ => (word, ' '),
    };
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let is_here = match &token {
            TokenTree::Ident(ident) if *ident == name => match (end, tokens.peek()) {
                ('!', next) => matches!(next, Some(TokenTree::Punct(mark)) if mark.as_char() == '!'),
                ('(', next) => matches!(next, Some(TokenTree::Group(group))
                    if group.delimiter() == Delimiter::Parenthesis && group.stream().is_empty()),
                _ => true,
            },
            TokenTree::Group(group) => names(group.stream(), word),
            _ => false,
        };
        if is_here {
            return true;
        }
    }
    false
}

#[test]
fn text_leaves_only_by_known_ways() {
    for way in WAYS_OUT {
        let mut met = Vec::new();
        for source in files("src").iter().filter(|source| !source.is_test() && !source.path.starts_with("sandbox")) {
            for word in way.words {
                if names(source.tokens(), word) {
                    assert!(way.files.contains(&source.path.as_str()), "{} names {word}", source.path);
                    met.push(source.path.clone());
                }
            }
        }
        for file in way.files {
            assert!(met.iter().any(|path| path == file), "{file} names none of {:?} any more", way.words);
        }
    }
}

#[test]
fn each_way_out_cleans() {
    let sources = files("src");
    for path in CLEANERS {
        let source = sources.iter().find(|source| source.path == path).unwrap();
        let cleans = ["escaped", "escape"].iter().any(|word| names(source.tokens(), word));
        assert!(cleans, "{path} gives text away as it is");
    }
}

/// JSON is written for others in one place, which leaves nothing in it that a terminal would obey.
#[test]
fn json_for_others_is_written_in_one_place() {
    let may = ["report/written.rs", "journal/line.rs", "adapters/record/events.rs"];
    for source in files("src").iter().filter(|source| !source.is_test() && !source.path.starts_with("sandbox")) {
        let text = source.text.split("#[cfg(test)]").next().unwrap();
        let writes = text.contains("serde_json::to_string") || text.contains("to_string_pretty");
        let is_compared =
            ["report/human.rs", "planner/access_entry.rs", "aws_auth/property.rs"].contains(&source.path.as_str());
        assert!(!writes || is_compared || may.contains(&source.path.as_str()), "{} writes JSON", source.path);
    }
}

struct Probe<T>(PhantomData<T>);

trait Otherwise {
    fn is_shown(&self) -> bool {
        false
    }
    fn fills_words(&self) -> bool {
        false
    }
}

impl<T> Otherwise for &Probe<T> {}

impl<T: Display> Probe<T> {
    fn is_shown(&self) -> bool {
        true
    }
}

impl<T> Probe<T>
where
    for<'a> Arg<'a>: From<&'a T>,
{
    fn fills_words(&self) -> bool {
        true
    }
}

/// The compiler itself says so: what has to stay exact has no way to be shown but through its cleaned form.
#[test]
fn exact_text_cannot_be_shown() {
    let (clean, exact) = (Probe::<OutsideText>(PhantomData), Probe::<VerbatimText>(PhantomData));
    assert!(clean.is_shown() && clean.fills_words());
    assert!(!(&exact).is_shown() && !(&exact).fills_words());
    let text = VerbatimText::new(all());
    assert_clean("debugged", &format!("{text:?}"));
    assert_clean("shown", text.shown().as_str());
    assert_eq!(text.exact(), all());
}

#[test]
fn the_cleaners_leave_nothing_and_change_nothing_else() {
    for (name, payload) in PAYLOADS.iter().copied().chain([("all", all().as_str())]) {
        for clean in [OutsideText::line(payload), OutsideText::block(payload), OutsideText::message(payload)] {
            assert_clean(name, clean.as_str());
            assert_eq!(OutsideText::block(clean.as_str()), clean, "{name}: cleaned once is clean");
        }
        assert!(!OutsideText::line(payload).as_str().contains(['\n', '\t']), "{name}");
        assert_clean(name, &escaped(payload));
        let written = Value::from(payload).to_string();
        let json = escaped_json(&written);
        assert_clean(name, &json);
        assert!(json.is_ascii() || payload.chars().any(|c| !c.is_ascii() && !is_bad(c)), "{name}");
        assert_eq!(serde_json::from_str::<Value>(&json).unwrap(), payload, "{name}: the value is the same");
    }
    for plain in ["plain ünï 한국어 e\u{301} 👍 …", "a\nb\tc", ""] {
        assert_eq!(escaped(plain), plain);
        assert!(matches!(escaped(plain), std::borrow::Cow::Borrowed(_)), "nothing is copied");
    }
}

/// Whatever this file calls bad the product does too, over all of Unicode.
#[test]
fn no_character_is_overlooked() {
    for c in (0..=0x10_ffff).filter_map(char::from_u32) {
        let is_layout = c == '\n' || c == '\t';
        assert!(!is_bad(c) || is_hostile(c), "U+{:04X}", u32::from(c));
        assert!(!is_hostile(c) || is_layout || !escaped(c.encode_utf8(&mut [0; 4])).contains(is_hostile));
        // Letters, marks and signs that people write are left alone.
        assert!(!is_hostile(c) || c.is_control() || !c.is_ascii(), "{c:?}");
    }
}
