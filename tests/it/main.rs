//! The one test binary.

mod catalogue;
