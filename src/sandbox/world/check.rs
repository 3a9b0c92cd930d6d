//! What the types of a world cannot say: names that AWS would take, and no contradictions.

use std::collections::BTreeSet;
use std::fmt;

use super::{Cluster, Region, Role, World, WorldError, flatten_objects};
use crate::sandbox::kube;

/// What is wrong with a world whose shape is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// AWS has no such name, id, ARN or version.
    Invalid {
        /// Where: the keys from the top, with names in place of numbers.
        path: String,
        /// What stands there.
        value: String,
        /// What could stand there.
        example: &'static str,
    },
    /// Two of a list have the same name.
    Twice {
        /// Which list.
        path: String,
        /// The name.
        value: String,
    },
    /// It names something that the world does not have.
    Unknown {
        /// Where.
        path: String,
        /// What stands there.
        value: String,
    },
    /// The API server would not take a Kubernetes object.
    Refused {
        /// Which cluster's.
        path: String,
        /// Why not, in the API server's words.
        message: String,
    },
}

impl Flaw {
    /// The value that is wrong, as it stands in the file; empty when it is more than one.
    pub(super) fn value(&self) -> &str {
        match self {
            Flaw::Invalid { value, .. } | Flaw::Twice { value, .. } | Flaw::Unknown { value, .. } => value,
            Flaw::Refused { .. } => "",
        }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Flaw::Invalid { path, value, example } => {
                write!(formatter, "{path}: `{value}` is not valid; {example} would be")
            }
            Flaw::Twice { path, value } => write!(formatter, "{path}: `{value}` is there twice"),
            Flaw::Unknown { path, value } => write!(formatter, "{path}: the world has no `{value}`"),
            Flaw::Refused { path, message } => write!(formatter, "{path}: {message}"),
        }
    }
}

type Checked = Result<(), Flaw>;

impl World {
    /// Checks what the types cannot say.
    ///
    /// # Errors
    /// [`WorldError::Inconsistent`] with the first flaw.
    pub(crate) fn check(&self) -> Result<(), WorldError> {
        self.find_flaw().map_err(|flaw| WorldError::Inconsistent { flaw, at: None })
    }

    fn find_flaw(&self) -> Checked {
        valid("name", &self.name, is_world_name, "my-world")?;
        let id = &self.account.id;
        valid("account.id", id, |id| id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_digit()), "111122223333")?;
        valid("account.partition", &self.account.partition, |name| is_word(name, "-", 3..=20), "aws")?;
        valid("caller.arn", &self.caller.arn, is_arn, "arn:aws:sts::111122223333:assumed-role/Admin/you")?;
        let keys = [
            ("caller.accessKeyId", Some(&self.caller.access_key_id)),
            ("caller.secretAccessKey", Some(&self.caller.secret_access_key)),
            ("caller.sessionToken", self.caller.session_token.as_ref()),
        ];
        for (path, key) in keys {
            // They travel in headers.
            let is_graphic = |key: &str| !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_graphic());
            key.map_or(Ok(()), |key| valid(path, key, is_graphic, "ASIASANDBOXSANDBOX00"))?;
        }
        once("iam.roles", self.iam.roles.known().iter().map(|role| role.name.as_str()))?;
        self.iam.roles.known().iter().try_for_each(check_role)?;
        once("regions", self.regions.iter().map(|region| region.name.as_str()))?;
        self.regions.iter().try_for_each(|region| self.check_region(region))
    }

    fn check_region(&self, region: &Region) -> Checked {
        valid("regions", &region.name, is_region, "us-east-1")?;
        let path = format!("regions.{}", region.name);
        let clusters = region.clusters.known();
        once(&format!("{path}.clusters"), clusters.iter().map(|cluster| cluster.name.as_str()))?;
        for cluster in clusters {
            self.check_cluster(&format!("{path}.clusters"), cluster)?;
        }
        let path = format!("{path}.virtualClusters");
        let virtual_clusters = region.virtual_clusters.known();
        once(&path, virtual_clusters.iter().map(|one| one.id.as_str()))?;
        for one in virtual_clusters {
            let is_id = |id: &str| is_word(id, "", 1..=64) && !id.bytes().any(|byte| byte.is_ascii_uppercase());
            valid(&path, &one.id, is_id, "3kq0w8r5t1y7u2i9o6p4a1s0d")?;
            let path = format!("{path}.{}", one.id);
            valid(&format!("{path}.name"), &one.name, |name| is_word(name, "-_./#", 1..=64), "spark")?;
            valid(&format!("{path}.cluster"), &one.cluster, is_cluster_name, "dev")?;
            valid(&format!("{path}.namespace"), &one.namespace, is_label, "spark")?;
        }
        Ok(())
    }

    fn check_cluster(&self, path: &str, cluster: &Cluster) -> Checked {
        valid(path, &cluster.name, is_cluster_name, "dev")?;
        let path = &format!("{path}.{}", cluster.name);
        if !cluster.version.is_empty() {
            valid(&format!("{path}.version"), &cluster.version, is_version, "1.33")?;
        }
        if !cluster.role_arn.is_empty() {
            valid(&format!("{path}.roleArn"), &cluster.role_arn, is_arn, ROLE_ARN)?;
        }
        if let Some(creator) = &cluster.creator {
            let path = format!("{path}.creator");
            valid(&path, creator, is_arn, ROLE_ARN)?;
            self.check_principal(&path, creator)?;
        }
        let entries = cluster.access_entries.known();
        let at = format!("{path}.accessEntries");
        once(&at, entries.iter().map(|entry| entry.principal_arn.as_str()))?;
        for entry in entries {
            valid(&at, &entry.principal_arn, is_arn, ROLE_ARN)?;
            for policy in entry.policies.known() {
                let example = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";
                valid(&format!("{at}.policies"), &policy.policy_arn, is_arn, example)?;
            }
        }
        let groups = cluster.nodegroups.known();
        let at = format!("{path}.nodegroups");
        once(&at, groups.iter().map(|group| group.name.as_str()))?;
        groups.iter().try_for_each(|group| valid(&at, &group.node_role, is_arn, ROLE_ARN))?;
        let profiles = cluster.fargate_profiles.known();
        let at = format!("{path}.fargateProfiles");
        once(&at, profiles.iter().map(|profile| profile.name.as_str()))?;
        profiles.iter().try_for_each(|profile| valid(&at, &profile.pod_execution_role_arn, is_arn, ROLE_ARN))?;
        if cluster.kubernetes.known().is_empty() {
            return Ok(());
        }
        kube::check(&cluster.version, &flatten_objects(cluster.kubernetes.known()))
            .map_err(|message| Flaw::Refused { path: format!("{path}.kubernetes"), message })
    }

    /// A role of this account has to be there, if all of its roles are known.
    fn check_principal(&self, path: &str, arn: &str) -> Checked {
        let own = format!("arn:{}:iam::{}:role/", self.account.partition, self.account.id);
        let name = arn.strip_prefix(&own).and_then(|rest| rest.rsplit('/').next());
        match (name, self.iam.roles.list()) {
            (Some(name), Ok(roles)) if roles.iter().all(|role| role.name != name) => {
                Err(Flaw::Unknown { path: path.to_owned(), value: arn.to_owned() })
            }
            _ => Ok(()),
        }
    }
}

const ROLE_ARN: &str = "arn:aws:iam::111122223333:role/Admin";

fn check_role(role: &Role) -> Checked {
    valid("iam.roles", &role.name, |name| is_word(name, "_+=,.@-", 1..=64), "Admin")?;
    let path = format!("iam.roles.{}", role.name);
    let is_path =
        |path: &str| path.starts_with('/') && path.ends_with('/') && path.bytes().all(|b| b.is_ascii_graphic());
    valid(&format!("{path}.path"), &role.path, is_path, "/")?;
    let attached = role.attached.known().iter();
    let example = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    attached.chain(&role.permissions_boundary).try_for_each(|arn| valid(&path, arn, is_arn, example))
}

fn valid(path: &str, value: &str, is_valid: impl Fn(&str) -> bool, example: &'static str) -> Checked {
    if is_valid(value) {
        return Ok(());
    }
    Err(Flaw::Invalid { path: path.to_owned(), value: value.to_owned(), example })
}

fn once<'a>(path: &str, mut names: impl Iterator<Item = &'a str>) -> Checked {
    let mut seen = BTreeSet::new();
    let twice = names.find(|name| !seen.insert(*name));
    twice.map_or(Ok(()), |name| Err(Flaw::Twice { path: path.to_owned(), value: name.to_owned() }))
}

/// Whether a text is ASCII letters, digits and `also`, and as long as a name may be.
fn is_word(text: &str, also: &str, lengths: std::ops::RangeInclusive<usize>) -> bool {
    lengths.contains(&text.len()) && text.chars().all(|letter| letter.is_ascii_alphanumeric() || also.contains(letter))
}

fn is_world_name(name: &str) -> bool {
    is_word(name, "-._", 1..=64) && name.starts_with(|first: char| first.is_ascii_alphanumeric())
}

fn is_cluster_name(name: &str) -> bool {
    is_word(name, "-_", 1..=100) && name.starts_with(|first: char| first.is_ascii_alphanumeric())
}

fn is_region(name: &str) -> bool {
    let mut parts = name.split('-').rev();
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_letters = |part: &str| part.len() >= 2 && part.bytes().all(|byte| byte.is_ascii_lowercase());
    parts.next().is_some_and(is_number) && name.matches('-').count() >= 2 && parts.all(is_letters)
}

fn is_label(name: &str) -> bool {
    let is_part = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    (1..=63).contains(&name.len())
        && name.chars().all(|letter| is_part(letter) || letter == '-')
        && name.starts_with(is_part)
        && name.ends_with(is_part)
}

fn is_version(version: &str) -> bool {
    let minor = version.strip_prefix("1.").unwrap_or_default();
    (1..=3).contains(&minor.len()) && minor.bytes().all(|byte| byte.is_ascii_digit())
}

/// `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE` in letters that can be seen.
fn is_arn(text: &str) -> bool {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    text.len() <= 2_048
        && text.bytes().all(|byte| byte.is_ascii_graphic())
        && matches!(parts.as_slice(), ["arn", partition, service, _, _, resource]
            if !partition.is_empty() && !service.is_empty() && !resource.is_empty())
}
