//! `.github/SECURITY.md`: each promise has a command, and each command still matches tests.

use std::fs;
use std::path::Path;

use crate::source::{Source, files};

/// A test as its binary names it.
struct Known {
    path: String,
    is_ignored: bool,
}

/// The tests of a file.
fn tests_of(source: &Source) -> Vec<Known> {
    let mut module = source.module().join("::");
    if module == "main" {
        module.clear();
    }
    let mut found = Vec::new();
    let (mut is_test, mut is_ignored) = (false, false);
    for line in source.text.lines().map(str::trim) {
        let name = line
            .strip_prefix("async fn ")
            .or_else(|| line.strip_prefix("fn "))
            .or_else(|| line.strip_prefix("pub fn "));
        if line == "mod tests {" {
            module.push_str("::tests");
        } else if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
            is_test = true;
        } else if line.starts_with("#[ignore") {
            is_ignored = true;
        } else if let Some(name) = name {
            let name = name.split('(').next().unwrap_or_default();
            if is_test {
                found.push(Known { path: format!("{module}::{name}"), is_ignored });
            }
            (is_test, is_ignored) = (false, false);
        }
    }
    found
}

/// The tests of the library, or those of `tests/it`.
fn known(is_lib: bool) -> Vec<Known> {
    files(if is_lib { "src" } else { "tests/it" }).iter().flat_map(tests_of).collect()
}

fn text() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/SECURITY.md")).unwrap()
}

/// The table of promises: each with what stands between backticks in its second column.
fn rows(text: &str) -> Vec<(&str, Vec<&str>)> {
    let table = text.split("## What is promised").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows = table.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |")?.split_once(" | "));
    let rows = rows.filter(|(promise, _)| !["promise", "---"].contains(promise));
    rows.map(|(promise, commands)| (promise, commands.split('`').skip(1).step_by(2).collect())).collect()
}

/// The filters of a command, whether it is about the library, and whether about ignored tests.
fn filters(command: &str) -> Option<(Vec<&str>, bool, bool)> {
    let words = command.strip_prefix("cargo test ")?;
    let words = words.strip_prefix("--profile full ").unwrap_or(words).strip_prefix("--locked ")?;
    let is_lib = words.starts_with("--lib ");
    let words = words.strip_prefix("--lib ").or_else(|| words.strip_prefix("--test it "))?;
    let is_ignored = words.contains("--ignored");
    Some((words.split(' ').filter(|word| !word.starts_with("--")).collect(), is_lib, is_ignored))
}

#[test]
fn every_promise_has_a_command_that_matches_tests() {
    let text = text();
    let rows = rows(&text);
    assert!(rows.len() > 20, "{}", rows.len());
    let (lib, it) = (known(true), known(false));
    assert!(lib.len() > 400 && it.len() > 400, "{} and {}", lib.len(), it.len());
    for (promise, commands) in rows {
        assert!(!commands.is_empty(), "{promise}");
        for command in commands {
            let Some((filters, is_lib, is_ignored)) = filters(command) else {
                let is_tool = command.starts_with("cargo clippy ") || command.starts_with("cargo deny ");
                assert!(is_tool, "{promise}: {command}");
                continue;
            };
            assert!(!filters.is_empty(), "{command}");
            for filter in filters {
                let all = if is_lib { &lib } else { &it };
                let is_met = all.iter().any(|test| test.path.contains(filter) && test.is_ignored == is_ignored);
                assert!(is_met, "{promise}: {command}: nothing is called {filter}");
            }
        }
    }
}

/// A way to report that does not exist is worse than none.
#[test]
fn nothing_is_invented() {
    let text = text();
    assert!(!text.contains('@') && !text.contains("mailto:"), "no address was set up");
    assert!(text.contains("Report a vulnerability"));
    for (words, place) in [
        ("fuzz/README.md", "fuzz/README.md"),
        (".deny.toml", ".deny.toml"),
        ("tests/it/security.rs", "tests/it/security.rs"),
    ] {
        assert!(text.contains(words) && Path::new(env!("CARGO_MANIFEST_DIR")).join(place).is_file(), "{place}");
    }
    let version = env!("CARGO_PKG_VERSION").rsplit_once('.').unwrap().0;
    assert!(text.contains(&format!("({version})")), "the supported version is {version}");
}
