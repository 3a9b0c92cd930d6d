//! The job runs of a virtual cluster.

use serde_json::{Value, json};

use super::{arn, states, time};
use crate::sandbox::aws::{Answer, AwsError, Call, page};
use crate::sandbox::world::{JobRun, VirtualCluster};

/// Lists the job runs of a virtual cluster. The words for one that is not there are not documented; the model of the call
/// has only validation errors for them.
pub(super) fn list(call: &Call<'_>) -> Answer {
    let request = call.request;
    let id = request.segment(1);
    let found = match call.region()? {
        Some(region) => region.virtual_clusters.find(|item| item.id == id),
        None => Ok(None),
    };
    let found = found.map_err(|missing| AwsError::not_collected(&format!("virtual cluster {id}"), missing))?;
    let Some(virtual_cluster) = found else {
        return Err(AwsError::validation(format!("Virtual cluster {id} doesn't exist.")));
    };
    let (states, name) = (states(request), request.field("name"));
    let (after, before) = (time(request, "createdAfter")?, time(request, "createdBefore")?);
    let is_wanted = |run: &&JobRun| {
        (states.is_empty() || states.contains(&run.state.word()))
            && name.is_none_or(|name| run.name == name)
            && after.is_none_or(|after| run.created_at >= after)
            && before.is_none_or(|before| run.created_at <= before)
    };
    let wanted = virtual_cluster.job_runs.iter().filter(is_wanted);
    let items = wanted.map(|run| content(call, virtual_cluster, run)).collect();
    let page = page(items, request.field("maxResults"), request.field("nextToken"), 500)
        .ok_or_else(|| AwsError::validation("Invalid maxResults or nextToken"))?;
    Ok(json!({"jobRuns": page.items, "nextToken": page.next}))
}

fn content(call: &Call<'_>, virtual_cluster: &VirtualCluster, run: &JobRun) -> Value {
    json!({
        "id": run.id,
        "name": run.name,
        "virtualClusterId": virtual_cluster.id,
        "arn": format!("{}/jobruns/{}", arn(call, &virtual_cluster.id), run.id),
        "state": run.state,
        "createdAt": run.created_at.to_string(),
    })
}
