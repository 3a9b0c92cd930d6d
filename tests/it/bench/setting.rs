//! What a seed sets up: a method, the namespaces, Fargate, and what somebody else left there.

use std::collections::BTreeMap;
use std::fmt::{Display, Formatter, Result};
use std::time::Duration;

use emr_onramp::domain::desired::{NamespaceWish, NonEmpty};
use emr_onramp::domain::fargate::{FargateWish, ProfileSelector, ProfileWish, RoleWish};
use emr_onramp::domain::rbac::RuleSet;
use emr_onramp::domain::trust::{TrustWidth, new_policy};
use emr_onramp::domain::{AuthenticationMode, ClusterArn, Method, RoleArn, VerbatimText};

use crate::rig::of;
use crate::support::dice::Dice;
use crate::support::fake::{MAP_ROLES, NODES, World};
use crate::support::fake_run::Scene;

/// How long a Fargate profile takes where nothing goes wrong.
pub(super) const PROFILE_TAKES: Duration = Duration::from_secs(75);
/// How long a change of the mode takes then.
pub(super) const UPDATE_TAKES: Duration = Duration::from_secs(20);

/// What becomes of the Pod execution role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PodRole {
    /// It is there and does.
    Kept,
    /// It is made.
    New,
    /// It is there for another cluster.
    Extended,
}

/// How aws-auth is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Text {
    /// There is none: the run makes it.
    Missing,
    Block,
    Indented,
    DosLines,
    Flow,
}

/// What a seed sets up.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    pub(super) method: Method,
    mode: AuthenticationMode,
    pub(super) names: Vec<&'static str>,
    pub(super) makes_namespaces: bool,
    /// Whether somebody left a Role with too few rules in the first namespace.
    pub(super) had_role: bool,
    pub(super) pods: Option<PodRole>,
    pub(super) text: Text,
}

impl Setting {
    pub(super) fn roll(dice: &mut Dice) -> Self {
        let method = *dice.pick(&Method::ALL);
        let modes = [AuthenticationMode::ConfigMap, AuthenticationMode::ApiAndConfigMap, AuthenticationMode::Api];
        let mode = *dice.pick(if method.uses_rbac() { &modes[..2] } else { &modes[..] });
        let names = if dice.one_in(3) { vec!["spark", "team-b"] } else { vec!["spark"] };
        let makes_namespaces = !dice.one_in(3);
        let had_role = !makes_namespaces && method.uses_rbac() && dice.one_in(2);
        let pods =
            if dice.one_in(3) { Some(*dice.pick(&[PodRole::Kept, PodRole::New, PodRole::Extended])) } else { None };
        let texts = [Text::Block, Text::Block, Text::Indented, Text::DosLines, Text::Flow, Text::Missing];
        // Only who does it by hand may make aws-auth where nothing lets nodes in but it.
        let may_make = method == Method::Manual && mode == AuthenticationMode::ConfigMap;
        let text = *dice.pick(if may_make { &texts[..] } else { &texts[..5] });
        // EKS adds its own line for Fargate, and the fake one does so only to a list of lines.
        let text = if pods.is_some() && text != Text::Missing { Text::Block } else { text };
        Self { method, mode, names, makes_namespaces, had_role, pods, text }
    }

    /// The scene, with everything in it that is there before the run.
    pub(super) fn stage(&self) -> Scene {
        let mut world = World::new(self.mode);
        world.ledger.is_kept = true;
        world.profiles.takes = PROFILE_TAKES;
        world.update_takes = Some(UPDATE_TAKES);
        match self.text() {
            Some(text) => world.set_map_roles(&text),
            None => world.aws_auth = None,
        }
        if !self.makes_namespaces {
            self.names.iter().for_each(|name| world.add_namespace(name));
        }
        if self.had_role {
            world.add_role(self.names[0], RuleSet::Aws121);
        }
        match self.pods {
            Some(PodRole::Kept) => world.make_role(&pod_role(), &trust("dev"), &[]),
            Some(PodRole::Extended) => world.make_role(&pod_role(), &trust("staging"), &[]),
            Some(PodRole::New) | None => {}
        }
        let mut scene = Scene::of_namespaces(self.method, world, &self.names);
        if !self.makes_namespaces {
            let wishes = scene.desired.namespaces.iter().cloned();
            let there: Vec<_> = wishes.map(|wish| NamespaceWish { create: false, ..wish }).collect();
            scene.desired.namespaces = NonEmpty::try_from(there).unwrap();
        }
        scene.desired.fargate = self.pods.map(|pods| FargateWish { role: pods.wish(), profile: Some(profile("jobs")) });
        scene
    }

    fn text(&self) -> Option<String> {
        Some(match self.text {
            Text::Missing => return None,
            Text::Block => NODES.to_owned(),
            Text::DosLines => NODES.replace('\n', "\r\n"),
            Text::Indented => {
                let lines: Vec<String> = NODES.lines().map(|line| format!("  {line}")).collect();
                lines.join("\n")
            }
            Text::Flow => concat!(
                "[{\"rolearn\": \"arn:aws:iam::111122223333:role/dev-node-role\", ",
                "\"username\": \"system:node:{{EC2PrivateDNSName}}\", ",
                "\"groups\": [\"system:bootstrappers\", \"system:nodes\"]}]\n"
            )
            .to_owned(),
        })
    }
}

impl Display for Setting {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let made = if self.makes_namespaces { "made" } else { "there" };
        let (method, mode, names) = (self.method, self.mode, self.names.join("+"));
        write!(f, "{method:?} on {mode}, {names} {made}, aws-auth {:?}", self.text)?;
        if self.had_role {
            write!(f, ", a Role there")?;
        }
        match self.pods {
            Some(pods) => write!(f, ", Fargate role {pods:?} and profile"),
            None => Ok(()),
        }
    }
}

impl PodRole {
    fn wish(self) -> RoleWish {
        let name = of("pods");
        match self {
            Self::Kept => RoleWish::Keep { name },
            Self::New => RoleWish::Create { name, width: TrustWidth::Cluster, tags: Vec::new() },
            Self::Extended => RoleWish::Extend { name },
        }
    }
}

/// The Pod execution role.
pub(super) fn pod_role() -> RoleArn {
    of("arn:aws:iam::111122223333:role/pods")
}

/// The trust policy for the profiles of a cluster.
pub(super) fn trust(cluster: &str) -> String {
    let cluster: ClusterArn = of(&format!("arn:aws:eks:us-east-1:111122223333:cluster/{cluster}"));
    new_policy(&[TrustWidth::Cluster.source_arn(&cluster)]).to_text()
}

/// A profile for the first namespace.
pub(super) fn profile(name: &str) -> ProfileWish {
    ProfileWish {
        name: of(name),
        subnets: NonEmpty::one(of("subnet-0a11a22b33c44d551")),
        selectors: NonEmpty::one(ProfileSelector { namespace: of("spark"), labels: BTreeMap::new() }),
    }
}

/// An entry that somebody else puts into aws-auth at its beginning; the text of it alone, too, which nobody may touch.
pub(super) fn add_theirs(world: &mut World, number: u64) -> Option<String> {
    let text = world.aws_auth.as_ref()?.data.get(MAP_ROLES).map(VerbatimText::exact).unwrap_or_default().to_owned();
    let arn = format!("arn:aws:iam::111122223333:role/later-{number}");
    let theirs = match text.trim_start().chars().next() {
        Some('[') => format!("{{\"rolearn\": \"{arn}\", \"username\": \"later\"}}, "),
        _ => {
            let line_break = if text.contains("\r\n") { "\r\n" } else { "\n" };
            let is_item = |line: &&str| line.trim_start().starts_with("- ");
            let indent = text.lines().find(is_item).map_or(0, |line| line.len() - line.trim_start().len());
            let pad = " ".repeat(indent);
            format!("{pad}- rolearn: {arn}{line_break}{pad}  username: later{line_break}")
        }
    };
    let at = text.find('[').filter(|_| theirs.starts_with('{')).map_or(0, |at| at + 1);
    world.set_map_roles(&format!("{}{theirs}{}", &text[..at], &text[at..]));
    Some(theirs)
}
