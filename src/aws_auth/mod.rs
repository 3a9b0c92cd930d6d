//! The `aws-auth` ConfigMap as text: read exactly as EKS's authenticator reads it, and edited by splicing.
//!
//! A wrong byte here can lock everyone out of a cluster, because one YAML error empties a whole section. So nothing is
//! ever written out anew: [`add_role`] puts one entry into the text as it stands, keeps every other byte, and reads the
//! result back before it hands it over; where the text leaves room for doubt it refuses. No input or output happens here.
//!
//! The rules are those of kubernetes-sigs/aws-iam-authenticator (`pkg/mapper/configmap`, `pkg/config`): YAML by go-yaml 2,
//! then JSON, then Go structs with case-blind keys. EKS runs its own build of it.

mod block;
mod character;
mod compare;
mod decode;
mod finding;
mod flow;
mod mapping;
mod parse;
mod place;
mod read;
mod reading;
mod refusal;
mod remove;
mod scalar;
mod section;
mod source;
mod splice;
mod state;
mod tree;
mod verify;

#[cfg(test)]
mod property;
#[cfg(test)]
mod tests;

pub use compare::{Changed, Comparison, compare};
pub use finding::{Finding, FindingCode};
pub use mapping::{
    RoleArnProblem, RoleMapping, SsoMatcher, UserMapping, canonical_role_arn, check_rolearn, rolearn_matches,
};
pub use place::{Place, escaped};
pub use read::{read_map_accounts, read_map_roles, read_map_users};
pub use reading::{Entry, Reading, Style};
pub use refusal::{Refusal, RefusalCode};
pub use remove::{Removal, remove_role};
pub use section::{DataKeys, MAP_ACCOUNTS, MAP_ROLES, MAP_USERS, MAX_DATA_BYTES, check_data_keys};
pub use source::MAX_SECTION_BYTES;
pub use splice::{Insertion, Splice, add_role};
pub use state::{RoleState, find_role};
pub use verify::{Mismatch, verify_added};
