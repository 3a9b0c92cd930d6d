//! What was answered, and why an answer was not taken.

use super::aws_auth::{AwsAuthWay, EditedText};
use super::fargate::{FargateAnswers, FargatePreset};
use crate::domain::arn::RoleElsewhere;
use crate::domain::desired::{CallerPermissions, VirtualClusterNames};
use crate::domain::name::NameError;
use crate::domain::rbac::RuleSet;
use crate::domain::{
    ClusterName, Method, NamespaceName, OutsideText, PortError, Protections, RecordTrouble, Region, VerbatimText,
};
use crate::journal::Past;
use crate::plan::Finding;

/// An answer as a front end gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A choice's value, or a typed text; for the namespaces any number of names between blanks or commas.
    Text(String),
    /// Yes or no.
    Yes(bool),
}

/// Why an answer was not taken. Nothing was changed by it.
#[derive(Clone, Debug, PartialEq)]
pub enum AnswerError {
    /// It is no valid name.
    Name(NameError),
    /// It is none of the choices.
    NotOffered {
        /// What was given.
        given: OutsideText,
    },
    /// It is a choice that cannot be chosen here.
    Blocked {
        /// Why.
        findings: Vec<Finding>,
    },
    /// It is a system namespace, which needs to be allowed by name.
    SystemNamespace {
        /// Which.
        namespace: NamespaceName,
    },
    /// It names a namespace twice.
    Repeated {
        /// Which.
        namespace: NamespaceName,
    },
    /// There is no cluster of that name in the region.
    NoSuchCluster {
        /// Which.
        given: OutsideText,
    },
    /// Whether there is a cluster of that name could not be found out.
    CannotLook {
        /// Which.
        given: OutsideText,
        /// Why.
        error: PortError,
    },
    /// It is not what had to be typed.
    NotTyped {
        /// What had to be typed.
        expected: OutsideText,
    },
    /// It is no list of labels.
    Labels {
        /// What was given.
        given: OutsideText,
    },
    /// A role's trust policy would be changed, clusters are guarded, and nobody looked which of them use the role.
    GuardedRole {
        /// The role.
        role: OutsideText,
    },
    /// A Fargate profile needs a subnet.
    NoSubnets {
        /// Those that were seen.
        offers: OutsideText,
    },
    /// The role that was named by its ARN is in another account or partition than the cluster.
    RoleElsewhere {
        /// Where both are.
        elsewhere: RoleElsewhere,
    },
    /// The role of that name has another ARN than the one that was given.
    OtherRole {
        /// The ARN as given.
        given: OutsideText,
        /// The role's.
        real: OutsideText,
    },
    /// The session is another principal's than the one that approved the run.
    OtherCaller {
        /// Who approved it.
        was: OutsideText,
        /// Whose the session is.
        now: OutsideText,
    },
    /// It is a text of mapRoles that would not do.
    AwsAuthText {
        /// What is wrong with it.
        finding: Box<Finding>,
    },
    /// The text of mapRoles is to be edited, and nobody did.
    NoAwsAuthText,
    /// aws-auth was changed since its text was edited.
    AwsAuthMoved,
    /// It is no code of an MFA device.
    NoCode,
    /// The person asked for a look that changes nothing.
    ReadOnly,
    /// The run could not be recorded, and without a record nothing is run.
    NotRecorded(Box<RecordTrouble>),
    /// The configuration says that nothing on this cluster is changed.
    Protected {
        /// Which.
        cluster: OutsideText,
    },
    /// The question is not asked now.
    NotAsked,
}

/// The cluster that was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClusterChoice {
    /// Its region.
    pub region: Region,
    /// Its name.
    pub name: ClusterName,
}

/// Everything answered so far. Kept when going back; what no longer holds is asked again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// The cluster.
    pub cluster: Option<ClusterChoice>,
    /// The namespaces, each once; empty before they are chosen.
    pub namespaces: Vec<NamespaceName>,
    /// The method.
    pub method: Option<Method>,
    /// The Role's rules.
    pub rule_set: Option<RuleSet>,
    /// Whether to create the service-linked role.
    pub service_linked_role: Option<bool>,
    /// What becomes of the caller's permissions.
    pub caller_permissions: Option<CallerPermissions>,
    /// Whether to create virtual clusters.
    pub virtual_cluster: Option<bool>,
    /// Their names.
    pub virtual_cluster_names: Option<VirtualClusterNames>,
    /// How aws-auth is edited (manual method).
    pub aws_auth_way: Option<AwsAuthWay>,
    /// Its text as it was edited.
    pub aws_auth_text: Option<EditedText>,
    /// Everything about Fargate.
    pub fargate: FargateAnswers,
    /// Whether the cluster's name was typed for this plan.
    pub one_way: Option<bool>,
    /// Whether the caller's role's name was typed for this plan.
    pub own_role: Option<bool>,
}

/// Answers and permissions given beforehand, by flags or a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preset {
    /// The cluster's name.
    pub cluster: Option<ClusterName>,
    /// The namespaces, each once; empty where none is given.
    pub namespaces: Vec<NamespaceName>,
    /// Whether a namespace that is not there may be created; without it, front ends that ask may still.
    pub create_namespace: bool,
    /// The method.
    pub method: Option<Method>,
    /// The Role's rules.
    pub rule_set: Option<RuleSet>,
    /// Whether to create the service-linked role.
    pub service_linked_role: Option<bool>,
    /// What becomes of the caller's permissions.
    pub caller_permissions: Option<CallerPermissions>,
    /// The virtual clusters' names, if any are wanted.
    pub virtual_clusters: Option<VirtualClusterNames>,
    /// The text that mapRoles is to have (manual method); none adds the one entry, or asks.
    pub aws_auth_text: Option<VerbatimText>,
    /// What was said about Fargate; none leaves it alone.
    pub fargate: Option<FargatePreset>,
    /// System namespaces allowed by name.
    pub allowed_system_namespaces: Vec<NamespaceName>,
    /// Owners (managers of fields) whose objects may be changed all the same.
    pub accepted_owners: Vec<String>,
    /// Whether no plan may be run, whatever is answered.
    pub read_only: bool,
    /// The run to go on with.
    pub resume: Option<Box<Past>>,
    /// The clusters that the configuration guards.
    pub protections: Protections,
}
