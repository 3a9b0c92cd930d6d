//! The engine over a world where anything can go wrong.

mod crowd;
mod drift;
mod edit;
mod fault;
mod guard;
mod hurry;
mod journal;
mod least;
mod making;
mod many;
mod many_proof;
mod mapping;
mod mode;
mod profile;
mod proof;
mod rescue;
mod role;
mod role_sandbox;
mod sandbox;
mod undo;
mod virtual_cluster;
mod whole;

use emr_onramp::domain::{AuthenticationMode, Method};

use crate::support::fake::World;
use crate::support::fake_run::Scene;

/// The kind words of the steps.
const MAP: &str = "map-role";
const ROLE: &str = "write-role";
const BINDING: &str = "write-role-binding";
const MODE: &str = "update-authentication-mode";
const VC: &str = "create-virtual-cluster";
const AWAIT: &str = "await-access-entry";
const NAMESPACE: &str = "create-namespace";
const LINKED: &str = "create-service-linked-role";
const POLICY: &str = "put-caller-policy";

/// Every step that writes: a method that has it, and the call that it makes.
const WRITES: [(&str, Method, &str); 8] = [
    (NAMESPACE, Method::Manual, "create namespace"),
    (LINKED, Method::Manual, "CreateServiceLinkedRole"),
    (ROLE, Method::Manual, "write role"),
    (BINDING, Method::Automatic, "write binding"),
    (MAP, Method::Automatic, "write aws-auth"),
    (MODE, Method::AccessEntry, "UpdateClusterConfig"),
    (POLICY, Method::AccessEntry, "PutRolePolicy"),
    (VC, Method::AccessEntry, "CreateVirtualCluster"),
];

/// A method on a cluster that never met EMR.
fn empty(method: Method) -> Scene {
    Scene::new(method, World::new(AuthenticationMode::ConfigMap))
}

/// The same with what somebody did before.
fn with(method: Method, prepare: impl FnOnce(&mut World)) -> Scene {
    let mut world = World::new(AuthenticationMode::ConfigMap);
    prepare(&mut world);
    Scene::new(method, world)
}

/// A method over several namespaces of a cluster that never met EMR.
fn several(method: Method, names: &[&str]) -> Scene {
    Scene::of_namespaces(method, World::new(AuthenticationMode::ConfigMap), names)
}
