//! What a sign-in talks to, on loopback: STS, IAM Identity Center, container credentials. Everything that was sent is
//! kept, so that a test sees which credentials went where.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::json;

/// The code that the MFA device shows.
pub(crate) const CODE: &str = "123456";

/// A token of IAM Identity Center that has ended.
pub(crate) const PAST_TOKEN: &str = "secret-of-the-past";

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    /// Method and path.
    pub(crate) line: String,
    /// The access key in the signature; empty where it is not signed.
    pub(crate) key: String,
    /// The region in the signature; empty where it is not signed.
    pub(crate) region: String,
    /// The body.
    pub(crate) body: String,
}

/// The server; its thread ends with the test's process.
pub(crate) struct SignInServer {
    pub(crate) url: String,
    sent: Arc<Mutex<Vec<Sent>>>,
}

/// What all connections to one server share.
#[derive(Default)]
struct Desk {
    sent: Arc<Mutex<Vec<Sent>>>,
    polls: AtomicUsize,
    /// The status and the place to which everybody is sent away.
    away: Option<(u16, String)>,
}

impl SignInServer {
    pub(crate) fn start() -> Self {
        Self::serve(Desk::default(), None)
    }

    /// One that sends everybody somewhere else.
    pub(crate) fn redirecting(status: u16, to: &str) -> Self {
        Self::serve(Desk { away: Some((status, to.to_owned())), ..Desk::default() }, None)
    }

    /// One behind TLS.
    pub(crate) fn secure(config: ServerConfig) -> Self {
        Self::serve(Desk::default(), Some(Arc::new(config)))
    }

    fn serve(desk: Desk, tls: Option<Arc<ServerConfig>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let scheme = if tls.is_some() { "https" } else { "http" };
        let url = format!("{scheme}://{}", listener.local_addr().unwrap());
        let (sent, desk) = (desk.sent.clone(), Arc::new(desk));
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (desk, tls) = (desk.clone(), tls.clone());
                // A client that hangs up early is its own business.
                std::thread::spawn(move || match tls {
                    Some(config) => {
                        let connection = ServerConnection::new(config).unwrap();
                        drop(converse(StreamOwned::new(connection, stream), &desk));
                    }
                    None => drop(converse(stream, &desk)),
                });
            }
        });
        Self { url, sent }
    }

    /// What was sent so far.
    pub(crate) fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().clone()
    }

    /// The access keys with which STS was asked who that is.
    pub(crate) fn identities(&self) -> Vec<String> {
        let asked = self.sent().into_iter().filter(|sent| sent.body.contains("Action=GetCallerIdentity"));
        asked.map(|sent| sent.key).collect()
    }
}

fn converse(stream: impl Read + Write, desk: &Desk) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let (mut length, mut key, mut region, mut bearer) = (0, String::new(), String::new(), String::new());
    loop {
        let mut header = String::new();
        if reader.read_line(&mut header)? == 0 || header.trim().is_empty() {
            break;
        }
        let (name, value) = header.trim().split_once(':').unwrap_or_default();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().unwrap_or(0),
            "x-amz-sso_bearer_token" => value.trim().clone_into(&mut bearer),
            "authorization" => {
                let scope = value.split_once("Credential=").map_or("", |(_, scope)| scope);
                let mut parts = scope.split('/');
                key = parts.next().unwrap_or_default().to_owned();
                region = parts.nth(1).unwrap_or_default().to_owned();
            }
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let line = line.split(" HTTP").next().unwrap_or_default().to_owned();
    let sent = Sent { line, key, region, body: String::from_utf8_lossy(&body).into_owned() };
    let (status, kind, text) = match bearer.as_str() {
        PAST_TOKEN => (401, JSON, json!({ "__type": "UnauthorizedException", "message": "over" }).to_string()),
        _ => answer(&sent, &desk.polls),
    };
    desk.sent.lock().unwrap().push(sent);
    let (status, place) = match &desk.away {
        Some((status, to)) => (*status, format!("location: {to}\r\n")),
        None => (status, String::new()),
    };
    write!(
        reader.get_mut(),
        "HTTP/1.1 {status} x\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n{place}\
         x-aws-ec2-metadata-token-ttl-seconds: 21600\r\nconnection: close\r\n\r\n{text}",
        text.len()
    )?;
    reader.get_mut().flush()
}

const XML: &str = "text/xml";
const JSON: &str = "application/json";

fn answer(sent: &Sent, polls: &AtomicUsize) -> (u16, &'static str, String) {
    let key = |id: &str| {
        json!({ "AccessKeyId": id, "SecretAccessKey": "secret-of-the-server", "Token": "token-of-the-server",
            "Expiration": "2099-01-01T00:00:00Z" })
    };
    match sent.line.as_str() {
        "GET /container" => (200, JSON, key("ASIACONTAINER").to_string()),
        // Version 2 of the instance metadata service: a token first, then the role, then its credentials.
        "PUT /latest/api/token" => (200, "text/plain", "metadata-token".to_owned()),
        "GET /latest/meta-data/iam/security-credentials/" => (200, "text/plain", "node".to_owned()),
        "GET /latest/meta-data/iam/security-credentials/node" => {
            let mut answer = key("ASIAINSTANCE");
            answer["Code"] = "Success".into();
            (200, JSON, answer.to_string())
        }
        "GET /latest/meta-data/placement/region" => (200, "text/plain", "eu-west-3".to_owned()),
        "POST /client/register" => (200, JSON, json!({ "clientId": "c", "clientSecret": "s" }).to_string()),
        "POST /device_authorization" => {
            let page = "https://device.sso.example/";
            let answer = json!({ "deviceCode": "d", "userCode": "ABCD-EFGH", "verificationUri": page,
                "verificationUriComplete": format!("{page}?user_code=ABCD-EFGH"), "expiresIn": 600, "interval": 1 });
            (200, JSON, answer.to_string())
        }
        // Nobody is so quick that the first question finds it done.
        "POST /token" if polls.fetch_add(1, Ordering::SeqCst) == 0 => (
            400,
            JSON,
            json!({ "__type": "AuthorizationPendingException", "error": "authorization_pending" }).to_string(),
        ),
        "POST /token" => (200, JSON, json!({ "accessToken": "sso-token-secret", "expiresIn": 3600 }).to_string()),
        line if line.starts_with("GET /federation/credentials") => {
            let given = json!({ "accessKeyId": "ASIASSO", "secretAccessKey": "secret-of-the-server",
                "sessionToken": "t", "expiration": 4_070_908_800_000_u64 });
            (200, JSON, json!({ "roleCredentials": given }).to_string())
        }
        "POST /" => query(sent),
        _ => (403, JSON, json!({ "__type": "AccessDeniedException", "message": "not in this test" }).to_string()),
    }
}

fn query(sent: &Sent) -> (u16, &'static str, String) {
    if sent.body.contains("Action=GetCallerIdentity") {
        let arn = format!("arn:aws:iam::111122223333:user/{}", sent.key);
        let answer = format!(
            "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>{arn}</Arn><UserId>u</UserId>\
             <Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
        );
        return (200, XML, answer);
    }
    if sent.body.contains("Action=AssumeRoleWithWebIdentity&") {
        if !sent.body.contains("WebIdentityToken=token-of-the-file&") && !sent.body.ends_with("token-of-the-file") {
            return refused("the token is not the one in the file");
        }
        return (200, XML, assumed("AssumeRoleWithWebIdentity", "ASIAWEB"));
    }
    if sent.body.contains("Action=AssumeRole&") {
        let wants = sent.body.contains("SerialNumber=");
        if wants && !sent.body.contains(&format!("TokenCode={CODE}")) {
            return refused("MultiFactorAuthentication failed with invalid MFA one time pass code.");
        }
        return (200, XML, assumed("AssumeRole", "ASIAROLE"));
    }
    refused("not in this test")
}

fn assumed(action: &str, key: &str) -> String {
    format!(
        "<{action}Response><{action}Result><Credentials><AccessKeyId>{key}</AccessKeyId>\
         <SecretAccessKey>secret-of-the-server</SecretAccessKey><SessionToken>t</SessionToken>\
         <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></{action}Result></{action}Response>"
    )
}

fn refused(message: &str) -> (u16, &'static str, String) {
    let body = format!(
        "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>{message}</Message></Error>\
         <RequestId>r</RequestId></ErrorResponse>"
    );
    (403, XML, body)
}
