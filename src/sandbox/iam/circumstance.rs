//! What the policies of the caller are asked about: the resource of a call, and the condition keys around it.
//!
//! Resources and keys are those of the service authorization reference, for the operations that the sandbox has.

use super::evaluator::Context;
use super::linked::{EMR_PRINCIPAL, EMR_ROLE};
use crate::sandbox::aws::{Call, Service, texts};
use crate::sandbox::eks::entry_arn;
use crate::sandbox::operation::Target;
use crate::sandbox::world::{AccessEntry, Cluster, Role};

/// Spells the ARN of what an operation acts on.
pub(super) fn resource(call: &Call<'_>, target: Target) -> String {
    let (world, request) = (&call.state.world, call.request);
    let (region, name) = (&request.region, request.segment(1));
    let in_cluster = |kind: &str, id: Option<&str>| {
        let resource = format!("{kind}/{name}/{}/{}", request.segment(3), id.unwrap_or("*"));
        world.arn("eks", region, &resource)
    };
    match target {
        Target::Open | Target::Everything => "*".to_owned(),
        Target::Cluster => world.cluster_arn(region, name),
        Target::AccessEntry => {
            let id = entry(call).map_or("*", |entry| entry.id.as_str());
            entry_arn(world, region, name, request.segment(3), id)
        }
        Target::FargateProfile => {
            let mut all = cluster(call).into_iter().flat_map(|cluster| cluster.fargate_profiles.known());
            let found = all.find(|profile| profile.name == request.segment(3));
            in_cluster("fargateprofile", found.map(|profile| profile.id.as_str()))
        }
        Target::Nodegroup => {
            let mut all = cluster(call).into_iter().flat_map(|cluster| cluster.nodegroups.known());
            let found = all.find(|group| group.name == request.segment(3));
            in_cluster("nodegroup", found.map(|group| group.id.as_str()))
        }
        Target::Role => {
            let name = request.field("RoleName").unwrap_or_default();
            let path = role(call).map(|role| role.path.as_str()).or(request.field("Path")).unwrap_or("/");
            world.arn("iam", "", &format!("role{path}{name}"))
        }
        Target::Roles => world.arn("iam", "", &format!("role{}", request.field("PathPrefix").unwrap_or("/"))),
        Target::NewServiceLinkedRole => {
            let service = request.field("AWSServiceName").unwrap_or_default();
            let name = if service == EMR_PRINCIPAL { EMR_ROLE } else { "*" };
            world.arn("iam", "", &format!("role/aws-service-role/{service}/{name}"))
        }
        Target::Policy => request.field("PolicyArn").unwrap_or_default().to_owned(),
        Target::PolicySource => request.field("PolicySourceArn").unwrap_or_default().to_owned(),
        Target::VirtualCluster => world.arn("emr-containers", region, &format!("/virtualclusters/{name}")),
    }
}

fn cluster<'a>(call: &'a Call<'_>) -> Option<&'a Cluster> {
    call.cluster(call.request.segment(1)).ok()
}

fn entry<'a>(call: &'a Call<'_>) -> Option<&'a AccessEntry> {
    let arn = call.request.segment(3);
    cluster(call)?.access_entries.known().iter().find(|entry| entry.principal_arn == arn)
}

fn role<'a>(call: &'a Call<'_>) -> Option<&'a Role> {
    let name = call.request.field("RoleName")?;
    call.state.world.iam.roles.known().iter().find(|role| role.name == name)
}

/// Describes the caller, a session of `role`.
pub(super) fn describe_caller(call: &Call<'_>, role: &Role, context: &mut Context) {
    let world = &call.state.world;
    let caller = &world.caller;
    context.set("aws:PrincipalArn", world.arn("iam", "", &format!("role{}{}", role.path, role.name)));
    context.set("aws:PrincipalAccount", &*world.account.id);
    context.set("aws:PrincipalType", "AssumedRole");
    context.set("aws:userid", &*caller.user_id);
    for (key, value) in &role.tags {
        context.set(&format!("aws:PrincipalTag/{key}"), &**value);
    }
    let region = if call.request.service == Service::Iam { "us-east-1" } else { &call.request.region };
    context.set("aws:RequestedRegion", region);
    context.set("aws:CurrentTime", call.now.to_string());
    context.set("aws:EpochTime", call.now.as_second().to_string());
    // The loopback port stands for the service's own, which is reached over TLS only.
    context.set("aws:SecureTransport", "true");
    context.set("aws:SourceIp", "127.0.0.1");
}

/// Describes the request.
pub(super) fn circumstances(call: &Call<'_>) -> Context {
    let mut context = Context::default();
    let tags = match call.request.service {
        Service::Iam => call.request.pairs("Tags"),
        _ => call.request.text_map("tags").into_iter().collect(),
    };
    if !tags.is_empty() {
        context.set_all("aws:TagKeys", tags.iter().map(|(key, _)| key.clone()).collect());
    }
    for (key, value) in tags {
        context.set(&format!("aws:RequestTag/{key}"), value);
    }
    match call.request.service {
        Service::Eks => describe_cluster(call, &mut context),
        Service::Iam => describe_role(call, &mut context),
        Service::Sts | Service::EmrContainers => {}
    }
    context
}

fn describe_cluster(call: &Call<'_>, context: &mut Context) {
    let request = call.request;
    for (key, value) in cluster(call).into_iter().flat_map(|cluster| &cluster.tags) {
        context.set(&format!("aws:ResourceTag/{key}"), &**value);
    }
    if !request.segment(1).is_empty() {
        context.set("eks:clusterName", request.segment(1));
    }
    if let Some(mode) = request.body["accessConfig"]["authenticationMode"].as_str() {
        context.set("eks:authenticationMode", mode);
    }
    let is_entry = request.path.get(2).is_some_and(|part| part == "access-entries");
    if !is_entry {
        return;
    }
    let entry = entry(call);
    let principal = request.text("principalArn").or(request.path.get(3).map(String::as_str));
    let kind = request.text("type").or(entry.map(|entry| entry.kind.as_str()));
    for (key, value) in [
        ("eks:principalArn", principal),
        ("eks:accessEntryType", kind.or(principal.map(|_| "STANDARD"))),
        ("eks:username", request.text("username")),
    ] {
        if let Some(value) = value {
            context.set(key, value);
        }
    }
    context.set_all("eks:kubernetesGroups", request.texts("kubernetesGroups"));
    let policy = request.text("policyArn").or(request.path.get(5).map(String::as_str));
    let Some(policy) = policy else {
        return;
    };
    let scope = &request.body["accessScope"];
    let given = scope["type"].as_str().map(|kind| (kind.to_owned(), texts(&scope["namespaces"])));
    let held = || {
        let mut policies = entry?.policies.known().iter();
        let associated = policies.find(|associated| associated.policy_arn == policy)?;
        let kind = serde_json::to_value(associated.scope.kind).ok()?;
        Some((kind.as_str()?.to_owned(), associated.scope.namespaces.clone()))
    };
    context.set("eks:policyArn", policy);
    if let Some((kind, namespaces)) = given.or_else(held) {
        context.set("eks:accessScope", kind);
        context.set_all("eks:namespaces", namespaces);
    }
}

fn describe_role(call: &Call<'_>, context: &mut Context) {
    let request = call.request;
    for (key, field) in [
        ("iam:AWSServiceName", "AWSServiceName"),
        ("iam:PolicyARN", "PolicyArn"),
        ("iam:PermissionsBoundary", "PermissionsBoundary"),
    ] {
        if let Some(value) = request.field(field) {
            context.set(key, value);
        }
    }
    let Some(role) = role(call) else {
        return;
    };
    if let Some(boundary) = &role.permissions_boundary {
        context.set("iam:PermissionsBoundary", &**boundary);
    }
    if let Some(service) = role.path.strip_prefix("/aws-service-role/") {
        context.set("iam:AWSServiceName", service.trim_end_matches('/'));
    }
    for (key, value) in &role.tags {
        for prefix in ["iam", "aws"] {
            context.set(&format!("{prefix}:ResourceTag/{key}"), &**value);
        }
    }
}

/// Describes what EMR does to an access entry for a caller: it gives or takes one namespace.
pub(in crate::sandbox) fn of_namespace(namespace: &str) -> Context {
    let mut context = Context::default();
    context.set("eks:accessScope", "namespace");
    context.set_all("eks:namespaces", vec![namespace.to_owned()]);
    context
}
