//! Programs that behave and programs that do not. Each is a line for `/bin/sh`, so that no file is needed.

use std::ffi::OsString;
use std::path::Path;

use super::*;

const GOOD: &str = r#"echo '\''{"Version":1,"AccessKeyId":"AKIA","SecretAccessKey":"s","SessionToken":""}'\''"#;
const SHORT: Limits = Limits { time: Duration::from_secs(1), bytes: 64 * 1_024 };

fn environment(set: &[(&str, &str)]) -> ProgramEnvironment {
    let all = [("PATH", "/usr/bin:/bin")].iter().chain(set);
    ProgramEnvironment::of(all.map(|(name, value)| (OsString::from(name), OsString::from(value))))
}

async fn run(script: &str, limits: Limits) -> Result<Credentials, Refusal> {
    run_in(script, &environment(&[]), limits).await
}

async fn run_in(script: &str, environment: &ProgramEnvironment, limits: Limits) -> Result<Credentials, Refusal> {
    let program = Program::find(&format!("sh -c '{script}'"), environment).unwrap_or_else(|why| panic!("{why:?}"));
    assert!(program.shown.as_str().starts_with("/"), "{}", program.shown);
    let now = SystemTime::from("2026-01-01T00:00:00Z".parse::<Timestamp>().unwrap());
    program.credentials(environment, limits, now).await
}

fn refused(result: Result<Credentials, Refusal>) -> Refusal {
    match result {
        Err(refusal) => refusal,
        Ok(credentials) => panic!("{}", credentials.access_key_id()),
    }
}

#[tokio::test]
async fn what_a_program_prints_are_the_credentials() {
    let credentials = run(GOOD, LIMITS).await.unwrap();
    assert_eq!((credentials.access_key_id(), credentials.session_token()), ("AKIA", None));
}

#[tokio::test]
async fn a_program_that_reads_its_input_finds_none() {
    let credentials = run(&format!("cat && {GOOD}"), LIMITS).await.unwrap();
    assert_eq!(credentials.access_key_id(), "AKIA");
}

#[tokio::test]
async fn a_program_that_sleeps_is_stopped() {
    let folder = std::env::temp_dir().join(format!("emr-onramp-process-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let given = environment(&[("TMPDIR", folder.to_str().unwrap())]);
    let refusal = refused(run_in("echo $$ >$TMPDIR/pid; exec sleep 600", &given, SHORT).await);
    assert_eq!(refusal.why, ProcessFailure::TooSlow { seconds: 1 });
    let pid = std::fs::read_to_string(folder.join("pid")).unwrap();
    assert!(!Path::new("/proc").join(pid.trim()).exists(), "it is gone");
    std::fs::remove_dir_all(folder).unwrap();
}

/// Whether a process is there; one that ended and that nobody asked about is not.
fn is_running(pid: &str) -> bool {
    let stat = std::fs::read_to_string(Path::new("/proc").join(pid.trim()).join("stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with(['Z', 'X']))
}

/// Waits until a file has a line, and answers it.
async fn line_of(file: &Path) -> String {
    loop {
        match std::fs::read_to_string(file) {
            Ok(text) if text.ends_with('\n') => return text,
            _ => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}

async fn gone(pid: &str) -> bool {
    let ended = async {
        while is_running(pid) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), ended).await.is_ok()
}

#[tokio::test]
async fn a_program_that_is_stopped_takes_along_what_it_started() {
    let folder = std::env::temp_dir().join(format!("emr-onramp-group-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let given = environment(&[("TMPDIR", folder.to_str().unwrap())]);
    let file = folder.join("pid");
    let script = "sleep 600 & echo $! >$TMPDIR/pid; wait";
    assert_eq!(refused(run_in(script, &given, SHORT).await).why, ProcessFailure::TooSlow { seconds: 1 });
    let pid = line_of(&file).await;
    assert!(gone(&pid).await, "it ran out of time");
    std::fs::remove_file(&file).unwrap();
    // Whoever asked does not want it any more.
    let pid = tokio::select! {
        _ = run_in(script, &given, LIMITS) => panic!("it sleeps"),
        pid = line_of(&file) => pid,
    };
    assert!(gone(&pid).await, "nobody waits for it");
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn a_program_that_floods_is_stopped() {
    for script in ["cat /dev/zero", "cat /dev/zero >&2"] {
        assert_eq!(refused(run(script, LIMITS).await).why, ProcessFailure::TooMuch { kib: 64 }, "{script}");
    }
}

#[tokio::test]
async fn what_a_program_leaves_behind_is_not_waited_for() {
    let credentials = run(&format!("sleep 20 & {GOOD}"), LIMITS).await.unwrap();
    assert_eq!(credentials.access_key_id(), "AKIA");
}

#[tokio::test]
async fn what_a_program_says_when_it_fails_is_shown_without_secrets() {
    let script = "echo one >&2; echo two >&2; echo no session >&2; echo token: abc >&2; \
        echo sent FwoGZXIvYXdzEBYaDK9lJ2 >&2; exit 3";
    let refusal = refused(run(script, LIMITS).await);
    assert_eq!(refusal.why, ProcessFailure::Ended { code: 3 });
    assert_eq!(refusal.said, ["no session", "token:***", "sent ***"].map(OutsideText::line));
    assert_eq!(refused(run("kill -9 $$", LIMITS).await).why, ProcessFailure::Killed);
}

#[tokio::test]
async fn a_program_gets_the_allowed_variables_alone() {
    let set = [("AWS_PROFILE", "a"), ("AWS_SECRET_ACCESS_KEY", "b"), ("GITHUB_TOKEN", "c")];
    let script = format!("test \"$AWS_PROFILE$AWS_SECRET_ACCESS_KEY$GITHUB_TOKEN\" = a && {GOOD}");
    assert!(run_in(&script, &environment(&set), LIMITS).await.is_ok());
}

#[test]
fn what_is_no_credentials_is_refused_by_the_field() {
    let now = SystemTime::from("2026-01-01T00:00:00Z".parse::<Timestamp>().unwrap());
    let unreadable = |field| Err(ProcessFailure::Unreadable { field });
    for (out, expected) in [
        ("", unreadable("JSON")),
        ("[]", unreadable("JSON")),
        ("welcome\n{\"Version\":1}", unreadable("JSON")),
        (r#"{"AccessKeyId":"a","SecretAccessKey":"b"}"#, unreadable("Version")),
        (r#"{"Version":"1","AccessKeyId":"a","SecretAccessKey":"b"}"#, unreadable("Version")),
        (r#"{"Version":2,"AccessKeyId":"a","SecretAccessKey":"b"}"#, unreadable("Version")),
        (r#"{"Version":1,"AccessKeyId":"","SecretAccessKey":"b"}"#, unreadable("AccessKeyId")),
        (r#"{"Version":1,"AccessKeyId":"a"}"#, unreadable("SecretAccessKey")),
        (r#"{"Version":1,"AccessKeyId":"a","SecretAccessKey":"b","Expiration":"soon"}"#, unreadable("Expiration")),
        (
            r#"{"Version":1,"AccessKeyId":"a","SecretAccessKey":"b","Expiration":"2025-12-31T23:59:59Z"}"#,
            Err(ProcessFailure::Expired),
        ),
        (r#"{"Version":1,"AccessKeyId":"a","SecretAccessKey":"b","Expiration":"2026-01-01T09:00:01+09:00"}"#, Ok(())),
        (r#"{"Version":1,"AccessKeyId":"a","SecretAccessKey":"b","AccountId":"1"}"#, Ok(())),
    ] {
        assert_eq!(read(out.as_bytes(), now).map(drop), expected, "{out}");
    }
}
