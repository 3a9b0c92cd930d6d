//! Which namespace?

use ratatui::layout::Rect;

use crate::domain::NamespaceName;
use crate::domain::observed::{NamespaceRow, VirtualClusterState};
use crate::wizard::Load;

use super::super::canvas::{Canvas, Row, below};
use super::super::filter::score;
use super::super::measure::{fit, pad};
use super::super::screen::Screen;
use super::super::theme::Role;
use super::super::view::{Item, Typed};
use super::list::{self, Column};

const COLUMNS: [Column; 3] = [
    Column { key: "ui-namespace-role", width: 8 },
    Column { key: "ui-namespace-binding", width: 13 },
    Column { key: "ui-namespace-virtual-cluster", width: 34 },
];

/// What Enter would do.
pub(in crate::tui) enum Chosen {
    /// Answer with this name.
    Name(String),
    /// Open the field for a new name.
    StartTyping,
}

fn rows(screen: &Screen) -> &[NamespaceRow] {
    screen.wizard.namespaces.ready().map(Vec::as_slice).unwrap_or_default()
}

/// Whether the row is drawn as one that can be chosen.
fn may_choose(screen: &Screen, row: &NamespaceRow) -> bool {
    let is_allowed = screen.wizard.preset().allowed_system_namespaces.contains(&row.name);
    !row.deleting && (!row.name.is_system() || is_allowed)
}

/// As [`score`], without looking where nothing is typed.
fn fits(given: &str, name: &str) -> Option<u32> {
    if given.is_empty() { Some(0) } else { score(given, name) }
}

/// Brings the order of rows up to date with what is listed and typed: those for jobs, then the system's.
pub(in crate::tui) fn refresh(screen: &mut Screen) {
    let rows = rows(screen);
    let given = screen.view.namespaces.filter.text().trim();
    let mut scored: Vec<(usize, u32)> =
        rows.iter().enumerate().filter_map(|(at, row)| Some((at, fits(given, row.name.as_str())?))).collect();
    scored.sort_by_key(|(at, score)| (rows[*at].name.is_system(), std::cmp::Reverse(*score)));
    let order: Vec<usize> = scored.into_iter().map(|(at, _)| at).collect();
    let own = order.iter().filter(|at| !rows[**at].name.is_system()).count();
    let is_naming = screen.view.namespaces.is_naming;
    let (typed, problem) = match given.parse::<NamespaceName>() {
        _ if screen.wizard.namespaces.is_loading() => (None, None),
        _ if given.is_empty() => (Some(Typed::Invitation), None),
        Ok(name) if rows.iter().any(|row| row.name == name) => (None, None),
        Ok(name) => (Some(Typed::Name(name.to_string())), None),
        Err(error) if is_naming || order.is_empty() => (None, Some(error)),
        Err(_) => (None, None),
    };
    let answered = screen.wizard.answers.namespace.as_ref().map(ToString::to_string);
    let preset = screen.wizard.preset().namespace.as_ref().map(ToString::to_string);
    let view = &mut screen.view.namespaces;
    view.order = order;
    view.typed = typed.map(|typed| (own, typed));
    view.problem = problem;
    let rows = screen.wizard.namespaces.ready().map(Vec::as_slice).unwrap_or_default();
    view.settle(|at| rows[at].name.to_string(), &[answered, preset]);
}

/// The answer's value of the row on a line.
pub(in crate::tui) fn value_at(screen: &Screen, line: usize) -> Option<String> {
    match screen.view.namespaces.item(line)? {
        Item::Row(at) => rows(screen).get(at).map(|row| row.name.to_string()),
        Item::Typed => None,
    }
}

/// What Enter would do.
pub(in crate::tui) fn chosen(screen: &Screen) -> Option<Chosen> {
    let view = &screen.view.namespaces;
    match (view.front()?, &view.typed) {
        (Item::Row(at), _) => {
            // A system namespace is refused with the reason, which says how to allow it.
            let row = rows(screen).get(at).filter(|row| !row.deleting)?;
            Some(Chosen::Name(row.name.to_string()))
        }
        (Item::Typed, Some((_, Typed::Name(name)))) => Some(Chosen::Name(name.clone())),
        (Item::Typed, Some((_, Typed::Invitation))) if !view.is_typing => Some(Chosen::StartTyping),
        (Item::Typed, _) => None,
    }
}

pub(super) fn draw(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect) {
    let (main, words) = Screen::split_words(area);
    let cluster = screen.wizard.answers.cluster.as_ref().map(|c| c.name.to_string()).unwrap_or_default();
    let question = screen.catalog.format("ui-namespace-question", &[("cluster", cluster.into())]);
    let right = match &screen.wizard.namespaces {
        Load::Idle | Load::Loading(_) => screen.waiting(&screen.text("ui-namespace-listing")),
        Load::Ready(rows) => {
            Row::of(Role::Dim, screen.catalog.format("ui-namespace-count", &[("count", rows.len().into())]))
        }
        Load::Failed(_) => Row::of(Role::Bad, screen.text("ui-namespace-failed")),
    };
    let mut rest = screen.head(canvas, main, &question, &right);
    rest = list::filter(screen, canvas, rest, &screen.view.namespaces);
    let error = match (&screen.wizard.cluster, &screen.wizard.namespaces) {
        (Load::Failed(error), _) | (_, Load::Failed(error)) => Some(error),
        _ => None,
    };
    if let Some(error) = error {
        let rows = screen.failure(error, usize::from(rest.width));
        canvas.put_rows(rest, &rows, 0);
        rest = below(rest, rows.len());
    }
    table(screen, canvas, rest);
    screen.words(canvas, words);
}

fn table(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect) {
    let view = &screen.view.namespaces;
    let room = usize::from(area.width);
    let columns = &COLUMNS[..list::fitting(&COLUMNS, 14, room)];
    let first = list::first_width(columns, room, 34);
    if view.lines() > 0 {
        canvas.put(area, 0, &list::titles(screen, ("ui-namespace-name", first), columns));
    }
    let body = below(area, 1);
    if view.lines() == 0 && view.problem.is_none() && !view.filter.is_empty() {
        canvas.put_at(body, 2, 0, &Row::of(Role::Dim, screen.text("ui-list-none-fits")));
    }
    let height = usize::from(body.height);
    // The system's namespaces have a heading, which takes a line that no cursor stands on.
    let first_system = (0..view.lines()).find(|line| is_system(screen, *line));
    let from = list::first_line(view.cursor, view.lines() + usize::from(first_system.is_some()), height);
    let mut line = 0;
    for at in from..view.lines() {
        if Some(at) == first_system {
            canvas.put_at(body, 2, line, &Row::of(Role::Heading, screen.text("ui-namespace-system")));
            line += 1;
        }
        let row = match view.item(at) {
            Some(Item::Row(index)) => row(screen, &rows(screen)[index], first, columns),
            Some(Item::Typed) => list::typed(screen, view, "ui-namespace-invite", "ui-namespace-create"),
            None => break,
        };
        canvas.put_item(body, line, &row, at == view.cursor);
        line += 1;
        if line >= height {
            break;
        }
    }
    list::more(canvas, body, from, view.lines() + usize::from(first_system.is_some_and(|at| at >= from)));
}

fn is_system(screen: &Screen, line: usize) -> bool {
    match screen.view.namespaces.item(line) {
        Some(Item::Row(at)) => rows(screen)[at].name.is_system(),
        Some(Item::Typed) | None => false,
    }
}

fn row(screen: &Screen, row: &NamespaceRow, first: usize, columns: &[Column]) -> Row {
    let is_open = may_choose(screen, row);
    let mut out = Row::of(
        if is_open { Role::Strong } else { Role::Disabled },
        pad(&fit(row.name.as_str(), first.saturating_sub(1)), first),
    );
    if row.deleting {
        return out.and(Role::Disabled, screen.text("ui-namespace-deleting"));
    }
    if row.name.is_system() {
        return out;
    }
    for column in columns {
        let (role, text) = match column.key {
            "ui-namespace-role" => presence(row.has_role),
            "ui-namespace-binding" => presence(row.has_role_binding),
            _ => virtual_cluster(screen, row),
        };
        out.push(role, pad(&fit(&text, column.width - 1), column.width));
    }
    out
}

fn presence(has: Option<bool>) -> (Role, String) {
    match has {
        Some(true) => (Role::Good, "✓".to_owned()),
        Some(false) => (Role::Dim, "–".to_owned()),
        None => (Role::Dim, "?".to_owned()),
    }
}

fn virtual_cluster(screen: &Screen, row: &NamespaceRow) -> (Role, String) {
    let Some(vc) = &row.virtual_cluster else {
        return (Role::Dim, "–".to_owned());
    };
    let role = if vc.state == VirtualClusterState::Running { Role::Good } else { Role::Warn };
    let kind = if vc.integrated { "ui-namespace-integrated" } else { "ui-namespace-legacy" };
    (role, format!("{}  {}  {}", vc.name, vc.state.as_str(), screen.text(kind)))
}
