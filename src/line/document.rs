//! A text of many lines without a screen: from the person's own editor, or from a file.

use std::cell::Cell;
use std::path::Path;

use crate::domain::editor::{EditorTrouble, TextEditor};
use crate::domain::{OutsideText, VerbatimText};
use crate::error::{ExitCode, ExpectedError};
use crate::text::Catalog;
use crate::wizard::Wizard;

/// Where texts come from.
pub(super) struct Documents<'s> {
    pub(super) editor: &'s dyn TextEditor,
    pub(super) read: &'s dyn Fn(&Path) -> Result<VerbatimText, ExpectedError>,
    /// The text that the editor left last, so that one that was not taken can be mended.
    pub(super) draft: Option<VerbatimText>,
}

/// Why there is no text.
pub(super) enum Untaken {
    /// A signal came.
    Stopped(ExitCode),
    /// For this reason.
    Said(Vec<String>),
}

impl Documents<'_> {
    /// The catalogue key of what is asked.
    pub(super) fn question(&self) -> &'static str {
        if self.editor.is_there() { "question-aws-auth-text" } else { "question-aws-auth-file" }
    }

    /// The text of the file that was named, or what the person makes of the last one in their editor.
    pub(super) fn text(
        &mut self,
        given: &str,
        default: &VerbatimText,
        stopped: &dyn Fn() -> Option<ExitCode>,
        catalog: &Catalog,
    ) -> Result<VerbatimText, Untaken> {
        if !given.is_empty() {
            let read = (self.read)(Path::new(given));
            return read.map_err(|error| Untaken::Said(error.to_string().lines().map(str::to_owned).collect()));
        }
        let begun = self.draft.as_ref().unwrap_or(default).clone();
        let signal = Cell::new(None);
        let mut goes_on = || match stopped() {
            // Ctrl-C at the editor's terminal is for the editor.
            None | Some(ExitCode::Interrupted) => true,
            Some(code) => {
                signal.set(Some(code));
                false
            }
        };
        let edited = self.editor.edit(&begun, &mut goes_on);
        match (edited, signal.get()) {
            (_, Some(code)) => Err(Untaken::Stopped(code)),
            (Ok(edited), None) => {
                let text = edited.unwrap_or(begun);
                self.draft = Some(text.clone());
                Ok(text)
            }
            (Err(trouble), None) => {
                let what = trouble_words(catalog, &trouble);
                Err(Untaken::Said(vec![catalog.format("line-editor-failed", &[("what", what.into())])]))
            }
        }
    }

    /// What a text comes to.
    pub(super) fn told(&self, wizard: &Wizard, text: &VerbatimText, catalog: &Catalog) -> Vec<String> {
        let Some(verdict) = wizard.judge_aws_auth_text(text.exact()) else { return Vec::new() };
        let args = [
            ("entries", verdict.entries.into()),
            ("added", verdict.added.len().into()),
            ("removed", verdict.removed.len().into()),
            ("changed", verdict.changed.len().into()),
        ];
        let mut lines = vec![catalog.format("line-editor-text", &args)];
        let signs = [("-", &verdict.removed), ("~", &verdict.changed), ("+", &verdict.added)];
        lines.extend(signs.into_iter().flat_map(|(sign, all)| all.iter().map(move |one| format!("  {sign} {one}"))));
        lines
    }
}

fn trouble_words(catalog: &Catalog, trouble: &EditorTrouble) -> String {
    let with = |key: &str, program: &OutsideText, why: &OutsideText| {
        catalog.format(key, &[("program", program.into()), ("why", why.into())])
    };
    match trouble {
        EditorTrouble::None => catalog.text("editor-none"),
        EditorTrouble::NotStarted { program, why } => with("editor-not-started", program, why),
        EditorTrouble::Unreadable { program, why } => with("editor-unreadable", program, why),
        EditorTrouble::Ended { program, how } => {
            catalog.format("editor-ended", &[("program", program.into()), ("how", how.into())])
        }
        EditorTrouble::NoRoom { why } => catalog.format("editor-no-room", &[("why", why.into())]),
    }
}
