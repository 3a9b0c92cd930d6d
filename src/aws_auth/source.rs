//! A section's text, parsed once for reading and for splicing.

use std::rc::Rc;

use super::character::odd_line_break;
use super::finding::FindingCode;
use super::parse::parse;
use super::place::Lines;
use super::reading::{Draft, Style};
use super::scalar::ScalarType;
use super::tree::{Failure, Kind, Node, Tree};

/// Largest text that is parsed: what a whole ConfigMap may hold, in bytes.
pub const MAX_SECTION_BYTES: usize = 1024 * 1024;

/// A section's text, parsed.
#[derive(Debug)]
pub(super) struct Source<'t> {
    pub(super) text: &'t str,
    pub(super) lines: Lines<'t>,
    pub(super) tree: Result<Tree, Failure>,
}

impl<'t> Source<'t> {
    pub(super) fn load(text: &'t str) -> Self {
        if text.len() > MAX_SECTION_BYTES {
            let detail = format!("{} bytes", text.len());
            let failure = Failure { code: FindingCode::TooLarge, offset: 0, detail };
            return Self { text, lines: Lines::new(""), tree: Err(failure) };
        }
        let lines = Lines::new(text);
        let tree = if is_empty_form(text) {
            Ok(Tree { root: None, oddities: odd_line_break(text).into_iter().collect() })
        } else {
            parse(text, &lines)
        };
        Self { text, lines, tree }
    }

    /// The list's items; none (and a finding) when there is no list.
    pub(super) fn items<M: Clone>(&self, reading: &mut Draft<'_, '_, M>) -> Vec<Rc<Node>> {
        let tree = match &self.tree {
            Ok(tree) => tree,
            Err(failure) => {
                reading.style = Style::Unreadable;
                reading.note(failure.code, failure.offset, failure.detail.clone());
                return Vec::new();
            }
        };
        for (code, offset, detail) in &tree.oddities {
            reading.note(*code, *offset, detail.clone());
        }
        match tree.root.as_deref() {
            None | Some(Node { kind: Kind::Scalar { ty: ScalarType::Null, .. }, .. }) => Vec::new(),
            Some(Node { kind: Kind::Seq { items, flow }, start, .. }) => {
                let line_start = self.lines.start_of(self.lines.line_of(*start));
                reading.style = if *flow { Style::Flow } else { Style::Block { indent: start - line_start } };
                items.clone()
            }
            Some(other) => {
                reading.style = Style::Unreadable;
                reading.note(FindingCode::NotAList, other.start, String::new());
                Vec::new()
            }
        }
    }
}

/// Whether a section's text is one of the forms that stand for nothing.
pub(super) fn is_empty_form(text: &str) -> bool {
    matches!(text.trim_start_matches('\u{feff}').trim(), "" | "``" | "\"\"" | "''" | "~" | "null")
}
