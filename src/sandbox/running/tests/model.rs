//! The sandbox held against the models of the SDK, operation by operation.
//!
//! Each row is a call of the real client with every input that the sandbox reads. What the sandbox understood of the
//! bytes must be what was asked, and everything that it wrote back must come out of the client's own reading with its
//! value. The rows and the sandbox's list of operations are the same set.

mod debug;
mod eks;
mod emr;
mod iam;
mod wire;

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::future::Future;
use std::sync::{Arc, Mutex};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::{
    AfterDeserializationInterceptorContextRef, BeforeTransmitInterceptorContextRef,
};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use serde_json::{Value, json};

use super::*;
use crate::sandbox::aws::Service;
use crate::sandbox::http::understand;
use crate::sandbox::operation::{Operation, operations};
use crate::sandbox::sigv4::Arrived;

/// An input that is read to be refused, so that no answer comes with it.
const REFUSED: (&str, &str) = ("CreateServiceLinkedRole", "CustomSuffix");

/// A word that the model's enumeration does not have. Its text says that the value is `Policy`, and so IAM answers.
const NOT_LISTED: &str = "/Role/PermissionsBoundary/PermissionsBoundaryType: wrote \"Policy\"";

/// The bytes of one call.
#[derive(Clone, Debug, Default)]
struct Exchange {
    request: http::Request<Vec<u8>>,
    response: String,
}

/// Keeps the bytes of the last call.
#[derive(Clone, Debug, Default)]
struct Tap(Arc<Mutex<Exchange>>);

impl Intercept for Tap {
    fn name(&self) -> &'static str {
        "Tap"
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let sent = context.request();
        let mut request = http::Request::builder().method(sent.method()).uri(sent.uri());
        for (name, value) in sent.headers() {
            request = request.header(name, value);
        }
        let body = sent.body().bytes().unwrap_or_default().to_vec();
        self.0.lock().unwrap().request = request.body(body)?;
        Ok(())
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let body = context.response().body().bytes().unwrap_or_default().to_vec();
        self.0.lock().unwrap().response = String::from_utf8(body)?;
        Ok(())
    }
}

/// The rows of one service.
struct Rows {
    practice: Practice,
    service: Service,
    tap: Tap,
    done: BTreeSet<&'static str>,
}

/// Makes a client whose calls are tapped.
macro_rules! tapped {
    ($rows:expr, $sdk:ident) => {{
        let config = client!($rows.practice, $sdk).config().to_builder();
        $sdk::Client::from_conf(config.interceptor($rows.tap.clone()).build())
    }};
}
use tapped;

impl Rows {
    fn of(world: World, service: Service) -> Rows {
        Rows { practice: Practice::of(world), service, tap: Tap::default(), done: BTreeSet::new() }
    }

    /// Makes the call of one row. `inputs` holds each input that the sandbox reads, as it must arrive.
    async fn row<T: Debug, E: Debug>(
        &mut self,
        name: &'static str,
        inputs: Value,
        call: impl Future<Output = Result<T, E>>,
    ) -> T {
        let output = call.await.unwrap_or_else(|error| panic!("{name}: {error:?}"));
        let operation = operations(self.service).iter().find(|operation| operation.name == name);
        let operation = operation.unwrap_or_else(|| panic!("the sandbox has no {name}"));
        let Exchange { request, response } = self.tap.0.lock().unwrap().clone();
        let understood = understand(self.service, Arrived::read(&request).unwrap(), &request).unwrap();
        assert_eq!(understood.operation().map(|operation| operation.name), Some(name));
        let arrived = wire::inputs(operation, &understood);
        assert_eq!(arrived, inputs, "{name}: what arrived is not what was asked");
        let set: BTreeSet<&str> = inputs.as_object().unwrap().keys().map(String::as_str).collect();
        let read: BTreeSet<&str> = operation.inputs().filter(|input| (name, *input) != REFUSED).collect();
        assert_eq!(set, read, "{name}: the row sets what the sandbox reads");
        self.check_answer(operation, &response, &format!("{output:?}"));
        self.done.insert(name);
        output
    }

    fn check_answer(&self, operation: &Operation, response: &str, output: &str) {
        let name = operation.name;
        let written = match self.service.is_query() {
            true => wire::result(response, name),
            false => serde_json::from_str(response).unwrap(),
        };
        let read = debug::parse(output);
        let mut lost = Vec::new();
        debug::compare("", &written, &read, &mut lost);
        lost.retain(|lost| !lost.starts_with(NOT_LISTED));
        assert!(lost.is_empty(), "{name}: {lost:#?}\n{output}");
    }

    /// Ends the table: no operation of the service was left out.
    fn finish(self) {
        let all: BTreeSet<&str> = operations(self.service).iter().map(|operation| operation.name).collect();
        assert_eq!(self.done, all);
        assert_eq!(self.practice.running.unknown_operations(), Vec::<String>::new());
    }
}

/// A world in which lists have items and records have all their fields.
fn rich() -> World {
    let text = scenario("modern").to_text().unwrap();
    let mut world: Value = serde_json::from_str(&text).unwrap();
    let roles = world["iam"]["roles"].as_array_mut().unwrap();
    roles.push(json!({
        "name": "Full", "path": "/team/", "id": "AROAFULL", "description": "has it all <&>", "createdAt": "2026-01-02T03:04:05Z",
        "trust": "{\"Statement\": []}", "maxSessionSeconds": 7200, "tags": {"a": "b"},
        "permissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess",
        "attached": ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/PowerUserAccess"],
        "inline": [{"name": "one", "document": "{\n\"Statement\": []}"}, {"name": "two", "document": "{\"Statement\": []}"}],
    }));
    roles.push(json!({
        "name": "pods", "id": "AROAPODS", "createdAt": "2026-01-02T03:04:05Z",
        "trust": {"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"Service": "eks-fargate-pods.amazonaws.com"}, "Action": "sts:AssumeRole",
        }]},
    }));
    world["account"]["aliases"] = json!(["acme-data", "acme-more"]);
    world["iam"]["policies"] = json!([{
        "name": "ours", "path": "/team/", "id": "ANPAOURS", "description": "what we do",
        "createdAt": "2026-01-02T03:04:05Z", "document": "{\"Statement\": []}", "tags": {"a": "b"},
    }]);
    let dev = &mut world["regions"][0]["clusters"][0];
    dev["vpc"]["securityGroupIds"] = json!(["sg-1"]);
    dev["healthIssues"] = json!([{"code": "ClusterUnreachable", "message": "gone", "resourceIds": ["subnet-1"]}]);
    let profile = |name: &str| {
        json!({
            "name": name, "id": "0f1e", "podExecutionRoleArn": "arn:aws:iam::111122223333:role/pods", "subnets": ["subnet-1"],
            "selectors": [{"namespace": "spark", "labels": {"on": "fargate"}}], "createdAt": "2026-01-02T03:04:05Z", "tags": {"a": "b"},
        })
    };
    dev["fargateProfiles"] = json!([profile("one"), profile("two")]);
    let mut second = dev["nodegroups"][0].clone();
    second["name"] = "second".into();
    second["tags"] = json!({"a": "b"});
    dev["nodegroups"].as_array_mut().unwrap().push(second);
    let item = |id: &str, namespace: &str| {
        json!({"id": id, "name": namespace, "state": "RUNNING", "cluster": "dev", "namespace": namespace,
            "createdAt": "2026-02-01T00:00:00Z", "accessEntryIntegrated": true, "tags": {"a": "b"}})
    };
    let run =
        |id: &str, state: &str| json!({"id": id, "name": "pi", "state": state, "createdAt": "2026-02-02T00:00:00Z"});
    let mut first = item("vc1", "one");
    first["jobRuns"] = json!([run("j1", "RUNNING"), run("j2", "COMPLETED"), run("j3", "CANCEL_PENDING")]);
    world["regions"][0]["virtualClusters"] = json!([first, item("vc2", "two")]);
    World::parse(&world.to_string()).unwrap()
}

#[tokio::test]
async fn sts_is_held_against_its_model() {
    let mut rows = Rows::of(rich(), Service::Sts);
    let sts = tapped!(rows, aws_sdk_sts);
    rows.row("GetCallerIdentity", json!({}), sts.get_caller_identity().send()).await;
    rows.finish();
}
