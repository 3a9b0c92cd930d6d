//! The end of the process by `SIGKILL`, as a world may ask for it.
//!
//! A crash cannot be simulated by an error: whatever runs after it, be it a destructor, is more than a crash leaves. So
//! the process that the sandbox is part of is really ended, at a moment that the world names.

use std::future::pending;

use rustix::process::{Signal, getpid, kill_process};

/// Ends this process. Nothing of it runs afterwards.
pub(super) async fn end_process() {
    // Nobody may be denied a signal to themselves.
    let _ = kill_process(getpid(), Signal::KILL);
    pending::<()>().await;
}
