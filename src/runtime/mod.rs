//! Performs the wizard's effects on a thread of its own and sends messages back. A front end never waits on it.

mod alone;
mod ending;
mod fargate;
mod look;
mod perform;
mod person;
mod role;
mod session;
mod sign_in;
mod throttle;
mod undo;

pub use alone::{Alone, Approved, Ran};
pub use ending::{Demand, Ending, LAST_CALL};
pub use fargate::{RoleLook, look_at_roles};
pub use look::{Look, NoLook, look};
pub use role::{RoleDraft, RoleWork};
pub use session::{SessionKind, Sessions};
pub use undo::{UndoDraft, UndoWork};

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::task::JoinSet;

use ending::UnderWay;

use crate::ports::Clock;
use crate::wizard::{Effect, Msg};

/// The runtime's thread ended, which it does only by a fault of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the runtime's thread ended")]
pub struct Disconnected;

/// A handle on the runtime. Dropping it stops the thread after the calls under way were dropped.
pub struct Runtime {
    effects: Option<UnboundedSender<Effect>>,
    messages: Receiver<Msg>,
    under_way: Arc<UnderWay>,
    thread: Option<JoinHandle<()>>,
}

impl Runtime {
    /// Starts the thread.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(sessions: Arc<dyn Sessions>, clock: Arc<dyn Clock>) -> std::io::Result<Self> {
        let (effects, inbox) = tokio::sync::mpsc::unbounded_channel();
        let (outbox, messages) = std::sync::mpsc::channel();
        let under_way = Arc::new(UnderWay::default());
        let course = under_way.clone();
        let thread = std::thread::Builder::new()
            .name("runtime".to_owned())
            .spawn(move || serve(sessions, clock, inbox, outbox, course))?;
        Ok(Self { effects: Some(effects), messages, under_way, thread: Some(thread) })
    }

    /// A handle on the run under way, if there is one, for whoever has to end it.
    pub fn ending(&self) -> Ending {
        let effects = self.effects.as_ref().expect("it is taken out by the drop alone").downgrade();
        Ending { effects, under_way: self.under_way.clone() }
    }

    /// Hands effects over; they are performed in their own time.
    pub fn send(&self, effects: Vec<Effect>) {
        for effect in effects {
            if let Some(sender) = &self.effects {
                // A thread that ended is noticed when messages are asked for.
                let _ = sender.send(effect);
            }
        }
    }

    /// The next message, if one is here.
    ///
    /// # Errors
    /// [`Disconnected`].
    pub fn poll(&self) -> Result<Option<Msg>, Disconnected> {
        match self.messages.try_recv() {
            Ok(msg) => Ok(Some(msg)),
            Err(TryRecvError::Empty) => Ok(None),
            Err(TryRecvError::Disconnected) => Err(Disconnected),
        }
    }

    /// Waits for the next message, at most so long.
    ///
    /// # Errors
    /// [`Disconnected`].
    pub fn wait(&self, at_most: Duration) -> Result<Option<Msg>, Disconnected> {
        match self.messages.recv_timeout(at_most) {
            Ok(msg) => Ok(Some(msg)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(Disconnected),
        }
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        drop(self.effects.take());
        if let Some(thread) = self.thread.take() {
            // A panic in it was reported where it happened.
            let _ = thread.join();
        }
    }
}

fn serve(
    sessions: Arc<dyn Sessions>,
    clock: Arc<dyn Clock>,
    inbox: UnboundedReceiver<Effect>,
    outbox: Sender<Msg>,
    under_way: Arc<UnderWay>,
) {
    let built = tokio::runtime::Builder::new_current_thread().enable_all().build();
    // Without a runtime the thread ends, and the front end says so.
    let Ok(runtime) = built else { return };
    runtime.block_on(take_effects(perform::Performer::new(sessions, clock, outbox, under_way), inbox));
}

async fn take_effects(mut performer: perform::Performer, mut inbox: UnboundedReceiver<Effect>) {
    let mut tasks = JoinSet::new();
    loop {
        tokio::select! {
            effect = inbox.recv() => match effect {
                Some(effect) => performer.take(effect, &mut tasks),
                None => return,
            },
            Some(ended) = tasks.join_next() => {
                // A task that was replaced by a newer one is no fault; a panic is, and ends the thread.
                if ended.is_err_and(|error| error.is_panic()) {
                    return;
                }
            }
        }
    }
}
