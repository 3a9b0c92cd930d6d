//! Opening a session, and who we are in it.

use super::SessionKind;
use super::perform::Shared;
use crate::domain::SignInObstacle;
use crate::domain::sign_in::partition_of;
use crate::observe;
use crate::ports::{Cloud, OpenError, PortErrorKind};
use crate::wizard::{Msg, RequestId, SessionInfo};

/// Opens the session that was chosen, anew each time, so that what changed outside is seen. A practice session stays.
pub(super) async fn identify(shared: &Shared, request: RequestId) {
    let practice = shared.cloud.lock().await.clone().filter(|cloud| cloud.label().sandbox.is_some());
    match practice {
        Some(cloud) => tell(shared, request, introduce(shared, request, &*cloud).await),
        None => open(shared, request, SessionKind::Chosen).await,
    }
}

/// Asks IAM Identity Center for a code, waits until it was entered, and opens the session.
pub(super) async fn renew(shared: &Shared, request: RequestId) {
    let renewed = match shared.sessions.ask_for_device().await {
        Ok(device) => {
            shared.tell(Msg::Device { request, device });
            shared.sessions.wait_for_device().await
        }
        Err(error) => Err(error),
    };
    match renewed {
        Ok(()) => open(shared, request, SessionKind::Chosen).await,
        Err(error) => tell(shared, request, Err(error.into())),
    }
}

/// Opens a session and says who we are in it.
pub(super) async fn open(shared: &Shared, request: RequestId, kind: SessionKind) {
    *shared.cloud.lock().await = None;
    let opened = shared.sessions.open(kind).await;
    let mut facts = shared.sessions.facts();
    if kind == SessionKind::Practice {
        // They are about the account that was left.
        facts.notes.clear();
    }
    shared.tell(Msg::Settings { request, facts: Box::new(facts) });
    let result = match opened {
        Ok(cloud) => {
            *shared.cloud.lock().await = Some(cloud.clone());
            introduce(shared, request, &*cloud).await
        }
        Err(error) => Err(error),
    };
    tell(shared, request, result);
}

fn tell(shared: &Shared, request: RequestId, result: Result<SessionInfo, OpenError>) {
    shared.tell(match result {
        Ok(info) => Msg::Identified { request, result: Ok(Box::new(info)) },
        Err(OpenError::Failed(error)) => Msg::Identified { request, result: Err(error) },
        Err(OpenError::Obstacle(obstacle)) => Msg::Obstructed { request, obstacle },
    });
}

/// Asks who we are, and looks meanwhile for runs that can be gone on with.
async fn introduce(shared: &Shared, request: RequestId, cloud: &dyn Cloud) -> Result<SessionInfo, OpenError> {
    let sessions = shared.sessions.clone();
    let looking = tokio::task::spawn_blocking(move || sessions.unfinished());
    let info = session_info(shared, cloud).await?;
    // Records that cannot be looked at are no reason to keep anybody from a session.
    let runs = looking.await.unwrap_or_default();
    shared.tell(Msg::Unfinished { request, runs });
    Ok(info)
}

async fn session_info(shared: &Shared, cloud: &dyn Cloud) -> Result<SessionInfo, OpenError> {
    let asked = observe::identity(cloud, &*shared.clock).await;
    let main = cloud.regions().first();
    let caller = match (asked, main) {
        (Ok(caller), _) => caller,
        // A host that does not exist, in a region that nobody knows.
        (Err(error), Some(region)) if error.kind == PortErrorKind::Unreachable && is_unknown(cloud) => {
            return Err(SignInObstacle::UnknownRegion { given: region.clone() }.into());
        }
        (Err(error), _) => return Err(error.into()),
    };
    let strays = |partition: &str| partition != caller.partition.as_str();
    if let Some(region) = cloud.regions().iter().find(|region| partition_of(region).is_some_and(strays)) {
        let (region, partition) = (region.clone(), caller.partition.clone());
        return Err(SignInObstacle::WrongPartition { region, partition }.into());
    }
    Ok(SessionInfo { label: cloud.label().clone(), caller, regions: cloud.regions().to_vec() })
}

/// Whether the main region is none that is known, and calls go to AWS's own hosts.
fn is_unknown(cloud: &dyn Cloud) -> bool {
    let main = cloud.regions().first();
    cloud.label().endpoint_override.is_none() && main.is_some_and(|region| partition_of(region).is_none())
}
