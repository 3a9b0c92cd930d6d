//! The review page's lower pane: what a step changes and needs, what the plan gives to whom, what was found.

use crate::domain::observed::{Simulated, Simulation};
use crate::plan::commands::commands;
use crate::plan::diff::DiffKind;
use crate::plan::{Plan, Severity, Step};
use crate::planner::{Needs, Review, actions_needed, rights_needed, shown_right};
use crate::text::describe;

use super::super::canvas::{Row, paragraph};
use super::super::measure::{pad, width, wrap};
use super::super::screen::Screen;
use super::super::theme::Role;
use super::super::view::ReviewTab;
use super::review::step;

/// The pane's lines, for a tab. Where it is not the whole page, long runs of unchanged lines are left out.
pub(super) fn rows(screen: &Screen, tab: ReviewTab, room: usize, is_whole: bool) -> Vec<Row> {
    let Some(review) = &screen.wizard.review else {
        return Vec::new();
    };
    let of_step = |rows: &dyn Fn(&Step) -> Vec<Row>| step(screen).map(rows).unwrap_or_default();
    match tab {
        ReviewTab::Findings => findings(screen, review, room),
        ReviewTab::Access => access(screen, review, room),
        ReviewTab::Diff => of_step(&|step| diff(screen, step, room, !is_whole)),
        ReviewTab::Commands => of_step(&|step| command_rows(screen, step, &review.plan, room)),
        ReviewTab::Permissions => of_step(&|step| permissions(screen, step, review, room)),
        ReviewTab::Undo => of_step(&|step| paragraph(Role::Text, &describe::undo(&screen.catalog, step), room)),
    }
}

/// The pane over the whole page: its title and lines.
pub(super) fn zoomed(screen: &Screen, room: usize) -> (Row, Vec<Row>) {
    let tab = screen.view.review.tab;
    let of_plan = matches!(tab, ReviewTab::Findings | ReviewTab::Access);
    let name = step(screen).filter(|_| !of_plan).map(|step| describe::step_title(&screen.catalog, step));
    let mut title = Row::of(Role::Heading, screen.text(&format!("ui-tab-{}", tab.word())));
    if let Some(name) = name {
        title.push(Role::Strong, format!("   {name}"));
    }
    (title, rows(screen, tab, room, true))
}

/// How many unchanged lines stay around a change where the rest is left out.
const AROUND: usize = 2;

/// The change of a step: why, remarks, then what goes, comes and stays. `in_short` leaves out what is far from a change.
pub(super) fn diff(screen: &Screen, step: &Step, room: usize, in_short: bool) -> Vec<Row> {
    let mut rows = paragraph(Role::Text, &describe::step_why(&screen.catalog, step), room);
    for note in &step.notes {
        rows.extend(paragraph(Role::Dim, &describe::note(&screen.catalog, note), room));
    }
    let lines = step.change.diff();
    let changed: Vec<usize> =
        lines.iter().enumerate().filter(|(_, line)| line.kind != DiffKind::Same).map(|(at, _)| at).collect();
    let is_near = |at: usize| changed.is_empty() || changed.iter().any(|change| change.abs_diff(at) <= AROUND);
    let mut left_out = 0_usize;
    for (at, line) in lines.iter().enumerate() {
        if in_short && !is_near(at) {
            left_out += 1;
            if lines.get(at + 1).is_none_or(|_| is_near(at + 1)) {
                let words = screen.catalog.format("ui-diff-unchanged", &[("count", left_out.into())]);
                rows.push(Row::of(Role::Dim, format!("  {words}")));
                left_out = 0;
            }
            continue;
        }
        let role = match line.kind {
            DiffKind::Same => Role::Dim,
            DiffKind::Removed => Role::Removed,
            DiffKind::Added => Role::Added,
        };
        rows.push(Row::of(role, format!("{} {}", line.kind.sign(), line.text)));
    }
    rows
}

/// What a copied command says first in a practice session: a shell knows no sandbox.
pub(in crate::tui) fn practice(screen: &Screen) -> Option<String> {
    let world = screen.sandbox()?;
    Some(screen.catalog.format("command-practice", &[("world", world.into())]))
}

/// The commands that do the same.
pub(super) fn command_rows(screen: &Screen, step: &Step, plan: &Plan, room: usize) -> Vec<Row> {
    let practice = practice(screen);
    let mut rows = Vec::new();
    for block in commands(step, plan, practice.as_deref()) {
        let head = match block.since {
            Some(since) => {
                let args = [("tool", block.tool.word().into()), ("since", since.into())];
                screen.catalog.format("ui-commands-tool", &args)
            }
            None => block.tool.word().to_owned(),
        };
        rows.push(Row::of(Role::Heading, head));
        if let Some(caution) = block.caution {
            let words = screen.catalog.text(&format!("caution-{}", caution.word()));
            rows.extend(paragraph(Role::Warn, &words, room));
        }
        for line in &block.lines {
            rows.extend(wrap(line, room).into_iter().map(|line| Row::of(Role::Text, line)));
        }
    }
    rows
}

fn permissions(screen: &Screen, step: &Step, review: &Review, room: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    if !step.change.action.writes() {
        rows.extend(paragraph(Role::Dim, &screen.text("ui-permissions-none"), room));
        return rows;
    }
    let rights = rights_needed(&step.operation);
    let observed = screen.wizard.observed.ready();
    let method = review.desired.method;
    let needed = observed.map(|observed| actions_needed(&step.operation, method, observed)).unwrap_or_default();
    let actions: Vec<&String> = needed.iter().flat_map(|need| &need.actions).collect();
    let column = rights.iter().map(|right| width(&shown_right(right))).max().unwrap_or(0);
    let column = actions.iter().map(|action| width(action)).max().unwrap_or(0).max(column) + 3;
    if !rights.is_empty() {
        rows.push(Row::of(Role::Heading, "Kubernetes"));
    }
    for right in &rights {
        let fact = screen.wizard.observed.ready().and_then(|observed| observed.rights.get(right));
        let (role, verdict) = match fact.and_then(|fact| fact.seen()) {
            Some(true) => (Role::Good, screen.text("ui-permission-held")),
            Some(false) => (Role::Bad, screen.text("ui-permission-missing")),
            None => match fact.and_then(|fact| fact.not_looked()) {
                Some(why) => (Role::Warn, describe::not_looked(&screen.catalog, why)),
                None => (Role::Warn, screen.text("ui-permission-not-looked")),
            },
        };
        rows.push(Row::of(Role::Text, pad(&shown_right(right), column)).and(role, verdict));
    }
    if !actions.is_empty() {
        rows.push(Row::of(Role::Heading, "IAM"));
    }
    for action in actions {
        let simulated = observed.and_then(|observed| observed.caller_actions.get(action)?.seen());
        // The simulator gives a hint; what counts is the call itself.
        let (role, key) = match simulated {
            Some(Simulated::Allowed) => (Role::Good, "ui-permission-simulated"),
            Some(Simulated::NotAllowed | Simulated::Forbidden) => (Role::Warn, "ui-permission-simulated-not"),
            None => (Role::Warn, "ui-permission-not-looked"),
        };
        rows.push(Row::of(Role::Text, pad(action, column)).and(role, screen.text(key)));
    }
    rows.extend(to_look(screen, review, room));
    rows
}

/// What looking takes, whichever the step.
fn to_look(screen: &Screen, review: &Review, room: usize) -> Vec<Row> {
    let Some(observed) = screen.wizard.observed.ready() else { return Vec::new() };
    let Needs { iam, kubernetes } = Needs::to_look(&review.plan, observed);
    let mut rows = vec![Row::of(Role::Heading, screen.text("ui-permissions-to-look"))];
    let of =
        |need: &Simulation| need.actions.iter().map(|action| format!("{action} {}", need.resource)).collect::<Vec<_>>();
    for need in iam.iter().flat_map(of).chain(kubernetes.iter().map(shown_right)) {
        rows.extend(wrap(&need, room).into_iter().map(|line| Row::of(Role::Dim, line)));
    }
    rows
}

fn access(screen: &Screen, review: &Review, room: usize) -> Vec<Row> {
    if review.access.is_empty() {
        return paragraph(Role::Dim, &screen.text("ui-access-none"), room);
    }
    let mut rows = Vec::new();
    let mut last = None;
    for delta in &review.access {
        if last != Some(&delta.who) {
            rows.push(Row::of(Role::Strong, delta.who.to_string()));
            last = Some(&delta.who);
        }
        for (at, line) in wrap(delta.what.as_str(), room.saturating_sub(4)).into_iter().enumerate() {
            let mark = if at == 0 { "+" } else { " " };
            rows.push(Row::of(Role::Added, format!("  {mark} {line}")));
        }
        let args = [
            ("place", describe::delta_place(&screen.catalog, &delta.place).into()),
            ("through", (&delta.through).into()),
        ];
        rows.push(Row::of(Role::Dim, format!("    {}", screen.catalog.format("ui-access-where", &args))));
    }
    rows
}

fn findings(screen: &Screen, review: &Review, room: usize) -> Vec<Row> {
    if review.findings.is_empty() {
        return paragraph(Role::Good, &screen.text("ui-findings-none"), room);
    }
    let mut rows = Vec::new();
    for (at, finding) in review.findings.iter().enumerate() {
        let role = match finding.severity() {
            Severity::Info => Role::Dim,
            Severity::Warning => Role::Warn,
            Severity::MissingRight | Severity::Refused | Severity::Blocker => Role::Bad,
        };
        let severity = describe::severity(&screen.catalog, finding.severity());
        let title = describe::finding_title(&screen.catalog, finding);
        let head = format!("{severity} {}", finding.id.as_str());
        let indent = width(&head) + 2;
        for (line, text) in wrap(&title, room.saturating_sub(indent)).into_iter().enumerate() {
            let mark = if line == 0 { pad(&head, indent) } else { " ".repeat(indent) };
            rows.push(Row::of(role, mark).and(Role::Strong, text));
        }
        // The same advice for several things is given once, after the last of them.
        let is_last = review.findings.get(at + 1).is_none_or(|next| next.id != finding.id);
        if is_last {
            let fix = describe::finding_fix(&screen.catalog, finding);
            let fix = wrap(&fix, room.saturating_sub(2)).into_iter();
            rows.extend(fix.map(|line| Row::of(Role::Text, format!("  {line}"))));
        }
        if let Some(evidence) = describe::finding_evidence(&screen.catalog, finding) {
            for line in wrap(&evidence, room.saturating_sub(2)) {
                rows.push(Row::of(Role::Dim, format!("  {line}")));
            }
        }
    }
    rows
}
