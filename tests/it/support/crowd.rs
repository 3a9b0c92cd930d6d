//! Many writers on one aws-auth: each adds its entries by runs of the engine, one entry a run, and nobody waits for another.

use std::sync::Arc;

use emr_onramp::adapters::clock::SystemClock;
use emr_onramp::adapters::journal::MemoryJournal;
use emr_onramp::apply::{RunInput, RunPorts, run};
use emr_onramp::aws_auth::{MAP_ROLES, RoleMapping, add_role, read_map_roles};
use emr_onramp::domain::observed::AwsAuthObject;
use emr_onramp::domain::{Fact, Observed, PortErrorKind, Source, VerbatimText};
use emr_onramp::plan::run::{JournalRecord, RunEnd};
use emr_onramp::plan::step::PLAN_FORMAT;
use emr_onramp::plan::{Action, Change, Operation, Plan, Risk, Step, StepId, Undo, ValueSource};
use emr_onramp::ports::{CallLog, Clock, Cloud, KubeAccess};
use serde_json::Value;
use tokio::task::JoinSet;

use super::fake_run::Scripted;

/// How many write, and how many entries each adds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Crowd {
    pub(crate) writers: usize,
    pub(crate) edits: usize,
}

impl Crowd {
    /// The ARN of one entry.
    pub(crate) fn arn(writer: usize, edit: usize) -> String {
        format!("arn:aws:iam::111122223333:role/w{writer:02}-e{edit:02}")
    }

    /// All of them.
    pub(crate) fn arns(self) -> Vec<String> {
        (0..self.writers).flat_map(|writer| (0..self.edits).map(move |edit| Self::arn(writer, edit))).collect()
    }

    /// Adds every entry; how often a write met another one, over all writers.
    pub(crate) async fn add(self, cloud: &Arc<dyn Cloud>, observed: &Observed) -> usize {
        let mut writers = JoinSet::new();
        for writer in 0..self.writers {
            let (cloud, observed) = (cloud.clone(), observed.clone());
            writers.spawn(async move {
                let mut collisions = 0;
                for edit in 0..self.edits {
                    collisions +=
                        add_one(&cloud, &observed, &Self::arn(writer, edit), &format!("1-w{writer}-e{edit}")).await;
                }
                collisions
            });
        }
        writers.join_all().await.into_iter().sum()
    }
}

/// One run that adds one entry to what it sees now.
async fn add_one(cloud: &Arc<dyn Cloud>, observed: &Observed, arn: &str, name: &str) -> usize {
    let kube = cloud.kube(&observed.cluster).await.unwrap();
    let object = kube.objects().aws_auth().await.unwrap().unwrap();
    let mut observed = observed.clone();
    let plan = plan(&observed, &object, arn);
    observed.aws_auth = Fact::Seen { value: object, at: SystemClock.now(), from: Source::new("kubernetes", "get") };
    let journal = MemoryJournal::default();
    let ports = RunPorts {
        cloud: cloud.clone(),
        clock: Arc::new(SystemClock),
        journal: Arc::new(journal.clone()),
        calls: CallLog::default(),
        person: Arc::new(Scripted::default()),
        events: Arc::new(|_| {}),
    };
    let input = RunInput { plan, observed, run: name.parse().unwrap(), ask_each: false, past: None };
    let end = run(input, ports).await;
    let records = journal.records();
    assert_eq!(end, RunEnd::Done, "{arn}: {:?}", records.last_chunk::<2>().map(|last| &last[0]));
    records.iter().filter(|record| matches!(record, JournalRecord::Intent { .. })).count() - 1
}

fn plan(observed: &Observed, object: &AwsAuthObject, arn: &str) -> Plan {
    let before = object.data.get(MAP_ROLES).map(VerbatimText::exact);
    let mapping = RoleMapping::new(arn, "crowd");
    let after = add_role(before, &mapping, 0).unwrap().after;
    let operation = Operation::MapRole { role_arn: mapping.rolearn, username: mapping.username };
    let step = Step {
        id: StepId::of(&operation),
        operation,
        change: Change { action: Action::Update, before: before.map(Value::from), after: Some(after.into()) },
        needs: Vec::new(),
        undo: Undo::RemoveEntry,
        risk: Risk::Cluster,
        source: ValueSource::Method,
        notes: Vec::new(),
    };
    let caller = observed.caller.arn.clone();
    Plan {
        format: PLAN_FORMAT,
        target: observed.identity(),
        caller,
        desired: None,
        role: None,
        undo: None,
        steps: vec![step],
    }
}

/// Another tool that reads all entries and writes them anew from its own structures, as eksctl does: comments are lost,
/// and a write that meets another one is begun again from the start.
pub(crate) async fn rewrite_like_eksctl(kube: &dyn KubeAccess, arn: &str) {
    loop {
        let object = kube.objects().aws_auth().await.unwrap().unwrap();
        let reading = read_map_roles(object.data.get(MAP_ROLES).map(VerbatimText::exact).unwrap_or_default());
        let rival = RoleMapping::new(arn, "rival");
        let mut text = String::new();
        for mapping in reading.entries.iter().map(|entry| &entry.mapping).chain([&rival]) {
            let groups: Vec<String> = mapping.groups.iter().map(|group| format!("  - {group}\n")).collect();
            let groups = if groups.is_empty() { String::new() } else { format!("- groups:\n{}", groups.concat()) };
            let rolearn = if groups.is_empty() { "- rolearn" } else { "  rolearn" };
            text += &format!("{groups}{rolearn}: {}\n  username: {}\n", mapping.rolearn, mapping.username);
        }
        match kube.objects().write_map_roles(&VerbatimText::new(text), &object.meta.resource_version).await {
            Ok(_) => return,
            Err(error) if error.kind == PortErrorKind::Conflict => {}
            Err(error) => panic!("{error}"),
        }
    }
}

/// The text as it stands.
pub(crate) async fn text_of(kube: &dyn KubeAccess) -> String {
    let object = kube.objects().aws_auth().await.unwrap().unwrap();
    object.data.get(MAP_ROLES).map(VerbatimText::exact).unwrap_or_default().to_owned()
}

/// Without a rival: the text before is there byte for byte, and behind its entries stand exactly ours, each once.
#[track_caller]
pub(crate) fn assert_all_there(before: &str, after: &str, crowd: Crowd) {
    let mut rest = after.to_owned();
    for arn in crowd.arns() {
        let item = format!("- rolearn: {arn}\n  username: crowd\n");
        assert_eq!(rest.matches(&item).count(), 1, "{arn}");
        rest = rest.replacen(&item, "", 1);
    }
    assert_eq!(rest, before, "a byte of somebody else's changed");
}

/// With one: every entry of everybody is in force, ours, the rival's and those that were there before.
#[track_caller]
pub(crate) fn assert_all_in_force(before: &str, after: &str, crowd: Crowd, rival: &[String]) {
    let now = read_map_roles(after);
    assert_eq!(now.failure(), None);
    for (key, mapping) in &read_map_roles(before).effective {
        assert_eq!(now.effective.get(key), Some(mapping));
    }
    for (arns, username) in [(crowd.arns(), "crowd"), (rival.to_vec(), "rival")] {
        let missing: Vec<&String> = arns
            .iter()
            .filter(|arn| now.effective.get(&arn.to_lowercase()).is_none_or(|mapping| mapping.username != username))
            .collect();
        assert!(missing.is_empty(), "{username}: {} of {} are missing: {missing:?}", missing.len(), arns.len());
    }
    let wanted = read_map_roles(before).entries.len() + crowd.writers * crowd.edits + rival.len();
    assert_eq!(now.entries.len(), wanted, "nothing is there twice");
}

/// What [`Crowd::add`] needs to know of a cluster.
pub(crate) async fn look(cloud: &dyn Cloud) -> Observed {
    use crate::rig::of;
    use emr_onramp::domain::fargate::FargateLook;
    use emr_onramp::observe::{Question, observe};
    use emr_onramp::planner::caller_policy_name;
    let cluster = of("dev");
    let question = Question {
        region: &of("us-east-1"),
        cluster: &cluster,
        namespaces: &[],
        rights: &[],
        caller_policy: &caller_policy_name(&cluster),
        simulations: |_, _| Vec::new(),
        role_rules: &[],
        fargate: &FargateLook::No,
    };
    observe(cloud, &SystemClock, &question).await.unwrap()
}
