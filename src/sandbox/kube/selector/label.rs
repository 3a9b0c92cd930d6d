//! Reads label selectors, with upstream's words for those that are none.

use super::Test;
use crate::sandbox::kube::name::{check_label_value, check_qualified};

/// A piece of a selector.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Token<'a> {
    /// A key, a value, or the words `in` and `notin`.
    Word(&'a str),
    /// One of `= == != ! ( ) , < >`.
    Sign(&'a str),
    End,
}

impl<'a> Token<'a> {
    fn text(self) -> &'a str {
        match self {
            Token::Word(text) | Token::Sign(text) => text,
            Token::End => "",
        }
    }
}

/// The signs, the longer ones first.
const SIGNS: [&str; 9] = ["==", "!=", "=", "!", "(", ")", ",", "<", ">"];

/// Reads a selector into keys and what is asked of them.
///
/// # Errors
/// What is wrong, as upstream says it.
pub(super) fn parse(text: &str) -> Result<Vec<(String, Test)>, String> {
    let mut reader = Reader { tokens: tokens(text), at: 0 };
    let mut tests = Vec::new();
    loop {
        match reader.peek() {
            Token::End => return Ok(tests),
            Token::Word(_) | Token::Sign("!") => {}
            other => return Err(format!("found '{}', expected: !, identifier, or 'end of string'", other.text())),
        }
        tests.push(reader.requirement().map_err(|why| format!("unable to parse requirement: {why}"))?);
        match (reader.take(), reader.peek()) {
            (Token::End, _) => return Ok(tests),
            (Token::Sign(","), Token::Word(_) | Token::Sign("!")) => {}
            (Token::Sign(","), next) => {
                return Err(format!("found '{}', expected: identifier after ','", next.text()));
            }
            (other, _) => return Err(format!("found '{}', expected: ',' or 'end of string'", other.text())),
        }
    }
}

fn tokens(mut text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    loop {
        text = text.trim_start();
        if text.is_empty() {
            return tokens;
        }
        let (token, length) = match SIGNS.iter().find(|sign| text.starts_with(**sign)) {
            Some(sign) => (Token::Sign(sign), sign.len()),
            None => {
                let ends = |c: char| c.is_whitespace() || "=!(),<>".contains(c);
                let length = text.find(ends).unwrap_or(text.len());
                (Token::Word(&text[..length]), length)
            }
        };
        tokens.push(token);
        text = &text[length..];
    }
}

struct Reader<'a> {
    tokens: Vec<Token<'a>>,
    at: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Token<'a> {
        self.tokens.get(self.at).copied().unwrap_or(Token::End)
    }

    fn take(&mut self) -> Token<'a> {
        let token = self.peek();
        self.at += 1;
        token
    }

    fn requirement(&mut self) -> Result<(String, Test), String> {
        let negated = self.peek() == Token::Sign("!");
        if negated {
            self.take();
        }
        let Token::Word(key) = self.take() else {
            self.at -= 1;
            return Err(format!("found '{}', expected: identifier", self.peek().text()));
        };
        let problems = check_qualified(key);
        if !problems.is_empty() {
            return Err(format!("invalid label key {key:?}: {}", problems.join("; ")));
        }
        if negated {
            return Ok((key.to_owned(), Test::Absent));
        }
        if matches!(self.peek(), Token::End | Token::Sign(",")) {
            return Ok((key.to_owned(), Test::Exists));
        }
        let test = match self.take() {
            Token::Word("in") => Test::In(self.set(key)?),
            Token::Word("notin") => Test::NotIn(self.set(key)?),
            Token::Sign("=" | "==") => Test::In(vec![self.value(key)?]),
            Token::Sign("!=") => Test::NotIn(vec![self.value(key)?]),
            Token::Sign(">") => Test::Above(self.number(key)?),
            Token::Sign("<") => Test::Below(self.number(key)?),
            other => return Err(format!("found '{}', expected: '=', '!=', '==', 'in', notin'", other.text())),
        };
        Ok((key.to_owned(), test))
    }

    /// The value behind a sign; none is an empty one.
    fn value(&mut self, key: &str) -> Result<String, String> {
        match self.peek() {
            Token::End | Token::Sign(",") => Ok(String::new()),
            Token::Word(value) => {
                self.take();
                checked(key, value)
            }
            other => Err(format!("found '{}', expected: identifier", other.text())),
        }
    }

    fn number(&mut self, key: &str) -> Result<i64, String> {
        let value = self.value(key)?;
        value.parse().map_err(|_| "for 'Gt', 'Lt' operators, the value must be an integer".to_owned())
    }

    /// The values in parentheses; between two commas stands an empty one.
    fn set(&mut self, key: &str) -> Result<Vec<String>, String> {
        let open = self.take();
        if open != Token::Sign("(") {
            return Err(format!("found '{}' expected: '('", open.text()));
        }
        if self.peek() == Token::Sign(")") {
            self.take();
            return Ok(Vec::new());
        }
        let mut values = Vec::new();
        loop {
            match self.peek() {
                Token::Word(value) => {
                    self.take();
                    values.push(checked(key, value)?);
                }
                Token::Sign("," | ")") => values.push(String::new()),
                other => return Err(format!("found '{}', expected: ',', ')' or identifier", other.text())),
            }
            match self.take() {
                Token::Sign(")") => return Ok(values),
                Token::Sign(",") => {}
                other => return Err(format!("found '{}', expected: ',' or ')'", other.text())),
            }
        }
    }
}

fn checked(key: &str, value: &str) -> Result<String, String> {
    let problems = check_label_value(value);
    if problems.is_empty() {
        return Ok(value.to_owned());
    }
    Err(format!("invalid label value: {value:?}: at key: {key:?}: {}", problems.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_selector_is_refused_in_upstreams_words() {
        let cases = [
            ("a b", "unable to parse requirement: found 'b', expected: '=', '!=', '==', 'in', notin'"),
            ("a in (b", "unable to parse requirement: found '', expected: ',' or ')'"),
            ("a in b", "unable to parse requirement: found 'b' expected: '('"),
            ("a,,b", "found ',', expected: identifier after ','"),
            ("a,", "found '', expected: identifier after ','"),
            ("=b", "found '=', expected: !, identifier, or 'end of string'"),
            ("a=b c", "found 'c', expected: ',' or 'end of string'"),
            ("!", "unable to parse requirement: found '', expected: identifier"),
            ("a>b", "unable to parse requirement: for 'Gt', 'Lt' operators, the value must be an integer"),
        ];
        for (text, why) in cases {
            assert_eq!(parse(text).unwrap_err(), why, "{text}");
        }
    }

    #[test]
    fn empty_values_and_blanks_are_taken() {
        let set = Test::In(vec![String::new(), "b".to_owned()]);
        assert_eq!(parse(" a  in ( ,b ) ").unwrap(), [("a".to_owned(), set)]);
        assert_eq!(parse("a=").unwrap(), [("a".to_owned(), Test::In(vec![String::new()]))]);
        assert_eq!(parse("in").unwrap(), [("in".to_owned(), Test::Exists)]);
    }
}
