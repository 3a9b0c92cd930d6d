//! The steps on a Pod execution role against faults, drift and IAM's own pace.

use std::time::Duration;

use emr_onramp::apply::RunInput;
use emr_onramp::domain::PortErrorKind;
use emr_onramp::domain::fargate::{CandidateRole, FargateFacts, FoundBy, RoleWish};
use emr_onramp::domain::name::RoleName;
use emr_onramp::domain::trust::{TrustWidth, new_policy};
use emr_onramp::domain::{ClusterArn, Fact, Method, NotLooked, Observed, RoleArn, Source};
use emr_onramp::plan::run::{RunEnd, RunEventKind, StepOutcome, Watch};
use emr_onramp::planner::fargate::role_review;

use super::empty;
use crate::rig::of;
use crate::support::fake::{Deed, Effect, World, after, before};
use crate::support::fake_run::{Ran, Scene, Scripted};

const CREATE: &str = "create-execution-role";
const TRUST: &str = "update-trust-policy";
const ATTACH: &str = "attach-execution-policy";

/// Every step that writes: what it is wished by, and the call that it makes.
const WRITES: [(&str, Wished, &str); 3] = [
    (CREATE, Wished::New, "CreateRole"),
    (TRUST, Wished::Extended, "UpdateAssumeRolePolicy"),
    (ATTACH, Wished::New, "AttachRolePolicy"),
];

#[derive(Clone, Copy, Debug)]
enum Wished {
    /// A role that is not there.
    New,
    /// One that is there, for another cluster.
    Extended,
}

fn name() -> RoleName {
    of("pods")
}

fn arn() -> RoleArn {
    of("arn:aws:iam::111122223333:role/pods")
}

/// The trust policy for the profiles of a cluster.
fn trust(cluster: &str) -> String {
    let cluster: ClusterArn = of(&format!("arn:aws:eks:us-east-1:111122223333:cluster/{cluster}"));
    new_policy(&[TrustWidth::Cluster.source_arn(&cluster)]).to_text()
}

/// The seed's trust policy, for everybody's profiles.
fn open_trust() -> String {
    let ours = trust("dev");
    let (start, _) = ours.split_once(",\"Condition\"").unwrap_or_else(|| panic!("{ours}"));
    format!("{start}}}]}}")
}

fn scene(wished: Wished) -> Scene {
    let scene = empty(Method::Manual);
    if let Wished::Extended = wished {
        scene.fake.world().make_role(&arn(), &trust("staging"), &[]);
    }
    scene
}

/// What somebody who looks at the role now plans.
fn input(scene: &Scene, wished: Wished) -> RunInput {
    let world = scene.fake.world();
    let observed: Observed = world.observed(&[]);
    let (at, from) = (world.now, Source::new("iam", "GetRole"));
    let seen = world.shown_role(&name());
    let candidate = |role: Fact<_>| CandidateRole {
        name: name(),
        found_by: FoundBy { name: true, ..FoundBy::default() },
        role,
        attached: seen.map_or(Fact::NotLooked(NotLooked::NotNeeded), |role| Fact::Seen {
            value: role.attached.clone(),
            at,
            from: from.clone(),
        }),
        actions: Fact::NotLooked(NotLooked::NotNeeded),
        entry: Fact::NotLooked(NotLooked::NotNeeded),
    };
    let role = match seen {
        Some(role) => Fact::Seen { value: role.document.clone(), at, from: from.clone() },
        None => Fact::Absent { at, from: from.clone() },
    };
    let facts = FargateFacts {
        profiles: Fact::Absent { at, from: from.clone() },
        node_groups: Fact::Absent { at, from: from.clone() },
        role_names: Vec::new(),
        roles_listed: Fact::Absent { at, from: from.clone() },
        policy_listed: Fact::Absent { at, from: from.clone() },
        candidates: vec![candidate(role)],
        users: None,
    };
    let wish = match wished {
        Wished::New => RoleWish::Create {
            name: name(),
            width: TrustWidth::Cluster,
            tags: vec![("team".to_owned(), "data".to_owned())],
        },
        Wished::Extended => RoleWish::Extend { name: name() },
    };
    let review = role_review(&observed, &facts, &[], &wish);
    assert!(review.blockers.is_empty(), "{:?}", review.blockers);
    RunInput { plan: review.plan, observed, run: scene.run.clone(), ask_each: false, past: None }
}

async fn go(scene: &Scene, wished: Wished) -> Ran {
    let input = input(scene, wished);
    scene.carry_out(input, Scripted::default()).await
}

/// What the role trusts in the end.
fn trusted(scene: &Scene) -> String {
    let mut world = scene.fake.world();
    world.role_mut(&name()).map_or_else(String::new, |role| role.document.trust.exact().to_owned())
}

#[tokio::test]
async fn a_role_is_made_extended_and_given_its_policy() {
    for (kind, wished, call) in WRITES {
        let scene = scene(wished);
        let ran = go(&scene, wished).await;
        assert_eq!((ran.end, ran.outcome(kind), ran.count(call)), (RunEnd::Done, StepOutcome::Applied, 1), "{kind}");
        assert_eq!((ran.verdict("execution-role"), ran.verdict("execution-policy")), ("holds".into(), "holds".into()));
        assert!(ran.proof().holds());
        let again = {
            scene.fake.forget();
            go(&scene, wished).await
        };
        assert_eq!((again.end, again.writes()), (RunEnd::Done, Vec::new()), "{kind}");
    }
}

#[tokio::test]
async fn a_write_that_took_effect_without_an_answer_is_found_by_reading() {
    for (kind, wished, call) in WRITES {
        for effect in [Effect::Lost, Effect::Garbled] {
            let scene = scene(wished);
            scene.fake.at(1, call, effect);
            let ran = go(&scene, wished).await;
            assert_eq!((ran.end, ran.outcome(kind)), (RunEnd::Done, StepOutcome::Applied), "{kind}");
            assert_eq!(ran.count(call), 1, "{kind}");
        }
    }
}

#[tokio::test]
async fn throttling_and_broken_servers_pass() {
    for (kind, wished, call) in WRITES {
        for error in [PortErrorKind::Throttled, PortErrorKind::Unreachable, PortErrorKind::Unknown] {
            let scene = scene(wished);
            scene.fake.first(2, call, Effect::Fail(error, "later"));
            let ran = go(&scene, wished).await;
            assert_eq!((ran.end, ran.outcome(kind)), (RunEnd::Done, StepOutcome::Applied), "{kind} {error:?}");
            assert_eq!(ran.count(call), 3, "{kind} {error:?}");
            assert!(ran.waited < Duration::from_secs(60), "{kind}: {:?}", ran.waited);
        }
        let scene = scene(wished);
        scene.fake.always(call, Effect::Fail(PortErrorKind::Unknown, "500"));
        let ran = go(&scene, wished).await;
        assert_eq!((ran.end, ran.said(kind).0), (RunEnd::Failed, "unknown"), "{kind}");
        assert!(ran.waited <= Duration::from_secs(120), "{kind}: {:?}", ran.waited);
    }
}

#[tokio::test]
async fn what_is_denied_fails_at_once_and_nothing_is_sent_after_it() {
    for (kind, wished, call) in WRITES {
        let scene = scene(wished);
        scene.fake.always(call, Effect::Fail(PortErrorKind::Denied, "you may not"));
        let ran = go(&scene, wished).await;
        let (word, reason) = ran.said(kind);
        assert_eq!((ran.end, word), (RunEnd::Failed, "failed"), "{kind}");
        assert!(reason.contains("you may not"), "{reason}");
        assert_eq!((ran.count(call), ran.writes().last()), (1, Some(&call)));
    }
}

/// The answer to CreateRole got lost, IAM shows the role late, and the second try is told that there is one: our own.
#[tokio::test]
async fn a_role_that_exists_already_may_be_our_own() {
    for seconds in [0, 5, 90] {
        let scene = scene(Wished::New);
        scene.fake.world().service_roles.takes = Duration::from_secs(seconds);
        scene.fake.at(1, "CreateRole", Effect::Lost);
        let ran = go(&scene, Wished::New).await;
        assert_eq!((ran.end, ran.outcome(CREATE)), (RunEnd::Done, StepOutcome::Applied), "{seconds}");
        assert_eq!(ran.writes().last(), Some(&"AttachRolePolicy"));
        assert!(ran.proof().holds());
    }
}

/// What somebody does just before CreateRole, and how the step ends.
#[tokio::test]
async fn a_role_of_somebody_else_is_kept_if_it_is_what_was_shown_and_left_alone_if_not() {
    let tags = || vec![("team".to_owned(), "data".to_owned())];
    for (call, effect) in [("GetRole", 1), ("CreateRole", 1)] {
        for (theirs, tags, word, reason) in [
            (trust("dev"), tags(), "already-present", ""),
            (trust("dev"), Vec::new(), "drifted", "tags"),
            (trust("staging"), tags(), "drifted", "fargateprofile/staging/*"),
            (open_trust(), tags(), "drifted", "assumeRolePolicyDocument"),
        ] {
            let scene = scene(Wished::New);
            let put = theirs.clone();
            let deed = before(move |world: &mut World| world.make_role(&arn(), &put, &tags));
            scene.fake.at(effect, call, deed);
            let ran = go(&scene, Wished::New).await;
            let (got, said) = ran.said(CREATE);
            assert_eq!(got, word, "{call} {theirs}: {said}");
            assert!(said.contains(reason), "{said}");
            assert_eq!(trusted(&scene), theirs, "it is theirs");
            assert_eq!(ran.count("AttachRolePolicy"), usize::from(word == "already-present"));
            let end = if word == "drifted" { RunEnd::Drifted } else { RunEnd::Done };
            assert_eq!(ran.end, end, "{call} {theirs}");
        }
    }
}

/// What somebody does between the plan and the write, and why the run stops.
#[tokio::test]
async fn another_trust_policy_or_another_role_of_that_name_stops_the_run() {
    let cases: [(Deed, &str); 4] = [
        (|world| world.make_role(&arn(), &trust("staging"), &[]), "AROAMADE1 → AROAMADE2"),
        (|world| world.remove_role(&name()), "NoSuchEntity"),
        (
            |world| {
                let role = world.role_mut(&name()).unwrap();
                role.document.trust = emr_onramp::domain::VerbatimText::new(trust("prod"));
            },
            "fargateprofile/prod/*",
        ),
        (|world| world.role_mut(&name()).unwrap().document.trust = emr_onramp::domain::VerbatimText::new("{"), "{"),
    ];
    for (deed, reason) in cases {
        let scene = scene(Wished::Extended);
        let planned = input(&scene, Wished::Extended);
        deed(&mut scene.fake.world());
        let left = trusted(&scene);
        let ran = scene.carry_out(planned, Scripted::default()).await;
        let (word, said) = ran.said(TRUST);
        assert_eq!((ran.end, word), (RunEnd::Drifted, "drifted"), "{reason}: {said}");
        assert!(said.contains(reason), "{reason}: {said}");
        assert_eq!((ran.writes(), trusted(&scene)), (Vec::new(), left), "{reason}");
    }
}

#[tokio::test]
async fn whoever_writes_right_after_us_is_seen() {
    let cases: [(Deed, &str); 2] = [
        (|world| world.make_role(&arn(), &trust("dev"), &[]), "AROAMADE1 → AROAMADE2"),
        (
            |world| {
                let role = world.role_mut(&name()).unwrap();
                role.document.trust = emr_onramp::domain::VerbatimText::new(trust("prod"));
            },
            "fargateprofile/prod/*",
        ),
    ];
    for (deed, reason) in cases {
        let scene = scene(Wished::Extended);
        scene.fake.at(1, "UpdateAssumeRolePolicy", after(deed));
        let ran = go(&scene, Wished::Extended).await;
        let (word, said) = ran.said(TRUST);
        assert_eq!((ran.end, word), (RunEnd::Failed, "unknown"), "{said}");
        assert!(said.contains(reason), "{said}");
        assert_eq!(ran.count("UpdateAssumeRolePolicy"), 1, "nobody is overwritten twice");
    }
}

/// IAM shows a new role late: the run waits for it, says so, and stops clearly when it takes too long.
#[tokio::test]
async fn a_role_that_iam_does_not_show_yet_is_waited_for_and_not_for_ever() {
    for (seconds, end) in [(1, RunEnd::Done), (30, RunEnd::Done), (119, RunEnd::Done), (121, RunEnd::Failed)] {
        let scene = scene(Wished::New);
        scene.fake.world().service_roles.takes = Duration::from_secs(seconds);
        let ran = go(&scene, Wished::New).await;
        assert_eq!(ran.end, end, "{seconds}");
        assert!(ran.waited <= Duration::from_secs(120), "{seconds}: {:?}", ran.waited);
        let is_waiting = |kind: &RunEventKind| {
            matches!(kind, RunEventKind::Watching { step: Some(step), watch: Watch::Propagation { .. } }
                if step.as_str().starts_with(CREATE))
        };
        assert!(ran.events.iter().any(|event| is_waiting(&event.kind)), "{seconds}: the wait is told");
        if end == RunEnd::Failed {
            assert_eq!(ran.said(CREATE).0, "unknown");
            assert_eq!(ran.writes(), ["CreateRole"], "nothing is attached to a role that nobody sees");
        }
    }
}
