//! Who the Kubernetes API server takes an IAM caller for: access entries, `aws-auth`, and the cluster's creator.

mod aws_auth;

use std::collections::BTreeMap;

use serde_json::Value;

pub(crate) use aws_auth::AwsAuth;

use crate::sandbox::kube::{Identity, KubeStore, PolicyGrant};
use crate::sandbox::world::{AccessEntry, AccessScopeKind, AssociatedPolicy, AuthenticationMode, Cluster};

/// An IAM caller, as STS describes it to the authenticator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Principal {
    /// What `GetCallerIdentity` gives: for a role, the session.
    pub(super) arn: String,
    /// What mappings are compared with: for a role `arn:P:iam::A:role/NAME`, without the path that STS never shows.
    pub(super) canonical_arn: String,
    /// The partition.
    partition: String,
    /// Twelve digits.
    account: String,
    /// The unique id without the session.
    principal_id: String,
    /// The name of the session; empty for a user.
    session: String,
    /// The access key id of the request.
    access_key_id: String,
}

impl Principal {
    /// Reads an STS ARN and unique id; `None` when the ARN is of no kind that can call.
    pub(super) fn new(arn: &str, user_id: &str, access_key_id: &str) -> Option<Principal> {
        let [_, partition, service, _, account, resource] = split_arn(arn)?;
        let (canonical_arn, session) = match (service, resource.split_once('/')) {
            ("sts", Some(("assumed-role", role))) => {
                let (name, session) = role.split_once('/')?;
                (format!("arn:{partition}:iam::{account}:role/{name}"), session)
            }
            ("sts", Some(("federated-user", _))) | ("iam", Some(("user", _))) => (arn.to_owned(), ""),
            ("iam", None) if resource == "root" => (arn.to_owned(), ""),
            _ => return None,
        };
        let principal_id = user_id.split(':').next().unwrap_or_default();
        Some(Principal {
            arn: arn.to_owned(),
            canonical_arn,
            partition: partition.to_owned(),
            account: account.to_owned(),
            principal_id: principal_id.to_owned(),
            session: session.to_owned(),
            access_key_id: access_key_id.to_owned(),
        })
    }

    /// Makes the principal of a session of a role.
    pub(super) fn of_role(partition: &str, account: &str, role: &str, role_id: &str, session: &str) -> Principal {
        Principal {
            arn: format!("arn:{partition}:sts::{account}:assumed-role/{role}/{session}"),
            canonical_arn: format!("arn:{partition}:iam::{account}:role/{role}"),
            partition: partition.to_owned(),
            account: account.to_owned(),
            principal_id: role_id.to_owned(),
            session: session.to_owned(),
            access_key_id: String::new(),
        }
    }

    fn is(&self, principal_arn: &str) -> bool {
        without_role_path(principal_arn).eq_ignore_ascii_case(&self.canonical_arn)
    }

    /// Fills the templates of a username or group; `None` when one cannot be filled, which refuses the caller.
    fn fill(&self, template: &str) -> Option<String> {
        let session = self.session.replace('@', "-");
        let mut text = template
            .replace("{{AccountID}}", &self.account)
            .replace("{{SessionName}}", &session)
            .replace("{{SessionNameRaw}}", &self.session)
            .replace("{{AccessKeyID}}", &self.access_key_id);
        if text.contains("{{EC2PrivateDNSName}}") {
            if !self.session.starts_with("i-") {
                return None;
            }
            let name = format!("{}.ec2.internal", self.session);
            text = text.replace("{{EC2PrivateDNSName}}", &name);
        }
        Some(text)
    }

    fn identity(&self, username: &str, groups: &[String], policies: Vec<PolicyGrant>) -> Option<Identity> {
        let groups: Option<Vec<String>> = groups.iter().map(|group| self.fill(group)).collect();
        let groups = groups?;
        let groups = groups.into_iter().filter(|group| !group.is_empty());
        let groups = groups.collect();
        let extra = [
            ("accessKeyId", &self.access_key_id),
            ("arn", &self.arn),
            ("canonicalArn", &self.canonical_arn),
            ("principalId", &self.principal_id),
            ("sessionName", &self.session),
        ];
        let extra: BTreeMap<String, Vec<String>> =
            extra.into_iter().map(|(key, value)| (key.to_owned(), vec![value.clone()])).collect();
        Some(Identity {
            username: self.fill(username)?,
            uid: format!("aws-iam-authenticator:{}:{}", self.account, self.principal_id),
            groups,
            extra,
            policies,
        })
    }
}

/// Finds out who `principal` is in `cluster`; `None` means 401.
///
/// In `API_AND_CONFIG_MAP` an access entry wins over `aws-auth` for the same principal, and its groups and username
/// are the only ones. `aws_auth` is the ConfigMap as it is at this moment, so an edit acts at once.
pub(super) fn identify(principal: &Principal, cluster: &Cluster, aws_auth: Option<&Value>) -> Option<Identity> {
    let mode = cluster.authentication_mode();
    if mode != AuthenticationMode::ConfigMap {
        let entries = cluster.access_entries.known();
        if let Some(entry) = entries.iter().find(|entry| is_for(entry, principal)) {
            return by_entry(entry, principal);
        }
    }
    if mode == AuthenticationMode::Api {
        return None;
    }
    if mode == AuthenticationMode::ConfigMap && is_creator(cluster, principal) {
        let masters = ["system:masters".to_owned()];
        return principal.identity("kubernetes-admin", &masters, Vec::new());
    }
    by_config_map(principal, aws_auth)
}

/// The ConfigMap that mappings are read from; `None` when there is none.
pub(super) fn aws_auth(store: &KubeStore) -> Option<Value> {
    store.get("configmaps", Some("kube-system"), "aws-auth")
}

/// Finds out who `principal` is by `aws-auth` alone.
pub(super) fn by_config_map(principal: &Principal, aws_auth: Option<&Value>) -> Option<Identity> {
    let aws_auth = AwsAuth::read(aws_auth?);
    if let Some(mapping) = aws_auth.mapping(&principal.canonical_arn) {
        return principal.identity(&mapping.username, &mapping.groups, Vec::new());
    }
    let is_mapped = aws_auth.has_account(&principal.account);
    let identity = || principal.identity(&principal.canonical_arn, &[], Vec::new());
    is_mapped.then(identity).flatten()
}

fn is_creator(cluster: &Cluster, principal: &Principal) -> bool {
    let bootstraps =
        cluster.access_config.as_ref().is_none_or(|config| config.bootstrap_cluster_creator_admin_permissions);
    bootstraps && cluster.creator.as_deref().is_some_and(|arn| principal.is(arn))
}

fn is_for(entry: &AccessEntry, principal: &Principal) -> bool {
    let is_same_role = entry.principal_id.as_ref().is_none_or(|id| *id == principal.principal_id);
    is_same_role && principal.is(&entry.principal_arn)
}

fn by_entry(entry: &AccessEntry, principal: &Principal) -> Option<Identity> {
    let groups = match entry.kind.as_str() {
        "STANDARD" => entry.groups.clone(),
        "FARGATE_LINUX" => ["system:bootstrappers", "system:nodes", "system:node-proxier"].map(str::to_owned).to_vec(),
        _ => ["system:bootstrappers", "system:nodes"].map(str::to_owned).to_vec(),
    };
    let policies = entry.policies.known().iter().map(grant).collect();
    principal.identity(&entry.username, &groups, policies)
}

/// Finds the access policies of a caller by what its token's review said of it in `extra`.
pub(super) fn policies(cluster: &Cluster, canonical_arn: &str, principal_id: &str) -> Vec<PolicyGrant> {
    if cluster.authentication_mode() == AuthenticationMode::ConfigMap {
        return Vec::new();
    }
    let is_for = |entry: &&AccessEntry| {
        without_role_path(&entry.principal_arn).eq_ignore_ascii_case(canonical_arn)
            && entry.principal_id.as_ref().is_none_or(|id| id == principal_id)
    };
    let entry = cluster.access_entries.known().iter().find(is_for);
    entry.map_or_else(Vec::new, |entry| entry.policies.known().iter().map(grant).collect())
}

fn grant(associated: &AssociatedPolicy) -> PolicyGrant {
    let name = associated.policy_arn.rsplit('/').next().unwrap_or_default();
    let namespaces = match associated.scope.kind {
        AccessScopeKind::Cluster => None,
        AccessScopeKind::Namespace => Some(associated.scope.namespaces.clone()),
    };
    PolicyGrant { policy: name.to_owned(), namespaces }
}

/// The username that EKS gives an access entry which names none.
pub(super) fn default_username(principal_arn: &str) -> String {
    let Some([_, partition, _, _, account, resource]) = split_arn(principal_arn) else {
        return principal_arn.to_owned();
    };
    match (resource.split_once('/'), resource.rsplit('/').next()) {
        (Some(("role", _)), Some(name)) => {
            format!("arn:{partition}:sts::{account}:assumed-role/{name}/{{{{SessionName}}}}")
        }
        _ => principal_arn.to_owned(),
    }
}

/// Takes the path out of a role's ARN; other ARNs stay as they are.
fn without_role_path(arn: &str) -> String {
    let Some([_, partition, "iam", _, account, resource]) = split_arn(arn) else {
        return arn.to_owned();
    };
    match (resource.split_once('/'), resource.rsplit('/').next()) {
        (Some(("role", _)), Some(name)) => format!("arn:{partition}:iam::{account}:role/{name}"),
        _ => arn.to_owned(),
    }
}

/// Splits an ARN into its six parts.
pub(super) fn split_arn(arn: &str) -> Option<[&str; 6]> {
    let mut parts = arn.splitn(6, ':');
    let mut next = || parts.next();
    let split = [next()?, next()?, next()?, next()?, next()?, next()?];
    (split[0] == "arn").then_some(split)
}

#[cfg(test)]
mod tests;
