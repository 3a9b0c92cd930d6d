//! Clusters that the person's own configuration guards: only looked at, or changed after their name was typed.

use serde::{Deserialize, Serialize};

use super::trust::matches;
use super::{AccountId, ClusterArn, ClusterName, Region};

/// How a cluster is guarded. The later one is the stricter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Protection {
    /// Its name has to be typed before anything is changed.
    TypedName,
    /// Nothing is changed.
    ReadOnly,
}

impl Protection {
    /// The word for it in files and catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::TypedName => "typed-name",
            Self::ReadOnly => "read-only",
        }
    }
}

/// Which clusters, and how they are guarded. Every pattern that is given has to fit; `*` stands for any letters.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Written")]
pub struct ProtectionRule {
    arn: Option<String>,
    name: Option<String>,
    account: Option<String>,
    region: Option<String>,
    protection: Protection,
}

/// All rules of a configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Protections(Vec<ProtectionRule>);

impl Protections {
    /// Whether no cluster is guarded.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How a cluster is guarded: by the strictest rule that fits; none where none fits.
    pub fn of(&self, cluster: &ClusterArn) -> Option<Protection> {
        self.0.iter().filter(|rule| rule.fits(cluster)).map(|rule| rule.protection).max()
    }
}

impl ProtectionRule {
    fn fits(&self, cluster: &ClusterArn) -> bool {
        let fits = |pattern: &Option<String>, text: &str| pattern.as_deref().is_none_or(|p| matches(p, text));
        fits(&self.arn, &cluster.to_string())
            && fits(&self.name, cluster.name.as_str())
            && fits(&self.account, &cluster.account.to_string())
            && fits(&self.region, cluster.region.as_str())
    }
}

/// A rule as it stands in a file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    arn: Option<String>,
    name: Option<String>,
    account: Option<String>,
    region: Option<String>,
    protection: Protection,
}

/// What is wrong with a rule. A pattern that could never fit would guard nothing, unseen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
enum RuleError {
    #[error("a rule needs at least one of arn, name, account and region")]
    NoPattern,
    #[error("`{key}: {given}` can fit no cluster; write it like `{key}: {example}`")]
    NeverFits { key: &'static str, given: String, example: &'static str },
}

impl TryFrom<Written> for ProtectionRule {
    type Error = RuleError;
    fn try_from(written: Written) -> Result<Self, RuleError> {
        let Written { arn, name, account, region, protection } = written;
        if [&arn, &name, &account, &region].into_iter().all(Option::is_none) {
            return Err(RuleError::NoPattern);
        }
        check("arn", &arn, "arn:aws:eks:*:111122223333:cluster/prod-*", |text| text.parse::<ClusterArn>().is_ok())?;
        check("name", &name, "prod-*", |text| text.parse::<ClusterName>().is_ok())?;
        check("account", &account, "\"111122223333\"", |text| text.parse::<AccountId>().is_ok())?;
        check("region", &region, "eu-*", |text| text.parse::<Region>().is_ok())?;
        Ok(Self { arn, name, account, region, protection })
    }
}

/// A pattern without `*` has to be such a name itself; the parts of one with it have to be made of letters of such names.
fn check(
    key: &'static str,
    pattern: &Option<String>,
    example: &'static str,
    is_whole: impl Fn(&str) -> bool,
) -> Result<(), RuleError> {
    let Some(pattern) = pattern else { return Ok(()) };
    let is_letter = |c: char| match key {
        "account" => c.is_ascii_digit(),
        "region" => c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-',
        "name" => c.is_ascii_alphanumeric() || matches!(c, '-' | '_'),
        _ => c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '/'),
    };
    let can_fit = match pattern.contains('*') {
        true => pattern.split('*').all(|part| part.chars().all(is_letter)),
        false => is_whole(pattern),
    };
    if can_fit { Ok(()) } else { Err(RuleError::NeverFits { key, given: pattern.clone(), example }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_letters() {
        for (pattern, text, fits) in [
            ("prod", "prod", true),
            ("prod", "prod-1", false),
            ("prod-*", "prod-1", true),
            ("prod-*", "preprod-1", false),
            ("*prod*", "my-prod-1", true),
            ("*", "", true),
            ("a*a", "a", false),
            ("a*a", "aa", true),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "a-c-b", false),
            ("**x", "abx", true),
        ] {
            assert_eq!(matches(pattern, text), fits, "{pattern} {text}");
        }
    }

    #[test]
    fn the_strictest_rule_that_fits_counts() {
        let rules = r#"[
            {"name": "prod-*", "protection": "typed-name"},
            {"account": "111122223333", "region": "eu-*", "protection": "read-only"},
            {"arn": "arn:aws:eks:*:012345678901:cluster/*", "protection": "read-only"}
        ]"#;
        let rules: Protections = serde_json::from_str(rules).unwrap();
        for (arn, wanted) in [
            ("arn:aws:eks:us-east-1:111122223333:cluster/prod-1", Some(Protection::TypedName)),
            ("arn:aws:eks:eu-west-1:111122223333:cluster/prod-1", Some(Protection::ReadOnly)),
            ("arn:aws:eks:eu-west-1:111122223333:cluster/dev", Some(Protection::ReadOnly)),
            ("arn:aws:eks:eu-west-1:444455556666:cluster/dev", None),
            ("arn:aws:eks:us-east-1:012345678901:cluster/dev", Some(Protection::ReadOnly)),
            ("arn:aws:eks:us-east-1:111122223333:cluster/dev", None),
        ] {
            assert_eq!(rules.of(&arn.parse().unwrap()), wanted, "{arn}");
        }
    }

    #[test]
    fn a_rule_that_could_guard_nothing_is_refused() {
        for (rule, wanted) in [
            (r#"{"protection": "read-only"}"#, "at least one of"),
            (r#"{"name": "prod", "protection": "never"}"#, "never"),
            (r#"{"name": "prod"}"#, "protection"),
            (r#"{"names": "prod", "protection": "read-only"}"#, "names"),
            (r#"{"name": "", "protection": "read-only"}"#, "name: prod-*"),
            (r#"{"name": "prod 1", "protection": "read-only"}"#, "name: prod-*"),
            (r#"{"name": "prod?*", "protection": "read-only"}"#, "name: prod-*"),
            (r#"{"account": "1111", "protection": "read-only"}"#, "account: \"111122223333\""),
            (r#"{"account": "prod", "protection": "read-only"}"#, "account"),
            (r#"{"region": "EU-*", "protection": "read-only"}"#, "region: eu-*"),
            (r#"{"arn": "prod", "protection": "read-only"}"#, "arn: arn:aws:eks"),
        ] {
            let error = serde_json::from_str::<ProtectionRule>(rule).unwrap_err().to_string();
            assert!(error.contains(wanted), "{rule}: {error}");
        }
    }
}
