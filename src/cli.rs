//! The command line: flags to answers. Raw arguments end here.

mod fargate;
mod preset;
mod record;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::domain::Method;
use crate::domain::rbac::RuleSet;
use crate::domain::trust::TrustWidth;

pub use fargate::FargateFlags;
pub use preset::PresetError;
pub use record::{Replay, ReportFormat, Runs, Undo};

/// The exit codes, as `--help` shows them.
const EXIT_CODES: &str = "\
Exit codes:
    0  done, or nothing to do
    1  failure, nothing written
    2  usage or bad input
    3  refused for safety, or stale plan
    4  preflight blocked
    5  partial: something was written, and more was to come
    6  the proof does not hold; doctor found something wrong
   77  missing rights are the only thing in the way, or no usable credentials
  129, 130, 131, 143  interrupted by SIGHUP, SIGINT, SIGQUIT, SIGTERM with nothing written";

/// Gives Amazon EMR on EKS access to a namespace of an EKS cluster: preview, run, proof.
///
/// Without a command it opens the wizard.
#[derive(Debug, Parser)]
#[command(name = "emr-onramp", version, after_help = EXIT_CODES, disable_help_subcommand = true)]
pub struct Cli {
    /// Flags of every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do; none opens the wizard.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Flags of every command.
#[derive(Args, Debug)]
pub struct Global {
    /// Practise on a sandbox world, by its name or file, instead of an AWS account [default world: fresh]
    #[arg(long, global = true, num_args = 0..=1, default_missing_value = "fresh", value_name = "WORLD")]
    pub sandbox: Option<String>,
    /// Keep the sandbox world in this folder between commands
    #[arg(long, global = true, value_name = "DIR")]
    pub sandbox_state: Option<String>,
    /// The AWS profile to use
    #[arg(long, global = true, value_name = "NAME")]
    pub profile: Option<String>,
    /// A region to look at; repeatable, the first is the main one
    #[arg(long, global = true, value_name = "REGION")]
    pub region: Vec<String>,
    /// A role to assume with the credentials that are found
    #[arg(long, global = true, value_name = "ARN")]
    pub role_arn: Option<String>,
    /// A host that AWS_ENDPOINT_URL or endpoint_url may lead to, besides this computer; repeatable
    #[arg(long, global = true, value_name = "HOST")]
    pub allow_endpoint: Vec<String>,
    /// The file of --context, for the address of the Kubernetes API [default: those of KUBECONFIG, else ~/.kube/config]
    #[arg(long, global = true, value_name = "FILE")]
    pub kubeconfig: Option<PathBuf>,
    /// Call the Kubernetes API by this context, say through a tunnel; it must lead to the chosen cluster [default with --kubeconfig: the current context]
    #[arg(long, global = true, value_name = "NAME")]
    pub context: Option<String>,
    /// Look and plan, but run nothing
    #[arg(long, global = true)]
    pub readonly: bool,
    /// Ask and answer in lines instead of a full screen
    #[arg(long, global = true)]
    pub plain: bool,
    /// The language: en or ko [default: from LANG]
    #[arg(long, global = true, value_name = "LANG")]
    pub lang: Option<String>,
    /// How results are printed
    #[arg(long, global = true, value_enum, default_value_t = Output::Text)]
    pub output: Output,
    /// A system namespace that may be used all the same; repeatable
    #[arg(long, global = true, value_name = "NAMESPACE")]
    pub allow_system_namespace: Vec<String>,
    /// An owner (field manager) whose objects may be changed all the same; repeatable
    #[arg(long, global = true, value_name = "NAME")]
    pub accept_owner: Vec<String>,
    /// The cluster to change although the configuration guards it by its name
    #[arg(long, global = true, value_name = "CLUSTER")]
    pub accept_protected: Option<String>,
    /// What stands behind a sandbox.
    #[command(flatten)]
    pub behind: Behind,
}

/// Flags for a sandbox with a real Kubernetes API server behind it.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "A real API server behind the sandbox")]
pub struct Behind {
    /// The server's address, on this machine: https://127.0.0.1:PORT. It stands behind the world's first cluster
    #[arg(long, global = true, value_name = "URL")]
    pub kube_endpoint: Option<String>,
    /// The certificate authority of that address, in PEM
    #[arg(long, global = true, value_name = "FILE")]
    pub kube_ca: Option<PathBuf>,
    /// The bearer token of an administrator of that server
    #[arg(long, global = true, value_name = "FILE")]
    pub kube_token: Option<PathBuf>,
    /// Create the cluster's objects in that server, except those that it has
    #[arg(long, global = true)]
    pub kube_seed: bool,
    /// The port of the sandbox, where that server finds its webhooks [default: any that is free]
    #[arg(long, global = true, value_name = "N")]
    pub sandbox_port: Option<u16>,
}

/// How results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Output {
    /// Lines for people.
    Text,
    /// One JSON document at the end.
    Json,
    /// One JSON document a line, as things happen.
    Jsonl,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Give EMR on EKS access to a namespace
    Enable(Box<Enable>),
    /// Look a cluster over: what is fine, what is wrong, what could not be looked at; nothing is changed
    Doctor(DoctorArgs),
    /// Go on with a run that was broken off or stopped: the plan that was approved then, its state read first
    Resume(Resume),
    /// Take back what a run did, as far as nobody changed it since
    Undo(Undo),
    /// List the runs on record, report on one, or remove some of them
    Runs(Runs),
    /// Play a recorded run back: in the run's panes, or as lines without a terminal; nothing is called
    Replay(Replay),
    /// The role under which EKS runs pods on Fargate
    FargateRole {
        /// What to do with it.
        #[command(subcommand)]
        command: FargateRoleCommand,
    },
    /// Explain a term, a page, a step, a method or a finding
    Explain {
        /// What, e.g. aws-auth, access-entry, MODE-001; none lists all
        topic: Option<String>,
    },
    /// Look at the sandbox's worlds, or keep one up for other programs
    Sandbox {
        /// Which of the two.
        #[command(subcommand)]
        command: SandboxCommand,
    },
    /// Print where the files are that matter to the program: its configuration, the AWS settings, temporary files
    Paths,
    /// Print the JSON Schema of a format
    Schema {
        /// Of which
        #[arg(value_enum)]
        what: SchemaOf,
    },
}

/// A format that has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// The files that --sandbox takes
    World,
}

/// What to do with the sandbox's worlds.
#[derive(Debug, Subcommand)]
pub enum SandboxCommand {
    /// List the worlds and what each is for
    List,
    /// Keep a world up on loopback and print how the AWS CLI and kubectl reach it; Ctrl-C ends it
    Serve(Serve),
    /// Write the files by which a kube-apiserver asks the sandbox on a port whom a token is of and what it may do
    Webhooks(Webhooks),
}

/// Where the files of the webhooks go.
#[derive(Args, Debug)]
pub struct Webhooks {
    /// The folder; files of these names in it are replaced
    pub folder: PathBuf,
    /// The port that the sandbox has or will have
    #[arg(long, value_name = "N")]
    pub port: u16,
}

/// How a world is kept up.
#[derive(Args, Debug)]
pub struct Serve {
    /// The world [default: fresh]
    pub world: Option<String>,
    /// The port of the AWS address on 127.0.0.1 [default: any that is free]
    #[arg(long, value_name = "N")]
    pub port: Option<u16>,
}

/// What to do with a Pod execution role.
#[derive(Debug, Subcommand)]
pub enum FargateRoleCommand {
    /// Find the roles that could run the cluster's pods on Fargate and judge each; nothing is changed
    Check(FargateCheck),
    /// Make a role for the cluster's pods on Fargate: preview, run, proof
    Create(FargateCreate),
    /// Open a role to the cluster's Fargate profiles, or close it to other accounts', keeping all else that it trusts
    Repair(FargateRepair),
}

/// Which roles are judged, and for which cluster.
#[derive(Args, Debug)]
pub struct FargateCheck {
    /// The EKS cluster
    #[arg(long, value_name = "NAME")]
    pub cluster: String,
    /// A role to judge besides those that are found, by its name or ARN
    #[arg(long, value_name = "ROLE")]
    pub role: Option<String>,
}

/// The role to make.
#[derive(Args, Debug)]
pub struct FargateCreate {
    /// The EKS cluster
    #[arg(long, value_name = "NAME")]
    pub cluster: String,
    /// The role's name
    #[arg(long, value_name = "ROLE")]
    pub name: String,
    /// For which Fargate profiles the role may be assumed
    #[arg(long, value_enum, default_value_t = WidthArg::Cluster)]
    pub trust: WidthArg,
    /// A tag; repeatable, at most 50
    #[arg(long, value_name = "KEY=VALUE")]
    pub tag: Vec<String>,
    /// Run the plan without asking
    #[arg(long)]
    pub yes: bool,
}

/// The role to repair.
#[derive(Args, Debug)]
pub struct FargateRepair {
    /// The EKS cluster
    #[arg(long, value_name = "NAME")]
    pub cluster: String,
    /// The role, by its name or ARN
    #[arg(long, value_name = "ROLE")]
    pub role: String,
    /// Put a condition where there is none, so that only this region's clusters that use the role may go on; other regions are not looked at
    #[arg(long)]
    pub harden: bool,
    /// Run the plan without asking
    #[arg(long)]
    pub yes: bool,
}

/// The width of a role's trust as a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum WidthArg {
    /// The profiles of this cluster
    Cluster,
    /// Those of every cluster of the region in this account
    Region,
    /// Those of every cluster of this account
    Account,
}

impl From<WidthArg> for TrustWidth {
    fn from(width: WidthArg) -> Self {
        match width {
            WidthArg::Cluster => Self::Cluster,
            WidthArg::Region => Self::Region,
            WidthArg::Account => Self::Account,
        }
    }
}

/// What `doctor` looks at.
#[derive(Args, Debug)]
pub struct DoctorArgs {
    /// The EKS cluster
    #[arg(long, value_name = "NAME")]
    pub cluster: String,
    /// A namespace; repeatable [default: every one that holds something of EMR's]
    #[arg(long, value_name = "NAMESPACE")]
    pub namespace: Vec<String>,
}

/// Which run goes on.
#[derive(Args, Debug)]
pub struct Resume {
    /// The run, as `emr-onramp runs` names it
    pub run: String,
    /// Go on without asking; never covers a step that cannot be undone, nor one on the caller's own role
    #[arg(long)]
    pub yes: bool,
    /// Put the permissions for access entries on the caller's own role, if the plan does
    #[arg(long)]
    pub attach_permissions: bool,
    /// Accept steps that cannot be undone on this cluster
    #[arg(long, value_name = "CLUSTER")]
    pub accept_one_way: Option<String>,
    /// Make the ConfigMap aws-auth on this cluster where the manual method finds none
    #[arg(long, value_name = "CLUSTER")]
    pub create_aws_auth: Option<String>,
    /// Accept an edited text of aws-auth that takes something from others or gives away very much, on this cluster
    #[arg(long, value_name = "CLUSTER")]
    pub accept_aws_auth_edit: Option<String>,
}

/// The answers of `enable`.
#[derive(Args, Debug, Default)]
pub struct Enable {
    /// The EKS cluster
    #[arg(long, value_name = "NAME")]
    pub cluster: Option<String>,
    /// A namespace; repeatable, all in one run
    #[arg(long, value_name = "NAMESPACE")]
    pub namespace: Vec<String>,
    /// Create the namespaces that are not there
    #[arg(long)]
    pub create_namespace: bool,
    /// How EMR is let in
    #[arg(long, value_enum)]
    pub method: Option<MethodArg>,
    /// Make a virtual cluster of this name; with several namespaces NAME-NAMESPACE each, or give as many names as namespaces, in their order
    #[arg(long, value_name = "NAME")]
    pub virtual_cluster: Vec<String>,
    /// The Role's rules (manual method) [default: by Kubernetes version]
    #[arg(long, value_enum)]
    pub role_rules: Option<RulesArg>,
    /// Give mapRoles of aws-auth the text of this file instead of adding the one entry (manual method)
    #[arg(long, value_name = "FILE")]
    pub aws_auth_text: Option<PathBuf>,
    /// Leave the service-linked role alone, even if it is missing
    #[arg(long)]
    pub no_service_linked_role: bool,
    /// Put the permissions for access entries on the caller's own role; only this flag does, never --yes alone
    #[arg(long)]
    pub attach_permissions: bool,
    /// Pods on Fargate.
    #[command(flatten)]
    pub fargate: FargateFlags,
    /// Run the plan without asking; never covers a step that cannot be undone, nor one on the caller's own role
    #[arg(long)]
    pub yes: bool,
    /// Accept steps that cannot be undone on this cluster
    #[arg(long, value_name = "CLUSTER")]
    pub accept_one_way: Option<String>,
    /// Make the ConfigMap aws-auth on this cluster where the manual method finds none
    #[arg(long, value_name = "CLUSTER")]
    pub create_aws_auth: Option<String>,
    /// Accept an edited text of aws-auth that takes something from others or gives away very much, on this cluster
    #[arg(long, value_name = "CLUSTER")]
    pub accept_aws_auth_edit: Option<String>,
}

/// The method as a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MethodArg {
    /// Role, RoleBinding and aws-auth in one go, as eksctl does
    Automatic,
    /// The same objects with the rules of the AWS page
    Manual,
    /// EMR writes its own access entry
    AccessEntry,
}

/// The rule set as a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RulesArg {
    /// The AWS page, 1.22 and later
    #[value(name = "aws-1.22")]
    Aws122,
    /// The AWS page, 1.21 and earlier
    #[value(name = "aws-1.21")]
    Aws121,
    /// eksctl's
    Eksctl,
}

impl From<MethodArg> for Method {
    fn from(method: MethodArg) -> Self {
        match method {
            MethodArg::Automatic => Self::Automatic,
            MethodArg::Manual => Self::Manual,
            MethodArg::AccessEntry => Self::AccessEntry,
        }
    }
}

impl From<RulesArg> for RuleSet {
    fn from(rules: RulesArg) -> Self {
        match rules {
            RulesArg::Aws122 => Self::Aws122,
            RulesArg::Aws121 => Self::Aws121,
            RulesArg::Eksctl => Self::Eksctl,
        }
    }
}
