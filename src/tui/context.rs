//! What there is to do now, read off the screen for the key table.

use crate::plan::run::RunEnd;
use crate::wizard::{Load, PageId, QuestionId, QuestionKind};

use super::keymap::{Context, Layer};
use super::screen::Screen;
use super::view::Overlay;
use super::{copy, page};

impl Screen {
    /// What takes the keys.
    pub(super) fn layer(&self) -> Layer {
        match &self.view.overlay {
            Some(Overlay::Explain { .. }) => Layer::Explain,
            Some(Overlay::Help { .. }) => Layer::Help,
            Some(Overlay::Zoom { .. }) => Layer::Zoom,
            Some(Overlay::Leave) => Layer::Leave,
            None => self.layer_below(),
        }
    }

    /// What takes the keys once nothing lies over the page.
    pub(super) fn layer_below(&self) -> Layer {
        let view = &self.view;
        match self.wizard.page {
            PageId::Options if view.editor.is_open => Layer::Editor,
            PageId::SignIn if self.asks_code() => Layer::Field,
            PageId::Cluster if view.clusters.is_typing => Layer::Filter,
            PageId::Namespace if view.namespaces.is_typing => Layer::Filter,
            page if page.is_form() && self.option().is_some_and(|q| matches!(q.kind, QuestionKind::Text { .. })) => {
                Layer::Field
            }
            PageId::Review if view.review.is_typing => Layer::TypedName,
            _ => Layer::Page,
        }
    }

    /// Whether the code of an MFA device is asked for.
    pub(super) fn asks_code(&self) -> bool {
        let wizard = &self.wizard;
        wizard.sign_in_question() == QuestionId::MfaCode && !wizard.session.is_loading()
    }

    /// What there is to do now.
    pub fn context(&self) -> Context {
        self.context_in(self.layer())
    }

    pub(super) fn context_in(&self, layer: Layer) -> Context {
        let wizard = &self.wizard;
        let page = wizard.page;
        let run = wizard.run.as_ref();
        // Nothing can be done in a run that is played back.
        let is_replay = wizard.is_replay();
        let asks_consent = !is_replay && page == PageId::Run && run.is_some_and(|run| run.awaiting().is_some());
        let is_running = !is_replay && self.is_running();
        Context {
            page,
            layer,
            can_move: self.can_move(layer),
            can_page: self.can_page(layer),
            can_choose: self.can_choose(),
            can_go_back: wizard.previous_page().is_some() && !(is_replay && page == PageId::Run)
                || page == PageId::SignIn && wizard.sign_in.is_open(),
            can_turn: self.can_turn(layer),
            can_toggle: self
                .option()
                .is_some_and(|q| matches!(q.kind, QuestionKind::YesNo { .. } | QuestionKind::Several { .. })),
            can_edit_text: self.can_edit_text(),
            leads_on: page == PageId::Options && wizard.can_show(PageId::Fargate),
            can_mark: match page {
                PageId::SignIn => page::sign_in::markable(self).is_some(),
                PageId::Namespace => {
                    (layer == Layer::Page || self.view.namespaces.is_naming)
                        && page::namespace::markable(self).is_some()
                }
                _ => false,
            },
            can_filter: match page {
                PageId::Cluster => wizard.clusters.rows.len() > 1,
                PageId::Namespace => wizard.namespaces.ready().is_some_and(|rows| rows.len() > 1),
                _ => false,
            },
            can_name: match page {
                PageId::Cluster => wizard.clusters.failures().next().is_some(),
                PageId::Namespace => !wizard.namespaces.is_loading(),
                _ => false,
            },
            can_try_again: self.can_try_again(),
            must_sign_in: wizard.session_ended() || wizard.waits_for_session(),
            can_replan: match page {
                _ if is_replay => false,
                PageId::Review => wizard.review.is_some(),
                PageId::Run => run.is_some_and(|run| run.is_over() && run.end != Some(RunEnd::Done)),
                PageId::Proof => run.and_then(|run| run.proof.as_ref()).is_some_and(|proof| !proof.holds()),
                _ => false,
            },
            can_practise: page == PageId::SignIn
                && wizard.sign_in_words().contains(&"practice")
                && !wizard.sign_in.is_open(),
            must_type_name: page == PageId::Review && self.must_type_name(),
            can_approve: page == PageId::Review && self.can_approve(),
            asks_consent,
            is_running,
            is_stopping: run.is_some_and(|run| run.stop_asked),
            is_hurrying: run.is_some_and(|run| run.hurry_asked),
            loses_nothing: page == PageId::SignIn || is_replay || self.is_over(),
            can_copy: copy::text(self).is_some(),
        }
    }

    fn can_move(&self, layer: Layer) -> bool {
        if matches!(layer, Layer::Explain | Layer::Help | Layer::Zoom) {
            return true;
        }
        let wizard = &self.wizard;
        match wizard.page {
            _ if layer == Layer::Editor => false,
            PageId::SignIn => page::sign_in::choices(self).len() > 1,
            PageId::Cluster => self.view.clusters.lines() > 1,
            PageId::Namespace => self.view.namespaces.lines() > 1,
            PageId::Method => wizard.outlooks.len() > 1,
            PageId::Options | PageId::Fargate => self.options().len() > 1,
            PageId::Review => layer == Layer::Page && wizard.review.is_some(),
            PageId::Run => wizard.run.as_ref().is_some_and(|run| !run.steps.is_empty()),
            PageId::Proof => true,
        }
    }

    fn can_page(&self, layer: Layer) -> bool {
        /// About as many rows as a list shows on a common screen.
        const SCREENFUL: usize = 10;
        match self.wizard.page {
            _ if matches!(layer, Layer::Explain | Layer::Help | Layer::Zoom) => true,
            PageId::Cluster => self.view.clusters.lines() > SCREENFUL,
            PageId::Namespace => self.view.namespaces.lines() > SCREENFUL,
            PageId::Review => layer == Layer::Page && self.wizard.review.is_some(),
            PageId::Run => self.wizard.run.is_some(),
            PageId::Proof => true,
            PageId::SignIn => page::sign_in::choices(self).len() > SCREENFUL,
            PageId::Method | PageId::Options | PageId::Fargate => false,
        }
    }

    fn can_choose(&self) -> bool {
        let wizard = &self.wizard;
        match wizard.page {
            PageId::SignIn => self.asks_code() || !page::sign_in::choices(self).is_empty(),
            PageId::Cluster => page::cluster::chosen(self).is_some(),
            PageId::Namespace => page::namespace::chosen(self).is_some(),
            PageId::Method => self.outlook().is_some_and(|outlook| outlook.blockers.is_empty()),
            PageId::Options => true,
            PageId::Fargate => self.wizard.turn() != crate::wizard::Turn::Wait || self.wizard.is_complete(),
            PageId::Review => wizard.review.is_some(),
            PageId::Run => wizard.run.as_ref().is_some_and(|run| !run.steps.is_empty()),
            PageId::Proof => false,
        }
    }

    fn can_turn(&self, layer: Layer) -> bool {
        if let (Layer::Explain, Some(Overlay::Explain { topics, .. })) = (layer, &self.view.overlay) {
            return topics.len() > 1;
        }
        match self.wizard.page {
            PageId::Method => layer == Layer::Page && self.wizard.outlooks.len() > 1,
            PageId::Options | PageId::Fargate => {
                layer == Layer::Page
                    && self
                        .option()
                        .is_some_and(|q| !matches!(q.kind, QuestionKind::Text { .. } | QuestionKind::Document { .. }))
            }
            PageId::Review => matches!(layer, Layer::Page | Layer::Zoom) && self.wizard.review.is_some(),
            _ => false,
        }
    }

    fn can_try_again(&self) -> bool {
        let wizard = &self.wizard;
        match wizard.page {
            PageId::SignIn => matches!(wizard.session, Load::Failed(_)),
            PageId::Cluster => wizard.clusters.is_done && wizard.clusters.failures().next().is_some(),
            PageId::Namespace => {
                matches!(wizard.cluster, Load::Failed(_)) || matches!(wizard.namespaces, Load::Failed(_))
            }
            PageId::Method | PageId::Options | PageId::Fargate | PageId::Review => {
                matches!(wizard.observed, Load::Failed(_))
            }
            PageId::Run => wizard.waits_for_session(),
            PageId::Proof => false,
        }
    }

    /// What the plan waits for to be typed, so that nothing else can be done with it.
    pub(super) fn to_type(&self) -> Option<QuestionId> {
        self.wizard.to_type().filter(|_| self.must_type_name())
    }

    /// Whether the plan waits for the name of the cluster or of the caller's role.
    pub(super) fn must_type_name(&self) -> bool {
        let is_open = self.wizard.review.as_ref().is_some_and(|review| !review.is_blocked());
        let may_write = !self.wizard.is_read_only();
        may_write && is_open && self.wizard.to_type().is_some()
    }

    fn can_approve(&self) -> bool {
        let is_open = self.wizard.review.as_ref().is_some_and(|review| !review.is_blocked());
        let may_write = !self.wizard.is_read_only();
        may_write && is_open && !self.must_type_name() && self.wizard.observed.ready().is_some()
    }
}
