//! The flags of `enable` about Fargate.

use clap::Args;

use super::{PresetError, WidthArg};
use crate::domain::RoleArn;
use crate::domain::fargate::RoleWish;
use crate::domain::name::{RoleName, SubnetId};
use crate::domain::trust::TrustWidth;
use crate::wizard::{FargatePreset, labels_in};

/// Pods of the namespaces on Fargate: the role, and the profile to make.
#[derive(Args, Debug, Default)]
pub struct FargateFlags {
    /// Run pods on Fargate under this Pod execution role, used as it is
    #[arg(long, value_name = "NAME|ARN")]
    pub fargate_role: Option<String>,
    /// The same under a role that is made
    #[arg(long, value_name = "NAME")]
    pub create_fargate_role: Option<String>,
    /// The same under a role that is opened to this cluster first; everything else in its trust policy stays
    #[arg(long, value_name = "NAME|ARN")]
    pub repair_fargate_role: Option<String>,
    /// For which Fargate profiles the role that is made may be assumed [default: cluster]
    #[arg(long, value_enum)]
    pub fargate_trust: Option<WidthArg>,
    /// Make a Fargate profile of this name for the namespaces
    #[arg(long, value_name = "NAME")]
    pub fargate_profile: Option<String>,
    /// A private subnet of the profile; repeatable [default: those of the cluster's other Fargate profiles]
    #[arg(long, value_name = "SUBNET")]
    pub fargate_subnet: Vec<String>,
    /// A label that pods must have to run on Fargate; repeatable [default: none, so that every pod does]
    #[arg(long, value_name = "KEY=VALUE")]
    pub fargate_label: Vec<String>,
}

impl FargateFlags {
    /// What the flags say of Fargate; none where they say nothing.
    ///
    /// # Errors
    /// The first flag that says nothing sensible, by itself or beside the others.
    pub(super) fn preset(&self) -> Result<Option<FargatePreset>, PresetError> {
        let roles = [
            ("--fargate-role", &self.fargate_role),
            ("--create-fargate-role", &self.create_fargate_role),
            ("--repair-fargate-role", &self.repair_fargate_role),
        ];
        let given: Vec<(&'static str, &String)> =
            roles.into_iter().filter_map(|(flag, value)| Some((flag, value.as_ref()?))).collect();
        if let [(first, _), (second, _), ..] = given.as_slice() {
            return Err(PresetError::Together { first, second });
        }
        let of_profile = [
            ("--fargate-trust", self.fargate_trust.is_some()),
            ("--fargate-profile", self.fargate_profile.is_some()),
            ("--fargate-subnet", !self.fargate_subnet.is_empty()),
            ("--fargate-label", !self.fargate_label.is_empty()),
        ];
        let mut named = of_profile.into_iter().filter(|(_, is_given)| *is_given).map(|(flag, _)| flag);
        let Some((flag, value)) = given.first() else {
            return match named.next() {
                Some(flag) => Err(PresetError::Alone { flag, needs: "--fargate-role" }),
                None => Ok(None),
            };
        };
        let mut of_profile = named.filter(|flag| *flag != "--fargate-trust");
        if let (None, Some(flag)) = (&self.fargate_profile, of_profile.next()) {
            return Err(PresetError::Alone { flag, needs: "--fargate-profile" });
        }
        if let (Some(_), None) = (self.fargate_trust, &self.create_fargate_role) {
            return Err(PresetError::Alone { flag: "--fargate-trust", needs: "--create-fargate-role" });
        }
        let width = self.fargate_trust.map(TrustWidth::from).unwrap_or_default();
        let (role, role_arn) = role(flag, value, width)?;
        let subnets = self.fargate_subnet.iter().map(|id| id.parse::<SubnetId>()).collect::<Result<Vec<_>, _>>()?;
        for (at, subnet) in subnets.iter().enumerate() {
            if subnets[..at].contains(subnet) {
                return Err(PresetError::RepeatedSubnet(subnet.clone()));
            }
        }
        Ok(Some(FargatePreset {
            role: Some(role),
            role_arn,
            profile: self.fargate_profile.as_deref().map(str::parse).transpose()?,
            subnets,
            labels: self.labels()?,
        }))
    }

    fn labels(&self) -> Result<std::collections::BTreeMap<String, String>, PresetError> {
        let mut labels = std::collections::BTreeMap::new();
        for given in &self.fargate_label {
            let bad = || PresetError::Label(given.clone());
            // One flag is one label: blanks and commas part them elsewhere.
            let pair = labels_in(given).filter(|pairs| pairs.len() == 1).ok_or_else(bad)?;
            for (key, value) in pair {
                if labels.insert(key, value).is_some() {
                    return Err(bad());
                }
            }
        }
        Ok(labels)
    }
}

/// The role by its name or its ARN. No role's name holds a colon, and every ARN does.
fn role(flag: &str, given: &str, width: TrustWidth) -> Result<(RoleWish, Option<RoleArn>), PresetError> {
    if flag == "--create-fargate-role" {
        return Ok((RoleWish::Create { name: given.parse()?, width, tags: Vec::new() }, None));
    }
    let (name, arn): (RoleName, Option<RoleArn>) = if given.contains(':') {
        let arn = RoleArn::pasted(given).map_err(PresetError::RoleArn)?.value;
        (arn.name.clone(), Some(arn))
    } else {
        (given.parse()?, None)
    };
    if let Some(arn) = arn.as_ref().filter(|arn| arn.is_service_linked()) {
        return Err(PresetError::ServiceLinked(arn.clone()));
    }
    let wish = match flag {
        "--fargate-role" => RoleWish::Keep { name },
        _ => RoleWish::Extend { name },
    };
    Ok((wish, arn))
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::Cli;

    fn preset(flags: &str) -> Result<Option<FargatePreset>, PresetError> {
        let words = ["emr-onramp", "enable"].into_iter().chain(flags.split_whitespace());
        Cli::try_parse_from(words).unwrap().preset().map(|preset| preset.fargate)
    }

    #[test]
    fn the_role_and_the_profile_come_from_flags() {
        assert_eq!(preset("--cluster dev").unwrap(), None);
        let keep = preset("--fargate-role pods").unwrap().unwrap();
        assert_eq!(keep.role, Some(RoleWish::Keep { name: "pods".parse().unwrap() }));
        assert_eq!((keep.profile, keep.subnets.len(), keep.labels.len()), (None, 0, 0));
        let arn = "arn:aws:iam::111122223333:role/pods";
        let repaired = preset(&format!("--repair-fargate-role {arn}")).unwrap().unwrap();
        assert_eq!(repaired.role, Some(RoleWish::Extend { name: "pods".parse().unwrap() }));
        assert_eq!(repaired.role_arn.map(|arn| arn.to_string()).as_deref(), Some(arn));
        let whole = "--create-fargate-role pods --fargate-profile spark --fargate-subnet subnet-0a11a22b \
                     --fargate-subnet subnet-0b11a22b --fargate-label type=etl --fargate-label team=a";
        let whole = preset(whole).unwrap().unwrap();
        assert!(matches!(whole.role, Some(RoleWish::Create { width: TrustWidth::Cluster, .. })));
        assert_eq!(whole.profile.map(|name| name.to_string()).as_deref(), Some("spark"));
        assert_eq!((whole.subnets.len(), whole.labels.len()), (2, 2));
    }

    #[test]
    fn flags_that_make_no_sense_are_refused() {
        let linked = "arn:aws:iam::111122223333:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS";
        let table = [
            ("--fargate-profile spark".to_owned(), "Alone { flag: \"--fargate-profile\""),
            ("--fargate-subnet subnet-0a11a22b".to_owned(), "Alone { flag: \"--fargate-subnet\""),
            ("--fargate-role pods --fargate-label a=b".to_owned(), "needs: \"--fargate-profile\""),
            ("--fargate-role pods --create-fargate-role other".to_owned(), "Together"),
            ("--fargate-role pods --fargate-trust region".to_owned(), "needs: \"--create-fargate-role\""),
            ("--fargate-role pods --fargate-profile eks-x".to_owned(), "Reserved"),
            ("--fargate-role pods --fargate-profile x --fargate-subnet subnet-1".to_owned(), "Form"),
            (
                "--fargate-role pods --fargate-profile x --fargate-subnet subnet-0a11a22b --fargate-subnet subnet-0a11a22b"
                    .to_owned(),
                "RepeatedSubnet",
            ),
            ("--fargate-role pods --fargate-profile x --fargate-label ab".to_owned(), "Label"),
            ("--fargate-role pods --fargate-profile x --fargate-label a=1,b=2".to_owned(), "Label"),
            ("--fargate-role pods --fargate-profile x --fargate-label a=1 --fargate-label a=2".to_owned(), "Label"),
            ("--fargate-role arn:aws:iam::1:role/pods".to_owned(), "RoleArn"),
            (format!("--fargate-role {linked}"), "ServiceLinked"),
            (format!("--create-fargate-role {linked}"), "Character"),
        ];
        for (flags, wanted) in table {
            let error = format!("{:?}", preset(&flags).unwrap_err());
            assert!(error.contains(wanted), "{flags}: {error}");
        }
    }
}
