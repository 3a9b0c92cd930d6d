//! What the screen remembers beside the wizard: cursors, fields, scrolls, what lies over the page.

use std::borrow::Cow;
use std::time::Duration;

use crate::domain::name::NameError;

use super::editor::EditorView;
use super::field::Field;

/// What lies over the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Overlay {
    /// Explanations, one of them in front.
    Explain {
        /// Their topics; never empty.
        topics: Vec<String>,
        /// The one in front.
        index: usize,
        /// The first line shown.
        scroll: usize,
    },
    /// All keys that work on the page.
    Help {
        /// The first line shown.
        scroll: usize,
    },
    /// The opened pane.
    Zoom {
        /// The first line shown.
        scroll: usize,
    },
    /// Whether to leave.
    Leave,
}

/// The line of a list that stands for a name that is typed.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Typed {
    /// Nothing is typed yet: the line invites to it.
    Invitation,
    /// A name that could be.
    Name(String),
}

/// What is on a line of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// A row, by its place in the wizard's list.
    Row(usize),
    /// The typed name.
    Typed,
}

/// A list with a filter.
#[derive(Clone, Debug, Default)]
pub(super) struct ListView {
    /// The rows that fit the filter, as places in the wizard's list, best first.
    pub(super) order: Vec<usize>,
    /// The line for a typed name: which line it is, and what it says.
    pub(super) typed: Option<(usize, Typed)>,
    /// What is wrong with a name as it is typed.
    pub(super) problem: Option<NameError>,
    /// The line under the cursor.
    pub(super) cursor: usize,
    /// The answer's value of the row under the cursor, so that the cursor stays on it while rows come in.
    pub(super) key: Option<String>,
    /// Whether the person moved the cursor; until then it goes to the default.
    pub(super) is_touched: bool,
    /// The values of the marked rows, and names marked as they were typed, in that order.
    pub(super) marks: Vec<String>,
    /// What was typed.
    pub(super) filter: Field,
    /// Whether the field takes the keys.
    pub(super) is_typing: bool,
    /// Whether what is typed is meant as a new name.
    pub(super) is_naming: bool,
}

impl ListView {
    /// The list as it is when its page comes to the front again: filter and marks are kept, nothing is typed.
    pub(super) fn anew(&self) -> Self {
        Self { filter: self.filter.clone(), marks: self.marks.clone(), ..Self::default() }
    }

    /// Whether a value is marked.
    pub(super) fn is_marked(&self, value: &str) -> bool {
        self.marks.iter().any(|mark| mark == value)
    }

    /// Marks a value, or takes its mark away.
    pub(super) fn turn_mark(&mut self, value: &str) {
        if self.is_marked(value) {
            self.marks.retain(|mark| mark != value);
        } else {
            self.marks.push(value.to_owned());
        }
    }

    /// Marks all of these; if all are marked already, takes their marks away.
    pub(super) fn turn_marks(&mut self, values: &[String]) {
        if values.iter().all(|value| self.is_marked(value)) {
            self.marks.retain(|mark| !values.contains(mark));
        } else {
            let new: Vec<String> = values.iter().filter(|value| !self.is_marked(value)).cloned().collect();
            self.marks.extend(new);
        }
    }

    /// How many lines there are.
    pub(super) fn lines(&self) -> usize {
        self.order.len() + usize::from(self.typed.is_some())
    }

    /// What is on a line.
    pub(super) fn item(&self, line: usize) -> Option<Item> {
        match &self.typed {
            Some((at, _)) if *at == line => Some(Item::Typed),
            Some((at, _)) if *at < line => self.order.get(line - 1).copied().map(Item::Row),
            _ => self.order.get(line).copied().map(Item::Row),
        }
    }

    /// What is under the cursor.
    pub(super) fn front(&self) -> Option<Item> {
        self.item(self.cursor)
    }

    /// Puts the cursor on the row that it was on, or on the first of these values that is listed. While a name is being
    /// typed the cursor is on its line.
    pub(super) fn settle<'r>(&mut self, value: impl Fn(usize) -> Cow<'r, str>, wanted: &[Option<String>]) {
        if let (true, Some((at, _))) = (self.is_naming, &self.typed) {
            self.cursor = *at;
        } else {
            let place = |wanted: &String| {
                (0..self.lines()).find(|line| match self.item(*line) {
                    Some(Item::Row(at)) => value(at) == *wanted,
                    Some(Item::Typed) | None => false,
                })
            };
            let kept = self.key.as_ref().and_then(place);
            let first = || wanted.iter().flatten().find_map(place);
            let cursor = if self.is_touched { kept } else { first().or(kept) };
            self.cursor = cursor.unwrap_or(self.cursor).min(self.lines().saturating_sub(1));
        }
        self.key = match self.front() {
            Some(Item::Row(at)) => Some(value(at).into_owned()),
            Some(Item::Typed) | None => None,
        };
    }
}

/// The tabs of the review page's lower pane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum ReviewTab {
    /// What preflight found.
    Findings,
    /// The change of the step under the cursor.
    #[default]
    Diff,
    /// The same as commands.
    Commands,
    /// What it needs.
    Permissions,
    /// How it is undone.
    Undo,
    /// Who gains what, over the whole plan.
    Access,
}

impl ReviewTab {
    /// All of them, in order.
    pub(super) const ALL: [Self; 6] =
        [Self::Diff, Self::Commands, Self::Permissions, Self::Undo, Self::Access, Self::Findings];

    /// The word for it in catalogue keys.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Findings => "findings",
            Self::Diff => "diff",
            Self::Commands => "commands",
            Self::Permissions => "permissions",
            Self::Undo => "undo",
            Self::Access => "access",
        }
    }
}

/// The review page.
#[derive(Clone, Debug, Default)]
pub(super) struct ReviewView {
    /// The row under the cursor, in the order shown.
    pub(super) cursor: usize,
    /// The tab in front.
    pub(super) tab: ReviewTab,
    /// The pane's first line.
    pub(super) scroll: usize,
    /// The cluster's name as typed so far.
    pub(super) typed: Field,
    /// Whether the field takes the keys.
    pub(super) is_typing: bool,
}

/// The tabs of the run page's larger pane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum RunTab {
    /// The calls of the chosen step.
    #[default]
    Log,
    /// The change that the awaited step would make.
    Change,
    /// Commands: of the awaited step, or of the rest.
    Commands,
    /// How it ended and what to do next.
    Result,
}

impl RunTab {
    /// The word for it in catalogue keys.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::Change => "change",
            Self::Commands => "commands",
            Self::Result => "result",
        }
    }
}

/// The run page.
#[derive(Clone, Debug, Default)]
pub(super) struct RunPane {
    /// The chosen step; none follows the one under way.
    pub(super) cursor: Option<usize>,
    /// The tab in front.
    pub(super) tab: RunTab,
    /// The pane's first line; none shows the newest.
    pub(super) scroll: Option<usize>,
    /// When the newest event came in, by the screen's clock, and what the run's clock said.
    pub(super) seen: Option<(Duration, u64)>,
}

/// Everything the screen remembers.
#[derive(Clone, Debug, Default)]
pub(super) struct View {
    /// What lies over the page.
    pub(super) overlay: Option<Overlay>,
    /// The sign-in page's cursor.
    pub(super) sign_in: usize,
    /// The marked regions of the sign-in page, in the order of the marks.
    pub(super) regions: Vec<String>,
    /// The code of an MFA device as typed so far.
    pub(super) code: Field,
    /// The clusters.
    pub(super) clusters: ListView,
    /// The namespaces.
    pub(super) namespaces: ListView,
    /// The method page's cursor.
    pub(super) method: usize,
    /// The options page's cursor.
    pub(super) option: usize,
    /// Of a question with several answers, the one that a key would mark.
    pub(super) option_item: usize,
    /// The text of the options page's field, while it differs from the answer.
    pub(super) option_field: Field,
    /// The text of aws-auth that is being edited.
    pub(super) editor: EditorView,
    /// The review page.
    pub(super) review: ReviewView,
    /// The run page.
    pub(super) run: RunPane,
    /// The proof's first line.
    pub(super) proof_scroll: usize,
    /// A short word to the person, as a catalogue key.
    pub(super) notice: Option<&'static str>,
}
