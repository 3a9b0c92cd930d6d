//! Who are we?

use ratatui::layout::Rect;

use crate::domain::sign_in::{DeviceCode, OneTimeCode, ProfileRow, REGIONS};
use crate::domain::{PortError, SignInObstacle};
use crate::text::describe;
use crate::wizard::{Load, QuestionId, SessionInfo};

use super::super::canvas::{Canvas, Row, below, paragraph};
use super::super::measure::{fit, pad, width};
use super::super::screen::Screen;
use super::super::theme::Role;
use super::fact;
use super::list::{first_line, more};

/// The columns of the field for a code: its digits, and one for the caret after them.
const CODE_ROOM: usize = OneTimeCode::DIGITS + 1;

/// The values of what can be chosen now, in the order shown; empty while waiting or while a code is asked for.
pub(in crate::tui) fn choices(screen: &Screen) -> Vec<String> {
    let wizard = &screen.wizard;
    if matches!(wizard.session, Load::Idle | Load::Loading(_)) {
        return Vec::new();
    }
    match wizard.sign_in_question() {
        QuestionId::Profile => wizard.sign_in.facts.profiles.iter().map(|row| row.name.to_string()).collect(),
        QuestionId::Region => REGIONS.iter().map(|(name, _)| (*name).to_owned()).collect(),
        QuestionId::MfaCode => Vec::new(),
        _ => wizard.sign_in_words().into_iter().map(str::to_owned).collect(),
    }
}

/// Where the cursor starts: at what is in force.
pub(in crate::tui) fn first(screen: &Screen) -> usize {
    let wizard = &screen.wizard;
    let in_force = match wizard.sign_in_question() {
        QuestionId::Profile => wizard.sign_in.facts.profile.as_ref().map(ToString::to_string),
        QuestionId::Region => wizard.session.ready().and_then(|s| s.regions.first()).map(ToString::to_string),
        _ => None,
    };
    in_force.and_then(|wanted| choices(screen).iter().position(|value| *value == wanted)).unwrap_or(0)
}

/// What the mark key would mark: a region.
pub(in crate::tui) fn markable(screen: &Screen) -> Option<String> {
    let is_asked = screen.wizard.sign_in_question() == QuestionId::Region;
    choices(screen).into_iter().nth(screen.view.sign_in).filter(|_| is_asked)
}

/// The answer that Enter gives: the marked regions, else what is under the cursor.
pub(in crate::tui) fn chosen(screen: &Screen) -> Option<String> {
    let under_cursor = choices(screen).into_iter().nth(screen.view.sign_in)?;
    let marks = &screen.view.regions;
    let is_marked = screen.wizard.sign_in_question() == QuestionId::Region && !marks.is_empty();
    Some(if is_marked { marks.join(" ") } else { under_cursor })
}

pub(super) fn draw(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect) {
    let (main, words) = Screen::split_words(area);
    let rest = screen.head(canvas, main, &screen.text(question(screen)), &Row::default());
    let rest = below(rest, usize::from(rest.height > 8));
    let room = usize::from(rest.width);
    let mut rows = state(screen, room);
    let runs = waiting_runs(screen, room);
    let choices = choices(screen);
    // On a low screen what can be done matters more than all that is known.
    let wanted = if screen.asks_code() { 1 } else { choices.len().min(usize::from(rest.height) / 2) };
    rows.truncate(usize::from(rest.height).saturating_sub(wanted + 1 + runs.len()));
    rows.extend(runs);
    canvas.put_rows(rest, &rows, 0);
    let list = if rows.is_empty() { rest } else { below(rest, rows.len() + 1) };
    if screen.asks_code() {
        code_field(screen, canvas, list);
    } else {
        draw_choices(screen, canvas, list, &choices);
    }
    screen.words(canvas, words);
}

/// The question at the top.
fn question(screen: &Screen) -> &'static str {
    let wizard = &screen.wizard;
    match (&wizard.session, wizard.sign_in_question()) {
        (Load::Idle | Load::Loading(_), _) if wizard.sign_in.device.is_some() => "ui-sign-in-device",
        (Load::Idle | Load::Loading(_), _) => "ui-sign-in-question",
        (_, QuestionId::Profile) => "ui-sign-in-which-profile",
        (_, QuestionId::Region) => "ui-sign-in-which-region",
        (_, QuestionId::MfaCode) => "ui-sign-in-code",
        (Load::Failed(_), _) => "ui-sign-in-failed",
        (Load::Ready(_), _) if wizard.is_practice() => "ui-sign-in-practice",
        (Load::Ready(_), _) => "ui-sign-in-question",
    }
}

/// The run that waits for the session, or that can be gone on with. It is what a choice below is about, so that it is not
/// cut off where room is short.
fn waiting_runs(screen: &Screen, room: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    if screen.wizard.has_paused_run() {
        rows.extend(paragraph(Role::Warn, &screen.text("unfinished-paused"), room));
    }
    if let (Some(past), Load::Ready(_)) = (screen.wizard.offered(), &screen.wizard.session) {
        let line = describe::unfinished(&screen.catalog, past, screen.wizard.unfinished.len() - 1);
        let name = screen.text("ui-sign-in-unfinished");
        rows.extend(paragraph(Role::Warn, &format!("{name}  {line}"), room));
    }
    rows
}

/// What is known, or what stands in the way.
fn state(screen: &Screen, room: usize) -> Vec<Row> {
    let wizard = &screen.wizard;
    let is_list = matches!(wizard.sign_in_question(), QuestionId::Profile | QuestionId::Region);
    match &wizard.session {
        Load::Idle | Load::Loading(_) => match &wizard.sign_in.device {
            Some(device) => entering(screen, device, room),
            None => vec![screen.waiting(&screen.text("ui-sign-in-looking"))],
        },
        _ if is_list => Vec::new(),
        Load::Ready(session) => found(screen, session, room),
        Load::Failed(error) => match &wizard.sign_in.obstacle {
            // A call that failed after that says more than what stood in the way before.
            Some(obstacle) if *error == obstacle.as_error() => obstructed(screen, obstacle, room),
            _ => failed(screen, error, room),
        },
    }
}

fn failed(screen: &Screen, error: &PortError, room: usize) -> Vec<Row> {
    let mut rows = screen.failure(error, room);
    rows.push(Row::default());
    for way in ["ui-sign-in-way-sso", "ui-sign-in-way-profile", "ui-sign-in-way-keys"] {
        rows.extend(paragraph(Role::Dim, &screen.text(way), room));
    }
    rows
}

fn obstructed(screen: &Screen, obstacle: &SignInObstacle, room: usize) -> Vec<Row> {
    let mut lines = describe::obstacle(&screen.catalog, obstacle);
    // Who is asked for the code needs no other way to it.
    if !screen.asks_code() {
        lines.push(describe::obstacle_next(&screen.catalog, obstacle));
    }
    let rows = lines.iter().enumerate().flat_map(|(at, line)| {
        let role = if at == 0 { Role::Bad } else { Role::Text };
        paragraph(role, line, room)
    });
    rows.collect()
}

/// The code to enter in a browser, and that it is waited for.
fn entering(screen: &Screen, device: &DeviceCode, room: usize) -> Vec<Row> {
    let labels = [screen.text("ui-sign-in-device-url"), screen.text("ui-sign-in-device-code")];
    let column = labels.iter().map(|label| width(label)).max().unwrap_or(0) + 3;
    let mut rows = vec![
        fact(&labels[0], column, Role::Strong, device.url.to_string()),
        fact(&labels[1], column, Role::Key, device.code.to_string()),
    ];
    if let Some(url) = &device.complete_url {
        rows.push(Row::default());
        rows.extend(paragraph(Role::Text, &screen.text("ui-sign-in-device-or"), room));
        rows.extend(paragraph(Role::Strong, url.as_str(), room));
    }
    rows.push(Row::default());
    let words = screen.catalog.format("ui-sign-in-device-waiting", &[("minutes", device.minutes.into())]);
    rows.push(screen.waiting(&words));
    rows.extend(paragraph(Role::Dim, &screen.text("ui-sign-in-device-where"), room));
    rows
}

/// The field for the code. What is typed is counted, not shown.
fn code_field(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect) {
    let typed = screen.view.code.text().chars().count().min(CODE_ROOM);
    let prompt = format!("{}  ", screen.text("ui-sign-in-code-field"));
    let column = width(&prompt);
    let field = pad(&"*".repeat(typed), CODE_ROOM);
    canvas.put(area, 0, &Row::of(Role::Dim, prompt).and(Role::Field, field));
    if screen.view.overlay.is_none() {
        canvas.set_caret(area, column + typed.min(CODE_ROOM - 1), 0);
    }
}

fn draw_choices(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect, choices: &[String]) {
    let rows: Vec<Row> = match screen.wizard.sign_in_question() {
        QuestionId::Profile => profiles(screen),
        QuestionId::Region => choices
            .iter()
            .map(|name| {
                let is_marked = screen.view.regions.contains(name);
                Row::of(Role::Key, if is_marked { "[x] " } else { "[ ] " }).and(Role::Strong, name.clone())
            })
            .collect(),
        _ => {
            let column = choices.iter().map(|word| width(&label(screen, word))).max().unwrap_or(0) + 3;
            let row = |word: &String| {
                let name = Row::of(Role::Strong, pad(&label(screen, word), column));
                name.and(Role::Text, screen.text(&format!("ui-choice-{word}-what")))
            };
            choices.iter().map(row).collect()
        }
    };
    let height = usize::from(area.height);
    let from = first_line(screen.view.sign_in, rows.len(), height);
    for (line, row) in rows.iter().enumerate().skip(from).take(height) {
        canvas.put_item(area, line - from, row, line == screen.view.sign_in);
    }
    more(canvas, area, from, rows.len());
}

/// The profiles with how each comes to credentials, in columns.
fn profiles(screen: &Screen) -> Vec<Row> {
    let rows = &screen.wizard.sign_in.facts.profiles;
    let kind = |row: &ProfileRow| screen.text(&format!("profile-kind-{}", row.kind.word()));
    let names = rows.iter().map(|row| width(row.name.as_str())).max().unwrap_or(0).min(32) + 2;
    let kinds = rows.iter().map(|row| width(&kind(row))).max().unwrap_or(0) + 2;
    let regions = rows.iter().filter_map(|row| row.region.as_ref()).map(|region| width(region.as_str())).max();
    let region = |row: &ProfileRow| row.region.as_ref().map(ToString::to_string).unwrap_or_default();
    rows.iter()
        .map(|row| {
            Row::of(Role::Strong, pad(row.name.as_str(), names))
                .and(Role::Text, pad(&kind(row), kinds))
                .and(Role::Text, pad(&region(row), regions.unwrap_or(0) + 2))
                .and(Role::Dim, row.detail.as_ref().map(ToString::to_string).unwrap_or_default())
        })
        .collect()
}

fn label(screen: &Screen, word: &str) -> String {
    screen.text(&format!("ui-choice-{word}"))
}

fn found(screen: &Screen, session: &SessionInfo, room: usize) -> Vec<Row> {
    let caller = &session.caller;
    let alias = match (caller.alias.seen(), caller.alias.not_looked()) {
        (Some(alias), _) => format!("  ({alias})"),
        (None, Some(why)) => {
            format!("  ({}: {})", screen.text("ui-sign-in-alias"), describe::not_looked(&screen.catalog, why))
        }
        (None, None) => String::new(),
    };
    let regions: Vec<&str> = session.regions.iter().map(crate::domain::Region::as_str).collect();
    let credentials = match &session.label.sandbox {
        Some(_) => screen.text("ui-sign-in-credentials-sandbox"),
        None => session.label.credentials.to_string(),
    };
    let mut facts = vec![
        ("ui-sign-in-account", Role::Strong, format!("{}{alias}", caller.account)),
        ("ui-sign-in-caller", Role::Strong, caller.principal.to_string()),
        ("ui-sign-in-arn", Role::Text, caller.arn.to_string()),
        ("ui-sign-in-credentials", Role::Text, credentials),
        ("ui-sign-in-regions", Role::Text, regions.join(", ")),
    ];
    if let Some(endpoint) = &session.label.endpoint_override {
        facts.push(("ui-sign-in-endpoint", Role::Warn, endpoint.to_string()));
    }
    if let Some(world) = &session.label.sandbox {
        facts.push(("ui-sign-in-world", Role::Warn, world.to_string()));
    }
    for assumption in &session.label.assumptions {
        facts.push(("ui-sign-in-assumed", Role::Warn, describe::assumption(&screen.catalog, assumption.as_str())));
    }
    let labels: Vec<String> = facts.iter().map(|(key, _, _)| screen.text(key)).collect();
    let column = labels.iter().map(|label| width(label)).max().unwrap_or(0) + 3;
    let mut rows: Vec<Row> = facts
        .into_iter()
        .zip(labels)
        .map(|((_, role, value), label)| fact(&label, column, role, fit(&value, room.saturating_sub(column))))
        .collect();
    for note in &screen.wizard.sign_in.facts.notes {
        rows.extend(paragraph(Role::Warn, &describe::sign_in_note(&screen.catalog, note), room));
    }
    rows
}
