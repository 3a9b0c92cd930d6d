//! The step that makes a Fargate profile: EKS's pace, its refusals, lost answers, and the word to stop.

use std::collections::BTreeMap;
use std::time::Duration;

use emr_onramp::apply::RunInput;
use emr_onramp::domain::desired::NonEmpty;
use emr_onramp::domain::fargate::{FargateWish, ProfileSelector, ProfileWish, RoleWish};
use emr_onramp::domain::trust::{TrustWidth, new_policy};
use emr_onramp::domain::{AuthenticationMode, ClusterArn, Method, PortErrorKind, RoleArn};
use emr_onramp::journal::Past;
use emr_onramp::plan::run::{RunEnd, RunEventKind, StepOutcome, Watch};

use crate::rig::of;
use crate::support::fake::{Effect, World, before};
use crate::support::fake_run::{Ran, Scene, Scripted};

const PROFILE: &str = "create-fargate-profile";
const CALL: &str = "CreateFargateProfile";
const SUBNET: &str = "subnet-0a11a22b33c44d551";

fn arn() -> RoleArn {
    of("arn:aws:iam::111122223333:role/pods")
}

fn trust(cluster: &str) -> String {
    let cluster: ClusterArn = of(&format!("arn:aws:eks:us-east-1:111122223333:cluster/{cluster}"));
    new_policy(&[TrustWidth::Cluster.source_arn(&cluster)]).to_text()
}

fn wish(name: &str) -> ProfileWish {
    ProfileWish {
        name: of(name),
        subnets: NonEmpty::one(of(SUBNET)),
        selectors: NonEmpty::one(ProfileSelector { namespace: of("spark"), labels: BTreeMap::new() }),
    }
}

/// What becomes of the role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// It is there and does.
    Kept,
    /// It is made.
    New,
    /// It is there for another cluster.
    Extended,
}

fn staged(mode: AuthenticationMode, role: Role) -> Scene {
    let mut world = World::new(mode);
    world.profiles.takes = Duration::from_secs(75);
    match role {
        Role::Kept => world.make_role(&arn(), &trust("dev"), &[]),
        Role::Extended => world.make_role(&arn(), &trust("staging"), &[]),
        Role::New => {}
    }
    let mut scene = Scene::new(Method::Automatic, world);
    let name = of("pods");
    let role = match role {
        Role::Kept => RoleWish::Keep { name },
        Role::New => RoleWish::Create { name, width: TrustWidth::Cluster, tags: Vec::new() },
        Role::Extended => RoleWish::Extend { name },
    };
    scene.desired.fargate = Some(FargateWish { role, profile: Some(wish("jobs")) });
    scene
}

async fn go(scene: &Scene) -> Ran {
    scene.carry_out(scene.input(false), Scripted::default()).await
}

/// The statuses of profiles that were told while something was waited for.
fn told(ran: &Ran) -> Vec<String> {
    let watches = ran.events.iter().filter_map(|event| match &event.kind {
        RunEventKind::Watching { watch: Watch::FargateProfile { name, status }, .. } => {
            Some(format!("{name} {status}"))
        }
        RunEventKind::Watching { watch: Watch::FargateProfileFailed { issues, .. }, .. } => Some(format!("{issues:?}")),
        RunEventKind::Watching { watch: Watch::SubnetRefused { subnet, .. }, .. } => Some(subnet.to_string()),
        _ => None,
    });
    let mut told: Vec<String> = watches.collect();
    told.dedup();
    told
}

#[tokio::test]
async fn a_profile_is_made_after_its_role_waited_for_and_proved() {
    // By a line in aws-auth, and by an access entry.
    for mode in [AuthenticationMode::ConfigMap, AuthenticationMode::ApiAndConfigMap] {
        for role in [Role::New, Role::Extended] {
            let scene = staged(mode, role);
            let ran = go(&scene).await;
            assert_eq!((ran.end, ran.outcome(PROFILE)), (RunEnd::Done, StepOutcome::Applied), "{mode} {role:?}");
            assert_eq!(told(&ran), ["jobs CREATING", "jobs ACTIVE"]);
            assert_eq!(ran.writes().last(), Some(&CALL), "EMR's own steps come first");
            for check in ["execution-role", "execution-policy", "fargate-profile", "kubelet", "aws-auth"] {
                assert_eq!(ran.verdict(check), "holds", "{check} {mode}");
            }
            scene.fake.forget();
            let again = go(&scene).await;
            assert_eq!((again.end, again.writes()), (RunEnd::Done, Vec::new()), "{mode} {role:?}");
        }
    }
}

#[tokio::test]
async fn an_answer_that_got_lost_is_settled_by_reading_and_waiting() {
    for effect in [Effect::Lost, Effect::Garbled] {
        let scene = staged(AuthenticationMode::ConfigMap, Role::Kept);
        scene.fake.at(1, CALL, effect);
        let ran = go(&scene).await;
        assert_eq!((ran.end, ran.outcome(PROFILE), ran.count(CALL)), (RunEnd::Done, StepOutcome::Applied, 1));
        assert_eq!(told(&ran), ["jobs CREATING"]);
    }
    // One that did not arrive is sent again, under the same token.
    let scene = staged(AuthenticationMode::ConfigMap, Role::Kept);
    scene.fake.at(1, CALL, Effect::Fail(PortErrorKind::Unknown, "no answer within 15 s"));
    let ran = go(&scene).await;
    assert_eq!((ran.end, ran.outcome(PROFILE)), (RunEnd::Done, StepOutcome::Applied));
    let tokens = ran.tokens(CALL);
    assert_eq!((tokens.len(), &tokens[0]), (2, &tokens[1]));
}

#[tokio::test]
async fn another_profile_on_its_way_is_waited_for() {
    for (status, ends) in [("CREATING", "ACTIVE"), ("DELETING", "GONE")] {
        let scene = staged(AuthenticationMode::ConfigMap, Role::Kept);
        scene.fake.world().put_profile(&arn(), &wish("other"), status, Some((95, ends)));
        let ran = go(&scene).await;
        assert_eq!((ran.end, ran.outcome(PROFILE)), (RunEnd::Done, StepOutcome::Applied), "{status}");
        assert_eq!(told(&ran)[0], format!("other {status}"));
        assert_eq!(ran.count(CALL), 2, "once refused, then taken");
    }
    // One of the very name that goes away makes room.
    let scene = staged(AuthenticationMode::ConfigMap, Role::Kept);
    scene.fake.world().put_profile(&arn(), &wish("jobs"), "DELETING", Some((30, "GONE")));
    let ran = go(&scene).await;
    assert_eq!((ran.end, ran.outcome(PROFILE), ran.count(CALL)), (RunEnd::Done, StepOutcome::Applied, 1));
    // One that never ends is given up after ten minutes.
    let scene = staged(AuthenticationMode::ConfigMap, Role::Kept);
    scene.fake.world().put_profile(&arn(), &wish("other"), "DELETING", None);
    let ran = go(&scene).await;
    let (word, reason) = ran.said(PROFILE);
    assert_eq!((ran.end, word), (RunEnd::Failed, "failed"), "{reason}");
    assert!(reason.contains("other is still DELETING"), "{reason}");
}

#[tokio::test]
async fn a_role_that_eks_does_not_know_yet_is_waited_for_if_this_run_changed_it() {
    for role in [Role::New, Role::Extended] {
        let scene = staged(AuthenticationMode::ConfigMap, role);
        let from = scene.fake.world().now + Duration::from_secs(60);
        scene.fake.world().profiles.iam_seen_from = Some(from);
        let ran = go(&scene).await;
        assert_eq!((ran.end, ran.outcome(PROFILE)), (RunEnd::Done, StepOutcome::Applied), "{role:?}");
        let is_told = |kind: &RunEventKind| {
            matches!(kind, RunEventKind::Watching { watch: Watch::Propagation { seen }, .. }
                if seen.as_str().contains("Misconfigured PodExecutionRole"))
        };
        assert!(ran.events.iter().any(|event| is_told(&event.kind)), "the wait is told");
    }
    for (role, most) in [(Role::New, 120), (Role::Kept, 0)] {
        let scene = staged(AuthenticationMode::ConfigMap, role);
        scene.fake.world().profiles.iam_seen_from = Some(of("2027-01-01T00:00:00Z"));
        let ran = go(&scene).await;
        let (word, reason) = ran.said(PROFILE);
        assert_eq!((ran.end, word), (RunEnd::Failed, "failed"), "{role:?} {reason}");
        assert!(reason.contains("Misconfigured PodExecutionRole"), "{reason}");
        assert!(ran.waited <= Duration::from_secs(most), "{role:?}: {:?}", ran.waited);
        let others = ran.outcomes().into_iter().filter(|(kind, _)| *kind != PROFILE);
        assert!(others.into_iter().all(|(_, outcome)| outcome.is_good()), "nothing of EMR's waits for Fargate");
    }
}

#[tokio::test]
async fn a_profile_that_eks_cannot_make_is_told_with_its_reasons() {
    let scene = staged(AuthenticationMode::ConfigMap, Role::Kept);
    scene.fake.world().profiles.ends_as = Some("CREATE_FAILED");
    scene.fake.world().profiles.issue = Some("AccessDenied: no more addresses");
    let ran = go(&scene).await;
    let (word, reason) = ran.said(PROFILE);
    assert_eq!((ran.end, word), (RunEnd::Failed, "unknown"), "{reason}");
    assert!(reason.contains("jobs CREATE_FAILED AccessDenied: no more addresses"), "{reason}");
    assert!(told(&ran).last().unwrap().contains("no more addresses"));
}

#[tokio::test]
async fn a_subnet_that_eks_refuses_is_named() {
    let scene = staged(AuthenticationMode::ConfigMap, Role::Kept);
    scene.fake.world().profiles.public = Some(SUBNET);
    let ran = go(&scene).await;
    assert_eq!((ran.end, ran.said(PROFILE).0, ran.count(CALL)), (RunEnd::Failed, "failed", 1));
    assert_eq!(told(&ran), [SUBNET]);
}

#[tokio::test]
async fn somebody_elses_profile_of_the_name_is_left_alone() {
    let scene = staged(AuthenticationMode::ConfigMap, Role::Kept);
    let theirs = before(|world: &mut World| {
        let other = ProfileWish { subnets: NonEmpty::one(of("subnet-0b11a22b33c44d552")), ..wish("jobs") };
        world.put_profile(&arn(), &other, "ACTIVE", None);
    });
    scene.fake.at(1, CALL, theirs);
    let ran = go(&scene).await;
    let (word, seen) = ran.said(PROFILE);
    assert_eq!((ran.end, word), (RunEnd::Drifted, "drifted"), "{seen}");
    assert!(seen.contains("subnet-0b11a22b33c44d552"), "{seen}");
    // The same one is as good as ours, and not ours.
    let scene = scene_with_theirs();
    let ran = go(&scene).await;
    assert_eq!((ran.end, ran.outcome(PROFILE)), (RunEnd::Done, StepOutcome::AlreadyPresent));
}

fn scene_with_theirs() -> Scene {
    let scene = staged(AuthenticationMode::ConfigMap, Role::Kept);
    let theirs = before(|world: &mut World| world.put_profile(&arn(), &wish("jobs"), "ACTIVE", None));
    scene.fake.at(1, CALL, theirs);
    scene
}

/// Each step asks once whether to stop; the word comes while EKS is at the profile.
#[tokio::test]
async fn the_word_to_stop_ends_the_wait_and_the_run_can_be_gone_on_with() {
    for seconds in [0, 40, 300] {
        let scene = staged(AuthenticationMode::ConfigMap, Role::Kept);
        let planned = scene.input(false);
        let observed = planned.observed.clone();
        let steps = planned.plan.steps.len();
        let ran = scene.carry_out(planned, Scripted::stop_before(steps)).await;
        let (word, reason) = ran.said(PROFILE);
        assert_eq!((ran.end, word), (RunEnd::Failed, "unknown"), "{reason}");
        assert!(reason.contains("jobs is CREATING"), "{reason}");
        assert_eq!(ran.waited, Duration::ZERO, "nobody is kept waiting");
        let past = Past::of(ran.records.clone()).unwrap().steps;
        scene.fake.forget();
        scene.fake.world().pass(Duration::from_secs(seconds));
        let resumed = RunInput { plan: ran.plan, observed, run: scene.run.clone(), ask_each: false, past: Some(past) };
        let resumed = scene.carry_out(resumed, Scripted::default()).await;
        assert_eq!((resumed.end, resumed.outcome(PROFILE)), (RunEnd::Done, StepOutcome::Applied), "{seconds}");
        assert_eq!(resumed.writes(), Vec::<&str>::new(), "it is not made twice");
    }
}

#[tokio::test]
async fn the_word_to_stop_while_another_profile_is_in_the_way_leaves_nothing_behind() {
    let scene = staged(AuthenticationMode::ConfigMap, Role::Kept);
    scene.fake.world().put_profile(&arn(), &wish("other"), "CREATING", Some((95, "ACTIVE")));
    let planned = scene.input(false);
    let steps = planned.plan.steps.len();
    let ran = scene.carry_out(planned, Scripted::stop_before(steps)).await;
    assert_eq!((ran.end, ran.outcome(PROFILE)), (RunEnd::Stopped, StepOutcome::Skipped));
    let profiles = scene.fake.world().fargate_profiles();
    assert_eq!(profiles.len(), 1, "{profiles:?}");
}
