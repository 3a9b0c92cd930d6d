//! The AWS CLI against the sandbox's AWS.
//!
//! The rows are command lines that go on from one another, with what each prints or how it is refused. Meanwhile a
//! plug-in of the CLI (`aws_cli/held_to_models.py`) holds the bytes of every answer against botocore's models.
//!
//! `EMR_ONRAMP_TEST_AWS` names the `aws` to run; without it the first of `PATH` runs.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use emr_onramp::sandbox::{ClockKind, Options, Running, World, operation_names, start};
use serde_json::{Value, json};

use crate::rig::{FRESH, MODERN};
use crate::support::program::{Ended, Home, finish};

const ACCOUNT: &str = "111122223333";
const LINKED: &str =
    "arn:aws:iam::111122223333:role/aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers";
const VIEW: &str = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";

/// An `aws` that meets one sandbox and nothing else of this machine.
struct Cli {
    sandbox: Running,
    home: Home,
    /// What answers gave that later lines name in braces.
    kept: BTreeMap<String, String>,
}

impl Cli {
    #[expect(clippy::disallowed_methods, reason = "the folder is new and the test's own")]
    fn open(world: &str) -> Self {
        let world = World::parse(world).unwrap();
        let sandbox = start(world, Options { clock: ClockKind::Manual, ..Options::default() }).unwrap();
        let home = Home::new();
        let plugins = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/peer/aws_cli");
        // Version 2 looks for plug-ins in a folder that it must be told; version 1 would take that for a module.
        let is_first = version().starts_with("aws-cli/1.");
        let path = if is_first { String::new() } else { format!("cli_legacy_plugin_path = {plugins}\n") };
        let config = format!("[default]\noutput = json\n[plugins]\n{path}held = held_to_models\n");
        fs::write(home.path().join("config"), config).unwrap();
        Self { sandbox, home, kept: BTreeMap::new() }
    }

    /// Types a line; words in braces stand for what was kept.
    fn type_in(&self, line: &str) -> Ended {
        let at = self.sandbox.endpoints();
        let mut line = line.to_owned();
        for (name, value) in &self.kept {
            line = line.replace(&format!("{{{name}}}"), value);
        }
        let mut command = program();
        command.args(line.split_whitespace()).current_dir(self.home.path());
        command
            .env("HOME", self.home.path())
            .env("PYTHONPATH", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/peer/aws_cli"));
        command.env("PYTHONDONTWRITEBYTECODE", "1").env("AWS_PAGER", "").env("AWS_EC2_METADATA_DISABLED", "true");
        command.env("AWS_CONFIG_FILE", self.home.path().join("config")).env("AWS_MAX_ATTEMPTS", "1");
        command.env("AWS_ENDPOINT_URL", &at.aws_url).env("AWS_DEFAULT_REGION", &at.region);
        command.env("AWS_ACCESS_KEY_ID", &at.access_key_id).env("AWS_SECRET_ACCESS_KEY", &at.secret_access_key);
        command.env("EMR_ONRAMP_TEST_ANSWERS", self.home.path().join("answers"));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        finish(command.spawn().unwrap())
    }

    /// A line that works; gives what it prints.
    #[track_caller]
    fn works(&self, line: &str) -> String {
        let ended = self.type_in(line);
        assert!(ended.code == Some(0) && ended.err.is_empty(), "{line}: {ended:?}");
        ended.out
    }

    /// A line that prints JSON with at least these members; gives all of it.
    #[track_caller]
    fn prints(&self, line: &str, expected: Value) -> Value {
        let out = self.works(line);
        let printed: Value = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{line}: {error}: {out}"));
        assert!(holds(&printed, &expected), "{line}: {expected} is not in {printed:#}");
        printed
    }

    /// A line that is refused in these words.
    #[track_caller]
    fn refused(&self, line: &str, code: &str, message: &str) {
        let ended = self.type_in(line);
        // Version 1 of the CLI leaves with 255, version 2 with 254.
        assert!(matches!(ended.code, Some(254 | 255)) && ended.out.is_empty(), "{line}: {ended:?}");
        let said = ended.err.trim();
        assert!(said.contains(&format!("An error occurred ({code}) when calling the ")), "{line}: {said}");
        assert!(said.ends_with(&format!(" operation: {message}")), "{line}: {said}");
    }

    fn keep(&mut self, name: &str, value: &Value) {
        self.kept.insert(name.to_owned(), value.as_str().unwrap().to_owned());
    }

    fn wait(&self, seconds: u64) {
        self.sandbox.clock().advance(Duration::from_secs(seconds));
    }

    /// Checks that the models have nothing against any answer, and gives the operations that were answered.
    fn end(self) -> BTreeSet<String> {
        assert_eq!(self.sandbox.unknown_operations(), Vec::<String>::new());
        let answers = fs::read_to_string(self.home.path().join("answers")).unwrap();
        let wrong: Vec<&str> = answers.lines().filter(|line| line.split(' ').count() > 2).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert_eq!(answers.lines().count(), self.sandbox.calls().len(), "every call was looked at");
        let good = answers.lines().filter_map(|line| line.strip_suffix(" 200"));
        good.map(str::to_owned).collect()
    }
}

/// The program with nothing of this process's environment but the way to other programs.
#[expect(clippy::disallowed_methods, reason = "where the program is is the test run's to say")]
pub(super) fn program() -> Command {
    let mut command = Command::new(env::var("EMR_ONRAMP_TEST_AWS").unwrap_or_else(|_| "aws".to_owned()));
    command.env_clear().env("PATH", env::var("PATH").unwrap());
    command
}

fn version() -> String {
    let output = program().arg("--version").output().unwrap();
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

/// Tells whether all that is expected is there; lists must be equal in length.
fn holds(printed: &Value, expected: &Value) -> bool {
    match (printed, expected) {
        (Value::Object(printed), Value::Object(expected)) => {
            expected.iter().all(|(name, value)| printed.get(name).is_some_and(|printed| holds(printed, value)))
        }
        (Value::Array(printed), Value::Array(expected)) => {
            printed.len() == expected.len()
                && printed.iter().zip(expected).all(|(printed, expected)| holds(printed, expected))
        }
        (printed, expected) => printed == expected,
    }
}

fn role(name: &str) -> String {
    format!("arn:aws:iam::{ACCOUNT}:role/{name}")
}

#[test]
#[ignore = "needs the AWS CLI"]
fn every_operation_works_from_the_command_line() {
    let mut answered = BTreeSet::new();
    for act in [clusters, access_entries, computing, roles, managed_policies, service_linked_roles, virtual_clusters] {
        let mut cli = Cli::open(MODERN);
        act(&mut cli);
        answered.extend(cli.end());
    }
    assert_eq!(answered, operation_names().into_iter().collect::<BTreeSet<String>>());
}

fn clusters(cli: &mut Cli) {
    let arn = format!("arn:aws:sts::{ACCOUNT}:assumed-role/PlatformAdmin/you");
    cli.prints("sts get-caller-identity", json!({"Account": ACCOUNT, "Arn": arn}));
    cli.prints("eks list-clusters", json!({"clusters": ["dev", "staging"]}));
    // The CLI turns pages by itself.
    cli.prints("eks list-clusters --page-size 1", json!({"clusters": ["dev", "staging"]}));
    let access = json!({"authenticationMode": "CONFIG_MAP"});
    cli.prints("eks describe-cluster --name staging", json!({"cluster": {"status": "ACTIVE", "accessConfig": access}}));
    let mode =
        |mode: &str| format!("eks update-cluster-config --name staging --access-config authenticationMode={mode}");
    let refusal = |from: &str, to: &str| format!("Unsupported authentication mode update from {from} to {to}");
    cli.refused(&mode("API"), "InvalidParameterException", &refusal("CONFIG_MAP", "API"));
    let update = cli.prints(&mode("API_AND_CONFIG_MAP"), json!({"update": {"status": "InProgress"}}));
    cli.keep("update", &update["update"]["id"]);
    cli.prints("eks describe-cluster --name staging", json!({"cluster": {"status": "UPDATING"}}));
    let line = "eks describe-update --name staging --update-id {update}";
    cli.prints(line, json!({"update": {"type": "AccessConfigUpdate", "status": "InProgress"}}));
    cli.wait(10);
    cli.prints(line, json!({"update": {"status": "Successful", "errors": []}}));
    cli.prints("eks list-updates --name staging", json!({"updateIds": [cli.kept["update"]]}));
    assert_eq!(cli.works("eks wait cluster-active --name staging"), "");
    cli.refused("eks describe-cluster --name x", "ResourceNotFoundException", "No cluster found for name: x.");

    let token = cli.prints("eks get-token --cluster-name staging", json!({"kind": "ExecCredential"}));
    assert!(token["status"]["token"].as_str().unwrap().starts_with("k8s-aws-v1."));
    let file = cli.home.path().join("kubeconfig");
    let said = cli.works(&format!("eks update-kubeconfig --name dev --kubeconfig {}", file.display()));
    assert!(said.starts_with("Added new context arn:aws:eks:us-east-1:111122223333:cluster/dev to "), "{said}");
    let written = fs::read_to_string(file).unwrap();
    assert!(written.contains("server: https://127.0.0.1:") && written.contains("certificate-authority-data: "));
}

fn access_entries(cli: &mut Cli) {
    let (reader, admin) = (role("DataEngineer"), role("PlatformAdmin"));
    let create = |arn: &str| format!("eks create-access-entry --cluster-name dev --principal-arn {arn}");
    let slr = "The caller is not allowed to modify access entries with a principalArn value of a Service Linked Role";
    cli.refused(&create(LINKED), "InvalidParameterException", slr);
    let line = format!("{} --kubernetes-groups readers --username reader --tags team=data", create(&reader));
    let entry =
        json!({"type": "STANDARD", "username": "reader", "kubernetesGroups": ["readers"], "tags": {"team": "data"}});
    cli.prints(&line, json!({"accessEntry": entry}));
    let on = |verb: &str| format!("eks {verb} --cluster-name dev --principal-arn {reader}");
    cli.prints(&on("describe-access-entry"), json!({"accessEntry": {"principalArn": reader}}));
    let arns = json!([reader, admin, role("dev-node-role")]);
    cli.prints("eks list-access-entries --cluster-name dev", json!({"accessEntries": arns}));
    let line = format!("{} --kubernetes-groups others", on("update-access-entry"));
    cli.prints(&line, json!({"accessEntry": {"kubernetesGroups": ["others"], "username": "reader"}}));

    let named = cli.prints("eks list-access-policies", json!({}));
    let names = named["accessPolicies"].as_array().unwrap();
    assert!(names.iter().any(|policy| policy["name"] == "AmazonEMRJobPolicy"), "{names:?}");
    let associate =
        format!("{} --policy-arn {VIEW} --access-scope type=namespace,namespaces=spark", on("associate-access-policy"));
    let associated = json!({"policyArn": VIEW, "accessScope": {"type": "namespace", "namespaces": ["spark"]}});
    cli.prints(&associate, json!({"associatedAccessPolicy": associated}));
    let list = on("list-associated-access-policies");
    cli.prints(&list, json!({"associatedAccessPolicies": [associated]}));
    assert_eq!(cli.works(&format!("{} --policy-arn {VIEW}", on("disassociate-access-policy"))), "");
    cli.prints(&list, json!({"associatedAccessPolicies": []}));
    assert_eq!(cli.works(&on("delete-access-entry")), "");
    let gone = "The specified principalArn could not be found. You can view your available access entries with 'list-access-entries'.";
    cli.refused(&on("describe-access-entry"), "ResourceNotFoundException", gone);
    let closed =
        "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.";
    cli.refused("eks list-access-entries --cluster-name staging", "InvalidRequestException", closed);
}

fn roles(cli: &mut Cli) {
    let trust = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"eks-fargate-pods.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
    let line = format!(
        "iam create-role --role-name pods --assume-role-policy-document {trust} --description d --tags Key=a,Value=b"
    );
    let document: Value = serde_json::from_str(trust).unwrap();
    cli.prints(&line, json!({"Role": {"Arn": role("pods"), "AssumeRolePolicyDocument": document, "Path": "/"}}));
    cli.prints(
        "iam get-role --role-name pods",
        json!({"Role": {"Description": "d", "Tags": [{"Key": "a", "Value": "b"}]}}),
    );
    let list = cli.prints("iam list-roles --page-size 3", json!({}));
    assert_eq!(list["Roles"].as_array().unwrap().len(), 8);
    let other = trust.replace("eks-fargate-pods", "ec2");
    assert_eq!(cli.works(&format!("iam update-assume-role-policy --role-name pods --policy-document {other}")), "");

    let policy = "arn:aws:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy";
    let (attach, detach) = ("iam attach-role-policy --role-name pods", "iam detach-role-policy --role-name pods");
    assert_eq!(cli.works(&format!("{attach} --policy-arn {policy}")), "");
    let attached = json!([{"PolicyName": "AmazonEKSFargatePodExecutionRolePolicy", "PolicyArn": policy}]);
    cli.prints("iam list-attached-role-policies --role-name pods", json!({"AttachedPolicies": attached}));
    let whose = cli.works(&format!("iam list-entities-for-policy --policy-arn {policy} --entity-filter Role"));
    assert!(whose.contains("\"RoleName\": \"pods\""), "{whose}");
    let inline = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"eks:List*","Resource":"*"}]}"#;
    assert_eq!(
        cli.works(&format!("iam put-role-policy --role-name pods --policy-name p --policy-document {inline}")),
        ""
    );
    let document: Value = serde_json::from_str(inline).unwrap();
    cli.prints("iam get-role-policy --role-name pods --policy-name p", json!({"PolicyDocument": document}));
    cli.prints("iam list-role-policies --role-name pods", json!({"PolicyNames": ["p"]}));
    let delete = "iam delete-role --role-name pods";
    cli.refused(delete, "DeleteConflict", "Cannot delete entity, must detach all policies first.");
    assert_eq!(cli.works(&format!("{detach} --policy-arn {policy}")), "");
    cli.refused(delete, "DeleteConflict", "Cannot delete entity, must delete policies first.");
    assert_eq!(cli.works("iam delete-role-policy --role-name pods --policy-name p"), "");
    assert_eq!(cli.works(delete), "");
    cli.refused("iam get-role --role-name pods", "NoSuchEntity", "The role with name pods cannot be found.");
    cli.prints("iam list-account-aliases", json!({"AccountAliases": ["acme-data"]}));
}

fn managed_policies(cli: &mut Cli) {
    let arn = "arn:aws:iam::aws:policy/AdministratorAccess";
    let policy = json!({"PolicyName": "AdministratorAccess", "DefaultVersionId": "v1", "IsAttachable": true});
    cli.prints(&format!("iam get-policy --policy-arn {arn}"), json!({"Policy": policy}));
    let statement = json!([{"Effect": "Allow", "Action": "*", "Resource": "*"}]);
    let line = format!("iam get-policy-version --policy-arn {arn} --version-id v1");
    cli.prints(&line, json!({"PolicyVersion": {"Document": {"Statement": statement}, "IsDefaultVersion": true}}));

    let simulate = format!("iam simulate-principal-policy --policy-source-arn {}", role("DataEngineer"));
    let line = format!("{simulate} --action-names eks:ListClusters eks:CreateAccessEntry");
    let results = json!([
        {"EvalActionName": "eks:ListClusters", "EvalDecision": "allowed", "EvalResourceName": "*"},
        {"EvalActionName": "eks:CreateAccessEntry", "EvalDecision": "implicitDeny", "MatchedStatements": []},
    ]);
    cli.prints(&line, json!({"EvaluationResults": results}));
    let policy = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"eks:*","Resource":"*","Condition":{"StringEquals":{"eks:accessScope":"namespace"}}}]}"#;
    let line = format!("{simulate} --action-names eks:AssociateAccessPolicy --policy-input-list {policy}");
    let missing = json!([{"EvalDecision": "implicitDeny", "MissingContextValues": ["eks:accessScope"]}]);
    cli.prints(&line, json!({"EvaluationResults": missing}));
    let entry = "ContextKeyName=eks:accessScope,ContextKeyValues=namespace,ContextKeyType=string";
    let matched = json!([{"SourcePolicyId": "PolicyInputList.1"}]);
    let allowed = json!([{"EvalDecision": "allowed", "MatchedStatements": matched, "MissingContextValues": []}]);
    cli.prints(&format!("{line} --context-entries {entry}"), json!({"EvaluationResults": allowed}));
}

fn service_linked_roles(cli: &mut Cli) {
    let create = "iam create-service-linked-role --aws-service-name emr-containers.amazonaws.com";
    let name = "AWSServiceRoleForAmazonEMRContainers";
    let taken = format!("Service role name {name} has been taken in this account, please try a different suffix.");
    cli.refused(create, "InvalidInput", &taken);
    let protected =
        format!("Cannot perform the operation on the protected role '{name}' - this role is only modifiable by AWS");
    cli.refused(&format!("iam delete-role --role-name {name}"), "UnmodifiableEntity", &protected);
    let task = cli.prints(&format!("iam delete-service-linked-role --role-name {name}"), json!({}));
    cli.keep("task", &task["DeletionTaskId"]);
    let status = "iam get-service-linked-role-deletion-status --deletion-task-id {task}";
    cli.prints(status, json!({"Status": "IN_PROGRESS"}));
    cli.wait(2);
    cli.prints(status, json!({"Status": "SUCCEEDED"}));
    cli.prints(create, json!({"Role": {"Arn": LINKED, "Path": "/aws-service-role/emr-containers.amazonaws.com/"}}));
}

fn virtual_clusters(cli: &mut Cli) {
    let create = |name: &str, cluster: &str, namespace: &str| {
        let provider = json!({"id": cluster, "type": "EKS", "info": {"eksInfo": {"namespace": namespace}}});
        format!("emr-containers create-virtual-cluster --name {name} --container-provider {provider} --tags team=data")
    };
    let made = cli.prints(&create("spark", "dev", "spark"), json!({"name": "spark"}));
    cli.keep("id", &made["id"]);
    let twice = "A virtual cluster already exists in the given namespace";
    cli.refused(&create("other", "dev", "spark"), "ValidationException", twice);
    let unmapped = "Unauthorized to perform read namespace on spark";
    cli.refused(&create("staging", "staging", "spark"), "ValidationException", unmapped);
    let provider = json!({"id": "dev", "type": "EKS", "info": {"eksInfo": {"namespace": "spark"}}});
    let whole = json!({"state": "RUNNING", "containerProvider": provider, "tags": {"team": "data"}});
    cli.prints("emr-containers describe-virtual-cluster --id {id}", json!({"virtualCluster": whole}));
    let list = "emr-containers list-virtual-clusters";
    for (filter, count) in [
        ("", 1),
        ("--states RUNNING ARRESTED", 1),
        ("--states TERMINATED", 0),
        ("--eks-access-entry-integrated", 1),
        ("--no-eks-access-entry-integrated", 0),
        ("--container-provider-id dev --container-provider-type EKS", 1),
        ("--container-provider-id staging", 0),
        ("--created-after 2026-11-01 --created-before 2026-12-01", 1),
        ("--created-after 2026-12-01", 0),
    ] {
        let listed = cli.prints(&format!("{list} {filter}"), json!({}));
        assert_eq!(listed["virtualClusters"].as_array().unwrap().len(), count, "{filter}");
    }
    let policy = "arn:aws:eks::aws:cluster-access-policy/AmazonEMRJobPolicy";
    let scope = json!({"policyArn": policy, "accessScope": {"type": "namespace", "namespaces": ["spark"]}});
    let line = format!("eks list-associated-access-policies --cluster-name dev --principal-arn {LINKED}");
    cli.prints(&line, json!({"associatedAccessPolicies": [scope]}));
    let used = cli.prints("iam delete-service-linked-role --role-name AWSServiceRoleForAmazonEMRContainers", json!({}));
    cli.keep("task", &used["DeletionTaskId"]);
    cli.wait(2);
    let status = "iam get-service-linked-role-deletion-status --deletion-task-id {task}";
    let usage = json!([{"Region": "us-east-1", "Resources": [made["arn"]]}]);
    cli.prints(status, json!({"Status": "FAILED", "Reason": {"RoleUsageList": usage}}));
    let runs = "emr-containers list-job-runs --virtual-cluster-id {id}";
    cli.prints(&format!("{runs} --states RUNNING CANCEL_PENDING"), json!({"jobRuns": []}));
    let absent = "Virtual cluster none doesn't exist.";
    cli.refused("emr-containers list-job-runs --virtual-cluster-id none", "ValidationException", absent);
    cli.prints("emr-containers delete-virtual-cluster --id {id}", json!({"id": made["id"]}));
    cli.wait(10);
    cli.prints("emr-containers describe-virtual-cluster --id {id}", json!({"virtualCluster": {"state": "TERMINATED"}}));
    cli.refused("emr-containers describe-virtual-cluster --id none", "ResourceNotFoundException", absent);
}

fn computing(cli: &mut Cli) {
    cli.prints("eks list-nodegroups --cluster-name dev", json!({"nodegroups": ["general"]}));
    let group = json!({"status": "ACTIVE", "nodeRole": role("dev-node-role"), "instanceTypes": ["m6i.xlarge"]});
    cli.prints("eks describe-nodegroup --cluster-name dev --nodegroup-name general", json!({"nodegroup": group}));
    cli.prints("eks list-fargate-profiles --cluster-name dev", json!({"fargateProfileNames": []}));
    let trust = |arn: &str| {
        let statement = json!({
            "Effect": "Allow", "Principal": {"Service": "eks-fargate-pods.amazonaws.com"}, "Action": "sts:AssumeRole",
            "Condition": {"ArnLike": {"aws:SourceArn": arn}},
        });
        json!({"Version": "2012-10-17", "Statement": [statement]})
    };
    let wrong = trust("arn:aws:eks:us-east-1:111122223333:cluster/dev");
    cli.works(&format!("iam create-role --role-name pods --assume-role-policy-document {wrong}"));
    let on = |verb: &str| format!("eks {verb} --cluster-name dev --fargate-profile-name jobs");
    let pods = role("pods");
    let line = format!(
        "{} --pod-execution-role-arn {pods} --subnets subnet-0a11a22b33c44d551 --selectors namespace=spark,labels={{on=fargate}}",
        on("create-fargate-profile")
    );
    let refusal =
        "Misconfigured PodExecutionRole Trust Policy; Please add the eks-fargate-pods.amazonaws.com Service Principal";
    cli.refused(&line, "InvalidParameterException", refusal);
    let right = trust("arn:aws:eks:us-east-1:111122223333:fargateprofile/dev/*");
    cli.works(&format!("iam update-assume-role-policy --role-name pods --policy-document {right}"));
    let selectors = json!([{"namespace": "spark", "labels": {"on": "fargate"}}]);
    cli.prints(&line, json!({"fargateProfile": {"status": "CREATING", "selectors": selectors}}));
    let busy =
        "Cannot create Fargate Profile more because cluster dev currently has Fargate profile jobs in status CREATING";
    cli.refused(&line.replace("name jobs", "name more"), "ResourceInUseException", busy);
    cli.wait(5);
    assert_eq!(cli.works(&on("wait fargate-profile-active")), "");
    cli.prints(&on("describe-fargate-profile"), json!({"fargateProfile": {"podExecutionRoleArn": pods}}));
    let line = format!("eks describe-access-entry --cluster-name dev --principal-arn {pods}");
    cli.prints(&line, json!({"accessEntry": {"type": "FARGATE_LINUX", "username": "system:node:{{SessionName}}"}}));
    cli.prints(&on("delete-fargate-profile"), json!({"fargateProfile": {"status": "DELETING"}}));
    cli.wait(5);
    cli.prints("eks list-fargate-profiles --cluster-name dev", json!({"fargateProfileNames": []}));
}

#[test]
#[ignore = "needs the AWS CLI"]
fn who_may_not_is_told_so() {
    let mut cli = Cli::open(&FRESH.replace("assumed-role/PlatformAdmin/you", "assumed-role/DataEngineer/you"));
    let caller = format!("User: arn:aws:sts::{ACCOUNT}:assumed-role/DataEngineer/you is not authorized to perform:");
    cli.prints("eks list-clusters", json!({"clusters": ["dev", "staging"]}));
    let line = "eks update-cluster-config --name dev --access-config authenticationMode=API_AND_CONFIG_MAP";
    let action = "eks:UpdateClusterConfig";
    let resource = format!("on resource: arn:aws:eks:us-east-1:{ACCOUNT}:cluster/dev");
    let why = format!("because no identity-based policy allows the {action} action");
    cli.refused(line, "AccessDeniedException", &format!("{caller} {action} {resource} {why}"));
    let why = "because no identity-based policy allows the iam:DeleteRole action";
    let denied = format!("{caller} iam:DeleteRole on resource: role DataEngineer {why}");
    cli.refused("iam delete-role --role-name DataEngineer", "AccessDenied", &denied);
    cli.keep("unused", &json!("kept"));
    cli.end();
}

#[test]
#[ignore = "needs the AWS CLI"]
fn a_wrong_secret_is_found_out() {
    let world = FRESH.replacen("caller:\n", "caller:\n  secretAccessKey: of/somebody/else\n", 1);
    let cli = Cli::open(&world);
    // The sandbox is told another secret than the one that the line is signed with.
    let mut line = program();
    let at = cli.sandbox.endpoints();
    assert_eq!(at.secret_access_key, "of/somebody/else");
    line.args(["sts", "get-caller-identity"]).env("HOME", cli.home.path()).env("AWS_ENDPOINT_URL", &at.aws_url);
    line.env("AWS_DEFAULT_REGION", &at.region).env("AWS_ACCESS_KEY_ID", &at.access_key_id);
    line.env("AWS_SECRET_ACCESS_KEY", "not/that").env("AWS_EC2_METADATA_DISABLED", "true");
    line.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let ended = finish(line.spawn().unwrap());
    assert!(ended.err.contains("(SignatureDoesNotMatch)"), "{ended:?}");
    assert_eq!(cli.sandbox.calls(), Vec::new());
}
