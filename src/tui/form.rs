//! Keys on a page that shows all of its questions at once.

use crate::wizard::{Answer, AnswerError, Effect, Msg, QuestionId, QuestionKind};

use super::screen::Screen;

impl Screen {
    pub(super) fn move_option(&mut self, to: usize) {
        // What was wrong with the page as a whole keeps nobody from going where it can be mended.
        self.wizard.complaint = None;
        let effects = self.commit_option();
        debug_assert!(effects.is_empty(), "an option asks nothing of the outside");
        if self.wizard.complaint.is_none() && self.view.option != to {
            self.view.option = to;
            self.view.option_item = 0;
            self.load_option_field();
        }
    }

    /// Answers with the options page's field, if it differs from the answer.
    pub(super) fn commit_option(&mut self) -> Vec<Effect> {
        let Some(question) = self.option() else {
            return Vec::new();
        };
        match &question.kind {
            QuestionKind::Text { default } if default != self.view.option_field.text() => {
                let text = self.view.option_field.text().to_owned();
                self.answer(question.id, &text)
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn turn_option(&mut self, next: impl Fn(usize, usize) -> usize) -> Vec<Effect> {
        let Some(question) = self.option() else {
            return Vec::new();
        };
        let answer = match &question.kind {
            QuestionKind::YesNo { default } => Answer::Yes(!default.unwrap_or(false)),
            QuestionKind::Choose { choices, default, .. } => {
                let at = choices.iter().position(|c| Some(c.value.as_str()) == default.as_deref()).unwrap_or(0);
                match choices.get(next(at, choices.len())) {
                    Some(choice) => Answer::Text(choice.value.to_string()),
                    None => return Vec::new(),
                }
            }
            QuestionKind::Several { choices, .. } => {
                self.view.option_item = next(self.view.option_item, choices.len());
                return Vec::new();
            }
            QuestionKind::Text { .. } | QuestionKind::Document { .. } | QuestionKind::Typed { .. } => {
                return Vec::new();
            }
        };
        self.answer_option(question.id, answer)
    }

    pub(super) fn answer_option(&mut self, question: QuestionId, answer: Answer) -> Vec<Effect> {
        let effects = self.send(Msg::Answered { question, answer });
        self.load_option_field();
        effects
    }

    /// Turns a yes into a no, or marks one of several answers.
    pub(super) fn toggle(&mut self) -> Vec<Effect> {
        let Some(question) = self.option() else { return Vec::new() };
        let QuestionKind::Several { choices, default } = question.kind else { return self.turn(true) };
        let Some(choice) = choices.get(self.view.option_item) else { return Vec::new() };
        let value = choice.value.as_str();
        let is_on = default.iter().any(|chosen| chosen == value);
        // In the order in which they are shown.
        let chosen = choices.iter().map(|choice| choice.value.as_str());
        let chosen = chosen.filter(|one| if *one == value { !is_on } else { default.iter().any(|on| on == one) });
        let words: Vec<&str> = chosen.collect();
        self.answer_option(question.id, Answer::Text(words.join(" ")))
    }

    /// Puts the cursor on the question that keeps the page from being left.
    pub(super) fn go_to_complaint(&mut self) {
        if !matches!(self.wizard.complaint, Some(AnswerError::NoSubnets { .. })) {
            return;
        }
        let subnets = self.options().iter().position(|question| question.id == QuestionId::FargateSubnets);
        self.view.option = subnets.unwrap_or(self.view.option);
        self.view.option_item = 0;
    }
}
