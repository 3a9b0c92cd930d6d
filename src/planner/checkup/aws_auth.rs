//! aws-auth as EKS's authenticator reads it: what it drops, overrides or never matches, each with its place.

use std::collections::BTreeMap;

use super::code::id_of;
use super::reach::unreachable;
use super::virtual_cluster::legacy;
use super::{Log, Question, blind};
use crate::aws_auth::{
    DataKeys, MAP_ACCOUNTS, MAP_ROLES, MAP_USERS, MAX_DATA_BYTES, Place, Reading, UserMapping, check_data_keys,
    escaped, read_map_accounts, read_map_roles, read_map_users,
};
use crate::domain::observed::AwsAuthObject;
use crate::domain::{AuthenticationMode, Fact, Observed, OutsideText, VerbatimText};
use crate::plan::Finding;
use crate::plan::finding::{FindingId, Grant, TextPlace};
use crate::planner::rights::read_aws_auth;

/// The ConfigMap's name.
pub(in crate::planner) const AWS_AUTH: &str = "kube-system/aws-auth";

/// From this many bytes on it is called nearly full: the API server takes 1 MiB, this program edits up to 900 KiB.
const NEARLY_FULL: usize = MAX_DATA_BYTES * 8 / 10;

/// The templates that the authenticator fills in (aws-iam-authenticator, `pkg/mapper`).
const TEMPLATES: [&str; 5] = ["AccountID", "SessionName", "SessionNameRaw", "EC2PrivateDNSName", "AccessKeyID"];

pub(super) fn check(observed: &Observed, log: &mut Log) {
    let mode = observed.cluster.mode;
    match &observed.aws_auth {
        Fact::Seen { value, .. } => {
            let before = log.len();
            if mode.reads_aws_auth() {
                object(value, log);
                text_findings(value, log);
                nodes(value, observed, log);
            }
            if log.len() == before {
                log.fine(Question::AwsAuth, AWS_AUTH, counts(value)).seen_in(&observed.aws_auth);
            }
        }
        // Nodes and people of a CONFIG_MAP cluster have no other list, nor have older virtual clusters.
        Fact::Absent { .. } if mode == AuthenticationMode::ConfigMap || legacy(observed).next().is_some() => {
            log.find(Finding::new(FindingId::NoAwsAuth, AWS_AUTH, "").seen_in(&observed.aws_auth));
        }
        Fact::Absent { .. } => {
            log.fine(Question::NoAwsAuth, AWS_AUTH, mode.as_str()).seen_in(&observed.aws_auth);
        }
        Fact::NotLooked(why) if mode.reads_aws_auth() && unreachable(observed).is_none() => {
            let right = read_aws_auth();
            log.find(blind(FindingId::AwsAuthNotLooked, AWS_AUTH, why, vec![Grant::Kubernetes { right }]));
        }
        Fact::NotLooked(_) => {}
    }
}

/// How many entries each section has.
fn counts(object: &AwsAuthObject) -> String {
    let text = |key: &str| object.data.get(key).map(VerbatimText::exact).unwrap_or_default();
    let sections = [
        (MAP_ROLES, read_map_roles(text(MAP_ROLES)).entries.len()),
        (MAP_USERS, read_map_users(text(MAP_USERS)).entries.len()),
        (MAP_ACCOUNTS, read_map_accounts(text(MAP_ACCOUNTS)).entries.len()),
    ];
    let shown = sections.iter().filter(|(_, count)| *count > 0).map(|(key, count)| format!("{key} {count}"));
    shown.collect::<Vec<_>>().join(", ")
}

/// What the object itself is like.
fn object(object: &AwsAuthObject, log: &mut Log) {
    if object.immutable {
        log.find(Finding::new(FindingId::Immutable, AWS_AUTH, "immutable: true"));
    }
    if object.meta.deleting {
        log.find(Finding::new(FindingId::BeingRemoved, AWS_AUTH, "deletionTimestamp"));
    }
    let bytes: usize = object.data.values().map(|text| text.exact().len()).sum();
    if bytes >= NEARLY_FULL {
        log.find(Finding::new(FindingId::NearlyFull, AWS_AUTH, format!("{bytes} / 1048576")));
    }
}

/// What the texts hold that is not read as it looks.
pub(in crate::planner) fn text_findings(object: &AwsAuthObject, log: &mut Log) {
    keys(object, log);
    for (key, text) in &object.data {
        match key.as_str() {
            MAP_ROLES => roles(text.exact(), log),
            MAP_USERS => users(text.exact(), log),
            MAP_ACCOUNTS => accounts(text.exact(), log),
            _ => {}
        }
    }
}

fn keys(object: &AwsAuthObject, log: &mut Log) {
    if !object.data.contains_key(MAP_ROLES) {
        log.find(Finding::new(FindingId::NoMapRoles, AWS_AUTH, ""));
    }
    let names: Vec<&str> = object.data.keys().map(String::as_str).collect();
    // A key that is `mapRoles` but for its case refuses an edit; here it is one of several.
    let mut found = DataKeys::default();
    for name in &names {
        match check_data_keys([*name]) {
            Ok(keys) => {
                found.miscased.extend(keys.miscased);
                found.foreign.extend(keys.foreign);
            }
            Err(refusal) => found.miscased.push((refusal.detail, MAP_ROLES)),
        }
    }
    for (key, meant) in &found.miscased {
        log.find(Finding::new(FindingId::MiscasedKey, key, *meant));
    }
    let binary = object.binary_keys.iter().map(|key| key.as_str().to_owned());
    for key in found.foreign.into_iter().chain(binary) {
        log.find(Finding::new(FindingId::ForeignKey, key, ""));
    }
}

fn roles(text: &str, log: &mut Log) {
    let reading = read_map_roles(text);
    told(MAP_ROLES, &reading, log);
    for entry in &reading.entries {
        let line = *entry.lines.start();
        if let Some(template) = unknown_template(&entry.mapping.username) {
            log.find(on_line(FindingId::UnknownTemplate, MAP_ROLES, line, text, template));
        }
        if let Some(sso) = &entry.mapping.sso {
            let name = format!("{} {}", sso.account_id, sso.permission_set_name);
            log.find(on_line(FindingId::SsoEntry, MAP_ROLES, line, text, &name));
        }
    }
}

fn users(text: &str, log: &mut Log) {
    let reading: Reading<UserMapping> = read_map_users(text);
    told(MAP_USERS, &reading, log);
    let mut by_lower: BTreeMap<String, &str> = BTreeMap::new();
    for entry in &reading.entries {
        let line = *entry.lines.start();
        let arn = entry.mapping.userarn.as_str();
        if let Some(template) = unknown_template(&entry.mapping.username) {
            log.find(on_line(FindingId::UnknownTemplate, MAP_USERS, line, text, template));
        }
        match by_lower.insert(arn.to_lowercase(), arn) {
            Some(earlier) if earlier != arn => log.find(on_line(FindingId::UsersByCase, MAP_USERS, line, text, arn)),
            _ => {}
        }
    }
}

fn accounts(text: &str, log: &mut Log) {
    let reading = read_map_accounts(text);
    told(MAP_ACCOUNTS, &reading, log);
    let known: Vec<&str> = reading.effective.values().map(String::as_str).collect();
    if !known.is_empty() {
        log.find(Finding::new(FindingId::WholeAccounts, MAP_ACCOUNTS, known.join(", ")));
    }
    for entry in &reading.entries {
        let written = &text[entry.bytes.clone()];
        let is_number = entry.mapping.bytes().all(|byte| byte.is_ascii_digit());
        if is_number && !written.starts_with(['"', '\'']) {
            let line = *entry.lines.start();
            log.find(on_line(FindingId::UnquotedAccount, MAP_ACCOUNTS, line, text, &entry.mapping));
        }
    }
}

/// The findings of the reading itself.
fn told<M>(key: &str, reading: &Reading<M>, log: &mut Log) {
    let failure = reading.failure().filter(|failure| !reading.findings.contains(failure));
    for found in reading.findings.iter().chain(failure) {
        log.find(told_as(key, found));
    }
}

/// One finding of a reading.
pub(in crate::planner) fn told_as(key: &str, found: &crate::aws_auth::Finding) -> Finding {
    let evidence = if found.detail.is_empty() { String::new() } else { escaped(&found.detail) };
    Finding::new(id_of(found.code), key, evidence).at(place(key, &found.place))
}

/// A place in one of the sections, as a finding shows it.
pub(in crate::planner) fn place(key: &str, place: &Place) -> TextPlace {
    // The caret counts characters of the excerpt as it stands there; what is escaped takes more of them.
    let before: String = place.excerpt.chars().take(place.caret).collect();
    TextPlace {
        key: OutsideText::line(key),
        line: place.line,
        column: place.column,
        excerpt: OutsideText::line(&place.excerpt),
        caret: OutsideText::line(&before).as_str().chars().count(),
    }
}

/// A finding on an entry, placed at its first line.
pub(super) fn on_line(id: FindingId, key: &str, line: usize, text: &str, evidence: &str) -> Finding {
    let whole = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    let indent = whole.chars().take_while(|c| c.is_whitespace()).count();
    let excerpt: String = whole.chars().take(160).collect();
    Finding::new(id, key, escaped(evidence)).at(TextPlace {
        key: OutsideText::line(key),
        line,
        column: indent + 1,
        excerpt: OutsideText::line(&excerpt),
        caret: indent,
    })
}

/// A `{{…}}` that is none of the authenticator's.
fn unknown_template(username: &str) -> Option<&str> {
    let mut rest = username;
    while let Some(start) = rest.find("{{") {
        let inner = &rest[start + 2..];
        let end = inner.find("}}")?;
        if !TEMPLATES.contains(&&inner[..end]) {
            return Some(&rest[start..start + end + 4]);
        }
        rest = &inner[end + 2..];
    }
    None
}

/// Nodes that no entry lets in: what is left when somebody replaced the ConfigMap by one line of their own.
fn nodes(object: &AwsAuthObject, observed: &Observed, log: &mut Log) {
    let has_nodes = observed.nodes.seen().is_some_and(|count| count.all > 0);
    // In the other modes managed nodes come in through entries of EKS's own.
    if !has_nodes || observed.cluster.mode != AuthenticationMode::ConfigMap {
        return;
    }
    let text = object.data.get(MAP_ROLES).map(VerbatimText::exact).unwrap_or_default();
    let reading = read_map_roles(text);
    let is_node = |group: &String| matches!(group.as_str(), "system:nodes" | "system:bootstrappers");
    if !reading.effective.values().any(|mapping| mapping.groups.iter().any(is_node)) {
        log.find(Finding::new(FindingId::NodesNotMapped, MAP_ROLES, "system:nodes"));
    }
}
