//! Misbehaviour as data: what goes wrong, on which call, and how often.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Something that goes wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// The call, such as `eks:UpdateClusterConfig` or `kube:put configmaps`; a `*` at the end stands for any rest.
    pub call: String,
    /// The first matching call that it strikes, from 1.
    #[serde(default = "first")]
    pub nth: u32,
    /// How many calls it strikes from there on; absent means all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// What happens.
    pub effect: Effect,
}

fn first() -> u32 {
    1
}

/// What happens to a call that a fault strikes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Effect {
    /// It takes this many real milliseconds more.
    LatencyMs(u64),
    /// It is refused as too many calls, in the service's own words.
    Throttle,
    /// It is refused with this error; nothing is changed.
    Error {
        /// The HTTP status.
        status: u16,
        /// The error code, or for Kubernetes the reason.
        code: String,
        /// The error message.
        message: String,
    },
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
}

/// The faults of a running world, with how often each was met.
#[derive(Debug, Default)]
pub(super) struct Faults {
    faults: Vec<(Fault, u32)>,
}

/// What the faults make of one call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Strike {
    /// How much longer the call takes.
    pub(super) latency: Duration,
    /// What goes wrong with it: the first of the list that strikes.
    pub(super) effect: Option<Effect>,
}

impl Faults {
    /// Starts counting anew with these faults.
    pub(super) fn new(faults: Vec<Fault>) -> Faults {
        Faults { faults: faults.into_iter().map(|fault| (fault, 0)).collect() }
    }

    /// Returns the faults, so that a world can be written out.
    pub(super) fn list(&self) -> Vec<Fault> {
        self.faults.iter().map(|(fault, _)| fault.clone()).collect()
    }

    /// Counts `call` and says what happens to it.
    pub(super) fn strike(&mut self, call: &str) -> Strike {
        let mut strike = Strike::default();
        for (fault, met) in &mut self.faults {
            if !matches(&fault.call, call) {
                continue;
            }
            *met = met.saturating_add(1);
            let past = met.checked_sub(fault.nth);
            let is_hit = past.is_some_and(|past| fault.count.is_none_or(|count| past < count));
            if !is_hit {
                continue;
            }
            match &fault.effect {
                Effect::LatencyMs(more) => strike.latency += Duration::from_millis(*more),
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
        self.faults.iter().any(|(fault, _)| denies(fault))
    }
}

fn matches(pattern: &str, call: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == call, |start| call.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(call: &str, nth: u32, count: Option<u32>, effect: Effect) -> Fault {
        Fault { call: call.to_owned(), nth, count, effect }
    }

    #[test]
    fn a_fault_strikes_the_calls_it_names_and_no_others() {
        let mut faults = Faults::new(vec![fault("eks:List*", 2, Some(2), Effect::Throttle)]);
        let struck: Vec<bool> =
            ["eks:ListClusters", "eks:DescribeCluster", "eks:ListClusters", "eks:ListNodegroups", "eks:ListClusters"]
                .iter()
                .map(|call| faults.strike(call).effect.is_some())
                .collect();
        assert_eq!(struck, [false, false, true, true, false]);
    }

    #[test]
    fn latencies_add_up_and_the_first_effect_wins() {
        let mut faults = Faults::new(vec![
            fault("*", 1, None, Effect::LatencyMs(5)),
            fault("iam:GetRole", 1, None, Effect::Cut),
            fault("iam:*", 1, None, Effect::LatencyMs(7)),
            fault("iam:*", 1, None, Effect::Deny),
        ]);
        let strike = faults.strike("iam:GetRole");
        assert_eq!(strike.latency, Duration::from_millis(12));
        assert_eq!(strike.effect, Some(Effect::Cut));
        assert!(faults.is_denied("iam:CreateRole"));
        assert!(!faults.is_denied("eks:CreateAccessEntry"));
    }

    #[test]
    fn a_fault_without_count_never_ends() {
        let mut faults = Faults::new(vec![fault("sts:*", 1, None, Effect::Deny)]);
        assert!((0..100).all(|_| faults.strike("sts:GetCallerIdentity").effect.is_some()));
    }
}
