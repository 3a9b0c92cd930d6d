//! The refusals of the services, word by word, each with what is known of it.

use aws_sdk_eks::types::{AccessScope, AccessScopeType, FargateProfileSelector};
use aws_sdk_emrcontainers::types::{ContainerInfo, ContainerProvider, ContainerProviderType, EksInfo};
use serde_json::json;

use super::*;

/// Where the words of a refusal are from.
#[derive(Clone, Copy, Debug)]
enum Evidence {
    /// Words that users of the service know by heart; no one place was looked up for them.
    Recalled(&'static str),
    /// Somebody who met it quotes the words: an issue, a post, or the source of a program that looks for them.
    Seen(&'static str),
    /// The model has the code and the documentation the rule, and the words are ours.
    OurWords(&'static str),
}
use Evidence::{OurWords, Recalled, Seen};

const ROLE: &str = "arn:aws:iam::111122223333:role";
const LINKED: &str =
    "arn:aws:iam::111122223333:role/aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers";
const VIEW: &str = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";

/// The refusals that were met.
#[derive(Default)]
struct Table(Vec<(Evidence, String, String)>);

impl Table {
    fn row(&mut self, evidence: Evidence, expected: &str, said: String) {
        self.0.push((evidence, expected.to_owned(), said));
    }

    fn check(&self) {
        for (evidence, expected, said) in &self.0 {
            assert_eq!(said, expected, "{evidence:?}");
            let (Recalled(source) | Seen(source) | OurWords(source)) = evidence;
            assert!(source.len() > 7, "say where {expected} is from");
        }
    }
}

#[tokio::test]
async fn access_entries() {
    let mut table = Table::default();
    let practice = Practice::open("modern");
    let eks = client!(practice, aws_sdk_eks);
    let create = |arn: &str| eks.create_access_entry().cluster_name("dev").principal_arn(arn);
    table.row(
        Seen("hashicorp/terraform-provider-aws#36447"),
        "InvalidParameterException: The caller is not allowed to modify access entries with a principalArn value of a Service Linked Role",
        refusal(create(LINKED).send().await),
    );
    for missing in ["AWSServiceRoleForAmazonEMRContainers", "NoSuchRole", "team/PlatformAdmin"] {
        table.row(
            Seen("terraform-aws-modules/terraform-aws-eks#2969; the Terraform provider tries again on it"),
            "InvalidParameterException: The specified principalArn is invalid: invalid principal.",
            refusal(create(&format!("{ROLE}/{missing}")).send().await),
        );
    }
    table.row(
        Seen("appmod-blueprints#319"),
        "InvalidParameterException: The principalArn parameter format is not valid",
        refusal(create("arn:aws:sts::111122223333:assumed-role/PlatformAdmin/you").send().await),
    );
    table.row(
        Seen("aws/eks-distro#2805"),
        "ResourceInUseException: The specified access entry resource is already in use on this cluster.",
        refusal(create(&format!("{ROLE}/PlatformAdmin")).send().await),
    );
    table.row(
        OurWords("EKS user guide, Create access entries: a username must not start so"),
        "InvalidParameterException: The username system:admin is invalid, it cannot start with system:",
        refusal(create(&format!("{ROLE}/DataEngineer")).username("system:admin").send().await),
    );
    let scope = || AccessScope::builder().r#type(AccessScopeType::Cluster).build();
    let associate = |arn: String| {
        let call = eks.associate_access_policy().cluster_name("dev").principal_arn(arn).policy_arn(VIEW);
        call.access_scope(scope()).send()
    };
    table.row(
        Seen("terraform-aws-modules/terraform-aws-eks#3024"),
        "ResourceNotFoundException: The specified principalArn could not be found. You can view your available access entries with 'list-access-entries'.",
        refusal(associate(format!("{ROLE}/DataEngineer")).await),
    );
    table.row(
        Seen("aws-controllers-k8s/community#2144"),
        "InvalidParameterException: This operation can only be performed on Access Entries with a type of \"STANDARD\".",
        refusal(associate(format!("{ROLE}/dev-node-role")).await),
    );
    for closed in [
        refusal(eks.list_access_entries().cluster_name("staging").send().await),
        refusal(eks.describe_access_entry().cluster_name("staging").principal_arn(LINKED).send().await),
        refusal(eks.create_access_entry().cluster_name("staging").principal_arn(LINKED).send().await),
    ] {
        table.row(
            Seen("configuration-aws-eks#122: reads too"),
            "InvalidRequestException: The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.",
            closed,
        );
    }
    table.check();
}

#[tokio::test]
async fn authentication_modes() {
    let mut table = Table::default();
    let practice = Practice::open("modern");
    let eks = client!(practice, aws_sdk_eks);
    let climb = |cluster: &str, mode| eks.update_cluster_config().name(cluster).access_config(access(mode)).send();
    use AuthenticationMode::{Api, ApiAndConfigMap, ConfigMap};
    for (cluster, from, to) in [
        ("dev", "API_AND_CONFIG_MAP", ConfigMap),
        ("dev", "API_AND_CONFIG_MAP", ApiAndConfigMap),
        ("staging", "CONFIG_MAP", Api),
        ("staging", "CONFIG_MAP", ConfigMap),
    ] {
        let expected =
            format!("InvalidParameterException: Unsupported authentication mode update from {from} to {}", to.as_str());
        table.row(
            Seen("AWS re:Post and the EKS workshop: back, two at once, or the same again"),
            &expected,
            refusal(climb(cluster, to).await),
        );
    }
    let running = climb("staging", ApiAndConfigMap).await.unwrap();
    let id = running.update().unwrap().id().unwrap();
    table.row(
        OurWords("the EKS model has the code for UpdateClusterConfig; one update at a time"),
        &format!("ResourceInUseException: Cannot AccessConfigUpdate because cluster staging currently has update {id} in progress"),
        refusal(climb("staging", ApiAndConfigMap).await),
    );
    let absent = eks.describe_cluster().name("none").send().await;
    table.row(
        Recalled("what `aws eks describe-cluster` says"),
        "ResourceNotFoundException: No cluster found for name: none.",
        refusal(absent),
    );
    table.check();
}

#[tokio::test]
async fn virtual_clusters() {
    let mut table = Table::default();
    let practice = Practice::open("modern");
    let emr = client!(practice, aws_sdk_emrcontainers);
    let create = |name: &str, cluster: &str| {
        let info = ContainerInfo::EksInfo(EksInfo::builder().namespace("spark").build());
        let provider = ContainerProvider::builder().r#type(ContainerProviderType::Eks).id(cluster).info(info).build();
        let call = emr.create_virtual_cluster().name(name).client_token(format!("{name}{cluster}"));
        call.container_provider(provider.unwrap()).send()
    };
    table.row(
        Seen("data-on-eks#206, AWS re:Post"),
        "ValidationException: Unauthorized to perform read namespace on spark",
        refusal(create("a", "staging").await),
    );
    create("a", "dev").await.unwrap();
    table.row(
        Seen("quoted in the EMR on EKS hooks of Airflow and in orbit"),
        "ValidationException: A virtual cluster already exists in the given namespace",
        refusal(create("b", "dev").await),
    );
    table.row(
        OurWords("the model's pattern of containerProvider.id leaves no ARN through"),
        "ValidationException: Value 'arn:aws:eks:us-east-1:1:cluster/dev' at 'containerProvider.id' failed to satisfy constraint",
        refusal(create("c", "arn:aws:eks:us-east-1:1:cluster/dev").await),
    );
    table.row(
        OurWords("the EMR containers model has the code, with status 400"),
        "ResourceNotFoundException: Virtual cluster none doesn't exist.",
        refusal(emr.describe_virtual_cluster().id("none").send().await),
    );
    table.check();
}

#[tokio::test]
async fn roles_and_policies() {
    let mut table = Table::default();
    let practice = Practice::open("modern");
    let iam = client!(practice, aws_sdk_iam);
    let name = "AWSServiceRoleForAmazonEMRContainers";
    table.row(
        Seen("adrf#579"),
        &format!(
            "InvalidInput: Service role name {name} has been taken in this account, please try a different suffix."
        ),
        refusal(iam.create_service_linked_role().aws_service_name("emr-containers.amazonaws.com").send().await),
    );
    table.row(
        Recalled("what `aws iam get-role` says"),
        "NoSuchEntity: The role with name nobody cannot be found.",
        refusal(iam.get_role().role_name("nobody").send().await),
    );
    table.row(
        Recalled("what `aws iam create-role` says"),
        "EntityAlreadyExists: Role with name DataEngineer already exists.",
        refusal(iam.create_role().role_name("DataEngineer").assume_role_policy_document(TRUST).send().await),
    );
    table.row(
        Recalled("what `aws iam delete-role` says"),
        "DeleteConflict: Cannot delete entity, must detach all policies first.",
        refusal(iam.delete_role().role_name("DataEngineer").send().await),
    );
    table.row(
        Recalled("what `aws iam` says of service-linked roles"),
        &format!(
            "UnmodifiableEntity: Cannot perform the operation on the protected role '{name}' - this role is only modifiable by AWS"
        ),
        refusal(iam.delete_role().role_name(name).send().await),
    );
    table.row(
        Recalled("the number is in the IAM user guide, quotas: role trust policy length, 2,048 characters"),
        "LimitExceeded: Cannot exceed quota for ACLSizePerRole: 2048",
        refusal({
            let long = TRUST.replace("sts:AssumeRole", &"x".repeat(2_048));
            iam.update_assume_role_policy().role_name("DataEngineer").policy_document(long).send().await
        }),
    );
    table.check();
}

const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;

#[tokio::test]
async fn fargate_profiles() {
    let mut table = Table::default();
    let practice = Practice::open("modern");
    let (eks, iam) = (client!(practice, aws_sdk_eks), client!(practice, aws_sdk_iam));
    let selector = || FargateProfileSelector::builder().namespace("spark").build();
    let create = |name: &str| {
        let call = eks
            .create_fargate_profile()
            .cluster_name("dev")
            .fargate_profile_name(name)
            .subnets("subnet-0a11a22b33c44d551");
        call.pod_execution_role_arn(format!("{ROLE}/pods")).selectors(selector()).send()
    };
    // Not only another service: the cluster's ARN where that of its profiles belongs.
    let statement = json!({
        "Effect": "Allow", "Principal": {"Service": "eks-fargate-pods.amazonaws.com"}, "Action": "sts:AssumeRole",
        "Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:eks:us-east-1:111122223333:cluster/dev"}},
    });
    let wrong = json!({"Version": "2012-10-17", "Statement": [statement]}).to_string();
    iam.create_role().role_name("pods").assume_role_policy_document(&wrong).send().await.unwrap();
    table.row(
        Seen("EKS users, and the Terraform provider, which tries again on it"),
        "InvalidParameterException: Misconfigured PodExecutionRole Trust Policy; Please add the eks-fargate-pods.amazonaws.com Service Principal",
        refusal(create("one").await),
    );
    let right = wrong.replace("cluster/dev", "fargateprofile/dev/*");
    iam.update_assume_role_policy().role_name("pods").policy_document(right).send().await.unwrap();
    create("one").await.unwrap();
    table.row(
        Seen("EKS users, who meet it when they make two profiles at once"),
        "ResourceInUseException: Cannot create Fargate Profile two because cluster dev currently has Fargate profile one in status CREATING",
        refusal(create("two").await),
    );
    table.check();
}
