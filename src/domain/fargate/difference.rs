//! What a role that is there lacks of one that is wished for.

use serde::{Deserialize, Serialize};

use super::{RoleDocument, RoleWish};
use crate::domain::trust::{TrustPolicy, TrustVerdict, TrustWidth, covers_width, judge};
use crate::domain::{ClusterArn, OutsideText};

/// In what a role of the name that is wished for is another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "difference")]
pub enum RoleDifference {
    /// It is at another path, which cannot be changed.
    Path {
        /// The path.
        path: OutsideText,
    },
    /// Its trust policy cannot be read safely.
    Unreadable,
    /// Its trust policy does not let Fargate in for the cluster, or for strangers, too.
    Trust {
        /// What it does.
        verdict: TrustVerdict,
    },
    /// It is for fewer profiles.
    Width {
        /// For which it was wished.
        width: TrustWidth,
    },
    /// It has not all the tags.
    Tags {
        /// Those that it lacks, `key=value`.
        lacks: Vec<OutsideText>,
    },
}

impl RoleDifference {
    /// The word for it in catalogue keys.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Path { .. } => "path",
            Self::Unreadable => "unreadable",
            Self::Trust { .. } => "trust",
            Self::Width { .. } => "width",
            Self::Tags { .. } => "tags",
        }
    }
}

impl RoleWish {
    /// What a role that is there lacks, where one was to be made; empty where it does as well. More than was wished for,
    /// such as further tags or statements for other services, is no difference.
    pub fn differences(&self, role: &RoleDocument, cluster: &ClusterArn) -> Vec<RoleDifference> {
        let Self::Create { width, tags, .. } = self else { return Vec::new() };
        let mut found = Vec::new();
        if role.arn.has_path() {
            found.push(RoleDifference::Path { path: OutsideText::line(&role.arn.path) });
        }
        match TrustPolicy::parse(role.trust.exact()) {
            Err(_) => found.push(RoleDifference::Unreadable),
            Ok(policy) => match judge(&policy, cluster) {
                TrustVerdict::Covered if covers_width(&policy, cluster, *width) => {}
                TrustVerdict::Covered => found.push(RoleDifference::Width { width: *width }),
                verdict => found.push(RoleDifference::Trust { verdict }),
            },
        }
        let has = |key: &str, value: &str| role.tags.iter().any(|(k, v)| k.as_str() == key && v.as_str() == value);
        let lacks = tags.iter().filter(|(key, value)| !has(key, value));
        let lacks: Vec<OutsideText> = lacks.map(|(key, value)| OutsideText::line(&format!("{key}={value}"))).collect();
        if !lacks.is_empty() {
            found.push(RoleDifference::Tags { lacks });
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::VerbatimText;
    use crate::domain::trust::new_policy;

    #[test]
    fn a_role_that_is_there_does_only_where_nothing_that_was_wished_for_is_missing() {
        let cluster: ClusterArn = "arn:aws:eks:us-east-1:111122223333:cluster/dev".parse().unwrap();
        let elsewhere: ClusterArn = "arn:aws:eks:us-east-1:111122223333:cluster/staging".parse().unwrap();
        let open = r#"{"Statement":{"Effect":"Allow","Principal":{"Service":"eks-fargate-pods.amazonaws.com"},"Action":"sts:AssumeRole"}}"#;
        let of = |width: TrustWidth, cluster: &ClusterArn| new_policy(&[width.source_arn(cluster)]).to_text();
        let own = of(TrustWidth::Cluster, &cluster);
        for (path, trust, wished, tags, wanted) in [
            ("", own.clone(), TrustWidth::Cluster, "", ""),
            ("", of(TrustWidth::Region, &cluster), TrustWidth::Cluster, "", ""),
            ("", of(TrustWidth::Region, &cluster), TrustWidth::Region, "", ""),
            ("", of(TrustWidth::Account, &cluster), TrustWidth::Account, "", ""),
            ("", own.clone(), TrustWidth::Region, "", "width"),
            ("", of(TrustWidth::Region, &cluster), TrustWidth::Account, "", "width"),
            ("", of(TrustWidth::Cluster, &elsewhere), TrustWidth::Cluster, "", "trust"),
            ("", open.to_owned(), TrustWidth::Cluster, "", "trust"),
            ("", "{".to_owned(), TrustWidth::Cluster, "", "unreadable"),
            ("team/", own.clone(), TrustWidth::Cluster, "", "path"),
            ("", own.clone(), TrustWidth::Cluster, "data", ""),
            ("", own.clone(), TrustWidth::Cluster, "ml", "tags"),
            ("team/", open.to_owned(), TrustWidth::Cluster, "ml", "path trust tags"),
        ] {
            let role = RoleDocument {
                arn: format!("arn:aws:iam::111122223333:role/{path}pods").parse().unwrap(),
                unique_id: OutsideText::line("AROAPODS"),
                trust: VerbatimText::new(&trust),
                boundary: None,
                tags: vec![(OutsideText::line("team"), OutsideText::line("data"))],
            };
            let tags = if tags.is_empty() { Vec::new() } else { vec![("team".to_owned(), tags.to_owned())] };
            let wish = RoleWish::Create { name: "pods".parse().unwrap(), width: wished, tags };
            let words: Vec<&str> = wish.differences(&role, &cluster).iter().map(RoleDifference::word).collect();
            assert_eq!(words.join(" "), wanted, "{path} {wished} {trust}");
        }
    }
}
