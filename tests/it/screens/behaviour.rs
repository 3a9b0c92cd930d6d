//! What keys do, and what they must not do.

use crossterm::event::{Event, KeyCode};
use emr_onramp::domain::Method;
use emr_onramp::plan::run::{Consent, RunEventKind, StepOutcome};
use emr_onramp::tui::{Wish, keymap};
use emr_onramp::wizard::{Answer, Effect, Msg, PageId, QuestionId};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::style::{Color, Modifier};

use super::pictures::{failed, proved, steps};
use super::{ApiAndConfigMap, ConfigMap, Lang, Stage, fixture, unused};

pub(super) fn page(stage: &Stage) -> PageId {
    stage.screen.wizard().page
}

fn applied(stage: &Stage) -> usize {
    stage.effects.iter().filter(|effect| matches!(effect, Effect::Apply { .. })).count()
}

fn consents(stage: &Stage) -> Vec<Consent> {
    let consent = |effect: &Effect| match effect {
        Effect::Consent { consent, .. } => Some(*consent),
        _ => None,
    };
    stage.effects.iter().filter_map(consent).collect()
}

#[test]
fn going_back_keeps_the_answers() {
    let mut stage = Stage::new(Lang::En).signed_in(None).at_review(unused(ConfigMap), 1);
    assert_eq!(page(&stage), PageId::Review);
    for wanted in [PageId::Fargate, PageId::Options, PageId::Method, PageId::Namespace, PageId::Cluster, PageId::SignIn]
    {
        let back = if wanted == PageId::Method { KeyCode::BackTab } else { KeyCode::Esc };
        stage.code(back);
        assert_eq!(page(&stage), wanted);
    }
    for wanted in [PageId::Cluster, PageId::Namespace, PageId::Method, PageId::Options, PageId::Fargate, PageId::Review]
    {
        stage.enter();
        assert_eq!(page(&stage), wanted);
        // Going on asks nothing of the outside a second time: the sign-in lists nothing anew either.
    }
    let answers = &stage.screen.wizard().answers;
    assert_eq!(answers.namespaces, [fixture::namespace("spark")]);
    assert_eq!(answers.method, Some(Method::Manual));
}

#[test]
fn a_filter_finds_and_enter_takes_what_is_found() {
    let mut stage = Stage::new(Lang::En).signed_in(None).at_clusters().listed();
    stage.press("/analy");
    assert!(stage.picture(80, 24).contains("> prod-analytics"));
    assert!(!stage.picture(80, 24).contains("prod-batch"));
    stage.enter();
    let cluster = stage.screen.wizard().answers.cluster.clone().unwrap();
    assert_eq!(cluster.name.as_str(), "prod-analytics");
}

#[test]
fn the_cursor_stays_on_its_row_while_rows_come_in() {
    let mut stage = Stage::new(Lang::En).signed_in(None).at_clusters();
    stage.code(KeyCode::Down).code(KeyCode::Down);
    assert!(stage.picture(80, 24).contains("> prod-batch"));
    let names = vec![fixture::cluster_name("aaa"), fixture::cluster_name("bbb")];
    stage.list(emr_onramp::wizard::ListEvent::Listed { region: fixture::region("us-east-1"), names, more: false });
    assert!(stage.picture(80, 24).contains("> prod-batch"));
}

#[test]
fn a_new_namespace_is_checked_while_it_is_typed() {
    let mut stage = Stage::new(Lang::En).signed_in(None).at_namespaces();
    stage.press("nNew");
    assert!(stage.picture(80, 24).contains("character 'N' at position 1"));
    stage.enter();
    assert_eq!(page(&stage), PageId::Namespace, "no name, no answer");
    for _ in 0..3 {
        stage.code(KeyCode::Backspace);
    }
    stage.press("new").enter();
    assert_eq!(stage.screen.wizard().answers.namespaces, [fixture::namespace("new")]);
}

#[test]
fn system_namespaces_cannot_be_taken() {
    let mut stage = Stage::new(Lang::En).signed_in(None).at_namespaces();
    for _ in 0..20 {
        stage.code(KeyCode::Down);
    }
    assert!(stage.picture(80, 24).contains(">     kube-system"));
    stage.enter();
    assert_eq!(page(&stage), PageId::Namespace);
    assert_eq!(stage.screen.wizard().answers.namespaces, []);
    assert!(stage.picture(80, 24).contains("--allow-system-namespace kube-system"));
}

#[test]
fn the_language_changes_at_once_and_everything_stays() {
    let mut stage = Stage::new(Lang::En).signed_in(None).at_clusters().listed();
    stage.press("/prod");
    let english = stage.picture(80, 24);
    stage.code(KeyCode::F(2));
    let korean = stage.picture(80, 24);
    assert!(korean.contains("어느 클러스터에서") && korean.contains("/ prod") && korean.contains("> prod-analytics"));
    stage.code(KeyCode::F(2));
    assert_eq!(stage.picture(80, 24), english);
}

fn one_way() -> Stage {
    let mut stage = Stage::new(Lang::En).signed_in(None).at_review(unused(ConfigMap), 2);
    stage.wait(1_000);
    stage
}

#[test]
fn a_one_way_plan_needs_the_clusters_name_typed() {
    let mut stage = one_way();
    stage.press("a").enter();
    assert_eq!(applied(&stage), 0, "no name, no run");
    stage.code(KeyCode::Esc).press("c").wait(1_000);
    stage.press("dex").enter();
    assert!(stage.picture(80, 24).contains("Type exactly: dev"));
    stage.code(KeyCode::Backspace).press("v").enter();
    stage.wait(1_000);
    assert_eq!(applied(&stage), 0, "the name alone starts nothing");
    stage.press("a");
    assert_eq!(applied(&stage), 1);
    assert_eq!(page(&stage), PageId::Run);
}

#[test]
fn pasted_text_confirms_nothing() {
    let mut stage = one_way();
    stage.press("c").wait(1_000);
    stage.event(Event::Paste("dev".to_owned()));
    stage.enter().wait(1_000).code(KeyCode::Esc).press("a");
    assert_eq!(applied(&stage), 0);
    assert_ne!(stage.screen.wizard().answers.one_way, Some(true));
}

/// A plan that puts permissions on the caller's role.
fn own_role() -> Stage {
    let mut stage = Stage::new(Lang::En).signed_in(None).at_options(unused(ApiAndConfigMap), 0);
    assert_eq!(stage.screen.wizard().answers.method, Some(Method::AccessEntry));
    stage.receive(Msg::Answered { question: QuestionId::CallerPermissions, answer: Answer::Text("attach".to_owned()) });
    stage.receive(Msg::AcceptPage);
    stage.receive(Msg::AcceptPage);
    stage
}

#[test]
fn permissions_on_the_own_role_need_its_name_typed_by_hand() {
    let mut stage = own_role();
    let role = stage.screen.wizard().role_to_type().unwrap().to_string();
    // Neither what was typed before the plan was looked at nor what is pasted counts.
    stage.press("c").press(&role).enter();
    assert_ne!(stage.screen.wizard().answers.own_role, Some(true), "typed ahead");
    stage.wait(1_000).code(KeyCode::Esc);
    assert!(stage.picture(80, 24).contains("YOUR OWN ROLE"));
    stage.press("a").enter();
    assert_eq!(applied(&stage), 0, "no name, no run");
    stage.code(KeyCode::Esc).press("c").wait(1_000);
    stage.event(Event::Paste(role.clone()));
    stage.enter().wait(1_000).code(KeyCode::Esc).press("a");
    assert_eq!(applied(&stage), 0, "pasted");
    stage.press("c").wait(1_000).press(&role).enter();
    stage.wait(1_000);
    assert_eq!(
        (applied(&stage), stage.screen.wizard().answers.own_role),
        (0, Some(true)),
        "the name alone starts nothing"
    );
    stage.press("a");
    assert_eq!((applied(&stage), page(&stage)), (1, PageId::Run));
}

#[test]
fn pasted_text_goes_into_other_fields() {
    let mut stage = Stage::new(Lang::En).signed_in(None).at_clusters().listed();
    stage.press("/");
    stage.event(Event::Paste("batch\n".to_owned()));
    assert!(stage.picture(80, 24).contains("> prod-batch"));
}

#[test]
fn keys_typed_ahead_approve_nothing() {
    let mut stage = Stage::new(Lang::En).signed_in(None).at_fargate(unused(ConfigMap), 0);
    // All in one moment: the plan was never looked at.
    stage.enter().press("a").press("a");
    assert_eq!(page(&stage), PageId::Review);
    assert_eq!(applied(&stage), 0);
    assert!(stage.wishes().contains(&Wish::DropTyped), "what is typed already is dropped with the first frame");
    // A key held down starts the quiet time anew each time.
    for _ in 0..50 {
        stage.wait(50).press("a");
    }
    assert_eq!(applied(&stage), 0);
    stage.wait(400).press("a");
    assert_eq!(applied(&stage), 1);
}

#[test]
fn enter_held_down_approves_nothing() {
    let mut stage = Stage::new(Lang::En).signed_in(None).at_options(unused(ConfigMap), 0);
    for _ in 0..100 {
        stage.wait(40).enter();
    }
    assert_eq!(page(&stage), PageId::Review);
    assert_eq!(applied(&stage), 0);
}

#[test]
fn the_name_is_asked_anew_for_another_plan() {
    let mut stage = one_way();
    stage.press("c").wait(1_000).press("dev").enter();
    assert!(stage.screen.context().can_approve);
    stage.code(KeyCode::Esc).enter().wait(1_000);
    assert!(stage.screen.context().must_type_name);
    stage.press("a");
    assert_eq!(applied(&stage), 0);
}

#[test]
fn the_manual_method_stops_before_each_step() {
    let mut stage = Stage::new(Lang::En).signed_in(None).at_run(unused(ConfigMap), 1);
    let ids = steps(&stage);
    stage.run(10, RunEventKind::AwaitingConsent { step: ids[0].clone() });
    assert!(stage.picture(80, 24).contains("Run this step now?"));
    stage.press("a");
    assert_eq!(consents(&stage), [], "too soon");
    stage.wait(1_000).press("a");
    assert_eq!(consents(&stage), [Consent::Yes]);
    stage.run(20, RunEventKind::StepEnded { step: ids[0].clone(), outcome: StepOutcome::Applied });
    stage.run(30, RunEventKind::AwaitingConsent { step: ids[1].clone() });
    // Held down from the step before.
    stage.wait(30).press("a").wait(30).press("a");
    assert_eq!(consents(&stage), [Consent::Yes]);
    stage.press("s");
    assert_eq!(consents(&stage), [Consent::Yes, Consent::Stop]);
}

#[test]
fn the_rest_can_be_had_as_commands_and_copied() {
    let mut stage = Stage::new(Lang::En).signed_in(Some("fresh")).at_run(unused(ConfigMap), 1);
    let ids = steps(&stage);
    stage.run(10, RunEventKind::AwaitingConsent { step: ids[0].clone() });
    stage.press("m");
    assert_eq!(consents(&stage), [Consent::RestAsCommands]);
    for id in ids {
        stage.run(20, RunEventKind::StepEnded { step: id, outcome: StepOutcome::Skipped });
    }
    stage.run(30, RunEventKind::Ended { end: emr_onramp::plan::run::RunEnd::Stopped });
    stage.wishes();
    stage.press("y");
    let Some(Wish::Copy(text)) = stage.wishes().pop() else {
        panic!("nothing was copied");
    };
    assert!(
        text.contains("# PRACTICE (sandbox fresh)")
            && text.contains(" apply --server-side")
            && text.contains("eksctl create")
    );
}

#[test]
fn ctrl_c_stops_a_run_after_its_step_then_after_its_call_and_then_leaves() {
    let mut stage = Stage::new(Lang::En).signed_in(None).at_run(unused(ConfigMap), 0);
    stage.ctrl('c');
    assert_eq!(stage.effects.last(), Some(&Effect::StopRun));
    stage.wishes();
    stage.ctrl('c');
    assert_eq!(stage.effects.last(), Some(&Effect::HurryRun));
    assert!(stage.picture(80, 24).contains("Not waiting for the step any longer"));
    assert_eq!(stage.wishes(), []);
    stage.ctrl('c');
    assert_eq!(stage.wishes(), [Wish::Leave]);
}

#[test]
fn a_run_that_failed_offers_a_new_plan() {
    let mut stage = failed(Lang::En);
    assert!(stage.picture(80, 24).contains("press r"));
    stage.press("r");
    assert_eq!(page(&stage), PageId::Review);
    assert!(matches!(stage.effects.last(), Some(Effect::Observe { .. })));
    stage.press("a");
    assert_eq!(applied(&stage), 1, "while it is read again there is nothing to approve");
}

#[test]
fn the_proof_says_how_to_do_it_again() {
    let mut stage = proved(Lang::En, Some("fresh"));
    assert_eq!(page(&stage), PageId::Proof);
    stage.wishes();
    stage.press("y");
    let again = "emr-onramp enable --sandbox fresh --region us-east-1 --cluster dev --namespace spark \
                 --method automatic --yes\n";
    assert_eq!(stage.wishes(), [Wish::Copy(again.to_owned())]);
}

#[test]
fn the_command_that_does_it_again_names_what_was_accepted() {
    let mut stage = one_way();
    stage.press("c").wait(1_000).press("dev").enter();
    let plan = &stage.screen.wizard().review.as_ref().unwrap().plan;
    assert_eq!(
        emr_onramp::plan::again::again(plan, None),
        "emr-onramp enable --region us-east-1 --cluster dev --namespace spark --virtual-cluster spark \
         --method access-entry --accept-one-way dev --yes"
    );
    let line = emr_onramp::domain::OutsideText::line;
    let mut label = emr_onramp::domain::SessionLabel {
        sandbox: Some(line("my world")),
        sandbox_state: None,
        credentials: line("sandbox"),
        endpoint_override: None,
        assumptions: Vec::new(),
    };
    let again = |label: &emr_onramp::domain::SessionLabel| emr_onramp::plan::again::again(plan, Some(label));
    assert!(again(&label).starts_with("emr-onramp enable --sandbox 'my world' --region "));
    label.sandbox_state = Some(line("kept/one"));
    assert!(again(&label).starts_with("emr-onramp enable --sandbox 'my world' --sandbox-state kept/one --region "));
}

#[test]
fn without_colour_the_selection_is_still_seen() {
    let stage = Stage::with(Lang::En, true).signed_in(Some("fresh")).at_namespaces();
    let buffer = stage.buffer(80, 24);
    let line = (0..24).find(|y| buffer[(1, *y)].symbol() == ">").expect("a row is marked");
    for x in 1..79 {
        assert!(buffer[(x, line)].modifier.contains(Modifier::REVERSED), "column {x}");
    }
    for cell in &buffer.content {
        assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset));
    }
}

#[test]
fn the_footer_shows_only_keys_that_work() {
    let stages = [
        Stage::new(Lang::En),
        Stage::new(Lang::En).signed_in(None),
        Stage::new(Lang::En).signed_in(None).at_clusters(),
        Stage::new(Lang::En).signed_in(None).at_namespaces(),
        Stage::new(Lang::En).signed_in(None).at_methods(unused(ConfigMap)),
        Stage::new(Lang::En).signed_in(None).at_options(unused(ApiAndConfigMap), 0),
        Stage::new(Lang::En).signed_in(None).at_review(unused(ConfigMap), 0),
        one_way(),
        failed(Lang::En),
        proved(Lang::En, None),
    ];
    for stage in stages {
        let context = stage.screen.context();
        let picture = stage.picture(200, 40);
        let footer = picture.lines().last().unwrap_or_default().to_owned();
        for binding in keymap::BINDINGS.iter().filter(|binding| !binding.shown.is_empty()) {
            let label = emr_onramp::text::Catalog::new(Lang::En).text(binding.label);
            let words = format!("{} {label}", binding.shown);
            let works = binding.keys.iter().any(|key| keymap::action(*key, &context) == Some(binding.action));
            let is_shown = footer.split("  ").any(|piece| piece.trim() == words);
            assert!(works || !is_shown, "{words:?} is shown and does nothing: {footer}");
        }
    }
}

#[test]
fn korean_letters_work_as_the_keys_they_are_on() {
    let mut stage = Stage::new(Lang::Ko).signed_in(None).at_methods(unused(ConfigMap));
    stage.press("ㅌ");
    assert!(stage.picture(80, 24).contains("방식: 자동"), "ㅌ explains");
    stage.code(KeyCode::Esc).press("ㅓ");
    assert!(stage.picture(80, 24).contains("> 수동"), "ㅓ moves down");
}

#[test]
fn the_caret_is_where_the_text_goes() {
    let mut stage = Stage::new(Lang::En).signed_in(None).at_clusters().listed();
    stage.press("/프로d");
    let mut terminal = stage.terminal(80, 24);
    let line = u16::try_from(stage.picture(80, 24).lines().position(|line| line.contains("/ 프로d")).unwrap()).unwrap();
    terminal.backend_mut().assert_cursor_position((1 + 2 + 5, line));
    let mut stage = one_way();
    stage.press("c").wait(1_000).press("de").code(KeyCode::Left);
    let mut terminal = stage.terminal(80, 24);
    let line = stage.picture(80, 24).lines().position(|line| line.contains("Cluster's name: de")).unwrap();
    terminal.backend_mut().assert_cursor_position((1 + 16 + 1, u16::try_from(line).unwrap()));
}

#[test]
fn no_size_and_no_page_makes_it_fail() {
    let mut asks = Stage::new(Lang::Ko).signed_in(None).at_run(unused(ConfigMap), 1);
    let first = steps(&asks)[0].clone();
    asks.run(10, RunEventKind::AwaitingConsent { step: first });
    let mut zoomed = one_way();
    zoomed.press("z");
    for stage in [
        asks,
        zoomed,
        Stage::new(Lang::Ko).signed_in(None).at_namespaces(),
        Stage::new(Lang::Ko).signed_in(None).at_options(unused(ApiAndConfigMap), 0),
        Stage::new(Lang::Ko).signed_in(Some("fresh")).at_clusters(),
        Stage::new(Lang::Ko).signed_in(None).at_methods(unused(ConfigMap)),
        one_way(),
        failed(Lang::Ko),
        proved(Lang::Ko, None),
    ] {
        for width in [1, 2, 59, 60, 61, 80, 95, 96, 99, 100, 300] {
            for height in [1, 2, 14, 15, 16, 19, 20, 21, 25, 26, 90] {
                stage.buffer(width, height);
            }
        }
        let mut terminal = Terminal::new(TestBackend::new(0, 0)).unwrap();
        terminal.draw(|frame| stage.screen.draw(frame)).unwrap();
    }
}

#[test]
fn a_page_that_cannot_be_left_leads_to_what_is_missing() {
    let world = unused(ConfigMap);
    let mut facts = crate::support::fargate::facts(&world);
    facts.profiles = fixture::seen(Vec::new());
    let mut stage = Stage::new(Lang::En).signed_in(None).at_fargate(world, 0);
    stage.fargate(facts);
    stage.press(" ").enter();
    assert_eq!(page(&stage), PageId::Fargate);
    let shown = stage.picture(80, 24);
    assert!(shown.contains("> [ ] subnet-0a11a22b33c44d551") && shown.contains("needs at least one subnet"), "{shown}");
    // What is missing keeps nobody from looking at the other questions first.
    stage.code(KeyCode::Up);
    assert!(stage.picture(80, 24).contains("> Name of the Fargate profile"));
    stage.code(KeyCode::Down).press(" ").code(KeyCode::Right).press(" ").enter();
    assert_eq!(page(&stage), PageId::Review);
    let wish = stage.screen.wizard().desired().unwrap().fargate.clone().unwrap();
    assert_eq!(wish.profile.unwrap().subnets.iter().count(), 2);
}
