//! Reads and reviews.

use async_trait::async_trait;
use serde_json::{Value, json};

use super::KubeCluster;
use super::call::{
    Call, NAMESPACES, NODES, ROLE_BINDINGS, ROLES, SELF_SUBJECT_ACCESS_REVIEWS, SELF_SUBJECT_REVIEWS,
    SELF_SUBJECT_RULES_REVIEWS, SUBJECT_ACCESS_REVIEWS,
};
use super::error::nonsense;
use super::wire;
use crate::domain::access::VersionError;
use crate::domain::name::NameError;
use crate::domain::observed::{KubernetesUser, NodeCount, Right};
use crate::domain::{EMR_USER, EksVersion, NamespaceName, OutsideText};
use crate::ports::eks::ListPage;
use crate::ports::{KubeAccess, KubeObjects, PortErrorKind, PortResult, RulesList};

#[async_trait]
impl KubeAccess for KubeCluster {
    fn objects(&self) -> &dyn KubeObjects {
        self
    }

    async fn server_version(&self) -> PortResult<EksVersion> {
        let call = Call::version();
        let version: wire::Version = self.connection.send(&call).await?;
        format!("{}.{}", version.major, version.minor)
            .parse()
            .map_err(|error: VersionError| nonsense(&call.operation, &error.to_string()))
    }

    async fn who_am_i(&self) -> PortResult<Option<KubernetesUser>> {
        let body = json!({
            "apiVersion": "authentication.k8s.io/v1",
            "kind": "SelfSubjectReview",
        });
        let call = Call::review(SELF_SUBJECT_REVIEWS, &body);
        let user = match self.connection.send::<wire::SelfSubjectReview>(&call).await {
            Ok(review) => review.status.user_info,
            Err(error) if error.kind == PortErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        Ok(Some(KubernetesUser {
            username: OutsideText::line(&user.username),
            groups: user.groups.iter().map(|g| OutsideText::line(g)).collect(),
        }))
    }

    async fn may_i(&self, right: &Right) -> PortResult<bool> {
        let body = json!({
            "apiVersion": "authorization.k8s.io/v1",
            "kind": "SelfSubjectAccessReview",
            "spec": {"resourceAttributes": attributes(right)},
        });
        let call = Call::review(SELF_SUBJECT_ACCESS_REVIEWS, &body);
        let review: wire::AccessReview = self.connection.send(&call).await?;
        Ok(review.status.allowed)
    }

    async fn may_user(&self, user: &str, right: &Right) -> PortResult<bool> {
        let body = json!({
            "apiVersion": "authorization.k8s.io/v1",
            "kind": "SubjectAccessReview",
            "spec": {"user": user, "resourceAttributes": attributes(right)},
        });
        let call = Call::review(SUBJECT_ACCESS_REVIEWS, &body);
        let review: wire::AccessReview = self.connection.send(&call).await?;
        Ok(review.status.allowed)
    }

    async fn rules_of(&self, user: &str, namespace: &NamespaceName) -> PortResult<RulesList> {
        let body = json!({
            "apiVersion": "authorization.k8s.io/v1",
            "kind": "SelfSubjectRulesReview",
            "spec": {"namespace": namespace},
        });
        let call = Call::review(SELF_SUBJECT_RULES_REVIEWS, &body).acting_as(user);
        let review: wire::RulesReview = self.connection.send(&call).await?;
        Ok(RulesList { rules: review.status.resource_rules, is_complete: !review.status.incomplete })
    }

    async fn nodes(&self) -> PortResult<NodeCount> {
        let mut count = NodeCount { ready: 0, all: 0 };
        let mut token: Option<String> = None;
        loop {
            let call = Call::list(NODES, None, token.as_deref());
            let page: wire::Page<wire::Node> = self.connection.send(&call).await?;
            count.all += page.items.len();
            count.ready += page.items.iter().filter(|node| node.is_ready()).count();
            token = page.next();
            if token.is_none() {
                return Ok(count);
            }
        }
    }

    async fn namespaces(&self, token: Option<String>) -> PortResult<ListPage<(NamespaceName, bool)>> {
        let call = Call::list(NAMESPACES, None, token.as_deref());
        let page: wire::Page<wire::Bare> = self.connection.send(&call).await?;
        let names = page.items.iter().map(|item| {
            let name = item.metadata.name.parse();
            name.map(|name| (name, item.metadata.deletion_timestamp.is_some()))
        });
        let names: Result<_, NameError> = names.collect();
        Ok(ListPage { items: names.map_err(|error| nonsense(&call.operation, &error.to_string()))?, next: page.next() })
    }

    async fn namespaces_with(&self, plural: &str) -> PortResult<Vec<NamespaceName>> {
        let known = [ROLES, ROLE_BINDINGS];
        let Some(resource) = known.into_iter().find(|known| known.plural == plural) else {
            return Err(nonsense(&format!("list {plural}"), "not a listed resource"));
        };
        let selector = format!("metadata.name={EMR_USER}");
        let mut found = Vec::new();
        let mut token: Option<String> = None;
        loop {
            let call = Call::list(resource, Some(&selector), token.as_deref());
            let page: wire::Page<wire::Bare> = self.connection.send(&call).await?;
            for item in &page.items {
                let name = item.metadata.namespace.parse();
                found.push(name.map_err(|error: NameError| nonsense(&call.operation, &error.to_string()))?);
            }
            token = page.next();
            if token.is_none() {
                return Ok(found);
            }
        }
    }
}

/// A right as reviews ask for it: the subresource is a field of its own there.
fn attributes(right: &Right) -> Value {
    let (resource, subresource) = match right.resource.split_once('/') {
        Some((resource, subresource)) => (resource, Some(subresource)),
        None => (right.resource.as_str(), None),
    };
    let mut attributes = json!({
        "verb": right.verb,
        "group": right.group,
        "resource": resource,
    });
    let optional =
        [("subresource", subresource), ("namespace", right.namespace.as_deref()), ("name", right.name.as_deref())];
    for (key, value) in optional {
        if let Some(value) = value {
            attributes[key] = Value::from(value);
        }
    }
    attributes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subresource_is_asked_for_in_its_own_field() {
        let right = Right {
            verb: "get".to_owned(),
            group: String::new(),
            resource: "pods/log".to_owned(),
            namespace: Some("spark".to_owned()),
            name: None,
        };
        let wanted = json!({
            "verb": "get", "group": "", "resource": "pods", "subresource": "log", "namespace": "spark"
        });
        assert_eq!(attributes(&right), wanted);
    }
}
