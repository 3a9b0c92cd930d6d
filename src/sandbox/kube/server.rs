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
    /// Nothing is at the path.
    Nothing,
}

/// Answers one request.
pub(super) fn answer(cluster: &mut Cluster, who: Option<&Identity>, request: &Request<Vec<u8>>) -> Response<Body> {
    let warnings = Warnings::default();
    let reply = respond(cluster, who, request, &warnings);
    let reply = reply.unwrap_or_else(|status| Reply::Object(status.code, status.to_value()));
    let (code, form, body) = match reply {
        Reply::Object(code, object) => (code, JSON, Body::Full(line(&object))),
        Reply::Page(Page::Json(value)) => (200, JSON, Body::Full(line(&value))),
        Reply::Page(Page::Form(form, bytes)) => (200, form, Body::Full(bytes)),
        Reply::Page(Page::Text(text)) => (200, TEXT, Body::Full(text.as_bytes().to_vec())),
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
    let who = impersonate::authenticated(who.ok_or_else(Status::unauthorized)?);
    let query = Query::parse(request.uri().query().unwrap_or_default());
    let info = RequestInfo::parse(request.method(), request.uri().path(), &query);
    let who = impersonate::effective(cluster, who, request.headers())?;
    authorize(cluster, &who, &info)?;
    if request.body().len() > BODY_LIMIT {
        return Err(Status::too_large(BODY_LIMIT));
    }
    if !info.is_resource {
        return Ok(match discovery::page(&info.path, request.headers(), cluster.minor)? {
            Some(_) if info.verb != "get" => return Err(Status::method_not_allowed()),
            Some(page) => Reply::Page(page),
            None => Reply::Nothing,
        });
    }
    let form = negotiate::form(request.headers()).ok_or_else(Status::not_acceptable)?;
    let Some(resource) = find(cluster, &info) else {
        return Ok(Reply::Nothing);
    };
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

fn dispatch(cluster: &mut Cluster, call: &Call<'_>, look: Look) -> Answer<Reply> {
    let info = call.info;
    let named = !info.name.is_empty();
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
