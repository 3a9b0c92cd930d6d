//! Signals as flags that the front ends look at between two waits.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use crate::error::ExitCode;

/// Which signal came, if any.
#[derive(Clone, Debug)]
pub(crate) struct Signals {
    received: Arc<AtomicUsize>,
    last: Arc<AtomicUsize>,
}

impl Signals {
    /// Takes SIGINT, SIGTERM and SIGHUP from now on.
    pub(super) fn watch() -> std::io::Result<Self> {
        let received = Arc::new(AtomicUsize::new(0));
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            let number = usize::try_from(signal).unwrap_or_default();
            signal_hook::flag::register_usize(signal, received.clone(), number)?;
        }
        Ok(Self { received, last: Arc::default() })
    }

    /// The signal that came since this was last asked, as the way to end because of it where nothing was written.
    pub(crate) fn take(&self) -> Option<ExitCode> {
        let number = self.received.swap(0, Ordering::SeqCst);
        if number != 0 {
            self.last.store(number, Ordering::SeqCst);
        }
        code(number)
    }

    /// The last signal that was taken, in the same way.
    pub(crate) fn last(&self) -> Option<ExitCode> {
        code(self.last.load(Ordering::SeqCst))
    }

    /// From now on a signal ends the process at once, with this code: what is left is to wait for calls under way.
    pub(crate) fn end_with(&self, code: ExitCode) -> std::io::Result<()> {
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            let always = Arc::new(AtomicBool::new(true));
            signal_hook::flag::register_conditional_shutdown(signal, i32::from(code as u8), always)?;
        }
        Ok(())
    }
}

fn code(number: usize) -> Option<ExitCode> {
    (number != 0).then(|| ExitCode::of_signal(i32::try_from(number).unwrap_or(SIGINT)))
}
