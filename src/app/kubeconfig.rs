//! The flags `--kubeconfig` and `--context`: which files they mean, and what is wrong with them in words.

use super::{Environment, talk};
use crate::adapters::kube::kubeconfig::{
    self, FileFlaw, KubeContext, KubeconfigError, KubeconfigNote, KubeconfigSource,
};
use crate::cli::Global;
use crate::domain::OutsideText;
use crate::error::{ExitCode, ExpectedError};
use crate::text::Catalog;

/// The context that the flags name; none where they name none, whatever `KUBECONFIG` says: the cluster's address and
/// authority come from EKS, and the token is made here.
///
/// # Errors
/// What is wrong with the files or the context.
pub(super) fn context(
    flags: &Global,
    environment: &Environment,
    catalog: &Catalog,
) -> Result<Option<KubeContext>, ExpectedError> {
    if flags.kubeconfig.is_none() && flags.context.is_none() {
        return Ok(None);
    }
    if flags.sandbox.is_some() {
        let flag = if flags.kubeconfig.is_some() { "--kubeconfig" } else { "--context" };
        let line = catalog.format("error-kubeconfig-sandbox", &[("flag", flag.into())]);
        return Err(ExpectedError::new(ExitCode::BadInput, line));
    }
    let source = KubeconfigSource {
        file: flags.kubeconfig.clone(),
        context: flags.context.clone(),
        listed: environment.kubeconfigs.iter().filter(|path| !path.as_os_str().is_empty()).cloned().collect(),
        usual: environment.home.as_ref().map(|home| home.join(".kube/config")),
    };
    match kubeconfig::find(&source) {
        Ok((context, notes)) => {
            notes.iter().for_each(|note| talk(&told(note, catalog)));
            Ok(Some(context))
        }
        Err(error) => Err(complaint(&error, catalog)),
    }
}

/// A note in a line.
fn told(note: &KubeconfigNote, catalog: &Catalog) -> String {
    match note {
        KubeconfigNote::Skipped { path } => catalog.format("kubeconfig-note-skipped", &[("path", path.into())]),
        KubeconfigNote::PluginReplaced { command } => {
            catalog.format("kubeconfig-note-plugin", &[("command", command.into())])
        }
        KubeconfigNote::CredentialsUnused => catalog.text("kubeconfig-note-credentials"),
        KubeconfigNote::Proxy { shown } => catalog.format("kubeconfig-note-proxy", &[("shown", shown.into())]),
    }
}

/// An error that ends the program: what is wrong, and for several files a line each.
fn complaint(error: &KubeconfigError, catalog: &Catalog) -> ExpectedError {
    let code = if error.is_refusal() { ExitCode::Refused } else { ExitCode::BadInput };
    if let KubeconfigError::Files(flaws) = error {
        let mut lines = flaws.iter().map(|(path, flaw)| flawed(path, flaw, catalog));
        let first = lines.next().unwrap_or_default();
        return lines.fold(ExpectedError::new(code, first), ExpectedError::hint);
    }
    let format = |key: &str, name: &'static str, value: &OutsideText| catalog.format(key, &[(name, value.into())]);
    let line = match error {
        KubeconfigError::Files(_) | KubeconfigError::NoFile => catalog.text("error-kubeconfig-no-file"),
        KubeconfigError::NoContext { known } => {
            catalog.format("error-kubeconfig-no-context", &[("known", list(known).into())])
        }
        KubeconfigError::UnknownContext { name, known } => {
            catalog.format("error-kubeconfig-unknown-context", &[("name", name.into()), ("known", list(known).into())])
        }
        KubeconfigError::Dangling { kind, name } => {
            catalog.format("error-kubeconfig-dangling", &[("kind", (*kind).into()), ("name", name.into())])
        }
        KubeconfigError::BadServer { shown } => format("error-kubeconfig-server", "shown", shown),
        KubeconfigError::PlainHttp { shown } => format("error-kubeconfig-http", "shown", shown),
        KubeconfigError::Unchecked => catalog.text("error-kubeconfig-unchecked"),
        KubeconfigError::NoAuthority => catalog.text("error-kubeconfig-no-authority"),
        KubeconfigError::BadAuthority => catalog.text("error-kubeconfig-authority"),
        KubeconfigError::BadProxy { shown } => format("error-kubeconfig-proxy", "shown", shown),
        KubeconfigError::Plugin { command } => format("error-kubeconfig-plugin", "command", command),
        KubeconfigError::ActsAs { user } => format("error-kubeconfig-acts-as", "user", user),
    };
    ExpectedError::new(code, line)
}

fn flawed(path: &OutsideText, flaw: &FileFlaw, catalog: &Catalog) -> String {
    let path = ("path", path.into());
    match flaw {
        FileFlaw::Missing => catalog.format("error-kubeconfig-missing", &[path]),
        FileFlaw::Folder => catalog.format("error-kubeconfig-folder", &[path]),
        FileFlaw::Special => catalog.format("error-kubeconfig-special", &[path]),
        FileFlaw::Large { most } => {
            catalog.format("error-kubeconfig-large", &[path, ("most", most.to_string().into())])
        }
        FileFlaw::WritableByAll { mode } => {
            catalog.format("error-kubeconfig-writable", &[path, ("mode", format!("{mode:04o}").into())])
        }
        FileFlaw::Unreadable { what } => catalog.format("error-kubeconfig-unreadable", &[path, ("what", what.into())]),
        FileFlaw::NotText => catalog.format("error-kubeconfig-not-text", &[path]),
        FileFlaw::Malformed { place: Some((line, column)) } => {
            let place = format!("{line}:{column}");
            catalog.format("error-kubeconfig-malformed", &[path, ("place", place.into())])
        }
        FileFlaw::Malformed { place: None } => catalog.format("error-kubeconfig-not-one", &[path]),
    }
}

fn list(names: &[OutsideText]) -> String {
    if names.is_empty() {
        return "-".to_owned();
    }
    names.iter().map(OutsideText::as_str).collect::<Vec<_>>().join(", ")
}
