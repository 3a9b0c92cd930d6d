//! The person, as a run meets them: through the wizard's effects.

use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use tokio::sync::{Mutex, Notify, mpsc, watch};

use crate::apply::Person;
use crate::plan::StepId;
use crate::plan::run::Consent;

/// Words on steps, passed on from the wizard.
pub(super) struct Words {
    said: mpsc::UnboundedSender<(StepId, Consent)>,
    heard: Mutex<mpsc::UnboundedReceiver<(StepId, Consent)>>,
    stop: AtomicBool,
    stopped: Notify,
    hurry: watch::Sender<bool>,
}

impl Words {
    pub(super) fn new() -> Self {
        let (said, heard) = mpsc::unbounded_channel();
        let hurry = watch::Sender::new(false);
        Self { said, heard: Mutex::new(heard), stop: AtomicBool::new(false), stopped: Notify::new(), hurry }
    }

    pub(super) fn say(&self, step: StepId, consent: Consent) {
        // The receiver lives as long as this.
        let _ = self.said.send((step, consent));
    }

    pub(super) fn stop(&self) {
        self.stop.store(true, Ordering::SeqCst);
        self.stopped.notify_one();
    }

    /// They want to stop, and do not wait for the step under way.
    pub(super) fn hurry(&self) {
        self.hurry.send_replace(true);
        self.stop();
    }
}

#[async_trait]
impl Person for Words {
    async fn consent(&self, step: &StepId) -> Consent {
        let mut heard = self.heard.lock().await;
        loop {
            if self.wants_to_stop() {
                return Consent::Stop;
            }
            tokio::select! {
                // A word on another step is an old one.
                Some((about, consent)) = heard.recv() => if about == *step { return consent },
                () = self.stopped.notified() => {}
            }
        }
    }

    fn wants_to_stop(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }

    fn is_in_a_hurry(&self) -> bool {
        *self.hurry.borrow()
    }

    async fn hurries(&self) {
        // It lives as long as this, so it cannot be gone.
        let _ = self.hurry.subscribe().wait_for(|hurries| *hurries).await;
    }
}
