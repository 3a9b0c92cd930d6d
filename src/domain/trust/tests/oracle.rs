//! A little evaluator of its own, two-valued and by another road, that the edits are held against.

use serde_json::Value;

/// Everything that a request carries.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    /// `Service`, `AWS` or `Federated`, and who.
    pub(super) principal: (&'static str, &'static str),
    pub(super) action: &'static str,
    /// Condition keys in lower case with their values.
    pub(super) context: Vec<(&'static str, &'static str)>,
}

impl Asked {
    fn get(&self, key: &str) -> Option<&str> {
        self.context.iter().find(|(known, _)| *known == key.to_lowercase()).map(|(_, value)| *value)
    }
}

/// Whether the policy lets the request in.
pub(super) fn allowed(policy: &Value, asked: &Asked) -> bool {
    speaks(policy, "Allow", asked) && !denied(policy, asked)
}

/// Whether the policy forbids the request.
pub(super) fn denied(policy: &Value, asked: &Asked) -> bool {
    speaks(policy, "Deny", asked)
}

fn speaks(policy: &Value, effect: &str, asked: &Asked) -> bool {
    list(&policy["Statement"]).into_iter().any(|statement| {
        statement["Effect"] == effect
            && is_for(statement, asked.principal)
            && list(&statement["Action"])
                .iter()
                .any(|action| glob(&text(action).to_lowercase(), &asked.action.to_lowercase()))
            && conditions_hold(policy, statement, asked)
    })
}

fn list(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(all) => all.iter().collect(),
        Value::Null => Vec::new(),
        one => vec![one],
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn is_for(statement: &Value, (kind, who): (&str, &str)) -> bool {
    let principal = &statement["Principal"];
    principal == "*" || list(&principal[kind]).into_iter().any(|one| one == who || (kind == "AWS" && one == "*"))
}

fn conditions_hold(policy: &Value, statement: &Value, asked: &Asked) -> bool {
    let Some(block) = statement["Condition"].as_object() else { return true };
    block.iter().all(|(operator, keys)| {
        keys.as_object().unwrap().iter().all(|(key, values)| {
            let values: Option<Vec<String>> =
                list(values).into_iter().map(|value| resolved(policy, &text(value), asked)).collect();
            line_holds(operator, asked.get(key), &values.unwrap_or_default())
        })
    })
}

/// A value with the one variable that is generated put in; none where that has no value.
fn resolved(policy: &Value, value: &str, asked: &Asked) -> Option<String> {
    let name = "${aws:PrincipalOrgID}";
    if policy["Version"] != "2012-10-17" || !value.contains(name) {
        return Some(value.to_owned());
    }
    asked.get("aws:PrincipalOrgID").map(|id| value.replace(name, id))
}

fn line_holds(operator: &str, found: Option<&str>, values: &[String]) -> bool {
    if operator == "Null" {
        return values.iter().any(|value| value == "true") == found.is_none();
    }
    let (base, if_exists) = operator.strip_suffix("IfExists").map_or((operator, false), |base| (base, true));
    let is_negated = base.contains("Not");
    let Some(found) = found else { return if_exists || is_negated };
    let positive = base.replace("Not", "");
    let is_one = values.iter().any(|value| match positive.as_str() {
        "StringEquals" => value == found,
        "StringLike" => glob(value, found),
        "ArnLike" | "ArnEquals" => {
            let (value, found): (Vec<&str>, Vec<&str>) =
                (value.splitn(6, ':').collect(), found.splitn(6, ':').collect());
            value.len() == 6 && found.len() == 6 && value.iter().zip(&found).all(|(value, found)| glob(value, found))
        }
        other => panic!("{other}"),
    });
    is_one != is_negated
}

/// Wildcards by plain recursion.
fn glob(pattern: &str, text: &str) -> bool {
    match pattern.chars().next() {
        None => text.is_empty(),
        Some('*') => {
            let rest = &pattern[1..];
            (0..=text.len()).any(|at| text.is_char_boundary(at) && glob(rest, &text[at..]))
        }
        Some(letter) => text.chars().next().is_some_and(|first| {
            (letter == '?' || letter == first) && glob(&pattern[letter.len_utf8()..], &text[first.len_utf8()..])
        }),
    }
}
