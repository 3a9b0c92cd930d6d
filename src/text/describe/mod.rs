//! From data to words. Each function is pure: the same data and language give the same words.
//!
//! `Display` of the types themselves stays English, for logs and JSON; people read these.

use super::Catalog;
use crate::domain::rbac::RuleSet;
use crate::domain::{AuthenticationMode, Method};

mod arn;
mod error;
mod fargate;
mod finding;
mod name;
mod proof;
mod record;
mod sign_in;
mod step;

pub use arn::{role_arn_error, role_elsewhere};
pub use error::{not_looked, port_error, port_error_next, throttled};
pub use fargate::{trust_error, trust_exposure, trust_problem, trust_width};
pub use finding::{finding_evidence, finding_fix, finding_title, group, severity};
pub use name::{name_error, names_or_count, some_names, version_error};
pub use proof::{access_delta, assumption, check, delta_place, outcome, run_end, three_ways, verdict, watch};
pub use record::{progress, record_trouble, run_state, run_state_word, unfinished};
pub use sign_in::{obstacle, obstacle_next, sign_in_note};
pub use step::{action, note, risk, source, step_title, step_what, step_why, undo};

/// A method's name.
pub fn method(catalog: &Catalog, method: Method) -> String {
    catalog.text(&format!("method-{}", method.word()))
}

/// What a method does, in one or two sentences.
pub fn method_summary(catalog: &Catalog, method: Method) -> String {
    catalog.text(&format!("method-{}-summary", method.word()))
}

/// What an authentication mode means, in one line. Its name stays as EKS spells it.
pub fn mode(catalog: &Catalog, mode: AuthenticationMode) -> String {
    let word = mode.as_str().to_ascii_lowercase().replace('_', "-");
    catalog.text(&format!("mode-{word}"))
}

/// A published rule set's name. Keys cannot hold a dot, so `aws-1.22` is looked up as `aws-1-22`.
pub fn rule_set(catalog: &Catalog, rule_set: RuleSet) -> String {
    catalog.text(&format!("rule-set-{}", rule_set.word().replace('.', "-")))
}

#[cfg(test)]
mod tests;
