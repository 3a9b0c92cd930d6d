//! The pictures: one snapshot for each page, language and size.

use crossterm::event::KeyCode;
use emr_onramp::domain::rbac::RuleSet;
use emr_onramp::plan::run::{RunEnd, RunEventKind, StepOutcome, Watch};
use emr_onramp::wizard::{ListEvent, Msg};

use super::{ApiAndConfigMap, ConfigMap, Lang, Stage, fixture, unused};

pub(super) const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];

/// Compares the picture in both languages and these sizes with what was looked at and found good.
pub(super) fn pictures(name: &str, sizes: &[(u16, u16)], make: impl Fn(Lang) -> Stage) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for lang in Lang::ALL {
            let stage = make(lang);
            for (width, height) in sizes {
                let name = format!("{name}-{lang}-{width}x{height}");
                insta::assert_snapshot!(name, stage.picture(*width, *height));
            }
        }
    });
}

#[test]
fn sign_in() {
    pictures("sign-in-waiting", &[(80, 24)], Stage::new);
    pictures("sign-in", &SIZES, |lang| Stage::new(lang).signed_in(None));
    pictures("sign-in-failed", &SIZES, |lang| {
        let mut stage = Stage::new(lang);
        let request = emr_onramp::wizard::RequestId(1);
        stage.receive(Msg::Identified { request, result: Err(fixture::expired()) });
        stage
    });
}

#[test]
fn cluster() {
    pictures("cluster-listing", &[(80, 24)], |lang| Stage::new(lang).signed_in(None).at_clusters());
    pictures("cluster", &[(80, 24), (120, 40), (60, 15)], |lang| {
        Stage::new(lang).signed_in(Some("wide")).at_clusters().listed()
    });
    pictures("cluster-filter", &[(80, 24)], |lang| {
        let mut stage = Stage::new(lang).signed_in(None).at_clusters().listed();
        stage.press("/prod api");
        stage
    });
}

#[test]
fn namespace() {
    pictures("namespace", &SIZES, |lang| Stage::new(lang).signed_in(Some("fresh")).at_namespaces());
    pictures("namespace-new", &[(80, 24)], |lang| {
        let mut stage = Stage::new(lang).signed_in(Some("fresh")).at_namespaces();
        stage.press("nspark_2");
        stage
    });
}

#[test]
fn method() {
    pictures("method", &SIZES, |lang| Stage::new(lang).signed_in(Some("fresh")).at_methods(unused(ConfigMap)));
    pictures("method-api", &SIZES, |lang| {
        use emr_onramp::domain::AuthenticationMode::Api;
        Stage::new(lang).signed_in(None).at_methods(unused(Api))
    });
}

#[test]
fn options() {
    pictures("options", &SIZES, |lang| {
        let mut stage = Stage::new(lang).signed_in(None).at_options(unused(ConfigMap), 1);
        stage.code(KeyCode::Down);
        stage
    });
    pictures("options-name", &[(80, 24)], |lang| {
        let mut stage = Stage::new(lang).signed_in(None).at_options(unused(ApiAndConfigMap), 0);
        stage.code(KeyCode::Down).code(KeyCode::Down).press(" x");
        stage
    });
}

#[test]
fn fargate() {
    let seen = |lang, mode| {
        let world = unused(mode);
        let facts = crate::support::fargate::facts(&world);
        let mut stage = Stage::new(lang).signed_in(Some("fargate")).at_fargate(world, 0);
        stage.fargate(facts);
        stage
    };
    pictures("fargate-looking", &[(80, 24)], |lang| Stage::new(lang).signed_in(None).at_fargate(unused(ConfigMap), 0));
    pictures("fargate-no", &SIZES, |lang| seen(lang, ConfigMap));
    pictures("fargate", &SIZES, |lang| {
        let mut stage = seen(lang, ConfigMap);
        stage.press(" ").code(KeyCode::Down);
        stage
    });
    // A new role, no subnet marked, the cursor on the subnets: what is below is scrolled to.
    pictures("fargate-new-role", &[(80, 24)], |lang| {
        let mut stage = seen(lang, ConfigMap);
        stage.press(" ").code(KeyCode::Down).code(KeyCode::Left);
        for _ in 0..5 {
            stage.code(KeyCode::Down);
        }
        stage.press(" ").enter();
        stage
    });
}

#[test]
fn review() {
    let automatic = |lang| Stage::new(lang).signed_in(Some("fresh")).at_review(unused(ConfigMap), 0);
    pictures("review", &[(80, 24), (120, 40), (60, 15)], automatic);
    for (name, tab) in [("commands", 1), ("permissions", 2), ("undo", 3), ("access", 4), ("findings", 5)] {
        pictures(&format!("review-{name}"), &[(80, 24)], |lang| {
            let mut stage = automatic(lang);
            for _ in 0..tab {
                stage.code(KeyCode::Right);
            }
            stage
        });
    }
    pictures("review-one-way", &SIZES, |lang| {
        let mut stage = Stage::new(lang).signed_in(None).at_review(unused(ConfigMap), 2);
        stage.wait(1_000).press("c").wait(1_000).press("de");
        stage
    });
    pictures("review-blocked", &[(80, 24)], |lang| {
        let mut observed = unused(ConfigMap);
        for fact in observed.rights.values_mut() {
            *fact = fixture::seen(false);
        }
        Stage::new(lang).signed_in(None).at_review(observed, 0)
    });
}

#[test]
fn run() {
    pictures("run", &SIZES, |lang| {
        let mut stage = Stage::new(lang).signed_in(None).at_review(unused(ConfigMap), 2);
        stage.wait(1_000).press("c").wait(1_000).press("dev").enter().wait(1_000).press("a");
        stage.started();
        let ids: Vec<_> = steps(&stage);
        stage.run(10, RunEventKind::StepStarted { step: ids[0].clone(), attempt: 1 });
        let step = Some(ids[0].clone());
        stage.run(
            222,
            RunEventKind::Call { step: step.clone(), call: fixture::call("eks", "UpdateClusterConfig", 200) },
        );
        for ms in [1_300, 3_300] {
            let call = fixture::call("eks", "DescribeUpdate", 200);
            stage.run(ms, RunEventKind::Call { step: step.clone(), call });
        }
        let watch = Watch::ClusterUpdate { id: fixture::line("0b7f676f-4a3c"), status: fixture::line("InProgress") };
        stage.run(3_301, RunEventKind::Watching { step: step.clone(), watch });
        stage.run(3_302, RunEventKind::Watching { step: None, watch: Watch::Nodes { ready: 3, all: 3 } });
        stage.wait(2_000);
        stage
    });
    pictures("run-asks", &[(80, 24), (120, 40), (60, 15)], |lang| {
        let mut stage = Stage::new(lang).signed_in(None).at_run(unused(ConfigMap), 1);
        let ids = steps(&stage);
        stage.run(10, RunEventKind::StepStarted { step: ids[0].clone(), attempt: 1 });
        stage.run(400, RunEventKind::StepEnded { step: ids[0].clone(), outcome: StepOutcome::Applied });
        stage.run(401, RunEventKind::AwaitingConsent { step: ids[1].clone() });
        stage
    });
    pictures("run-failed", &[(80, 24)], failed);
    pictures("run-rest", &[(80, 24)], |lang| {
        let mut stage = Stage::new(lang).signed_in(None).at_run(unused(ConfigMap), 1);
        let ids = steps(&stage);
        stage.run(10, RunEventKind::AwaitingConsent { step: ids[0].clone() });
        stage.wait(1_000).press("m");
        for id in ids {
            stage.run(20, RunEventKind::StepEnded { step: id, outcome: StepOutcome::Skipped });
        }
        stage.run(30, RunEventKind::Ended { end: RunEnd::Stopped });
        stage
    });
}

pub(super) fn failed(lang: Lang) -> Stage {
    let mut stage = Stage::new(lang).signed_in(None).at_run(unused(ConfigMap), 0);
    let ids = steps(&stage);
    stage.run(10, RunEventKind::StepStarted { step: ids[0].clone(), attempt: 1 });
    stage.run(400, RunEventKind::StepEnded { step: ids[0].clone(), outcome: StepOutcome::Applied });
    stage.run(401, RunEventKind::StepStarted { step: ids[1].clone(), attempt: 1 });
    stage.run(402, RunEventKind::StepStarted { step: ids[1].clone(), attempt: 2 });
    let reason = fixture::line("kubernetes patch roles: Forbidden: user platform-admin cannot patch roles");
    stage.run(900, RunEventKind::StepEnded { step: ids[1].clone(), outcome: StepOutcome::Failed { reason } });
    for id in &ids[2..] {
        stage.run(901, RunEventKind::StepEnded { step: id.clone(), outcome: StepOutcome::Skipped });
    }
    stage.run(902, RunEventKind::Ended { end: RunEnd::Failed });
    stage
}

pub(super) fn steps(stage: &Stage) -> Vec<emr_onramp::plan::StepId> {
    stage.screen.wizard().run.as_ref().unwrap().steps.iter().map(|step| step.id.clone()).collect()
}

pub(super) fn proved(lang: Lang, sandbox: Option<&str>) -> Stage {
    let mut stage = Stage::new(lang).signed_in(sandbox).at_run(unused(ConfigMap), 0);
    for id in steps(&stage) {
        stage.run(400, RunEventKind::StepEnded { step: id, outcome: StepOutcome::Applied });
    }
    stage.run(402, RunEventKind::Ended { end: RunEnd::Done });
    stage.run(403, RunEventKind::Proving);
    stage.run(900, RunEventKind::Proved { proof: fixture::proof(RuleSet::Eksctl) });
    stage
}

#[test]
fn proof() {
    pictures("proof", &SIZES, |lang| proved(lang, Some("fresh")));
    pictures("proof-fails", &[(80, 24)], |lang| {
        let mut stage = proved(lang, None);
        let mut proof = fixture::proof(RuleSet::Aws122);
        for cell in &mut proof.namespaces[0].cells {
            if cell.permission.resource == "secrets" {
                cell.after = Ok(false);
            }
            if cell.permission.verb == "deletecollection" {
                cell.after = Err(emr_onramp::domain::NotLooked::Denied { message: fixture::line("Forbidden") });
            }
        }
        stage.run(950, RunEventKind::Proved { proof });
        stage
    });
}

#[test]
fn overlays() {
    pictures("explain", &[(80, 24)], |lang| {
        let mut stage = Stage::new(lang).signed_in(None).at_methods(unused(ConfigMap));
        stage.press("x");
        stage
    });
    pictures("help", &[(80, 24)], |lang| {
        let mut stage = Stage::new(lang).signed_in(None).at_namespaces();
        stage.press("?");
        stage
    });
    pictures("leave", &[(80, 24)], |lang| {
        let mut stage = Stage::new(lang).signed_in(None).at_namespaces();
        stage.ctrl('c');
        stage
    });
}

#[test]
fn too_small() {
    pictures("too-small", &[(40, 8)], |lang| Stage::new(lang).signed_in(None));
}

#[test]
fn wide_letters_are_cut_between_letters() {
    pictures("wide-letters", &[(80, 24)], |lang| {
        let mut stage = Stage::new(lang).signed_in(Some("한국어세계")).at_clusters();
        let facts = emr_onramp::domain::ClusterFacts {
            status: emr_onramp::domain::cluster::ClusterStatus::Other(fixture::line("상태를알수없는클러스터")),
            ..fixture::cluster("proto-7", "eu-west-1", "1.30", ConfigMap)
        };
        let (region, name) = (fixture::region("eu-west-1"), fixture::cluster_name("proto-7"));
        stage.list(ListEvent::Described { region, name, facts: Ok(Box::new(facts)) });
        stage
    });
}
