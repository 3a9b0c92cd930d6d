//! A question as an inquire prompt. The only file that names inquire.

use std::fmt;

use inquire::{Confirm, InquireError, Select, Text};

use crate::error::{ExitCode, ExpectedError};
use crate::text::{Catalog, describe};
use crate::wizard::{Answer, Choice, Question, QuestionId, QuestionKind, Wizard};

/// What the person did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Answered.
    Answer(Answer),
    /// Wants to go back.
    Back,
    /// Wants to leave.
    Leave,
}

/// Asks a person.
pub trait Asker {
    /// Asks one question.
    ///
    /// # Errors
    /// When the terminal fails.
    fn ask(&mut self, wizard: &Wizard, question: &Question, catalog: &Catalog) -> Result<Asked, ExpectedError>;
    /// Says one line.
    fn say(&mut self, line: &str);
}

/// Asks on the terminal.
#[derive(Debug, Default)]
pub struct InquireAsker;

/// A choice with the words beside it.
struct Labelled {
    value: String,
    label: String,
}

impl fmt::Display for Labelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.label)
    }
}

impl Asker for InquireAsker {
    fn ask(&mut self, wizard: &Wizard, question: &Question, catalog: &Catalog) -> Result<Asked, ExpectedError> {
        let words = catalog.text(&format!("question-{}", question.id.word()));
        let asked = match &question.kind {
            QuestionKind::Choose { choices, may_type: false, default } => choose(&words, choices, default, catalog),
            QuestionKind::Choose { choices, may_type: true, default } => {
                let names: Vec<String> = choices.iter().map(|choice| choice.value.to_string()).collect();
                let prompt = Text::new(&words).with_autocomplete(Names(names.clone()));
                let shown = names.join(", ");
                let prompt = prompt.with_help_message(&shown);
                match default {
                    Some(default) => prompt.with_default(default).prompt().map(Answer::Text),
                    None => prompt.prompt().map(Answer::Text),
                }
            }
            QuestionKind::YesNo { default } => {
                let prompt = Confirm::new(&words);
                let prompt = if let Some(default) = default { prompt.with_default(*default) } else { prompt };
                prompt.prompt().map(Answer::Yes)
            }
            QuestionKind::Text { default } => Text::new(&words).with_default(default).prompt().map(Answer::Text),
            QuestionKind::Typed { expected } => {
                let args = [("expected", expected.as_str().into())];
                let help = catalog.format("error-not-typed", &args);
                Text::new(&words).with_help_message(&help).prompt().map(Answer::Text)
            }
        };
        if question.id == QuestionId::Consent
            && let Some(step) = wizard.run.as_ref().and_then(|run| run.awaiting())
        {
            self.say(step.as_str());
        }
        match asked {
            Ok(answer) => Ok(Asked::Answer(answer)),
            Err(InquireError::OperationCanceled) => Ok(Asked::Back),
            Err(InquireError::OperationInterrupted) => Ok(Asked::Leave),
            Err(error) => {
                let line = catalog.format("error-terminal", &[("what", error.to_string().into())]);
                Err(ExpectedError::new(ExitCode::Failure, line))
            }
        }
    }

    #[expect(clippy::print_stderr, reason = "the person's own stream; results go to stdout")]
    fn say(&mut self, line: &str) {
        eprintln!("{line}");
    }
}

fn choose(
    words: &str,
    choices: &[Choice],
    default: &Option<String>,
    catalog: &Catalog,
) -> Result<Answer, InquireError> {
    let labelled: Vec<Labelled> = choices
        .iter()
        .map(|choice| {
            let mut label = catalog.text(&format!("choice-{}", choice.value.as_str().replace('.', "-")));
            if choice.is_recommended {
                label = catalog.format("choice-recommended", &[("choice", label.into())]);
            }
            for finding in &choice.blockers {
                label = format!("{label} [{}]", describe::finding_title(catalog, finding));
            }
            Labelled { value: choice.value.to_string(), label }
        })
        .collect();
    let start = default.as_ref().and_then(|value| labelled.iter().position(|one| one.value == *value));
    let prompt = Select::new(words, labelled).with_starting_cursor(start.unwrap_or(0));
    prompt.prompt().map(|chosen| Answer::Text(chosen.value))
}

/// Names to complete.
#[derive(Clone)]
struct Names(Vec<String>);

impl inquire::Autocomplete for Names {
    fn get_suggestions(&mut self, input: &str) -> Result<Vec<String>, inquire::CustomUserError> {
        Ok(self.0.iter().filter(|name| name.contains(input)).cloned().collect())
    }

    fn get_completion(
        &mut self,
        _input: &str,
        suggestion: Option<String>,
    ) -> Result<inquire::autocompletion::Replacement, inquire::CustomUserError> {
        Ok(suggestion)
    }
}
