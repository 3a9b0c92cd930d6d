//! Who we are.

use super::{Log, Question, blind};
use crate::domain::{Fact, NotLooked, Observed, OutsideText, Principal};
use crate::plan::Finding;
use crate::plan::finding::FindingId;

pub(super) fn check(observed: &Observed, log: &mut Log) {
    let before = log.len();
    account(observed, log);
    let caller = &observed.caller;
    if log.len() == before {
        log.fine(Question::Caller, caller.arn.as_str(), caller.account.to_string());
    }
    if caller.principal == Principal::Root {
        log.find(Finding::new(FindingId::CallerIsRoot, caller.arn.as_str(), ""));
    }
    match &observed.kubernetes_user {
        Fact::Seen { value, .. } => {
            let groups: Vec<&str> = value.groups.iter().map(OutsideText::as_str).collect();
            log.fine(Question::KubernetesUser, value.username.as_str(), groups.join(", "))
                .seen_in(&observed.kubernetes_user);
        }
        // One finding says that nobody could get in.
        Fact::NotLooked(NotLooked::Unreachable { .. } | NotLooked::NotRecognised { .. }) | Fact::Absent { .. } => {}
        Fact::NotLooked(why) => {
            log.find(blind(FindingId::KubernetesUserNotLooked, caller.arn.as_str(), why, Vec::new()));
        }
    }
}

/// The credentials' account has to be the cluster's.
pub(in crate::planner) fn account(observed: &Observed, log: &mut Log) {
    let (arn, caller) = (&observed.cluster.arn, &observed.caller);
    if (&arn.partition, &arn.account) != (&caller.partition, &caller.account) {
        let mut ids = format!("{} / {}", arn.account, caller.account);
        if arn.partition != caller.partition {
            ids = format!("{} {} / {} {}", arn.partition, arn.account, caller.partition, caller.account);
        }
        log.find(Finding::new(FindingId::OtherAccount, arn.name.as_str(), ids));
    }
}
