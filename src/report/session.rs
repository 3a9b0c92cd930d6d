//! Whose session it is, as lines for people.

use crate::domain::SessionLabel;
use crate::domain::observed::Caller;
use crate::domain::sign_in::SignInNote;
use crate::text::{Catalog, describe};

/// Whose credentials they are, where from, where the calls go, and what else to know about that.
pub fn session_lines(catalog: &Catalog, label: &SessionLabel, caller: &Caller, notes: &[SignInNote]) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(world) = &label.sandbox {
        lines.push(catalog.format("report-sandbox", &[("world", world.into())]));
    }
    let alias = caller.alias.seen().map(|alias| format!(" ({alias})")).unwrap_or_default();
    lines.push(format!("{}{alias}  {}", caller.account, caller.arn));
    if label.sandbox.is_none() {
        lines.push(catalog.format("report-credentials", &[("credentials", (&label.credentials).into())]));
    }
    if let Some(endpoint) = &label.endpoint_override {
        lines.push(catalog.format("report-endpoint", &[("endpoint", endpoint.into())]));
    }
    lines.extend(notes.iter().map(|note| describe::sign_in_note(catalog, note)));
    lines
}
