//! The API server's refusals, worded as upstream words them.

use serde_json::{Map, Value, json};

use super::resource::{Resource, qualify};

/// A refused request: a `Status` object of `meta/v1`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Status {
    /// The HTTP status code.
    pub(super) code: u16,
    reason: &'static str,
    message: String,
    details: Option<Box<Value>>,
}

/// What a verb gives: a value or a refusal.
pub(super) type Answer<T> = Result<T, Status>;

/// One wrong field of an object; messages and causes of a 422 are made of these.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FieldError {
    field: String,
    reason: &'static str,
    body: String,
}

impl FieldError {
    /// The value cannot be accepted; `shown` is how Go prints it.
    pub(super) fn invalid(field: &str, shown: &str, detail: &str) -> FieldError {
        FieldError::new(field, "FieldValueInvalid", format!("Invalid value: {shown}: {detail}"))
    }

    /// The field must be given; `detail` may be empty.
    pub(super) fn required(field: &str, detail: &str) -> FieldError {
        FieldError::new(field, "FieldValueRequired", with_detail("Required value", detail))
    }

    /// The field must not be given, or not be changed.
    pub(super) fn forbidden(field: &str, detail: &str) -> FieldError {
        FieldError::new(field, "FieldValueForbidden", with_detail("Forbidden", detail))
    }

    /// The value is not one of a closed list.
    pub(super) fn unsupported(field: &str, value: &str, supported: &[&str]) -> FieldError {
        let supported: Vec<String> = supported.iter().map(|one| format!("{one:?}")).collect();
        FieldError::new(
            field,
            "FieldValueNotSupported",
            format!("Unsupported value: {value:?}: supported values: {}", supported.join(", ")),
        )
    }

    /// The value is too long.
    pub(super) fn too_long(field: &str, detail: &str) -> FieldError {
        FieldError::new(field, "FieldValueTooLong", with_detail("Too long", detail))
    }

    fn new(field: &str, reason: &'static str, body: String) -> FieldError {
        FieldError { field: field.to_owned(), reason, body }
    }
}

fn with_detail(what: &str, detail: &str) -> String {
    if detail.is_empty() { what.to_owned() } else { format!("{what}: {detail}") }
}

/// The names a message begins with: `configmaps "aws-auth"`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target<'a> {
    /// The API group; empty for the core group.
    pub(super) group: &'a str,
    /// The plural name of the resource.
    pub(super) resource: &'a str,
    /// The object's name; empty when the request names none.
    pub(super) name: &'a str,
}

impl<'a> Target<'a> {
    /// Names one object of a resource.
    pub(super) fn of(resource: &'a Resource, name: &'a str) -> Target<'a> {
        Target { group: resource.group, resource: resource.plural, name }
    }

    fn qualified(&self) -> String {
        qualify(self.resource, self.group)
    }

    fn details(&self) -> Map<String, Value> {
        details(self.name, self.group, self.resource)
    }
}

fn details(name: &str, group: &str, kind: &str) -> Map<String, Value> {
    [("name", name), ("group", group), ("kind", kind)]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| (key.to_owned(), value.into()))
        .collect()
}

impl Status {
    fn new(code: u16, reason: &'static str, message: String) -> Status {
        Status { code, reason, message, details: None }
    }

    fn with_details(mut self, details: Map<String, Value>) -> Status {
        self.details = Some(Box::new(Value::Object(details)));
        self
    }

    /// 400: the request makes no sense.
    pub(super) fn bad_request(message: impl Into<String>) -> Status {
        Status::new(400, "BadRequest", message.into())
    }

    /// 401: the caller is unknown.
    pub(super) fn unauthorized() -> Status {
        Status::new(401, "Unauthorized", "Unauthorized".to_owned())
    }

    /// 403: `why` follows "is forbidden: ".
    pub(super) fn forbidden(target: Target<'_>, why: &str) -> Status {
        let message = match (target.resource, target.name) {
            ("", _) => format!("forbidden: {why}"),
            (_, "") => format!("{} is forbidden: {why}", target.qualified()),
            (_, name) => format!("{} {name:?} is forbidden: {why}", target.qualified()),
        };
        Status::new(403, "Forbidden", message).with_details(target.details())
    }

    /// 403 for a write into a namespace that is being deleted.
    pub(super) fn namespace_terminating(target: Target<'_>, namespace: &str) -> Status {
        let why = format!("unable to create new content in namespace {namespace} because it is being terminated");
        let mut details = target.details();
        details.insert(
            "causes".to_owned(),
            json!([{
                "reason": "NamespaceTerminating",
                "message": format!("namespace {namespace} is being terminated"),
                "field": "metadata.namespace",
            }]),
        );
        Status::forbidden(target, &why).with_details(details)
    }

    /// 404: there is no such object.
    pub(super) fn not_found(target: Target<'_>) -> Status {
        let message = format!("{} {:?} not found", target.qualified(), target.name);
        Status::new(404, "NotFound", message).with_details(target.details())
    }

    /// 405: the path is known, the method is not for it.
    pub(super) fn method_not_allowed() -> Status {
        Status::new(
            405,
            "MethodNotAllowed",
            "the server does not allow this method on the requested resource".to_owned(),
        )
        .with_details(Map::new())
    }

    /// 406: the caller accepts no form the server writes.
    pub(super) fn not_acceptable() -> Status {
        Status::new(406, "NotAcceptable", "only the following media types are accepted: application/json".to_owned())
    }

    /// 409: the name is taken.
    pub(super) fn already_exists(target: Target<'_>) -> Status {
        let message = format!("{} {:?} already exists", target.qualified(), target.name);
        Status::new(409, "AlreadyExists", message).with_details(target.details())
    }

    /// 409: the request was made for another state of the object; `why` says for which.
    pub(super) fn conflict(target: Target<'_>, why: &str) -> Status {
        let message = format!("Operation cannot be fulfilled on {} {:?}: {why}", target.qualified(), target.name);
        Status::new(409, "Conflict", message).with_details(target.details())
    }

    /// 409 for a resource version that is no longer the object's.
    pub(super) fn stale(target: Target<'_>) -> Status {
        Status::conflict(
            target,
            "the object has been modified; please apply your changes to the latest version and try again",
        )
    }

    /// 409 of server-side apply: `causes` are pairs of a printed manager and a printed path.
    pub(super) fn apply_conflict(message: String, causes: &[(String, String)]) -> Status {
        let causes: Vec<Value> = causes
            .iter()
            .map(|(manager, path)| {
                json!({
                    "reason": "FieldManagerConflict",
                    "message": format!("conflict with {manager}"),
                    "field": path,
                })
            })
            .collect();
        let mut details = Map::new();
        details.insert("causes".to_owned(), Value::Array(causes));
        Status::new(409, "Conflict", message).with_details(details)
    }

    /// 410: the history asked for is gone.
    pub(super) fn expired(message: String) -> Status {
        Status::new(410, "Expired", message)
    }

    /// 413: the body is larger than the server reads.
    pub(super) fn too_large(limit: usize) -> Status {
        Status::new(413, "RequestEntityTooLarge", format!("Request entity too large: limit is {limit}"))
    }

    /// 415: the body is in a form the server does not read.
    pub(super) fn unsupported_media_type(accepted: &str) -> Status {
        Status::new(
            415,
            "UnsupportedMediaType",
            format!("the body of the request was in an unknown format - accepted media types include: {accepted}"),
        )
    }

    /// 422: the object breaks its kind's rules. `group` may be empty, `errors` may not.
    pub(super) fn invalid(group: &str, kind: &str, name: &str, errors: &[FieldError]) -> Status {
        let mut lines: Vec<String> = Vec::new();
        for error in errors {
            let line = format!("{}: {}", error.field, error.body);
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
        let summary = match lines.as_slice() {
            [one] => one.clone(),
            many => format!("[{}]", many.join(", ")),
        };
        let causes: Vec<Value> = errors
            .iter()
            .map(|error| json!({"reason": error.reason, "message": error.body, "field": error.field}))
            .collect();
        let mut details = details(name, group, kind);
        details.insert("causes".to_owned(), Value::Array(causes));
        let message = format!("{} {name:?} is invalid: {summary}", qualify(kind, group));
        Status::new(422, "Invalid", message).with_details(details)
    }

    /// 422 for a patch that is well formed and cannot be done.
    pub(super) fn unprocessable() -> Status {
        Status::new(422, "Invalid", "the server rejected our request due to an error in our request".to_owned())
            .with_details(Map::new())
    }

    /// 500 without a reason: an error that upstream passes on as it is.
    pub(super) fn unclassified(message: impl Into<String>) -> Status {
        Status::new(500, "", message.into())
    }

    /// 500 with upstream's text for a failure it does not classify.
    pub(super) fn internal(message: impl Into<String>) -> Status {
        Status::new(500, "InternalError", message.into())
    }

    /// The `Status` object as it goes over the wire.
    pub(super) fn to_value(&self) -> Value {
        let mut value = json!({
            "kind": "Status",
            "apiVersion": "v1",
            "metadata": {},
            "status": "Failure",
            "message": self.message,
            "reason": self.reason,
            "code": self.code,
        });
        if let Some(details) = &self.details {
            value["details"] = details.as_ref().clone();
        }
        value
    }
}

/// The `Status` object of a successful DELETE.
pub(super) fn deleted(resource: &Resource, name: &str, uid: &str) -> Value {
    let mut details = details(name, resource.group, resource.plural);
    details.insert("uid".to_owned(), uid.into());
    json!({
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": {},
        "status": "Success",
        "details": details,
    })
}
