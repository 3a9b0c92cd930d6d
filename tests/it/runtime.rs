//! The runtime over real clients: what is let go of ends, and a service that throttles is told of.

use std::sync::Arc;
use std::time::{Duration, Instant};

use emr_onramp::adapters::clock::SystemClock;
use emr_onramp::runtime::Runtime;
use emr_onramp::sandbox::{Effect as Harm, Fault, Running};
use emr_onramp::wizard::{Effect, ListEvent, Msg, RequestId};

use crate::rig::{FRESH, Rig, WIDE, of};
use crate::support::one_session::OneSession;

/// For how long something that has to happen is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// A runtime with a session open in a world.
fn open(rig: Rig) -> (Running, Runtime) {
    let Rig { sandbox, cloud, log } = rig;
    let sessions = OneSession::new(Arc::new(cloud), log).unwrap();
    let runtime = Runtime::start(Arc::new(sessions), Arc::new(SystemClock)).unwrap();
    runtime.send(vec![Effect::Identify { request: RequestId(1) }]);
    until(&runtime, |msg| matches!(msg, Msg::Identified { result: Ok(_), .. }));
    (sandbox, runtime)
}

/// The messages up to one that is waited for.
#[track_caller]
fn until(runtime: &Runtime, is_it: impl Fn(&Msg) -> bool) -> Vec<Msg> {
    let deadline = Instant::now() + PATIENCE;
    let mut heard = Vec::new();
    while Instant::now() < deadline {
        let Some(msg) = runtime.wait(Duration::from_millis(20)).unwrap() else { continue };
        let is_last = is_it(&msg);
        heard.push(msg);
        if is_last {
            return heard;
        }
    }
    panic!("it never came: {heard:?}");
}

/// Waits until the sandbox holds up so many calls.
#[track_caller]
fn until_held(sandbox: &Running, wanted: usize) {
    let deadline = Instant::now() + PATIENCE;
    while sandbox.held_now() != wanted {
        assert!(Instant::now() < deadline, "{} calls are under way, not {wanted}", sandbox.held_now());
        std::thread::yield_now();
    }
}

#[test]
fn what_is_abandoned_ends_at_once() {
    let (sandbox, runtime) = open(Rig::everywhere(&WIDE.replace("copies: 10000", "copies: 10")));
    sandbox.set_faults(vec![Fault::always("*", Harm::LatencyMs(600_000))]);
    let request = |number| RequestId(number);
    let find = Effect::FindCluster { request: request(3), name: of("dev"), regions: vec![of("us-east-1")] };
    runtime.send(vec![Effect::ListClusters { request: request(2) }]);
    // Eight lists of clusters and eight of virtual clusters: as many as there may be at once.
    until_held(&sandbox, 16);
    runtime.send(vec![Effect::Abandon { request: request(2) }, find]);
    until_held(&sandbox, 1);
    runtime.send(vec![Effect::Abandon { request: request(9) }, Effect::Abandon { request: request(3) }]);
    until_held(&sandbox, 0);
    // The runtime goes on, and what was let go of is not heard of again.
    sandbox.set_faults(Vec::new());
    runtime.send(vec![Effect::ListClusters { request: request(4) }]);
    let heard = until(&runtime, |msg| matches!(msg, Msg::Clusters { event: ListEvent::Done, .. }));
    let is_new = |msg: &Msg| matches!(msg, Msg::Clusters { request, .. } if *request == RequestId(4));
    assert!(heard.iter().all(is_new), "{heard:?}");
}

/// Another session needs nothing of what the one before it was reading.
#[test]
fn a_new_session_ends_what_the_old_one_reads() {
    let (sandbox, runtime) = open(Rig::open(FRESH));
    sandbox.set_faults(vec![Fault::always("eks:*", Harm::LatencyMs(600_000))]);
    runtime.send(vec![Effect::ListClusters { request: RequestId(2) }]);
    until_held(&sandbox, 2);
    runtime.send(vec![Effect::OpenPractice { request: RequestId(3) }]);
    until(&runtime, |msg| matches!(msg, Msg::Identified { request: RequestId(3), .. }));
    until_held(&sandbox, 0);
}

#[test]
fn a_service_that_throttles_is_told_of_until_it_answers() {
    let (sandbox, runtime) = open(Rig::open(FRESH));
    let throttle = Fault { count: Some(2), ..Fault::always("eks:DescribeCluster", Harm::Throttle) };
    sandbox.set_faults(vec![throttle]);
    runtime.send(vec![Effect::FindCluster { request: RequestId(2), name: of("dev"), regions: vec![of("us-east-1")] }]);
    let heard = until(&runtime, |msg| matches!(msg, Msg::FoundCluster { .. }));
    let eks = || "eks".to_owned();
    let throttled = |next_try| Msg::Throttled { service: eks(), next_try };
    assert_eq!(heard[..3], [throttled(2), throttled(3), Msg::Answering { service: eks() }]);
    assert!(matches!(&heard[3], Msg::FoundCluster { result: Ok(_), .. }), "{heard:?}");
    assert_eq!(heard.len(), 4);
}
