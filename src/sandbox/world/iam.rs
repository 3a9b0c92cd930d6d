//! Roles, as IAM holds them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};

use super::{Collected, Tags};
use crate::sandbox::schema::{Definitions, Described, described};

described! {
/// What IAM holds of one account.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Iam {
    /// The roles, service-linked ones too.
    #[serde(default)]
    pub roles: Collected<Role>,
    /// The customer managed policies.
    #[serde(default, skip_serializing_if = "Collected::is_empty")]
    pub policies: Collected<ManagedPolicy>,
    /// The deletions of service-linked roles that were asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deletions: Vec<RoleDeletion>,
}
}

described! {
/// A customer managed policy, in its default version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ManagedPolicy {
    /// The name, unique in the account whatever the path is.
    pub name: String,
    /// The path.
    #[serde(default = "root_path")]
    pub path: String,
    /// The unique id, `ANPA...`.
    pub id: String,
    /// What the policy is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The default version, such as `v1`.
    #[serde(default = "first_version")]
    pub version_id: String,
    /// When the policy was made.
    pub created_at: Timestamp,
    /// What it allows.
    pub document: PolicyDocument,
    /// The tags.
    #[serde(default, skip_serializing_if = "Tags::is_empty")]
    pub tags: Tags,
}
}

fn first_version() -> String {
    "v1".to_owned()
}

described! {
/// A deletion of a service-linked role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoleDeletion {
    /// The task id, `task/aws-service-role/SERVICE/ROLE/UUID`.
    pub task_id: String,
    /// The role's name.
    pub role: String,
    /// Where it stands.
    pub status: RoleDeletionStatus,
    /// For one in progress: when it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
    /// For a failed one: the ARNs of what still used the role, by region.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub used_by: BTreeMap<String, Vec<String>>,
}
}

described! {
/// The states of a deletion, as the API spells them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RoleDeletionStatus {
    /// It is looked whether the role is still used.
    InProgress,
    /// The role is gone.
    Succeeded,
    /// The role is still used.
    Failed,
}
}

described! {
/// An IAM role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Role {
    /// The name, unique in the account whatever the path is.
    pub name: String,
    /// The path, `/` or `/.../`; service-linked roles live under `/aws-service-role/SERVICE/`.
    #[serde(default = "root_path")]
    pub path: String,
    /// The unique id, `AROA...`; a role made again has another.
    pub id: String,
    /// What the role is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// When the role was made.
    pub created_at: Timestamp,
    /// The trust policy.
    pub trust: PolicyDocument,
    /// The longest session, in seconds (3,600 to 43,200).
    #[serde(default = "one_hour")]
    pub max_session_seconds: u32,
    /// The ARN of the permissions boundary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permissions_boundary: Option<String>,
    /// The ARNs of the attached managed policies.
    #[serde(default)]
    pub attached: Collected<String>,
    /// The inline policies.
    #[serde(default)]
    pub inline: Collected<InlinePolicy>,
    /// The tags.
    #[serde(default, skip_serializing_if = "Tags::is_empty")]
    pub tags: Tags,
}
}

fn root_path() -> String {
    "/".to_owned()
}

fn one_hour() -> u32 {
    3_600
}

described! {
/// A policy that lives in its role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InlinePolicy {
    /// The name, unique in the role.
    pub name: String,
    /// What it allows.
    pub document: PolicyDocument,
}
}

/// The text of a policy, kept to the byte as IAM does.
///
/// In a file it is the text, or plain YAML that stands for compact JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyDocument(String);

impl PolicyDocument {
    /// Keeps `text` as it is.
    pub fn from_text(text: &str) -> PolicyDocument {
        PolicyDocument(text.to_owned())
    }

    /// Returns the text.
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl Serialize for PolicyDocument {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // As an object only where writing it out again gives the same text.
        let object = serde_json::from_str::<Value>(&self.0).ok().filter(Value::is_object);
        let written = object.as_ref().map(Value::to_string);
        match object {
            Some(object) if written.as_ref() == Some(&self.0) => object.serialize(serializer),
            _ => self.0.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for PolicyDocument {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<PolicyDocument, D::Error> {
        Ok(match Value::deserialize(deserializer)? {
            Value::String(text) => PolicyDocument(text),
            other => PolicyDocument(other.to_string()),
        })
    }
}

impl Described for PolicyDocument {
    fn schema(_: &mut Definitions) -> Value {
        json!({"type": ["string", "object"]})
    }
}
