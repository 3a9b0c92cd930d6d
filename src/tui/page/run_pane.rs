//! The run page's panes: the calls of a step, the change that is asked about, how it ended, what is watched.

use ratatui::layout::Rect;

use crate::plan::Step;
use crate::plan::diff::DiffKind;
use crate::plan::run::{CallLine, Found, RunEnd, StepOutcome};
use crate::text::describe;
use crate::wizard::StepState;

use super::super::canvas::{Canvas, Row, below, paragraph, top};
use super::super::copy;
use super::super::measure::{fit, pad};
use super::super::screen::Screen;
use super::super::theme::Role;
use super::super::view::RunTab;
use super::{review_pane, run};

/// The tab in front; one that does not exist any more falls back to the first.
fn tab(screen: &Screen) -> RunTab {
    let tabs = run::tabs(screen);
    if tabs.contains(&screen.view.run.tab) { screen.view.run.tab } else { tabs[0] }
}

pub(super) fn draw(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect) {
    let front = tab(screen);
    let tabs = run::tabs(screen);
    let mut title = Row::default();
    for (at, tab) in tabs.iter().enumerate() {
        if at > 0 {
            title.push(Role::Line, " ─ ");
        }
        let name = screen.text(&format!("ui-run-tab-{}", tab.word()));
        match (*tab == front, tabs.len()) {
            (true, 2..) => title.push(Role::Tab, format!("[{name}]")),
            (true, _) => title.push(Role::Strong, name),
            (false, _) => title.push(Role::Text, name),
        }
    }
    let asks = matches!(front, RunTab::Change | RunTab::Commands) && screen.context().asks_consent;
    let inner = canvas.boxed(area, &title, if asks { Role::LineFocused } else { Role::Line });
    let inner = if asks { question(screen, canvas, inner) } else { inner };
    let rows = rows(screen, usize::from(inner.width));
    // The log shows its newest lines, the others their first.
    let newest = if front == RunTab::Log { rows.len() } else { 0 };
    canvas.put_rows(inner, &rows, screen.view.run.scroll.unwrap_or(newest));
}

/// The question before a step, above its change; answers what is left.
fn question(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect) -> Rect {
    let name = run::step(screen).map(|step| describe::step_title(&screen.catalog, step)).unwrap_or_default();
    let words = screen.catalog.format("ui-run-question", &[("step", name.into())]);
    let rows = paragraph(Role::Strong, &words, usize::from(area.width));
    let lines = rows.len().min(2);
    canvas.put_rows(top(area, lines), &rows, 0);
    below(area, lines)
}

/// The larger pane's lines.
pub(super) fn rows(screen: &Screen, room: usize) -> Vec<Row> {
    let Some(review) = &screen.wizard.review else {
        return Vec::new();
    };
    match tab(screen) {
        RunTab::Log => log(screen, room),
        RunTab::Change => {
            run::step(screen).map(|step| review_pane::diff(screen, step, room, false)).unwrap_or_default()
        }
        RunTab::Commands if screen.is_over() => {
            let mut rows = paragraph(Role::Text, &screen.text("ui-run-rest"), room);
            for step in copy::rest(screen) {
                rows.push(Row::of(Role::Strong, describe::step_title(&screen.catalog, step)));
                rows.extend(review_pane::command_rows(screen, step, &review.plan, room));
            }
            rows
        }
        RunTab::Commands => run::step(screen)
            .map(|step| review_pane::command_rows(screen, step, &review.plan, room))
            .unwrap_or_default(),
        RunTab::Result => result(screen, room),
    }
}

/// The pane over the whole page: its title and lines.
pub(super) fn zoomed(screen: &Screen, room: usize) -> (Row, Vec<Row>) {
    let name = run::step(screen).map(|step| describe::step_title(&screen.catalog, step)).unwrap_or_default();
    let title = Row::of(Role::Heading, screen.text(&format!("ui-run-tab-{}", tab(screen).word())));
    (title.and(Role::Strong, format!("   {name}")), rows(screen, room))
}

fn log(screen: &Screen, room: usize) -> Vec<Row> {
    let Some(run) = &screen.wizard.run else {
        return Vec::new();
    };
    let is_chosen = screen.view.run.cursor.is_some();
    let view = run.steps.get(screen.run_cursor());
    // While the proof goes on its calls are what happens; they belong to no step.
    let calls = match view {
        Some(view) if is_chosen || run.end.is_none() => &view.calls,
        _ if !run.other_calls.is_empty() => &run.other_calls,
        Some(view) => &view.calls,
        None => &run.other_calls,
    };
    let mut rows: Vec<Row> = calls.iter().map(|call| call_row(call, room)).collect();
    if let Some(StepState::Ended { outcome, .. }) = view.map(|view| &view.state)
        && !outcome.is_good()
    {
        rows.extend(paragraph(Role::Bad, &describe::outcome(&screen.catalog, outcome), room));
    }
    if rows.is_empty() {
        rows.push(Row::of(Role::Dim, screen.text("ui-run-no-calls")));
    }
    rows
}

/// Time, status, duration, service and operation; the request id where there is room.
fn call_row(call: &CallLine, room: usize) -> Row {
    let at = call.at.strftime("%H:%M:%S").to_string();
    let status = call.status.map_or_else(|| "---".to_owned(), |status| status.to_string());
    let (role, error) = match &call.error {
        Some(error) => (Role::Bad, format!("  {error}")),
        None => (Role::Good, String::new()),
    };
    let mut row = Row::of(Role::Dim, format!("{at}  ")).and(role, format!("{status} "));
    row.push(Role::Dim, format!("{:>6} ms  ", call.took_ms));
    let id = call.request_id.as_ref().filter(|_| room >= 90).map(|id| format!("  {id}")).unwrap_or_default();
    let left = room.saturating_sub(row.width() + 14);
    row.push(Role::Text, format!("{} {}", pad(&fit(&call.service, 10), 10), fit(call.operation.as_str(), left)));
    row.push(role, error);
    row.push(Role::Dim, id);
    row
}

/// What happened, what is done, what next.
fn result(screen: &Screen, room: usize) -> Vec<Row> {
    let (Some(run), Some(review)) = (&screen.wizard.run, &screen.wizard.review) else {
        return Vec::new();
    };
    let mut rows = Vec::new();
    if let Some(end) = run.end {
        rows.extend(paragraph(Role::Strong, &describe::run_end(&screen.catalog, end), room));
    }
    for view in &run.steps {
        let StepState::Ended { outcome, .. } = &view.state else {
            continue;
        };
        if outcome.is_good() || matches!(outcome, StepOutcome::Skipped) {
            continue;
        }
        let name = review.plan.step(&view.id).map(|step| describe::step_title(&screen.catalog, step));
        rows.push(Row::of(Role::Bad, format!("✗ {}", name.unwrap_or_default())));
        rows.extend(paragraph(Role::Text, &describe::outcome(&screen.catalog, outcome), room));
        if let (StepOutcome::Drifted { found: Some(found), .. }, Some(step)) = (outcome, review.plan.step(&view.id)) {
            rows.extend(three_ways(screen, step, found));
        }
    }
    if !run.wrote() {
        rows.extend(paragraph(Role::Text, &screen.text("ui-run-wrote-nothing"), room));
    }
    let next = match run.end {
        Some(RunEnd::Stopped) => {
            let names = describe::some_names(&screen.catalog, &review.desired.names());
            screen.catalog.format("ui-run-next-stopped", &[("namespace", names.into())])
        }
        Some(RunEnd::Drifted) => screen.text("ui-run-next-drifted"),
        _ if screen.wizard.waits_for_session() => screen.text("ui-run-next-session"),
        _ => screen.text("ui-run-next"),
    };
    rows.extend(paragraph(Role::Good, &next, room));
    rows
}

/// The three sides of a target that moved.
fn three_ways(screen: &Screen, step: &Step, found: &Found) -> Vec<Row> {
    let mut rows = Vec::new();
    for (title, side) in describe::three_ways(&screen.catalog, &step.change, found) {
        rows.push(Row::of(Role::Strong, title));
        rows.extend(side.iter().map(|line| {
            let role = match line.kind {
                DiffKind::Same => Role::Text,
                DiffKind::Removed => Role::Bad,
                DiffKind::Added => Role::Good,
            };
            Row::of(role, format!("  {} {}", line.kind.sign(), line.text))
        }));
    }
    rows
}

pub(super) fn draw_watches(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect) {
    let title = Row::of(Role::Strong, screen.text("ui-run-watching"));
    let inner = canvas.boxed(area, &title, Role::Line);
    let Some(run) = &screen.wizard.run else {
        return;
    };
    let of_step = run.steps.get(screen.run_cursor()).into_iter().flat_map(|view| &view.watches);
    let mut rows: Vec<Row> = Vec::new();
    for watch in of_step.chain(&run.watches) {
        rows.extend(paragraph(Role::Text, &describe::watch(&screen.catalog, watch), usize::from(inner.width)));
    }
    if rows.is_empty() {
        let key = if run.is_proving { "ui-run-proving" } else { "ui-run-watching-nothing" };
        rows.push(Row::of(Role::Dim, screen.text(key)));
    }
    canvas.put_rows(inner, &rows, 0);
}
