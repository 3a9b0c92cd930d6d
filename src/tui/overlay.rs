//! What lies over a page: explanations, the keys, the question whether to leave.

use ratatui::layout::Rect;

use crate::text::explain::explain;

use super::canvas::{Canvas, Row, bottom, paragraph, top};
use super::keymap;
use super::measure::pad;
use super::screen::Screen;
use super::theme::Role;
use super::view::Overlay;

pub(super) fn draw(screen: &Screen, canvas: &mut Canvas<'_>, body: Rect, overlay: &Overlay) {
    match overlay {
        Overlay::Explain { topics, index, scroll } => explanation(screen, canvas, body, topics, *index, *scroll),
        Overlay::Help { scroll } => help(screen, canvas, body, *scroll),
        Overlay::Leave => leave(screen, canvas, body),
        Overlay::Zoom { .. } => {}
    }
}

/// A box in the middle of the body, at most so large.
fn middle(body: Rect, columns: u16, lines: usize) -> Rect {
    let width = body.width.min(columns);
    let height = body.height.min(u16::try_from(lines).unwrap_or(u16::MAX));
    Rect { x: body.x + (body.width - width) / 2, y: body.y + (body.height - height) / 2, width, height }
}

fn open(canvas: &mut Canvas<'_>, area: Rect, title: &str) -> Rect {
    canvas.clear(area);
    canvas.boxed(area, &Row::of(Role::Strong, title), Role::LineFocused)
}

fn explanation(screen: &Screen, canvas: &mut Canvas<'_>, body: Rect, topics: &[String], index: usize, scroll: usize) {
    let Some(topic) = topics.get(index) else {
        return;
    };
    let explanation = explain(&screen.catalog, topic);
    let room = usize::from(body.width.min(92)) - 4;
    let rows = paragraph(Role::Text, &explanation.body, room);
    let others = usize::from(topics.len() > 1) * 2;
    let area = middle(body, 92, rows.len() + others + 2);
    let inner = open(canvas, area, &explanation.title);
    canvas.put_rows(top(inner, usize::from(inner.height) - others.min(usize::from(inner.height))), &rows, scroll);
    if others > 0 && inner.height > 4 {
        let mut row = Row::of(Role::Dim, format!("{}/{}  ", index + 1, topics.len()));
        for other in topics.iter().skip(index + 1).take(3) {
            row.push(Role::Key, "→ ");
            row.push(Role::Dim, format!("{}   ", explain(&screen.catalog, other).title));
        }
        canvas.put(bottom(inner, 1), 0, &row);
    }
}

fn help(screen: &Screen, canvas: &mut Canvas<'_>, body: Rect, scroll: usize) {
    // The keys of the page below, as they will work once this is closed.
    let under = screen.context_in(screen.layer_below());
    let mut rows = Vec::new();
    for binding in keymap::shown(&under) {
        rows.push(Row::of(Role::Key, pad(binding.shown, 12)).and(Role::Text, screen.label(binding)));
    }
    let notes = ["ui-help-korean", "ui-help-copy"];
    let widest = rows.iter().map(Row::width).max().unwrap_or(0);
    let room = usize::from(body.width) - 4;
    rows.push(Row::default());
    for note in notes {
        rows.extend(paragraph(Role::Dim, &screen.text(note), room.max(widest)));
    }
    let area = middle(body, body.width, rows.len() + 2);
    let inner = open(canvas, area, &screen.text("ui-help-title"));
    canvas.put_rows(inner, &rows, scroll);
}

fn leave(screen: &Screen, canvas: &mut Canvas<'_>, body: Rect) {
    let key = match (screen.is_running(), screen.wizard.may_have_written()) {
        (true, _) => "ui-leave-running",
        (false, true) => "ui-leave-written",
        (false, false) => "ui-leave-planning",
    };
    let room = usize::from(body.width.min(64)) - 4;
    let mut rows = paragraph(Role::Text, &screen.text(key), room);
    rows.push(Row::default());
    let mut keys = Row::default();
    for (key, label) in [("y", "ui-key-leave"), ("Esc", "ui-key-stay")] {
        keys.push(Role::Key, key);
        keys.push(Role::Text, format!(" {}   ", screen.text(label)));
    }
    rows.push(keys);
    let area = middle(body, 64, rows.len() + 2);
    let inner = open(canvas, area, &screen.text("ui-leave-title"));
    canvas.put_rows(inner, &rows, 0);
}
