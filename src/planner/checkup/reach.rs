//! The way to the API server: what EKS says of it, and what stood in it.

use super::{Log, Question};
use crate::domain::cluster::ClusterEndpoint;
use crate::domain::{NotLooked, Observed, OutsideText, Unreached};
use crate::plan::Finding;
use crate::plan::finding::FindingId;
use crate::planner::preflight::not_looked;

/// What the endpoint comes to.
pub(super) fn check(observed: &Observed, log: &mut Log) {
    let endpoint = &observed.cluster.endpoint;
    let name = observed.cluster.arn.name.as_str();
    match unreachable(observed) {
        Some(finding) => log.find(finding),
        None => {
            let url = endpoint.url.as_ref().map_or(name, |url| url.as_str());
            log.fine(Question::Reached, url, settings(endpoint)).seen_in(&observed.server_version);
        }
    }
    if is_inside_only(endpoint) {
        log.find(Finding::new(FindingId::EndpointPrivate, name, settings(endpoint)));
    }
    if is_restricted(endpoint) {
        log.find(Finding::new(FindingId::EndpointRestricted, name, settings(endpoint)));
    }
}

/// The settings of the endpoint in EKS's own words.
fn settings(endpoint: &ClusterEndpoint) -> String {
    let cidrs: Vec<&str> = endpoint.public_cidrs.iter().map(OutsideText::as_str).collect();
    let (public, private) = (endpoint.public, endpoint.private);
    let mut shown = format!("endpointPublicAccess={public} endpointPrivateAccess={private}");
    if public && !cidrs.is_empty() {
        shown.push_str(&format!(" publicAccessCidrs={}", cidrs.join(",")));
    }
    shown
}

fn is_inside_only(endpoint: &ClusterEndpoint) -> bool {
    !endpoint.public && endpoint.private
}

/// Whether the public endpoint answers some addresses alone.
fn is_restricted(endpoint: &ClusterEndpoint) -> bool {
    let is_open = |cidr: &OutsideText| matches!(cidr.as_str(), "0.0.0.0/0" | "::/0");
    endpoint.public && !endpoint.public_cidrs.is_empty() && !endpoint.public_cidrs.iter().any(is_open)
}

/// Why Kubernetes could not be asked at all; none where it answered, be it with a refusal.
pub(in crate::planner) fn unreachable(observed: &Observed) -> Option<Finding> {
    let why = shut_out(observed)?;
    Some(told(observed.cluster.arn.name.as_str(), why, &observed.cluster.endpoint))
}

/// The finding for an object of Kubernetes that was not read, since nothing of Kubernetes was.
pub(in crate::planner) fn told(subject: &str, why: &NotLooked, endpoint: &ClusterEndpoint) -> Finding {
    let id = id_of(why, endpoint);
    let finding = not_looked(id, subject, why);
    if id == FindingId::NotRecognised {
        return finding;
    }
    Finding::new(id, subject, format!("{}\n{}", finding.evidence, settings(endpoint)))
}

/// What kept every question from being answered; none where one was.
fn shut_out(observed: &Observed) -> Option<&NotLooked> {
    let reasons = [
        observed.server_version.not_looked(),
        observed.kube_system_uid.not_looked(),
        observed.aws_auth.not_looked(),
        observed.nodes.not_looked(),
    ];
    let answered = |why: &Option<&NotLooked>| why.is_none_or(|why| matches!(why, NotLooked::Denied { .. }));
    if reasons.iter().any(answered) {
        return None;
    }
    reasons.into_iter().flatten().next()
}

/// The most that can be said of why nobody got in. A network that an endpoint is closed to shows as silence, or as a
/// name that leads nowhere; a certificate that is not the cluster's has nothing to do with networks.
fn id_of(why: &NotLooked, endpoint: &ClusterEndpoint) -> FindingId {
    let how = match why {
        NotLooked::NotRecognised { .. } => return FindingId::NotRecognised,
        NotLooked::Unreachable { how, .. } => *how,
        NotLooked::NotNeeded | NotLooked::Denied { .. } | NotLooked::Unsupported | NotLooked::Failed { .. } => {
            return FindingId::KubernetesUnreachable;
        }
    };
    match how {
        Unreached::NameNotFound | Unreached::NoAnswer | Unreached::ConnectionRefused | Unreached::Other
            if is_inside_only(endpoint) =>
        {
            FindingId::OutsideTheVpc
        }
        Unreached::NoAnswer | Unreached::Other if is_restricted(endpoint) => FindingId::OutsideTheCidrs,
        Unreached::NameNotFound => FindingId::EndpointNameNotFound,
        Unreached::ConnectionRefused => FindingId::EndpointRefused,
        Unreached::NoAnswer => FindingId::EndpointSilent,
        Unreached::UnknownAuthority => FindingId::EndpointUnknownAuthority,
        Unreached::WrongHost => FindingId::EndpointWrongHost,
        Unreached::CertificateExpired => FindingId::EndpointCertificateExpired,
        Unreached::TlsFailed => FindingId::EndpointTlsFailed,
        Unreached::ProxyFailed => FindingId::ProxyFailed,
        Unreached::OtherCluster => FindingId::KubeconfigElsewhere,
        Unreached::NoAddress | Unreached::Other => FindingId::KubernetesUnreachable,
    }
}

/// Whether the kubeconfig that was named leads to another cluster: then nothing at all is done.
pub(in crate::planner) fn elsewhere(observed: &Observed) -> Option<Finding> {
    unreachable(observed).filter(|finding| finding.id == FindingId::KubeconfigElsewhere)
}

/// Somebody whom Kubernetes knows and lets do nothing: the user name that it used.
pub(in crate::planner) fn powerless(observed: &Observed) -> Option<Finding> {
    let asked = [observed.kube_system_uid.not_looked(), observed.aws_auth.not_looked(), observed.nodes.not_looked()];
    let mut refusals = asked.into_iter().map(|why| match why {
        Some(NotLooked::Denied { message }) => Some(message),
        _ => None,
    });
    let first = refusals.next().flatten()?;
    if !refusals.all(|refusal| refusal.is_some()) {
        return None;
    }
    let user = username(observed)?;
    Some(Finding::new(FindingId::KnownButPowerless, user.as_str(), first.as_str()))
}

/// The user name that Kubernetes knows us by: as it tells, or else as a refusal names it.
pub(in crate::planner) fn username(observed: &Observed) -> Option<OutsideText> {
    if let Some(user) = observed.kubernetes_user.seen() {
        return Some(user.username.clone());
    }
    let whys = [observed.kube_system_uid.not_looked(), observed.aws_auth.not_looked(), observed.nodes.not_looked()];
    whys.into_iter().flatten().find_map(|why| match why {
        NotLooked::Denied { message } => refused_user(message),
        _ => None,
    })
}

/// The user in `… is forbidden: User "NAME" cannot …`.
fn refused_user(message: &OutsideText) -> Option<OutsideText> {
    let (_, rest) = message.as_str().split_once("User \"")?;
    let (user, _) = rest.split_once("\" cannot ")?;
    (!user.is_empty()).then(|| OutsideText::line(user))
}

#[cfg(test)]
mod tests {
    use super::*;
    use FindingId as Id;
    use Unreached as How;

    fn endpoint(public: bool, private: bool, cidrs: &[&str]) -> ClusterEndpoint {
        let public_cidrs = cidrs.iter().map(|cidr| OutsideText::line(cidr)).collect();
        ClusterEndpoint { public, private, public_cidrs, ..ClusterEndpoint::default() }
    }

    #[test]
    fn every_way_of_not_getting_in_has_its_own_id() {
        let open = endpoint(true, false, &["0.0.0.0/0"]);
        let inside = endpoint(false, true, &[]);
        let some = endpoint(true, true, &["203.0.113.0/24"]);
        for (how, by_open, by_inside, by_some) in [
            (How::NoAnswer, Id::EndpointSilent, Id::OutsideTheVpc, Id::OutsideTheCidrs),
            (How::NameNotFound, Id::EndpointNameNotFound, Id::OutsideTheVpc, Id::EndpointNameNotFound),
            (How::ConnectionRefused, Id::EndpointRefused, Id::OutsideTheVpc, Id::EndpointRefused),
            (How::Other, Id::KubernetesUnreachable, Id::OutsideTheVpc, Id::OutsideTheCidrs),
            (
                How::UnknownAuthority,
                Id::EndpointUnknownAuthority,
                Id::EndpointUnknownAuthority,
                Id::EndpointUnknownAuthority,
            ),
            (How::WrongHost, Id::EndpointWrongHost, Id::EndpointWrongHost, Id::EndpointWrongHost),
            (
                How::CertificateExpired,
                Id::EndpointCertificateExpired,
                Id::EndpointCertificateExpired,
                Id::EndpointCertificateExpired,
            ),
            (How::TlsFailed, Id::EndpointTlsFailed, Id::EndpointTlsFailed, Id::EndpointTlsFailed),
            (How::ProxyFailed, Id::ProxyFailed, Id::ProxyFailed, Id::ProxyFailed),
            (How::OtherCluster, Id::KubeconfigElsewhere, Id::KubeconfigElsewhere, Id::KubeconfigElsewhere),
        ] {
            let why = NotLooked::Unreachable { how, message: OutsideText::line("x") };
            let ids = [&open, &inside, &some].map(|endpoint| id_of(&why, endpoint));
            assert_eq!(ids, [by_open, by_inside, by_some], "{how:?}");
        }
        let finding =
            told("dev", &NotLooked::Unreachable { how: How::NoAnswer, message: OutsideText::line("x") }, &some);
        assert!(finding.evidence.as_str().ends_with("publicAccessCidrs=203.0.113.0/24"), "{finding:?}");
    }

    #[test]
    fn a_refusal_names_the_user() {
        for (message, expected) in [
            ("nodes is forbidden: User \"ann\" cannot list resource \"nodes\"", Some("ann")),
            ("User \"arn:aws:sts::1:assumed-role/a/b\" cannot get resource", Some("arn:aws:sts::1:assumed-role/a/b")),
            ("User \"\" cannot get", None),
            ("forbidden", None),
        ] {
            let user = refused_user(&OutsideText::line(message));
            assert_eq!(user.as_ref().map(OutsideText::as_str), expected, "{message}");
        }
    }
}
