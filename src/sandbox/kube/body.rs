//! A request's body, brought into JSON whatever form it came in.

use std::borrow::Cow;

use serde_json::Value;

use super::protobuf;
use super::status::{Answer, Status};

/// The media type of objects in protobuf.
const PROTOBUF: &str = "application/vnd.kubernetes.protobuf";

/// How many YAML nodes a body may have once its aliases are followed, so that a small one cannot fill the memory.
const MAX_NODES: usize = 500_000;

/// Brings a body into JSON; of what is JSON already, or is none of an object, nothing changes.
///
/// Returns the body and its new media type.
///
/// # Errors
/// Bad request when the body is not of the form that its media type says.
pub(super) fn to_json<'a>(media: &'a str, body: &'a [u8]) -> Answer<(&'a str, Cow<'a, [u8]>)> {
    let object = match media {
        _ if body.is_empty() => return Ok((media, Cow::Borrowed(body))),
        PROTOBUF => protobuf::decode(body).map_err(Status::bad_request)?,
        "application/yaml" => from_yaml(body)?,
        _ => return Ok((media, Cow::Borrowed(body))),
    };
    Ok(("application/json", Cow::Owned(object.to_string().into_bytes())))
}

/// Reads YAML, of which JSON is a part.
///
/// # Errors
/// Bad request when the text is no YAML, or more of it than anyone writes.
pub(super) fn from_yaml(body: &[u8]) -> Answer<Value> {
    let wrong = |why: &dyn std::fmt::Display| Status::bad_request(format!("error decoding YAML: {why}"));
    let text = std::str::from_utf8(body).map_err(|error| wrong(&error))?;
    if let Ok(value) = serde_json::from_str(text) {
        return Ok(value);
    }
    let mut options = serde_saphyr::Options::default();
    options.with_snippet = false;
    if let Some(budget) = &mut options.budget {
        budget.max_nodes = MAX_NODES;
        budget.max_events = 2 * MAX_NODES;
    }
    serde_saphyr::from_str_with_options(text, options).map_err(|error| wrong(&error))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn yaml_becomes_json_and_json_stays() {
        let (media, body) = to_json("application/yaml", b"data:\n  a: \"1\"\n  b: |\n    x: y\n").unwrap();
        assert_eq!(media, "application/json");
        let object: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(object, json!({"data": {"a": "1", "b": "x: y\n"}}));
        let patch = br#"[{"op":"test"}]"#;
        assert_eq!(to_json("application/json-patch+json", patch).unwrap().1, Cow::Borrowed(&patch[..]));
        assert_eq!(to_json(PROTOBUF, b"").unwrap().0, PROTOBUF);
    }

    #[test]
    fn what_is_not_of_its_form_is_a_bad_request() {
        for (media, body) in [("application/yaml", &b"a: [1"[..]), ("application/yaml", b"\xff"), (PROTOBUF, b"{}")] {
            assert_eq!(to_json(media, body).unwrap_err().code, 400);
        }
    }
}
