//! Calls in the namespaces of a run, side by side: each begins, may be held, and ends.

use emr_onramp::domain::NamespaceName;
use emr_onramp::ports::PortResult;

use super::fake::{Event, Fake, World};

/// How often everything else may go on before a call that is held counts as held for ever.
const TURNS: usize = 10_000;

/// The beginning or the end of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    /// It is asked for.
    Begins(Event),
    /// It is over.
    Ends(Event),
    /// It is a record, and it could not be kept.
    IsLost,
}

/// A moment, and the namespace that it belongs to; none where it serves all.
pub(crate) type Happening = (Option<NamespaceName>, Moment);

/// A call in one namespace that waits until one in another namespace began.
#[derive(Clone, Copy)]
pub(super) struct Hold {
    call: &'static str,
    namespace: &'static str,
    until: (&'static str, &'static str),
}

impl Fake {
    /// Holds a call in one namespace until one in another began. A run that never makes the other one panics.
    pub(crate) fn hold(&self, call: &'static str, namespace: &'static str, until: (&'static str, &'static str)) {
        self.world().holds.push(Hold { call, namespace, until });
    }

    pub(super) fn note(&self, namespace: Option<&NamespaceName>, moment: Moment) {
        self.world().happenings.push((namespace.cloned(), moment));
    }

    /// A call in a namespace. Other namespaces get their turn between its beginning and its end.
    pub(super) async fn in_namespace<T: Send>(
        &self,
        event: Event,
        namespace: &NamespaceName,
        answer: impl FnOnce(&mut World) -> PortResult<T> + Send,
    ) -> PortResult<T> {
        self.note(Some(namespace), Moment::Begins(event.clone()));
        tokio::task::yield_now().await;
        self.held(event.call(), namespace).await;
        let answer = self.call_in(Some(namespace), event.clone(), event.call(), answer).await;
        self.note(Some(namespace), Moment::Ends(event));
        answer
    }

    async fn held(&self, call: &str, namespace: &NamespaceName) {
        let is_mine = |hold: &&Hold| hold.call == call && hold.namespace == namespace.as_str();
        let holds: Vec<Hold> = self.world().holds.iter().filter(is_mine).copied().collect();
        for hold in holds {
            let (call, other) = hold.until;
            let is_it = |(of, moment): &Happening| {
                let began = matches!(moment, Moment::Begins(event) if event.call() == call);
                began && of.as_ref().is_some_and(|of| of.as_str() == other)
            };
            let mut turns = 0;
            while !self.world().happenings.iter().any(is_it) {
                turns += 1;
                assert!(turns < TURNS, "{call} in {other} never began while {} in {namespace} waited", hold.call);
                tokio::task::yield_now().await;
            }
        }
    }
}

/// How many writing calls of a name were under way at once, at most.
pub(crate) fn most_at_once(happenings: &[Happening], call: &str) -> usize {
    let (mut now, mut most) = (0_usize, 0);
    for (_, moment) in happenings {
        match moment {
            Moment::Begins(Event::Write(name, _)) if *name == call => now += 1,
            Moment::Ends(Event::Write(name, _)) if *name == call => now -= 1,
            _ => {}
        }
        most = most.max(now);
    }
    most
}
