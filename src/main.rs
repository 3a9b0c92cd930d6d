//! Entry point: arguments and environment in, exit code out.

use std::process::ExitCode;

use emr_onramp::app::{Environment, clean_panics, run};

fn main() -> ExitCode {
    clean_panics();
    run(std::env::args_os(), &Environment::read()).into()
}
