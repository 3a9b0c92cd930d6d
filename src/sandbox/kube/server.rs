//! The way of a request: authentication, impersonation, authorization, verb.

use http::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response};
use serde_json::Value;

use super::discovery::{self, Page};
use super::rbac::evaluate::{Action, decide};
use super::request::{Query, RequestInfo};
use super::resource::{self, Resource};
use super::status::{Answer, Status, Target};
use super::store::Cluster;
use super::verb::{Call, delete, patch, read, write};
use super::watch::{self, Filter, WatchStream};
use super::{Body, Identity, impersonate, review};

/// The largest body upstream reads.
const BODY_LIMIT: usize = 3 * 1024 * 1024;

/// What a request comes to.
enum Reply {
    Object(u16, Value),
    Text(u16, &'static str),
    Watch(WatchStream),
}

/// Answers one request.
pub(super) fn answer(cluster: &mut Cluster, who: Option<&Identity>, request: &Request<Vec<u8>>) -> Response<Body> {
    let reply = respond(cluster, who, request).unwrap_or_else(|status| Reply::Object(status.code, status.to_value()));
    let (code, form, body) = match reply {
        Reply::Object(code, object) => {
            let mut bytes = object.to_string().into_bytes();
            bytes.push(b'\n');
            (code, "application/json", Body::Full(bytes))
        }
        Reply::Text(code, text) => (code, "text/plain; charset=utf-8", Body::Full(text.as_bytes().to_vec())),
        Reply::Watch(stream) => (200, "application/json", Body::Watch(stream)),
    };
    let mut response = Response::new(body);
    *response.status_mut() = http::StatusCode::from_u16(code).unwrap_or_default();
    let form = HeaderValue::from_static(form);
    response.headers_mut().insert(CONTENT_TYPE, form);
    response
}

fn respond(cluster: &mut Cluster, who: Option<&Identity>, request: &Request<Vec<u8>>) -> Answer<Reply> {
    let who = impersonate::authenticated(who.ok_or_else(Status::unauthorized)?);
    let query = Query::parse(request.uri().query().unwrap_or_default());
    let info = RequestInfo::parse(request.method(), request.uri().path(), &query);
    let who = impersonate::effective(cluster, who, request.headers())?;
    authorize(cluster, &who, &info)?;
    if request.body().len() > BODY_LIMIT {
        return Err(Status::too_large(BODY_LIMIT));
    }
    if !accepts_json(request.headers()) {
        return Err(Status::not_acceptable());
    }
    if !info.is_resource {
        return Ok(match discovery::page(&info.path, cluster.minor) {
            Some(_) if info.verb != "get" => return Err(Status::method_not_allowed()),
            Some(Page::Json(value)) => Reply::Object(200, value),
            Some(Page::Text(text)) => Reply::Text(200, text),
            None => NO_PAGE,
        });
    }
    let Some(resource) = find(cluster, &info) else {
        return Ok(NO_PAGE);
    };
    let content_type = header(request.headers(), &CONTENT_TYPE);
    let call = Call {
        who: &who,
        info: &info,
        resource,
        query: &query,
        agent: header(request.headers(), &USER_AGENT),
        content_type: content_type.split(';').next().unwrap_or_default().trim(),
        body: request.body(),
    };
    dispatch(cluster, &call)
}

const NO_PAGE: Reply = Reply::Text(404, "404 page not found\n");

fn header<'a>(headers: &'a HeaderMap, name: &HeaderName) -> &'a str {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default()
}

/// Whether JSON is among the forms the caller takes; forms with parameters (tables, protobuf) are not served.
fn accepts_json(headers: &HeaderMap) -> bool {
    let accepted: Vec<&str> = headers
        .get_all(ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|form| form.split(';').next())
        .map(str::trim)
        .collect();
    let is_json = |form: &&str| matches!(*form, "application/json" | "application/*" | "*/*");
    accepted.is_empty() || accepted.iter().any(is_json)
}

fn authorize(cluster: &Cluster, who: &Identity, info: &RequestInfo) -> Answer<()> {
    let action = Action {
        verb: info.verb,
        group: &info.group,
        resource: &info.resource,
        subresource: &info.subresource,
        namespace: &info.namespace,
        name: &info.name,
        path: (!info.is_resource).then_some(&info.path),
    };
    let decision = decide(cluster, who, &action);
    if decision.allowed {
        return Ok(());
    }
    let target = Target { group: &info.group, resource: &info.resource, name: &info.name };
    let why = action.refusal(&who.username, &decision.reason);
    Err(Status::forbidden(target, &why))
}

/// The resource of a path, if the path has the form its scope asks for.
fn find(cluster: &Cluster, info: &RequestInfo) -> Option<&'static Resource> {
    let resource = resource::by_plural(&info.group, &info.resource, cluster.minor)?;
    let in_namespace = !info.namespace.is_empty() && resource.kind != "Namespace";
    let needs_namespace = resource.namespaced && (!info.name.is_empty() || info.verb == "create");
    let fits = info.version == "v1"
        && info.subresource.is_empty()
        && (resource.namespaced || !in_namespace)
        && (!needs_namespace || in_namespace);
    fits.then_some(resource)
}

fn dispatch(cluster: &mut Cluster, call: &Call<'_>) -> Answer<Reply> {
    let info = call.info;
    let named = !info.name.is_empty();
    let (code, object) = match info.verb {
        "create" if call.resource.review && !named => review::answer(cluster, call)?,
        _ if call.resource.review => return Err(Status::method_not_allowed()),
        "get" => read::get(cluster, call)?,
        "list" => read::list(cluster, call)?,
        "watch" => {
            let filter = Filter::parse(call.resource, &info.namespace, &info.name, call.query)?;
            return Ok(Reply::Watch(watch::start(cluster, filter, call.query)?));
        }
        "create" if !named => write::create(cluster, call)?,
        "update" if named => write::update(cluster, call)?,
        "patch" if named => patch::patch(cluster, call)?,
        "delete" => delete::delete(cluster, call)?,
        "deletecollection" => delete::delete_collection(cluster, call)?,
        _ => return Err(Status::method_not_allowed()),
    };
    Ok(Reply::Object(code, object))
}
