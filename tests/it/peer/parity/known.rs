//! The differences that stay, each with its reason.

use super::difference::Known;

pub(super) const KNOWN: &[Known] = &[];
