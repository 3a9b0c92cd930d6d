//! Plans for a Pod execution role, made and run in one session for a command that asks nothing of anybody.

use std::sync::Arc;

use super::alone::Alone;
use super::fargate::{RoleLook, read};
use super::look::open;
use super::{NoLook, Sessions};
use crate::domain::fargate::RoleWish;
use crate::domain::name::RoleName;
use crate::domain::{ClusterFacts, ClusterName, NotLooked};
use crate::observe;
use crate::planner::fargate::{RoleReview, role_review, simulations_for};
use crate::ports::Clock;

/// A session in which one role is worked on.
pub struct RoleWork {
    alone: Alone,
    cluster: ClusterFacts,
}

/// What was read for a plan, and the plan.
#[derive(Clone, Debug)]
pub struct RoleDraft {
    /// What was read.
    pub look: RoleLook,
    /// The clusters of the region, and whether their profiles use the role. Looked at where its trust is to be changed.
    pub users: Vec<(ClusterName, Result<bool, NotLooked>)>,
    /// The plan.
    pub review: RoleReview,
}

impl RoleWork {
    /// Opens a session and finds the cluster.
    ///
    /// # Errors
    /// Where not even the cluster can be learnt.
    pub fn open(
        sessions: &dyn Sessions,
        clock: Arc<dyn Clock>,
        cluster: &ClusterName,
        stopped: &dyn Fn() -> bool,
    ) -> Result<Self, NoLook> {
        let (alone, cluster) = Alone::open(clock.clone(), stopped, open(sessions, &*clock, cluster))?;
        Ok(Self { alone, cluster })
    }

    /// Looks at everything that the wish is about, and plans it.
    ///
    /// # Errors
    /// Where the caller or the cluster cannot be learnt any more, or the process was told to stop.
    pub fn draft(&self, wish: &RoleWish, stopped: &dyn Fn() -> bool) -> Result<RoleDraft, NoLook> {
        self.alone.until(stopped, self.look_and_plan(wish))
    }

    async fn look_and_plan(&self, wish: &RoleWish) -> Result<RoleDraft, NoLook> {
        let wants_users = !matches!(wish, RoleWish::Create { .. });
        let users = async { if wants_users { self.users(wish.name()).await } else { Vec::new() } };
        let (look, users) =
            tokio::join!(read(&self.alone.cloud, &*self.alone.clock, &self.cluster, Some(wish.name())), users);
        let mut look = look?;
        let first = role_review(&look.observed, &look.facts, &users, wish);
        let asked = simulations_for(&first.plan, &look.observed);
        let answers = observe::simulated(&*self.alone.cloud, &*self.alone.clock, &look.observed, &asked).await;
        look.observed.caller_actions.extend(answers);
        let review = role_review(&look.observed, &look.facts, &users, wish);
        Ok(RoleDraft { look, users, review })
    }

    async fn users(&self, role: &RoleName) -> Vec<(ClusterName, Result<bool, NotLooked>)> {
        observe::role_users(&*self.alone.cloud, &*self.alone.clock, &self.cluster.arn.region, role)
            .await
            .unwrap_or_else(|error| vec![(self.cluster.arn.name.clone(), Err(error.not_looked()))])
    }

    /// The session, in which the plan is run.
    pub fn session(&self) -> &Alone {
        &self.alone
    }
}

impl RoleDraft {
    /// The name of the role that it is about.
    pub fn role(&self) -> &str {
        self.review.plan.role.as_ref().map_or("", |wish| wish.name().as_str())
    }
}
