//! The fields of every kind the server knows: what decoding, validation, merging and OpenAPI are driven by.
//!
//! The tables beside this file hold one type per paragraph and one field per line: its JSON name (`^` for the fields of
//! another type in this place), its protobuf number, its type, and what else is known of it. They are made from the
//! protobuf definitions and the OpenAPI document of Kubernetes 1.33; the descriptions are our own.

mod read;
mod unknown;

use std::collections::BTreeMap;
use std::sync::LazyLock;

pub(super) use self::unknown::prune;

/// The tables, each with one package.
const TABLES: [&str; 9] = [
    include_str!("schema/apps.txt"),
    include_str!("schema/authentication.txt"),
    include_str!("schema/authorization.txt"),
    include_str!("schema/batch.txt"),
    include_str!("schema/coordination.txt"),
    include_str!("schema/core.txt"),
    include_str!("schema/meta.txt"),
    include_str!("schema/networking.txt"),
    include_str!("schema/rbac.txt"),
];

static TYPES: LazyLock<BTreeMap<&'static str, Type>> = LazyLock::new(|| {
    let types = TABLES.iter().flat_map(|table| read::table(table));
    types.filter_map(Result::ok).map(|one| (one.name, one)).collect()
});

/// A type: a kind, or a part of one.
#[derive(Debug)]
pub(super) struct Type {
    /// Its name; no two packages here share one.
    pub(super) name: &'static str,
    /// The OpenAPI package (`io.k8s.api.rbac.v1`).
    pub(super) package: &'static str,
    /// What it is, in a sentence; may be empty.
    pub(super) description: &'static str,
    fields: Vec<Field>,
}

/// A field of a type.
#[derive(Debug)]
pub(super) struct Field {
    /// The name in JSON; `^` for the fields of another type that stand in this one's place.
    pub(super) name: &'static str,
    /// The number in protobuf.
    pub(super) number: u64,
    /// What it holds.
    pub(super) shape: Shape,
    /// Whether it has to be given.
    pub(super) required: bool,
    /// Whether a zero that is given is kept, because Go holds the field behind a pointer.
    pub(super) pointer: bool,
    /// How a strategic merge patch changes it, as upstream writes it (`merge`, `merge,retainKeys`); may be empty.
    pub(super) strategy: &'static str,
    /// The field by which a strategic merge tells the items of the list apart; empty for lists of scalars.
    pub(super) merge_key: &'static str,
    /// How server-side apply takes the list (`map`, `set`); empty for one that is taken whole.
    pub(super) list_type: &'static str,
    /// The keys of a list that is taken as a map.
    pub(super) list_keys: &'static str,
    /// Whether server-side apply takes the map as a whole.
    pub(super) atomic: bool,
    /// What it is, in a sentence; may be empty.
    pub(super) description: &'static str,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Text.
    Text,
    /// A whole number of 32 bits.
    Int32,
    /// A whole number of 64 bits.
    Int64,
    /// True or false.
    Bool,
    /// Bytes, base64 in JSON.
    Bytes,
    /// A time in whole seconds.
    Time,
    /// A time in microseconds.
    MicroTime,
    /// An amount (`500m`), text in JSON.
    Quantity,
    /// A number or text.
    IntOrString,
    /// Anything, of which the server reads nothing.
    Raw,
    /// A set of fields, as `managedFields` holds them.
    FieldsV1,
    /// Another type.
    Message(&'static str),
    /// A list.
    List(Box<Shape>),
    /// A map with free keys.
    Map(Box<Shape>),
}

impl Type {
    /// Its fields, with those of the types that stand in for a field (one level deep, as upstream has them).
    pub(super) fn fields(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().flat_map(|field| {
            let inner = field.inline().map_or(&[][..], |inner| &inner.fields);
            let own = field.inline().is_none().then_some(field);
            own.into_iter().chain(inner)
        })
    }

    /// Its fields as they are numbered in protobuf.
    pub(super) fn own_fields(&self) -> &[Field] {
        &self.fields
    }

    /// Finds a field by its name in JSON.
    pub(super) fn field(&self, name: &str) -> Option<&Field> {
        self.fields().find(|field| field.name == name)
    }

    /// The name of its definition in OpenAPI.
    pub(super) fn definition(&self) -> String {
        format!("{}.{}", self.package, self.name)
    }
}

impl Field {
    /// The type whose fields stand in this one's place.
    pub(super) fn inline(&self) -> Option<&'static Type> {
        match (self.name, &self.shape) {
            ("^", Shape::Message(name)) => find(name),
            _ => None,
        }
    }
}

impl Shape {
    /// The shape of the items of a list or of the values of a map; otherwise the shape itself.
    pub(super) fn item(&self) -> &Shape {
        match self {
            Shape::List(item) | Shape::Map(item) => item,
            own => own,
        }
    }

    /// The type behind a message.
    pub(super) fn message(&self) -> Option<&'static Type> {
        match self {
            Shape::Message(name) => find(name),
            _ => None,
        }
    }
}

/// Finds a type by its name.
pub(super) fn find(name: &str) -> Option<&'static Type> {
    TYPES.get(name)
}

/// All types, by name.
#[cfg(test)]
pub(super) fn types() -> impl Iterator<Item = &'static Type> {
    TYPES.values()
}

/// Whether a field of this name is one that every object has.
fn is_head(name: &str) -> bool {
    matches!(name, "apiVersion" | "kind")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::kube::resource;

    #[test]
    fn every_line_of_the_tables_is_read() {
        for table in TABLES {
            for read in read::table(table) {
                read.unwrap();
            }
        }
    }

    #[test]
    fn every_type_that_is_named_is_there_and_no_number_is_used_twice() {
        for one in types() {
            let mut numbers: Vec<u64> = one.own_fields().iter().map(|field| field.number).collect();
            let all = numbers.len();
            numbers.sort_unstable();
            numbers.dedup();
            assert_eq!(numbers.len(), all, "{}", one.name);
            for field in one.own_fields() {
                if let Shape::Message(name) = field.shape.item().item() {
                    assert!(find(name).is_some(), "{}.{}: {name}", one.name, field.name);
                }
                if !field.merge_key.is_empty() {
                    let item = field.shape.item().message().unwrap();
                    assert!(item.field(field.merge_key).is_some(), "{}.{}", one.name, field.name);
                }
            }
        }
    }

    #[test]
    fn every_kind_has_its_type() {
        for resource in resource::available(u32::MAX) {
            let kind = find(resource.kind).unwrap_or_else(|| panic!("{}", resource.kind));
            assert!(kind.field("metadata").is_some());
            assert!(!kind.description.is_empty(), "{}", resource.kind);
        }
    }

    #[test]
    fn fields_of_a_type_in_the_place_of_another_are_its_own() {
        let volume = find("Volume").unwrap();
        assert!(volume.field("configMap").is_some());
        assert!(volume.field("^").is_none());
        assert_eq!(find("PolicyRule").unwrap().definition(), "io.k8s.api.rbac.v1.PolicyRule");
    }
}
