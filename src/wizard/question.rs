//! What is asked: data that knows no front end.

use crate::domain::{OutsideText, PortError, VerbatimText};
use crate::plan::Finding;

/// Which question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuestionId {
    /// Go on with the credentials that were found, look again, or practise.
    SignIn,
    /// The profile of the AWS settings.
    Profile,
    /// The region to look at.
    Region,
    /// The code of an MFA device.
    MfaCode,
    /// The cluster: `REGION/NAME`.
    Cluster,
    /// The namespaces.
    Namespace,
    /// The method.
    Method,
    /// The Role's rules (manual method).
    RuleSet,
    /// How aws-auth is edited (manual method).
    AwsAuthWay,
    /// Its text, edited by hand.
    AwsAuthText,
    /// Whether to create the service-linked role where it is missing.
    ServiceLinkedRole,
    /// What becomes of the caller's permissions (access entry).
    CallerPermissions,
    /// Whether to create virtual clusters.
    VirtualCluster,
    /// Its name; with several namespaces what their names begin with.
    VirtualClusterName,
    /// Whether pods run on Fargate.
    Fargate,
    /// The role under which EKS runs them.
    FargateRole,
    /// Its name, where it is to be made.
    FargateRoleName,
    /// For which profiles that role may be assumed.
    FargateTrust,
    /// Whether to make a Fargate profile.
    FargateProfile,
    /// Its name.
    FargateProfileName,
    /// Its subnets.
    FargateSubnets,
    /// The labels that pods must have to run on Fargate.
    FargateLabels,
    /// The cluster's name, typed, where a step cannot be undone.
    OneWay,
    /// The caller's role's name, typed, where permissions are put on it.
    OwnRole,
    /// Whether to run the plan.
    Approve,
    /// Whether to run the step in front (manual method).
    Consent,
}

impl QuestionId {
    /// All of them.
    pub const ALL: [Self; 26] = [
        Self::SignIn,
        Self::Profile,
        Self::Region,
        Self::MfaCode,
        Self::Cluster,
        Self::Namespace,
        Self::Method,
        Self::RuleSet,
        Self::AwsAuthWay,
        Self::AwsAuthText,
        Self::ServiceLinkedRole,
        Self::CallerPermissions,
        Self::VirtualCluster,
        Self::VirtualClusterName,
        Self::Fargate,
        Self::FargateRole,
        Self::FargateRoleName,
        Self::FargateTrust,
        Self::FargateProfile,
        Self::FargateProfileName,
        Self::FargateSubnets,
        Self::FargateLabels,
        Self::OneWay,
        Self::OwnRole,
        Self::Approve,
        Self::Consent,
    ];

    /// The word for it in catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Profile => "profile",
            Self::Region => "region",
            Self::MfaCode => "mfa-code",
            Self::Cluster => "cluster",
            Self::Namespace => "namespace",
            Self::Method => "method",
            Self::RuleSet => "rule-set",
            Self::AwsAuthWay => "aws-auth-way",
            Self::AwsAuthText => "aws-auth-text",
            Self::ServiceLinkedRole => "service-linked-role",
            Self::CallerPermissions => "caller-permissions",
            Self::VirtualCluster => "virtual-cluster",
            Self::VirtualClusterName => "virtual-cluster-name",
            Self::Fargate => "fargate",
            Self::FargateRole => "fargate-role",
            Self::FargateRoleName => "fargate-role-name",
            Self::FargateTrust => "fargate-trust",
            Self::FargateProfile => "fargate-profile",
            Self::FargateProfileName => "fargate-profile-name",
            Self::FargateSubnets => "fargate-subnets",
            Self::FargateLabels => "fargate-labels",
            Self::OneWay => "one-way",
            Self::OwnRole => "own-role",
            Self::Approve => "approve",
            Self::Consent => "consent",
        }
    }

    /// Whether it is put in other words where there are several namespaces.
    pub fn is_about_virtual_clusters(self) -> bool {
        matches!(self, Self::VirtualCluster | Self::VirtualClusterName)
    }

    /// Whether it is one of the page on Fargate.
    pub fn is_about_fargate(self) -> bool {
        use super::PageId;
        PageId::Fargate.page().questions.contains(&self)
    }

    /// The flag of `enable` that answers it.
    pub fn flag(self) -> &'static str {
        match self {
            Self::SignIn | Self::Profile | Self::MfaCode => "--profile",
            Self::Region => "--region",
            Self::Cluster => "--cluster",
            Self::Namespace => "--namespace",
            Self::Method => "--method",
            Self::RuleSet => "--role-rules",
            Self::AwsAuthWay | Self::AwsAuthText => "--aws-auth-text",
            Self::ServiceLinkedRole => "--no-service-linked-role",
            Self::CallerPermissions | Self::OwnRole => "--attach-permissions",
            Self::VirtualCluster | Self::VirtualClusterName => "--virtual-cluster",
            Self::Fargate | Self::FargateRole => "--fargate-role",
            Self::FargateRoleName | Self::FargateTrust => "--create-fargate-role",
            Self::FargateProfile | Self::FargateProfileName => "--fargate-profile",
            Self::FargateSubnets => "--fargate-subnet",
            Self::FargateLabels => "--fargate-label",
            Self::OneWay => "--accept-one-way",
            Self::Approve | Self::Consent => "--yes",
        }
    }
}

/// One thing to choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The answer's value; a word of the program or a name from outside.
    pub value: OutsideText,
    /// Why it cannot be chosen; empty where it can.
    pub blockers: Vec<Finding>,
    /// Whether it is the one to choose.
    pub is_recommended: bool,
}

/// How a question is answered.
#[derive(Clone, Debug, PartialEq)]
pub enum QuestionKind {
    /// One of these; where `may_type`, another name too.
    Choose {
        /// What there is.
        choices: Vec<Choice>,
        /// Whether a name that is not there may be typed.
        may_type: bool,
        /// The value chosen already, or by default.
        default: Option<String>,
    },
    /// Any number of these, and of names that are not there.
    Several {
        /// What there is.
        choices: Vec<Choice>,
        /// The values chosen already, or by default.
        default: Vec<String>,
    },
    /// Yes or no.
    YesNo {
        /// What Enter means; none where only a spoken yes counts.
        default: Option<bool>,
    },
    /// A text.
    Text {
        /// What Enter means.
        default: String,
    },
    /// A text of many lines, edited in an editor.
    Document {
        /// The text to begin with.
        default: VerbatimText,
    },
    /// Exactly this, typed by hand.
    Typed {
        /// What has to be typed.
        expected: String,
    },
}

/// A question, ready to be asked by any front end.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Which.
    pub id: QuestionId,
    /// How it is answered.
    pub kind: QuestionKind,
}

/// What a front end should do now.
#[derive(Clone, Debug, PartialEq)]
pub enum Turn {
    /// Ask this.
    Ask(Box<Question>),
    /// Wait for the next message.
    Wait,
    /// The run is over, with proof or without.
    Finished,
    /// Something that had to be read could not be; nothing can be asked until that is mended.
    Stuck(PortError),
}
