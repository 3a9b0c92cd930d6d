//! The words for real data, in both languages. Whether every key is there is checked in `tests/it/catalogue.rs`.

use super::*;
use crate::domain::access::EksVersion;
use crate::domain::arn::{ClusterArn, RoleArn};
use crate::domain::name::{NameError, RoleName};
use crate::domain::observed::NodeCount;
use crate::domain::{
    AuthenticationMode, ClusterName, NamespaceName, NotLooked, OutsideText, PlatformVersion, PortError, PortErrorKind,
    Region, Unreached, VirtualClusterName,
};
use crate::plan::access_delta::{AccessDelta, DeltaPlace};
use crate::plan::finding::FindingId;
use crate::plan::operation::Write;
use crate::plan::proof::{Check, Verdict};
use crate::plan::run::{RunEnd, StepOutcome, Watch};
use crate::plan::step::Note;
use crate::plan::{Action, Change, Finding, Operation, Risk, Severity, Step, StepId, Undo, ValueSource};
use crate::text::Lang;

fn both() -> [Catalog; 2] {
    Lang::ALL.map(Catalog::new)
}

/// No key in brackets, no argument left open, nothing empty.
fn complete(words: &str) {
    assert!(!words.is_empty());
    assert!(!words.starts_with('['), "{words}");
    assert!(!words.contains("{$"), "{words}");
}

fn name<T: std::str::FromStr<Err = NameError>>(text: &str) -> T {
    text.parse().unwrap()
}

fn operations() -> Vec<Operation> {
    let namespace: NamespaceName = name("spark");
    let role: RoleArn = "arn:aws:iam::111122223333:role/aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers".parse().unwrap();
    vec![
        Operation::CreateNamespace { namespace: namespace.clone() },
        Operation::CreateServiceLinkedRole { role: role.clone() },
        Operation::WriteRole {
            namespace: namespace.clone(),
            rules: crate::assets::rules(RuleSet::Eksctl),
            write: Write::Create,
        },
        Operation::WriteRoleBinding { namespace: namespace.clone(), subjects: vec![], write: Write::Create },
        Operation::MapRole { role_arn: role.pathless(), username: "emr-containers".into() },
        Operation::UpdateAuthenticationMode { to: AuthenticationMode::ApiAndConfigMap },
        Operation::PutCallerPolicy {
            role: name("PlatformAdmin"),
            policy: "emr-onramp-access-entry".into(),
            document: serde_json::Value::Null,
        },
        Operation::CreateVirtualCluster { namespace: namespace.clone(), name: name("spark-vc") },
        Operation::CreateExecutionRole { role: role.clone(), trust: serde_json::Value::Null, tags: vec![] },
        Operation::UpdateTrustPolicy {
            role: role.clone(),
            unique_id: OutsideText::line("AROAX"),
            trust: serde_json::Value::Null,
        },
        Operation::AttachExecutionPolicy { role: name("pods"), policy: "arn:aws:iam::aws:policy/X".into() },
        Operation::AwaitAccessEntry { role, namespace },
    ]
}

fn step(operation: Operation, action: Action, undo: Undo) -> Step {
    Step {
        id: StepId::of(&operation),
        operation,
        change: Change { action, before: None, after: None },
        needs: vec![],
        undo,
        risk: Risk::Access,
        source: ValueSource::Method,
        notes: vec![],
    }
}

#[test]
fn every_step_has_title_reason_change_and_undo() {
    let undos = [
        Undo::Nothing,
        Undo::Delete,
        Undo::Restore,
        Undo::RemoveEntry,
        Undo::ByEmr,
        Undo::Irreversible,
        Undo::LeaveShared,
    ];
    for catalog in both() {
        for operation in operations() {
            for action in [Action::Create, Action::NoChange] {
                let step = step(operation.clone(), action, Undo::Nothing);
                complete(&step_title(&catalog, &step));
                complete(&step_why(&catalog, &step));
                complete(&step_what(&catalog, &step));
            }
        }
        // Each way of undoing with a kind of step that has it.
        for way in undos {
            for operation in operations() {
                let fits = match way {
                    Undo::Irreversible => matches!(
                        operation,
                        Operation::UpdateAuthenticationMode { .. } | Operation::CreateNamespace { .. }
                    ),
                    _ => true,
                };
                if fits {
                    complete(&undo(&catalog, &step(operation, Action::Create, way)));
                }
            }
        }
    }
}

#[test]
fn a_step_reads_as_on_the_screen() {
    let [english, korean] = both();
    let all = operations();
    let role = step(all[2].clone(), Action::Create, Undo::Delete);
    assert_eq!(step_title(&english, &role), "Role emr-containers in spark");
    assert_eq!(step_title(&korean, &role), "spark의 Role emr-containers");
    assert_eq!(step_what(&english, &role), "create, 9 rules");
    assert_eq!(step_what(&korean, &role), "생성, 규칙 9개");
    let mode = step(all[5].clone(), Action::OneWay, Undo::Irreversible);
    assert_eq!(step_what(&english, &mode), "to API_AND_CONFIG_MAP, one-way");
    let same = step(all[5].clone(), Action::NoChange, Undo::Nothing);
    assert_eq!(step_what(&english, &same), "no change");
    assert_eq!(step_why(&english, &same), "The mode is already API_AND_CONFIG_MAP; nothing is sent.");
    let there = step(all[2].clone(), Action::NoChange, Undo::Nothing);
    assert_eq!(step_why(&english, &there), "Already so; nothing is sent.");
}

#[test]
fn undo_of_a_namespace_names_it() {
    let [english, korean] = both();
    let step = step(operations().remove(0), Action::Create, Undo::Delete);
    assert!(undo(&english, &step).contains("spark"));
    assert!(undo(&korean, &step).contains("spark를 삭제합니다"));
}

#[test]
fn small_words_are_there() {
    for catalog in both() {
        for word in [Action::Create, Action::Update, Action::NoChange, Action::OneWay, Action::DoneByEmr] {
            complete(&action(&catalog, word));
        }
        for word in [Risk::None, Risk::Add, Risk::Access, Risk::Account, Risk::Cluster, Risk::OneWay] {
            complete(&risk(&catalog, word));
        }
        for word in [ValueSource::Chosen, ValueSource::Method, ValueSource::Seen] {
            complete(&source(&catalog, word));
        }
        for word in [Severity::Info, Severity::Warning, Severity::MissingRight, Severity::Refused, Severity::Blocker] {
            complete(&severity(&catalog, word));
        }
        for word in [RunEnd::Done, RunEnd::Stopped, RunEnd::Failed, RunEnd::Drifted] {
            complete(&run_end(&catalog, word));
        }
        for word in Method::ALL {
            complete(&method(&catalog, word));
            complete(&method_summary(&catalog, word));
        }
        for word in AuthenticationMode::LADDER {
            complete(&mode(&catalog, word));
        }
        for word in RuleSet::ALL {
            complete(&rule_set(&catalog, word));
        }
    }
}

#[test]
fn every_note_is_spelled_out() {
    let notes = [
        Note::RecognisedAs { rule_set: RuleSet::Aws121 },
        Note::OwnRules,
        Note::Lacks { permissions: vec!["persistentvolumeclaims get".into()] },
        Note::NotOurs { managers: vec![] },
        Note::NotOurs { managers: vec![OutsideText::line("argocd-controller")] },
        Note::OthersUntouched { entries: 0 },
        Note::OthersUntouched { entries: 5 },
        Note::BeyondDocumentedVersion,
    ];
    for catalog in both() {
        for one in &notes {
            complete(&note(&catalog, one));
        }
    }
    let [english, korean] = both();
    assert!(note(&english, &notes[0]).contains("1.21 and earlier"));
    assert!(note(&english, &notes[4]).contains("argocd-controller"));
    assert!(note(&english, &notes[6]).contains("The 5 other entries"));
    assert!(note(&korean, &notes[6]).contains("5개"));
}

#[test]
fn every_finding_has_title_and_fix_with_its_subject() {
    for catalog in both() {
        for id in FindingId::ALL {
            let finding = Finding::new(*id, "spark", "two entries");
            let title = finding_title(&catalog, &finding);
            complete(&title);
            assert!(title.contains("spark"), "{title}");
            complete(&finding_fix(&catalog, &finding));
            assert!(finding_evidence(&catalog, &finding).unwrap().contains("two entries"));
        }
        let bare = Finding::new(FindingId::NoAwsAuth, "dev", "");
        assert_eq!(finding_evidence(&catalog, &bare), None);
    }
}

fn refused<T: std::str::FromStr<Err = NameError> + std::fmt::Debug>(given: &str) -> [String; 2] {
    let error = given.parse::<T>().unwrap_err();
    both().map(|catalog| name_error(&catalog, &error))
}

#[test]
fn bad_names_are_told_in_one_line() {
    let table = [
        (
            refused::<NamespaceName>("My_NS"),
            "namespace \"My_NS\": character 'M' at position 1; it may hold a-z, 0-9 and '-' only; try my-ns",
            "네임스페이스 \"My_NS\": 1번째 문자 'M'을 쓸 수 없습니다. a-z, 0-9, '-'만 쓸 수 있습니다. 예: my-ns",
        ),
        (
            refused::<NamespaceName>("sp\u{430}rk"),
            "namespace \"sp\u{430}rk\": character U+0430 at position 3 is not a Latin a; try spark",
            "네임스페이스 \"sp\u{430}rk\": 3번째 문자 U+0430은 라틴 문자 a가 아닙니다. 예: spark",
        ),
        (
            refused::<NamespaceName>("ab\u{1b}c"),
            "namespace \"ab\\u{1b}c\": control character U+001B at position 3; type the name by hand; try abc",
            "네임스페이스 \"ab\\u{1b}c\": 3번째에 제어 문자 U+001B가 있습니다. 이름을 직접 입력하십시오. 예: abc",
        ),
        (
            refused::<NamespaceName>("-a"),
            "namespace \"-a\": must start and end with a letter or digit; try a",
            "네임스페이스 \"-a\": 영문 소문자나 숫자로 시작하고 끝나야 합니다. 예: a",
        ),
        (
            refused::<ClusterName>("-dev"),
            "cluster \"-dev\": must start with a letter or digit; try dev",
            "클러스터 \"-dev\": 영문자나 숫자로 시작해야 합니다. 예: dev",
        ),
        (
            refused::<NamespaceName>(" "),
            "namespace: empty; type a name",
            "네임스페이스: 비어 있습니다. 이름을 입력하십시오",
        ),
        (
            refused::<VirtualClusterName>("a b"),
            "virtual cluster \"a b\": character ' ' at position 2; it may hold A-Z, a-z, 0-9 and . - _ / # only; try a-b",
            "가상 클러스터 \"a b\": 2번째 문자 ' '을(를) 쓸 수 없습니다. A-Z, a-z, 0-9, . - _ / #만 쓸 수 있습니다. 예: a-b",
        ),
        (
            refused::<Region>("useast1"),
            "region \"useast1\": not of the form of us-east-1",
            "리전 \"useast1\": us-east-1 같은 형식이 아닙니다",
        ),
    ];
    for (got, english, korean) in table {
        assert_eq!(got, [english, korean]);
    }
    let [english, korean] = refused::<NamespaceName>(&"a".repeat(64));
    assert!(english.contains("64 characters, at most 63; try a"), "{english}");
    assert!(korean.contains("64자입니다. 최대 63자입니다"), "{korean}");
    for words in refused::<RoleName>("a:b") {
        complete(&words);
    }
}

#[test]
fn what_stands_in_the_place_of_a_role_is_named_in_the_readers_language() {
    for (given, english, korean) in [
        ("", "There is no ARN.", "ARN이 비어 있습니다."),
        ("not-an-arn", "\"not-an-arn\": this is not an ARN; a role's looks like", "ARN이 아닙니다."),
        ("arn:no:iam::111122223333:role/x", "no AWS partition", "AWS 파티션이 아닙니다"),
        ("arn:aws:s3:::bucket", "something of the service s3; an IAM role is needed", "s3 서비스의 리소스입니다."),
        ("arn:aws:iam:x:111122223333:role/x", "two colons follow each other", "콜론 두 개"),
        ("arn:aws:iam::12345:role/x", "the account id must have 12 digits, and \"12345\" has not", "\"12345\"입니다"),
        (
            "arn:aws:sts::111122223333:assumed-role/Admin/me",
            "this is a session, not a role; the role is arn:aws:iam::111122223333:role/Admin",
            "세션입니다. 역할은 arn:aws:iam::111122223333:role/Admin입니다",
        ),
        (
            "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/me",
            "a session of IAM Identity Center, not a role; the role also has a path",
            "IAM Identity Center 세션입니다.",
        ),
        ("arn:aws:iam::111122223333:root", "this is the account's root; an IAM role is needed", "계정의 루트입니다."),
        ("arn:aws:iam::111122223333:user/x", "this is an IAM user; an IAM role is needed", "IAM 사용자입니다."),
        ("arn:aws:iam::111122223333:instance-profile/x", "an instance profile", "인스턴스 프로파일입니다."),
        ("arn:aws:iam::111122223333:mfa/x", "something else of IAM (\"mfa\")", "(\"mfa\")입니다."),
        ("arn:aws:iam::111122223333:ROLE/x", "the role is arn:aws:iam::111122223333:role/x", "\"ROLE\"은 소문자여야"),
        ("arn:aws:iam::111122223333:role/*", "wildcards do not work here", "와일드카드는 여기서 쓸 수 없습니다."),
        ("arn:aws:iam::111122223333:role//x", "IAM takes no such path", "IAM이 받지 않는 경로입니다."),
        ("arn:aws:iam::111122223333:role/a b", "character ' ' at position 2", "2번째 문자 ' '"),
    ] {
        let error = given.parse::<RoleArn>().unwrap_err();
        for (catalog, wanted) in both().iter().zip([english, korean]) {
            let words = role_arn_error(catalog, &error);
            complete(&words);
            assert!(words.contains(wanted), "{given}: {words}");
        }
    }
}

#[test]
fn a_role_elsewhere_is_told_with_both_places() {
    let cluster: ClusterArn = "arn:aws:eks:us-east-1:111122223333:cluster/dev".parse().unwrap();
    for (role, places) in [
        ("arn:aws:iam::012345678901:role/x", ["012345678901", "111122223333"]),
        ("arn:aws-cn:iam::111122223333:role/x", ["aws-cn", "aws"]),
    ] {
        let elsewhere = role.parse::<RoleArn>().unwrap().check_beside(&cluster).unwrap_err();
        for catalog in both() {
            let words = role_elsewhere(&catalog, &elsewhere);
            complete(&words);
            assert!(places.iter().all(|place| words.contains(place)), "{words}");
        }
    }
}

#[test]
fn versions_show_an_example() {
    for catalog in both() {
        let version = "latest".parse::<EksVersion>().unwrap_err();
        assert!(version_error(&catalog, &version).contains("1.33"));
        let platform = "10".parse::<PlatformVersion>().unwrap_err();
        assert!(version_error(&catalog, &platform).contains("eks.10"));
    }
}

fn error(kind: PortErrorKind) -> PortError {
    PortError {
        kind,
        service: "emr-containers".into(),
        operation: "CreateVirtualCluster".into(),
        status: Some(400),
        code: Some(OutsideText::line("ValidationException")),
        message: OutsideText::line("A virtual cluster already exists in the given namespace"),
        request_id: Some(OutsideText::line("0a1b")),
    }
}

#[test]
fn a_failed_call_says_what_then_the_services_words_then_what_next() {
    let kinds = [
        PortErrorKind::Denied,
        PortErrorKind::Unauthenticated,
        PortErrorKind::NotFound,
        PortErrorKind::Conflict,
        PortErrorKind::AlreadyExists,
        PortErrorKind::Throttled,
        PortErrorKind::Invalid,
        PortErrorKind::Unreachable,
        PortErrorKind::Unknown,
        PortErrorKind::Unexpected,
    ];
    for catalog in both() {
        for kind in kinds {
            let words = port_error(&catalog, &error(kind));
            complete(&words);
            let lines: Vec<&str> = words.lines().collect();
            assert_eq!(lines.len(), 3, "{words}");
            assert!(lines[0].contains("CreateVirtualCluster"), "{words}");
            assert!(lines[1].contains("ValidationException: A virtual cluster already exists"), "{words}");
            assert!(lines[1].contains("0a1b"), "{words}");
            assert_eq!(lines[2], port_error_next(&catalog, kind));
        }
        let mut silent = error(PortErrorKind::Unreachable);
        (silent.code, silent.message, silent.request_id) = (None, OutsideText::default(), None);
        assert_eq!(port_error(&catalog, &silent).lines().count(), 2);
    }
}

#[test]
fn what_was_not_looked_at_says_why() {
    let message = || OutsideText::line("forbidden");
    let reasons = [
        NotLooked::NotNeeded,
        NotLooked::Unsupported,
        NotLooked::Denied { message: message() },
        NotLooked::Unreachable { how: Unreached::NoAnswer, message: message() },
        NotLooked::Failed { message: message() },
    ];
    for catalog in both() {
        for (index, why) in reasons.iter().enumerate() {
            let words = not_looked(&catalog, why);
            complete(&words);
            assert_eq!(words.contains("forbidden"), index >= 2, "{words}");
        }
    }
}

fn line(text: &str) -> OutsideText {
    OutsideText::line(text)
}

fn checks() -> Vec<Check> {
    let now = NodeCount { ready: 3, all: 3 };
    vec![
        Check::AwsAuth { entries: 6, before: 5, username: line("emr-containers") },
        Check::OwnAccess { username: None },
        Check::OwnAccess { username: Some(line("admin")) },
        Check::Nodes { now, before: None, watched_s: 12 },
        Check::Nodes { now, before: Some(now), watched_s: 12 },
        Check::AccessEntry { username: line("u"), namespaces: vec![line("spark"), line("team-a")] },
        Check::LegacyAccess { namespaces: vec![line("old")] },
        Check::VirtualCluster { id: line("abc"), namespace: line("spark"), state: line("RUNNING"), integrated: true },
        Check::VirtualCluster { id: line("abc"), namespace: line("spark"), state: line("RUNNING"), integrated: false },
        Check::ServiceLinkedRole { arn: line("arn") },
    ]
}

#[test]
fn every_verdict_is_spelled_out() {
    for catalog in both() {
        for held in checks() {
            let word = held.word();
            complete(&check(&catalog, word));
            let untranslated = catalog.lang() == Lang::Ko && check(&catalog, word) == word;
            assert!(!untranslated, "{word} has no name");
            complete(&verdict(&catalog, &Verdict::Holds(held)));
        }
        let failed = Verdict::Fails { check: "aws-auth".into(), seen: line("user admin") };
        assert!(verdict(&catalog, &failed).contains("user admin"));
        let unseen = Verdict::NotLooked { check: "of-a-newer-version".into(), why: NotLooked::Unsupported };
        assert!(verdict(&catalog, &unseen).contains("of-a-newer-version"));
        for (known, raw) in [
            ("eksEntryUsername: default", false),
            ("serviceLinkedEntryReads: refused", false),
            ("createVirtualClusterInApiMode: allowed", false),
            ("other: x", true),
        ] {
            complete(&assumption(&catalog, known));
            assert_eq!(assumption(&catalog, known) == known, raw, "{known}");
        }
        let assumed = Verdict::Assumed { assumption: line("entry-username") };
        assert!(verdict(&catalog, &assumed).contains("entry-username"));
    }
}

#[test]
fn runs_are_told_as_they_go() {
    let update_ended = |errors| Watch::UpdateEnded {
        id: line("0b7f"),
        status: line("Failed"),
        errors,
        cluster: line("ACTIVE"),
        mode: AuthenticationMode::ConfigMap,
    };
    let watches = [
        Watch::ClusterUpdate { id: line("0b7f"), status: line("InProgress") },
        Watch::OtherUpdate { id: line("0b7f"), kind: line("VersionUpdate"), status: line("InProgress") },
        update_ended(vec![line("SubnetNotFound: no subnet")]),
        update_ended(Vec::new()),
        Watch::StillRefused { role: line("Operator"), seen: line("not authorized") },
        Watch::VirtualCluster { namespace: line("spark"), state: line("RUNNING") },
        Watch::Propagation { seen: line("x") },
        Watch::Nodes { ready: 2, all: 3 },
    ];
    let outcomes = [
        StepOutcome::Applied,
        StepOutcome::AlreadyPresent,
        StepOutcome::Skipped,
        StepOutcome::Failed { reason: line("x") },
        StepOutcome::Drifted { seen: line("x") },
        StepOutcome::Unknown { reason: line("x") },
    ];
    for catalog in both() {
        for watched in &watches {
            complete(&watch(&catalog, watched));
        }
        for ended in &outcomes {
            complete(&outcome(&catalog, ended));
        }
    }
}

#[test]
fn access_is_told_by_who_what_where_and_through_what() {
    let delta = AccessDelta {
        who: line("emr-containers"),
        what: line("create pods"),
        place: DeltaPlace::Namespace(line("spark")),
        through: line("Role emr-containers"),
    };
    let [english, korean] = both();
    assert_eq!(
        access_delta(&english, &delta),
        "emr-containers: create pods, in namespace spark only, through Role emr-containers"
    );
    assert_eq!(
        access_delta(&korean, &delta),
        "emr-containers: create pods, 네임스페이스 spark에서만, Role emr-containers로 허용"
    );
    for catalog in [english, korean] {
        complete(&delta_place(&catalog, &DeltaPlace::Cluster(line("dev"))));
        complete(&delta_place(&catalog, &DeltaPlace::Account(line("1"))));
    }
}
