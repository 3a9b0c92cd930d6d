//! What stands in more than one kind's cells.

use jiff::Timestamp;
use serde_json::Value;

use super::Moment;
use crate::sandbox::kube::store::text;

/// Stands where there is nothing.
pub(super) const NONE: &str = "<none>";
/// Stands where something is not known.
pub(super) const UNKNOWN: &str = "<unknown>";

/// The object's name.
pub(super) fn name(object: &Value) -> Value {
    text(object, "/metadata/name").into()
}

/// How long ago the object was created.
pub(super) fn age(object: &Value, moment: Moment) -> Value {
    since(object, "/metadata/creationTimestamp", moment).into()
}

/// How long ago the time at a place was; unknown when there is none.
pub(super) fn since(object: &Value, pointer: &str, moment: Moment) -> String {
    match time(object, pointer) {
        Some(time) => duration(moment.now.as_second() - time.as_second()),
        None => UNKNOWN.to_owned(),
    }
}

/// The time at a place.
pub(super) fn time(object: &Value, pointer: &str) -> Option<Timestamp> {
    text(object, pointer).parse().ok()
}

/// A duration in seconds as upstream writes it for people: one or two units, the less the longer it is.
pub(super) fn duration(seconds: i64) -> String {
    const YEAR: i64 = 365;
    let two = |large: i64, unit: &str, small: i64, small_unit: &str| match small {
        0 => format!("{large}{unit}"),
        _ => format!("{large}{unit}{small}{small_unit}"),
    };
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    match seconds {
        ..-1 => "<invalid>".to_owned(),
        -1 => "0s".to_owned(),
        0..120 => format!("{seconds}s"),
        _ if minutes < 10 => two(minutes, "m", seconds % 60, "s"),
        _ if minutes < 180 => format!("{minutes}m"),
        _ if hours < 8 => two(hours, "h", minutes % 60, "m"),
        _ if hours < 48 => format!("{hours}h"),
        _ if days < 8 => two(days, "d", hours % 24, "h"),
        _ if days < 2 * YEAR => format!("{days}d"),
        _ if days < 8 * YEAR => two(days / YEAR, "y", days % YEAR, "d"),
        _ => format!("{}y", days / YEAR),
    }
}

/// The whole number at a place, or 0.
pub(super) fn number(object: &Value, pointer: &str) -> i64 {
    object.pointer(pointer).and_then(Value::as_i64).unwrap_or_default()
}

/// The items of the list at a place.
pub(super) fn items<'a>(object: &'a Value, pointer: &str) -> impl DoubleEndedIterator<Item = &'a Value> + use<'a> {
    object.pointer(pointer).and_then(Value::as_array).into_iter().flatten()
}

/// How many keys the map at a place has.
pub(super) fn size(object: &Value, pointer: &str) -> usize {
    object.pointer(pointer).and_then(Value::as_object).map_or(0, serde_json::Map::len)
}

/// The text at a place, or what stands for nothing.
pub(super) fn text_or(object: &Value, pointer: &str, nothing: &str) -> String {
    match text(object, pointer) {
        "" => nothing.to_owned(),
        found => found.to_owned(),
    }
}

/// Joins texts, or says that there are none.
pub(super) fn joined(texts: impl IntoIterator<Item = String>, separator: &str) -> String {
    let texts: Vec<String> = texts.into_iter().collect();
    if texts.is_empty() { NONE.to_owned() } else { texts.join(separator) }
}

/// The labels in the map at a place.
pub(super) fn labels(object: &Value, pointer: &str) -> String {
    let map = object.pointer(pointer).and_then(Value::as_object).into_iter().flatten();
    joined(map.map(|(key, value)| format!("{key}={}", value.as_str().unwrap_or_default())), ",")
}

/// The selector at a place: its labels and its expressions.
pub(super) fn selector(object: &Value, pointer: &str) -> String {
    let labels = object.pointer(&format!("{pointer}/matchLabels")).and_then(Value::as_object);
    let labels =
        labels.into_iter().flatten().map(|(key, value)| format!("{key}={}", value.as_str().unwrap_or_default()));
    let expressions = items(object, &format!("{pointer}/matchExpressions")).map(|one| {
        let key = text(one, "/key");
        let values: Vec<&str> = items(one, "/values").filter_map(Value::as_str).collect();
        match text(one, "/operator") {
            "In" => format!("{key} in ({})", values.join(",")),
            "NotIn" => format!("{key} notin ({})", values.join(",")),
            "DoesNotExist" => format!("!{key}"),
            _ => key.to_owned(),
        }
    });
    joined(labels.chain(expressions), ",")
}

/// The names and the images of the containers in a template.
pub(super) fn containers(object: &Value) -> [Value; 2] {
    let all = |field: &str| {
        let containers = items(object, "/spec/template/spec/containers");
        let texts: Vec<&str> = containers.map(|one| text(one, field)).collect();
        Value::from(texts.join(","))
    };
    [all("/name"), all("/image")]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_rounded_as_upstream_rounds_them() {
        let (minute, hour, day) = (60, 3600, 86_400);
        for (seconds, expected) in [
            (-5, "<invalid>"),
            (-1, "0s"),
            (0, "0s"),
            (119, "119s"),
            (2 * minute, "2m"),
            (2 * minute + 5, "2m5s"),
            (11 * minute + 5, "11m"),
            (3 * hour, "3h"),
            (3 * hour + 5 * minute, "3h5m"),
            (9 * hour + 5 * minute, "9h"),
            (2 * day, "2d"),
            (2 * day + 3 * hour, "2d3h"),
            (9 * day + 3 * hour, "9d"),
            (731 * day, "2y1d"),
            (730 * day, "2y"),
            (10 * 365 * day + 7 * day, "10y"),
        ] {
            assert_eq!(duration(seconds), expected);
        }
    }
}
