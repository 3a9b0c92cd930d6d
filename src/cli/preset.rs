//! From flags to answers, and why there are none.

use super::{Cli, Command};
use crate::domain::arn::RoleArnError;
use crate::domain::desired::{CallerPermissions, VirtualClusterNames};
use crate::domain::name::{NameError, SubnetId};
use crate::domain::rbac::RuleSet;
use crate::domain::{Method, NamespaceName, RoleArn, VirtualClusterName};
use crate::wizard::Preset;

/// Why the flags make no answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PresetError {
    /// A name that its service would refuse.
    Name(NameError),
    /// A namespace that is named twice.
    Repeated(NamespaceName),
    /// Neither one virtual cluster's name nor one for each namespace.
    VirtualClusters {
        /// How many names there are.
        names: usize,
        /// How many namespaces.
        namespaces: usize,
    },
    /// Two flags of which only one can be meant.
    Together {
        /// The one.
        first: &'static str,
        /// The other.
        second: &'static str,
    },
    /// A flag that says nothing without another one.
    Alone {
        /// The flag.
        flag: &'static str,
        /// The other one.
        needs: &'static str,
    },
    /// Text that is no role's ARN.
    RoleArn(RoleArnError),
    /// A role that AWS owns.
    ServiceLinked(RoleArn),
    /// A subnet that is named twice.
    RepeatedSubnet(SubnetId),
    /// Text that is no label of a pod, or one whose key was given already.
    Label(String),
}

impl From<NameError> for PresetError {
    fn from(error: NameError) -> Self {
        Self::Name(error)
    }
}

impl Cli {
    /// The answers that the flags give.
    ///
    /// # Errors
    /// The first name that its service would refuse, or names that do not go together.
    pub fn preset(&self) -> Result<Preset, PresetError> {
        let mut preset = Preset {
            accepted_owners: self.global.accept_owner.clone(),
            read_only: self.global.readonly,
            ..Preset::default()
        };
        for name in &self.global.allow_system_namespace {
            preset.allowed_system_namespaces.push(name.parse()?);
        }
        let Some(Command::Enable(enable)) = &self.command else { return Ok(preset) };
        preset.cluster = enable.cluster.as_deref().map(str::parse).transpose()?;
        preset.namespaces = namespaces(&enable.namespace)?;
        preset.create_namespace = enable.create_namespace;
        preset.method = enable.method.map(Method::from);
        preset.rule_set = enable.role_rules.map(RuleSet::from);
        preset.service_linked_role = enable.no_service_linked_role.then_some(false);
        preset.caller_permissions = enable.attach_permissions.then_some(CallerPermissions::Attach);
        preset.virtual_clusters = virtual_clusters(&enable.virtual_cluster, &preset.namespaces)?;
        preset.fargate = enable.fargate.preset()?;
        Ok(preset)
    }
}

fn namespaces(given: &[String]) -> Result<Vec<NamespaceName>, PresetError> {
    let mut names: Vec<NamespaceName> = Vec::new();
    for name in given {
        let name: NamespaceName = name.parse()?;
        if names.contains(&name) {
            return Err(PresetError::Repeated(name));
        }
        names.push(name);
    }
    Ok(names)
}

/// See [`VirtualClusterNames`] for what one name means among several namespaces.
fn virtual_clusters(
    given: &[String],
    namespaces: &[NamespaceName],
) -> Result<Option<VirtualClusterNames>, PresetError> {
    let mut names = given.iter().map(|name| name.parse()).collect::<Result<Vec<VirtualClusterName>, NameError>>()?;
    let made = match names.len() {
        0 => return Ok(None),
        1 => VirtualClusterNames::From(names.remove(0)),
        count if count == namespaces.len() => VirtualClusterNames::Each(names),
        count => return Err(PresetError::VirtualClusters { names: count, namespaces: namespaces.len() }),
    };
    made.of(namespaces)?;
    Ok(Some(made))
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    fn preset(flags: &str) -> Result<Preset, PresetError> {
        let words = ["emr-onramp", "enable"].into_iter().chain(flags.split_whitespace());
        Cli::try_parse_from(words).unwrap().preset()
    }

    #[test]
    fn namespaces_and_their_virtual_clusters_come_from_flags() {
        let names = |flags: &str| {
            let preset = preset(flags).unwrap();
            let names = preset.virtual_clusters.map(|names| names.of(&preset.namespaces).unwrap());
            names.map(|names| names.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
        };
        assert_eq!(preset("--namespace b --namespace a").unwrap().namespaces, ["b", "a"].map(|n| n.parse().unwrap()));
        for (flags, wanted) in [
            ("--namespace a --namespace b", None),
            ("--namespace a --virtual-cluster x", Some("x")),
            ("--namespace a --namespace b --virtual-cluster x", Some("x-a x-b")),
            ("--namespace a --namespace b --virtual-cluster x --virtual-cluster y", Some("x y")),
        ] {
            assert_eq!(names(flags).as_deref(), wanted, "{flags}");
        }
    }

    #[test]
    fn names_that_do_not_go_together_are_refused() {
        let long = "n".repeat(63);
        let table = [
            ("--namespace a --namespace b --namespace a".to_owned(), "Repeated"),
            ("--namespace a --namespace B".to_owned(), "Some(\"b\")"),
            (
                "--namespace a --namespace b --namespace c --virtual-cluster x --virtual-cluster y".to_owned(),
                "names: 2",
            ),
            ("--namespace a --virtual-cluster x --virtual-cluster y".to_owned(), "names: 2"),
            (format!("--namespace a --namespace {long} --virtual-cluster xy"), "TooLong"),
        ];
        for (flags, wanted) in table {
            let error = format!("{:?}", preset(&flags).unwrap_err());
            assert!(error.contains(wanted), "{flags}: {error}");
        }
    }
}
