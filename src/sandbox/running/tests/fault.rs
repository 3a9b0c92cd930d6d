//! Faults, seen from the clients.

use serde_json::json;

use super::*;

fn faults(list: serde_json::Value) -> Vec<Fault> {
    serde_json::from_value(list).unwrap()
}

#[tokio::test]
async fn refusals_come_in_the_words_of_the_service() {
    let practice = Practice::open("fresh");
    practice.running.set_faults(faults(json!([
        {"call": "eks:ListClusters", "count": 1, "effect": "throttle"},
        {"call": "eks:ListClusters", "effect": "deny"},
        {"call": "iam:*", "count": 1, "effect": "throttle"},
        {"call": "iam:*", "effect": "deny"},
        {"call": "sts:*", "effect": {"error": {"status": 503, "code": "ServiceUnavailable", "message": "later"}}},
    ])));
    let eks = client!(practice, aws_sdk_eks);
    let list = || eks.list_clusters().send();
    assert_eq!(refusal(list().await), "ThrottlingException: Rate exceeded");
    let caller = "arn:aws:sts::111122223333:assumed-role/PlatformAdmin/you";
    let denied = format!("User: {caller} is not authorized to perform: eks:ListClusters");
    assert_eq!(refusal(list().await), format!("AccessDeniedException: {denied}"));
    let iam = client!(practice, aws_sdk_iam);
    assert_eq!(refusal(iam.list_roles().send().await), "Throttling: Rate exceeded");
    assert!(refusal(iam.list_roles().send().await).starts_with("AccessDenied: "));
    let sts = client!(practice, aws_sdk_sts).get_caller_identity().send().await;
    assert_eq!(refusal(sts), "ServiceUnavailable: later");
}

#[tokio::test]
async fn a_lost_answer_leaves_the_change_and_a_lost_request_does_not() {
    for (effect, is_made) in [("cut", false), ("cutAfterApply", true), ("timeoutAfterApply", true), ("malformed", true)]
    {
        let practice = Practice::open("fresh");
        let fault = json!([{"call": "eks:UpdateClusterConfig", "effect": effect}]);
        practice.running.set_faults(faults(fault));
        let eks = client!(practice, aws_sdk_eks);
        let mode = access(AuthenticationMode::ApiAndConfigMap);
        let answer = eks.update_cluster_config().name("dev").access_config(mode).send().await;
        assert_eq!(answer.unwrap_err().code(), None, "{effect}");
        let updates = eks.list_updates().name("dev").send().await.unwrap();
        assert_eq!(!updates.update_ids().is_empty(), is_made, "{effect}");
        let status = practice.running.calls()[0].status;
        assert_eq!(status.is_some(), effect == "malformed", "{effect}");
    }
}

#[tokio::test]
async fn a_slow_call_takes_its_time() {
    let practice = Practice::open("fresh");
    // Far beyond the client's patience, which is long so that a busy machine fails no other test.
    let slow = json!([{"call": "eks:ListClusters", "effect": {"latencyMs": 600_000}}]);
    practice.running.set_faults(faults(slow));
    let answer = client!(practice, aws_sdk_eks).list_clusters().send().await;
    let Err(SdkError::DispatchFailure(failure)) = answer else {
        panic!("{answer:?}");
    };
    assert!(failure.is_timeout());
}
