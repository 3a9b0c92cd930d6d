//! Every page of the full screen, with hostile text in everything that it is told.

use std::collections::BTreeSet;

use crossterm::event::{Event, KeyCode};
use emr_onramp::domain::cluster::ClusterStatus;
use emr_onramp::domain::observed::{NamespaceRow, Observed};
use emr_onramp::domain::rbac::RuleSet;
use emr_onramp::domain::sign_in::{
    CredentialPlace, DeviceCode, EndpointOverride, LookedAt, ProcessFailure, ProfileKind, ProfileRow, SignInNote,
};
use emr_onramp::domain::{
    AuthenticationMode, ClusterFacts, NotLooked, OutsideText, PortErrorKind, RecordTrouble, SignInFacts,
    SignInObstacle, Unreached,
};
use emr_onramp::plan::proof::{Check, Proof, Verdict};
use emr_onramp::plan::run::{Found, RunEnd, RunEventKind, StepOutcome, Watch};
use emr_onramp::text::Lang;
use emr_onramp::tui::Wish;
use emr_onramp::wizard::{Effect, ListEvent, Msg, PageId, RequestId};

use super::payload::{PAYLOADS, all, is_bad, marked};
use super::plant::everywhere;
use crate::support::fixture::{self, seen};
use crate::support::stage::Stage;

/// Far wider and higher than usual, what most people have, and as small as it gets.
const SIZES: [(u16, u16); 3] = [(240, 80), (80, 24), (60, 15)];

/// The pages that were looked at.
#[derive(Default)]
struct Gallery {
    pages: BTreeSet<PageId>,
    escaped: usize,
}

impl Gallery {
    /// Fails where a cell holds what no terminal may be given, or where something between its marks was left out.
    #[track_caller]
    fn look(&mut self, payload: &str, stage: &Stage) {
        self.pages.insert(stage.screen.wizard().page);
        for (width, height) in SIZES {
            let buffer = stage.buffer(width, height);
            let bad = buffer.content.iter().find(|cell| cell.symbol().contains(is_bad));
            assert!(bad.is_none(), "{bad:?} came out\n{}", stage.picture(width, height));
            let picture = stage.picture(width, height);
            let silent: String = payload.chars().filter(|c| !is_bad(*c) && *c != '\n' && *c != '\t').collect();
            let is_all_bad = payload.chars().all(is_bad);
            let is_dropped = is_all_bad && picture.contains(&format!("<{silent}>"));
            assert!(!is_dropped, "{payload:?} was dropped, not cleaned\n{picture}");
            self.escaped += picture.matches("\\u{").count();
        }
    }

    /// The same with everything that lies over a page, and with what can be copied from it.
    #[track_caller]
    fn look_around(&mut self, payload: &str, stage: &mut Stage) {
        self.look(payload, stage);
        // Each of these closes what it opened.
        for key in ['x', 'z', '?'] {
            stage.code(KeyCode::Char(key));
            self.look(payload, stage);
            stage.code(KeyCode::Char(key));
        }
        stage.code(KeyCode::Char('y'));
        for wish in stage.wishes() {
            if let Wish::Copy(text) = wish {
                assert!(!text.contains(is_bad), "{payload:?} would be copied: {text:?}");
            }
        }
    }
}

fn line(text: &str) -> OutsideText {
    OutsideText::line(text)
}

/// What was seen of the cluster, with the text in every field that takes it.
fn observed(mode: AuthenticationMode, payload: &str) -> Observed {
    let mut plain = fixture::observed(mode);
    let facts = crate::support::fargate::facts(&plain);
    plain.fargate = Some(facts);
    plain.namespaces.values_mut().for_each(|facts| {
        if let Some(object) = facts.object.seen() {
            let mut meta = object.meta.clone();
            meta.managers = vec![line("argocd")];
            meta.marks = vec![line("argocd.argoproj.io/tracking-id=x")];
            facts.object = seen(emr_onramp::domain::observed::NamespaceObject { meta });
        }
    });
    let (mut hostile, places) = everywhere(&plain, payload);
    assert!(places.len() > 60, "{places:?}");
    // These decide where the wizard leads, so they stay.
    hostile.caller.account = plain.caller.account;
    hostile.rights = plain.rights;
    hostile.kube_system_uid = plain.kube_system_uid;
    hostile.cluster.status = ClusterStatus::Active;
    hostile
}

fn cluster(mode: AuthenticationMode, payload: &str) -> ClusterFacts {
    ClusterFacts { status: ClusterStatus::Other(line(payload)), ..observed(mode, payload).cluster }
}

fn error(payload: &str) -> emr_onramp::domain::PortError {
    let (error, places) = everywhere(&fixture::denied("eks", "ListClusters"), payload);
    assert_eq!(places.len(), 5);
    error
}

fn settings(payload: &str) -> SignInFacts {
    let text = line(payload);
    let kinds = [ProfileKind::Keys, ProfileKind::Sso, ProfileKind::Role, ProfileKind::Process];
    let row = |kind| ProfileRow { name: text.clone(), kind, detail: Some(text.clone()), region: Some(text.clone()) };
    SignInFacts {
        profiles: kinds.map(row).to_vec(),
        profile: Some(text.clone()),
        notes: vec![
            SignInNote::KeysWin { profile: text.clone() },
            SignInNote::ProfileWins { profile: text.clone() },
            SignInNote::RoleTrimmed { role: text.clone() },
            SignInNote::Role { role: text.clone() },
            SignInNote::Process { command: text.clone() },
            SignInNote::Proxy { variable: "HTTPS_PROXY", shown: text.clone() },
            SignInNote::CaBundle { path: text },
        ],
    }
}

fn obstacles(payload: &str) -> Vec<SignInObstacle> {
    let text = || line(payload);
    let foreign = EndpointOverride { service: "eks", url: text(), host: text(), is_loopback: false };
    let role = payload.parse::<emr_onramp::domain::RoleArn>().unwrap_err();
    vec![
        SignInObstacle::UnknownProfile { given: text(), known: vec![text(), text()] },
        SignInObstacle::BadRegion { given: text() },
        SignInObstacle::NoCredentials {
            looked: vec![(CredentialPlace::Container, LookedAt::Failed { message: text() })],
        },
        SignInObstacle::MfaCode { role: text(), serial: text(), refused: Some(text()) },
        SignInObstacle::SsoSession { profile: text(), start_url: text() },
        SignInObstacle::LoginSession { profile: text() },
        SignInObstacle::Process {
            profile: text(),
            command: text(),
            why: ProcessFailure::NotFound,
            said: vec![text(), text()],
        },
        SignInObstacle::ForeignEndpoint { overrides: vec![foreign] },
        SignInObstacle::BadEndpoint { service: "eks", given: text() },
        SignInObstacle::BadProxy { variable: "HTTPS_PROXY", given: text() },
        SignInObstacle::BadCaBundle { path: text(), why: text() },
        SignInObstacle::BadRole { profile: text(), error: Box::new(role) },
        SignInObstacle::BadSettings { message: text() },
    ]
}

fn sign_in(payload: &str, lang: Lang, gallery: &mut Gallery) {
    for obstacle in obstacles(payload) {
        let mut stage = Stage::new(lang);
        let request = RequestId(1);
        stage.receive(Msg::Settings { request, facts: Box::new(settings(payload)) });
        stage.receive(Msg::Obstructed { request, obstacle: Box::new(obstacle) });
        gallery.look_around(payload, &mut stage);
        stage.code(KeyCode::Down).enter();
        gallery.look(payload, &stage);
    }
    let mut stage = Stage::new(lang);
    stage.receive(Msg::Identified { request: RequestId(1), result: Err(error(payload)) });
    gallery.look_around(payload, &mut stage);
    let mut stage = Stage::new(lang);
    let text = || line(payload);
    let device = DeviceCode { code: text(), url: text(), complete_url: Some(text()), minutes: 10 };
    let expired = SignInObstacle::SsoSession { profile: text(), start_url: text() };
    stage.receive(Msg::Obstructed { request: RequestId(1), obstacle: Box::new(expired) });
    stage.enter();
    stage.receive(Msg::Device { request: RequestId(2), device });
    gallery.look(payload, &stage);
    gallery.look_around(payload, &mut session(payload, lang));
}

fn session(payload: &str, lang: Lang) -> Stage {
    let mut stage = Stage::new(lang);
    stage.receive(Msg::Settings { request: RequestId(1), facts: Box::new(settings(payload)) });
    let mut session = fixture::session(None);
    session.caller = everywhere(&session.caller, payload).0;
    session.caller.account = fixture::caller().account;
    session.label = everywhere(&session.label, payload).0;
    session.label.endpoint_override = Some(line(payload));
    session.label.assumptions = vec![line(payload)];
    stage.identify(session);
    stage
}

fn clusters(payload: &str, lang: Lang, gallery: &mut Gallery) -> Stage {
    let mut stage = session(payload, lang);
    stage.enter();
    let region = fixture::region("us-east-1");
    let name = fixture::cluster_name("dev");
    stage.list(ListEvent::Listed { region: region.clone(), names: vec![name.clone()], more: false });
    stage.list(ListEvent::RegionFailed { region: fixture::region("eu-west-1"), error: error(payload) });
    gallery.look_around(payload, &mut stage);
    stage.list(ListEvent::Described { region: region.clone(), name: name.clone(), facts: Err(error(payload)) });
    gallery.look(payload, &stage);
    let facts = Ok(Box::new(cluster(AuthenticationMode::ConfigMap, payload)));
    stage.list(ListEvent::Described { region, name, facts });
    stage.list(ListEvent::Done);
    stage.event(Event::Paste(payload.to_owned()));
    stage.press("/");
    stage.event(Event::Paste(payload.to_owned()));
    gallery.look(payload, &stage);
    close(&mut stage, PageId::Cluster);
    gallery.look_around(payload, &mut stage);
    stage
}

/// Closes what takes text; where nothing did, Escape leads back and Enter here again.
fn close(stage: &mut Stage, page: PageId) {
    stage.code(KeyCode::Esc);
    if stage.screen.wizard().page != page {
        stage.enter();
    }
    assert_eq!(stage.screen.wizard().page, page);
}

fn namespaces(payload: &str, lang: Lang, gallery: &mut Gallery) -> Stage {
    let mut failed = clusters(payload, lang, gallery);
    failed.enter();
    let request = last_request(&failed);
    let cluster = Ok(Box::new(cluster(AuthenticationMode::ConfigMap, payload)));
    failed.receive(Msg::Namespaces { request, cluster, namespaces: Err(error(payload)) });
    gallery.look_around(payload, &mut failed);
    let mut stage = Stage::new(lang).signed_in(None).at_clusters().listed();
    stage.enter();
    let row = |mut row: NamespaceRow| {
        row.virtual_cluster = row.virtual_cluster.map(|found| everywhere(&found, payload).0);
        row
    };
    stage.namespaces(fixture::namespace_rows().into_iter().map(row).collect());
    stage.receive(Msg::Throttled { service: payload.to_owned(), next_try: 2 });
    gallery.look_around(payload, &mut stage);
    stage.press("n");
    stage.event(Event::Paste(payload.to_owned()));
    gallery.look(payload, &stage);
    close(&mut stage, PageId::Namespace);
    stage
}

fn last_request(stage: &Stage) -> RequestId {
    let asked = stage.effects.iter().rev().find_map(|effect| match effect {
        Effect::ListNamespaces { request, .. } => Some(*request),
        _ => None,
    });
    asked.unwrap_or_else(|| panic!("namespaces were not asked for\n{}", stage.picture(100, 40)))
}

/// From the method to the review, each tab of it.
fn plan(payload: &str, lang: Lang, mode: AuthenticationMode, right: usize, gallery: &mut Gallery) {
    let mut stage = namespaces(payload, lang, &mut Gallery::default());
    stage.enter();
    stage.observe(observed(mode, payload));
    gallery.look_around(payload, &mut stage);
    for _ in 0..right {
        stage.code(KeyCode::Right);
    }
    gallery.look(payload, &stage);
    stage.enter();
    gallery.look_around(payload, &mut stage);
    stage.enter();
    if stage.screen.wizard().page == PageId::Fargate {
        let world = fixture::observed(mode);
        let (facts, _) = everywhere(&crate::support::fargate::facts(&world), payload);
        if stage.effects.iter().any(|effect| matches!(effect, Effect::LookAtFargate { .. })) {
            stage.fargate(facts);
        }
        stage.press(" ").code(KeyCode::Down);
        for _ in 0..6 {
            gallery.look(payload, &stage);
            stage.code(KeyCode::Down).press(" ");
        }
        gallery.look_around(payload, &mut stage);
        for _ in 0..8 {
            stage.code(KeyCode::Up);
        }
        stage.press(" ").enter();
    }
    for _ in 0..7 {
        gallery.look_around(payload, &mut stage);
        for _ in 0..6 {
            stage.code(KeyCode::Down);
            gallery.look(payload, &stage);
        }
        stage.code(KeyCode::Right);
    }
}

/// What a run can tell.
fn watches(payload: &str) -> Vec<Watch> {
    let text = || line(payload);
    let plain = vec![
        Watch::ClusterUpdate { id: text(), status: text() },
        Watch::OtherUpdate { id: text(), kind: text(), status: text() },
        Watch::UpdateEnded {
            id: text(),
            status: text(),
            errors: vec![text()],
            cluster: text(),
            mode: AuthenticationMode::ConfigMap,
        },
        Watch::StillRefused { role: text(), seen: text() },
        Watch::VirtualCluster { namespace: text(), state: text() },
        Watch::FargateProfile { name: text(), status: text() },
        Watch::FargateProfileFailed { name: text(), status: text(), issues: vec![text()] },
        Watch::SubnetRefused { subnet: "subnet-0a11a22b33c44d551".parse().unwrap(), seen: text() },
        Watch::RoleUnseen { role: text() },
        Watch::Propagation { seen: text() },
        Watch::LockedOut {
            principal: Some(text()),
            mode: AuthenticationMode::ApiAndConfigMap,
            commands: vec![payload.to_owned()],
        },
    ];
    plain.into_iter().map(|watch| everywhere(&watch, payload).0).collect()
}

fn proof(payload: &str) -> Proof {
    let text = || line(payload);
    let mut proof = fixture::proof(RuleSet::Eksctl);
    let message = text();
    proof.namespaces[0].cells[0].after = Err(NotLooked::Denied { message });
    proof.verdicts.extend([
        Verdict::Fails { check: "aws-auth".to_owned(), seen: text() },
        Verdict::NotLooked { check: "nodes".to_owned(), why: NotLooked::Failed { message: text() } },
        Verdict::Unconfirmed { check: payload.to_owned(), seen: text() },
        Verdict::Assumed { assumption: text() },
        Verdict::Holds(Check::AccessEntry { username: text(), namespaces: vec![text()] }),
        Verdict::Holds(Check::VirtualCluster { id: text(), namespace: text(), state: text(), integrated: true }),
        Verdict::Holds(Check::ExecutionRole { arn: text(), verdict: text() }),
        Verdict::Holds(Check::Kubelet { through: text(), username: text() }),
    ]);
    everywhere(&proof, payload).0
}

/// The run and its proof, with everything that can be told of it.
fn run(payload: &str, lang: Lang, gallery: &mut Gallery) {
    let text = || line(payload);
    let why = |message: OutsideText| NotLooked::Unreachable { how: Unreached::default(), message };
    let outcomes = [
        StepOutcome::Failed { reason: text() },
        StepOutcome::Unknown { reason: text() },
        StepOutcome::Drifted {
            seen: text(),
            found: Some(Box::new(Found { now: Some(serde_json::json!({payload: payload})), is_other: true })),
        },
    ];
    for outcome in outcomes {
        let mut stage = Stage::new(lang).signed_in(None).at_run(fixture::unused(AuthenticationMode::ConfigMap), 0);
        let steps: Vec<_> =
            stage.screen.wizard().run.as_ref().unwrap().steps.iter().map(|step| step.id.clone()).collect();
        let step = Some(steps[0].clone());
        stage.run(10, RunEventKind::StepStarted { step: steps[0].clone(), attempt: 1 });
        for watch in watches(payload) {
            stage.run(20, RunEventKind::Watching { step: step.clone(), watch: watch.clone() });
            gallery.look(payload, &stage);
            stage.run(21, RunEventKind::Watching { step: None, watch });
        }
        let (call, _) = everywhere(&fixture::call("iam", "PutRolePolicy", 409), payload);
        stage.run(30, RunEventKind::Call { step: step.clone(), call });
        gallery.look_around(payload, &mut stage);
        stage.code(KeyCode::Tab);
        gallery.look_around(payload, &mut stage);
        stage.run(40, RunEventKind::StepEnded { step: steps[0].clone(), outcome });
        gallery.look_around(payload, &mut stage);
        for key in [KeyCode::Right, KeyCode::Tab, KeyCode::Tab] {
            stage.code(key);
            gallery.look(payload, &stage);
        }
        stage.run(50, RunEventKind::Ended { end: RunEnd::Done });
        stage.run(51, RunEventKind::Proving);
        let mut proof = proof(payload);
        proof.verdicts.push(Verdict::NotLooked { check: "own-access".to_owned(), why: why(text()) });
        stage.run(60, RunEventKind::Proved { proof });
        gallery.look_around(payload, &mut stage);
    }
    let troubles = [
        RecordTrouble::Refused { path: text(), what: text() },
        RecordTrouble::Foreign { path: text() },
        RecordTrouble::Damaged { path: text(), what: text() },
        RecordTrouble::Busy { cluster: Box::new(fixture::observed(AuthenticationMode::Api).cluster.arn), run: text() },
    ];
    for trouble in troubles {
        let mut stage = Stage::new(lang).signed_in(None).at_review(fixture::unused(AuthenticationMode::ConfigMap), 0);
        stage.wait(2_000).press("a");
        stage.receive(Msg::NotBegun(Box::new(trouble)));
        gallery.look_around(payload, &mut stage);
    }
}

fn every_page(payload: &str, lang: Lang) -> Gallery {
    let mut gallery = Gallery::default();
    sign_in(payload, lang, &mut gallery);
    for (mode, right) in [
        (AuthenticationMode::ConfigMap, 0),
        (AuthenticationMode::ConfigMap, 1),
        (AuthenticationMode::ApiAndConfigMap, 2),
    ] {
        namespaces(payload, lang, &mut gallery);
        plan(payload, lang, mode, right, &mut gallery);
    }
    run(payload, lang, &mut gallery);
    gallery
}

fn is_whole(gallery: &Gallery) -> bool {
    // Every page was reached, or it would prove nothing.
    gallery.pages.len() == 9
}

#[test]
fn all_payloads_at_once_on_every_page() {
    let gallery = every_page(&all(), Lang::En);
    assert!(is_whole(&gallery), "{:?}", gallery.pages);
    assert!(gallery.escaped > 1_000, "{}", gallery.escaped);
}

/// Each alone, in one language after the other, and all at once in the other one.
#[test]
#[ignore = "long"]
fn each_payload_on_every_page() {
    assert!(is_whole(&every_page(&all(), Lang::Ko)));
    for (index, (_, payload)) in PAYLOADS.iter().enumerate() {
        let gallery = every_page(&marked(payload), Lang::ALL[index % 2]);
        assert!(is_whole(&gallery), "{:?}", gallery.pages);
    }
}

/// The kinds of failed calls have words of their own.
#[test]
fn every_kind_of_failure_in_hostile_words() {
    let kinds = [
        PortErrorKind::Denied,
        PortErrorKind::Unauthenticated,
        PortErrorKind::NotFound,
        PortErrorKind::Conflict,
        PortErrorKind::AlreadyExists,
        PortErrorKind::Throttled,
        PortErrorKind::Invalid,
        PortErrorKind::Unreachable,
        PortErrorKind::Unknown,
        PortErrorKind::Unexpected,
    ];
    let payload = all();
    let mut gallery = Gallery::default();
    for kind in kinds {
        let mut stage = Stage::new(Lang::En);
        let error = emr_onramp::domain::PortError { kind, ..error(&payload) };
        stage.receive(Msg::Identified { request: RequestId(1), result: Err(error) });
        gallery.look_around(&payload, &mut stage);
    }
    assert!(gallery.escaped > 0);
}
