//! Whose session it is, as lines for people.

use crate::domain::SessionLabel;
use crate::domain::observed::Caller;
use crate::domain::sign_in::SignInNote;
use crate::text::{Catalog, describe};

/// Where the calls go, where it is not simply AWS: a practice world, or another address.
pub(super) fn session_head(catalog: &Catalog, label: &SessionLabel) -> Vec<String> {
    let world = label.sandbox.as_ref().map(|world| catalog.format("report-sandbox", &[("world", world.into())]));
    let endpoint = label.endpoint_override.as_ref();
    let endpoint = endpoint.map(|endpoint| catalog.format("report-endpoint", &[("endpoint", endpoint.into())]));
    world.into_iter().chain(endpoint).collect()
}

/// Whose credentials they are, where from, where the calls go, and what else to know about that.
pub fn session_lines(catalog: &Catalog, label: &SessionLabel, caller: &Caller, notes: &[SignInNote]) -> Vec<String> {
    let mut lines = session_head(catalog, label);
    let alias = caller.alias.seen().map(|alias| format!(" ({alias})")).unwrap_or_default();
    lines.push(format!("{}{alias}  {}", caller.account, caller.arn));
    if label.sandbox.is_none() {
        lines.push(catalog.format("report-credentials", &[("credentials", (&label.credentials).into())]));
    }
    lines.extend(notes.iter().map(|note| describe::sign_in_note(catalog, note)));
    lines
}
