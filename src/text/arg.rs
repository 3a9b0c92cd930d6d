//! What a message can be filled with.

use std::borrow::Cow;

use fluent_bundle::FluentValue;

use crate::domain::name::RoleName;
use crate::domain::{ClusterName, NamespaceName, OutsideText, Region, VirtualClusterName};

/// One argument of a message: words or a count. Text from outside gets here only as [`OutsideText`] or a checked name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg<'a> {
    /// Words, shown as they are.
    Text(Cow<'a, str>),
    /// A count, by which a message may choose its plural form.
    Count(u64),
}

impl Arg<'_> {
    pub(super) fn value(&self) -> FluentValue<'_> {
        match self {
            Self::Text(text) => FluentValue::String(Cow::Borrowed(text)),
            Self::Count(count) => FluentValue::from(*count),
        }
    }
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<u32> for Arg<'_> {
    fn from(count: u32) -> Self {
        Self::Count(count.into())
    }
}

impl From<u64> for Arg<'_> {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl From<usize> for Arg<'_> {
    fn from(count: usize) -> Self {
        Self::Count(count as u64)
    }
}

macro_rules! from_text {
    ($($type:ty),*) => {$(
        impl<'a> From<&'a $type> for Arg<'a> {
            fn from(text: &'a $type) -> Self {
                Self::Text(Cow::Borrowed(text.as_str()))
            }
        }
    )*};
}
from_text!(OutsideText, ClusterName, NamespaceName, VirtualClusterName, Region, RoleName);
