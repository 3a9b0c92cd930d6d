//! The real kube-rs client, in process, through a day's work.

use std::convert::Infallible;

use futures_util::{StreamExt, TryStreamExt};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::{Bytes, Frame};
use k8s_openapi::api::authentication::v1::SelfSubjectReview;
use k8s_openapi::api::authorization::v1::{ResourceAttributes, SubjectAccessReview, SubjectAccessReviewSpec};
use k8s_openapi::api::core::v1::{ConfigMap, Namespace};
use k8s_openapi::api::rbac::v1::{Role, RoleBinding};
use kube::api::{DeleteParams, ListParams, Patch, PatchParams, PostParams, WatchEvent, WatchParams};
use kube::{Api, Client};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{World, admin, binding, config, role, user};
use crate::sandbox::kube::{Body, Identity, KubeStore};

fn client(store: &KubeStore, who: Identity) -> Client {
    let store = store.clone();
    let service = tower::service_fn(move |request: http::Request<kube::client::Body>| {
        let (store, who) = (store.clone(), who.clone());
        async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await.unwrap().to_bytes().to_vec();
            let answer = store.handle(Some(&who), http::Request::from_parts(parts, body));
            Ok::<_, Infallible>(answer.map(to_client))
        }
    });
    Client::new(service, "default")
}

fn to_client(body: Body) -> UnsyncBoxBody<Bytes, Infallible> {
    match body {
        Body::Full(bytes) => Full::from(bytes).boxed_unsync(),
        Body::Watch(stream) => {
            let lines = futures_util::stream::unfold(stream.lines, |mut lines| async move {
                let line = lines.recv().await?;
                Some((Ok::<_, Infallible>(Frame::data(Bytes::from(line))), lines))
            });
            StreamBody::new(lines).boxed_unsync()
        }
    }
}

fn typed<T: DeserializeOwned>(object: Value) -> T {
    serde_json::from_value(object).unwrap()
}

fn refusal<T: std::fmt::Debug>(result: kube::Result<T>) -> (u16, String, String) {
    match result.unwrap_err() {
        kube::Error::Api(status) => (status.code, status.reason, status.message),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn reads_and_writes_config_maps() {
    let world = World::new();
    let maps: Api<ConfigMap> = Api::namespaced(client(&world.store, admin()), "spark");
    assert_eq!(maps.get_opt("a").await.unwrap(), None);
    let made: ConfigMap = typed(config("a", json!({"k": "v"})));
    let made = maps.create(&PostParams::default(), &made).await.unwrap();
    let listed = maps.list(&ListParams::default().limit(10)).await.unwrap();
    assert_eq!(listed.items, std::slice::from_ref(&made));
    let mut changed = made.clone();
    changed.data.as_mut().unwrap().insert("k".to_owned(), "w".to_owned());
    maps.replace("a", &PostParams::default(), &changed).await.unwrap();
    let (code, reason, _) = refusal(maps.replace("a", &PostParams::default(), &changed).await);
    assert_eq!((code, reason.as_str()), (409, "Conflict"));
    let gone = maps.delete("a", &DeleteParams::default()).await.unwrap();
    assert!(gone.right().is_some_and(|status| status.is_success()));
}

#[tokio::test]
async fn watches() {
    let world = World::new();
    let maps: Api<ConfigMap> = Api::namespaced(client(&world.store, admin()), "spark");
    let version = maps.list(&ListParams::default()).await.unwrap();
    let version = version.metadata.resource_version.unwrap();
    let events = maps.watch(&WatchParams::default(), &version).await.unwrap();
    world.store.put(config("a", json!({"k": "v"}))).unwrap();
    world.store.put(config("a", json!({"k": "w"}))).unwrap();
    let seen: Vec<_> = events.take(2).try_collect().await.unwrap();
    assert!(matches!(seen.as_slice(), [WatchEvent::Added(_), WatchEvent::Modified(_)]), "{seen:?}");
}

#[tokio::test]
async fn grants_access_step_by_step() {
    let world = World::new();
    let admin = client(&world.store, admin());
    let reviews: Api<SubjectAccessReview> = Api::all(admin.clone());
    let question = SubjectAccessReview {
        spec: SubjectAccessReviewSpec {
            user: Some("emr-containers".to_owned()),
            resource_attributes: Some(ResourceAttributes {
                verb: Some("get".to_owned()),
                resource: Some("pods".to_owned()),
                namespace: Some("spark".to_owned()),
                ..ResourceAttributes::default()
            }),
            ..SubjectAccessReviewSpec::default()
        },
        ..SubjectAccessReview::default()
    };
    let ask = async || {
        let answer = reviews.create(&PostParams::default(), &question).await.unwrap();
        answer.status.unwrap().allowed
    };
    assert!(!ask().await);

    let rules = json!([{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}]);
    let wanted = role("emr-containers", rules);
    let roles: Api<Role> = Api::namespaced(admin.clone(), "spark");
    let onramp = PatchParams::apply("emr-onramp");
    let patch = Patch::Apply(&wanted);
    let first = roles.patch("emr-containers", &onramp, &patch).await.unwrap();
    let again = roles.patch("emr-containers", &onramp, &patch).await.unwrap();
    assert_eq!(first, again);
    let mut other = wanted.clone();
    other["rules"][0]["verbs"] = json!(["list"]);
    let other = Patch::Apply(&other);
    let (code, _, message) = refusal(roles.patch("emr-containers", &PatchParams::apply("kubectl"), &other).await);
    let conflict = "Apply failed with 1 conflict: conflict with \"emr-onramp\": .rules";
    assert_eq!((code, message.as_str()), (409, conflict));

    let bindings: Api<RoleBinding> = Api::namespaced(admin, "spark");
    let bound = typed(binding("emr-containers", "emr-containers", "emr-containers"));
    bindings.create(&PostParams::default(), &bound).await.unwrap();
    assert!(ask().await);
}

#[tokio::test]
async fn is_told_what_it_may_not_do() {
    let world = World::new();
    let mut writer = role("writer", json!([]));
    writer["rules"] = json!([{
        "apiGroups": ["rbac.authorization.k8s.io"], "resources": ["roles"], "verbs": ["create"],
    }]);
    world.store.put(writer).unwrap();
    world.store.put(binding("writer", "writer", "dev")).unwrap();
    let dev = client(&world.store, user("dev", &["team"]));
    let roles: Api<Role> = Api::namespaced(dev.clone(), "spark");
    let rules = json!([{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}]);
    let wanted = typed(role("r", rules));
    let (code, reason, message) = refusal(roles.create(&PostParams::default(), &wanted).await);
    assert_eq!((code, reason.as_str()), (403, "Forbidden"));
    assert!(message.contains("is attempting to grant RBAC permissions not currently held:\n"));

    let namespaces: Api<Namespace> = Api::all(dev.clone());
    assert_eq!(refusal(namespaces.list(&ListParams::default()).await).0, 403);
    let selves: Api<SelfSubjectReview> = Api::all(dev.clone());
    let review = SelfSubjectReview::default();
    let seen = selves.create(&PostParams::default(), &review).await.unwrap();
    let seen = seen.status.unwrap().user_info.unwrap();
    assert_eq!(seen.username.as_deref(), Some("dev"));
    assert_eq!(dev.apiserver_version().await.unwrap().minor, "33");
}
