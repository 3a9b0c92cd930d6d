use serde_json::json;

use super::*;

/// Writes a field that holds bytes.
fn bytes(number: u8, content: &[u8]) -> Vec<u8> {
    let mut field = vec![number << 3 | 2];
    let mut length = content.len();
    while length >= 0x80 {
        field.push(u8::try_from(length & 0x7f).unwrap() | 0x80);
        length >>= 7;
    }
    field.push(u8::try_from(length).unwrap());
    field.extend(content);
    field
}

/// Writes a field that holds a small number.
fn small(number: u8, content: u8) -> Vec<u8> {
    vec![number << 3, content]
}

fn object(api_version: &str, kind: &str, raw: &[u8]) -> Vec<u8> {
    let head = [bytes(1, api_version.as_bytes()), bytes(2, kind.as_bytes())].concat();
    [MAGIC.to_vec(), bytes(1, &head), bytes(2, raw), bytes(3, b""), bytes(4, b"")].concat()
}

#[test]
fn objects_are_read_with_their_kind() {
    let entry = |key: &str, value: &str| [bytes(1, key.as_bytes()), bytes(2, value.as_bytes())].concat();
    let time = small(1, 100);
    let metadata = [
        bytes(1, b"settings"),
        bytes(2, b""),
        bytes(8, b""),
        bytes(9, &time),
        bytes(11, &entry("app", "a")),
        bytes(11, &entry("tier", "b")),
        small(7, 0),
        bytes(15, b"from a newer version"),
    ];
    let raw = [bytes(1, &metadata.concat()), bytes(2, &entry("k", "v")), bytes(3, &entry("b", "hi")), small(4, 0)];
    let read = decode(&object("v1", "ConfigMap", &raw.concat())).unwrap();
    let expected = json!({
        "apiVersion": "v1", "kind": "ConfigMap",
        "metadata": {
            "name": "settings", "labels": {"app": "a", "tier": "b"}, "deletionTimestamp": "1970-01-01T00:01:40Z",
        },
        "data": {"k": "v"}, "binaryData": {"b": "aGk="}, "immutable": false,
    });
    assert_eq!(read, expected);
}

#[test]
fn fields_in_the_place_of_another_maps_of_lists_and_mixed_values_are_read() {
    // A volume's source is a message of its own in protobuf, and its fields are the volume's in JSON.
    let source = bytes(6, &bytes(1, b"secret"));
    let volume = [bytes(1, b"v"), bytes(2, &source)].concat();
    let port = [small(1, 1), bytes(3, b"http")].concat();
    let probe = bytes(1, &bytes(2, &[bytes(1, b"/"), bytes(2, &port)].concat()));
    let limits = bytes(1, &[bytes(1, b"cpu"), bytes(2, &bytes(1, b"500m"))].concat());
    let container = [bytes(1, b"c"), bytes(8, &limits), bytes(10, &probe)].concat();
    let spec = [bytes(1, &volume), bytes(2, &container), small(4, 0), bytes(10, b"node"), small(11, 0)].concat();
    let pod = decode(&object("v1", "Pod", &bytes(2, &spec))).unwrap();
    let expected = json!({
        "volumes": [{"name": "v", "secret": {"secretName": "secret"}}],
        "containers": [{
            "name": "c",
            "resources": {"limits": {"cpu": "500m"}},
            "livenessProbe": {"httpGet": {"path": "/", "port": "http"}},
        }],
        "terminationGracePeriodSeconds": 0,
        "nodeName": "node",
    });
    assert_eq!(pod["spec"], expected);

    let values = [bytes(1, b"a"), bytes(1, b"b")].concat();
    let extra = [bytes(1, b"scopes"), bytes(2, &values)].concat();
    let review = decode(&object("authorization.k8s.io/v1", "SubjectAccessReview", &bytes(2, &bytes(5, &extra))));
    assert_eq!(review.unwrap()["spec"]["extra"], json!({"scopes": ["a", "b"]}));
}

#[test]
fn what_is_no_object_is_refused() {
    for (wrong, why) in [
        (b"{}".to_vec(), "protobuf message"),
        (object("v1", "Unicorn", b""), "no kind \"Unicorn\" is registered"),
        (object("v1", "Pod", &[0x0a]), "EOF"),
        (object("v1", "Pod", &small(1, 1)), "wireType"),
        (object("v1", "ConfigMap", &bytes(1, &bytes(1, b"\xff"))), "UTF-8"),
    ] {
        let error = decode(&wrong).unwrap_err();
        assert!(error.contains(why), "{error}");
    }
}
