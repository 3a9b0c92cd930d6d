//! The words for real data, in both languages. Whether every key is there is checked in `tests/it/catalogue.rs`.

mod refused;
mod told;

use super::*;
use crate::domain::name::NameError;
use crate::text::Lang;

fn both() -> [Catalog; 2] {
    Lang::ALL.map(Catalog::new)
}

/// No key in brackets, no argument left open, nothing empty.
fn complete(words: &str) {
    assert!(!words.is_empty());
    assert!(!words.starts_with('['), "{words}");
    assert!(!words.contains("{$"), "{words}");
}

fn name<T: std::str::FromStr<Err = NameError>>(text: &str) -> T {
    text.parse().unwrap()
}
