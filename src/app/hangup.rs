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
use signal_hook::low_level::{self, emulate_default_handler};

use crate::error::ExitCode;
use crate::headless::run_code;
use crate::runtime::{Ending, LAST_CALL};

/// How long the front end has to leave by itself once its terminal is gone.
const GRACE: Duration = Duration::from_secs(2);

/// Ends the process as SIGHUP does, some time after standard input hung up and a run came to its end.
///
/// # Errors
/// When the system gives no thread.
pub(super) fn watch_terminal(ending: Ending) -> io::Result<()> {
    Builder::new().name("hangup".to_owned()).spawn(move || {
        if wait_for_hangup() {
            if ending.is_under_way() {
                ending.hurry();
                ending.wait(LAST_CALL);
            }
            park_timeout(GRACE);
            leave(&ending);
        }
    })?;
    Ok(())
}

/// Ends the process; the code says what is left behind, as ever.
fn leave(ending: &Ending) {
    let code = ending.run().map_or(ExitCode::HungUp, |run| run_code(&run, Some(ExitCode::HungUp)));
    if code == ExitCode::HungUp {
        // If even this fails there is nothing left to try.
        let _ = emulate_default_handler(SIGHUP);
    }
    low_level::exit(i32::from(code as u8))
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
