//! A Fargate profile: what is there now, and the wait until EKS has made it.

use std::sync::Arc;

use super::Run;
use super::read::Seen;
use crate::domain::RoleArn;
use crate::domain::fargate::ProfileWish;
use crate::plan::image;
use crate::ports::{Fargate, PortResult};

impl Run {
    /// Fargate in the cluster's region.
    pub(super) fn fargate(&self) -> Arc<dyn Fargate> {
        self.ports.cloud.fargate(&self.input.plan.target.arn.region)
    }

    /// A profile that is to be made: one of that name with the same content does, once it is `ACTIVE`.
    pub(super) async fn read_profile(&self, role: &RoleArn, wish: &ProfileWish) -> PortResult<Seen> {
        let cluster = &self.input.plan.target.arn.name;
        let Some(found) = self.fargate().profile(cluster, &wish.name).await? else { return Ok(Seen::default()) };
        let image = image::fargate_profile_as_read(&found);
        let is_satisfied = found.status.as_str() == "ACTIVE" && image == image::fargate_profile(role, wish);
        Ok(Seen { image: Some(image), is_satisfied, ..Seen::default() })
    }
}
