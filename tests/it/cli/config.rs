//! The configuration file: what it protects, and what is said when it cannot be followed.

use std::fs::{self, Permissions};
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::path::PathBuf;

use super::GOOD;
use crate::support::program::{Ended, Home, command, finish};

/// A home with a configuration.
struct Configured(Home);

impl Configured {
    fn new(text: impl AsRef<[u8]>) -> Self {
        let this = Self(Home::new());
        fs::create_dir_all(this.file().parent().unwrap()).unwrap();
        fs::File::create(this.file()).and_then(|mut file| file.write_all(text.as_ref())).unwrap();
        this
    }

    fn file(&self) -> PathBuf {
        self.0.path().join(".config/emr-onramp/config.yaml")
    }

    fn run(&self, args: &[&str]) -> Ended {
        let ended = finish(command(&self.0, args, &[]).spawn().unwrap());
        super::assert_no_control(&ended);
        ended
    }

    fn enable(&self, flags: &[&str]) -> Ended {
        self.run(&[&["enable", "--sandbox"], &GOOD[..], &["--yes"], flags].concat())
    }
}

fn rule(pattern: &str, protection: &str) -> Configured {
    Configured::new(format!("version: 1\nprotected:\n  - {pattern}\n    protection: {protection}\n"))
}

const WROTE: &str = "step 1 of";

#[test]
fn a_cluster_that_is_read_only_is_never_written_to() {
    for pattern in [
        "name: dev",
        "name: d*",
        "account: \"111122223333\"",
        "account: 111122223333",
        "region: us-*",
        "arn: arn:aws:eks:*:111122223333:cluster/dev",
    ] {
        let configured = rule(pattern, "read-only");
        for flags in [&[][..], &["--accept-protected", "dev"]] {
            let ended = configured.enable(flags);
            assert_eq!(ended.code, Some(3), "{pattern}\n{}", ended.err);
            assert!(ended.out.contains("PROTECTED: the configuration says that nothing"), "{}", ended.out);
            assert!(!ended.out.contains(WROTE), "{}", ended.out);
            let told = "Nothing was run: the configuration protects cluster dev (read-only).";
            assert!(ended.err.contains(told), "{}", ended.err);
        }
    }
}

#[test]
fn a_cluster_that_is_guarded_by_its_name_wants_it() {
    let configured = rule("name: dev", "typed-name");
    for (flags, told) in [
        (&[][..], "add --accept-protected dev to change it"),
        (&["--accept-protected", "prod"], "--accept-protected prod does not fit: the cluster is dev."),
        (&["--accept-one-way", "dev"], "add --accept-protected dev to change it"),
    ] {
        let ended = configured.enable(flags);
        assert_eq!((ended.code, ended.out.contains(WROTE)), (Some(3), false), "{flags:?}\n{}", ended.err);
        assert!(ended.err.contains(told), "{}", ended.err);
    }
    let ended = configured.enable(&["--accept-protected", "dev"]);
    assert_eq!((ended.code, ended.out.contains(WROTE)), (Some(0), true), "{}", ended.err);
    assert!(ended.out.contains("PROTECTED: the configuration wants this cluster's name typed"), "{}", ended.out);
}

#[test]
fn one_way_steps_and_protection_are_two_consents() {
    let configured = rule("name: dev", "typed-name");
    let method =
        ["enable", "--sandbox", "--cluster", "dev", "--namespace", "spark", "--method", "access-entry", "--yes"];
    let both = ["--accept-protected", "dev", "--accept-one-way", "dev"];
    for (flags, code) in [(&both[..2], 3), (&both[2..], 3), (&both[..], 0)] {
        let ended = configured.run(&[&method, flags].concat());
        assert_eq!((ended.code, ended.out.contains(WROTE)), (Some(code), code == 0), "{flags:?}\n{}", ended.err);
    }
}

#[test]
fn a_role_for_a_guarded_cluster_is_not_made_either() {
    let make = ["fargate-role", "create", "--sandbox", "modern", "--cluster", "dev", "--name", "pods-of-dev", "--yes"];
    for (protection, flags, code) in [
        ("read-only", &["--accept-protected", "dev"][..], 3),
        ("typed-name", &[], 3),
        ("typed-name", &["--accept-protected", "prod"], 3),
        ("typed-name", &["--accept-protected", "dev"], 0),
    ] {
        let ended = rule("name: dev", protection).run(&[&make, flags].concat());
        assert_eq!((ended.code, ended.out.contains(WROTE)), (Some(code), code == 0), "{protection}\n{}", ended.err);
    }
}

#[test]
fn other_clusters_are_left_alone_and_looking_is_free() {
    let ended = rule("name: prod-*", "read-only").enable(&[]);
    assert_eq!((ended.code, ended.out.contains("PROTECTED")), (Some(0), false), "{}", ended.err);
    assert_eq!(Configured::new("version: 1\n").enable(&[]).code, Some(0));
    let ended = rule("name: dev", "read-only").run(&["doctor", "--sandbox", "--cluster", "dev"]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
}

#[test]
fn the_same_is_told_in_korean() {
    let ended = rule("name: dev", "read-only").enable(&["--lang", "ko"]);
    assert_eq!(ended.code, Some(3));
    assert!(ended.err.contains("설정 파일이 클러스터 dev 변경을 막습니다(읽기 전용)"), "{}", ended.err);
}

#[test]
fn a_file_that_cannot_be_followed_ends_it_in_one_line() {
    let protected = |rule: &str| format!("version: 1\nprotected:\n{rule}\n");
    for (text, texts) in [
        (Vec::new(), &["unexpected end of input"][..]),
        (b"version: [1\n".to_vec(), &["config.yaml:"]),
        (b"version: 2\n".to_vec(), &["made for version 2, this program reads version 1"]),
        (b"version: 0\n".to_vec(), &["no version 0 of this file"]),
        (b"version: 1\nprotect: []\n".to_vec(), &["config.yaml:2:1:", "protect"]),
        (b"version: 1\nversion: 1\n".to_vec(), &["config.yaml:2:", "version"]),
        (protected("  - name: prod").into(), &["config.yaml:3:", "protection"]),
        (protected("  - protection: read-only").into(), &["config.yaml:3:", "at least one of"]),
        (protected("  - {name: prod, protection: never}").into(), &["config.yaml:3:", "never"]),
        (protected("  - {nmae: prod, protection: read-only}").into(), &["config.yaml:3:", "nmae"]),
        (protected("  - {account: 1111, protection: read-only}").into(), &["config.yaml:3:", "can fit no cluster"]),
        (protected("  - {name: \"a\\e[2J\", protection: read-only}").into(), &["config.yaml:3:", "\\u{1b}[2J"]),
        (b"version: 1\n# \xff\n".to_vec(), &["config.yaml:2: not UTF-8"]),
        (vec![b'#'; 300 * 1024], &["more than 262144 bytes"]),
    ] {
        let shown = String::from_utf8_lossy(&text[..text.len().min(80)]).into_owned();
        let ended = Configured::new(text).enable(&[]);
        assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{shown}\n{}", ended.err);
        assert_eq!(ended.err.lines().count(), 1, "{}", ended.err);
        let is_told = texts.iter().all(|text| ended.err.contains(text)) && ended.err.contains("config.yaml");
        assert!(is_told, "{shown}\n{}", ended.err);
    }
}

#[test]
fn what_is_no_file_ends_it_and_never_hangs() {
    for make in ["mkdir \"$1\"", "mkfifo \"$1\"", "ln -s /dev/zero \"$1\"", "ln -s /nowhere/at/all \"$1\""] {
        let configured = Configured::new("");
        fs::remove_file(configured.file()).unwrap();
        let file = configured.file();
        let made = std::process::Command::new("/bin/sh").args(["-c", make, "sh", file.to_str().unwrap()]).status();
        assert!(made.unwrap().success());
        let ended = configured.enable(&[]);
        assert_eq!((ended.code, ended.err.lines().count()), (Some(2), 1), "{make}\n{}", ended.err);
        assert!(ended.err.contains("config.yaml"), "{}", ended.err);
    }
}

#[test]
fn a_file_that_others_could_change_is_not_trusted() {
    let text = "version: 1\n";
    for mode in [0o602, 0o620, 0o666] {
        let configured = Configured::new(text);
        fs::set_permissions(configured.file(), Permissions::from_mode(mode)).unwrap();
        let ended = configured.enable(&[]);
        assert_eq!(ended.code, Some(3), "{}", ended.err);
        assert!(ended.err.contains(&format!("(mode {mode:04o})")), "{}", ended.err);
        assert!(ended.err.contains("Run: chmod go-w "), "{}", ended.err);
    }
    let configured = Configured::new(text);
    fs::set_permissions(configured.file().parent().unwrap(), Permissions::from_mode(0o777)).unwrap();
    assert_eq!(configured.enable(&[]).code, Some(3), "its folder");
    // Only root can give a file away.
    if chown(configured.file(), Some(12_345), None).is_ok() {
        fs::set_permissions(configured.file().parent().unwrap(), Permissions::from_mode(0o755)).unwrap();
        let ended = configured.enable(&[]);
        assert_eq!(ended.code, Some(3), "{}", ended.err);
        assert!(ended.err.contains("belongs to another user"), "{}", ended.err);
    }
}

#[test]
fn the_file_may_be_a_link_and_lie_elsewhere() {
    let configured = rule("name: dev", "read-only");
    let elsewhere = configured.0.path().join("dotfiles/emr-onramp");
    fs::create_dir_all(&elsewhere).unwrap();
    let moved = elsewhere.join("config.yaml");
    fs::rename(configured.file(), &moved).unwrap();
    symlink(&moved, configured.file()).unwrap();
    assert_eq!(configured.enable(&[]).code, Some(3), "a link");
    fs::remove_file(configured.file()).unwrap();
    assert_eq!(configured.enable(&[]).code, Some(0), "none");
    let folder = configured.0.path().join("dotfiles");
    let args = [&["enable", "--sandbox"], &GOOD[..], &["--yes"]].concat();
    let run = |folder: &str| finish(command(&configured.0, &args, &[("XDG_CONFIG_HOME", folder)]).spawn().unwrap());
    assert_eq!(run(folder.to_str().unwrap()).code, Some(3), "XDG_CONFIG_HOME");
    let ended = run("dotfiles");
    assert_eq!(ended.code, Some(2), "{}", ended.err);
    assert!(ended.err.contains("XDG_CONFIG_HOME is \"dotfiles\", and must be an absolute path."), "{}", ended.err);
}

#[test]
fn paths_are_listed_with_what_is_there() {
    let configured = Configured::new("version: 1\n");
    let ended = configured.run(&["paths"]);
    let file = configured.file();
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(ended.out.contains(&format!("config  {} (there)", file.display())), "{}", ended.out);
    let missing = configured.0.path().join(".aws/credentials");
    assert!(ended.out.contains(&format!("aws-credentials  {} (not there)", missing.display())), "{}", ended.out);
    let ended = configured.run(&["paths", "--output", "json"]);
    let paths: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!((paths["config"]["path"].as_str(), paths["config"]["exists"].as_bool()), (file.to_str(), Some(true)));
}
