//! Hides what opens something in texts that others wrote: a server, a proxy or a plugin may repeat what it was sent.

use std::borrow::Cow;

/// What stands in the place of a secret.
const MASK: &str = "***";

/// How texts begin after which a secret stands, up to the next character that tokens do not have. In lower case.
const BEFORE: [&str; 10] = [
    "k8s-aws-v1.",
    "bearer ",
    "basic ",
    "x-amz-signature=",
    "x-amz-security-token=",
    "x-amz-credential=",
    "access_token=",
    "token=",
    "password=",
    "secret=",
];

/// The text with every secret in it masked that is known by what stands before it, or by its own form.
pub(super) fn masked(text: &str) -> Cow<'_, str> {
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

/// Where the next secret begins and ends.
fn next_secret(lower: &str, from: usize) -> Option<(usize, usize)> {
    let rest = &lower[from..];
    let named = BEFORE.iter().filter_map(|mark| rest.find(mark).map(|at| at + mark.len()));
    // A JSON Web Token: `{"` in base64, and two dots.
    let forms = rest.match_indices("eyj").map(|(at, _)| at).find(|at| is_web_token(&rest[*at..]));
    let start = from + named.chain(forms).min()?;
    let length = lower[start..].find(|c| !is_token_char(c)).unwrap_or(lower.len() - start);
    if length == 0 { next_secret(lower, start) } else { Some((start, start + length)) }
}

fn is_web_token(text: &str) -> bool {
    let end = text.find(|c| !is_token_char(c)).unwrap_or(text.len());
    end > 20 && text[..end].matches('.').count() == 2
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
    }
}
