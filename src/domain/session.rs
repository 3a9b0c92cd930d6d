//! What a session is called, so that nobody mistakes a practice one for a real one.

use serde::{Deserialize, Serialize};

use super::OutsideText;

/// The assumption of a sandbox world that matters on clusters in API mode alone, by its name in the world file.
pub const API_MODE_ASSUMPTION: &str = "createVirtualClusterInApiMode";

/// Where the credentials came from and what stands below them, for the identity bar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionLabel {
    /// The sandbox world's name; none for real accounts.
    pub sandbox: Option<OutsideText>,
    /// The folder that keeps the sandbox world; none for one that ends with the program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sandbox_state: Option<OutsideText>,
    /// The profile, or another short word for the credentials' source.
    pub credentials: OutsideText,
    /// Endpoint overrides in force.
    pub endpoint_override: Option<OutsideText>,
    /// What a sandbox world assumes of AWS that AWS does not confirm; empty for real accounts.
    pub assumptions: Vec<OutsideText>,
}
