//! The pages. Each draws itself into the body, out of the wizard's state and the view's.

use ratatui::layout::Rect;

use crate::text::describe;
use crate::wizard::{AnswerError, PageId};

use super::canvas::{Canvas, Row};
use super::screen::Screen;
use super::theme::Role;

pub(super) mod cluster;
pub(super) mod editor;
mod fargate;
pub(super) mod form;
pub(super) mod list;
pub(super) mod method;
pub(super) mod namespace;
pub(super) mod proof;
pub(super) mod review;
pub(super) mod review_pane;
pub(super) mod run;
pub(super) mod run_pane;
pub(super) mod sign_in;

pub(super) fn draw(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect) {
    match screen.wizard.page {
        PageId::SignIn => sign_in::draw(screen, canvas, area),
        PageId::Cluster => cluster::draw(screen, canvas, area),
        PageId::Namespace => namespace::draw(screen, canvas, area),
        PageId::Method => method::draw(screen, canvas, area),
        PageId::Options if screen.view.editor.is_open => editor::draw(screen, canvas, area),
        PageId::Options | PageId::Fargate => form::draw(screen, canvas, area),
        PageId::Review => review::draw(screen, canvas, area),
        PageId::Run => run::draw(screen, canvas, area),
        PageId::Proof => proof::draw(screen, canvas, area),
    }
}

/// Draws the opened pane over the whole body, without a frame, so that a terminal's own selection takes only the text.
pub(super) fn draw_zoomed(screen: &Screen, canvas: &mut Canvas<'_>, area: Rect, scroll: usize) {
    let room = usize::from(area.width);
    let (title, rows) = match screen.wizard.page {
        PageId::Review => review_pane::zoomed(screen, room),
        _ => run_pane::zoomed(screen, room),
    };
    canvas.clear(area);
    canvas.put(area, 0, &title);
    canvas.put_rows(super::canvas::below(area, 1), &rows, scroll);
}

/// Why an answer was not taken.
pub(super) fn complaint(screen: &Screen, error: &AnswerError) -> String {
    let catalog = &screen.catalog;
    match error {
        AnswerError::Name(error) => describe::name_error(catalog, error),
        AnswerError::NotOffered { given } => catalog.format("ui-complaint-not-offered", &[("given", given.into())]),
        AnswerError::Blocked { findings } => {
            let first = findings.first().map(|finding| describe::finding_title(catalog, finding));
            catalog.format("ui-complaint-blocked", &[("finding", first.unwrap_or_default().into())])
        }
        AnswerError::Repeated { namespace } => {
            catalog.format("ui-complaint-repeated", &[("namespace", namespace.into())])
        }
        AnswerError::SystemNamespace { namespace } => {
            catalog.format("ui-complaint-system-namespace", &[("namespace", namespace.into())])
        }
        AnswerError::NoSuchCluster { given } => {
            catalog.format("ui-complaint-no-such-cluster", &[("given", given.into())])
        }
        AnswerError::CannotLook { given, error } => {
            let why = describe::port_error(catalog, error);
            let why = why.lines().next().unwrap_or_default();
            catalog.format("ui-complaint-cannot-look", &[("given", given.into()), ("why", why.into())])
        }
        AnswerError::NotTyped { expected } => {
            catalog.format("ui-complaint-not-typed", &[("expected", expected.into())])
        }
        AnswerError::ReadOnly => catalog.text("error-read-only"),
        AnswerError::NotRecorded(trouble) => describe::record_trouble(catalog, trouble),
        AnswerError::Protected { cluster } => catalog.format("error-protected", &[("cluster", cluster.into())]),
        AnswerError::Labels { given } => catalog.format("error-labels", &[("given", given.into())]),
        AnswerError::GuardedRole { role } => catalog.format("error-guarded-role", &[("role", role.into())]),
        AnswerError::NoSubnets { .. } => catalog.text("ui-complaint-no-subnets"),
        AnswerError::RoleElsewhere { elsewhere } => describe::role_elsewhere(catalog, elsewhere),
        AnswerError::OtherRole { given, real } => {
            let args = [("given", given.into()), ("real", real.into())];
            catalog.format("fargate-other-arn", &args)
        }
        AnswerError::OtherCaller { was, now } => {
            catalog.format("error-other-caller", &[("was", was.into()), ("now", now.into())])
        }
        AnswerError::AwsAuthText { finding } => {
            let finding = describe::finding_title(catalog, finding);
            catalog.format("ui-complaint-aws-auth-text", &[("finding", finding.into())])
        }
        AnswerError::NoAwsAuthText => catalog.text("ui-complaint-no-aws-auth-text"),
        AnswerError::AwsAuthMoved => catalog.text("ui-complaint-aws-auth-moved"),
        AnswerError::NoCode => catalog.text("error-no-code"),
        AnswerError::NotAsked => catalog.text("ui-complaint-not-asked"),
    }
}

/// `label   value` with the values in one column.
fn fact(label: &str, column: usize, role: Role, value: impl Into<String>) -> Row {
    Row::of(Role::Dim, super::measure::pad(label, column)).and(role, value)
}
