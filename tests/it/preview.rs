//! A preview writes nothing: whatever is wanted, of whatever cluster, up to the moment when somebody approves.

use std::collections::BTreeSet;
use std::fs;

use emr_onramp::adapters::clock::SystemClock;
use emr_onramp::assets::SCENARIOS;
use emr_onramp::domain::desired::{CallerPermissions, NamespaceWish, NonEmpty};
use emr_onramp::domain::fargate::FargateLook;
use emr_onramp::domain::observed::VirtualClusterState;
use emr_onramp::domain::rbac::RuleSet;
use emr_onramp::domain::{AuthenticationMode, Desired, Method, NamespaceName};
use emr_onramp::observe::{Question, clusters, footprint, namespaces, observe};
use emr_onramp::planner::{
    Review, caller_policy_name, outlooks, review, rights_to_ask, simulations_to_ask, tried_rules,
};
use emr_onramp::ports::{Clock, Cloud};
use emr_onramp::sandbox::World as SandboxWorld;
use serde_json::Value;

use crate::rig::{Rig, of};
use crate::support::dice::Dice;
use crate::support::fake::{Event, Fake, NODES, World, line};
use crate::support::fake_aws::{emr_role, virtual_cluster};
use crate::support::program::{Home, run};

/// How many previews of made-up clusters.
const PREVIEWS: usize = 1_000;
/// How many of each scenario's cluster, through the real clients.
const OF_EACH_SCENARIO: usize = 4;

/// What somebody may want of cluster `dev`.
fn desired(dice: &mut Dice, names: &[&str]) -> Desired {
    let most = if dice.one_in(6) { 7 } else { 2 };
    let count = 1 + dice.below(most);
    let mut chosen: Vec<&str> = names.to_vec();
    dice.shuffle(&mut chosen);
    chosen.truncate(count);
    let method = *dice.pick(&Method::ALL);
    let wishes = chosen.into_iter().map(|name| NamespaceWish {
        name: of(name),
        create: dice.one_in(2),
        virtual_cluster: dice.one_in(2).then(|| of(name)),
    });
    Desired {
        region: of("us-east-1"),
        cluster: of("dev"),
        namespaces: NonEmpty::try_from(wishes.collect::<Vec<_>>()).unwrap(),
        method,
        rule_set: *dice.pick(&[RuleSet::Aws121, RuleSet::Aws122, RuleSet::Eksctl]),
        service_linked_role: !dice.one_in(4),
        caller_permissions: *dice.pick(&[CallerPermissions::Show, CallerPermissions::Attach]),
        allowed_system_namespaces: Vec::new(),
        fargate: None,
        aws_auth_text: None,
    }
}

/// Everything that happens before somebody approves: the lists, the look, the outlook, the plan and all that is shown of it.
async fn preview(cloud: &dyn Cloud, clock: &dyn Clock, desired: &Desired, dice: &mut Dice) -> Review {
    if dice.one_in(3) {
        clusters(cloud, clock, &|_| {}).await;
    }
    let facts = cloud.eks(&desired.region).cluster(&desired.cluster).await.unwrap();
    if dice.one_in(2)
        && let Ok(kube) = cloud.kube(&facts).await
    {
        let _ = namespaces(&*kube, &[]).await;
    }
    if dice.one_in(4) {
        footprint(cloud, clock, &facts).await;
    }
    let names: Vec<NamespaceName> = desired.names();
    let question = Question {
        region: &desired.region,
        cluster: &desired.cluster,
        namespaces: &names,
        rights: &rights_to_ask(&names),
        caller_policy: &caller_policy_name(&desired.cluster),
        simulations: |caller, question| {
            simulations_to_ask(caller, question.region, question.cluster, question.namespaces, question.fargate)
        },
        role_rules: tried_rules(),
        fargate: &FargateLook::No,
    };
    let observed = observe(cloud, clock, &question).await.unwrap();
    assert!(!outlooks(&observed, &names, &[]).is_empty());
    let review = review(desired, &observed, &[]);
    for step in &review.plan.steps {
        step.change.diff();
    }
    review
}

/// A cluster that others worked on.
fn made_up(dice: &mut Dice, names: &[&str]) -> World {
    let mut world = World::new(*dice.pick(&AuthenticationMode::LADDER));
    for name in names {
        if dice.one_in(2) {
            world.add_namespace(name);
        }
        if dice.one_in(3) {
            world.add_role(name, *dice.pick(&[RuleSet::Aws121, RuleSet::Aws122, RuleSet::Eksctl]));
        }
        if dice.one_in(4) {
            let mut vc = virtual_cluster(name, name, dice.one_in(2));
            vc.state = if dice.one_in(3) { VirtualClusterState::Arrested } else { VirtualClusterState::Running };
            world.virtual_clusters.push((vc, String::new()));
        }
    }
    if dice.one_in(4) {
        let mapping = "- rolearn: arn:aws:iam::111122223333:role/AWSServiceRoleForAmazonEMRContainers\n  username: emr-containers\n";
        let text = format!("{NODES}{mapping}");
        world.set_map_roles(&text);
    }
    if dice.one_in(8) {
        world.aws_auth = None;
    }
    if dice.one_in(3) {
        let role = emr_onramp::domain::observed::RoleFacts { arn: emr_role(), unique_id: line("AROAEMR") };
        world.iam_roles.insert(role.arn.name.clone(), role);
    }
    world.may_edit = !dice.one_in(4);
    world.is_cut_off = dice.one_in(10);
    world.is_old = dice.one_in(6);
    world
}

const NAMES: [&str; 8] = ["spark", "team-a", "brand-new", "n1", "n2", "n3", "n4", "n5"];

#[tokio::test]
async fn a_thousand_previews_write_nothing() {
    let mut dice = Dice::new(0x5eed_0024);
    let (mut planned, mut reads) = (BTreeSet::new(), 0);
    for number in 0..PREVIEWS {
        let fake = Fake::new(made_up(&mut dice, &NAMES));
        let desired = desired(&mut dice, &NAMES);
        let review = preview(&fake, &fake, &desired, &mut dice).await;
        planned.extend(review.plan.steps.iter().filter(|step| step.change.action.writes()).map(|s| s.operation.kind()));
        let world = fake.world();
        let writes: Vec<&Event> = world.story.iter().filter(|event| !matches!(event, Event::Read(_))).collect();
        assert!(writes.is_empty(), "preview {number} of {desired:?}: {writes:?}");
        reads += world.story.len();
    }
    // They were previews of everything that there is to write, and they looked.
    assert_eq!(planned.len(), 9, "{planned:?}");
    assert!(reads > 20 * PREVIEWS, "{reads}");
}

/// Calls that are no reads and write nothing either: questions, and the trying of the Role (`dryRun=All`).
const QUESTIONS: [&str; 7] = [
    "kube:post selfsubjectreviews",
    "kube:post selfsubjectaccessreviews",
    "kube:post subjectaccessreviews",
    "kube:post selfsubjectrulesreviews",
    "kube:post roles",
    "kube:patch roles",
    "kube:put roles",
];

fn is_read(call: &str) -> bool {
    let (service, operation) = call.split_once(':').unwrap();
    match service {
        "kube" => operation.starts_with("get ") || operation.starts_with("list "),
        _ => ["Describe", "List", "Get", "Simulate"].iter().any(|verb| operation.starts_with(verb)),
    }
}

#[tokio::test]
async fn previews_leave_every_world_as_it_is() {
    let mut dice = Dice::new(0x5eed_2024);
    for (name, text) in SCENARIOS {
        let rig = Rig::open(text);
        let before: SandboxWorld = rig.sandbox.world();
        for _ in 0..OF_EACH_SCENARIO {
            let desired = desired(&mut dice, &NAMES[..4]);
            preview(&rig.cloud, &SystemClock, &desired, &mut dice).await;
        }
        let calls = rig.sandbox.calls();
        let others: BTreeSet<&str> = calls
            .iter()
            .map(|call| call.call.as_str())
            .filter(|call| !is_read(call) && !QUESTIONS.contains(call))
            .collect();
        assert!(others.is_empty(), "{name}: {others:?}");
        // A Role that was really written would show, and so would any other change: versions are part of the world.
        // How often a fault struck is counted in the world, too.
        let after = SandboxWorld { faults: before.faults.clone(), ..rig.sandbox.world() };
        assert!(after == before, "{name} is no longer what it was");
        assert!(calls.len() > 15 * OF_EACH_SCENARIO, "{name}: {}", calls.len());
    }
}

/// The program itself, without anybody's yes, on a world that is kept.
#[test]
fn previews_of_the_program_leave_the_kept_world_as_it_is() {
    let mut dice = Dice::new(0x5eed_1024);
    for world in ["fresh", "modern"] {
        let home = Home::new();
        let folder = home.path().join("kept");
        let folder = folder.to_str().unwrap();
        let kept = || -> Value {
            let text = fs::read_to_string(format!("{folder}/world.json")).unwrap();
            let mut kept: Value = serde_json::from_str(&text).unwrap();
            for moving in ["now", "reopened"] {
                kept.as_object_mut().unwrap().remove(moving);
            }
            kept
        };
        let mut first: Option<Value> = None;
        for _ in 0..6 {
            let method = *dice.pick(&["automatic", "manual", "access-entry"]);
            let namespace = *dice.pick(&NAMES[..3]);
            let mut flags = vec!["enable", "--sandbox", world, "--sandbox-state", folder, "--cluster", "dev"];
            flags.extend(["--namespace", namespace, "--create-namespace", "--method", method]);
            if dice.one_in(2) {
                flags.extend(["--virtual-cluster", "preview"]);
            }
            if method == "access-entry" && dice.one_in(2) {
                flags.push("--attach-permissions");
            }
            if dice.one_in(2) {
                flags.extend(["--output", "json"]);
            }
            // Whatever the flag for one thing says, nothing runs without the word for the whole.
            if dice.one_in(2) {
                flags.extend(["--accept-one-way", "dev"]);
            }
            let ended = run(&flags, &[]);
            assert!(matches!(ended.code, Some(2 | 3)), "{flags:?}: {:?} {}{}", ended.code, ended.out, ended.err);
            let now = kept();
            assert!(*first.get_or_insert_with(|| now.clone()) == now, "{flags:?} changed the world");
        }
    }
}
