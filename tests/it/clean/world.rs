//! A world whose every text is hostile, through the real clients, and every command on it.
#![expect(clippy::disallowed_methods, reason = "a test writes the world that the program is to run in")]

use std::fs;

use emr_onramp::assets::SCENARIOS;
use emr_onramp::domain::Observed;
use emr_onramp::domain::fargate::FargateLook;
use emr_onramp::observe::{Question, observe};
use emr_onramp::planner::{caller_policy_name, rights_to_ask, simulations_to_ask, tried_rules};
use emr_onramp::sandbox::World;
use serde_json::{Value, json};

use super::payload::{PAYLOADS, all, assert_clean, assert_harmless, is_bad, marked};
use super::plant::{texts, with, yaml};
use crate::rig::{Rig, of};
use crate::support::program::{Ended, Home, run};

/// What names something else in the world, so that the way to the other texts leads through it.
const NAMES: [&str; 31] = [
    "name",
    "id",
    "arn",
    "seed",
    "version",
    "now",
    "kind",
    "apiVersion",
    "namespace",
    "status",
    "creator",
    "roleArn",
    "nodeRole",
    "principalArn",
    "policyArn",
    "authenticationMode",
    "createdAt",
    "modifiedAt",
    "associatedAt",
    "path",
    "podExecutionRoleArn",
    "platformVersion",
    "type",
    "uid",
    "trust",
    "document",
    "mapRoles",
    "mapUsers",
    "attached",
    "apiGroup",
    "namespaces",
];

/// The keys whose texts have to be among those that were planted.
const PLANTED: [&str; 9] =
    ["aliases", "description", "tags", "annotations", "manager", "username", "verbs", "resources", "reason"];

/// The texts of the scenario that somebody else writes: added to what it has, so that each of them is there.
fn enriched(scenario: &str) -> Value {
    let text = SCENARIOS.iter().find(|(name, _)| *name == scenario).unwrap().1;
    let mut world = serde_json::to_value(World::parse(text).unwrap()).unwrap();
    let dev = world.pointer_mut("/regions/0/clusters/0").unwrap();
    let objects = dev["kubernetes"].as_array_mut().unwrap();
    for object in objects.iter_mut().filter(|object| object["kind"] == "Namespace" || object["kind"] == "ConfigMap") {
        let meta = object["metadata"].as_object_mut().unwrap();
        meta.entry("annotations").or_insert(json!({}))["argocd.argoproj.io/tracking-id"] = "tracked".into();
        meta["annotations"]["meta.helm.sh/release-name"] = "release".into();
        meta.insert("managedFields".to_owned(), json!([{"manager": "somebody", "operation": "Update"}]));
    }
    let meta = json!({"name": "emr-containers", "namespace": "spark",
        "managedFields": [{"manager": "somebody", "operation": "Update"}]});
    objects.push(json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": meta,
        "rules": [{"apiGroups": [""], "resources": ["pods", "strange"], "verbs": ["get", "wander"]}]}));
    objects.push(json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": meta,
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "emr-containers"},
        "subjects": [{"kind": "User", "name": "somebody", "apiGroup": "rbac.authorization.k8s.io"}]}));
    dev["tags"]["owner"] = "somebody".into();
    world
}

/// The world with a text behind every text that is no name, and where.
pub(super) fn hostile(scenario: &str, payload: &str) -> (Value, Vec<String>) {
    let mut world = enriched(scenario);
    let mut planted = Vec::new();
    for at in texts(&world) {
        let words: Vec<&str> = at.split('/').filter(|word| word.parse::<usize>().is_err()).collect();
        let is_subject = at.contains("/subjects/") && at.ends_with("/name");
        if words.last().is_some_and(|word| NAMES.contains(word)) && !is_subject || at.starts_with("/caller") {
            continue;
        }
        // IAM answers in XML, where most controls cannot stand in any form.
        let is_xml = at.starts_with("/iam") || at.starts_with("/account");
        let payload: String = payload.chars().filter(|c| !is_xml || *c >= ' ' || matches!(c, '\t' | '\n')).collect();
        let before = world.pointer(&at).and_then(Value::as_str).unwrap().to_owned();
        let next = with(&world, &at, &format!("{before}{payload}"));
        if World::parse(&yaml(&next)).is_ok() {
            world = next;
            planted.push(at);
        }
    }
    in_aws_auth(&mut world, payload);
    (world, planted)
}

/// In aws-auth: in a comment, in a user name, in a key of another map, as YAML writes it, so that it still parses.
fn in_aws_auth(world: &mut Value, payload: &str) {
    let escaped = yaml(&Value::from(payload));
    let inner = &escaped[1..escaped.len() - 1];
    let more = format!(
        "- rolearn: arn:aws:iam::111122223333:role/Other\n  username: \"strange{inner}\"\n  groups: [\"g{inner}\"]\n"
    );
    let comment: String =
        payload.chars().filter(|c| !matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')).collect();
    let may_stand = |c: &char| !c.is_control() && *c != '\u{feff}';
    let comment: String = comment.chars().filter(may_stand).collect();
    let objects = world.pointer_mut("/regions/0/clusters/0/kubernetes").unwrap().as_array_mut().unwrap();
    let map = objects.iter_mut().find(|object| object["kind"] == "ConfigMap").unwrap();
    let before = map["data"]["mapRoles"].as_str().unwrap();
    map["data"]["mapRoles"] = format!("{before}# kept {comment}\n{more}").into();
    map["data"]["mapAccounts"] = format!("- \"{inner}\"\n").into();
}

async fn seen(world: &Value) -> Observed {
    let rig = Rig::open(&yaml(world));
    let (region, cluster, namespace) = (of("us-east-1"), of("dev"), of("spark"));
    let names = [namespace];
    let question = Question {
        region: &region,
        cluster: &cluster,
        namespaces: &names,
        rights: &rights_to_ask(&names),
        caller_policy: &caller_policy_name(&cluster),
        simulations: |caller, question| {
            simulations_to_ask(caller, question.region, question.cluster, question.namespaces, question.fargate)
        },
        role_rules: tried_rules(),
        fargate: &FargateLook::Yes { named: None },
    };
    observe(&rig.cloud, &emr_onramp::adapters::clock::SystemClock, &question).await.unwrap()
}

/// The places where text is kept as it is: it goes back to where it came from, or is compared.
fn stays_exact(at: &str) -> bool {
    let is_document = at.contains("/caller_policy/") || at.ends_with("/trust");
    let is_rule = at.contains("/rules/");
    at.contains("/aws_auth/value/data/") || is_document || is_rule
}

/// What the adapters hand on is clean, whatever the servers said; only what has to stay exact is not.
#[tokio::test]
async fn what_comes_through_the_clients_is_clean() {
    for scenario in ["fresh", "fargate", "legacy-virtual-clusters"] {
        let (world, planted) = hostile(scenario, &all());
        for key in PLANTED {
            let has = planted.iter().any(|at| at.split('/').any(|word| word == key));
            assert!(has, "{scenario}: nothing was planted at {key}: {planted:#?}");
        }
        let observed = serde_json::to_value(seen(&world).await).unwrap();
        let (mut hit, mut exact) = (0, 0);
        for at in texts(&observed) {
            let text = observed.pointer(&at).and_then(Value::as_str).unwrap();
            hit += usize::from(text.contains("\\u{1b}[2J"));
            if stays_exact(&at) {
                exact += usize::from(text.contains(is_bad));
                continue;
            }
            assert_clean(&format!("{scenario}{at}"), text);
        }
        assert!(hit >= 5 && exact >= 1, "{scenario}: {hit} cleaned and {exact} exact texts were met");
    }
}

/// The tools that mark aws-auth in the world: whoever goes on names them.
pub(super) const OWNERS: [&str; 4] = ["--accept-owner", "argocd", "--accept-owner", "helm"];

/// A world in a folder that keeps it, and commands on it.
struct Place {
    home: Home,
    lang: &'static str,
}

impl Place {
    fn new(world: &Value, lang: &'static str) -> Self {
        let home = Home::new();
        fs::write(home.path().join("w.yaml"), yaml(world)).unwrap();
        Self { home, lang }
    }

    fn run(&self, words: &[&str]) -> Ended {
        let at = |name: &str| self.home.path().join(name).to_str().unwrap().to_owned();
        let (world, folder) = (at("w.yaml"), at("kept"));
        let place = ["--sandbox", &world, "--sandbox-state", &folder, "--lang", self.lang];
        run(&[words, &place, &OWNERS].concat(), &[])
    }

    /// Runs it as text and as JSON of both kinds, and answers the first.
    fn all_ways(&self, words: &[&str]) -> Ended {
        for format in ["json", "jsonl"] {
            let ended = self.run(&[words, &["--output", format]].concat());
            assert_harmless(&format!("{words:?} as {format}"), &ended);
            let documents: Vec<&str> = if format == "json" { vec![&ended.out] } else { ended.out.lines().collect() };
            assert!(!documents.is_empty(), "{words:?}: {}", ended.err);
            for document in documents {
                let read: Result<Value, _> = serde_json::from_str(document);
                assert!(read.is_ok(), "{words:?} as {format}: {read:?}\n{document}");
            }
        }
        let ended = self.run(words);
        assert_harmless(&format!("{words:?}"), &ended);
        ended
    }

    fn only_run(&self) -> String {
        let runs = fs::read_dir(self.home.path().join("kept/record/runs")).unwrap();
        runs.map(|entry| entry.unwrap().file_name().into_string().unwrap()).max().unwrap()
    }
}

const ENABLE: [&str; 5] = ["enable", "--cluster", "dev", "--namespace", "spark"];

/// A fault with a hostile text in what a server says.
fn refusal(call: &str, payload: &str) -> Value {
    // In a header of the others no such code could be sent.
    let is_in_body = ["kube:", "iam:", "sts:"].iter().any(|service| call.starts_with(service));
    let code = if is_in_body { format!("Strange{payload}") } else { "StrangeException".to_owned() };
    let error = json!({"status": 400, "code": code, "message": payload});
    json!({"call": call, "effect": {"error": error}})
}

/// Looks, plans, runs, records, reports, replays, undoes: each on a world that is hostile throughout.
fn commands(scenario: &str, payload: &str, lang: &'static str) {
    let (world, _) = hostile(scenario, payload);
    let place = Place::new(&world, lang);
    let looked = place.all_ways(&["doctor", "--cluster", "dev", "--namespace", "spark"]);
    assert!(!looked.out.is_empty(), "{}", looked.err);
    for method in ["automatic", "manual", "access-entry"] {
        place.all_ways(&[&ENABLE[..], &["--method", method]].concat());
    }
    place.all_ways(&["fargate-role", "check", "--cluster", "dev"]);
    let done = place.run(&[&ENABLE[..], &["--virtual-cluster", "vc", "--method", "manual", "--yes"]].concat());
    assert_harmless("the run", &done);
    assert!(matches!(done.code, Some(0 | 5 | 6)), "{}{}", done.out, done.err);
    let run = place.only_run();
    place.all_ways(&["runs"]);
    place.all_ways(&["runs", &run]);
    for format in ["markdown", "json"] {
        assert_harmless(format, &place.run(&["runs", &run, "--report", format]));
    }
    place.all_ways(&["replay", &run]);
    place.all_ways(&["resume", &run]);
    place.all_ways(&["undo", &run]);
}

#[test]
fn commands_on_a_hostile_world() {
    commands("fargate", &all(), "ko");
}

/// Each payload alone: one that ends another's sequence may hide it.
#[test]
#[ignore = "long"]
fn commands_on_worlds_of_one_payload_each() {
    commands("fresh", &all(), "en");
    for (_, payload) in PAYLOADS {
        commands("fargate", &marked(payload), "en");
    }
}

/// What servers say when they refuse, call by call: seen, recorded, reported, and shown again.
#[test]
fn refusals_in_hostile_words() {
    let run = [&ENABLE[..], &["--method", "automatic", "--yes"]].concat();
    for (call, words) in [
        ("sts:GetCallerIdentity", vec!["doctor", "--cluster", "dev"]),
        ("eks:ListClusters", vec!["doctor", "--cluster", "nosuch"]),
        ("eks:DescribeCluster", vec!["doctor", "--cluster", "dev"]),
        ("kube:*", vec!["doctor", "--cluster", "dev"]),
        ("iam:*", vec!["fargate-role", "check", "--cluster", "dev"]),
        ("emr-containers:*", vec!["doctor", "--cluster", "dev"]),
        ("kube:patch roles", run.clone()),
        ("iam:CreateServiceLinkedRole", run.clone()),
    ] {
        let text = SCENARIOS.iter().find(|(name, _)| *name == "fresh").unwrap().1;
        let mut world = serde_json::to_value(World::parse(text).unwrap()).unwrap();
        world["faults"] = json!([refusal(call, &all())]);
        let place = Place::new(&world, "en");
        let ended = place.all_ways(&words);
        assert_ne!(ended.code, Some(0), "{call} struck nothing: {}", ended.out);
        if place.home.path().join("kept/record/runs").is_dir() {
            let run = place.only_run();
            place.all_ways(&["runs", &run]);
            place.all_ways(&["replay", &run]);
            for format in ["markdown", "json"] {
                assert_harmless(format, &place.run(&["runs", &run, "--report", format]));
            }
        }
    }
}
