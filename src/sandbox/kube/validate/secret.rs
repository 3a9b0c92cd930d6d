//! What a Secret has to hold by its type.

use serde_json::Value;

use crate::sandbox::kube::status::FieldError;
use crate::sandbox::kube::store::text;

/// The annotation by which a token names its service account.
const ACCOUNT: &str = "kubernetes.io/service-account.name";

/// Checks that the keys are there that the secret's type asks for.
pub(super) fn check(secret: &Value, errors: &mut Vec<FieldError>) {
    let names_account = || !secret["metadata"]["annotations"][ACCOUNT].as_str().unwrap_or_default().is_empty();
    let has = |key: &str| secret["data"].get(key).is_some();
    let mut require = |field: String| errors.push(FieldError::required(&field, ""));
    match text(secret, "/type") {
        "kubernetes.io/service-account-token" if !names_account() => {
            require(format!("metadata.annotations[{ACCOUNT}]"));
        }
        "kubernetes.io/dockercfg" if !has(".dockercfg") => require("data[.dockercfg]".to_owned()),
        "kubernetes.io/dockerconfigjson" if !has(".dockerconfigjson") => require("data[.dockerconfigjson]".to_owned()),
        // The placeholder in upstream's text was never filled.
        "kubernetes.io/basic-auth" if !has("username") && !has("password") => {
            require("data[%s][username]".to_owned());
            require("data[%s][password]".to_owned());
        }
        "kubernetes.io/ssh-auth" if !has("ssh-privatekey") => require("data[%s][ssh-privatekey]".to_owned()),
        "kubernetes.io/tls" => {
            for key in ["tls.crt", "tls.key"].into_iter().filter(|key| !has(key)) {
                require(format!("data[{key}]"));
            }
        }
        _ => {}
    }
}
