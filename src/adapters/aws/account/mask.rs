//! Takes out of a program's words what may be a secret. Better too much than too little: what is left is read by people,
//! and kept by logs.

/// What stands for a part that was taken out.
const MASK: &str = "***";
/// After one of these words and a `:` or `=`, the rest of the line is a value that nobody should see.
const LABELS: [&str; 15] = [
    "secret",
    "token",
    "passw",
    "passphrase",
    "passcode",
    "pwd",
    "authorization",
    "apikey",
    "api key",
    "api-key",
    "api_key",
    "private key",
    "accesskey",
    "signature",
    "cookie",
];
/// After one of these words follows a value without more ado.
const SCHEMES: [&str; 2] = ["bearer ", "basic "];
/// Words of this many characters and more are shown only where they are plain paths or flags.
const LONG: usize = 16;
/// Numbers of this many digits and more may be one-time codes.
const CODE: usize = 6;

/// A text of several lines, each without what may be a secret in it.
pub(super) fn masked_lines(text: &str) -> Vec<String> {
    // A key in PEM goes on for lines that say nothing of what they are.
    let text = text.split("-----BEGIN").next().unwrap_or_default();
    let mut is_value = false;
    let mut lines = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        lines.push(if is_value { MASK.to_owned() } else { masked(line) });
        // The value of a label at the end of a line is on the next.
        is_value = label_end(line).is_some_and(|end| line[end..].trim().is_empty());
    }
    lines
}

/// One line without what may be a secret in it.
pub(super) fn masked(line: &str) -> String {
    let (head, is_cut) = match label_end(line) {
        Some(end) if !line[end..].trim().is_empty() => (&line[..end], true),
        _ => (line, false),
    };
    let mut shown = String::new();
    let mut rest = head;
    while let Some((before, after)) = rest.split_once("://") {
        shown.push_str(&without_runs(before));
        shown.push_str("://");
        let end = after.find(|c: char| c.is_whitespace() || "'\"<>".contains(c)).unwrap_or(after.len());
        shown.push_str(&address(&after[..end]));
        rest = &after[end..];
    }
    shown.push_str(&without_runs(rest));
    if is_cut {
        shown.push_str(MASK);
    }
    shown
}

/// Whether a word is the name of something secret, such as `--client-secret`.
pub(super) fn is_label(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    LABELS.iter().any(|label| word.contains(label))
}

/// Where the value of the first label begins.
fn label_end(line: &str) -> Option<usize> {
    let lower = line.to_ascii_lowercase();
    let labelled = LABELS.iter().filter_map(|label| {
        let end = lower.find(label)? + label.len();
        let sign = lower[end..].find([':', '='])?;
        Some(end + sign + 1)
    });
    let schemes = SCHEMES.iter().filter_map(|scheme| Some(lower.find(scheme)? + scheme.len()));
    labelled.chain(schemes).min()
}

/// An address behind its `://`: no user, no password, no query.
fn address(rest: &str) -> String {
    let (before, has_query) = match rest.find(['?', '#']) {
        Some(at) => (&rest[..at], true),
        None => (rest, false),
    };
    let (authority, path) = before.split_at(before.find('/').unwrap_or(before.len()));
    let host = match authority.rsplit_once('@') {
        Some((_, host)) => format!("{MASK}@{host}"),
        None => authority.to_owned(),
    };
    let query = if has_query { format!("?{MASK}") } else { String::new() };
    format!("{host}{}{query}", without_runs(path))
}

/// A text without words that look like keys, tokens or codes.
fn without_runs(text: &str) -> String {
    let mut shown = String::new();
    let mut run = String::new();
    for c in text.chars().map(Some).chain([None]) {
        match c {
            Some(c) if c.is_alphanumeric() || "+/_-.~%".contains(c) => run.push(c),
            other => {
                shown.push_str(if is_secret(&run) { MASK } else { &run });
                run.clear();
                shown.extend(other);
            }
        }
    }
    shown
}

fn is_secret(run: &str) -> bool {
    let is_code = run.len() >= CODE && run.bytes().all(|byte| byte.is_ascii_digit());
    is_code || run.chars().count() >= LONG && !is_path(run)
}

/// Whether this is a file's path or a flag in plain words: what is random has other pieces.
fn is_path(run: &str) -> bool {
    let is_plain = |piece: &str| {
        let tail = piece.strip_prefix(|c: char| c.is_ascii_uppercase()).unwrap_or(piece);
        piece.len() < LONG && tail.bytes().all(|byte| byte.is_ascii_lowercase())
    };
    ["/", "~/", "./", "../", "--"].iter().any(|start| run.starts_with(start))
        && run.split(['/', '.', '-', '_', '~']).all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_a_secret_is_taken_out_and_the_rest_is_left() {
        for (line, shown) in [
            ("aws-vault: error: no profile ops", "aws-vault: error: no profile ops"),
            ("cannot open /home/ann/.aws/config", "cannot open /home/ann/.aws/config"),
            ("key wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY is bad", "key *** is bad"),
            ("AKIAIOSFODNN7EXAMPLE was refused", "*** was refused"),
            ("denied: FwoGZXIvYXdzEBYaDK9lJ2", "denied: ***"),
            ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dBjftJeZ4CVP", "***"),
            ("Token: abc", "Token:***"),
            ("session token = abc def", "session token =***"),
            ("{\"AccessKeyId\":\"x\",\"SecretAccessKey\":\"abc\"}", "{\"AccessKeyId\":***"),
            ("Authorization: Bearer abc", "Authorization:***"),
            ("sent bearer abc", "sent bearer ***"),
            ("password=hunter2", "password=***"),
            ("the token expired", "the token expired"),
            ("correct-horse-battery-staple", "***"),
            ("your code is 123456", "your code is ***"),
            ("exit status 12", "exit status 12"),
            ("GET https://ann:pw@corp.example/login?state=x failed", "GET https://***@corp.example/login?*** failed"),
            ("비밀번호가 틀렸습니다", "비밀번호가 틀렸습니다"),
            ("", ""),
        ] {
            assert_eq!(masked(line), shown);
        }
    }

    #[test]
    fn a_secret_on_the_next_line_is_taken_out_too() {
        assert_eq!(masked_lines("Password:\nhunter2\ndone"), ["Password:", "***", "done"]);
        assert_eq!(masked_lines("bad key\n-----BEGIN PRIVATE KEY-----\nab12\n"), ["bad key"]);
        assert_eq!(masked_lines("\n \n"), [""; 0]);
    }
}
