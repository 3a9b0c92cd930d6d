//! Addresses without what opens something: the user with the password, and the query.

use std::borrow::Cow;

use super::MASK;

/// An address without the user and password that it may carry.
fn without_user(url: &str) -> Cow<'_, str> {
    let begin = host_begin(url);
    match user_end(&url[begin..]) {
        Some(at) => Cow::Owned(format!("{}{MASK}{}", &url[..begin], &url[begin + at..])),
        None => Cow::Borrowed(url),
    }
}

/// An address without the password that it may carry, and with the user's name where a password follows it.
pub(in crate::adapters) fn without_password(url: &str) -> Cow<'_, str> {
    let begin = host_begin(url);
    let Some(at) = user_end(&url[begin..]) else { return Cow::Borrowed(url) };
    let (user, host) = url[begin..].split_at(at);
    // A name alone may be a token.
    let name = user.split_once(':').map_or(MASK, |(name, _)| name);
    Cow::Owned(format!("{}{name}:{MASK}{host}", &url[..begin]))
}

/// An address without user, password and query.
pub(in crate::adapters) fn bare(url: &str) -> Cow<'_, str> {
    let shown = without_user(url);
    match shown.find(['?', '#']) {
        Some(at) => Cow::Owned(format!("{}?{MASK}", &shown[..at])),
        None => shown,
    }
}

fn host_begin(url: &str) -> usize {
    url.find("://").map_or(0, |at| at + 3)
}

/// Where the `@` behind the user of an address stands that begins with the user or the host.
///
/// A password may hold a `/`, `?` or `#` that should have been encoded, so that the host seems to end within it: with a `:`
/// before that, everything up to the last `@` is taken for the user's.
fn user_end(rest: &str) -> Option<usize> {
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, behind) = rest.split_at(end);
    match behind.rfind('@').filter(|_| authority.contains(':')) {
        Some(at) => Some(end + at),
        None => authority.rfind('@'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_and_passwords_are_not_shown() {
        // The address; without the user; without the password.
        for (url, userless, passwordless) in [
            ("http://proxy:3128", "http://proxy:3128", "http://proxy:3128"),
            ("http://ann:secret@proxy:3128/x", "http://***@proxy:3128/x", "http://ann:***@proxy:3128/x"),
            ("http://token@proxy", "http://***@proxy", "http://***:***@proxy"),
            ("http://token@proxy/a@b", "http://***@proxy/a@b", "http://***:***@proxy/a@b"),
            ("ann:se@cret@proxy:1", "***@proxy:1", "ann:***@proxy:1"),
            ("http://ann:p#ss@proxy:3128", "http://***@proxy:3128", "http://ann:***@proxy:3128"),
            ("http://ann:p/s?s@proxy", "http://***@proxy", "http://ann:***@proxy"),
            ("ann:p@s/s@proxy", "***@proxy", "ann:***@proxy"),
            ("http://proxy/a@b", "http://proxy/a@b", "http://proxy/a@b"),
            ("", "", ""),
        ] {
            assert_eq!(without_user(url), userless);
            assert_eq!(without_password(url), passwordless);
        }
    }

    #[test]
    fn a_bare_address_has_no_query() {
        for (url, expected) in [
            ("https://host/path", "https://host/path"),
            ("https://ann:pw@host/path?token=abc", "https://***@host/path?***"),
            ("https://host?", "https://host?***"),
            ("https://host#part", "https://host?***"),
        ] {
            assert_eq!(bare(url), expected);
        }
    }
}
