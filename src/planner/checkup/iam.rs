//! The service-linked role, and what IAM's simulator says of the caller.

use super::{Log, Question, blind, emr_mapping};
use crate::domain::observed::{Simulated, Simulation};
use crate::domain::{EMR_ROLE_PATH, Fact, Observed};
use crate::plan::Finding;
use crate::plan::finding::{FindingId, Grant};
use crate::planner::simulation;

pub(super) fn check(observed: &Observed, log: &mut Log) {
    service_linked_role(observed, log);
    let wanted = simulation::for_virtual_clusters(observed);
    let denied = denied_actions(observed, &wanted);
    let asked: Vec<&Fact<Simulated>> =
        wanted.iter().flat_map(|s| &s.actions).filter_map(|action| observed.caller_actions.get(action)).collect();
    let why = asked.iter().find_map(|fact| fact.not_looked());
    if let Some(why) = why {
        let ask = simulation::simulating(observed);
        let grants = vec![Grant::Iam { what: ask }];
        log.find(blind(FindingId::SimulationNotLooked, observed.caller.arn.as_str(), why, grants));
    } else if denied.is_empty() && !asked.is_empty() {
        let fine = log.fine(Question::Simulation, observed.caller.arn.as_str(), asked.len().to_string());
        fine.seen_in(asked[0]);
    }
    denied.into_iter().for_each(|finding| log.find(finding));
}

fn service_linked_role(observed: &Observed, log: &mut Log) {
    let arn = observed.emr_role();
    let name = arn.name.as_str();
    let fact = &observed.service_linked_role;
    match fact {
        Fact::Seen { value, .. } if value.arn.path == EMR_ROLE_PATH => {
            log.fine(Question::ServiceLinkedRole, name, value.arn.to_string()).seen_in(fact);
        }
        Fact::Seen { value, .. } => {
            log.find(Finding::new(FindingId::ServiceLinkedRoleImpostor, name, value.arn.to_string()).seen_in(fact));
        }
        Fact::Absent { .. } => {
            let id = match is_at_home(observed) {
                true => FindingId::ServiceLinkedRoleMissing,
                false => FindingId::ServiceLinkedRoleNotYet,
            };
            log.find(Finding::new(id, name, "").seen_in(fact));
        }
        Fact::NotLooked(why) => {
            let what = simulation::getting(&arn);
            log.find(blind(FindingId::ServiceLinkedRoleNotLooked, name, why, vec![Grant::Iam { what }]));
        }
    }
}

/// Whether anything of EMR's is on the cluster.
fn is_at_home(observed: &Observed) -> bool {
    let has_objects = observed.namespaces.values().any(|facts| facts.role.seen().is_some());
    let has_clusters = observed.virtual_clusters.seen().is_some_and(|all| !all.is_empty());
    has_objects || has_clusters || (observed.cluster.mode.reads_aws_auth() && emr_mapping::is_in_force(observed))
}

/// What the simulator refuses of these actions: one finding a resource, each with the smallest statement that helps.
pub(in crate::planner) fn denied_actions(observed: &Observed, wanted: &[Simulation]) -> Vec<Finding> {
    let is_denied = |action: &&String| {
        let verdict = observed.caller_actions.get(*action).and_then(|fact| fact.seen());
        verdict.is_some_and(|verdict| *verdict != Simulated::Allowed)
    };
    let refused = |simulation: &Simulation| {
        let actions: Vec<String> = simulation.actions.iter().filter(is_denied).cloned().collect();
        let first = observed.caller_actions.get(actions.first()?)?;
        let is_forbidden = |action: &String| {
            observed.caller_actions.get(action).and_then(|fact| fact.seen()) == Some(&Simulated::Forbidden)
        };
        let shown = |action: &String| match is_forbidden(action) {
            true => format!("{action}: explicitDeny"),
            false => format!("{action}: implicitDeny"),
        };
        let evidence: Vec<String> = actions.iter().map(shown).collect();
        let finding = Finding::new(FindingId::SimulationDenies, &simulation.resource, evidence.join("\n"));
        let what = Simulation { actions, ..simulation.clone() };
        Some(finding.seen_in(first).asking([Grant::Iam { what }]))
    };
    wanted.iter().filter_map(refused).collect()
}

/// Whether the simulator was asked about all of these and could answer.
pub(in crate::planner) fn is_simulated(observed: &Observed, wanted: &[Simulation]) -> bool {
    let seen = |action: &String| observed.caller_actions.get(action).is_some_and(|fact| fact.seen().is_some());
    wanted.iter().flat_map(|simulation| &simulation.actions).all(seen)
}
