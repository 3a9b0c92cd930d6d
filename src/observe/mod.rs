//! Looks at the world through the ports, as fast as the answers come: nothing waits for what it does not need.

mod cluster;
mod facts;
mod fargate;
mod footprint;
mod list;
mod many;
mod namespace;
mod own;
mod patience;
mod undo;
mod virtual_cluster;

pub use cluster::{Question, observe};
pub use fargate::{fargate, role_users};
pub use footprint::{Footprint, footprint};
pub use list::{ListEvent, clusters, find};
pub use namespace::{namespaces, one_by_one};
pub use own::simulated;
pub use undo::undo;
pub use virtual_cluster::virtual_clusters;

use crate::domain::Source;
use crate::domain::observed::Caller;
use crate::ports::{Clock, Cloud, PortResult};

/// Who is calling, with the account's alias where it can be read.
///
/// # Errors
/// When STS does not answer; a missing alias is a fact, no error.
pub async fn identity(cloud: &dyn Cloud, clock: &dyn Clock) -> PortResult<Caller> {
    let (sts, iam) = (cloud.sts(), cloud.iam());
    let (identity, alias) = tokio::join!(sts.caller_identity(), iam.account_alias());
    let identity = identity?;
    let source = Source::new("iam", "ListAccountAliases");
    Ok(Caller {
        partition: identity.partition,
        account: identity.account,
        arn: identity.arn,
        principal: identity.principal,
        alias: facts::if_there(clock, source, alias),
    })
}
