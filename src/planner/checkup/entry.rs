//! The authentication mode, and the access entry that EMR writes for its service-linked role.

use super::virtual_cluster::{integrated, legacy};
use super::{Log, Question, blind, emr_mapping};
use crate::domain::observed::AccessEntry;
use crate::domain::{EMR_ACCESS_POLICY, EMR_ROLE_NAME, EMR_USER, Fact, NotLooked, Observed, OutsideText};
use crate::plan::Finding;
use crate::plan::finding::{FindingId, Grant};
use crate::planner::simulation;

pub(super) fn check(observed: &Observed, log: &mut Log) {
    let cluster = &observed.cluster;
    let name = cluster.arn.name.as_str();
    if !cluster.mode.reads_aws_auth() && emr_mapping::is_in_force(observed) {
        log.find(Finding::new(FindingId::AwsAuthIgnored, name, cluster.mode.as_str()).seen_in(&observed.aws_auth));
    }
    match &observed.access_entry {
        Fact::Seen { value, .. } => {
            let before = log.len();
            look(value, observed, log);
            if log.len() == before {
                let reach: Vec<String> = reach(value).into_iter().flatten().collect();
                log.fine(Question::Entry, value.username.as_str(), reach.join(", ")).seen_in(&observed.access_entry);
            }
            if cluster.mode.reads_aws_auth() && emr_mapping::is_in_force(observed) {
                log.find(
                    Finding::new(FindingId::EntryOverAwsAuth, EMR_ROLE_NAME, value.username.as_str())
                        .seen_in(&observed.access_entry),
                );
            }
        }
        Fact::Absent { .. } => {
            let standing: Vec<&str> = integrated(observed).map(|vc| vc.namespace.as_str()).collect();
            if standing.is_empty() {
                log.fine(Question::NoEntry, EMR_ROLE_NAME, "").seen_in(&observed.access_entry);
            } else {
                let finding = Finding::new(FindingId::EntryMissing, EMR_ROLE_NAME, standing.join(", "));
                log.find(finding.seen_in(&observed.access_entry));
            }
        }
        Fact::NotLooked(NotLooked::NotNeeded) => {}
        Fact::NotLooked(why) => {
            let ask = simulation::reading_the_entry(&cluster.arn);
            log.find(blind(FindingId::EntryNotLooked, EMR_ROLE_NAME, why, vec![Grant::Iam { what: ask }]));
        }
    }
}

/// The namespaces of EMR's policy; an inner none is the whole cluster.
fn reach(entry: &AccessEntry) -> Vec<Option<String>> {
    let ours = entry.policies.iter().filter(|policy| is_emr_policy(policy.policy_arn.as_str()));
    ours.flat_map(|policy| match &policy.namespaces {
        None => vec![None],
        Some(names) => names.iter().map(|name| Some(name.to_string())).collect(),
    })
    .collect()
}

fn is_emr_policy(arn: &str) -> bool {
    arn.rsplit('/').next() == Some(EMR_ACCESS_POLICY)
}

fn look(entry: &AccessEntry, observed: &Observed, log: &mut Log) {
    let mut find = |id, evidence: String| {
        log.find(Finding::new(id, EMR_ROLE_NAME, evidence).seen_in(&observed.access_entry));
    };
    let policies = entry.policies.iter().map(|policy| policy.policy_arn.as_str());
    if !policies.clone().any(is_emr_policy) {
        find(FindingId::EntryPolicyMissing, policies.collect::<Vec<_>>().join(", "));
        return;
    }
    if !entry.has_expected_user() {
        find(FindingId::EntryUsername, entry.username.to_string());
    }
    if !entry.groups.is_empty() {
        let groups: Vec<&str> = entry.groups.iter().map(OutsideText::as_str).collect();
        find(FindingId::EntryGroups, groups.join(", "));
    }
    let reach = reach(entry);
    let is_wide = |name: &Option<String>| name.as_ref().is_none_or(|name| name.contains('*'));
    if let Some(wide) = reach.iter().find(|name| is_wide(name)) {
        let shown = wide.as_deref().unwrap_or("type=cluster").to_owned();
        find(FindingId::EntryReachWide, shown);
    }
    for vc in integrated(observed) {
        let namespace = vc.namespace.as_str();
        if !reach.iter().any(|name| name.as_deref().is_none_or(|pattern| covers(pattern, namespace))) {
            find(FindingId::EntryReachShort, format!("{namespace} ({})", vc.id));
        }
    }
    if entry.username.as_str() != EMR_USER && legacy(observed).next().is_some() {
        let names: Vec<String> = legacy(observed).map(|vc| format!("{} ({})", vc.name, vc.namespace)).collect();
        let evidence = format!("{}: {}", entry.username, names.join(", "));
        find(FindingId::LegacyOvershadowed, evidence);
    }
}

/// Whether a namespace falls under a pattern with `*`.
fn covers(pattern: &str, namespace: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == namespace,
        Some((head, rest)) => namespace.strip_prefix(head).is_some_and(|tail| {
            let starts = tail.char_indices().map(|(at, _)| at).chain([tail.len()]);
            starts.into_iter().any(|at| covers(rest, &tail[at..]))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reach_may_be_a_pattern() {
        let table = [
            ("spark", "spark", true),
            ("spark", "spark-2", false),
            ("dev-*", "dev-a", true),
            ("dev-*", "dev-", true),
            ("dev-*", "prod-a", false),
            ("*-etl", "a-b-etl", true),
            ("*-etl", "a-etl-2", false),
            ("*", "anything", true),
        ];
        for (pattern, namespace, wanted) in table {
            assert_eq!(covers(pattern, namespace), wanted, "{pattern} {namespace}");
        }
    }
}
