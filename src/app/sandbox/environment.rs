//! How other programs reach a served world: variables for the AWS CLI, a kubeconfig for kubectl.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::sandbox::{ClusterEndpoint, Endpoints};

/// Variables with which the AWS CLI meets this world and nothing else.
///
/// What the person's own shell and files say is overruled: a profile or a variable of theirs may carry an endpoint for
/// one service, and that would win (AWS SDKs reference, "Service-specific endpoints"). None is left empty or unset
/// where that means something else than a value: kubectl can only set them, and an empty profile is an error.
pub(super) fn variables(endpoints: &Endpoints, region: &str, config: &str) -> Vec<(&'static str, String)> {
    let url = endpoints.aws_url.as_str();
    let token = endpoints.session_token.as_deref().unwrap_or_default();
    [
        ("AWS_ENDPOINT_URL", url),
        ("AWS_ENDPOINT_URL_STS", url),
        ("AWS_ENDPOINT_URL_IAM", url),
        ("AWS_ENDPOINT_URL_EKS", url),
        ("AWS_ENDPOINT_URL_EMR_CONTAINERS", url),
        ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "false"),
        ("AWS_ACCESS_KEY_ID", endpoints.access_key_id.as_str()),
        ("AWS_SECRET_ACCESS_KEY", endpoints.secret_access_key.as_str()),
        ("AWS_SESSION_TOKEN", token),
        ("AWS_REGION", region),
        ("AWS_DEFAULT_REGION", region),
        ("AWS_PROFILE", "default"),
        ("AWS_DEFAULT_PROFILE", "default"),
        ("AWS_CONFIG_FILE", config),
        ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
        ("AWS_EC2_METADATA_DISABLED", "true"),
        ("AWS_PAGER", ""),
        ("NO_PROXY", "127.0.0.1"),
        ("no_proxy", "127.0.0.1"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .into()
}

/// A configuration file of the AWS CLI with the one profile that the variables name.
pub(super) fn aws_config(endpoints: &Endpoints) -> String {
    format!("[default]\nregion = {}\nendpoint_url = {}\n", endpoints.region, endpoints.aws_url)
}

/// A kubeconfig with a context for each cluster, named after it.
///
/// kubectl gets its token as on a real cluster, from the AWS CLI; what that needs is in the file, so that a shell of
/// another account never sends its own token here. It is JSON, which is YAML too.
pub(super) fn kubeconfig(endpoints: &Endpoints, config: &str) -> String {
    let mut taken = BTreeSet::new();
    let (mut clusters, mut users, mut contexts) = (Vec::new(), Vec::new(), Vec::new());
    for cluster in &endpoints.clusters {
        let mut name = cluster.name.clone();
        if !taken.insert(name.clone()) {
            name = format!("{name}.{}", cluster.region);
            taken.insert(name.clone());
        }
        clusters.push(json!({
            "name": name,
            "cluster": {
                "server": cluster.url, "certificate-authority-data": cluster.certificate_authority_data,
            },
        }));
        users.push(json!({ "name": name, "user": { "exec": exec(endpoints, cluster, config) } }));
        contexts.push(json!({ "name": name, "context": { "cluster": name, "user": name } }));
    }
    let current = contexts.first().map_or(Value::Null, |context| context["name"].clone());
    let config = json!({
        "apiVersion": "v1", "kind": "Config", "preferences": {},
        "clusters": clusters, "users": users, "contexts": contexts, "current-context": current,
    });
    format!("{config:#}\n")
}

fn exec(endpoints: &Endpoints, cluster: &ClusterEndpoint, config: &str) -> Value {
    let variables = variables(endpoints, &cluster.region, config).into_iter();
    let variables = variables.map(|(name, value)| json!({ "name": name, "value": value }));
    json!({
        "apiVersion": "client.authentication.k8s.io/v1beta1",
        "command": "aws",
        "args": ["--region", cluster.region, "eks", "get-token", "--cluster-name", cluster.name, "--output", "json"],
        "env": variables.collect::<Vec<_>>(),
        "interactiveMode": "Never",
        "installHint": "kubectl gets its token for this sandbox from the AWS CLI, as on a real cluster: pip install awscli",
    })
}
