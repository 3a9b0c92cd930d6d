use super::update::{check_ladder, has_access_entries};
use super::*;
use crate::sandbox::world::{AccessConfig, World};

fn cluster(mode: AuthenticationMode) -> Cluster {
    let text = "{version: 1, name: t, about: {en: '', ko: ''}, now: 2026-11-02T09:00:00Z, seed: t, account: {id: '111122223333'}, caller: {arn: 'arn:aws:iam::111122223333:user/you', userId: ''}, iam: {}, regions: [{name: us-east-1, clusters: [{name: dev, version: '1.33', platformVersion: eks.10}]}]}";
    let mut cluster = World::parse(text).unwrap().regions[0].clusters.known()[0].clone();
    cluster.access_config =
        Some(AccessConfig { authentication_mode: mode, bootstrap_cluster_creator_admin_permissions: true });
    cluster
}

#[test]
fn the_ladder_is_climbed_one_step_at_a_time() {
    use AuthenticationMode::{Api, ApiAndConfigMap, ConfigMap};
    let modes = [ConfigMap, ApiAndConfigMap, Api];
    for from in modes {
        for to in modes {
            let is_up = matches!((from, to), (ConfigMap, ApiAndConfigMap) | (ApiAndConfigMap, Api));
            let refusal = AwsError::invalid_parameter(format!(
                "Unsupported authentication mode update from {} to {}",
                from.word(),
                to.word()
            ));
            let expected = if is_up { Ok(()) } else { Err(refusal) };
            assert_eq!(check_ladder(&cluster(from), to), expected);
        }
    }
}

#[test]
fn a_cluster_without_access_config_is_at_the_bottom() {
    let mut cluster = cluster(AuthenticationMode::Api);
    cluster.access_config = None;
    assert_eq!(cluster.authentication_mode(), AuthenticationMode::ConfigMap);
    assert_eq!(check_ladder(&cluster, AuthenticationMode::ApiAndConfigMap), Ok(()));
}

#[test]
fn platforms_are_compared_as_numbers() {
    for (version, platform, expected) in [
        ("1.22", "eks.99", false),
        ("1.23", "eks.16", false),
        ("1.23", "eks.17", true),
        ("1.27", "eks.9", false),
        ("1.27", "eks.10", true),
        ("1.30", "eks.1", false),
        ("1.30", "eks.2", true),
        ("1.31", "eks.1", true),
        ("1.35", "eks.1", true),
        ("", "", false),
    ] {
        assert_eq!(has_access_entries(version, platform), expected, "{version} {platform}");
    }
}
