//! What is odd or wrong in a section, as data; the words for people are made elsewhere.

use std::fmt;

use super::place::{Place, escaped};

/// How many findings a reading lists; the rest are only counted, so that a hostile section cannot fill the memory.
pub(super) const MAX_FINDINGS: usize = 200;

/// What a finding is about. [`FindingCode::as_str`] is stable and may be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FindingCode {
    /// The YAML does not parse, so EKS takes *nothing* from this section.
    YamlError,
    /// A tab where YAML wants spaces; EKS takes nothing from this section.
    Tab,
    /// A control character that YAML forbids; EKS takes nothing from this section.
    ControlCharacter,
    /// `username: {{SessionName}}` without quotation marks is a mapping used as a key; EKS takes nothing from this section.
    UnquotedTemplate,
    /// A list, a mapping or nothing used as a key; EKS takes nothing from this section.
    BadKey,
    /// A value that JSON cannot hold (infinity, not-a-number); EKS takes nothing from this section.
    UnencodableValue,
    /// `<<` with something that is not a mapping; EKS takes nothing from this section.
    BadMerge,
    /// Aliases that refer to themselves or expand beyond reason; EKS takes nothing from this section.
    AliasBomb,
    /// Nested deeper than this product reads.
    TooDeep,
    /// Larger than a ConfigMap can be; not read.
    TooLarge,
    /// The section is not a list; EKS takes nothing from it.
    NotAList,
    /// A list item that is not a mapping; EKS drops it.
    ItemNotMapping,
    /// An entry with neither `rolearn` nor `sso` (or without `userarn`); EKS drops it.
    NoPrincipal,
    /// An entry with both `rolearn` and `sso`; EKS drops it.
    TwoPrincipals,
    /// An `sso` matcher without a 12-digit account or a permission set name; EKS drops the entry.
    BadSso,
    /// A field of the wrong shape (a scalar where a list is wanted, a number where text is): EKS keeps the entry and drops the field.
    FieldDropped,
    /// An entry without a user name.
    NoUsername,
    /// One group that reads like several: a list item indented one step too far.
    JoinedGroups,
    /// The same ARN in an earlier entry with other content; EKS uses the last one.
    Overridden,
    /// The same ARN in an earlier entry with the same content.
    Repeated,
    /// An ARN with a path; it never matches.
    ArnPath,
    /// A session's ARN (`assumed-role`); it never matches.
    ArnSession,
    /// A `*` or `?` in an ARN; wildcards do not work here.
    ArnWildcard,
    /// Not the ARN of a role (or of a user, in `mapUsers`); it never matches.
    ArnKind,
    /// An item of `mapAccounts` that is not a 12-digit account.
    BadAccount,
    /// A key twice in one mapping; EKS uses the last one.
    DuplicateKey,
    /// An anchor or an alias.
    Anchor,
    /// A merge key (`<<`).
    MergeKey,
    /// An explicit tag (`!!str`).
    Tag,
    /// Text behind the first YAML document (a second one, or a list item indented less than the first): EKS does not read it.
    UnreadRest,
    /// A line break that YAML 1.1 and 1.2 read differently (NEL, LS, PS), or a lone carriage return.
    OddLineBreak,
    /// A value with control, bidirectional or invisible characters.
    DeceptiveText,
}

impl FindingCode {
    /// The stable spelling.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::YamlError => "yaml-error",
            Self::Tab => "tab",
            Self::ControlCharacter => "control-character",
            Self::UnquotedTemplate => "unquoted-template",
            Self::BadKey => "bad-key",
            Self::UnencodableValue => "unencodable-value",
            Self::BadMerge => "bad-merge",
            Self::AliasBomb => "alias-bomb",
            Self::TooDeep => "too-deep",
            Self::TooLarge => "too-large",
            Self::NotAList => "not-a-list",
            Self::ItemNotMapping => "item-not-mapping",
            Self::NoPrincipal => "no-principal",
            Self::TwoPrincipals => "two-principals",
            Self::BadSso => "bad-sso",
            Self::FieldDropped => "field-dropped",
            Self::NoUsername => "no-username",
            Self::JoinedGroups => "joined-groups",
            Self::Overridden => "overridden",
            Self::Repeated => "repeated",
            Self::ArnPath => "arn-path",
            Self::ArnSession => "arn-session",
            Self::ArnWildcard => "arn-wildcard",
            Self::ArnKind => "arn-kind",
            Self::BadAccount => "bad-account",
            Self::DuplicateKey => "duplicate-key",
            Self::Anchor => "anchor",
            Self::MergeKey => "merge-key",
            Self::Tag => "tag",
            Self::UnreadRest => "unread-rest",
            Self::OddLineBreak => "odd-line-break",
            Self::DeceptiveText => "deceptive-text",
        }
    }

    /// Whether EKS takes nothing at all from a section with this finding (or this product could not read it).
    #[must_use]
    pub fn empties_section(self) -> bool {
        matches!(
            self,
            Self::YamlError
                | Self::Tab
                | Self::ControlCharacter
                | Self::UnquotedTemplate
                | Self::BadKey
                | Self::UnencodableValue
                | Self::BadMerge
                | Self::AliasBomb
                | Self::TooDeep
                | Self::TooLarge
                | Self::NotAList
        )
    }

    /// Whether a section with this finding is never edited: its text cannot be spliced with certainty.
    #[must_use]
    pub fn blocks_edit(self) -> bool {
        self.empties_section()
            || matches!(
                self,
                Self::DuplicateKey
                    | Self::Anchor
                    | Self::MergeKey
                    | Self::Tag
                    | Self::UnreadRest
                    | Self::OddLineBreak
            )
    }

    /// A short English fragment.
    fn phrase(self) -> &'static str {
        match self {
            Self::YamlError => "not valid YAML, so EKS takes nothing from this section",
            Self::Tab => "a tab where YAML wants spaces, so EKS takes nothing from this section",
            Self::ControlCharacter => "a control character, so EKS takes nothing from this section",
            Self::UnquotedTemplate => {
                "a template without quotation marks, so EKS takes nothing from this section"
            }
            Self::BadKey => "a key that is not text, so EKS takes nothing from this section",
            Self::UnencodableValue => {
                "a number that JSON cannot hold, so EKS takes nothing from this section"
            }
            Self::BadMerge => {
                "a merge key without a mapping, so EKS takes nothing from this section"
            }
            Self::AliasBomb => {
                "aliases that expand without end, so EKS takes nothing from this section"
            }
            Self::TooDeep => "nested too deep to be read",
            Self::TooLarge => "too large to be read",
            Self::NotAList => "not a list, so EKS takes nothing from this section",
            Self::ItemNotMapping => "a list item that is not a mapping is dropped",
            Self::NoPrincipal => "an entry without an ARN is dropped",
            Self::TwoPrincipals => "an entry with both rolearn and sso is dropped",
            Self::BadSso => "an entry with an unusable sso matcher is dropped",
            Self::FieldDropped => "a field of the wrong shape is dropped",
            Self::NoUsername => "an entry without a user name",
            Self::JoinedGroups => "one group that reads like several",
            Self::Overridden => "overridden by a later entry with the same ARN",
            Self::Repeated => "repeated by a later entry with the same ARN",
            Self::ArnPath => "an ARN with a path never matches",
            Self::ArnSession => "the ARN of a session never matches",
            Self::ArnWildcard => "wildcards do not work here",
            Self::ArnKind => "not an ARN of the kind that is needed here",
            Self::BadAccount => "not a 12-digit account",
            Self::DuplicateKey => "a key is used twice in one entry",
            Self::Anchor => "an anchor or alias",
            Self::MergeKey => "a merge key",
            Self::Tag => "a YAML tag",
            Self::UnreadRest => "text behind the first YAML document, which EKS does not read",
            Self::OddLineBreak => "a line break that YAML readers disagree about",
            Self::DeceptiveText => "control, bidirectional or invisible characters in a value",
        }
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is about.
    pub code: FindingCode,
    /// Where it stands.
    pub place: Place,
    /// The name, value or reader's message that it is about; from the cluster, so escape it before it is shown.
    pub detail: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code.phrase())?;
        if !self.detail.is_empty() {
            write!(f, " ({})", escaped(&self.detail))?;
        }
        write!(f, " at {}", self.place)
    }
}

impl fmt::Display for FindingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.phrase())
    }
}
