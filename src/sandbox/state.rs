//! The running world: what is kept between calls.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use std::{fmt, io};

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::sandbox::authenticator::Principal;
use crate::sandbox::aws::AwsError;
use crate::sandbox::behind::{Behind, KubeServer};
use crate::sandbox::clock::{Clock, IdSource, machine_time};
use crate::sandbox::drift::Drift;
use crate::sandbox::fault::Faults;
use crate::sandbox::kube::KubeStore;
use crate::sandbox::saved::StateDir;
use crate::sandbox::token::Review;
use crate::sandbox::world::{Collected, Region, RoleDeletionStatus, VirtualClusterState, World, flatten_objects};
use crate::sandbox::{eks, emr, iam};

/// A call that reached the sandbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallRecord {
    /// When, by the world's clock.
    pub at: Timestamp,
    /// Which call: `eks:DescribeCluster`, or `kube:get configmaps`.
    pub call: String,
    /// The region, or for Kubernetes the cluster's ARN.
    pub place: String,
    /// The HTTP status of the answer; `None` when there was none.
    pub status: Option<u16>,
    /// The request id of an AWS answer; empty for Kubernetes.
    pub request_id: String,
}

/// Everything that calls read and change.
pub(super) struct State {
    /// The account and its clusters. The Kubernetes objects in it are as the world was opened: the stores are ahead.
    pub(super) world: World,
    /// The Kubernetes objects, by the cluster's ARN; none for a cluster whose objects were not collected.
    pub(super) stores: BTreeMap<String, KubeStore>,
    /// The real API server behind one of the clusters, which then has no store.
    pub(super) behind: Option<Behind>,
    /// The addresses of the Kubernetes ports, by the cluster's ARN.
    pub(super) endpoints: BTreeMap<String, String>,
    /// The certificate authority of the Kubernetes ports, in PEM.
    pub(super) ca_pem: String,
    /// The host and port of the AWS address.
    pub(super) own_host: String,
    /// The world's time.
    pub(super) clock: Clock,
    /// Where new ids come from.
    pub(super) ids: IdSource,
    /// Where request ids come from: a row of its own, so that reads do not change the ids of what is made.
    pub(super) request_ids: IdSource,
    /// What the jitter of the calls is drawn from.
    jitter: IdSource,
    /// What goes wrong.
    pub(super) faults: Faults,
    /// The calls so far.
    pub(super) calls: Vec<CallRecord>,
    /// How many calls are being held up now, and how many at most there were at once.
    pub(super) held: (usize, usize),
    /// The calls that the sandbox does not know.
    pub(super) unknown: Vec<String>,
    /// Where the world is kept; `None` for one that ends with the process.
    pub(super) directory: Option<Arc<StateDir>>,
    /// Whether something that is no Kubernetes object changed since the world was last kept.
    is_changed: bool,
    /// The revisions of all clusters when the world was last kept, added up.
    kept_revisions: u64,
}

/// The state, shared by the connections of the sandbox and the handle of its owner.
#[derive(Clone)]
pub(super) struct Shared(Arc<Mutex<State>>);

impl fmt::Debug for Shared {
    /// Leaves the state out: it holds the session's secret, and is as long as the world.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Shared")
    }
}

impl Shared {
    /// Shares `state`.
    pub(super) fn new(state: State) -> Shared {
        Shared(Arc::new(Mutex::new(state)))
    }

    /// Waits for the state.
    ///
    /// A panic of another holder does not matter here: it ends the sandbox, and the owner may still look at the state.
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Makes the state of `world`, with a store for each cluster whose Kubernetes objects were collected.
    ///
    /// # Errors
    /// What is wrong with a cluster's objects.
    pub(super) fn open(world: World, clock: Clock) -> Result<State, String> {
        let row = world.row();
        let ids = IdSource::new(&row);
        let request_ids = IdSource::new(&format!("{row}/requests"));
        let jitter = IdSource::new(&format!("{row}/jitter"));
        let mut stores = BTreeMap::new();
        for region in &world.regions {
            for cluster in region.clusters.known() {
                let Ok(objects) = cluster.kubernetes.list() else {
                    continue;
                };
                let objects = flatten_objects(objects);
                let store = KubeStore::seed(&cluster.version, objects, ids.clone(), clock.clone())
                    .map_err(|error| format!("cluster {}: {error}", cluster.name))?;
                store.resume(cluster.kubernetes_revision);
                stores.insert(world.cluster_arn(&region.name, &cluster.name), store);
            }
        }
        Ok(State {
            faults: Faults::new(world.faults.clone()),
            world,
            stores,
            behind: None,
            endpoints: BTreeMap::new(),
            ca_pem: String::new(),
            own_host: String::new(),
            clock,
            ids,
            request_ids,
            jitter,
            calls: Vec::new(),
            held: (0, 0),
            unknown: Vec::new(),
            directory: None,
            is_changed: true,
            kept_revisions: 0,
        })
    }

    /// Puts a real API server behind a cluster, whose own store goes; `None` when the world has no cluster for it.
    pub(super) fn put_behind(&mut self, server: &KubeServer) -> Option<()> {
        let behind = Behind::of(&self.world, server)?;
        self.stores.remove(&behind.arn);
        self.behind = Some(behind);
        Some(())
    }

    /// Returns the certificate authority of a cluster's API server, in PEM.
    pub(super) fn authority_of(&self, arn: &str) -> &str {
        let behind = self.behind.as_ref().filter(|behind| behind.arn == arn);
        behind.map_or(&self.ca_pem, |behind| &behind.ca_pem)
    }

    /// Returns how long the next call takes in this world when nothing goes wrong with it.
    pub(super) fn usual_latency(&self) -> Duration {
        let timing = &self.world.timing;
        let jitter = match timing.latency_jitter_ms {
            0 => 0,
            most => u32::from_str_radix(&self.jitter.hex(7), 16).unwrap_or_default() % most.saturating_add(1),
        };
        Duration::from_millis(u64::from(timing.latency_ms) + u64::from(jitter))
    }

    /// Checks a token for a cluster and returns whose it is.
    ///
    /// # Errors
    /// What is wrong with the token.
    pub(super) fn principal(&self, cluster: &str, token: &str) -> Result<Principal, String> {
        let caller = &self.world.caller;
        let review = Review {
            partition: &self.world.account.partition,
            cluster,
            caller,
            now: machine_time(),
            own_host: &self.own_host,
        };
        review.check(token).map_err(|error| error.to_string())?;
        Principal::new(&caller.arn, &caller.user_id, &caller.access_key_id).ok_or_else(|| "no such caller".to_owned())
    }

    /// Lets everything happen that is due by the world's clock, and returns the time.
    pub(super) fn settle(&mut self) -> Timestamp {
        let now = self.clock.now();
        let pending = self.pending();
        eks::settle(self, now);
        emr::settle(&mut self.world, now);
        iam::settle(&mut self.world, now);
        if self.pending() != pending {
            self.is_changed = true;
        }
        now
    }

    /// Counts what is under way and ends by itself.
    fn pending(&self) -> usize {
        let regions = self.world.regions.iter();
        let count = |region: &Region| {
            let clusters = region.clusters.known().iter();
            let updates = clusters.flat_map(|cluster| cluster.updates.known());
            let ending = region.virtual_clusters.known().iter();
            updates.filter(|update| update.status == "InProgress").count()
                + ending.filter(|one| one.state == VirtualClusterState::Terminating).count()
        };
        let deletions = self.world.iam.deletions.iter();
        let deletions = deletions.filter(|deletion| deletion.status == RoleDeletionStatus::InProgress);
        regions.map(count).sum::<usize>() + deletions.count()
    }

    /// Lets another writer change the world.
    ///
    /// # Errors
    /// Why the world's own fault could not be; it is noted like a call that the sandbox does not know.
    pub(super) fn drift(&mut self, drifts: &[Drift]) -> Result<(), String> {
        let now = self.settle();
        for drift in drifts {
            self.is_changed = true;
            drift.happen(self, now).map_err(|what| {
                let what = format!("a fault of the world cannot happen: {what}");
                self.unknown.push(what.clone());
                what
            })?;
        }
        Ok(())
    }

    /// Notes that the world is no longer as it was kept.
    pub(super) fn touch(&mut self) {
        self.is_changed = true;
    }

    /// Writes the world to its directory, if it has one and is no longer as it was kept.
    ///
    /// # Errors
    /// When the directory takes it not; the next call tries again.
    pub(super) fn keep(&mut self) -> io::Result<()> {
        let Some(directory) = self.directory.clone() else {
            return Ok(());
        };
        let revisions = self.stores.values().map(KubeStore::revision).sum();
        if self.is_changed || self.kept_revisions != revisions {
            directory.keep(&self.dump())?;
            self.is_changed = false;
            self.kept_revisions = revisions;
        }
        Ok(())
    }

    /// Adds a call that may have changed something, or was tried out, to the list that is kept beside the world.
    pub(super) fn note_write(&self, call: &str, place: &str, about: &str, status: u16, is_trial: bool) {
        let Some(directory) = &self.directory else {
            return;
        };
        // By the machine's clock, as the record of a run has it: a world's own may stand still.
        let at = machine_time();
        let line =
            json!({ "at": at, "call": call, "place": place, "about": about, "status": status, "trial": is_trial });
        // The list is for looking at: nothing hangs on it.
        let _ = directory.note(&line.to_string());
    }

    /// Notes a call that the sandbox does not know, and makes the error that names it.
    pub(super) fn unknown(&mut self, call: &str) -> AwsError {
        self.unknown.push(call.to_owned());
        AwsError::new(501, "NotImplemented", format!("the sandbox does not know {call}"))
    }

    /// Returns the world as it is now, ready to be written out and opened again.
    pub(super) fn dump(&mut self) -> World {
        let now = self.settle();
        let mut world = self.world.clone();
        world.now = now;
        world.faults = self.faults.list();
        // The row of ids goes on from another start, or the reopened world would give the same ids twice.
        world.reopened = world.reopened.saturating_add(1);
        let arns: Vec<Vec<String>> = world
            .regions
            .iter()
            .map(|region| {
                let clusters = region.clusters.known().iter();
                clusters.map(|cluster| world.cluster_arn(&region.name, &cluster.name)).collect()
            })
            .collect();
        for (region, arns) in world.regions.iter_mut().zip(arns) {
            for (cluster, arn) in region.clusters.known_mut().iter_mut().zip(arns) {
                if let Some(store) = self.stores.get(&arn) {
                    let objects: Vec<Value> = store.dump();
                    cluster.kubernetes = Collected::from(objects);
                    cluster.kubernetes_revision = store.revision();
                }
            }
        }
        world
    }
}
