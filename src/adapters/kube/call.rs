//! One request to the Kubernetes API: where to, and what the log calls it.

use http::Method;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::domain::MANAGED_BY;

/// Everything but the unreserved characters of RFC 3986.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// How many objects a page of a list holds.
const PAGE: u32 = 250;

/// A kind of object, by its API group's path and its plural.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Resource {
    /// `/api/v1`, or `/apis/GROUP/VERSION`.
    pub(super) api: &'static str,
    /// `configmaps`.
    pub(super) plural: &'static str,
}

/// Names the kinds of objects that are called.
macro_rules! resources {
    ($($name:ident = $api:literal $plural:literal;)*) => {$(
        #[doc = concat!("`", $plural, "`.")]
        pub(super) const $name: Resource = Resource { api: $api, plural: $plural };
    )*};
}

resources! {
    NAMESPACES = "/api/v1" "namespaces";
    NODES = "/api/v1" "nodes";
    CONFIG_MAPS = "/api/v1" "configmaps";
    ROLES = "/apis/rbac.authorization.k8s.io/v1" "roles";
    ROLE_BINDINGS = "/apis/rbac.authorization.k8s.io/v1" "rolebindings";
    SELF_SUBJECT_REVIEWS = "/apis/authentication.k8s.io/v1" "selfsubjectreviews";
    SELF_SUBJECT_ACCESS_REVIEWS = "/apis/authorization.k8s.io/v1" "selfsubjectaccessreviews";
    SELF_SUBJECT_RULES_REVIEWS = "/apis/authorization.k8s.io/v1" "selfsubjectrulesreviews";
    SUBJECT_ACCESS_REVIEWS = "/apis/authorization.k8s.io/v1" "subjectaccessreviews";
}

/// Which object: its namespace, where it has one, and its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Target<'a> {
    /// The namespace; none for objects of the whole cluster.
    pub(super) namespace: Option<&'a str>,
    /// The name.
    pub(super) name: &'a str,
}

/// One request.
#[derive(Clone, Debug)]
pub(super) struct Call {
    /// What the log and errors call it: `get configmaps kube-system/aws-auth`.
    pub(super) operation: String,
    /// The HTTP method.
    pub(super) method: Method,
    /// The path with its query.
    pub(super) path: String,
    /// The user to act as; none for ourselves.
    pub(super) acting_as: Option<String>,
    /// The body's media type.
    pub(super) content_type: &'static str,
    /// The body.
    pub(super) body: Vec<u8>,
    /// Whether sending it twice changes nothing, so that it may be tried again.
    pub(super) repeatable: bool,
}

impl Call {
    fn read(operation: String, path: String) -> Self {
        Self {
            operation,
            method: Method::GET,
            path,
            acting_as: None,
            content_type: "application/json",
            body: Vec::new(),
            repeatable: true,
        }
    }

    fn write(operation: String, method: Method, path: String, body: &Value) -> Self {
        Self { method, body: body.to_string().into_bytes(), repeatable: false, ..Self::read(operation, path) }
    }

    /// GET of `/version`.
    pub(super) fn version() -> Self {
        Self::read("get /version".to_owned(), "/version".to_owned())
    }

    /// GET of one object.
    pub(super) fn get(resource: Resource, target: Target<'_>) -> Self {
        Self::read(resource.operation("get", target), resource.object_path(target))
    }

    /// GET of one page of all namespaces' objects.
    pub(super) fn list(resource: Resource, field_selector: Option<&str>, token: Option<&str>) -> Self {
        let mut path = format!("{}/{}?limit={PAGE}", resource.api, resource.plural);
        for (key, value) in [("fieldSelector", field_selector), ("continue", token)] {
            if let Some(value) = value {
                path.push_str(&format!("&{key}={}", encoded(value)));
            }
        }
        Self::read(format!("list {}", resource.plural), path)
    }

    /// GET of what the server says of an API, a group's version, or all groups.
    pub(super) fn discover(path: &str) -> Self {
        Self::read(format!("get {path}"), path.to_owned())
    }

    /// GET of one page of a kind's objects in a namespace, by the names that discovery gave.
    pub(super) fn list_inside(api: &str, plural: &str, namespace: &str, token: Option<&str>) -> Self {
        let mut path = format!("{api}/namespaces/{}/{}?limit={PAGE}", encoded(namespace), encoded(plural));
        if let Some(token) = token {
            path.push_str(&format!("&continue={}", encoded(token)));
        }
        Self::read(format!("list {plural} {namespace}"), path)
    }

    /// POST of a review, which is a question: nothing is kept.
    pub(super) fn review(resource: Resource, body: &Value) -> Self {
        let path = format!("{}/{}", resource.api, resource.plural);
        let operation = format!("create {}", resource.plural);
        Self { repeatable: true, ..Self::write(operation, Method::POST, path, body) }
    }

    /// The same as another user. The log says so.
    pub(super) fn acting_as(self, user: &str) -> Self {
        Self { operation: format!("{} as {user}", self.operation), acting_as: Some(user.to_owned()), ..self }
    }

    /// POST of a new object of the whole cluster.
    pub(super) fn create(resource: Resource, name: &str, body: &Value) -> Self {
        let target = Target { namespace: None, name };
        let path = format!("{}/{}?fieldManager={MANAGED_BY}", resource.api, resource.plural);
        Self::write(resource.operation("create", target), Method::POST, path, body)
    }

    /// POST of a new object in a namespace.
    pub(super) fn create_inside(resource: Resource, target: Target<'_>, body: &Value) -> Self {
        let namespace = encoded(target.namespace.unwrap_or_default());
        let path = format!("{}/namespaces/{namespace}/{}?fieldManager={MANAGED_BY}", resource.api, resource.plural);
        Self::write(resource.operation("create", target), Method::POST, path, body)
    }

    /// PUT of a whole object.
    pub(super) fn replace(resource: Resource, target: Target<'_>, body: &Value) -> Self {
        let path = format!("{}?fieldManager={MANAGED_BY}", resource.object_path(target));
        Self::write(resource.operation("update", target), Method::PUT, path, body)
    }

    /// DELETE of the object that `options` makes sure of.
    pub(super) fn delete(resource: Resource, target: Target<'_>, options: &Value) -> Self {
        Self::write(resource.operation("delete", target), Method::DELETE, resource.object_path(target), options)
    }

    /// Server-side apply of our fields. Never forced: other owners' fields end in a conflict.
    pub(super) fn apply(resource: Resource, target: Target<'_>, body: &Value) -> Self {
        let path = format!("{}?fieldManager={MANAGED_BY}&fieldValidation=Strict", resource.object_path(target));
        let operation = resource.operation("apply", target);
        Self {
            // JSON is YAML too.
            content_type: "application/apply-patch+yaml",
            ..Self::write(operation, Method::PATCH, path, body)
        }
    }
}

impl Call {
    /// The same write, checked by the server in full and not kept.
    pub(super) fn dry(self) -> Self {
        let path = format!("{}&dryRun=All", self.path);
        Self { operation: format!("{} (dry run)", self.operation), path, repeatable: true, ..self }
    }
}

impl Resource {
    fn operation(self, verb: &str, target: Target<'_>) -> String {
        match target.namespace {
            Some(namespace) => format!("{verb} {} {namespace}/{}", self.plural, target.name),
            None => format!("{verb} {} {}", self.plural, target.name),
        }
    }

    fn object_path(self, target: Target<'_>) -> String {
        let name = encoded(target.name);
        match target.namespace {
            Some(namespace) => {
                let namespace = encoded(namespace);
                format!("{}/namespaces/{namespace}/{}/{name}", self.api, self.plural)
            }
            None => format!("{}/{}/{name}", self.api, self.plural),
        }
    }
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const AWS_AUTH: Target<'static> = Target { namespace: Some("kube-system"), name: "aws-auth" };

    #[test]
    fn calls_have_the_paths_and_names_of_the_api() {
        let body = Value::Null;
        let namespace = Target { namespace: None, name: "../x" };
        let cases = [
            (
                Call::get(CONFIG_MAPS, AWS_AUTH),
                "get configmaps kube-system/aws-auth",
                "GET /api/v1/namespaces/kube-system/configmaps/aws-auth",
            ),
            (Call::get(NAMESPACES, namespace), "get namespaces ../x", "GET /api/v1/namespaces/..%2Fx"),
            (
                Call::replace(CONFIG_MAPS, AWS_AUTH, &body),
                "update configmaps kube-system/aws-auth",
                "PUT /api/v1/namespaces/kube-system/configmaps/aws-auth?fieldManager=emr-onramp",
            ),
            (
                Call::list(ROLES, Some("metadata.name=a"), Some("t/+")),
                "list roles",
                "GET /apis/rbac.authorization.k8s.io/v1/roles?limit=250&fieldSelector=metadata.name%3Da&continue=t%2F%2B",
            ),
            (
                Call::create(NAMESPACES, "spark", &body),
                "create namespaces spark",
                "POST /api/v1/namespaces?fieldManager=emr-onramp",
            ),
        ];
        for (call, operation, request) in cases {
            assert_eq!(call.operation, operation);
            assert_eq!(format!("{} {}", call.method, call.path), request);
        }
    }

    #[test]
    fn an_apply_is_never_forced_and_never_repeated() {
        let call = Call::apply(ROLES, AWS_AUTH, &Value::Null);
        assert!(!call.path.contains("force"));
        assert!(!call.repeatable);
        assert_eq!(call.content_type, "application/apply-patch+yaml");
    }
}
