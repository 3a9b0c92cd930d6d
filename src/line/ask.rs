//! A question as a prompt: inquire's, or a word typed by hand where something dangerous is asked. The only file that
//! names inquire.

use std::fmt;
use std::io::{Write, stderr};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::execute;
use crossterm::terminal::{disable_raw_mode, enable_raw_mode, is_raw_mode_enabled};
use inquire::{Confirm, InquireError, MultiSelect, Password, PasswordDisplayMode, Select, Text};

use super::document::{Documents, Untaken};
use super::word::{self, Word};
use crate::domain::VerbatimText;
use crate::domain::editor::TextEditor;
use crate::domain::outside::{escape, escaped};
use crate::error::{ExitCode, ExpectedError};
use crate::report::fargate_choice;
use crate::text::{Catalog, describe};
use crate::wizard::{Answer, Choice, Question, QuestionId, QuestionKind, Wizard};

/// How long to wait for a prompt before looking whether the process was told to stop.
const GLANCE: Duration = Duration::from_millis(50);

/// The longest time in which a prompt that was begun takes the terminal.
const TAKING: Duration = Duration::from_secs(1);

/// What the person did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Answered.
    Answer(Answer),
    /// Wants to go back.
    Back,
    /// Wants to leave, or a signal came; how to end where nothing was written.
    Leave(ExitCode),
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
pub struct InquireAsker<'s> {
    stopped: &'s dyn Fn() -> Option<ExitCode>,
    suspended: &'s dyn Fn() -> bool,
    documents: Documents<'s>,
}

impl<'s> InquireAsker<'s> {
    /// An asker that gives up once `stopped` says so, and that gives the terminal back before that while `suspended`. A
    /// text of many lines comes from the person's own editor, or from a file that `read` reads.
    pub fn new(
        stopped: &'s dyn Fn() -> Option<ExitCode>,
        suspended: &'s dyn Fn() -> bool,
        editor: &'s dyn TextEditor,
        read: &'s dyn Fn(&Path) -> Result<VerbatimText, ExpectedError>,
    ) -> Self {
        Self { stopped, suspended, documents: Documents { editor, read, draft: None } }
    }
}

/// A prompt, ready to be shown.
type Prompt = Box<dyn FnOnce() -> Result<Answer, InquireError> + Send>;

/// A choice with the words beside it.
struct Labelled {
    value: String,
    label: String,
}

impl fmt::Display for Labelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&escaped(&self.label))
    }
}

impl Asker for InquireAsker<'_> {
    fn ask(&mut self, wizard: &Wizard, question: &Question, catalog: &Catalog) -> Result<Asked, ExpectedError> {
        let is_of_several = question.id.is_about_virtual_clusters() && wizard.answers.namespaces.len() > 1;
        let several = if is_of_several { "-several" } else { "" };
        let word = match question.id {
            QuestionId::OneWay if wizard.makes_aws_auth() => "create-aws-auth",
            QuestionId::OneWay if wizard.edits_gravely() => "edit-aws-auth",
            QuestionId::OneWay if !wizard.has_one_way_step() => "protected",
            id => id.word(),
        };
        let words = escape(catalog.text(&format!("question-{word}{several}")));
        match (question.id, &question.kind) {
            (_, QuestionKind::Document { default }) => self.document(wizard, default, catalog),
            (QuestionId::MfaCode, _) => self.show(hidden(words), catalog),
            // A name from the settings is its own label.
            (QuestionId::Profile, QuestionKind::Choose { choices, default, .. }) => {
                let labelled = choices.iter().map(plain).collect();
                self.show(select(words, labelled, default.clone()), catalog)
            }
            (QuestionId::OneWay | QuestionId::OwnRole, _) => {
                self.by_hand(&words, catalog, |typed| Some(Answer::Text(typed.to_owned())))
            }
            (QuestionId::Approve, _) => self.by_hand(&format!("{words} [y/n]"), catalog, |typed| match typed {
                "y" | "yes" => Some(Answer::Yes(true)),
                "n" | "no" => Some(Answer::Yes(false)),
                _ => None,
            }),
            (QuestionId::Consent, QuestionKind::Choose { choices, .. }) => {
                for choice in choices {
                    self.say(&format!("  {} = {}", letter(choice), label(choice, catalog)));
                }
                let letters: Vec<String> = choices.iter().map(|choice| letter(choice).to_owned()).collect();
                let line = format!("{words} [{}]", letters.join("/"));
                self.by_hand(&line, catalog, |typed| {
                    let chosen = choices.iter().find(|choice| letter(choice) == typed)?;
                    Some(Answer::Text(chosen.value.to_string()))
                })
            }
            (id, _) if id.is_about_fargate() => self.show(about_fargate(words, wizard, question, catalog), catalog),
            (_, kind) => self.show(prompt(words, kind, catalog), catalog),
        }
    }

    fn say(&mut self, line: &str) {
        // The person's own stream; results go to stdout.
        let _ = writeln!(stderr(), "{}", escaped(line));
    }
}

impl InquireAsker<'_> {
    /// Asks for a text of many lines until there is one.
    fn document(&mut self, wizard: &Wizard, default: &VerbatimText, catalog: &Catalog) -> Result<Asked, ExpectedError> {
        loop {
            let words = catalog.text(self.documents.question());
            let given = match self.show(Box::new(move || Text::new(&words).prompt().map(Answer::Text)), catalog)? {
                Asked::Answer(Answer::Text(given)) => given,
                other => return Ok(other),
            };
            match self.documents.text(given.trim(), default, self.stopped, catalog) {
                Ok(text) => {
                    self.documents.told(wizard, &text, catalog).iter().for_each(|line| self.say(line));
                    return Ok(Asked::Answer(Answer::Text(text.exact().to_owned())));
                }
                Err(Untaken::Stopped(code)) => return Ok(Asked::Leave(code)),
                Err(Untaken::Said(lines)) => lines.iter().for_each(|line| self.say(line)),
            }
        }
    }

    /// Asks for a word until there is one that is an answer.
    fn by_hand(
        &self,
        line: &str,
        catalog: &Catalog,
        answer: impl Fn(&str) -> Option<Answer>,
    ) -> Result<Asked, ExpectedError> {
        let pasted = catalog.text("ui-notice-paste-does-not-confirm");
        loop {
            let word = match word::ask(line, &pasted, self.stopped, self.suspended) {
                Ok(word) => word,
                Err(error) => return self.fail(catalog, &error.to_string()),
            };
            match word {
                Word::Typed(typed) => {
                    if let Some(answer) = answer(typed.trim()) {
                        return Ok(Asked::Answer(answer));
                    }
                }
                Word::Back => return Ok(Asked::Back),
                Word::Leave => return Ok(Asked::Leave(ExitCode::Interrupted)),
                Word::Stopped(code) => return Ok(Asked::Leave(code)),
            }
        }
    }

    /// A prompt that failed. Where its terminal went away, the signal that says so may come a little later.
    fn fail(&self, catalog: &Catalog, what: &str) -> Result<Asked, ExpectedError> {
        let by = Instant::now() + TAKING;
        while Instant::now() < by {
            if let Some(code) = (self.stopped)() {
                return Ok(Asked::Leave(code));
            }
            std::thread::park_timeout(GLANCE);
        }
        Err(broken(catalog, what))
    }

    /// Shows a prompt on a thread of its own: inquire waits for a key without end, and a signal has to end that wait.
    fn show(&self, prompt: Prompt, catalog: &Catalog) -> Result<Asked, ExpectedError> {
        let (sender, receiver) = channel();
        let thread = std::thread::Builder::new().name("prompt".to_owned());
        // Nobody hears the answer if a signal was faster.
        let shown = thread.spawn(move || drop(sender.send(prompt())));
        shown.map_err(|error| broken(catalog, &error.to_string()))?;
        loop {
            match receiver.recv_timeout(GLANCE) {
                Ok(Ok(answer)) => return Ok(Asked::Answer(answer)),
                Ok(Err(InquireError::OperationCanceled)) => return Ok(Asked::Back),
                Ok(Err(InquireError::OperationInterrupted)) => return Ok(Asked::Leave(ExitCode::Interrupted)),
                Ok(Err(error)) => return self.fail(catalog, &error.to_string()),
                Err(RecvTimeoutError::Disconnected) => return Err(broken(catalog, "prompt")),
                Err(RecvTimeoutError::Timeout) => {}
            }
            let is_suspended = (self.suspended)();
            if is_suspended {
                let _ = execute!(stderr(), DisableBracketedPaste, Show);
                let _ = disable_raw_mode();
            }
            let stopped = (self.stopped)();
            if is_suspended {
                // Its line is drawn again at the next key.
                let _ = enable_raw_mode();
                let _ = execute!(stderr(), EnableBracketedPaste);
            }
            if let Some(code) = stopped {
                // The prompt's thread cannot be woken; what it did to the terminal, or is about to, is undone here.
                wait_until_taken(&receiver);
                let _ = execute!(stderr(), DisableBracketedPaste, Show);
                let _ = disable_raw_mode();
                let _ = writeln!(stderr());
                return Ok(Asked::Leave(code));
            }
        }
    }
}

/// Waits until a prompt has taken the terminal, or is over: only then is giving it back the last word.
fn wait_until_taken(prompt: &Receiver<Result<Answer, InquireError>>) {
    let by = Instant::now() + TAKING;
    while !is_raw_mode_enabled().unwrap_or(true) && Instant::now() < by {
        match prompt.recv_timeout(GLANCE) {
            Err(RecvTimeoutError::Timeout) => {}
            Ok(_) | Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

fn broken(catalog: &Catalog, what: &str) -> ExpectedError {
    ExpectedError::new(ExitCode::Failure, catalog.format("error-terminal", &[("what", what.into())]))
}

/// The letter for a word on a step, the same as on the full screen.
fn letter(choice: &Choice) -> &'static str {
    match choice.value.as_str() {
        "yes" => "y",
        "stop" => "s",
        _ => "m",
    }
}

fn prompt(words: String, kind: &QuestionKind, catalog: &Catalog) -> Prompt {
    match kind.clone() {
        QuestionKind::Choose { choices, may_type: false, default } => choose(words, &choices, default, catalog),
        QuestionKind::Choose { choices, may_type: true, default } => names(words, &choices, default),
        QuestionKind::Several { choices, default } => {
            names(words, &choices, (!default.is_empty()).then(|| default.join(", ")))
        }
        QuestionKind::YesNo { default } => Box::new(move || {
            let prompt = Confirm::new(&words);
            let prompt = if let Some(default) = default { prompt.with_default(default) } else { prompt };
            prompt.prompt().map(Answer::Yes)
        }),
        QuestionKind::Text { default } => {
            Box::new(move || Text::new(&words).with_default(&default).prompt().map(Answer::Text))
        }
        QuestionKind::Typed { .. } | QuestionKind::Document { .. } => {
            Box::new(move || Text::new(&words).prompt().map(Answer::Text))
        }
    }
}

/// The choices about Fargate carry what was seen of each.
fn about_fargate(words: String, wizard: &Wizard, question: &Question, catalog: &Catalog) -> Prompt {
    let labelled = |choices: &[Choice]| -> Vec<Labelled> {
        let value = |choice: &Choice| choice.value.to_string();
        let label = |choice: &Choice| fargate_choice(catalog, wizard, question.id, choice.value.as_str());
        choices.iter().map(|choice| Labelled { value: value(choice), label: label(choice) }).collect()
    };
    match &question.kind {
        QuestionKind::Choose { choices, default, .. } => select(words, labelled(choices), default.clone()),
        QuestionKind::Several { choices, default } => several(words, labelled(choices), default),
        kind => prompt(words, kind, catalog),
    }
}

/// Any number of choices, those of the default marked.
fn several(words: String, labelled: Vec<Labelled>, default: &[String]) -> Prompt {
    let marked: Vec<usize> =
        labelled.iter().enumerate().filter(|(_, one)| default.contains(&one.value)).map(|(at, _)| at).collect();
    Box::new(move || {
        let chosen = MultiSelect::new(&words, labelled).with_default(&marked).prompt()?;
        let values: Vec<String> = chosen.into_iter().map(|one| one.value).collect();
        Ok(Answer::Text(values.join(" ")))
    })
}

/// A line to type into, with what there is below it.
fn names(words: String, choices: &[Choice], default: Option<String>) -> Prompt {
    let names: Vec<String> = choices.iter().map(|choice| escape(choice.value.to_string())).collect();
    Box::new(move || {
        let shown = names.join(", ");
        let prompt = Text::new(&words).with_autocomplete(Names(names)).with_help_message(&shown);
        match default {
            Some(default) => prompt.with_default(&default).prompt().map(Answer::Text),
            None => prompt.prompt().map(Answer::Text),
        }
    })
}

fn label(choice: &Choice, catalog: &Catalog) -> String {
    catalog.text(&format!("choice-{}", choice.value.as_str().replace('.', "-")))
}

fn choose(words: String, choices: &[Choice], default: Option<String>, catalog: &Catalog) -> Prompt {
    let labelled: Vec<Labelled> = choices
        .iter()
        .map(|choice| {
            let mut label = label(choice, catalog);
            if choice.is_recommended {
                label = catalog.format("choice-recommended", &[("choice", label.into())]);
            }
            for finding in &choice.blockers {
                label = format!("{label} [{}]", describe::finding_title(catalog, finding));
            }
            Labelled { value: choice.value.to_string(), label }
        })
        .collect();
    select(words, labelled, default)
}

fn plain(choice: &Choice) -> Labelled {
    Labelled { value: choice.value.to_string(), label: choice.value.to_string() }
}

/// A code that nobody should read over the shoulder.
fn hidden(words: String) -> Prompt {
    Box::new(move || {
        let prompt = Password::new(&words).without_confirmation().with_display_mode(PasswordDisplayMode::Masked);
        prompt.prompt().map(Answer::Text)
    })
}

fn select(words: String, labelled: Vec<Labelled>, default: Option<String>) -> Prompt {
    let start = default.and_then(|value| labelled.iter().position(|one| one.value == value));
    Box::new(move || {
        let prompt = Select::new(&words, labelled).with_starting_cursor(start.unwrap_or(0));
        prompt.prompt().map(|chosen| Answer::Text(chosen.value))
    })
}

/// Names to complete.
#[derive(Clone)]
struct Names(Vec<String>);

impl inquire::Autocomplete for Names {
    fn get_suggestions(&mut self, input: &str) -> Result<Vec<String>, inquire::CustomUserError> {
        // Of several names the last is being typed; the others stay as they are.
        let start = input.rfind([',', ' ']).map_or(0, |at| at + 1);
        let (before, last) = input.split_at(start);
        Ok(self.0.iter().filter(|name| name.contains(last)).map(|name| format!("{before}{name}")).collect())
    }

    fn get_completion(
        &mut self,
        _input: &str,
        suggestion: Option<String>,
    ) -> Result<inquire::autocompletion::Replacement, inquire::CustomUserError> {
        Ok(suggestion)
    }
}
