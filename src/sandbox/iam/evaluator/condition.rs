//! The conditions of a statement.

use serde_json::Value;

use super::operator::Operator;
use super::pattern::Pattern;
use super::statement::texts;

/// How the values of a key with many are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quantifier {
    /// Without a word: meant for keys of one value, and with more of them as `ForAnyValue:`.
    One,
    /// `ForAllValues:`.
    All,
    /// `ForAnyValue:`.
    Any,
}

/// One key with what it is compared to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Condition {
    /// The condition key, as the document spells it.
    pub(super) key: String,
    operator: Operator,
    quantifier: Quantifier,
    /// Whether the operator ends in `IfExists`.
    holds_without: bool,
    values: Vec<String>,
}

/// Reads the `Condition` of a statement.
///
/// # Errors
/// What is wrong with it.
pub(super) fn read(block: &Value) -> Result<Vec<Condition>, String> {
    let operators = match block {
        Value::Null => return Ok(Vec::new()),
        Value::Object(operators) => operators,
        _ => return Err("a Condition is not a map".to_owned()),
    };
    let mut conditions = Vec::new();
    for (name, keys) in operators {
        let (quantifier, base) = match name.split_once(':') {
            Some(("ForAllValues", base)) => (Quantifier::All, base),
            Some(("ForAnyValue", base)) => (Quantifier::Any, base),
            Some(_) => return Err(format!("{name} is no condition operator")),
            None => (Quantifier::One, name.as_str()),
        };
        let plain = base.strip_suffix("IfExists");
        let operator = Operator::from_word(plain.unwrap_or(base));
        let operator = operator.ok_or_else(|| format!("{name} is no condition operator"))?;
        let keys = keys.as_object().ok_or_else(|| format!("{name} has no keys"))?;
        for (key, values) in keys {
            let values = texts(values)?;
            let holds_without = plain.is_some();
            conditions.push(Condition { key: key.clone(), operator, quantifier, holds_without, values });
        }
    }
    Ok(conditions)
}

impl Condition {
    /// Tells whether it holds for the key's values, `None` when it has none.
    pub(super) fn holds(&self, found: Option<&[String]>, pattern: impl Fn(&str) -> Option<Pattern>) -> bool {
        if self.operator == Operator::Null {
            let wants_absence = self.values.iter().any(|value| value.eq_ignore_ascii_case("true"));
            return wants_absence == found.is_none();
        }
        let Some(found) = found else {
            return self.holds_without
                || match self.quantifier {
                    Quantifier::One => self.operator.is_negated(),
                    Quantifier::All => true,
                    Quantifier::Any => false,
                };
        };
        let patterns: Vec<Pattern> = self.values.iter().filter_map(|value| pattern(value)).collect();
        let is_one_of = |value: &String| patterns.iter().any(|pattern| self.operator.compare(value, pattern));
        let satisfies = |value: &String| is_one_of(value) != self.operator.is_negated();
        match self.quantifier {
            Quantifier::All => found.iter().all(satisfies),
            Quantifier::One | Quantifier::Any => found.iter().any(satisfies),
        }
    }
}
