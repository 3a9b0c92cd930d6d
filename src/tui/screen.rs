//! The whole screen as a value: events in, effects out, and a frame drawn of it. No terminal, no clock, no thread.

use std::cell::Cell;
use std::time::Duration;

use crate::domain::{Method, OutsideText, SessionLabel};
use crate::planner::MethodOutlook;
use crate::text::{Catalog, Lang};
use crate::wizard::{Effect, Load, Msg, PageId, Question, QuestionKind, StepState, Wizard};

use super::field::Field;
use super::page;
use super::theme::Theme;
use super::view::{ReviewTab, RunTab, View};

/// For how long after a question about something dangerous appears a word on it does not count. Each such key within
/// that time starts it anew, so that a key held down, or typed ahead over a slow line, never answers it.
const QUIET: Duration = Duration::from_millis(300);

/// What the screen wants of the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Leave for good.
    Leave,
    /// Hand the terminal back to the shell until it continues us.
    Suspend,
    /// Send a text to the terminal's clipboard.
    Copy(String),
    /// Let the person edit a text in an editor of their own.
    EditOutside(String),
    /// Draw every cell anew.
    Redraw,
    /// Drop what was typed before the frame that comes now.
    DropTyped,
}

/// The screen.
pub struct Screen {
    pub(super) wizard: Wizard,
    pub(super) view: View,
    pub(super) catalog: Catalog,
    pub(super) theme: Theme,
    /// The screen's clock: time since it opened.
    pub(super) now: Duration,
    /// When the wait that is shown began.
    pub(super) waiting_since: Option<Duration>,
    quiet_until: Duration,
    wishes: Vec<Wish>,
    is_changed: bool,
    /// The lines of a list that the last frame showed.
    pub(super) seen: Cell<(usize, usize)>,
    /// Whether rows came in since the lists were last put in order.
    is_stale: bool,
}

impl Screen {
    /// A screen over a wizard.
    pub fn new(wizard: Wizard, lang: Lang, no_color: bool) -> Self {
        let mut screen = Self {
            wizard,
            view: View::default(),
            catalog: Catalog::new(lang),
            theme: Theme::new(no_color),
            now: Duration::ZERO,
            waiting_since: None,
            quiet_until: Duration::ZERO,
            wishes: Vec::new(),
            is_changed: true,
            seen: Cell::default(),
            is_stale: false,
        };
        screen.enter_page();
        screen.refresh();
        screen
    }

    /// The wizard as it stands.
    pub fn wizard(&self) -> &Wizard {
        &self.wizard
    }

    /// Gives the wizard back.
    pub fn into_wizard(self) -> Wizard {
        self.wizard
    }

    /// The language in use.
    pub fn lang(&self) -> Lang {
        self.catalog.lang()
    }

    /// Tells the time since the screen opened, before each frame and each event. Answers whether something that shows time has to be drawn anew.
    pub fn tick(&mut self, now: Duration) -> bool {
        if std::mem::take(&mut self.is_stale) {
            self.refresh();
        }
        let before = self.now.as_millis() / 125;
        self.now = now;
        let moved = now.as_millis() / 125 != before;
        moved && (self.is_waiting() || self.is_running())
    }

    /// Whether anything changed since this was last asked.
    pub fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.is_changed)
    }

    /// Whether something is wanted of the terminal.
    pub fn has_wishes(&self) -> bool {
        !self.wishes.is_empty()
    }

    /// What is wanted of the terminal since this was last asked, in order.
    pub fn take_wishes(&mut self) -> Vec<Wish> {
        std::mem::take(&mut self.wishes)
    }

    /// Takes a message from outside in.
    pub fn receive(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            // These come by the thousand: the list is put in order once for all that came since the last frame.
            Msg::Clusters { .. } => (self.is_changed, self.is_stale) = (true, true),
            // No row comes or goes by these.
            Msg::LookedInto { .. } | Msg::Throttled { .. } | Msg::Answering { .. } => self.is_changed = true,
            _ => return self.send(msg),
        }
        self.wizard.update(msg)
    }

    /// Asks for what the rows of the last frame lack. Rows that nobody sees are not read one by one.
    pub fn look(&mut self) -> Vec<Effect> {
        let rows = page::namespace::lacking(self);
        if rows.is_empty() { Vec::new() } else { self.wizard.update(Msg::Seen(rows)) }
    }

    pub(super) fn wish(&mut self, wish: Wish) {
        self.wishes.push(wish);
    }

    pub(super) fn mark(&mut self) {
        self.is_changed = true;
    }

    pub(super) fn text(&self, key: &str) -> String {
        self.catalog.text(key)
    }

    /// Hands a message to the wizard and follows it.
    pub(super) fn send(&mut self, msg: Msg) -> Vec<Effect> {
        let page = self.wizard.page;
        let asked = self.wizard.sign_in_question();
        let awaiting = self.wizard.run.as_ref().and_then(|run| run.awaiting().cloned());
        let had_review = self.wizard.review.as_ref().map(|review| review.hash);
        let is_run = matches!(msg, Msg::Run(_));
        let effects = self.wizard.update(msg);
        self.is_changed = true;
        if is_run || self.view.run.seen.is_none() {
            self.view.run.seen = self.wizard.run.as_ref().map(|run| (self.now, run.elapsed_ms));
        }
        if self.wizard.page != page {
            self.enter_page();
        } else if self.wizard.sign_in_question() != asked {
            self.enter_sign_in();
        }
        let awaits = self.wizard.run.as_ref().and_then(|run| run.awaiting().cloned());
        let has_review = self.wizard.review.as_ref().map(|review| review.hash);
        if has_review != had_review {
            self.enter_review();
        }
        if awaits != awaiting || is_run && self.is_over() {
            self.enter_step();
        }
        let asks_anew = awaits.is_some() && awaits != awaiting;
        // Going on fast is fine elsewhere; here a plan or a step asks for a word that is meant for it.
        if has_review != had_review || asks_anew || self.wizard.page != page && self.wizard.page == PageId::Review {
            self.ask_for_quiet();
            self.wish(Wish::DropTyped);
        }
        self.refresh();
        effects
    }

    /// From now on a word on something dangerous counts only after a quiet time.
    pub(super) fn ask_for_quiet(&mut self) {
        self.quiet_until = self.now + QUIET;
    }

    /// Whether a word on something dangerous counts now. If not, the quiet time starts anew.
    pub(super) fn is_quiet(&mut self) -> bool {
        let is_quiet = self.now >= self.quiet_until;
        if !is_quiet {
            self.ask_for_quiet();
        }
        is_quiet
    }

    fn enter_page(&mut self) {
        self.view.notice = None;
        self.view.overlay = None;
        self.waiting_since = None;
        match self.wizard.page {
            PageId::SignIn => self.enter_sign_in(),
            PageId::Cluster => self.view.clusters = self.view.clusters.anew(),
            PageId::Namespace => {
                let same = self.view.namespaces.anew();
                // Another cluster's namespaces have nothing to do with what was typed here.
                let stays = self.wizard.namespaces.ready().is_some();
                self.view.namespaces = if stays { same } else { super::view::ListView::default() };
                if self.view.namespaces.marks.is_empty() {
                    self.view.namespaces.marks = page::namespace::chosen_before(self);
                }
            }
            PageId::Method => self.view.method = usize::MAX,
            PageId::Options | PageId::Fargate => {
                self.view.editor.is_open = false;
                self.view.option = 0;
                self.view.option_item = 0;
                self.load_option_field();
            }
            PageId::Review => self.enter_review(),
            PageId::Run => self.view.run = super::view::RunPane::default(),
            PageId::Proof => self.view.proof_scroll = 0,
        }
    }

    /// The cursor starts at what is chosen already; a code is typed anew.
    fn enter_sign_in(&mut self) {
        self.view.sign_in = page::sign_in::first(self);
        self.view.regions.clear();
        self.view.code.clear();
    }

    /// A plan that was not shown before starts at its first row, with nothing typed.
    fn enter_review(&mut self) {
        let is_blocked = self.wizard.review.as_ref().is_some_and(crate::planner::Review::is_blocked);
        let tab = if is_blocked { ReviewTab::Findings } else { ReviewTab::Diff };
        self.view.review = super::view::ReviewView { tab, ..Default::default() };
    }

    /// The run came to a stop before a step, went on, or ended: the pane shows what matters now.
    fn enter_step(&mut self) {
        let tabs = page::run::tabs(self);
        self.view.run.tab = tabs.first().copied().unwrap_or(RunTab::Log);
        self.view.run.scroll = None;
        self.view.run.cursor = None;
    }

    /// Brings what depends on the wizard's lists up to date.
    pub(super) fn refresh(&mut self) {
        match self.wizard.page {
            PageId::Cluster => page::cluster::refresh(self),
            PageId::Namespace => page::namespace::refresh(self),
            _ => {}
        }
        if self.wizard.page == PageId::Method && self.view.method == usize::MAX {
            self.view.method = self.default_method().unwrap_or(usize::MAX);
        }
        let options = self.options().len();
        self.view.option = self.view.option.min(options.saturating_sub(1));
        match (self.is_waiting(), self.waiting_since) {
            (true, None) => self.waiting_since = Some(self.now),
            (false, Some(_)) => self.waiting_since = None,
            _ => {}
        }
    }

    /// Where the cursor starts among the cards; none before they are there.
    fn default_method(&self) -> Option<usize> {
        let outlooks = &self.wizard.outlooks;
        let chosen = self.wizard.answers.method.or(self.wizard.preset().method);
        let at = |wanted: &dyn Fn(&MethodOutlook) -> bool| outlooks.iter().position(wanted);
        let chosen = chosen.and_then(|method: Method| at(&|outlook| outlook.method == method));
        chosen.or_else(|| at(&|o| o.recommended.is_some())).or_else(|| at(&|o| o.blockers.is_empty()))
    }

    /// The card under the cursor.
    pub(super) fn outlook(&self) -> Option<&MethodOutlook> {
        self.wizard.outlooks.get(self.view.method)
    }

    /// The questions of a page that shows all of them; empty on other pages.
    pub(super) fn options(&self) -> Vec<Question> {
        let page = self.wizard.page;
        if page.is_form() { self.wizard.questions_on(page) } else { Vec::new() }
    }

    /// The question under the cursor of the options page.
    pub(super) fn option(&self) -> Option<Question> {
        self.options().into_iter().nth(self.view.option)
    }

    /// Fills the options page's field from the answer.
    pub(super) fn load_option_field(&mut self) {
        let text = match self.option().map(|question| question.kind) {
            Some(QuestionKind::Text { default }) => Some(default),
            _ => None,
        };
        self.view.option_field = Field::with(&text.unwrap_or_default());
    }

    /// Whether the page in front waits for an answer from outside.
    pub(super) fn is_waiting(&self) -> bool {
        let wizard = &self.wizard;
        match wizard.page {
            PageId::SignIn => matches!(wizard.session, Load::Idle | Load::Loading(_)),
            PageId::Cluster => !wizard.clusters.is_done || wizard.lookup.is_some(),
            PageId::Namespace => wizard.namespaces.is_loading() || wizard.cluster.is_loading(),
            PageId::Method | PageId::Review => wizard.observed.is_loading(),
            PageId::Options | PageId::Proof => false,
            PageId::Fargate => wizard.looks_at_fargate(),
            PageId::Run => self.is_running(),
        }
    }

    /// Whether a run is under way.
    pub(super) fn is_running(&self) -> bool {
        self.wizard.run.as_ref().is_some_and(|run| !run.is_over())
    }

    /// Whether a run is over.
    pub(super) fn is_over(&self) -> bool {
        self.wizard.run.as_ref().is_some_and(crate::wizard::RunView::is_over)
    }

    /// The run's clock, going on between events.
    pub(super) fn run_ms(&self) -> u64 {
        let Some(run) = &self.wizard.run else {
            return 0;
        };
        match self.view.run.seen {
            Some((seen, elapsed)) if self.is_running() => {
                let since = self.now.saturating_sub(seen).as_millis();
                elapsed.saturating_add(u64::try_from(since).unwrap_or(u64::MAX))
            }
            _ => run.elapsed_ms,
        }
    }

    /// The step that the run page shows: the chosen one, else the awaited, running, failed or last one.
    pub(super) fn run_cursor(&self) -> usize {
        let Some(run) = &self.wizard.run else {
            return 0;
        };
        let last = run.steps.len().saturating_sub(1);
        if let Some(chosen) = self.view.run.cursor {
            return chosen.min(last);
        }
        let at = |wanted: &dyn Fn(&StepState) -> bool| run.steps.iter().position(|step| wanted(&step.state));
        at(&|s| matches!(s, StepState::Awaiting | StepState::Running { .. }))
            .or_else(|| at(&|s| matches!(s, StepState::Ended { outcome, .. } if !outcome.is_good())))
            .or_else(|| at(&|s| matches!(s, StepState::Pending)))
            .unwrap_or(last)
    }

    /// The world's name in a practice session.
    pub(super) fn sandbox(&self) -> Option<&OutsideText> {
        self.session_label().and_then(|label| label.sandbox.as_ref())
    }

    /// What the session is called, once there is one.
    pub(super) fn session_label(&self) -> Option<&SessionLabel> {
        self.wizard.session.ready().map(|session| &session.label)
    }

    /// A frame of the spinner. Plain ASCII, so that every font has it.
    pub(super) fn spinner(&self) -> &'static str {
        const FRAMES: [&str; 4] = ["|", "/", "-", "\\"];
        let at = usize::try_from(self.now.as_millis() / 125).unwrap_or(0);
        FRAMES[at % FRAMES.len()]
    }
}
