//! Each effect as calls through the ports.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::Sender;

use jiff::Timestamp;
use tokio::sync::Mutex;
use tokio::task::{AbortHandle, JoinSet};

use super::ending::UnderWay;
use super::person::Words;
use super::{SessionKind, Sessions, sign_in, throttle};
use crate::apply::{self, RunInput, RunPorts};
use crate::domain::fargate::FargateLook;
use crate::domain::observed::{Caller, NamespaceRow, Right, Simulation};
use crate::domain::sign_in::no_session;
use crate::domain::{
    ClusterFacts, ClusterName, NamespaceName, Observed, PortError, PortErrorKind, RecordTrouble, Region, RunId,
};
use crate::journal::PastStep;
use crate::observe;
use crate::plan::{Plan, StepId};
use crate::planner::{caller_policy_name, fargate_to_ask, simulations_to_ask, tried_rules};
use crate::ports::{Clock, Cloud, Journal, PortResult};
use crate::wizard::{Effect, FargateSeen, ListEvent, Msg, RequestId};

/// What every task shares.
pub(super) struct Shared {
    pub(super) sessions: Arc<dyn Sessions>,
    pub(super) clock: Arc<dyn Clock>,
    messages: Sender<Msg>,
    under_way: Arc<UnderWay>,
    pub(super) cloud: Mutex<Option<Arc<dyn Cloud>>>,
}

impl Shared {
    pub(super) fn tell(&self, msg: Msg) {
        // A front end that left needs no answer.
        let _ = self.messages.send(msg);
    }

    /// The open session. Nothing is asked of one before it is open.
    async fn cloud(&self) -> PortResult<Arc<dyn Cloud>> {
        self.cloud.lock().await.clone().ok_or_else(no_session)
    }
}

/// Starts tasks for effects. A newer reading of one kind takes the place of an older one that is still under way.
pub(super) struct Performer {
    shared: Arc<Shared>,
    person: Arc<Words>,
    /// What is read for a cluster; a newer reading takes its place.
    reading: Option<AbortHandle>,
    opening: Option<AbortHandle>,
    /// Everything that is being read in the session.
    readings: BTreeMap<RequestId, AbortHandle>,
}

impl Performer {
    pub(super) fn new(
        sessions: Arc<dyn Sessions>,
        clock: Arc<dyn Clock>,
        messages: Sender<Msg>,
        under_way: Arc<UnderWay>,
    ) -> Self {
        let shared = Arc::new(Shared { sessions, clock, messages, under_way, cloud: Mutex::new(None) });
        throttle::watch(&shared.sessions.calls(), Arc::downgrade(&shared));
        Self { shared, person: Arc::new(Words::new()), reading: None, opening: None, readings: BTreeMap::new() }
    }

    pub(super) fn take(&mut self, effect: Effect, tasks: &mut JoinSet<()>) {
        let shared = self.shared.clone();
        match effect {
            Effect::Identify { request } => {
                let opening = tasks.spawn(async move { sign_in::identify(&shared, request).await });
                self.reopen(opening);
            }
            Effect::SignIn { request, word } => {
                shared.sessions.hear(word);
                let opening = tasks.spawn(async move { sign_in::open(&shared, request, SessionKind::Chosen).await });
                self.reopen(opening);
            }
            Effect::RenewSso { request } => {
                let opening = tasks.spawn(async move { sign_in::renew(&shared, request).await });
                self.reopen(opening);
            }
            Effect::OpenPractice { request } => {
                let opening = tasks.spawn(async move { sign_in::open(&shared, request, SessionKind::Practice).await });
                self.reopen(opening);
            }
            Effect::ListClusters { request } => {
                let reading = tasks.spawn(async move { list_clusters(&shared, request).await });
                self.begun(request, reading);
            }
            Effect::FindCluster { request, name, regions } => {
                let reading = tasks.spawn(async move { find_cluster(&shared, request, &name, &regions).await });
                self.begun(request, reading);
            }
            Effect::LookInto { request, cluster, namespaces } => {
                let reading = tasks.spawn(async move { look_into(&shared, request, &cluster, namespaces).await });
                self.begun(request, reading);
            }
            Effect::Abandon { request } => {
                if let Some(reading) = self.readings.remove(&request) {
                    reading.abort();
                }
            }
            Effect::ListNamespaces { request, region, cluster } => {
                let reading = tasks.spawn(async move { list_namespaces(&shared, request, region, cluster).await });
                self.replace(request, reading);
            }
            Effect::Observe { request, region, cluster, namespaces, rights, fargate } => {
                let reading = tasks.spawn(async move {
                    let result = observe_all(&shared, &region, &cluster, &namespaces, &rights, &fargate).await;
                    shared.tell(Msg::Observed { request, result: result.map(Box::new) });
                });
                self.replace(request, reading);
            }
            Effect::LookAtFargate { request, observed } => {
                let reading = tasks.spawn(async move {
                    let result = look_at_fargate(&shared, &observed).await;
                    shared.tell(Msg::Fargate { request, result: result.map(Box::new) });
                });
                self.begun(request, reading);
            }
            Effect::Apply { plan, observed, ask_each, resume } => {
                let person = Arc::new(Words::new());
                self.person = person.clone();
                let approved = Approved { plan: *plan, observed: *observed, ask_each, resume };
                tasks.spawn(async move { apply_plan(&shared, approved, person).await });
            }
            Effect::Consent { step, consent } => self.person.say(step, consent),
            Effect::StopRun => self.person.stop(),
            Effect::HurryRun => self.person.hurry(),
        }
    }

    /// Another session: what was read in the one before is of no use any more.
    fn reopen(&mut self, opening: AbortHandle) {
        for reading in std::mem::take(&mut self.readings).into_values() {
            reading.abort();
        }
        if let Some(older) = self.opening.replace(opening) {
            older.abort();
        }
    }

    fn begun(&mut self, request: RequestId, reading: AbortHandle) {
        self.readings.retain(|_, reading| !reading.is_finished());
        self.readings.insert(request, reading);
    }

    fn replace(&mut self, request: RequestId, reading: AbortHandle) {
        self.begun(request, reading.clone());
        if let Some(older) = self.reading.replace(reading) {
            older.abort();
        }
    }
}

async fn list_clusters(shared: &Shared, request: RequestId) {
    let Ok(cloud) = shared.cloud().await else { return };
    let tell = |event| shared.tell(Msg::Clusters { request, event });
    observe::clusters(&*cloud, &*shared.clock, &|event| tell(translate(event))).await;
}

async fn find_cluster(shared: &Shared, request: RequestId, name: &ClusterName, regions: &[Region]) {
    let Ok(cloud) = shared.cloud().await else { return };
    let found = observe::find(&*cloud, &*shared.clock, regions, name).await;
    let result = found.map(Box::new).map_err(|errors| {
        // A region that could not be asked may have it.
        let telling = errors.iter().find(|error| error.kind != PortErrorKind::NotFound);
        telling.or(errors.first()).cloned().unwrap_or_else(no_session)
    });
    shared.tell(Msg::FoundCluster { request, result });
}

async fn look_into(shared: &Shared, request: RequestId, cluster: &ClusterFacts, namespaces: Vec<NamespaceName>) {
    let Ok(cloud) = shared.cloud().await else { return };
    let found = match cloud.kube(cluster).await {
        Ok(kube) => observe::one_by_one(kube.objects(), namespaces).await,
        Err(_) => namespaces.into_iter().map(|name| (name, None, None)).collect(),
    };
    shared.tell(Msg::LookedInto { request, found });
}

fn translate(event: observe::ListEvent) -> ListEvent {
    match event {
        observe::ListEvent::Listed { region, names, more } => ListEvent::Listed { region, names, more },
        observe::ListEvent::RegionFailed { region, error } => ListEvent::RegionFailed { region, error },
        observe::ListEvent::Described { region, name, facts } => {
            ListEvent::Described { region, name, facts: facts.map(Box::new) }
        }
        observe::ListEvent::VirtualClusters { region, name, count } => {
            ListEvent::VirtualClusters { region, name, count: count.ok() }
        }
        observe::ListEvent::Done => ListEvent::Done,
    }
}

async fn list_namespaces(shared: &Shared, request: RequestId, region: Region, name: ClusterName) {
    let cluster = describe(shared, &region, &name).await;
    let namespaces = match &cluster {
        Ok(facts) => rows(shared, &region, facts).await,
        Err(error) => Err(error.clone()),
    };
    shared.tell(Msg::Namespaces { request, cluster: cluster.map(Box::new), namespaces });
}

async fn describe(shared: &Shared, region: &Region, name: &ClusterName) -> PortResult<ClusterFacts> {
    shared.cloud().await?.eks(region).cluster(name).await
}

async fn rows(shared: &Shared, region: &Region, facts: &ClusterFacts) -> Result<Vec<NamespaceRow>, PortError> {
    let cloud = shared.cloud().await?;
    let emr = cloud.emr(region);
    let (kube, virtual_clusters) = tokio::join!(cloud.kube(facts), observe::virtual_clusters(&*emr, &facts.arn.name));
    // Without them the rows say less; the plan reads them again and says why they are missing.
    observe::namespaces(&*kube?, &virtual_clusters.unwrap_or_default()).await
}

/// Fargate on a cluster, and what the caller may do about it, as far as IAM's simulator says.
async fn look_at_fargate(shared: &Shared, observed: &Observed) -> PortResult<FargateSeen> {
    let (cloud, clock) = (shared.cloud().await?, &*shared.clock);
    let asked = fargate_to_ask(&observed.cluster.arn);
    let facts = observe::fargate(&*cloud, clock, &observed.cluster, None);
    Ok(tokio::join!(facts, observe::simulated(&*cloud, clock, observed, &asked)))
}

async fn observe_all(
    shared: &Shared,
    region: &Region,
    cluster: &ClusterName,
    namespaces: &[NamespaceName],
    rights: &[Right],
    fargate: &FargateLook,
) -> PortResult<Observed> {
    let cloud = shared.cloud().await?;
    let caller_policy = caller_policy_name(cluster);
    let question = observe::Question {
        region,
        cluster,
        namespaces,
        rights,
        caller_policy: &caller_policy,
        simulations,
        role_rules: tried_rules(),
        fargate,
    };
    observe::observe(&*cloud, &*shared.clock, &question).await
}

/// What IAM's simulator is asked, once it is known who calls.
pub(super) fn simulations(caller: &Caller, question: &observe::Question<'_>) -> Vec<Simulation> {
    simulations_to_ask(caller, question.region, question.cluster, question.namespaces, question.fargate)
}

/// What was approved.
struct Approved {
    plan: Plan,
    observed: Observed,
    ask_each: bool,
    resume: Option<RunId>,
}

/// The record of a run: its name, where it is written down, and what earlier processes did of it.
type Record = (RunId, Arc<dyn Journal>, Option<BTreeMap<StepId, PastStep>>);

/// What a new run is called: when it began, and the beginning of its plan's hash.
pub(super) fn run_name(now: Timestamp, plan: &Plan) -> RunId {
    let name = format!("{}-{}", now.strftime("%Y%m%d-%H%M%S"), &plan.hash().short()[..4]);
    name.parse().expect("a time and hexadecimal digits")
}

fn record(shared: &Shared, approved: &Approved) -> Result<Record, RecordTrouble> {
    if let Some(run) = &approved.resume {
        let (past, journal) = shared.sessions.resume(run)?;
        return Ok((run.clone(), journal, Some(past.steps)));
    }
    let name = run_name(shared.clock.now(), &approved.plan);
    let (run, journal) = shared.sessions.begin(&name, &approved.plan.target.arn)?;
    Ok((run, journal, None))
}

async fn apply_plan(shared: &Arc<Shared>, approved: Approved, person: Arc<Words>) {
    let Ok(cloud) = shared.cloud().await else { return };
    let (run, journal, past) = match record(shared, &approved) {
        Ok(record) => record,
        Err(trouble) => return shared.tell(Msg::NotBegun(Box::new(trouble))),
    };
    shared.tell(Msg::Begun(run.clone()));
    let (messages, under_way) = (shared.messages.clone(), shared.under_way.clone());
    let ports = RunPorts {
        cloud,
        clock: shared.clock.clone(),
        journal,
        calls: shared.sessions.calls(),
        person,
        events: Arc::new(move |event| {
            let _ = messages.send(Msg::Run(Box::new(event.clone())));
            under_way.take(&event);
        }),
    };
    let Approved { plan, observed, ask_each, .. } = approved;
    apply::run(RunInput { plan, observed, run, ask_each, past }, ports).await;
}
