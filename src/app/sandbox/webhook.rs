//! The files by which a kube-apiserver asks the sandbox, and the flags that it takes with them.

use serde_json::json;

use crate::adapters::file;
use crate::app::{print, talk};
use crate::cli::{Output, Webhooks};
use crate::domain::OutsideText;
use crate::error::{ExitCode, ExpectedError};
use crate::sandbox::{Webhook, webhook_kubeconfig};
use crate::text::Catalog;

/// What a kube-apiserver is to be started with besides the files: access policies act after RBAC, as on EKS, and
/// nothing that the sandbox said is remembered, since the world may be another by the next question.
const WEBHOOK_FLAGS: [&str; 4] = [
    "--authorization-mode=Node,RBAC,Webhook",
    "--authentication-token-webhook-cache-ttl=0s",
    "--authorization-webhook-cache-authorized-ttl=0s",
    "--authorization-webhook-cache-unauthorized-ttl=0s",
];

/// Writes the files, and prints the flags one a line.
pub(super) fn write(webhooks: &Webhooks, output: Output, catalog: &Catalog) -> Result<ExitCode, ExpectedError> {
    let mut flags = Vec::new();
    for (webhook, flag) in [
        (Webhook::Authentication, "--authentication-token-webhook-config-file"),
        (Webhook::Authorization, "--authorization-webhook-config-file"),
    ] {
        let path = webhooks.folder.join(webhook.file_name());
        let written = file::replace(&path, &webhook_kubeconfig(webhook, webhooks.port));
        written.map_err(|error| {
            let path = OutsideText::message(&path.to_string_lossy());
            let what = OutsideText::message(&error.to_string());
            let args = [("path", (&path).into()), ("what", (&what).into())];
            ExpectedError::new(ExitCode::Failure, catalog.format("error-webhook-file", &args))
        })?;
        flags.push(format!("{flag}={}", path.display()));
    }
    flags.extend(WEBHOOK_FLAGS.map(str::to_owned));
    if output == Output::Text {
        talk(&catalog.text("sandbox-webhooks"));
        print(&flags);
    } else {
        print(&[json!({ "flags": flags }).to_string()]);
    }
    Ok(ExitCode::Done)
}
