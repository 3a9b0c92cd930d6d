//! A world that a directory keeps, seen from the clients.
#![expect(clippy::disallowed_methods, reason = "a test writes the files that the program is to refuse")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::json;

use super::*;
use crate::sandbox::saved::{StateDir, StateError};

/// A place for a directory; removed with everything in it.
struct Shelf(PathBuf);

impl Shelf {
    fn new() -> Shelf {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("emr-onramp-kept-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        Shelf(std::env::temp_dir().join(name))
    }

    fn directory(&self) -> PathBuf {
        self.0.join("worlds/one")
    }

    /// Opens what the directory keeps, or the world of that name for the first time.
    fn open(&self, name: &str) -> Practice {
        let directory = StateDir::take(&self.directory()).unwrap();
        let world = directory.world().unwrap().unwrap_or_else(|| scenario(name));
        let directory = Some(Arc::new(directory));
        let options = Options { clock: ClockKind::Manual, directory, ..Options::default() };
        Practice { running: start(world, options).unwrap(), region: "us-east-1" }
    }

    fn written(&self) -> World {
        World::parse_json(&fs::read(self.directory().join(StateDir::WORLD)).unwrap()).unwrap()
    }
}

impl Drop for Shelf {
    fn drop(&mut self) {
        // What cannot be removed stays in the temporary folder, which is cleaned by others.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn what_was_answered_is_on_disk_before_the_answer() {
    let shelf = Shelf::new();
    let practice = shelf.open("fresh");
    assert_eq!(mode(&shelf.directory()), 0o700);
    assert_eq!(mode(&shelf.directory().join(StateDir::WORLD)), 0o600);
    let iam = client!(practice, aws_sdk_iam);
    iam.create_service_linked_role().aws_service_name("emr-containers.amazonaws.com").send().await.unwrap();
    let is_there = |world: &World| world.iam.roles.known().iter().any(|role| role.name.contains("EMRContainers"));
    assert!(is_there(&shelf.written()));
    let eks = client!(practice, aws_sdk_eks);
    let climb = access(AuthenticationMode::ApiAndConfigMap);
    eks.update_cluster_config().name("dev").access_config(climb).send().await.unwrap();
    let update = |world: &World| world.regions[0].clusters.known()[0].updates.known()[0].status.clone();
    assert_eq!(update(&shelf.written()), "InProgress");
    practice.wait(60);
    // A look is enough for what ends by itself.
    eks.describe_cluster().name("dev").send().await.unwrap();
    assert_eq!(update(&shelf.written()), "Successful");
    let mut expected = practice.running.world();
    let written = shelf.written();
    expected.now = written.now;
    assert_eq!(written, expected);
}

#[tokio::test]
async fn a_world_goes_on_in_the_next_process() {
    let shelf = Shelf::new();
    let practice = shelf.open("fresh");
    let fault = json!([{"call": "eks:ListClusters", "nth": 2, "count": 1, "effect": "throttle"}]);
    practice.running.set_faults(serde_json::from_value(fault).unwrap());
    let eks = client!(practice, aws_sdk_eks);
    eks.list_clusters().send().await.unwrap();
    let climb = || access(AuthenticationMode::ApiAndConfigMap);
    let update = || eks.update_cluster_config().name("dev").client_request_token("once").access_config(climb());
    let first = update().send().await.unwrap();
    practice.wait(4);
    let left_at = practice.running.clock().now();
    drop(practice);

    let later = shelf.open("fresh");
    assert_eq!(later.running.clock().now(), left_at);
    let eks = client!(later, aws_sdk_eks);
    let cluster = eks.describe_cluster().name("dev").send().await.unwrap();
    assert_eq!(cluster.cluster().unwrap().status(), Some(&ClusterStatus::Updating));
    assert_eq!(refusal(eks.list_clusters().send().await), "ThrottlingException: Rate exceeded");
    assert!(eks.list_clusters().send().await.is_ok(), "the fault is spent");
    let again = eks.update_cluster_config().name("dev").client_request_token("once").access_config(climb());
    let again = again.send().await.unwrap();
    assert_eq!(again.update().unwrap().id(), first.update().unwrap().id(), "the token was used");
    later.wait(3);
    let update = eks.describe_update().name("dev").update_id(first.update().unwrap().id().unwrap());
    assert_eq!(update.send().await.unwrap().update().unwrap().status(), Some(&UpdateStatus::Successful));
}

#[tokio::test]
async fn no_id_and_no_revision_is_given_twice() {
    let shelf = Shelf::new();
    let (mut ids, mut revisions) = (Vec::new(), Vec::new());
    for round in 0..3 {
        let practice = shelf.open("fresh");
        let iam = client!(practice, aws_sdk_iam);
        let trust = r#"{"Version":"2012-10-17","Statement":[]}"#;
        let name = format!("role-{round}");
        let trusting = iam.create_role().role_name(name).assume_role_policy_document(trust).send().await;
        ids.push(match trusting {
            Ok(made) => made.role().unwrap().role_id().to_owned(),
            Err(error) => panic!("{error:?}"),
        });
        let list = iam.list_roles().send().await.unwrap();
        ids.push(aws_sdk_iam::operation::RequestId::request_id(&list).unwrap().to_owned());
        let kube = practice.running.kube("dev").unwrap();
        let map = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "namespace": "spark"}});
        kube.change("test", crate::sandbox::kube::ObjectChange::Put, &map).unwrap();
        let made = kube.get("configmaps", Some("spark"), "a").unwrap();
        revisions.push(made["metadata"]["resourceVersion"].as_str().unwrap().parse::<u64>().unwrap());
        ids.push(made["metadata"]["uid"].as_str().unwrap().to_owned());
        kube.change("test", crate::sandbox::kube::ObjectChange::Delete, &map).unwrap();
    }
    let all = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), all, "{ids:?}");
    assert!(revisions.is_sorted_by(|one, next| one + 1 < *next), "a deletion counts: {revisions:?}");
}

#[tokio::test]
async fn a_change_that_cannot_be_kept_is_not_acknowledged() {
    let shelf = Shelf::new();
    let practice = shelf.open("fresh");
    let away = shelf.0.join("worlds/two");
    fs::rename(shelf.directory(), &away).unwrap();
    let iam = client!(practice, aws_sdk_iam);
    let create = || iam.create_service_linked_role().aws_service_name("emr-containers.amazonaws.com");
    let refused = refusal(create().send().await);
    assert!(refused.starts_with("InternalFailure: the sandbox could not write its state: "), "{refused}");
    fs::rename(away, shelf.directory()).unwrap();
    // The next call writes what the last one could not.
    iam.list_roles().send().await.unwrap();
    assert!(shelf.written().iam.roles.known().iter().any(|role| role.name.contains("EMRContainers")));
}

#[test]
fn a_directory_is_for_one_process_and_its_owner() {
    let shelf = Shelf::new();
    let path = shelf.directory();
    let taken = StateDir::take(&path).unwrap();
    assert!(matches!(StateDir::take(&path), Err(StateError::InUse)));
    drop(taken);
    assert!(StateDir::take(&path).unwrap().world().unwrap().is_none());
    for (mode, is_fine) in [(0o755, true), (0o775, false), (0o757, false), (0o1777, false)] {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let taken = StateDir::take(&path);
        assert_eq!(taken.is_ok(), is_fine, "{mode:o}");
        assert!(is_fine || matches!(taken, Err(StateError::OthersMayWrite { .. })));
    }
    fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    fs::write(path.join(StateDir::WORLD), "{\"version\": 1").unwrap();
    assert!(matches!(StateDir::take(&path).unwrap().world(), Err(StateError::Unreadable(_))));
    let file = shelf.0.join("file");
    fs::write(&file, "").unwrap();
    assert!(matches!(StateDir::take(&file), Err(StateError::NotADirectory)));
    assert!(matches!(StateDir::take(&file.join("below")), Err(StateError::Io(_))));
}
