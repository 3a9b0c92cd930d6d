//! Words for failed calls and for facts that are missing.

use crate::domain::{NotLooked, PortError, PortErrorKind};
use crate::text::Catalog;

/// A failed call in two or three lines: what happened, the service's own words, what to do next.
pub fn port_error(catalog: &Catalog, error: &PortError) -> String {
    let what = catalog.text(&format!("port-error-{}", word(error.kind)));
    let mut lines = vec![catalog.format(
        "port-error",
        &[("service", (&error.service).into()), ("operation", (&error.operation).into()), ("what", what.into())],
    )];
    lines.extend(said(catalog, error));
    lines.push(port_error_next(catalog, error.kind));
    lines.join("\n")
}

/// What to do after a failed call.
pub fn port_error_next(catalog: &Catalog, kind: PortErrorKind) -> String {
    catalog.text(&format!("port-error-{}-next", word(kind)))
}

fn said(catalog: &Catalog, error: &PortError) -> Option<String> {
    let said = match &error.code {
        Some(code) if error.message.is_empty() => code.to_string(),
        Some(code) => format!("{code}: {}", error.message),
        None if error.message.is_empty() => return None,
        None => error.message.to_string(),
    };
    let service = ("service", (&error.service).into());
    Some(match &error.request_id {
        Some(id) => {
            catalog.format("port-error-said-request", &[service, ("said", said.into()), ("request", id.into())])
        }
        None => catalog.format("port-error-said", &[service, ("said", said.into())]),
    })
}

fn word(kind: PortErrorKind) -> &'static str {
    match kind {
        PortErrorKind::Denied => "denied",
        PortErrorKind::Unauthenticated => "unauthenticated",
        PortErrorKind::NotFound => "not-found",
        PortErrorKind::Conflict => "conflict",
        PortErrorKind::AlreadyExists => "already-exists",
        PortErrorKind::Throttled => "throttled",
        PortErrorKind::Invalid => "invalid",
        PortErrorKind::Unreachable => "unreachable",
        PortErrorKind::Unknown => "unknown",
        PortErrorKind::Unexpected => "unexpected",
    }
}

/// Why a fact is missing, in one line with the service's own words.
pub fn not_looked(catalog: &Catalog, why: &NotLooked) -> String {
    match why {
        NotLooked::NotNeeded => catalog.text("not-looked-not-needed"),
        NotLooked::Denied { message } => catalog.format("not-looked-denied", &[("message", message.into())]),
        NotLooked::NotRecognised { message } => {
            catalog.format("not-looked-not-recognised", &[("message", message.into())])
        }
        NotLooked::Unreachable { message, .. } => {
            catalog.format("not-looked-unreachable", &[("message", message.into())])
        }
        NotLooked::Unsupported => catalog.text("not-looked-unsupported"),
        NotLooked::Failed { message } => catalog.format("not-looked-failed", &[("message", message.into())]),
    }
}
