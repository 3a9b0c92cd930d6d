//! Managed node groups.

use serde_json::json;

use super::eks_page;
use crate::sandbox::aws::{Answer, AwsError, Call, seconds, whole};

pub(super) fn list_nodegroups(call: &Call<'_>) -> Answer {
    let cluster = call.cluster(call.request.segment(1))?;
    let groups = whole("eks:ListNodegroups", &cluster.nodegroups)?;
    let names = groups.iter().map(|group| group.name.as_str());
    let page = eks_page(call, names.collect())?;
    Ok(json!({"nodegroups": page.items, "nextToken": page.next}))
}

pub(super) fn describe_nodegroup(call: &Call<'_>) -> Answer {
    let (cluster, name) = (call.cluster(call.request.segment(1))?, call.request.segment(3));
    let group = cluster
        .nodegroups
        .find(|group| group.name == name)
        .map_err(|missing| AwsError::not_collected(&format!("node group {name}"), missing))?
        .ok_or_else(|| AwsError::not_found(format!("No node group found for name: {name}.")))?;
    let resource = format!("nodegroup/{}/{name}/{}", cluster.name, group.id);
    Ok(json!({"nodegroup": {
        "nodegroupName": name,
        "nodegroupArn": call.state.world.arn("eks", &call.request.region, &resource),
        "clusterName": cluster.name,
        "version": group.version,
        "createdAt": seconds(group.created_at),
        "modifiedAt": seconds(group.created_at),
        "status": group.status,
        "capacityType": "ON_DEMAND",
        "scalingConfig": {"minSize": group.size, "maxSize": group.size, "desiredSize": group.size},
        "instanceTypes": group.instance_types,
        "subnets": group.subnets,
        "amiType": "AL2023_x86_64_STANDARD",
        "nodeRole": group.node_role,
        "labels": {},
        "diskSize": 20,
        "health": {"issues": []},
        "tags": group.tags,
    }}))
}
