//! A plan for a Pod execution role as lines for people and as a message.

use super::human::{plan_head, step_lines};
use super::json::Message;
use crate::domain::fargate::RoleWish;
use crate::domain::name::RoleName;
use crate::domain::trust::Refusal;
use crate::domain::{ClusterArn, ClusterName, NotLooked, SessionLabel};
use crate::planner::fargate::{RoleBlocker, RoleReview};
use crate::text::{Catalog, describe};

/// The plan, step by step with its differences.
pub fn role_plan_lines(catalog: &Catalog, review: &RoleReview, label: &SessionLabel) -> Vec<String> {
    let plan = &review.plan;
    let mut lines = plan_head(catalog, plan, review.hash, label);
    if let Some(RoleWish::Create { width, .. }) = &plan.role {
        let width = describe::trust_width(catalog, *width);
        lines.push(catalog.format("fargate-width", &[("width", width.into())]));
    }
    for (index, step) in plan.steps.iter().enumerate() {
        lines.push(String::new());
        lines.extend(step_lines(catalog, index + 1, step));
    }
    lines
}

/// Who would be shut out by a condition: the clusters whose profiles use the role, and what was not looked at.
pub fn role_users_lines(
    catalog: &Catalog,
    users: &[(ClusterName, Result<bool, NotLooked>)],
    cluster: &ClusterArn,
) -> Vec<String> {
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

/// The plan as a message.
pub fn role_plan_json(
    review: &RoleReview,
    users: &[(ClusterName, Result<bool, NotLooked>)],
    session: &SessionLabel,
) -> Message {
    Message::role_plan(review, users, session)
}

/// Why there is nothing to run: the first line says what, the others more of it and what to do.
pub fn role_blocker_lines(catalog: &Catalog, blocker: &RoleBlocker, role: &RoleName) -> Vec<String> {
    let key = format!("fargate-blocker-{}", blocker.word());
    let mut args = vec![("role", role.as_str().into())];
    let mut more = Vec::new();
    match blocker {
        RoleBlocker::NotOffered | RoleBlocker::Absent => {}
        RoleBlocker::NameClash { existing } | RoleBlocker::NameTaken { existing } => {
            args.push(("existing", existing.into()));
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
