//! Which form of an answer the caller asks for (`Accept`), of those that the server writes.

use http::HeaderMap;
use http::header::ACCEPT;

/// The form of an answer about objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// The objects.
    Objects,
    /// A `Table` of `meta.k8s.io` in this version: rows and columns for people.
    Table(&'static str),
    /// `PartialObjectMetadata` of `meta.k8s.io` in this version: no more than the metadata.
    Metadata(&'static str),
}

/// The form of the list of groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Discovery {
    /// Groups in one answer, their resources in others.
    Legacy,
    /// Everything in one answer, in this version of `apidiscovery.k8s.io`.
    Aggregated(&'static str),
}

/// The form of an OpenAPI document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Document {
    /// JSON.
    Json,
    /// Protobuf, of the types of gnostic.
    Protobuf,
}

/// The media type of an OpenAPI v2 document in protobuf.
pub(super) const OPENAPI_V2_PROTOBUF: &str = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
/// The same as clients ask for it; it breaks the grammar of media types, so no answer may say it.
const OPENAPI_V2_ASKED: &str = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

/// One form that the caller takes: a media type and its parameters.
#[derive(Debug)]
struct Clause<'a> {
    media: &'a str,
    parameters: Vec<(&'a str, &'a str)>,
}

impl<'a> Clause<'a> {
    fn parse(text: &'a str) -> Clause<'a> {
        let mut parts = text.split(';').map(str::trim);
        let media = parts.next().unwrap_or_default();
        Clause { media, parameters: parts.filter_map(|part| part.split_once('=')).collect() }
    }

    fn parameter(&self, name: &str) -> &'a str {
        let found = self.parameters.iter().find(|(key, _)| *key == name);
        found.map_or("", |(_, value)| value)
    }

    /// How much the caller wants it, from 0 to 1.
    fn weight(&self) -> f32 {
        self.parameter("q").parse().unwrap_or(1.0)
    }

    fn is_json(&self) -> bool {
        matches!(self.media, "application/json" | "application/*" | "*/*")
    }

    /// The version among `known` of a form that is asked for by `as`.
    fn transformed(&self, name: &str, group: &str, known: &[&'static str]) -> Option<&'static str> {
        let fits = self.parameter("as") == name && self.parameter("g") == group;
        known.iter().copied().find(|version| fits && self.parameter("v") == *version)
    }
}

/// What the caller takes, the most wanted first; no header is one clause for everything.
fn clauses(headers: &HeaderMap) -> Vec<Clause<'_>> {
    let texts = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let mut clauses: Vec<Clause<'_>> =
        texts.flat_map(|text| text.split(',')).map(|text| Clause::parse(text.trim())).collect();
    if clauses.is_empty() {
        clauses.push(Clause::parse("*/*"));
    }
    // Stable: what is wanted alike stays in the caller's order.
    clauses.sort_by(|one, other| other.weight().total_cmp(&one.weight()));
    clauses
}

/// The form for objects; `None` when the caller takes none that is served.
pub(super) fn form(headers: &HeaderMap) -> Option<Form> {
    let versions = ["v1", "v1beta1"];
    let form = |clause: &Clause<'_>| {
        let group = "meta.k8s.io";
        if !clause.is_json() {
            return None;
        }
        if clause.parameter("as").is_empty() {
            return Some(Form::Objects);
        }
        let table = clause.transformed("Table", group, &versions).map(Form::Table);
        let metadata = || {
            let single = clause.transformed("PartialObjectMetadata", group, &versions);
            single.or_else(|| clause.transformed("PartialObjectMetadataList", group, &versions)).map(Form::Metadata)
        };
        table.or_else(metadata)
    };
    clauses(headers).iter().find_map(form)
}

/// The form for the list of groups on a server of this minor version; `None` when the caller takes none.
pub(super) fn discovery(headers: &HeaderMap, minor: u32) -> Option<Discovery> {
    // Beta and on by default since 1.27; the stable version came with 1.30.
    let known: &[&'static str] = match minor {
        ..27 => &[],
        27..30 => &["v2beta1"],
        _ => &["v2", "v2beta1"],
    };
    let form = |clause: &Clause<'_>| {
        if !clause.is_json() {
            return None;
        }
        if clause.parameter("as").is_empty() {
            return Some(Discovery::Legacy);
        }
        let version = clause.transformed("APIGroupDiscoveryList", "apidiscovery.k8s.io", known);
        version.map(Discovery::Aggregated)
    };
    clauses(headers).iter().find_map(form)
}

/// The form for the OpenAPI v2 document; `None` when the caller takes none.
pub(super) fn document(headers: &HeaderMap) -> Option<Document> {
    clauses(headers).iter().find_map(|clause| match clause.media {
        OPENAPI_V2_PROTOBUF | OPENAPI_V2_ASKED => Some(Document::Protobuf),
        _ => clause.is_json().then_some(Document::Json),
    })
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn accept(text: &str) -> HeaderMap {
        HeaderMap::from_iter([(ACCEPT, HeaderValue::from_str(text).unwrap())])
    }

    #[test]
    fn the_first_form_that_is_served_counts() {
        let kubectl = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json";
        for (text, expected) in [
            (kubectl, Some(Form::Table("v1"))),
            ("application/json;as=Table;v=v2;g=meta.k8s.io,application/json", Some(Form::Objects)),
            ("application/json;as=Table;v=v2;g=meta.k8s.io", None),
            ("application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io", Some(Form::Metadata("v1"))),
            ("application/vnd.kubernetes.protobuf,application/json", Some(Form::Objects)),
            ("application/vnd.kubernetes.protobuf, */*", Some(Form::Objects)),
            ("application/vnd.kubernetes.protobuf", None),
            ("application/json;q=0.5, application/json;as=Table;v=v1beta1;g=meta.k8s.io", Some(Form::Table("v1beta1"))),
            ("text/html", None),
        ] {
            assert_eq!(form(&accept(text)), expected, "{text}");
        }
        assert_eq!(form(&HeaderMap::new()), Some(Form::Objects));
    }

    #[test]
    fn aggregated_discovery_is_there_where_the_version_has_it() {
        let clause =
            |version: &str| format!("application/json;g=apidiscovery.k8s.io;v={version};as=APIGroupDiscoveryList");
        let kubectl = format!("{},{},application/json", clause("v2"), clause("v2beta1"));
        for (minor, expected) in
            [(26, Discovery::Legacy), (27, Discovery::Aggregated("v2beta1")), (30, Discovery::Aggregated("v2"))]
        {
            assert_eq!(discovery(&accept(&kubectl), minor), Some(expected), "{minor}");
        }
        assert_eq!(discovery(&accept(&clause("v2")), 27), None);
    }

    #[test]
    fn openapi_comes_in_the_form_asked_for() {
        assert_eq!(document(&accept(OPENAPI_V2_ASKED)), Some(Document::Protobuf));
        assert_eq!(document(&accept("application/json, */*")), Some(Document::Json));
        assert_eq!(document(&accept("text/plain")), None);
    }
}
