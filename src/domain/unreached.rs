//! Why a server was not reached.

use serde::{Deserialize, Serialize};

/// What stood in the way of a connection, as far as it shows from this side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unreached {
    /// The name is in no DNS that this machine asks.
    NameNotFound,
    /// Somebody answered that nothing listens there.
    ConnectionRefused,
    /// Nobody answered in time.
    NoAnswer,
    /// The certificate is not of the authority that is expected.
    UnknownAuthority,
    /// The certificate is for another name.
    WrongHost,
    /// The certificate does not hold any more, or not yet.
    CertificateExpired,
    /// The two sides have no version of TLS in common, or one of them broke the handshake off.
    TlsFailed,
    /// The proxy was not reached, or does not let the connection through.
    ProxyFailed,
    /// The kubeconfig that was named leads to another cluster.
    OtherCluster,
    /// EKS names no address or certificate authority by which the cluster could be called.
    NoAddress,
    /// Anything else.
    #[default]
    Other,
}

impl Unreached {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::NameNotFound,
        Self::ConnectionRefused,
        Self::NoAnswer,
        Self::UnknownAuthority,
        Self::WrongHost,
        Self::CertificateExpired,
        Self::TlsFailed,
        Self::ProxyFailed,
        Self::OtherCluster,
        Self::NoAddress,
        Self::Other,
    ];

    /// The word that stands where a service's error code would.
    pub fn word(self) -> &'static str {
        match self {
            Self::NameNotFound => "NameNotFound",
            Self::ConnectionRefused => "ConnectionRefused",
            Self::NoAnswer => "NoAnswer",
            Self::UnknownAuthority => "UnknownAuthority",
            Self::WrongHost => "WrongHost",
            Self::CertificateExpired => "CertificateExpired",
            Self::TlsFailed => "TlsFailed",
            Self::ProxyFailed => "ProxyFailed",
            Self::OtherCluster => "OtherCluster",
            Self::NoAddress => "NoAddress",
            Self::Other => "Unreachable",
        }
    }

    /// What a word stands for; any other than those of [`Unreached::word`] is [`Unreached::Other`].
    pub fn of_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|how| how.word() == word).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back() {
        for how in Unreached::ALL {
            assert_eq!(Unreached::of_word(how.word()), how);
        }
        assert_eq!(Unreached::of_word("AccessDenied"), Unreached::Other);
    }
}
