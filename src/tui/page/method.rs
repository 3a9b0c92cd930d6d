//! Which method?

use ratatui::layout::Rect;

use crate::domain::{AuthenticationMode, Method};
use crate::planner::MethodOutlook;
use crate::text::describe;
use crate::wizard::Load;

use super::super::canvas::{Canvas, Row, below, paragraph, top};
use super::super::screen::Screen;
use super::super::theme::Role;

/// From this width on the cards stand side by side.
const SIDE_BY_SIDE: u16 = 96;

pub(super) fn draw(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect) {
    let (main, words) = Screen::split_words(area);
    let answers = &screen.wizard.answers;
    let name = describe::some_names(&screen.catalog, &answers.namespaces);
    let cluster = answers.cluster.as_ref().map(|c| c.name.to_string()).unwrap_or_default();
    let args = [("namespace", name.into()), ("cluster", cluster.into())];
    let question = screen.catalog.format("ui-method-question", &args);
    let rest = screen.head(canvas, main, &question, &Row::default());
    let room = usize::from(rest.width);
    match &screen.wizard.observed {
        Load::Idle | Load::Loading(_) => {
            canvas.put(below(rest, 1), 0, &screen.waiting(&screen.text("ui-method-observing")));
        }
        Load::Failed(error) => {
            let rows = screen.failure(error, room);
            canvas.put_rows(below(rest, 1), &rows, 0);
        }
        Load::Ready(_) if rest.width >= SIDE_BY_SIDE => {
            let cards = below(rest, 1);
            let height = 11.min(usize::from(cards.height));
            side_by_side(screen, canvas, top(cards, height));
            ladder(screen, canvas, below(cards, height + 1), room);
        }
        Load::Ready(_) => {
            // One above the other: a title and what it would do here, in as many lines as there is room for.
            let room_for_cards = usize::from(rest.height).saturating_sub(4);
            let each = (room_for_cards / 3).clamp(2, 4);
            for (at, outlook) in screen.wizard.outlooks.iter().enumerate() {
                let place = top(below(rest, at * each), each);
                stacked(screen, canvas, place, outlook, at == screen.view.method);
            }
            ladder(screen, canvas, below(rest, each * 3), room);
        }
    }
    screen.words(canvas, words);
}

/// What it would change here, in a few words; why it cannot be chosen, where it cannot.
fn here(screen: &Screen, outlook: &MethodOutlook) -> (Role, String) {
    if let Some(blocker) = outlook.blockers.first() {
        let why = describe::finding_title(&screen.catalog, blocker);
        return (Role::Bad, screen.catalog.format("ui-method-blocked", &[("why", why.into())]));
    }
    let changes = [("changes", outlook.changes.into()), ("one-way", outlook.one_way.into())];
    let key = match (outlook.method, outlook.changes, outlook.one_way) {
        (_, 0, _) => "ui-method-here-nothing",
        (Method::Manual, _, _) => "ui-method-here-stops",
        (_, _, 0) => "ui-method-here",
        (_, _, _) => "ui-method-here-one-way",
    };
    let role = if outlook.one_way > 0 { Role::OneWay } else { Role::Good };
    (role, screen.catalog.format(key, &changes))
}

fn title(screen: &Screen, outlook: &MethodOutlook) -> Row {
    let is_open = outlook.blockers.is_empty();
    let role = if is_open { Role::Strong } else { Role::Disabled };
    Row::of(role, describe::method(&screen.catalog, outlook.method))
}

fn recommended(screen: &Screen, outlook: &MethodOutlook) -> Row {
    match outlook.recommended {
        Some(_) => Row::of(Role::Good, screen.text("ui-method-recommended")),
        None => Row::default(),
    }
}

fn side_by_side(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect) {
    let each = (area.width - 2) / 3;
    for (at, outlook) in screen.wizard.outlooks.iter().enumerate() {
        let x = area.x + u16::try_from(at).unwrap_or(0) * (each + 1);
        let card = Rect { x, width: each, ..area };
        let is_selected = at == screen.view.method;
        let mut head = Row::of(Role::Key, if is_selected { "> " } else { "" });
        head.extend(title(screen, outlook));
        let inner = canvas.boxed(card, &head, if is_selected { Role::LineFocused } else { Role::Line });
        let room = usize::from(inner.width);
        let is_open = outlook.blockers.is_empty();
        let role = if is_open { Role::Text } else { Role::Disabled };
        let (here_role, here) = here(screen, outlook);
        let below_line = paragraph(here_role, &here, room);
        let summary = paragraph(role, &describe::method_summary(&screen.catalog, outlook.method), room);
        let keep = usize::from(inner.height).saturating_sub(below_line.len());
        canvas.put(inner, 0, &recommended(screen, outlook));
        canvas.put_clipped(below(top(inner, keep), 1), &summary);
        canvas.put_rows(super::super::canvas::bottom(inner, below_line.len()), &below_line, 0);
    }
}

fn stacked(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect, outlook: &MethodOutlook, is_selected: bool) {
    let mut head = title(screen, outlook);
    head.push(Role::Text, "   ");
    head.extend(recommended(screen, outlook));
    canvas.put_item(area, 0, &head, is_selected);
    let inner = Rect { x: area.x + 4, width: area.width.saturating_sub(4), ..below(area, 1) };
    let room = usize::from(inner.width);
    let (role, here) = here(screen, outlook);
    let here = paragraph(role, &here, room);
    let is_open = outlook.blockers.is_empty();
    let summary = describe::method_summary(&screen.catalog, outlook.method);
    let summary = paragraph(if is_open { Role::Dim } else { Role::Disabled }, &summary, room);
    // What it means here comes first; what it is in general fills what is left.
    let mut rows = here;
    rows.extend(summary);
    canvas.put_clipped(inner, &rows);
}

/// The modes as a ladder with "you are here", and why the recommended card is the one.
fn ladder(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect, room: usize) {
    let Some(mode) = screen.wizard.mode() else {
        return;
    };
    let mut row = Row::default();
    for (at, rung) in AuthenticationMode::LADDER.into_iter().enumerate() {
        if at > 0 {
            row.push(Role::Dim, " ──▶ ");
        }
        if rung == mode {
            row.push(Role::Key, format!("● {rung}"));
            row.push(Role::Key, format!(" {}", screen.text("ui-method-you-are-here")));
        } else {
            row.push(if rung < mode { Role::Dim } else { Role::Text }, rung.as_str());
        }
    }
    canvas.put(area, 0, &row);
    let general = paragraph(Role::Dim, &screen.text("ui-method-ladder"), room);
    let best = screen.wizard.outlooks.iter().find_map(|outlook| Some((outlook.method, outlook.recommended?)));
    let reason = match best {
        Some((method, reason)) => {
            let method = describe::method(&screen.catalog, method);
            let key = format!("ui-recommend-{}", reason.word());
            let words = screen.catalog.format(&key, &[("method", method.into()), ("mode", mode.as_str().into())]);
            paragraph(Role::Good, &words, room)
        }
        None if screen.wizard.outlooks.iter().any(|outlook| outlook.blockers.is_empty()) => {
            paragraph(Role::Warn, &screen.text("ui-recommend-other"), room)
        }
        None => paragraph(Role::Warn, &screen.text("ui-recommend-none"), room),
    };
    let left = usize::from(area.height).saturating_sub(1);
    // With little room the reason matters more than the general remark.
    if general.len() + reason.len() <= left {
        canvas.put_rows(below(area, 1), &general, 0);
        canvas.put_rows(below(area, 1 + general.len()), &reason, 0);
    } else {
        canvas.put_clipped(below(area, 1), &reason);
    }
}
