//! The one test binary.

mod catalogue;
mod screens;
mod support;
