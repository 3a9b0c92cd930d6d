//! A plan for a Pod execution role as lines for people and as a message.

use super::hand_off::card_lines;
use super::human::{finding_lines, plan_head, step_lines};
use crate::domain::fargate::{RoleDifference, RoleWish};
use crate::domain::name::RoleName;
use crate::domain::trust::{Refusal, TrustVerdict};
use crate::domain::{ClusterArn, OutsideText, SessionLabel};
use crate::plan::Action;
use crate::planner::fargate::{RoleBlocker, RoleReview, RoleUsers};
use crate::text::{Catalog, describe};

/// The plan, step by step with its differences.
pub fn role_plan_lines(catalog: &Catalog, review: &RoleReview, label: &SessionLabel) -> Vec<String> {
    let plan = &review.plan;
    let mut lines = plan_head(catalog, plan, review.hash, label);
    let creates = plan.steps.iter().any(|step| step.change.action == Action::Create);
    if let (Some(RoleWish::Create { width, .. }), true) = (&plan.role, creates) {
        let width = describe::trust_width(catalog, *width);
        lines.push(catalog.format("fargate-width", &[("width", width.into())]));
    }
    for (index, step) in plan.steps.iter().enumerate() {
        lines.push(String::new());
        lines.extend(step_lines(catalog, index + 1, step));
    }
    if !review.hints.is_empty() {
        lines.push(String::new());
        lines.push(catalog.text("fargate-hints"));
        lines.extend(review.hints.iter().flat_map(|finding| finding_lines(catalog, finding)));
    }
    lines.extend(card_lines(catalog, review.hand_off.as_ref()));
    lines
}

/// Who would be shut out by a condition: the clusters whose profiles use the role, and what was not looked at.
pub fn role_users_lines(catalog: &Catalog, users: &RoleUsers, cluster: &ClusterArn) -> Vec<String> {
    let using: Vec<&str> = users.iter().filter(|(_, uses)| *uses == Ok(true)).map(|(name, _)| name.as_str()).collect();
    let args = [
        ("region", (&cluster.region).into()),
        ("looked", users.len().into()),
        ("count", using.len().into()),
        ("clusters", using.join(", ").into()),
    ];
    let key = if using.is_empty() { "fargate-users-none" } else { "fargate-users" };
    vec![String::new(), catalog.format(key, &args), catalog.format("fargate-users-elsewhere", &args)]
}

/// Why there is nothing to run: the first line says what, the others more of it and what to do.
pub fn role_blocker_lines(catalog: &Catalog, blocker: &RoleBlocker, role: &RoleName) -> Vec<String> {
    let key = format!("fargate-blocker-{}", blocker.word());
    let mut args = vec![("role", role.as_str().into())];
    let mut more = Vec::new();
    match blocker {
        RoleBlocker::NotOffered | RoleBlocker::Absent => {}
        RoleBlocker::NameClash { existing } => args.push(("existing", existing.into())),
        RoleBlocker::NameTaken { existing, differs } => {
            args.push(("existing", existing.into()));
            more.extend(differs.iter().flat_map(|difference| difference_lines(catalog, difference)));
        }
        RoleBlocker::NotRead { why } => more.push(describe::not_looked(catalog, why)),
        RoleBlocker::Path { path } => args.push(("path", path.into())),
        RoleBlocker::Unreadable { error } => more.push(describe::trust_error(catalog, error)),
        RoleBlocker::NotEdited { refusal } => more.extend(refusal_lines(catalog, refusal)),
        RoleBlocker::UsersNotKnown { place, why } => {
            args.push(("place", place.into()));
            more.push(describe::not_looked(catalog, why));
        }
    }
    let mut lines = vec![catalog.format(&key, &args)];
    lines.extend(more);
    lines
}

/// In what a role that is there is not what was wished for: one line, and what its trust policy lacks.
fn difference_lines(catalog: &Catalog, difference: &RoleDifference) -> Vec<String> {
    let key = format!("fargate-differs-{}", difference.word());
    let (line, more) = match difference {
        RoleDifference::Path { path } => (catalog.format(&key, &[("path", path.into())]), Vec::new()),
        RoleDifference::Unreadable => (catalog.text(&key), Vec::new()),
        RoleDifference::Trust { verdict } => {
            let more = match verdict {
                TrustVerdict::Covered => Vec::new(),
                TrustVerdict::Insecure { through } => {
                    through.iter().map(|exposure| describe::trust_exposure(catalog, exposure)).collect()
                }
                TrustVerdict::Broken { why } | TrustVerdict::Undecided { on: why } => {
                    why.iter().map(|problem| describe::trust_problem(catalog, problem)).collect()
                }
            };
            (catalog.text(&format!("{key}-{}", verdict.word())), more)
        }
        RoleDifference::Width { width } => {
            (catalog.format(&key, &[("width", describe::trust_width(catalog, *width).into())]), Vec::new())
        }
        RoleDifference::Tags { lacks } => {
            let lacks: Vec<&str> = lacks.iter().map(OutsideText::as_str).collect();
            (catalog.format(&key, &[("tags", lacks.join(", ").into())]), Vec::new())
        }
    };
    std::iter::once(line).chain(more).collect()
}

fn refusal_lines(catalog: &Catalog, refusal: &Refusal) -> Vec<String> {
    let key = format!("trust-refusal-{}", refusal.word());
    match refusal {
        Refusal::NotByAdding { why } => {
            let problems = why.iter().map(|problem| describe::trust_problem(catalog, problem));
            std::iter::once(catalog.text(&key)).chain(problems).collect()
        }
        Refusal::TooLong { size, most } => {
            vec![catalog.format(&key, &[("size", (*size).into()), ("most", (*most).into())])]
        }
        Refusal::StaysOpen { through } => {
            let exposures = through.iter().map(|exposure| describe::trust_exposure(catalog, exposure));
            std::iter::once(catalog.text(&key)).chain(exposures).collect()
        }
        Refusal::NotOpen => vec![catalog.text(&key)],
    }
}
