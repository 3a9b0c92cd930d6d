//! Texts with wildcards and variables.

/// A text in which `*` stands for any characters and `?` for any one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern(Vec<Token>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    Letter(char),
    One,
    Many,
}

impl Pattern {
    /// Reads a text without variables.
    pub(super) fn new(text: &str) -> Pattern {
        Pattern(text.chars().map(wild).collect())
    }

    /// Reads a text with variables: `${key}`, `${key, 'default'}`, and `${*}`, `${?}`, `${$}` for the letters
    /// themselves. What a variable stands for has no wildcards. `None` when one has no value.
    pub(super) fn with_variables<'v>(text: &str, value: impl Fn(&str) -> Option<&'v str>) -> Option<Pattern> {
        let mut tokens = Vec::new();
        let mut rest = text;
        while let Some((before, inside)) = rest.split_once("${") {
            let Some((name, after)) = inside.split_once('}') else {
                break;
            };
            tokens.extend(before.chars().map(wild));
            match name {
                "*" | "?" | "$" => tokens.extend(name.chars().map(Token::Letter)),
                _ => {
                    let (key, default) = name.split_once(',').unwrap_or((name, ""));
                    let default = default.trim().strip_prefix('\'').and_then(|text| text.strip_suffix('\''));
                    tokens.extend(value(key.trim()).or(default)?.chars().map(Token::Letter));
                }
            }
            rest = after;
        }
        tokens.extend(rest.chars().map(wild));
        Some(Pattern(tokens))
    }

    /// Tells whether `text` as a whole is of the pattern.
    pub(super) fn matches(&self, text: &str) -> bool {
        let text: Vec<char> = text.chars().collect();
        let (mut at, mut place) = (0, 0);
        // Where to go on after the last `*` took one more letter.
        let mut retry: Option<(usize, usize)> = None;
        while place < text.len() {
            match self.0.get(at) {
                Some(Token::Many) => {
                    retry = Some((at, place));
                    at += 1;
                    continue;
                }
                Some(Token::One) => {}
                Some(Token::Letter(letter)) if *letter == text[place] => {}
                _ => {
                    let Some((star, taken)) = retry else {
                        return false;
                    };
                    retry = Some((star, taken + 1));
                    (at, place) = (star + 1, taken + 1);
                    continue;
                }
            }
            at += 1;
            place += 1;
        }
        self.0[at..].iter().all(|token| *token == Token::Many)
    }

    /// Tells whether `arn` is of the pattern part by part: a wildcard of one part says nothing of the next.
    pub(super) fn matches_arn(&self, arn: &str) -> bool {
        let parts: Vec<&str> = arn.splitn(6, ':').collect();
        let patterns: Vec<&[Token]> = self.0.splitn(6, |token| *token == Token::Letter(':')).collect();
        parts.len() == 6
            && patterns.len() == 6
            && patterns.iter().zip(parts).all(|(pattern, part)| Pattern(pattern.to_vec()).matches(part))
    }

    /// Returns the letters, wildcards as they are written.
    pub(super) fn text(&self) -> String {
        let letter = |token: &Token| match token {
            Token::Letter(letter) => *letter,
            Token::One => '?',
            Token::Many => '*',
        };
        self.0.iter().map(letter).collect()
    }
}

fn wild(letter: char) -> Token {
    match letter {
        '*' => Token::Many,
        '?' => Token::One,
        letter => Token::Letter(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_match_as_they_should() {
        for (pattern, text, expected) in [
            ("*", "", true),
            ("*", "anything", true),
            ("", "", true),
            ("", "a", false),
            ("eks:Describe*", "eks:DescribeCluster", true),
            ("eks:Describe*", "eks:ListClusters", false),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "a-c-b", false),
            ("*/x", "a/b/x", true),
            ("a**", "a", true),
            ("A", "a", false),
        ] {
            assert_eq!(Pattern::new(pattern).matches(text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn variables_stand_for_themselves_only() {
        let value = |key: &str| (key == "aws:username").then_some("a*b");
        for (text, matching, other) in [
            ("x/${aws:username}", "x/a*b", "x/aXb"),
            ("${aws:username}/*", "a*b/c", "ab/c"),
            ("${*}", "*", "a"),
            ("${?}${$}", "?$", "ab"),
            ("${none, 'd'}", "d", "e"),
            ("cut ${off", "cut ${off", "cut "),
        ] {
            let pattern = Pattern::with_variables(text, value).unwrap();
            assert!(pattern.matches(matching), "{text}");
            assert!(!pattern.matches(other), "{text}");
        }
        assert_eq!(Pattern::with_variables("${none}", value), None);
    }

    #[test]
    fn the_parts_of_an_arn_are_compared_one_by_one() {
        for (pattern, arn, expected) in [
            ("arn:aws:eks:*:1:cluster/*", "arn:aws:eks:us-east-1:1:cluster/dev", true),
            ("arn:aws:eks:*:cluster/dev", "arn:aws:eks:us-east-1:1:cluster/dev", false),
            ("arn:aws:s3:::*", "arn:aws:s3:::a:b", true),
            ("*", "arn:aws:s3:::a", false),
            ("arn:aws:s3:::a", "not an ARN", false),
        ] {
            assert_eq!(Pattern::new(pattern).matches_arn(arn), expected, "{pattern} {arn}");
        }
    }
}
