//! An entry's fields, as Go's JSON decoder fills them.

use std::collections::{BTreeMap, HashSet};
use std::rc::Rc;

use super::finding::FindingCode;
use super::mapping::{RoleArnProblem, RoleMapping, SsoMatcher, UserMapping, check_rolearn};
use super::reading::Draft;
use super::scalar::ScalarType;
use super::tree::{Kind, Node};

/// The fields of an entry after the JSON decoder is through with it.
#[derive(Debug, Default)]
pub(super) struct Fields {
    arn: String,
    username: String,
    groups: Vec<String>,
    userid: String,
    sso: Option<SsoMatcher>,
}

/// An entry kind of `mapRoles` or `mapUsers`.
pub(super) trait FromFields: Clone + PartialEq {
    /// The field that holds the principal.
    const ARN_FIELD: &'static str;

    /// The entry, or why the authenticator drops it.
    fn from_fields(fields: Fields) -> Result<Self, FindingCode>;
    /// The authenticator's key.
    fn key(&self) -> String;
    /// ARN (empty in an `sso` entry), user name, groups.
    fn parts(&self) -> (&str, &str, &[String]);
    /// Why the ARN can never match.
    fn arn_finding(&self) -> Option<FindingCode>;
}

impl FromFields for RoleMapping {
    const ARN_FIELD: &'static str = "rolearn";

    fn from_fields(fields: Fields) -> Result<Self, FindingCode> {
        let Fields { arn: rolearn, username, groups, userid, sso } = fields;
        match &sso {
            None if rolearn.is_empty() => Err(FindingCode::NoPrincipal),
            Some(_) if !rolearn.is_empty() => Err(FindingCode::TwoPrincipals),
            Some(sso) if !is_usable(sso) => Err(FindingCode::BadSso),
            _ => Ok(Self { rolearn, username, groups, userid, sso }),
        }
    }

    fn key(&self) -> String {
        Self::key(self)
    }

    fn parts(&self) -> (&str, &str, &[String]) {
        (&self.rolearn, &self.username, &self.groups)
    }

    fn arn_finding(&self) -> Option<FindingCode> {
        if self.sso.is_some() {
            return None;
        }
        check_rolearn(&self.rolearn).err().map(|problem| match problem {
            RoleArnProblem::Path => FindingCode::ArnPath,
            RoleArnProblem::Session => FindingCode::ArnSession,
            RoleArnProblem::Wildcard => FindingCode::ArnWildcard,
            RoleArnProblem::Malformed | RoleArnProblem::NotARole => FindingCode::ArnKind,
        })
    }
}

impl FromFields for UserMapping {
    const ARN_FIELD: &'static str = "userarn";

    fn from_fields(fields: Fields) -> Result<Self, FindingCode> {
        let Fields { arn: userarn, username, groups, .. } = fields;
        if userarn.is_empty() { Err(FindingCode::NoPrincipal) } else { Ok(Self { userarn, username, groups }) }
    }

    fn key(&self) -> String {
        self.userarn.clone()
    }

    fn parts(&self) -> (&str, &str, &[String]) {
        (&self.userarn, &self.username, &self.groups)
    }

    fn arn_finding(&self) -> Option<FindingCode> {
        let arn = self.userarn.to_lowercase();
        let known = [":user/", ":root", ":federated-user/"].iter().any(|kind| arn.contains(kind));
        if arn.contains(['*', '?']) {
            Some(FindingCode::ArnWildcard)
        } else {
            (!arn.starts_with("arn:") || !known).then_some(FindingCode::ArnKind)
        }
    }
}

fn is_usable(sso: &SsoMatcher) -> bool {
    let account = sso.account_id.len() == 12 && sso.account_id.bytes().all(|b| b.is_ascii_digit());
    let name = &sso.permission_set_name;
    let name_ok = name.chars().all(|c| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c));
    account && name_ok && (1..=32).contains(&name.len())
}

/// Notes keys that differ at most by case: the decoder takes them for one.
pub(super) fn note_duplicate_keys<M: Clone>(pairs: &[(Rc<Node>, Rc<Node>)], reading: &mut Draft<'_, '_, M>) {
    let mut seen = HashSet::new();
    for (key, _) in pairs {
        let Kind::Scalar { text, .. } = &key.kind else {
            continue;
        };
        if !seen.insert(text.to_lowercase()) {
            reading.note(FindingCode::DuplicateKey, key.start, text.clone());
        }
    }
}

/// The mapping's pairs with merge keys resolved: a later pair wins, a merged one included, as in go-yaml 2.
fn flatten(node: &Node, into: &mut BTreeMap<String, Rc<Node>>) {
    let Kind::Map { pairs, .. } = &node.kind else {
        return;
    };
    for (key, value) in pairs {
        if key.is_merge_key() {
            match &value.kind {
                Kind::Seq { items, .. } => items.iter().rev().for_each(|item| flatten(item, into)),
                _ => flatten(value, into),
            }
        } else if let Kind::Scalar { text, .. } = &key.kind {
            into.insert(text.clone(), Rc::clone(value));
        }
    }
}

/// Decodes an entry as Go's JSON decoder does: keys without case, in the order of the JSON text (sorted); a value of the
/// wrong type leaves the field as it was and the rest goes on.
pub(super) fn decode_fields<M: FromFields>(item: &Node, reading: &mut Draft<'_, '_, M>) -> Fields {
    let mut pairs = BTreeMap::new();
    flatten(item, &mut pairs);
    let mut fields = Fields::default();
    for (key, value) in &pairs {
        let text = match key.to_ascii_lowercase().as_str() {
            arn if arn == M::ARN_FIELD => &mut fields.arn,
            "username" => &mut fields.username,
            "userid" => &mut fields.userid,
            "groups" => {
                decode_groups(key, value, &mut fields.groups, reading);
                continue;
            }
            "sso" if M::ARN_FIELD == RoleMapping::ARN_FIELD => {
                fields.sso = decode_sso(key, value, reading);
                continue;
            }
            _ => continue,
        };
        decode_text(key, value, text, reading);
    }
    fields
}

fn decode_text<M: Clone>(name: &str, value: &Node, into: &mut String, reading: &mut Draft<'_, '_, M>) {
    match &value.kind {
        Kind::Scalar { text, ty: ScalarType::Text, .. } => into.clone_from(text),
        Kind::Scalar { ty: ScalarType::Null, .. } => {}
        _ => reading.note(FindingCode::FieldDropped, value.start, name.to_owned()),
    }
}

fn decode_groups<M: Clone>(name: &str, value: &Node, into: &mut Vec<String>, reading: &mut Draft<'_, '_, M>) {
    match &value.kind {
        Kind::Seq { items, .. } => {
            into.clear();
            for item in items {
                // An element of the wrong type stays in the list as an empty name.
                let mut group = String::new();
                decode_text(name, item, &mut group, reading);
                into.push(group);
            }
        }
        Kind::Scalar { ty: ScalarType::Null, .. } => into.clear(),
        _ => reading.note(FindingCode::FieldDropped, value.start, name.to_owned()),
    }
}

fn decode_sso<M: Clone>(name: &str, value: &Node, reading: &mut Draft<'_, '_, M>) -> Option<SsoMatcher> {
    let mut sso = SsoMatcher::default();
    match &value.kind {
        Kind::Scalar { ty: ScalarType::Null, .. } => return None,
        Kind::Map { pairs, .. } => {
            note_duplicate_keys(pairs, reading);
            let mut pairs = BTreeMap::new();
            flatten(value, &mut pairs);
            for (key, value) in &pairs {
                let text = match key.to_ascii_lowercase().as_str() {
                    "permissionsetname" => &mut sso.permission_set_name,
                    "accountid" => &mut sso.account_id,
                    "partition" => &mut sso.partition,
                    _ => continue,
                };
                decode_text(key, value, text, reading);
            }
        }
        // The decoder makes an empty matcher before it sees that the value does not fit.
        _ => reading.note(FindingCode::FieldDropped, value.start, name.to_owned()),
    }
    Some(sso)
}
