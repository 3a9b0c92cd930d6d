//! Words for what can be chosen about Fargate, with what was seen of each.

use super::fargate::{answer, evidence_line};
use crate::domain::fargate::SubnetOrigin;
use crate::domain::trust::TrustWidth;
use crate::planner::fargate::{Mark, RoleVerdict};
use crate::text::{Catalog, describe};
use crate::wizard::{NEW_ROLE, QuestionId, Wizard};

/// A choice about Fargate in words: a role with its verdict, a subnet with the places where it was seen.
pub fn fargate_choice(catalog: &Catalog, wizard: &Wizard, question: QuestionId, value: &str) -> String {
    match question {
        QuestionId::FargateRole if value == NEW_ROLE => catalog.text("choice-fargate-new-role"),
        QuestionId::FargateRole => {
            let Some(role) = role(wizard, value) else { return value.to_owned() };
            let state = catalog.text(&format!("fargate-state-{}", role.state.word()));
            catalog.format("choice-fargate-role", &[("role", value.into()), ("state", state.into())])
        }
        QuestionId::FargateTrust => match TrustWidth::ALL.into_iter().find(|width| width.word() == value) {
            Some(width) => describe::trust_width(catalog, width),
            None => value.to_owned(),
        },
        QuestionId::FargateSubnets => {
            let offers = wizard.fargate_subnets();
            let Some(offer) = offers.iter().find(|offer| offer.id.as_str() == value) else { return value.to_owned() };
            let places: Vec<String> = offer.origins.iter().map(|origin| place(catalog, origin)).collect();
            catalog.format("choice-fargate-subnet", &[("subnet", value.into()), ("places", places.join(", ").into())])
        }
        _ => value.to_owned(),
    }
}

fn role<'w>(wizard: &'w Wizard, name: &str) -> Option<&'w RoleVerdict> {
    wizard.fargate_roles().iter().find(|role| role.name.as_str() == name)
}

/// Why a role is not simply fine, in lines; nothing where it is.
pub fn fargate_reasons(catalog: &Catalog, wizard: &Wizard, name: &str) -> Vec<String> {
    let checks = role(wizard, name).map(|role| role.checks.as_slice()).unwrap_or_default();
    let told = checks.iter().filter(|check| check.mark > Mark::Note);
    told.flat_map(|check| {
        let evidence = check.evidence.iter().map(|evidence| evidence_line(catalog, evidence));
        std::iter::once(answer(catalog, check)).chain(evidence)
    })
    .collect()
}

fn place(catalog: &Catalog, origin: &SubnetOrigin) -> String {
    match origin {
        SubnetOrigin::Profile(name) => catalog.format("choice-fargate-subnet-profile", &[("name", name.into())]),
        SubnetOrigin::Cluster => catalog.text("choice-fargate-subnet-cluster"),
        SubnetOrigin::NodeGroup(name) => catalog.format("choice-fargate-subnet-node-group", &[("name", name.into())]),
    }
}

/// What was seen of Fargate on the cluster, before anything is chosen: which profiles take pods of the namespaces.
pub fn fargate_seen(catalog: &Catalog, wizard: &Wizard) -> Vec<String> {
    let Some(facts) = wizard.fargate_facts() else { return Vec::new() };
    if let Some(why) = facts.profiles.not_looked() {
        let why = describe::not_looked(catalog, why);
        return vec![catalog.format("ui-fargate-profiles-unknown", &[("why", why.into())])];
    }
    let count = facts.profiles.seen().map_or(0, Vec::len);
    let matches = wizard.fargate_matches();
    if matches.is_empty() {
        return vec![catalog.format("ui-fargate-no-match", &[("count", count.into())])];
    }
    let lines = matches.iter().map(|found| {
        let key = if found.takes_every_pod() { "ui-fargate-match" } else { "ui-fargate-match-labels" };
        let (name, status) = (&found.profile.name, &found.profile.status);
        catalog.format(key, &[("profile", name.into()), ("status", status.into())])
    });
    lines.collect()
}
