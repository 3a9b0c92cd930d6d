//! Fargate profiles: which pods run on Fargate, and under which role.
//!
//! One profile of a cluster is made or deleted at a time (EKS user guide). A new one lets its role in: by an access entry
//! of type `FARGATE_LINUX`, or by a line in `aws-auth` where that is what counts (pulumi/pulumi-eks#807 shows the line).

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::eks_page;
use super::entry::{NewEntry, new_entry, usual_username};
use crate::sandbox::authenticator::AwsAuth;
use crate::sandbox::aws::{Answer, AwsError, Call, Service, seconds, whole};
use crate::sandbox::iam::{self, Context};
use crate::sandbox::kube::KubeStore;
use crate::sandbox::world::{AuthenticationMode, Cluster, FargateProfile, FargateSelector, World};

/// Who assumes the role of a profile.
const PRINCIPAL: &str = "eks-fargate-pods.amazonaws.com";

/// How many selectors a profile may have (EKS user guide).
const MAX_SELECTORS: usize = 5;

pub(super) fn list(call: &Call<'_>) -> Answer {
    let cluster = call.cluster(call.request.segment(1))?;
    let profiles = whole("eks:ListFargateProfiles", &cluster.fargate_profiles)?;
    let names = profiles.iter().map(|profile| profile.name.as_str());
    let page = eks_page(call, names.collect())?;
    Ok(json!({"fargateProfileNames": page.items, "nextToken": page.next}))
}

pub(super) fn describe(call: &Call<'_>) -> Answer {
    let (cluster, profile) = named(call)?;
    Ok(json!({"fargateProfile": content(call, &cluster.name, profile)}))
}

fn named<'a>(call: &'a Call<'_>) -> Result<(&'a Cluster, &'a FargateProfile), AwsError> {
    let (cluster, name) = (call.cluster(call.request.segment(1))?, call.request.segment(3));
    let profile = cluster
        .fargate_profiles
        .find(|profile| profile.name == name)
        .map_err(|missing| AwsError::not_collected(&format!("Fargate profile {name}"), missing))?
        .ok_or_else(|| AwsError::not_found(format!("No Fargate Profile found with name: {name}.")))?;
    Ok((cluster, profile))
}

fn content(call: &Call<'_>, cluster: &str, profile: &FargateProfile) -> Value {
    let resource = format!("fargateprofile/{cluster}/{}/{}", profile.name, profile.id);
    json!({
        "fargateProfileName": profile.name,
        "fargateProfileArn": call.state.world.arn("eks", &call.request.region, &resource),
        "clusterName": cluster,
        "createdAt": seconds(profile.created_at),
        "podExecutionRoleArn": profile.pod_execution_role_arn,
        "subnets": profile.subnets,
        "selectors": profile.selectors,
        "status": profile.status,
        "tags": profile.tags,
        "health": {"issues": []},
    })
}

pub(super) fn create(call: &mut Call<'_>) -> Answer {
    let token = call.request.text("clientRequestToken");
    call.once("CreateFargateProfile", token, |call| {
        let cluster_name = call.request.segment(1).to_owned();
        let profile = read(call)?;
        let cluster = call.cluster(&cluster_name)?;
        let exists = cluster.fargate_profiles.find(|other| other.name == profile.name);
        if exists.is_ok_and(|other| other.is_some()) {
            // The words are not documented.
            let message = format!("A Fargate Profile already exists with this name in this cluster: {}", profile.name);
            return Err(AwsError::in_use(message));
        }
        check_idle(cluster, &format!("create Fargate Profile {}", profile.name))?;
        check_role(call, &cluster_name, &profile)?;
        let answer = json!({"fargateProfile": content(call, &cluster_name, &profile)});
        let_in(call, &cluster_name, &profile.pod_execution_role_arn)?;
        call.cluster_mut(&cluster_name)?.fargate_profiles.known_mut().push(profile);
        Ok(answer)
    })
}

/// Reads what is to be made.
fn read(call: &Call<'_>) -> Result<FargateProfile, AwsError> {
    let (request, state) = (call.request, &call.state);
    let name = request.text("fargateProfileName").unwrap_or_default();
    let invalid = |message: &str| Err(AwsError::invalid_parameter(message));
    if name.is_empty() || name.starts_with("eks-") {
        return invalid("The fargateProfileName is empty or has the reserved prefix eks-");
    }
    let selectors = serde_json::from_value::<Option<Vec<FargateSelector>>>(request.body["selectors"].clone());
    let Ok(selectors) = selectors else {
        return invalid("Fargate profile selectors must each have a namespace");
    };
    let selectors = selectors.unwrap_or_default();
    if selectors.is_empty() || selectors.len() > MAX_SELECTORS {
        return invalid("A Fargate profile must have between 1 and 5 selectors");
    }
    let subnets = request.texts("subnets");
    if subnets.is_empty() {
        return invalid("A Fargate profile must have at least one private subnet");
    }
    let wait = SignedDuration::from_secs(state.world.timing.fargate_profile_seconds.into());
    Ok(FargateProfile {
        name: name.to_owned(),
        id: state.ids.uuid(),
        pod_execution_role_arn: request.text("podExecutionRoleArn").unwrap_or_default().to_owned(),
        subnets,
        selectors,
        status: "CREATING".to_owned(),
        ends_at: call.now.checked_add(wait).ok(),
        created_at: call.now,
        tags: request.text_map("tags"),
    })
}

/// Refuses while another profile is being made or deleted (EKS, as the API's users quote it).
fn check_idle(cluster: &Cluster, what: &str) -> Result<(), AwsError> {
    let mut busy = cluster.fargate_profiles.known().iter();
    match busy.find(|profile| matches!(profile.status.as_str(), "CREATING" | "DELETING")) {
        Some(other) => Err(AwsError::in_use(format!(
            "Cannot {what} because cluster {} currently has Fargate profile {} in status {}",
            cluster.name, other.name, other.status
        ))),
        None => Ok(()),
    }
}

/// Checks that the caller may pass the role, and that Fargate may take it for this cluster.
fn check_role(call: &Call<'_>, cluster: &str, profile: &FargateProfile) -> Result<(), AwsError> {
    let (world, arn) = (&call.state.world, profile.pod_execution_role_arn.as_str());
    let mut context = Context::default();
    context.set("iam:PassedToService", PRINCIPAL);
    iam::require(call, Service::Eks, "iam:PassRole", arn, context)?;
    let role = world.iam.roles.find(|role| world.arn("iam", "", &format!("role{}{}", role.path, role.name)) == arn);
    let role = role.map_err(|missing| AwsError::not_collected(arn, missing))?;
    let resource = format!("fargateprofile/{cluster}/{}/{}", profile.name, profile.id);
    let source = world.arn("eks", &call.request.region, &resource);
    let is_trusting = role
        .filter(|role| iam::is_shown(call, role))
        .is_some_and(|role| role.path == "/" && iam::lets_in(role.trust.text(), PRINCIPAL, &world.account.id, &source));
    if !is_trusting {
        // EKS says this of a role that is not there yet, too; terraform-provider-aws waits for it to pass.
        return Err(AwsError::invalid_parameter(format!(
            "Misconfigured PodExecutionRole Trust Policy; Please add the {PRINCIPAL} Service Principal"
        )));
    }
    Ok(())
}

/// Lets the nodes that Fargate makes for a profile into the cluster.
fn let_in(call: &mut Call<'_>, cluster_name: &str, role: &str) -> Result<(), AwsError> {
    let cluster = call.cluster(cluster_name)?;
    if cluster.authentication_mode() == AuthenticationMode::ConfigMap {
        let arn = call.state.world.cluster_arn(&call.request.region, cluster_name);
        let Some(store) = call.state.stores.get(&arn) else {
            let what = "eks:CreateFargateProfile for a cluster whose aws-auth it does not hold";
            return Err(call.state.unknown(what));
        };
        return add_line(store, role).map_err(|problem| AwsError::new(500, "ServerException", problem));
    }
    if cluster.access_entries.known().iter().any(|entry| entry.principal_arn == role) {
        return Ok(());
    }
    let kind = "FARGATE_LINUX";
    let new = NewEntry { arn: role, kind, username: usual_username(kind, role) };
    let mut entry = new_entry(&call.state.world.iam, &call.state.ids, call.now, new);
    entry.groups = vec!["system:nodes".to_owned()];
    call.cluster_mut(cluster_name)?.access_entries.known_mut().push(entry);
    Ok(())
}

/// Adds the role to `aws-auth`, which is made if it is not there.
fn add_line(store: &KubeStore, role: &str) -> Result<(), String> {
    let mut object = store.get("configmaps", Some("kube-system"), "aws-auth").unwrap_or_else(|| {
        json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "aws-auth", "namespace": "kube-system"}})
    });
    if AwsAuth::read(&object).mapping(role).is_some() {
        return Ok(());
    }
    let before = object["data"]["mapRoles"].as_str().unwrap_or_default();
    let gap = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
    let line = format!("{before}{gap}{}", line_of(role));
    object["data"]["mapRoles"] = line.into();
    store.put(object)
}

/// The line of a role in `aws-auth`, as EKS writes it.
fn line_of(role: &str) -> String {
    format!(
        "- groups:\n  - system:bootstrappers\n  - system:nodes\n  - system:node-proxier\n  rolearn: {role}\n  username: system:node:{{{{SessionName}}}}\n"
    )
}

/// Takes the line of a role out of `aws-auth` again, if it stands there as EKS wrote it.
pub(super) fn lose_line(store: &KubeStore, role: &str) {
    let Some(mut object) = store.get("configmaps", Some("kube-system"), "aws-auth") else { return };
    let before = object["data"]["mapRoles"].as_str().unwrap_or_default();
    object["data"]["mapRoles"] = before.replace(&line_of(role), "").into();
    // A store that is full keeps what it has.
    let _ = store.put(object);
}

pub(super) fn delete(call: &mut Call<'_>) -> Answer {
    let (cluster, profile) = named(call)?;
    let name = profile.name.clone();
    check_idle(cluster, &format!("delete Fargate Profile {name}"))?;
    let cluster_name = cluster.name.clone();
    let wait = SignedDuration::from_secs(call.state.world.timing.fargate_profile_seconds.into());
    let ends_at = call.now.checked_add(wait).ok();
    let profiles = call.cluster_mut(&cluster_name)?.fargate_profiles.known_mut();
    for profile in profiles.iter_mut().filter(|profile| profile.name == name) {
        profile.status = "DELETING".to_owned();
        profile.ends_at = ends_at;
    }
    let (_, profile) = named(call)?;
    Ok(json!({"fargateProfile": content(call, &cluster_name, profile)}))
}

/// Ends what is due: a new profile is active, a deleted one is gone. Its role's access stays, as others may use it.
pub(super) fn settle(world: &mut World, now: Timestamp) {
    let clusters = world.regions.iter_mut().flat_map(|region| region.clusters.known_mut());
    for cluster in clusters {
        let is_due = |profile: &FargateProfile| profile.ends_at.is_some_and(|ends| ends <= now);
        let profiles = cluster.fargate_profiles.known_mut();
        profiles.retain(|profile| !(is_due(profile) && profile.status == "DELETING"));
        for profile in profiles.iter_mut().filter(|profile| is_due(profile)) {
            profile.ends_at = None;
            profile.status = "ACTIVE".to_owned();
        }
    }
}
