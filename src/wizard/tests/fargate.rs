//! The page on Fargate: what is asked, what the defaults are, and what comes of the answers.

use std::collections::BTreeMap;

use super::script::*;
use crate::domain::fargate::{
    CandidateRole, EXECUTION_ACTIONS, FargateFacts, FargateLook, FargateProfile, FargateWish, FoundBy, NodeGroup,
    RoleDocument, RoleWish, SelectorFacts,
};
use crate::domain::observed::Simulated;
use crate::domain::trust::{TrustWidth, new_policy};
use crate::domain::{Observed, OutsideText, VerbatimText};
use crate::plan::run::RunEnd;
use crate::planner::fargate::{RoleState, execution_policy};
use crate::planner::tests::fixture::{self, absent, seen, text};
use crate::wizard::{
    AnswerError, Effect, FargatePreset, Msg, NEW_ROLE, PageId, Preset, QuestionId, QuestionKind, RequestId, RoleChoice,
    Turn, Wizard,
};

const OF_PROFILE: &str = "subnet-0a11a22b33c44d551";
const OF_CLUSTER: &str = "subnet-0b11a22b33c44d552";
const OF_NODES: &str = "subnet-0c11a22b33c44d553";

/// A role whose trust policy is for this source.
fn role(name: &str, source: &str, observed: &Observed) -> CandidateRole {
    let document = RoleDocument {
        arn: format!("arn:aws:iam::111122223333:role/{name}").parse().unwrap(),
        unique_id: text("AROAPODS"),
        trust: VerbatimText::new(new_policy(&[source.to_owned()]).to_text()),
        boundary: None,
        tags: Vec::new(),
    };
    let allowed = EXECUTION_ACTIONS.iter().map(|action| ((*action).to_owned(), Simulated::Allowed));
    CandidateRole {
        name: name.parse().unwrap(),
        found_by: FoundBy { trust: true, policy: true, ..FoundBy::default() },
        role: seen(document),
        attached: seen(vec![text(&execution_policy(&observed.cluster.arn))]),
        actions: seen(allowed.collect::<BTreeMap<_, _>>()),
        entry: absent(),
    }
}

fn profile(name: &str, namespace: &str, labels: &[(&str, &str)]) -> FargateProfile {
    let labels = labels.iter().map(|(key, value)| (text(key), text(value))).collect();
    FargateProfile {
        name: text(name),
        arn: OutsideText::default(),
        role_arn: text("arn:aws:iam::111122223333:role/pods"),
        status: text("ACTIVE"),
        issues: Vec::new(),
        selectors: vec![SelectorFacts { namespace: text(namespace), labels }],
        subnets: vec![text(OF_PROFILE)],
    }
}

/// Two roles, one for this cluster and one for another; a profile for another namespace; a node group.
pub(super) fn facts(observed: &Observed) -> FargateFacts {
    let group = NodeGroup {
        name: text("general"),
        role_arn: text("arn:aws:iam::111122223333:role/node"),
        subnets: vec![text(OF_NODES)],
    };
    let other = "arn:aws:eks:us-east-1:111122223333:fargateprofile/other/*";
    FargateFacts {
        profiles: seen(vec![profile("team-b", "team-b", &[])]),
        node_groups: seen(vec![group]),
        role_names: ["other", "pods", "amazoneksfargatepodexecutionrole"].map(|name| name.parse().unwrap()).to_vec(),
        roles_listed: seen(9),
        policy_listed: seen(2),
        candidates: vec![
            role("other", other, observed),
            role("pods", &TrustWidth::Cluster.source_arn(&observed.cluster.arn), observed),
        ],
        users: None,
    }
}

fn world() -> Observed {
    fixture::world(|o| o.cluster.network.subnets = vec![text(OF_PROFILE), text(OF_CLUSTER)])
}

/// A wizard with the page in front, and the request by which Fargate is looked at.
fn at_page(preset: Preset) -> (Wizard, RequestId) {
    let mut wizard = at_method(preset, &world());
    quietly(&mut wizard, [say(QuestionId::Method, "automatic")]);
    let effects = wizard.update(Msg::AcceptPage);
    assert_eq!(wizard.page, PageId::Fargate);
    match effects.as_slice() {
        [Effect::LookAtFargate { request, observed }] if **observed == world() => (wizard, *request),
        other => panic!("{other:?}"),
    }
}

/// The same with Fargate looked at.
fn seen_page(preset: Preset, alter: impl FnOnce(&mut FargateFacts)) -> Wizard {
    let (mut wizard, request) = at_page(preset);
    let mut facts = facts(&world());
    alter(&mut facts);
    quietly(&mut wizard, [Msg::Fargate { request, result: Ok(Box::new((facts, BTreeMap::new()))) }]);
    wizard
}

fn ids(wizard: &Wizard) -> Vec<QuestionId> {
    wizard.questions_on(PageId::Fargate).into_iter().map(|question| question.id).collect()
}

fn wish(wizard: &Wizard) -> Option<FargateWish> {
    assert!(wizard.page >= PageId::Review);
    wizard.review.as_ref().unwrap().desired.fargate.clone()
}

#[test]
fn who_says_no_goes_on_at_once_and_leaves_the_plan_as_it_is() {
    let (mut wizard, request) = at_page(Preset::default());
    assert_eq!(asked(&wizard).kind, QuestionKind::YesNo { default: Some(false) });
    assert_eq!(wizard.update(Msg::AcceptPage), [Effect::Abandon { request }]);
    assert_eq!(wish(&wizard), None);
    // What comes too late is not heard.
    quietly(&mut wizard, [Msg::Fargate { request, result: Ok(Box::new((facts(&world()), BTreeMap::new()))) }]);
    assert!(wizard.fargate_facts().is_none());
}

#[test]
fn a_yes_waits_for_what_is_there_and_then_asks_the_rest() {
    use QuestionId::{
        Fargate, FargateLabels, FargateProfile, FargateProfileName, FargateRole, FargateRoleName, FargateSubnets,
        FargateTrust,
    };
    let (mut wizard, request) = at_page(Preset::default());
    quietly(&mut wizard, [yes(Fargate)]);
    assert_eq!((wizard.turn(), ids(&wizard)), (Turn::Wait, vec![Fargate]));
    quietly(&mut wizard, [Msg::AcceptPage]);
    assert_eq!(wizard.page, PageId::Fargate, "nobody knows yet what the plan would be");
    quietly(&mut wizard, [Msg::Fargate { request, result: Ok(Box::new((facts(&world()), BTreeMap::new()))) }]);
    let of_profile = [FargateProfile, FargateProfileName, FargateSubnets, FargateLabels];
    assert_eq!(ids(&wizard), [&[Fargate, FargateRole][..], &of_profile].concat(), "a role that does is there");
    quietly(&mut wizard, [say(FargateRole, NEW_ROLE)]);
    assert_eq!(ids(&wizard), [&[Fargate, FargateRole, FargateRoleName, FargateTrust][..], &of_profile].concat());
    quietly(&mut wizard, [no(FargateProfile)]);
    assert_eq!(ids(&wizard), [Fargate, FargateRole, FargateRoleName, FargateTrust, FargateProfile]);
}

#[test]
fn the_defaults_are_what_is_there() {
    let mut wizard = seen_page(Preset::default(), |_| {});
    quietly(&mut wizard, [yes(QuestionId::Fargate)]);
    let kind = |id: QuestionId| wizard.questions_on(PageId::Fargate).into_iter().find(|q| q.id == id).unwrap().kind;
    let QuestionKind::Choose { choices, default, .. } = kind(QuestionId::FargateRole) else { panic!() };
    let roles: Vec<&str> = choices.iter().map(|choice| choice.value.as_str()).collect();
    assert_eq!((roles, default.as_deref()), (vec!["pods", "other", NEW_ROLE], Some("pods")), "the best first");
    assert_eq!(kind(QuestionId::FargateProfileName), QuestionKind::Text { default: "spark".to_owned() });
    let QuestionKind::Several { choices, default } = kind(QuestionId::FargateSubnets) else { panic!() };
    let subnets: Vec<&str> = choices.iter().map(|choice| choice.value.as_str()).collect();
    assert_eq!(subnets, [OF_PROFILE, OF_CLUSTER, OF_NODES]);
    assert_eq!(default, [OF_PROFILE], "it did for a profile before");
    quietly(&mut wizard, [Msg::AcceptPage]);
    let wish = wish(&wizard).unwrap();
    assert_eq!(wish.role, RoleWish::Keep { name: "pods".parse().unwrap() });
    let profile = wish.profile.unwrap();
    assert_eq!((profile.name.as_str(), profile.subnets.iter().count()), ("spark", 1));
    assert_eq!(profile.selectors.first().namespace.as_str(), "spark");
}

#[test]
fn what_is_wished_of_a_role_follows_from_its_verdict() {
    let cluster = TrustWidth::Cluster;
    let new = |name: &str, width| RoleWish::Create { name: name.parse().unwrap(), width, tags: Vec::new() };
    let table = [
        ("pods", vec![], RoleWish::Keep { name: "pods".parse().unwrap() }),
        ("other", vec![], RoleWish::Extend { name: "other".parse().unwrap() }),
        // The name on AWS's page is taken, in other letters.
        (NEW_ROLE, vec![], new("AmazonEKSFargatePodExecutionRole-dev", cluster)),
        (
            NEW_ROLE,
            vec![say(QuestionId::FargateRoleName, "mine"), say(QuestionId::FargateTrust, "region")],
            new("mine", TrustWidth::Region),
        ),
    ];
    for (chosen, more, wanted) in table {
        let mut wizard = seen_page(Preset::default(), |_| {});
        quietly(&mut wizard, [yes(QuestionId::Fargate), say(QuestionId::FargateRole, chosen)]);
        quietly(&mut wizard, more);
        quietly(&mut wizard, [Msg::AcceptPage]);
        assert_eq!(wish(&wizard).unwrap().role, wanted, "{chosen}");
    }
}

#[test]
fn no_profile_is_made_where_one_takes_every_pod() {
    let table = [("spark", &[][..], false), ("sp*", &[], false), ("spark", &[("type", "etl")], true)];
    for (namespace, labels, is_made) in table {
        let mut wizard =
            seen_page(Preset::default(), |facts| facts.profiles = seen(vec![profile("jobs", namespace, labels)]));
        quietly(&mut wizard, [yes(QuestionId::Fargate), Msg::AcceptPage]);
        assert_eq!(wish(&wizard).unwrap().profile.is_some(), is_made, "{namespace} {labels:?}");
        assert_eq!(wizard.fargate_matches().len(), 1);
    }
}

#[test]
fn a_profile_needs_a_subnet_and_a_name_that_fits() {
    let mut wizard = seen_page(Preset::default(), |facts| facts.profiles = seen(Vec::new()));
    quietly(&mut wizard, [yes(QuestionId::Fargate)]);
    assert_eq!(wizard.update(Msg::AcceptPage), []);
    let offers = format!("{OF_PROFILE}, {OF_CLUSTER}, {OF_NODES}");
    assert_eq!(wizard.complaint, Some(AnswerError::NoSubnets { offers: text(&offers) }));
    assert_eq!(wizard.page, PageId::Fargate);
    for bad in ["eks-jobs", "my jobs", ""] {
        assert!(matches!(refused(&mut wizard, say(QuestionId::FargateProfileName, bad)), AnswerError::Name(_)));
    }
    assert!(matches!(refused(&mut wizard, say(QuestionId::FargateSubnets, "vpc-1")), AnswerError::Name(_)));
    assert!(matches!(refused(&mut wizard, say(QuestionId::FargateLabels, "etl")), AnswerError::Labels { .. }));
    assert!(matches!(refused(&mut wizard, say(QuestionId::FargateRole, "nobody")), AnswerError::NotOffered { .. }));
    let answers = [
        say(QuestionId::FargateSubnets, &format!("{OF_CLUSTER} {OF_NODES}")),
        say(QuestionId::FargateLabels, "type=etl"),
        say(QuestionId::FargateProfileName, "jobs"),
        Msg::AcceptPage,
    ];
    quietly(&mut wizard, answers);
    let profile = wish(&wizard).unwrap().profile.unwrap();
    assert_eq!((profile.name.as_str(), profile.subnets.iter().count()), ("jobs", 2));
    assert_eq!(profile.selectors.first().labels["type"], "etl");
}

#[test]
fn what_was_said_beforehand_is_read_with_everything_else_and_needs_no_page() {
    let preset = FargatePreset {
        role: Some(RoleWish::Extend { name: "pods".parse().unwrap() }),
        role_arn: None,
        profile: Some("jobs".parse().unwrap()),
        subnets: vec![OF_NODES.parse().unwrap()],
        labels: BTreeMap::new(),
    };
    let preset = Preset { fargate: Some(preset), ..Preset::default() };
    let mut wizard = at_namespace(preset).unattended();
    let effects = wizard.update(say(QuestionId::Namespace, "spark"));
    let named = FargateLook::Yes { named: Some("pods".parse().unwrap()) };
    assert!(matches!(&effects[..], [Effect::Observe { fargate, .. }] if *fargate == named), "{effects:?}");
    let mut observed_now = world();
    observed_now.fargate = Some(facts(&observed_now));
    let answered = observed(request(&effects), &observed_now);
    quietly(&mut wizard, [answered, say(QuestionId::Method, "automatic"), Msg::AcceptPage, Msg::AcceptPage]);
    let wish = wish(&wizard).unwrap();
    // A flag is taken at its word, whatever the verdict.
    assert_eq!(wish.role, RoleWish::Extend { name: "pods".parse().unwrap() });
    assert_eq!(wish.profile.unwrap().subnets.first().as_str(), OF_NODES);
}

#[test]
fn a_new_plan_reads_fargate_again_and_another_answer_outdates_the_plan() {
    let mut wizard = seen_page(Preset::default(), |_| {});
    quietly(&mut wizard, [yes(QuestionId::Fargate), Msg::AcceptPage]);
    let effects = wizard.update(Msg::Replan);
    assert!(matches!(&effects[..], [Effect::Observe { fargate: FargateLook::Yes { named: None }, .. }]), "{effects:?}");
    let mut again = world();
    again.fargate = Some(facts(&again));
    quietly(&mut wizard, [observed(request(&effects), &again)]);
    assert!(wish(&wizard).is_some());
    quietly(&mut wizard, [Msg::GoTo(PageId::Fargate), no(QuestionId::Fargate)]);
    assert!(wizard.review.is_none());
    quietly(&mut wizard, [Msg::AcceptPage]);
    assert_eq!(wish(&wizard), None);
    assert_eq!(wizard.answers.fargate.role, None::<RoleChoice>);
}

#[test]
fn where_eks_has_no_fargate_there_is_no_page() {
    let world = fixture::world(|o| o.cluster.arn.partition = "aws-us-gov".parse().unwrap());
    let mut wizard = at_method(Preset::default(), &world);
    quietly(&mut wizard, [say(QuestionId::Method, "automatic")]);
    assert_eq!(wizard.offers_fargate(), Some(false));
    assert!(!wizard.can_show(PageId::Fargate));
    assert_eq!(wizard.update(Msg::AcceptPage), []);
    assert_ne!(wizard.page, PageId::Fargate);
}

/// What the run changed is what defaults come from; the plan after it is still about the same role and profile.
#[test]
fn a_plan_after_a_run_wishes_the_same() {
    let mut wizard = seen_page(Preset::default(), |facts| facts.candidates.clear());
    quietly(&mut wizard, [yes(QuestionId::Fargate), Msg::AcceptPage]);
    let before = wish(&wizard);
    let effects = wizard.update(yes(QuestionId::Approve));
    assert!(matches!(&effects[..], [Effect::Apply { .. }]), "{effects:?}");
    assert_eq!(wish(&wizard), before, "the plan that runs stays in front");
    quietly(&mut wizard, [over(RunEnd::Stopped)]);
    let effects = wizard.update(Msg::Replan);
    let mut again = world();
    let mut now = facts(&again);
    let mut made = profile("spark", "spark", &[]);
    made.status = text("CREATING");
    now.profiles = seen(vec![made]);
    now.role_names.push("AmazonEKSFargatePodExecutionRole-dev".parse().unwrap());
    again.fargate = Some(now);
    quietly(&mut wizard, [observed(request(&effects), &again)]);
    assert_eq!(wish(&wizard), before);
}

#[test]
fn another_cluster_forgets_roles_and_subnets_but_not_the_wish_for_fargate() {
    let mut wizard = seen_page(Preset::default(), |_| {});
    quietly(&mut wizard, [yes(QuestionId::Fargate), say(QuestionId::FargateSubnets, OF_NODES)]);
    quietly(&mut wizard, [Msg::GoTo(PageId::Cluster)]);
    wizard.update(say(QuestionId::Cluster, "us-east-1/other"));
    assert_eq!((wizard.answers.fargate.wanted, &wizard.answers.fargate.subnets), (Some(true), &None));
}

#[test]
fn a_role_is_opened_for_what_opening_gives_and_not_for_another_flaw() {
    let mut wizard = seen_page(Preset::default(), |facts| {
        let mut ill = profile("old", "team-b", &[]);
        ill.status = text("CREATE_FAILED");
        ill.issues = vec![text("AccessDenied: no")];
        facts.profiles = seen(vec![ill]);
    });
    let state = wizard.fargate_roles().iter().find(|role| role.name.as_str() == "pods").unwrap().state;
    assert_eq!(state, RoleState::Broken, "by the profile that could not be made");
    quietly(
        &mut wizard,
        [
            yes(QuestionId::Fargate),
            say(QuestionId::FargateRole, "pods"),
            say(QuestionId::FargateSubnets, OF_NODES),
            Msg::AcceptPage,
        ],
    );
    assert_eq!(wish(&wizard).unwrap().role, RoleWish::Keep { name: "pods".parse().unwrap() });
}

#[test]
fn a_look_that_fails_is_said_and_made_again() {
    let (mut wizard, request) = at_page(Preset::default());
    quietly(&mut wizard, [Msg::Fargate { request, result: Err(trouble()) }]);
    assert_eq!(wizard.turn(), Turn::Stuck(trouble()));
    assert!(matches!(wizard.update(Msg::TryAgain).as_slice(), [Effect::Observe { .. }]));
}

#[test]
fn where_clusters_are_guarded_no_role_is_opened_without_a_look_at_who_uses_it() {
    let rules = serde_json::json!([{"name": "prod-*", "protection": "read-only"}]);
    let protections = serde_json::from_value(rules).unwrap();
    let mut wizard = seen_page(Preset { protections, ..Preset::default() }, |_| {});
    quietly(&mut wizard, [yes(QuestionId::Fargate), say(QuestionId::FargateRole, "other")]);
    assert_eq!(wizard.update(Msg::AcceptPage), []);
    assert_eq!(wizard.complaint, Some(AnswerError::GuardedRole { role: text("other") }));
    quietly(&mut wizard, [say(QuestionId::FargateRole, "pods"), Msg::AcceptPage]);
    assert!(wish(&wizard).is_some());
}

#[test]
fn other_namespaces_get_a_profile_of_their_own() {
    let mut wizard = seen_page(Preset::default(), |_| {});
    quietly(&mut wizard, [yes(QuestionId::Fargate), say(QuestionId::FargateProfileName, "mine")]);
    quietly(&mut wizard, [Msg::GoTo(PageId::Namespace)]);
    wizard.update(say(QuestionId::Namespace, "team-a"));
    assert_eq!(wizard.answers.fargate.profile_name, None);
    assert_eq!(wizard.answers.fargate.wanted, Some(true));
}

#[test]
fn a_role_whose_permissions_another_policy_denies_is_not_opened() {
    let mut wizard = seen_page(Preset::default(), |facts| {
        let denied = EXECUTION_ACTIONS.iter().map(|action| ((*action).to_owned(), Simulated::Forbidden));
        facts.candidates[1].actions = seen(denied.collect());
    });
    quietly(&mut wizard, [yes(QuestionId::Fargate), say(QuestionId::FargateRole, "pods"), Msg::AcceptPage]);
    assert_eq!(wish(&wizard).unwrap().role, RoleWish::Keep { name: "pods".parse().unwrap() });
    assert!(wizard.review.as_ref().unwrap().is_blocked(), "and it is said that the role does not do");
}
