//! Our token, judged by MiniStack for a real kube-apiserver: neither the verifier nor the server is ours.
//!
//! MiniStack checks the signature as STS does and looks up the access entry. The address at which an API server asks it
//! holds a secret that it gives to its own k3s alone; it is read from the state that it saves when it ends.

use std::fs;

use emr_onramp::domain::cluster::ClusterEndpoint;
use emr_onramp::domain::observed::Right;
use emr_onramp::domain::{ClusterFacts, OutsideText};
use emr_onramp::ports::{Cloud, PortErrorKind};
use serde_json::{Value, json};

use super::super::behind::write;
use super::super::client::Ask;
use super::super::server::Server;
use super::cli::Keys;
use super::guest::{Guest, region};
use super::running::{ACCOUNT, Kind, REGION};
use crate::rig::of;
use crate::support::program::Home;

const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"sts:AssumeRole"}]}"#;
const POLICY: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
const ROLE: &str = "arn:aws:iam::111122223333:role/Platform";

/// The secret of a cluster's webhook, wherever in the saved state it is.
fn secret(state: &Value) -> Option<&str> {
    match state {
        Value::Object(members) => {
            members.get("_auth_token").and_then(Value::as_str).or_else(|| members.values().find_map(secret))
        }
        Value::Array(items) => items.iter().find_map(secret),
        _ => None,
    }
}

/// MiniStack with the cluster `dev`, whose group `platform` the role is in, and the address of its webhook.
fn account() -> (Guest, String) {
    let mut guest = Guest::open(Kind::MiniStack);
    guest.root.works("iam create-role --role-name Platform --assume-role-policy-document", &[TRUST]);
    guest.root.works("iam put-role-policy --role-name Platform --policy-name all --policy-document", &[POLICY]);
    let access = "--access-config authenticationMode=API --resources-vpc-config subnetIds=subnet-1";
    guest
        .root
        .works(&format!("eks create-cluster --name dev --kubernetes-version 1.33 --role-arn {ROLE} {access}"), &[]);
    let entry =
        format!("eks create-access-entry --cluster-name dev --principal-arn {ROLE} --kubernetes-groups platform");
    guest.root.works(&format!("{entry} --username platform-user"), &[]);
    guest.restart();
    let saved: Value = serde_json::from_str(&fs::read_to_string(guest.emulator.saved("eks")).unwrap()).unwrap();
    let secret = secret(&saved).unwrap();
    let webhook = format!("{}/_ministack/eks-auth/{ACCOUNT}/{REGION}/dev/{secret}", guest.emulator.url());
    (guest, webhook)
}

/// An API server that asks `webhook` whose a token is, and lets the group `platform` do everything.
fn server(webhook: &str, files: &Home) -> Server {
    let config = json!({
        "apiVersion": "v1", "kind": "Config", "current-context": "it",
        "clusters": [{"name": "it", "cluster": {"server": webhook}}],
        "users": [{"name": "it", "user": {}}],
        "contexts": [{"name": "it", "context": {"cluster": "it", "user": "it"}}],
    });
    let file = files.path().join("webhook.kubeconfig");
    write(&file, &config.to_string());
    let server = Server::start(&[
        format!("--authentication-token-webhook-config-file={}", file.display()),
        "--authentication-token-webhook-version=v1".to_owned(),
        // Nothing is remembered: each call is judged.
        "--authentication-token-webhook-cache-ttl=0".to_owned(),
    ]);
    let binding = json!({
        "metadata": {"name": "platform"},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"},
        "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": "platform"}],
    });
    let bound = server.as_admin(Ask::post("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", &binding));
    assert_eq!(bound.code(), 201, "{}", bound.json());
    server
}

fn escalation() -> Right {
    Right {
        verb: "escalate".to_owned(),
        group: "rbac.authorization.k8s.io".to_owned(),
        resource: "roles".to_owned(),
        namespace: Some("default".to_owned()),
        name: None,
    }
}

#[test]
#[ignore = "needs MiniStack, the AWS CLI and KUBEBUILDER_ASSETS"]
fn ministack_takes_our_token_for_a_real_server() {
    let (guest, webhook) = account();
    let files = Home::new();
    let server = server(&webhook, &files);
    let assume = || {
        let line = format!("sts assume-role --role-arn {ROLE} --role-session-name you");
        Keys::in_answer(&guest.root.works(&line, &[]))
    };
    let keys = assume();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let facts: ClusterFacts =
        runtime.block_on(async { guest.own_cloud().eks(&region()).cluster(&of("dev")).await }).unwrap();
    let ca = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, server.ca_pem());
    let endpoint =
        ClusterEndpoint { url: Some(OutsideText::line(server.url())), ca: Some(ca), ..facts.endpoint.clone() };
    let facts = ClusterFacts { endpoint, ..facts };
    let may = |keys: Keys, facts: &ClusterFacts| {
        runtime.block_on(async { guest.cloud(keys).kube(facts).await?.may_i(&escalation()).await })
    };
    assert!(may(keys.clone(), &facts).unwrap());

    // A secret that is not the session's own, and a token for another cluster: the server knows nobody by them.
    let forged = Keys { secret: "forged".to_owned(), ..keys.clone() };
    let mut other = facts.clone();
    other.arn.name = of("other");
    for (keys, facts) in [(forged, &facts), (keys.clone(), &other)] {
        let refused = may(keys, facts).unwrap_err();
        assert_eq!((refused.kind, refused.status), (PortErrorKind::Unauthenticated, Some(401)), "{refused}");
    }
    // Without its access entry the same session is nobody.
    guest.root.works(&format!("eks delete-access-entry --cluster-name dev --principal-arn {ROLE}"), &[]);
    let gone = may(assume(), &facts).unwrap_err();
    assert_eq!(gone.kind, PortErrorKind::Unauthenticated, "{gone}");
}
