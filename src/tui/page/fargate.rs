//! What was seen of Fargate, above the questions about it.

use super::super::canvas::{Row, paragraph};
use super::super::screen::Screen;
use super::super::theme::Role;
use crate::report::fargate_seen;

/// The profiles that take pods of the chosen namespaces, or that they are still being read.
pub(super) fn detected(screen: &Screen, room: usize) -> Vec<Row> {
    let mut rows = match screen.wizard.fargate_facts() {
        Some(_) => {
            let lines = fargate_seen(&screen.catalog, &screen.wizard);
            lines.iter().flat_map(|line| paragraph(Role::Dim, line, room)).collect()
        }
        None if screen.wizard.looks_at_fargate() => vec![screen.waiting(&screen.text("ui-fargate-looking"))],
        None => Vec::new(),
    };
    rows.push(Row::default());
    rows
}
