//! Fargate on the screens' cluster: one role that does, one that is for another cluster, a profile of another team.

use std::collections::BTreeMap;

use emr_onramp::domain::Observed;
use emr_onramp::domain::VerbatimText;
use emr_onramp::domain::fargate::{
    CandidateRole, EXECUTION_ACTIONS, FargateFacts, FargateProfile, FoundBy, NodeGroup, RoleDocument, SelectorFacts,
};
use emr_onramp::domain::observed::Simulated;
use emr_onramp::domain::trust::{TrustWidth, new_policy};
use emr_onramp::planner::fargate::execution_policy;

use super::fixture::{absent, line, seen};

fn role(name: &str, source: &str, observed: &Observed) -> CandidateRole {
    let document = RoleDocument {
        arn: format!("arn:aws:iam::111122223333:role/{name}").parse().unwrap(),
        unique_id: line("AROAPODS"),
        trust: VerbatimText::new(new_policy(&[source.to_owned()]).to_text()),
        boundary: None,
        tags: Vec::new(),
    };
    let allowed = EXECUTION_ACTIONS.iter().map(|action| ((*action).to_owned(), Simulated::Allowed));
    CandidateRole {
        name: name.parse().unwrap(),
        found_by: FoundBy { trust: true, policy: true, ..FoundBy::default() },
        role: seen(document),
        attached: seen(vec![line(&execution_policy(&observed.cluster.arn))]),
        actions: seen(allowed.collect::<BTreeMap<_, _>>()),
        entry: absent(),
    }
}

pub(crate) fn facts(observed: &Observed) -> FargateFacts {
    let profile = FargateProfile {
        name: line("team-b"),
        arn: line("arn:aws:eks:us-east-1:111122223333:fargateprofile/dev/team-b/0f1e"),
        role_arn: line("arn:aws:iam::111122223333:role/eks-fargate-pods"),
        status: line("ACTIVE"),
        issues: Vec::new(),
        selectors: vec![SelectorFacts { namespace: line("team-b"), labels: BTreeMap::new() }],
        subnets: vec![line("subnet-0a11a22b33c44d551")],
    };
    let group = NodeGroup {
        name: line("general"),
        role_arn: line("arn:aws:iam::111122223333:role/eks-node"),
        subnets: vec![line("subnet-0a11a22b33c44d551"), line("subnet-0b11a22b33c44d552")],
    };
    let own = TrustWidth::Cluster.source_arn(&observed.cluster.arn);
    let other = "arn:aws:eks:us-east-1:111122223333:fargateprofile/other/*";
    FargateFacts {
        profiles: seen(vec![profile]),
        node_groups: seen(vec![group]),
        role_names: ["eks-fargate-pods", "other-cluster-pods"].map(|name| name.parse().unwrap()).to_vec(),
        roles_listed: seen(9),
        policy_listed: seen(2),
        candidates: vec![role("eks-fargate-pods", &own, observed), role("other-cluster-pods", other, observed)],
        users: None,
    }
}
