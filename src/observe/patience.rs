//! Waiting for a service that says that too much is asked of it.

use std::time::Duration;

use crate::ports::{Clock, PortErrorKind, PortResult};

/// How long to wait before asking again, each time that a client gave up after its own few tries.
const PAUSES: [Duration; 3] = [Duration::from_secs(2), Duration::from_secs(5), Duration::from_secs(10)];

/// Asks, and asks again after ever longer waits while the answer is that too much is asked (429, Throttling). For reads
/// alone: what asks must do no harm when it is asked twice.
///
/// # Errors
/// As the last answer has it.
pub(super) async fn patiently<T, F>(clock: &dyn Clock, ask: impl Fn() -> F + Send) -> PortResult<T>
where
    F: Future<Output = PortResult<T>> + Send,
{
    for pause in PAUSES {
        match ask().await {
            Err(error) if error.kind == PortErrorKind::Throttled => clock.wait(pause).await,
            answer => return answer,
        }
    }
    ask().await
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use async_trait::async_trait;
    use jiff::Timestamp;

    use super::*;
    use crate::domain::{OutsideText, PortError};

    /// A clock that writes down how long it is waited for, and waits for nothing.
    #[derive(Default)]
    struct Waits(Mutex<Vec<u64>>);

    #[async_trait]
    impl Clock for Waits {
        fn now(&self) -> Timestamp {
            Timestamp::UNIX_EPOCH
        }

        async fn wait(&self, how_long: Duration) {
            self.0.lock().unwrap().push(how_long.as_secs());
        }
    }

    fn error(kind: PortErrorKind) -> PortError {
        PortError {
            kind,
            service: "eks".to_owned(),
            operation: "ListClusters".to_owned(),
            status: None,
            code: None,
            message: OutsideText::line(""),
            request_id: None,
        }
    }

    /// What comes of it where the first answers are these and all later ones are good, how often it is asked, and the
    /// waits between.
    async fn asked(first: &[PortErrorKind]) -> (Result<(), PortErrorKind>, usize, Vec<u64>) {
        let (clock, times) = (Waits::default(), Mutex::new(0));
        let answer = patiently(&clock, || async {
            let mut times = times.lock().unwrap();
            *times += 1;
            first.get(*times - 1).map_or(Ok(()), |kind| Err(error(*kind)))
        });
        let answer = answer.await.map_err(|error| error.kind);
        (answer, times.into_inner().unwrap(), clock.0.into_inner().unwrap())
    }

    #[tokio::test]
    async fn only_a_service_that_throttles_is_asked_again_and_not_for_ever() {
        use PortErrorKind::{Denied, Throttled, Unknown};
        assert_eq!(asked(&[]).await, (Ok(()), 1, vec![]));
        assert_eq!(asked(&[Throttled, Throttled]).await, (Ok(()), 3, vec![2, 5]));
        assert_eq!(asked(&[Throttled, Denied]).await, (Err(Denied), 2, vec![2]));
        assert_eq!(asked(&[Unknown]).await, (Err(Unknown), 1, vec![]));
        assert_eq!(asked(&[Throttled; 9]).await, (Err(Throttled), 4, vec![2, 5, 10]));
    }
}
