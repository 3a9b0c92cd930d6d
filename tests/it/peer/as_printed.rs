//! What `sandbox serve` prints, typed into a shell: the AWS CLI and kubectl, as people have them.
//!
//! Each row is a line that a person types and what comes back. The rows go on from one another.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::support::program::{Ended, Home, command, finish};

const REASON: &str = "needs the AWS CLI and kubectl";

/// A line for the shell, whether it works, and what it says.
type Row = (&'static str, bool, &'static [&'static str]);

const WORKS: bool = true;
/// Which code it fails with depends on the program's version: version 1 of the AWS CLI says 255, version 2 says 254.
const FAILS: bool = false;

/// The account and its roles.
const ACCOUNT: &[Row] = &[
    (
        "aws sts get-caller-identity --query Arn --output text",
        WORKS,
        &["arn:aws:sts::111122223333:assumed-role/PlatformAdmin/you"],
    ),
    (
        "aws iam get-role --role-name dev-node-role --query Role.Arn --output text",
        WORKS,
        &["arn:aws:iam::111122223333:role/dev-node-role"],
    ),
    ("aws iam get-role --role-name nobody", FAILS, &["(NoSuchEntity)", "The role with name nobody cannot be found."]),
    (
        "aws iam create-role --role-name fargate --assume-role-policy-document \
         '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\
         \"eks-fargate-pods.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}'",
        WORKS,
        &["arn:aws:iam::111122223333:role/fargate", "eks-fargate-pods.amazonaws.com"],
    ),
    (
        "aws iam attach-role-policy --role-name fargate \
         --policy-arn arn:aws:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy",
        WORKS,
        &[],
    ),
    ("aws iam list-attached-role-policies --role-name fargate", WORKS, &["AmazonEKSFargatePodExecutionRolePolicy"]),
    (
        "aws iam update-assume-role-policy --role-name fargate --policy-document \
         '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\
         \"eks-fargate-pods.amazonaws.com\"},\"Action\":\"sts:AssumeRole\",\"Condition\":{\"ArnLike\":\
         {\"aws:SourceArn\":\"arn:aws:eks:us-east-1:111122223333:fargateprofile/dev/*\"}}}]}'",
        WORKS,
        &[],
    ),
    ("aws iam get-role --role-name fargate", WORKS, &["aws:SourceArn", "fargateprofile/dev/*"]),
    (
        "aws iam create-service-linked-role --aws-service-name emr-containers.amazonaws.com",
        WORKS,
        &["AWSServiceRoleForAmazonEMRContainers", "/aws-service-role/emr-containers.amazonaws.com/"],
    ),
    (
        "aws iam create-service-linked-role --aws-service-name emr-containers.amazonaws.com",
        FAILS,
        &["(InvalidInput)", "AWSServiceRoleForAmazonEMRContainers has been taken in this account"],
    ),
    (
        "aws iam simulate-principal-policy --policy-source-arn arn:aws:iam::111122223333:role/PlatformAdmin \
         --action-names eks:CreateAccessEntry --query 'EvaluationResults[0].EvalDecision' --output text",
        WORKS,
        &["allowed"],
    ),
    (
        "aws iam simulate-principal-policy --policy-source-arn arn:aws:iam::111122223333:role/fargate \
         --action-names eks:CreateAccessEntry --query 'EvaluationResults[0].EvalDecision' --output text",
        WORKS,
        &["implicitDeny"],
    ),
];

/// The cluster's mode and its access entries.
const CLUSTER: &[Row] = &[
    ("aws eks list-clusters --query clusters --output text", WORKS, &["dev\tstaging"]),
    ("aws eks describe-cluster --name dev", WORKS, &["\"authenticationMode\": \"CONFIG_MAP\"", "https://127.0.0.1:"]),
    (
        "aws eks describe-cluster --name nowhere",
        FAILS,
        &["(ResourceNotFoundException)", "No cluster found for name: nowhere."],
    ),
    (
        "aws eks create-access-entry --cluster-name dev --principal-arn arn:aws:iam::111122223333:role/DataEngineer",
        FAILS,
        &["(InvalidRequestException)", "must be set to one of [API, API_AND_CONFIG_MAP]"],
    ),
    (
        "aws eks update-cluster-config --name dev --access-config authenticationMode=API",
        FAILS,
        &["(InvalidParameterException)", "Unsupported authentication mode update from CONFIG_MAP to API"],
    ),
    (
        "aws eks update-cluster-config --name dev --access-config authenticationMode=API_AND_CONFIG_MAP \
         --query update.id --output text > update; cat update",
        WORKS,
        &["-"],
    ),
    (
        "aws eks describe-update --name dev --update-id $(cat update)",
        WORKS,
        &["AccessConfigUpdate", "API_AND_CONFIG_MAP"],
    ),
    (
        "until aws eks describe-update --name dev --update-id $(cat update) --query update.status --output text \
         | grep Successful; do :; done",
        WORKS,
        &["Successful"],
    ),
    (
        "aws eks create-access-entry --cluster-name dev --principal-arn arn:aws:iam::111122223333:role/DataEngineer",
        WORKS,
        &["assumed-role/DataEngineer/{{SessionName}}"],
    ),
    (
        "aws eks create-access-entry --cluster-name dev --principal-arn \
         arn:aws:iam::111122223333:role/aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers",
        FAILS,
        &[
            "(InvalidParameterException)",
            "The caller is not allowed to modify access entries with a principalArn value of a Service Linked Role",
        ],
    ),
    (
        "aws eks associate-access-policy --cluster-name dev --access-scope type=namespace,namespaces=spark \
         --principal-arn arn:aws:iam::111122223333:role/DataEngineer \
         --policy-arn arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
        WORKS,
        &["AmazonEKSViewPolicy", "spark"],
    ),
    ("aws eks list-access-policies", WORKS, &["AmazonEMRJobPolicy", "AmazonEKSClusterAdminPolicy"]),
];

/// Virtual clusters.
const EMR: &[Row] = &[
    (
        "aws emr-containers create-virtual-cluster --name practice --container-provider \
         'id=dev,type=EKS,info={eksInfo={namespace=spark}}' --query id --output text > id; cat id",
        WORKS,
        &[],
    ),
    (
        "aws emr-containers describe-virtual-cluster --id $(cat id)",
        WORKS,
        &["\"state\": \"RUNNING\"", "\"namespace\": \"spark\""],
    ),
    ("aws emr-containers list-virtual-clusters --states RUNNING", WORKS, &["practice"]),
    (
        "aws eks list-associated-access-policies --cluster-name dev --principal-arn \
         arn:aws:iam::111122223333:role/aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers",
        WORKS,
        &["AmazonEMRJobPolicy", "spark"],
    ),
    ("aws emr-containers delete-virtual-cluster --id $(cat id)", WORKS, &[]),
];

/// Kubernetes, by the kubeconfig that was printed: its token comes from the AWS CLI.
const KUBERNETES: &[Row] = &[
    ("kubectl get namespaces", WORKS, &["NAME", "STATUS", "spark", "team-a"]),
    ("kubectl --context staging get namespaces -o name", WORKS, &["namespace/spark"]),
    // The cluster went over to access entries above, and the entry of its creator wins over aws-auth.
    ("kubectl auth whoami", WORKS, &["assumed-role/PlatformAdmin/you", "system:authenticated"]),
    ("kubectl -n kube-system describe configmap aws-auth", WORKS, &["mapRoles", "# Nodes."]),
    (
        "printf '{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: emr-containers, namespace: spark}, \
         rules: [{apiGroups: [\"\"], resources: [pods], verbs: [get]}]}' > role.yaml; kubectl apply -f role.yaml",
        WORKS,
        &["role.rbac.authorization.k8s.io/emr-containers created"],
    ),
    ("sed -i s/get/list/ role.yaml; kubectl diff -f role.yaml", FAILS, &["-  - get", "+  - list"]),
    ("kubectl apply -f role.yaml", WORKS, &["configured"]),
    ("kubectl apply --server-side -f role.yaml", WORKS, &["serverside-applied"]),
    (
        "sed -i s/list/watch/ role.yaml; kubectl apply --server-side --field-manager ci -f role.yaml",
        FAILS,
        &["conflict with \"kubectl\"", ".rules", "--force-conflicts"],
    ),
    ("kubectl apply --server-side --field-manager ci --force-conflicts -f role.yaml", WORKS, &["serverside-applied"]),
    (
        "kubectl create rolebinding emr-containers -n spark --role emr-containers --user emr-containers",
        WORKS,
        &["rolebinding.rbac.authorization.k8s.io/emr-containers created"],
    ),
    ("kubectl auth can-i watch pods -n spark --as emr-containers", WORKS, &["yes"]),
    ("kubectl auth can-i delete pods -n spark --as emr-containers", FAILS, &["no"]),
    (
        "kubectl get pods -n team-a --as emr-containers",
        FAILS,
        &["Error from server (Forbidden)", "User \"emr-containers\" cannot list"],
    ),
    (
        "kubectl patch namespace spark -p '{\"metadata\":{\"labels\":{\"emr\":\"yes\"}}}'",
        WORKS,
        &["namespace/spark patched"],
    ),
    ("EDITOR='sed -i s/data-platform/platform/' kubectl edit namespace spark", WORKS, &["namespace/spark edited"]),
    ("kubectl get namespace spark --show-labels", WORKS, &["emr=yes", "team=platform"]),
    ("kubectl delete rolebinding emr-containers -n spark", WORKS, &["deleted"]),
    ("kubectl get rolebindings -n spark", WORKS, &["No resources found in spark namespace."]),
];

#[test]
#[ignore = "needs the AWS CLI and kubectl"]
fn the_aws_cli_and_kubectl_work_as_printed() {
    for program in ["aws --version", "kubectl version --client"] {
        let found = Command::new("/bin/sh").args(["-c", program]).stdout(Stdio::null()).stderr(Stdio::null()).status();
        assert!(found.unwrap().success(), "{REASON}: {program}");
    }
    let shell = Shell::open(&["sandbox", "serve"]);
    for rows in [ACCOUNT, CLUSTER, EMR, KUBERNETES] {
        for (line, works, parts) in rows {
            let ended = shell.run(line);
            assert_eq!(ended.code == Some(0), *works, "{line}\n{}{}", ended.out, ended.err);
            for part in *parts {
                let said = [ended.out.as_str(), ended.err.as_str()].concat();
                assert!(said.contains(part), "{line}\nlacks {part}\n{said}");
            }
        }
    }
}

/// A shell in which what a served world printed was typed.
struct Shell {
    served: Child,
    exports: String,
    home: Home,
}

impl Shell {
    fn open(args: &[&str]) -> Self {
        let home = Home::new();
        let mut served = command(&home, args, &[]).spawn().unwrap();
        let mut exports = String::new();
        for line in BufReader::new(served.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            exports.push_str(&line);
            exports.push('\n');
            if line.starts_with("export KUBECONFIG=") {
                break;
            }
        }
        Self { served, exports, home }
    }

    fn run(&self, line: &str) -> Ended {
        let mut shell = Command::new("/bin/sh");
        // HOME is a new one, as nothing of this machine's may matter.
        shell
            .args(["-c", &format!("{}{line}", self.exports)])
            .current_dir(self.home.path())
            .env("HOME", self.home.path());
        finish(shell.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        // One that ended already needs no killing.
        let _ = self.served.kill();
        let _ = self.served.wait();
    }
}
