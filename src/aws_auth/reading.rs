//! The outcome of reading a section, and how it is put together.

use std::collections::{BTreeMap, HashMap};
use std::ops::{Range, RangeInclusive};

use super::finding::{Finding, FindingCode, MAX_FINDINGS};
use super::mapping::RoleMapping;
use super::source::Source;
use super::tree::Node;

/// How a section is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Nothing in it, or one of the forms that stand for nothing (`""`, `''`, two backticks, `null`, only comments).
    Empty,
    /// `- ` items.
    Block {
        /// Columns before each item's `-`.
        indent: usize,
    },
    /// `[...]`, JSON included.
    Flow,
    /// Not a list, or not readable.
    Unreadable,
}

/// One entry that the authenticator keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<M> {
    /// What it maps.
    pub mapping: M,
    /// First and last line of its content, from 1.
    pub lines: RangeInclusive<usize>,
    /// Byte range of its content, without the `- ` before it.
    pub bytes: Range<usize>,
}

/// What the authenticator makes of one section's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading<M = RoleMapping> {
    /// The entries that it keeps, in the order of the text, overridden ones included.
    pub entries: Vec<Entry<M>>,
    /// What is odd or wrong, at most 200.
    pub findings: Vec<Finding>,
    /// How many more findings there are.
    pub findings_left_out: usize,
    /// What is in force by the authenticator's key (see [`RoleMapping::key`]): the last entry of each ARN.
    pub effective: BTreeMap<String, M>,
    /// How the section is written.
    pub style: Style,
    /// Kept apart because `findings` has a limit.
    failure: Option<Finding>,
    edit_blocker: Option<Finding>,
}

impl<M> Reading<M> {
    /// The finding that makes EKS take nothing from this section, if there is one.
    #[must_use]
    pub fn failure(&self) -> Option<&Finding> {
        self.failure.as_ref()
    }

    /// The first finding for which this section is never edited, if there is one.
    #[must_use]
    pub fn edit_blocker(&self) -> Option<&Finding> {
        self.edit_blocker.as_ref()
    }
}

/// A reading in the making.
pub(super) struct Draft<'s, 't, M> {
    pub(super) source: &'s Source<'t>,
    pub(super) entries: Vec<Entry<M>>,
    findings: Vec<Finding>,
    left_out: usize,
    latest: HashMap<String, usize>,
    pub(super) style: Style,
    failure: Option<Finding>,
    edit_blocker: Option<Finding>,
}

impl<'s, 't, M: Clone> Draft<'s, 't, M> {
    pub(super) fn new(source: &'s Source<'t>) -> Self {
        Self {
            source,
            entries: Vec::new(),
            findings: Vec::new(),
            left_out: 0,
            latest: HashMap::new(),
            style: Style::Empty,
            failure: None,
            edit_blocker: None,
        }
    }

    pub(super) fn note(&mut self, code: FindingCode, offset: usize, detail: String) {
        let fails = code.empties_section() && self.failure.is_none();
        let blocks = code.blocks_edit() && self.edit_blocker.is_none();
        let listed = self.findings.len() < MAX_FINDINGS;
        if !(fails || blocks || listed) {
            self.left_out += 1;
            return;
        }
        let finding = Finding { code, place: self.source.lines.place(offset), detail };
        if fails {
            self.failure = Some(finding.clone());
        }
        if blocks {
            self.edit_blocker = Some(finding.clone());
        }
        if listed {
            self.findings.push(finding);
        } else {
            self.left_out += 1;
        }
    }

    /// Keeps an entry; gives the index of an earlier one with the same key.
    pub(super) fn keep(&mut self, key: String, mapping: M, item: &Node) -> Option<usize> {
        let end = item.content_end().unwrap_or(item.start);
        let lines = &self.source.lines;
        let span = lines.line_of(item.start)..=lines.line_of(end.saturating_sub(1).max(item.start));
        self.entries.push(Entry { mapping, lines: span, bytes: item.start..end });
        self.latest.insert(key, self.entries.len() - 1)
    }

    pub(super) fn finish(self) -> Reading<M> {
        let in_force = self.latest.into_iter();
        let effective = in_force.map(|(key, at)| (key, self.entries[at].mapping.clone())).collect();
        Reading {
            entries: self.entries,
            findings: self.findings,
            findings_left_out: self.left_out,
            effective,
            style: self.style,
            failure: self.failure,
            edit_blocker: self.edit_blocker,
        }
    }
}
