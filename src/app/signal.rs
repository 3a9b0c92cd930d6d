//! Signals as flags that the front ends look at between two waits.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::low_level::{emulate_default_handler, raise};

use crate::error::ExitCode;

/// Those that end the program.
const ENDING: [i32; 4] = [SIGINT, SIGTERM, SIGHUP, SIGQUIT];

/// Which signal came, if any.
#[derive(Clone, Debug)]
pub(crate) struct Signals {
    received: Arc<AtomicUsize>,
    last: Arc<AtomicUsize>,
    /// Whether the process is to be suspended.
    suspended: Arc<AtomicBool>,
    /// Whether somebody continued it.
    continued: Arc<AtomicBool>,
}

impl Signals {
    /// Takes SIGINT, SIGTERM, SIGHUP and SIGQUIT from now on.
    pub(super) fn watch() -> std::io::Result<Self> {
        let received = Arc::new(AtomicUsize::new(0));
        for signal in ENDING {
            let number = usize::try_from(signal).unwrap_or_default();
            signal_hook::flag::register_usize(signal, received.clone(), number)?;
        }
        Ok(Self { received, last: Arc::default(), suspended: Arc::default(), continued: Arc::default() })
    }

    /// Takes SIGTSTP as well, for a front end that has to give the terminal back before it is suspended.
    pub(super) fn watch_suspension(&self) -> std::io::Result<()> {
        signal_hook::flag::register(SIGCONT, self.continued.clone())?;
        signal_hook::flag::register(SIGTSTP, self.suspended.clone()).map(drop)
    }

    /// Whether the process is to be suspended: the next [`Self::take`] does it.
    pub(super) fn is_suspended(&self) -> bool {
        self.suspended.load(Ordering::SeqCst)
    }

    /// The signal that came since this was last asked, as the way to end because of it where nothing was written. Where
    /// the process is to be suspended, it returns once somebody continues it.
    pub(crate) fn take(&self) -> Option<ExitCode> {
        let was_continued = self.continued.swap(false, Ordering::SeqCst);
        // Who was continued before they got to it would not be continued once more.
        if self.suspended.swap(false, Ordering::SeqCst) && !was_continued {
            // If it cannot be suspended, it goes on.
            let _ = emulate_default_handler(SIGTSTP);
        }
        let number = self.received.swap(0, Ordering::SeqCst);
        if number != 0 {
            self.last.store(number, Ordering::SeqCst);
        }
        code(number)
    }

    /// Sends a signal that came already once more, for handlers that were not there yet.
    pub(super) fn repeat(&self) {
        let number = self.received.swap(0, Ordering::SeqCst);
        if let (1.., Ok(signal)) = (number, i32::try_from(number)) {
            // One of ours can be sent to oneself.
            let _ = raise(signal);
        }
    }

    /// The last signal that was taken, in the same way.
    pub(crate) fn last(&self) -> Option<ExitCode> {
        code(self.last.load(Ordering::SeqCst))
    }

    /// From now on a signal ends the process at once, with this code: what is left is to wait for calls under way.
    pub(crate) fn end_with(&self, code: ExitCode) -> std::io::Result<()> {
        for signal in ENDING {
            let always = Arc::new(AtomicBool::new(true));
            signal_hook::flag::register_conditional_shutdown(signal, i32::from(code as u8), always)?;
        }
        Ok(())
    }
}

fn code(number: usize) -> Option<ExitCode> {
    (number != 0).then(|| ExitCode::of_signal(i32::try_from(number).unwrap_or(SIGINT)))
}
