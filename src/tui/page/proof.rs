//! What was proved, and what comes next.

use std::collections::BTreeMap;

use ratatui::layout::Rect;

use crate::domain::{NamespaceName, NotLooked};
use crate::plan::proof::{AccessCell, Asked, NamespaceProof, Proof, Verdict};
use crate::text::describe;

use super::super::canvas::{Canvas, Row, bottom, paragraph, top};
use super::super::measure::{fit, pad, width, wrap};
use super::super::screen::Screen;
use super::super::theme::Role;
use crate::plan::again::{again, undo};

/// The verbs in the order of the columns; others come after them.
const VERBS: [&str; 8] = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];

/// What one cell shows. Ordered so that equal rows can be put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    /// The rule set does not name it.
    NotAsked,
    /// Allowed now; whether it was before is in the flag, where it was asked.
    Allowed(Option<bool>),
    /// Could not be looked at.
    NotLooked,
    /// Not allowed, though it should be.
    Denied,
}

pub(super) fn draw(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect) {
    let Some(proof) = screen.wizard.run.as_ref().and_then(|run| run.proof.as_ref()) else {
        return;
    };
    let room = usize::from(area.width);
    let rest = screen.head(canvas, area, &title(screen, proof), &summary(screen, proof));
    let next = next(screen, room, usize::from(area.height) >= 16);
    let foot = bottom(rest, next.len());
    canvas.put_rows(foot, &next, 0);
    let body = top(rest, usize::from(rest.height) - usize::from(foot.height));
    canvas.put_rows(body, &rows(screen, proof, room), screen.view.proof_scroll);
}

/// How many lines there are to scroll through.
pub(in crate::tui) fn lines(screen: &Screen) -> usize {
    let proof = screen.wizard.run.as_ref().and_then(|run| run.proof.as_ref());
    proof.map_or(0, |proof| rows(screen, proof, 78).len().saturating_sub(1))
}

fn title(screen: &Screen, proof: &Proof) -> String {
    let answers = &screen.wizard.answers;
    let namespace = describe::names_or_count(&screen.catalog, &answers.namespaces);
    let count = answers.namespaces.len();
    let cluster = answers.cluster.as_ref().map(|c| c.name.to_string()).unwrap_or_default();
    let key = if proof.holds() { "ui-proof-holds" } else { "ui-proof-fails" };
    screen.catalog.format(key, &[("namespace", namespace.into()), ("cluster", cluster.into()), ("count", count.into())])
}

fn summary(screen: &Screen, proof: &Proof) -> Row {
    let looked = match proof.not_looked() {
        0 => Row::of(Role::Good, screen.text("ui-proof-all-looked")),
        count => Row::of(Role::Warn, screen.catalog.format("ui-proof-not-looked", &[("count", count.into())])),
    };
    match proof.verdicts.iter().filter(|verdict| matches!(verdict, Verdict::Assumed { .. })).count() {
        0 => looked,
        count => {
            let assumed = screen.catalog.format("ui-proof-assumed", &[("count", count.into())]);
            looked.and(Role::Warn, format!(", {assumed}"))
        }
    }
}

fn rows(screen: &Screen, proof: &Proof, room: usize) -> Vec<Row> {
    let alike = proof.alike();
    let mut rows: Vec<Row> =
        alike.iter().flat_map(|(namespace, names)| count(screen, namespace, names, room)).collect();
    for (asked, key) in [(Asked::OneByOne, "ui-proof-asked-one-by-one"), (Asked::AsList, "ui-proof-asked-as-list")] {
        if alike.iter().any(|(namespace, _)| namespace.asked == asked && !namespace.cells.is_empty()) {
            let words = wrap(&screen.text(key), room.saturating_sub(2));
            rows.extend(words.into_iter().map(|line| Row::of(Role::Dim, format!("  {line}"))));
        }
    }
    let verdicts = proof.verdicts.iter().flat_map(|verdict| verdict_rows(screen, verdict, room));
    rows.extend(verdicts);
    for (namespace, _) in alike.iter().filter(|(namespace, _)| !namespace.cells.is_empty()) {
        rows.push(Row::default());
        rows.extend(matrix(screen, namespace, room));
    }
    rows
}

/// How much of what the rule set gives is there.
fn count(screen: &Screen, proof: &NamespaceProof, names: &[NamespaceName], room: usize) -> Vec<Row> {
    let cells = &proof.cells;
    if cells.is_empty() {
        return Vec::new();
    }
    let now = cells.iter().filter(|cell| cell.after == Ok(true)).count();
    let before = cells.iter().filter(|cell| cell.before == Some(true)).count();
    let args = [
        ("namespace", describe::some_names(&screen.catalog, names).into()),
        ("now", now.into()),
        ("all", cells.len().into()),
        ("before", before.into()),
    ];
    let asked_before = cells.iter().any(|cell| cell.before.is_some());
    let key = if asked_before { "ui-proof-count" } else { "ui-proof-count-no-before" };
    let words = screen.catalog.format(key, &args);
    match (now == cells.len(), cells.iter().any(|cell| cell.after == Ok(false))) {
        (true, _) => marked((Role::Good, "✓"), Role::Text, &words, room),
        (false, true) => marked((Role::Bad, "✗"), Role::Bad, &words, room),
        (false, false) => marked((Role::Warn, "?"), Role::Warn, &words, room),
    }
}

/// Words behind a mark, in as many lines as they need.
fn marked((role, mark): (Role, &str), text_role: Role, words: &str, room: usize) -> Vec<Row> {
    let start = |line: usize| if line == 0 { format!("{mark} ") } else { "  ".to_owned() };
    let lines = wrap(words, room.saturating_sub(2)).into_iter().enumerate();
    lines.map(|(line, text)| Row::of(role, start(line)).and(text_role, text)).collect()
}

fn verdict_rows(screen: &Screen, verdict: &Verdict, room: usize) -> Vec<Row> {
    let (role, mark) = match verdict {
        Verdict::Holds(_) => (Role::Good, "✓"),
        Verdict::Fails { .. } => (Role::Bad, "✗"),
        Verdict::NotLooked { .. } => (Role::Warn, "?"),
        Verdict::Unconfirmed { .. } | Verdict::Assumed { .. } => (Role::Warn, "~"),
    };
    let text_role = if role == Role::Good { Role::Text } else { role };
    marked((role, mark), text_role, &describe::verdict(&screen.catalog, verdict), room)
}

fn mark(cell: &AccessCell) -> Mark {
    match &cell.after {
        Ok(true) => Mark::Allowed(cell.before),
        Ok(false) => Mark::Denied,
        Err(_) => Mark::NotLooked,
    }
}

/// Resources by verbs; resources with the same marks share a line.
fn matrix(screen: &Screen, proof: &NamespaceProof, room: usize) -> Vec<Row> {
    let mut verbs: Vec<&str> = VERBS.to_vec();
    verbs.retain(|verb| proof.cells.iter().any(|cell| cell.permission.verb == *verb));
    for cell in &proof.cells {
        if !verbs.contains(&cell.permission.verb.as_str()) {
            verbs.push(&cell.permission.verb);
        }
    }
    let mut marks: BTreeMap<String, Vec<Mark>> = BTreeMap::new();
    for cell in &proof.cells {
        let line = marks.entry(cell.permission.resource.clone()).or_insert_with(|| vec![Mark::NotAsked; verbs.len()]);
        if let Some(at) = verbs.iter().position(|verb| *verb == cell.permission.verb) {
            line[at] = line[at].max(mark(cell));
        }
    }
    // What is wrong comes first.
    let mut groups: Vec<(Vec<Mark>, Vec<String>)> = Vec::new();
    for (resource, line) in marks {
        match groups.iter_mut().find(|(marks, _)| *marks == line) {
            Some((_, resources)) => resources.push(resource),
            None => groups.push((line, vec![resource])),
        }
    }
    groups.sort_by_key(|(marks, _)| (!marks.contains(&Mark::Denied), !marks.contains(&Mark::NotLooked)));
    // `deletecollection` is longer than a mark deserves; where it is tight, it is shortened.
    let is_tight = room < 110;
    let short = |verb: &str| if verb == "deletecollection" && is_tight { "del.coll" } else { verb }.to_owned();
    let heads: Vec<String> = verbs.iter().map(|verb| short(verb)).collect();
    let gap = if is_tight { 1 } else { 2 };
    let columns: usize = heads.iter().map(|head| width(head) + gap).sum();
    let change = screen.text(if is_tight { "ui-proof-change-short" } else { "ui-proof-change" });
    let first = room.saturating_sub(columns + width(&change).max(5)).max(12);
    let mut head = Row::of(Role::Heading, pad(&fit(&screen.text("ui-proof-resource"), first - 1), first));
    for text in &heads {
        head.push(Role::Heading, pad(text, width(text) + gap));
    }
    head.push(Role::Heading, change);
    let mut rows = vec![head];
    for (marks, resources) in &groups {
        rows.extend(matrix_rows(&resources.join(", "), first, marks, &heads, gap));
    }
    rows.extend(legend(screen, proof, room));
    rows
}

fn matrix_rows(resources: &str, first: usize, marks: &[Mark], heads: &[String], gap: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    for (line, text) in wrap(resources, first - 1).into_iter().enumerate() {
        let mut row = Row::of(Role::Text, pad(&text, first));
        if line == 0 {
            for (mark, head) in marks.iter().zip(heads) {
                let (role, sign) = match mark {
                    Mark::NotAsked => (Role::Dim, "·"),
                    Mark::Allowed(_) => (Role::Good, "✓"),
                    Mark::Denied => (Role::Bad, "✗"),
                    Mark::NotLooked => (Role::Warn, "?"),
                };
                let left = width(head) / 2;
                row.push(role, format!("{}{}", " ".repeat(left), pad(sign, width(head) + gap - left)));
            }
            let (role, change) = change(marks);
            row.push(role, change);
        }
        rows.push(row);
    }
    rows
}

/// Before and after of a whole line.
fn change(marks: &[Mark]) -> (Role, String) {
    let asked: Vec<&Mark> = marks.iter().filter(|mark| **mark != Mark::NotAsked).collect();
    if asked.contains(&&Mark::Denied) {
        return (Role::Bad, "→ ✗".to_owned());
    }
    if asked.contains(&&Mark::NotLooked) {
        return (Role::Warn, "→ ?".to_owned());
    }
    let before = |wanted: Option<bool>| asked.iter().all(|mark| **mark == Mark::Allowed(wanted));
    let sign = if before(Some(true)) {
        "✓"
    } else if before(Some(false)) {
        "–"
    } else if before(None) {
        "?"
    } else {
        "±"
    };
    (Role::Good, format!("{sign} → ✓"))
}

/// What the signs mean, and why something could not be looked at.
fn legend(screen: &Screen, proof: &NamespaceProof, room: usize) -> Vec<Row> {
    let mut rows = paragraph(Role::Dim, &screen.text("ui-proof-legend"), room);
    let mut whys: Vec<&NotLooked> = Vec::new();
    for cell in &proof.cells {
        if let Err(why) = &cell.after
            && !whys.contains(&why)
        {
            whys.push(why);
        }
    }
    for why in whys {
        rows.extend(paragraph(Role::Warn, &format!("? {}", describe::not_looked(&screen.catalog, why)), room));
    }
    rows
}

/// The command that does it again, how to undo, what comes next.
fn next(screen: &Screen, room: usize, is_roomy: bool) -> Vec<Row> {
    let Some(review) = &screen.wizard.review else {
        return Vec::new();
    };
    let command = again(&review.plan, screen.session_label());
    let what = if review.plan.has_virtual_cluster() {
        screen.text("ui-proof-next-what")
    } else {
        let names = review.desired.names();
        let words = describe::names_or_count(&screen.catalog, &names);
        screen.catalog.format("ui-proof-next-vc", &[("namespace", words.into()), ("count", names.len().into())])
    };
    let name = screen.wizard.run.as_ref().and_then(|run| run.name.as_ref());
    let recorded = name.zip(screen.session_label());
    let taken_back = recorded.and_then(|(name, session)| undo(&review.plan, name, session));
    let has_undo = taken_back.is_some();
    let entries = [
        ("ui-proof-again", Role::Strong, command),
        ("ui-proof-undo", Role::Strong, taken_back.unwrap_or_default()),
        ("ui-proof-next", Role::Text, what),
    ];
    let column = entries.iter().map(|(key, _, _)| width(&screen.text(key))).max().unwrap_or(0) + 2;
    let mut rows = Vec::new();
    if is_roomy {
        rows.push(Row::default());
    }
    for (at, (key, role, text)) in entries.into_iter().enumerate() {
        // Practice that no folder keeps leaves nothing behind that would have to be undone.
        if at == 1 && !(is_roomy && has_undo) {
            continue;
        }
        for (line, text) in wrap(&text, room.saturating_sub(column)).into_iter().enumerate() {
            let label = if line == 0 { screen.text(key) } else { String::new() };
            rows.push(Row::of(Role::Heading, pad(&label, column)).and(role, text));
        }
    }
    rows
}
