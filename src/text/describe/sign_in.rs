//! Words for what stands between a person and a session.

use super::role_arn_error;
use crate::domain::OutsideText;
use crate::domain::sign_in::{CredentialPlace, EndpointOverride, LookedAt, ProcessFailure, SignInNote, SignInObstacle};
use crate::text::{Arg, Catalog};

/// An obstacle in lines: what stands in the way, and what is known about it.
pub fn obstacle(catalog: &Catalog, obstacle: &SignInObstacle) -> Vec<String> {
    let args = arguments(obstacle);
    let args: Vec<(&str, Arg<'_>)> = args.iter().map(|(name, value)| (*name, value.into())).collect();
    let word = obstacle.word();
    let mut lines = vec![catalog.format(&format!("obstacle-{word}"), &args)];
    match obstacle {
        SignInObstacle::NoCredentials { looked } => {
            lines.extend(looked.iter().map(|(at, why)| place(catalog, *at, why)));
        }
        SignInObstacle::ForeignEndpoint { overrides } => {
            lines.extend(overrides.iter().map(|EndpointOverride { service, url, .. }| format!("{service}: {url}")));
        }
        SignInObstacle::MfaCode { refused: Some(said), .. } => {
            lines.push(catalog.format("port-error-said", &[("service", "sts".into()), ("said", said.into())]));
        }
        SignInObstacle::Process { why, said, .. } => {
            lines.push(process_failure(catalog, *why));
            lines.extend(said.iter().map(|said| catalog.format("obstacle-process-said", &[("said", said.into())])));
        }
        SignInObstacle::BadRole { error, .. } => lines.push(role_arn_error(catalog, error)),
        _ => {}
    }
    lines
}

fn process_failure(catalog: &Catalog, why: ProcessFailure) -> String {
    let args: &[(&str, Arg<'_>)] = match why {
        ProcessFailure::TooSlow { seconds } => &[("seconds", seconds.into())],
        ProcessFailure::TooMuch { kib } => &[("kib", kib.into())],
        ProcessFailure::Ended { code } => &[("code", code.to_string().into())],
        ProcessFailure::Unreadable { field } => &[("field", field.into())],
        _ => &[],
    };
    catalog.format(&format!("obstacle-process-{}", why.word()), args)
}

/// What to do about an obstacle, beside what the program itself offers.
pub fn obstacle_next(catalog: &Catalog, obstacle: &SignInObstacle) -> String {
    let args = arguments(obstacle);
    let args: Vec<(&str, Arg<'_>)> = args.iter().map(|(name, value)| (*name, value.into())).collect();
    catalog.format(&format!("obstacle-{}-next", obstacle.word()), &args)
}

fn arguments(obstacle: &SignInObstacle) -> Vec<(&'static str, String)> {
    let text = |text: &OutsideText| text.to_string();
    match obstacle {
        SignInObstacle::UnknownProfile { given, known } => {
            let known: Vec<&str> = known.iter().map(OutsideText::as_str).collect();
            vec![("given", text(given)), ("count", known.len().to_string()), ("known", known.join(", "))]
        }
        SignInObstacle::NoRegion | SignInObstacle::NoCredentials { .. } => Vec::new(),
        SignInObstacle::BadRegion { given } => vec![("given", text(given))],
        SignInObstacle::UnknownRegion { given } => vec![("given", given.to_string())],
        SignInObstacle::WrongPartition { region, partition } => {
            vec![("region", region.to_string()), ("partition", partition.to_string())]
        }
        SignInObstacle::MfaCode { role, serial, .. } => vec![("role", text(role)), ("serial", text(serial))],
        SignInObstacle::SsoSession { profile, start_url } => {
            vec![("profile", text(profile)), ("url", text(start_url))]
        }
        SignInObstacle::LoginSession { profile } => vec![("profile", text(profile))],
        SignInObstacle::Process { profile, command, .. } => {
            vec![("profile", text(profile)), ("command", text(command))]
        }
        SignInObstacle::ForeignEndpoint { overrides } => {
            let mut hosts: Vec<&str> = overrides.iter().map(|one| one.host.as_str()).collect();
            hosts.dedup();
            let flags: Vec<String> = hosts.iter().map(|host| format!("--allow-endpoint {host}")).collect();
            vec![("flags", flags.join(" "))]
        }
        SignInObstacle::BadEndpoint { service, given } => {
            vec![("service", (*service).to_owned()), ("given", text(given))]
        }
        SignInObstacle::BadProxy { variable, given } => {
            vec![("variable", (*variable).to_owned()), ("given", text(given))]
        }
        SignInObstacle::BadCaBundle { path, why } => vec![("path", text(path)), ("why", text(why))],
        SignInObstacle::BadRole { profile, .. } => vec![("profile", text(profile))],
        SignInObstacle::BadSettings { message } => vec![("message", text(message))],
    }
}

fn place(catalog: &Catalog, at: CredentialPlace, why: &LookedAt) -> String {
    let found = match why {
        LookedAt::NotSet => catalog.text("looked-not-set"),
        LookedAt::SwitchedOff => catalog.text("looked-switched-off"),
        LookedAt::NoAnswer => catalog.text("looked-no-answer"),
        LookedAt::Failed { message } => catalog.format("looked-failed", &[("message", message.into())]),
    };
    let place = catalog.text(&format!("place-{}", at.word()));
    catalog.format("looked-at", &[("place", place.into()), ("found", found.into())])
}

/// What a person should know about the session before going on with it.
pub fn sign_in_note(catalog: &Catalog, note: &SignInNote) -> String {
    match note {
        SignInNote::KeysWin { profile } => catalog.format("sign-in-note-keys-win", &[("profile", profile.into())]),
        SignInNote::ProfileWins { profile } => {
            catalog.format("sign-in-note-profile-wins", &[("profile", profile.into())])
        }
        SignInNote::RoleTrimmed { role } => catalog.format("role-arn-trimmed", &[("role", role.into())]),
        SignInNote::Role { role } => catalog.format("sign-in-note-role", &[("role", role.into())]),
        SignInNote::Process { command } => catalog.format("sign-in-note-process", &[("command", command.into())]),
        SignInNote::SsoInMemory => catalog.text("sign-in-note-sso-in-memory"),
        SignInNote::Proxy { variable, shown } => {
            catalog.format("sign-in-note-proxy", &[("variable", (*variable).into()), ("shown", shown.into())])
        }
        SignInNote::CaBundle { path } => catalog.format("sign-in-note-ca-bundle", &[("path", path.into())]),
    }
}
