//! Words for the role that runs pods on Fargate.

use crate::domain::trust::{Exposure, Problem, TrustError, TrustWidth};
use crate::text::Catalog;

/// Why a trust policy does not let Fargate in, or cannot be judged.
pub fn trust_problem(catalog: &Catalog, problem: &Problem) -> String {
    let key = format!("trust-problem-{}", problem.word());
    match problem {
        Problem::NotNamed => catalog.text(&key),
        Problem::Denied { statement } => catalog.format(&key, &[("statement", (*statement).into())]),
        Problem::OtherAction { statement, seen }
        | Problem::OtherSource { statement, seen }
        | Problem::OtherClusters { statement, seen }
        | Problem::SomeProfiles { statement, seen }
        | Problem::OtherAccount { statement, seen }
        | Problem::Undecided { statement, seen } => {
            catalog.format(&key, &[("statement", (*statement).into()), ("seen", seen.into())])
        }
    }
}

/// Through what strangers come in.
pub fn trust_exposure(catalog: &Catalog, exposure: &Exposure) -> String {
    let key = format!("trust-exposure-{}", exposure.word());
    match exposure {
        Exposure::NoCondition { statement } => catalog.format(&key, &[("statement", (*statement).into())]),
        Exposure::AnyAccount { statement, seen } | Exposure::NamedAccount { statement, seen } => {
            catalog.format(&key, &[("statement", (*statement).into()), ("seen", seen.into())])
        }
    }
}

/// Why a trust policy cannot be read, with the place.
pub fn trust_error(catalog: &Catalog, error: &TrustError) -> String {
    match error {
        TrustError::DuplicateKey { key, line, column } => catalog.format(
            "trust-error-duplicate-key",
            &[("key", key.into()), ("line", (*line).into()), ("column", (*column).into())],
        ),
        TrustError::NotJson { line, column, message } => catalog.format(
            "trust-error-not-json",
            &[("line", (*line).into()), ("column", (*column).into()), ("message", message.into())],
        ),
        TrustError::NotAPolicy { what } => catalog.format("trust-error-not-a-policy", &[("what", (*what).into())]),
    }
}

/// For which profiles a role may be assumed.
pub fn trust_width(catalog: &Catalog, width: TrustWidth) -> String {
    catalog.text(&format!("trust-width-{}", width.word()))
}
