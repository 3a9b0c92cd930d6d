//! A terminal that goes away: the last resort.
//!
//! crossterm 0.29 reads a hung-up terminal in a loop that never ends, and inquire reads through it, so a signal's flag
//! may never be looked at again. What is watched here is the terminal itself.

use std::io;
use std::thread::{Builder, park_timeout};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use signal_hook::consts::SIGHUP;
use signal_hook::low_level::emulate_default_handler;

/// How long the front end has to leave by itself once its terminal is gone.
const GRACE: Duration = Duration::from_secs(2);

/// Ends the process as SIGHUP does, some time after standard input hung up.
///
/// # Errors
/// When the system gives no thread.
pub(super) fn watch_terminal() -> io::Result<()> {
    Builder::new().name("hangup".to_owned()).spawn(|| {
        if wait_for_hangup() {
            park_timeout(GRACE);
            // If even this fails there is nothing left to try.
            let _ = emulate_default_handler(SIGHUP);
        }
    })?;
    Ok(())
}

fn wait_for_hangup() -> bool {
    let stdin = io::stdin();
    let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
    loop {
        // No event is asked for: only the ones that are always told end the wait.
        let mut watched = [PollFd::new(&stdin, PollFlags::empty())];
        match poll(&mut watched, None) {
            Ok(_) if watched[0].revents().intersects(gone) => return true,
            Ok(_) | Err(Errno::INTR) => {}
            Err(_) => return false,
        }
    }
}
