//! The pane in which the text of aws-auth is edited.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use emr_onramp::domain::{Fact, Observed, VerbatimText};
use emr_onramp::tui::{EditorOutcome, Wish};
use emr_onramp::wizard::PageId;

use super::behaviour::page;
use super::pictures::{SIZES, pictures};
use super::{ConfigMap, Lang, Stage, unused};

const NODE: &str = "# Nodes: 노드가 여기로 들어옵니다.\n- rolearn: arn:aws:iam::111122223333:role/node\n  username: system:node:{{EC2PrivateDNSName}}\n  groups: [system:bootstrappers, system:nodes]\n";
const OWN: &str =
    "- rolearn: arn:aws:iam::111122223333:role/PlatformAdmin\n  username: admin\n  groups: [system:masters]\n";

fn present(text: &str) -> Observed {
    let mut observed = unused(ConfigMap);
    if let Fact::Seen { value, .. } = &mut observed.aws_auth {
        value.data.insert("mapRoles".to_owned(), VerbatimText::new(text));
    }
    observed
}

/// On the options of the manual method, with option 2 chosen.
fn chosen(lang: Lang) -> Stage {
    let mut stage = Stage::new(lang).signed_in(Some("fresh")).at_options(present(&format!("{NODE}{OWN}")), 1);
    stage.code(KeyCode::Down).code(KeyCode::Right);
    stage
}

fn open(lang: Lang) -> Stage {
    let mut stage = chosen(lang);
    stage.press("e");
    stage
}

/// To the first line of the text.
fn first_line(stage: &mut Stage) {
    stage.event(Event::Key(KeyEvent::new(KeyCode::Home, KeyModifiers::CONTROL)));
}

#[test]
fn pictures_of_the_pane() {
    pictures("options-text", &[(80, 24)], chosen);
    pictures("editor", &SIZES, |lang| {
        let mut stage = open(lang);
        stage.ctrl('n');
        stage
    });
    pictures("editor-trouble", &SIZES, |lang| {
        let mut stage = open(lang);
        stage.code(KeyCode::Down).code(KeyCode::End);
        stage.event(Event::Paste("\n\t\u{1b}x: 한국어".to_owned()));
        stage
    });
    pictures("editor-loses", &[(80, 24), (60, 15)], |lang| {
        let mut stage = open(lang);
        stage.ctrl('n');
        first_line(&mut stage);
        stage.code(KeyCode::Down).ctrl('k').ctrl('k').ctrl('k');
        stage
    });
    pictures("editor-wide", &[(80, 24)], |lang| {
        let mut stage = open(lang);
        stage.code(KeyCode::Down).code(KeyCode::End);
        stage.press(&format!(" # {}", "아주 긴 설명 ".repeat(8)));
        stage
    });
    pictures("review-edit", &[(80, 24)], |lang| {
        let mut stage = open(lang);
        stage.ctrl('n');
        first_line(&mut stage);
        stage.code(KeyCode::Down).ctrl('k').ctrl('k').ctrl('k').ctrl('s').enter().enter();
        stage
    });
}

#[test]
fn keys_are_text_in_the_pane_and_work_as_ever_outside() {
    let mut stage = open(Lang::En);
    stage.press("# qe?x").enter();
    assert_eq!(page(&stage), PageId::Options);
    assert!(stage.picture(80, 24).contains("# qe?x"));
    stage.code(KeyCode::F(1));
    assert!(stage.picture(120, 40).contains("Ctrl-S"), "the help tells the pane's keys");
    stage.code(KeyCode::Esc);
    assert!(stage.picture(80, 24).contains("# qe?x"), "back in the pane");
    stage.code(KeyCode::Esc);
    assert!(stage.picture(80, 24).contains("How is aws-auth edited?"));
    stage.code(KeyCode::Esc);
    assert_eq!(page(&stage), PageId::Method);
}

#[test]
fn only_a_text_that_would_do_is_taken() {
    let mut stage = open(Lang::En);
    stage.ctrl('s');
    let answers = |stage: &Stage| stage.screen.wizard().answers.aws_auth_text.clone();
    assert_eq!(answers(&stage), None, "EMR's entry is missing");
    assert!(stage.picture(80, 24).contains("EMR's entry is missing"), "still in the pane");
    stage.ctrl('n').ctrl('s');
    let taken = answers(&stage).unwrap();
    assert!(taken.text.exact().starts_with(&format!("{NODE}{OWN}")), "every other byte is there");
    assert!(stage.picture(80, 24).contains("edited: entries + 1"));
    // Opened again it is the text that was taken, with nothing to take back.
    stage.press("e");
    assert!(stage.picture(80, 24).contains("EKS reads 3 entries"));
    stage.ctrl('u');
    assert!(stage.picture(80, 24).contains("EKS reads 3 entries"));
}

#[test]
fn ones_own_editor_is_asked_for_and_its_text_is_one_edit() {
    let mut stage = open(Lang::En);
    stage.ctrl('o');
    let wanted = Wish::EditOutside(format!("{NODE}{OWN}"));
    assert!(stage.wishes().contains(&wanted));
    stage.screen.edited_outside(EditorOutcome::Edited(OWN.to_owned()));
    assert!(stage.picture(120, 40).contains("- arn:aws:iam::111122223333:role/node"));
    stage.ctrl('u');
    assert!(stage.picture(120, 40).contains("EKS reads 2 entries, as now"));
    for (outcome, said) in [
        (EditorOutcome::Failed, "ended with an error"),
        (EditorOutcome::Unchanged, "left the text as it was"),
        (EditorOutcome::None, "Neither VISUAL nor EDITOR"),
    ] {
        stage.screen.edited_outside(outcome);
        assert!(stage.picture(120, 40).contains(said));
        assert!(stage.picture(120, 40).contains("EKS reads 2 entries, as now"));
    }
}

#[test]
fn the_caret_is_where_the_next_letter_goes() {
    let mut stage = open(Lang::En);
    let caret = |stage: &Stage, size: (u16, u16)| stage.terminal(size.0, size.1).get_cursor_position().unwrap();
    let first = caret(&stage, (80, 24));
    stage.press("한");
    let wide = caret(&stage, (80, 24));
    assert_eq!((wide.x, wide.y), (first.x + 2, first.y));
    stage.code(KeyCode::Enter);
    let below = caret(&stage, (80, 24));
    assert_eq!((below.x, below.y), (first.x, first.y + 1));
    // In the least room, and at the end of a line that is wider than it.
    stage.press(&"wide ".repeat(40));
    for size in [(60, 15), (80, 24), (120, 40)] {
        let at = caret(&stage, size);
        assert!(at.x < size.0 && at.y < size.1, "{size:?}: {at:?}");
        assert!(stage.picture(size.0, size.1).contains("wide"), "{size:?}");
    }
}

#[test]
fn one_key_leads_to_the_trouble() {
    let mut stage = open(Lang::En);
    stage.code(KeyCode::Down).code(KeyCode::End);
    stage.event(Event::Paste("\n\t- x".to_owned()));
    first_line(&mut stage);
    assert!(stage.picture(80, 24).contains("line 1, column 1"));
    stage.ctrl('t');
    assert!(stage.picture(80, 24).lines().nth(3).unwrap().ends_with("line 3, column 1"), "{}", stage.picture(80, 24));
    stage.ctrl('u').ctrl('t');
    assert!(stage.picture(80, 24).contains("EKS reads 2 entries"), "nowhere to go");
}

#[test]
fn a_large_text_is_no_trouble() {
    let mut text = String::new();
    for n in 0..2_000 {
        text.push_str(&format!("- rolearn: arn:aws:iam::111122223333:role/r{n}\n  username: u{n}\n"));
    }
    let mut stage = Stage::new(Lang::En).signed_in(Some("fresh")).at_options(present(&format!("{OWN}{text}")), 1);
    stage.code(KeyCode::Down).code(KeyCode::Right).press("e");
    assert!(stage.picture(80, 24).contains("EKS reads 2001 entries, as now"));
    stage.code(KeyCode::PageDown).code(KeyCode::PageDown).press("#");
    assert!(stage.picture(80, 24).contains(" 21"));
}
