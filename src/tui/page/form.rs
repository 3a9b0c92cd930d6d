//! A page that shows all of its questions at once: the options of a method, and Fargate.

use ratatui::layout::Rect;

use crate::domain::rbac::RuleSet;
use crate::report::{fargate_choice, fargate_reasons};
use crate::text::describe;
use crate::wizard::{AnswerError, PageId, Question, QuestionId, QuestionKind};

use super::super::canvas::{Canvas, Row, below, paragraph};
use super::super::measure::pad;
use super::super::screen::Screen;
use super::super::theme::Role;
use super::fargate;

/// How far in an answer stands from its question.
const INDENT: &str = "    ";
/// The widest that a field of text is drawn.
const WIDEST_FIELD: usize = 64;

/// The questions as rows, and where in them something special is.
#[derive(Default)]
struct Form {
    rows: Vec<Row>,
    /// The first and the last row of the question under the cursor.
    selected: (usize, usize),
    /// The row that is tinted: the question's own, or of several answers the one that a key would mark.
    tinted: usize,
    /// The caret of the field that takes the keys: column and row.
    caret: Option<(usize, usize)>,
}

pub(super) fn draw(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect) {
    let (main, words) = Screen::split_words(area);
    let questions = screen.options();
    let head = match screen.wizard.page {
        PageId::Fargate => "ui-fargate-question",
        _ if questions.is_empty() => "ui-options-none",
        _ => "ui-options-question",
    };
    let rest = below(screen.head(canvas, main, &screen.text(head), &Row::default()), 1);
    let room = usize::from(rest.width);
    let mut form = Form::default();
    if screen.wizard.page == PageId::Fargate {
        form.rows.extend(fargate::detected(screen, room));
    }
    if questions.is_empty() && screen.wizard.page == PageId::Options {
        form.rows.extend(paragraph(Role::Text, &screen.text("ui-options-none-next"), room));
    }
    if screen.wizard.page == PageId::Options && screen.wizard.offers_fargate() == Some(false) {
        form.rows.extend(paragraph(Role::Dim, &screen.text("ui-fargate-not-offered"), room));
        form.rows.push(Row::default());
    }
    for (at, question) in questions.iter().enumerate() {
        if at > 0 && area.height >= 16 {
            form.rows.push(Row::default());
        }
        form.question(screen, question, at == screen.view.option, room);
    }
    form.put(screen, canvas, rest);
    screen.words(canvas, words);
}

impl Form {
    /// Draws as much as there is room for, the question under the cursor among it.
    fn put(&self, screen: &Screen, canvas: &mut Canvas<'_>, area: Rect) {
        let height = usize::from(area.height);
        let (first, last) = self.selected;
        // The whole question if it fits, and in any case where the keys go.
        let scroll = (last + 1).saturating_sub(height).min(first).max((self.tinted + 1).saturating_sub(height));
        let scroll = canvas.put_rows(area, &self.rows, scroll);
        if screen.options().is_empty() {
            return;
        }
        if let Some(line) = self.tinted.checked_sub(scroll) {
            canvas.tint(area, line, Role::Selected);
        }
        if let (Some((column, row)), None) = (self.caret, &screen.view.overlay) {
            canvas.set_caret(area, column, row.saturating_sub(scroll));
        }
    }

    fn question(&mut self, screen: &Screen, question: &Question, is_selected: bool, room: usize) {
        let is_of_several = question.id.is_about_virtual_clusters() && screen.wizard.answers.namespaces.len() > 1;
        let several = if is_of_several { "-several" } else { "" };
        let label = screen.text(&format!("ui-option-{}{several}", question.id.word()));
        let first = self.rows.len();
        let mark = if is_selected { "> " } else { "  " };
        self.rows.push(Row::of(Role::Text, mark).and(Role::Strong, label));
        if is_selected {
            self.tinted = first;
        }
        match &question.kind {
            QuestionKind::YesNo { default } => {
                let mut row = Row::of(Role::Text, INDENT);
                for (value, key) in [(true, "ui-yes"), (false, "ui-no")] {
                    row.extend(radio(screen.text(key), *default == Some(value)));
                }
                self.rows.push(row);
            }
            QuestionKind::Choose { choices, default, .. } => {
                for choice in choices {
                    let is_on = Some(choice.value.as_str()) == default.as_deref();
                    let mut row = Row::of(Role::Text, INDENT);
                    row.extend(radio(choice_name(screen, question.id, choice.value.as_str()), is_on));
                    self.rows.push(row);
                }
                if let (QuestionId::FargateRole, Some(chosen)) = (question.id, default) {
                    self.reasons(screen, chosen, room);
                }
            }
            QuestionKind::Several { choices, default } => {
                for (at, choice) in choices.iter().enumerate() {
                    let value = choice.value.as_str();
                    let is_front = is_selected && at == screen.view.option_item;
                    if is_front {
                        self.tinted = self.rows.len();
                    }
                    let is_on = default.iter().any(|chosen| chosen == value);
                    let mark = if is_on { "[x] " } else { "[ ] " };
                    let role = if is_on { Role::Strong } else { Role::Dim };
                    let name = choice_name(screen, question.id, value);
                    let indent = if is_front { "  > " } else { INDENT };
                    self.rows.push(Row::of(Role::Text, indent).and(role, format!("{mark}{name}")));
                }
            }
            QuestionKind::Text { default } => self.text(screen, question.id, default, is_selected, room),
            QuestionKind::Document { .. } => self.rows.push(document(screen)),
            QuestionKind::Typed { .. } => {}
        }
        if is_selected {
            self.selected = (first, self.rows.len().saturating_sub(1));
        }
    }

    /// What is wrong with the chosen role, or could not be told.
    fn reasons(&mut self, screen: &Screen, role: &str, room: usize) {
        for reason in fargate_reasons(&screen.catalog, &screen.wizard, role) {
            for line in paragraph(Role::Dim, &reason, room.saturating_sub(INDENT.len())) {
                let mut row = Row::of(Role::Text, INDENT);
                row.extend(line);
                self.rows.push(row);
            }
        }
    }

    /// A field of text, and what is wrong with it as it stands, at once.
    fn text(&mut self, screen: &Screen, question: QuestionId, default: &str, is_selected: bool, room: usize) {
        let inner = room.saturating_sub(INDENT.len() + 1);
        let width = inner.min(WIDEST_FIELD);
        let field = &screen.view.option_field;
        let (shown, caret) = if is_selected { field.shown(width) } else { (default, 0) };
        if is_selected {
            self.caret = Some((INDENT.len() + caret, self.rows.len()));
        }
        self.rows.push(Row::of(Role::Text, INDENT).and(Role::Field, pad(shown, width)));
        let Err(error) = screen.wizard.check_text(question, field.text()) else { return };
        // The same words come with the complaint, once Enter was pressed.
        if !is_selected || matches!(screen.wizard.complaint, Some(AnswerError::Name(_))) {
            return;
        }
        for mut row in paragraph(Role::Bad, &describe::name_error(&screen.catalog, &error), inner) {
            let mut indented = Row::of(Role::Text, INDENT);
            indented.extend(std::mem::take(&mut row));
            self.rows.push(indented);
        }
    }
}

/// What became of the text so far.
fn document(screen: &Screen) -> Row {
    let row = Row::of(Role::Text, INDENT);
    let wizard = &screen.wizard;
    let Some(text) = wizard.edited_aws_auth_text() else {
        return row.and(Role::Dim, screen.text("ui-editor-untouched"));
    };
    if wizard.is_aws_auth_text_stale() {
        return row.and(Role::Warn, screen.text("ui-editor-stale"));
    }
    let Some(verdict) = wizard.judge_aws_auth_text(text.exact()) else { return row };
    let args = [
        ("added", verdict.added.len().into()),
        ("removed", verdict.removed.len().into()),
        ("changed", verdict.changed.len().into()),
    ];
    let role = if verdict.is_grave() { Role::Warn } else { Role::Strong };
    row.and(role, screen.catalog.format("ui-editor-edited", &args))
}

fn radio(name: String, is_on: bool) -> Row {
    let mark = if is_on { "(•) " } else { "( ) " };
    let role = if is_on { Role::Strong } else { Role::Dim };
    Row::of(role, format!("{mark}{name}   "))
}

fn choice_name(screen: &Screen, question: QuestionId, word: &str) -> String {
    match question {
        QuestionId::RuleSet => match RuleSet::ALL.into_iter().find(|set| set.word() == word) {
            Some(set) => describe::rule_set(&screen.catalog, set),
            None => word.to_owned(),
        },
        id if id.is_about_fargate() => fargate_choice(&screen.catalog, &screen.wizard, question, word),
        _ => screen.text(&format!("ui-option-{}-{word}", question.word())),
    }
}
