//! Entry point: arguments and environment in, exit code out.

use std::process::ExitCode;

use emr_onramp::app::{Environment, run};

fn main() -> ExitCode {
    run(std::env::args_os(), &Environment::read()).into()
}
