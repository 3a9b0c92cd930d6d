//! The built program without a terminal: exit codes, streams, and what it does to bad input.

mod account;
mod arn;
mod aws_auth_text;
mod bad_input;
mod behind;
mod config;
mod doctor;
mod environment;
mod fargate;
mod fargate_profile;
mod interrupt;
mod kill;
mod kubeconfig;
mod network;
mod output;
mod reach;
mod record;
mod serving;
mod session;
mod several;
mod stopping;
mod undo;
mod world;
mod world_file;

use crate::support::program::{Ended, run};

/// A run of `enable` on the practice cluster.
pub(super) fn enable(flags: &[&str]) -> Ended {
    let mut args = vec!["enable", "--sandbox"];
    args.extend(flags);
    run(&args, &[])
}

/// The answers that are right, so that only one thing is wrong at a time.
pub(super) const GOOD: [&str; 6] = ["--cluster", "dev", "--namespace", "spark", "--method", "automatic"];

/// No step ran, and nothing that could move a terminal's cursor came out.
#[track_caller]
pub(super) fn assert_harmless(ended: &Ended) {
    assert!(!ended.out.contains("step 1 of"), "a step ran\n{}", ended.out);
    assert_no_control(ended);
}

/// Nothing that could move a terminal's cursor came out.
#[track_caller]
pub(super) fn assert_no_control(ended: &Ended) {
    for text in [&ended.out, &ended.err] {
        let bad = text.chars().find(|c| c.is_control() && *c != '\n');
        assert_eq!(bad, None, "a control character came out\n{text:?}");
        assert!(!text.contains(['\u{202e}', '\u{200b}']), "a character without a shape came out\n{text:?}");
    }
    assert!(!ended.err.contains("panicked"), "{}", ended.err);
}
