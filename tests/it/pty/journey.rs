//! Each method, page by page, to the proof.

use super::{ENGLISH, ENTER, ESC, F2, KOREAN, RIGHT, past_fargate, settle, to_dev, to_methods, to_review, type_name};
use crate::support::terminal::{Start, Terminal};

/// Leaves from the proof; what was done is on the normal screen.
fn leave_with_transcript(mut terminal: Terminal, said: &[&str]) {
    terminal.send("q");
    assert_eq!(terminal.end(), 0);
    terminal.is_given_back();
    terminal.wait_for("the transcript", |screen| screen.contents().contains(said[said.len() - 1]));
    let transcript = terminal.transcript();
    for text in said {
        assert!(transcript.contains(text), "{text:?} is not in\n{transcript}");
    }
}

#[test]
fn automatic_in_a_small_terminal() {
    let terminal = Terminal::start(&Start::default());
    to_methods(&terminal);
    to_review(&terminal, "Automatic");
    terminal.see(&["Review: 4 changes on dev", "Nothing has been changed yet"]);
    terminal.press_until("a", "▸Proof");
    terminal.see(&["spark on dev is open to EMR", "now has 101 of 101 permissions, before 0"]);
    leave_with_transcript(
        terminal,
        &[
            "step 1 of 4, Service-linked role for EMR: done",
            "step 4 of 4, aws-auth: map EMR's service-linked role: done",
            "Done: 4 changes were made in 4 steps.",
            "--namespace spark --method automatic --yes",
            "Next: ",
        ],
    );
}

#[test]
fn manual_stops_before_each_step_in_korean_and_english() {
    let terminal = Terminal::start(&Start { environment: KOREAN, size: (120, 40), ..Start::default() });
    terminal.see(&["▸로그인", "> 계속"]);
    terminal.send(ENTER);
    terminal.see(&["▸클러스터"]);
    to_dev(&terminal);
    terminal.send(ENTER);
    terminal.see(&["▸네임스페이스", "> [ ] spark"]);
    terminal.send(ENTER);
    terminal.see(&["▸방식", "> 자동"]);
    terminal.press_until(RIGHT, "> 수동");
    terminal.send(ENTER);
    terminal.see(&["▸옵션"]);
    terminal.send(ENTER);
    terminal.see(&["▸Fargate", "(•) 아니요"]);
    terminal.send(ENTER);
    terminal.see(&["▸검토", "아직 아무것도 바꾸지 않았습니다"]);
    terminal.press_until("a", "이 단계를 지금 실행하시겠습니까? EMR의");
    terminal.see(&["4개 중 0개 완료"]);
    terminal.press_until("a", "이 단계를 지금 실행하시겠습니까? spark의 Role emr-containers");
    terminal.see(&["4개 중 1개 완료"]);
    terminal.press_until(F2, "Run this step now? Role emr-containers in spark");
    terminal.press_until("a", "Run this step now? RoleBinding emr-containers in spark");
    terminal.see(&["2 of 4 done"]);
    terminal.press_until("a", "Run this step now? aws-auth: map EMR's service-linked role");
    terminal.see(&["3 of 4 done", "+   username: emr-containers"]);
    terminal.press_until(F2, "이 단계를 지금 실행하시겠습니까?");
    terminal.press_until("a", "▸확인");
    terminal.see(&["dev의 spark에 EMR이 접근할 수 있습니다", "98개 중 98개"]);
    leave_with_transcript(terminal, &["aws-auth", "--namespace spark --method manual", "job-execution-role"]);
}

#[test]
fn manual_stopped_before_a_step_leaves_the_rest_undone() {
    let mut terminal = Terminal::start(&Start::default());
    to_methods(&terminal);
    to_review(&terminal, "Manual RBAC");
    terminal.press_until("a", "Run this step now? Service-linked role");
    terminal.press_until("a", "Run this step now? Role emr-containers in spark");
    terminal.press_until("s", "Stopped, on dev");
    terminal.send("q");
    assert_eq!(terminal.end(), 5, "something was written, and more was to come");
    terminal.is_given_back();
    terminal.wait_for("the transcript", |screen| screen.contents().contains("Stopped here, as asked."));
    let transcript = terminal.transcript();
    assert!(transcript.contains("step 1 of 4, Service-linked role for EMR: done"), "{transcript}");
    assert!(transcript.contains("step 2 of 4, Role emr-containers in spark: not tried"), "{transcript}");
}

#[test]
fn access_entry_where_the_mode_has_them() {
    let start = Start { args: &["--sandbox", "modern"], environment: ENGLISH, size: (120, 40) };
    let terminal = Terminal::start(&start);
    terminal.see(&["▸Sign-in", "> Go on"]);
    terminal.send(ENTER);
    terminal.see(&["▸Cluster"]);
    to_dev(&terminal);
    terminal.send(ENTER);
    terminal.see(&["▸Namespace", "> [ ] spark"]);
    terminal.send(ENTER);
    terminal.see(&["▸Method", "> Access entry", "RECOMMENDED"]);
    terminal.send(ENTER);
    terminal.see(&["▸Options", "Name of the virtual cluster"]);
    terminal.send(ENTER);
    past_fargate(&terminal);
    terminal.see(&["▸Review", "done by EMR for you", "Nothing has been changed yet"]);
    terminal.press_until("a", "▸Proof");
    terminal.see(&["spark on dev is open to EMR", "RUNNING"]);
    leave_with_transcript(terminal, &["EMR's access entry for spark: done", "--method access-entry", "Next: "]);
}

/// The one journey through a change of mode, which takes the sandbox its seven seconds.
#[test]
fn access_entry_after_the_one_way_step_was_typed_for() {
    let terminal = Terminal::start(&Start { size: (120, 40), ..Start::default() });
    to_methods(&terminal);
    to_review(&terminal, "Access entry");
    terminal.see(&["1 ONE-WAY", "type the cluster's name: press c, then dev"]);
    settle(&terminal);
    terminal.send("c");
    terminal.see(&["Cluster's name:", "type exactly dev"]);
    type_name(&terminal, "dve");
    terminal.send(ENTER);
    terminal.see(&["That is not the name. Type exactly: dev"]);
    type_name(&terminal, "dev");
    terminal.send(ENTER);
    terminal.see(&["The one-way step is allowed. Nothing has been changed yet."]);
    terminal.press_until("a", "▸Run");
    terminal.see(&["EKS update", "InProgress"]);
    terminal.see(&["▸Proof", "spark on dev is open to EMR"]);
    leave_with_transcript(
        terminal,
        &["Authentication mode to API_AND_CONFIG_MAP: done", "--accept-one-way dev", "Next: "],
    );
}

#[test]
fn going_back_from_every_page_keeps_the_answers() {
    let plan = |terminal: &Terminal| {
        let text = terminal.text();
        text.lines().find_map(|line| line.split_once("plan ").map(|(_, hash)| hash.trim().to_owned())).unwrap()
    };
    let terminal = Terminal::start(&Start { size: (120, 40), ..Start::default() });
    terminal.see(&["▸Sign-in", "> Go on"]);
    terminal.send(ENTER);
    terminal.see(&["▸Cluster", "3 clusters"]);
    to_dev(&terminal);
    terminal.send("/stag");
    terminal.see(&["> staging"]);
    terminal.send(ENTER);
    terminal.see(&["▸Namespace", "> [ ] spark"]);
    terminal.send("nnew-team");
    terminal.see(&["new-team"]);
    terminal.send(ENTER);
    terminal.see(&["▸Method", "> Automatic"]);
    terminal.press_until(RIGHT, "> Manual RBAC");
    terminal.send(ENTER);
    terminal.see(&["▸Options", "(•) AWS's page, 1.22"]);
    terminal.press_until(RIGHT, "(•) eksctl");
    terminal.send(ENTER);
    past_fargate(&terminal);
    terminal.see(&["▸Review", "[diff]"]);
    let planned = plan(&terminal);
    for page in ["▸Fargate", "▸Options", "▸Method", "▸Namespace", "▸Cluster", "▸Sign-in"] {
        settle(&terminal);
        terminal.send(ESC);
        terminal.see(&[page]);
    }
    terminal.see(&["Cluster (staging)", "Namespace (new-team)", "Method (manual)"]);
    for page in [["▸Cluster", "> staging"], ["▸Namespace", "new-team"], ["▸Method", "> Manual"]] {
        terminal.send(ENTER);
        terminal.see(&page);
    }
    terminal.send(ENTER);
    terminal.see(&["▸Options", "(•) eksctl"]);
    terminal.send(ENTER);
    past_fargate(&terminal);
    terminal.see(&["▸Review", "[diff]"]);
    assert_eq!(plan(&terminal), planned);
}
