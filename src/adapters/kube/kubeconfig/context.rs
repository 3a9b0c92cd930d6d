//! One context: what of it is used, and what is refused.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::Uri;
use kube::config::{AuthInfo, Cluster, ExecConfig, Kubeconfig};

use super::file::bytes;
use super::{KubeconfigError, KubeconfigNote};
use crate::adapters::kube::connect::Proxy;
use crate::adapters::kube::way::{certificates, proxy_at};
use crate::adapters::secret::{self, bare};
use crate::domain::OutsideText;

/// Where a context leads. It has no `Debug`, since its proxy may hold a password.
pub struct KubeContext {
    /// Its name.
    pub(in crate::adapters::kube) name: OutsideText,
    /// The server's address.
    pub(in crate::adapters::kube) server: Uri,
    /// The authority by which the cluster is told.
    pub(in crate::adapters::kube) authority: Vec<Vec<u8>>,
    /// The name that the server's certificate must have, where it is not the host of the address.
    pub(in crate::adapters::kube) server_name: Option<String>,
    /// The proxy in between.
    pub(in crate::adapters::kube) proxy: Option<Proxy>,
}

impl KubeContext {
    /// The address with the context's name, for the identity bar.
    pub fn shown(&self) -> OutsideText {
        OutsideText::line(&format!("{} ({})", self.server.to_string().trim_end_matches('/'), self.name))
    }
}

/// Finds the context of a name, or the current one, in a kubeconfig.
pub(super) fn choose(
    all: &Kubeconfig,
    named: Option<&str>,
    notes: &mut Vec<KubeconfigNote>,
) -> Result<KubeContext, KubeconfigError> {
    let known = || all.contexts.iter().map(|context| OutsideText::line(&context.name)).collect();
    let name = named.or(all.current_context.as_deref()).ok_or_else(|| KubeconfigError::NoContext { known: known() })?;
    let found = all.contexts.iter().find(|context| context.name == name).and_then(|named| named.context.as_ref());
    let unknown = || KubeconfigError::UnknownContext { name: OutsideText::line(name), known: known() };
    let context = found.ok_or_else(unknown)?;
    let dangling = |kind, name: &str| KubeconfigError::Dangling { kind, name: OutsideText::line(name) };
    let cluster = all.clusters.iter().find(|cluster| cluster.name == context.cluster);
    let cluster = cluster.and_then(|named| named.cluster.as_ref());
    let cluster = cluster.ok_or_else(|| dangling("cluster", &context.cluster))?;
    if let Some(user) = context.user.as_deref().filter(|user| !user.is_empty()) {
        let known = all.auth_infos.iter().find(|info| info.name == user);
        let info = known.ok_or_else(|| dangling("user", user))?;
        info.auth_info.as_ref().map_or(Ok(()), |info| judge_user(info, notes))?;
    }
    if cluster.insecure_skip_tls_verify == Some(true) {
        return Err(KubeconfigError::Unchecked);
    }
    let proxy = proxy(cluster, notes)?;
    Ok(KubeContext {
        name: OutsideText::line(name),
        server: server(cluster)?,
        authority: authority(cluster)?,
        server_name: cluster.tls_server_name.clone().filter(|name| !name.is_empty()),
        proxy,
    })
}

/// Whether our own token can stand in for what the user brings.
fn judge_user(info: &AuthInfo, notes: &mut Vec<KubeconfigNote>) -> Result<(), KubeconfigError> {
    let groups = info.impersonate_groups.as_deref().unwrap_or_default();
    if let Some(user) = info.impersonate.as_ref().or(info.impersonate_uid.as_ref()).or(groups.first()) {
        return Err(KubeconfigError::ActsAs { user: OutsideText::line(user) });
    }
    if let Some(exec) = &info.exec {
        let command = shown_command(exec);
        if !makes_eks_token(exec) {
            return Err(KubeconfigError::Plugin { command });
        }
        notes.push(KubeconfigNote::PluginReplaced { command });
    }
    let has_own = info.token.is_some()
        || info.token_file.is_some()
        || info.username.is_some()
        || info.password.is_some()
        || info.client_certificate.is_some()
        || info.client_certificate_data.is_some()
        || info.client_key.is_some()
        || info.client_key_data.is_some()
        || info.auth_provider.is_some();
    if has_own {
        notes.push(KubeconfigNote::CredentialsUnused);
    }
    Ok(())
}

/// Whether a plugin makes the token that this program makes itself.
fn makes_eks_token(exec: &ExecConfig) -> bool {
    let command = exec.command.as_deref().unwrap_or_default();
    let program = command.rsplit('/').next().unwrap_or_default();
    let args = exec.args.as_deref().unwrap_or_default();
    let has = |word: &str| args.iter().any(|arg| arg == word);
    match program {
        "aws" => has("eks") && has("get-token"),
        "aws-iam-authenticator" | "heptio-authenticator-aws" => has("token"),
        _ => false,
    }
}

fn shown_command(exec: &ExecConfig) -> OutsideText {
    secret::command(exec.command.as_deref().unwrap_or_default(), exec.args.as_deref().unwrap_or_default())
}

fn server(cluster: &Cluster) -> Result<Uri, KubeconfigError> {
    let given = cluster.server.as_deref().unwrap_or_default();
    let bad = || KubeconfigError::BadServer { shown: OutsideText::line(&bare(given)) };
    let uri: Uri = given.parse().map_err(|_| bad())?;
    match uri.scheme_str() {
        Some("https") => {}
        Some("http") => return Err(KubeconfigError::PlainHttp { shown: OutsideText::line(&bare(given)) }),
        _ => return Err(bad()),
    }
    let has_user = uri.authority().is_none_or(|authority| authority.as_str().contains('@'));
    if has_user || uri.host().is_none() || uri.query().is_some() { Err(bad()) } else { Ok(uri) }
}

fn authority(cluster: &Cluster) -> Result<Vec<Vec<u8>>, KubeconfigError> {
    let data = cluster.certificate_authority_data.as_deref().filter(|data| !data.is_empty());
    let pem = match (data, cluster.certificate_authority.as_deref().filter(|path| !path.is_empty())) {
        (Some(data), _) => STANDARD.decode(data.trim()).map_err(|_| KubeconfigError::BadAuthority)?,
        (None, Some(path)) => {
            bytes(Path::new(path)).map_err(|flaw| KubeconfigError::Files(vec![(OutsideText::line(path), flaw)]))?
        }
        (None, None) => return Err(KubeconfigError::NoAuthority),
    };
    certificates(&pem).ok_or(KubeconfigError::BadAuthority)
}

fn proxy(cluster: &Cluster, notes: &mut Vec<KubeconfigNote>) -> Result<Option<Proxy>, KubeconfigError> {
    let Some(given) = cluster.proxy_url.as_deref().filter(|url| !url.is_empty()) else { return Ok(None) };
    let shown = OutsideText::line(&bare(given));
    match proxy_at(given) {
        Some(proxy) => {
            notes.push(KubeconfigNote::Proxy { shown });
            Ok(Some(proxy))
        }
        None => Err(KubeconfigError::BadProxy { shown }),
    }
}
