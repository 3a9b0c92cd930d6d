//! The two edits of a trust policy: one more cluster, and a condition where there is none. Everything that is not theirs
//! stays equal as a JSON value.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::evaluate::texts;
use super::verdict::{covers, exposures, is_open};
use super::{
    ASSUME_ROLE, Exposure, FARGATE_SERVICE, Problem, SOURCE_ARN, TRUST_SIZE, TrustPolicy, TrustVerdict, judge,
};
use crate::domain::ClusterArn;

/// The operators that compare ARNs with wildcards.
const ARN_OPERATORS: [&str; 2] = ["ArnLike", "ArnEquals"];

/// Why a policy is not edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "refusal")]
pub enum Refusal {
    /// Something that no addition can mend, such as a statement that denies: to take it out is its owner's decision.
    NotByAdding {
        /// What stands in the way.
        why: Vec<Problem>,
    },
    /// The policy would be longer than IAM takes.
    TooLong {
        /// Its size in characters, white space not counted.
        size: usize,
        /// The most that IAM takes by default.
        most: usize,
    },
    /// A condition would change nothing: another statement lets everybody in.
    StaysOpen {
        /// Through which statements.
        through: Vec<Exposure>,
    },
    /// Nobody outside the account is let in for certain, by a profile of whatever cluster: there is nothing to harden.
    NotOpen,
}

impl Refusal {
    /// The word for it in catalogue keys.
    pub fn word(&self) -> &'static str {
        match self {
            Self::NotByAdding { .. } => "not-by-adding",
            Self::TooLong { .. } => "too-long",
            Self::StaysOpen { .. } => "stays-open",
            Self::NotOpen => "not-open",
        }
    }
}

/// What an edit comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edited {
    /// It is as wanted.
    Same,
    /// The new policy.
    Policy(TrustPolicy),
    /// It is not to be had by this edit.
    Refused(Refusal),
}

/// The trust policy of a role made anew: AWS's page, with these values of `aws:SourceArn`.
pub fn new_policy(source_arns: &[String]) -> TrustPolicy {
    TrustPolicy::of(vec![own_statement(source_arns)])
}

fn own_statement(source_arns: &[String]) -> Value {
    let source = match source_arns {
        [one] => json!(one),
        several => json!(several),
    };
    json!({
        "Effect": "Allow",
        "Principal": {"Service": FARGATE_SERVICE},
        "Action": ASSUME_ROLE,
        "Condition": {"ArnLike": {SOURCE_ARN: source}},
    })
}

/// Adds the profiles of a cluster, as `source_arn` describes them. Afterwards the policy allows what it allowed before and
/// those; what a statement denies stays denied, and where that concerns them the edit is refused.
pub fn extend(policy: &TrustPolicy, cluster: &ClusterArn, source_arn: &str) -> Edited {
    if covers(policy, cluster) {
        return Edited::Same;
    }
    let mut statements: Vec<Value> = policy.statements().into_iter().cloned().collect();
    let added = statements.iter_mut().find_map(|statement| sources(statement));
    match added {
        Some(values) => add(values, source_arn),
        None => statements.push(own_statement(&[source_arn.to_owned()])),
    }
    let edited = policy.with(statements);
    if covers(&edited, cluster) {
        return fitting(edited);
    }
    let why = match judge(&edited, cluster) {
        TrustVerdict::Broken { why } | TrustVerdict::Undecided { on: why } => still_there(why),
        TrustVerdict::Covered | TrustVerdict::Insecure { .. } => Vec::new(),
    };
    Edited::Refused(Refusal::NotByAdding { why })
}

/// Of what is wrong after an addition, the part that the addition had nothing to do with.
fn still_there(why: Vec<Problem>) -> Vec<Problem> {
    let is_final = |problem: &&Problem| matches!(problem, Problem::Denied { .. } | Problem::Undecided { .. });
    let last: Vec<Problem> = why.iter().filter(is_final).cloned().collect();
    if last.is_empty() { why } else { last }
}

fn fitting(policy: TrustPolicy) -> Edited {
    match policy.size() {
        size if size > TRUST_SIZE => Edited::Refused(Refusal::TooLong { size, most: TRUST_SIZE }),
        _ => Edited::Policy(policy),
    }
}

fn add(values: &mut Value, source_arn: &str) {
    let before = values.take();
    *values = match before {
        Value::Array(mut all) => {
            all.push(source_arn.into());
            Value::Array(all)
        }
        one => json!([one, source_arn]),
    };
}

/// The values of `aws:SourceArn` in a statement that says nothing but "Fargate, for these": one more value there lets
/// exactly that one in, while a further principal, action or condition would come with it or stand in its way.
fn sources(statement: &mut Value) -> Option<&mut Value> {
    let object = statement.as_object_mut()?;
    let known = |key: &String| ["Sid", "Effect", "Principal", "Action", "Condition"].contains(&key.as_str());
    let principal = object.get("Principal").and_then(Value::as_object)?;
    let services = (principal.len() == 1).then(|| principal.get("Service").and_then(texts)).flatten()?;
    let actions = object.get("Action").and_then(texts)?;
    let is_ours = object.keys().all(known)
        && object.get("Effect")? == "Allow"
        && services.iter().all(|service| service == FARGATE_SERVICE)
        && !services.is_empty()
        && matches!(actions.as_slice(), [one] if one.eq_ignore_ascii_case(ASSUME_ROLE));
    if !is_ours {
        return None;
    }
    let block = object.get_mut("Condition")?.as_object_mut()?;
    let (operator, keys) = only(block)?;
    if !ARN_OPERATORS.contains(&operator.as_str()) {
        return None;
    }
    let (key, values) = only(keys.as_object_mut()?)?;
    // A variable without a value may void its statement, and the new value with it.
    let is_plain = texts(values)?.iter().all(|value| !value.contains("${"));
    (key.eq_ignore_ascii_case(SOURCE_ARN) && is_plain).then_some(values)
}

fn only(map: &mut Map<String, Value>) -> Option<(&String, &mut Value)> {
    let mut entries = map.iter_mut();
    let first = entries.next()?;
    entries.next().is_none().then_some(first)
}

/// Puts a condition on every statement through which strangers' profiles come in: afterwards strictly less is allowed,
/// and Fargate may take the role for `source_arns` alone. They must hold for the cluster. A statement that is for others,
/// too, becomes two, of which theirs is as it was; where `aws:SourceArn` is asked for already, it is a second time, under
/// the other operator.
pub fn harden(policy: &TrustPolicy, cluster: &ClusterArn, source_arns: &[String]) -> Edited {
    if !is_open(policy, cluster) {
        return Edited::Refused(Refusal::NotOpen);
    }
    let open: Vec<usize> = exposures(policy, cluster).iter().map(statement_of).collect();
    let mut statements = Vec::new();
    for (index, statement) in policy.statements().into_iter().enumerate() {
        match open.contains(&(index + 1)) {
            true => statements.extend(conditioned(statement, source_arns)),
            false => statements.push(statement.clone()),
        }
    }
    let edited = policy.with(statements);
    match judge(&edited, cluster) {
        TrustVerdict::Covered => fitting(edited),
        TrustVerdict::Broken { why } | TrustVerdict::Undecided { on: why } => {
            Edited::Refused(Refusal::NotByAdding { why })
        }
        TrustVerdict::Insecure { through } => Edited::Refused(Refusal::StaysOpen { through }),
    }
}

fn statement_of(exposure: &Exposure) -> usize {
    match exposure {
        Exposure::NoCondition { statement }
        | Exposure::AnyAccount { statement, .. }
        | Exposure::NamedAccount { statement, .. } => *statement,
    }
}

/// The statement for others as it was, and for Fargate with the condition. One that does not name Fargate stays as it is.
fn conditioned(statement: &Value, source_arns: &[String]) -> Vec<Value> {
    let services = texts(&statement["Principal"]["Service"]).unwrap_or_default();
    if !services.iter().any(|service| service == FARGATE_SERVICE) {
        return vec![statement.clone()];
    }
    let Some(own) = with_condition(statement, source_arns) else { return vec![statement.clone()] };
    match without_fargate(statement, &services) {
        Some(others) => vec![others, own],
        None => vec![own],
    }
}

/// The statement for its other principals; none where there are none.
fn without_fargate(statement: &Value, services: &[String]) -> Option<Value> {
    let mut others = statement.clone();
    let principal = others.get_mut("Principal")?.as_object_mut()?;
    let rest: Vec<&String> = services.iter().filter(|service| *service != FARGATE_SERVICE).collect();
    match rest.as_slice() {
        [] => drop(principal.remove("Service")),
        [one] => drop(principal.insert("Service".to_owned(), json!(one))),
        several => drop(principal.insert("Service".to_owned(), json!(several))),
    }
    (!principal.is_empty()).then_some(others)
}

/// The statement for Fargate alone, with `aws:SourceArn` under an operator that does not use the key yet; conditions that
/// are there stay. None where both operators use it.
fn with_condition(statement: &Value, source_arns: &[String]) -> Option<Value> {
    let mut own = statement.clone();
    let is_whole = own["Principal"].as_object().is_some_and(|principal| principal.len() == 1)
        && texts(&own["Principal"]["Service"]).is_some_and(|all| all.iter().all(|one| one == FARGATE_SERVICE));
    let object = own.as_object_mut()?;
    if !is_whole {
        object.insert("Principal".to_owned(), json!({"Service": FARGATE_SERVICE}));
        // Two statements must not have one Sid.
        object.remove("Sid");
    }
    let block = object.entry("Condition").or_insert_with(|| json!({})).as_object_mut()?;
    let has_source =
        |keys: &Value| keys.as_object().is_some_and(|keys| keys.keys().any(|k| k.eq_ignore_ascii_case(SOURCE_ARN)));
    let free = ARN_OPERATORS.into_iter().find(|operator| !block.get(*operator).is_some_and(has_source))?;
    let keys = block.entry(free).or_insert_with(|| json!({})).as_object_mut()?;
    keys.insert(SOURCE_ARN.to_owned(), own_statement(source_arns)["Condition"]["ArnLike"][SOURCE_ARN].clone());
    Some(own)
}
