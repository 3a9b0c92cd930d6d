//! Signals as flags that the front ends look at between two waits.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use crate::error::ExitCode;

/// Which signal came, if any.
#[derive(Clone, Debug)]
pub(crate) struct Signals {
    received: Arc<AtomicUsize>,
    seen: Arc<AtomicBool>,
}

impl Signals {
    /// Takes SIGINT, SIGTERM and SIGHUP from now on.
    pub(super) fn watch() -> std::io::Result<Self> {
        let received = Arc::new(AtomicUsize::new(0));
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            let number = usize::try_from(signal).unwrap_or_default();
            signal_hook::flag::register_usize(signal, received.clone(), number)?;
        }
        Ok(Self { received, seen: Arc::new(AtomicBool::new(false)) })
    }

    /// From the second signal on the process ends at once. Only for front ends that own no screen.
    pub(crate) fn leave_at_the_second(&self) -> std::io::Result<()> {
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            // Registered before the flag below, so that the first signal only sets it and the next one finds it set.
            signal_hook::flag::register_conditional_shutdown(signal, 128 + signal, self.seen.clone())?;
            signal_hook::flag::register(signal, self.seen.clone())?;
        }
        Ok(())
    }

    /// How the program ends because of it, where nothing was written.
    pub(crate) fn received(&self) -> Option<ExitCode> {
        match self.received.load(Ordering::SeqCst) {
            0 => None,
            number => Some(ExitCode::of_signal(i32::try_from(number).unwrap_or(SIGINT))),
        }
    }
}
