//! The two servers, each with what it takes to call it as somebody.

use std::time::SystemTime;

use aws_credential_types::Credentials;
use aws_sdk_eks::config::{BehaviorVersion, Region};
use aws_sigv4::http_request::{SignableBody, SignableRequest, SignatureLocation, SigningSettings, sign};
use aws_sigv4::sign::v4::SigningParams;
use aws_smithy_http_client::Builder as HttpClient;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use emr_onramp::sandbox::{ClockKind, Endpoints, Options, Running, World, start};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::call::Who;
use crate::peer::client::{Answer, Ask, Client};
use crate::peer::server::{ADMIN, EMR, JANE, Server};

const REGION: &str = "us-east-1";
const CLUSTER: &str = "dev";

/// A server that can be asked.
pub(super) trait Side {
    /// Sends a request as somebody.
    fn ask(&mut self, who: Who, ask: Ask) -> Result<Answer, String>;
}

fn answered(client: &Client, ask: Ask) -> Result<Answer, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(client.answer(ask)).map_err(|error| error.to_string())
}

/// The real one.
pub(super) struct Real(&'static Server);

impl Real {
    pub(super) fn open() -> Self {
        Self(Server::shared())
    }
}

impl Side for Real {
    fn ask(&mut self, who: Who, ask: Ask) -> Result<Answer, String> {
        let token = match who {
            Who::Admin => ADMIN,
            Who::Jane => JANE,
            Who::Emr => EMR,
            Who::Stranger => "of nobody",
            Who::Nobody => return answered(self.0.client(), ask),
        };
        answered(self.0.client(), ask.bearer(token))
    }
}

/// The sandbox, in a world with one empty cluster of the real server's version.
///
/// A sandbox has one caller. Who that is to the cluster stands in `aws-auth`, which is written anew for each user.
pub(super) struct Sandbox {
    running: Running,
    client: Client,
    token: String,
    caller: Who,
}

impl Sandbox {
    pub(super) fn open() -> Self {
        let running = start(world(), Options { clock: ClockKind::Manual, ..Options::default() }).unwrap();
        let (url, ca_pem) = address(running.endpoints());
        let token = token(running.endpoints());
        Self { client: Client::new(&url, &ca_pem), running, token, caller: Who::Nobody }
    }

    fn map_caller(&mut self, who: Who) {
        let (user, groups) = match who {
            Who::Admin => ("admin", json!(["system:masters"])),
            Who::Jane => ("jane", json!([])),
            Who::Emr => ("emr-containers", json!([])),
            Who::Stranger | Who::Nobody => return,
        };
        if self.caller == who {
            return;
        }
        let role = "arn:aws:iam::111122223333:role/PlatformAdmin";
        let roles = json!([{"rolearn": role, "username": user, "groups": groups}]);
        let aws_auth = json!({
            "apiVersion": "v1", "kind": "ConfigMap",
            "metadata": {"name": "aws-auth", "namespace": "kube-system"},
            "data": {"mapRoles": roles.to_string()},
        });
        self.running.kube(CLUSTER).unwrap().put(aws_auth).unwrap();
        self.caller = who;
    }
}

impl Side for Sandbox {
    fn ask(&mut self, who: Who, ask: Ask) -> Result<Answer, String> {
        self.map_caller(who);
        match who {
            Who::Nobody => answered(&self.client, ask),
            Who::Stranger => answered(&self.client, ask.bearer("of nobody")),
            _ => answered(&self.client, ask.bearer(&self.token)),
        }
    }
}

fn world() -> World {
    let path = format!("{}/assets/scenarios/fresh.yaml", env!("CARGO_MANIFEST_DIR"));
    let world = World::parse(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut world: Value = serde_json::from_str(&world.to_text().unwrap()).unwrap();
    let mut cluster = world["regions"][0]["clusters"][0].take();
    cluster["version"] = "1.20".into();
    cluster["creator"] = Value::Null;
    cluster["kubernetes"] = json!([]);
    world["regions"] = json!([{"name": REGION, "clusters": [cluster]}]);
    World::parse(&world.to_string()).unwrap()
}

/// The URL and the authority of the cluster, by what EKS says.
fn address(endpoints: &Endpoints) -> (String, String) {
    let credentials = credentials(endpoints);
    let config = aws_sdk_eks::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(REGION))
        .credentials_provider(credentials)
        .endpoint_url(&endpoints.aws_url)
        .http_client(HttpClient::new().build_http())
        .build();
    let client = aws_sdk_eks::Client::from_conf(config);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let answer = runtime.block_on(client.describe_cluster().name(CLUSTER).send()).unwrap();
    let cluster = answer.cluster().unwrap();
    let pem = STANDARD.decode(cluster.certificate_authority().unwrap().data().unwrap()).unwrap();
    (cluster.endpoint().unwrap().to_owned(), String::from_utf8(pem).unwrap())
}

fn credentials(endpoints: &Endpoints) -> Credentials {
    let session = endpoints.session_token.clone();
    Credentials::new(&endpoints.access_key_id, &endpoints.secret_access_key, session, None, "sandbox")
}

#[expect(clippy::disallowed_methods, reason = "a token is judged by the machine's time")]
fn machine_time() -> SystemTime {
    SystemTime::now()
}

/// A token for the cluster, as `aws eks get-token` makes it.
fn token(endpoints: &Endpoints) -> String {
    let mut settings = SigningSettings::default();
    settings.signature_location = SignatureLocation::QueryParams;
    settings.expires_in = Some(std::time::Duration::from_secs(900));
    let identity = credentials(endpoints).into();
    let params = SigningParams::builder().identity(&identity).region(REGION).name("sts");
    let params = params.time(machine_time()).settings(settings).build().unwrap().into();
    let host = format!("sts.{REGION}.amazonaws.com");
    let mut url = format!("https://{host}/?Action=GetCallerIdentity&Version=2011-06-15");
    let headers = [("host", host.as_str()), ("x-k8s-aws-id", CLUSTER)];
    let request = SignableRequest::new("GET", &url, headers.into_iter(), SignableBody::Bytes(&[])).unwrap();
    let (signed, _) = sign(request, &params).unwrap().into_parts();
    for (key, value) in signed.params() {
        url.push_str(&format!("&{key}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)));
    }
    format!("k8s-aws-v1.{}", URL_SAFE_NO_PAD.encode(url))
}
