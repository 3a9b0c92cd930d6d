//! The command line of `credential_process`, read as the AWS CLI reads it: quotes and backslashes count, and nothing
//! else does. There is no shell, so that `$`, `~`, `|` and `;` are letters like any other.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crate::domain::sign_in::ProcessFailure;

/// Where programs are looked for without `PATH`, as Python does.
const DEFAULT_PATH: &str = "/bin:/usr/bin";

/// Splits a command line into words, by the rules of Python's `shlex.split`, which the AWS CLI uses on Unix.
///
/// # Errors
/// A quotation that does not end, a backslash at the end, or no word at all.
pub(super) fn split(line: &str) -> Result<Vec<String>, ProcessFailure> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            ' ' | '\t' | '\r' | '\n' => words.extend(word.take()),
            '\'' => single_quoted(&mut chars, word.get_or_insert_default())?,
            '"' => double_quoted(&mut chars, word.get_or_insert_default())?,
            '\\' => word.get_or_insert_default().push(chars.next().ok_or(ProcessFailure::LastBackslash)?),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    match words.first() {
        Some(program) if !program.is_empty() => Ok(words),
        _ => Err(ProcessFailure::NoProgram),
    }
}

fn single_quoted(chars: &mut impl Iterator<Item = char>, word: &mut String) -> Result<(), ProcessFailure> {
    loop {
        match chars.next().ok_or(ProcessFailure::OpenQuote)? {
            '\'' => return Ok(()),
            c => word.push(c),
        }
    }
}

/// Within double quotes a backslash counts before a quote and before another backslash alone.
fn double_quoted(chars: &mut impl Iterator<Item = char>, word: &mut String) -> Result<(), ProcessFailure> {
    loop {
        match chars.next().ok_or(ProcessFailure::OpenQuote)? {
            '"' => return Ok(()),
            '\\' => match chars.next().ok_or(ProcessFailure::LastBackslash)? {
                c @ ('"' | '\\') => word.push(c),
                c => word.extend(['\\', c]),
            },
            c => word.push(c),
        }
    }
}

/// The file that a program's name means: itself where it has a slash, else the first of that name in `PATH` that may be
/// run. What is relative in `PATH` is passed by, since it means another file in every folder.
///
/// # Errors
/// There is no such file, or it may not be run.
pub(super) fn resolve(program: &str, path: Option<&OsStr>) -> Result<PathBuf, ProcessFailure> {
    if program.contains('/') {
        let file = std::path::absolute(program).map_err(|_| ProcessFailure::NotFound)?;
        return match runnable(&file) {
            Some(true) => Ok(file),
            Some(false) => Err(ProcessFailure::NotRunnable),
            None => Err(ProcessFailure::NotFound),
        };
    }
    let folders = std::env::split_paths(path.unwrap_or(OsStr::new(DEFAULT_PATH))).filter(|folder| folder.is_absolute());
    let found: Vec<(PathBuf, bool)> =
        folders.map(|folder| folder.join(program)).filter_map(|file| Some((file.clone(), runnable(&file)?))).collect();
    match found.iter().find(|(_, is_runnable)| *is_runnable) {
        Some((file, _)) => Ok(file.clone()),
        None if found.is_empty() => Err(ProcessFailure::NotFound),
        None => Err(ProcessFailure::NotRunnable),
    }
}

/// Whether a file has a mode by which somebody may run it; none where there is no such file.
fn runnable(file: &Path) -> Option<bool> {
    let metadata = fs::metadata(file).ok()?;
    metadata.is_file().then(|| metadata.permissions().mode() & 0o111 != 0)
}

/// The variables that a program gets: where to find things, in which language to speak, how to reach AWS, and what is
/// meant for programs that hold credentials. Everything else stays here.
const ALLOWED: [&str; 30] = [
    "PATH",
    "HOME",
    "USER",
    "LOGNAME",
    "SHELL",
    "LANG",
    "LANGUAGE",
    "TZ",
    "TMPDIR",
    "TERM",
    "HTTP_PROXY",
    "http_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "ALL_PROXY",
    "all_proxy",
    "NO_PROXY",
    "no_proxy",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "REQUESTS_CA_BUNDLE",
    // Key rings, agents and tickets, which such programs open.
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "DBUS_SESSION_BUS_ADDRESS",
    "SSH_AUTH_SOCK",
    "GNUPGHOME",
    "GPG_AGENT_INFO",
    "PASSWORD_STORE_DIR",
    "KRB5CCNAME",
    "KRB5_CONFIG",
];
/// The same by how a name begins: the language, desktops, AWS itself with aws-vault, and granted.
const ALLOWED_STARTS: [&str; 4] = ["LC_", "XDG_", "AWS_", "GRANTED_"];
/// Secrets that belong to other places than the program: it is the one to say what the credentials are.
const SECRETS: [&str; 5] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_SECURITY_TOKEN",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN",
];

/// Whether a program gets a variable.
fn is_allowed(name: &str) -> bool {
    let is_named = ALLOWED.contains(&name) || ALLOWED_STARTS.iter().any(|start| name.starts_with(start));
    is_named && !SECRETS.contains(&name)
}

/// The environment of programs that print credentials. Its values are never shown.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ProgramEnvironment(Vec<(OsString, OsString)>);

impl ProgramEnvironment {
    /// What of these variables such a program gets.
    pub fn of(variables: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        Self(variables.into_iter().filter(|(name, _)| name.to_str().is_some_and(is_allowed)).collect())
    }

    /// The variables.
    pub(super) fn variables(&self) -> impl Iterator<Item = (&OsStr, &OsStr)> {
        self.0.iter().map(|(name, value)| (name.as_os_str(), value.as_os_str()))
    }

    /// `PATH`.
    pub(super) fn path(&self) -> Option<&OsStr> {
        self.variables().find(|(name, _)| *name == "PATH").map(|(_, value)| value)
    }
}

impl std::fmt::Debug for ProgramEnvironment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The right side is what `shlex.split` of Python 3.11 answers.
    #[test]
    fn a_line_is_split_as_the_aws_cli_does() {
        for (line, words) in [
            ("aws-vault export ops", Ok(&["aws-vault", "export", "ops"][..])),
            ("  a\t b\n", Ok(&["a", "b"])),
            ("'/opt/my tools/run' --x", Ok(&["/opt/my tools/run", "--x"])),
            ("\"/opt/my tools/run\" --x='1 2'3", Ok(&["/opt/my tools/run", "--x=1 23"])),
            (r"/opt/my\ tools/run", Ok(&["/opt/my tools/run"])),
            (r#"a "b\"c\\d\e""#, Ok(&["a", r#"b"c\d\e"#])),
            (r"a 'b\'", Ok(&["a", r"b\"])),
            ("a '' \"\"", Ok(&["a", "", ""])),
            ("a $HOME ~/x | b; c # d", Ok(&["a", "$HOME", "~/x", "|", "b;", "c", "#", "d"])),
            ("a 'b", Err(ProcessFailure::OpenQuote)),
            ("a \"b", Err(ProcessFailure::OpenQuote)),
            ("a \\", Err(ProcessFailure::LastBackslash)),
            ("a \"b\\", Err(ProcessFailure::LastBackslash)),
            ("", Err(ProcessFailure::NoProgram)),
            (" ", Err(ProcessFailure::NoProgram)),
            ("'' a", Err(ProcessFailure::NoProgram)),
        ] {
            let words = words.map(|words| words.iter().map(|word| (*word).to_owned()).collect());
            assert_eq!(split(line), words, "{line}");
        }
    }

    #[test]
    fn a_name_means_the_first_file_in_the_path_that_may_be_run() {
        let path = |path: &str| Some(OsString::from(path));
        for (program, path, expected) in [
            ("sh", path("/nowhere:/bin"), Ok("/bin/sh")),
            ("sh", path("bin:.:/bin"), Ok("/bin/sh")),
            ("sh", path("."), Err(ProcessFailure::NotFound)),
            ("sh", None, Ok("/bin/sh")),
            ("no-such-program", path("/bin"), Err(ProcessFailure::NotFound)),
            ("passwd", path("/etc"), Err(ProcessFailure::NotRunnable)),
            ("/bin/sh", None, Ok("/bin/sh")),
            ("/bin/no-such-program", None, Err(ProcessFailure::NotFound)),
            ("/etc/passwd", None, Err(ProcessFailure::NotRunnable)),
            ("/etc", None, Err(ProcessFailure::NotFound)),
            ("~/x", path("/bin"), Err(ProcessFailure::NotFound)),
        ] {
            let found = resolve(program, path.as_deref());
            assert_eq!(found, expected.map(PathBuf::from), "{program}");
        }
    }

    #[test]
    fn a_program_gets_what_it_needs_and_no_more() {
        for (name, is_given) in [
            ("PATH", true),
            ("HOME", true),
            ("LC_ALL", true),
            ("HTTPS_PROXY", true),
            ("AWS_PROFILE", true),
            ("AWS_VAULT_BACKEND", true),
            ("AWS_SECRET_ACCESS_KEY", false),
            ("AWS_SESSION_TOKEN", false),
            ("GITHUB_TOKEN", false),
            ("LD_PRELOAD", false),
            ("BASH_ENV", false),
            ("PYTHONPATH", false),
        ] {
            let given = ProgramEnvironment::of([(OsString::from(name), OsString::from("value-of-it"))]);
            assert_eq!(given.variables().count() == 1, is_given, "{name}");
            assert!(!format!("{given:?}").contains("value"), "{given:?}");
        }
    }
}
