use super::*;

const SMALL: &str = "\
version: 1
name: small
about: {en: A test, ko: 시험}
now: 2026-11-02T09:00:00Z
seed: small
account: {id: '111122223333'}
caller: {arn: 'arn:aws:iam::111122223333:user/you', userId: AIDASMALL}
iam: {}
regions:
  - name: us-east-1
    clusters: {notCollected: {reason: denied}, known: [{name: dev}]}
";

fn scenario(name: &str) -> World {
    let path = format!("{}/assets/scenarios/{name}.yaml", env!("CARGO_MANIFEST_DIR"));
    World::parse(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn the_scenarios_are_worlds_of_their_name() {
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/scenarios")).unwrap();
    for file in files {
        let path = file.unwrap().path();
        let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap();
        let world = scenario(name);
        assert_eq!(world.name, name);
        assert_eq!(world.regions[0].clusters.known()[0].name, "dev");
    }
}

#[test]
fn a_world_that_was_written_reads_back_equal() {
    for world in [scenario("fresh"), scenario("modern"), World::parse(SMALL).unwrap()] {
        assert_eq!(World::parse(&world.to_text().unwrap()), Ok(world));
    }
}

#[test]
fn a_list_that_was_not_collected_still_knows_some_items() {
    let world = World::parse(SMALL).unwrap();
    let clusters = &world.regions[0].clusters;
    assert_eq!(clusters.list().unwrap_err().reason, "denied");
    assert!(clusters.find(|cluster| cluster.name == "dev").unwrap().is_some());
    assert!(clusters.find(|cluster| cluster.name == "other").is_err());
    assert!(world.iam.roles.find(|_| true).unwrap().is_none());
}

#[test]
fn shared_objects_are_the_items_of_their_list_in_every_cluster() {
    let world = scenario("fresh");
    for cluster in world.regions.iter().flat_map(|region| region.clusters.known()) {
        let objects = flatten_objects(cluster.kubernetes.list().unwrap());
        let is_dns = |object: &Value| object["metadata"]["name"] == "coredns";
        assert_eq!(objects.iter().filter(|object| is_dns(object)).count(), 2);
        assert!(objects.iter().all(|object| object["kind"] != "List"));
    }
}

#[test]
fn a_newer_format_is_told_from_a_broken_file() {
    let newer = "version: 2\nnew: [shape, of, things]\n";
    let error = World::parse(newer).unwrap_err();
    assert_eq!(error.to_string(), "made for version 2, this is version 1");
}

#[test]
fn errors_say_where_they_are() {
    for (from, to, line, part) in [
        ("seed: small", "sede: small", 5, "sede"),
        ("name: dev", "name: dev, colour: red", 11, "colour"),
        ("id: '111122223333'", "id: [1]", 6, ""),
        ("now: 2026-11-02T09:00:00Z", "now: soon", 4, ""),
        ("reason: denied", "reason: denied, cause: x", 11, "cause"),
    ] {
        assert!(SMALL.contains(from));
        let error = World::parse(&SMALL.replace(from, to)).unwrap_err();
        let WorldError::Malformed { line: found, message, .. } = &error else {
            panic!("{to}: {error}");
        };
        assert_eq!(*found, line, "{to}: {error}");
        assert!(message.contains(part), "{to}: {error}");
    }
}

#[test]
fn contradictions_are_named_with_their_place() {
    let listed = "clusters: {notCollected: {reason: denied}, known: [{name: dev}]}";
    let dev = |more: &str| format!("clusters: [{{name: dev, version: '1.33'{more}}}]");
    let kube = |object: &str| dev(&format!(", kubernetes: [{object}]"));
    let nameless = kube("{apiVersion: v1, kind: Node}");
    let unkind = kube("{apiVersion: v9, kind: Wish, metadata: {name: a}}");
    let map = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: b}}";
    let bad_data = kube("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: b}, data: {k: 1}}");
    let bad_name = kube("{apiVersion: v1, kind: Namespace, metadata: {name: Spark}}");
    let role_arn = "arn:aws:iam::111122223333:role/Gone";
    let roles = "iam: {roles: [{name: A, id: B, createdAt: 2026-01-01T00:00:00Z, trust: ''}]}";
    for (from, to, expected) in [
        ("111122223333'}", "123'}", "account.id: `123` is not valid; 111122223333 would be at (6, 16)"),
        ("name: small", "name: a b", "name: `a b` is not valid; my-world would be at (2, 7)"),
        ("arn:aws:iam::111122223333:user/you", "you", "caller.arn: `you` is not valid; "),
        ("name: us-east-1", "name: mars", "regions: `mars` is not valid; us-east-1 would be at (10, 11)"),
        (
            listed,
            "clusters: [{name: dev, version: '1.33'}, {name: dev, version: '1.33'}]",
            "regions.us-east-1.clusters: `dev` is there twice at (11, 53)",
        ),
        (
            listed,
            "clusters: [{name: dev, version: soon}]",
            "regions.us-east-1.clusters.dev.version: `soon` is not valid; 1.33 would be at (11, 37)",
        ),
        (listed, &dev(", creator: me"), "regions.us-east-1.clusters.dev.creator: `me` is not valid; "),
        (listed, &nameless, "regions.us-east-1.clusters.dev.kubernetes: a Node has no name"),
        (listed, &unkind, "regions.us-east-1.clusters.dev.kubernetes: unknown kind \"Wish\" in version \"v9\""),
        (
            listed,
            &kube(&format!("{map}, {map}")),
            "regions.us-east-1.clusters.dev.kubernetes: configmaps b/a is there twice",
        ),
        (listed, &bad_data, "regions.us-east-1.clusters.dev.kubernetes: ConfigMap in version \"v1\" cannot be handled"),
        (
            listed,
            &bad_name,
            "regions.us-east-1.clusters.dev.kubernetes: Namespace \"Spark\" is invalid: metadata.name: ",
        ),
        ("version: 1", "version: 0", "version 0 was never a version of the world format"),
        ("version: 1\n", "", "there is no `version`: this is not a world"),
    ] {
        assert!(SMALL.contains(from), "{from}");
        assert_begins(&World::parse(&SMALL.replacen(from, to, 1)), expected);
    }
    let unknown = SMALL.replace(listed, &dev(&format!(", creator: '{role_arn}'"))).replace("iam: {}", roles);
    let expected = "regions.us-east-1.clusters.dev.creator: the world has no `arn:aws:iam::111122223333:role/Gone` at ";
    assert_begins(&World::parse(&unknown), expected);
}

#[track_caller]
fn assert_begins(parsed: &Result<World, WorldError>, expected: &str) {
    let error = parsed.as_ref().unwrap_err();
    let told = match error {
        WorldError::Inconsistent { at: Some(at), .. } => format!("{error} at {at:?}"),
        _ => error.to_string(),
    };
    assert!(told.starts_with(expected), "{told}\n{expected}");
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let text = "#".repeat(9 * 1024 * 1024);
    assert!(matches!(World::parse(&text), Err(WorldError::TooLarge { .. })));
}

#[test]
fn a_small_file_cannot_unfold_into_a_large_one() {
    let mut text = SMALL.replace(
        "clusters: {notCollected: {reason: denied}, known: [{name: dev}]}",
        "clusters: [{name: dev, tags: {}}]",
    );
    text.push_str("otherRegions:\n  reason:\n    - &a0 [x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let below = level - 1;
        text.push_str(&format!(
            "    - &a{level} [*a{below}, *a{below}, *a{below}, *a{below}, *a{below}, *a{below}, *a{below}, *a{below}]\n"
        ));
    }
    assert!(matches!(World::parse(&text), Err(WorldError::Malformed { .. })));
}
