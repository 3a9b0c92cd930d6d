//! The loop: what it takes in, hands over, gives away and ends with.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use emr_onramp::tui::{Console, Disconnected, Driver, EditorOutcome, Interrupt, TuiError, TuiExit, drive};
use emr_onramp::wizard::{Effect, Msg, PageId};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::behaviour::page;
use super::{ConfigMap, Lang, Stage, unused};

/// A terminal by hand: each poll answers the next of these, and nothing where they are used up.
#[derive(Default)]
struct Hand {
    events: VecDeque<Option<Event>>,
    interrupts: VecDeque<Option<Interrupt>>,
    panic: Option<String>,
    done: Vec<&'static str>,
}

impl Console for Hand {
    fn poll(&mut self, _: Duration) -> std::io::Result<Option<Event>> {
        Ok(self.events.pop_front().flatten())
    }
    fn interrupt(&mut self) -> Option<Interrupt> {
        self.interrupts.pop_front().flatten()
    }
    fn panicked(&mut self) -> Option<String> {
        self.panic.take()
    }
    fn copy(&mut self, _: &str) -> std::io::Result<()> {
        self.done.push("copy");
        Ok(())
    }
    fn edit(&mut self, _text: &str) -> std::io::Result<EditorOutcome> {
        Ok(EditorOutcome::None)
    }
    fn suspend(&mut self) -> std::io::Result<()> {
        self.done.push("suspend");
        Ok(())
    }
    fn retake(&mut self) -> std::io::Result<()> {
        self.done.push("retake");
        Ok(())
    }
}

#[derive(Clone, Default)]
struct Outside {
    sent: Rc<RefCell<Vec<Effect>>>,
    messages: Rc<RefCell<VecDeque<Msg>>>,
    is_gone: bool,
}

impl Driver for Outside {
    fn send(&mut self, effect: Effect) {
        self.sent.borrow_mut().push(effect);
    }
    fn receive(&mut self) -> Result<Option<Msg>, Disconnected> {
        if self.is_gone { Err(Disconnected) } else { Ok(self.messages.borrow_mut().pop_front()) }
    }
}

fn key(code: KeyCode) -> Option<Event> {
    Some(Event::Key(KeyEvent::new(code, KeyModifiers::NONE)))
}

fn run(stage: &mut Stage, hand: &mut Hand, outside: &mut Outside) -> Result<TuiExit, TuiError> {
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    drive(&mut stage.screen, &mut terminal, hand, outside, &|| Duration::from_secs(60))
}

#[test]
fn the_loop_drops_what_was_typed_before_the_plan_was_shown() {
    let mut stage = Stage::new(Lang::En).signed_in(None).at_fargate(unused(ConfigMap), 0);
    stage.wishes();
    let mut hand = Hand::default();
    // Enter makes the plan; an `a` is in the queue behind it already. What comes after the frame counts.
    hand.events.extend([key(KeyCode::Enter), key(KeyCode::Char('a')), None, None, key(KeyCode::Esc), None]);
    hand.interrupts.extend([None, None, None, None, Some(Interrupt::Leave(15))]);
    let mut outside = Outside::default();
    let exit = run(&mut stage, &mut hand, &mut outside).unwrap();
    assert_eq!(exit, TuiExit::Signal(15));
    assert!(!outside.sent.borrow().iter().any(|effect| matches!(effect, Effect::Apply { .. })));
    assert_eq!(page(&stage), PageId::Fargate, "the Esc that came later went back");
}

#[test]
fn the_loop_hands_effects_over_and_leaves_when_told() {
    let mut stage = Stage::new(Lang::En).signed_in(None);
    let mut hand = Hand::default();
    hand.events.extend([
        key(KeyCode::Down),
        key(KeyCode::Enter),
        key(KeyCode::Char('q')),
        None,
        key(KeyCode::Char('q')),
    ]);
    let mut outside = Outside::default();
    assert_eq!(run(&mut stage, &mut hand, &mut outside).unwrap(), TuiExit::Left);
    assert!(matches!(outside.sent.borrow()[..], [Effect::Identify { .. }]));
}

#[test]
fn the_loop_gives_the_terminal_away_and_takes_it_back() {
    let mut stage = Stage::new(Lang::En).signed_in(None);
    let mut hand = Hand::default();
    hand.events.push_back(Some(Event::Key(KeyEvent::new(KeyCode::Char('z'), KeyModifiers::CONTROL))));
    hand.interrupts.extend([None, Some(Interrupt::Suspend), Some(Interrupt::Continued), Some(Interrupt::Leave(1))]);
    let exit = run(&mut stage, &mut hand, &mut Outside::default()).unwrap();
    assert_eq!((exit, hand.done), (TuiExit::Signal(1), vec!["suspend", "suspend", "retake"]));
}

#[test]
fn an_interrupt_stops_a_run_first_waits_no_more_then_and_leaves_at_last() {
    let mut stage = Stage::new(Lang::En).signed_in(None).at_run(unused(ConfigMap), 0);
    let mut hand = Hand::default();
    hand.interrupts.extend([Some(Interrupt::Stop(2)), None, Some(Interrupt::Stop(2)), Some(Interrupt::Stop(2))]);
    let mut outside = Outside::default();
    assert_eq!(run(&mut stage, &mut hand, &mut outside).unwrap(), TuiExit::Signal(2));
    assert_eq!(outside.sent.borrow()[..], [Effect::StopRun, Effect::HurryRun]);
}

#[test]
fn the_loop_ends_with_a_panic_elsewhere_and_without_a_runtime() {
    let mut hand = Hand { panic: Some("thread 'runtime' panicked".to_owned()), ..Hand::default() };
    let ended = run(&mut Stage::new(Lang::En), &mut hand, &mut Outside::default());
    assert!(matches!(ended, Err(TuiError::Panicked(message)) if message.contains("runtime")));
    let mut gone = Outside { is_gone: true, ..Outside::default() };
    let ended = run(&mut Stage::new(Lang::En), &mut Hand::default(), &mut gone);
    assert!(matches!(ended, Err(TuiError::Disconnected(_))));
}
