//! The condition operators.

use std::net::IpAddr;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::pattern::Pattern;

/// How a value is compared. A negated operator is its positive one, turned round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    /// The key is absent.
    Null,
    /// A comparison, and whether it is turned round.
    Compare(Comparison, bool),
}

/// A comparison of one value with one of the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    /// The same text, wildcards not seen as such.
    Same,
    /// The same text but for case.
    SameIgnoringCase,
    /// A text of the pattern.
    Like,
    /// An ARN of the pattern, part by part.
    Arn,
    /// `true` or `false`.
    Bool,
    /// An address in a range.
    Address,
    /// A number that stands so to the policy's.
    Number(Order),
    /// A time that stands so to the policy's.
    Date(Order),
}

/// How two values stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// They are the same.
    Equal,
    /// The first is less.
    Less,
    /// The first is less, or they are the same.
    LessOrEqual,
    /// The first is more.
    More,
    /// The first is more, or they are the same.
    MoreOrEqual,
}

impl Order {
    fn holds<T: PartialOrd>(self, left: &T, right: &T) -> bool {
        match self {
            Order::Equal => left == right,
            Order::Less => left < right,
            Order::LessOrEqual => left <= right,
            Order::More => left > right,
            Order::MoreOrEqual => left >= right,
        }
    }
}

/// All operators of the IAM user guide's page on condition operators.
const OPERATORS: [(&str, Operator); 27] = [
    ("StringEquals", Operator::Compare(Comparison::Same, false)),
    ("StringNotEquals", Operator::Compare(Comparison::Same, true)),
    ("StringEqualsIgnoreCase", Operator::Compare(Comparison::SameIgnoringCase, false)),
    ("StringNotEqualsIgnoreCase", Operator::Compare(Comparison::SameIgnoringCase, true)),
    ("StringLike", Operator::Compare(Comparison::Like, false)),
    ("StringNotLike", Operator::Compare(Comparison::Like, true)),
    ("NumericEquals", Operator::Compare(Comparison::Number(Order::Equal), false)),
    ("NumericNotEquals", Operator::Compare(Comparison::Number(Order::Equal), true)),
    ("NumericLessThan", Operator::Compare(Comparison::Number(Order::Less), false)),
    ("NumericLessThanEquals", Operator::Compare(Comparison::Number(Order::LessOrEqual), false)),
    ("NumericGreaterThan", Operator::Compare(Comparison::Number(Order::More), false)),
    ("NumericGreaterThanEquals", Operator::Compare(Comparison::Number(Order::MoreOrEqual), false)),
    ("DateEquals", Operator::Compare(Comparison::Date(Order::Equal), false)),
    ("DateNotEquals", Operator::Compare(Comparison::Date(Order::Equal), true)),
    ("DateLessThan", Operator::Compare(Comparison::Date(Order::Less), false)),
    ("DateLessThanEquals", Operator::Compare(Comparison::Date(Order::LessOrEqual), false)),
    ("DateGreaterThan", Operator::Compare(Comparison::Date(Order::More), false)),
    ("DateGreaterThanEquals", Operator::Compare(Comparison::Date(Order::MoreOrEqual), false)),
    ("Bool", Operator::Compare(Comparison::Bool, false)),
    ("BinaryEquals", Operator::Compare(Comparison::Same, false)),
    ("IpAddress", Operator::Compare(Comparison::Address, false)),
    ("NotIpAddress", Operator::Compare(Comparison::Address, true)),
    // In conditions these two behave alike.
    ("ArnEquals", Operator::Compare(Comparison::Arn, false)),
    ("ArnLike", Operator::Compare(Comparison::Arn, false)),
    ("ArnNotEquals", Operator::Compare(Comparison::Arn, true)),
    ("ArnNotLike", Operator::Compare(Comparison::Arn, true)),
    ("Null", Operator::Null),
];

/// Tells whether a document may name such an operator, with `ForAllValues:`, `ForAnyValue:` and `IfExists` or without.
pub(in crate::sandbox::iam) fn is_operator(name: &str) -> bool {
    let base = name.strip_prefix("ForAllValues:").or_else(|| name.strip_prefix("ForAnyValue:")).unwrap_or(name);
    let plain = base.strip_suffix("IfExists").filter(|plain| *plain != "Null");
    Operator::from_word(plain.unwrap_or(base)).is_some()
}

impl Operator {
    /// Finds an operator by its word.
    pub(super) fn from_word(word: &str) -> Option<Operator> {
        OPERATORS.iter().find(|(name, _)| *name == word).map(|(_, operator)| *operator)
    }

    /// Tells whether it is turned round.
    pub(super) fn is_negated(self) -> bool {
        matches!(self, Operator::Compare(_, true))
    }

    /// Makes its comparison, not turned round. What cannot be read compares with nothing.
    pub(super) fn compare(self, value: &str, wanted: &Pattern) -> bool {
        let Operator::Compare(comparison, _) = self else {
            return false;
        };
        match comparison {
            Comparison::Same => wanted.text() == value,
            Comparison::SameIgnoringCase => wanted.text().to_lowercase() == value.to_lowercase(),
            Comparison::Like => wanted.matches(value),
            Comparison::Arn => wanted.matches_arn(value),
            Comparison::Bool => wanted.text().eq_ignore_ascii_case(value),
            Comparison::Address => is_in_range(value, &wanted.text()),
            Comparison::Number(order) => compare(value, &wanted.text(), order, |text| text.parse::<f64>().ok()),
            Comparison::Date(order) => compare(value, &wanted.text(), order, time),
        }
    }
}

fn compare<T: PartialOrd>(left: &str, right: &str, order: Order, read: impl Fn(&str) -> Option<T>) -> bool {
    read(left).zip(read(right)).is_some_and(|(left, right)| order.holds(&left, &right))
}

/// Reads a time: W3C's profile of ISO 8601, or seconds since 1970.
fn time(text: &str) -> Option<Timestamp> {
    let day = || text.parse::<Date>().ok()?.to_zoned(TimeZone::UTC).ok().map(|day| day.timestamp());
    let epoch = || Timestamp::from_second(text.parse().ok()?).ok();
    text.parse().ok().or_else(epoch).or_else(day)
}

/// Tells whether an address lies in a range such as `203.0.113.0/24`; without a length it is that address alone.
fn is_in_range(address: &str, range: &str) -> bool {
    let (base, length) = range.split_once('/').map_or((range, None), |(base, length)| (base, Some(length)));
    let (Ok(address), Ok(base)) = (address.parse::<IpAddr>(), base.parse::<IpAddr>()) else {
        return false;
    };
    let (address, base, bits) = match (address, base) {
        (IpAddr::V4(address), IpAddr::V4(base)) => (u128::from(address.to_bits()), u128::from(base.to_bits()), 32),
        (IpAddr::V6(address), IpAddr::V6(base)) => (address.to_bits(), base.to_bits(), 128),
        _ => return false,
    };
    let length: u32 = match length.map(str::parse) {
        None => bits,
        Some(Ok(length)) if length <= bits => length,
        Some(_) => return false,
    };
    let free = bits - length;
    free == 128 || address >> free == base >> free
}
