//! Words for what was given in the place of a role's ARN, and for a role that is of no use to a cluster.

use super::name_error;
use crate::domain::RoleArn;
use crate::domain::arn::{RoleArnError, RoleArnFlaw, RoleElsewhere};
use crate::text::Catalog;

/// How roles of IAM Identity Center begin (IAM Identity Center User Guide, "Permission sets").
const SSO_ROLE: &str = "AWSReservedSSO_";

/// What is wrong with a role's ARN, and the one that may have been meant. One line.
pub fn role_arn_error(catalog: &Catalog, error: &RoleArnError) -> String {
    if error.flaw == RoleArnFlaw::Empty {
        return catalog.text("role-arn-empty");
    }
    let problem = problem(catalog, error);
    let words = catalog.format("role-arn-error", &[("given", (&error.given).into()), ("problem", problem.into())]);
    match &error.offer {
        // The ARN that could be made of the session is not the role's own.
        Some(offer) if !is_sso(error, offer) => {
            let args = [("error", words.into()), ("offer", offer.to_string().into())];
            catalog.format("role-arn-error-offer", &args)
        }
        _ => words,
    }
}

fn is_sso(error: &RoleArnError, offer: &RoleArn) -> bool {
    error.flaw == RoleArnFlaw::Session && offer.name.as_str().starts_with(SSO_ROLE)
}

fn problem(catalog: &Catalog, error: &RoleArnError) -> String {
    match &error.flaw {
        RoleArnFlaw::Empty => catalog.text("role-arn-empty"),
        RoleArnFlaw::NotAnArn => catalog.text("role-arn-not-an-arn"),
        RoleArnFlaw::Partition => catalog.text("role-arn-partition"),
        RoleArnFlaw::Service { found } => catalog.format("role-arn-service", &[("found", found.into())]),
        RoleArnFlaw::Region => catalog.text("role-arn-region"),
        RoleArnFlaw::Account { found } => catalog.format("role-arn-account", &[("found", found.into())]),
        RoleArnFlaw::Session if error.offer.as_ref().is_some_and(|offer| is_sso(error, offer)) => {
            catalog.text("role-arn-session-sso")
        }
        RoleArnFlaw::Session => catalog.text("role-arn-session"),
        RoleArnFlaw::Kind { found } => catalog.format("role-arn-kind", &[("kind", found.into())]),
        RoleArnFlaw::Case { found } => catalog.format("role-arn-case", &[("found", found.into())]),
        RoleArnFlaw::Wildcard => catalog.text("role-arn-wildcard"),
        RoleArnFlaw::Path => catalog.text("role-arn-path"),
        RoleArnFlaw::Name(error) => name_error(catalog, error),
    }
}

/// Why a cluster cannot use a role, with both places.
pub fn role_elsewhere(catalog: &Catalog, elsewhere: &RoleElsewhere) -> String {
    let args = |role: String, cluster: String| [("role", role.into()), ("cluster", cluster.into())];
    match elsewhere {
        RoleElsewhere::Partition { role, cluster } => {
            catalog.format("role-elsewhere-partition", &args(role.to_string(), cluster.to_string()))
        }
        RoleElsewhere::Account { role, cluster } => {
            catalog.format("role-elsewhere-account", &args(role.to_string(), cluster.to_string()))
        }
    }
}
