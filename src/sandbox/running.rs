//! The sandbox's thread, and the handle by which its owner holds it.

use std::collections::BTreeMap;
use std::future::pending;
use std::io;
use std::sync::{Arc, mpsc};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::net::TcpListener;
use tokio::runtime;
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use crate::sandbox::behind::{KubeServer, Seed, Seeded, Seeding};
use crate::sandbox::clock::Clock;
use crate::sandbox::fault::{Fault, Faults};
use crate::sandbox::http::{Place, serve_aws, serve_kube};
use crate::sandbox::kube::KubeStore;
use crate::sandbox::saved::StateDir;
use crate::sandbox::state::{CallRecord, Shared, State};
use crate::sandbox::tls::{Tls, TlsError};
use crate::sandbox::world::{World, WorldError};

/// How a sandbox runs.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How its time passes.
    pub clock: ClockKind,
    /// The port of the AWS address on 127.0.0.1; none takes any that is free.
    pub port: Option<u16>,
    /// Where the world is written to after every change, before the change is answered; none keeps it in memory.
    pub directory: Option<Arc<StateDir>>,
    /// A real API server behind the first cluster whose Kubernetes objects the world holds.
    pub behind: Option<KubeServer>,
    /// Whether that cluster's objects are created in that server, as soon as it is ready.
    pub seed: bool,
}

/// How the time of a world passes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClockKind {
    /// At the speed of the real one, from the world's start.
    #[default]
    Real,
    /// Only by [`Clock::advance`].
    Manual,
}

/// Where and how to reach the AWS of a running sandbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoints {
    /// The address of every AWS service, `http://127.0.0.1:PORT`.
    pub aws_url: String,
    /// The access key id to sign with.
    pub access_key_id: String,
    /// The secret access key to sign with. It opens nothing but this sandbox.
    pub secret_access_key: String,
    /// The session token to send.
    pub session_token: Option<String>,
    /// The region to start in: the first of the world.
    pub region: String,
    /// The world's name.
    pub label: String,
    /// The Kubernetes APIs, by region and cluster in the order of the world.
    pub clusters: Vec<ClusterEndpoint>,
}

/// Where the Kubernetes API of a cluster is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClusterEndpoint {
    /// The cluster's region.
    pub region: String,
    /// The cluster's name.
    pub name: String,
    /// Its address, `https://127.0.0.1:PORT`.
    pub url: String,
    /// The certificate authority of that address: its PEM in base64, as DescribeCluster and kubeconfigs have it.
    pub certificate_authority_data: String,
}

/// Why a sandbox did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The world contradicts itself.
    #[error(transparent)]
    World(#[from] WorldError),
    /// A cluster's Kubernetes objects are not valid.
    #[error("failed to load the Kubernetes objects of {0}")]
    Objects(String),
    /// The certificates of the Kubernetes ports could not be made.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The port that was asked for could not be had.
    #[error("failed to open port {port} on 127.0.0.1")]
    Port {
        /// The port.
        port: u16,
        /// Why.
        source: io::Error,
    },
    /// The directory does not take the world.
    #[error("failed to write the world to its directory")]
    Keep(#[source] io::Error),
    /// No cluster of the world can have a real API server behind it.
    #[error("no cluster of the world {0} has Kubernetes objects, so none can have an API server behind it")]
    NothingInFront(String),
    /// A thread or a loopback port could not be had.
    #[error("failed to open a loopback port")]
    Io(#[from] io::Error),
    /// The thread ended before it was ready.
    #[error("the sandbox's thread ended before it was ready")]
    Ended,
}

/// A running sandbox; dropping it stops the sandbox and closes its ports.
#[derive(Debug)]
pub struct Running {
    endpoints: Endpoints,
    clock: Clock,
    shared: Shared,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
    seeding: Seeding,
}

/// Opens `world` on loopback ports, served by one thread of its own; returns when all of them listen.
///
/// # Errors
/// [`StartError`], with nothing left running.
pub fn start(world: World, options: Options) -> Result<Running, StartError> {
    world.check()?;
    let clock = match options.clock {
        ClockKind::Real => Clock::real(world.now),
        ClockKind::Manual => Clock::manual(world.now),
    };
    let mut state = State::open(world, clock.clone()).map_err(StartError::Objects)?;
    if let Some(server) = &options.behind {
        let name = state.world.name.clone();
        state.put_behind(server).ok_or(StartError::NothingInFront(name))?;
    }
    state.directory = options.directory;
    // From here on the world counts as opened once more, whatever becomes of the process.
    state.keep().map_err(StartError::Keep)?;
    let tls = Tls::new()?;
    let shared = Shared::new(state);
    let listener = bind(options.port.unwrap_or_default())?;
    let (stop, stopped) = oneshot::channel();
    let (ready, started) = mpsc::channel();
    let (seed, seeding) = Seed::new();
    let seed = options.seed.then_some(seed);
    let served = shared.clone();
    let thread =
        Builder::new().name("sandbox".to_owned()).spawn(move || run(served, tls, &listener, seed, &ready, stopped))?;
    started.recv().map_err(|_| StartError::Ended)??;
    let endpoints = endpoints(&shared.lock());
    Ok(Running { endpoints, clock, shared, stop: Some(stop), thread: Some(thread), seeding })
}

/// Takes the port of the AWS address; 0 takes any.
fn bind(port: u16) -> Result<std::net::TcpListener, StartError> {
    let listener = std::net::TcpListener::bind(("127.0.0.1", port)).map_err(|source| match port {
        0 => StartError::Io(source),
        port => StartError::Port { port, source },
    })?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

fn endpoints(state: &State) -> Endpoints {
    let world = &state.world;
    let region = world.regions.first().map_or("us-east-1", |region| &region.name);
    let clusters = places(world).into_iter().filter_map(|place| {
        let url = state.endpoints.get(&place.arn)?.clone();
        let certificate_authority_data = STANDARD.encode(state.authority_of(&place.arn));
        Some(ClusterEndpoint { region: place.region, name: place.cluster, url, certificate_authority_data })
    });
    Endpoints {
        aws_url: format!("http://{}", state.own_host),
        access_key_id: world.caller.access_key_id.clone(),
        secret_access_key: world.caller.secret_access_key.clone(),
        session_token: world.caller.session_token.clone(),
        region: region.to_owned(),
        label: world.name.clone(),
        clusters: clusters.collect(),
    }
}

/// The whole life of the thread.
fn run(
    shared: Shared,
    tls: Tls,
    aws: &std::net::TcpListener,
    seed: Option<Seed>,
    ready: &mpsc::Sender<io::Result<()>>,
    stopped: oneshot::Receiver<()>,
) {
    let runtime = runtime::Builder::new_current_thread().enable_all().build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            // An owner that no longer waits has no use for the error.
            let _ = ready.send(Err(error));
            return;
        }
    };
    runtime.block_on(async {
        let mut servers = match listen(&shared, &tls, aws).await {
            Ok(servers) => {
                let _ = ready.send(Ok(()));
                servers
            }
            Err(error) => {
                let _ = ready.send(Err(error));
                return;
            }
        };
        if let Some(seed) = seed {
            servers.spawn(async {
                seed.sow(shared).await;
                // The end of a server would be the end of all.
                pending::<()>().await;
            });
        }
        tokio::select! {
            // Also ends when the owner is gone without a word.
            _ = stopped => {}
            Some(ended) = servers.join_next() => {
                if let Err(error) = ended && error.is_panic() {
                    std::panic::resume_unwind(error.into_panic());
                }
            }
        }
    });
}

/// Starts to serve AWS, and binds and serves a port for every Kubernetes API.
async fn listen(shared: &Shared, tls: &Tls, aws: &std::net::TcpListener) -> io::Result<JoinSet<()>> {
    let mut servers = JoinSet::new();
    let mut addresses = BTreeMap::new();
    let (places, behind) = {
        let state = shared.lock();
        (places(&state.world), state.behind.as_ref().map(|behind| (behind.arn.clone(), behind.url.clone())))
    };
    for place in places {
        if let Some((arn, url)) = &behind
            && *arn == place.arn
        {
            addresses.insert(arn.clone(), url.clone());
            continue;
        }
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("https://{}", listener.local_addr()?);
        addresses.insert(place.arn.clone(), address);
        servers.spawn(serve_kube(listener, tls.acceptor.clone(), shared.clone(), place));
    }
    let listener = TcpListener::from_std(aws.try_clone()?)?;
    let own_host = listener.local_addr()?.to_string();
    {
        let mut state = shared.lock();
        state.endpoints = addresses;
        state.ca_pem.clone_from(&tls.ca_pem);
        state.own_host = own_host;
    }
    servers.spawn(serve_aws(listener, shared.clone()));
    Ok(servers)
}

fn places(world: &World) -> Vec<Place> {
    let mut places = Vec::new();
    for region in &world.regions {
        for cluster in region.clusters.known() {
            places.push(Place {
                region: region.name.clone(),
                cluster: cluster.name.clone(),
                arn: world.cluster_arn(&region.name, &cluster.name),
            });
        }
    }
    places
}

impl Running {
    /// Returns where and how to reach it.
    pub fn endpoints(&self) -> &Endpoints {
        &self.endpoints
    }

    /// Returns the world's clock.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Returns what became of the objects that the server behind a cluster was to be given; `None` while it is not
    /// known, or where none were to be given.
    ///
    /// # Errors
    /// Why they could not be given.
    pub fn seeded(&self) -> Option<Result<Seeded, String>> {
        self.seeding.now()
    }

    /// Waits until the server behind a cluster has been given the cluster's objects, for `limit` at most.
    ///
    /// # Errors
    /// Why they were not given.
    pub fn wait_until_seeded(&self, limit: Duration) -> impl Future<Output = Result<Seeded, String>> + use<> {
        self.seeding.clone().wait(limit)
    }

    /// Tells whether it still serves: a bug in it ends its thread.
    pub fn is_alive(&self) -> bool {
        self.thread.as_ref().is_some_and(|thread| !thread.is_finished())
    }

    /// Returns the calls that it did not know, as they were answered with 501.
    pub fn unknown_operations(&self) -> Vec<String> {
        self.shared.lock().unknown.clone()
    }

    /// Returns the calls so far, in the order in which they were answered.
    pub fn calls(&self) -> Vec<CallRecord> {
        self.shared.lock().calls.clone()
    }

    /// Returns how many calls it held up at once, at most so far. Only calls that take time in its world are held up.
    pub fn most_at_once(&self) -> usize {
        self.shared.lock().held.1
    }

    /// Returns how many calls it holds up now.
    pub fn held_now(&self) -> usize {
        self.shared.lock().held.0
    }

    /// Replaces the world's faults; their counts start anew.
    pub fn set_faults(&self, faults: Vec<Fault>) {
        self.shared.lock().faults = Faults::new(faults);
    }

    /// Returns the world as it is now, Kubernetes objects included.
    pub fn world(&self) -> World {
        self.shared.lock().dump()
    }

    /// Returns the Kubernetes objects of a cluster, by its ARN or, the first of that name, by its name.
    pub fn kube(&self, cluster: &str) -> Option<KubeStore> {
        let state = self.shared.lock();
        let by_name = || {
            let place = places(&state.world).into_iter().find(|place| place.cluster == cluster)?;
            state.stores.get(&place.arn)
        };
        state.stores.get(cluster).or_else(by_name).cloned()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // A thread that has ended already has nobody to stop.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            // A panic of the thread was reported when it happened; a second one in a drop would abort.
            let _ = thread.join();
        }
        let mut state = self.shared.lock();
        // Time has passed since the last change. Nobody is left to be told that it could not be noted.
        state.touch();
        let _ = state.keep();
    }
}

#[cfg(test)]
mod tests;
