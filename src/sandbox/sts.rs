//! STS: who the caller is.

use serde_json::{Value, json};

use crate::sandbox::aws::Call;

/// Returns the operation of that name, if the sandbox has it.
pub(super) fn operation(action: &str) -> Option<&'static str> {
    (action == "GetCallerIdentity").then_some("GetCallerIdentity")
}

/// Answers the one operation.
pub(super) fn answer(call: &Call<'_>) -> Value {
    let world = &call.state.world;
    json!({
        "Account": world.account.id,
        "Arn": world.caller.arn,
        "UserId": world.caller.user_id,
    })
}
