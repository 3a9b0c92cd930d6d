//! A context of a kubeconfig: where the Kubernetes API is called, and nothing else.
//!
//! Who calls is always decided by the AWS credentials, with a token made in this process. Plugins are never run, and
//! what the file holds of tokens, passwords and client certificates is neither used nor shown. Rules for choosing and
//! merging: kubernetes.io, "Organizing Cluster Access Using kubeconfig Files".

mod context;
mod file;

use std::path::PathBuf;

use crate::domain::OutsideText;

pub use context::KubeContext;

/// Which files and which context.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KubeconfigSource {
    /// The file that was named; it alone is read.
    pub file: Option<PathBuf>,
    /// The context that was named; none takes the files' current one.
    pub context: Option<String>,
    /// `KUBECONFIG`: files, of which the first that names a thing decides.
    pub listed: Vec<PathBuf>,
    /// The file that is read where nothing else is named: `~/.kube/config`.
    pub usual: Option<PathBuf>,
}

/// What keeps a file from being read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileFlaw {
    /// There is none.
    Missing,
    /// It is a folder.
    Folder,
    /// It is a pipe or a device, which may never end.
    Special,
    /// It is larger than a kubeconfig ever is.
    Large {
        /// The most bytes that are read.
        most: u64,
    },
    /// Everybody on this machine may write it, and so lead us where they like.
    WritableByAll {
        /// Its permissions.
        mode: u32,
    },
    /// It cannot be read.
    Unreadable {
        /// In the system's words.
        what: OutsideText,
    },
    /// It is no text.
    NotText,
    /// It is no kubeconfig. The parser's own words would repeat what stands there, which may be a secret.
    Malformed {
        /// The line and column, from 1, where they are known.
        place: Option<(u64, u64)>,
    },
}

/// What keeps a kubeconfig from being used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KubeconfigError {
    /// Files, each with what is wrong with it.
    Files(Vec<(OutsideText, FileFlaw)>),
    /// There is no file at all.
    NoFile,
    /// No context is named, neither by hand nor as the current one.
    NoContext {
        /// Those that there are.
        known: Vec<OutsideText>,
    },
    /// There is no context of that name.
    UnknownContext {
        /// The name.
        name: OutsideText,
        /// Those that there are.
        known: Vec<OutsideText>,
    },
    /// The context names something that is not there.
    Dangling {
        /// `cluster` or `user`.
        kind: &'static str,
        /// Its name.
        name: OutsideText,
    },
    /// The server is no address, or carries a password.
    BadServer {
        /// The address without a password.
        shown: OutsideText,
    },
    /// The server is called without TLS.
    PlainHttp {
        /// The address.
        shown: OutsideText,
    },
    /// The server's certificate is not to be checked.
    Unchecked,
    /// There is no certificate authority by which to tell the cluster.
    NoAuthority,
    /// The certificate authority cannot be read.
    BadAuthority,
    /// The proxy is no address of one that makes tunnels.
    BadProxy {
        /// The address without a password.
        shown: OutsideText,
    },
    /// The user's token comes from a program that this one does not run.
    Plugin {
        /// The program with its arguments.
        command: OutsideText,
    },
    /// The user acts as somebody else.
    ActsAs {
        /// As whom.
        user: OutsideText,
    },
}

impl KubeconfigError {
    /// Whether it is refused for safety, and not because it cannot be understood.
    pub fn is_refusal(&self) -> bool {
        match self {
            Self::Files(flaws) => flaws.iter().any(|(_, flaw)| matches!(flaw, FileFlaw::WritableByAll { .. })),
            Self::PlainHttp { .. }
            | Self::Unchecked
            | Self::NoAuthority
            | Self::Plugin { .. }
            | Self::ActsAs { .. } => true,
            Self::NoFile
            | Self::NoContext { .. }
            | Self::UnknownContext { .. }
            | Self::Dangling { .. }
            | Self::BadServer { .. }
            | Self::BadAuthority
            | Self::BadProxy { .. } => false,
        }
    }
}

/// What somebody should know about how a kubeconfig is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KubeconfigNote {
    /// A file of `KUBECONFIG` is not there.
    Skipped {
        /// The file.
        path: OutsideText,
    },
    /// The plugin makes what this program makes itself, and was not run.
    PluginReplaced {
        /// The program with its arguments.
        command: OutsideText,
    },
    /// The file's own token, password or certificate is not used.
    CredentialsUnused,
    /// Calls go through the context's proxy.
    Proxy {
        /// Its address without a password.
        shown: OutsideText,
    },
}

/// Reads the files and finds the context.
///
/// # Errors
/// What keeps it from being used, in the order in which it is met.
pub fn find(source: &KubeconfigSource) -> Result<(KubeContext, Vec<KubeconfigNote>), KubeconfigError> {
    let (merged, mut notes) = file::read(source)?;
    let context = context::choose(&merged, source.context.as_deref(), &mut notes)?;
    Ok((context, notes))
}
