//! Which namespace?

use std::borrow::Cow;
use std::cmp::Reverse;

use ratatui::layout::Rect;

use crate::domain::NamespaceName;
use crate::domain::observed::{NamespaceRow, VirtualClusterState};
use crate::wizard::{Load, PageId};

use super::super::canvas::{Canvas, Row, below};
use super::super::filter::Needle;
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

/// How wide a mark is.
const MARK: usize = 4;

/// What Enter would do.
pub(in crate::tui) enum Chosen {
    /// Answer with this name, or with these.
    Names(String),
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

/// Several names that were answered before, or given by flags: they come marked. One alone only has the cursor.
pub(in crate::tui) fn chosen_before(screen: &Screen) -> Vec<String> {
    let answered = &screen.wizard.answers.namespaces;
    let names = if answered.is_empty() { &screen.wizard.preset().namespaces } else { answered };
    if names.len() > 1 { names.iter().map(ToString::to_string).collect() } else { Vec::new() }
}

/// What the mark key would mark: the row under the cursor, or the name that is being typed.
pub(in crate::tui) fn markable(screen: &Screen) -> Option<String> {
    let view = &screen.view.namespaces;
    match (view.front()?, &view.typed) {
        (Item::Row(at), _) => {
            let row = rows(screen).get(at).filter(|row| !row.deleting)?;
            let is_asked = !view.is_typing || view.is_naming && row.name.as_str() == view.filter.text().trim();
            is_asked.then(|| row.name.to_string())
        }
        (Item::Typed, Some((_, Typed::Name(name)))) => Some(name.clone()),
        (Item::Typed, _) => None,
    }
}

/// The rows that fit the filter and may be chosen, for marking them all.
pub(in crate::tui) fn all_markable(screen: &Screen) -> Vec<String> {
    let all = rows(screen);
    let shown = screen.view.namespaces.order.iter().filter_map(|at| all.get(*at));
    shown.filter(|row| may_choose(screen, row)).map(|row| row.name.to_string()).collect()
}

/// The rows that the last frame showed and of which something is not known.
pub(in crate::tui) fn lacking(screen: &Screen) -> Vec<NamespaceName> {
    if screen.wizard.page != PageId::Namespace {
        return Vec::new();
    }
    let (from, to) = screen.seen.get();
    let lacks = |line| match screen.view.namespaces.item(line)? {
        Item::Row(at) => rows(screen).get(at).filter(|row| row.has_role.is_none() || row.has_role_binding.is_none()),
        Item::Typed => None,
    };
    (from..to).filter_map(lacks).map(|row| row.name.clone()).collect()
}

/// Brings the order of rows up to date with what is listed and typed: those for jobs, then the system's.
pub(in crate::tui) fn refresh(screen: &mut Screen) {
    let rows = rows(screen);
    let given = screen.view.namespaces.filter.text().trim();
    let mut needle = Needle::new(given);
    let fitting = rows.iter().enumerate();
    let mut scored: Vec<(bool, Reverse<u32>, usize)> = fitting
        .filter_map(|(at, row)| Some((row.name.is_system(), Reverse(needle.score(row.name.as_str())?), at)))
        .collect();
    // Rows that fit alike stay in the server's order.
    scored.sort_unstable();
    let own = scored.iter().filter(|(is_system, ..)| !is_system).count();
    let order: Vec<usize> = scored.into_iter().map(|(.., at)| at).collect();
    let is_naming = screen.view.namespaces.is_naming;
    let (typed, problem) = match given.parse::<NamespaceName>() {
        _ if screen.wizard.namespaces.is_loading() => (None, None),
        _ if given.is_empty() => (Some(Typed::Invitation), None),
        Ok(name) if rows.iter().any(|row| row.name == name) => (None, None),
        Ok(name) => (Some(Typed::Name(name.to_string())), None),
        Err(error) if is_naming || order.is_empty() => (None, Some(error)),
        Err(_) => (None, None),
    };
    let answered = screen.wizard.answers.namespaces.first().map(ToString::to_string);
    let preset = screen.wizard.preset().namespaces.first().map(ToString::to_string);
    let view = &mut screen.view.namespaces;
    view.order = order;
    view.typed = typed.map(|typed| (own, typed));
    view.problem = problem;
    let rows = screen.wizard.namespaces.ready().map(Vec::as_slice).unwrap_or_default();
    view.settle(|at| Cow::Borrowed(rows[at].name.as_str()), &[answered, preset]);
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
        // A name that is typed beside marked ones goes with them.
        (Item::Typed, Some((_, Typed::Name(name)))) => {
            let others = view.marks.iter().filter(|mark| *mark != name);
            Some(Chosen::Names(others.chain([name]).cloned().collect::<Vec<_>>().join(" ")))
        }
        _ if !view.marks.is_empty() && !view.is_naming => Some(Chosen::Names(view.marks.join(" "))),
        (Item::Row(at), _) => {
            // A system namespace is refused with the reason, which says how to allow it.
            let row = rows(screen).get(at).filter(|row| !row.deleting)?;
            Some(Chosen::Names(row.name.to_string()))
        }
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
            let count = screen.catalog.format("ui-namespace-count", &[("count", rows.len().into())]);
            marked(screen).and(Role::Dim, count)
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

/// How many are marked, before how many there are.
fn marked(screen: &Screen) -> Row {
    match screen.view.namespaces.marks.len() {
        0 => Row::default(),
        count => {
            let words = screen.catalog.format("ui-namespace-marked", &[("count", count.into())]);
            Row::of(Role::Strong, words).and(Role::Dim, " / ")
        }
    }
}

/// The marked names that no row stands for, which would be made; they would be out of sight otherwise.
fn marked_new(screen: &Screen, room: usize) -> Option<Row> {
    let marks = screen.view.namespaces.marks.iter();
    let is_listed = |mark: &str| rows(screen).iter().any(|row| row.name.as_str() == mark);
    let new: Vec<&str> = marks.map(String::as_str).filter(|mark| !is_listed(mark)).collect();
    (!new.is_empty()).then(|| {
        let words = screen.catalog.format("ui-namespace-marked-new", &[("names", new.join(", ").into())]);
        Row::of(Role::Strong, format!("  {}", fit(&words, room.saturating_sub(2))))
    })
}

fn table(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect) {
    let view = &screen.view.namespaces;
    let room = usize::from(area.width);
    let area = match marked_new(screen, room) {
        Some(row) => {
            canvas.put(area, 0, &row);
            below(area, 1)
        }
        None => area,
    };
    let columns = &COLUMNS[..list::fitting(&COLUMNS, 14 + MARK, room)];
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
    screen.seen.set((from, view.lines().min(from + height)));
    for at in from..view.lines() {
        if Some(at) == first_system {
            canvas.put_at(body, 2, line, &Row::of(Role::Heading, screen.text("ui-namespace-system")));
            line += 1;
        }
        let row = match view.item(at) {
            Some(Item::Row(index)) => row(screen, &rows(screen)[index], first, columns),
            Some(Item::Typed) => {
                let name = match &view.typed {
                    Some((_, Typed::Name(name))) => name.as_str(),
                    Some((_, Typed::Invitation)) | None => "",
                };
                // Without a list it is not known whether it is there.
                let is_unlisted = screen.wizard.namespaces.ready().is_none();
                let offer = if is_unlisted { "ui-namespace-use" } else { "ui-namespace-create" };
                let mut row = mark(screen, name, !name.is_empty());
                row.extend(list::typed(screen, view, "ui-namespace-invite", offer));
                row
            }
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
    let first = first.saturating_sub(MARK);
    let mut out = mark(screen, row.name.as_str(), is_open);
    out.push(
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

/// Whether it is marked; blank where it cannot be.
fn mark(screen: &Screen, value: &str, is_open: bool) -> Row {
    let text = match (is_open, screen.view.namespaces.is_marked(value)) {
        (false, _) => "    ",
        (true, true) => "[x] ",
        (true, false) => "[ ] ",
    };
    Row::of(if is_open { Role::Key } else { Role::Disabled }, text)
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
