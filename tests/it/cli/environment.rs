//! What the environment may hold, and what the program makes of it: folders, rights, other programs' variables.

use std::ffi::OsString;
use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader};
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::account::{PROFILES, Setting};
use super::{GOOD, assert_no_control};
use crate::support::program::{Ended, Home, PROGRAM, command, finish, signal};

fn keys(id: &'static str) -> [(&'static str, &'static str); 2] {
    [("AWS_ACCESS_KEY_ID", id), ("AWS_SECRET_ACCESS_KEY", "secret-of-the-environment")]
}

fn sandbox_run() -> Vec<&'static str> {
    [&["enable", "--sandbox"], &GOOD[..], &["--yes"]].concat()
}

fn end(command: &mut Command) -> Ended {
    let ended = finish(command.spawn().unwrap());
    assert_no_control(&ended);
    ended
}

#[test]
fn whose_credentials_win_is_said_without_a_terminal_too() {
    let [id, secret] = keys("AKIAENVIRONMENT");
    for (flags, environment, told) in [
        (
            &[][..],
            &[id, secret, ("AWS_PROFILE", "other")][..],
            "The access keys in the environment win over profile other, as in the AWS CLI.",
        ),
        (
            &["--profile", "other"],
            &[id, secret],
            "Profile other was named, so the access keys in the environment are not used.",
        ),
        (&["--profile", "program"], &[], "The credentials come from a program: /bin/echo"),
    ] {
        let ended = Setting::new(PROFILES).run(flags, environment);
        assert!(ended.err.contains(told), "{flags:?}\n{}", ended.err);
        assert!(!ended.err.contains("secret-of-the-program"), "what a program prints is never shown\n{}", ended.err);
    }
}

#[test]
fn a_region_that_nobody_knows_is_said_and_one_of_another_partition_refused() {
    let ended = Setting::new(PROFILES).run(&["--region", "us-east-9"], &[]);
    let told = "The region us-east-9 is none that this program knows.";
    assert!(ended.err.contains(told), "{}", ended.err);
    let elsewhere = format!(
        "{PROFILES}[profile far]\nregion = cn-north-1\naws_access_key_id = AKIAFAR\naws_secret_access_key = secret-of-the-file\n"
    );
    for (flags, environment) in [
        (&[][..], &[("AWS_REGION", "us-gov-west-1")][..]),
        (&["--profile", "far"], &[("AWS_REGION", "")]),
        (&["--region", "us-east-1", "--region", "cn-northwest-1"], &[]),
    ] {
        let setting = Setting::new(&elsewhere);
        let ended = setting.run(flags, environment);
        assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{flags:?}\n{}", ended.err);
        assert!(ended.err.contains("does not belong to aws, where these credentials are valid"), "{}", ended.err);
        let asked = setting.server.sent();
        let is_about_us = |body: &str| {
            ["GetCallerIdentity", "ListAccountAliases"]
                .iter()
                .any(|action| body.starts_with(&format!("Action={action}&")))
        };
        assert!(asked.iter().all(|sent| is_about_us(&sent.body)), "{asked:?}");
    }
}

#[test]
fn it_runs_without_a_home_and_leaves_nothing_in_one() {
    let run = |change: &dyn Fn(&mut Command)| {
        let home = Home::new();
        let mut command = command(&home, &sandbox_run(), &[]);
        change(&mut command);
        let ended = end(&mut command);
        assert_eq!(ended.code, Some(0), "{}", ended.err);
        let left: Vec<_> = fs::read_dir(home.path()).unwrap().collect();
        assert!(left.is_empty(), "{left:?}");
    };
    run(&|_| {});
    run(&|command| {
        command.env_remove("HOME");
    });
    for folder in ["/nowhere/at/all", "/proc"] {
        run(&|command| {
            command.env("HOME", folder);
        });
    }
    run(&|command| {
        command.env("XDG_STATE_HOME", "state").env("XDG_CACHE_HOME", "cache");
    });
    let home = Home::new();
    let args = [&["enable"], &GOOD[..], &["--yes"]].concat();
    let ended = end(command(&home, &args, &[("AWS_REGION", "us-east-1")]).env_remove("HOME"));
    assert_eq!(ended.code, Some(77), "{}", ended.err);
}

#[test]
fn root_is_told_so_where_an_account_is_used() {
    let is_root = fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0);
    let told = "This program runs as root";
    assert_eq!(Setting::new(PROFILES).run(&[], &[]).err.contains(told), is_root);
    assert!(
        !super::enable(&[&GOOD[..], &["--yes"]].concat()).err.contains(told),
        "the sandbox takes nothing of root's"
    );
}

#[test]
fn a_program_with_borrowed_rights_runs_nothing() {
    let home = Home::new();
    let copy = home.path().join("emr-onramp");
    fs::copy(PROGRAM, &copy).unwrap();
    for (mode, code) in [(0o4755, 3), (0o2755, 3), (0o755, 0)] {
        fs::set_permissions(&copy, Permissions::from_mode(mode)).unwrap();
        let mut command = Command::new(&copy);
        command.args(["sandbox", "list"]).env_clear().env("HOME", home.path());
        let ended = end(command.stdout(Stdio::piped()).stderr(Stdio::piped()));
        assert_eq!((ended.code, ended.out.is_empty()), (Some(code), code == 3), "{mode:o}\n{}", ended.err);
        assert_eq!(ended.err.contains("Run: chmod ug-s "), code == 3, "{}", ended.err);
    }
}

/// Starts `sandbox serve` below `umask 000`, and answers where it put its files; it is ended when that is known.
fn served_below(temporary: &Path) -> Result<PathBuf, Ended> {
    let home = Home::new();
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", "umask 000; exec \"$@\"", "sh", PROGRAM, "sandbox", "serve", "--output", "json"]);
    shell.env_clear().current_dir(home.path()).env("HOME", home.path()).env("TMPDIR", temporary);
    let mut child = shell.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    if line.is_empty() {
        return Err(finish_without_out(child));
    }
    let told: serde_json::Value = serde_json::from_str(&line).unwrap();
    let script = PathBuf::from(told["script"].as_str().unwrap());
    for entry in fs::read_dir(script.parent().unwrap()).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().mode() & 0o777, 0o600, "{:?}", entry.path());
    }
    let folder = fs::metadata(script.parent().unwrap()).unwrap().mode() & 0o777;
    signal(child.id(), "INT");
    child.wait().unwrap();
    assert_eq!(folder, 0o700);
    Ok(script)
}

fn finish_without_out(mut child: std::process::Child) -> Ended {
    let mut err = String::new();
    std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut err).unwrap();
    Ended { code: child.wait().unwrap().code(), out: String::new(), err }
}

#[test]
fn temporary_files_are_private_and_lie_where_nobody_else_can_replace_them() {
    let home = Home::new();
    let folder = |name: &str, mode| {
        let path = home.path().join(name);
        fs::create_dir(&path).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        path
    };
    let (own, shared, open) = (folder("own", 0o755), folder("shared", 0o1777), folder("open", 0o777));
    assert!(served_below(&own).unwrap().starts_with(&own));
    assert!(served_below(&shared).unwrap().starts_with(&shared));
    let refused = served_below(&open).unwrap_err();
    assert_eq!(refused.code, Some(3), "{}", refused.err);
    assert!(refused.err.contains("has no sticky bit (mode 0777)"), "{}", refused.err);
    let link = |name: &str, to: &Path| {
        let path = home.path().join(name);
        symlink(to, &path).unwrap();
        path
    };
    // What the link leads to counts, and is used by its own name.
    assert!(served_below(&link("good", &own)).unwrap().starts_with(fs::canonicalize(&own).unwrap()));
    assert_eq!(served_below(&link("bad", &open)).unwrap_err().code, Some(3));
    let missing = served_below(&link("nowhere", Path::new("/nowhere/at/all"))).unwrap_err();
    assert_eq!(missing.code, Some(2), "{}", missing.err);
    assert!(missing.err.contains("Set it to a folder of your own."), "{}", missing.err);
}

#[test]
fn what_is_kept_is_private_whatever_the_umask() {
    let home = Home::new();
    let (state, hooks) = (home.path().join("state"), home.path().join("hooks"));
    fs::create_dir(&hooks).unwrap();
    let kept = [&sandbox_run()[..], &["--sandbox-state", state.to_str().unwrap()]].concat();
    let written = ["sandbox", "webhooks", hooks.to_str().unwrap(), "--port", "4566"];
    for args in [&kept[..], &written] {
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", "umask 000; exec \"$@\"", "sh", PROGRAM]).args(args);
        shell.env_clear().current_dir(home.path()).env("HOME", home.path()).env("TMPDIR", home.path());
        let ended = end(shell.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()));
        assert_eq!(ended.code, Some(0), "{}", ended.err);
    }
    assert_eq!(fs::metadata(&state).unwrap().mode() & 0o777, 0o700);
    let mut files = 0;
    let mut folders = vec![state, hooks];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let found = fs::metadata(&path).unwrap();
            let wanted = if found.is_dir() { 0o700 } else { 0o600 };
            assert_eq!(found.mode() & 0o777, wanted, "{path:?}");
            if found.is_dir() { folders.push(path) } else { files += 1 }
        }
    }
    assert!(files >= 7, "the world, the webhooks, and the record of the run: {files}");
}

#[test]
fn no_variable_makes_it_log() {
    let run = |variables: &[(&str, &str)]| {
        let setting = Setting::new(PROFILES);
        let ended = setting.run(&["--profile", "chain"], variables);
        let port = setting.server.url.rsplit(':').next().unwrap().to_owned();
        assert!(!setting.server.sent().is_empty());
        (ended.code, ended.out.replace(&port, "PORT"), ended.err.replace(&port, "PORT"))
    };
    let trace =
        [("RUST_LOG", "trace"), ("AWS_LOG_LEVEL", "trace"), ("SMITHY_LOG", "trace"), ("RUST_BACKTRACE", "full")];
    let quiet = run(&[]);
    assert_eq!(run(&trace), quiet);
    assert!(quiet.2.lines().count() < 20, "{}", quiet.2);
}

#[test]
fn locale_and_arguments_may_be_of_any_bytes() {
    for (name, value) in [("LANG", "C"), ("LC_ALL", "C"), ("LANG", "ko_KR.EUC-KR"), ("LC_ALL", "\u{1b}[2J")] {
        let home = Home::new();
        let ended = end(&mut command(&home, &sandbox_run(), &[(name, value)]));
        assert_eq!(ended.code, Some(0), "{name}={value:?}\n{}", ended.err);
        assert_eq!(ended.out.contains("변경"), value.starts_with("ko"), "{}", ended.out);
    }
    let odd = || OsString::from_vec(b"a\xff\x1b[2J".to_vec());
    for flag in ["--cluster", "--namespace", "--profile", "--region", "--role-arn", "--lang", "--sandbox"] {
        let home = Home::new();
        let ended = end(command(&home, &["enable"], &[]).arg(flag).arg(odd()));
        assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{flag}\n{}", ended.err);
        assert!(!ended.err.contains("panicked"), "{}", ended.err);
    }
    let home = Home::new();
    let ended = end(command(&home, &sandbox_run(), &[]).env("AWS_PROFILE", odd()).env("NO_COLOR", odd()));
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let setting = Setting::new(PROFILES);
    let config = setting.home.path().join("config");
    let args = [&["enable"], &GOOD[..], &["--yes"]].concat();
    let ended = end(command(&setting.home, &args, &[("AWS_REGION", "us-east-1")])
        .env("AWS_CONFIG_FILE", config)
        .env("AWS_PROFILE", odd()));
    assert_eq!(ended.code, Some(2), "{}", ended.err);
    assert!(ended.err.contains("There is no profile"), "{}", ended.err);
}

/// Neither a pager nor an editor, browser or shell of the person's is ever started.
#[test]
fn no_program_of_the_environment_is_run() {
    let home = Home::new();
    let marker = home.path().join("marker");
    let script = format!("sh -c 'touch {}'", marker.display());
    let names = ["PAGER", "AWS_PAGER", "EDITOR", "VISUAL", "BROWSER", "SHELL", "KUBECTL_EXTERNAL_DIFF", "LESSOPEN"];
    let all: Vec<(&str, &str)> = names.iter().map(|name| (*name, script.as_str())).collect();
    for args in
        [sandbox_run(), vec!["--help"], vec!["explain", "aws-auth"], vec!["doctor", "--sandbox", "--cluster", "dev"]]
    {
        let ended = end(&mut command(&home, &args, &all));
        assert_eq!(ended.code, Some(0), "{args:?}\n{}", ended.err);
        assert!(!marker.exists(), "{args:?}");
    }
}
