//! Who are we?

use ratatui::layout::Rect;

use crate::text::describe;
use crate::wizard::{Load, SessionInfo};

use super::super::canvas::{Canvas, Row, below, paragraph};
use super::super::measure::width;
use super::super::screen::Screen;
use super::super::theme::Role;
use super::fact;

/// The words of what can be chosen now, in the order shown; empty while waiting.
pub(in crate::tui) fn choices(screen: &Screen) -> Vec<&'static str> {
    let practice = if screen.wizard.is_practice() { None } else { Some("practice") };
    match &screen.wizard.session {
        Load::Idle | Load::Loading(_) => Vec::new(),
        Load::Ready(_) => ["use", "again"].into_iter().chain(practice).collect(),
        Load::Failed(_) => ["again"].into_iter().chain(practice).collect(),
    }
}

pub(super) fn draw(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect) {
    let (main, words) = Screen::split_words(area);
    let key = match &screen.wizard.session {
        Load::Failed(_) => "ui-sign-in-failed",
        Load::Ready(_) if screen.wizard.is_practice() => "ui-sign-in-practice",
        Load::Idle | Load::Loading(_) | Load::Ready(_) => "ui-sign-in-question",
    };
    let rest = screen.head(canvas, main, &screen.text(key), &Row::default());
    let rest = below(rest, usize::from(rest.height > 8));
    let room = usize::from(rest.width);
    let mut rows = match &screen.wizard.session {
        Load::Idle | Load::Loading(_) => vec![screen.waiting(&screen.text("ui-sign-in-looking"))],
        Load::Ready(session) => found(screen, session, room),
        Load::Failed(error) => {
            let mut rows = screen.failure(error, room);
            rows.push(Row::default());
            for way in ["ui-sign-in-way-sso", "ui-sign-in-way-profile", "ui-sign-in-way-keys"] {
                rows.extend(paragraph(Role::Dim, &screen.text(way), room));
            }
            rows
        }
    };
    let choices = choices(screen);
    // On a low screen what can be done matters more than all that is known.
    let keep = usize::from(rest.height).saturating_sub(choices.len() + 1);
    rows.truncate(keep);
    canvas.put_rows(rest, &rows, 0);
    let list = below(rest, rows.len() + 1);
    let column = choices.iter().map(|word| width(&label(screen, word))).max().unwrap_or(0) + 3;
    for (line, word) in choices.iter().enumerate() {
        let name = super::super::measure::pad(&label(screen, word), column);
        let row = Row::of(Role::Strong, name).and(Role::Text, screen.text(&format!("ui-choice-{word}-what")));
        canvas.put_item(list, line, &row, line == screen.view.sign_in);
    }
    screen.words(canvas, words);
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
    let rows = facts.into_iter().zip(labels).map(|((_, role, value), label)| {
        fact(&label, column, role, super::super::measure::fit(&value, room.saturating_sub(column)))
    });
    rows.collect()
}
