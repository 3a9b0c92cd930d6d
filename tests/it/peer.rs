//! The sandbox and the program beside software that we did not write: kube-apiserver, kubectl, the AWS CLI and
//! emulators of AWS.
//!
//! These tests are ignored unless what they need is at hand; their reason says what that is, and `.ci/run` runs them.

mod as_printed;
mod aws_cli;
mod behind;
mod client;
mod crowd;
mod emulator;
mod guarded;
mod kubectl;
mod methods;
mod parity;
mod port;
mod server;
