//! The ConfigMap `kube-system/aws-auth`, read as aws-iam-authenticator reads it.
//!
//! Source: kubernetes-sigs/aws-iam-authenticator, `pkg/mapper/configmap` and `pkg/config`. Nothing here reports an
//! error: the authenticator only logs, and goes on with what is left.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// What `aws-auth` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AwsAuth {
    roles: BTreeMap<String, Mapping>,
    users: BTreeMap<String, Mapping>,
    accounts: Vec<String>,
}

/// Whom one IAM principal is taken for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mapping {
    /// The username, perhaps with templates.
    pub(crate) username: String,
    /// The groups, perhaps with templates.
    pub(crate) groups: Vec<String>,
}

impl AwsAuth {
    /// Reads the ConfigMap; a section that is not YAML, or no list, counts as empty.
    pub(crate) fn read(object: &Value) -> AwsAuth {
        let section = |key: &str| {
            let text = object["data"][key].as_str().unwrap_or_default();
            parse_section(text)
        };
        AwsAuth {
            roles: mappings(&section("mapRoles"), "rolearn"),
            users: mappings(&section("mapUsers"), "userarn"),
            accounts: section("mapAccounts").iter().filter_map(account).collect(),
        }
    }

    /// Finds the mapping of a canonical ARN: roles are looked up before users.
    pub(crate) fn mapping(&self, canonical_arn: &str) -> Option<&Mapping> {
        let key = canonical_arn.to_lowercase();
        self.roles.get(&key).or_else(|| self.users.get(&key))
    }

    /// Tells whether everyone of `account` is let in under their own ARN.
    pub(crate) fn has_account(&self, account: &str) -> bool {
        self.accounts.iter().any(|listed| listed == account)
    }
}

fn parse_section(text: &str) -> Vec<Value> {
    if matches!(text.trim(), "" | "\"\"" | "''" | "``") {
        return Vec::new();
    }
    let mut options = serde_saphyr::Options::default();
    options.with_snippet = false;
    options.duplicate_keys = serde_saphyr::DuplicateKeyPolicy::LastWins;
    match serde_saphyr::from_str_with_options(text, options) {
        Ok(Value::Array(entries)) => entries,
        _ => Vec::new(),
    }
}

/// Reads the entries of one section; of two for one ARN the last wins, and the earlier one's groups are lost.
fn mappings(entries: &[Value], arn_key: &str) -> BTreeMap<String, Mapping> {
    let mut mappings = BTreeMap::new();
    for entry in entries.iter().filter_map(Value::as_object) {
        let arn = field(entry, arn_key).and_then(Value::as_str).unwrap_or_default();
        let has_sso = field(entry, "sso").is_some_and(Value::is_object);
        if arn.is_empty() || has_sso {
            continue;
        }
        let username = field(entry, "username").and_then(Value::as_str).unwrap_or_default();
        let mapping = Mapping { username: username.to_owned(), groups: groups(field(entry, "groups")) };
        mappings.insert(arn.to_lowercase(), mapping);
    }
    mappings
}

/// A field of an entry, whatever the case of its key; of two spellings the later one in sorted order wins.
fn field<'a>(entry: &'a Map<String, Value>, key: &str) -> Option<&'a Value> {
    let mut fields = entry.iter().rev();
    fields.find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value)
}

/// The groups of an entry; a value of another shape is dropped and the entry kept.
fn groups(value: Option<&Value>) -> Vec<String> {
    let items = value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let texts = items.iter().filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}

/// An account of `mapAccounts`: unquoted numbers count too.
fn account(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
