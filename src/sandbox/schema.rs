//! The world format as a JSON Schema, made of the very types that read it.
//!
//! [`described!`] stands around each type of the format. It leaves the type as it is and reads from it what a schema
//! says: the fields, their descriptions (the doc comments) and what serde makes of them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

/// The types of a schema by their name, as `$defs` has them.
pub(crate) type Definitions = BTreeMap<&'static str, Value>;

/// A type whose form in a file can be told.
pub(crate) trait Described {
    /// Returns the schema of a value, and adds the types that it refers to.
    fn schema(definitions: &mut Definitions) -> Value;
}

/// Puts a type of the world format into the schema.
macro_rules! described {
    (
        $(#[doc = $about:literal])*
        #[derive($($derive:ident),* $(,)?)]
        $(#[serde($($container:tt)*)])*
        pub struct $name:ident {
            $(
                $(#[doc = $doc:literal])*
                $(#[serde($($attribute:tt)*)])*
                pub $field:ident: $type:ty,
            )*
        }
    ) => {
        $(#[doc = $about])*
        #[derive($($derive),*)]
        $(#[serde($($container)*)])*
        pub struct $name {
            $(
                $(#[doc = $doc])*
                $(#[serde($($attribute)*)])*
                pub $field: $type,
            )*
        }

        impl $crate::sandbox::schema::Described for $name {
            fn schema(definitions: &mut $crate::sandbox::schema::Definitions) -> serde_json::Value {
                $crate::sandbox::schema::define(stringify!($name), definitions, |definitions| {
                    let fields = vec![$($crate::sandbox::schema::Part {
                        name: stringify!($field),
                        about: concat!($($doc, "\n"),*),
                        serde: stringify!($($($attribute)*),*),
                        schema: <$type as $crate::sandbox::schema::Described>::schema(definitions),
                    }),*];
                    $crate::sandbox::schema::object(
                        concat!($($about, "\n"),*),
                        stringify!($($($container)*),*),
                        fields,
                    )
                })
            }
        }
    };
    (
        $(#[doc = $about:literal])*
        #[derive($($derive:ident),* $(,)?)]
        $(#[serde($($container:tt)*)])*
        pub enum $name:ident {
            $(
                $(#[doc = $doc:literal])*
                $variant:ident $(($inner:ty))? $({ $($(#[doc = $part:literal])* $field:ident: $type:ty,)* })?,
            )*
        }
    ) => {
        $(#[doc = $about])*
        #[derive($($derive),*)]
        $(#[serde($($container)*)])*
        pub enum $name {
            $(
                $(#[doc = $doc])*
                $variant $(($inner))? $({ $($(#[doc = $part])* $field: $type,)* })?,
            )*
        }

        impl $crate::sandbox::schema::Described for $name {
            fn schema(definitions: &mut $crate::sandbox::schema::Definitions) -> serde_json::Value {
                $crate::sandbox::schema::define(stringify!($name), definitions, |_definitions| {
                    let variants = vec![$({
                        let content: Vec<serde_json::Value> = vec![
                            $(<$inner as $crate::sandbox::schema::Described>::schema(_definitions),)?
                            $($crate::sandbox::schema::object(
                                "",
                                "deny_unknown_fields",
                                vec![$($crate::sandbox::schema::Part {
                                    name: stringify!($field),
                                    about: concat!($($part, "\n"),*),
                                    serde: "",
                                    schema: <$type as $crate::sandbox::schema::Described>::schema(_definitions),
                                }),*],
                            ),)?
                        ];
                        $crate::sandbox::schema::Variant {
                            name: stringify!($variant),
                            about: concat!($($doc, "\n"),*),
                            content,
                        }
                    }),*];
                    $crate::sandbox::schema::one_of(
                        concat!($($about, "\n"),*),
                        stringify!($($($container)*),*),
                        variants,
                    )
                })
            }
        }
    };
}

pub(crate) use described;

/// A field of a type.
pub(crate) struct Part {
    /// Its name in Rust.
    pub(crate) name: &'static str,
    /// Its doc comment, line by line.
    pub(crate) about: &'static str,
    /// What its serde attributes say.
    pub(crate) serde: &'static str,
    /// The schema of its value.
    pub(crate) schema: Value,
}

/// A variant of an enum.
pub(crate) struct Variant {
    /// Its name in Rust.
    pub(crate) name: &'static str,
    /// Its doc comment, line by line.
    pub(crate) about: &'static str,
    /// The schema of what it holds; none for one that is a word, never two.
    pub(crate) content: Vec<Value>,
}

/// Adds a named type, once, and returns the reference to it.
pub(crate) fn define(
    name: &'static str,
    definitions: &mut Definitions,
    make: impl FnOnce(&mut Definitions) -> Value,
) -> Value {
    if !definitions.contains_key(name) {
        // A type that holds itself finds its name taken.
        definitions.insert(name, Value::Null);
        let made = make(definitions);
        definitions.insert(name, made);
    }
    json!({"$ref": format!("#/$defs/{name}")})
}

/// The schema of a struct.
pub(crate) fn object(about: &str, container: &str, fields: Vec<Part>) -> Value {
    let all_default = has(container, "default");
    let case = value_of(container, "rename_all");
    let mut properties = Map::new();
    let mut required = Vec::new();
    for field in fields {
        let name = match value_of(field.serde, "rename") {
            Some(name) => name,
            None => in_case(case.as_deref(), field.name),
        };
        if !all_default && !has(field.serde, "default") {
            required.push(name.clone());
        }
        properties.insert(name, with_about(field.schema, field.about));
    }
    let mut object = json!({"type": "object", "properties": properties});
    if !required.is_empty() {
        object["required"] = required.into();
    }
    if has(container, "deny_unknown_fields") {
        object["additionalProperties"] = false.into();
    }
    with_about(object, about)
}

/// The schema of an enum.
pub(crate) fn one_of(about: &str, container: &str, variants: Vec<Variant>) -> Value {
    let case = value_of(container, "rename_all");
    let forms = variants.into_iter().map(|variant| {
        let name = in_case(case.as_deref(), &snake(variant.name));
        let form = match variant.content.as_slice() {
            [] => json!({"const": name}),
            [content, ..] => json!({
                "type": "object",
                "properties": {&name: content},
                "required": [&name],
                "additionalProperties": false,
            }),
        };
        with_about(form, variant.about)
    });
    with_about(json!({"oneOf": forms.collect::<Vec<_>>()}), about)
}

fn with_about(mut schema: Value, about: &str) -> Value {
    let text: Vec<&str> = about.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if !text.is_empty() {
        // Links are for the documentation of the code.
        schema["description"] = text.join(" ").replace("[`", "`").replace("`]", "`").into();
    }
    schema
}

/// The serde attributes `key` or `key = "value"` of a text, one by one.
fn attributes(serde: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    let parts = serde.split(',').map(str::trim);
    parts.map(|part| match part.split_once('=') {
        Some((key, value)) => (key.trim(), Some(value.trim().trim_matches('"'))),
        None => (part, None),
    })
}

fn has(serde: &str, wanted: &str) -> bool {
    attributes(serde).any(|(key, _)| key == wanted)
}

fn value_of(serde: &str, wanted: &str) -> Option<String> {
    attributes(serde).find(|(key, _)| *key == wanted).and_then(|(_, value)| value).map(str::to_owned)
}

/// Spells a Rust name of fields as serde's `rename_all` does.
fn in_case(case: Option<&str>, name: &str) -> String {
    let words = name.split('_');
    match case {
        Some("camelCase") => {
            words.enumerate().map(|(place, word)| if place == 0 { word.into() } else { capital(word) })
        }
        Some("kebab-case") => return name.replace('_', "-"),
        Some("SCREAMING_SNAKE_CASE") => return name.to_uppercase(),
        Some("lowercase") => return name.replace('_', ""),
        _ => return name.to_owned(),
    }
    .collect()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}

/// `AnyName` as `any_name`.
fn snake(name: &str) -> String {
    let mut text = String::new();
    for (place, letter) in name.char_indices() {
        if letter.is_ascii_uppercase() && place > 0 {
            text.push('_');
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}

impl Described for String {
    fn schema(_: &mut Definitions) -> Value {
        json!({"type": "string"})
    }
}

impl Described for bool {
    fn schema(_: &mut Definitions) -> Value {
        json!({"type": "boolean"})
    }
}

impl Described for u16 {
    fn schema(_: &mut Definitions) -> Value {
        json!({"type": "integer", "minimum": 0, "maximum": u16::MAX})
    }
}

impl Described for u32 {
    fn schema(_: &mut Definitions) -> Value {
        json!({"type": "integer", "minimum": 0, "maximum": u32::MAX})
    }
}

impl Described for u64 {
    fn schema(_: &mut Definitions) -> Value {
        json!({"type": "integer", "minimum": 0})
    }
}

impl Described for Timestamp {
    fn schema(_: &mut Definitions) -> Value {
        json!({"type": "string", "format": "date-time"})
    }
}

/// Something of any form.
impl Described for Value {
    fn schema(_: &mut Definitions) -> Value {
        json!({})
    }
}

impl<T: Described> Described for Option<T> {
    fn schema(definitions: &mut Definitions) -> Value {
        json!({"anyOf": [T::schema(definitions), {"type": "null"}]})
    }
}

impl<T: Described> Described for Vec<T> {
    fn schema(definitions: &mut Definitions) -> Value {
        json!({"type": "array", "items": T::schema(definitions)})
    }
}

impl<T: Described> Described for BTreeMap<String, T> {
    fn schema(definitions: &mut Definitions) -> Value {
        json!({"type": "object", "additionalProperties": T::schema(definitions)})
    }
}

#[cfg(test)]
#[expect(unreachable_pub, reason = "the macro is for the public types of the format")]
mod tests {
    use serde::{Deserialize, Serialize};

    use super::*;

    described! {
    /// One thing,
    /// said in two lines.
    #[derive(Clone, Debug, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub struct Thing {
        /// How [`Thing`] is called.
        pub long_name: String,
        /// Its kind.
        #[serde(rename = "type", default)]
        pub kind: Option<Kind>,
    }
    }

    described! {
    /// A kind.
    #[derive(Clone, Debug, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub enum Kind {
        /// A word.
        OneWord,
        /// A number.
        Counted(u32),
        /// Fields.
        Named {
            /// A field.
            field: bool,
        },
    }
    }

    #[test]
    fn a_schema_says_what_the_type_says() {
        let mut definitions = Definitions::new();
        assert_eq!(Thing::schema(&mut definitions), json!({"$ref": "#/$defs/Thing"}));
        assert_eq!(
            definitions["Thing"],
            json!({
                "description": "One thing, said in two lines.",
                "type": "object",
                "properties": {
                    "longName": {"type": "string", "description": "How `Thing` is called."},
                    "type": {"anyOf": [{"$ref": "#/$defs/Kind"}, {"type": "null"}], "description": "Its kind."},
                },
                "required": ["longName"],
                "additionalProperties": false,
            })
        );
        let forms = &definitions["Kind"]["oneOf"];
        assert_eq!(forms[0], json!({"const": "oneWord", "description": "A word."}));
        assert_eq!(forms[1]["properties"]["counted"]["type"], "integer");
        assert_eq!(forms[2]["properties"]["named"]["required"], json!(["field"]));
        for (word, is_read) in [("oneWord", true), ("OneWord", false)] {
            assert_eq!(serde_json::from_value::<Kind>(json!(word)).is_ok(), is_read);
        }
    }

    #[test]
    fn names_are_spelled_as_serde_spells_them() {
        for (case, name, expected) in [
            (Some("camelCase"), "vpc_id", "vpcId"),
            (Some("SCREAMING_SNAKE_CASE"), "api_and_config_map", "API_AND_CONFIG_MAP"),
            (Some("kebab-case"), "emr_containers", "emr-containers"),
            (Some("lowercase"), "namespace", "namespace"),
            (None, "not_collected", "not_collected"),
        ] {
            assert_eq!(in_case(case, name), expected);
        }
        assert_eq!(snake("ApiAndConfigMap"), "api_and_config_map");
    }
}
