//! The printed schema against the reader of worlds: neither knows a field or a word that the other does not.

use std::collections::BTreeSet;

use emr_onramp::assets::SCENARIOS;
use emr_onramp::sandbox::World;
use serde_json::{Map, Value, json};

/// How many samples it takes for every form of a drift to meet every form of an effect that holds one.
const SAMPLES: usize = 150;

/// A place in a sample: the keys from the top, and what the schema says of it.
type Place<'s> = (Vec<String>, &'s Value);

/// Follows a reference.
fn resolve<'s>(root: &'s Value, schema: &'s Value) -> &'s Value {
    match schema["$ref"].as_str() {
        Some(reference) => root.pointer(reference.strip_prefix('#').unwrap()).unwrap(),
        None => schema,
    }
}

/// Makes a value with every field in it. Where there are several forms it is the one of that number, counted round.
fn sample<'s>(root: &'s Value, schema: &'s Value, form: usize, at: &[String], places: &mut Vec<Place<'s>>) -> Value {
    let schema = resolve(root, schema);
    places.push((at.to_vec(), schema));
    let below = |key: &str| [at, &[key.to_owned()]].concat();
    if let Some(word) = schema.get("const") {
        return word.clone();
    }
    if let Some(forms) = schema["oneOf"].as_array() {
        return sample(root, &forms[form % forms.len()], form, at, places);
    }
    if let Some(forms) = schema["anyOf"].as_array() {
        return sample(root, &forms[0], form, at, places);
    }
    match schema["type"].as_str() {
        Some("object") if schema["properties"].is_object() => {
            let properties = schema["properties"].as_object().unwrap().iter();
            let fields = properties.map(|(key, value)| (key.clone(), sample(root, value, form, &below(key), places)));
            Value::Object(fields.collect::<Map<_, _>>())
        }
        Some("object") => {
            json!({"k": sample(root, &schema["additionalProperties"], form, &below("k"), places)})
        }
        Some("array") => json!([sample(root, &schema["items"], form, &below("0"), places)]),
        Some("string") if schema["format"] == "date-time" => json!("2026-01-02T03:04:05Z"),
        Some("string") => json!("x"),
        Some("integer") => json!(1),
        Some("boolean") => json!(true),
        _ => json!("anything"),
    }
}

fn read(world: &Value) -> Result<World, String> {
    serde_json::from_value(world.clone()).map_err(|error| error.to_string())
}

fn keys(object: &Value) -> BTreeSet<String> {
    object.as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect()
}

/// The names that the reader says it expected in place of `zzz`.
fn expected(world: &Value) -> BTreeSet<String> {
    let error = read(world).unwrap_err();
    let names = error.split('`').skip(1).step_by(2).filter(|name| *name != "zzz");
    names.map(str::to_owned).collect()
}

fn pointer(at: &[String]) -> String {
    at.iter().map(|key| format!("/{key}")).collect()
}

/// What a schema of several forms calls them: the words, and the keys of those that hold something.
fn forms(schema: &Value) -> BTreeSet<String> {
    let forms = schema["oneOf"].as_array().unwrap().iter();
    forms
        .flat_map(|form| form["const"].as_str().map_or_else(|| keys(&form["properties"]), |word| [word.into()].into()))
        .collect()
}

#[test]
fn the_reader_knows_the_fields_and_words_of_the_schema_and_no_others() {
    let schema = World::schema();
    let (mut fields, mut words) = (0, 0);
    let mut seen = Vec::new();
    for form in 0..SAMPLES {
        let mut places = Vec::new();
        let world = sample(&schema, &schema, form, &[], &mut places);
        let known = read(&world).unwrap_or_else(|error| panic!("{error}\n{world:#}"));
        assert_eq!(serde_json::to_value(&known).unwrap(), world, "what was read is written again");
        for (at, place) in places {
            if seen.contains(&(at.clone(), std::ptr::from_ref(place))) {
                continue;
            }
            seen.push((at.clone(), std::ptr::from_ref(place)));
            let mut changed = world.clone();
            let target = changed.pointer_mut(&pointer(&at)).unwrap();
            if place["properties"].is_object() && place["additionalProperties"] == false {
                // A form of an enum is named by its one key: what is beside it is no field.
                if let (Some(object), false) = (target.as_object_mut(), is_form(&schema, place)) {
                    object.insert("zzz".to_owned(), Value::Null);
                    assert_eq!(expected(&changed), keys(&place["properties"]), "{}", pointer(&at));
                    fields += 1;
                }
            } else if is_enum(place) {
                *target = json!("zzz");
                assert_eq!(expected(&changed), forms(place), "{}", pointer(&at));
                words += 1;
            }
        }
    }
    assert!(fields > 50 && words > 10, "{fields} {words}");
}

/// Whether a schema is one of several words or forms with a key.
fn is_enum(schema: &Value) -> bool {
    let is_form = |form: &Value| {
        form.get("const").is_some()
            || form["required"]
                .as_array()
                .is_some_and(|one| one.len() == 1 && form["properties"].as_object().is_some_and(|all| all.len() == 1))
    };
    schema["oneOf"].as_array().is_some_and(|all| all.iter().all(is_form))
}

fn is_form(root: &Value, schema: &Value) -> bool {
    let types = root["$defs"].as_object().unwrap().values();
    types.filter(|one| is_enum(one)).any(|one| one["oneOf"].as_array().unwrap().contains(schema))
}

#[test]
fn what_the_schema_requires_the_reader_requires() {
    let schema = World::schema();
    let mut places = Vec::new();
    let world = sample(&schema, &schema, 0, &[], &mut places);
    let mut checked = 0;
    for (at, place) in places.iter().filter(|(_, place)| place["properties"].is_object()) {
        let required: Vec<&str> =
            place["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        for key in keys(&place["properties"]) {
            let mut without = world.clone();
            without.pointer_mut(&pointer(at)).unwrap().as_object_mut().unwrap().remove(&key);
            assert_eq!(read(&without).is_err(), required.contains(&key.as_str()), "{}/{key}", pointer(at));
            checked += 1;
        }
    }
    assert!(checked > 100, "{checked}");
}

#[test]
fn every_type_and_field_says_what_it_is() {
    let schema = World::schema();
    for (name, described) in schema["$defs"].as_object().unwrap() {
        assert!(described["description"].is_string(), "{name}");
        for (key, field) in described["properties"].as_object().into_iter().flatten() {
            let text = field["description"].as_str().unwrap_or_default();
            assert!(text.ends_with(['.', '`', ')', '"']) && !text.contains("[`"), "{name}.{key}: {text:?}");
        }
    }
}

#[test]
fn every_world_that_comes_with_the_program_fits_the_schema() {
    let schema = World::schema();
    for (name, text) in SCENARIOS {
        let world = serde_json::to_value(World::parse(text).unwrap()).unwrap();
        let mut problems = Vec::new();
        fits(&schema, &schema, &world, name, &mut problems);
        assert!(problems.is_empty(), "{problems:#?}");
    }
    let mut odd = serde_json::to_value(World::parse(SCENARIOS[0].1).unwrap()).unwrap();
    odd["regions"][0]["clusters"][0]["colour"] = json!("red");
    odd["now"] = json!(7);
    odd.as_object_mut().unwrap().remove("seed");
    let mut problems = Vec::new();
    fits(&schema, &schema, &odd, "odd", &mut problems);
    assert!(problems.contains(&"odd.seed is missing".to_owned()) && problems.len() >= 3, "{problems:#?}");
}

/// As much of JSON Schema as the schema uses.
fn fits(root: &Value, schema: &Value, value: &Value, at: &str, problems: &mut Vec<String>) {
    let schema = resolve(root, schema);
    if schema.get("const").is_some_and(|word| word != value) {
        problems.push(format!("{at} is another word"));
    }
    for key in ["oneOf", "anyOf"] {
        let Some(forms) = schema[key].as_array() else { continue };
        let mut nearest: Option<Vec<String>> = None;
        for form in forms {
            let mut found = Vec::new();
            fits(root, form, value, at, &mut found);
            if nearest.as_ref().is_none_or(|best| found.len() < best.len()) {
                nearest = Some(found);
            }
        }
        problems.extend(nearest.unwrap_or_default());
    }
    let types = match &schema["type"] {
        Value::String(one) => vec![one.as_str()],
        many => many.as_array().into_iter().flatten().filter_map(Value::as_str).collect(),
    };
    let is_of = |kind: &str| match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_u64() || value.is_i64(),
        "boolean" => value.is_boolean(),
        _ => value.is_null(),
    };
    if !types.is_empty() && !types.iter().any(|kind| is_of(kind)) {
        problems.push(format!("{at} is no {types:?}"));
    }
    for item in value.as_array().into_iter().flatten().filter(|_| schema.get("items").is_some()) {
        fits(root, &schema["items"], item, at, problems);
    }
    let Some(object) = value.as_object() else { return };
    for key in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !object.contains_key(key) {
            problems.push(format!("{at}.{key} is missing"));
        }
    }
    for (key, field) in object {
        match (&schema["properties"][key], schema.get("additionalProperties")) {
            (Value::Null, Some(Value::Bool(false))) => problems.push(format!("{at}.{key} is unknown")),
            (Value::Null, Some(rest)) => fits(root, rest, field, at, problems),
            (Value::Null, None) => {}
            (own, _) => fits(root, own, field, &format!("{at}.{key}"), problems),
        }
    }
}
