//! Objects as rows and columns (`Table` of `meta.k8s.io`): what `kubectl get` prints.
//!
//! The columns and their cells are those of upstream's printers for the kinds the server has.

mod cell;
mod column;
mod network;
mod plain;
mod workload;

use jiff::Timestamp;
use serde_json::{Value, json};

use self::column::Column;
use super::negotiate::Form;
use super::resource::Resource;

/// What cells depend on besides the object.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    /// The server's time; ages are counted from it.
    pub(super) now: Timestamp,
    /// The minor version of Kubernetes 1.
    pub(super) minor: u32,
}

/// How objects are to be written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    /// The form that was asked for.
    pub(super) form: Form,
    /// What a table's rows carry of their objects (`includeObject`).
    pub(super) carry: Include,
    /// What the cells depend on.
    pub(super) moment: Moment,
}

/// What a row carries of its object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Include {
    /// Its metadata.
    #[default]
    Metadata,
    /// All of it.
    Object,
    /// Nothing.
    Nothing,
}

impl Include {
    /// Reads the query's `includeObject`.
    pub(super) fn parse(text: &str) -> Include {
        match text {
            "None" => Include::Nothing,
            "Object" => Include::Object,
            _ => Include::Metadata,
        }
    }
}

/// The columns of a kind and what stands in them.
type Printer = (Vec<Column>, fn(&Value, Moment) -> Vec<Value>);

impl Look {
    /// Writes an object or a list of a resource in the form that was asked for.
    pub(super) fn write(&self, resource: &Resource, value: Value) -> Value {
        match self.form {
            Form::Objects => value,
            Form::Table(version) => self.table(version, resource, &value, true),
            Form::Metadata(version) => self.metadata(version, resource, value),
        }
    }

    /// Writes what a watch tells of an object; only the first table says what its columns are.
    pub(super) fn write_event(&self, resource: &Resource, object: &Value, is_first: bool) -> Value {
        match self.form {
            Form::Table(version) => self.table(version, resource, object, is_first),
            _ => self.write(resource, object.clone()),
        }
    }

    fn table(&self, version: &str, resource: &Resource, value: &Value, with_columns: bool) -> Value {
        let (columns, cells) = printer(resource, self.moment.minor);
        let items = value.get("items").and_then(Value::as_array).filter(|_| is_list(resource, value));
        let rows: Vec<Value> = match items {
            Some(items) => items.iter().map(|item| self.row(version, resource, item, cells)).collect(),
            None => vec![self.row(version, resource, value, cells)],
        };
        let of_list = |name: &str| value["metadata"].get(name).map(|one| (name.to_owned(), one.clone()));
        let names: &[&str] =
            if items.is_some() { &["resourceVersion", "continue", "remainingItemCount"] } else { &["resourceVersion"] };
        let metadata: serde_json::Map<String, Value> = names.iter().filter_map(|name| of_list(name)).collect();
        let columns: Vec<Value> = columns.into_iter().map(Column::to_value).collect();
        json!({
            "kind": "Table",
            "apiVersion": format!("meta.k8s.io/{version}"),
            "metadata": metadata,
            "columnDefinitions": if with_columns { columns.into() } else { Value::Null },
            "rows": rows,
        })
    }

    fn row(
        &self,
        version: &str,
        resource: &Resource,
        object: &Value,
        cells: fn(&Value, Moment) -> Vec<Value>,
    ) -> Value {
        let mut row = json!({"cells": cells(object, self.moment)});
        match self.carry {
            Include::Nothing => {}
            Include::Metadata => row["object"] = partial(version, object),
            Include::Object => {
                let mut object = object.clone();
                object["kind"] = resource.kind.into();
                object["apiVersion"] = resource.api_version().into();
                row["object"] = object;
            }
        }
        row
    }

    fn metadata(&self, version: &str, resource: &Resource, value: Value) -> Value {
        if !is_list(resource, &value) {
            return partial(version, &value);
        }
        let items = value["items"].as_array().into_iter().flatten();
        let items: Vec<Value> = items.map(|item| partial(version, item)).collect();
        json!({
            "kind": "PartialObjectMetadataList",
            "apiVersion": format!("meta.k8s.io/{version}"),
            "metadata": value["metadata"],
            "items": items,
        })
    }
}

fn is_list(resource: &Resource, value: &Value) -> bool {
    value["kind"].as_str().and_then(|kind| kind.strip_suffix("List")) == Some(resource.kind)
}

fn partial(version: &str, object: &Value) -> Value {
    json!({
        "kind": "PartialObjectMetadata",
        "apiVersion": format!("meta.k8s.io/{version}"),
        "metadata": object["metadata"],
    })
}

fn printer(resource: &Resource, minor: u32) -> Printer {
    match resource.kind {
        "ClusterRole" | "Role" => (column::role(), plain::role),
        "ClusterRoleBinding" | "RoleBinding" => (column::binding(), plain::binding),
        "ConfigMap" => (column::config_map(), plain::config_map),
        "DaemonSet" => (column::daemon_set(), workload::daemon_set),
        "Deployment" => (column::deployment(), workload::deployment),
        "Event" => (column::event(), plain::event),
        "Ingress" => (column::ingress(), network::ingress),
        "Job" => (column::job(minor), workload::job),
        "Lease" => (column::lease(), plain::lease),
        "Namespace" => (column::namespace(), plain::namespace),
        "Node" => (column::node(), workload::node),
        "PersistentVolumeClaim" => (column::claim(minor), plain::claim),
        "Pod" => (column::pod(), workload::pod),
        "ReplicaSet" => (column::replica_set(), workload::replica_set),
        "ResourceQuota" => (column::quota(), plain::quota),
        "Secret" => (column::secret(), plain::secret),
        "Service" => (column::service(), network::service),
        "ServiceAccount" => (column::service_account(), plain::service_account),
        "StatefulSet" => (column::stateful_set(), workload::stateful_set),
        _ => (column::other(), plain::other),
    }
}

#[cfg(test)]
mod tests;
