//! The one test binary.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod adapters;
mod apply;
mod architecture;
mod bad_input;
mod bench;
mod catalogue;
mod clean;
mod cli;
mod faults;
mod kube_way;
mod observe;
mod parity;
mod peer;
mod preview;
mod pty;
mod rig;
mod runtime;
mod screens;
mod security;
mod source;
mod support;
mod svg;
mod world_schema;
