//! Worlds by their file and in their folder: what is wrong with them in one line, and what a folder keeps.
#![expect(clippy::disallowed_methods, reason = "a test writes the files that the program is to refuse")]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use emr_onramp::assets::SCENARIOS;
use serde_json::Value;

use super::assert_harmless;
use crate::support::program::{Ended, Home, Program, poll, run};

/// As little as makes a world.
const SMALL: &str = "\
version: 1
name: small
about: {en: A test, ko: 시험}
now: 2026-11-02T09:00:00Z
seed: small
account: {id: '111122223333'}
caller: {arn: 'arn:aws:iam::111122223333:user/you', userId: AIDASMALL}
iam: {}
regions:
  - name: us-east-1
    clusters:
      - name: dev
        version: '1.33'
";

fn fresh() -> &'static str {
    SCENARIOS.iter().find(|(name, _)| *name == "fresh").unwrap().1
}

/// The program on a world's file.
fn opened(path: &str) -> Ended {
    run(&["--sandbox", path], &[])
}

/// It ended with 2 and one line that begins with the path, and nothing hostile came out.
#[track_caller]
fn assert_refused(ended: &Ended, path: &str, rest: &str) {
    assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{}", ended.err);
    let line = ended.err.strip_prefix(path).unwrap_or_else(|| panic!("{path}\n{}", ended.err));
    assert!(line.starts_with(rest), "{rest}\n{line}");
    assert_eq!(ended.err.matches('\n').count(), 1, "{}", ended.err);
    assert_harmless(ended);
}

/// A file of a world in a home of its own.
struct WorldFile {
    path: String,
    home: Home,
}

impl WorldFile {
    fn of(content: impl AsRef<[u8]>) -> Self {
        let home = Home::new();
        let path = home.path().join("w.yaml");
        fs::write(&path, content).unwrap();
        Self { path: path.to_str().unwrap().to_owned(), home }
    }

    fn below(&self, name: &str) -> String {
        self.home.path().join(name).to_str().unwrap().to_owned()
    }
}

#[test]
fn a_world_opens_by_its_file() {
    let file = WorldFile::of(fresh().replace("name: fresh", "name: mine"));
    let ended = opened(&file.path);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let again = format!("Again: emr-onramp enable --sandbox {} --region", file.path);
    assert!(ended.out.contains(&again), "the file, since there is no world of that name to find\n{}", ended.out);
}

#[test]
fn json_is_a_world_too() {
    let home = Home::new();
    let world = emr_onramp::sandbox::World::parse(fresh()).unwrap();
    let path = home.path().join("w.json");
    fs::write(&path, world.to_text().unwrap()).unwrap();
    let ended = opened(path.to_str().unwrap());
    assert_eq!(ended.code, Some(0), "{}", ended.err);
}

#[test]
fn what_is_no_world_is_refused_with_the_place() {
    let table: &[(&str, &str, &str)] = &[
        // What it is.
        ("version: 1\n", "", ": no `version` at the top, so not a world. "),
        ("version: 1", "version: 0", ": there never was a version 0 of the format. "),
        ("version: 1", "version: 2", ": made for version 2 of the format, and this program reads 1. Use a newer "),
        ("version: 1", "version: one", ":1:10: "),
        // Its shape.
        ("seed: small", "sede: small", ":5:1: unknown field `sede`, expected one of "),
        ("name: dev", "name: dev\n        colour: red", ":13:9: unknown field `colour`"),
        ("now: 2026-11-02T09:00:00Z", "now: tomorrow", ":4:6: "),
        ("iam: {}", "iam: [", ":"),
        ("iam: {}", "iam: {}\niam: {}", ":9:1: "),
        ("seed: small\n", "", ":"),
        // Its names.
        ("name: small", "name: a b", ":2:7: name: \"a b\" is not valid; my-world would be."),
        ("111122223333'}", "12'}", ":6:16: account.id: \"12\" is not valid; 111122223333 would be."),
        ("us-east-1", "us-east", ":10:11: regions: \"us-east\" is not valid; us-east-1 would be."),
        ("arn:aws:iam::111122223333:user/you", "me!", ":7:16: caller.arn: \"me!\" is not valid; "),
        ("name: dev", "name: -dev", ":12:15: regions.us-east-1.clusters: \"-dev\" is not valid; dev would be."),
        (
            "version: '1.33'",
            "version: '33'",
            ":13:19: regions.us-east-1.clusters.dev.version: \"33\" is not valid; 1.33 would be.",
        ),
        // Contradictions.
        (
            "version: '1.33'",
            "version: '1.33'\n      - name: dev\n        version: '1.32'",
            ":14:15: regions.us-east-1.clusters: \"dev\" is there twice. ",
        ),
        (
            "iam: {}\n",
            "iam: {roles: [{name: A, id: B, createdAt: 2026-01-01T00:00:00Z, trust: ''}]}\nx: &c 'arn:aws:iam::111122223333:role/Gone'\n",
            ":9:1: unknown field `x`",
        ),
        (
            "version: '1.33'",
            "version: '1.33'\n        creator: arn:aws:iam::111122223333:role/Gone",
            ":14:18: regions.us-east-1.clusters.dev.creator: the world has no \"arn:aws:iam::111122223333:role/Gone\". ",
        ),
        (
            "version: '1.33'",
            "version: '1.33'\n        kubernetes: [{apiVersion: v1, kind: Namespace, metadata: {name: Spark}}]",
            ": regions.us-east-1.clusters.dev.kubernetes: the Kubernetes API would not take this: Namespace \"Spark\" is invalid: ",
        ),
        // Hostile text.
        ("name: small", "name: \"a\\e[2Jb\"", ": name: \"a\\u{1b}[2Jb\" is not valid; "),
        ("name: dev", "name: \"d\\u202eev\"", ": regions.us-east-1.clusters: \"d\\u{202e}ev\" is not valid; "),
        ("name: dev", "name: \"d\\u200bev\"", ": regions.us-east-1.clusters: \"d\\u{200b}ev\" is not valid; "),
        ("name: dev", "name: \"d\\nev\"", ": regions.us-east-1.clusters: \"d ev\" is not valid; "),
        ("seed: small", "\"s\\e[2J\": small", ":5:1: unknown field `s\\u{1b}[2J`"),
    ];
    for (from, to, rest) in table {
        assert!(SMALL.contains(from), "{from}");
        let file = WorldFile::of(SMALL.replacen(from, to, 1));
        assert_refused(&opened(&file.path), &file.path, rest);
    }
}

#[test]
fn what_is_no_file_of_a_world_is_refused() {
    let (deep, bomb) = (format!("version: 1\nx: {}", "[".repeat(100_000)), bomb());
    let long = format!("{SMALL}# {}", "x".repeat(8 * 1024 * 1024));
    let table: &[(&[u8], &str)] = &[
        (b"", ": no `version` at the top, so not a world. "),
        (b"just words", ":1:1: "),
        (b"version: 1\nname: \xff\n", ":2: not UTF-8 text, so not a world. "),
        (b"\x7fELF\x02\x01\x01\x00", ":1:1: "),
        (deep.as_bytes(), ":"),
        (bomb.as_bytes(), ":"),
        (long.as_bytes(), ": more than the 8388608 bytes that a world may have. "),
    ];
    for (content, rest) in table {
        let file = WorldFile::of(content);
        assert_refused(&opened(&file.path), &file.path, rest);
    }
}

/// A small file that unfolds into a large one.
fn bomb() -> String {
    let mut text = format!("{SMALL}otherRegions:\n  reason:\n    - &a0 [x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let below = vec![format!("*a{}", level - 1); 8].join(", ");
        text.push_str(&format!("    - &a{level} [{below}]\n"));
    }
    text
}

#[test]
fn a_path_without_a_file_is_refused() {
    let file = WorldFile::of(SMALL);
    assert_refused(&opened(&file.below("nope.yaml")), &file.below("nope.yaml"), ": there is no such file. ");
    let folder = file.below("");
    assert_refused(&opened(&folder), &folder, ": this is a folder. ");
    assert_refused(&opened("/dev/zero"), "/dev/zero", ": this is a pipe or a device. ");
    let below = format!("{}/w.yaml", file.path);
    assert_refused(&opened(&below), &below, ": the file cannot be read: ");
    symlink("loop.yaml", file.home.path().join("loop.yaml")).unwrap();
    assert_refused(&opened(&file.below("loop.yaml")), &file.below("loop.yaml"), ": the file cannot be read: ");
    assert_refused(&opened("./a\u{1b}[2J.yaml"), r"./a\u{1b}[2J.yaml", ": there is no such file. ");
}

#[test]
fn hostile_text_that_a_world_may_hold_is_shown_harmless() {
    let hostile = "red\\e[31m \\u202eback \\u200bnothing";
    let world = fresh()
        .replace("description: Runs the clusters", &format!("description: \"{hostile}\""))
        .replace("aliases: [acme-data]", &format!("aliases: [\"{hostile}\"]"))
        .replace("environment: dev}", &format!("environment: \"{hostile}\"}}"))
        .replace("# People. Ask data-platform", "# \u{202e}People. Ask data-platform");
    let file = WorldFile::of(world);
    let ended = opened(&file.path);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    for text in [&ended.out, &ended.err] {
        assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{200b}']), "{text}");
    }
}

/// `enable` on a world that a folder keeps.
fn enable_in(folder: &str, world: &str, namespace: &str) -> Ended {
    run(&enable_flags(folder, world, namespace), &[])
}

fn enable_flags<'f>(folder: &'f str, world: &'f str, namespace: &'f str) -> Vec<&'f str> {
    let place = ["enable", "--sandbox", world, "--sandbox-state", folder, "--cluster", "dev", "--namespace", namespace];
    [&place[..], &["--method", "automatic", "--yes", "--output", "json"]].concat()
}

/// What the plan did about each step.
#[track_caller]
fn actions(ended: &Ended) -> Vec<String> {
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{}", ended.out);
    let messages: Vec<Value> = serde_json::from_str(&ended.out).unwrap();
    let steps = messages[0]["plan"]["steps"].as_array().unwrap();
    steps.iter().map(|step| step["change"]["action"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_folder_keeps_its_world_between_commands() {
    let home = Home::new();
    let folder = home.path().join("new/one");
    let folder = folder.to_str().unwrap();
    assert_eq!(actions(&enable_in(folder, "fresh", "spark")), ["create", "create", "create", "update"]);
    assert_eq!(actions(&enable_in(folder, "fresh", "spark")), ["no-change"; 4]);
    assert_eq!(actions(&enable_in(folder, "fresh", "team-a")), ["no-change", "create", "create", "no-change"]);
    let guided = run(&["--sandbox", "fresh", "--sandbox-state", folder], &[]);
    let again = format!("Again: emr-onramp enable --sandbox fresh --sandbox-state {folder} --region ");
    assert!(guided.out.contains(&again), "{}", guided.out);
    let other = enable_in(folder, "modern", "spark");
    let line = ": this folder keeps the world \"fresh\", and --sandbox names \"modern\". ";
    assert_eq!(other.code, Some(2), "{}", other.err);
    assert!(other.err.starts_with(&format!("{folder}{line}")), "{}", other.err);
}

#[test]
fn a_killed_process_loses_nothing_that_was_answered() {
    // The Role is made, and its answer never comes; that fault is spent before the process is killed.
    let stuck = "faults:\n  - {call: 'kube:patch roles', count: 1, effect: timeoutAfterApply}\n";
    let file = WorldFile::of(format!("{}{stuck}", fresh()));
    let folder = file.below("kept");
    let running = Program::start(&enable_flags(&folder, &file.path, "spark"), &[]);
    let written = Path::new(&folder).join("world.json");
    poll("the Role is on disk", || {
        let text = fs::read_to_string(&written).ok()?;
        text.contains("\"kind\":\"Role\",\"metadata\":{").then_some(())?;
        (text.contains("AWSServiceRoleForAmazonEMRContainers") && text.contains("\"manager\":\"emr-onramp\""))
            .then_some(())
    });
    let in_use = enable_in(&folder, &file.path, "spark");
    assert_eq!(in_use.code, Some(2));
    assert!(in_use.err.starts_with(&format!("{folder}: another process uses this folder. ")), "{}", in_use.err);
    running.signal("KILL");
    assert_eq!(running.end().code, None, "it was killed");
    assert_eq!(actions(&enable_in(&folder, &file.path, "spark")), ["no-change", "no-change", "create", "update"]);
}

#[test]
fn a_served_world_is_kept_too() {
    let home = Home::new();
    let folder = home.path().join("kept");
    let folder = folder.to_str().unwrap();
    let serving = Program::start(&["sandbox", "serve", "fresh", "--sandbox-state", folder], &[]);
    poll("the world is served", || Path::new(folder).join("world.json").exists().then_some(()));
    assert_eq!(enable_in(folder, "fresh", "spark").code, Some(2), "it is in use");
    serving.signal("TERM");
    assert_eq!(serving.end().code, Some(0));
    assert_eq!(actions(&enable_in(folder, "fresh", "spark")).len(), 4);
}

#[test]
fn a_folder_that_cannot_keep_a_world_is_refused() {
    let file = WorldFile::of(SMALL);
    let folder = file.below("kept");
    fs::create_dir(&folder).unwrap();
    let open = |path: &str| run(&["--sandbox", "fresh", "--sandbox-state", path], &[]);
    assert_refused(&open(&file.path), &file.path, ": not a folder. ");
    assert_refused(&open("/proc/none/kept"), "/proc/none/kept", ": the folder cannot be used: ");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).unwrap();
    assert_refused(&open(&folder), &folder, ": others may write to this folder (mode 0777). ");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
    let kept = Path::new(&folder).join("world.json");
    for (content, rest) in [
        ("{", ": what is in this folder is no world that the sandbox kept: "),
        ("{\"version\": 1, \"name\": \"\\u001b[2J\"}", ": what is in this folder is no world that the sandbox kept: "),
        ("{\"version\": 9}", "/world.json: made for version 9 of the format, and this program reads 1. "),
    ] {
        fs::write(&kept, content).unwrap();
        assert_refused(&open(&folder), &folder, rest);
    }
    let alone = run(&["--sandbox-state", &folder], &[]);
    assert_eq!((alone.code, alone.out.as_str()), (Some(2), ""));
    assert_eq!(alone.err, "--sandbox-state goes with --sandbox: name the world, too.\n");
}
