//! What the authenticator makes of a section: YAML to JSON, JSON into its structs, entry by entry.

use std::collections::{BTreeMap, HashMap};
use std::ops::{Range, RangeInclusive};
use std::rc::Rc;

use super::finding::{Finding, FindingCode, MAX_FINDINGS};
use super::mapping::{RoleArnProblem, RoleMapping, SsoMatcher, UserMapping, check_rolearn};
use super::place::{Lines, is_deceptive};
use super::scalar::ScalarType;
use super::tree::{self, Failure, Kind, Node, Tree};

/// Largest text that is parsed: what a whole ConfigMap may hold, in bytes.
pub const MAX_SECTION_BYTES: usize = 1024 * 1024;

/// How a section is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Nothing in it, or one of the forms that stand for nothing (`""`, `''`, two backticks, `null`, only comments).
    Empty,
    /// `- ` items.
    Block {
        /// Columns before each item's `-`.
        indent: usize,
    },
    /// `[...]`, JSON included.
    Flow,
    /// Not a list, or not readable.
    Unreadable,
}

/// One entry that the authenticator keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<M> {
    /// What it maps.
    pub mapping: M,
    /// First and last line of its content, from 1.
    pub lines: RangeInclusive<usize>,
    /// Byte range of its content, without the `- ` before it.
    pub bytes: Range<usize>,
}

/// What the authenticator makes of one section's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading<M = RoleMapping> {
    /// The entries that it keeps, in the order of the text, overridden ones included.
    pub entries: Vec<Entry<M>>,
    /// What is odd or wrong, at most 200.
    pub findings: Vec<Finding>,
    /// How many more findings there are.
    pub findings_left_out: usize,
    /// What is in force by the authenticator's key (see [`RoleMapping::key`]): the last entry of each ARN.
    pub effective: BTreeMap<String, M>,
    /// How the section is written.
    pub style: Style,
    /// Kept apart because `findings` has a limit.
    failure: Option<Finding>,
    edit_blocker: Option<Finding>,
}

impl<M> Reading<M> {
    /// The finding that makes EKS take nothing from this section, if there is one.
    #[must_use]
    pub fn failure(&self) -> Option<&Finding> {
        self.failure.as_ref()
    }

    /// The first finding for which this section is never edited, if there is one.
    #[must_use]
    pub fn edit_blocker(&self) -> Option<&Finding> {
        self.edit_blocker.as_ref()
    }
}

/// Reads `mapRoles`.
#[must_use]
pub fn read_map_roles(text: &str) -> Reading {
    read_roles(&Source::load(text))
}

/// Reads `mapRoles` from a parsed text.
pub(super) fn read_roles(source: &Source<'_>) -> Reading {
    read_entries(source)
}

/// Reads `mapUsers`. Which of two entries wins whose ARNs differ only in case is random there, so the key keeps its case.
#[must_use]
pub fn read_map_users(text: &str) -> Reading<UserMapping> {
    read_entries(&Source::load(text))
}

/// Reads `mapAccounts`: account ids as they are written, unquoted numbers included.
#[must_use]
pub fn read_map_accounts(text: &str) -> Reading<String> {
    let source = Source::load(text);
    let mut reading = Draft::new(&source);
    for item in source.items(&mut reading) {
        match &item.kind {
            Kind::Scalar { ty: ScalarType::Null, .. } => {}
            Kind::Scalar { text: id, .. } => {
                if id.len() != 12 || !id.bytes().all(|b| b.is_ascii_digit()) {
                    reading.note(FindingCode::BadAccount, item.start, id.clone());
                }
                reading.keep(id.clone(), id.clone(), &item);
            }
            Kind::Seq { .. } | Kind::Map { .. } => {
                reading.note(FindingCode::BadAccount, item.start, String::new());
            }
        }
    }
    reading.finish()
}

/// A section's text, parsed.
#[derive(Debug)]
pub(super) struct Source<'t> {
    pub(super) text: &'t str,
    pub(super) lines: Lines<'t>,
    pub(super) tree: Result<Tree, Failure>,
}

impl<'t> Source<'t> {
    pub(super) fn load(text: &'t str) -> Self {
        if text.len() > MAX_SECTION_BYTES {
            let detail = format!("{} bytes", text.len());
            let failure = Failure { code: FindingCode::TooLarge, offset: 0, detail };
            return Self { text, lines: Lines::new(""), tree: Err(failure) };
        }
        let lines = Lines::new(text);
        let tree = if is_empty_form(text) {
            Ok(Tree { root: None, oddities: tree::odd_line_break(text).into_iter().collect() })
        } else {
            tree::parse(text, &lines)
        };
        Self { text, lines, tree }
    }

    /// The list's items; none (and a finding) when there is no list.
    fn items<M: Clone>(&self, reading: &mut Draft<'_, '_, M>) -> Vec<Rc<Node>> {
        let tree = match &self.tree {
            Ok(tree) => tree,
            Err(failure) => {
                reading.style = Style::Unreadable;
                reading.note(failure.code, failure.offset, failure.detail.clone());
                return Vec::new();
            }
        };
        for (code, offset, detail) in &tree.oddities {
            reading.note(*code, *offset, detail.clone());
        }
        match tree.root.as_deref() {
            None | Some(Node { kind: Kind::Scalar { ty: ScalarType::Null, .. }, .. }) => Vec::new(),
            Some(Node { kind: Kind::Seq { items, flow }, start, .. }) => {
                let line_start = self.lines.start_of(self.lines.line_of(*start));
                reading.style = if *flow { Style::Flow } else { Style::Block { indent: start - line_start } };
                items.clone()
            }
            Some(other) => {
                reading.style = Style::Unreadable;
                reading.note(FindingCode::NotAList, other.start, String::new());
                Vec::new()
            }
        }
    }
}

/// Whether a section's text is one of the forms that stand for nothing.
pub(super) fn is_empty_form(text: &str) -> bool {
    matches!(text.trim_start_matches('\u{feff}').trim(), "" | "``" | "\"\"" | "''" | "~" | "null")
}

/// A reading in the making.
struct Draft<'s, 't, M> {
    source: &'s Source<'t>,
    entries: Vec<Entry<M>>,
    findings: Vec<Finding>,
    left_out: usize,
    latest: HashMap<String, usize>,
    style: Style,
    failure: Option<Finding>,
    edit_blocker: Option<Finding>,
}

impl<'s, 't, M: Clone> Draft<'s, 't, M> {
    fn new(source: &'s Source<'t>) -> Self {
        Self {
            source,
            entries: Vec::new(),
            findings: Vec::new(),
            left_out: 0,
            latest: HashMap::new(),
            style: Style::Empty,
            failure: None,
            edit_blocker: None,
        }
    }

    fn note(&mut self, code: FindingCode, offset: usize, detail: String) {
        let fails = code.empties_section() && self.failure.is_none();
        let blocks = code.blocks_edit() && self.edit_blocker.is_none();
        let listed = self.findings.len() < MAX_FINDINGS;
        if !(fails || blocks || listed) {
            self.left_out += 1;
            return;
        }
        let finding = Finding { code, place: self.source.lines.place(offset), detail };
        if fails {
            self.failure = Some(finding.clone());
        }
        if blocks {
            self.edit_blocker = Some(finding.clone());
        }
        if listed {
            self.findings.push(finding);
        } else {
            self.left_out += 1;
        }
    }

    /// Keeps an entry; gives the index of an earlier one with the same key.
    fn keep(&mut self, key: String, mapping: M, item: &Node) -> Option<usize> {
        let end = content_end(item).unwrap_or(item.start);
        let lines = &self.source.lines;
        let span = lines.line_of(item.start)..=lines.line_of(end.saturating_sub(1).max(item.start));
        self.entries.push(Entry { mapping, lines: span, bytes: item.start..end });
        self.latest.insert(key, self.entries.len() - 1)
    }

    fn finish(self) -> Reading<M> {
        let in_force = self.latest.into_iter();
        let effective = in_force.map(|(key, at)| (key, self.entries[at].mapping.clone())).collect();
        Reading {
            entries: self.entries,
            findings: self.findings,
            findings_left_out: self.left_out,
            effective,
            style: self.style,
            failure: self.failure,
            edit_blocker: self.edit_blocker,
        }
    }
}

/// The offset behind a node's last character that is not a missing value.
pub(super) fn content_end(node: &Node) -> Option<usize> {
    match &node.kind {
        Kind::Scalar { .. } => (node.end > node.start).then_some(node.end),
        Kind::Seq { flow: true, .. } | Kind::Map { flow: true, .. } => Some(node.end),
        Kind::Seq { items, .. } => items.iter().rev().find_map(|item| content_end(item)),
        Kind::Map { pairs, .. } => {
            pairs.iter().rev().find_map(|(key, value)| content_end(value).or_else(|| content_end(key)))
        }
    }
}

/// The fields of an entry after the JSON decoder is through with it.
#[derive(Debug, Default)]
struct Fields {
    arn: String,
    username: String,
    groups: Vec<String>,
    userid: String,
    sso: Option<SsoMatcher>,
}

/// An entry kind of `mapRoles` or `mapUsers`.
trait FromFields: Clone + PartialEq {
    /// The field that holds the principal.
    const ARN_FIELD: &'static str;

    /// The entry, or why the authenticator drops it.
    fn from_fields(fields: Fields) -> Result<Self, FindingCode>;
    /// The authenticator's key.
    fn key(&self) -> String;
    /// ARN (empty in an `sso` entry), user name, groups.
    fn parts(&self) -> (&str, &str, &[String]);
    /// Why the ARN can never match.
    fn arn_finding(&self) -> Option<FindingCode>;
}

impl FromFields for RoleMapping {
    const ARN_FIELD: &'static str = "rolearn";

    fn from_fields(fields: Fields) -> Result<Self, FindingCode> {
        let Fields { arn: rolearn, username, groups, userid, sso } = fields;
        match &sso {
            None if rolearn.is_empty() => Err(FindingCode::NoPrincipal),
            Some(_) if !rolearn.is_empty() => Err(FindingCode::TwoPrincipals),
            Some(sso) if !is_usable(sso) => Err(FindingCode::BadSso),
            _ => Ok(Self { rolearn, username, groups, userid, sso }),
        }
    }

    fn key(&self) -> String {
        Self::key(self)
    }

    fn parts(&self) -> (&str, &str, &[String]) {
        (&self.rolearn, &self.username, &self.groups)
    }

    fn arn_finding(&self) -> Option<FindingCode> {
        if self.sso.is_some() {
            return None;
        }
        check_rolearn(&self.rolearn).err().map(|problem| match problem {
            RoleArnProblem::Path => FindingCode::ArnPath,
            RoleArnProblem::Session => FindingCode::ArnSession,
            RoleArnProblem::Wildcard => FindingCode::ArnWildcard,
            RoleArnProblem::Malformed | RoleArnProblem::NotARole => FindingCode::ArnKind,
        })
    }
}

impl FromFields for UserMapping {
    const ARN_FIELD: &'static str = "userarn";

    fn from_fields(fields: Fields) -> Result<Self, FindingCode> {
        let Fields { arn: userarn, username, groups, .. } = fields;
        if userarn.is_empty() { Err(FindingCode::NoPrincipal) } else { Ok(Self { userarn, username, groups }) }
    }

    fn key(&self) -> String {
        self.userarn.clone()
    }

    fn parts(&self) -> (&str, &str, &[String]) {
        (&self.userarn, &self.username, &self.groups)
    }

    fn arn_finding(&self) -> Option<FindingCode> {
        let arn = self.userarn.to_lowercase();
        let known = [":user/", ":root", ":federated-user/"].iter().any(|kind| arn.contains(kind));
        if arn.contains(['*', '?']) {
            Some(FindingCode::ArnWildcard)
        } else {
            (!arn.starts_with("arn:") || !known).then_some(FindingCode::ArnKind)
        }
    }
}

fn is_usable(sso: &SsoMatcher) -> bool {
    let account = sso.account_id.len() == 12 && sso.account_id.bytes().all(|b| b.is_ascii_digit());
    let name = &sso.permission_set_name;
    let name_ok = name.chars().all(|c| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c));
    account && name_ok && (1..=32).contains(&name.len())
}

fn read_entries<M: FromFields>(source: &Source<'_>) -> Reading<M> {
    let mut reading = Draft::new(source);
    for item in source.items(&mut reading) {
        let Kind::Map { pairs, .. } = &item.kind else {
            reading.note(FindingCode::ItemNotMapping, item.start, String::new());
            continue;
        };
        note_duplicate_keys(pairs, &mut reading);
        let fields = decode_fields::<M>(&item, &mut reading);
        match M::from_fields(fields) {
            Err(code) => reading.note(code, item.start, String::new()),
            Ok(mapping) => {
                note_values(&mapping, &item, &mut reading);
                keep_entry(mapping, &item, &mut reading);
            }
        }
    }
    reading.finish()
}

fn keep_entry<M: FromFields>(mapping: M, item: &Node, reading: &mut Draft<'_, '_, M>) {
    let Some(earlier) = reading.keep(mapping.key(), mapping.clone(), item) else {
        return;
    };
    let old = &reading.entries[earlier];
    let code = if old.mapping == mapping { FindingCode::Repeated } else { FindingCode::Overridden };
    let (offset, arn) = (old.bytes.start, mapping.parts().0.to_owned());
    reading.note(code, offset, arn);
}

fn note_duplicate_keys<M: Clone>(pairs: &[(Rc<Node>, Rc<Node>)], reading: &mut Draft<'_, '_, M>) {
    let mut seen: HashMap<String, ()> = HashMap::new();
    for (key, _) in pairs {
        let Kind::Scalar { text, .. } = &key.kind else {
            continue;
        };
        if seen.insert(text.to_lowercase(), ()).is_some() {
            reading.note(FindingCode::DuplicateKey, key.start, text.clone());
        }
    }
}

fn note_values<M: FromFields>(mapping: &M, item: &Node, reading: &mut Draft<'_, '_, M>) {
    let (arn, username, groups) = mapping.parts();
    if let Some(code) = mapping.arn_finding() {
        reading.note(code, item.start, arn.to_owned());
    }
    if username.is_empty() {
        reading.note(FindingCode::NoUsername, item.start, arn.to_owned());
    }
    for group in groups.iter().filter(|group| group.contains(" - ")) {
        reading.note(FindingCode::JoinedGroups, item.start, group.clone());
    }
    let values = [arn, username].into_iter().chain(groups.iter().map(String::as_str));
    for value in values.filter(|value| value.chars().any(is_deceptive)) {
        reading.note(FindingCode::DeceptiveText, item.start, value.to_owned());
    }
}

/// The mapping's pairs with merge keys resolved: a later pair wins, a merged one included, as in go-yaml 2.
fn flatten(node: &Node, into: &mut BTreeMap<String, Rc<Node>>) {
    let Kind::Map { pairs, .. } = &node.kind else {
        return;
    };
    for (key, value) in pairs {
        if key.is_merge_key() {
            match &value.kind {
                Kind::Seq { items, .. } => items.iter().rev().for_each(|item| flatten(item, into)),
                _ => flatten(value, into),
            }
        } else if let Kind::Scalar { text, .. } = &key.kind {
            into.insert(text.clone(), Rc::clone(value));
        }
    }
}

/// Decodes an entry as Go's JSON decoder does: keys without case, in the order of the JSON text (sorted); a value of the
/// wrong type leaves the field as it was and the rest goes on.
fn decode_fields<M: FromFields>(item: &Node, reading: &mut Draft<'_, '_, M>) -> Fields {
    let mut pairs = BTreeMap::new();
    flatten(item, &mut pairs);
    let mut fields = Fields::default();
    for (key, value) in &pairs {
        let text = match key.to_ascii_lowercase().as_str() {
            arn if arn == M::ARN_FIELD => &mut fields.arn,
            "username" => &mut fields.username,
            "userid" => &mut fields.userid,
            "groups" => {
                decode_groups(key, value, &mut fields.groups, reading);
                continue;
            }
            "sso" if M::ARN_FIELD == RoleMapping::ARN_FIELD => {
                fields.sso = decode_sso(key, value, reading);
                continue;
            }
            _ => continue,
        };
        decode_text(key, value, text, reading);
    }
    fields
}

fn decode_text<M: Clone>(name: &str, value: &Node, into: &mut String, reading: &mut Draft<'_, '_, M>) {
    match &value.kind {
        Kind::Scalar { text, ty: ScalarType::Text, .. } => into.clone_from(text),
        Kind::Scalar { ty: ScalarType::Null, .. } => {}
        _ => reading.note(FindingCode::FieldDropped, value.start, name.to_owned()),
    }
}

fn decode_groups<M: Clone>(name: &str, value: &Node, into: &mut Vec<String>, reading: &mut Draft<'_, '_, M>) {
    match &value.kind {
        Kind::Seq { items, .. } => {
            into.clear();
            for item in items {
                // An element of the wrong type stays in the list as an empty name.
                let mut group = String::new();
                decode_text(name, item, &mut group, reading);
                into.push(group);
            }
        }
        Kind::Scalar { ty: ScalarType::Null, .. } => into.clear(),
        _ => reading.note(FindingCode::FieldDropped, value.start, name.to_owned()),
    }
}

fn decode_sso<M: Clone>(name: &str, value: &Node, reading: &mut Draft<'_, '_, M>) -> Option<SsoMatcher> {
    let mut sso = SsoMatcher::default();
    match &value.kind {
        Kind::Scalar { ty: ScalarType::Null, .. } => return None,
        Kind::Map { pairs, .. } => {
            note_duplicate_keys(pairs, reading);
            let mut pairs = BTreeMap::new();
            flatten(value, &mut pairs);
            for (key, value) in &pairs {
                let text = match key.to_ascii_lowercase().as_str() {
                    "permissionsetname" => &mut sso.permission_set_name,
                    "accountid" => &mut sso.account_id,
                    "partition" => &mut sso.partition,
                    _ => continue,
                };
                decode_text(key, value, text, reading);
            }
        }
        // The decoder makes an empty matcher before it sees that the value does not fit.
        _ => reading.note(FindingCode::FieldDropped, value.start, name.to_owned()),
    }
    Some(sso)
}
