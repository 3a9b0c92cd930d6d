//! Which cluster?

use std::borrow::Cow;

use ratatui::layout::Rect;

use crate::domain::cluster::{ClusterEndpoint, ClusterStatus};
use crate::domain::name::NameError;
use crate::domain::{ClusterName, ClusterRow};
use crate::text::describe;

use super::super::canvas::{Canvas, Row, below, bottom, paragraph, top};
use super::super::filter::Needle;
use super::super::measure::{fit, pad, width};
use super::super::screen::Screen;
use super::super::theme::Role;
use super::super::view::{Item, Typed};
use super::list::{self, Column};

/// After the name, the most telling first: what does not fit is left out from the end.
const COLUMNS: [Column; 7] = [
    Column { key: "ui-cluster-region", width: 15 },
    Column { key: "ui-cluster-mode", width: 19 },
    Column { key: "ui-cluster-version", width: 8 },
    Column { key: "ui-cluster-virtual-clusters", width: 5 },
    Column { key: "ui-cluster-endpoint", width: 11 },
    Column { key: "ui-cluster-status", width: 10 },
    Column { key: "ui-cluster-platform", width: 10 },
];

fn value(row: &ClusterRow) -> String {
    format!("{}/{}", row.region, row.name)
}

fn haystack(screen: &Screen, row: &ClusterRow) -> String {
    let mut text = format!("{} {}", row.name, row.region);
    if let Some(Ok(facts)) = &row.facts {
        let reach = reach(screen, &facts.endpoint);
        text = format!("{text} {} {} {reach} {}", facts.version, facts.mode, facts.status.as_str());
        for (key, value) in &facts.tags {
            text = format!("{text} {key}={value}");
        }
    }
    text
}

/// Brings the order of rows up to date with what is listed and typed.
pub(in crate::tui) fn refresh(screen: &mut Screen) {
    let rows = &screen.wizard.clusters.rows;
    let given = screen.view.clusters.filter.text();
    let order: Vec<usize> = if given.trim().is_empty() {
        (0..rows.len()).collect()
    } else {
        let mut needle = Needle::new(given);
        let fitting = rows.iter().enumerate();
        let mut scored: Vec<(usize, u32)> =
            fitting.filter_map(|(at, row)| Some((at, needle.score(&haystack(screen, row))?))).collect();
        scored.sort_by_key(|(_, score)| std::cmp::Reverse(*score));
        scored.into_iter().map(|(at, _)| at).collect()
    };
    let answered = screen.wizard.answers.cluster.as_ref().map(|c| format!("{}/{}", c.region, c.name));
    let preset = screen.wizard.preset().cluster.as_ref();
    let preset = preset.and_then(|name| rows.iter().find(|row| row.name == *name)).map(value);
    let (typed, problem) = typed(screen);
    let view = &mut screen.view.clusters;
    view.typed = typed.map(|typed| (order.len(), typed));
    (view.order, view.problem) = (order, problem);
    view.settle(|at| Cow::Owned(value(&screen.wizard.clusters.rows[at])), &[answered, preset]);
}

/// The line for the name of a cluster that could not be listed: only where a region failed, and where no row has it.
fn typed(screen: &Screen) -> (Option<Typed>, Option<NameError>) {
    let view = &screen.view.clusters;
    let rows = &screen.wizard.clusters.rows;
    let given = view.filter.text().trim();
    if screen.wizard.clusters.failures().next().is_none() {
        return (None, None);
    }
    match given.parse::<ClusterName>() {
        _ if given.is_empty() => (view.is_naming.then_some(Typed::Invitation), None),
        Ok(name) if rows.iter().any(|row| row.name == name) => (None, None),
        Ok(name) => (Some(Typed::Name(name.to_string())), None),
        Err(error) if view.is_naming => (None, Some(error)),
        Err(_) => (None, None),
    }
}

/// The answer's value of the row on a line.
pub(in crate::tui) fn value_at(screen: &Screen, line: usize) -> Option<String> {
    match screen.view.clusters.item(line)? {
        Item::Row(at) => screen.wizard.clusters.rows.get(at).map(value),
        Item::Typed => None,
    }
}

/// What Enter would answer.
pub(in crate::tui) fn chosen(screen: &Screen) -> Option<String> {
    let view = &screen.view.clusters;
    match (view.front()?, &view.typed) {
        (Item::Row(at), _) => screen.wizard.clusters.rows.get(at).map(value),
        (Item::Typed, Some((_, Typed::Name(name)))) => Some(name.clone()),
        (Item::Typed, _) => None,
    }
}

pub(super) fn draw(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect) {
    let (main, words) = Screen::split_words(area);
    let rest = screen.head(canvas, main, &screen.text("ui-cluster-question"), &counts(screen));
    let rest = list::filter(screen, canvas, rest, &screen.view.clusters);
    let failures = failures(screen, usize::from(rest.width));
    let kept = failures.len().min(usize::from(rest.height) / 2);
    let table = top(rest, usize::from(rest.height).saturating_sub(kept));
    draw_table(screen, canvas, table);
    canvas.put_rows(bottom(rest, kept), &failures, 0);
    if words.width >= 100 && words.height > 6 {
        let half = words.width / 2;
        detail(screen, canvas, Rect { width: half - 2, ..words });
        screen.words(canvas, Rect { x: words.x + half, width: words.width - half, ..words });
    } else {
        screen.words(canvas, words);
    }
}

fn counts(screen: &Screen) -> Row {
    let list = &screen.wizard.clusters;
    let args = [("regions", list.regions.len().into()), ("clusters", list.rows.len().into())];
    if let Some(lookup) = &screen.wizard.lookup {
        let args = [("name", (&lookup.name).into()), ("regions", lookup.regions.len().into())];
        return screen.waiting(&screen.catalog.format("ui-cluster-looking", &args));
    }
    if list.is_done {
        return Row::of(Role::Dim, screen.catalog.format("ui-cluster-counts", &args));
    }
    let done = list.regions.iter().filter(|state| !state.listed.is_loading()).count();
    let args = [("done", done.into()), ("regions", list.regions.len().into()), ("clusters", list.rows.len().into())];
    screen.waiting(&screen.catalog.format("ui-cluster-listing", &args))
}

fn failures(screen: &Screen, room: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    for (region, error) in screen.wizard.clusters.failures() {
        let why = describe::port_error(&screen.catalog, error);
        let why = why.lines().next().unwrap_or_default();
        rows.push(Row::of(Role::Bad, fit(&format!("{region}: {why}"), room)));
    }
    if !rows.is_empty() {
        rows.extend(paragraph(Role::Dim, &screen.text("ui-cluster-failed-next"), room));
    }
    rows
}

fn draw_table(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect) {
    let clusters = &screen.wizard.clusters;
    let view = &screen.view.clusters;
    let room = usize::from(area.width);
    let columns = &COLUMNS[..list::fitting(&COLUMNS, 18, room)];
    let first = list::first_width(columns, room, 34);
    canvas.put(area, 0, &list::titles(screen, ("ui-cluster-name", first), columns));
    let body = below(area, 1);
    if view.lines() == 0 {
        let key = if !view.filter.is_empty() {
            "ui-list-none-fits"
        } else if clusters.is_done && clusters.failures().next().is_some() {
            "ui-cluster-none-listed"
        } else if clusters.is_done {
            "ui-cluster-none"
        } else {
            "ui-cluster-none-yet"
        };
        for (line, row) in paragraph(Role::Dim, &screen.text(key), room.saturating_sub(2)).iter().enumerate() {
            canvas.put_at(body, 2, line, row);
        }
        return;
    }
    let height = usize::from(body.height);
    let from = list::first_line(view.cursor, view.lines(), height);
    for line in from..view.lines().min(from + height) {
        let row = match view.item(line) {
            Some(Item::Row(at)) => row(screen, &clusters.rows[at], first, columns),
            Some(Item::Typed) => list::typed(screen, view, "ui-cluster-invite", "ui-cluster-use-name"),
            None => break,
        };
        canvas.put_item(body, line - from, &row, line == view.cursor);
    }
    list::more(canvas, body, from, view.lines());
}

fn row(screen: &Screen, row: &ClusterRow, first: usize, columns: &[Column]) -> Row {
    let mut out = Row::of(Role::Strong, pad(&fit(row.name.as_str(), first.saturating_sub(1)), first));
    for column in columns {
        let (role, text) = cell(screen, row, column.key);
        out.push(role, pad(&fit(&text, column.width - 1), column.width));
    }
    out
}

fn cell(screen: &Screen, row: &ClusterRow, key: &str) -> (Role, String) {
    let unknown = || (Role::Dim, "…".to_owned());
    match (key, &row.facts) {
        ("ui-cluster-region", _) => (Role::Text, row.region.to_string()),
        ("ui-cluster-virtual-clusters", _) => match row.virtual_clusters {
            Some(0) => (Role::Dim, "–".to_owned()),
            Some(count) => (Role::Text, count.to_string()),
            None if screen.wizard.clusters.is_done => (Role::Dim, "?".to_owned()),
            None => unknown(),
        },
        (_, None) => unknown(),
        ("ui-cluster-version", Some(Err(_))) => (Role::Bad, screen.text("ui-cluster-not-described")),
        (_, Some(Err(_))) => (Role::Dim, "?".to_owned()),
        ("ui-cluster-version", Some(Ok(facts))) => (Role::Text, facts.version.to_string()),
        ("ui-cluster-mode", Some(Ok(facts))) => (Role::Text, facts.mode.to_string()),
        ("ui-cluster-endpoint", Some(Ok(facts))) => (Role::Text, reach(screen, &facts.endpoint)),
        ("ui-cluster-status", Some(Ok(facts))) => {
            let role = if facts.status == ClusterStatus::Active { Role::Good } else { Role::Warn };
            (role, facts.status.as_str().to_owned())
        }
        (_, Some(Ok(facts))) => {
            (Role::Text, facts.platform.map_or_else(|| "–".to_owned(), |platform| platform.to_string()))
        }
    }
}

fn reach(screen: &Screen, endpoint: &ClusterEndpoint) -> String {
    let limited = !endpoint.public_cidrs.is_empty() && endpoint.public_cidrs.iter().all(|c| c.as_str() != "0.0.0.0/0");
    screen.text(match (endpoint.public, endpoint.private) {
        (true, _) if limited => "ui-cluster-limited",
        (true, true) => "ui-cluster-both",
        (true, false) => "ui-cluster-public",
        (false, true) => "ui-cluster-private",
        (false, false) => "ui-cluster-no-endpoint",
    })
}

/// Everything that was detected about the row under the cursor.
fn detail(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect) {
    let Some(Item::Row(at)) = screen.view.clusters.front() else {
        return;
    };
    let row = &screen.wizard.clusters.rows[at];
    canvas.put(area, 0, &Row::of(Role::Heading, format!("{} / {}", row.region, row.name)));
    let body = below(area, 1);
    let room = usize::from(body.width);
    let rows = match &row.facts {
        None => vec![screen.waiting(&screen.text("ui-cluster-describing"))],
        Some(Err(error)) => paragraph(Role::Bad, error.as_str(), room),
        Some(Ok(facts)) => {
            let cidrs: Vec<&str> = facts.endpoint.public_cidrs.iter().map(crate::domain::OutsideText::as_str).collect();
            let tags: Vec<String> = facts.tags.iter().map(|(key, value)| format!("{key}={value}")).collect();
            let platform = facts.platform.map(|p| format!("  {p}")).unwrap_or_default();
            let mut facts_shown = vec![
                ("ui-cluster-mode", format!("{}", facts.mode)),
                ("ui-cluster-version", format!("{}{platform}", facts.version)),
                ("ui-cluster-status", facts.status.as_str().to_owned()),
                ("ui-cluster-endpoint", format!("{}  {}", reach(screen, &facts.endpoint), cidrs.join(", "))),
            ];
            if let Some(created) = facts.created_at {
                facts_shown.push(("ui-cluster-created", created.strftime("%Y-%m-%d").to_string()));
            }
            if !tags.is_empty() {
                facts_shown.push(("ui-cluster-tags", tags.join("  ")));
            }
            let column = facts_shown.iter().map(|(key, _)| width(&screen.text(key))).max().unwrap_or(0) + 2;
            let mut rows: Vec<Row> = Vec::new();
            for (key, value) in facts_shown {
                rows.push(super::fact(&screen.text(key), column, Role::Text, fit(&value, room.saturating_sub(column))));
                if key == "ui-cluster-mode" {
                    let meaning = describe::mode(&screen.catalog, facts.mode);
                    rows.extend(
                        super::super::measure::wrap(&meaning, room.saturating_sub(column))
                            .into_iter()
                            .map(|line| super::fact("", column, Role::Dim, line)),
                    );
                }
            }
            rows
        }
    };
    canvas.put_rows(body, &rows, 0);
}
