//! It runs: the steps, the calls of the chosen one, what is watched, and a gauge. No pane ever changes its size.

use ratatui::layout::Rect;

use crate::plan::Step;
use crate::plan::run::{RunEnd, StepOutcome};
use crate::text::describe;
use crate::wizard::{RunView, StepState, StepView};

use super::super::canvas::{Canvas, Row, below, bottom, top};
use super::super::measure::{fit, pad, width};
use super::super::screen::Screen;
use super::super::theme::Role;
use super::super::view::RunTab;
use super::{list, review, run_pane};

/// From this width on the steps stand beside the panes.
const SIDE_BY_SIDE: u16 = 100;

/// The step under the cursor, from the plan.
pub(in crate::tui) fn step(screen: &Screen) -> Option<&Step> {
    let view = screen.wizard.run.as_ref()?.steps.get(screen.run_cursor())?;
    screen.wizard.review.as_ref()?.plan.step(&view.id)
}

/// The tabs of the larger pane now, the most telling first; never empty.
pub(in crate::tui) fn tabs(screen: &Screen) -> Vec<RunTab> {
    let Some(run) = &screen.wizard.run else {
        return vec![RunTab::Log];
    };
    if run.awaiting().is_some() {
        return vec![RunTab::Change, RunTab::Commands, RunTab::Log];
    }
    match run.end {
        Some(RunEnd::Stopped) if run.rest_as_commands => vec![RunTab::Commands, RunTab::Result, RunTab::Log],
        Some(RunEnd::Stopped | RunEnd::Failed | RunEnd::Drifted) => {
            vec![RunTab::Result, RunTab::Log, RunTab::Commands]
        }
        Some(RunEnd::Done) | None => vec![RunTab::Log],
    }
}

/// How many lines the larger pane has to show.
pub(in crate::tui) fn pane_lines(screen: &Screen) -> usize {
    run_pane::rows(screen, 60).len()
}

pub(super) fn draw(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect) {
    let rest = screen.head(canvas, area, &title(screen), &counter(screen));
    gauge(screen, canvas, bottom(rest, 1));
    let rest = top(rest, usize::from(rest.height) - 1);
    let asks = screen.wizard.run.as_ref().is_some_and(|run| run.awaiting().is_some());
    let (steps, panes) = if rest.width >= SIDE_BY_SIDE {
        let left = rest.width * 2 / 5;
        let right = Rect { x: rest.x + left + 1, width: rest.width - left - 1, ..rest };
        (Rect { width: left, ..rest }, right)
    } else {
        // On a low screen the step that is asked about is more than enough.
        let high = if asks && rest.height < 14 { 0 } else { (usize::from(rest.height) * 2 / 5).clamp(4, 9) };
        (top(rest, high), below(rest, high))
    };
    draw_steps(screen, canvas, steps);
    // The smaller pane is for what is watched; on a low screen it has two lines.
    let watching = match panes.height {
        // Nothing is waited for while the person is, and nothing once it is over.
        _ if asks || screen.is_over() => 0,
        16.. => 6,
        height => 4.min(usize::from(height) / 2),
    };
    run_pane::draw(screen, canvas, top(panes, usize::from(panes.height) - watching));
    if watching > 0 {
        run_pane::draw_watches(screen, canvas, bottom(panes, watching));
    }
}

fn title(screen: &Screen) -> String {
    let cluster = review::place(screen);
    let hash = screen.wizard.run.as_ref().and_then(|run| run.plan).map(|hash| hash.short()).unwrap_or_default();
    let run = screen.wizard.run.as_ref();
    let key = match run {
        Some(run) if run.awaiting().is_some() => "ui-run-title-asks",
        Some(run) if run.is_proving => "ui-run-title-proving",
        Some(run) => match run.end {
            None if run.stop_asked => "ui-run-title-stopping",
            None => "ui-run-title",
            Some(RunEnd::Done) if run.proof.is_some() => "ui-run-title-done",
            Some(RunEnd::Done) => "ui-run-title-proving",
            Some(RunEnd::Stopped) => "ui-run-title-stopped",
            Some(RunEnd::Failed) if screen.wizard.waits_for_session() => "ui-run-title-session",
            Some(RunEnd::Failed) => "ui-run-title-failed",
            Some(RunEnd::Drifted) => "ui-run-title-drifted",
        },
        None => "ui-run-title",
    };
    let title = screen.catalog.format(key, &[("cluster", cluster.into()), ("hash", hash.into())]);
    match run.and_then(|run| run.name.as_ref()).filter(|_| screen.wizard.is_replay()) {
        Some(name) => {
            screen.catalog.format("ui-run-title-replay", &[("run", name.to_string().into()), ("title", title.into())])
        }
        None => title,
    }
}

/// `mm:ss`, for times that a person watches.
fn clock(ms: u64) -> String {
    let s = ms / 1_000;
    format!("{:02}:{:02}", s / 60, s % 60)
}

fn counter(screen: &Screen) -> Row {
    let Some(run) = &screen.wizard.run else {
        return Row::default();
    };
    let args = [("done", done(run).into()), ("all", run.steps.len().into())];
    Row::of(Role::Dim, format!("{}   {}", clock(screen.run_ms()), screen.catalog.format("ui-run-done", &args)))
}

/// How many steps ended well.
fn done(run: &RunView) -> usize {
    run.steps.iter().filter(|view| matches!(&view.state, StepState::Ended { outcome, .. } if outcome.is_good())).count()
}

fn gauge(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect) {
    let Some(run) = &screen.wizard.run else {
        return;
    };
    // The proof is part of the way too.
    let all = run.steps.len() + 1;
    let done = done(run) + usize::from(run.proof.is_some());
    let percent = format!(" {:>3} %", done * 100 / all);
    let room = usize::from(area.width).saturating_sub(percent.len());
    let full = room * done / all;
    let bar = Row::of(Role::Good, "█".repeat(full)).and(Role::Line, "░".repeat(room - full));
    canvas.put(area, 0, &bar.and(Role::Text, percent));
}

fn draw_steps(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect) {
    let title = Row::of(Role::Strong, screen.text("ui-run-steps"));
    let inner = canvas.boxed(area, &title, Role::Line);
    let Some(run) = &screen.wizard.run else {
        return;
    };
    let height = usize::from(inner.height);
    let cursor = screen.run_cursor();
    let first = list::first_line(cursor, run.steps.len(), height);
    let room = usize::from(inner.width).saturating_sub(2);
    for (line, view) in run.steps.iter().enumerate().skip(first).take(height) {
        canvas.put_item(inner, line - first, &step_row(screen, view, room), line == cursor);
    }
    list::more(canvas, inner, first, run.steps.len());
    if run.steps.is_empty() {
        canvas.put(inner, 0, &screen.waiting(&screen.text("ui-run-starting")));
    }
}

fn step_row(screen: &Screen, view: &StepView, room: usize) -> Row {
    let plan = screen.wizard.review.as_ref().map(|review| &review.plan);
    let name = plan.and_then(|plan| plan.step(&view.id)).map(|step| describe::step_title(&screen.catalog, step));
    let name = name.unwrap_or_else(|| view.id.to_string());
    let (role, mark, state) = state(screen, view);
    let state = format!("  {state}");
    let left = room.saturating_sub(2 + width(&state));
    let name = pad(&fit(&name, left), left);
    Row::of(role, format!("{mark} ")).and(Role::Text, name).and(role, state)
}

fn state(screen: &Screen, view: &StepView) -> (Role, &'static str, String) {
    match &view.state {
        StepState::Pending => (Role::Dim, "·", String::new()),
        StepState::Awaiting => (Role::Key, "?", screen.text("ui-run-asks")),
        StepState::Running { attempt, since_ms } => {
            let elapsed = clock(screen.run_ms().saturating_sub(*since_ms));
            let tries = [("attempt", (*attempt).into())];
            let attempt = if *attempt > 1 { screen.catalog.format("ui-run-attempt", &tries) } else { String::new() };
            (Role::Key, screen.spinner(), format!("{elapsed}{attempt}"))
        }
        StepState::Ended { outcome, took_ms } => {
            let took = if *took_ms >= 60_000 {
                clock(*took_ms)
            } else {
                format!("{}.{} s", took_ms / 1_000, took_ms % 1_000 / 100)
            };
            let moved = if view.moved_but_equal { screen.text("ui-run-moved") } else { String::new() };
            match outcome {
                StepOutcome::Applied => (Role::Good, "✓", format!("{moved}{took}")),
                StepOutcome::AlreadyPresent => (Role::Good, "✓", screen.text("ui-run-already")),
                StepOutcome::Skipped => (Role::Dim, "–", screen.text("ui-run-skipped")),
                StepOutcome::Failed { .. } => (Role::Bad, "✗", screen.text("ui-run-failed")),
                StepOutcome::Drifted { .. } => (Role::Warn, "!", screen.text("ui-run-drifted")),
                StepOutcome::Unknown { .. } => (Role::Warn, "?", screen.text("ui-run-unknown")),
            }
        }
    }
}
