//! Cases 28 to 60: what may stand in aws-auth, through the built program. `src/aws_auth/tests` has the same numbers for
//! the text alone; here it is the exit code, the finding, and the line that a person reads.
#![expect(clippy::disallowed_methods, reason = "a test writes the worlds that the program is to read")]

use std::fs;

use serde_json::{Value, json};

use crate::support::program::{Ended, Home, run};

/// As little of a world as has a cluster; its aws-auth comes behind it.
const WORLD: &str = r#"version: 1
name: small
about: {en: A test, ko: 시험}
now: 2026-11-02T09:00:00Z
seed: small
account: {id: '111122223333'}
caller: {arn: 'arn:aws:sts::111122223333:assumed-role/Admin/you', userId: 'AROASMALL:you'}
iam:
  roles:
    - name: Admin
      id: AROASMALL
      createdAt: 2026-01-01T00:00:00Z
      trust: '{"Version":"2012-10-17","Statement":[]}'
      attached: ['arn:aws:iam::aws:policy/AdministratorAccess']
regions:
  - name: us-east-1
    clusters:
      - name: dev
        version: '1.33'
        creator: arn:aws:iam::111122223333:role/Admin
        kubernetes:
          - {apiVersion: v1, kind: Namespace, metadata: {name: spark}}
"#;
const NODE: &str = "\
- rolearn: arn:aws:iam::111122223333:role/node
  username: system:node:{{EC2PrivateDNSName}}
  groups:
    - system:bootstrappers
    - system:nodes
";
const OTHER: &str = "- rolearn: arn:aws:iam::111122223333:role/x\n  username: x\n";
/// What the program adds.
const ITEM: &str = "\
- rolearn: arn:aws:iam::111122223333:role/AWSServiceRoleForAmazonEMRContainers
  username: emr-containers
";

/// The ConfigMap with some data, and what else it has.
fn map(data: Value, rest: Value) -> Value {
    let mut map = json!({"apiVersion": "v1", "kind": "ConfigMap",
        "metadata": {"name": "aws-auth", "namespace": "kube-system"}, "data": data});
    for (key, value) in rest.as_object().into_iter().flatten() {
        match (key.as_str(), value) {
            ("metadata", Value::Object(more)) => map["metadata"].as_object_mut().unwrap().extend(more.clone()),
            _ => map[key] = value.clone(),
        }
    }
    map
}

fn roles(text: &str) -> Value {
    map(json!({"mapRoles": text}), Value::Null)
}

/// `enable` on a world with this aws-auth.
fn enable(aws_auth: Option<&Value>, flags: &[&str]) -> Ended {
    let home = Home::new();
    let path = home.path().join("w.yaml");
    let object = aws_auth.map(|object| format!("          - {object}\n")).unwrap_or_default();
    fs::write(&path, format!("{WORLD}{object}")).unwrap();
    let args = ["enable", "--sandbox", path.to_str().unwrap(), "--cluster", "dev", "--namespace", "spark"];
    run(&[&args[..], &["--method", "automatic", "--yes"], flags].concat(), &[])
}

/// The parts, in this order.
#[track_caller]
fn assert_says(case: &str, text: &str, parts: &[&str]) {
    let mut rest = text;
    for part in parts {
        let at = rest.find(part).unwrap_or_else(|| panic!("{case}: {part:?} is not there in its place\n{text}"));
        rest = &rest[at + part.len()..];
    }
}

#[track_caller]
fn assert_clean(case: &str, ended: &Ended) {
    for text in [&ended.out, &ended.err] {
        let bad = text.chars().find(|c| (c.is_control() && *c != '\n') || matches!(c, '\u{202e}' | '\u{feff}'));
        assert_eq!(bad, None, "{case}: it came out as it stands\n{text}");
    }
    assert!(!ended.err.contains("panicked"), "{case}: {}", ended.err);
}

/// Case, aws-auth, exit code, and what stderr says, in order.
type Refused = (&'static str, Option<Value>, i32, Vec<&'static str>);

#[expect(clippy::too_many_lines, reason = "a list")]
fn refusals() -> Vec<Refused> {
    let broken = format!("{NODE}{}- rolearn: a: b\n", "# c\n".repeat(7));
    let locked_out = "take it that everybody in this section is locked out";
    let template = "- rolearn: arn:aws:iam::111122223333:role/x\n  username: {{SessionName}}\n";
    let bomb = (1..12).fold("- &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned(), |text, level| {
        format!("{text}- &a{level} [{}]\n", vec![format!("*a{}", level - 1); 9].join(", "))
    });
    let fill = |size: usize| format!("{NODE}#{}\n", "x".repeat(size - NODE.len() - 2));
    let immutable = map(json!({"mapRoles": NODE}), json!({"immutable": true}));
    let going = json!({"deletionTimestamp": "2026-11-02T08:00:00Z", "finalizers": ["example.com/x"]});
    let going = map(json!({"mapRoles": NODE}), json!({"metadata": going}));
    let pathful = ITEM.replace("role/", "role/aws-service-role/emr-containers.amazonaws.com/");
    vec![
        ("28 none at all", None, 4, vec!["AUTH-001", "there is no aws-auth"]),
        (
            "31 mapRoles in other case",
            Some(map(json!({"maproles": NODE}), Value::Null)),
            3,
            vec!["AUTH-002", "EKS ignores this key because of its case", "did somebody mean mapRoles? (maproles)"],
        ),
        (
            "32 YAML error",
            Some(roles(&broken)),
            3,
            vec!["AUTH-010", locked_out, "mapRoles:13  - rolearn: a: b\n", "             ^\n"],
        ),
        (
            "41 template without quotation marks",
            Some(roles(&format!("{NODE}{template}"))),
            3,
            vec!["AUTH-013", locked_out, "mapRoles:7    username: {{SessionName}}\n", "^\n"],
        ),
        (
            "42 tab",
            Some(roles(&NODE.replace("    - system:nodes", "\t- system:nodes"))),
            3,
            vec!["AUTH-011", locked_out, "mapRoles:5   - system:nodes\n", "^\n"],
        ),
        (
            "47 flow list over several lines",
            Some(roles("[\n  {rolearn: a}, # first\n  {rolearn: b}\n]")),
            3,
            vec!["AUTH-002", "mapRoles:1  [\n", "^\n", "list in brackets over several lines"],
        ),
        (
            "49 anchor",
            Some(roles(&NODE.replace("groups:", "groups: &g"))),
            3,
            vec!["AUTH-002", "mapRoles:4      - system:bootstrappers\n", "^\n", "An anchor or alias"],
        ),
        (
            "49 merge key",
            Some(roles(&format!("- <<: {{username: a}}\n  rolearn: arn:aws:iam::111122223333:role/x\n{NODE}"))),
            3,
            vec!["AUTH-002", "mapRoles:1  - <<: {username: a}\n", "^\n", "A merge key"],
        ),
        (
            "50 two documents",
            Some(roles(&format!("{NODE}---\n{NODE}"))),
            3,
            vec!["AUTH-002", "mapRoles:6  ---\n", "^\n", "Text behind the first YAML document"],
        ),
        (
            "51 a key twice",
            Some(roles(&format!("{NODE}{OTHER}  username: z\n"))),
            3,
            vec!["AUTH-002", "mapRoles:8    username: z\n", "^\n", "A key is used twice in one entry (username)"],
        ),
        (
            "54 full",
            Some(roles(&fill(1_048_576 - "mapRoles".len()))),
            3,
            vec!["AUTH-002", "too large", "at most 921600"],
        ),
        ("54 full after the edit", Some(roles(&fill(921_600))), 3, vec!["AUTH-002", "too large", "at most 921600"]),
        ("56 alias bomb", Some(roles(&bomb)), 3, vec!["AUTH-017", "aliases that expand without end", "mapRoles:"]),
        ("56 deep nesting", Some(roles(&"[".repeat(100_000))), 3, vec!["AUTH-018", "nested too deep", "mapRoles:1"]),
        ("58 immutable", Some(immutable), 3, vec!["AUTH-002", "cannot be changed, only deleted and made anew"]),
        ("59 being deleted", Some(going), 3, vec!["AUTH-002", "It is being deleted (deletionTimestamp)"]),
        (
            "20 our ARN with its path",
            Some(roles(&pathful)),
            3,
            vec!["AUTH-002", "mapRoles:1", "take the path out of it"],
        ),
        (
            "34 our ARN as somebody else",
            Some(roles(&ITEM.replace("username: emr-containers", "username: me"))),
            3,
            vec!["AUTH-003", "only the last counts", "→ me"],
        ),
    ]
}

#[test]
fn what_cannot_be_edited_with_certainty_is_refused_with_its_line() {
    for (case, aws_auth, code, parts) in refusals() {
        let ended = enable(aws_auth.as_ref(), &[]);
        assert_eq!(ended.code, Some(code), "{case}\n{}\n{}", ended.out, ended.err);
        assert_says(case, &ended.err, &parts);
        assert!(!ended.out.contains("step 1 of"), "{case}: a step ran\n{}", ended.out);
        assert_clean(case, &ended);
    }
}

/// The same in Korean: the words are the catalogue's and the place is the same.
#[test]
fn a_refusal_is_told_in_korean_with_the_same_place() {
    let ended = enable(Some(&roles(&format!("{NODE}- rolearn: a: b\n"))), &["--lang", "ko"]);
    assert_eq!(ended.code, Some(3));
    assert_says("32", &ended.err, &["AUTH-010", "mapRoles:6  - rolearn: a: b\n", "^\n", "확인된 내용"]);
    let ended = enable(Some(&roles(&NODE.replace("groups:", "groups: &g"))), &["--lang", "ko"]);
    assert_says("49", &ended.err, &["AUTH-002", "mapRoles:4      - system:bootstrappers\n", "이유: "]);
}

/// Case, the text of mapRoles, what the program makes of it, and the findings on aws-auth with parts of stdout.
type Edited = (&'static str, String, String, Vec<&'static str>, Vec<&'static str>);

#[expect(clippy::too_many_lines, reason = "a list")]
fn edits() -> Vec<Edited> {
    let crlf = |text: &str| text.replace('\n', "\r\n");
    let grown = |text: &str| format!("{text}{ITEM}");
    let joined = NODE.replace("    - system:nodes", "     - system:nodes");
    let twice = format!("{NODE}{OTHER}{}", OTHER.replace("username: x", "username: other"));
    let twice_by_case = twice.replacen("role/x", "role/X", 1);
    let doubled = format!("{NODE}{ITEM}{ITEM}");
    let cased = NODE.replace("rolearn", "rOlEaRn");
    let sso = "- sso:\n    permissionSetName: Admin\n    accountID: \"111122223333\"\n  username: a\n";
    let scalar = format!("{NODE}{OTHER}  groups: system:masters\n");
    let nobody = format!("{NODE}- username: u\n");
    let json = r#"[{"rolearn":"arn:aws:iam::111122223333:role/x","username":"x"}]"#;
    let json_after = json.replace(
        "}]",
        r#"},{"rolearn":"arn:aws:iam::111122223333:role/AWSServiceRoleForAmazonEMRContainers","username":"emr-containers"}]"#,
    );
    let hostile = format!("{NODE}- rolearn: arn:aws:iam::111122223333:role/x\n  username: \"\\e[2J\\u202e\"\n");
    let many: String =
        (0..9_000).map(|n| format!("- rolearn: arn:aws:iam::111122223333:role/r{n}\n  username: u\n")).collect();
    let plain = |case, text: &str| (case, text.to_owned(), grown(text), vec![], vec![]);
    vec![
        ("30 empty", String::new(), ITEM.to_owned(), vec![], vec![]),
        ("30 two backticks", "``".to_owned(), ITEM.to_owned(), vec![], vec![]),
        ("30 two quotation marks", "''".to_owned(), ITEM.to_owned(), vec![], vec![]),
        (
            "33 two groups as one",
            joined.clone(),
            grown(&joined),
            vec!["AUTH-027"],
            vec!["mapRoles:1", "system:bootstrappers - system:nodes"],
        ),
        (
            "34 the last one counts",
            twice.clone(),
            grown(&twice),
            vec!["AUTH-028"],
            vec!["a later entry for the same ARN overrides this one", "mapRoles:6"],
        ),
        ("35 in other case", twice_by_case.clone(), grown(&twice_by_case), vec!["AUTH-028"], vec!["mapRoles:6"]),
        (
            "36 there twice",
            doubled.clone(),
            doubled,
            vec!["AUTH-029"],
            vec!["aws-auth: map EMR's service-linked role [no change]"],
        ),
        plain("37 spelling of keys", &cased),
        (
            "38 sso",
            format!("{sso}{NODE}"),
            grown(&format!("{sso}{NODE}")),
            vec!["AUTH-053"],
            vec!["kept byte for byte"],
        ),
        (
            "39 groups as text",
            scalar.clone(),
            grown(&scalar),
            vec!["AUTH-025"],
            vec!["EKS keeps the entry and drops the field", "mapRoles:8    groups: system:masters"],
        ),
        ("40 nobody's entry", nobody.clone(), grown(&nobody), vec!["AUTH-022"], vec!["EKS drops it", "mapRoles:6"]),
        ("43 CRLF", crlf(NODE), format!("{}{}", crlf(NODE), crlf(ITEM)), vec![], vec![]),
        plain("44 byte order mark", &format!("\u{feff}{NODE}")),
        ("45 no newline", NODE.trim_end().to_owned(), format!("{NODE}{}", ITEM.trim_end()), vec![], vec![]),
        (
            "46 comments",
            format!("# a\n{OTHER}# b\n{NODE}# c\n\n# d\n"),
            format!("# a\n{OTHER}# b\n{NODE}{ITEM}# c\n\n# d\n"),
            vec![],
            vec![],
        ),
        ("48 JSON", json.to_owned(), json_after, vec![], vec![]),
        plain("55 9,000 entries", &many),
        (
            "57 hostile user name",
            hostile.clone(),
            grown(&hostile),
            vec!["AUTH-041"],
            vec![r"\u{1b}[2J\u{202e}", "Find out who wrote it"],
        ),
    ]
}

/// The messages of a run as JSON lines.
fn messages(ended: &Ended) -> Vec<Value> {
    ended.out.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}\n{line}"))).collect()
}

/// The mapping's step, and the ids of the findings on aws-auth.
fn told(messages: &[Value]) -> (Value, Vec<String>) {
    let plan = messages.iter().find(|message| message["type"] == "plan").unwrap();
    let steps = plan["plan"]["steps"].as_array().unwrap();
    let step = steps.iter().find(|step| step["id"] == "map-role:kube-system/aws-auth").unwrap();
    let ids = plan["findings"].as_array().unwrap().iter().map(|finding| finding["id"].as_str().unwrap().to_owned());
    (step.clone(), ids.filter(|id| id.starts_with("AUTH-")).collect())
}

#[test]
fn what_can_be_edited_keeps_every_byte_and_is_told_of() {
    for (case, before, after, ids, parts) in edits() {
        let ended = enable(Some(&roles(&before)), &["--output", "jsonl"]);
        assert_eq!(ended.code, Some(0), "{case}\n{}", ended.err);
        let (step, found) = told(&messages(&ended));
        assert_eq!((step["change"]["before"].as_str(), &found), (Some(before.as_str()), &vec_of(&ids)), "{case}");
        assert_eq!(step["change"]["after"].as_str(), Some(after.as_str()), "{case}");
        assert_eq!(step["change"]["action"] == "no-change", before == after, "{case}");
        if !parts.is_empty() {
            let ended = enable(Some(&roles(&before)), &[]);
            assert_says(case, &ended.out, &parts);
            assert_clean(case, &ended);
        }
    }
}

fn vec_of(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

#[test]
fn other_keys_are_kept_and_a_missing_section_is_made() {
    let rest = json!({"binaryData": {"blob": "AAEC"}});
    let table = [
        ("29 no data", map(Value::Null, Value::Null), vec!["AUTH-006"]),
        ("29 empty data", map(json!({}), Value::Null), vec!["AUTH-006"]),
        (
            "52 bare accounts",
            map(json!({"mapRoles": NODE, "mapAccounts": "- 012345670123\n"}), Value::Null),
            vec!["AUTH-051"],
        ),
        ("53 foreign keys", map(json!({"mapRoles": NODE, "mapFoo": "x"}), rest), vec![]),
    ];
    for (case, object, ids) in table {
        let ended = enable(Some(&object), &["--output", "jsonl"]);
        assert_eq!(ended.code, Some(0), "{case}\n{}", ended.err);
        let (step, mut found) = told(&messages(&ended));
        let (before, mut ids) = (step["change"]["before"].as_str().unwrap_or_default(), vec_of(&ids));
        assert_eq!(step["change"]["after"].as_str(), Some(format!("{before}{ITEM}").as_str()), "{case}");
        found.sort();
        ids.sort();
        assert_eq!(found, ids, "{case}");
    }
}

/// Case 60: the owner is named, and accepted by the name that was said.
#[test]
fn a_map_that_another_tool_looks_after_needs_that_tool_s_name() {
    let manager = |name: &str| {
        json!({"metadata": {"managedFields": [{"manager": name, "operation": "Update", "apiVersion": "v1",
            "fieldsType": "FieldsV1", "fieldsV1": {"f:data": {"f:mapRoles": {}}}, "time": "2026-01-01T00:00:00Z"}]}})
    };
    let label = |key: &str| json!({"metadata": {"labels": {key: "auth"}}});
    let table = [
        ("Terraform", manager("Terraform")),
        ("argocd-controller", manager("argocd-controller")),
        ("flux", label("kustomize.toolkit.fluxcd.io/name")),
        ("argocd", label("argocd.argoproj.io/instance")),
    ];
    for (owner, rest) in table {
        let object = map(json!({"mapRoles": NODE}), rest);
        let ended = enable(Some(&object), &[]);
        assert_eq!(ended.code, Some(3), "{owner}\n{}", ended.err);
        assert_says(owner, &ended.err, &["RBAC-002", &format!("--accept-owner {owner}"), owner]);
        for wrong in ["kubectl", ""] {
            assert_ne!(enable(Some(&object), &["--accept-owner", wrong]).code, Some(0), "{owner} by {wrong:?}");
        }
        let ended = enable(Some(&object), &["--accept-owner", owner]);
        assert_eq!(ended.code, Some(0), "{owner}\n{}", ended.err);
    }
}

/// Case 32: what a run kept is offered where EKS can no longer read the text.
#[test]
fn the_last_good_text_that_a_run_kept_is_offered() {
    let home = Home::new();
    let path = |name: &str| home.path().join(name).to_str().unwrap().to_owned();
    let (world, state, home_of_state) = (path("w.yaml"), path("kept"), path("state"));
    fs::write(&world, format!("{WORLD}          - {}\n", roles(NODE))).unwrap();
    let all = ["--cluster", "dev", "--sandbox", &world, "--sandbox-state", &state];
    let enable = ["enable", "--namespace", "spark", "--method", "automatic", "--yes"];
    let environment = [("XDG_STATE_HOME", home_of_state.as_str())];
    let made = run(&[&enable[..], &all].concat(), &environment);
    assert_eq!(made.code, Some(0), "{}", made.err);
    // Somebody else edits what the folder keeps, and breaks it.
    let mut changed = 0;
    for file in fs::read_dir(&state).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
        let text = fs::read_to_string(&file).unwrap();
        if text.contains("username: emr-containers") {
            fs::write(&file, text.replace("username: emr-containers", "username: emr: containers")).unwrap();
            changed += 1;
        }
    }
    assert_eq!(changed, 1, "the world is kept in one file");
    for command in [&enable[..], &["doctor"]] {
        let ended = run(&[command, &all].concat(), &environment);
        let said = format!("{}{}", ended.out, ended.err);
        assert_says("32", &said, &["AUTH-010", "^\n", "kept aws-auth as it was", "/record/runs/", "/aws-auth-"]);
        let kept = said.split_whitespace().find(|word| word.ends_with(".json") && word.contains("/aws-auth-")).unwrap();
        let manifest: Value = serde_json::from_str(&fs::read_to_string(kept).unwrap()).unwrap();
        assert_eq!(manifest["data"]["mapRoles"], NODE);
        assert_says("32", &said, &["kubectl --context arn:aws:eks:", "replace --filename", kept]);
    }
}

/// The world of the same name is a lab for this: what doctor says, and which way is left.
#[test]
fn the_world_of_a_broken_aws_auth() {
    let ended = run(&["doctor", "--sandbox", "broken-aws-auth", "--cluster", "dev"], &[]);
    assert_eq!(ended.code, Some(6), "{}{}", ended.out, ended.err);
    assert_says(
        "dev",
        &ended.out,
        &["CLUSTER-004", "AUTH-010", "mapRoles:13    username: data-engineer: {{SessionName}}\n", "^\n", "locked out"],
    );
    let enable = |cluster, method| {
        let args = ["enable", "--sandbox", "broken-aws-auth", "--cluster", cluster, "--namespace", "spark"];
        run(&[&args[..], &["--method", method, "--yes"]].concat(), &[])
    };
    for (cluster, line) in [("dev", "mapRoles:13"), ("shared", "mapRoles:5")] {
        for method in ["automatic", "manual"] {
            let ended = enable(cluster, method);
            assert_eq!(ended.code, Some(3), "{cluster} {method}\n{}", ended.err);
            assert_says(cluster, &ended.err, &[line, "^\n"]);
        }
    }
    let ended = enable("shared", "access-entry");
    assert_eq!(ended.code, Some(0), "{}\n{}", ended.out, ended.err);
}
