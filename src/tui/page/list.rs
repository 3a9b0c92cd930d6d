//! Tables with a filter: columns that fit, a cursor that stays in sight, a field above.

use ratatui::layout::Rect;

use crate::text::describe;

use super::super::canvas::{Canvas, Row, below, paragraph, top};
use super::super::measure::{pad, width};
use super::super::screen::Screen;
use super::super::theme::Role;
use super::super::view::{ListView, Typed};

/// A column: the catalogue key of its title and how wide it is. The first takes what is left.
pub(super) struct Column {
    pub(super) key: &'static str,
    pub(super) width: usize,
}

/// How many of the columns fit beside a first one of at least this width.
pub(super) fn fitting(columns: &[Column], first: usize, room: usize) -> usize {
    let mut left = room.saturating_sub(first + 2);
    columns
        .iter()
        .take_while(|column| {
            let fits = column.width <= left;
            left = left.saturating_sub(column.width);
            fits
        })
        .count()
}

/// How wide the first column is where so many of the others are shown; at most `most`, so that a row's ends stay together.
pub(super) fn first_width(columns: &[Column], room: usize, most: usize) -> usize {
    let others: usize = columns.iter().map(|column| column.width).sum();
    room.saturating_sub(others + 2).min(most)
}

/// The titles.
pub(super) fn titles(screen: &Screen, first: (&str, usize), columns: &[Column]) -> Row {
    let mut row = Row::of(Role::Heading, format!("  {}", pad(&screen.text(first.0), first.1)));
    for column in columns {
        row.push(Role::Heading, pad(&screen.text(column.key), column.width));
    }
    row
}

/// The first line to show, so that the cursor stays in sight, roughly in the middle of a long list.
pub(super) fn first_line(cursor: usize, lines: usize, height: usize) -> usize {
    cursor.saturating_sub(height / 2).min(lines.saturating_sub(height))
}

/// The filter's line: a field while it takes the keys, what is filtered for otherwise, nothing where nothing is typed.
/// Answers what is left of the area.
pub(super) fn filter(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect, list: &ListView) -> Rect {
    let line = top(area, 1);
    if list.is_typing {
        let prompt = if list.is_naming { format!("{} ", screen.text("ui-list-name")) } else { "/ ".to_owned() };
        let column = width(&prompt);
        let room = usize::from(area.width).saturating_sub(column);
        let (shown, caret) = list.filter.shown(room.min(64));
        canvas.put(line, 0, &Row::of(Role::Key, prompt).and(Role::Field, pad(shown, room.min(64))));
        canvas.set_caret(line, column + caret, 0);
        let Some(problem) = &list.problem else {
            return below(area, 1);
        };
        let words = describe::name_error(&screen.catalog, problem);
        let rows = paragraph(Role::Bad, &words, usize::from(area.width));
        canvas.put_rows(below(area, 1), &rows, 0);
        below(area, 1 + rows.len())
    } else if !list.filter.is_empty() {
        let row = Row::of(Role::Key, "/ ").and(Role::Strong, list.filter.text());
        canvas.put(line, 0, &row.and(Role::Dim, format!("   {}", screen.text("ui-list-filtered"))));
        below(area, 1)
    } else {
        area
    }
}

/// Says how many lines lie below.
pub(super) fn more(canvas: &mut Canvas<'_>, body: Rect, from: usize, lines: usize) {
    let below = lines.saturating_sub(from + usize::from(body.height));
    if below > 0 {
        canvas.put_right(body, usize::from(body.height).saturating_sub(1), &Row::of(Role::Key, format!(" ↓ {below}")));
    }
}

/// The line for a typed name: an invitation, an offer, or what is wrong with the name.
pub(super) fn typed(screen: &Screen, view: &ListView, invitation: &str, offer: &str) -> Row {
    match &view.typed {
        Some((_, Typed::Name(name))) => Row::of(Role::Strong, screen.catalog.format(offer, &[("name", name.into())])),
        Some((_, Typed::Invitation)) | None => Row::of(Role::Dim, screen.text(invitation)),
    }
}
