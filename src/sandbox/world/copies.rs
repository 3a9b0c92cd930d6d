//! Copies: an entry of a world file that stands for many of its kind, which differ in a number.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::World;
use super::check::Flaw;

/// What a copy's number takes the place of, in every text of the entry.
const NUMBER: &str = "{n}";

/// The most that a world may become by copies, in all.
const MOST: usize = 100_000;

/// The key that asks for copies.
const KEY: &str = "copies";

impl World {
    /// Puts what the entries with `copies` stand for in their place.
    ///
    /// # Errors
    /// [`Flaw::Invalid`] where there would be none or too many, or where a copy is not of the entry's shape.
    pub(super) fn unfold(&mut self) -> Result<(), Flaw> {
        let mut unfolding = Unfolding { left: MOST };
        for region in &mut self.regions {
            let path = format!("regions.{}", region.name);
            unfolding.list(&format!("{path}.clusters"), region.clusters.known_mut(), |one| one.copies)?;
            for cluster in region.clusters.known_mut() {
                let path = format!("{path}.clusters.{}.kubernetes", cluster.name);
                let objects = std::mem::take(cluster.kubernetes.known_mut());
                *cluster.kubernetes.known_mut() = unfolding.objects(&path, objects)?;
            }
            unfolding
                .list(&format!("{path}.virtualClusters"), region.virtual_clusters.known_mut(), |one| one.copies)?;
        }
        Ok(())
    }
}

/// Counts what is made.
struct Unfolding {
    left: usize,
}

impl Unfolding {
    fn take(&mut self, path: &str, asked: u64) -> Result<usize, Flaw> {
        let count = usize::try_from(asked).ok().filter(|count| (1..=self.left).contains(count));
        let count = count.ok_or_else(|| invalid(path, &asked.to_string()))?;
        self.left -= count;
        Ok(count)
    }

    fn list<T: Serialize + DeserializeOwned>(
        &mut self,
        path: &str,
        items: &mut Vec<T>,
        copies: impl Fn(&T) -> Option<u32>,
    ) -> Result<(), Flaw> {
        for item in std::mem::take(items) {
            let Some(asked) = copies(&item) else {
                items.push(item);
                continue;
            };
            let count = self.take(path, asked.into())?;
            let model = serde_json::to_value(&item).map_err(|error| invalid(path, &error.to_string()))?;
            for value in copied(&model, count) {
                items.push(serde_json::from_value(value).map_err(|error| invalid(path, &error.to_string()))?);
            }
        }
        Ok(())
    }

    fn objects(&mut self, path: &str, objects: Vec<Value>) -> Result<Vec<Value>, Flaw> {
        let mut all = Vec::with_capacity(objects.len());
        for mut object in objects {
            if object["kind"] == "List"
                && let Some(items) = object["items"].as_array_mut()
            {
                *items = self.objects(path, std::mem::take(items))?;
                all.push(object);
                continue;
            }
            match object.get(KEY).map(Value::as_u64) {
                None => all.push(object),
                Some(asked) => {
                    let count = self.take(path, asked.unwrap_or_default())?;
                    all.extend(copied(&object, count));
                }
            }
        }
        Ok(all)
    }
}

fn invalid(path: &str, value: &str) -> Flaw {
    Flaw::Invalid { path: format!("{path}.{KEY}"), value: value.to_owned(), example: "100" }
}

/// The copies of a model, numbered from 1; all numbers have the same count of digits.
fn copied(model: &Value, count: usize) -> impl Iterator<Item = Value> {
    let digits = count.to_string().len();
    (1..=count).map(move |number| {
        let mut copy = numbered(model, &format!("{number:0digits$}"));
        if let Some(fields) = copy.as_object_mut() {
            fields.remove(KEY);
        }
        copy
    })
}

fn numbered(value: &Value, number: &str) -> Value {
    match value {
        Value::String(text) => Value::String(text.replace(NUMBER, number)),
        Value::Array(items) => items.iter().map(|item| numbered(item, number)).collect(),
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(key, value)| (key.clone(), numbered(value, number))).collect())
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn copies_are_numbered_with_as_many_digits_as_the_last() {
        let model = json!({"copies": 12, "name": "team-{n}", "tags": ["{n}/{n}"], "size": 3});
        let made: Vec<Value> = copied(&model, 12).collect();
        assert_eq!(made.len(), 12);
        assert_eq!(made[0], json!({"name": "team-01", "tags": ["01/01"], "size": 3}));
        assert_eq!(made[11]["name"], "team-12");
    }

    #[test]
    fn objects_inside_of_lists_are_copied_too() {
        let list = json!({"kind": "List", "items": [{"kind": "A"}, {"kind": "B", "copies": 2, "name": "{n}"}]});
        let all = Unfolding { left: 9 }.objects("p", vec![list]).unwrap();
        assert_eq!(all[0]["items"], json!([{"kind": "A"}, {"kind": "B", "name": "1"}, {"kind": "B", "name": "2"}]));
    }

    #[test]
    fn no_copies_too_many_and_what_is_no_number_are_refused() {
        for asked in [json!(0), json!(10), json!(u64::MAX), json!(-1), json!("2"), json!(null)] {
            let objects = vec![json!({"kind": "A", "copies": asked})];
            let flaw = Unfolding { left: 9 }.objects("p", objects).unwrap_err();
            assert!(matches!(&flaw, Flaw::Invalid { path, .. } if path == "p.copies"), "{asked}: {flaw}");
        }
        let twice = vec![json!({"copies": 5}), json!({"copies": 5})];
        assert!(Unfolding { left: 9 }.objects("p", twice).is_err(), "the cap is on all of them together");
    }
}
