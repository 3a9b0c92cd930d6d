//! Reads a request's path, method and query as upstream's `RequestInfo` and option types do.

use std::collections::BTreeMap;

use http::Method;
use percent_encoding::percent_decode_str;

use super::fields::FieldValidation;
use super::status::{Answer, FieldError, Status};

/// What a request asks for, before anything is looked up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct RequestInfo {
    /// The verb as RBAC names it; for other paths the method in lower case.
    pub(super) verb: &'static str,
    /// The whole path.
    pub(super) path: String,
    /// Whether the path is one of a resource (`/api/v1/...`, `/apis/GROUP/VERSION/...`).
    pub(super) is_resource: bool,
    /// The API group; empty for the core group.
    pub(super) group: String,
    /// The version in the path.
    pub(super) version: String,
    /// The resource's plural name.
    pub(super) resource: String,
    /// What follows the object's name, or empty.
    pub(super) subresource: String,
    /// The namespace, or empty. A request for one Namespace object has its name here too.
    pub(super) namespace: String,
    /// The object's name, or empty.
    pub(super) name: String,
}

impl RequestInfo {
    /// Reads method and path; the query only decides between `list` and `watch`.
    pub(super) fn parse(method: &Method, path: &str, query: &Query) -> RequestInfo {
        let info = RequestInfo { verb: method_verb(method), path: path.to_owned(), ..RequestInfo::default() };
        let segments: Vec<String> = path
            .split('/')
            .filter(|segment| !segment.is_empty())
            .map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned())
            .collect();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        match segments.as_slice() {
            ["api", version, rest @ ..] if !rest.is_empty() => info.with_resource(method, query, "", version, rest),
            ["apis", group, version, rest @ ..] if !rest.is_empty() => {
                info.with_resource(method, query, group, version, rest)
            }
            _ => info,
        }
    }

    fn with_resource(
        mut self,
        method: &Method,
        query: &Query,
        group: &str,
        version: &str,
        rest: &[&str],
    ) -> RequestInfo {
        self.is_resource = true;
        self.group = group.to_owned();
        self.version = version.to_owned();
        // "namespaces/x" names the Namespace itself, "namespaces/x/pods" what is in it, except for these two.
        let rest = match rest {
            ["namespaces", namespace, tail @ ..] => {
                self.namespace = (*namespace).to_owned();
                let own = tail.is_empty() || matches!(tail[0], "status" | "finalize");
                if own { rest } else { tail }
            }
            _ => rest,
        };
        let mut parts = rest.iter().map(|part| (*part).to_owned());
        self.resource = parts.next().unwrap_or_default();
        self.name = parts.next().unwrap_or_default();
        self.subresource = parts.next().unwrap_or_default();
        self.verb = resource_verb(method, !self.name.is_empty(), query.flag("watch"));
        self
    }
}

fn method_verb(method: &Method) -> &'static str {
    match *method {
        Method::GET => "get",
        Method::HEAD => "head",
        Method::POST => "post",
        Method::PUT => "put",
        Method::PATCH => "patch",
        Method::DELETE => "delete",
        Method::OPTIONS => "options",
        _ => "",
    }
}

fn resource_verb(method: &Method, named: bool, watch: bool) -> &'static str {
    match *method {
        Method::POST => "create",
        Method::PUT => "update",
        Method::PATCH => "patch",
        Method::DELETE if named => "delete",
        Method::DELETE => "deletecollection",
        Method::GET | Method::HEAD if watch => "watch",
        Method::GET | Method::HEAD if named => "get",
        Method::GET | Method::HEAD => "list",
        _ => "",
    }
}

/// The decoded query of a request; of a key given twice the first value counts.
#[derive(Clone, Debug, Default)]
pub(super) struct Query {
    values: BTreeMap<String, String>,
}

impl Query {
    /// Decodes a query string (without its question mark).
    pub(super) fn parse(query: &str) -> Query {
        let mut values = BTreeMap::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            values.entry(decode(key)).or_insert_with(|| decode(value));
        }
        Query { values }
    }

    /// The value of `key`, or an empty text.
    pub(super) fn get(&self, key: &str) -> &str {
        self.values.get(key).map_or("", String::as_str)
    }

    /// Whether `key` is given as a true value.
    pub(super) fn flag(&self, key: &str) -> bool {
        matches!(self.get(key), "1" | "true" | "True" | "TRUE" | "t" | "T")
    }
}

fn decode(text: &str) -> String {
    let text = text.replace('+', " ");
    percent_decode_str(&text).decode_utf8_lossy().into_owned()
}

/// How a write is to be made: the query's `dryRun`, `fieldManager`, `fieldValidation` and `force`.
#[derive(Clone, Debug)]
pub(super) struct WriteOptions {
    /// Whether to answer without storing.
    pub(super) dry_run: bool,
    /// The manager named by the caller, or the start of its user agent.
    pub(super) manager: String,
    /// The manager named by the caller alone.
    pub(super) named_manager: Option<String>,
    /// What to do about fields that the kind does not have.
    pub(super) fields: FieldValidation,
    /// Whether an apply takes over fields of other managers.
    pub(super) force: Option<bool>,
}

/// Upstream refuses longer names of field managers.
const MANAGER_LIMIT: usize = 128;

impl WriteOptions {
    /// Reads the options; `kind` is the options' name in errors (`CreateOptions`, `PatchOptions`, ...).
    pub(super) fn parse(query: &Query, user_agent: &str, minor: u32, kind: &str) -> Answer<WriteOptions> {
        let mut errors = Vec::new();
        let dry_run = query.get("dryRun");
        if !matches!(dry_run, "" | "All") {
            errors.push(FieldError::unsupported("dryRun", dry_run, &["All"]));
        }
        let named = query.get("fieldManager");
        if named.chars().count() > MANAGER_LIMIT {
            errors.push(FieldError::too_long("fieldManager", "may not be more than 128 bytes"));
        }
        if !errors.is_empty() {
            return Err(Status::invalid("meta.k8s.io", kind, "", &errors));
        }
        let agent: String = user_agent.split('/').next().unwrap_or_default().chars().take(MANAGER_LIMIT).collect();
        Ok(WriteOptions {
            dry_run: dry_run == "All",
            manager: if named.is_empty() { agent } else { named.to_owned() },
            named_manager: (!named.is_empty()).then(|| named.to_owned()),
            fields: FieldValidation::parse(query, minor, kind)?,
            force: (!query.get("force").is_empty()).then(|| query.flag("force")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(method: Method, path: &str, query: &str) -> String {
        let info = RequestInfo::parse(&method, path, &Query::parse(query));
        format!(
            "{} {} {}/{} ns={} name={} sub={}",
            info.verb, info.is_resource, info.group, info.resource, info.namespace, info.name, info.subresource
        )
    }

    #[test]
    fn paths_are_read_as_upstream_reads_them() {
        let cases = [
            (Method::GET, "/api", "", "get false / ns= name= sub="),
            (Method::GET, "/apis/apps/v1", "", "get false / ns= name= sub="),
            (Method::GET, "/api/v1/namespaces", "", "list true /namespaces ns= name= sub="),
            (Method::GET, "/api/v1/namespaces/spark", "", "get true /namespaces ns=spark name=spark sub="),
            (
                Method::PUT,
                "/api/v1/namespaces/spark/finalize",
                "",
                "update true /namespaces ns=spark name=spark sub=finalize",
            ),
            (Method::GET, "/api/v1/namespaces/spark/pods", "watch=true", "watch true /pods ns=spark name= sub="),
            (
                Method::DELETE,
                "/apis/rbac.authorization.k8s.io/v1/namespaces/spark/roles",
                "",
                "deletecollection true rbac.authorization.k8s.io/roles ns=spark name= sub=",
            ),
            (Method::GET, "/api/v1/namespaces/spark/pods/a%2Db/log", "", "get true /pods ns=spark name=a-b sub=log"),
        ];
        for (method, path, query, expected) in cases {
            assert_eq!(parse(method, path, query), expected, "{path}");
        }
    }

    #[test]
    fn the_manager_is_the_named_one_or_the_agent() {
        let options =
            |query: &str| WriteOptions::parse(&Query::parse(query), "kubectl/v1.33 (linux)", 33, "PatchOptions");
        assert_eq!(options("").unwrap().manager, "kubectl");
        let named = options("fieldManager=a+b&dryRun=All&force=true").unwrap();
        assert_eq!((named.manager.as_str(), named.dry_run, named.force), ("a b", true, Some(true)));
        let refused = options("dryRun=yes").unwrap_err().to_value();
        assert_eq!(
            refused["message"],
            "PatchOptions.meta.k8s.io \"\" is invalid: dryRun: Unsupported value: \"yes\": supported values: \"All\""
        );
    }
}
