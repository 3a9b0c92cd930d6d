//! Names and flags that are wrong: the code, the first line, and nothing done.

use super::{GOOD, assert_harmless, enable};
use crate::support::program::run;

/// Names as flags of `enable`: the flag, the value, the code, and how stderr begins.
const NAMES: &[(&str, &str, i32, &str)] = &[
    (
        "namespace",
        "My_NS",
        2,
        r#"namespace "My_NS": character 'M' at position 1; it may hold a-z, 0-9 and '-' only; try my-ns"#,
    ),
    ("namespace", "-a", 2, r#"namespace "-a": must start and end with a letter or digit; try a"#),
    ("namespace", "a-", 2, r#"namespace "a-": must start and end with a letter or digit; try a"#),
    ("namespace", "", 2, "namespace: empty; type a name"),
    ("namespace", "  ", 2, "namespace: empty; type a name"),
    ("namespace", "kube-system", 3, r#"namespace "kube-system" is a system namespace; --allow-system-namespace kube-"#),
    ("namespace", "kube-public", 3, r#"namespace "kube-public" is a system namespace; --allow-system-namespace kube-"#),
    ("namespace", "default", 3, r#"namespace "default" is a system namespace; --allow-system-namespace default"#),
    ("namespace", "sp\u{430}rk", 2, "namespace \"sp\u{430}rk\": character U+0430 at position 3 is not a Latin a; try"),
    ("namespace", "\u{ff41}", 2, "namespace \"\u{ff41}\": character U+FF41 at position 1"),
    ("namespace", "a\u{1b}[2Jb", 2, r#"namespace "a\u{1b}[2Jb": control character U+001B at position 2"#),
    ("namespace", "a\u{7}", 2, r#"namespace "a\u{7}": control character U+0007 at position 2"#),
    ("namespace", "a\rb", 2, r#"namespace "a\u{d}b": control character U+000D at position 2"#),
    ("namespace", "a\nb", 2, r#"namespace "a b": control character U+000A at position 2"#),
    ("namespace", "a\u{202e}b", 2, r#"namespace "a\u{202e}b": control character U+202E at position 2"#),
    ("namespace", "a\u{200b}b", 2, r#"namespace "a\u{200b}b": control character U+200B at position 2"#),
    ("cluster", "-dev", 2, r#"cluster "-dev": must start with a letter or digit"#),
    ("cluster", "a b", 2, r#"cluster "a b": character ' ' at position 2; it may hold A-Z, a-z, 0-9, '-' and '_' only"#),
    ("cluster", "a\u{1b}[2J", 2, r#"cluster "a\u{1b}[2J": control character U+001B at position 2"#),
    ("cluster", "nosuch", 2, r#"There is no cluster "nosuch" in us-east-1, us-west-2. Check the name, or name the "#),
    ("virtual-cluster", "a b", 2, r#"virtual cluster "a b": character ' ' at position 2; it may hold A-Z, a-z, 0-9"#),
    ("virtual-cluster", "a:b", 2, r#"virtual cluster "a:b": character ':' at position 2"#),
    ("virtual-cluster", "\u{202e}a", 2, r#"virtual cluster "\u{202e}a": control character U+202E at position 1"#),
    ("region", "us_east", 2, r#"region "us_east": character '_' at position 3"#),
    ("allow-system-namespace", "Kube", 2, r#"namespace "Kube": character 'K' at position 1"#),
    ("method", "magic\u{1b}[2J", 2, r"error: invalid value 'magic\u{1b}[2J' for '--method <METHOD>'"),
    ("lang", "xx", 2, r#""xx" is no language of this program: en, ko"#),
    ("lang", "\u{1b}[31m", 2, r#""\u{1b}[31m" is no language of this program: en, ko"#),
];

/// The right answers with one of them replaced.
fn flags_with(flag: &str, value: &str) -> Vec<String> {
    let given = format!("--{flag}");
    let mut flags: Vec<String> = Vec::new();
    for pair in GOOD.chunks(2).filter(|pair| pair[0] != given) {
        flags.extend(pair.iter().map(|text| (*text).to_owned()));
    }
    flags.extend(["--yes".to_owned(), format!("{given}={value}")]);
    flags
}

#[test]
fn names_are_refused_before_anything_is_done() {
    for (flag, value, code, begins) in NAMES {
        let flags = flags_with(flag, value);
        let ended = enable(&flags.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(ended.code, Some(*code), "--{flag}={value:?}\n{}", ended.err);
        assert!(ended.err.starts_with(begins), "--{flag}={value:?}\n{}", ended.err);
        assert_eq!(ended.out, "", "--{flag}={value:?}");
        assert_harmless(&ended);
    }
}

#[test]
fn names_that_are_too_long_say_how_long_they_may_be() {
    for (flag, most, kind) in
        [("namespace", 63, "namespace"), ("cluster", 100, "cluster"), ("virtual-cluster", 64, "virtual")]
    {
        let flags = flags_with(flag, &"a".repeat(most + 1));
        let ended = enable(&flags.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{}", ended.err);
        let why = format!("{} characters, at most {most}", most + 1);
        assert!(ended.err.starts_with(kind) && ended.err.contains(&why), "{}", ended.err);
    }
}

#[test]
fn other_arguments_are_refused_with_a_line_that_says_which() {
    let table: &[(&[&str], &str)] = &[
        (&["--sandbox", "nowhere"], r#"There is no sandbox world "nowhere". There are: fresh, modern"#),
        (&["--sandbox=\u{1b}[2Jx"], r#"There is no sandbox world "\u{1b}[2Jx". There are: "#),
        (&["--bogus\u{1b}[2J"], r"error: unexpected argument '--bogus\u{1b}[2J' found"),
        (&["bogus\u{9b}2J"], r"error: unrecognized subcommand 'bogus\u{9b}2J'"),
        (&["explain", "nothing\u{1b}"], r#"There is no explanation of "nothing\u{1b}"."#),
        (&["enable", "--namespace", "-a"], "error: unexpected argument '-a' found"),
        (&["enable", "--cluster", "a", "--cluster", "b"], "error: the argument '--cluster <NAME>' cannot be"),
        (&["enable", "--namespace", "a", "--namespace", "b", "--namespace", "a"], "--namespace a is given twice"),
        (
            &["enable", "--namespace", "a", "--virtual-cluster", "x", "--virtual-cluster", "y"],
            "--virtual-cluster is given 2 times for 1 namespace",
        ),
    ];
    for (args, begins) in table {
        let ended = run(args, &[]);
        assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{args:?}\n{}", ended.err);
        assert!(ended.err.starts_with(begins), "{args:?}\n{}", ended.err);
        assert_harmless(&ended);
    }
}

#[test]
fn missing_answers_are_named_all_at_once_and_before_any_call() {
    let table: &[(&[&str], &str)] = &[
        (&["enable"], "--cluster --namespace --method"),
        (&["enable", "--sandbox"], "--cluster --namespace --method"),
        (&["enable", "--sandbox", "--yes", "--cluster", "dev"], "--namespace --method"),
        (&["enable", "--sandbox", "--yes", "--namespace", "spark", "--cluster", "dev"], "--method"),
    ];
    for (args, missing) in table {
        let ended = run(args, &[]);
        let line = format!("These answers are missing, and there is no terminal to ask: {missing}\n");
        assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{args:?}\n{}", ended.err);
        assert!(ended.err.starts_with(&line), "{args:?}\n{}", ended.err);
        assert!(ended.err.contains("Example: emr-onramp enable --cluster dev"), "{}", ended.err);
    }
}

#[test]
fn what_was_not_consented_to_does_not_run() {
    let access = ["--cluster", "dev", "--namespace", "spark", "--method", "access-entry", "--yes"];
    let mistyped = [&access[..], &["--accept-one-way", "dve"]].concat();
    let api_only = ["--cluster", "analytics", "--namespace", "spark", "--method", "automatic", "--yes"];
    let unborn = ["--cluster", "dev", "--namespace", "unborn", "--method", "automatic", "--yes"];
    let table: &[(&[&str], i32, &str)] = &[
        (&GOOD, 2, "The plan was shown and not run: add --yes to run it."),
        (&access, 3, "A step cannot be undone: add --accept-one-way dev to accept that on this cluster."),
        (&mistyped, 3, "--accept-one-way dve does not fit: the cluster is dev."),
        (&api_only, 4, "This cannot be chosen here: MODE-001"),
        (&unborn, 4, "The plan cannot run as things are: NS-001"),
    ];
    for (flags, code, begins) in table {
        let ended = enable(flags);
        assert_eq!(ended.code, Some(*code), "{flags:?}\n{}", ended.err);
        assert!(ended.err.starts_with(begins), "{flags:?}\n{}", ended.err);
        assert_harmless(&ended);
    }
}

#[test]
fn a_consent_goes_no_further_than_it_says() {
    // A cluster's name allows its one-way steps; it does not say that the plan may run.
    let only_one_way =
        ["--cluster", "dev", "--namespace", "spark", "--method", "access-entry", "--accept-one-way", "dev"];
    let ended = enable(&only_one_way);
    assert_eq!(ended.code, Some(2), "{}", ended.err);
    assert_harmless(&ended);
    // The system namespace that is allowed is that one.
    let flags = ["--cluster", "dev", "--namespace", "kube-system", "--method", "automatic", "--yes"];
    let ended = enable(&[&flags[..], &["--allow-system-namespace", "default"]].concat());
    assert_eq!(ended.code, Some(3), "{}", ended.err);
    assert_harmless(&ended);
}
