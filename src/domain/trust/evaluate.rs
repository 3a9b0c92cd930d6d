//! What a trust policy says to one request, in three values: yes, no, and what cannot be told from here.

use serde_json::Value;

use super::pattern::{matches, matches_arn};
use super::{SOURCE_ACCOUNT, SOURCE_ARN, TrustPolicy};

/// The version of the policy language that knows variables.
pub(super) const WITH_VARIABLES: &str = "2012-10-17";

/// A truth value of three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Truth {
    Yes,
    No,
    /// It depends on something that nobody outside AWS can know.
    Unsure,
}

impl Truth {
    pub(super) fn of(is_so: bool) -> Self {
        if is_so { Self::Yes } else { Self::No }
    }

    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, Self::Yes) => Self::Yes,
            _ => Self::Unsure,
        }
    }

    pub(super) fn or(self, other: Self) -> Self {
        self.not().and(other.not()).not()
    }

    pub(super) fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            Self::Unsure => Self::Unsure,
        }
    }

    fn all(each: impl IntoIterator<Item = Self>) -> Self {
        each.into_iter().fold(Self::Yes, Self::and)
    }

    pub(super) fn any(each: impl IntoIterator<Item = Self>) -> Self {
        each.into_iter().fold(Self::No, Self::or)
    }
}

/// A service that wants to assume the role.
#[derive(Clone, Copy, Debug)]
pub(super) struct Request<'a> {
    pub(super) service: &'a str,
    pub(super) action: &'a str,
    /// The resource for whose sake it acts.
    pub(super) source_arn: &'a str,
    /// That resource's account. Whether the service sends it is not known.
    pub(super) account: &'a str,
}

/// A statement with what is needed to read it.
#[derive(Clone, Copy)]
pub(super) struct Statement<'p> {
    value: &'p Value,
    has_variables: bool,
}

/// One line of a condition: operator, key and what it is compared with.
#[derive(Clone, Debug)]
pub(super) struct Line<'p> {
    pub(super) operator: &'p str,
    pub(super) key: &'p str,
    /// As the policy has them; none where they are no texts.
    pub(super) values: Option<Vec<String>>,
}

impl TrustPolicy {
    /// Its statements, ready to be asked.
    pub(super) fn rules(&self) -> Vec<Statement<'_>> {
        let has_variables = self.has_variables();
        self.statements().into_iter().map(|value| Statement { value, has_variables }).collect()
    }

    /// Every text that a condition compares a key with, of statements of either effect.
    pub(super) fn compared(&self, key: &str) -> Vec<String> {
        let lines = self.rules().into_iter().flat_map(|rule| rule.lines().unwrap_or_default());
        lines.filter(|line| line.key.eq_ignore_ascii_case(key)).filter_map(|line| line.values).flatten().collect()
    }

    /// Whether it lets the request in.
    pub(super) fn allows(&self, request: Request<'_>) -> Truth {
        let rules = self.rules();
        let of = |effect: &'static str| {
            Truth::any(rules.iter().filter(|rule| rule.has_effect(effect)).map(|rule| rule.speaks_of(request)))
        };
        of("Allow").and(of("Deny").not())
    }
}

impl<'p> Statement<'p> {
    pub(super) fn has_effect(self, effect: &str) -> bool {
        self.value["Effect"] == effect
    }

    /// Whether it is about the request and all its conditions hold.
    pub(super) fn speaks_of(self, request: Request<'_>) -> Truth {
        let conditions =
            self.lines().map_or(Truth::Unsure, |lines| Truth::all(lines.iter().map(|line| self.holds(line, request))));
        self.is_for(request.service).and(self.has_action(request.action)).and(conditions)
    }

    /// Whether it is for a service.
    pub(super) fn is_for(self, service: &str) -> Truth {
        match (&self.value["Principal"], &self.value["NotPrincipal"]) {
            (Value::Null, Value::Null) => Truth::No,
            (Value::Null, others) => among(others, service).not(),
            (listed, _) => among(listed, service),
        }
    }

    /// Whether it names a service, and not just everybody.
    pub(super) fn names(self, service: &str) -> bool {
        texts(&self.value["Principal"]["Service"]).is_some_and(|all| all.iter().any(|listed| listed == service))
    }

    /// Whether it is about an action; their names are compared without case.
    pub(super) fn has_action(self, action: &str) -> Truth {
        let is_one = |listed: &Value| match texts(listed) {
            Some(all) => {
                let action = action.to_ascii_lowercase();
                Truth::of(all.iter().any(|pattern| matches(&pattern.to_ascii_lowercase(), &action)))
            }
            None => Truth::Unsure,
        };
        match (&self.value["Action"], &self.value["NotAction"]) {
            (Value::Null, Value::Null) => Truth::No,
            (Value::Null, others) => is_one(others).not(),
            (listed, _) => is_one(listed),
        }
    }

    /// Its actions as they are written; those that it leaves out with a `!` before them.
    pub(super) fn actions(self) -> Vec<String> {
        let left_out = texts(&self.value["NotAction"]).unwrap_or_default();
        let left_out = left_out.into_iter().map(|action| format!("!{action}"));
        texts(&self.value["Action"]).unwrap_or_default().into_iter().chain(left_out).collect()
    }

    /// The lines of its condition; none where it has a shape that IAM's language does not know.
    pub(super) fn lines(self) -> Option<Vec<Line<'p>>> {
        let block = match self.value.get("Condition") {
            None => return Some(Vec::new()),
            Some(block) => block.as_object()?,
        };
        let mut lines = Vec::new();
        for (operator, keys) in block {
            for (key, values) in keys.as_object()? {
                lines.push(Line { operator, key, values: texts(values) });
            }
        }
        Some(lines)
    }

    /// Whether a line of its condition holds for the request.
    pub(super) fn holds(self, line: &Line<'_>, request: Request<'_>) -> Truth {
        let Some(values) = &line.values else { return Truth::Unsure };
        if line.key.eq_ignore_ascii_case(SOURCE_ARN) {
            return self.compare(line.operator, values, Some(request.source_arn));
        }
        if line.key.eq_ignore_ascii_case(SOURCE_ACCOUNT) {
            let sent = self.compare(line.operator, values, Some(request.account));
            let not_sent = self.compare(line.operator, values, None);
            return if sent == not_sent { sent } else { Truth::Unsure };
        }
        Truth::Unsure
    }

    /// Compares a key that has one value or none (IAM, *Condition operators*).
    fn compare(self, operator: &str, values: &[String], found: Option<&str>) -> Truth {
        let (quantifier, base) = operator.split_once(':').map_or((None, operator), |(word, base)| (Some(word), base));
        if !matches!(quantifier, None | Some("ForAllValues" | "ForAnyValue")) {
            return Truth::Unsure;
        }
        if base == "Null" {
            let wants_absence = values.iter().any(|value| value.eq_ignore_ascii_case("true"));
            return Truth::of(wants_absence == found.is_none());
        }
        let (base, if_exists) = base.strip_suffix("IfExists").map_or((base, false), |base| (base, true));
        let Some((is_negated, test)) = comparison(base) else { return Truth::Unsure };
        let Some(text) = found else {
            return Truth::of(if_exists || quantifier == Some("ForAllValues") || (is_negated && quantifier.is_none()));
        };
        let is_variable = |value: &String| value.contains("${");
        if self.has_variables && values.iter().any(is_variable) {
            // What stands for a variable is known inside AWS alone, and one without a value may void the statement.
            let could = |value: &String| match is_variable(value) {
                true => matches(&opened(value), text),
                false => test(value, text),
            };
            let could = is_negated || values.iter().any(could);
            return if could { Truth::Unsure } else { Truth::No };
        }
        Truth::of(values.iter().any(|pattern| test(pattern, text)) != is_negated)
    }
}

/// A value with a wildcard for each variable: what it could be at most, under an operator with wildcards.
fn opened(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    while let Some((before, inside)) = rest.split_once("${") {
        out.push_str(before);
        out.push('*');
        rest = inside.split_once('}').map_or("", |(_, after)| after);
    }
    out + rest
}

/// Whether a text is of a value of the policy.
type Test = fn(&str, &str) -> bool;

/// How an operator compares one value of the policy with the request's, and whether it is turned round.
fn comparison(operator: &str) -> Option<(bool, Test)> {
    Some(match operator {
        "StringEquals" => (false, |pattern, text| pattern == text),
        "StringNotEquals" => (true, |pattern, text| pattern == text),
        "StringEqualsIgnoreCase" => (false, |pattern, text| pattern.eq_ignore_ascii_case(text)),
        "StringNotEqualsIgnoreCase" => (true, |pattern, text| pattern.eq_ignore_ascii_case(text)),
        "StringLike" => (false, matches),
        "StringNotLike" => (true, matches),
        "ArnLike" | "ArnEquals" => (false, matches_arn),
        "ArnNotLike" | "ArnNotEquals" => (true, matches_arn),
        _ => return None,
    })
}

/// Whether a service is among the principals.
fn among(principals: &Value, service: &str) -> Truth {
    match principals {
        Value::String(all) => Truth::of(all == "*"),
        Value::Object(kinds) => Truth::any(kinds.iter().map(|(kind, listed)| match (kind.as_str(), texts(listed)) {
            ("Service", Some(services)) => Truth::of(services.iter().any(|listed| listed == service)),
            // AWS says that this means everybody; whether that takes in services, it does not say.
            ("AWS", Some(all)) if all.iter().any(|listed| listed == "*") => Truth::Unsure,
            ("AWS" | "Federated" | "CanonicalUser", Some(_)) => Truth::No,
            _ => Truth::Unsure,
        })),
        _ => Truth::Unsure,
    }
}

/// One text or a list of them; IAM takes both everywhere.
pub(super) fn texts(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::String(one) => Some(vec![one.clone()]),
        Value::Bool(one) => Some(vec![one.to_string()]),
        Value::Array(all) => all.iter().map(|item| item.as_str().map(str::to_owned)).collect(),
        _ => None,
    }
}
