//! The evaluation of IAM policies, as the IAM user guide describes it: what identity policies say to one question.
//!
//! An explicit deny wins over every allow, and what nothing allows is denied implicitly. A statement speaks when its
//! action, its resource and all of its conditions match.

mod condition;
mod operator;
mod pattern;
mod place;
mod statement;

use std::collections::{BTreeMap, BTreeSet};

use condition::Condition;
use pattern::Pattern;
use statement::{Effect, Names, Statement};

pub(super) use operator::is_operator;
pub(super) use place::{Place, Span};

/// The version of the policy language that knows variables.
const WITH_VARIABLES: &str = "2012-10-17";

/// The values of condition keys; the names of keys are compared without case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::sandbox) struct Context(BTreeMap<String, Vec<String>>);

impl Context {
    /// Sets the one value of a key.
    pub(in crate::sandbox) fn set(&mut self, key: &str, value: impl Into<String>) {
        self.set_all(key, vec![value.into()]);
    }

    /// Sets the values of a key that may have many.
    pub(in crate::sandbox) fn set_all(&mut self, key: &str, values: Vec<String>) {
        self.0.insert(key.to_lowercase(), values);
    }

    fn get(&self, key: &str) -> Option<&[String]> {
        self.0.get(&key.to_lowercase()).map(Vec::as_slice).filter(|values| !values.is_empty())
    }

    /// Returns what a policy variable stands for: a key of one value.
    fn variable(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            [value] => Some(value),
            _ => None,
        }
    }
}

/// A policy that is ready to be evaluated.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::sandbox) struct Policy {
    /// The name that results give it.
    pub(super) id: String,
    /// What kind of policy it is, as results spell it.
    pub(super) kind: &'static str,
    has_variables: bool,
    statements: Vec<Statement>,
}

impl Policy {
    /// Reads a policy document.
    ///
    /// # Errors
    /// What is wrong with the document.
    pub(in crate::sandbox) fn parse(id: &str, kind: &'static str, text: &str) -> Result<Policy, String> {
        let document: serde_json::Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let has_variables = document["Version"] == WITH_VARIABLES;
        let statements = statement::read(&document, text)?;
        Ok(Policy { id: id.to_owned(), kind, has_variables, statements })
    }
}

/// Whether something may be done to a resource.
#[derive(Clone, Copy, Debug)]
pub(in crate::sandbox) struct Question<'a> {
    /// The action, `service:Name`.
    pub(in crate::sandbox) action: &'a str,
    /// The ARN of the resource, or `*`.
    pub(in crate::sandbox) resource: &'a str,
    /// What is known of the circumstances.
    pub(in crate::sandbox) context: &'a Context,
}

/// What policies say to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sandbox) enum Decision {
    /// A statement allows it and none denies it.
    Allowed,
    /// A statement denies it.
    ExplicitDeny,
    /// No statement speaks of it.
    ImplicitDeny,
}

impl Decision {
    /// Returns the word that the API uses.
    pub(super) fn word(self) -> &'static str {
        match self {
            Decision::Allowed => "allowed",
            Decision::ExplicitDeny => "explicitDeny",
            Decision::ImplicitDeny => "implicitDeny",
        }
    }
}

/// A statement that decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Matched<'a> {
    /// The policy's name.
    pub(super) policy: &'a str,
    /// The policy's kind.
    pub(super) kind: &'static str,
    /// Where in the document it stands.
    pub(super) span: Span,
}

/// The answer to a question, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::sandbox) struct Verdict<'a> {
    /// The answer.
    pub(in crate::sandbox) decision: Decision,
    /// The statements that decided: after an explicit deny only those that deny.
    pub(super) matched: Vec<Matched<'a>>,
    /// The condition keys that were asked for and have no value.
    pub(super) missing: BTreeSet<String>,
}

/// Puts the question to all policies together.
pub(in crate::sandbox) fn evaluate<'a>(policies: &'a [Policy], question: Question<'_>) -> Verdict<'a> {
    let mut missing = BTreeSet::new();
    let mut allowing = Vec::new();
    let mut denying = Vec::new();
    for policy in policies {
        let asked = Asked { question, has_variables: policy.has_variables };
        for statement in &policy.statements {
            if !asked.is_about(statement) {
                continue;
            }
            let keys = statement.conditions.iter().map(|condition| condition.key.as_str());
            missing.extend(keys.filter(|key| question.context.get(key).is_none()).map(str::to_owned));
            if !statement.conditions.iter().all(|condition| asked.holds(condition)) {
                continue;
            }
            let matched = Matched { policy: &policy.id, kind: policy.kind, span: statement.span };
            match statement.effect {
                Effect::Allow => allowing.push(matched),
                Effect::Deny => denying.push(matched),
            }
        }
    }
    let (decision, matched) = match (denying.is_empty(), allowing.is_empty()) {
        (false, _) => (Decision::ExplicitDeny, denying),
        (true, false) => (Decision::Allowed, allowing),
        (true, true) => (Decision::ImplicitDeny, Vec::new()),
    };
    Verdict { decision, matched, missing }
}

/// A question as it is put to one policy.
#[derive(Clone, Copy)]
struct Asked<'a> {
    question: Question<'a>,
    has_variables: bool,
}

impl Asked<'_> {
    /// Reads a pattern; `None` when it holds a variable that has no value, and thus matches nothing.
    fn pattern(&self, text: &str) -> Option<Pattern> {
        if self.has_variables {
            Pattern::with_variables(text, |key| self.question.context.variable(key))
        } else {
            Some(Pattern::new(text))
        }
    }

    fn is_about(&self, statement: &Statement) -> bool {
        let Question { action, resource, .. } = self.question;
        // Actions have no variables, and are compared without case.
        statement.actions.has(|name| Pattern::new(&name.to_lowercase()).matches(&action.to_lowercase()))
            && statement.resources.has(|name| self.pattern(name).is_some_and(|pattern| pattern.matches(resource)))
    }

    fn holds(&self, condition: &Condition) -> bool {
        condition.holds(self.question.context.get(&condition.key), |text| self.pattern(text))
    }
}

impl Names {
    fn has(&self, matches: impl Fn(&str) -> bool) -> bool {
        match self {
            Names::Listed(names) => names.iter().any(|name| matches(name)),
            Names::AllBut(names) => !names.iter().any(|name| matches(name)),
        }
    }
}

#[cfg(test)]
mod tests;
