//! Takes out of the words of programs and of command lines what may be a secret. Better too much than too little: what is left is read by people,
//! and kept by logs.

use super::MASK;
use super::address::bare;
use crate::domain::OutsideText;

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
pub(in crate::adapters) fn masked_lines(text: &str) -> Vec<String> {
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
        let address = bare(&after[..end]);
        let (host, path) = address.split_at(address.find('/').unwrap_or(address.len()));
        shown.push_str(host);
        shown.push_str(&without_runs(path));
        rest = &after[end..];
    }
    shown.push_str(&without_runs(rest));
    if is_cut {
        shown.push_str(MASK);
    }
    shown
}

/// The command as a person may see it: the program by its path, the arguments without what may be a secret.
pub(in crate::adapters) fn command(program: &str, arguments: &[String]) -> OutsideText {
    let mut words = vec![quoted(program)];
    let mut is_value = false;
    for argument in arguments {
        words.push(if is_value { "***".to_owned() } else { quoted(&masked(argument)) });
        is_value = argument.starts_with('-') && !argument.contains('=') && is_label(argument);
    }
    OutsideText::message(&words.join(" "))
}

fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "@%+=:,./_*~-".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// Whether a word is the name of something secret, such as `--client-secret`.
fn is_label(word: &str) -> bool {
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

    #[test]
    fn a_command_is_shown_without_secrets() {
        let shown = |words: &[&str]| {
            let arguments: Vec<String> = words[1..].iter().map(|word| (*word).to_owned()).collect();
            command(words[0], &arguments).to_string()
        };
        for (words, expected) in [
            (&["/opt/my tools/run", "export", "ops"][..], "'/opt/my tools/run' export ops"),
            (&["/bin/p", "--token", "abc", "--region", "x"], "/bin/p --token *** --region x"),
            (&["/bin/p", "--client-secret=abc"], "/bin/p --client-secret=***"),
            (&["/bin/p", "--duration-seconds=900"], "/bin/p --duration-seconds=900"),
            (&["/bin/p", "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY"], "/bin/p ***"),
            (&["/bin/p", "a'b\u{1b}[2J", ""], "/bin/p 'a'\\''b\\u{1b}[2J' ''"),
        ] {
            assert_eq!(shown(words), expected);
        }
    }
}
