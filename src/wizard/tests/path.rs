//! From the first page to the proof, by each method.

use super::script::*;
use crate::domain::desired::CallerPermissions;
use crate::domain::fargate::FargateLook;
use crate::domain::rbac::RuleSet;
use crate::domain::{Method, Observed};
use crate::plan::run::{RunEnd, StepOutcome};
use crate::planner::rights_to_ask;
use crate::planner::tests::fixture::{fresh, spark};
use crate::wizard::{Effect, Load, Msg, PageId, Preset, QuestionId, QuestionKind, RequestId, Turn, Wizard};

/// The way to the method page, the same for all, effect by effect.
fn to_the_method(wizard: &mut Wizard) {
    assert_eq!(wizard.turn(), Turn::Wait);
    assert_eq!(wizard.update(Msg::Start), [Effect::Identify { request: RequestId(1) }]);
    assert_eq!(wizard.turn(), Turn::Wait);
    assert_eq!(wizard.update(identified(1, None)), [Effect::ListClusters { request: RequestId(2) }]);
    assert_eq!(asked(wizard).id, QuestionId::SignIn);
    quietly(wizard, [say(QuestionId::SignIn, "use")]);
    assert_eq!((wizard.page, wizard.turn()), (PageId::Cluster, Turn::Wait));
    quietly(wizard, [listed(2, "us-east-1", &["dev"]), listed(2, "eu-west-1", &[])]);
    assert_eq!(wizard.turn(), Turn::Wait, "the rows are not complete");
    quietly(wizard, [all_listed(2)]);
    assert_eq!(asked(wizard).id, QuestionId::Cluster);
    let list = Effect::ListNamespaces { request: RequestId(3), region: region("us-east-1"), cluster: cluster("dev") };
    assert_eq!(wizard.update(say(QuestionId::Cluster, "us-east-1/dev")), [list]);
    assert_eq!((wizard.page, wizard.turn()), (PageId::Namespace, Turn::Wait));
    quietly(wizard, [namespaces(3, &["spark", "team-a"])]);
    assert_eq!(asked(wizard).id, QuestionId::Namespace);
    let observe = Effect::Observe {
        request: RequestId(4),
        region: region("us-east-1"),
        cluster: cluster("dev"),
        namespaces: vec![spark()],
        rights: rights_to_ask(&[spark()]),
        fargate: FargateLook::No,
    };
    assert_eq!(wizard.update(say(QuestionId::Namespace, "spark")), [observe]);
    assert_eq!((wizard.page, wizard.turn()), (PageId::Method, Turn::Wait));
    quietly(wizard, [observed(4, &fresh())]);
    assert_eq!(asked(wizard).id, QuestionId::Method);
}

/// Answers the options as they are asked, then the plan, and lets the run end well.
fn to_the_end(wizard: &mut Wizard, answers: &[Msg], asks_each: bool) {
    for answer in answers {
        let Msg::Answered { question, .. } = answer else { panic!("{answer:?}") };
        assert_eq!(asked(wizard).id, *question);
        quietly(wizard, [answer.clone()]);
    }
    if wizard.page == PageId::Options {
        assert_eq!(wizard.turn(), Turn::Wait, "every option is answered");
        quietly(wizard, [Msg::AcceptPage]);
    }
    assert_eq!(wizard.page, PageId::Review);
    if wizard.needs_typed_name() {
        assert_eq!(asked(wizard).id, QuestionId::OneWay);
        quietly(wizard, [say(QuestionId::OneWay, "dev")]);
    }
    if wizard.role_to_type().is_some() {
        assert_eq!(asked(wizard).id, QuestionId::OwnRole);
        quietly(wizard, [say(QuestionId::OwnRole, "PlatformAdmin")]);
    }
    assert_eq!(asked(wizard).id, QuestionId::Approve);
    let plan = wizard.review.clone().unwrap().plan;
    let apply =
        Effect::Apply { plan: Box::new(plan.clone()), observed: Box::new(fresh()), ask_each: asks_each, resume: None };
    assert_eq!(wizard.update(yes(QuestionId::Approve)), [apply]);
    assert_eq!((wizard.page, wizard.turn()), (PageId::Run, Turn::Wait));
    quietly(wizard, [started(&plan)]);
    for step in &plan.steps {
        if asks_each {
            quietly(wizard, [awaiting(&step.id)]);
            assert_eq!(asked(wizard).id, QuestionId::Consent);
            let consent = Effect::Consent { step: step.id.clone(), consent: crate::wizard::Consent::Yes };
            assert_eq!(wizard.update(say(QuestionId::Consent, "yes")), [consent]);
            assert_eq!(wizard.turn(), Turn::Wait, "nobody is asked twice");
        }
        quietly(wizard, [ended(&step.id, StepOutcome::Applied)]);
    }
    quietly(wizard, [over(RunEnd::Done)]);
    assert_eq!((wizard.page, wizard.turn()), (PageId::Run, Turn::Wait), "the proof is still to come");
    quietly(wizard, [proved()]);
    assert_eq!((wizard.page, wizard.turn()), (PageId::Proof, Turn::Finished));
}

#[test]
fn automatic() {
    let mut wizard = Wizard::new(Preset::default());
    to_the_method(&mut wizard);
    quietly(&mut wizard, [say(QuestionId::Method, "automatic")]);
    let answers = [
        yes(QuestionId::ServiceLinkedRole),
        yes(QuestionId::VirtualCluster),
        say(QuestionId::VirtualClusterName, "my/first.one"),
    ];
    to_the_end(&mut wizard, &answers, false);
    let desired = wizard.desired().unwrap();
    assert_eq!((desired.method, desired.rule_set), (Method::Automatic, RuleSet::Eksctl));
    assert_eq!(desired.namespaces.first().virtual_cluster, Some("my/first.one".parse().unwrap()));
}

#[test]
fn manual() {
    let mut wizard = Wizard::new(Preset::default());
    to_the_method(&mut wizard);
    quietly(&mut wizard, [say(QuestionId::Method, "manual")]);
    let answers = [
        say(QuestionId::RuleSet, "aws-1.21"),
        say(QuestionId::AwsAuthWay, "entry"),
        no(QuestionId::ServiceLinkedRole),
        no(QuestionId::VirtualCluster),
    ];
    to_the_end(&mut wizard, &answers, true);
    let desired = wizard.desired().unwrap();
    assert_eq!((desired.rule_set, desired.service_linked_role), (RuleSet::Aws121, false));
    assert_eq!(desired.namespaces.first().virtual_cluster, None);
}

#[test]
fn access_entry() {
    let mut wizard = Wizard::new(Preset::default());
    to_the_method(&mut wizard);
    quietly(&mut wizard, [say(QuestionId::Method, "access-entry")]);
    let answers = [
        yes(QuestionId::ServiceLinkedRole),
        say(QuestionId::CallerPermissions, "attach"),
        say(QuestionId::VirtualClusterName, "spark"),
    ];
    to_the_end(&mut wizard, &answers, false);
    assert_eq!(wizard.desired().unwrap().caller_permissions, CallerPermissions::Attach);
}

#[test]
fn who_knows_the_cluster_need_not_wait_for_every_description() {
    let mut wizard = Wizard::new(Preset { cluster: Some(cluster("dev")), ..Preset::default() });
    wizard.update(Msg::Start);
    wizard.update(identified(1, None));
    quietly(&mut wizard, [say(QuestionId::SignIn, "use"), listed(2, "us-east-1", &["dev"])]);
    assert_eq!(wizard.turn(), Turn::Wait, "one region's names are still missing");
    quietly(&mut wizard, [listed(2, "eu-west-1", &[])]);
    let QuestionKind::Choose { default, may_type, .. } = asked(&wizard).kind else { panic!() };
    assert_eq!((default.as_deref(), may_type), (Some("dev"), true));
}

#[test]
fn a_session_that_cannot_be_opened() {
    let mut wizard = Wizard::new(Preset::default());
    wizard.update(Msg::Start);
    let failed = Msg::Identified { request: RequestId(1), result: Err(trouble()) };
    quietly(&mut wizard, [failed]);
    assert_eq!(wizard.turn(), Turn::Stuck(trouble()));
    assert!(!wizard.can_show(PageId::Cluster));
    refused(&mut wizard, say(QuestionId::SignIn, "use"));
    assert_eq!(wizard.update(Msg::TryAgain), [Effect::Identify { request: RequestId(2) }]);
    quietly(&mut wizard, [identified(1, None)]);
    assert!(wizard.session.is_loading(), "the first answer is an old one");
    assert_eq!(wizard.update(identified(2, None)), [Effect::ListClusters { request: RequestId(3) }]);
    assert_eq!(asked(&wizard).id, QuestionId::SignIn);
}

/// Each page that reads something can be stuck, and reads again.
#[test]
fn what_cannot_be_read_is_read_again() {
    let mut wizard = at_namespace(Preset::default());
    let id = request(&wizard.update(Msg::TryAgain));
    let failed = Msg::Namespaces { request: RequestId(id), cluster: Err(trouble()), namespaces: Err(trouble()) };
    quietly(&mut wizard, [failed]);
    assert_eq!(wizard.turn(), Turn::Stuck(trouble()));
    let id = request(&wizard.update(Msg::TryAgain));
    quietly(&mut wizard, [namespaces(id, &["spark"])]);
    let id = request(&wizard.update(say(QuestionId::Namespace, "spark")));
    quietly(&mut wizard, [unobserved(id)]);
    assert_eq!(wizard.turn(), Turn::Stuck(trouble()));
    refused(&mut wizard, say(QuestionId::Method, "automatic"));
    let id = request(&wizard.update(Msg::TryAgain));
    assert_eq!(wizard.turn(), Turn::Wait);
    quietly(&mut wizard, [observed(id, &fresh()), say(QuestionId::Method, "automatic"), Msg::AcceptPage]);
    for page in [PageId::Review, PageId::Options] {
        quietly(&mut wizard, [Msg::GoTo(page)]);
        let id = request(&wizard.update(Msg::TryAgain));
        assert_eq!((wizard.page, wizard.turn()), (page, Turn::Wait), "nothing is asked about a plan that is not there");
        quietly(&mut wizard, [unobserved(id)]);
        assert_eq!((wizard.page, wizard.turn()), (page, Turn::Stuck(trouble())));
        let id = request(&wizard.update(Msg::TryAgain));
        quietly(&mut wizard, [observed(id, &fresh())]);
        assert_eq!(wizard.page, page);
        assert_eq!(wizard.review.is_some(), page == PageId::Review, "made anew where it is in front");
    }
}

/// Where namespaces may not be listed, one can be typed.
#[test]
fn namespaces_that_may_not_be_listed() {
    let mut wizard = at_namespace(Preset::default());
    let id = request(&wizard.update(Msg::TryAgain));
    let cluster = Ok(Box::new(crate::planner::tests::fixture::cluster()));
    quietly(&mut wizard, [Msg::Namespaces { request: RequestId(id), cluster, namespaces: Err(trouble()) }]);
    let QuestionKind::Several { choices, .. } = asked(&wizard).kind else { panic!() };
    assert_eq!(choices, []);
    assert!(matches!(wizard.update(say(QuestionId::Namespace, "spark")).as_slice(), [Effect::Observe { .. }]));
}

#[test]
fn every_page_is_on_the_rail_as_soon_as_it_can_be_shown() {
    let shown =
        |wizard: &Wizard| wizard.rail().filter(|(_, can)| *can).map(|(page, _)| page.word()).collect::<Vec<_>>();
    let mut wizard = Wizard::new(Preset::default());
    assert_eq!(shown(&wizard), ["sign-in"]);
    wizard.update(Msg::Start);
    wizard.update(identified(1, None));
    assert_eq!(shown(&wizard), ["sign-in", "cluster"]);
    assert_eq!(shown(&at_namespace(Preset::default())), ["sign-in", "cluster", "namespace"]);
    let all = ["sign-in", "cluster", "namespace", "method", "options", "fargate", "review", "run", "proof"];
    assert_eq!(shown(&at_method(Preset::default(), &fresh())), all[..4]);
    // The pages with options are there once a method is chosen.
    assert_eq!(shown(&at_options("automatic", &fresh())), all[..6]);
    assert_eq!(shown(&at_review("automatic", &fresh())), all[..7]);
    let (mut wizard, _) = running("automatic", &fresh());
    assert_eq!(shown(&wizard), all[..8]);
    quietly(&mut wizard, [over(RunEnd::Done), proved()]);
    assert_eq!(shown(&wizard), all);
}

#[test]
fn going_back_is_the_inverse_and_keeps_the_answers() {
    let mut wizard = at_review("manual", &fresh());
    let answers = wizard.answers.clone();
    let mut pages = vec![wizard.page];
    while wizard.previous_page().is_some() {
        quietly(&mut wizard, [Msg::Back]);
        pages.push(wizard.page);
    }
    let back = [
        PageId::Review,
        PageId::Fargate,
        PageId::Options,
        PageId::Method,
        PageId::Namespace,
        PageId::Cluster,
        PageId::SignIn,
    ];
    assert_eq!(pages, back);
    quietly(&mut wizard, [Msg::Back]);
    assert_eq!((wizard.page, &wizard.answers), (PageId::SignIn, &answers), "before the first page there is none");
    // Forward again by the same answers: nothing is read anew, and the plan is still the one.
    let hash = wizard.review.as_ref().map(|review| review.hash);
    let forward = [
        say(QuestionId::SignIn, "use"),
        say(QuestionId::Cluster, "us-east-1/dev"),
        say(QuestionId::Namespace, "spark"),
        say(QuestionId::Method, "manual"),
        Msg::AcceptPage,
    ];
    quietly(&mut wizard, forward);
    assert_eq!((wizard.page, &wizard.answers), (PageId::Review, &answers));
    assert_eq!(wizard.review.as_ref().map(|review| review.hash), hash);
}

#[test]
fn another_cluster_is_read_anew_and_drops_what_no_longer_holds() {
    let mut wizard = at_review("manual", &fresh());
    quietly(
        &mut wizard,
        [Msg::GoTo(PageId::Options), say(QuestionId::RuleSet, "aws-1.21"), Msg::GoTo(PageId::Cluster)],
    );
    let effects = wizard.update(say(QuestionId::Cluster, "us-east-1/other"));
    let list =
        |id| Effect::ListNamespaces { request: RequestId(id), region: region("us-east-1"), cluster: cluster("other") };
    let id = request(&effects);
    assert_eq!(effects, [list(id)]);
    assert_eq!((&wizard.observed, &wizard.review, wizard.outlooks.len()), (&Load::Idle, &None, 0));
    assert_eq!(wizard.answers.rule_set, None, "the old cluster's version suggested it");
    assert_eq!(wizard.answers.namespaces, [spark()], "kept, for the default");
    for page in [PageId::Method, PageId::Options, PageId::Review] {
        assert!(!wizard.can_show(page), "{page:?} would show the other cluster's");
    }
    quietly(&mut wizard, [namespaces(id, &["spark"])]);
    let QuestionKind::Several { default, .. } = asked(&wizard).kind else { panic!() };
    assert_eq!(default, ["spark"]);
    assert!(matches!(wizard.update(say(QuestionId::Namespace, "spark")).as_slice(), [Effect::Observe { .. }]));
}

/// A method chosen for one cluster is not carried to another where it cannot work.
#[test]
fn a_method_that_no_longer_works_is_dropped() {
    let mut wizard = at_options("automatic", &fresh());
    quietly(&mut wizard, [Msg::GoTo(PageId::Namespace)]);
    let id = request(&wizard.update(say(QuestionId::Namespace, "team-a")));
    let api: Observed = crate::planner::tests::fixture::in_mode(crate::domain::AuthenticationMode::Api);
    quietly(&mut wizard, [observed(id, &api)]);
    assert_eq!(wizard.answers.method, None);
    assert!(!wizard.can_show(PageId::Options));
    let mut wizard = at_options("automatic", &fresh());
    quietly(&mut wizard, [Msg::GoTo(PageId::Namespace)]);
    let id = request(&wizard.update(say(QuestionId::Namespace, "team-a")));
    quietly(&mut wizard, [observed(id, &fresh())]);
    assert_eq!(wizard.answers.method, Some(Method::Automatic), "one that works is kept");
}
