//! What the flags answer to each question.

use super::outcome::{blocked, obstructed};
use crate::domain::OutsideText;
use crate::domain::desired::CallerPermissions;
use crate::error::{ExitCode, ExpectedError};
use crate::text::Catalog;
use crate::wizard::{Answer, QuestionId, QuestionKind, Wizard};

/// What the flags say beyond the wizard's own answers.
#[derive(Clone, Debug, Default)]
pub struct Consents {
    /// Run the plan without asking.
    pub yes: bool,
    /// The cluster on which one-way steps are accepted.
    pub one_way: Option<String>,
    /// The cluster on which an aws-auth may be made where there is none.
    pub create_aws_auth: Option<String>,
    /// The cluster on which an edit of aws-auth is accepted that takes something from others or gives away very much.
    pub edit_aws_auth: Option<String>,
    /// The cluster that is changed although the configuration guards it by its name.
    pub protected: Option<String>,
    /// Take the recommended method where none is named (the guided example).
    pub take_recommended: bool,
}

/// The flag's answer to a question.
///
/// # Errors
/// The flag that is missing, or what stands in the way of the plan.
pub(super) fn answer(
    wizard: &Wizard,
    id: QuestionId,
    kind: &QuestionKind,
    consents: &Consents,
    catalog: &Catalog,
) -> Result<Answer, ExpectedError> {
    let preset = wizard.preset();
    let text = |text: String| Ok(Answer::Text(text));
    match id {
        // Without a person nobody can do anything about it.
        QuestionId::SignIn | QuestionId::Profile | QuestionId::Region | QuestionId::MfaCode => {
            match &wizard.sign_in.obstacle {
                Some(obstacle) => Err(obstructed(obstacle, catalog)),
                None => text("use".to_owned()),
            }
        }
        QuestionId::Cluster => text(preset.cluster.as_ref().map(ToString::to_string).unwrap_or_default()),
        QuestionId::Namespace => text(preset.namespaces.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")),
        QuestionId::Method => match (preset.method, kind) {
            (Some(method), _) => text(method.word().to_owned()),
            (None, QuestionKind::Choose { default: Some(best), .. }) => text(best.clone()),
            (None, _) => Err(blocked(catalog, "error-blocked", wizard.outlooks.iter().flat_map(|o| &o.blockers))),
        },
        QuestionId::OneWay => {
            let cluster = preset.cluster.as_ref().map(ToString::to_string).unwrap_or_default();
            refuse_blocked(wizard, catalog)?;
            if wizard.is_guarded_by_name() {
                accept_protected(&consents.protected, &cluster, catalog)?;
            }
            if wizard.has_one_way_step() {
                named(&consents.one_way, &cluster, ["error-one-way", "error-one-way-other"], catalog)?;
            }
            if wizard.makes_aws_auth() {
                let keys = ["error-create-aws-auth", "error-create-aws-auth-other"];
                named(&consents.create_aws_auth, &cluster, keys, catalog)?;
            }
            if wizard.edits_gravely() {
                let keys = ["error-edit-aws-auth", "error-edit-aws-auth-other"];
                named(&consents.edit_aws_auth, &cluster, keys, catalog)?;
            }
            text(cluster)
        }
        // The flag is the word for this and for nothing else; `--yes` is not.
        QuestionId::OwnRole => {
            refuse_blocked(wizard, catalog)?;
            match (preset.caller_permissions, kind) {
                (Some(CallerPermissions::Attach), QuestionKind::Typed { expected }) => text(expected.clone()),
                _ => Err(ExpectedError::new(ExitCode::Refused, catalog.text("error-own-role"))),
            }
        }
        QuestionId::Approve => {
            refuse_blocked(wizard, catalog)?;
            let nothing_to_do = wizard.review.as_ref().is_some_and(|review| review.plan.changes() == 0);
            if consents.yes || nothing_to_do || preset.read_only {
                Ok(Answer::Yes(true))
            } else {
                Err(ExpectedError::new(ExitCode::BadInput, catalog.text("error-needs-yes")))
            }
        }
        QuestionId::Consent => text("yes".to_owned()),
        QuestionId::RuleSet
        | QuestionId::AwsAuthWay
        | QuestionId::AwsAuthText
        | QuestionId::ServiceLinkedRole
        | QuestionId::CallerPermissions
        | QuestionId::VirtualCluster
        | QuestionId::VirtualClusterName
        | QuestionId::Fargate
        | QuestionId::FargateRole
        | QuestionId::FargateRoleName
        | QuestionId::FargateTrust
        | QuestionId::FargateProfile
        | QuestionId::FargateProfileName
        | QuestionId::FargateSubnets
        | QuestionId::FargateLabels => unreachable!("the page's defaults were taken"),
    }
}

/// Whether a cluster that the configuration guards by its name was named.
///
/// # Errors
/// The flag that is missing or names another one.
pub(super) fn accept_protected(flag: &Option<String>, cluster: &str, catalog: &Catalog) -> Result<(), ExpectedError> {
    named(flag, cluster, ["error-protected-name", "error-protected-other"], catalog)
}

/// Whether a flag names the cluster; `keys` are the words where it is missing, and where it names another one.
fn named(flag: &Option<String>, cluster: &str, keys: [&str; 2], catalog: &Catalog) -> Result<(), ExpectedError> {
    let [missing, other] = keys;
    let line = match flag {
        Some(given) if given == cluster => return Ok(()),
        Some(given) => {
            let given = OutsideText::line(given);
            catalog.format(other, &[("given", (&given).into()), ("cluster", cluster.into())])
        }
        None => catalog.format(missing, &[("cluster", cluster.into())]),
    };
    Err(ExpectedError::new(ExitCode::Refused, line))
}

/// All missing flags at once, with an example.
pub(super) fn missing_flags(wizard: &Wizard, consents: &Consents, catalog: &Catalog) -> Result<(), ExpectedError> {
    let preset = wizard.preset();
    let needed = [
        (QuestionId::Cluster, preset.cluster.is_some()),
        (QuestionId::Namespace, !preset.namespaces.is_empty()),
        (QuestionId::Method, preset.method.is_some() || consents.take_recommended),
    ];
    let flags: Vec<&str> = needed.iter().filter(|(_, given)| !given).map(|(id, _)| id.flag()).collect();
    if flags.is_empty() {
        return Ok(());
    }
    let line = catalog.format("error-missing-flags", &[("flags", flags.join(" ").into())]);
    let example = "emr-onramp enable --cluster dev --namespace spark --method automatic --yes";
    let hint = catalog.format("error-example", &[("example", example.into())]);
    Err(ExpectedError::new(ExitCode::BadInput, line).hint(hint))
}

fn refuse_blocked(wizard: &Wizard, catalog: &Catalog) -> Result<(), ExpectedError> {
    match &wizard.review {
        Some(review) if review.is_blocked() => Err(blocked(catalog, "error-blocked", review.blockers())),
        _ => Ok(()),
    }
}
