//! Bad states of aws-auth that come about after our own checks: each is put back and verified, or the way back is shown.

use std::time::Duration;

use emr_onramp::domain::{AuthenticationMode, Method, PortErrorKind};
use emr_onramp::plan::run::{RunEnd, RunEventKind, Watch};

use super::MAP;
use crate::support::fake::{Deed, Effect, NODES, World, after, before};
use crate::support::fake_run::{Ran, Scene};

/// What is left of aws-auth after our write, besides what was sent: an admission webhook or another tool had it.
const SPOILT: [Option<&str>; 17] = [
    None,
    // Nothing, or nothing that counts.
    Some(""),
    Some("{}"),
    Some("null\n"),
    Some("# nothing is left\n"),
    Some("\u{feff}"),
    // Nothing that can be read: no entry at all counts then.
    Some("\t- broken\n"),
    Some("["),
    Some("- rolearn: 'unclosed\n"),
    Some("- &a [*a]\n"),
    Some("- rolearn: x\n---\n- rolearn: y\n"),
    // Somebody else alone, ours alone, the nodes alone.
    Some("- rolearn: arn:aws:iam::111122223333:role/x\n  username: x\n"),
    Some(
        "- rolearn: arn:aws:iam::111122223333:role/AWSServiceRoleForAmazonEMRContainers\n  username: emr-containers\n",
    ),
    Some(
        "- rolearn: arn:aws:iam::111122223333:role/dev-node-role\n  username: system:node:{{EC2PrivateDNSName}}\n  groups:\n    - system:bootstrappers\n    - system:nodes\n",
    ),
    // The nodes, and not as before.
    Some("- rolearn: arn:aws:iam::111122223333:role/dev-node-role\n"),
    Some("- rolearn: arn:aws:iam::111122223333:role/dev-node-role\n  username: node\n  groups: system:nodes\n"),
    Some(
        "- rolearn: arn:aws:iam::111122223333:role/dev-node-role\n  username: admin\n  groups:\n    - system:masters\n",
    ),
];
/// Within this it is put back and read back, or the way back is shown.
const LIMIT: Duration = Duration::from_secs(120);
/// What became of the answer to our write.
const ANSWERS: [Option<Effect>; 3] = [None, Some(Effect::Lost), Some(Effect::Garbled)];
const THEIRS: &str = "# theirs\n";

/// What happens to the old text when it is put back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PuttingBack {
    Works,
    AnswerLost,
    Busy,
    Refused,
    /// Another writer comes between.
    TooLate,
}

const PUTTING_BACK: [PuttingBack; 5] =
    [PuttingBack::Works, PuttingBack::AnswerLost, PuttingBack::Busy, PuttingBack::Refused, PuttingBack::TooLate];

/// Whether our access is gone, and comes back with the old text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    Kept,
    LostWithTheText,
    LostForGood,
}

fn lock_out(world: &mut World) {
    world.may_edit = false;
}

fn let_in(world: &mut World) {
    world.may_edit = true;
}

fn theirs(world: &mut World) {
    let text = format!("{}{THEIRS}", world.map_roles());
    world.set_map_roles(&text);
}

fn scene(mode: AuthenticationMode) -> Scene {
    Scene::new(Method::Automatic, World::new(mode))
}

/// The way back as the run told it; none where it told none.
fn way_back(ran: &Ran) -> Option<(AuthenticationMode, Vec<String>)> {
    ran.events.iter().find_map(|event| match &event.kind {
        RunEventKind::Watching { watch: Watch::LockedOut { mode, commands, .. }, .. } => {
            Some((*mode, commands.clone()))
        }
        _ => None,
    })
}

/// How long the step on aws-auth took, by the world's clock.
fn took(ran: &Ran) -> Duration {
    let of_map = ran.events.iter().filter(|event| match &event.kind {
        RunEventKind::StepStarted { step, .. } | RunEventKind::StepEnded { step, .. } => step.as_str().starts_with(MAP),
        _ => false,
    });
    let times: Vec<u64> = of_map.map(|event| event.elapsed_ms).collect();
    Duration::from_millis(times.last().unwrap() - times[0])
}

async fn injected(
    mode: AuthenticationMode,
    spoilt: Option<&'static str>,
    answer: Option<Effect>,
    access: Access,
    putting_back: PuttingBack,
) -> (Ran, String) {
    let scene = scene(mode);
    let fake = &scene.fake;
    if let Some(text) = spoilt {
        fake.at(1, "write aws-auth", Effect::Rewrite(text));
    }
    if access != Access::Kept {
        fake.at(1, "write aws-auth", after(lock_out));
    }
    if let Some(answer) = answer {
        fake.at(1, "write aws-auth", answer);
    }
    if access == Access::LostWithTheText && !matches!(putting_back, PuttingBack::Refused | PuttingBack::TooLate) {
        let nth = if putting_back == PuttingBack::Busy { 3 } else { 2 };
        fake.at(nth, "write aws-auth", after(let_in));
    }
    match putting_back {
        PuttingBack::Works => {}
        PuttingBack::AnswerLost => fake.at(2, "write aws-auth", Effect::Lost),
        PuttingBack::Busy => fake.at(2, "write aws-auth", Effect::Fail(PortErrorKind::Throttled, "later")),
        PuttingBack::Refused => fake.from(2, "write aws-auth", Effect::Fail(PortErrorKind::Denied, "no")),
        PuttingBack::TooLate => fake.at(2, "write aws-auth", before(theirs)),
    }
    let ran = scene.go().await;
    let text = scene.fake.world().map_roles().to_owned();
    (ran, text)
}

#[tokio::test]
async fn every_bad_state_is_put_back_and_verified_or_the_way_back_is_shown() {
    let modes = [AuthenticationMode::ConfigMap, AuthenticationMode::ApiAndConfigMap];
    let (mut put_back, mut shown, mut left, mut all) = (0, 0, 0, 0);
    for mode in modes {
        for spoilt in SPOILT {
            for answer in ANSWERS {
                for access in [Access::Kept, Access::LostWithTheText, Access::LostForGood] {
                    for how in PUTTING_BACK {
                        if spoilt.is_none() && access == Access::Kept {
                            continue;
                        }
                        // What a lost answer left is read before anything is put back, and only our own text is ours.
                        if spoilt.is_some() && answer.is_some() {
                            continue;
                        }
                        all += 1;
                        let (ran, text) = injected(mode, spoilt, answer.clone(), access, how).await;
                        let case = format!("{mode:?} {spoilt:?} {} {access:?} {how:?}", answer.is_some());
                        let (word, reason) = ran.said(MAP);
                        assert_ne!(ran.end, RunEnd::Done, "{case}");
                        assert!(took(&ran) <= LIMIT, "{case}: {:?}", took(&ran));
                        let is_back = text == NODES;
                        assert_eq!(is_back, reason.contains("put back and read back"), "{case}: {reason}\n{text}");
                        assert_eq!(word, if is_back { "failed" } else { "unknown" }, "{case}: {reason}");
                        let is_out = !matches!((access, is_back), (Access::Kept, _) | (Access::LostWithTheText, true));
                        let told = way_back(&ran);
                        assert_eq!(told.is_some(), is_out, "{case}: {reason}");
                        if let Some((seen, commands)) = told {
                            assert_eq!(
                                (seen, commands.is_empty()),
                                (mode, mode == AuthenticationMode::ConfigMap),
                                "{case}"
                            );
                            shown += 1;
                        }
                        put_back += usize::from(is_back);
                        left += usize::from(!is_back && !is_out);
                        if how == PuttingBack::TooLate {
                            assert!(text.ends_with(THEIRS), "{case}: another writer's text is theirs\n{text}");
                        }
                    }
                }
            }
        }
    }
    // Neither put back nor locked out: somebody else's text stands, we still get in, and the reason says so.
    assert!(all >= 500 && put_back > all / 2 && shown > 0 && left < all / 5, "{all} {put_back} {shown} {left}");
}

#[tokio::test]
async fn the_way_back_is_an_access_entry_for_the_role_with_its_path() {
    let out: Deed = lock_out;
    let locked_out = || {
        let scene = scene(AuthenticationMode::ApiAndConfigMap);
        scene.fake.at(1, "write aws-auth", after(out));
        scene
    };
    let ran = locked_out().go().await;
    let (_, commands) = way_back(&ran).unwrap();
    let of_entry = "--region us-east-1 --cluster-name dev --principal-arn arn:aws:iam::111122223333:role/PlatformAdmin";
    let policy = "--policy-arn arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy";
    let wanted = [
        format!("aws eks create-access-entry {of_entry}"),
        format!("aws eks associate-access-policy {of_entry} {policy} --access-scope type=cluster"),
    ];
    assert_eq!(commands, wanted);
    let (_, reason) = ran.said(MAP);
    assert!(reason.ends_with("put back and read back; we are still not let in"), "{reason}");
    // Nothing of it is run: that is for a person to decide.
    assert!(ran.writes().iter().all(|call| !call.contains("AccessEntry")), "{:?}", ran.writes());
    // A mode that nobody can read now is the one that was planned on.
    let scene = locked_out();
    scene.fake.from(3, "DescribeCluster", Effect::Fail(PortErrorKind::Unreachable, "no route"));
    assert!(way_back(&scene.go().await).is_some());
}

#[tokio::test]
async fn a_server_that_is_only_out_of_reach_is_no_lock_out() {
    let scene = scene(AuthenticationMode::ApiAndConfigMap);
    scene.fake.always("SelfSubjectAccessReview", Effect::Fail(PortErrorKind::Unreachable, "no route"));
    assert_eq!(way_back(&scene.go().await), None);
}
