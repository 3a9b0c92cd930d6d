//! Which subnets a new Fargate profile could have, by where they were seen.

use super::FargateFacts;
use crate::domain::OutsideText;
use crate::domain::cluster::ClusterNetwork;
use crate::domain::name::SubnetId;

/// Where a subnet was seen. Whether it is private was not looked at: EKS says so when the profile is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SubnetOrigin {
    /// A Fargate profile has it, so that it was private when that one was made.
    Profile(OutsideText),
    /// The cluster has it.
    Cluster,
    /// A node group has it.
    NodeGroup(OutsideText),
}

/// A subnet that could be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubnetOffer {
    /// The subnet.
    pub id: SubnetId,
    /// Where it was seen; at least one place.
    pub origins: Vec<SubnetOrigin>,
}

impl SubnetOffer {
    /// Whether a Fargate profile has it already.
    pub fn is_in_a_profile(&self) -> bool {
        self.origins.iter().any(|origin| matches!(origin, SubnetOrigin::Profile(_)))
    }
}

/// Every subnet that was seen, once: those of profiles first, as EKS took them before, then the cluster's and the node
/// groups'. Profiles that could not be made do not count.
pub fn subnets_on_offer(network: &ClusterNetwork, facts: &FargateFacts) -> Vec<SubnetOffer> {
    let profiles = facts.profiles.seen().into_iter().flatten();
    let profiles = profiles.filter(|profile| profile.status.as_str() != "CREATE_FAILED");
    let of_profiles = profiles
        .flat_map(|profile| profile.subnets.iter().map(|subnet| (subnet, SubnetOrigin::Profile(profile.name.clone()))));
    let of_cluster = network.subnets.iter().map(|subnet| (subnet, SubnetOrigin::Cluster));
    let groups = facts.node_groups.seen().into_iter().flatten();
    let of_groups = groups
        .flat_map(|group| group.subnets.iter().map(|subnet| (subnet, SubnetOrigin::NodeGroup(group.name.clone()))));
    let mut offers: Vec<SubnetOffer> = Vec::new();
    for (subnet, origin) in of_profiles.chain(of_cluster).chain(of_groups) {
        let Ok(id) = subnet.as_str().parse::<SubnetId>() else { continue };
        match offers.iter_mut().find(|offer| offer.id == id) {
            Some(offer) => offer.origins.push(origin),
            None => offers.push(SubnetOffer { id, origins: vec![origin] }),
        }
    }
    offers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fargate::{FargateProfile, NodeGroup};
    use crate::domain::{Fact, NotLooked, Source};

    fn lines(all: &[&str]) -> Vec<OutsideText> {
        all.iter().map(|one| OutsideText::line(one)).collect()
    }

    fn profile(name: &str, status: &str, subnets: &[&str]) -> FargateProfile {
        FargateProfile {
            name: OutsideText::line(name),
            arn: OutsideText::default(),
            role_arn: OutsideText::default(),
            status: OutsideText::line(status),
            issues: Vec::new(),
            selectors: Vec::new(),
            subnets: lines(subnets),
        }
    }

    fn seen<T>(value: T) -> Fact<T> {
        Fact::Seen { value, at: jiff::Timestamp::UNIX_EPOCH, from: Source::new("eks", "test") }
    }

    #[test]
    fn each_subnet_is_offered_once_with_every_place_where_it_was_seen() {
        let (a, b, c) = ("subnet-0a11a22b33c44d551", "subnet-0b11a22b33c44d552", "subnet-0c11a22b33c44d553");
        let group =
            NodeGroup { name: OutsideText::line("general"), role_arn: OutsideText::default(), subnets: lines(&[b, c]) };
        let profiles = vec![profile("jobs", "ACTIVE", &[b]), profile("failed", "CREATE_FAILED", &[a])];
        let facts = FargateFacts {
            profiles: seen(profiles),
            node_groups: seen(vec![group]),
            role_names: Vec::new(),
            roles_listed: Fact::NotLooked(NotLooked::NotNeeded),
            policy_listed: Fact::NotLooked(NotLooked::NotNeeded),
            candidates: Vec::new(),
            users: None,
        };
        let network = ClusterNetwork { vpc: None, subnets: lines(&[a, b, "no subnet"]) };
        let general = || SubnetOrigin::NodeGroup(OutsideText::line("general"));
        let jobs = || SubnetOrigin::Profile(OutsideText::line("jobs"));
        let offers = subnets_on_offer(&network, &facts);
        let places: Vec<(&str, Vec<SubnetOrigin>)> =
            offers.iter().map(|offer| (offer.id.as_str(), offer.origins.clone())).collect();
        let wanted = vec![
            (b, vec![jobs(), SubnetOrigin::Cluster, general()]),
            (a, vec![SubnetOrigin::Cluster]),
            (c, vec![general()]),
        ];
        assert_eq!(places, wanted);
        assert_eq!(offers.iter().filter(|offer| offer.is_in_a_profile()).count(), 1);
    }
}
