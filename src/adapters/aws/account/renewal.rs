//! Credentials that are found anew when they end.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, future};
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};

use super::role::is_fresh;
use crate::domain::sign_in::no_session;
use crate::ports::{Clock, OpenError};

/// What finding credentials comes to.
type Outcome = Result<Credentials, OpenError>;
/// Looks for credentials once.
type Look = Box<dyn Fn() -> BoxFuture<'static, Outcome> + Send + Sync>;
/// A search that goes on without those who wait for it: a call's time limit ends their waiting, and no program is started
/// twice for it.
type Search = Shared<BoxFuture<'static, Outcome>>;

/// Credentials that are found anew when they end. What needs a person then is an error, which says to sign in again.
pub(super) struct Renewed(Arc<Renewal>);

struct Renewal {
    look: Look,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

struct State {
    kept: Credentials,
    under_way: Option<Search>,
}

impl Renewed {
    /// The first credentials, and how to look for the next.
    pub(super) fn new(first: Credentials, clock: Arc<dyn Clock>, look: Look) -> Self {
        let state = Mutex::new(State { kept: first, under_way: None });
        Self(Arc::new(Renewal { look, clock, state }))
    }

    async fn credentials(&self) -> Outcome {
        let search = match self.0.kept_or_search() {
            Ok(kept) => return Ok(kept),
            Err(search) => search,
        };
        search.await
    }
}

impl Renewal {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is still good, else the one search.
    fn kept_or_search(self: &Arc<Self>) -> Result<Credentials, Search> {
        let mut state = self.state();
        if is_fresh(&state.kept, SystemTime::from(self.clock.now())) {
            return Ok(state.kept.clone());
        }
        Err(state.under_way.get_or_insert_with(|| search(Arc::clone(self))).clone())
    }

    fn end(&self, outcome: &Outcome) {
        let mut state = self.state();
        state.under_way = None;
        if let Ok(found) = outcome {
            state.kept = found.clone();
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "it outlives the call that began it, and its end is heard in the state")]
fn search(renewal: Arc<Renewal>) -> Search {
    let task = tokio::spawn(async move {
        let looked = tokio::spawn((renewal.look)()).await;
        let outcome = looked.unwrap_or_else(|_| Err(no_session().into()));
        renewal.end(&outcome);
        outcome
    });
    let ended = async move { task.await.unwrap_or_else(|_| Err(no_session().into())) };
    ended.boxed().shared()
}

impl fmt::Debug for Renewed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Renewed")
    }
}

impl ProvideCredentials for Renewed {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        let found = self.credentials();
        future::ProvideCredentials::new(async { found.await.map_err(CredentialsError::provider_error) })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use tokio::sync::Semaphore;

    use super::*;
    use crate::adapters::clock::SystemClock;

    fn credentials(id: &str, lasting: u64) -> Credentials {
        let now = SystemTime::from(SystemClock.now());
        Credentials::new(id, "s", None, Some(now + Duration::from_secs(lasting)), "test")
    }

    fn id(outcome: Outcome) -> Option<String> {
        outcome.ok().map(|found| found.access_key_id().to_owned())
    }

    /// Credentials that have ended, and a search that ends as often as the semaphore lets it, the first time in vain.
    fn ended() -> (Renewed, Arc<Semaphore>, Arc<AtomicUsize>) {
        let (gate, count) = (Arc::new(Semaphore::new(0)), Arc::new(AtomicUsize::new(0)));
        let (of_look, counted) = (Arc::clone(&gate), Arc::clone(&count));
        let look = move || {
            let gate = Arc::clone(&of_look);
            let number = counted.fetch_add(1, Ordering::SeqCst);
            let found = async move {
                gate.acquire().await.unwrap().forget();
                if number == 0 { Err(no_session().into()) } else { Ok(credentials("new", 3_600)) }
            };
            found.boxed()
        };
        (Renewed::new(credentials("old", 0), Arc::new(SystemClock), Box::new(look)), gate, count)
    }

    #[tokio::test]
    async fn a_search_outlives_who_waits_for_it_and_is_not_begun_twice() {
        let (renewed, gate, count) = ended();
        for _ in 0..3 {
            // As a call whose time is up.
            assert!(renewed.credentials().now_or_never().is_none());
        }
        gate.add_permits(1);
        assert_eq!(id(renewed.credentials().await), None, "the first search found nothing");
        let (one, other) = (renewed.credentials(), renewed.credentials());
        gate.add_permits(1);
        let (one, other) = tokio::join!(one, other);
        assert_eq!((id(one).as_deref(), id(other).as_deref()), (Some("new"), Some("new")));
        assert_eq!(id(renewed.credentials().await).as_deref(), Some("new"), "it is kept");
        assert_eq!(count.load(Ordering::SeqCst), 2);
    }
}
