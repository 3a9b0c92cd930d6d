//! Steps, findings, proofs and runs.

use super::{both, complete, name};
use crate::domain::arn::RoleArn;
use crate::domain::desired::NonEmpty;
use crate::domain::fargate::{ProfileSelector, ProfileWish};
use crate::domain::observed::NodeCount;
use crate::domain::{AuthenticationMode, NamespaceName, NotLooked, OutsideText, VerbatimText};
use crate::plan::access_delta::{AccessDelta, DeltaPlace};
use crate::plan::finding::FindingId;
use crate::plan::operation::{Reversal, Write};
use crate::plan::proof::{Check, Verdict};
use crate::plan::run::{RunEnd, StepOutcome, Watch};
use crate::plan::step::Note;
use crate::plan::{Action, Change, Finding, Operation, Risk, Severity, Step, StepId, Undo, ValueSource};
use crate::text::Lang;
use crate::text::describe::*;

fn operations() -> Vec<Operation> {
    let namespace: NamespaceName = name("spark");
    let role: RoleArn = "arn:aws:iam::111122223333:role/aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers".parse().unwrap();
    let mut all = vec![
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
        Operation::CreateFargateProfile {
            role: role.clone(),
            profile: ProfileWish {
                name: name("spark"),
                subnets: NonEmpty::one(name("subnet-0a11a22b33c44d551")),
                selectors: NonEmpty::one(ProfileSelector { namespace: namespace.clone(), labels: Default::default() }),
            },
        },
        Operation::AwaitAccessEntry { role: role.clone(), namespace: namespace.clone() },
        Operation::CreateAwsAuth { text: String::new() },
        Operation::EditAwsAuth { text: VerbatimText::new("") },
    ];
    all.extend(reversals(&namespace, &role).map(Operation::Reverse));
    all
}

fn reversals(namespace: &NamespaceName, role: &RoleArn) -> [Reversal; 12] {
    let (namespace, uid, name) = (|| namespace.clone(), || OutsideText::line("uid-1"), || role.name.clone());
    let unmap = serde_json::json!({
        "reversal": "unmap-role", "role_arn": role.pathless(), "username": "emr-containers",
        "insertion": {"text": "- rolearn: x\n", "replaced": null},
    });
    [
        Reversal::DeleteRole { namespace: namespace(), uid: uid() },
        Reversal::DeleteRoleBinding { namespace: namespace(), uid: uid() },
        Reversal::RestoreRole { namespace: namespace(), uid: uid(), rules: vec![] },
        Reversal::RestoreRoleBinding { namespace: namespace(), uid: uid(), subjects: vec![] },
        serde_json::from_value(unmap).unwrap(),
        Reversal::DeleteVirtualCluster { namespace: namespace(), id: uid() },
        Reversal::DeleteNamespace { namespace: namespace(), uid: uid() },
        Reversal::DeleteCallerPolicy { role: name(), policy: "p".to_owned() },
        Reversal::DeleteFargateProfile { profile: "emr".parse().unwrap(), arn: uid() },
        Reversal::DetachExecutionPolicy { role: name(), policy: "p".to_owned() },
        Reversal::DeleteExecutionRole { role: role.clone(), unique_id: uid() },
        Reversal::RestoreAwsAuth { text: VerbatimText::new("") },
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
        Check::FargateProfile { name: line("spark"), namespaces: vec![line("spark")] },
        Check::Kubelet { through: line("aws-auth"), username: line("system:node:x") },
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
    let locked_out = |mode, commands: Vec<String>| Watch::LockedOut { principal: Some(line("role/A")), mode, commands };
    let watches = [
        Watch::ClusterUpdate { id: line("0b7f"), status: line("InProgress") },
        Watch::OtherUpdate { id: line("0b7f"), kind: line("VersionUpdate"), status: line("InProgress") },
        update_ended(vec![line("SubnetNotFound: no subnet")]),
        update_ended(Vec::new()),
        Watch::StillRefused { role: line("Operator"), seen: line("not authorized") },
        Watch::VirtualCluster { namespace: line("spark"), state: line("RUNNING") },
        Watch::FargateProfile { name: line("spark"), status: line("CREATING") },
        Watch::FargateProfileFailed { name: line("spark"), status: line("CREATE_FAILED"), issues: vec![line("x")] },
        Watch::FargateProfileFailed { name: line("spark"), status: line("CREATE_FAILED"), issues: vec![] },
        Watch::SubnetRefused { subnet: name("subnet-0a11a22b"), seen: line("not a private subnet") },
        Watch::Propagation { seen: line("x") },
        Watch::RoleUnseen { role: line("x") },
        Watch::Nodes { ready: 2, all: 3 },
        locked_out(AuthenticationMode::ApiAndConfigMap, vec!["aws eks create-access-entry".to_owned()]),
        locked_out(AuthenticationMode::ConfigMap, Vec::new()),
    ];
    let outcomes = [
        StepOutcome::Applied,
        StepOutcome::AlreadyPresent,
        StepOutcome::Skipped,
        StepOutcome::Failed { reason: line("x") },
        StepOutcome::Drifted { seen: line("x"), found: None },
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
