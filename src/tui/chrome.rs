//! What is on every page: who we are, where we are, what the keys do.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::text::describe;
use crate::text::explain::explain;
use crate::wizard::{Load, PAGES, PageId};

use super::canvas::{Canvas, Row, below, bottom, paragraph, top};
use super::measure::width;
use super::screen::Screen;
use super::theme::Role;
use super::view::Overlay;
use super::{keymap, overlay, page, topic};

/// The least size that every page fits in.
pub const LEAST: (u16, u16) = (60, 15);

impl Screen {
    /// Draws a frame.
    pub fn draw(&self, frame: &mut Frame<'_>) {
        let area = frame.area();
        let mut canvas = Canvas::new(frame.buffer_mut(), self.theme);
        self.paint(&mut canvas, area);
        if let Some(caret) = canvas.caret {
            frame.set_cursor_position(caret);
        }
    }

    fn paint(&self, canvas: &mut Canvas<'_>, area: Rect) {
        if area.width < LEAST.0 || area.height < LEAST.1 {
            return self.too_small(canvas, area);
        }
        canvas.put(area, 0, &self.identity(usize::from(area.width)));
        self.world(canvas, area);
        canvas.put(area, 1, &self.rail(usize::from(area.width)));
        // Two rules cost two lines, which a low screen does not have.
        let has_rules = area.height >= 20;
        let edge = usize::from(has_rules);
        if has_rules {
            canvas.rule(area, 2);
            canvas.rule(bottom(area, 2), 0);
        }
        let inner = Rect { x: area.x + 1, width: area.width - 2, ..area };
        let body = below(inner, 2 + edge);
        let body = top(body, usize::from(body.height) - 1 - edge);
        page::draw(self, canvas, body);
        let footer = bottom(inner, 1);
        canvas.put(footer, 0, &self.footer(usize::from(footer.width)));
        self.notice(canvas, bottom(inner, 2), body);
        match &self.view.overlay {
            Some(Overlay::Zoom { scroll }) => page::draw_zoomed(self, canvas, body, *scroll),
            Some(over) => overlay::draw(self, canvas, body, over),
            None => {}
        }
    }

    fn too_small(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let args = [
            ("width", LEAST.0.to_string().into()),
            ("height", LEAST.1.to_string().into()),
            ("has-width", area.width.to_string().into()),
            ("has-height", area.height.to_string().into()),
        ];
        let words = self.catalog.format("ui-too-small", &args);
        let rows = paragraph(Role::Strong, &words, usize::from(area.width));
        let first = usize::from(area.height).saturating_sub(rows.len()) / 2;
        for (line, row) in rows.iter().enumerate() {
            canvas.put_middle(area, first + line, row);
        }
    }

    /// Account, caller, region and cluster; on a narrow screen the least telling parts go first.
    fn identity(&self, room: usize) -> Row {
        let room = room.saturating_sub(self.world_mark().width() + 1);
        let mut parts: Vec<(u8, Role, String)> = vec![(5, Role::Strong, "emr-onramp".to_owned())];
        if self.wizard.preset().read_only {
            parts.push((1, Role::Warn, self.text("ui-identity-read-only")));
        }
        match &self.wizard.session {
            Load::Ready(session) => {
                let account = session.caller.account.to_string();
                parts.push((1, Role::Text, account));
                if let Some(alias) = session.caller.alias.seen() {
                    parts.push((4, Role::Dim, format!("({alias})")));
                }
                parts.push((2, Role::Text, session.caller.principal.to_string()));
                if session.label.sandbox.is_none() && session.label.credentials.as_str() != "default" {
                    parts.push((6, Role::Dim, format!("[{}]", session.label.credentials)));
                }
                if let Some(cluster) = &self.wizard.answers.cluster {
                    parts.push((3, Role::Text, cluster.region.to_string()));
                    parts.push((1, Role::Strong, cluster.name.to_string()));
                }
                if let Some(protection) = self.wizard.protection() {
                    parts.push((1, Role::Warn, self.text(&format!("ui-identity-protected-{}", protection.word()))));
                }
                if let Some(endpoint) = &session.label.endpoint_override {
                    parts.push((1, Role::Warn, endpoint.to_string()));
                }
            }
            Load::Idle | Load::Loading(_) => parts.push((1, Role::Dim, self.text("ui-identity-looking"))),
            Load::Failed(_) => parts.push((1, Role::Bad, self.text("ui-identity-none"))),
        }
        let taken = |parts: &[(u8, Role, String)]| parts.iter().map(|(_, _, text)| width(text) + 2).sum::<usize>();
        for rank in (2..=6).rev() {
            if taken(&parts) > room {
                parts.retain(|(r, _, _)| *r != rank);
            }
        }
        let mut row = Row::of(Role::Text, " ");
        for (_, role, text) in parts {
            row.push(role, text);
            row.push(Role::Text, "  ");
        }
        row
    }

    fn world_mark(&self) -> Row {
        match self.sandbox() {
            Some(world) => Row::of(Role::Practice, format!(" SANDBOX {world} ")),
            None => Row::default(),
        }
    }

    fn world(&self, canvas: &mut Canvas<'_>, area: Rect) {
        canvas.put_right(area, 0, &self.world_mark());
    }

    /// What was answered on a page, in a word.
    fn answer_of(&self, page: PageId) -> Option<String> {
        let wizard = &self.wizard;
        match page {
            PageId::SignIn => Some(wizard.session.ready()?.caller.principal.to_string()),
            PageId::Cluster => Some(wizard.answers.cluster.as_ref()?.name.to_string()),
            PageId::Namespace => {
                let names = &wizard.answers.namespaces;
                (!names.is_empty()).then(|| describe::names_or_count(&self.catalog, names))
            }
            PageId::Method => Some(self.text(&format!("ui-method-short-{}", wizard.answers.method?.word()))),
            PageId::Options | PageId::Run | PageId::Proof => None,
            PageId::Fargate => wizard.answers.fargate.wanted.map(|yes| self.text(if yes { "ui-yes" } else { "ui-no" })),
            PageId::Review => Some(wizard.review.as_ref()?.hash.short()),
        }
    }

    /// All pages: `✓` before those that are done, `▸` at the one in front; answers where there is room.
    fn rail(&self, room: usize) -> Row {
        let item = |page: PageId, answers: bool, marks_only: bool| {
            let name = self.text(&format!("ui-page-{}", page.word()));
            let answer = if answers { self.answer_of(page).filter(|_| page != self.wizard.page) } else { None };
            if page == self.wizard.page {
                return Row::of(Role::Key, format!("▸{name}"));
            }
            let is_done = page < self.wizard.page;
            let mut row = Row::default();
            if is_done {
                row.push(Role::Good, "✓");
            }
            if is_done && marks_only {
                return row;
            }
            match answer {
                Some(answer) if is_done => row.and(Role::Text, answer),
                Some(answer) => row.and(Role::Dim, format!("{name} ({answer})")),
                None if is_done => row.and(Role::Text, name),
                None => row.and(Role::Dim, name),
            }
        };
        let line = |answers, marks_only, gap: &str| {
            let mut row = Row::of(Role::Text, if gap.len() > 1 { " " } else { "" });
            for (at, page) in PAGES.iter().enumerate() {
                if at > 0 {
                    row.push(Role::Text, gap);
                }
                row.extend(item(page.id, answers, marks_only));
            }
            row
        };
        let widest = [line(true, false, "   "), line(true, false, "  "), line(false, false, "  ")];
        widest.into_iter().find(|row| row.width() <= room).unwrap_or_else(|| line(false, true, " "))
    }

    /// The keys that work now, as many as fit; those for help and language stay.
    fn footer(&self, room: usize) -> Row {
        let context = self.context();
        let mut bindings = keymap::shown(&context);
        let piece = |binding: &keymap::Binding| {
            Row::of(Role::Key, binding.shown).and(Role::Text, format!(" {}", self.label(binding)))
        };
        let taken = |bindings: &[&keymap::Binding]| bindings.iter().map(|b| piece(b).width() + 2).sum::<usize>();
        while taken(&bindings) > room + 2 {
            let stays = |b: &keymap::Binding| matches!(b.action, keymap::Action::Help | keymap::Action::Language);
            match bindings.iter().rposition(|binding| !stays(binding)) {
                Some(at) => bindings.remove(at),
                None => break,
            };
        }
        let mut row = Row::default();
        for (at, binding) in bindings.into_iter().enumerate() {
            if at > 0 {
                row.push(Role::Text, "  ");
            }
            row.extend(piece(binding));
        }
        row
    }

    /// What a key does, in a word or two.
    pub(super) fn label(&self, binding: &keymap::Binding) -> String {
        if binding.action == keymap::Action::Language {
            return self.lang().other().name().to_owned();
        }
        self.text(binding.label)
    }

    /// A short word to the person, over the line above the keys; why an answer was not taken, above that.
    fn notice(&self, canvas: &mut Canvas<'_>, edge: Rect, body: Rect) {
        if let Some(key) = self.view.notice {
            canvas.put(edge, 0, &Row::of(Role::Warn, format!(" {} ", self.text(key))));
        } else if let Some(throttled) = &self.wizard.throttled {
            let words = describe::throttled(&self.catalog, &throttled.service, throttled.next_try);
            canvas.put(edge, 0, &Row::of(Role::Warn, format!(" {words} ")));
        }
        if let Some(complaint) = &self.wizard.complaint {
            let words = page::complaint(self, complaint);
            let rows = paragraph(Role::Bad, &words, usize::from(body.width));
            let place = bottom(body, rows.len());
            canvas.clear(place);
            canvas.put_rows(place, &rows, 0);
        }
    }

    /// The page's question at the top, with a word at the right; answers what is left.
    pub(super) fn head(&self, canvas: &mut Canvas<'_>, area: Rect, question: &str, right: &Row) -> Rect {
        let room = usize::from(area.width).saturating_sub(right.width() + 2);
        let rows = paragraph(Role::Strong, question, room);
        for (line, row) in rows.iter().take(2).enumerate() {
            canvas.put(area, line, row);
        }
        canvas.put_right(area, 0, right);
        below(area, rows.len().clamp(1, 2))
    }

    /// Splits the pane with plain words off a body; on a low screen there is none.
    pub(super) fn split_words(area: Rect) -> (Rect, Rect) {
        let lines = match area.height {
            ..14 => 0,
            14..26 => 4,
            26.. => 11,
        };
        let main = top(area, usize::from(area.height) - lines);
        (main, bottom(area, lines))
    }

    /// What is being asked, in plain words: the beginning of the explanation of what is under the cursor.
    pub(super) fn words(&self, canvas: &mut Canvas<'_>, area: Rect) {
        if area.height < 2 {
            return;
        }
        let topic = topic::topics(self).swap_remove(0);
        let explanation = explain(&self.catalog, &topic);
        let text = below(area, 1);
        let rows = paragraph(Role::Text, &explanation.body, usize::from(area.width));
        let has_more = rows.len() > usize::from(text.height);
        canvas.rule(area, 0);
        canvas.put(area, 0, &Row::of(Role::Line, "── ").and(Role::Heading, format!("{} ", explanation.title)));
        if has_more {
            let more =
                Row::of(Role::Text, " ").and(Role::Key, "x").and(Role::Text, format!(" {} ", self.text("ui-more")));
            canvas.put_right(area, 0, &more.and(Role::Line, "──"));
        }
        canvas.put_clipped(text, &rows);
    }

    /// What went wrong and what to do, as rows.
    pub(super) fn failure(&self, error: &crate::domain::PortError, room: usize) -> Vec<Row> {
        let words = describe::port_error(&self.catalog, error);
        let mut rows = Vec::new();
        for (at, line) in words.lines().enumerate() {
            rows.extend(paragraph(if at == 0 { Role::Bad } else { Role::Text }, line, room));
        }
        rows
    }

    /// The spinner, what is waited for and for how long.
    pub(super) fn waiting(&self, words: &str) -> Row {
        let since = self.waiting_since.map_or(0, |since| self.now.saturating_sub(since).as_secs());
        let mut row = Row::of(Role::Key, self.spinner()).and(Role::Text, format!(" {words}"));
        if since > 0 {
            row.push(Role::Dim, format!("  {since} s"));
        }
        row
    }
}
