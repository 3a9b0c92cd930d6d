//! The caller: who it is, the role behind it, and what IAM's simulator says of it.

use std::collections::BTreeMap;

use futures_util::future::join_all;

use super::facts::if_there;
use super::{Question, identity};
use crate::domain::name::RoleName;
use crate::domain::observed::{Caller, InlinePolicy, RoleFacts, Simulated, Simulation};
use crate::domain::{Fact, NotLooked, Observed, Principal, Source};
use crate::ports::{Clock, Cloud, Iam, PortResult};

/// What is known of the caller besides its name.
pub(super) struct Own {
    pub(super) role: Fact<RoleFacts>,
    pub(super) policy: Fact<InlinePolicy>,
    pub(super) actions: BTreeMap<String, Fact<Simulated>>,
}

/// Who calls, then the role behind it, then what its policies say.
pub(super) async fn caller(cloud: &dyn Cloud, clock: &dyn Clock, question: &Question<'_>) -> PortResult<(Caller, Own)> {
    let caller = identity(cloud, clock).await?;
    let iam = cloud.iam();
    let simulations = (question.simulations)(&caller, question);
    let own = match &caller.principal {
        Principal::AssumedRole { role, .. } => {
            let (role, policy) = tokio::join!(
                own_role(&*iam, clock, role, &simulations),
                iam.role_policy(role, question.caller_policy),
            );
            let policy = if_there(clock, Source::new("iam", "GetRolePolicy"), policy);
            Own { role: role.0, policy, actions: role.1 }
        }
        Principal::User { .. } => {
            let actions = simulate(&*iam, clock, caller.arn.as_str(), &simulations).await;
            Own { role: Fact::NotLooked(NotLooked::NotNeeded), policy: Fact::NotLooked(NotLooked::NotNeeded), actions }
        }
        // The root of an account may do everything, and nothing can be simulated for it.
        Principal::Root | Principal::Other { .. } => Own {
            role: Fact::NotLooked(NotLooked::NotNeeded),
            policy: Fact::NotLooked(NotLooked::NotNeeded),
            actions: BTreeMap::new(),
        },
    };
    Ok((caller, own))
}

/// The role with its path, which the simulator needs and a session's ARN does not carry.
async fn own_role(
    iam: &dyn Iam,
    clock: &dyn Clock,
    name: &RoleName,
    simulations: &[Simulation],
) -> (Fact<RoleFacts>, BTreeMap<String, Fact<Simulated>>) {
    let role = if_there(clock, Source::new("iam", "GetRole"), iam.role(name).await);
    let actions = match &role {
        Fact::Seen { value, .. } => simulate(iam, clock, &value.arn.to_string(), simulations).await,
        Fact::Absent { .. } => unknown(simulations, &NotLooked::Unsupported),
        Fact::NotLooked(why) => unknown(simulations, why),
    };
    (role, actions)
}

/// What the simulator says of further actions of a caller that is known.
pub async fn simulated(
    cloud: &dyn Cloud,
    clock: &dyn Clock,
    observed: &Observed,
    simulations: &[Simulation],
) -> BTreeMap<String, Fact<Simulated>> {
    let iam = cloud.iam();
    match (&observed.caller.principal, &observed.caller_role) {
        (Principal::AssumedRole { .. }, Fact::Seen { value, .. }) => {
            simulate(&*iam, clock, &value.arn.to_string(), simulations).await
        }
        (Principal::AssumedRole { .. }, Fact::Absent { .. }) => unknown(simulations, &NotLooked::Unsupported),
        (Principal::AssumedRole { .. }, Fact::NotLooked(why)) => unknown(simulations, why),
        (Principal::User { .. }, _) => simulate(&*iam, clock, observed.caller.arn.as_str(), simulations).await,
        (Principal::Root | Principal::Other { .. }, _) => BTreeMap::new(),
    }
}

async fn simulate(
    iam: &dyn Iam,
    clock: &dyn Clock,
    principal: &str,
    simulations: &[Simulation],
) -> BTreeMap<String, Fact<Simulated>> {
    let asked = simulations.iter().map(|simulation| async move {
        match iam.simulate(principal, simulation).await {
            Ok(verdicts) => {
                let from = || Source::new("iam", "SimulatePrincipalPolicy");
                let seen = |value| Fact::Seen { value, at: clock.now(), from: from() };
                verdicts.into_iter().map(|(action, verdict)| (action, seen(verdict))).collect()
            }
            Err(error) => unknown(std::slice::from_ref(simulation), &error.not_looked()),
        }
    });
    join_all(asked).await.into_iter().flatten().collect()
}

fn unknown(simulations: &[Simulation], why: &NotLooked) -> BTreeMap<String, Fact<Simulated>> {
    let actions = simulations.iter().flat_map(|simulation| &simulation.actions);
    actions.map(|action| (action.clone(), Fact::NotLooked(why.clone()))).collect()
}
