//! The way of a request: authentication, impersonation, authorization, verb.

use http::header::{CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response};
use serde_json::Value;

use super::discovery::{self, Page};
use super::fields::Warnings;
use super::rbac::evaluate::{Action, decide};
use super::request::{Query, RequestInfo};
use super::resource::{self, Resource};
use super::status::{Answer, Status, Target};
use super::store::Cluster;
use super::table::{Include, Look, Moment};
use super::verb::{Call, delete, patch, read, write};
use super::watch::{self, Filter, WatchStream};
use super::{Body, Identity, body, impersonate, negotiate, review};

/// The largest body upstream reads.
const BODY_LIMIT: usize = 3 * 1024 * 1024;

/// What a request comes to.
enum Reply {
    /// An answer about objects of a resource, in the form that was asked for.
    Object(u16, Value),
    /// A page that has its own form.
    Page(Page),
    Watch(WatchStream),
    /// A text.
    Plain(u16, String),
    /// Nothing is at the path.
    Nothing,
}

/// Answers one request.
pub(super) fn answer(cluster: &mut Cluster, who: Option<&Identity>, request: &Request<Vec<u8>>) -> Response<Body> {
    let warnings = Warnings::default();
    let reply = respond(cluster, who, request, &warnings);
    let reply = reply.unwrap_or_else(|status| match status.plain_text() {
        Some(text) => Reply::Plain(status.code, text.to_owned()),
        None => Reply::Object(status.code, status.to_value()),
    });
    let (code, form, body) = match reply {
        Reply::Object(code, object) => (code, JSON, Body::Full(line(&object))),
        Reply::Page(Page::Json(value)) => (200, JSON, Body::Full(line(&value))),
        Reply::Page(Page::Form(form, bytes)) => (200, form, Body::Full(bytes)),
        Reply::Page(Page::Text(text)) => (200, TEXT, Body::Full(text.as_bytes().to_vec())),
        Reply::Plain(code, text) => (code, TEXT, Body::Full(text.into_bytes())),
        Reply::Nothing => (404, TEXT, Body::Full(b"404 page not found\n".to_vec())),
        Reply::Watch(stream) => (200, JSON, Body::Watch(stream)),
    };
    let mut response = Response::new(body);
    *response.status_mut() = http::StatusCode::from_u16(code).unwrap_or_default();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(form));
    headers.insert("cache-control", HeaderValue::from_static("no-cache, private"));
    // What a caller calls its request stays the request's name.
    let audit_id = match header(request.headers(), &HeaderName::from_static("audit-id")) {
        "" => cluster.audit_id(),
        own => own.to_owned(),
    };
    let warnings = warnings.into_headers().map(|text| ("warning", text));
    for (name, text) in warnings.chain([("audit-id", audit_id)]) {
        if let Ok(value) = HeaderValue::try_from(text) {
            headers.append(name, value);
        }
    }
    response
}

const JSON: &str = "application/json";
const TEXT: &str = "text/plain; charset=utf-8";

fn line(value: &Value) -> Vec<u8> {
    let mut bytes = value.to_string().into_bytes();
    bytes.push(b'\n');
    bytes
}

fn respond(
    cluster: &mut Cluster,
    who: Option<&Identity>,
    request: &Request<Vec<u8>>,
    warnings: &Warnings,
) -> Answer<Reply> {
    let who = match who {
        Some(who) => impersonate::authenticated(who),
        None => return Err(Status::unauthorized()),
    };
    let query = Query::parse(request.uri().query().unwrap_or_default());
    let info = RequestInfo::parse(request.method(), request.uri().path(), &query);
    let who = impersonate::effective(cluster, who, request.headers(), &info.path)?;
    authorize(cluster, &who, &info)?;
    if request.body().len() > BODY_LIMIT {
        return Err(Status::too_large(BODY_LIMIT));
    }
    if !info.is_resource {
        return Ok(match discovery::page(&info.path, request.headers(), cluster.minor)? {
            Some(_) if info.verb != "get" => return Err(Status::method_not_allowed()),
            Some(page) => Reply::Page(page),
            None if is_known_api(cluster, &info.path) => return Err(Status::no_such_resource()),
            None => Reply::Nothing,
        });
    }
    let form = negotiate::form(request.headers()).ok_or_else(Status::not_acceptable)?;
    let Some(resource) = find(cluster, &info)? else {
        return Ok(Reply::Nothing);
    };
    if request.method() == http::Method::HEAD {
        return Err(Status::method_not_allowed());
    }
    let content_type = header(request.headers(), &CONTENT_TYPE);
    let media = content_type.split(';').next().unwrap_or_default().trim();
    let (content_type, body) = body::to_json(media, request.body())?;
    let call = Call {
        who: &who,
        info: &info,
        resource,
        query: &query,
        agent: header(request.headers(), &USER_AGENT),
        content_type,
        body: &body,
        warnings,
        minor: cluster.minor,
    };
    let look = Look {
        form,
        carry: Include::parse(query.get("includeObject")),
        moment: Moment { now: cluster.time(), minor: cluster.minor },
    };
    dispatch(cluster, &call, look)
}

fn header<'a>(headers: &'a HeaderMap, name: &HeaderName) -> &'a str {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default()
}

fn authorize(cluster: &Cluster, who: &Identity, info: &RequestInfo) -> Answer<()> {
    let name = if info.name.is_empty() { &info.selected } else { &info.name };
    let action = Action {
        verb: info.verb,
        group: &info.group,
        resource: &info.resource,
        subresource: &info.subresource,
        namespace: &info.namespace,
        name,
        path: (!info.is_resource).then_some(&info.path),
    };
    let decision = decide(cluster, who, &action);
    if decision.allowed {
        return Ok(());
    }
    let target = Target { group: &info.group, resource: &info.resource, name };
    let why = action.refusal(&who.username, &decision.reason);
    Err(Status::forbidden(target, &why))
}

/// Whether a path is below the core API or that of a group that the server has.
fn is_known_api(cluster: &Cluster, path: &str) -> bool {
    let mut steps = path.trim_start_matches('/').split('/');
    match (steps.next(), steps.next()) {
        (Some("api"), Some(_)) => true,
        (Some("apis"), Some(group)) => resource::available(cluster.minor).any(|resource| resource.group == group),
        _ => false,
    }
}

/// The resource of a path; none where the group has no such version.
///
/// # Errors
/// Not found where the version has no such resource, or not at such a path.
fn find(cluster: &Cluster, info: &RequestInfo) -> Answer<Option<&'static Resource>> {
    if !is_known_api(cluster, &info.path) {
        return Ok(None);
    }
    if info.version != "v1" {
        return Err(Status::no_such_resource());
    }
    let resource = resource::by_plural(&info.group, &info.resource, cluster.minor);
    let resource = resource.ok_or_else(Status::no_such_resource)?;
    // The path of a namespace names it once.
    let is_own = resource.kind == "Namespace" && info.namespace == info.name;
    let in_namespace = !info.namespace.is_empty() && !is_own;
    let named = !info.name.is_empty();
    let has_subresource = match info.subresource.as_str() {
        "" => true,
        "status" => resource.has_status(),
        "finalize" => resource.kind == "Namespace",
        _ => false,
    };
    let fits = has_subresource
        && (resource.namespaced || !in_namespace)
        && (in_namespace || !resource.namespaced || !(named || resource.review))
        && !(resource.review && named)
        && info.rest.is_empty();
    if fits { Ok(Some(resource)) } else { Err(Status::no_such_resource()) }
}

/// Whether a method is one of the path: a subresource has few, and of all namespaces one can only list.
fn is_allowed(call: &Call<'_>) -> bool {
    let info = call.info;
    let verb = info.verb;
    match info.subresource.as_str() {
        "status" => matches!(verb, "get" | "update" | "patch"),
        "finalize" => verb == "update",
        _ if call.resource.namespaced && info.namespace.is_empty() => matches!(verb, "list" | "watch"),
        _ => true,
    }
}

fn dispatch(cluster: &mut Cluster, call: &Call<'_>, look: Look) -> Answer<Reply> {
    let info = call.info;
    let named = !info.name.is_empty();
    if !is_allowed(call) {
        return Err(Status::method_not_allowed());
    }
    let (code, object) = match info.verb {
        "create" if call.resource.review && !named => review::answer(cluster, call)?,
        _ if call.resource.review => return Err(Status::method_not_allowed()),
        "get" => read::get(cluster, call)?,
        "list" => read::list(cluster, call)?,
        "watch" => {
            let filter = Filter::parse(call.resource, &info.namespace, &info.name, call.query)?;
            return Ok(Reply::Watch(watch::start(cluster, filter, look, call.query)?));
        }
        "create" if !named => write::create(cluster, call)?,
        "update" if named => write::update(cluster, call)?,
        "patch" if named => patch::patch(cluster, call)?,
        "delete" => delete::delete(cluster, call)?,
        "deletecollection" => delete::delete_collection(cluster, call)?,
        _ => return Err(Status::method_not_allowed()),
    };
    let is_own = object["kind"] != "Status";
    Ok(Reply::Object(code, if is_own { look.write(call.resource, object) } else { object }))
}
