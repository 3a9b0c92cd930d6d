//! How aws-auth is edited by the manual method: one entry by itself, or the whole text by hand.

use super::decide::Taken;
use super::{AnswerError, QuestionKind, Wizard};
use crate::domain::{Method, OutsideText, VerbatimText};
use crate::planner::{EditVerdict, MAP_ROLES, judge_edit, with_emr_entry};

/// How EMR's entry gets into aws-auth: the two options of AWS's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AwsAuthWay {
    /// Option 1: the one entry is added by itself.
    Entry,
    /// Option 2: a person edits the text.
    Text,
}

impl AwsAuthWay {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Entry, Self::Text];

    /// The word for it in answers and catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::Entry => "entry",
            Self::Text => "text",
        }
    }
}

/// A text of `mapRoles` as a person left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditedText {
    /// The text.
    pub text: VerbatimText,
    /// The text that was there when it was edited; none where nobody compared it with one, as with a file.
    pub base: Option<VerbatimText>,
}

impl Wizard {
    /// How aws-auth is edited: as answered, or as a flag that names a file says.
    pub fn aws_auth_way(&self) -> AwsAuthWay {
        let by_flag = if self.preset.aws_auth_text.is_some() { AwsAuthWay::Text } else { AwsAuthWay::Entry };
        self.answers.aws_auth_way.unwrap_or(by_flag)
    }

    /// Whether there is an aws-auth to edit by this method.
    pub(super) fn edits_aws_auth(&self) -> bool {
        let is_there = self.observed.ready().is_some_and(|observed| observed.aws_auth.seen().is_some());
        self.answers.method == Some(Method::Manual) && is_there
    }

    /// The text of `mapRoles` as it is; empty where the key is not there.
    pub fn present_aws_auth_text(&self) -> &str {
        let object = self.observed.ready().and_then(|observed| observed.aws_auth.seen());
        object.and_then(|object| object.data.get(MAP_ROLES)).map(VerbatimText::exact).unwrap_or_default()
    }

    /// The text as it was edited, or as a flag's file has it; none before there is one.
    pub fn edited_aws_auth_text(&self) -> Option<&VerbatimText> {
        self.answers.aws_auth_text.as_ref().map(|edited| &edited.text).or(self.preset.aws_auth_text.as_ref())
    }

    /// What an edited text comes to; none before aws-auth was seen.
    pub fn judge_aws_auth_text(&self, text: &str) -> Option<EditVerdict> {
        judge_edit(self.observed.ready()?, text)
    }

    /// A text with EMR's entry where option 1 would put it.
    ///
    /// # Errors
    /// Why it cannot be put in.
    pub fn with_emr_entry(&self, text: &str) -> Result<String, AnswerError> {
        let observed = self.observed.ready().ok_or(AnswerError::NotAsked)?;
        with_emr_entry(observed, text).map_err(|finding| AnswerError::AwsAuthText { finding })
    }

    /// Whether the text that is to be planned is there and was made of the one that is there now.
    ///
    /// # Errors
    /// What is missing.
    pub(super) fn aws_auth_is_ready(&self) -> Result<(), AnswerError> {
        if !self.edits_aws_auth() || self.aws_auth_way() == AwsAuthWay::Entry {
            return Ok(());
        }
        match self.edited_aws_auth_text() {
            None => Err(AnswerError::NoAwsAuthText),
            Some(_) if self.is_aws_auth_text_stale() => Err(AnswerError::AwsAuthMoved),
            Some(_) => Ok(()),
        }
    }

    /// Whether aws-auth was changed since its text was edited. A text that is there already, say by the run that just
    /// ended, asks for nothing more.
    pub fn is_aws_auth_text_stale(&self) -> bool {
        let Some(EditedText { text, base: Some(base) }) = &self.answers.aws_auth_text else { return false };
        let present = self.present_aws_auth_text();
        base.exact() != present && text.exact() != present
    }

    /// The text to plan; none adds the one entry.
    pub(super) fn aws_auth_text_to_plan(&self) -> Option<VerbatimText> {
        let is_by_hand = self.answers.method == Some(Method::Manual) && self.aws_auth_way() == AwsAuthWay::Text;
        self.edited_aws_auth_text().filter(|_| is_by_hand).cloned()
    }

    pub(super) fn aws_auth_kind(&self) -> QuestionKind {
        let text = self.edited_aws_auth_text().map_or_else(|| self.present_aws_auth_text(), VerbatimText::exact);
        QuestionKind::Document { default: VerbatimText::new(text) }
    }

    pub(super) fn answer_aws_auth_way(&mut self, word: &str) -> Taken {
        let way = AwsAuthWay::ALL.into_iter().find(|way| way.word() == word);
        let not_offered = || AnswerError::NotOffered { given: OutsideText::message(word) };
        self.answers.aws_auth_way = Some(way.ok_or_else(not_offered)?);
        Ok(Vec::new())
    }

    /// Takes a text that can be planned. One that takes something from others is taken: that has a word of its own.
    pub(super) fn answer_aws_auth_text(&mut self, given: &str) -> Taken {
        let verdict = self.judge_aws_auth_text(given).ok_or(AnswerError::NotAsked)?;
        if let Some(finding) = verdict.blocker() {
            return Err(AnswerError::AwsAuthText { finding: Box::new(finding.clone()) });
        }
        let base = Some(VerbatimText::new(self.present_aws_auth_text()));
        self.answers.aws_auth_text = Some(EditedText { text: VerbatimText::new(given), base });
        Ok(Vec::new())
    }
}
