//! Lists that may not have been looked at.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};

use crate::sandbox::schema::{Definitions, Described, described};

/// A list that one read gives, or the reason why that read was not made.
///
/// In a file it is a list, or `{notCollected: {reason: ...}, known: [...]}` where `known` holds what was learnt one
/// by one although the list itself could not be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collected<T> {
    items: Vec<T>,
    missing: Option<NotCollected>,
}

described! {
/// Why a read has no answer in this world.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotCollected {
    /// For people: what kept the read from being made.
    pub reason: String,
}
}

impl<T> Collected<T> {
    /// Returns the whole list.
    ///
    /// # Errors
    /// The reason, when the list was not collected.
    pub fn list(&self) -> Result<&[T], &NotCollected> {
        self.missing.as_ref().map_or(Ok(&self.items), Err)
    }

    /// Finds one item; `None` means that it does not exist.
    ///
    /// # Errors
    /// The reason, when the item is not known and the list was not collected.
    pub fn find(&self, is_wanted: impl Fn(&T) -> bool) -> Result<Option<&T>, &NotCollected> {
        let found = self.items.iter().find(|item| is_wanted(item));
        match (&found, &self.missing) {
            (None, Some(missing)) => Err(missing),
            _ => Ok(found),
        }
    }

    /// Finds one item to change it, as [`Collected::find`].
    ///
    /// # Errors
    /// The reason, when the item is not known and the list was not collected.
    pub fn find_mut(&mut self, is_wanted: impl Fn(&T) -> bool) -> Result<Option<&mut T>, &NotCollected> {
        let found = self.items.iter_mut().find(|item| is_wanted(item));
        match (&found, &self.missing) {
            (None, Some(missing)) => Err(missing),
            _ => Ok(found),
        }
    }

    /// Returns what is known, whether or not the whole list is.
    pub fn known(&self) -> &[T] {
        &self.items
    }

    /// Tells whether the whole list was collected and there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.missing.is_none() && self.items.is_empty()
    }

    /// Returns what is known, to change it.
    pub fn known_mut(&mut self) -> &mut Vec<T> {
        &mut self.items
    }
}

impl<T> Default for Collected<T> {
    fn default() -> Collected<T> {
        Collected::from(Vec::new())
    }
}

impl<T> From<Vec<T>> for Collected<T> {
    fn from(items: Vec<T>) -> Collected<T> {
        Collected { items, missing: None }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Partial<T> {
    not_collected: NotCollected,
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    known: Vec<T>,
}

impl<T: Serialize> Serialize for Collected<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.missing {
            None => self.items.serialize(serializer),
            Some(missing) => {
                Partial { not_collected: missing.clone(), known: self.items.iter().collect() }.serialize(serializer)
            }
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Collected<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Collected<T>, D::Error> {
        deserializer.deserialize_any(CollectedVisitor(PhantomData))
    }
}

/// Tells the two forms apart itself: an untagged enum would lose where in the file an error is.
struct CollectedVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for CollectedVisitor<T> {
    type Value = Collected<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list, or a map with notCollected")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Collected<T>, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Collected::from(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Collected<T>, A::Error> {
        let partial = Partial::deserialize(MapAccessDeserializer::new(map))?;
        Ok(Collected { items: partial.known, missing: Some(partial.not_collected) })
    }
}

impl<T: Described> Described for Collected<T> {
    fn schema(definitions: &mut Definitions) -> Value {
        let list = json!({"type": "array", "items": T::schema(definitions)});
        let partial = json!({
            "type": "object",
            "properties": {
                "notCollected": NotCollected::schema(definitions),
                "known": &list,
            },
            "required": ["notCollected"],
            "additionalProperties": false,
        });
        json!({"oneOf": [list, partial]})
    }
}
