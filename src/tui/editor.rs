//! The pane in which the text of mapRoles is edited: a text, what EKS would make of it, and the keys.

pub(super) mod buffer;
pub(super) mod glyph;

use std::cell::Cell;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::planner::EditVerdict;
use crate::wizard::{Answer, AnswerError, AwsAuthWay, Effect, Msg, PageId, QuestionId};

use super::EditorOutcome;
use super::screen::{Screen, Wish};
use buffer::TextBuffer;

/// How many lines a screenful is.
const PAGE: isize = 10;

/// A text that is being edited.
#[derive(Clone, Debug, Default)]
pub(super) struct EditorView {
    /// The text.
    pub(super) buffer: TextBuffer,
    /// What it comes to; none before it was looked at.
    pub(super) verdict: Option<EditVerdict>,
    /// Whether the pane is in front. A draft is kept while it is not.
    pub(super) is_open: bool,
    /// The first line and the first column that the last frame showed.
    pub(super) scroll: Cell<(usize, usize)>,
}

impl Screen {
    /// Whether the question under the cursor is about the text of aws-auth, so that it can be edited.
    pub(super) fn can_edit_text(&self) -> bool {
        let asked = self.option().map(|question| question.id);
        self.wizard.page == PageId::Options
            && matches!(asked, Some(QuestionId::AwsAuthWay | QuestionId::AwsAuthText))
            && self.wizard.aws_auth_way() == AwsAuthWay::Text
    }

    /// Opens the pane on the draft, else on the text that was taken, else on the one that is there.
    pub(super) fn open_editor(&mut self) {
        self.wizard.complaint = None;
        if self.view.editor.verdict.is_none() {
            let taken = self.wizard.edited_aws_auth_text().map(|text| text.exact().to_owned());
            let text = taken.unwrap_or_else(|| self.wizard.present_aws_auth_text().to_owned());
            self.view.editor = EditorView { buffer: TextBuffer::new(&text), ..EditorView::default() };
        }
        self.view.editor.is_open = true;
        self.judge_text();
    }

    /// Leaves the pane. A text that was not taken stays as a draft.
    pub(super) fn close_editor(&mut self) {
        let text = self.view.editor.buffer.text();
        let taken = self.wizard.edited_aws_auth_text().map(crate::domain::VerbatimText::exact);
        let is_draft = text != taken.unwrap_or_else(|| self.wizard.present_aws_auth_text());
        self.wizard.complaint = None;
        self.view.editor.is_open = false;
        if is_draft {
            self.view.notice = Some("ui-notice-editor-draft");
        } else {
            self.view.editor = EditorView::default();
        }
    }

    fn judge_text(&mut self) {
        self.view.editor.verdict = self.wizard.judge_aws_auth_text(self.view.editor.buffer.text());
    }

    /// A key that is none of the table's.
    pub(super) fn edit_text(&mut self, event: KeyEvent) {
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        let buffer = &mut self.view.editor.buffer;
        let before = buffer.text().len();
        let mut fits = true;
        match event.code {
            KeyCode::Home if ctrl => buffer.first(),
            KeyCode::End if ctrl => buffer.last(),
            KeyCode::Char('a') if ctrl => buffer.home(),
            KeyCode::Char('e') if ctrl => buffer.end(),
            KeyCode::Char('k') if ctrl => buffer.delete_line(),
            KeyCode::Char(c) if !ctrl && !event.modifiers.contains(KeyModifiers::ALT) => {
                fits = buffer.insert(c.encode_utf8(&mut [0; 4]));
            }
            KeyCode::Enter => fits = buffer.insert("\n"),
            // A tab is no space in YAML: the key goes to the next even column by spaces.
            KeyCode::Tab => fits = buffer.insert(if buffer.caret().1.is_multiple_of(2) { "  " } else { " " }),
            KeyCode::Backspace => buffer.backspace(),
            KeyCode::Delete => buffer.delete(),
            KeyCode::Left => buffer.left(),
            KeyCode::Right => buffer.right(),
            KeyCode::Up => buffer.down(-1),
            KeyCode::Down => buffer.down(1),
            KeyCode::PageUp => buffer.down(-PAGE),
            KeyCode::PageDown => buffer.down(PAGE),
            KeyCode::Home => buffer.home(),
            KeyCode::End => buffer.end(),
            _ => return,
        }
        self.text_edited(fits, before);
    }

    /// Pastes into the text; nothing in it confirms anything.
    pub(super) fn paste_text(&mut self, text: &str) {
        let before = self.view.editor.buffer.text().len();
        let fits = self.view.editor.buffer.insert(text);
        self.text_edited(fits, before);
    }

    fn text_edited(&mut self, fits: bool, before: usize) {
        if !fits {
            self.view.notice = Some("ui-notice-editor-too-long");
        }
        // Moving about in a large text reads nothing anew: every edit but one that came to nothing has another length.
        if self.view.editor.buffer.text().len() != before {
            self.wizard.complaint = None;
            self.judge_text();
        }
    }

    /// Puts the caret where the first trouble is.
    pub(super) fn go_to_trouble(&mut self) {
        let finding = self.view.editor.verdict.as_ref().and_then(|verdict| {
            let placed = verdict.findings.iter().filter_map(|finding| finding.place.as_ref());
            placed.map(|place| (place.line, place.column)).next()
        });
        if let Some((line, column)) = finding {
            self.view.editor.buffer.go_to(line, column);
        }
    }

    pub(super) fn undo_text(&mut self, again: bool) {
        let buffer = &mut self.view.editor.buffer;
        let is_moved = if again { buffer.redo() } else { buffer.undo() };
        if is_moved {
            self.wizard.complaint = None;
            self.judge_text();
        }
    }

    /// Puts EMR's entry where option 1 would put it.
    pub(super) fn put_entry(&mut self) {
        match self.wizard.with_emr_entry(self.view.editor.buffer.text()) {
            Ok(text) if text == self.view.editor.buffer.text() => {
                self.view.notice = Some("ui-notice-editor-has-entry");
            }
            Ok(text) => self.put_text(&text),
            Err(complaint) => self.wizard.complaint = Some(complaint),
        }
    }

    fn put_text(&mut self, text: &str) {
        self.wizard.complaint = None;
        if !self.view.editor.buffer.replace(text) {
            self.view.notice = Some("ui-notice-editor-too-long");
        }
        self.judge_text();
    }

    /// Answers with the text. One that would not do is not taken, and its place shown.
    pub(super) fn take_text(&mut self) -> Vec<Effect> {
        let text = self.view.editor.buffer.text().to_owned();
        let effects = self.send(Msg::Answered { question: QuestionId::AwsAuthText, answer: Answer::Text(text) });
        match &self.wizard.complaint {
            None => self.view.editor = EditorView::default(),
            // The pane shows the place and says why already.
            Some(AnswerError::AwsAuthText { .. }) => {}
            Some(_) => self.view.editor.is_open = false,
        }
        effects
    }

    /// Asks for the person's own editor.
    pub(super) fn edit_outside(&mut self) {
        self.wish(Wish::EditOutside(self.view.editor.buffer.text().to_owned()));
    }

    /// What came of the person's own editor.
    pub fn edited_outside(&mut self, outcome: EditorOutcome) {
        self.mark();
        self.view.notice = match outcome {
            EditorOutcome::Edited(text) => {
                self.view.notice = None;
                self.put_text(&text);
                return;
            }
            EditorOutcome::Unchanged => Some("ui-notice-editor-unchanged"),
            EditorOutcome::Failed => Some("ui-notice-editor-failed"),
            EditorOutcome::None => Some("ui-notice-editor-none"),
        };
    }
}
