//! With which details?

use ratatui::layout::Rect;

use crate::domain::rbac::RuleSet;
use crate::text::describe;
use crate::wizard::{AnswerError, Question, QuestionId, QuestionKind};

use super::super::canvas::{Canvas, Row, below, paragraph};
use super::super::measure::pad;
use super::super::screen::Screen;
use super::super::theme::Role;

pub(super) fn draw(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect) {
    let (main, words) = Screen::split_words(area);
    let questions = screen.options();
    let key = if questions.is_empty() { "ui-options-none" } else { "ui-options-question" };
    let mut rest = below(screen.head(canvas, main, &screen.text(key), &Row::default()), 1);
    let room = usize::from(rest.width);
    if questions.is_empty() {
        let rows = paragraph(Role::Text, &screen.text("ui-options-none-next"), room);
        canvas.put_rows(rest, &rows, 0);
    }
    for (at, question) in questions.iter().enumerate() {
        let used = draw_question(screen, canvas, rest, question, at == screen.view.option);
        rest = below(rest, used + usize::from(area.height >= 16));
    }
    screen.words(canvas, words);
}

/// Draws a question; answers how many lines it took.
fn draw_question(
    screen: &Screen,
    canvas: &mut Canvas<'_>,
    area: Rect,
    question: &Question,
    is_selected: bool,
) -> usize {
    let is_of_several = question.id.is_about_virtual_clusters() && screen.wizard.answers.namespaces.len() > 1;
    let several = if is_of_several { "-several" } else { "" };
    let label = screen.text(&format!("ui-option-{}{several}", question.id.word()));
    canvas.put_item(area, 0, &Row::of(Role::Strong, label), is_selected);
    let inner = Rect { x: area.x + 4, width: area.width.saturating_sub(4), ..below(area, 1) };
    match &question.kind {
        QuestionKind::YesNo { default } => {
            let mut row = Row::default();
            for (value, key) in [(true, "ui-yes"), (false, "ui-no")] {
                row.extend(radio(screen.text(key), *default == Some(value)));
            }
            canvas.put(inner, 0, &row);
            2
        }
        QuestionKind::Choose { choices, default, .. } => {
            for (line, choice) in choices.iter().enumerate() {
                let is_on = Some(choice.value.as_str()) == default.as_deref();
                canvas.put(inner, line, &radio(choice_name(screen, question.id, choice.value.as_str()), is_on));
            }
            1 + choices.len()
        }
        QuestionKind::Text { default } => {
            let room = usize::from(inner.width).saturating_sub(1).min(64);
            let text = &screen.view.option_field;
            let (shown, caret) = if is_selected { text.shown(room) } else { (default.as_str(), 0) };
            canvas.put(inner, 0, &Row::of(Role::Field, pad(shown, room)));
            if is_selected && screen.view.overlay.is_none() {
                canvas.set_caret(inner, caret, 0);
            }
            text_problem(screen, canvas, inner, is_selected)
        }
        QuestionKind::Several { .. } | QuestionKind::Typed { .. } => 1,
    }
}

/// What is wrong with the text as it stands, at once.
fn text_problem(screen: &Screen, canvas: &mut Canvas<'_>, inner: Rect, is_selected: bool) -> usize {
    let parsed = screen.wizard.check_virtual_cluster_name(screen.view.option_field.text());
    let Err(error) = parsed else {
        return 2;
    };
    // The same words come with the complaint, once Enter was pressed.
    if !is_selected || matches!(screen.wizard.complaint, Some(AnswerError::Name(_))) {
        return 2;
    }
    let words = describe::name_error(&screen.catalog, &error);
    let rows = paragraph(Role::Bad, &words, usize::from(inner.width));
    canvas.put_rows(below(inner, 1), &rows, 0);
    2 + rows.len()
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
        _ => screen.text(&format!("ui-option-{}-{word}", question.word())),
    }
}
