//! Where and how an entry goes into a list in brackets, JSON included.

use granit_parser::ScalarStyle;
use serde::de::IgnoredAny;

use super::mapping::RoleMapping;
use super::place::bom_len;
use super::refusal::{Refusal, RefusalCode};
use super::scalar::is_plain_safe;
use super::source::Source;
use super::tree::{Kind, Node};

/// How the list's last entry writes keys and values.
#[derive(Debug, Clone, Copy)]
struct Manner {
    key: ScalarStyle,
    value: ScalarStyle,
    /// Nothing between `:` or `,` and what follows.
    compact: bool,
}

/// Byte offset and text of a new last item for `list`.
pub(super) fn insertion(source: &Source<'_>, list: &Node, mapping: &RoleMapping) -> Result<(usize, String), Refusal> {
    let Kind::Seq { items, .. } = &list.kind else {
        return Err(Refusal::new(RefusalCode::UnclearEnd, ""));
    };
    let (text, lines) = (source.text, &source.lines);
    let one_line = lines.line_of(list.start) == lines.line_of(list.end.saturating_sub(1));
    let json = serde_json::from_str::<IgnoredAny>(text[bom_len(text)..].trim()).is_ok();
    if !one_line && !json {
        return Err(Refusal::at(RefusalCode::FlowLayout, lines.place(list.start), ""));
    }
    let Some(last) = items.last() else {
        let manner = Manner { key: ScalarStyle::DoubleQuoted, value: ScalarStyle::DoubleQuoted, compact: false };
        return Ok((list.start + 1, entry(mapping, manner)));
    };
    let Kind::Map { pairs, flow: true } = &last.kind else {
        return Err(Refusal::at(RefusalCode::UnclearEnd, lines.place(last.start), ""));
    };
    let raw = &text[last.start..last.end];
    if !(raw.starts_with('{') && raw.ends_with('}')) {
        return Err(Refusal::at(RefusalCode::UnclearEnd, lines.place(last.start), ""));
    }
    let before_last = items.len().checked_sub(2).map_or(list.start + 1, |at| items[at].end);
    let gap = &text[before_last..last.start];
    let compact = json && !raw.contains("\": ");
    let separator = if gap.contains('\n') {
        let own_line = lines.text_of(lines.line_of(last.start));
        let indent = &own_line[..own_line.len() - own_line.trim_start_matches([' ', '\t']).len()];
        format!(",{}{indent}", lines.line_break_near(last.start))
    } else if items.len() > 1 && gap.trim() == "," && gap.starts_with(',') {
        gap.to_owned()
    } else {
        String::from(if compact { "," } else { ", " })
    };
    let (key, value) = pairs.first().map_or((ScalarStyle::DoubleQuoted, ScalarStyle::DoubleQuoted), |(key, value)| {
        (style_of(key), style_of(value))
    });
    Ok((last.end, separator + &entry(mapping, Manner { key, value, compact })))
}

fn style_of(node: &Node) -> ScalarStyle {
    match &node.kind {
        Kind::Scalar { style, .. } => *style,
        Kind::Seq { .. } | Kind::Map { .. } => ScalarStyle::DoubleQuoted,
    }
}

fn entry(mapping: &RoleMapping, manner: Manner) -> String {
    let space = if manner.compact { "" } else { " " };
    let key = |name: &str| format!("{}:{space}", quoted(name, manner.key));
    let value = |text: &str| quoted(text, manner.value);
    let mut fields = vec![key("rolearn") + &value(&mapping.rolearn), key("username") + &value(&mapping.username)];
    if !mapping.groups.is_empty() {
        let groups: Vec<String> = mapping.groups.iter().map(|group| value(group)).collect();
        fields.push(format!("{}[{}]", key("groups"), groups.join(&format!(",{space}"))));
    }
    format!("{{{}}}", fields.join(&format!(",{space}")))
}

/// A value in a quoting style of brackets; a plain one only where that is safe.
fn quoted(value: &str, style: ScalarStyle) -> String {
    match style {
        ScalarStyle::Plain if is_plain_safe(value, true) => value.to_owned(),
        ScalarStyle::SingleQuoted => format!("'{}'", value.replace('\'', "''")),
        _ => serde_json::Value::from(value).to_string(),
    }
}
