//! What Go's JSON decoder says of a text that is no JSON.

use serde_json::error::Category;

/// The problem that Go would name in `text`, where our decoder has seen `error`.
///
/// Upstream passes these words on to the caller. They follow from the place at which a decoder has to stop.
pub(super) fn problem(text: &[u8], error: &serde_json::Error) -> String {
    if error.classify() == Category::Eof {
        return "unexpected end of JSON input".to_owned();
    }
    let Some(at) = offset(text, error) else {
        return error.to_string();
    };
    let letter = String::from_utf8_lossy(text.get(at..).unwrap_or_default()).chars().next().unwrap_or_default();
    let before: Vec<u8> = text[..at].iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let said = error.to_string();
    let context = if said.starts_with("trailing characters") {
        "after top-level value"
    } else if letter == '}' && before.last() == Some(&b',') || said.starts_with("key must be a string") {
        "looking for beginning of object key string"
    } else if said.starts_with("expected `:`") {
        "after object key"
    } else if said.contains("or `}`") {
        "after object key:value pair"
    } else if said.contains("or `]`") {
        "after array element"
    } else {
        "looking for beginning of value"
    };
    format!("invalid character {} {context}", quoted(letter))
}

/// Go prints a quotation mark in quotes of the other kind.
fn quoted(letter: char) -> String {
    match letter {
        '\'' => r"'\\''".to_owned(),
        '"' => "'\"'".to_owned(),
        other => format!("{other:?}"),
    }
}

/// The place of the letter at which our decoder stopped.
fn offset(text: &[u8], error: &serde_json::Error) -> Option<usize> {
    let line = error.line().checked_sub(1)?;
    let start: usize = text.split_inclusive(|byte| *byte == b'\n').take(line).map(<[u8]>::len).sum();
    let at = start + error.column().checked_sub(1)?;
    (at < text.len()).then_some(at)
}

/// The text itself, as upstream adds it: shortened, and in hexadecimal where it does not look like an object.
pub(super) fn excerpt(text: &[u8]) -> String {
    /// Upstream cuts what is longer.
    const LIMIT: usize = 30;
    if text.is_empty() {
        return "<empty>".to_owned();
    }
    let (head, dots) = if text.len() > LIMIT { (&text[..LIMIT], " ...") } else { (text, "") };
    match std::str::from_utf8(head) {
        Ok(head) if head.trim_start().starts_with('{') => format!("{head}{dots}"),
        _ => {
            let hex: String = head.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("{hex}{dots}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_are_named_as_go_names_them() {
        let cases = [
            ("", "unexpected end of JSON input"),
            ("{\"a\":", "unexpected end of JSON input"),
            ("hello", "invalid character 'h' looking for beginning of value"),
            ("{} x", "invalid character 'x' after top-level value"),
            ("{\"a\": 1,}", "invalid character '}' looking for beginning of object key string"),
            ("{a: 1}", "invalid character 'a' looking for beginning of object key string"),
            ("{\"a\" 1}", "invalid character '1' after object key"),
            ("{\"a\": 1 2}", "invalid character '2' after object key:value pair"),
            ("[1 2]", "invalid character '2' after array element"),
        ];
        for (text, expected) in cases {
            let error = serde_json::from_str::<serde_json::Value>(text).unwrap_err();
            assert_eq!(problem(text.as_bytes(), &error), expected, "{text}");
        }
    }

    #[test]
    fn excerpts_are_short() {
        assert_eq!(excerpt(b""), "<empty>");
        assert_eq!(excerpt(b"hello"), "68656c6c6f");
        assert_eq!(excerpt(b"{\"metadata\": {\"name\": \"behind\"}} x"), "{\"metadata\": {\"name\": \"behind\" ...");
    }
}
