//! The program beside emulators of AWS that we did not write: moto, MiniStack and LocalStack.
//!
//! `README.md` in this folder says which call met which of them and what each cannot show; these tests fail when it
//! does not say what they saw. `EMR_ONRAMP_TEST_MOTO` and `EMR_ONRAMP_TEST_MINISTACK` name the programs to run, without
//! them the first of `PATH` run; `EMR_ONRAMP_TEST_LOCALSTACK` names the Python that has LocalStack.

mod cli;
mod guest;
mod localstack;
mod met;
mod methods;
mod ministack;
mod moto;
mod running;
mod service_roles;
mod sign_in;
mod token;
