//! The calls, by topic.

mod apply;
mod apply_role;
mod authorization;
mod body;
mod create;
mod delete;
mod dry_run;
mod escalation;
mod impersonation;
mod list;
mod metadata;
mod namespace;
mod patch;
mod path;
mod rbac;
mod review;
mod secret;
mod update;
mod watch;

use super::call::Topic;

/// All of them, in the order in which they are made.
pub(super) fn all() -> Vec<Topic> {
    vec![
        create::topic(),
        metadata::topic(),
        body::topic(),
        list::topic(),
        watch::topic(),
        update::topic(),
        patch::topic(),
        apply::topic(),
        apply_role::topic(),
        dry_run::topic(),
        delete::topic(),
        namespace::topic(),
        secret::topic(),
        rbac::topic(),
        escalation::topic(),
        authorization::topic(),
        impersonation::topic(),
        review::topic(),
        path::topic(),
    ]
}
