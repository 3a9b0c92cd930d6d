//! EMR on EKS: virtual clusters, and how EMR reaches their namespaces.

mod access;
mod create;
mod job_run;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::sandbox::aws::{Answer, AwsError, AwsRequest, Call, Service, page, whole};
use crate::sandbox::operation::{Operation, Target};
use crate::sandbox::world::{VirtualCluster, VirtualClusterState, World};

pub(super) use access::principal;

/// The operations that the sandbox has.
pub(super) const OPERATIONS: &[Operation] = &[
    Operation::rest(
        "CreateVirtualCluster",
        ("POST", "virtualclusters"),
        &["name", "containerProvider", "clientToken", "tags"],
        Target::Everything,
        create::create,
    ),
    Operation::rest(
        "ListVirtualClusters",
        ("GET", "virtualclusters"),
        &[
            "containerProviderId",
            "containerProviderType",
            "createdAfter",
            "createdBefore",
            "states",
            "maxResults",
            "nextToken",
            "eksAccessEntryIntegrated",
        ],
        Target::Everything,
        |call| list(call),
    ),
    Operation::rest("DescribeVirtualCluster", ("GET", "virtualclusters/{id}"), &[], Target::VirtualCluster, |call| {
        describe(call)
    }),
    Operation::rest("DeleteVirtualCluster", ("DELETE", "virtualclusters/{id}"), &[], Target::VirtualCluster, delete),
    Operation::rest(
        "ListJobRuns",
        ("GET", "virtualclusters/{virtualClusterId}/jobruns"),
        &["createdBefore", "createdAfter", "name", "states", "maxResults", "nextToken"],
        Target::VirtualCluster,
        |call| job_run::list(call),
    ),
];

/// Returns the cluster and the namespace in it that a call makes EMR look at; `None` for other calls.
pub(super) fn touched(world: &World, request: &AwsRequest) -> Option<(String, String)> {
    match request.operation()?.name {
        "CreateVirtualCluster" => {
            let provider = &request.body["containerProvider"];
            let namespace = provider["info"]["eksInfo"]["namespace"].as_str()?;
            Some((provider["id"].as_str()?.to_owned(), namespace.to_owned()))
        }
        "DeleteVirtualCluster" => {
            let id = request.segment(1);
            let mut all = world.region(&request.region)?.virtual_clusters.known().iter();
            all.find(|item| item.id == id).map(|item| (item.cluster.clone(), item.namespace.clone()))
        }
        _ => None,
    }
}

/// Ends the virtual clusters that are due.
pub(super) fn settle(world: &mut World, now: Timestamp) {
    let regions = world.regions.iter_mut();
    let all = regions.flat_map(|region| region.virtual_clusters.known_mut());
    for virtual_cluster in all {
        let is_due = virtual_cluster.ends_at.is_some_and(|ends| ends <= now);
        if virtual_cluster.state == VirtualClusterState::Terminating && is_due {
            virtual_cluster.ends_at = None;
            virtual_cluster.state = if virtual_cluster.cleanup_refused {
                VirtualClusterState::Arrested
            } else {
                VirtualClusterState::Terminated
            };
        }
    }
}

fn list(call: &Call<'_>) -> Answer {
    let request = call.request;
    let field = |name: &str| request.field(name);
    let states = states(request);
    let (after, before) = (time(request, "createdAfter")?, time(request, "createdBefore")?);
    let integrated = field("eksAccessEntryIntegrated").map(|text| text == "true");
    let is_wanted = |item: &VirtualCluster| {
        field("containerProviderId").is_none_or(|id| item.cluster == id)
            && field("containerProviderType").is_none_or(|kind| kind == "EKS")
            && (states.is_empty() || states.contains(&item.state.word()))
            && after.is_none_or(|after| item.created_at >= after)
            && before.is_none_or(|before| item.created_at <= before)
            && integrated.is_none_or(|wanted| item.access_entry_integrated == wanted)
    };
    let items: Vec<Value> = match call.region()? {
        Some(region) => {
            let all = whole("emr-containers:ListVirtualClusters", &region.virtual_clusters)?;
            let wanted = all.iter().filter(|item| is_wanted(item));
            wanted.map(|item| content(call, item)).collect()
        }
        None => Vec::new(),
    };
    let page = page(items, field("maxResults"), field("nextToken"), 500)
        .ok_or_else(|| AwsError::validation("Invalid maxResults or nextToken"))?;
    Ok(json!({"virtualClusters": page.items, "nextToken": page.next}))
}

/// The states that a list is asked for; empty asks for all.
fn states(request: &AwsRequest) -> Vec<&str> {
    request.fields.iter().filter(|(key, _)| key == "states").map(|(_, value)| value.as_str()).collect()
}

fn time(request: &AwsRequest, name: &str) -> Result<Option<Timestamp>, AwsError> {
    let invalid = |_| AwsError::validation(format!("{name} is not a time"));
    request.field(name).map(|text| text.parse().map_err(invalid)).transpose()
}

fn describe(call: &Call<'_>) -> Answer {
    let id = call.request.segment(1);
    let found = match call.region()? {
        Some(region) => region.virtual_clusters.find(|item| item.id == id),
        None => Ok(None),
    };
    let item =
        found.map_err(|missing| AwsError::not_collected(&format!("virtual cluster {id}"), missing))?.ok_or_else(
            || AwsError::not_found_by(Service::EmrContainers, format!("Virtual cluster {id} doesn't exist.")),
        )?;
    Ok(json!({"virtualCluster": content(call, item)}))
}

/// Starts to end a virtual cluster. Without its access EMR cannot clean up, and it ends `ARRESTED`.
fn delete(call: &mut Call<'_>) -> Answer {
    let id = call.request.segment(1);
    let regions = call.region()?.into_iter();
    let mut all = regions.flat_map(|region| region.virtual_clusters.known());
    let Some(item) = all.find(|item| item.id == id).cloned() else {
        return Err(AwsError::validation(format!("Virtual cluster {id} doesn't exist.")));
    };
    if !matches!(item.state, VirtualClusterState::Running | VirtualClusterState::Arrested) {
        let state = item.state.word();
        return Err(AwsError::validation(format!("Virtual cluster {id} is in state {state}.")));
    }
    let has_access = access::is_held(call, &item);
    if item.access_entry_integrated && has_access {
        access::give_up(call, &item)?;
    }
    let wait = SignedDuration::from_secs(call.state.world.timing.virtual_cluster_end_seconds.into());
    let ends_at = call.now.checked_add(wait).ok();
    let region = call.state.world.region_mut(&call.request.region);
    let all = region.into_iter().flat_map(|region| region.virtual_clusters.known_mut());
    for item in all.filter(|item| item.id == id) {
        item.state = VirtualClusterState::Terminating;
        item.ends_at = ends_at;
        item.cleanup_refused = !has_access;
    }
    Ok(json!({"id": id}))
}

fn content(call: &Call<'_>, item: &VirtualCluster) -> Value {
    json!({
        "id": item.id,
        "name": item.name,
        "arn": arn(call, &item.id),
        "state": item.state,
        "containerProvider": {
            "type": "EKS",
            "id": item.cluster,
            "info": {"eksInfo": {"namespace": item.namespace}},
        },
        "createdAt": item.created_at.to_string(),
        "tags": item.tags,
    })
}

fn arn(call: &Call<'_>, id: &str) -> String {
    let resource = format!("/virtualclusters/{id}");
    call.state.world.arn("emr-containers", &call.request.region, &resource)
}
