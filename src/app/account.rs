//! What the command line and the environment say about the account.

use crate::adapters::aws::{AccountSource, ProgramEnvironment, Variables, WebIdentity};
use crate::cli::Global;
use crate::domain::{Region, RoleArn};
use crate::error::{ExitCode, ExpectedError};
use crate::text::{Catalog, describe};

/// The variables that name a proxy for TLS, the strongest first: as in the AWS CLI the small letters win.
const PROXIES: [&str; 4] = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];

/// A command line that cannot be followed.
pub(super) fn bad_input(line: String) -> ExpectedError {
    ExpectedError::new(ExitCode::BadInput, line)
}

/// Reads the variables that decide about credentials. `get` answers none to what is unset or empty.
pub(super) fn variables(get: impl Fn(&str) -> Option<String>) -> Variables {
    let has = |name: &str| get(name).is_some();
    Variables {
        profile: get("AWS_DEFAULT_PROFILE").or_else(|| get("AWS_PROFILE")),
        region: get("AWS_REGION").or_else(|| get("AWS_DEFAULT_REGION")),
        has_keys: has("AWS_ACCESS_KEY_ID"),
        web_identity: get("AWS_WEB_IDENTITY_TOKEN_FILE").map(|file| WebIdentity {
            file,
            role: get("AWS_ROLE_ARN").unwrap_or_default(),
            session_name: get("AWS_ROLE_SESSION_NAME"),
        }),
        has_container: has("AWS_CONTAINER_CREDENTIALS_FULL_URI") || has("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"),
        is_metadata_off: get("AWS_EC2_METADATA_DISABLED").is_some_and(|value| value.eq_ignore_ascii_case("true")),
        ca_bundle: get("AWS_CA_BUNDLE"),
        proxy: PROXIES.into_iter().find_map(|name| Some((name, get(name)?))),
        no_proxy: get("no_proxy").or_else(|| get("NO_PROXY")),
        // The composition root adds it: it is more than a lookup by name can tell.
        program: ProgramEnvironment::default(),
    }
}

/// The account that the flags name.
///
/// # Errors
/// The first flag that cannot be what it should.
pub(super) fn source(flags: &Global, variables: &Variables, catalog: &Catalog) -> Result<AccountSource, ExpectedError> {
    let mut regions = Vec::new();
    for given in &flags.region {
        let region: Region = given.parse().map_err(|error| bad_input(describe::name_error(catalog, &error)))?;
        regions.push(region);
    }
    let role = flags.role_arn.as_deref().map(RoleArn::pasted).transpose();
    let role = role.map_err(|error| bad_input(describe::role_arn_error(catalog, &error)))?;
    let mut regions = regions.into_iter();
    Ok(AccountSource {
        profile: flags.profile.clone(),
        region: regions.next(),
        more_regions: regions.collect(),
        role,
        allowed_endpoints: flags.allow_endpoint.clone(),
        variables: variables.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(set: &[(&str, &str)]) -> Variables {
        variables(|name| set.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn the_older_name_of_the_profile_wins_as_in_the_aws_cli() {
        assert_eq!(with(&[("AWS_PROFILE", "a")]).profile.as_deref(), Some("a"));
        assert_eq!(with(&[("AWS_PROFILE", "a"), ("AWS_DEFAULT_PROFILE", "b")]).profile.as_deref(), Some("b"));
        assert_eq!(with(&[("AWS_REGION", "a"), ("AWS_DEFAULT_REGION", "b")]).region.as_deref(), Some("a"));
        assert_eq!(with(&[("AWS_DEFAULT_REGION", "b")]).region.as_deref(), Some("b"));
    }

    #[test]
    fn only_true_switches_metadata_off() {
        for (value, is_off) in [("true", true), ("TRUE", true), ("false", false), ("1", false)] {
            assert_eq!(with(&[("AWS_EC2_METADATA_DISABLED", value)]).is_metadata_off, is_off, "{value}");
        }
    }
}
