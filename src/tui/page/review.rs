//! Is this the plan?

use ratatui::layout::Rect;

use crate::journal::Progress;
use crate::plan::{Action, Step};
use crate::planner::Review;
use crate::text::describe;
use crate::wizard::{Load, QuestionId};

use super::super::canvas::{Canvas, Row, below, bottom, paragraph, top};
use super::super::measure::{fit, pad, width};
use super::super::screen::Screen;
use super::super::theme::Role;
use super::super::view::ReviewTab;
use super::{list, review_pane};

/// From this width on each step says where its value came from.
const WITH_SOURCE: usize = 100;

/// The plan's steps as shown: the riskiest first, otherwise in the order in which they run. With each its number in
/// that order, counted from 1.
fn shown(review: &Review) -> Vec<(usize, &Step)> {
    let mut steps: Vec<(usize, &Step)> =
        review.plan.steps.iter().enumerate().map(|(at, step)| (at + 1, step)).collect();
    steps.sort_by_key(|(number, step)| (std::cmp::Reverse(step.risk), *number));
    steps
}

/// The step under the cursor.
pub(in crate::tui) fn step(screen: &Screen) -> Option<&Step> {
    let review = screen.wizard.review.as_ref()?;
    shown(review).get(screen.view.review.cursor).map(|(_, step)| *step)
}

pub(super) fn draw(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect) {
    let Some(review) = &screen.wizard.review else {
        return unready(screen, canvas, area);
    };
    let hash = screen.catalog.format("ui-review-hash", &[("hash", review.hash.short().into())]);
    let rest = screen.head(canvas, area, &title(screen, review), &Row::of(Role::Dim, hash));
    let status = status(screen, review, usize::from(area.width));
    let foot = bottom(rest, status.len());
    draw_status(screen, canvas, foot, &status);
    let rest = top(rest, usize::from(rest.height) - usize::from(foot.height));
    let most = (usize::from(rest.height) / 3).max(3);
    let rows = review.plan.steps.len().min(most);
    table(screen, canvas, top(rest, rows + 1), review);
    let pane = below(rest, rows + 1);
    tabs(screen, canvas, top(pane, 1), review);
    let body = below(pane, 1);
    let lines = review_pane::rows(screen, screen.view.review.tab, usize::from(body.width), false);
    canvas.put_rows(body, &lines, screen.view.review.scroll);
}

/// While the world is read again, or where it could not be.
fn unready(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect) {
    let rest = below(screen.head(canvas, area, &screen.text("ui-review-again"), &Row::default()), 1);
    let rows = match &screen.wizard.observed {
        Load::Failed(error) => screen.failure(error, usize::from(rest.width)),
        Load::Idle | Load::Loading(_) | Load::Ready(_) => vec![screen.waiting(&screen.text("ui-method-observing"))],
    };
    canvas.put_rows(rest, &rows, 0);
}

fn title(screen: &Screen, review: &Review) -> String {
    if let Some(past) = &screen.wizard.resuming {
        let is_done = |step: &&Step| past.progress(&step.id) == Progress::Done;
        let args = [
            ("run", past.run.to_string().into()),
            ("done", review.plan.steps.iter().filter(is_done).count().into()),
            ("all", review.plan.steps.len().into()),
            ("cluster", place(screen).into()),
        ];
        return screen.catalog.format("ui-review-resuming", &args);
    }
    let one_way = review.plan.one_way().count();
    let key = match (review.plan.changes(), one_way) {
        (0, _) => "ui-review-nothing",
        (_, 0) => "ui-review-title",
        _ => "ui-review-title-one-way",
    };
    let args =
        [("changes", review.plan.changes().into()), ("one-way", one_way.into()), ("cluster", place(screen).into())];
    screen.catalog.format(key, &args)
}

/// The cluster; with several namespaces also how many.
pub(super) fn place(screen: &Screen) -> String {
    let answers = &screen.wizard.answers;
    let cluster = answers.cluster.as_ref().map(|c| c.name.to_string()).unwrap_or_default();
    match answers.namespaces.len() {
        0 | 1 => cluster,
        count => screen.catalog.format("ui-cluster-and-count", &[("cluster", cluster.into()), ("count", count.into())]),
    }
}

fn table(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect, review: &Review) {
    let catalog = &screen.catalog;
    let steps = shown(review);
    let room = usize::from(area.width).saturating_sub(2);
    let risk = steps.iter().map(|(_, step)| width(&describe::risk(catalog, step.risk))).max().unwrap_or(0);
    let risk = risk.max(width(&screen.text("ui-review-risk"))) + 2;
    let what = if room >= WITH_SOURCE { 34 } else { room.saturating_sub(risk + 5) * 2 / 5 };
    let from = if room >= WITH_SOURCE { 14 } else { 0 };
    let name = room.saturating_sub(3 + risk + what + from);
    let cells = |number: String, texts: [String; 4], roles: [Role; 5]| {
        let mut row = Row::of(roles[0], pad(&number, 3));
        for ((text, columns), role) in texts.iter().zip([risk, name, what, from]).zip(&roles[1..]) {
            row.push(*role, pad(&fit(text, columns.saturating_sub(1)), columns));
        }
        row
    };
    let titles = ["ui-review-risk", "ui-review-step", "ui-review-what", "ui-review-from"].map(|key| screen.text(key));
    let head = cells("#".to_owned(), titles, [Role::Heading; 5]);
    canvas.put_at(area, 2, 0, &head);
    let body = below(area, 1);
    let height = usize::from(body.height);
    let cursor = screen.view.review.cursor;
    let first = list::first_line(cursor, steps.len(), height);
    for (line, (number, step)) in steps.iter().skip(first).take(height).enumerate() {
        let progress = screen.wizard.progress(&step.id);
        let tone = match step.change.action {
            _ if progress == Some(Progress::Done) => Role::Dim,
            Action::OneWay => Role::OneWay,
            Action::NoChange => Role::Dim,
            Action::Create | Action::Update | Action::Remove | Action::DoneByEmr => Role::Text,
        };
        let texts = [
            describe::risk(catalog, step.risk),
            describe::step_title(catalog, step),
            progress.map_or_else(|| describe::step_what(catalog, step), |now| describe::progress(catalog, now)),
            describe::source(catalog, step.source),
        ];
        let strong = if tone == Role::Text { Role::Strong } else { tone };
        let row = cells(number.to_string(), texts, [Role::Dim, tone, strong, tone, Role::Dim]);
        canvas.put_item(body, line, &row, first + line == cursor);
    }
    list::more(canvas, body, first, steps.len());
}

/// The tabs: first those of the step under the cursor, then those of the whole plan.
fn tabs(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect, review: &Review) {
    canvas.rule(area, 0);
    let line = |short: bool| {
        let mut row = Row::default();
        for tab in ReviewTab::ALL {
            if tab == ReviewTab::Access {
                row.push(Role::Line, "│");
            }
            let is_front = tab == screen.view.review.tab;
            let mut name = screen.text(&format!("ui-tab-{}{}", tab.word(), if short { "-short" } else { "" }));
            if tab == ReviewTab::Findings {
                name = format!("{name} {}", review.findings.len());
            }
            let role = match (is_front, tab) {
                (true, _) => Role::Tab,
                (false, ReviewTab::Findings) if review.is_blocked() => Role::Bad,
                (false, ReviewTab::Findings) if !review.findings.is_empty() => Role::Warn,
                (false, _) => Role::Text,
            };
            row.push(role, if is_front { format!("[{name}]") } else { format!(" {name} ") });
        }
        row
    };
    let long = line(false);
    let row = if long.width() <= usize::from(area.width) { long } else { line(true) };
    canvas.put(area, 0, &row);
}

/// What stands between here and the run, in a line or two.
fn status(screen: &Screen, review: &Review, room: usize) -> Vec<Row> {
    if review.is_blocked() {
        let args = [("count", review.blockers().count().into())];
        return paragraph(Role::Bad, &screen.catalog.format("ui-review-blocked", &args), room);
    }
    if screen.wizard.is_read_only() {
        let key = if screen.wizard.preset().read_only { "ui-review-read-only" } else { "ui-review-protected" };
        return paragraph(Role::Warn, &screen.text(key), room);
    }
    if let Some(question) = screen.to_type() {
        let role = screen.wizard.role_to_type().map(ToString::to_string).unwrap_or_default();
        let args = [("cluster", (&review.desired.cluster).into()), ("role", role.into())];
        let is_guarded = !screen.wizard.has_one_way_step();
        let (makes_aws_auth, edits) = (screen.wizard.makes_aws_auth(), screen.wizard.edits_gravely());
        let key = match (question, is_guarded, screen.view.review.is_typing) {
            (QuestionId::OneWay, _, false) if makes_aws_auth => "ui-review-create-aws-auth",
            (QuestionId::OneWay, _, true) if makes_aws_auth => "ui-review-create-aws-auth-typing",
            (QuestionId::OneWay, _, false) if edits => "ui-review-edit-aws-auth",
            (QuestionId::OneWay, _, true) if edits => "ui-review-edit-aws-auth-typing",
            (QuestionId::OwnRole, _, false) => "ui-review-own-role",
            (QuestionId::OwnRole, _, true) => "ui-review-own-role-typing",
            (_, true, false) => "ui-review-guarded",
            (_, true, true) => "ui-review-guarded-typing",
            (_, false, false) => "ui-review-one-way",
            (_, false, true) => "ui-review-one-way-typing",
        };
        let mut rows = paragraph(Role::OneWay, &screen.catalog.format(key, &args), room);
        if screen.view.review.is_typing {
            rows.push(Row::default());
        }
        return rows;
    }
    let key = match (review.plan.changes(), screen.wizard.needs_typed_name(), screen.wizard.role_to_type()) {
        (0, _, _) => "ui-review-ready-nothing",
        (_, true, _) if screen.wizard.makes_aws_auth() => "ui-review-ready-create-aws-auth",
        (_, true, _) if screen.wizard.edits_gravely() => "ui-review-ready-edit-aws-auth",
        (_, true, _) if !screen.wizard.has_one_way_step() => "ui-review-ready-guarded",
        (_, true, _) => "ui-review-ready-typed",
        (_, false, Some(_)) => "ui-review-ready-own-role",
        (_, false, None) => "ui-review-ready",
    };
    paragraph(Role::Good, &screen.text(key), room)
}

fn draw_status(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect, rows: &[Row]) {
    canvas.put_rows(area, rows, 0);
    if screen.must_type_name() && screen.view.review.is_typing {
        let line = usize::from(area.height).saturating_sub(1);
        let prompt = format!("{} ", screen.text("ui-review-type-here"));
        let column = width(&prompt);
        let room = usize::from(area.width).saturating_sub(column).min(48);
        let (shown, caret) = screen.view.review.typed.shown(room);
        canvas.put(area, line, &Row::of(Role::Key, prompt).and(Role::Field, pad(shown, room)));
        if screen.view.overlay.is_none() {
            canvas.set_caret(area, column + caret, line);
        }
    }
}
