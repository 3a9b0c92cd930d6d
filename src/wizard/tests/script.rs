//! Short words for playing the wizard.

use crate::domain::observed::NamespaceRow;
use crate::domain::{ClusterFacts, ClusterName, Observed, OutsideText, PortError, PortErrorKind, Region, SessionLabel};
use crate::plan::proof::Proof;
use crate::plan::run::{RunEnd, RunEvent, RunEventKind, StepOutcome};
use crate::plan::{Plan, StepId};
use crate::planner::tests::fixture;
use crate::wizard::{
    Answer, AnswerError, Effect, ListEvent, Msg, PageId, Preset, Question, QuestionId, RequestId, SessionInfo, Turn,
    Wizard,
};

pub(super) fn region(name: &str) -> Region {
    name.parse().unwrap()
}

pub(super) fn cluster(name: &str) -> ClusterName {
    name.parse().unwrap()
}

pub(super) fn session(sandbox: Option<&str>) -> SessionInfo {
    let label = SessionLabel {
        sandbox_state: None,
        sandbox: sandbox.map(OutsideText::line),
        credentials: OutsideText::line("default"),
        endpoint_override: None,
        assumptions: Vec::new(),
    };
    SessionInfo { label, caller: fixture::fresh().caller, regions: vec![region("us-east-1"), region("eu-west-1")] }
}

pub(super) fn trouble() -> PortError {
    PortError {
        kind: PortErrorKind::Denied,
        service: "eks".into(),
        operation: "DescribeCluster".into(),
        status: Some(403),
        code: None,
        message: OutsideText::line("not allowed"),
        request_id: None,
    }
}

pub(super) fn say(question: QuestionId, words: &str) -> Msg {
    Msg::Answered { question, answer: Answer::Text(words.to_owned()) }
}

pub(super) fn yes(question: QuestionId) -> Msg {
    Msg::Answered { question, answer: Answer::Yes(true) }
}

pub(super) fn no(question: QuestionId) -> Msg {
    Msg::Answered { question, answer: Answer::Yes(false) }
}

pub(super) fn identified(request: u64, sandbox: Option<&str>) -> Msg {
    Msg::Identified { request: RequestId(request), result: Ok(Box::new(session(sandbox))) }
}

pub(super) fn listed(request: u64, in_region: &str, names: &[&str]) -> Msg {
    let names = names.iter().map(|name| cluster(name)).collect();
    Msg::Clusters {
        request: RequestId(request),
        event: ListEvent::Listed { region: region(in_region), names, more: false },
    }
}

pub(super) fn all_listed(request: u64) -> Msg {
    Msg::Clusters { request: RequestId(request), event: ListEvent::Done }
}

pub(super) fn row(name: &str) -> NamespaceRow {
    NamespaceRow {
        name: name.parse().unwrap(),
        deleting: false,
        has_role: Some(false),
        has_role_binding: Some(false),
        virtual_cluster: None,
    }
}

pub(super) fn namespaces(request: u64, names: &[&str]) -> Msg {
    Msg::Namespaces {
        request: RequestId(request),
        cluster: Ok(Box::new(fixture::cluster())),
        namespaces: Ok(names.iter().map(|name| row(name)).collect()),
    }
}

/// What came of looking for a cluster by its name.
pub(super) fn found(request: u64, result: Result<ClusterFacts, PortError>) -> Msg {
    Msg::FoundCluster { request: RequestId(request), result: result.map(Box::new) }
}

/// The id of the one request that is let go of, and of the one that comes after it.
#[track_caller]
pub(super) fn changed(effects: &[Effect]) -> (u64, u64) {
    match effects {
        [Effect::Abandon { request: left }, rest @ ..] => (left.0, request(rest)),
        other => panic!("{other:?}"),
    }
}

/// Leaves a page whose reading is under way: that is let go of, and nothing else happens.
#[track_caller]
pub(super) fn leave(wizard: &mut Wizard, msg: Msg) -> u64 {
    match wizard.update(msg).as_slice() {
        [Effect::Abandon { request }] => request.0,
        other => panic!("{other:?}"),
    }
}

pub(super) fn observed(request: u64, observed: &Observed) -> Msg {
    Msg::Observed { request: RequestId(request), result: Ok(Box::new(observed.clone())) }
}

pub(super) fn unobserved(request: u64) -> Msg {
    Msg::Observed { request: RequestId(request), result: Err(trouble()) }
}

/// An event of the run, after so many milliseconds.
pub(super) fn event(elapsed_ms: u64, kind: RunEventKind) -> Msg {
    Msg::Run(Box::new(RunEvent { at: fixture::WHEN.parse().unwrap(), elapsed_ms, kind }))
}

pub(super) fn started(plan: &Plan) -> Msg {
    let steps = plan.steps.iter().map(|step| step.id.clone()).collect();
    event(0, RunEventKind::Started { plan: plan.hash(), steps })
}

pub(super) fn awaiting(step: &StepId) -> Msg {
    event(1, RunEventKind::AwaitingConsent { step: step.clone() })
}

pub(super) fn ended(step: &StepId, outcome: StepOutcome) -> Msg {
    event(2, RunEventKind::StepEnded { step: step.clone(), outcome })
}

pub(super) fn over(end: RunEnd) -> Msg {
    event(3, RunEventKind::Ended { end })
}

pub(super) fn proved() -> Msg {
    event(4, RunEventKind::Proved { proof: Proof { namespaces: Vec::new(), verdicts: Vec::new() } })
}

/// What is asked now.
#[track_caller]
pub(super) fn asked(wizard: &Wizard) -> Question {
    match wizard.turn() {
        Turn::Ask(question) => *question,
        other => panic!("{:?}: {other:?}", wizard.page),
    }
}

/// A message in short; what was observed fills pages.
pub(super) fn short(msg: &Msg) -> String {
    format!("{msg:?}").chars().take(100).collect()
}

/// Sends a message; answers its effects, but for the look at Fargate that its page begins and ends.
pub(super) fn send(wizard: &mut Wizard, msg: Msg) -> Vec<Effect> {
    let was_looking = wizard.looks_at_fargate();
    let mut effects = wizard.update(msg);
    if was_looking && !wizard.looks_at_fargate() && matches!(effects.first(), Some(Effect::Abandon { .. })) {
        effects.remove(0);
    }
    effects.retain(|effect| !matches!(effect, Effect::LookAtFargate { .. }));
    effects
}

/// Sends messages that must cause no effect and no new complaint. Who takes the options as they are takes the page on
/// Fargate as it is, too.
#[track_caller]
pub(super) fn quietly(wizard: &mut Wizard, msgs: impl IntoIterator<Item = Msg>) {
    for msg in msgs {
        let short = short(&msg);
        let earlier = if matches!(msg, Msg::Answered { .. }) { None } else { wizard.complaint.clone() };
        let was_options = wizard.page == PageId::Options;
        let mut effects = send(wizard, msg.clone());
        if msg == Msg::AcceptPage && was_options && wizard.page == PageId::Fargate {
            effects.extend(send(wizard, msg));
        }
        assert_eq!(effects, [], "{short}");
        assert!(wizard.complaint.is_none() || wizard.complaint == earlier, "{short}: {:?}", wizard.complaint);
    }
}

/// Sends an answer that must be refused, and changes nothing.
#[track_caller]
pub(super) fn refused(wizard: &mut Wizard, msg: Msg) -> AnswerError {
    let before = (wizard.page, wizard.answers.clone(), wizard.review.clone(), wizard.run.clone());
    assert_eq!(wizard.update(msg.clone()), [], "{msg:?}");
    let after = (wizard.page, wizard.answers.clone(), wizard.review.clone(), wizard.run.clone());
    assert_eq!(before, after, "{msg:?}");
    wizard.complaint.clone().unwrap_or_else(|| panic!("{msg:?} was taken"))
}

/// The id of the one request that an update made.
#[track_caller]
pub(super) fn request(effects: &[Effect]) -> u64 {
    match effects {
        [
            Effect::Identify { request }
            | Effect::SignIn { request, .. }
            | Effect::RenewSso { request }
            | Effect::OpenPractice { request }
            | Effect::ListClusters { request }
            | Effect::FindCluster { request, .. }
            | Effect::ListNamespaces { request, .. }
            | Effect::Observe { request, .. },
        ] => request.0,
        other => panic!("{other:?}"),
    }
}

/// A wizard that was led to the namespaces of cluster `dev`.
pub(super) fn at_namespace(preset: Preset) -> Wizard {
    let mut wizard = Wizard::new(preset);
    let id = request(&wizard.update(Msg::Start));
    let id = request(&wizard.update(identified(id, None)));
    let lists = [listed(id, "us-east-1", &["dev", "other"]), listed(id, "eu-west-1", &["far"]), all_listed(id)];
    quietly(&mut wizard, [vec![say(QuestionId::SignIn, "use")], lists.to_vec()].concat());
    let id = request(&wizard.update(say(QuestionId::Cluster, "us-east-1/dev")));
    quietly(&mut wizard, [namespaces(id, &["kube-system", "spark", "team-a"])]);
    assert_eq!(wizard.page, PageId::Namespace);
    wizard
}

/// A wizard that has the methods of `spark` before it.
pub(super) fn at_method(preset: Preset, world: &Observed) -> Wizard {
    let mut wizard = at_namespace(preset);
    let id = request(&wizard.update(say(QuestionId::Namespace, "spark")));
    quietly(&mut wizard, [observed(id, world)]);
    assert_eq!(wizard.page, PageId::Method);
    wizard
}

/// A wizard that has the options of a method before it.
pub(super) fn at_options(method: &str, world: &Observed) -> Wizard {
    let mut wizard = at_method(Preset::default(), world);
    quietly(&mut wizard, [say(QuestionId::Method, method)]);
    assert_eq!(wizard.page, PageId::Options);
    wizard
}

/// A wizard that has the plan of a method before it, with every default taken.
pub(super) fn at_review(method: &str, world: &Observed) -> Wizard {
    let mut wizard = at_options(method, world);
    quietly(&mut wizard, [Msg::AcceptPage]);
    assert_eq!(wizard.page, PageId::Review);
    wizard
}

/// A wizard whose plan was approved, and the steps of the run that began.
pub(super) fn running(method: &str, world: &Observed) -> (Wizard, Vec<StepId>) {
    let mut wizard = at_review(method, world);
    if wizard.needs_typed_name() {
        quietly(&mut wizard, [say(QuestionId::OneWay, "dev")]);
    }
    let effects = wizard.update(yes(QuestionId::Approve));
    let [Effect::Apply { plan, .. }] = effects.as_slice() else { panic!("{effects:?}: {:?}", wizard.complaint) };
    quietly(&mut wizard, [started(plan)]);
    (wizard, plan.steps.iter().map(|step| step.id.clone()).collect())
}
