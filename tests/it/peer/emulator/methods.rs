//! Automatic and manual in full, through the binary: STS, IAM and EMR containers are emulators', EKS is the sandbox,
//! and behind it is a real kube-apiserver.
//!
//! The caller is a session that moto's STS gave. The sandbox's world is told its keys, so that it can judge the tokens
//! that are signed with them as EKS would; no call but those of EKS reaches it.

use serde_json::{Value, json};

use super::super::behind::{First, Stage, write};
use super::super::client::Ask;
use super::super::methods::{
    EMR, added_lines, aws_auth, check_own_access, check_roles, check_what_emr_can, checked_end, wait,
};
use super::cli::{Cli, Keys};
use super::met::{self, Met};
use super::running::{ACCOUNT, Emulator, Kind};
use crate::rig::FRESH;
use crate::support::program::Home;

/// The role of the world's caller, who made its clusters.
const ADMIN: &str = "PlatformAdmin";
/// Who may become it.
const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"sts:AssumeRole"}]}"#;
/// What EMR's role is called, and where it is.
const LINKED: &str = "AWSServiceRoleForAmazonEMRContainers";
const LINKED_PATH: &str = "/aws-service-role/emr-containers.amazonaws.com/";

/// Everything that a run meets.
struct Scene {
    /// STS, EMR containers, and IAM where nobody else has it.
    moto: Emulator,
    /// IAM where moto has it not.
    iam: Option<Emulator>,
    keys: Keys,
    stage: Stage,
    _world: Home,
}

impl Scene {
    /// Opens the account with `iam` for its IAM.
    fn open(iam: Kind, first: First) -> Self {
        let moto = Emulator::start(Kind::Moto);
        let iam = (iam != Kind::Moto).then(|| Emulator::start(iam));
        let root = Cli::new(&moto, Keys::of_account("test"));
        root.works(&format!("iam create-role --role-name {ADMIN} --assume-role-policy-document"), &[TRUST]);
        let role = format!("arn:aws:iam::{ACCOUNT}:role/{ADMIN}");
        let session = root.works(&format!("sts assume-role --role-arn {role} --role-session-name you"), &[]);
        let (keys, world) = (Keys::in_answer(&session), Home::new());
        let file = world.path().join("world.yaml");
        write(&file, &world_of(&keys, session["AssumedRoleUser"]["AssumedRoleId"].as_str().unwrap()));
        let stage = Stage::open(file.to_str().unwrap(), first);
        Self { moto, iam, keys, stage, _world: world }
    }

    fn iam_url(&self) -> &str {
        self.iam.as_ref().unwrap_or(&self.moto).url()
    }

    /// Runs the program to a good end, and gives what it told last and the calls that it made.
    fn run(&self, args: &[&str]) -> (Value, Met) {
        let (moto, iam) = (self.moto.url(), self.iam_url());
        let urls =
            [("AWS_ENDPOINT_URL_STS", moto), ("AWS_ENDPOINT_URL_EMR_CONTAINERS", moto), ("AWS_ENDPOINT_URL_IAM", iam)];
        let ended = self.stage.run_with(args, &urls);
        let end = checked_end(&self.stage, args, &ended);
        (end, met::in_report(&ended.out))
    }

    /// The AWS CLI in the session's name.
    fn cli(&self, url: &str) -> Cli {
        Cli::at(url, self.keys.clone())
    }

    /// The virtual clusters that moto has, by namespace, name and state.
    fn virtual_clusters(&self) -> Vec<Value> {
        let listed = self.cli(self.moto.url()).works("emr-containers list-virtual-clusters", &[]);
        let listed = listed["virtualClusters"].as_array().unwrap();
        let shown = |one: &Value| {
            let provider = &one["containerProvider"];
            json!([
                one["name"],
                one["state"],
                provider["type"],
                provider["id"],
                provider["info"]["eksInfo"]["namespace"]
            ])
        };
        listed.iter().map(shown).collect()
    }

    /// Checks that the world, which has IAM and EMR of its own, heard of nothing but EKS.
    fn check_that_the_sandbox_was_not_asked(&self) {
        let own = self.cli(self.stage.aws_url());
        let listed = own.works("emr-containers list-virtual-clusters", &[]);
        assert_eq!(listed["virtualClusters"], json!([]));
        let role = own.run(&format!("iam get-role --role-name {LINKED}"), &[]);
        assert!(role.err.contains("NoSuchEntity"), "{role:?}");
    }
}

/// The world `fresh` with this session for its caller.
fn world_of(keys: &Keys, user_id: &str) -> String {
    let own = "  userId: AROASANDBOXPLATADMIN:you\n";
    let lines = format!(
        "  userId: {user_id}\n  accessKeyId: {}\n  secretAccessKey: {}\n  sessionToken: {}\n",
        keys.id,
        keys.secret,
        keys.session.as_deref().unwrap()
    );
    let role = user_id.split(':').next().unwrap();
    let world = FRESH.replace(own, &lines).replace("AROASANDBOXPLATADMIN", role);
    assert_eq!(world.matches("sessionToken: ").count(), 1);
    world
}

fn by_config_map(scene: &Scene, method: &str) -> Met {
    let stage = &scene.stage;
    let as_emr = |ask: Ask| stage.admin(ask.impersonate(EMR, &[]));
    assert_eq!(as_emr(Ask::get("/api/v1/namespaces/spark")).code(), 403);
    let before = aws_auth(stage);
    let args = ["enable", "--cluster", "dev", "--namespace", "spark", "--method", method, "--yes", "--output", "json"];
    let args = [args.as_slice(), &["--virtual-cluster", "dev-spark"]].concat();
    let (end, met) = scene.run(&args);
    assert_eq!(end["wrote"], true);
    let added = added_lines(&before, &aws_auth(stage));
    assert!(added.contains(&format!("role/{LINKED}")), "{added}");
    check_what_emr_can(&as_emr);
    check_roles(&as_emr);
    wait(check_own_access(&stage.cloud()));

    let one = [json!(["dev-spark", "RUNNING", "EKS", "dev", "spark"])];
    assert_eq!(scene.virtual_clusters(), one);
    let role = scene.cli(scene.iam_url()).works(&format!("iam get-role --role-name {LINKED}"), &[]);
    assert_eq!(role["Role"]["Arn"], format!("arn:aws:iam::{ACCOUNT}:role{LINKED_PATH}{LINKED}"));
    scene.check_that_the_sandbox_was_not_asked();

    let (again, _) = scene.run(&args);
    assert_eq!(again["wrote"], false);
    assert_eq!(scene.virtual_clusters(), one);
    met
}

/// What a run asks of each service besides making the role that EMR needs.
const ASKED: &[&str] = &[
    "eks:DescribeCluster",
    "emr-containers:CreateVirtualCluster",
    "emr-containers:ListVirtualClusters",
    "iam:GetRole",
    "sts:GetCallerIdentity",
];

/// The account with EMR's role in moto's IAM. Asked to make it for the service, moto gives it another name.
fn prepared(first: First) -> Scene {
    let scene = Scene::open(Kind::Moto, first);
    let line = format!("iam create-role --role-name {LINKED} --path {LINKED_PATH} --assume-role-policy-document");
    Cli::new(&scene.moto, Keys::of_account("test")).works(&line, &[TRUST]);
    scene
}

#[test]
#[ignore = "needs moto, the AWS CLI and KUBEBUILDER_ASSETS"]
fn moto_alone_automatic() {
    assert_eq!(by_config_map(&prepared(First::Server), "automatic"), met::names(ASKED));
}

#[test]
#[ignore = "needs moto, the AWS CLI and KUBEBUILDER_ASSETS"]
fn moto_alone_manual() {
    assert_eq!(by_config_map(&prepared(First::Sandbox), "manual"), met::names(ASKED));
}

#[test]
#[ignore = "needs LocalStack, moto, the AWS CLI and KUBEBUILDER_ASSETS"]
fn localstack_for_iam_automatic() {
    let with_role = [ASKED, &["iam:CreateServiceLinkedRole"]].concat();
    assert_eq!(by_config_map(&Scene::open(Kind::LocalStack, First::Server), "automatic"), met::names(&with_role));
}

#[test]
#[ignore = "needs LocalStack, moto, the AWS CLI and KUBEBUILDER_ASSETS"]
fn localstack_for_iam_manual() {
    let with_role = [ASKED, &["iam:CreateServiceLinkedRole"]].concat();
    assert_eq!(by_config_map(&Scene::open(Kind::LocalStack, First::Sandbox), "manual"), met::names(&with_role));
}
