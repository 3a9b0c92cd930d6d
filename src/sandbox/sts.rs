//! STS: who the caller is.

use serde_json::json;

use crate::sandbox::aws::{Answer, Call};
use crate::sandbox::operation::{Operation, Target};

/// The operations that the sandbox has. Nobody needs a permission to ask who they are, and none can be denied it.
pub(super) const OPERATIONS: &[Operation] =
    &[Operation::query("GetCallerIdentity", &[], Target::Open, |call| get_caller_identity(call))];

fn get_caller_identity(call: &Call<'_>) -> Answer {
    let world = &call.state.world;
    Ok(json!({
        "Account": world.account.id,
        "Arn": world.caller.arn,
        "UserId": world.caller.user_id,
    }))
}
