//! Signals as flags that the front ends look at between two waits.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use crate::error::ExitCode;

/// Which signal came, if any.
#[derive(Clone, Debug)]
pub(crate) struct Signals {
    received: Arc<AtomicUsize>,
}

impl Signals {
    /// Takes SIGINT, SIGTERM and SIGHUP from now on.
    pub(super) fn watch() -> std::io::Result<Self> {
        let received = Arc::new(AtomicUsize::new(0));
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            let number = usize::try_from(signal).unwrap_or_default();
            signal_hook::flag::register_usize(signal, received.clone(), number)?;
        }
        Ok(Self { received })
    }

    /// How the program ends because of it, where nothing was written.
    pub(crate) fn received(&self) -> Option<ExitCode> {
        match self.received.load(Ordering::SeqCst) {
            0 => None,
            number => Some(ExitCode::of_signal(i32::try_from(number).unwrap_or(SIGINT))),
        }
    }
}
