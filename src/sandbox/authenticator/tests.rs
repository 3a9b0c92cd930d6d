use serde_json::{Value, json};

use super::*;
use crate::sandbox::world::World;

const ROLE: &str = "arn:aws:iam::111122223333:role/Admin";

fn principal(session: &str) -> Principal {
    let arn = format!("arn:aws:sts::111122223333:assumed-role/Admin/{session}");
    Principal::new(&arn, &format!("AROAADMIN:{session}"), "AKID").unwrap()
}

fn config_map(key: &str, text: &str) -> Value {
    json!({
        "apiVersion": "v1", "kind": "ConfigMap",
        "metadata": {"name": "aws-auth", "namespace": "kube-system"},
        "data": {key: text},
    })
}

/// The username and groups that the mapping of `key` gives, joined for comparison.
fn mapped(key: &str, text: &str) -> Option<String> {
    let identity = by_config_map(&principal("you@home"), Some(&config_map(key, text)))?;
    Some(format!("{} [{}]", identity.username, identity.groups.join(",")))
}

#[test]
fn aws_auth_is_read_as_the_authenticator_reads_it() {
    let entry = |body: &str| format!("- rolearn: {ROLE}\n  username: u\n{body}");
    for (case, key, text, expected) in [
        ("plain", "mapRoles", entry("  groups: [a, b]\n"), Some("u [a,b]")),
        ("no groups", "mapRoles", entry(""), Some("u []")),
        ("empty groups", "mapRoles", entry("  groups: ['']\n"), Some("u []")),
        ("wrong key", "maproles", entry(""), None),
        ("keys of an entry in any case", "mapRoles", format!("- RoleARN: {ROLE}\n  userName: u\n"), Some("u []")),
        ("arn in any case", "mapRoles", format!("- rolearn: {}\n  username: u\n", ROLE.to_uppercase()), Some("u []")),
        ("unknown keys", "mapRoles", entry("  comment: x\n"), Some("u []")),
        ("groups as text", "mapRoles", entry("  groups: system:masters\n"), Some("u []")),
        ("list nested wrong", "mapRoles", entry("  groups:\n    - a\n     - b\n"), Some("u [a - b]")),
        ("a tab", "mapRoles", entry("\tgroups: [a]\n"), None),
        ("bad indent", "mapRoles", entry(" groups: [a]\n"), None),
        ("a map", "mapRoles", "rolearn: x\n".to_owned(), None),
        ("blank", "mapRoles", " \n".to_owned(), None),
        ("quotes", "mapRoles", "\"\"".to_owned(), None),
        (
            "the same arn twice",
            "mapRoles",
            format!("{}- rolearn: {ROLE}\n  username: v\n", entry("  groups: [a]\n")),
            Some("v []"),
        ),
        (
            "a path",
            "mapRoles",
            "- rolearn: arn:aws:iam::111122223333:role/team/Admin\n  username: u\n".to_owned(),
            None,
        ),
        (
            "a session",
            "mapRoles",
            "- rolearn: arn:aws:sts::111122223333:assumed-role/Admin/you@home\n  username: u\n".to_owned(),
            None,
        ),
        ("sso beside the arn", "mapRoles", entry("  sso: {permissionSetName: x, accountID: '1'}\n"), None),
        ("no arn, then one", "mapRoles", format!("- username: w\n{}", entry("")), Some("u []")),
        (
            "session name",
            "mapRoles",
            format!("- rolearn: {ROLE}\n  username: '{{{{SessionName}}}}/{{{{SessionNameRaw}}}}/{{{{AccountID}}}}'\n"),
            Some("you-home/you@home/111122223333 []"),
        ),
        (
            "node name of no node",
            "mapRoles",
            format!("- rolearn: {ROLE}\n  username: 'system:node:{{{{EC2PrivateDNSName}}}}'\n"),
            None,
        ),
        ("account", "mapAccounts", "- '111122223333'\n".to_owned(), Some("arn:aws:iam::111122223333:role/Admin []")),
        (
            "account as number",
            "mapAccounts",
            "- 111122223333\n".to_owned(),
            Some("arn:aws:iam::111122223333:role/Admin []"),
        ),
        ("another account", "mapAccounts", "- '999999999999'\n".to_owned(), None),
    ] {
        assert_eq!(mapped(key, &text).as_deref(), expected, "{case}");
    }
}

#[test]
fn users_are_known_by_their_whole_arn() {
    let user = Principal::new("arn:aws:iam::111122223333:user/team/ci", "AIDACI", "AKID").unwrap();
    let text = "- userarn: arn:aws:iam::111122223333:user/team/ci\n  username: ci\n";
    let identity = by_config_map(&user, Some(&config_map("mapUsers", text))).unwrap();
    assert_eq!(identity.username, "ci");
    assert_eq!(identity.uid, "aws-iam-authenticator:111122223333:AIDACI");
}

/// A cluster in `mode`, made by the role, with an access entry for it if wanted.
fn cluster(mode: &str, creator: Option<&str>, entry: Option<Value>) -> Cluster {
    let text = json!({
        "version": 1, "name": "t", "about": {"en": "", "ko": ""}, "now": "2026-11-02T09:00:00Z", "seed": "t",
        "account": {"id": "111122223333"}, "caller": {"arn": "arn:aws:iam::111122223333:user/you", "userId": ""},
        "iam": {"roles": {"notCollected": {"reason": "not asked"}}},
        "regions": [{"name": "us-east-1", "clusters": [{
            "name": "dev",
            "accessConfig": {"authenticationMode": mode},
            "creator": creator,
            "accessEntries": entry.into_iter().collect::<Vec<Value>>(),
        }]}],
    });
    World::parse(&text.to_string()).unwrap().regions[0].clusters.known()[0].clone()
}

fn entry(principal_id: &str) -> Value {
    json!({
        "principalArn": "arn:aws:iam::111122223333:role/team/Admin",
        "principalId": principal_id,
        "id": "x",
        "username": "entry:{{SessionName}}",
        "groups": ["viewers"],
        "createdAt": "2026-11-02T09:00:00Z",
        "modifiedAt": "2026-11-02T09:00:00Z",
        "policies": [{
            "policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
            "scope": {"type": "namespace", "namespaces": ["spark"]},
            "associatedAt": "2026-11-02T09:00:00Z",
            "modifiedAt": "2026-11-02T09:00:00Z",
        }],
    })
}

#[test]
fn the_mode_decides_which_store_is_asked() {
    let mapping = format!("- rolearn: {ROLE}\n  username: mapped\n");
    let aws_auth = config_map("mapRoles", &mapping);
    let (mapped, unmapped) = (Some(&aws_auth), None);
    let (same, other) = (Some(entry("AROAADMIN")), Some(entry("AROAOLDADMIN")));
    for (mode, creator, entry, aws_auth, expected) in [
        ("CONFIG_MAP", None, same.clone(), mapped, Some("mapped")),
        ("CONFIG_MAP", None, same.clone(), unmapped, None),
        ("CONFIG_MAP", Some(ROLE), None, unmapped, Some("kubernetes-admin")),
        ("API_AND_CONFIG_MAP", None, same.clone(), mapped, Some("entry:you")),
        ("API_AND_CONFIG_MAP", None, None, mapped, Some("mapped")),
        ("API_AND_CONFIG_MAP", Some(ROLE), None, unmapped, None),
        // The role was made again since: the entry is of another principal.
        ("API_AND_CONFIG_MAP", None, other, mapped, Some("mapped")),
        ("API", None, same, unmapped, Some("entry:you")),
        ("API", None, None, mapped, None),
    ] {
        let cluster = cluster(mode, creator, entry);
        let identity = identify(&principal("you"), &cluster, aws_auth);
        assert_eq!(identity.map(|who| who.username).as_deref(), expected, "{mode}");
    }
}

#[test]
fn an_entry_brings_its_groups_and_policies() {
    let cluster = cluster("API", None, Some(entry("AROAADMIN")));
    let who = identify(&principal("you"), &cluster, None).unwrap();
    assert_eq!(who.groups, ["viewers"]);
    let grant = PolicyGrant { policy: "AmazonEKSViewPolicy".to_owned(), namespaces: Some(vec!["spark".to_owned()]) };
    assert_eq!(who.policies, [grant]);
    assert_eq!(who.extra["canonicalArn"], [ROLE]);
}

#[test]
fn default_usernames_drop_the_path() {
    for (arn, expected) in [
        ("arn:aws:iam::1:role/a/b/Name", "arn:aws:sts::1:assumed-role/Name/{{SessionName}}"),
        ("arn:aws:iam::1:user/a/Name", "arn:aws:iam::1:user/a/Name"),
    ] {
        assert_eq!(default_username(arn), expected);
    }
}
