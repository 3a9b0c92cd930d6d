//! The ids of what a reading of aws-auth finds.

use crate::aws_auth::FindingCode;
use crate::plan::finding::FindingId;

/// The id of what the reading found.
pub(in crate::planner) fn id_of(code: FindingCode) -> FindingId {
    match code {
        FindingCode::YamlError => FindingId::YamlError,
        FindingCode::Tab => FindingId::Tab,
        FindingCode::ControlCharacter => FindingId::ControlCharacter,
        FindingCode::UnquotedTemplate => FindingId::UnquotedTemplate,
        FindingCode::BadKey => FindingId::BadKey,
        FindingCode::UnencodableValue => FindingId::UnencodableValue,
        FindingCode::BadMerge => FindingId::BadMerge,
        FindingCode::AliasBomb => FindingId::AliasBomb,
        FindingCode::TooDeep => FindingId::TooDeep,
        FindingCode::TooLarge => FindingId::TooLarge,
        FindingCode::NotAList => FindingId::NotAList,
        FindingCode::ItemNotMapping => FindingId::ItemNotMapping,
        FindingCode::NoPrincipal => FindingId::NoPrincipal,
        FindingCode::TwoPrincipals => FindingId::TwoPrincipals,
        FindingCode::BadSso => FindingId::BadSso,
        FindingCode::FieldDropped => FindingId::FieldDropped,
        FindingCode::NoUsername => FindingId::NoUsername,
        FindingCode::JoinedGroups => FindingId::JoinedGroups,
        FindingCode::Overridden => FindingId::Overridden,
        FindingCode::Repeated => FindingId::Repeated,
        FindingCode::ArnPath => FindingId::ArnPath,
        FindingCode::ArnSession => FindingId::ArnSession,
        FindingCode::ArnWildcard => FindingId::ArnWildcard,
        FindingCode::ArnKind => FindingId::ArnKind,
        FindingCode::BadAccount => FindingId::BadAccount,
        FindingCode::DuplicateKey => FindingId::DuplicateKey,
        FindingCode::Anchor => FindingId::Anchor,
        FindingCode::MergeKey => FindingId::MergeKey,
        FindingCode::Tag => FindingId::Tag,
        FindingCode::UnreadRest => FindingId::UnreadRest,
        FindingCode::OddLineBreak => FindingId::OddLineBreak,
        FindingCode::DeceptiveText => FindingId::DeceptiveText,
    }
}
