//! What is planted, and how it is told that it came out.

use crate::support::program::Ended;

/// Texts that would drive a terminal or mislead a reader, each with what it is.
pub(super) const PAYLOADS: [(&str, &str); 64] = [
    // C0.
    ("nul", "\0"),
    ("start of heading", "\x01\x02\x03"),
    ("enquiry", "\x05"),
    ("bell", "\x07"),
    ("backspaces", "\x08\x08\x08\x08fake"),
    ("tab", "\tx"),
    ("line feed", "\nfake: line"),
    ("vertical tab", "\x0b"),
    ("form feed", "\x0c"),
    ("carriage return", "\rfake"),
    ("both", "\r\nfake"),
    ("shift out and in", "\x0e\x0f"),
    ("flow control", "\x11\x13"),
    ("cancel", "\x18"),
    ("substitute", "\x1a"),
    ("a lone escape", "\x1b"),
    ("separators", "\x1c\x1d\x1e\x1f"),
    ("delete", "\x7f\x7f"),
    // C1, each a character of two bytes.
    ("padding", "\u{80}\u{81}\u{82}\u{83}"),
    ("next line", "\u{85}"),
    ("reverse index", "\u{8d}"),
    ("8-bit DCS", "\u{90}q#0\u{9c}"),
    ("8-bit SOS", "\u{98}x\u{9c}"),
    ("8-bit CSI", "\u{9b}31m"),
    ("8-bit OSC", "\u{9d}0;title\u{9c}"),
    ("8-bit PM and APC", "\u{9e}x\u{9c}\u{9f}x\u{9c}"),
    // CSI.
    ("clears the screen", "\x1b[2J"),
    ("goes home", "\x1b[H"),
    ("colours", "\x1b[31;1;5m"),
    ("hides", "\x1b[8m"),
    ("leaves the alternate screen", "\x1b[?1049l"),
    ("shows the cursor", "\x1b[?25h"),
    ("ends a paste", "\x1b[201~y\r"),
    ("turns the mouse on", "\x1b[?1003;1006h"),
    ("asks for the cursor", "\x1b[6n"),
    ("asks for the device", "\x1b[c"),
    ("asks for the title", "\x1b[21t"),
    ("scrolls one line", "\x1b[1;1r"),
    ("repeats", "x\x1b[9999999b"),
    // OSC.
    ("title", "\x1b]0;owned\x07"),
    ("title to ST", "\x1b]2;owned\x1b\\"),
    ("link", "\x1b]8;;https://evil.example\x1b\\here\x1b]8;;\x1b\\"),
    ("clipboard", "\x1b]52;c;cm0gLXJmIC8=\x07"),
    ("clipboard question", "\x1b]52;c;?\x1b\\"),
    ("palette", "\x1b]4;0;#ffffff\x07"),
    ("file", "\x1b]1337;File=inline=1:AA==\x07"),
    ("never ended", "\x1b]0;"),
    // Other strings and single escapes.
    ("sixel", "\x1bPq#0!9999~\x1b\\"),
    ("through tmux", "\x1bPtmux;\x1b\x1b]0;x\x07\x1b\\"),
    ("graphics", "\x1b_Ga=T;AAAA\x1b\\"),
    ("privacy message", "\x1b^x\x1b\\"),
    ("reset", "\x1bc"),
    ("line drawing", "\x1b(0lqqk"),
    ("test pattern", "\x1b#8"),
    // Order and shape.
    ("override", "\u{202e}txt.exe"),
    ("embeddings", "\u{202a}\u{202b}\u{202d}\u{202c}"),
    ("isolates", "\u{2066}\u{2067}\u{2068}\u{2069}"),
    ("marks", "\u{200e}\u{200f}\u{61c}"),
    ("zero width", "\u{200b}\u{200c}\u{200d}\u{2060}\u{feff}"),
    ("tags", "\u{e0001}\u{e0041}\u{e0042}\u{e007f}"),
    ("separators of lines", "\u{2028}\u{2029}"),
    ("fillers", "\u{115f}\u{3164}\u{ffa0}\u{ad}\u{34f}\u{180e}"),
    ("variations and notes", "a\u{fe00}\u{e0100}\u{fff9}b\u{fffb}"),
    // Not for the terminal but for what stands around it.
    ("ends of what holds it", "'\"`${x}{ $x }$(id)\\u{1b}\\ud800%1b\nEOF\n---\n```\n"),
];

/// Bytes that are no text, or a text in disguise.
pub(super) const BYTES: [(&str, &[u8]); 6] = [
    ("an overlong escape", b"\xc0\x9b[2J"),
    ("an escape in three bytes", b"\xe0\x80\x9b[2J"),
    ("a raw C1", b"\x9b2J\x9d0;x\x07"),
    ("half a pair", b"\xed\xa0\x80\xed\xb0\x80"),
    ("cut off", b"\xf0\x9f\x92"),
    ("beyond the last", b"\xf4\x90\x80\x80\xff\xfe"),
];

/// A payload between marks, so that it is seen where something took it out without a word.
pub(super) fn marked(payload: &str) -> String {
    format!("<{payload}>")
}

/// All of them in one text.
pub(super) fn all() -> String {
    PAYLOADS.iter().map(|(_, payload)| marked(payload)).collect()
}

/// Whether no terminal may be given the character. Written down once more, so that the product's own list is held to it.
pub(super) fn is_bad(c: char) -> bool {
    let is_control = c.is_control() && c != '\n' && c != '\t';
    let reorders = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}');
    let is_zero = matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{feff}');
    let is_tag = matches!(c, '\u{e0000}'..='\u{e0fff}');
    let has_no_shape = matches!(c, '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}'
        | '\u{2028}' | '\u{2029}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}');
    is_control || reorders || is_zero || is_tag || has_no_shape
}

/// Fails where a text may not be given to a terminal.
#[track_caller]
pub(super) fn assert_clean(what: &str, text: &str) {
    if let Some((at, c)) = text.char_indices().find(|(_, c)| is_bad(*c)) {
        let near: String = text[..at].chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
        panic!("{what}: {c:?} came out after {near:?}");
    }
}

/// The same for both streams of a program that did not panic.
#[track_caller]
pub(super) fn assert_harmless(what: &str, ended: &Ended) {
    assert_clean(&format!("{what}, stdout"), &ended.out);
    assert_clean(&format!("{what}, stderr"), &ended.err);
    assert!(!ended.err.contains("panicked"), "{what}: {}", ended.err);
}

#[test]
fn there_are_sixty_and_each_is_bad() {
    assert!(PAYLOADS.len() >= 60);
    for (index, (name, payload)) in PAYLOADS.iter().enumerate() {
        assert!(
            PAYLOADS[..index].iter().all(|(other, text)| other != name && text != payload),
            "{name} is there twice"
        );
        let is_text = ["tab", "line feed", "ends of what holds it"].contains(name);
        assert!(is_text || payload.chars().any(is_bad), "{name} is harmless");
    }
    for (name, bytes) in BYTES {
        assert!(std::str::from_utf8(bytes).is_err(), "{name} is text");
    }
}
