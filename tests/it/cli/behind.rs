//! The flags for a real API server behind the sandbox: what is wrong is said in one line, before anything is opened.

use std::path::Path;

use crate::support::program::{Home, command, finish};

/// A certificate authority, a token, and files that are neither.
fn files(folder: &Path) {
    let authority = rcgen::KeyPair::generate().unwrap();
    let ca = rcgen::CertificateParams::default().self_signed(&authority).unwrap().pem();
    for (name, text) in [("ca", ca.as_str()), ("token", "token"), ("empty", ""), ("text", "no PEM")] {
        write(&folder.join(name), text);
    }
}

#[expect(clippy::disallowed_methods, reason = "the folder is new and the test's own")]
fn write(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
}

/// Flags, and how stderr begins.
const BAD: &[(&str, &str)] = &[
    ("--kube-endpoint=https://127.0.0.1:1", "--kube-ca is missing: --kube-endpoint, --kube-ca and --kube-token go"),
    ("--kube-ca=ca --kube-token=token", "--kube-endpoint is missing: "),
    ("--kube-seed", "--kube-endpoint is missing: "),
    (
        "--kube-endpoint=https://127.0.0.1:1 --kube-ca=nothing --kube-token=token",
        "--kube-ca: nothing could not be read: No such file or directory",
    ),
    (
        "--kube-endpoint=https://127.0.0.1:1 --kube-ca=ca --kube-token=.",
        "--kube-token: . could not be read: Is a directory",
    ),
    (
        "--kube-endpoint=https://127.0.0.1:1 --kube-ca=text --kube-token=token",
        "--kube-ca: text holds no certificate in PEM.",
    ),
    (
        "--kube-endpoint=https://127.0.0.1:1 --kube-ca=ca --kube-token=empty",
        "--kube-token: empty holds no bearer token.",
    ),
    (
        "--kube-endpoint=http://127.0.0.1:1 --kube-ca=ca --kube-token=token",
        "--kube-endpoint \"http://127.0.0.1:1\" is not an address like https://127.0.0.1:6443",
    ),
    (
        "--kube-endpoint=no\u{1b}[31mwhere --kube-ca=ca --kube-token=token",
        r#"--kube-endpoint "no\u{1b}[31mwhere" is not an address like"#,
    ),
    (
        "--kube-endpoint=https://A.gr7.us-east-1.eks.amazonaws.com --kube-ca=ca --kube-token=token",
        "--kube-endpoint \"https://A.gr7.us-east-1.eks.amazonaws.com\" is not on this machine. The sandbox takes",
    ),
];

#[test]
fn wrong_flags_are_said_in_one_line() {
    for (flags, begins) in BAD {
        for start in [&["sandbox", "serve"][..], &["enable", "--sandbox", "--cluster", "dev", "--namespace", "spark"]] {
            let home = Home::new();
            files(home.path());
            let args: Vec<&str> = start.iter().copied().chain(flags.split(' ')).collect();
            let ended = finish(command(&home, &args, &[]).spawn().unwrap());
            assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{args:?}\n{}", ended.err);
            assert!(ended.err.starts_with(begins) && ended.err.lines().count() == 1, "{args:?}\n{}", ended.err);
        }
    }
}

#[test]
fn the_flags_are_for_the_sandbox() {
    for flag in ["--kube-endpoint=https://127.0.0.1:1", "--kube-seed", "--sandbox-port=1"] {
        let home = Home::new();
        let args = ["enable", "--cluster", "dev", "--namespace", "spark", flag];
        let ended = finish(command(&home, &args, &[]).spawn().unwrap());
        let name = flag.split('=').next().unwrap();
        let line = format!("{name} is for the sandbox: it needs --sandbox or `sandbox serve`.\n");
        assert_eq!((ended.code, ended.out, ended.err), (Some(2), String::new(), line));
    }
}

#[test]
fn webhook_files_are_written_and_what_cannot_be_written_is_said() {
    let home = Home::new();
    let write = |folder: &str| {
        let args = ["sandbox", "webhooks", folder, "--port", "4566"];
        finish(command(&home, &args, &[]).spawn().unwrap())
    };
    for _ in 0..2 {
        let ended = write(".");
        assert_eq!(ended.code, Some(0), "{}", ended.err);
        for (flag, name) in [("authentication-token", "authentication"), ("authorization", "authorization")] {
            let line = format!("--{flag}-webhook-config-file=./{name}.kubeconfig");
            assert!(ended.out.lines().any(|said| said == line), "{}", ended.out);
            let file = std::fs::read_to_string(home.path().join(format!("{name}.kubeconfig"))).unwrap();
            assert!(file.contains("http://127.0.0.1:4566/kubernetes/"), "{file}");
        }
    }
    let ended = write("no/such/folder");
    assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""));
    let line = "no/such/folder/authentication.kubeconfig could not be written: No such file or directory";
    assert!(ended.err.starts_with(line), "{}", ended.err);
}
