//! Plans for a Pod execution role, made and run in one session for a command that asks nothing of anybody.

use std::sync::Arc;

use tokio::runtime::Builder;

use super::alone::{Alone, Approved, Ran};
use super::fargate::{RoleLook, open, read};
use super::look::until;
use super::{NoLook, Sessions};
use crate::domain::fargate::RoleWish;
use crate::domain::name::RoleName;
use crate::domain::{ClusterFacts, ClusterName, NotLooked, RecordTrouble};
use crate::plan::run::RunEvent;
use crate::planner::fargate::{RoleReview, role_review};
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
    /// The clusters of the region, and whether their profiles use the role. Looked at for hardening alone.
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
        let built = Builder::new_current_thread().enable_all().build();
        let runtime = built.map_err(|error| NoLook::Broken { what: error.to_string() })?;
        let opened = runtime.block_on(async {
            tokio::select! {
                opened = open(sessions, &*clock, cluster) => opened,
                () = until(stopped) => Err(NoLook::Stopped),
            }
        });
        let (cloud, cluster) = opened?;
        Ok(Self { alone: Alone { runtime, clock, cloud }, cluster })
    }

    /// Looks at everything that the wish is about, and plans it.
    ///
    /// # Errors
    /// Where the caller or the cluster cannot be learnt any more, or the process was told to stop.
    pub fn draft(&self, wish: &RoleWish, stopped: &dyn Fn() -> bool) -> Result<RoleDraft, NoLook> {
        let wants_users = matches!(wish, RoleWish::Harden { .. });
        self.alone.runtime.block_on(async {
            let reading = async {
                let users = async { if wants_users { self.users(wish.name()).await } else { Vec::new() } };
                let (look, users) =
                    tokio::join!(read(&self.alone.cloud, &*self.alone.clock, &self.cluster, Some(wish.name())), users);
                let look = look?;
                let review = role_review(&look.observed, &look.facts, &users, wish);
                Ok(RoleDraft { look, users, review })
            };
            tokio::select! {
                drafted = reading => drafted,
                () = until(stopped) => Err(NoLook::Stopped),
            }
        })
    }

    async fn users(&self, role: &RoleName) -> Vec<(ClusterName, Result<bool, NotLooked>)> {
        crate::observe::role_users(&*self.alone.cloud, &self.cluster.arn.region, role)
            .await
            .unwrap_or_else(|error| vec![(self.cluster.arn.name.clone(), Err(error.not_looked()))])
    }

    /// Runs the plan. Each event is told as it comes; a signal stops the run between two steps, and a second one ends it
    /// at once.
    ///
    /// # Errors
    /// Why the run cannot be recorded; nothing was sent then.
    pub fn run(
        &self,
        sessions: &dyn Sessions,
        approved: Approved,
        told: &mut dyn FnMut(&RunEvent),
        stopped: &dyn Fn() -> bool,
    ) -> Result<Ran, RecordTrouble> {
        self.alone.run(sessions, approved, told, stopped)
    }
}
