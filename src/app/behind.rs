//! Flags for a real API server behind the sandbox, to the sandbox's options.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::cli::Behind;
use crate::domain::OutsideText;
use crate::error::{ExitCode, ExpectedError};
use crate::sandbox::{KubeServer, KubeServerError, Options};
use crate::text::Catalog;

/// The most bytes that a file of a certificate or token may have.
const LONGEST: u64 = 1 << 20;

/// Reads the flags, and the files that they name.
///
/// # Errors
/// When one of the flags is missing or wrong, or when there is no sandbox for them.
pub(super) fn options(flags: &Behind, has_sandbox: bool, catalog: &Catalog) -> Result<Options, ExpectedError> {
    let bad = |id: &str, args: &[(&str, &str)]| {
        let args: Vec<_> = args.iter().map(|(name, value)| (*name, OutsideText::message(value))).collect();
        let args: Vec<_> = args.iter().map(|(name, value)| (*name, value.into())).collect();
        ExpectedError::new(ExitCode::BadInput, catalog.format(id, &args))
    };
    let server = [
        ("--kube-endpoint", flags.kube_endpoint.is_some()),
        ("--kube-ca", flags.kube_ca.is_some()),
        ("--kube-token", flags.kube_token.is_some()),
    ];
    let others = [("--kube-seed", flags.kube_seed), ("--sandbox-port", flags.sandbox_port.is_some())];
    let given = server.iter().chain(&others).find(|(_, is_given)| *is_given);
    if let (Some((flag, _)), false) = (given, has_sandbox) {
        return Err(bad("error-kube-no-sandbox", &[("flag", flag)]));
    }
    let wants_server = flags.kube_seed || server.iter().any(|(_, is_given)| *is_given);
    if let (true, Some((flag, _))) = (wants_server, server.iter().find(|(_, is_given)| !is_given)) {
        return Err(bad("error-kube-flags", &[("flag", flag)]));
    }
    let mut options = Options { port: flags.sandbox_port, seed: flags.kube_seed, ..Options::default() };
    let (Some(url), Some(ca), Some(token)) = (&flags.kube_endpoint, &flags.kube_ca, &flags.kube_token) else {
        return Ok(options);
    };
    let read = |flag: &str, path: &Path| {
        text_of(path).map_err(|error| {
            let (path, what) = (path.to_string_lossy(), error.to_string());
            bad("error-kube-file", &[("flag", flag), ("path", &path), ("what", &what)])
        })
    };
    let (ca_text, token_text) = (read("--kube-ca", ca)?, read("--kube-token", token)?);
    let server = KubeServer::new(url, &ca_text, &token_text).map_err(|error| match error {
        KubeServerError::Address(given) => bad("error-kube-address", &[("given", &given)]),
        KubeServerError::NotLoopback(given) => bad("error-kube-not-loopback", &[("given", &given)]),
        KubeServerError::Authority => bad("error-kube-ca", &[("path", &ca.to_string_lossy())]),
        KubeServerError::Token => bad("error-kube-token", &[("path", &token.to_string_lossy())]),
    })?;
    options.behind = Some(server);
    Ok(options)
}

fn text_of(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(path)?.take(LONGEST).read_to_string(&mut text)?;
    Ok(text)
}
