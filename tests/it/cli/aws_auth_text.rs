//! `--aws-auth-text`: the text of aws-auth from a file, judged like one that is edited on the screen.
#![expect(clippy::disallowed_methods, reason = "a test writes the file that the program is to read")]

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{assert_harmless, assert_no_control};
use crate::support::program::{Ended, Home, run};

/// The text of the practice cluster, as the world has it.
const PRESENT: &str = "# Nodes. Taking this line away makes every node NotReady.
- rolearn: arn:aws:iam::111122223333:role/dev-node-role
  username: system:node:{{EC2PrivateDNSName}}
  groups:
    - system:bootstrappers
    - system:nodes
# People. Ask data-platform before changing anything below.
- rolearn: arn:aws:iam::111122223333:role/PlatformAdmin
  username: platform-admin:{{SessionName}}
  groups:
    - system:masters
- rolearn: arn:aws:iam::111122223333:role/DataEngineer
  username: data-engineer:{{SessionName}}
  groups: [data-engineers] # bound to the ClusterRole view
";
const EMR: &str =
    "- rolearn: arn:aws:iam::111122223333:role/AWSServiceRoleForAmazonEMRContainers\n  username: emr-containers\n";

struct Files(Home);

impl Files {
    fn with(&self, text: impl AsRef<[u8]>) -> String {
        let path = self.0.path().join("text.yaml");
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

fn enable(file: &str, more: &[&str]) -> Ended {
    let flags = ["enable", "--sandbox", "--cluster", "dev", "--namespace", "spark", "--aws-auth-text", file];
    let method = if more.contains(&"--method") { &[][..] } else { &["--method", "manual"] };
    run(&[&flags[..], method, more, &["--yes"]].concat(), &[])
}

/// The entry of a role without the lines of the text that belong to it.
fn without(role: &str) -> String {
    let start = PRESENT.find(&format!("- rolearn: arn:aws:iam::111122223333:role/{role}\n")).unwrap();
    let rest = &PRESENT[start + 2..];
    let end = rest.find("\n- ").or_else(|| rest.find("\n#")).map_or(PRESENT.len(), |at| start + 2 + at + 1);
    format!("{}{}", &PRESENT[..start], &PRESENT[end..])
}

#[test]
fn a_text_that_brings_emrs_entry_is_run_and_proved() {
    let files = Files(Home::new());
    let text = format!("{PRESENT}# for the data team: \u{c2a4}\u{d30c}\u{d06c}\n{EMR}");
    let ended = enable(&files.with(&text), &["--output", "json"]);
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{}", ended.out);
    let messages: Vec<Value> = serde_json::from_str(&ended.out).unwrap();
    let steps = messages[0]["plan"]["steps"].as_array().unwrap();
    let step = steps.iter().find(|step| step["id"] == "edit-aws-auth:kube-system/aws-auth").unwrap();
    assert_eq!((step["change"]["before"].as_str(), step["change"]["after"].as_str()), (Some(PRESENT), Some(&*text)));
    assert!(!steps.iter().any(|step| step["operation"]["operation"] == "map-role"), "{steps:#?}");
    let verdicts = messages[messages.len() - 1]["proof"]["verdicts"].as_array().unwrap();
    assert!(verdicts.iter().all(|verdict| verdict["verdict"] == "holds"), "{verdicts:#?}");
    let ended = enable(&files.with(&text), &[]);
    for words in [
        "aws-auth: mapRoles as edited [change]",
        "+ # for the data team: \u{c2a4}\u{d30c}\u{d06c}",
        "entries before 3, now 4",
    ] {
        assert!(ended.out.contains(words), "{words}\n{}", ended.out);
    }
}

#[test]
fn a_text_that_eks_would_not_read_is_bad_input_with_its_line_and_a_caret() {
    let files = Files(Home::new());
    for (more, line, excerpt, why) in [
        ("\t- rolearn: x\n", 15, "- rolearn: x", "tab"),
        ("- rolearn: arn:aws:iam::111122223333:role/x\n  username: {{SessionName}}\n", 16, "{{SessionName}}", "quot"),
        ("rolearn: x\n", 15, "rolearn: x", ""),
        ("- rolearn: a\n  rolearn: b\n", 16, "  rolearn: b", "twice"),
        ("---\n- rolearn: a\n", 15, "---", ""),
        ("- rolearn: \u{1b}[2J\n", 15, "\\u{1b}[2J", ""),
    ] {
        let ended = enable(&files.with(format!("{PRESENT}{EMR}{more}").replacen(EMR, "", 1)), &[]);
        assert_eq!(ended.code, Some(2), "{more:?}\n{}\n{}", ended.out, ended.err);
        assert_harmless(&ended);
        let at = ended
            .err
            .lines()
            .position(|text| text.contains(&format!("mapRoles:{line}")))
            .unwrap_or_else(|| panic!("{more:?}\n{}", ended.err));
        let lines: Vec<&str> = ended.err.lines().collect();
        assert!(lines[at].contains(excerpt), "{more:?}\n{}", ended.err);
        assert!(lines[at + 1].trim_end().ends_with('^'), "{more:?}\n{}", ended.err);
        assert!(ended.err.to_lowercase().contains(why), "{more:?}\n{}", ended.err);
    }
    let file = files.with("- rolearn: [\n");
    let korean = enable(&file, &["--lang", "ko"]);
    assert_eq!(korean.code, Some(2));
    assert!(korean.err.starts_with(&format!("{file}: 쓸 수 없는 텍스트입니다.")), "{}", korean.err);
}

#[test]
fn a_file_that_is_none_is_bad_input() {
    let files = Files(Home::new());
    let folder = files.0.path().to_str().unwrap().to_owned();
    let missing = format!("{folder}/missing");
    let large = files.with("#".repeat((1 << 20) + 1));
    for (file, words) in [(&missing, "No such file"), (&folder, "not a file"), (&large, "at most 1048576")] {
        let ended = enable(file, &[]);
        assert_eq!(ended.code, Some(2), "{}", ended.err);
        assert!(ended.err.contains(words), "{}", ended.err);
        assert_harmless(&ended);
    }
    let ended = enable(&files.with(b"- rolearn: \xff\n"), &[]);
    assert!(ended.code == Some(2) && ended.err.contains("utf-8"), "{}", ended.err);
    let ended = enable(&files.with(format!("{PRESENT}{EMR}")), &["--method", "automatic"]);
    assert_eq!(ended.code, Some(2), "{}", ended.err);
    assert!(ended.err.contains("--aws-auth-text"), "{}", ended.err);
    assert!(!Path::new(&missing).exists());
}

#[test]
fn what_others_would_lose_or_gain_needs_a_flag_of_its_own() {
    let files = Files(Home::new());
    let masters = "- rolearn: arn:aws:iam::111122223333:role/new\n  username: n\n  groups: [system:masters]\n";
    let foreign = "- rolearn: arn:aws:iam::999988887777:role/new\n  username: n\n";
    for (text, finding) in [
        (without("DataEngineer"), "AUTH-061"),
        (PRESENT.replace("[data-engineers]", "[others]"), "AUTH-061"),
        (without("dev-node-role"), "AUTH-060"),
        (format!("{PRESENT}{masters}"), "AUTH-062"),
        (format!("{PRESENT}{foreign}"), "AUTH-062"),
    ] {
        let file = files.with(format!("{text}{EMR}"));
        let ended = enable(&file, &[]);
        assert_eq!(ended.code, Some(3), "{finding}\n{}\n{}", ended.out, ended.err);
        assert!(ended.err.contains("add --accept-aws-auth-edit dev to accept"), "{}", ended.err);
        assert!(ended.out.contains(finding), "{finding}\n{}", ended.out);
        assert_harmless(&ended);
        let ended = enable(&file, &["--accept-aws-auth-edit", "other"]);
        assert!(ended.code == Some(3) && ended.err.contains("does not fit"), "{}", ended.err);
        assert_harmless(&ended);
    }
    let file = files.with(format!("{}{EMR}", without("DataEngineer")));
    let ended = enable(&file, &["--accept-aws-auth-edit", "dev"]);
    assert_eq!(ended.code, Some(0), "{}\n{}", ended.out, ended.err);
    assert!(ended.out.contains("- - rolearn: arn:aws:iam::111122223333:role/DataEngineer"), "{}", ended.out);
    assert_no_control(&ended);
}

#[test]
fn what_no_flag_allows() {
    let files = Files(Home::new());
    for (text, code, finding) in [
        (PRESENT.to_owned(), 4, "AUTH-058"),
        (String::new(), 4, "AUTH-058"),
        (format!("{}{EMR}", without("PlatformAdmin")), 3, "AUTH-059"),
    ] {
        let ended = enable(&files.with(text), &["--accept-aws-auth-edit", "dev"]);
        assert_eq!(ended.code, Some(code), "{finding}\n{}\n{}", ended.out, ended.err);
        assert!(ended.err.contains(finding), "{}", ended.err);
        assert_harmless(&ended);
    }
    let flags =
        ["enable", "--sandbox", "no-aws-auth", "--cluster", "dev", "--namespace", "spark", "--method", "manual"];
    let file = files.with(format!("{PRESENT}{EMR}"));
    let ended = run(&[&flags[..], &["--aws-auth-text", &file, "--yes"]].concat(), &[]);
    assert_eq!(ended.code, Some(4), "{}", ended.err);
    assert!(ended.err.contains("AUTH-001"), "{}", ended.err);
}
