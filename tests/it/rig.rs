//! A sandbox and the real clients over it.

use std::str::FromStr;
use std::sync::Arc;

use emr_onramp::adapters::aws::{AwsCloud, SandboxEndpoint};
use emr_onramp::adapters::clock::SystemClock;
use emr_onramp::domain::Region;
use emr_onramp::ports::{CallLog, Cloud, KubeAccess};
use emr_onramp::sandbox::{ClockKind, Effect, Fault, Options, Running, World, start};

/// An account that goes by aws-auth.
pub(crate) const FRESH: &str = include_str!("../../assets/scenarios/fresh.yaml");
/// An account with a hundred clusters over eight regions.
pub(crate) const WIDE: &str = include_str!("../../assets/scenarios/wide.yaml");
/// An account seen by somebody who may look at one cluster alone.
pub(crate) const DENIED: &str = include_str!("../../assets/scenarios/denied.yaml");
/// An account whose clusters have access entries.
pub(crate) const MODERN: &str = include_str!("../../assets/scenarios/modern.yaml");

/// A running sandbox and a cloud that calls it.
pub(crate) struct Rig {
    pub(crate) sandbox: Running,
    pub(crate) cloud: AwsCloud,
    pub(crate) log: CallLog,
}

impl Rig {
    /// Opens a world whose time stands still.
    pub(crate) fn open(world: &str) -> Self {
        Self::over(World::parse(world).unwrap(), vec![of("us-west-2")])
    }

    /// The same over all regions that the world has.
    pub(crate) fn everywhere(world: &str) -> Self {
        let world = World::parse(world).unwrap();
        let regions = world.regions.iter().skip(1).map(|region| of(&region.name)).collect();
        Self::over(world, regions)
    }

    fn over(world: World, more_regions: Vec<Region>) -> Self {
        let sandbox = start(world, Options { clock: ClockKind::Manual, ..Options::default() }).unwrap();
        let at = sandbox.endpoints();
        let endpoint = SandboxEndpoint {
            directory: None,
            name: at.label.clone(),
            url: at.aws_url.clone(),
            access_key_id: at.access_key_id.clone(),
            secret_access_key: at.secret_access_key.clone(),
            session_token: at.session_token.clone(),
            region: of(&at.region),
            more_regions,
            assumptions: Vec::new(),
        };
        let log = CallLog::default();
        let cloud = AwsCloud::sandbox(endpoint, Arc::new(SystemClock), log.clone());
        Self { sandbox, cloud, log }
    }

    /// Makes calls go wrong from now on, always.
    pub(crate) fn break_calls<const N: usize>(&self, faults: [(&str, Effect); N]) {
        let fault = |(call, effect): (&str, Effect)| Fault::always(call, effect);
        self.sandbox.set_faults(faults.into_iter().map(fault).collect());
    }

    /// The Kubernetes side of a cluster.
    pub(crate) async fn kube(&self, region: &str, cluster: &str) -> Arc<dyn KubeAccess> {
        let facts = self.cloud.eks(&of::<Region>(region)).cluster(&of(cluster)).await.unwrap();
        self.cloud.kube(&facts).await.unwrap()
    }
}

/// A name that is known to be valid.
pub(crate) fn of<T: FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}
