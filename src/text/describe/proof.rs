//! Words for what a run does and what is proved afterwards.

use crate::domain::OutsideText;
use crate::domain::entry::EntryFlaw;
use crate::domain::session::API_MODE_ASSUMPTION;
use crate::plan::Change;
use crate::plan::access_delta::{AccessDelta, DeltaPlace};
use crate::plan::diff::DiffLine;
use crate::plan::proof::{Check, Verdict};
use crate::plan::run::{Found, RunEnd, StepOutcome, Watch};
use crate::plan::three_way::ThreeWay;
use crate::text::Catalog;

/// How a step ended, with the reason where it did not end well.
pub fn outcome(catalog: &Catalog, outcome: &StepOutcome) -> String {
    let key = format!("outcome-{}", outcome.word());
    match outcome {
        StepOutcome::Applied | StepOutcome::AlreadyPresent | StepOutcome::Skipped => catalog.text(&key),
        StepOutcome::Failed { reason } | StepOutcome::Unknown { reason } => {
            catalog.format(&key, &[("reason", reason.into())])
        }
        // The three sides say it better than one line.
        StepOutcome::Drifted { found: Some(found), .. } if !found.is_other => catalog.text("outcome-moved"),
        StepOutcome::Drifted { seen, .. } => catalog.format(&key, &[("seen", seen.into())]),
    }
}

/// The three sides of a target that moved: what each is called, and its lines; none where it is not there.
pub fn three_ways(catalog: &Catalog, change: &Change, found: &Found) -> Vec<(String, Vec<DiffLine>)> {
    let sides = ThreeWay::of(change, found);
    let title = |word: &str, is_there: bool| {
        let side = catalog.text(&format!("side-{word}"));
        if is_there { side } else { format!("{side} {}", catalog.text("side-nothing")) }
    };
    sides.sides().map(|(word, lines)| (title(word, !lines.is_empty()), lines.to_vec())).to_vec()
}

/// How a run ended, in one sentence.
pub fn run_end(catalog: &Catalog, end: RunEnd) -> String {
    catalog.text(match end {
        RunEnd::Done => "run-end-done",
        RunEnd::Stopped => "run-end-stopped",
        RunEnd::Failed => "run-end-failed",
        RunEnd::Drifted => "run-end-drifted",
    })
}

/// What is being waited for and how far it is.
pub fn watch(catalog: &Catalog, watch: &Watch) -> String {
    let key = format!("watch-{}", watch.word());
    match watch {
        Watch::ClusterUpdate { id, status } => catalog.format(&key, &[("id", id.into()), ("status", status.into())]),
        Watch::OtherUpdate { id, kind, status } => {
            catalog.format(&key, &[("id", id.into()), ("kind", kind.into()), ("status", status.into())])
        }
        Watch::UpdateEnded { id, status, errors, cluster, mode } => {
            let key = if errors.is_empty() { format!("{key}-without-error") } else { key };
            let errors: Vec<&str> = errors.iter().map(OutsideText::as_str).collect();
            let args = [
                ("id", id.into()),
                ("status", status.into()),
                ("errors", errors.join("; ").into()),
                ("cluster", cluster.into()),
                ("mode", mode.as_str().into()),
            ];
            catalog.format(&key, &args)
        }
        Watch::StillRefused { role, seen } => catalog.format(&key, &[("role", role.into()), ("seen", seen.into())]),
        Watch::VirtualCluster { namespace, state } => {
            catalog.format(&key, &[("namespace", namespace.into()), ("state", state.into())])
        }
        Watch::FargateProfile { name, status } => {
            catalog.format(&key, &[("name", name.into()), ("status", status.into())])
        }
        Watch::FargateProfileFailed { name, status, issues } => {
            let key = if issues.is_empty() { format!("{key}-without-issue") } else { key };
            let issues: Vec<&str> = issues.iter().map(OutsideText::as_str).collect();
            let args = [("name", name.into()), ("status", status.into()), ("issues", issues.join("; ").into())];
            catalog.format(&key, &args)
        }
        Watch::SubnetRefused { subnet, seen } => {
            catalog.format(&key, &[("subnet", subnet.as_str().into()), ("seen", seen.into())])
        }
        Watch::RoleUnseen { role } => catalog.format(&key, &[("role", role.into())]),
        Watch::Propagation { seen } => catalog.format(&key, &[("seen", seen.into())]),
        Watch::LockedOut { principal: Some(principal), commands, .. } if !commands.is_empty() => {
            catalog.format(&key, &[("principal", principal.into()), ("commands", commands.join("; ").into())])
        }
        Watch::LockedOut { mode, .. } if mode.reads_access_entries() => {
            catalog.format(&format!("{key}-by-another"), &[("mode", mode.as_str().into())])
        }
        Watch::LockedOut { mode, .. } => {
            catalog.format(&format!("{key}-without-entry"), &[("mode", mode.as_str().into())])
        }
        Watch::Nodes { ready, all } => catalog.format(&key, &[("ready", (*ready).into()), ("all", (*all).into())]),
    }
}

/// How a check ended, in one line.
pub fn verdict(catalog: &Catalog, verdict: &Verdict) -> String {
    match verdict {
        Verdict::Holds(check) => holds(catalog, check),
        Verdict::Fails { check, seen } => {
            let check = self::check(catalog, check);
            catalog.format("verdict-fails", &[("check", check.into()), ("seen", seen.into())])
        }
        Verdict::NotLooked { check, why } => {
            let check = self::check(catalog, check);
            let why = super::not_looked(catalog, why);
            catalog.format("verdict-not-looked", &[("check", check.into()), ("why", why.into())])
        }
        Verdict::Unconfirmed { check, seen } => {
            let check = self::check(catalog, check);
            catalog.format("verdict-unconfirmed", &[("check", check.into()), ("seen", seen.into())])
        }
        Verdict::Assumed { assumption } => {
            let assumption = self::assumption(catalog, assumption.as_str());
            catalog.format("verdict-assumed", &[("assumption", assumption.into())])
        }
    }
}

/// What a sandbox world assumes, from `name: chosen` as the world file has it. One that this program does not know is
/// shown as it is.
pub fn assumption(catalog: &Catalog, line: &str) -> String {
    match line.split_once(": ") {
        Some(("eksEntryUsername", chosen)) => {
            catalog.format("assumption-eks-entry-username", &[("chosen", chosen.into())])
        }
        Some(("serviceLinkedEntryReads", chosen)) => {
            catalog.format("assumption-service-linked-entry-reads", &[("chosen", chosen.into())])
        }
        Some((API_MODE_ASSUMPTION, chosen)) => catalog.format("assumption-api-mode", &[("chosen", chosen.into())]),
        _ => line.to_owned(),
    }
}

/// A check's name, by its word. A word that this program does not know is shown as it is.
pub fn check(catalog: &Catalog, word: &str) -> String {
    const KNOWN: [&str; 16] = [
        "aws-auth",
        "own-access",
        "nodes",
        "access-entry",
        "virtual-cluster",
        "virtual-cluster-integration",
        "service-linked-role",
        "execution-role",
        "execution-policy",
        "fargate-profile",
        "kubelet",
        "legacy-access",
        "legacy-user",
        "taken-back",
        "others-kept",
        "entry-without",
    ];
    if KNOWN.contains(&word) || EntryFlaw::ALL.iter().any(|flaw| flaw.word() == word) {
        catalog.text(&format!("check-{word}"))
    } else {
        word.to_owned()
    }
}

fn holds(catalog: &Catalog, check: &Check) -> String {
    match check {
        Check::AwsAuth { entries, before, username } => catalog.format(
            "check-aws-auth-holds",
            &[("entries", (*entries).into()), ("before", (*before).into()), ("username", username.into())],
        ),
        Check::OwnAccess { username: None } => catalog.text("check-own-access-holds-unnamed"),
        Check::OwnAccess { username: Some(username) } => {
            catalog.format("check-own-access-holds", &[("username", username.into())])
        }
        Check::Nodes { now, before, watched_s } => {
            let mut args = vec![("ready", now.ready.into()), ("all", now.all.into()), ("seconds", (*watched_s).into())];
            match before {
                Some(before) => {
                    args.push(("before", before.ready.into()));
                    catalog.format("check-nodes-holds", &args)
                }
                None => catalog.format("check-nodes-holds-no-before", &args),
            }
        }
        Check::AccessEntry { username, namespaces } => {
            let names: Vec<&str> = namespaces.iter().map(OutsideText::as_str).collect();
            catalog.format(
                "check-access-entry-holds",
                &[("username", username.into()), ("namespaces", names.join(", ").into())],
            )
        }
        Check::LegacyAccess { namespaces } => {
            let names: Vec<&str> = namespaces.iter().map(OutsideText::as_str).collect();
            catalog.format("check-legacy-access-holds", &[("namespaces", names.join(", ").into())])
        }
        Check::VirtualCluster { id, namespace, state, integrated } => catalog.format(
            if *integrated { "check-virtual-cluster-holds-integrated" } else { "check-virtual-cluster-holds" },
            &[("id", id.into()), ("namespace", namespace.into()), ("state", state.into())],
        ),
        Check::ExecutionRole { arn, verdict } => {
            let key = match verdict.as_str() {
                "covered" => "check-execution-role-holds",
                _ => "check-execution-role-holds-insecure",
            };
            catalog.format(key, &[("arn", arn.into())])
        }
        Check::ExecutionPolicy { policy } => {
            catalog.format("check-execution-policy-holds", &[("policy", policy.into())])
        }
        Check::TakenBack { operation } => {
            let what = super::step::operation_title(catalog, operation);
            catalog.format("check-taken-back-holds", &[("what", what.into())])
        }
        Check::OthersKept { entries } => catalog.format("check-others-kept-holds", &[("entries", (*entries).into())]),
        Check::EntryWithout { namespaces } => {
            let names: Vec<&str> = namespaces.iter().map(OutsideText::as_str).collect();
            catalog.format("check-entry-without-holds", &[("namespaces", names.join(", ").into())])
        }
        Check::FargateProfile { name, namespaces } => {
            let names: Vec<&str> = namespaces.iter().map(OutsideText::as_str).collect();
            let args = [("name", name.into()), ("namespaces", names.join(", ").into())];
            catalog.format("check-fargate-profile-holds", &args)
        }
        Check::Kubelet { through, username } => {
            catalog.format("check-kubelet-holds", &[("through", through.into()), ("username", username.into())])
        }
        Check::ServiceLinkedRole { arn } => catalog.format("check-service-linked-role-holds", &[("arn", arn.into())]),
    }
}

/// Who will be able to do what, where, through which thing: one line.
pub fn access_delta(catalog: &Catalog, delta: &AccessDelta) -> String {
    let place = delta_place(catalog, &delta.place);
    catalog.format(
        "access-delta",
        &[
            ("who", (&delta.who).into()),
            ("what", (&delta.what).into()),
            ("place", place.into()),
            ("through", (&delta.through).into()),
        ],
    )
}

/// Where a right holds, in a few words.
pub fn delta_place(catalog: &Catalog, place: &DeltaPlace) -> String {
    let (key, name) = match place {
        DeltaPlace::Namespace(name) => ("place-namespace", name),
        DeltaPlace::Cluster(name) => ("place-cluster", name),
        DeltaPlace::Account(name) => ("place-account", name),
    };
    catalog.format(key, &[("name", name.into())])
}
