//! Which AWS actions a plan for a role needs, which of them may be missing, and what to hand to whoever can grant them.

use super::plan::RoleBlocker;
use crate::domain::observed::Simulation;
use crate::domain::{ClusterArn, NotLooked, Observed, RoleArn};
use crate::plan::finding::Grant;
use crate::plan::{Finding, Plan, Step, StepId};
use crate::planner::checkup::denied_actions;
use crate::planner::hand_off::HandOff;
use crate::planner::needs::own_actions;
use crate::planner::simulation::simulation;

/// What the card is for, in the words of the command line.
const SETTLES: &str = "fargate-role";

/// The questions to IAM's policy simulator about the steps of a plan that write.
pub fn simulations_for(plan: &Plan, observed: &Observed) -> Vec<Simulation> {
    needed(plan.steps.iter().filter(|step| step.change.action.writes()), observed)
}

/// What somebody would have to grant so that these steps can be done; none where they need nothing.
pub fn rights_for<'s>(
    plan: &Plan,
    observed: &Observed,
    steps: impl IntoIterator<Item = &'s StepId>,
) -> Option<HandOff> {
    let steps = steps.into_iter().filter_map(|id| plan.step(id)).filter(|step| step.change.action.writes());
    let grants: Vec<Grant> = needed(steps, observed).into_iter().map(|what| Grant::Iam { what }).collect();
    HandOff::for_grants(observed, &grants, vec![SETTLES])
}

fn needed<'s>(steps: impl Iterator<Item = &'s Step>, observed: &Observed) -> Vec<Simulation> {
    steps.flat_map(|step| own_actions(&step.operation, observed)).collect()
}

/// What the simulator refuses of the steps that write: a hint, since it knows neither session policies nor, always, the
/// organisation's.
pub(super) fn hints(plan: &Plan, observed: &Observed) -> Vec<Finding> {
    denied_actions(observed, &simulations_for(plan, observed))
}

/// What would settle the hints, and what kept the plan from being made.
pub(super) fn card(observed: &Observed, hints: &[Finding], blockers: &[RoleBlocker], role: &str) -> Option<HandOff> {
    let cluster = &observed.cluster.arn;
    let mut grants: Vec<Grant> = hints.iter().flat_map(|finding| finding.grants.iter().cloned()).collect();
    for blocker in blockers {
        let reads = match blocker {
            RoleBlocker::NotRead { why: NotLooked::Denied { .. } } => {
                // IAM is asked by name, and knows the path of a role only once it is there.
                let named = role.parse().map(|name| RoleArn {
                    partition: cluster.partition.clone(),
                    account: cluster.account.clone(),
                    path: "/".to_owned(),
                    name,
                });
                let resource = named.map_or_else(|_| "*".to_owned(), |arn| arn.to_string());
                vec![simulation(&["iam:GetRole", "iam:ListAttachedRolePolicies"], resource)]
            }
            RoleBlocker::UsersNotKnown { why: NotLooked::Denied { .. }, .. } => listing_profiles(cluster),
            _ => Vec::new(),
        };
        grants.extend(reads.into_iter().map(|what| Grant::Iam { what }));
    }
    HandOff::for_grants(observed, &grants, vec![SETTLES])
}

/// Looking at the Fargate profiles of every cluster of the region.
fn listing_profiles(cluster: &ClusterArn) -> Vec<Simulation> {
    let ClusterArn { partition, region, account, .. } = cluster;
    let any = |kind: &str| format!("arn:{partition}:eks:{region}:{account}:{kind}");
    vec![
        simulation(&["eks:ListClusters"], "*"),
        simulation(&["eks:ListFargateProfiles"], any("cluster/*")),
        simulation(&["eks:DescribeFargateProfile"], any("fargateprofile/*")),
    ]
}
