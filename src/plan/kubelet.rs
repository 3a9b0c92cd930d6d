//! How the kubelet of pods on Fargate gets into a cluster: by the access entry of its role, or by a line in aws-auth.

use crate::aws_auth::{MAP_ROLES, read_map_roles};
use crate::domain::fargate::{FARGATE_ENTRY, FARGATE_GROUPS, FARGATE_USERNAME, RoleEntry};
use crate::domain::observed::AwsAuthObject;
use crate::domain::{AuthenticationMode, Fact, NotLooked, RoleArn, VerbatimText};

/// How a role's kubelet is let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KubeletWay {
    /// By an access entry of type `FARGATE_LINUX`.
    Entry {
        /// The Kubernetes user that it makes.
        username: String,
    },
    /// Not at all: the role's access entry is of another type.
    OtherEntry {
        /// Its type.
        kind: String,
    },
    /// By a line in aws-auth.
    Line {
        /// The Kubernetes user that it makes.
        username: String,
    },
    /// Not at all: its line in aws-auth makes another user, or lacks a group.
    OtherLine {
        /// The user and the groups.
        seen: String,
    },
    /// Neither store holds the role.
    None,
    /// A store that decides could not be read.
    NotLooked(NotLooked),
}

/// The role's line in aws-auth, as the authenticator finds it: without a path, in any case. User and groups.
pub fn kubelet_line(aws_auth: &Fact<AwsAuthObject>, role: &RoleArn) -> Option<(String, Vec<String>)> {
    let object = aws_auth.seen()?;
    let text = object.data.get(MAP_ROLES).map(VerbatimText::exact).unwrap_or_default();
    let arn = role.pathless().to_ascii_lowercase();
    let reading = read_map_roles(text);
    let found = reading.entries.iter().rfind(|entry| entry.mapping.rolearn.to_ascii_lowercase() == arn)?;
    Some((found.mapping.username.clone(), found.mapping.groups.clone()))
}

/// How a role's kubelet is let in. EKS writes the line or the entry when the first profile with the role is made; after
/// a change of the authentication mode some clusters lost it (terraform-aws-eks#2912, #2972), so both stores are read.
pub fn kubelet_way(
    mode: AuthenticationMode,
    entry: &Fact<RoleEntry>,
    aws_auth: &Fact<AwsAuthObject>,
    role: &RoleArn,
) -> KubeletWay {
    if let Fact::Seen { value, .. } = entry {
        return match value.kind.as_str() {
            FARGATE_ENTRY => KubeletWay::Entry { username: value.username.to_string() },
            kind => KubeletWay::OtherEntry { kind: kind.to_owned() },
        };
    }
    if let (true, Some(why)) = (mode.reads_access_entries(), entry.not_looked()) {
        return KubeletWay::NotLooked(why.clone());
    }
    if !mode.reads_aws_auth() {
        return KubeletWay::None;
    }
    if let Some(why) = aws_auth.not_looked() {
        return KubeletWay::NotLooked(why.clone());
    }
    let Some((username, groups)) = kubelet_line(aws_auth, role) else { return KubeletWay::None };
    // EKS writes a third group; the first two are what lets a node register.
    let is_complete = FARGATE_GROUPS[..2].iter().all(|group| groups.iter().any(|given| given == group));
    match username == FARGATE_USERNAME && is_complete {
        true => KubeletWay::Line { username },
        false => KubeletWay::OtherLine { seen: format!("{username} {}", groups.join(", ")) },
    }
}
