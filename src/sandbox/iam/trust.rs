//! What the trust policy of a role says to a service that wants to assume it.

use serde_json::{Value, json};

use super::evaluator::{Context, Decision, Policy, Question, evaluate};

/// Tells whether a service may assume a role for the sake of the resource `source` of `account`.
pub(in crate::sandbox) fn lets_in(trust: &str, service: &str, account: &str, source: &str) -> bool {
    let Ok(document) = serde_json::from_str::<Value>(trust) else {
        return false;
    };
    let statements = match &document["Statement"] {
        Value::Array(statements) => statements.clone(),
        statement => vec![statement.clone()],
    };
    // The role is the resource of its own trust policy; what is left is evaluated as any other.
    let about = statements.into_iter().filter(|statement| names(statement, service)).map(|mut statement| {
        statement["Resource"] = json!("*");
        statement
    });
    let document = json!({"Version": document["Version"], "Statement": about.collect::<Vec<Value>>()});
    let Ok(policy) = Policy::parse("trust", "resource", &document.to_string()) else {
        return false;
    };
    let mut context = Context::default();
    context.set("aws:SourceArn", source);
    context.set("aws:SourceAccount", account);
    let question = Question { action: "sts:AssumeRole", resource: "*", context: &context };
    evaluate(&[policy], question).decision == Decision::Allowed
}

fn names(statement: &Value, service: &str) -> bool {
    match &statement["Principal"] {
        Value::String(any) => any == "*",
        principal => match &principal["Service"] {
            Value::Array(services) => services.iter().any(|listed| listed == service),
            listed => listed == service,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_is_let_in_for_the_resources_that_are_named() {
        let service = "eks-fargate-pods.amazonaws.com";
        let source = "arn:aws:eks:us-east-1:1:fargateprofile/dev/jobs/0f1e";
        let on = |arn: Value| {
            json!({"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole",
                "Condition": {"ArnLike": {"aws:SourceArn": arn}}})
        };
        let plain =
            json!({"Effect": "Allow", "Principal": {"Service": ["ec2.amazonaws.com", service]}, "Action": "sts:*"});
        let other =
            json!({"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"});
        let deny = json!({"Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole"});
        for (statements, expected) in [
            (json!([plain]), true),
            (plain.clone(), true),
            (json!([other]), false),
            (json!([plain, deny]), false),
            (json!([on(json!("arn:aws:eks:us-east-1:1:fargateprofile/dev/*"))]), true),
            (
                json!([on(json!([
                    "arn:aws:eks:us-east-1:1:fargateprofile/x/*",
                    "arn:aws:eks:us-east-1:1:fargateprofile/dev/*"
                ]))]),
                true,
            ),
            (json!([on(json!("arn:aws:eks:us-east-1:1:fargateprofile/other/*"))]), false),
            // The mistake of the EKS user guide's readers: the cluster's own ARN.
            (json!([on(json!("arn:aws:eks:us-east-1:1:cluster/dev"))]), false),
        ] {
            let trust = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
            assert_eq!(lets_in(&trust, service, "1", source), expected, "{trust}");
        }
        assert!(!lets_in("{", service, "1", source));
    }
}
