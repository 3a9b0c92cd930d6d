//! The columns of each kind.

use serde_json::{Value, json};

/// One column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    name: &'static str,
    kind: &'static str,
    /// 0 is always shown, 1 only by `-o wide`.
    priority: u8,
    description: &'static str,
}

impl Column {
    const fn text(name: &'static str, description: &'static str) -> Column {
        Column { name, kind: "string", priority: 0, description }
    }

    const fn number(name: &'static str, description: &'static str) -> Column {
        Column { kind: "integer", ..Column::text(name, description) }
    }

    const fn wide(self) -> Column {
        Column { priority: 1, ..self }
    }

    /// The column as a table says it.
    pub(super) fn to_value(self) -> Value {
        json!({
            "name": self.name,
            "type": self.kind,
            "format": if self.name == "Name" { "name" } else { "" },
            "description": self.description,
            "priority": self.priority,
        })
    }
}

const NAME: Column = Column::text("Name", "Name of the object, unique for its kind within its namespace.");
const AGE: Column = Column::text("Age", "How long ago the server created the object.");
const SELECTOR: Column = Column::text("Selector", "Labels of the pods that are meant.").wide();
const CONTAINERS: Column = Column::text("Containers", "Names of the containers in the template.").wide();
const IMAGES: Column = Column::text("Images", "Images of the containers in the template.").wide();

/// Columns of kinds without any of their own.
pub(super) fn other() -> Vec<Column> {
    vec![NAME, Column { kind: "date", ..Column::text("Created At", "When the server created the object.") }]
}

/// Columns of roles.
pub(super) fn role() -> Vec<Column> {
    other()
}

/// Columns of role bindings.
pub(super) fn binding() -> Vec<Column> {
    vec![
        NAME,
        Column::text("Role", "The role whose rules are given."),
        AGE,
        Column::text("Users", "Users who are given them.").wide(),
        Column::text("Groups", "Groups who are given them.").wide(),
        Column::text("ServiceAccounts", "Service accounts that are given them.").wide(),
    ]
}

/// Columns of config maps.
pub(super) fn config_map() -> Vec<Column> {
    vec![NAME, Column::text("Data", "How many keys there are."), AGE]
}

/// Columns of secrets.
pub(super) fn secret() -> Vec<Column> {
    vec![NAME, Column::text("Type", "What the data is for."), Column::text("Data", "How many keys there are."), AGE]
}

/// Columns of namespaces.
pub(super) fn namespace() -> Vec<Column> {
    vec![NAME, Column::text("Status", "Active, or Terminating while it is being deleted."), AGE]
}

/// Columns of service accounts.
pub(super) fn service_account() -> Vec<Column> {
    vec![NAME, Column::text("Secrets", "How many secrets pods of the account may use."), AGE]
}

/// Columns of events.
pub(super) fn event() -> Vec<Column> {
    vec![
        Column::text("Last Seen", "How long ago it happened last."),
        Column::text("Type", "Normal or Warning."),
        Column::text("Reason", "Why it happened, in a word."),
        Column::text("Object", "What it happened to."),
        Column::text("Subobject", "Which part of it.").wide(),
        Column::text("Source", "Who reports it.").wide(),
        Column::text("Message", "What happened."),
        Column::text("First Seen", "How long ago it happened first.").wide(),
        Column::text("Count", "How often it happened.").wide(),
        NAME.wide(),
    ]
}

/// Columns of claims for storage.
pub(super) fn claim(minor: u32) -> Vec<Column> {
    let mut columns = vec![
        NAME,
        Column::text("Status", "Pending, Bound or Lost."),
        Column::text("Volume", "The volume that is bound."),
        Column::text("Capacity", "How much the volume holds."),
        Column::text("Access Modes", "How the volume can be mounted."),
        Column::text("StorageClass", "The class that is asked for."),
        AGE,
        Column::text("VolumeMode", "Filesystem or Block.").wide(),
    ];
    if minor >= super::plain::ATTRIBUTES_CLASS_SINCE {
        columns.insert(6, Column::text("VolumeAttributesClass", "The class of attributes that is asked for."));
    }
    columns
}

/// Columns of nodes.
pub(super) fn node() -> Vec<Column> {
    vec![
        NAME,
        Column::text("Status", "Whether the node takes pods."),
        Column::text("Roles", "The roles that its labels give it."),
        AGE,
        Column::text("Version", "The kubelet's version."),
        Column::text("Internal-IP", "Address within the cluster.").wide(),
        Column::text("External-IP", "Address from outside.").wide(),
        Column::text("OS-Image", "The operating system.").wide(),
        Column::text("Kernel-Version", "The kernel's version.").wide(),
        Column::text("Container-Runtime", "What runs the containers.").wide(),
    ]
}

/// Columns of pods.
pub(super) fn pod() -> Vec<Column> {
    vec![
        NAME,
        Column::text("Ready", "Containers that are ready, of all."),
        Column::text("Status", "What all its containers come to."),
        Column::text("Restarts", "How often containers were started again, and when last."),
        AGE,
        Column::text("IP", "The pod's address.").wide(),
        Column::text("Node", "The node it runs on.").wide(),
        Column::text("Nominated Node", "The node it may get by preemption.").wide(),
        Column::text("Readiness Gates", "Conditions that are met, of those it waits for.").wide(),
    ]
}

/// Columns of deployments.
pub(super) fn deployment() -> Vec<Column> {
    vec![
        NAME,
        Column::text("Ready", "Pods that are ready, of those wanted."),
        Column::text("Up-to-date", "Pods of the current template."),
        Column::text("Available", "Pods that are ready for long enough."),
        AGE,
        CONTAINERS,
        IMAGES,
        SELECTOR,
    ]
}

/// Columns of daemon sets.
pub(super) fn daemon_set() -> Vec<Column> {
    vec![
        NAME,
        Column::number("Desired", "Nodes that should run the pod."),
        Column::number("Current", "Nodes that run it."),
        Column::number("Ready", "Nodes on which it is ready."),
        Column::number("Up-to-date", "Nodes that run the current template."),
        Column::number("Available", "Nodes on which it is ready for long enough."),
        Column::text("Node Selector", "Labels of the nodes that are meant."),
        AGE,
        CONTAINERS,
        IMAGES,
        SELECTOR,
    ]
}

/// Columns of stateful sets.
pub(super) fn stateful_set() -> Vec<Column> {
    vec![NAME, Column::text("Ready", "Pods that are ready, of those wanted."), AGE, CONTAINERS, IMAGES]
}

/// Columns of jobs.
pub(super) fn job(minor: u32) -> Vec<Column> {
    let mut columns = vec![
        NAME,
        Column::text("Completions", "Pods that have succeeded, of those wanted."),
        Column::text("Duration", "How long it took, or has taken so far."),
        AGE,
        CONTAINERS,
        IMAGES,
        SELECTOR,
    ];
    if minor >= super::workload::JOB_STATUS_SINCE {
        columns.insert(1, Column::text("Status", "What its conditions come to."));
    }
    columns
}

/// Columns of services.
pub(super) fn service() -> Vec<Column> {
    vec![
        NAME,
        Column::text("Type", "How the service is reached."),
        Column::text("Cluster-IP", "Address within the cluster."),
        Column::text("External-IP", "Addresses from outside."),
        Column::text("Port(s)", "Ports of the service."),
        AGE,
        SELECTOR,
    ]
}

/// Columns of ingresses.
pub(super) fn ingress() -> Vec<Column> {
    vec![
        NAME,
        Column::text("Class", "Who carries it out."),
        Column::text("Hosts", "Hosts that have rules."),
        Column::text("Address", "Addresses of the load balancer."),
        Column::text("Ports", "Ports that are served."),
        AGE,
    ]
}

/// Columns of replica sets.
pub(super) fn replica_set() -> Vec<Column> {
    vec![
        NAME,
        Column::number("Desired", "Pods that are wanted."),
        Column::number("Current", "Pods that are there."),
        Column::number("Ready", "Pods that are ready."),
        AGE,
        CONTAINERS,
        IMAGES,
        SELECTOR,
    ]
}

/// Columns of quotas.
pub(super) fn quota() -> Vec<Column> {
    vec![
        NAME,
        AGE,
        Column::text("Request", "What is used of what may be requested."),
        Column::text("Limit", "What is used of what limits may add up to."),
    ]
}

/// Columns of leases.
pub(super) fn lease() -> Vec<Column> {
    vec![NAME, Column::text("Holder", "Who holds it."), AGE]
}
