//! The pane in which the text of mapRoles is edited: the text above, what EKS would make of it below.

use ratatui::layout::Rect;

use crate::planner::{EditVerdict, OwnWay};
use crate::text::describe;

use super::super::canvas::{Canvas, Row, below, bottom, paragraph, top};
use super::super::editor::glyph::window;
use super::super::measure::fit;
use super::super::screen::Screen;
use super::super::theme::Role;

/// How many columns stay in sight beside the caret where a line is wider than the pane.
const MARGIN: usize = 8;

pub(in crate::tui) fn draw(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect) {
    let Some(verdict) = &screen.view.editor.verdict else { return };
    canvas.clear(area);
    let lines = if area.height >= 26 { 12 } else { 6 };
    let (above, report) = (top(area, usize::from(area.height).saturating_sub(lines)), bottom(area, lines));
    head(screen, canvas, above);
    text(screen, canvas, below(above, 1), verdict);
    canvas.rule(report, 0);
    let rows = told(screen, verdict, usize::from(report.width));
    canvas.put_clipped(below(report, 1), &rows);
}

fn head(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect) {
    let cluster = screen.wizard.answers.cluster.as_ref().map(|cluster| cluster.name.to_string());
    let title = screen.catalog.format("ui-editor-title", &[("cluster", cluster.unwrap_or_default().into())]);
    let buffer = &screen.view.editor.buffer;
    let args = [("line", (buffer.caret().0 + 1).into()), ("column", buffer.character().into())];
    let place = Row::of(Role::Dim, screen.catalog.format("ui-editor-caret", &args));
    let room = usize::from(area.width).saturating_sub(place.width() + 2);
    canvas.put(area, 0, &Row::of(Role::Strong, fit(&title, room)));
    canvas.put_right(area, 0, &place);
}

/// The lines in sight, each behind its number; the one that EKS stumbles over with a caret below.
fn text(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect, verdict: &EditVerdict) {
    let editor = &screen.view.editor;
    let lines: Vec<&str> = editor.buffer.lines().collect();
    let digits = lines.len().to_string().len().max(3);
    let gutter = digits + 2;
    let (height, room) = (usize::from(area.height), usize::from(area.width).saturating_sub(gutter + 1));
    let (line, column) = editor.buffer.caret();
    let (first, left) = scrolled(editor.scroll.get(), (line, column), (height, room));
    editor.scroll.set((first, left));
    let trouble = verdict.blocker().and_then(|finding| finding.place.as_ref()).map(|place| place.line);
    for (row, (at, content)) in lines.iter().enumerate().skip(first).take(height).enumerate() {
        let is_bad = trouble == Some(at + 1);
        let role = if is_bad { Role::Bad } else { Role::Dim };
        let mark = if is_bad { '!' } else { ' ' };
        let number = Row::of(role, format!("{:>digits$}{mark} ", at + 1));
        let role = if content.trim_start().starts_with('#') { Role::Dim } else { Role::Text };
        canvas.put(area, row, &number.and(role, window(content, left, room)));
        if left > 0 && !content.is_empty() {
            canvas.put_at(area, gutter - 1, row, &Row::of(Role::Key, "‹"));
        }
    }
    if screen.view.overlay.is_none() {
        canvas.set_caret(area, gutter + column - left, line - first);
    }
}

/// The scroll that keeps the caret in sight, moved no more than it has to be.
fn scrolled(
    (first, left): (usize, usize),
    (line, column): (usize, usize),
    (height, room): (usize, usize),
) -> (usize, usize) {
    let first = first.min(line).max((line + 1).saturating_sub(height));
    let left = if column < left {
        column.saturating_sub(MARGIN)
    } else if column >= left + room {
        (column + 1 + MARGIN.min(room / 2)).saturating_sub(room)
    } else {
        left
    };
    (first, left)
}

/// What EKS would make of the text, the worst first.
fn told(screen: &Screen, verdict: &EditVerdict, room: usize) -> Vec<Row> {
    let catalog = &screen.catalog;
    let mut rows = Vec::new();
    let unreadable =
        verdict.findings.iter().find(|finding| finding.id == crate::plan::finding::FindingId::EditUnreadable);
    if let Some(finding) = unreadable {
        let why = describe::finding_evidence(catalog, finding).unwrap_or_default();
        match &finding.place {
            Some(place) => {
                let args = [("line", place.line.into()), ("column", place.column.into()), ("why", why.into())];
                rows.extend(paragraph(Role::Bad, &catalog.format("ui-editor-trouble", &args), room));
                let head: String = place.excerpt.as_str().chars().take(place.caret).collect();
                let from = super::super::measure::width(&head).saturating_sub(room.saturating_sub(MARGIN));
                rows.push(Row::of(Role::Text, window(place.excerpt.as_str(), from, room)));
                let gap = super::super::measure::width(&head).saturating_sub(from);
                rows.push(Row::of(Role::Bad, format!("{}^", " ".repeat(gap))));
            }
            None => {
                let words = catalog.format("ui-editor-trouble-whole", &[("why", why.into())]);
                rows.extend(paragraph(Role::Bad, &words, room));
            }
        }
        return rows;
    }
    rows.push(summary(screen, verdict));
    rows.push(ways(screen, verdict));
    let signs = [("-", Role::Removed, &verdict.removed), ("~", Role::Warn, &verdict.changed)];
    for (sign, role, entries) in signs.into_iter().chain([("+", Role::Added, &verdict.added)]) {
        rows.extend(entries.iter().map(|entry| Row::of(role, fit(&format!("{sign} {entry}"), room))));
    }
    for finding in &verdict.findings {
        let role = if finding.severity().blocks() { Role::Bad } else { Role::Warn };
        let place = finding.place.as_ref().map(|place| format!("{}:{}: ", place.line, place.column));
        let words = format!("{}{}", place.unwrap_or_default(), describe::finding_title(catalog, finding));
        rows.extend(paragraph(role, &words, room));
    }
    rows
}

fn summary(screen: &Screen, verdict: &EditVerdict) -> Row {
    let catalog = &screen.catalog;
    if verdict.added.is_empty() && verdict.removed.is_empty() && verdict.changed.is_empty() {
        let args = [("entries", verdict.entries.into())];
        return Row::of(Role::Text, catalog.format("ui-editor-reads-same", &args));
    }
    let args = [
        ("entries", verdict.entries.into()),
        ("added", verdict.added.len().into()),
        ("removed", verdict.removed.len().into()),
        ("changed", verdict.changed.len().into()),
    ];
    let role = if verdict.is_grave() { Role::OneWay } else { Role::Strong };
    Row::of(role, catalog.format("ui-editor-reads", &args))
}

/// Whether EMR and we ourselves come in by it.
fn ways(screen: &Screen, verdict: &EditVerdict) -> Row {
    let (role, key) = if verdict.maps_emr { (Role::Good, "ui-editor-emr") } else { (Role::Bad, "ui-editor-no-emr") };
    let (own_role, own) = match verdict.own {
        OwnWay::Kept => (Role::Good, "ui-editor-own-kept"),
        OwnWay::Lost => (Role::Bad, "ui-editor-own-lost"),
        OwnWay::Elsewhere => (Role::Dim, "ui-editor-own-elsewhere"),
    };
    Row::of(role, screen.text(key)).and(Role::Text, "   ").and(own_role, screen.text(own))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_stays_in_sight_and_the_text_moves_no_more_than_it_must() {
        for (scroll, caret, wanted) in [
            ((0, 0), (0, 0), (0, 0)),
            ((0, 0), (9, 39), (0, 0)),
            ((0, 0), (10, 0), (1, 0)),
            ((5, 0), (4, 0), (4, 0)),
            ((5, 0), (7, 0), (5, 0)),
            ((0, 0), (0, 40), (0, 9)),
            ((0, 9), (0, 10), (0, 9)),
            ((0, 9), (0, 8), (0, 0)),
            ((0, 30), (0, 20), (0, 12)),
        ] {
            assert_eq!(scrolled(scroll, caret, (10, 40)), wanted, "{scroll:?} {caret:?}");
        }
    }
}
