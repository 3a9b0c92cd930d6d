//! The YAML of one section as a tree with byte offsets.

use std::rc::Rc;

use granit_parser::ScalarStyle;

use super::finding::FindingCode;
use super::scalar::ScalarType;

/// One YAML node.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// Byte offset of the first character; of a block mapping, of its first key.
    pub(super) start: usize,
    /// Byte offset behind the last character; meaningless for block collections.
    pub(super) end: usize,
    /// Number of nodes after aliases are expanded, this one included.
    pub(super) weight: usize,
}

/// What a node holds.
#[derive(Debug)]
pub(super) enum Kind {
    Scalar { text: String, style: ScalarStyle, ty: ScalarType },
    Seq { items: Vec<Rc<Node>>, flow: bool },
    Map { pairs: Vec<(Rc<Node>, Rc<Node>)>, flow: bool },
}

impl Node {
    /// Whether the node is the plain scalar `<<`.
    pub(super) fn is_merge_key(&self) -> bool {
        matches!(&self.kind, Kind::Scalar { text, style: ScalarStyle::Plain, .. } if text == "<<")
    }

    /// The offset behind a node's last character that is not a missing value.
    pub(super) fn content_end(&self) -> Option<usize> {
        match &self.kind {
            Kind::Scalar { .. } => (self.end > self.start).then_some(self.end),
            Kind::Seq { flow: true, .. } | Kind::Map { flow: true, .. } => Some(self.end),
            Kind::Seq { items, .. } => items.iter().rev().find_map(|item| item.content_end()),
            Kind::Map { pairs, .. } => {
                pairs.iter().rev().find_map(|(key, value)| value.content_end().or_else(|| key.content_end()))
            }
        }
    }

    /// Whether the node is a mapping.
    pub(super) fn is_map(&self) -> bool {
        matches!(self.kind, Kind::Map { .. })
    }
}

/// Why EKS takes nothing from a section.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) code: FindingCode,
    pub(super) offset: usize,
    pub(super) detail: String,
}

impl Failure {
    pub(super) fn new(code: FindingCode, offset: usize, detail: impl Into<String>) -> Self {
        Self { code, offset, detail: detail.into() }
    }
}

/// The first document of a section.
#[derive(Debug)]
pub(super) struct Tree {
    /// The document's node; none in an empty text.
    pub(super) root: Option<Rc<Node>>,
    /// Anchors, tags and other things that make a text unsafe to edit: what, where, and its name.
    pub(super) oddities: Vec<(FindingCode, usize, String)>,
}
