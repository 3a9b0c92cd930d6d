//! Which hosts the program looks up and connects to: all of them, recorded in a network of its own.
//!
//! The test runs itself anew in user, network and mount namespaces in which there is loopback alone, and the one
//! resolver writes down every name that it is asked. It answers each with loopback, where a TLS server that also writes
//! down names stands before a sandbox: so the program signs in, plans, runs and proves as on a real account.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::process::{Child, Command};
use std::sync::{Arc, Mutex};

use rcgen::{CertificateParams, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::Value;

use super::GOOD;
use crate::support::program::{Home, command, finish, poll};

/// Set in the namespaces to the file that takes the place of the system's resolv.conf.
const INSIDE: &str = "EMR_ONRAMP_TEST_NETWORK";
/// This test by its name.
const ITSELF: &str = "cli::network::it_looks_up_and_calls_the_hosts_of_its_region_alone";
/// Loopback up and our resolver in the place of the system's.
const PREPARE: &str = "\
(ip link set lo up || ifconfig lo up) && echo 'nameserver 127.0.0.1' >\"$EMR_ONRAMP_TEST_NETWORK\" &&
mount --bind \"$EMR_ONRAMP_TEST_NETWORK\" /etc/resolv.conf && exec \"$@\"";

type Names = Arc<Mutex<BTreeSet<String>>>;

fn names(of: &Names) -> Vec<String> {
    of.lock().unwrap().iter().cloned().collect()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "how the test knows that it is in the namespaces")]
fn it_looks_up_and_calls_the_hosts_of_its_region_alone() {
    if std::env::var_os(INSIDE).is_some() {
        return inside();
    }
    let may = |script: &str| {
        let tried = Command::new("unshare").args(["-rnm", "/bin/sh", "-c", script]).output();
        tried.is_ok_and(|tried| tried.status.success())
    };
    if !may("(ip link set lo up || ifconfig lo up) && mount --bind /dev/null /etc/resolv.conf") {
        let _ = writeln!(std::io::stderr(), "skipped: namespaces are not permitted here, or ip is not installed");
        return;
    }
    let home = Home::new();
    let mut again = Command::new("unshare");
    again.args(["-rnm", "/bin/sh", "-c", PREPARE, "sh"]).arg(std::env::current_exe().unwrap());
    again.args(["--exact", ITSELF, "--nocapture"]).env(INSIDE, home.path().join("resolv.conf"));
    again.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let ended = finish(again.spawn().unwrap());
    assert_eq!(ended.code, Some(0), "{}\n{}", ended.out, ended.err);
    assert!(ended.out.contains("1 passed"), "{}", ended.out);
}

fn inside() {
    let (asked, called) = (Names::default(), Names::default());
    resolve(asked.clone());
    let world = Serving::start();
    let bundle = Home::new();
    let file = bundle.path().join("ca.pem");
    let trusted = relay(world.port(), called.clone());
    fs::File::create(&file).and_then(|mut file| file.write_all(trusted.as_bytes())).unwrap();

    let sandbox = finish(command(&bundle, &run_of(&["--sandbox"]), &[]).spawn().unwrap());
    assert_eq!(sandbox.code, Some(0), "{}", sandbox.err);
    assert_eq!((names(&asked), names(&called)), (Vec::new(), Vec::new()), "the sandbox leaves no loopback");

    let variable = |name: &str| world.told["environment"][name].as_str().unwrap().to_owned();
    let keys = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"].map(|name| (name, variable(name)));
    let mut environment: Vec<(&str, &str)> = keys.iter().map(|(name, value)| (*name, value.as_str())).collect();
    environment.retain(|(_, value)| !value.is_empty());
    environment.extend([("AWS_REGION", "us-east-1"), ("AWS_CA_BUNDLE", file.to_str().unwrap())]);
    let real = finish(command(&bundle, &run_of(&[]), &environment).spawn().unwrap());
    assert_eq!(real.code, Some(0), "{}\n{}", real.out, real.err);
    assert!(real.out.contains("Done: 4 changes were made"), "{}", real.out);

    let hosts = ["eks.us-east-1", "emr-containers.us-east-1", "iam", "sts.us-east-1"];
    let hosts = hosts.map(|host| format!("{host}.amazonaws.com"));
    assert_eq!((names(&asked), names(&called)), (hosts.to_vec(), hosts.to_vec()));
}

fn run_of<'a>(flags: &[&'a str]) -> Vec<&'a str> {
    [&["enable"], &GOOD[..], &["--yes"], flags].concat()
}

/// A sandbox until this is dropped.
struct Serving {
    child: Child,
    told: Value,
    _home: Home,
}

impl Serving {
    fn start() -> Self {
        let home = Home::new();
        let mut child = command(&home, &["sandbox", "serve", "--output", "json"], &[]).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, told: serde_json::from_str(&line).unwrap(), _home: home }
    }

    fn port(&self) -> u16 {
        let url = self.told["environment"]["AWS_ENDPOINT_URL"].as_str().unwrap();
        url.rsplit(':').next().unwrap().parse().unwrap()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // One that ended already needs no killing.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The system's resolver from now on: every name is this machine, and is written down.
fn resolve(asked: Names) {
    let socket = UdpSocket::bind("127.0.0.1:53").unwrap();
    std::thread::spawn(move || {
        let mut packet = [0; 512];
        while let Ok((length, from)) = socket.recv_from(&mut packet) {
            let question = &packet[..length];
            let (name, end) = read_name(question);
            asked.lock().unwrap().insert(name);
            let is_address = question[end..end + 2] == [0, 1];
            // The question again with the bits of an answer (RFC 1035, section 4.1.1), and for A one address.
            let mut answer = question[..end + 4].to_vec();
            answer[2..12].copy_from_slice(&[0x81, 0x80, 0, 1, 0, u8::from(is_address), 0, 0, 0, 0]);
            if is_address {
                answer.extend([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1]);
            }
            socket.send_to(&answer, from).unwrap();
        }
    });
}

/// The name that a packet asks for, and where it ends.
fn read_name(packet: &[u8]) -> (String, usize) {
    let (mut at, mut labels) = (12, Vec::new());
    while packet[at] != 0 {
        let end = at + 1 + usize::from(packet[at]);
        labels.push(String::from_utf8_lossy(&packet[at + 1..end]).into_owned());
        at = end;
    }
    (labels.join("."), at + 1)
}

/// Stands where AWS is, before the sandbox on `port`; every host that is called is written down. Answers the certificate
/// to trust, in PEM.
fn relay(port: u16, called: Names) -> String {
    let key = KeyPair::generate().unwrap();
    let hosts = ["*.us-east-1.amazonaws.com", "*.amazonaws.com"].map(str::to_owned);
    let certificate = CertificateParams::new(hosts).unwrap().self_signed(&key).unwrap();
    let chain = vec![CertificateDer::from(certificate.der().to_vec())];
    let private = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = Arc::new(config.with_no_client_auth().with_single_cert(chain, private).unwrap());
    let listener = TcpListener::bind("127.0.0.1:443").unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let (config, called) = (config.clone(), called.clone());
            std::thread::spawn(move || {
                let mut tls = StreamOwned::new(ServerConnection::new(config).unwrap(), stream);
                // A client that hangs up is its own business.
                while let Ok(Some(request)) = read_message(&mut tls) {
                    called.lock().unwrap().extend(tls.conn.server_name().map(str::to_owned));
                    let mut world = poll("the sandbox is there", || TcpStream::connect(("127.0.0.1", port)).ok());
                    let passed = world.write_all(&request).and_then(|()| read_message(&mut world));
                    let Ok(Some(answer)) = passed else { return };
                    if tls.write_all(&answer).and_then(|()| tls.flush()).is_err() {
                        return;
                    }
                }
            });
        }
    });
    certificate.pem()
}

/// One message of HTTP/1.1 with its body, whose length its head tells; none at the end.
fn read_message(stream: &mut impl Read) -> std::io::Result<Option<Vec<u8>>> {
    let mut message = Vec::new();
    let mut byte = [0];
    while !message.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte)? == 0 {
            return Ok(None);
        }
        message.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&message).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    let mut body = vec![0; length.map_or(0, |length| length.trim().parse().unwrap())];
    stream.read_exact(&mut body)?;
    message.extend(body);
    Ok(Some(message))
}
