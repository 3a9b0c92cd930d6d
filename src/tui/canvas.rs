//! Drawing: rows of styled pieces, put into areas and cut to fit. Every page draws through it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::measure::{fit, width, wrap};
use super::theme::{Role, Theme};
use crate::domain::outside::escape;

/// A line made of styled pieces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Row(Vec<(Role, String)>);

impl Row {
    /// A line of one piece.
    pub(super) fn of(role: Role, text: impl Into<String>) -> Self {
        Self::default().and(role, text)
    }

    /// The line with a piece added.
    pub(super) fn and(mut self, role: Role, text: impl Into<String>) -> Self {
        self.push(role, text);
        self
    }

    /// Adds a piece. All text that is drawn comes this way, so it is cleaned here, whatever it was made of.
    pub(super) fn push(&mut self, role: Role, text: impl Into<String>) {
        self.0.push((role, escape(text.into())));
    }

    /// Adds another line's pieces.
    pub(super) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The line in at most `room` columns, with `…` at its end where something was cut off.
    fn cut(&self, room: usize) -> Self {
        let text: String = self.0.iter().map(|(_, text)| text.as_str()).collect();
        let role = self.0.first().map_or(Role::Text, |(role, _)| *role);
        Self::of(role, fit(&text, room))
    }

    /// How many columns it takes.
    pub(super) fn width(&self) -> usize {
        self.0.iter().map(|(_, text)| width(text)).sum()
    }
}

/// A text as rows of one role, wrapped.
pub(super) fn paragraph(role: Role, text: &str, room: usize) -> Vec<Row> {
    wrap(text, room).into_iter().map(|line| Row::of(role, line)).collect()
}

/// One frame being drawn.
pub(super) struct Canvas<'a> {
    buffer: &'a mut Buffer,
    theme: Theme,
    /// Where the hardware cursor belongs: at the caret of the field that takes text.
    pub(super) caret: Option<Position>,
}

impl<'a> Canvas<'a> {
    /// A canvas over a frame's buffer.
    pub(super) fn new(buffer: &'a mut Buffer, theme: Theme) -> Self {
        Self { buffer, theme, caret: None }
    }

    /// Draws a row on the given line of an area, cut to the area's width. Lines outside the area are not drawn.
    pub(super) fn put(&mut self, area: Rect, line: usize, row: &Row) {
        self.put_at(area, 0, line, row);
    }

    /// The same, some columns in.
    pub(super) fn put_at(&mut self, area: Rect, column: usize, line: usize, row: &Row) {
        let Some(y) = line_of(area, line) else {
            return;
        };
        let mut column = column;
        let all = usize::from(area.width);
        let mut left = row.width();
        for (role, text) in &row.0 {
            let room = all.saturating_sub(column);
            // A piece that just fits is cut too where more is to come after it.
            let shown =
                if left > room && width(text) == room { fit(&format!("{text} "), room) } else { fit(text, room) };
            let x = area.x.saturating_add(u16::try_from(column).unwrap_or(u16::MAX));
            if room > 0 {
                self.buffer.set_stringn(x, y, &shown, room, self.theme.style(*role));
            }
            column += width(&shown);
            left = left.saturating_sub(width(text));
            if shown != *text {
                break;
            }
        }
    }

    /// Draws a row against the right edge.
    pub(super) fn put_right(&mut self, area: Rect, line: usize, row: &Row) {
        let column = usize::from(area.width).saturating_sub(row.width());
        self.put_at(area, column, line, row);
    }

    /// Draws a row in the middle.
    pub(super) fn put_middle(&mut self, area: Rect, line: usize, row: &Row) {
        let column = usize::from(area.width).saturating_sub(row.width()) / 2;
        self.put_at(area, column, line, row);
    }

    /// Gives a whole line a role's style, on top of what is there.
    pub(super) fn tint(&mut self, area: Rect, line: usize, role: Role) {
        if let Some(y) = line_of(area, line) {
            self.buffer.set_style(Rect { y, height: 1, ..area }, self.theme.style(role));
        }
    }

    /// Draws a list's row: `>` before the one under the cursor, which is tinted over its whole width too.
    pub(super) fn put_item(&mut self, area: Rect, line: usize, row: &Row, is_selected: bool) {
        let mut marked = Row::of(Role::Text, if is_selected { "> " } else { "  " });
        marked.extend(row.clone());
        self.put(area, line, &marked);
        if is_selected {
            self.tint(area, line, Role::Selected);
        }
    }

    /// Draws a line from edge to edge.
    pub(super) fn rule(&mut self, area: Rect, line: usize) {
        self.put(area, line, &Row::of(Role::Line, "─".repeat(usize::from(area.width))));
    }

    /// Draws rows from `scroll` on; says at the right how many lie below. Answers the scroll that was possible.
    pub(super) fn put_rows(&mut self, area: Rect, rows: &[Row], scroll: usize) -> usize {
        let height = usize::from(area.height);
        let scroll = scroll.min(rows.len().saturating_sub(height));
        for (line, row) in rows.iter().skip(scroll).take(height).enumerate() {
            self.put(area, line, row);
        }
        if scroll > 0 {
            self.put_right(area, 0, &Row::of(Role::Key, " ↑"));
        }
        let below = rows.len().saturating_sub(scroll + height);
        if below > 0 {
            self.put_right(area, height.saturating_sub(1), &Row::of(Role::Key, format!(" ↓ {below}")));
        }
        scroll
    }

    /// Draws as many rows as fit; the last one ends in `…` where more would follow.
    pub(super) fn put_clipped(&mut self, area: Rect, rows: &[Row]) {
        let height = usize::from(area.height);
        for (line, row) in rows.iter().take(height).enumerate() {
            let is_cut = line + 1 == height && rows.len() > height;
            if is_cut {
                let mut row = row.clone();
                // The sign takes the place of what would touch the edge.
                row.push(Role::Dim, " …");
                let room = usize::from(area.width);
                let row = if row.width() <= room { row } else { row.cut(room) };
                self.put(area, line, &row);
            } else {
                self.put(area, line, row);
            }
        }
    }

    /// Draws a box with a title in its upper edge; answers what is inside. Too small an area gets no box.
    pub(super) fn boxed(&mut self, area: Rect, title: &Row, role: Role) -> Rect {
        if area.width < 4 || area.height < 3 {
            return area;
        }
        let inside = usize::from(area.width) - 2;
        let last = usize::from(area.height) - 1;
        self.put(area, 0, &Row::of(role, format!("┌{}┐", "─".repeat(inside))));
        for line in 1..last {
            self.put(area, line, &Row::of(role, "│"));
            self.put_right(area, line, &Row::of(role, "│"));
        }
        self.put(area, last, &Row::of(role, format!("└{}┘", "─".repeat(inside))));
        let mut head = Row::of(role, " ");
        head.extend(title.clone());
        head.push(role, " ");
        let room = Rect { x: area.x + 2, width: area.width - 4, ..area };
        self.put(room, 0, &head);
        Rect { x: area.x + 2, y: area.y + 1, width: area.width - 4, height: area.height - 2 }
    }

    /// Blanks an area, for what is laid over a page.
    pub(super) fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.buffer.area);
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                self.buffer[(x, y)].reset();
            }
        }
        // A wide letter cut by the left edge would stand half over it.
        if let Some(x) = area.x.checked_sub(1) {
            for y in area.top()..area.bottom() {
                if width(self.buffer[(x, y)].symbol()) > 1 {
                    self.buffer[(x, y)].reset();
                }
            }
        }
    }

    /// Sets the hardware cursor some columns into a line of an area.
    pub(super) fn set_caret(&mut self, area: Rect, column: usize, line: usize) {
        let Some(y) = line_of(area, line) else {
            return;
        };
        let column = column.min(usize::from(area.width.saturating_sub(1)));
        self.caret = Some(Position { x: area.x + u16::try_from(column).unwrap_or(0), y });
    }
}

fn line_of(area: Rect, line: usize) -> Option<u16> {
    let line = u16::try_from(line).ok().filter(|line| *line < area.height)?;
    (area.width > 0).then(|| area.y + line)
}

/// The area without its first lines.
pub(super) fn below(area: Rect, lines: usize) -> Rect {
    let lines = u16::try_from(lines).unwrap_or(u16::MAX).min(area.height);
    Rect { y: area.y + lines, height: area.height - lines, ..area }
}

/// The area's first lines.
pub(super) fn top(area: Rect, lines: usize) -> Rect {
    Rect { height: u16::try_from(lines).unwrap_or(u16::MAX).min(area.height), ..area }
}

/// The area's last lines.
pub(super) fn bottom(area: Rect, lines: usize) -> Rect {
    below(area, usize::from(area.height).saturating_sub(lines))
}
