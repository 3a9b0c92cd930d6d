//! Arguments, variables, file names and files that somebody else chose.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::Write;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::process::CommandExt;
use std::path::Path;

use super::payload::{BYTES, PAYLOADS, all, assert_harmless};
use super::plant::yaml;
use crate::support::program::{Ended, Home, PROGRAM, command, finish, run};

/// The payloads as arguments and file names can be: without what ends either.
fn words() -> Vec<OsString> {
    let texts = PAYLOADS.iter().map(|(_, payload)| payload.replace(['\0', '/'], "_").into());
    let bytes = BYTES.iter().map(|(_, bytes)| OsString::from_vec(bytes.to_vec()));
    texts.chain(bytes).collect()
}

/// Some of them, which stand for all: each is in one, and those that are bytes are together.
fn few() -> Vec<OsString> {
    let joined: String = PAYLOADS.iter().map(|(_, payload)| payload.replace(['\0', '/', '\n'], "_")).collect();
    let bytes: Vec<u8> = BYTES.iter().flat_map(|(_, bytes)| bytes.to_vec()).collect();
    // No file's name is longer than 255 bytes.
    let half: String = joined.chars().skip(90).take(60).collect();
    vec![joined.chars().take(90).collect::<String>().into(), half.into(), OsString::from_vec(bytes)]
}

fn with(before: &[&str], word: &OsStr, after: &[&str]) -> Ended {
    let home = Home::new();
    let mut command = command(&home, before, &[]);
    command.arg(word).args(after);
    finish(command.spawn().unwrap())
}

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::File::create(path).and_then(|mut file| file.write_all(bytes)).unwrap();
}

fn arguments_of(words: Vec<OsString>) {
    let good = ["--cluster", "dev", "--namespace", "spark", "--method", "automatic"];
    let table: [(&[&str], &[&str]); 19] = [
        (&[], &[]),
        (&["explain"], &[]),
        (&["--lang"], &["explain"]),
        (&["--output"], &["explain"]),
        (&["--sandbox"], &["doctor", "--cluster", "dev"]),
        (&["doctor", "--sandbox", "--cluster"], &[]),
        (&["doctor", "--sandbox", "--cluster", "dev", "--namespace"], &["--output", "json"]),
        (&["doctor", "--cluster", "dev", "--profile"], &["--region", "us-east-1", "--output", "jsonl"]),
        (&["doctor", "--cluster", "dev", "--region"], &[]),
        (&["doctor", "--sandbox", "--cluster", "dev", "--kubeconfig"], &[]),
        (&["doctor", "--cluster", "dev", "--allow-endpoint"], &[]),
        (&["enable", "--sandbox", "--cluster", "dev", "--namespace", "spark", "--method"], &[]),
        (&["enable", "--sandbox", "--accept-one-way"], &good),
        (&["enable", "--sandbox", "--fargate-profile"], &good),
        (&["fargate-role", "create", "--sandbox", "--cluster", "dev", "--name", "x", "--tag"], &["--output", "json"]),
        (&["runs"], &["--output", "json"]),
        (&["replay"], &[]),
        (&["resume"], &["--sandbox", "--output", "jsonl"]),
        (&["undo"], &["--sandbox"]),
    ];
    for word in words {
        for (before, after) in table {
            assert_harmless(&format!("{before:?} {word:?} {after:?}"), &with(before, &word, after));
        }
    }
}

fn the_programs_own_name_of(words: Vec<OsString>) {
    for word in words {
        for args in [&["--help"][..], &["--nonsense"], &["enable", "--help"]] {
            let home = Home::new();
            let mut command = command(&home, args, &[]);
            command.arg0(&word);
            assert_harmless(&format!("{word:?} {args:?}"), &finish(command.spawn().unwrap()));
        }
    }
}

fn variables_of(words: Vec<OsString>) {
    let names = [
        "LANG",
        "HOME",
        "XDG_STATE_HOME",
        "XDG_CONFIG_HOME",
        "TMPDIR",
        "AWS_PROFILE",
        "AWS_REGION",
        "AWS_CONFIG_FILE",
        "AWS_SHARED_CREDENTIALS_FILE",
        "AWS_CA_BUNDLE",
        "AWS_ENDPOINT_URL",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "NO_PROXY",
        "AWS_ACCESS_KEY_ID",
        "AWS_ROLE_ARN",
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "KUBECONFIG",
        "TERM",
    ];
    for (index, word) in words.into_iter().enumerate() {
        for name in names.iter().skip(index % 2).step_by(2) {
            for args in [&["paths"][..], &["paths", "--output", "json"], &["doctor", "--cluster", "dev"]] {
                let home = Home::new();
                let mut command = command(&home, args, &[("AWS_REGION", "us-east-1")]);
                command.env(name, &word);
                assert_harmless(&format!("{name}={word:?} {args:?}"), &finish(command.spawn().unwrap()));
            }
        }
    }
}

fn names_of_files_and_folders_of(words: Vec<OsString>) {
    let world = emr_onramp::assets::SCENARIOS.iter().find(|(name, _)| *name == "fresh").unwrap().1;
    for word in words {
        let home = Home::new();
        let place = home.path().join(OsStr::from_bytes(&[b"x", word.as_bytes()].concat()));
        let file = place.join("w.yaml");
        write(&file, world.as_bytes());
        write(&place.join("bad.yaml"), b"version: 1\nname: [");
        write(&place.join("config"), b"[profile x\n");
        let kept = place.join("kept");
        let table: [(&[&str], &OsStr, &[&str]); 6] = [
            (&["doctor", "--cluster", "dev", "--sandbox"], file.as_os_str(), &["--output", "json"]),
            (&["doctor", "--cluster", "dev", "--sandbox"], place.join("bad.yaml").into_os_string().leak(), &[]),
            (&["doctor", "--cluster", "dev", "--sandbox"], place.join("none.yaml").into_os_string().leak(), &[]),
            (
                &[
                    "enable",
                    "--sandbox",
                    "--cluster",
                    "dev",
                    "--namespace",
                    "spark",
                    "--method",
                    "automatic",
                    "--yes",
                    "--sandbox-state",
                ],
                kept.as_os_str(),
                &[],
            ),
            (&["runs", "--sandbox", "--sandbox-state"], kept.as_os_str(), &[]),
            (&["sandbox", "webhooks", "--port", "4566"], place.join("hooks").into_os_string().leak(), &[]),
        ];
        for (before, given, after) in table {
            assert_harmless(&format!("{before:?} {given:?}"), &with(before, given, after));
        }
        // The home itself, with everything that is found below it.
        write(&place.join(".aws/config"), b"[default]\nregion = us-east-1\nca_bundle = none.pem\n");
        for args in [&["paths"][..], &["runs"], &["doctor", "--cluster", "dev"]] {
            let mut command = command(&home, args, &[]);
            command.env("HOME", &place);
            assert_harmless(&format!("HOME={place:?} {args:?}"), &finish(command.spawn().unwrap()));
        }
    }
}

fn contents_of_files_of(texts: Vec<OsString>) {
    for text in texts.into_iter().map(OsString::into_vec).chain([all().into_bytes()]) {
        let home = Home::new();
        let escaped = yaml(&String::from_utf8_lossy(&text).into());
        let inner = &escaped[1..escaped.len() - 1];
        let aws =
            [b"[default]\nregion = us-east-1\n[profile ", &text[..], b"]\nrole_arn = ", &text[..], b"\n"].concat();
        write(&home.path().join(".aws/config"), &aws);
        write(
            &home.path().join(".aws/credentials"),
            &[b"[", &text[..], b"]\naws_access_key_id = ", &text[..]].concat(),
        );
        write(&home.path().join("raw.yaml"), &[b"version: 1\nname: \"", &text[..], b"\"\n"].concat());
        write(&home.path().join("deep.yaml"), format!("version: 1\nname: fresh\n{escaped}: 1\n").as_bytes());
        let kube = format!(
            "{{\"apiVersion\": \"v1\", \"kind\": \"Config\", \"current-context\": {escaped}, \"clusters\": [{{\"name\": {escaped}, \
             \"cluster\": {{\"server\": \"https://{inner}\", \"proxy-url\": {escaped}}}}}], \"users\": [{{\"name\": {escaped}, \
             \"user\": {{\"exec\": {{\"command\": {escaped}}}}}}}], \"contexts\": [{{\"name\": {escaped}, \"context\": \
             {{\"cluster\": {escaped}, \"user\": {escaped}}}}}]}}"
        );
        write(&home.path().join("kube.yaml"), kube.as_bytes());
        write(
            &home.path().join("kube-raw.yaml"),
            &[b"apiVersion: v1\nkind: Config\ncurrent-context: ", &text[..]].concat(),
        );
        for config in [
            [b"version: 1\nprotected:\n  - name: ", &text[..], b"\n    protection: read-only\n"].concat(),
            format!("version: 1\nprotected:\n  - name: {escaped}\n    protection: {escaped}\n").into_bytes(),
            format!("version: 1\n{escaped}: 1\n").into_bytes(),
        ] {
            write(&home.path().join(".config/emr-onramp/config.yaml"), &config);
            let ended = finish(command(&home, &["enable", "--sandbox"], &[]).spawn().unwrap());
            assert_harmless(&format!("config {text:?}"), &ended);
        }
        fs::remove_file(home.path().join(".config/emr-onramp/config.yaml")).unwrap();
        let table: [&[&str]; 6] = [
            &["doctor", "--cluster", "dev", "--profile", "other"],
            &["doctor", "--cluster", "dev"],
            &["doctor", "--cluster", "dev", "--sandbox", "./raw.yaml"],
            &["doctor", "--cluster", "dev", "--sandbox", "./deep.yaml", "--output", "json"],
            &["doctor", "--cluster", "dev", "--sandbox", "--kubeconfig", "kube.yaml"],
            &["doctor", "--cluster", "dev", "--sandbox", "--kubeconfig", "kube-raw.yaml"],
        ];
        for args in table {
            assert_harmless(&format!("{args:?} {text:?}"), &finish(command(&home, args, &[]).spawn().unwrap()));
        }
    }
}

#[test]
fn arguments() {
    arguments_of(few());
}

#[test]
fn the_programs_own_name() {
    the_programs_own_name_of(few());
}

#[test]
fn variables() {
    variables_of(few());
}

#[test]
fn names_of_files_and_folders() {
    names_of_files_and_folders_of(few());
}

#[test]
fn contents_of_files() {
    contents_of_files_of(few());
}

/// Each payload alone, for one may hide another.
#[test]
#[ignore = "long"]
fn each_payload_given() {
    arguments_of(words());
    the_programs_own_name_of(words());
    variables_of(words());
    names_of_files_and_folders_of(words());
    contents_of_files_of(words());
}

#[test]
fn the_program_is_where_the_tests_think() {
    // The table above would prove nothing with a program that does not start.
    assert!(Path::new(PROGRAM).is_file());
    assert_eq!(run(&["explain", "aws-auth"], &[]).code, Some(0));
}
