//! What people give where a role's ARN is wanted: on the command line and in a profile.

use super::account::{PROFILES, Setting};

/// What is wrong, as it is given, and what is said to it.
const FLAWS: &[(&str, &[&str])] = &[
    ("not-an-arn", &["\"not-an-arn\": this is not an ARN"]),
    ("arn:aws:iam::12345:role/x", &["the account id must have 12 digits, and \"12345\" has not"]),
    (
        "arn:aws:sts::111122223333:assumed-role/Admin/me",
        &["this is a session, not a role; the role is arn:aws:iam::111122223333:role/Admin"],
    ),
    (
        "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/me",
        &["a session of IAM Identity Center"],
    ),
    ("arn:aws:iam::111122223333:root", &["this is the account's root; an IAM role is needed"]),
    ("arn:aws:iam::111122223333:user/ann", &["this is an IAM user; an IAM role is needed"]),
    ("arn:aws:iam::111122223333:instance-profile/x", &["an instance profile, which only holds a role; an IAM role"]),
    ("arn:aws:iam::111122223333:ROLE/x", &["\"ROLE\" must be in small letters", "arn:aws:iam::111122223333:role/x"]),
    ("arn:aws:iam::111122223333:role/spark-*", &["wildcards do not work here"]),
    ("arn:aws:iam::111122223333:role/a\u{1b}[2J", &["\\u{1b}[2J", "control character U+001B"]),
    ("arn:aws:eks:us-east-1:111122223333:cluster/dev", &["something of the service eks; an IAM role is needed"]),
];

#[test]
fn what_is_no_role_is_named_and_ends_before_anything_is_sent() {
    for (given, texts) in FLAWS {
        let setting = Setting::new(PROFILES);
        let ended = setting.run(&["--role-arn", given], &[]);
        assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{given:?}\n{}", ended.err);
        assert_eq!(ended.err.lines().count(), 1, "{}", ended.err);
        assert!(texts.iter().all(|text| ended.err.contains(text)), "{given:?}\n{}", ended.err);
        assert_eq!(setting.server.sent().len(), 0);
    }
    let ended = Setting::new(PROFILES).run(&["--role-arn", " "], &[]);
    assert_eq!((ended.code, ended.err.contains("There is no ARN.")), (Some(2), true), "{}", ended.err);
}

#[test]
fn a_profile_with_a_role_that_is_none_is_named() {
    for (given, texts) in FLAWS.iter().filter(|(given, _)| !given.contains('\u{1b}')) {
        let setting = Setting::new(&format!("{PROFILES}[profile wrong]\nrole_arn = {given}\nsource_profile = other\n"));
        let ended = setting.run(&["--profile", "wrong"], &[]);
        assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{given:?}\n{}", ended.err);
        let told = ["The role_arn of profile wrong names no role:", "Correct role_arn"];
        assert!(told.iter().chain(*texts).all(|text| ended.err.contains(text)), "{given:?}\n{}", ended.err);
        assert_eq!(setting.server.sent().len(), 0);
    }
}

#[test]
fn a_role_is_assumed_as_it_was_meant_and_a_paste_is_told() {
    let role = "arn:aws:iam::012345678901:role/team/dev/x";
    let note = format!("Blanks or quotation marks around the role's ARN were left out: {role}");
    for (given, is_trimmed) in [(role.to_owned(), false), (format!("{role}\n"), true), (format!(" '{role}' "), true)] {
        let setting = Setting::new(PROFILES);
        let ended = setting.run(&["--role-arn", &given], &[]);
        let sent = setting.server.sent();
        let assumed = "RoleArn=arn%3Aaws%3Aiam%3A%3A012345678901%3Arole%2Fteam%2Fdev%2Fx&";
        assert!(sent.iter().any(|sent| sent.body.contains(assumed)), "{given:?} {sent:?}");
        assert!(ended.err.contains(&format!("The role {role} was assumed.")), "{}", ended.err);
        assert_eq!(ended.err.contains(&note), is_trimmed, "{given:?}\n{}", ended.err);
    }
    let setting = Setting::new(&format!("{PROFILES}[profile quoted]\nrole_arn = \"{role}\"\nsource_profile = other\n"));
    let ended = setting.run(&["--profile", "quoted"], &[]);
    assert!(ended.err.contains(&note), "{}", ended.err);
}

#[test]
fn the_same_is_told_in_korean() {
    let setting = Setting::new(PROFILES);
    let ended = setting.run(&["--lang", "ko", "--role-arn", "arn:aws:iam::111122223333:user/ann"], &[]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.contains("IAM 사용자입니다. IAM 역할이 필요합니다"), "{}", ended.err);
}
