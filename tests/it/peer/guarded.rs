//! A child process that cannot outlive the test process, however that ends.

use std::ffi::OsStr;
use std::fs::File;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Starts the program in `$@` and kills it when standard input ends, or ends with it.
///
/// Only this process holds the other end of that pipe, and the system closes it even when the process is killed.
const GUARD: &str = r#"
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
{ cat <&3 >/dev/null; kill -s KILL "$server" 2>/dev/null; [ -z "$REMOVE" ] || rm -rf "$REMOVE"; } &
exec 3<&-
wait "$server"
"#;

/// A guarded process. Dropping it kills the process and waits for its end.
pub(crate) struct Guarded(Child);

impl Guarded {
    /// Starts a program whose output goes to the file `log`. `remove` is a folder that must not be left behind either.
    pub(crate) fn start<S: AsRef<OsStr>>(
        program: &Path,
        args: impl IntoIterator<Item = S>,
        log: &Path,
        remove: &Path,
    ) -> Self {
        let out = File::create(log).unwrap();
        let mut command = Command::new("/bin/sh");
        command.args(["-c", GUARD, "guard"]).arg(program).args(args).env("REMOVE", remove);
        command.stdin(Stdio::piped()).stdout(out.try_clone().unwrap()).stderr(out);
        // A group of its own: Ctrl-C in a terminal goes to the test, and the guard then sees its pipe closed.
        Self(command.process_group(0).spawn().unwrap())
    }

    /// Whether the program has ended by itself.
    pub(crate) fn has_ended(&mut self) -> bool {
        self.0.try_wait().unwrap().is_some()
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        // A wait that fails has nobody to wait for.
        let _ = self.0.wait();
    }
}
