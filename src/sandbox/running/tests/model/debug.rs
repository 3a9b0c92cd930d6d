//! What the SDK's own reading made of an answer, by the `Debug` text of its output: it shows every member there is.

use jiff::Timestamp;
use serde_json::Value;

/// One value of a `Debug` text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// `None`.
    Absent,
    /// A string.
    Text(String),
    /// A number, a truth, a time, or the name of a variant.
    Word(String),
    /// A list.
    List(Vec<Node>),
    /// The fields of a struct or the entries of a map.
    Fields(Vec<(String, Node)>),
}

/// Reads a whole `Debug` text.
pub(super) fn parse(text: &str) -> Node {
    let mut reader = Reader { rest: text };
    let node = reader.node();
    assert_eq!(reader.rest, "", "in {text}");
    node
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn node(&mut self) -> Node {
        if self.rest.starts_with('"') {
            return Node::Text(self.string());
        }
        if self.take("[") {
            return Node::List(self.until("]", Reader::node));
        }
        if self.take("{") {
            return Node::Fields(self.until("}", |reader| (reader.string(), reader.behind_colon())));
        }
        let word = self.word();
        match word.as_str() {
            "None" => Node::Absent,
            "Some" => self.inside(),
            _ if self.take(" { ") => Node::Fields(self.until(" }", |reader| (reader.word(), reader.behind_colon()))),
            // A variant of a union is the one member of a structure.
            _ if self.rest.starts_with('(') => Node::Fields(vec![(snake(&word), self.inside())]),
            _ => Node::Word(word),
        }
    }

    fn inside(&mut self) -> Node {
        assert!(self.take("("), "before {}", self.rest);
        let node = self.node();
        assert!(self.take(")"), "before {}", self.rest);
        node
    }

    fn behind_colon(&mut self) -> Node {
        assert!(self.take(": "), "before {}", self.rest);
        self.node()
    }

    fn until<T>(&mut self, end: &str, mut item: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let mut items = Vec::new();
        while !self.take(end) {
            if !items.is_empty() {
                assert!(self.take(", "), "before {}", self.rest);
            }
            items.push(item(self));
        }
        items
    }

    fn word(&mut self) -> String {
        // Numbers and times stand alone; only a time has colons.
        let is_number = self.rest.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        let others = if is_number { "-.:" } else { "_#" };
        let end = self.rest.find(|c: char| !(c.is_alphanumeric() || others.contains(c))).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        assert!(!word.is_empty(), "before {}", self.rest);
        self.rest = rest;
        word.to_owned()
    }

    fn string(&mut self) -> String {
        let mut text = String::new();
        let mut letters = self.rest.char_indices().skip(1);
        loop {
            let (at, letter) = letters.next().expect("the end of a string");
            match letter {
                '"' => {
                    self.rest = &self.rest[at + 1..];
                    return text;
                }
                '\\' => text.push(match letters.next().expect("an escape").1 {
                    'n' => '\n',
                    other => other,
                }),
                letter => text.push(letter),
            }
        }
    }

    fn take(&mut self, wanted: &str) -> bool {
        let rest = self.rest.strip_prefix(wanted);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }
}

/// Spells a member as Rust does: `EvalActionName` and `evalActionName` are `eval_action_name`.
fn snake(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut text = String::new();
    for (place, letter) in letters.iter().enumerate() {
        let is_after_small = place > 0 && (letters[place - 1].is_lowercase() || letters[place - 1].is_ascii_digit());
        let is_before_small = letters.get(place + 1).is_some_and(|next| next.is_lowercase());
        if letter.is_uppercase() && place > 0 && (is_after_small || is_before_small) {
            text.push('_');
        }
        text.extend(letter.to_lowercase());
    }
    text
}

/// Notes every leaf of `written` that is not in `read`, or has another value there.
pub(super) fn compare(path: &str, written: &Value, read: &Node, lost: &mut Vec<String>) {
    match (written, read) {
        (Value::Null, _) => {
            if !path.is_empty() {
                lost.push(format!("{path} is null: the row does not show how it is read"));
            }
        }
        (Value::Object(members), Node::Fields(fields)) => {
            for (name, value) in members {
                // `type` is a word of Rust, and keys of maps are as they are.
                let spelled = [snake(name), format!("r#{name}"), name.clone()];
                let field = fields.iter().find(|(field, _)| spelled.contains(field)).map(|(_, node)| node);
                compare(&format!("{path}/{name}"), value, field.unwrap_or(&Node::Absent), lost);
            }
        }
        (Value::Array(items), Node::List(nodes)) if items.len() == nodes.len() => {
            for (number, (item, node)) in items.iter().zip(nodes).enumerate() {
                compare(&format!("{path}/{number}"), item, node, lost);
            }
        }
        // An absent list and an empty one are the same to the client.
        (Value::Array(items), Node::Absent) if items.is_empty() => {}
        (written, read) if is_same(written, read) => {}
        _ => lost.push(format!("{path}: wrote {written}, the client read {read:?}")),
    }
}

fn is_same(written: &Value, read: &Node) -> bool {
    let text = written.as_str().map_or_else(|| written.to_string(), str::to_owned);
    match read {
        Node::Text(read) => *read == text && written.is_string(),
        Node::Word(word) => match word.parse::<Timestamp>() {
            // A time, in seconds since 1970 or as a text.
            Ok(time) => {
                written.as_f64().is_some_and(|seconds| seconds * 1000.0 == as_millis(time))
                    || text.parse().is_ok_and(|written: Timestamp| written == time)
            }
            Err(_) if written.is_string() => plain(word) == plain(&text),
            Err(_) => *word == text,
        },
        _ => false,
    }
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of a date fit in the 53 bits of a float")]
fn as_millis(time: Timestamp) -> f64 {
    time.as_millisecond() as f64
}

/// Spells the word of an enumeration without what Rust changes of it.
fn plain(word: &str) -> String {
    word.replace(|c: char| !c.is_alphanumeric(), "").to_lowercase()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;

    #[derive(Debug)]
    enum Word {
        ApiAndConfigMap,
    }

    #[derive(Debug)]
    #[expect(dead_code, reason = "read by its Debug text alone")]
    struct Output {
        name: Option<String>,
        r#type: Word,
        tags: BTreeMap<String, String>,
        list: Vec<Option<i32>>,
        none: Option<bool>,
    }

    #[test]
    fn what_was_lost_or_changed_is_noted() {
        let output = Output {
            name: Some("a \"b\"\n\\".to_owned()),
            r#type: Word::ApiAndConfigMap,
            tags: BTreeMap::from([("k".to_owned(), "v".to_owned())]),
            list: vec![Some(1), Some(-2)],
            none: None,
        };
        let read = parse(&format!("{output:?}"));
        let lost = |written: Value| {
            let mut lost = Vec::new();
            compare("", &written, &read, &mut lost);
            lost
        };
        let whole = json!({"name": "a \"b\"\n\\", "type": "API_AND_CONFIG_MAP", "tags": {"k": "v"}, "list": [1, -2]});
        assert_eq!(lost(whole), Vec::<String>::new());
        for wrong in [
            json!({"name": "a"}),
            json!({"type": "API"}),
            json!({"tags": {"k": "w"}}),
            json!({"tags": {"x": "v"}}),
            json!({"list": [1]}),
            json!({"list": [1, 2]}),
            json!({"none": true}),
            json!({"none": null}),
            json!({"notInTheModel": 1}),
        ] {
            assert_eq!(lost(wrong.clone()).len(), 1, "{wrong}");
        }
    }

    #[test]
    fn members_are_spelled_as_rust_does() {
        for (name, expected) in [
            ("EvalActionName", "eval_action_name"),
            ("podExecutionRoleArn", "pod_execution_role_arn"),
            ("serviceIpv4Cidr", "service_ipv4_cidr"),
            ("AWSServiceName", "aws_service_name"),
        ] {
            assert_eq!(snake(name), expected);
        }
    }
}
