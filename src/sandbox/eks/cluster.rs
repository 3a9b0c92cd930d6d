//! Clusters themselves.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::eks_page;
use crate::sandbox::aws::{Answer, AwsError, Call, seconds, whole};
use crate::sandbox::world::Cluster;

pub(super) fn list(call: &Call<'_>) -> Answer {
    let mut names: Vec<&str> = match call.region()? {
        Some(region) => {
            let clusters = whole("eks:ListClusters", &region.clusters)?;
            clusters.iter().map(|cluster| cluster.name.as_str()).collect()
        }
        None => Vec::new(),
    };
    names.sort_unstable();
    let page = eks_page(call, names)?;
    Ok(json!({"clusters": page.items, "nextToken": page.next}))
}

pub(super) fn describe(call: &Call<'_>) -> Answer {
    let cluster = call.cluster(call.request.segment(1))?;
    if let Some(missing) = &cluster.not_described {
        return Err(AwsError::not_collected(&format!("cluster {}", cluster.name), missing));
    }
    Ok(json!({"cluster": content(call, cluster)}))
}

fn content(call: &Call<'_>, cluster: &Cluster) -> Value {
    let world = &call.state.world;
    let region = &call.request.region;
    let arn = world.cluster_arn(region, &cluster.name);
    let suffix = if world.account.partition == "aws-cn" { "amazonaws.com.cn" } else { "amazonaws.com" };
    let issuer = cluster.oidc_id.as_ref().map(|id| format!("https://oidc.eks.{region}.{suffix}/id/{id}"));
    let is_updating = cluster.updates.known().iter().any(|update| update.status == "InProgress");
    let status = if is_updating { "UPDATING" } else { &cluster.status };
    let (vpc, endpoint) = (&cluster.vpc, &cluster.endpoint);
    json!({
        "name": cluster.name,
        "endpoint": call.state.endpoints.get(&arn).filter(|_| cluster.status != "CREATING"),
        "arn": arn,
        "createdAt": seconds(cluster.created_at),
        "version": cluster.version,
        "platformVersion": cluster.platform_version,
        "status": status,
        "roleArn": cluster.role_arn,
        "resourcesVpcConfig": {
            "subnetIds": vpc.subnet_ids,
            "securityGroupIds": vpc.security_group_ids,
            "clusterSecurityGroupId": vpc.cluster_security_group_id,
            "vpcId": vpc.vpc_id,
            "endpointPublicAccess": endpoint.public,
            "endpointPrivateAccess": endpoint.private,
            "publicAccessCidrs": if endpoint.public { json!(endpoint.public_cidrs) } else { json!([]) },
        },
        "kubernetesNetworkConfig": {"serviceIpv4Cidr": "10.100.0.0/16", "ipFamily": "ipv4"},
        "logging": {"clusterLogging": [
            {"types": ["api", "audit", "authenticator", "controllerManager", "scheduler"], "enabled": false},
        ]},
        "identity": {"oidc": {"issuer": issuer}},
        "certificateAuthority": {"data": STANDARD.encode(call.state.authority_of(&arn))},
        "tags": cluster.tags,
        "health": {"issues": cluster.health_issues},
        "accessConfig": cluster.access_config.as_ref().map(|config| json!({
            "bootstrapClusterCreatorAdminPermissions": config.bootstrap_cluster_creator_admin_permissions,
            "authenticationMode": config.authentication_mode,
        })),
        "upgradePolicy": {"supportType": "EXTENDED"},
        "deletionProtection": false,
    })
}
