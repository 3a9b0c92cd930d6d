//! What EMR's access entry looks like when EMR wrote it, and how one may differ.

use super::observed::AccessEntry;
use super::{ClusterArn, EMR_ACCESS_POLICY, EMR_ROLE_NAME, EMR_USER, NamespaceName, OutsideText, RoleArn};

/// The type of the entries of people and services (EKS `CreateAccessEntry`): the only one with policies.
const STANDARD: &str = "STANDARD";

/// A way in which an entry is not what EMR writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryFlaw {
    /// It is for another principal than the service-linked role with its path.
    Principal,
    /// Its ARN is not one that AWS's IAM statement names, so that the statement grants nothing on it.
    Arn,
    /// It is of a type that has no policies.
    Type,
    /// It makes a Kubernetes user that neither EKS nor the aws-auth way would.
    Username,
    /// It puts EMR into Kubernetes groups.
    Groups,
    /// EMR's policy is not associated.
    Policy,
    /// EMR's policy reaches the whole cluster, or not a namespace that it should.
    Scope,
}

impl EntryFlaw {
    /// The word for it as a check of a proof.
    pub fn word(self) -> &'static str {
        match self {
            Self::Principal => "access-entry-principal",
            Self::Arn => "access-entry-arn",
            Self::Type => "access-entry-type",
            Self::Username => "access-entry-username",
            Self::Groups => "access-entry-groups",
            Self::Policy => "access-entry-policy",
            Self::Scope => "access-entry-scope",
        }
    }

    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Principal, Self::Arn, Self::Type, Self::Username, Self::Groups, Self::Policy, Self::Scope];
}

/// How the ARNs of the role's access entries begin, whatever their id: the principal's path is dropped (EKS user guide).
pub fn entry_arn_start(cluster: &ClusterArn) -> String {
    let ClusterArn { partition, region, account, name } = cluster;
    format!("arn:{partition}:eks:{region}:{account}:access-entry/{name}/role/{account}/{EMR_ROLE_NAME}/")
}

impl AccessEntry {
    /// Whether its user is the one that the aws-auth way gives EMR, or the one that EKS gives a role when nobody names one
    /// (EKS user guide, *Create access entries*). Which of them EMR takes is not documented.
    pub fn has_expected_user(&self) -> bool {
        let username = self.username.as_str();
        let session = format!(":assumed-role/{EMR_ROLE_NAME}/{{{{SessionName}}}}");
        username == EMR_USER || (username.starts_with("arn:") && username.ends_with(&session))
    }

    /// The reach of EMR's policy, association by association; none inside is the whole cluster.
    pub fn emr_reach(&self) -> impl Iterator<Item = Option<&[OutsideText]>> {
        let is_emr = |arn: &OutsideText| arn.as_str().rsplit('/').next() == Some(EMR_ACCESS_POLICY);
        let ours = self.policies.iter().filter(move |policy| is_emr(&policy.policy_arn));
        ours.map(|policy| policy.namespaces.as_deref())
    }

    /// How it is not what EMR writes for these namespaces, each with what was seen instead.
    pub fn flaws(&self, cluster: &ClusterArn, namespaces: &[NamespaceName]) -> Vec<(EntryFlaw, OutsideText)> {
        let role = RoleArn::emr_service_linked(&cluster.partition, &cluster.account);
        let mut found = Vec::new();
        let mut check = |flaw, is_right: bool, seen: String| {
            if !is_right {
                found.push((flaw, OutsideText::message(&seen)));
            }
        };
        check(EntryFlaw::Principal, self.principal_arn.as_str() == role.to_string(), self.principal_arn.to_string());
        check(EntryFlaw::Arn, self.arn.as_str().starts_with(&entry_arn_start(cluster)), self.arn.to_string());
        check(EntryFlaw::Type, self.kind.as_str() == STANDARD, self.kind.to_string());
        check(EntryFlaw::Username, self.has_expected_user(), self.username.to_string());
        let groups: Vec<&str> = self.groups.iter().map(OutsideText::as_str).collect();
        check(EntryFlaw::Groups, groups.is_empty(), groups.join(", "));
        let reach: Vec<Option<&[OutsideText]>> = self.emr_reach().collect();
        let policies: Vec<&str> = self.policies.iter().map(|policy| policy.policy_arn.as_str()).collect();
        check(EntryFlaw::Policy, !reach.is_empty(), policies.join(", "));
        if reach.is_empty() {
            return found;
        }
        check(EntryFlaw::Scope, reach.iter().all(Option::is_some), "type=cluster".to_owned());
        let named: Vec<&str> = reach.iter().flatten().copied().flatten().map(OutsideText::as_str).collect();
        let is_reached = |namespace: &&NamespaceName| named.contains(&namespace.as_str()) || reach.contains(&None);
        let lacking: Vec<&str> =
            namespaces.iter().filter(|name| !is_reached(name)).map(NamespaceName::as_str).collect();
        let seen = format!("{} ∌ {}", named.join(", "), lacking.join(", "));
        check(EntryFlaw::Scope, lacking.is_empty(), seen);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::observed::PolicyScope;

    const POLICY: &str = "arn:aws:eks::aws:cluster-access-policy/AmazonEMRJobPolicy";

    fn cluster() -> ClusterArn {
        "arn:aws:eks:us-east-1:111122223333:cluster/dev".parse().unwrap()
    }

    fn entry() -> AccessEntry {
        let cluster = cluster();
        AccessEntry {
            principal_arn: OutsideText::line(
                &RoleArn::emr_service_linked(&cluster.partition, &cluster.account).to_string(),
            ),
            arn: OutsideText::line(&format!("{}0c8e6a42", entry_arn_start(&cluster))),
            kind: OutsideText::line("STANDARD"),
            tags: Default::default(),
            username: OutsideText::line(EMR_USER),
            groups: Vec::new(),
            policies: vec![PolicyScope {
                policy_arn: OutsideText::line(POLICY),
                namespaces: Some(vec![OutsideText::line("spark"), OutsideText::line("team-a")]),
            }],
        }
    }

    #[test]
    fn every_way_to_differ_has_its_name() {
        type Row<'t> = (&'t str, fn(&mut AccessEntry), &'t [(&'t str, &'t str)]);
        let table: [Row<'_>; 12] = [
            ("as EMR writes it", |_| {}, &[]),
            (
                "EKS's own user",
                |e| {
                    e.username = OutsideText::line(
                        "arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForAmazonEMRContainers/{{SessionName}}",
                    );
                },
                &[],
            ),
            (
                "path dropped",
                |e| {
                    e.principal_arn =
                        OutsideText::line("arn:aws:iam::111122223333:role/AWSServiceRoleForAmazonEMRContainers");
                },
                &[("access-entry-principal", "arn:aws:iam::111122223333:role/AWSServiceRoleForAmazonEMRContainers")],
            ),
            (
                "another cluster's ARN",
                |e| e.arn = OutsideText::line("arn:aws:eks:us-east-1:111122223333:access-entry/other"),
                &[("access-entry-arn", "arn:aws:eks:us-east-1:111122223333:access-entry/other")],
            ),
            ("node type", |e| e.kind = OutsideText::line("EC2_LINUX"), &[("access-entry-type", "EC2_LINUX")]),
            ("other user", |e| e.username = OutsideText::line("admin"), &[("access-entry-username", "admin")]),
            ("groups", |e| e.groups = vec![OutsideText::line("masters")], &[("access-entry-groups", "masters")]),
            ("no policy", |e| e.policies.clear(), &[("access-entry-policy", "")]),
            (
                "other policy",
                |e| {
                    let view = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";
                    e.policies[0].policy_arn = OutsideText::line(view);
                },
                &[("access-entry-policy", "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy")],
            ),
            ("whole cluster", |e| e.policies[0].namespaces = None, &[("access-entry-scope", "type=cluster")]),
            (
                "short",
                |e| e.policies[0].namespaces = Some(vec![OutsideText::line("team-a")]),
                &[("access-entry-scope", "team-a ∌ spark")],
            ),
            (
                "two at once",
                |e| {
                    e.kind = OutsideText::line("EC2");
                    e.username = OutsideText::line("x");
                },
                &[("access-entry-type", "EC2"), ("access-entry-username", "x")],
            ),
        ];
        for (name, change, wanted) in table {
            let mut entry = entry();
            change(&mut entry);
            let flaws = entry.flaws(&cluster(), &["spark".parse().unwrap()]);
            let seen: Vec<(&str, &str)> = flaws.iter().map(|(flaw, seen)| (flaw.word(), seen.as_str())).collect();
            assert_eq!(seen, wanted, "{name}");
        }
    }
}
