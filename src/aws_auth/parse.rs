//! From a section's text to its tree: the first document only, as EKS reads it.
//!
//! What the authenticator's reader (go-yaml 2) refuses but a YAML 1.2 parser takes is refused here too: a mapping used as
//! a key, tabs before content, control characters. Where the parser is the stricter one (a tab at the start of a quoted
//! value's second line), the text counts as unreadable here although EKS reads it: the mistake that refuses an edit.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, Span, StructureStyle, Tag};

use super::character::{check_characters, leading_tab, odd_line_break};
use super::finding::FindingCode;
use super::place::{Lines, bom_len};
use super::scalar::{ScalarType, plain_type};
use super::tree::{Failure, Kind, Node, Tree};

/// Deepest nesting that is read; an aws-auth entry needs three levels.
const MAX_DEPTH: usize = 64;

/// Most nodes that aliases may expand to, the point from which go-yaml 2 watches the share of aliases.
const MAX_EXPANDED: usize = 400_000;

/// Parses a section's text.
pub(super) fn parse(text: &str, lines: &Lines<'_>) -> Result<Tree, Failure> {
    check_characters(text)?;
    let mut options = granit_parser::options! {
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    };
    options.set_emit_comments(false);
    let base = bom_len(text);
    let mut builder = Builder::new(text, base);
    let mut parser = Parser::new_from_str_with_options(&text[base..], options);
    while let Some(next) = parser.next_event() {
        let (event, span) = next.map_err(|error| scan_failure(&error, base, lines))?;
        if matches!(event, Event::DocumentEnd) {
            builder.note_rest(parser.next_event());
            break;
        }
        builder.take(event, span)?;
    }
    builder.check_tabs(lines)?;
    builder.oddities.extend(odd_line_break(text));
    Ok(Tree { root: builder.root, oddities: builder.oddities })
}

fn scan_failure(error: &ScanError, base: usize, lines: &Lines<'_>) -> Failure {
    let mut offset = base + error.marker().byte_offset().unwrap_or_default();
    let code = match error.kind() {
        ErrorKind::RecursionLimitExceeded => FindingCode::TooDeep,
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInPlainScalar => FindingCode::Tab,
        _ => FindingCode::YamlError,
    };
    if code == FindingCode::Tab {
        // The parser may point at the start of the value that the tab ends.
        let line = lines.line_of(offset);
        let tab = (line..line + 2).find_map(|line| Some(lines.start_of(line) + leading_tab(lines.text_of(line))?));
        offset = tab.unwrap_or(offset);
    }
    Failure::new(code, offset, error.kind().to_string())
}

/// A collection whose end has not been seen.
#[derive(Debug)]
struct Open {
    start: usize,
    anchor: usize,
    flow: bool,
    weight: usize,
    parts: Parts,
}

#[derive(Debug)]
enum Parts {
    Seq(Vec<Rc<Node>>),
    Map(Vec<(Rc<Node>, Rc<Node>)>, Option<Rc<Node>>),
}

#[derive(Debug)]
struct Builder<'t> {
    text: &'t str,
    /// Added to the parser's offsets: the byte order mark's length.
    base: usize,
    root: Option<Rc<Node>>,
    open: Vec<Open>,
    anchors: BTreeMap<usize, Rc<Node>>,
    oddities: Vec<(FindingCode, usize, String)>,
    /// Quoted and block scalars and whole flow collections, in which a line may start with a tab.
    opaque: Vec<Range<usize>>,
    open_flows: usize,
}

impl<'t> Builder<'t> {
    fn new(text: &'t str, base: usize) -> Self {
        Self {
            text,
            base,
            root: None,
            open: Vec::new(),
            anchors: BTreeMap::new(),
            oddities: Vec::new(),
            opaque: Vec::new(),
            open_flows: 0,
        }
    }

    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Failure> {
        let range = span.byte_range().unwrap_or_default();
        let (start, end) = (range.start + self.base, range.end + self.base);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.note_properties(start, anchor, tag.as_deref());
                self.scalar(text.into_owned(), style, anchor, tag.as_deref(), start..end)
            }
            Event::SequenceStart(style, anchor, tag) => {
                self.note_properties(start, anchor, tag.as_deref());
                self.open(style, anchor, start, Parts::Seq(Vec::new()));
                Ok(())
            }
            Event::MappingStart(style, anchor, tag) => {
                self.note_properties(start, anchor, tag.as_deref());
                self.open(style, anchor, start, Parts::Map(Vec::new(), None));
                Ok(())
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(end),
            Event::Alias(id) => {
                self.oddities.push((FindingCode::Anchor, start, self.text[start..end].to_owned()));
                let Some(target) = self.anchors.get(&id).cloned() else {
                    return Err(Failure::new(FindingCode::AliasBomb, start, "refers to itself"));
                };
                self.attach(target, 0, start)
            }
            _ => Ok(()),
        }
    }

    fn note_properties(&mut self, at: usize, anchor: usize, tag: Option<&Tag>) {
        if anchor != 0 {
            self.oddities.push((FindingCode::Anchor, at, String::new()));
        }
        if let Some(tag) = tag {
            self.oddities.push((FindingCode::Tag, at, tag.original()));
        }
    }

    fn scalar(
        &mut self,
        text: String,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        at: Range<usize>,
    ) -> Result<(), Failure> {
        let ty = match (style, tag) {
            // The parser reports a missing value as `~` with no characters.
            (ScalarStyle::Plain, None) if at.is_empty() => ScalarType::Null,
            (ScalarStyle::Plain, None) => plain_type(&text),
            (_, None) => ScalarType::Text,
            (_, Some(tag)) => match tag.core_suffix() {
                Some("int" | "float" | "bool" | "null") => plain_type(&text),
                _ => ScalarType::Text,
            },
        };
        if ty == ScalarType::Unencodable {
            return Err(Failure::new(FindingCode::UnencodableValue, at.start, text));
        }
        if style != ScalarStyle::Plain && self.open_flows == 0 {
            self.opaque.push(at.clone());
        }
        let mut text = text;
        let in_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        if in_block && at.end >= self.text.len() && !self.text.ends_with(['\n', '\r']) && text.ends_with('\n') {
            // Without a last line break there is none in the value either; the parser adds one.
            text.pop();
        }
        let start = at.start;
        self.attach(
            Rc::new(Node { kind: Kind::Scalar { text, style, ty }, start, end: at.end, weight: 1 }),
            anchor,
            start,
        )
    }

    fn open(&mut self, style: StructureStyle, anchor: usize, start: usize, parts: Parts) {
        let flow = style == StructureStyle::Flow;
        self.open_flows += usize::from(flow);
        self.open.push(Open { start, anchor, flow, weight: 1, parts });
    }

    fn close(&mut self, end: usize) -> Result<(), Failure> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        let Open { start, anchor, flow, weight, parts } = open;
        if flow {
            self.open_flows -= 1;
            if self.open_flows == 0 {
                self.opaque.push(start..end);
            }
        }
        let kind = match parts {
            Parts::Seq(items) => Kind::Seq { items, flow },
            Parts::Map(pairs, _) => Kind::Map { pairs, flow },
        };
        self.attach(Rc::new(Node { kind, start, end, weight }), anchor, start)
    }

    /// Puts a finished node (or an alias's target) into the collection that is open.
    fn attach(&mut self, node: Rc<Node>, anchor: usize, at: usize) -> Result<(), Failure> {
        if anchor != 0 {
            self.anchors.insert(anchor, Rc::clone(&node));
        }
        let text = self.text;
        let Some(parent) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        parent.weight = parent.weight.saturating_add(node.weight);
        if parent.weight > MAX_EXPANDED && !self.anchors.is_empty() {
            return Err(Failure::new(FindingCode::AliasBomb, at, "expands beyond reason"));
        }
        match &mut parent.parts {
            Parts::Seq(items) => items.push(node),
            Parts::Map(pairs, waiting) => match waiting.take() {
                None => {
                    check_key(&node, at, parent.flow && text[parent.start..].starts_with("{{"))?;
                    if node.is_merge_key() {
                        self.oddities.push((FindingCode::MergeKey, at, String::new()));
                    }
                    *waiting = Some(node);
                }
                Some(key) => {
                    check_merge(&key, &node, at)?;
                    pairs.push((key, node));
                }
            },
        }
        Ok(())
    }

    /// EKS stops reading at the end of the first document, so whatever follows is noted, even if it is not YAML.
    fn note_rest(&mut self, next: Option<Result<(Event<'_>, Span), ScanError>>) {
        let marker = match &next {
            None | Some(Ok((Event::StreamEnd, _))) => return,
            Some(Ok((_, span))) => span.start,
            Some(Err(error)) => *error.marker(),
        };
        let offset = self.base + marker.byte_offset().unwrap_or_default();
        self.oddities.push((FindingCode::UnreadRest, offset, String::new()));
    }

    /// A tab before a line's content ends EKS's reading unless the line lies inside a quoted or block scalar or inside `[...]`.
    fn check_tabs(&self, lines: &Lines<'_>) -> Result<(), Failure> {
        if !self.text.contains('\t') {
            return Ok(());
        }
        let opaque_at = |offset: usize| {
            let after = self.opaque.partition_point(|range| range.start <= offset);
            after > 0 && self.opaque[after - 1].end > offset
        };
        for line in 1..=lines.line_of(self.text.len()) {
            let start = lines.start_of(line);
            if let Some(at) = leading_tab(lines.text_of(line))
                && !opaque_at(start + at)
            {
                return Err(Failure::new(FindingCode::Tab, start + at, String::new()));
            }
        }
        Ok(())
    }
}

fn check_key(key: &Node, at: usize, template: bool) -> Result<(), Failure> {
    match &key.kind {
        Kind::Map { .. } if template => Err(Failure::new(FindingCode::UnquotedTemplate, at, "")),
        Kind::Map { .. } | Kind::Seq { .. } | Kind::Scalar { ty: ScalarType::Null, .. } => {
            Err(Failure::new(FindingCode::BadKey, at, ""))
        }
        Kind::Scalar { .. } => Ok(()),
    }
}

fn check_merge(key: &Node, value: &Node, at: usize) -> Result<(), Failure> {
    let mergeable = match &value.kind {
        Kind::Map { .. } => true,
        Kind::Seq { items, .. } => items.iter().all(|item| item.is_map()),
        Kind::Scalar { .. } => false,
    };
    if key.is_merge_key() && !mergeable {
        return Err(Failure::new(FindingCode::BadMerge, at, ""));
    }
    Ok(())
}
