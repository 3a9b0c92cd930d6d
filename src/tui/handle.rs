//! Events of the terminal, turned into what they mean now.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::domain::NamespaceName;
use crate::wizard::{Answer, AnswerError, Effect, Msg, PageId, QuestionId};

use super::field::Field;
use super::keymap::{self, Action, Key, Layer};
use super::screen::{Screen, Wish};
use super::view::{ListView, Overlay, ReviewTab};
use super::{copy, page, topic};

/// How many rows a screenful is, where the page does not know better.
const PAGE: usize = 10;

impl Screen {
    /// Takes an event in.
    pub fn handle(&mut self, event: &Event) -> Vec<Effect> {
        match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => self.key(*key),
            Event::Paste(text) => {
                self.paste(text);
                Vec::new()
            }
            Event::Resize(..) => {
                self.mark();
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn key(&mut self, event: KeyEvent) -> Vec<Effect> {
        let context = self.context();
        let shortcut = !context.layer.types();
        match keymap::action(Key::of(event, shortcut), &context) {
            Some(action) => {
                self.mark();
                self.view.notice = None;
                self.act(action)
            }
            None if context.layer.types() => {
                self.mark();
                self.edit(event);
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    /// The field that takes the keys.
    fn field(&mut self) -> Option<&mut Field> {
        match self.layer() {
            Layer::Filter => Some(&mut self.list_mut()?.filter),
            Layer::Field if self.wizard.page == PageId::SignIn => Some(&mut self.view.code),
            Layer::Field => Some(&mut self.view.option_field),
            Layer::TypedName => Some(&mut self.view.review.typed),
            _ => None,
        }
    }

    pub(super) fn list_mut(&mut self) -> Option<&mut ListView> {
        match self.wizard.page {
            PageId::Cluster => Some(&mut self.view.clusters),
            PageId::Namespace => Some(&mut self.view.namespaces),
            _ => None,
        }
    }

    fn edit(&mut self, event: KeyEvent) {
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        if self.layer() == Layer::Editor {
            return self.edit_text(event);
        }
        // What was typed before the field was there is no answer to it.
        if self.layer() == Layer::TypedName && !self.is_quiet() {
            return;
        }
        let Some(field) = self.field() else {
            return;
        };
        match event.code {
            KeyCode::Char('u') if ctrl => field.delete_to_start(),
            KeyCode::Char('a') if ctrl => field.home(),
            KeyCode::Char('e') if ctrl => field.end(),
            KeyCode::Char(c) if !ctrl && !event.modifiers.contains(KeyModifiers::ALT) => {
                field.insert(c.encode_utf8(&mut [0; 4]));
            }
            KeyCode::Backspace => field.backspace(),
            KeyCode::Delete => field.delete(),
            KeyCode::Left => field.left(),
            KeyCode::Right => field.right(),
            KeyCode::Home => field.home(),
            KeyCode::End => field.end(),
            _ => return,
        }
        self.edited();
    }

    fn paste(&mut self, text: &str) {
        self.mark();
        if self.layer() == Layer::TypedName {
            self.view.notice = Some("ui-notice-paste-does-not-confirm");
            return;
        }
        if self.layer() == Layer::Editor {
            return self.paste_text(text);
        }
        if let Some(field) = self.field() {
            field.insert(text.trim());
            self.edited();
        }
    }

    fn edited(&mut self) {
        self.wizard.complaint = None;
        if let Some(list) = self.list_mut() {
            list.cursor = 0;
            list.key = None;
            list.is_touched = true;
        }
        self.refresh();
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Up => self.step(|at| at.saturating_sub(1)),
            Action::Down => self.step(|at| at.saturating_add(1)),
            Action::PageUp => self.step_page(false),
            Action::PageDown => self.step_page(true),
            Action::First => self.step(|_| 0),
            Action::Last => self.step(|_| usize::MAX),
            Action::Left => return self.turn(false),
            Action::Right => return self.turn(true),
            Action::Choose => return self.choose(),
            Action::Toggle => return self.toggle(),
            Action::Mark => self.turn_mark(),
            Action::MarkAll => {
                let all = page::namespace::all_markable(self);
                self.view.namespaces.turn_marks(&all);
            }
            Action::Back => {
                let mut effects = self.commit_option();
                effects.extend(self.send(Msg::Back));
                return effects;
            }
            Action::Close => self.close(),
            Action::EditText => self.open_editor(),
            Action::TakeText => return self.take_text(),
            Action::PutEntry => self.put_entry(),
            Action::EditOutside => self.edit_outside(),
            Action::ToTrouble => self.go_to_trouble(),
            Action::UndoText => self.undo_text(false),
            Action::RedoText => self.undo_text(true),
            Action::Filter => self.start_typing(false),
            Action::NewName => self.start_typing(true),
            Action::TryAgain => return self.send(Msg::TryAgain),
            Action::Replan => return self.send(Msg::Replan),
            Action::Practise => return self.answer(QuestionId::SignIn, "practice"),
            Action::TypeName => {
                self.view.review.is_typing = true;
                self.view.review.typed.clear();
                self.wish(Wish::DropTyped);
            }
            Action::Approve if self.is_quiet() => {
                return self.send(Msg::Answered { question: QuestionId::Approve, answer: Answer::Yes(true) });
            }
            Action::ConsentYes if self.is_quiet() => return self.answer(QuestionId::Consent, "yes"),
            Action::Approve | Action::ConsentYes => self.view.notice = Some("ui-notice-too-soon"),
            Action::ConsentStop => return self.answer(QuestionId::Consent, "stop"),
            Action::ConsentCommands => return self.answer(QuestionId::Consent, "commands"),
            Action::StopRun => return self.stop_run(),
            Action::HurryRun => return self.hurry_run(),
            Action::Copy => self.copy(),
            Action::Zoom => self.view.overlay = Some(Overlay::Zoom { scroll: 0 }),
            Action::NextPane => return self.next_pane(),
            Action::Explain => {
                self.view.overlay = Some(Overlay::Explain { topics: topic::topics(self), index: 0, scroll: 0 });
            }
            Action::Help => self.view.overlay = Some(Overlay::Help { scroll: 0 }),
            Action::Language => self.catalog = crate::text::Catalog::new(self.lang().other()),
            Action::Leave => self.view.overlay = Some(Overlay::Leave),
            Action::LeaveNow => self.wish(Wish::Leave),
            Action::Suspend => self.wish(Wish::Suspend),
            Action::Redraw => self.wish(Wish::Redraw),
        }
        Vec::new()
    }

    pub(super) fn answer(&mut self, question: QuestionId, word: &str) -> Vec<Effect> {
        self.send(Msg::Answered { question, answer: Answer::Text(word.to_owned()) })
    }

    fn stop_run(&mut self) -> Vec<Effect> {
        self.view.notice = Some("ui-notice-stopping");
        self.send(Msg::StopRun)
    }

    fn hurry_run(&mut self) -> Vec<Effect> {
        self.view.notice = Some("ui-notice-last-call");
        self.send(Msg::HurryRun)
    }

    /// An interrupt from outside: ends a run after its step, and the second time after the call in flight. None where
    /// there is no run to end, or that was asked for already: then it means to leave.
    pub fn interrupt(&mut self) -> Option<Vec<Effect>> {
        let run = self.wizard.run.as_ref().filter(|_| self.is_running())?;
        match (run.stop_asked, run.hurry_asked) {
            (false, _) => Some(self.stop_run()),
            (true, false) => Some(self.hurry_run()),
            (true, true) => None,
        }
    }

    fn close(&mut self) {
        if self.view.overlay.take().is_some() {
            return;
        }
        if self.view.editor.is_open {
            return self.close_editor();
        }
        self.view.review.is_typing = false;
        self.wizard.complaint = None;
        if let Some(list) = self.list_mut() {
            // Leaving the field once keeps the filter in sight; a filter that finds nothing is of no use.
            if list.is_naming || list.order.is_empty() {
                list.filter.clear();
            }
            list.is_typing = false;
            list.is_naming = false;
        }
        self.refresh();
    }

    fn start_typing(&mut self, is_naming: bool) {
        if let Some(list) = self.list_mut() {
            list.is_typing = true;
            list.is_naming = is_naming;
            if is_naming {
                list.filter.clear();
            }
        }
        self.edited();
    }

    /// Marks what is under the cursor. A system namespace is refused with the reason, as an answer would be.
    fn turn_mark(&mut self) {
        if let (PageId::SignIn, Some(region)) = (self.wizard.page, page::sign_in::markable(self)) {
            let marks = &mut self.view.regions;
            match marks.iter().position(|mark| *mark == region) {
                Some(at) => drop(marks.remove(at)),
                None => marks.push(region),
            }
            return;
        }
        let Some(value) = page::namespace::markable(self) else {
            return;
        };
        let is_allowed =
            |name: &NamespaceName| !name.is_system() || self.wizard.preset().allowed_system_namespaces.contains(name);
        match value.parse::<NamespaceName>() {
            Ok(namespace) if !is_allowed(&namespace) => {
                self.wizard.complaint = Some(AnswerError::SystemNamespace { namespace });
            }
            _ => {
                self.wizard.complaint = None;
                self.view.namespaces.turn_mark(&value);
                if self.view.namespaces.is_naming {
                    // Ready for the next name.
                    self.view.namespaces.filter.clear();
                    self.refresh();
                }
            }
        }
    }

    fn copy(&mut self) {
        if let Some(text) = copy::text(self) {
            self.wish(Wish::Copy(text));
            self.view.notice = Some("ui-notice-sent-to-terminal");
        }
    }

    fn step_page(&mut self, down: bool) {
        // On the review page the rows are few: the pane below scrolls.
        if self.wizard.page == PageId::Review && self.view.overlay.is_none() {
            let scroll = &mut self.view.review.scroll;
            *scroll = if down { scroll.saturating_add(PAGE / 2) } else { scroll.saturating_sub(PAGE / 2) };
            return;
        }
        if self.wizard.page == PageId::Run && self.view.overlay.is_none() {
            let scroll = self.view.run.scroll.unwrap_or(if down { 0 } else { page::run::pane_lines(self) });
            let moved = if down { scroll.saturating_add(PAGE / 2) } else { scroll.saturating_sub(PAGE / 2) };
            self.view.run.scroll = Some(moved.min(page::run::pane_lines(self)));
            return;
        }
        self.step(|at| if down { at.saturating_add(PAGE) } else { at.saturating_sub(PAGE) });
    }

    fn step(&mut self, to: impl Fn(usize) -> usize) {
        if let Some(overlay) = &mut self.view.overlay {
            if let Overlay::Explain { scroll, .. } | Overlay::Help { scroll } | Overlay::Zoom { scroll } = overlay {
                // How far it can go depends on the width; the drawing keeps it within.
                *scroll = to(*scroll).min(10_000);
            }
            return;
        }
        let limit = |at: usize, count: usize| at.min(count.saturating_sub(1));
        match self.wizard.page {
            PageId::SignIn => self.view.sign_in = limit(to(self.view.sign_in), page::sign_in::choices(self).len()),
            PageId::Cluster | PageId::Namespace => self.step_list(&to),
            PageId::Method => self.view.method = limit(to(self.view.method), self.wizard.outlooks.len()),
            PageId::Options | PageId::Fargate => {
                let moved = limit(to(self.view.option), self.options().len());
                self.move_option(moved);
            }
            PageId::Review => {
                let count = self.wizard.review.as_ref().map_or(0, |review| review.plan.steps.len());
                let moved = limit(to(self.view.review.cursor), count);
                if moved != self.view.review.cursor {
                    self.view.review.cursor = moved;
                    self.view.review.scroll = 0;
                }
            }
            PageId::Run => {
                let count = self.wizard.run.as_ref().map_or(0, |run| run.steps.len());
                self.view.run.cursor = Some(limit(to(self.run_cursor()), count));
                self.view.run.scroll = None;
            }
            PageId::Proof => self.view.proof_scroll = to(self.view.proof_scroll).min(page::proof::lines(self)),
        }
    }

    fn step_list(&mut self, to: &impl Fn(usize) -> usize) {
        if let Some(list) = self.list_mut() {
            list.cursor = to(list.cursor).min(list.lines().saturating_sub(1));
            list.is_touched = true;
            list.key = None;
        }
        self.remember_row();
    }

    /// Writes down which row the cursor is on, so that it stays there while others come in.
    fn remember_row(&mut self) {
        let key = match self.wizard.page {
            PageId::Cluster => page::cluster::value_at(self, self.view.clusters.cursor),
            PageId::Namespace => page::namespace::value_at(self, self.view.namespaces.cursor),
            _ => None,
        };
        if let Some(list) = self.list_mut() {
            list.key = key;
        }
    }

    pub(super) fn turn(&mut self, right: bool) -> Vec<Effect> {
        let next = |at: usize, count: usize| {
            if right { (at + 1) % count.max(1) } else { (at + count.max(1) - 1) % count.max(1) }
        };
        match &mut self.view.overlay {
            Some(Overlay::Explain { topics, index, scroll }) => {
                *index = next(*index, topics.len());
                *scroll = 0;
                return Vec::new();
            }
            Some(Overlay::Zoom { scroll }) => *scroll = 0,
            _ => {}
        }
        match self.wizard.page {
            PageId::Method => self.view.method = next(self.view.method, self.wizard.outlooks.len()),
            PageId::Options | PageId::Fargate => return self.turn_option(next),
            PageId::Review => {
                let at = ReviewTab::ALL.iter().position(|tab| *tab == self.view.review.tab).unwrap_or(0);
                self.view.review.tab = ReviewTab::ALL[next(at, ReviewTab::ALL.len())];
                self.view.review.scroll = 0;
            }
            _ => {}
        }
        Vec::new()
    }

    fn next_pane(&mut self) -> Vec<Effect> {
        if self.wizard.page.is_form() {
            let count = self.options().len().max(1);
            let to = (self.view.option + 1) % count;
            self.move_option(to);
        } else {
            let tabs = page::run::tabs(self);
            let at = tabs.iter().position(|tab| *tab == self.view.run.tab).unwrap_or(0);
            self.view.run.tab = tabs[(at + 1) % tabs.len()];
            self.view.run.scroll = None;
        }
        Vec::new()
    }

    fn choose(&mut self) -> Vec<Effect> {
        match self.wizard.page {
            PageId::SignIn => self.choose_session(),
            PageId::Cluster => match page::cluster::chosen(self) {
                Some(value) => self.answer(QuestionId::Cluster, &value),
                None => Vec::new(),
            },
            PageId::Namespace => match page::namespace::chosen(self) {
                Some(page::namespace::Chosen::Names(value)) => self.answer(QuestionId::Namespace, &value),
                Some(page::namespace::Chosen::StartTyping) => {
                    self.start_typing(true);
                    Vec::new()
                }
                None => Vec::new(),
            },
            PageId::Method => match self.outlook().map(|outlook| outlook.method.word()) {
                Some(word) => self.answer(QuestionId::Method, word),
                None => Vec::new(),
            },
            PageId::Options | PageId::Fargate => {
                let mut effects = self.commit_option();
                if self.wizard.complaint.is_none() {
                    effects.extend(self.send(Msg::AcceptPage));
                    self.go_to_complaint();
                }
                effects
            }
            PageId::Review => self.confirm_name(),
            PageId::Run | PageId::Proof => Vec::new(),
        }
    }

    fn choose_session(&mut self) -> Vec<Effect> {
        let question = self.wizard.sign_in_question();
        if self.asks_code() {
            let typed = self.view.code.text().to_owned();
            self.view.code.clear();
            return self.answer(question, &typed);
        }
        match page::sign_in::chosen(self) {
            Some(word) => self.answer(question, &word),
            None => Vec::new(),
        }
    }

    fn confirm_name(&mut self) -> Vec<Effect> {
        if !self.is_quiet() {
            return Vec::new();
        }
        let Some(question) = self.to_type() else { return Vec::new() };
        let typed = self.view.review.typed.text().to_owned();
        let effects = self.answer(question, &typed);
        if self.wizard.complaint.is_none() {
            self.view.review.is_typing = false;
            // Enter held down on the name is no approval either.
            self.ask_for_quiet();
        }
        effects
    }
}
