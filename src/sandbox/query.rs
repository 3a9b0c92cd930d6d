//! The awsQuery protocol of IAM and STS: forms in, XML out.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::sandbox::aws::{AwsError, Service};

/// Reads a form or a query; a field that is not UTF-8 is kept with replacement characters.
pub(super) fn parse_form(text: &str) -> Vec<(String, String)> {
    let decode = |text: &str| {
        let spaced = text.replace('+', " ");
        percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
    };
    let parts = text.split('&').filter(|part| !part.is_empty());
    parts
        .map(|part| part.split_once('=').unwrap_or((part, "")))
        .map(|(key, value)| (decode(key), decode(value)))
        .collect()
}

/// Writes the answer to `operation`. Maps become elements, lists `member` elements, and `null` nothing.
pub(super) fn write_answer(service: Service, operation: &str, content: &Value, request_id: &str) -> String {
    let mut xml = format!("<{operation}Response xmlns=\"{}\">", namespace(service));
    if !content.is_null() {
        write_element(&mut xml, &format!("{operation}Result"), content);
    }
    xml.push_str("<ResponseMetadata>");
    write_element(&mut xml, "RequestId", &Value::from(request_id));
    xml.push_str("</ResponseMetadata>");
    xml.push_str(&format!("</{operation}Response>"));
    xml
}

/// Writes an error.
pub(super) fn write_error(service: Service, error: &AwsError, request_id: &str) -> String {
    let fault = if error.status < 500 { "Sender" } else { "Receiver" };
    let mut xml = format!("<ErrorResponse xmlns=\"{}\"><Error>", namespace(service));
    write_element(&mut xml, "Type", &Value::from(fault));
    write_element(&mut xml, "Code", &Value::from(error.code.as_str()));
    write_element(&mut xml, "Message", &Value::from(error.message.as_str()));
    xml.push_str("</Error>");
    write_element(&mut xml, "RequestId", &Value::from(request_id));
    xml.push_str("</ErrorResponse>");
    xml
}

fn namespace(service: Service) -> &'static str {
    match service {
        Service::Sts => "https://sts.amazonaws.com/doc/2011-06-15/",
        _ => "https://iam.amazonaws.com/doc/2010-05-08/",
    }
}

fn write_element(xml: &mut String, name: &str, value: &Value) {
    if value.is_null() {
        return;
    }
    xml.push_str(&format!("<{name}>"));
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                write_element(xml, name, value);
            }
        }
        Value::Array(items) => {
            for item in items {
                write_element(xml, "member", item);
            }
        }
        Value::String(text) => xml.push_str(&escape(text)),
        other => xml.push_str(&other.to_string()),
    }
    xml.push_str(&format!("</{name}>"));
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn forms_are_decoded_once() {
        let form = parse_form("Action=GetRole&RoleName=a%2Bb+c&PolicyDocument=%257B&flag");
        let expected = [("Action", "GetRole"), ("RoleName", "a+b c"), ("PolicyDocument", "%7B"), ("flag", "")];
        assert_eq!(form, expected.map(|(key, value)| (key.to_owned(), value.to_owned())));
    }

    #[test]
    fn answers_nest_lists_as_members_and_escape_text() {
        let content = json!({"Role": {"Arn": "a<b>&\"c\""}, "Names": ["x", "y"], "Marker": null, "IsTruncated": false});
        let xml = write_answer(Service::Iam, "GetRole", &content, "id-1");
        assert_eq!(
            xml,
            "<GetRoleResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><GetRoleResult>\
             <IsTruncated>false</IsTruncated><Names><member>x</member><member>y</member></Names>\
             <Role><Arn>a&lt;b&gt;&amp;&quot;c&quot;</Arn></Role></GetRoleResult>\
             <ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></GetRoleResponse>"
        );
    }

    #[test]
    fn errors_say_whose_fault_it_is() {
        let error = AwsError::new(404, "NoSuchEntity", "no & role");
        let xml = write_error(Service::Iam, &error, "id-2");
        assert!(xml.contains("<Type>Sender</Type><Code>NoSuchEntity</Code><Message>no &amp; role</Message>"));
    }
}
