//! Acting as somebody else (`Impersonate-*` headers).

use std::collections::BTreeMap;

use http::HeaderMap;

use super::Identity;
use super::rbac::evaluate::{Action, decide};
use super::resource::AUTHENTICATION_GROUP;
use super::status::{Answer, Status, Target};
use super::store::Cluster;

/// Every caller who could be authenticated is in this group.
const AUTHENTICATED: &str = "system:authenticated";

/// The caller with the group that authentication adds.
pub(super) fn authenticated(who: &Identity) -> Identity {
    let mut who = who.clone();
    add_group(&mut who);
    who
}

fn add_group(who: &mut Identity) {
    let known = |group: &String| matches!(group.as_str(), AUTHENTICATED | "system:unauthenticated");
    if !who.groups.iter().any(known) {
        who.groups.push(AUTHENTICATED.to_owned());
    }
}

/// Who the request is to be taken for; the caller itself where no header asks for anyone else.
///
/// # Errors
/// Forbidden when the caller may not impersonate the user, one of the groups or one of the extra values asked for.
pub(super) fn effective(cluster: &Cluster, who: Identity, headers: &HeaderMap, path: &str) -> Answer<Identity> {
    let all = |name: &str| -> Vec<String> {
        let values = headers.get_all(name).iter();
        values.filter_map(|value| value.to_str().ok()).map(str::to_owned).collect()
    };
    let user = all("impersonate-user").into_iter().next().unwrap_or_default();
    let uid = all("impersonate-uid").into_iter().next().unwrap_or_default();
    let groups = all("impersonate-group");
    let extra = extra_headers(headers);
    if user.is_empty() {
        if groups.is_empty() && extra.is_empty() && uid.is_empty() {
            return Ok(who);
        }
        let why = format!("requested [{}] without impersonating a user", requested(&groups, &uid, &extra).join(" "));
        return Err(Status::plain(path, &why));
    }
    let check = |action: Action<'_>| check_may_act_as(cluster, &who, action);
    let account = user.strip_prefix("system:serviceaccount:").and_then(|rest| rest.split_once(':'));
    check(match account {
        Some((namespace, name)) => as_resource("", "serviceaccounts", namespace, name),
        None => as_resource("", "users", "", &user),
    })?;
    for group in &groups {
        check(as_resource("", "groups", "", group))?;
    }
    if !uid.is_empty() {
        check(as_resource(AUTHENTICATION_GROUP, "uids", "", &uid))?;
    }
    for (key, values) in &extra {
        for value in values {
            let mut action = as_resource(AUTHENTICATION_GROUP, "userextras", "", value);
            action.subresource = key;
            check(action)?;
        }
    }
    let mut acting = Identity {
        groups: account.filter(|_| groups.is_empty()).map_or(groups, account_groups),
        username: user.clone(),
        uid,
        extra,
        // Access policies belong to the principal who authenticated, so an impersonated user has none.
        policies: Vec::new(),
    };
    add_group(&mut acting);
    Ok(acting)
}

/// What was asked for besides a user, as Go prints its references: kind, namespace, name, uid, version, revision, field.
fn requested(groups: &[String], uid: &str, extra: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let mut requested: Vec<String> = groups.iter().map(|group| format!("{{Group  {group}    }}")).collect();
    for (key, values) in extra {
        let version = format!("{AUTHENTICATION_GROUP}/v1");
        requested.extend(values.iter().map(|value| format!("{{UserExtra  {value}  {version}  {key}}}")));
    }
    if !uid.is_empty() {
        requested.push(format!("{{UID  {uid}  {AUTHENTICATION_GROUP}/v1  }}"));
    }
    requested
}

fn account_groups((namespace, _): (&str, &str)) -> Vec<String> {
    vec!["system:serviceaccounts".to_owned(), format!("system:serviceaccounts:{namespace}")]
}

fn extra_headers(headers: &HeaderMap) -> BTreeMap<String, Vec<String>> {
    let mut extra: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in headers {
        if let (Some(key), Ok(value)) = (name.as_str().strip_prefix("impersonate-extra-"), value.to_str()) {
            extra.entry(key.to_owned()).or_default().push(value.to_owned());
        }
    }
    extra
}

fn as_resource<'a>(group: &'a str, resource: &'a str, namespace: &'a str, name: &'a str) -> Action<'a> {
    Action { verb: "impersonate", group, resource, namespace, name, ..Action::default() }
}

fn check_may_act_as(cluster: &Cluster, who: &Identity, action: Action<'_>) -> Answer<()> {
    let decision = decide(cluster, who, &action);
    if decision.allowed {
        return Ok(());
    }
    let target = Target { group: action.group, resource: action.resource, name: action.name };
    let why = action.refusal(&who.username, &decision.reason);
    Err(Status::forbidden(target, &why))
}
