//! aws-auth where there is none: made once, by the manual method alone.

use emr_onramp::domain::{AuthenticationMode, Method, PortErrorKind};
use emr_onramp::plan::run::{RunEnd, StepOutcome};

use super::MAP;
use crate::support::fake::{Effect, NODE_ROLE, World, after, before};
use crate::support::fake_run::Scene;

const MAKE: &str = "create-aws-auth";

fn without() -> Scene {
    let mut world = World::new(AuthenticationMode::ConfigMap);
    world.aws_auth = None;
    Scene::new(Method::Manual, world)
}

/// Somebody else makes one in the same moment.
fn made_by_others(text: &'static str) -> Effect {
    before(move |world: &mut World| {
        if world.aws_auth.is_none() {
            *world = {
                let mut fresh = World::new(AuthenticationMode::ConfigMap);
                std::mem::swap(&mut fresh, world);
                fresh.aws_auth = world.aws_auth.take();
                fresh
            };
            world.set_map_roles(text);
        }
    })
}

#[tokio::test]
async fn it_is_made_and_mapped_into_and_a_second_run_finds_it() {
    let scene = without();
    let ran = scene.go().await;
    assert_eq!(
        (ran.end, ran.outcome(MAKE), ran.outcome(MAP)),
        (RunEnd::Done, StepOutcome::Applied, StepOutcome::Applied)
    );
    let text = scene.fake.world().map_roles().to_owned();
    let at = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part}\n{text}"));
    assert!(at(NODE_ROLE) < at("role/AWSServiceRoleForAmazonEMRContainers"));
    scene.fake.forget();
    let again = scene.go().await;
    assert!(again.outcomes().iter().all(|(kind, _)| *kind != MAKE), "there is one now");
    assert_eq!(again.count("write aws-auth"), 0);
}

#[tokio::test]
async fn a_lost_answer_is_settled_by_reading() {
    for effect in [Effect::Lost, Effect::Garbled] {
        let scene = without();
        scene.fake.at(1, "create aws-auth", effect);
        let ran = scene.go().await;
        assert_eq!((ran.end, ran.outcome(MAKE), ran.count("create aws-auth")), (RunEnd::Done, StepOutcome::Applied, 1));
    }
}

/// What nobody answered is looked at as closely as what was answered.
#[tokio::test]
async fn a_lost_answer_does_not_hide_that_we_are_locked_out() {
    let scene = without();
    scene.fake.at(1, "create aws-auth", after(|world| world.may_edit = false));
    scene.fake.at(1, "create aws-auth", Effect::Lost);
    let ran = scene.go().await;
    let (word, reason) = ran.said(MAKE);
    assert_eq!(word, "unknown", "{reason}");
    assert!(reason.contains("aws-auth was made and is left as it is"), "{reason}");
    assert_eq!(ran.outcome(MAP), StepOutcome::Skipped);
}

#[tokio::test]
async fn one_that_somebody_made_meanwhile_is_kept() {
    for (text, word) in [("", "drifted"), ("- rolearn: x\n", "drifted")] {
        let scene = without();
        scene.fake.at(1, "create aws-auth", made_by_others(text));
        let ran = scene.go().await;
        assert_eq!((ran.said(MAKE).0, scene.fake.world().map_roles()), (word, text));
        assert_eq!(ran.count("write aws-auth"), 0);
    }
}

#[tokio::test]
async fn a_refusal_leaves_nothing_behind() {
    let scene = without();
    scene.fake.always("create aws-auth", Effect::Fail(PortErrorKind::Denied, "you may not"));
    let ran = scene.go().await;
    assert_eq!((ran.said(MAKE).0, ran.outcome(MAP)), ("failed", StepOutcome::Skipped));
    assert!(scene.fake.world().aws_auth.is_none());
}

#[tokio::test]
async fn who_is_locked_out_by_it_is_told_so_and_it_is_never_deleted() {
    let scene = without();
    scene.fake.at(1, "create aws-auth", after(|world: &mut World| world.may_edit = false));
    let ran = scene.go().await;
    let (word, reason) = ran.said(MAKE);
    assert!(word == "unknown" && reason.contains("was made and is left as it is"), "{word} {reason}");
    assert!(scene.fake.world().aws_auth.is_some());
}
