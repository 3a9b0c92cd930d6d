//! What looking a cluster over comes to, as data.

use serde::Serialize;

use super::Question;
use crate::domain::rbac::RuleSet;
use crate::domain::{Fact, OutsideText, Source};
use crate::plan::finding::Group;
use crate::plan::{Finding, Severity};
use crate::planner::hand_off::HandOff;

/// Something that was looked at and is as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fine {
    /// What was asked.
    pub question: Question,
    /// What about.
    pub subject: OutsideText,
    /// What was seen.
    pub seen: OutsideText,
    /// The published rules that a Role equals.
    pub rule_set: Option<RuleSet>,
    /// Which call showed it.
    pub source: Option<Source>,
}

/// How one question ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    /// Looked, and fine.
    Fine(Fine),
    /// Looked, and there is something to say.
    Found(Finding),
    /// Nobody could look.
    Blind(Finding),
}

impl Check {
    /// The finding, where it is one.
    pub fn finding(&self) -> Option<&Finding> {
        match self {
            Self::Fine(_) => None,
            Self::Found(finding) | Self::Blind(finding) => Some(finding),
        }
    }
}

/// The answers about one subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The subject.
    pub group: Group,
    /// The answers; never empty.
    pub checks: Vec<Check>,
}

/// Everything that was looked over.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnosis {
    /// By subject, in the order of [`Group::ALL`].
    pub sections: Vec<Section>,
    /// What would have to be granted, for whoever can.
    pub hand_off: Option<HandOff>,
}

/// What a diagnosis comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Health {
    /// Nothing is wrong.
    Clean,
    /// Something is wrong, or could not be looked at and matters.
    NotClean,
    /// Rights are missing, and nothing else stands in the way.
    MissingRights,
}

impl Diagnosis {
    /// The findings, in order.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.sections.iter().flat_map(|section| &section.checks).filter_map(Check::finding)
    }

    /// What it comes to. What is only good to know does not count; where rights are missing, neither does a warning about
    /// something else, which stands in nobody's way.
    pub fn health(&self) -> Health {
        let (rights, others): (Vec<&Finding>, Vec<&Finding>) = self
            .findings()
            .filter(|finding| finding.severity() >= Severity::Warning)
            .partition(|finding| finding.is_about_rights());
        match (rights.is_empty(), others.iter().map(|finding| finding.severity()).max()) {
            (true, None) => Health::Clean,
            (false, None | Some(Severity::Warning)) => Health::MissingRights,
            _ => Health::NotClean,
        }
    }
}

impl Fine {
    pub(super) fn seen_in<T>(&mut self, fact: &Fact<T>) -> &mut Self {
        self.source = fact.source().cloned();
        self
    }
}
