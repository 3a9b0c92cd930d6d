//! Programs that print credentials: started without a shell, and what they say is shown without secrets.

use super::{PROFILES, Setting};

const PROGRAMS: &str = "\
[profile broken]
credential_process = sh -c 'echo secret-of-the-program >&2; echo the vault is locked >&2; exit 3'
[profile missing]
credential_process = no-such-program --token secret-of-the-line
[profile shell]
credential_process = $HOME/program | cat
[profile quote]
credential_process = sh -c 'echo
[profile silent]
credential_process = true
[profile flood]
credential_process = cat /dev/zero
[profile asks]
credential_process = sh -c 'read code && echo secret-of-the-program'
[profile far]
role_arn = arn:aws:iam::111122223333:role/Ops
source_profile = program
";

#[test]
fn a_program_that_gives_no_credentials_is_named_with_the_reason() {
    for (profile, texts) in [
        (
            "broken",
            &[
                "The program of profile broken did not give credentials: /bin/sh -c 'echo *** >&2;",
                "It ended with code 3.",
                "It said: the vault is locked",
            ][..],
        ),
        ("missing", &["no-such-program --token ***", "There is no such program. $ and ~ are not replaced"]),
        ("shell", &["There is no such program."]),
        ("quote", &["A quotation in credential_process does not end."]),
        ("silent", &["cannot be read as credentials: JSON"]),
        ("flood", &["It printed more than 64 KiB and was stopped."]),
        ("asks", &["It ended with code 1."]),
    ] {
        let setting = Setting::new(&format!("{PROFILES}{PROGRAMS}"));
        let ended = setting.run(&["--profile", profile], &[("PATH", "/bin:/usr/bin")]);
        assert_eq!((ended.code, ended.out.as_str()), (Some(77), ""), "{profile}\n{}", ended.err);
        for text in texts {
            assert!(ended.err.contains(text), "{text:?} is not in\n{}", ended.err);
        }
        assert_eq!(setting.server.sent().len(), 0, "{profile}");
    }
}

#[test]
fn a_role_is_assumed_with_what_a_program_prints() {
    let setting = Setting::new(&format!("{PROFILES}{PROGRAMS}"));
    setting.run(&["--profile", "far"], &[]);
    let assumed: Vec<_> = setting.server.sent().into_iter().filter(|sent| sent.body.contains("AssumeRole")).collect();
    assert_eq!(assumed.iter().map(|sent| sent.key.as_str()).collect::<Vec<_>>(), ["AKIAPROGRAM"]);
    assert_eq!(setting.server.identities(), ["ASIAROLE"]);
}
