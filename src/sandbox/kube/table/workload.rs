//! The cells of nodes, pods and what keeps pods running.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::Moment;
use super::cell::{
    NONE, UNKNOWN, age, containers, duration, items, joined, labels, name, number, selector, text_or, time,
};
use crate::sandbox::kube::store::text;

/// The first minor version that shows the status of a job.
pub(super) const JOB_STATUS_SINCE: u32 = 31;

const ROLE_LABEL: &str = "node-role.kubernetes.io/";

/// Cells of a node.
pub(super) fn node(object: &Value, moment: Moment) -> Vec<Value> {
    let ready = items(object, "/status/conditions").find(|one| text(one, "/type") == "Ready");
    let mut status = match ready.map(|ready| text(ready, "/status")) {
        Some("True") => "Ready".to_owned(),
        Some(_) => "NotReady".to_owned(),
        None => "Unknown".to_owned(),
    };
    if object.pointer("/spec/unschedulable") == Some(&Value::Bool(true)) {
        status.push_str(",SchedulingDisabled");
    }
    let map = object.pointer("/metadata/labels").and_then(Value::as_object);
    let mut roles: Vec<String> = map
        .into_iter()
        .flatten()
        .filter_map(|(key, value)| match key.strip_prefix(ROLE_LABEL) {
            Some(role) => Some(role),
            None if key == "kubernetes.io/role" => value.as_str(),
            None => None,
        })
        .filter(|role| !role.is_empty())
        .map(str::to_owned)
        .collect();
    roles.sort_unstable();
    let address = |kind: &str| {
        let found = items(object, "/status/addresses").find(|one| text(one, "/type") == kind);
        Value::from(found.map_or(NONE, |one| text(one, "/address")))
    };
    let info = |name: &str| Value::from(text_or(object, &format!("/status/nodeInfo/{name}"), UNKNOWN));
    vec![
        name(object),
        status.into(),
        joined(roles, ",").into(),
        age(object, moment),
        text(object, "/status/nodeInfo/kubeletVersion").into(),
        address("InternalIP"),
        address("ExternalIP"),
        info("osImage"),
        info("kernelVersion"),
        info("containerRuntimeVersion"),
    ]
}

/// Cells of a pod.
pub(super) fn pod(object: &Value, moment: Moment) -> Vec<Value> {
    let total = items(object, "/spec/containers").count();
    let state = PodState::of(object);
    let restarts = match (state.restarts, state.last_restart) {
        (0, _) | (_, None) => state.restarts.to_string(),
        (count, Some(second)) => format!("{count} ({} ago)", duration(moment.now.as_second() - second)),
    };
    let gates: Vec<&Value> = items(object, "/spec/readinessGates").collect();
    let met = gates.iter().filter(|gate| condition(object, text(gate, "/conditionType")) == Some("True")).count();
    vec![
        name(object),
        format!("{}/{total}", state.ready).into(),
        state.reason.into(),
        restarts.into(),
        age(object, moment),
        text_or(object, "/status/podIP", NONE).into(),
        text_or(object, "/spec/nodeName", NONE).into(),
        text_or(object, "/status/nominatedNodeName", NONE).into(),
        if gates.is_empty() { NONE.into() } else { format!("{met}/{}", gates.len()).into() },
    ]
}

fn condition<'a>(object: &'a Value, kind: &str) -> Option<&'a str> {
    let found = items(object, "/status/conditions").find(|one| text(one, "/type") == kind);
    found.map(|one| text(one, "/status"))
}

/// What all containers of a pod come to.
#[derive(Debug, Default)]
struct PodState {
    reason: String,
    ready: usize,
    restarts: i64,
    last_restart: Option<i64>,
}

impl PodState {
    fn of(object: &Value) -> PodState {
        let phase = text(object, "/status/phase");
        let mut state = PodState { reason: text_or(object, "/status/reason", phase), ..PodState::default() };
        let scheduled = items(object, "/status/conditions").find(|one| text(one, "/type") == "PodScheduled");
        if scheduled.is_some_and(|one| text(one, "/reason") == "SchedulingGated") {
            state.reason = "SchedulingGated".to_owned();
        }
        if !state.read_init(object) || condition(object, "Initialized") == Some("True") {
            state.read_main(object);
        }
        let is_over = matches!(phase, "Failed" | "Succeeded");
        if !text(object, "/metadata/deletionTimestamp").is_empty() {
            if text(object, "/status/reason") == "NodeLost" {
                state.reason = "Unknown".to_owned();
            } else if !is_over {
                state.reason = "Terminating".to_owned();
            }
        }
        state
    }

    fn count(&mut self, container: &Value) {
        self.restarts += number(container, "/restartCount");
        let ended = time(container, "/lastState/terminated/finishedAt").map(Timestamp::as_second);
        self.last_restart = self.last_restart.max(ended);
    }

    /// Reads the containers that run before the others; tells whether one of them is still at it.
    fn read_init(&mut self, object: &Value) -> bool {
        let total = items(object, "/spec/initContainers").count();
        for (at, container) in items(object, "/status/initContainerStatuses").enumerate() {
            self.count(container);
            let (terminated, waiting) =
                (container.pointer("/state/terminated"), text(container, "/state/waiting/reason"));
            self.reason = match terminated {
                Some(state) if number(state, "/exitCode") == 0 => continue,
                Some(state) => format!("Init:{}", how_it_ended(state)),
                None if !matches!(waiting, "" | "PodInitializing") => format!("Init:{waiting}"),
                None => format!("Init:{at}/{total}"),
            };
            return true;
        }
        false
    }

    fn read_main(&mut self, object: &Value) {
        let mut is_running = false;
        (self.restarts, self.last_restart) = (0, None);
        for container in items(object, "/status/containerStatuses").rev() {
            self.count(container);
            let waiting = text(container, "/state/waiting/reason");
            if !waiting.is_empty() {
                waiting.clone_into(&mut self.reason);
            } else if let Some(state) = container.pointer("/state/terminated") {
                self.reason = how_it_ended(state);
            } else if container["ready"] == Value::Bool(true) && container.pointer("/state/running").is_some() {
                is_running = true;
                self.ready += 1;
            }
        }
        if self.reason == "Completed" && is_running {
            let is_ready = condition(object, "Ready") == Some("True");
            self.reason = if is_ready { "Running" } else { "NotReady" }.to_owned();
        }
    }
}

fn how_it_ended(state: &Value) -> String {
    match (text(state, "/reason"), number(state, "/signal")) {
        ("", 0) => format!("ExitCode:{}", number(state, "/exitCode")),
        ("", signal) => format!("Signal:{signal}"),
        (reason, _) => reason.to_owned(),
    }
}

/// Cells of a deployment.
pub(super) fn deployment(object: &Value, moment: Moment) -> Vec<Value> {
    let [names, images] = containers(object);
    vec![
        name(object),
        format!("{}/{}", number(object, "/status/readyReplicas"), number(object, "/spec/replicas")).into(),
        number(object, "/status/updatedReplicas").into(),
        number(object, "/status/availableReplicas").into(),
        age(object, moment),
        names,
        images,
        selector(object, "/spec/selector").into(),
    ]
}

/// Cells of a replica set.
pub(super) fn replica_set(object: &Value, moment: Moment) -> Vec<Value> {
    let [names, images] = containers(object);
    let count = |place: &str| Value::from(number(object, place));
    vec![
        name(object),
        count("/spec/replicas"),
        count("/status/replicas"),
        count("/status/readyReplicas"),
        age(object, moment),
        names,
        images,
        selector(object, "/spec/selector").into(),
    ]
}

/// Cells of a daemon set.
pub(super) fn daemon_set(object: &Value, moment: Moment) -> Vec<Value> {
    let [names, images] = containers(object);
    let status = |name: &str| Value::from(number(object, &format!("/status/{name}")));
    vec![
        name(object),
        status("desiredNumberScheduled"),
        status("currentNumberScheduled"),
        status("numberReady"),
        status("updatedNumberScheduled"),
        status("numberAvailable"),
        labels(object, "/spec/template/spec/nodeSelector").into(),
        age(object, moment),
        names,
        images,
        selector(object, "/spec/selector").into(),
    ]
}

/// Cells of a stateful set.
pub(super) fn stateful_set(object: &Value, moment: Moment) -> Vec<Value> {
    let [names, images] = containers(object);
    let ready = format!("{}/{}", number(object, "/status/readyReplicas"), number(object, "/spec/replicas"));
    vec![name(object), ready.into(), age(object, moment), names, images]
}

/// Cells of a job.
pub(super) fn job(object: &Value, moment: Moment) -> Vec<Value> {
    let succeeded = number(object, "/status/succeeded");
    let completions = match object.pointer("/spec/completions").and_then(Value::as_i64) {
        Some(wanted) => format!("{succeeded}/{wanted}"),
        None => match number(object, "/spec/parallelism") {
            ..=1 => format!("{succeeded}/1"),
            parallel => format!("{succeeded}/1 of {parallel}"),
        },
    };
    let start = time(object, "/status/startTime").map(Timestamp::as_second);
    let end = time(object, "/status/completionTime").unwrap_or(moment.now).as_second();
    let took = start.map(|start| duration(end - start)).unwrap_or_default();
    let [names, images] = containers(object);
    let mut cells = vec![name(object), completions.into(), took.into(), age(object, moment)];
    cells.extend([names, images, selector(object, "/spec/selector").into()]);
    if moment.minor >= JOB_STATUS_SINCE {
        cells.insert(1, json!(job_status(object)));
    }
    cells
}

fn job_status(object: &Value) -> &'static str {
    let is = |kind: &str| condition(object, kind) == Some("True");
    let is_leaving = !text(object, "/metadata/deletionTimestamp").is_empty();
    match () {
        () if is("Complete") => "Complete",
        () if is("Failed") => "Failed",
        () if is_leaving => "Terminating",
        () if is("Suspended") => "Suspended",
        () if is("FailureTarget") => "FailureTarget",
        () if is("SuccessCriteriaMet") => "SuccessCriteriaMet",
        () => "Running",
    }
}
