//! What the authenticator makes of a section: YAML to JSON, JSON into its structs, entry by entry.

use super::decode::{FromFields, decode_fields, note_duplicate_keys};
use super::finding::FindingCode;
use super::mapping::UserMapping;
use super::place::is_deceptive;
use super::reading::{Draft, Reading};
use super::scalar::ScalarType;
use super::source::Source;
use super::tree::{Kind, Node};

/// Reads `mapRoles`.
#[must_use]
pub fn read_map_roles(text: &str) -> Reading {
    read_roles(&Source::load(text))
}

/// Reads `mapRoles` from a parsed text.
pub(super) fn read_roles(source: &Source<'_>) -> Reading {
    read_entries(source)
}

/// Reads `mapUsers`. Which of two entries wins whose ARNs differ only in case is random there, so the key keeps its case.
#[must_use]
pub fn read_map_users(text: &str) -> Reading<UserMapping> {
    read_entries(&Source::load(text))
}

/// Reads `mapAccounts`: account ids as they are written, unquoted numbers included.
#[must_use]
pub fn read_map_accounts(text: &str) -> Reading<String> {
    let source = Source::load(text);
    let mut reading = Draft::new(&source);
    for item in source.items(&mut reading) {
        match &item.kind {
            Kind::Scalar { ty: ScalarType::Null, .. } => {}
            Kind::Scalar { text: id, .. } => {
                if id.len() != 12 || !id.bytes().all(|b| b.is_ascii_digit()) {
                    reading.note(FindingCode::BadAccount, item.start, id.clone());
                }
                reading.keep(id.clone(), id.clone(), &item);
            }
            Kind::Seq { .. } | Kind::Map { .. } => {
                reading.note(FindingCode::BadAccount, item.start, String::new());
            }
        }
    }
    reading.finish()
}

fn read_entries<M: FromFields>(source: &Source<'_>) -> Reading<M> {
    let mut reading = Draft::new(source);
    for item in source.items(&mut reading) {
        let Kind::Map { pairs, .. } = &item.kind else {
            reading.note(FindingCode::ItemNotMapping, item.start, String::new());
            continue;
        };
        note_duplicate_keys(pairs, &mut reading);
        let fields = decode_fields::<M>(&item, &mut reading);
        match M::from_fields(fields) {
            Err(code) => reading.note(code, item.start, String::new()),
            Ok(mapping) => {
                note_values(&mapping, &item, &mut reading);
                keep_entry(mapping, &item, &mut reading);
            }
        }
    }
    reading.finish()
}

fn keep_entry<M: FromFields>(mapping: M, item: &Node, reading: &mut Draft<'_, '_, M>) {
    let Some(earlier) = reading.keep(mapping.key(), mapping.clone(), item) else {
        return;
    };
    let old = &reading.entries[earlier];
    let code = if old.mapping == mapping { FindingCode::Repeated } else { FindingCode::Overridden };
    let (offset, arn) = (old.bytes.start, mapping.parts().0.to_owned());
    reading.note(code, offset, arn);
}

fn note_values<M: FromFields>(mapping: &M, item: &Node, reading: &mut Draft<'_, '_, M>) {
    let (arn, username, groups) = mapping.parts();
    if let Some(code) = mapping.arn_finding() {
        reading.note(code, item.start, arn.to_owned());
    }
    if username.is_empty() {
        reading.note(FindingCode::NoUsername, item.start, arn.to_owned());
    }
    for group in groups.iter().filter(|group| group.contains(" - ")) {
        reading.note(FindingCode::JoinedGroups, item.start, group.clone());
    }
    let values = [arn, username].into_iter().chain(groups.iter().map(String::as_str));
    for value in values.filter(|value| value.chars().any(is_deceptive)) {
        reading.note(FindingCode::DeceptiveText, item.start, value.to_owned());
    }
}
