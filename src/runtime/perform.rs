//! Each effect as calls through the ports.

use std::sync::Arc;
use std::sync::mpsc::Sender;

use tokio::sync::Mutex;
use tokio::task::{AbortHandle, JoinSet};

use super::person::Words;
use super::{SessionKind, Sessions};
use crate::apply::{self, RunInput, RunPorts};
use crate::domain::observed::{Caller, NamespaceRow, Right, Simulation};
use crate::domain::{ClusterFacts, ClusterName, NamespaceName, Observed, PortError, Region};
use crate::observe;
use crate::plan::Plan;
use crate::planner::{caller_policy_name, simulations_to_ask, tried_rules};
use crate::ports::{Clock, Cloud, PortResult};
use crate::wizard::{Effect, ListEvent, Msg, RequestId, SessionInfo};

/// What every task shares.
struct Shared {
    sessions: Arc<dyn Sessions>,
    clock: Arc<dyn Clock>,
    messages: Sender<Msg>,
    cloud: Mutex<Option<Arc<dyn Cloud>>>,
}

impl Shared {
    fn tell(&self, msg: Msg) {
        // A front end that left needs no answer.
        let _ = self.messages.send(msg);
    }

    /// The open session; opens the chosen one at the first need.
    async fn cloud(&self) -> PortResult<Arc<dyn Cloud>> {
        let mut cloud = self.cloud.lock().await;
        if let Some(cloud) = &*cloud {
            return Ok(cloud.clone());
        }
        let opened = self.sessions.open(SessionKind::Chosen).await?;
        *cloud = Some(opened.clone());
        Ok(opened)
    }
}

/// Starts tasks for effects. A newer reading of one kind takes the place of an older one that is still under way.
pub(super) struct Performer {
    shared: Arc<Shared>,
    person: Arc<Words>,
    reading: Option<AbortHandle>,
}

impl Performer {
    pub(super) fn new(sessions: Arc<dyn Sessions>, clock: Arc<dyn Clock>, messages: Sender<Msg>) -> Self {
        let shared = Arc::new(Shared { sessions, clock, messages, cloud: Mutex::new(None) });
        Self { shared, person: Arc::new(Words::new()), reading: None }
    }

    pub(super) fn take(&mut self, effect: Effect, tasks: &mut JoinSet<()>) {
        let shared = self.shared.clone();
        match effect {
            Effect::Identify { request } => {
                tasks.spawn(async move { identify(&shared, request).await });
            }
            Effect::OpenPractice { request } => {
                tasks.spawn(async move { open_practice(&shared, request).await });
            }
            Effect::ListClusters { request } => {
                tasks.spawn(async move { list_clusters(&shared, request).await });
            }
            Effect::ListNamespaces { request, region, cluster } => {
                let reading = tasks.spawn(async move { list_namespaces(&shared, request, region, cluster).await });
                self.replace(reading);
            }
            Effect::Observe { request, region, cluster, namespaces, rights } => {
                let reading = tasks.spawn(async move {
                    let result = observe_all(&shared, &region, &cluster, &namespaces, &rights).await;
                    shared.tell(Msg::Observed { request, result: result.map(Box::new) });
                });
                self.replace(reading);
            }
            Effect::Apply { plan, observed, ask_each } => {
                let person = Arc::new(Words::new());
                self.person = person.clone();
                tasks.spawn(async move { apply_plan(&shared, *plan, *observed, ask_each, person).await });
            }
            Effect::Consent { step, consent } => self.person.say(step, consent),
            Effect::StopRun => self.person.stop(),
        }
    }

    fn replace(&mut self, reading: AbortHandle) {
        if let Some(older) = self.reading.replace(reading) {
            older.abort();
        }
    }
}

async fn identify(shared: &Shared, request: RequestId) {
    let result = match shared.cloud().await {
        Ok(cloud) => session_info(shared, &*cloud).await,
        Err(error) => Err(error),
    };
    shared.tell(Msg::Identified { request, result: result.map(Box::new) });
}

async fn open_practice(shared: &Shared, request: RequestId) {
    let result = match shared.sessions.open(SessionKind::Practice).await {
        Ok(cloud) => {
            *shared.cloud.lock().await = Some(cloud.clone());
            session_info(shared, &*cloud).await
        }
        Err(error) => Err(error),
    };
    shared.tell(Msg::Identified { request, result: result.map(Box::new) });
}

async fn session_info(shared: &Shared, cloud: &dyn Cloud) -> PortResult<SessionInfo> {
    let caller = observe::identity(cloud, &*shared.clock).await?;
    Ok(SessionInfo { label: cloud.label().clone(), caller, regions: cloud.regions().to_vec() })
}

async fn list_clusters(shared: &Shared, request: RequestId) {
    let Ok(cloud) = shared.cloud().await else { return };
    let tell = |event| shared.tell(Msg::Clusters { request, event });
    observe::clusters(&*cloud, &|event| tell(translate(event))).await;
}

fn translate(event: observe::ListEvent) -> ListEvent {
    match event {
        observe::ListEvent::Listed { region, names } => ListEvent::Listed { region, names },
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

async fn observe_all(
    shared: &Shared,
    region: &Region,
    cluster: &ClusterName,
    namespaces: &[NamespaceName],
    rights: &[Right],
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
    };
    observe::observe(&*cloud, &*shared.clock, &question).await
}

/// What IAM's simulator is asked, once it is known who calls.
pub(super) fn simulations(caller: &Caller, question: &observe::Question<'_>) -> Vec<Simulation> {
    simulations_to_ask(caller, question.region, question.cluster, question.namespaces)
}

async fn apply_plan(shared: &Arc<Shared>, plan: Plan, observed: Observed, ask_each: bool, person: Arc<Words>) {
    let Ok(cloud) = shared.cloud().await else { return };
    let messages = shared.messages.clone();
    let ports = RunPorts {
        cloud,
        clock: shared.clock.clone(),
        journal: shared.sessions.journal(),
        calls: shared.sessions.calls(),
        person,
        events: Arc::new(move |event| {
            let _ = messages.send(Msg::Run(Box::new(event)));
        }),
    };
    let now = shared.clock.now();
    let run = format!("{}-{}", now.strftime("%Y%m%d-%H%M%S"), &plan.hash().short()[..4]);
    apply::run(RunInput { plan, observed, run, ask_each }, ports).await;
}
