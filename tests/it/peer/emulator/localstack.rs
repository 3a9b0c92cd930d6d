//! What LocalStack's IAM has beyond moto's, on which it stands: the true service-linked role, and a simulator.

use emr_onramp::domain::observed::{Simulated, Simulation};
use emr_onramp::domain::{EMR_SERVICE, RoleArn};
use emr_onramp::ports::{Cloud, PortErrorKind};
use serde_json::json;

use super::guest::Guest;
use super::met;
use super::running::{ACCOUNT, Kind};
use super::service_roles;
use crate::rig::of;

/// Nobody may become the role.
const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[]}"#;

#[tokio::test]
#[ignore = "needs LocalStack and the AWS CLI"]
async fn every_call_that_localstack_has() {
    let guest = Guest::open(Kind::LocalStack);
    let (cloud, role) = (guest.own_cloud(), "AWSServiceRoleForAmazonEMRContainers");
    let iam = cloud.iam();
    assert!(iam.role(&of(role)).await.unwrap().is_none());
    let made = iam.create_service_linked_role(EMR_SERVICE).await.unwrap();
    assert_eq!(made.arn.to_string(), guest.root.works(&format!("iam get-role --role-name {role}"), &[])["Role"]["Arn"]);
    assert_eq!(iam.role(&of(role)).await.unwrap().unwrap(), made);
    // The same words as AWS's, where no code tells this from a bad name.
    let again = iam.create_service_linked_role(EMR_SERVICE).await.unwrap_err();
    assert!(again.kind == PortErrorKind::AlreadyExists && again.says("has been taken in this account"), "{again}");

    guest.root.works("iam create-role --role-name Reader --assume-role-policy-document", &[TRUST]);
    let reader: RoleArn = of(&format!("arn:aws:iam::{ACCOUNT}:role/Reader"));
    // Its simulator compares names letter by letter.
    let statement = json!({"Effect": "Allow", "Action": ["iam:GetRole"], "Resource": [reader.to_string()]});
    let document = json!({"Version": "2012-10-17", "Statement": [statement]});
    guest.keeps_policy(&*iam, "Reader", &document).await;

    let actions = vec!["iam:GetRole".to_owned(), "iam:PutRolePolicy".to_owned()];
    let question = Simulation { actions, resource: reader.to_string(), context: Vec::new() };
    let verdicts = iam.simulate(&reader.to_string(), &question).await.unwrap();
    let verdicts: Vec<_> = verdicts.iter().map(|(action, verdict)| (action.as_str(), verdict)).collect();
    // On AWS a right that nobody gave is not denied explicitly.
    assert_eq!(verdicts, [("iam:GetRole", &Simulated::Allowed), ("iam:PutRolePolicy", &Simulated::Forbidden)]);

    guest.has_alias(&*iam).await;
    service_roles::roles(&guest, &cloud, 2).await;
    assert_eq!(guest.met(), met::claimed(Kind::LocalStack));
}
