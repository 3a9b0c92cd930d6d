//! The objects that steps read and write.

use std::collections::BTreeMap;

use async_trait::async_trait;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::KubeCluster;
use super::call::{CONFIG_MAPS, Call, NAMESPACES, ROLE_BINDINGS, ROLES, Resource, Target};
use super::error::nonsense;
use super::wire::{self, MANAGED_BY_LABEL};
use crate::domain::observed::{AwsAuthObject, NamespaceObject, RoleBindingObject, RoleObject, Subject};
use crate::domain::rbac::PolicyRule;
use crate::domain::{EMR_USER, MANAGED_BY, NamespaceName, OutsideText, VerbatimText};
use crate::ports::{Deletable, KubeObjects, PortErrorKind, PortResult};

const RBAC: &str = "rbac.authorization.k8s.io";
const RBAC_V1: &str = "rbac.authorization.k8s.io/v1";

const AWS_AUTH: Target<'static> = Target { namespace: Some("kube-system"), name: "aws-auth" };

/// EMR's object of a namespace; Role and RoleBinding have the same name.
fn emr_object(namespace: &NamespaceName) -> Target<'_> {
    Target { namespace: Some(namespace.as_str()), name: EMR_USER }
}

#[async_trait]
impl KubeObjects for KubeCluster {
    async fn namespace(&self, name: &str) -> PortResult<Option<NamespaceObject>> {
        let target = Target { namespace: None, name };
        let object = self.read::<wire::Bare>(NAMESPACES, target).await?;
        Ok(object.map(Into::into))
    }

    async fn create_namespace(&self, name: &NamespaceName) -> PortResult<NamespaceObject> {
        let body = json!({
            "apiVersion": "v1",
            "kind": "Namespace",
            "metadata": {"name": name.as_str(), "labels": {MANAGED_BY_LABEL: MANAGED_BY}},
        });
        let call = Call::create(NAMESPACES, name.as_str(), &body);
        Ok(self.connection.send::<wire::Bare>(&call).await?.into())
    }

    async fn every_namespace(&self) -> PortResult<BTreeMap<String, NamespaceObject>> {
        self.every::<wire::Bare, _>(NAMESPACES, None, |meta| meta.name.clone()).await
    }

    async fn every_role(&self) -> PortResult<BTreeMap<String, RoleObject>> {
        self.every::<wire::Role, _>(ROLES, Some(EMR_USER), |meta| meta.namespace.clone()).await
    }

    async fn every_role_binding(&self) -> PortResult<BTreeMap<String, RoleBindingObject>> {
        self.every::<wire::RoleBinding, _>(ROLE_BINDINGS, Some(EMR_USER), |meta| meta.namespace.clone()).await
    }

    async fn role(&self, namespace: &NamespaceName) -> PortResult<Option<RoleObject>> {
        let object = self.read::<wire::Role>(ROLES, emr_object(namespace));
        Ok(object.await?.map(Into::into))
    }

    async fn write_role(
        &self,
        namespace: &NamespaceName,
        rules: &[PolicyRule],
        version: Option<&OutsideText>,
    ) -> PortResult<RoleObject> {
        let target = emr_object(namespace);
        let written: wire::Role = match version {
            None => {
                let mut body = ours("Role", target);
                body["rules"] = json!(rules);
                self.connection.send(&Call::apply(ROLES, target, &body)).await?
            }
            Some(version) => {
                self.replace(ROLES, target, version, |object| {
                    object["rules"] = json!(rules);
                })
                .await?
            }
        };
        Ok(written.into())
    }

    async fn try_role(
        &self,
        namespace: &NamespaceName,
        rules: &[PolicyRule],
        version: Option<&OutsideText>,
    ) -> PortResult<()> {
        let target = emr_object(namespace);
        let call = match version {
            None => {
                let mut body = ours("Role", target);
                body["rules"] = json!(rules);
                Call::create_inside(ROLES, target, &body)
            }
            Some(version) => {
                let object = self.under(ROLES, target, version).await?;
                Call::replace(ROLES, target, &with(object, |object| object["rules"] = json!(rules)))
            }
        };
        self.connection.send::<Value>(&call.dry()).await.map(|_| ())
    }

    async fn role_binding(&self, namespace: &NamespaceName) -> PortResult<Option<RoleBindingObject>> {
        let object = self.read::<wire::RoleBinding>(ROLE_BINDINGS, emr_object(namespace));
        Ok(object.await?.map(Into::into))
    }

    async fn write_role_binding(
        &self,
        namespace: &NamespaceName,
        subjects: &[Subject],
        version: Option<&OutsideText>,
    ) -> PortResult<RoleBindingObject> {
        let target = emr_object(namespace);
        let written: wire::RoleBinding = match version {
            None => {
                let mut body = ours("RoleBinding", target);
                body["roleRef"] = json!({"apiGroup": RBAC, "kind": "Role", "name": EMR_USER});
                body["subjects"] = with_subjects(&Value::Null, subjects);
                self.connection.send(&Call::apply(ROLE_BINDINGS, target, &body)).await?
            }
            Some(version) => {
                self.replace(ROLE_BINDINGS, target, version, |object| {
                    object["subjects"] = with_subjects(&object["subjects"], subjects);
                })
                .await?
            }
        };
        Ok(written.into())
    }

    async fn delete(&self, object: Deletable<'_>, uid: &OutsideText, version: &OutsideText) -> PortResult<()> {
        let (resource, target) = match object {
            Deletable::Role(namespace) => (ROLES, emr_object(namespace)),
            Deletable::RoleBinding(namespace) => (ROLE_BINDINGS, emr_object(namespace)),
            Deletable::Namespace(name) => (NAMESPACES, Target { namespace: None, name: name.as_str() }),
        };
        let options = json!({
            "apiVersion": "v1",
            "kind": "DeleteOptions",
            "preconditions": {"uid": uid.as_str(), "resourceVersion": version.as_str()},
        });
        self.connection.send::<Value>(&Call::delete(resource, target, &options)).await.map(|_| ())
    }

    async fn contents(&self, namespace: &NamespaceName) -> PortResult<Vec<OutsideText>> {
        self.contents_of(namespace).await
    }

    async fn aws_auth(&self) -> PortResult<Option<AwsAuthObject>> {
        let object = self.read::<wire::ConfigMap>(CONFIG_MAPS, AWS_AUTH).await?;
        Ok(object.map(Into::into))
    }

    async fn create_aws_auth(&self, map_roles: &VerbatimText) -> PortResult<AwsAuthObject> {
        // Without our label: everybody writes to it from now on.
        let body = json!({
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": AWS_AUTH.name, "namespace": AWS_AUTH.namespace},
            "data": {"mapRoles": map_roles.exact()},
        });
        let made: wire::ConfigMap = self.connection.send(&Call::create_inside(CONFIG_MAPS, AWS_AUTH, &body)).await?;
        Ok(made.into())
    }

    async fn write_map_roles(&self, text: &VerbatimText, version: &OutsideText) -> PortResult<AwsAuthObject> {
        let written: wire::ConfigMap = self
            .replace(CONFIG_MAPS, AWS_AUTH, version, |object| {
                object["data"]["mapRoles"] = Value::from(text.exact());
            })
            .await?;
        Ok(written.into())
    }
}

impl KubeCluster {
    async fn read<T: DeserializeOwned>(&self, resource: Resource, target: Target<'_>) -> PortResult<Option<T>> {
        match self.connection.send(&Call::get(resource, target)).await {
            Ok(object) => Ok(Some(object)),
            Err(error) if error.kind == PortErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// All objects of a kind, those of one name where one is given, page by page.
    async fn every<T: DeserializeOwned + wire::Listed, O: From<T>>(
        &self,
        resource: Resource,
        name: Option<&str>,
        key: impl Fn(&wire::Meta) -> String + Send,
    ) -> PortResult<BTreeMap<String, O>> {
        let selector = name.map(|name| format!("metadata.name={name}"));
        let mut found = BTreeMap::new();
        let mut token: Option<String> = None;
        loop {
            let call = Call::list(resource, selector.as_deref(), token.as_deref());
            let page: wire::Page<T> = self.connection.send(&call).await?;
            token = page.next();
            found.extend(page.items.into_iter().map(|item| (key(item.metadata()), item.into())));
            if token.is_none() {
                return Ok(found);
            }
        }
    }

    /// Reads the object whole, changes one part and puts it back under `version`. The server refuses it where the
    /// object has another version by now, also if that is the one just read.
    async fn replace<T: DeserializeOwned>(
        &self,
        resource: Resource,
        target: Target<'_>,
        version: &OutsideText,
        change: impl FnOnce(&mut Value) + Send,
    ) -> PortResult<T> {
        let object = self.under(resource, target, version).await?;
        self.connection.send(&Call::replace(resource, target, &with(object, change))).await
    }

    /// The object as it is now, to be put back under `version`.
    async fn under(&self, resource: Resource, target: Target<'_>, version: &OutsideText) -> PortResult<Value> {
        let read = Call::get(resource, target);
        let mut object: Value = self.connection.send(&read).await?;
        let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut) else {
            return Err(nonsense(&read.operation, "the object has no metadata"));
        };
        metadata.insert("resourceVersion".to_owned(), version.as_str().into());
        // Left out, the server keeps its own record of who manages what.
        metadata.remove("managedFields");
        Ok(object)
    }
}

fn with(mut object: Value, change: impl FnOnce(&mut Value)) -> Value {
    change(&mut object);
    object
}

/// The head of an object that we apply.
fn ours(kind: &str, target: Target<'_>) -> Value {
    json!({
        "apiVersion": RBAC_V1,
        "kind": kind,
        "metadata": {
            "name": target.name,
            "namespace": target.namespace,
            "labels": {MANAGED_BY_LABEL: MANAGED_BY},
        },
    })
}

/// The subjects as the API writes them; one that is there already is kept exactly as it is.
fn with_subjects(existing: &Value, wanted: &[Subject]) -> Value {
    let existing = existing.as_array().map_or(&[][..], Vec::as_slice);
    let is = |raw: &Value, wanted: &Subject| {
        serde_json::from_value::<Subject>(raw.clone()).is_ok_and(|subject| subject == *wanted)
    };
    let subjects = wanted.iter().map(|wanted| {
        let kept = existing.iter().find(|raw| is(raw, wanted));
        kept.cloned().unwrap_or_else(|| subject(wanted))
    });
    subjects.collect()
}

fn subject(wanted: &Subject) -> Value {
    let mut subject = json!(wanted);
    if wanted.kind.as_str() != "ServiceAccount" {
        subject["apiGroup"] = RBAC.into();
    }
    subject
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(kind: &str, name: &str, namespace: Option<&str>) -> Subject {
        Subject {
            kind: OutsideText::line(kind),
            name: OutsideText::line(name),
            namespace: namespace.map(OutsideText::line),
        }
    }

    #[test]
    fn a_subject_that_is_there_keeps_its_own_form_and_a_new_one_gets_the_api_group() {
        let existing = json!([
            {"kind": "User", "name": "odd\u{1b}name", "apiGroup": RBAC},
            {"kind": "ServiceAccount", "name": "driver", "namespace": "spark", "apiGroup": ""},
        ]);
        let wanted = [
            named("User", "odd\u{1b}name", None),
            named("ServiceAccount", "driver", Some("spark")),
            named("User", "emr-containers", None),
            named("ServiceAccount", "other", Some("spark")),
        ];
        let got = with_subjects(&existing, &wanted);
        assert_eq!(got[0], existing[0]);
        assert_eq!(got[1], existing[1]);
        assert_eq!(got[2], json!({"kind": "User", "name": "emr-containers", "apiGroup": RBAC}));
        assert_eq!(got[3], json!({"kind": "ServiceAccount", "name": "other", "namespace": "spark"}));
    }
}
