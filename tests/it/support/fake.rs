//! A little world behind every port, with faults by script: which call, the how-manieth, and what happens.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use emr_onramp::domain::{NamespaceName, OutsideText, PortError, PortErrorKind, SessionLabel};
use emr_onramp::ports::PortResult;
use tokio::sync::Notify;

use super::fake_lane::Moment;
pub(crate) use super::fake_world::{OtherUpdate, World};

/// The nodes' entry, which nothing may touch.
pub(crate) const NODES: &str = "\
# Kept by the platform team.
- rolearn: arn:aws:iam::111122223333:role/dev-node-role
  username: system:node:{{EC2PrivateDNSName}}
  groups:
    - system:bootstrappers
    - system:nodes
";
/// The role of the nodes in it.
pub(crate) const NODE_ROLE: &str = "arn:aws:iam::111122223333:role/dev-node-role";
/// The key of aws-auth that holds roles.
pub(crate) const MAP_ROLES: &str = "mapRoles";
pub(super) const CALLER: &str = "arn:aws:sts::111122223333:assumed-role/PlatformAdmin/you";

/// What happens to a call.
#[derive(Clone)]
pub(crate) enum Effect {
    /// It fails before it takes effect.
    Fail(PortErrorKind, &'static str),
    /// It takes effect, and the answer gets lost.
    Lost,
    /// It takes effect, and the answer makes no sense.
    Garbled,
    /// Takes effect on aws-auth otherwise than it was sent, as an admission webhook makes it: nothing but this is left.
    Rewrite(&'static str),
    /// Somebody else is quicker.
    Before(Arc<dyn Fn(&mut World) + Send + Sync>),
    /// Somebody else comes right after it.
    After(Arc<dyn Fn(&mut World) + Send + Sync>),
    /// It tells of everything but the newest virtual cluster.
    Unlisted,
    /// The process ends in the middle of it.
    Die(Death, Instant),
}

/// How a process ends in the middle of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Death {
    /// Nothing of it goes on.
    Killed,
    /// It unwinds.
    Panic,
}

/// On which side of a call's taking effect something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Instant {
    /// It did not take effect.
    Before,
    /// It did, and the answer reaches nobody.
    After,
}

/// A call's effect, from the first to the last of its calls that it holds for, counted from 1.
pub(super) struct Fault {
    pub(super) call: &'static str,
    /// Only in this namespace; none in any.
    pub(super) namespace: Option<&'static str>,
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) effect: Effect,
    /// The row of the fault matrix that it belongs to; 0 where nobody counts.
    pub(super) row: u8,
}

/// The call that stands for all calls.
pub(crate) const ANY: &str = "any call";
/// The call that stands for all calls of AWS: the Kubernetes API and the records are not among them.
pub(crate) const ANY_OF_AWS: &str = "any call of AWS";

/// Something that happened, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// A record was kept.
    Record(&'static str),
    /// A call that only reads.
    Read(&'static str),
    /// A call that writes, and its idempotency token.
    Write(&'static str, Option<String>),
    /// Nothing but time.
    Wait,
}

impl Event {
    /// The call's name, or the record's.
    pub(super) fn call(&self) -> &'static str {
        match self {
            Self::Record(name) | Self::Read(name) | Self::Write(name, _) => name,
            Self::Wait => "wait",
        }
    }
}

/// What somebody does to the world behind the run's back.
pub(crate) type Deed = fn(&mut World);

/// The world as every port sees it.
#[derive(Clone)]
pub(crate) struct Fake {
    world: Arc<Mutex<World>>,
    /// Rings when the process has died by script.
    bell: Arc<Notify>,
    pub(super) label: SessionLabel,
}

impl Fake {
    pub(crate) fn new(world: World) -> Self {
        let label = SessionLabel {
            sandbox_state: None,
            sandbox: None,
            credentials: line("fake"),
            endpoint_override: None,
            assumptions: vec![line("entry-username")],
        };
        Self { world: Arc::new(Mutex::new(world)), bell: Arc::default(), label }
    }

    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Everything that happened, and how long was waited in all.
    pub(super) fn told(&self) -> (Vec<Event>, Duration) {
        let world = self.world();
        (world.story.clone(), world.waits.iter().sum())
    }

    /// Makes the `nth` of a call's calls, counted from 1, go another way.
    pub(crate) fn at(&self, nth: u32, call: &'static str, effect: Effect) {
        self.world().faults.push(Fault { call, namespace: None, first: nth, last: nth, effect, row: 0 });
    }

    /// The same for that one and all after it.
    pub(crate) fn from(&self, nth: u32, call: &'static str, effect: Effect) {
        self.world().faults.push(Fault { call, namespace: None, first: nth, last: u32::MAX, effect, row: 0 });
    }

    /// Makes all calls of a name in one namespace go another way.
    pub(crate) fn always_in(&self, namespace: &'static str, call: &'static str, effect: Effect) {
        let fault = Fault { call, namespace: Some(namespace), first: 1, last: u32::MAX, effect, row: 0 };
        self.world().faults.push(fault);
    }

    /// The same for the first so many.
    pub(crate) fn first(&self, count: u32, call: &'static str, effect: Effect) {
        self.world().faults.push(Fault { call, namespace: None, first: 1, last: count, effect, row: 0 });
    }

    /// The same for all.
    pub(crate) fn always(&self, call: &'static str, effect: Effect) {
        self.first(u32::MAX, call, effect);
    }

    /// Everything is as before, but calls and faults are forgotten.
    pub(crate) fn forget(&self) {
        let mut world = self.world();
        world.faults.clear();
        world.counts.clear();
        world.story.clear();
        world.happenings.clear();
        world.waits.clear();
        world.death = None;
        world.rewrite = None;
    }

    pub(super) async fn read<T>(
        &self,
        call: &'static str,
        answer: impl FnOnce(&mut World) -> PortResult<T>,
    ) -> PortResult<T> {
        self.call(Event::Read(call), call, answer).await
    }

    pub(super) async fn write<T>(
        &self,
        call: &'static str,
        token: Option<&str>,
        answer: impl FnOnce(&mut World) -> PortResult<T>,
    ) -> PortResult<T> {
        let event = Event::Write(call, token.map(str::to_owned));
        self.note(None, Moment::Begins(event.clone()));
        let answer = self.call(event.clone(), call, answer).await;
        self.note(None, Moment::Ends(event));
        answer
    }

    pub(crate) async fn call<T>(
        &self,
        event: Event,
        call: &'static str,
        answer: impl FnOnce(&mut World) -> PortResult<T>,
    ) -> PortResult<T> {
        self.call_in(None, event, call, answer).await
    }

    /// A call, in the namespace that it is about.
    pub(crate) async fn call_in<T>(
        &self,
        namespace: Option<&NamespaceName>,
        event: Event,
        call: &'static str,
        answer: impl FnOnce(&mut World) -> PortResult<T>,
    ) -> PortResult<T> {
        self.alive().await;
        if self.world().takes_turns {
            tokio::task::yield_now().await;
        }
        let answer = self.act(namespace, event, call, answer);
        self.alive().await;
        answer
    }

    fn act<T>(
        &self,
        namespace: Option<&NamespaceName>,
        event: Event,
        call: &'static str,
        answer: impl FnOnce(&mut World) -> PortResult<T>,
    ) -> PortResult<T> {
        let world = &mut *self.world();
        if event != Event::Wait {
            world.story.push(event.clone());
        }
        let count = world.counts.entry(call).or_default();
        *count += 1;
        let count = *count;
        let effects = world.due(namespace, &event, count);
        for effect in &effects {
            match effect {
                Effect::Fail(kind, text) => return Err(error(*kind, call, text)),
                Effect::Before(change) => world.by_others(call, |world| change(world)),
                Effect::Rewrite(text) => world.rewrite = Some(text),
                Effect::Die(death, Instant::Before) => {
                    world.death = Some(*death);
                    return Err(error(PortErrorKind::Unknown, call, "nobody hears of this"));
                }
                _ => {}
            }
        }
        let is_old = effects.iter().any(|effect| matches!(effect, Effect::Unlisted));
        let newest = if is_old { world.virtual_clusters.pop() } else { None };
        let answer = world.by_us(&event, answer);
        world.virtual_clusters.extend(newest);
        for effect in &effects {
            match effect {
                Effect::Lost => return Err(error(PortErrorKind::Unknown, call, "no answer within 15 s")),
                Effect::Garbled => return Err(error(PortErrorKind::Unexpected, call, "the answer is cut")),
                Effect::After(change) => world.by_others(call, |world| change(world)),
                Effect::Die(death, Instant::After) => world.death = Some(*death),
                _ => {}
            }
        }
        answer
    }

    /// Goes on, unless the process has died by script: then nothing of it goes on.
    pub(super) async fn alive(&self) {
        let death = self.world().death;
        match death {
            None => {}
            Some(Death::Panic) => std::panic::resume_unwind(Box::new("a panic by script")),
            Some(Death::Killed) => {
                self.bell.notify_one();
                std::future::pending::<()>().await;
            }
        }
    }

    /// Comes back once the process has died by script.
    pub(crate) async fn died(&self) {
        self.bell.notified().await;
    }

    /// Makes calls of a name go another way, and takes down under which row of the fault matrix.
    pub(crate) fn by_row(&self, row: u8, calls: std::ops::RangeInclusive<u32>, call: &'static str, effect: Effect) {
        let (first, last) = calls.into_inner();
        self.world().faults.push(Fault { call, namespace: None, first, last, effect, row });
    }
}

/// Somebody else's deed just before a call.
pub(crate) fn before(deed: impl Fn(&mut World) + Send + Sync + 'static) -> Effect {
    Effect::Before(Arc::new(deed))
}

/// Somebody else's deed right after a call.
pub(crate) fn after(deed: impl Fn(&mut World) + Send + Sync + 'static) -> Effect {
    Effect::After(Arc::new(deed))
}

pub(crate) fn error(kind: PortErrorKind, operation: &str, message: &str) -> PortError {
    PortError {
        kind,
        service: "fake".to_owned(),
        operation: operation.to_owned(),
        status: None,
        code: None,
        message: OutsideText::message(message),
        request_id: None,
    }
}

pub(crate) fn line(text: &str) -> OutsideText {
    OutsideText::line(text)
}
