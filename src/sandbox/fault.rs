//! Misbehaviour as data: what goes wrong, on which call, and how often.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::sandbox::drift::Drift;
use crate::sandbox::schema::described;

described! {
/// Something that goes wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// The call, such as `eks:UpdateClusterConfig` or `kube:put configmaps`; a `*` at the end stands for any rest.
    pub call: String,
    /// Only calls that are about all of these: the region, the cluster, or any other name that the request has, such
    /// as `[dev, kube-system, aws-auth]`. Empty for every call of that name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub on: Vec<String>,
    /// The first matching call that it strikes, from 1.
    #[serde(default = "first")]
    pub nth: u32,
    /// How many calls it strikes from there on; absent means all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// How many matching calls there were already. A sandbox counts here; a file starts at 0.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub met: u32,
    /// What happens.
    pub effect: Effect,
}
}

impl Fault {
    /// Makes the fault that strikes every call of that name.
    pub fn always(call: &str, effect: Effect) -> Fault {
        Fault { call: call.to_owned(), on: Vec::new(), nth: first(), count: None, met: 0, effect }
    }
}

fn first() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

described! {
/// What happens to a call that a fault strikes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Effect {
    /// It takes this many real milliseconds more.
    LatencyMs(u64),
    /// It is refused as too many calls, in the service's own words.
    Throttle,
    /// The service fails inside: HTTP 500 in the service's own words. Nothing is changed.
    InternalFailure,
    /// The service cannot be had for now: HTTP 503 in the service's own words. Nothing is changed.
    ServiceUnavailable,
    /// It is refused with this error; nothing is changed.
    Error {
        /// The HTTP status.
        status: u16,
        /// The error code, or for Kubernetes the reason.
        code: String,
        /// The error message.
        message: String,
    },
    /// An admission webhook refuses it, if nothing else does. For writes to Kubernetes alone.
    Admission(Admission),
    /// The connection breaks before anything is changed.
    Cut,
    /// The change is made, and the connection breaks before the answer.
    CutAfterApply,
    /// The change is made, and no answer ever comes.
    TimeoutAfterApply,
    /// The change is made, and the answer is not readable.
    Malformed,
    /// The caller lacks the permission, in the service's own words.
    Deny,
    /// Another writer changes the world just before the call is worked on.
    DriftBefore(Drift),
    /// Another writer changes the world just after the call was worked on, before its answer leaves.
    DriftAfter(Drift),
    /// The process that the sandbox is part of is ended by `SIGKILL`. With `--sandbox-state` the world outlives it, and
    /// the call counts: with `count: 1` the next process is spared.
    Kill(Moment),
}
}

described! {
/// When a call ends the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Moment {
    /// The call has arrived and nothing is changed by it.
    Before,
    /// The change is made and kept, and no answer leaves.
    After,
}
}

described! {
/// How an admission webhook refuses a write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Admission {
    /// The webhook's name, such as `validation.gatekeeper.sh`.
    pub webhook: String,
    /// Its message; an empty one becomes `without explanation`.
    #[serde(default)]
    pub message: String,
    /// The HTTP status that the webhook asks for. One below 400 becomes 400, as the API server has it.
    #[serde(default = "forbidden")]
    pub status: u16,
}
}

fn forbidden() -> u16 {
    403
}

impl Admission {
    /// Returns the HTTP status, reason and message of the refusal.
    ///
    /// Upstream: `ToStatusErr` of `k8s.io/apiserver/pkg/admission/plugin/webhook/errors`.
    pub(super) fn refusal(&self) -> (u16, &'static str, String) {
        let status = self.status.max(400);
        let reason = if status == 403 { "Forbidden" } else { "" };
        let denied = format!("admission webhook {:?} denied the request", self.webhook);
        let message = match self.message.as_str() {
            "" => format!("{denied} without explanation"),
            why => format!("{denied}: {why}"),
        };
        (status, reason, message)
    }
}

/// The faults of a running world, with how often each was met.
#[derive(Debug, Default)]
pub(super) struct Faults {
    faults: Vec<Fault>,
}

/// What the faults make of one call.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Strike {
    /// How much longer the call takes.
    pub(super) latency: Duration,
    /// What another writer does before it.
    pub(super) before: Vec<Drift>,
    /// What another writer does after it.
    pub(super) after: Vec<Drift>,
    /// What goes wrong with it: the first of the list that strikes.
    pub(super) effect: Option<Effect>,
    /// Whether a fault that does not strike every call counted this one: the world is no longer the same.
    pub(super) is_counted: bool,
}

impl Faults {
    /// Goes on with these faults where their counts are.
    pub(super) fn new(faults: Vec<Fault>) -> Faults {
        Faults { faults }
    }

    /// Returns the faults with their counts, so that a world can be written out.
    pub(super) fn list(&self) -> Vec<Fault> {
        self.faults.clone()
    }

    /// Counts `call`, which is about `subjects`, and says what happens to it.
    pub(super) fn strike(&mut self, call: &str, subjects: &[&str]) -> Strike {
        let mut strike = Strike::default();
        for fault in &mut self.faults {
            if !matches(&fault.call, call) || !fault.on.iter().all(|one| subjects.contains(&one.as_str())) {
                continue;
            }
            fault.met = fault.met.saturating_add(1);
            strike.is_counted |= fault.nth > 1 || fault.count.is_some();
            let past = fault.met.checked_sub(fault.nth);
            let is_hit = past.is_some_and(|past| fault.count.is_none_or(|count| past < count));
            if !is_hit {
                continue;
            }
            match &fault.effect {
                Effect::LatencyMs(more) => strike.latency += Duration::from_millis(*more),
                Effect::DriftBefore(drift) => strike.before.push(drift.clone()),
                Effect::DriftAfter(drift) => strike.after.push(drift.clone()),
                effect => {
                    strike.effect.get_or_insert_with(|| effect.clone());
                }
            }
        }
        strike
    }

    /// Tells whether the caller is denied `call` for good.
    ///
    /// For actions that a service takes with the caller's authority: no request of that name ever arrives.
    pub(super) fn is_denied(&self, call: &str) -> bool {
        let denies = |fault: &Fault| fault.effect == Effect::Deny && matches(&fault.call, call);
        self.faults.iter().any(denies)
    }
}

fn matches(pattern: &str, call: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == call, |start| call.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(call: &str, nth: u32, count: Option<u32>, effect: Effect) -> Fault {
        Fault { call: call.to_owned(), on: Vec::new(), nth, count, met: 0, effect }
    }

    #[test]
    fn a_fault_strikes_the_calls_it_names_and_no_others() {
        let mut faults = Faults::new(vec![fault("eks:List*", 2, Some(2), Effect::Throttle)]);
        let struck: Vec<bool> =
            ["eks:ListClusters", "eks:DescribeCluster", "eks:ListClusters", "eks:ListNodegroups", "eks:ListClusters"]
                .iter()
                .map(|call| faults.strike(call, &[]).effect.is_some())
                .collect();
        assert_eq!(struck, [false, false, true, true, false]);
    }

    #[test]
    fn a_fault_can_be_about_one_place_or_thing() {
        let mut cut = fault("kube:put configmaps", 1, Some(1), Effect::Cut);
        cut.on = vec!["dev".to_owned(), "aws-auth".to_owned()];
        let mut faults = Faults::new(vec![cut]);
        for (parts, is_struck) in [
            (&["us-east-1", "staging", "kube-system", "aws-auth"][..], false),
            (&["us-east-1", "dev", "spark", "settings"], false),
            (&["us-east-1", "dev", "kube-system", "aws-auth"], true),
            (&["us-east-1", "dev", "kube-system", "aws-auth"], false),
        ] {
            assert_eq!(faults.strike("kube:put configmaps", parts).effect.is_some(), is_struck, "{parts:?}");
        }
        assert_eq!(faults.list()[0].met, 2, "others are not counted");
    }

    #[test]
    fn faults_go_on_where_they_were_left() {
        let mut first = Faults::new(vec![fault("iam:*", 2, Some(1), Effect::Cut)]);
        assert_eq!(first.strike("iam:GetRole", &[]).effect, None);
        let mut later = Faults::new(first.list());
        assert_eq!(later.strike("iam:GetRole", &[]).effect, Some(Effect::Cut));
        assert_eq!(Faults::new(later.list()).strike("iam:GetRole", &[]).effect, None);
    }

    #[test]
    fn latencies_add_up_and_the_first_effect_wins() {
        let mut faults = Faults::new(vec![
            fault("*", 1, None, Effect::LatencyMs(5)),
            fault("iam:GetRole", 1, None, Effect::Cut),
            fault("iam:*", 1, None, Effect::LatencyMs(7)),
            fault("iam:*", 1, None, Effect::Deny),
        ]);
        let strike = faults.strike("iam:GetRole", &[]);
        assert_eq!(strike.latency, Duration::from_millis(12));
        assert_eq!(strike.effect, Some(Effect::Cut));
        assert!(faults.is_denied("iam:CreateRole"));
        assert!(!faults.is_denied("eks:CreateAccessEntry"));
    }

    #[test]
    fn a_fault_without_count_never_ends() {
        let mut faults = Faults::new(vec![fault("sts:*", 1, None, Effect::Deny)]);
        assert!((0..100).all(|_| faults.strike("sts:GetCallerIdentity", &[]).effect.is_some()));
    }

    #[test]
    fn a_webhook_refuses_in_the_api_servers_words() {
        let admission = |message: &str, status| {
            let webhook = "validation.gatekeeper.sh".to_owned();
            Admission { webhook, message: message.to_owned(), status }.refusal()
        };
        let denied = "admission webhook \"validation.gatekeeper.sh\" denied the request";
        assert_eq!(admission("no", 403), (403, "Forbidden", format!("{denied}: no")));
        assert_eq!(admission("no", 0), (400, "", format!("{denied}: no")));
        assert_eq!(admission("", 400), (400, "", format!("{denied} without explanation")));
    }
}
