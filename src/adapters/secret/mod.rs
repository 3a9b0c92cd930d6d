//! Hides what opens something in texts that others wrote: a server, a proxy or a plugin may repeat what it was sent.

mod address;
mod word;

use std::borrow::Cow;

pub(super) use self::address::{bare, without_password};
pub(super) use self::word::{command, masked_lines};

/// What stands in the place of a secret.
const MASK: &str = "***";

/// How texts begin after which a secret stands, up to the next character that tokens do not have. In lower case.
const BEFORE: [&str; 12] = [
    "k8s-aws-v1.",
    "bearer ",
    "basic ",
    "x-amz-signature=",
    "x-amz-security-token=",
    // As headers have it, which a refused signature is shown with.
    "x-amz-security-token:",
    "x-amz-security-token: ",
    "x-amz-credential=",
    "access_token=",
    "token=",
    "password=",
    "secret=",
];

/// The text with every secret in it masked that is known by what stands before it, or by its own form.
pub(in crate::adapters) fn masked(text: &str) -> Cow<'_, str> {
    // Of the same length, since only ASCII changes.
    let lower = text.to_ascii_lowercase();
    let mut out = String::new();
    let mut done = 0;
    while let Some((start, end)) = next_secret(&lower, done) {
        out.push_str(&text[done..start]);
        out.push_str(MASK);
        done = end;
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

/// Where the next secret begins and ends. Every place is looked at once, since the text may be made to take long.
fn next_secret(lower: &str, from: usize) -> Option<(usize, usize)> {
    // Where the characters of a token end, and how many dots are left until there.
    let (mut end, mut dots) = (from, 0);
    for (at, c) in lower[from..].char_indices().map(|(at, c)| (from + at, c)) {
        let rest = &lower[at..];
        if at >= end {
            end = at + token_length(rest);
            dots = lower[at..end].matches('.').count();
        }
        let named = BEFORE.iter().filter(|mark| rest.starts_with(*mark)).map(|mark| mark.len()).max();
        // A JSON Web Token: `{"` in base64, and two dots.
        let is_web_token = rest.starts_with("eyj") && dots == 2 && end - at > 20;
        if let Some(start) = named.or(is_web_token.then_some(0)) {
            let length = token_length(&rest[start..]);
            if length > 0 {
                return Some((at + start, at + start + length));
            }
        }
        dots -= usize::from(c == '.');
    }
    None
}

fn token_length(text: &str) -> usize {
    text.find(|c| !is_token_char(c)).unwrap_or(text.len())
}

fn is_token_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_.~+/=%".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_masked_wherever_they_stand() {
        for (text, expected) in [
            ("nothing to hide", "nothing to hide"),
            ("token k8s-aws-v1.aHR0cHM6Ly9zdHM is bad", "token k8s-aws-v1.*** is bad"),
            ("got \"Bearer abc.def-ghi\", want", "got \"Bearer ***\", want"),
            ("AUTHORIZATION: BEARER k8s-aws-v1.abc", "AUTHORIZATION: BEARER ***"),
            ("k8s-aws-v1.one and k8s-aws-v1.two", "k8s-aws-v1.*** and k8s-aws-v1.***"),
            (
                "?X-Amz-Signature=00ff&X-Amz-Security-Token=a%2Fb&x=1",
                "?X-Amz-Signature=***&X-Amz-Security-Token=***&x=1",
            ),
            ("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln", "***"),
            ("eyJhbGciOiJSUzI1NiJ9 alone", "eyJhbGciOiJSUzI1NiJ9 alone"),
            ("host:h\nx-amz-security-token:FwoG/+=\n\nhost", "host:h\nx-amz-security-token:***\n\nhost"),
            ("X-Amz-Security-Token: FwoG", "X-Amz-Security-Token: ***"),
            ("token= token= token=abc", "token= token= token=***"),
            ("--token=s3cret --user=ann", "--token=*** --user=ann"),
            ("bearer  two spaces", "bearer  two spaces"),
            ("한국어 Bearer abc 한국어", "한국어 Bearer *** 한국어"),
        ] {
            assert_eq!(masked(text), expected);
        }
    }

    #[test]
    fn a_long_text_is_gone_through_once() {
        let text = "k8s-aws-v1.a ".repeat(1_000);
        assert_eq!(masked(&text), "k8s-aws-v1.*** ".repeat(1_000));
        // What is empty is no secret, however often it comes.
        let text = "token= ".repeat(10_000);
        assert_eq!(masked(&text), text);
        let text = "eyj".repeat(30_000);
        assert_eq!(masked(&text), text);
    }
}
