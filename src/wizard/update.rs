//! Messages in, effects out.

use super::{ClusterChoice, ClusterList, Effect, Load, Msg, PAGES, PageId, RequestId, SessionInfo, Wizard};
use crate::domain::PortError;
use crate::planner::{outlooks, review, rights_to_ask};

impl Wizard {
    /// Takes a message in; answers what has to be done outside.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        if self.is_replay && !self.is_played(&msg) {
            return Vec::new();
        }
        let before = self.page;
        let mut effects = self.take(msg);
        self.follow_page(before, &mut effects);
        self.follow_fargate(&mut effects);
        self.furthest = self.furthest.max(self.page);
        if self.page != PageId::SignIn {
            self.forget_paused();
            self.sign_in.moved_on();
        }
        effects
    }

    fn take(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Start if self.session.is_idle() => self.identify(),
            Msg::Answered { question, answer } => {
                let (effects, complaint) = match self.take_answer(question, answer) {
                    Ok(effects) => (effects, None),
                    Err(complaint) => (Vec::new(), Some(complaint)),
                };
                self.complaint = complaint;
                effects
            }
            Msg::AcceptPage => self.accept_page(),
            Msg::Back if self.page == PageId::SignIn => {
                self.close_sign_in();
                Vec::new()
            }
            Msg::Back => self.previous_page().map(|page| self.go_to(page)).unwrap_or_default(),
            Msg::GoTo(page) => self.go_to(page),
            Msg::TryAgain => self.try_again(),
            Msg::Replan => self.replan(),
            Msg::StopRun => self.stop_run(),
            Msg::HurryRun => self.hurry_run(),
            Msg::Settings { request, .. }
            | Msg::Unfinished { request, .. }
            | Msg::Device { request, .. }
            | Msg::Obstructed { request, .. } => {
                self.hear_about_session(request, msg);
                Vec::new()
            }
            Msg::Identified { request, result } if self.session.waits_for(request) => self.identified(result),
            Msg::Clusters { request, event } if self.clusters.request == Some(request) => {
                self.clusters.take(event);
                Vec::new()
            }
            Msg::FoundCluster { request, result } => self.found_cluster(request, result),
            Msg::Seen(rows) => self.see_rows(&rows),
            Msg::LookedInto { request, found } => {
                self.hear_rows(request, found);
                Vec::new()
            }
            Msg::Throttled { .. } | Msg::Answering { .. } => {
                self.hear_of_throttling(msg);
                Vec::new()
            }
            Msg::Namespaces { request, cluster, namespaces } if self.namespaces.waits_for(request) => {
                self.cluster = cluster.map_or_else(Load::Failed, |facts| Load::Ready(*facts));
                self.namespaces = namespaces.map_or_else(Load::Failed, Load::Ready);
                Vec::new()
            }
            Msg::Observed { request, result } if self.observed.waits_for(request) => {
                self.observed = result.map_or_else(Load::Failed, |observed| Load::Ready(*observed));
                self.judge_fargate();
                self.weigh();
                Vec::new()
            }
            Msg::Fargate { request, result } if self.fargate_request == Some(request) => {
                self.hear_of_fargate(result);
                Vec::new()
            }
            Msg::NotBegun(_) | Msg::Begun(_) | Msg::Run(_) => {
                self.hear_of_run(msg);
                Vec::new()
            }
            // What nobody waits for any more.
            Msg::Start
            | Msg::Identified { .. }
            | Msg::Clusters { .. }
            | Msg::Namespaces { .. }
            | Msg::Observed { .. }
            | Msg::Fargate { .. } => Vec::new(),
        }
    }

    fn identified(&mut self, result: Result<Box<SessionInfo>, PortError>) -> Vec<Effect> {
        self.sign_in.device = None;
        self.session = match result {
            Ok(info) => {
                self.sign_in.obstacle = None;
                Load::Ready(*info)
            }
            Err(error) => Load::Failed(error),
        };
        self.session_is_open()
    }

    pub(super) fn identify(&mut self) -> Vec<Effect> {
        let request = self.open_session();
        vec![Effect::Identify { request }]
    }

    /// What was read belongs to the session that read it; a plan never crosses over to another.
    pub(super) fn open_session(&mut self) -> RequestId {
        self.remember_place();
        let request = self.request();
        self.session = Load::Loading(request);
        self.sign_in = self.sign_in.anew();
        self.unfinished.clear();
        self.clusters = ClusterList::default();
        self.lookup = None;
        self.throttled = None;
        self.cluster = Load::Idle;
        self.namespaces = Load::Idle;
        self.leave_run();
        self.forget_observed();
        request
    }

    pub(super) fn forget_observed(&mut self) {
        self.observed = Load::Idle;
        self.outlooks.clear();
        self.fargate_report = None;
        self.fargate_request = None;
        self.review = None;
        self.forget_typed();
    }

    /// What was typed allowed the plan that was in front, and no other.
    fn forget_typed(&mut self) {
        self.answers.one_way = None;
        self.answers.own_role = None;
    }

    pub(super) fn list_clusters(&mut self) -> Vec<Effect> {
        let request = self.request();
        self.clusters = ClusterList::waiting(request, self.regions());
        vec![Effect::ListClusters { request }]
    }

    pub(super) fn go_to(&mut self, page: PageId) -> Vec<Effect> {
        if !self.can_show(page) || self.is_running() {
            return Vec::new();
        }
        self.page = page;
        self.complaint = None;
        if page >= PageId::Run {
            return Vec::new();
        }
        if page < PageId::Review {
            self.leave_recorded();
        }
        // A typed confirmation is for the plan that was in front, not for one seen later.
        self.forget_typed();
        if !self.leave_run() {
            // A page that came back after a new session was opened did not need the list.
            if page == PageId::Namespace && self.namespaces.is_idle() {
                self.forget_observed();
                return self.list_namespaces();
            }
            return Vec::new();
        }
        // The run changed the world that its plan was made on.
        if page >= PageId::Method {
            return self.observe();
        }
        self.forget_observed();
        self.namespaces = Load::Idle;
        if page == PageId::Namespace { self.list_namespaces() } else { Vec::new() }
    }

    pub(super) fn is_running(&self) -> bool {
        self.run.as_ref().is_some_and(|run| !run.is_over())
    }

    fn try_again(&mut self) -> Vec<Effect> {
        match self.page {
            _ if self.waits_for_session() => self.sign_in_for_run(),
            _ if self.session_ended() => self.sign_in_again(),
            PageId::SignIn if !self.session.is_loading() => self.identify(),
            PageId::Cluster if self.clusters.is_done => self.list_clusters(),
            PageId::Namespace if !self.namespaces.is_loading() => self.list_namespaces(),
            PageId::Method | PageId::Options | PageId::Fargate | PageId::Review if !self.observed.is_loading() => {
                self.observe()
            }
            // An answer is under way, or nothing is read for this page.
            _ => Vec::new(),
        }
    }

    pub(super) fn list_namespaces(&mut self) -> Vec<Effect> {
        let Some(ClusterChoice { region, name: cluster }) = self.answers.cluster.clone() else {
            return Vec::new();
        };
        let left = self.leave_rows();
        let mut effects: Vec<Effect> = left.into_iter().map(|request| Effect::Abandon { request }).collect();
        let request = self.request();
        self.forget_rows();
        self.namespaces = Load::Loading(request);
        self.cluster = Load::Loading(request);
        effects.push(Effect::ListNamespaces { request, region, cluster });
        effects
    }

    pub(super) fn observe(&mut self) -> Vec<Effect> {
        let Some(ClusterChoice { region, name: cluster }) = self.answers.cluster.clone() else {
            return Vec::new();
        };
        let namespaces = self.answers.namespaces.clone();
        if namespaces.is_empty() {
            return Vec::new();
        }
        let left = self.fargate_request.take().map(|request| Effect::Abandon { request });
        let request = self.request();
        self.forget_observed();
        self.observed = Load::Loading(request);
        let rights = rights_to_ask(&namespaces);
        let fargate = self.fargate_look();
        let observe = Effect::Observe { request, region, cluster, namespaces, rights, fargate };
        left.into_iter().chain([observe]).collect()
    }

    /// Pure thinking over what was just read.
    fn weigh(&mut self) {
        let Some(observed) = self.observed.ready() else {
            return;
        };
        self.outlooks = outlooks(observed, &self.answers.namespaces, &self.preset.accepted_owners);
        let blocked = |method| self.outlooks.iter().any(|o| o.method == method && !o.blockers.is_empty());
        if self.page < PageId::Options && self.answers.method.is_some_and(blocked) {
            // It was chosen for another cluster or namespace.
            self.answers.method = None;
        }
        if self.page == PageId::Review {
            self.make_review();
            if self.review.is_none() {
                let (fargate, aws_auth) = (self.fargate_is_complete(), self.aws_auth_is_ready());
                self.page = if fargate == Ok(true) || aws_auth.is_err() { PageId::Options } else { PageId::Fargate };
                self.complaint = aws_auth.err().or(fargate.err());
            }
        }
    }

    fn make_review(&mut self) {
        let is_complete = self.fargate_is_complete() == Ok(true) && self.aws_auth_is_ready().is_ok();
        let made = self.observed.ready().filter(|_| is_complete).and_then(|observed| {
            let desired = self.resolve(observed)?;
            Some(review(&desired, observed, &self.preset.accepted_owners))
        });
        let made = made.map(|review| self.as_recorded(review));
        self.forget_typed();
        self.review = made;
    }

    fn replan(&mut self) -> Vec<Effect> {
        if self.is_running() || self.page < PageId::Review || self.observed.is_loading() {
            return Vec::new();
        }
        self.leave_run();
        self.leave_recorded();
        self.complaint = None;
        self.page = PageId::Review;
        self.observe()
    }

    fn stop_run(&mut self) -> Vec<Effect> {
        match &mut self.run {
            Some(run) if run.end.is_none() && !run.stop_asked => {
                run.stop_asked = true;
                // That is the word on the step in front, too.
                if let Some(step) = run.awaiting().cloned() {
                    run.consented(&step);
                }
                vec![Effect::StopRun]
            }
            _ => Vec::new(),
        }
    }

    fn hurry_run(&mut self) -> Vec<Effect> {
        let mut effects = self.stop_run();
        if let Some(run) = self.run.as_mut().filter(|run| run.end.is_none() && !run.hurry_asked) {
            run.hurry_asked = true;
            effects.push(Effect::HurryRun);
        }
        effects
    }

    /// Options that were not touched take their defaults.
    fn accept_page(&mut self) -> Vec<Effect> {
        self.complaint = None;
        if let (true, Err(complaint)) = (self.page.is_form(), self.aws_auth_is_ready()) {
            self.page = PageId::Options;
            self.complaint = Some(complaint);
            return Vec::new();
        }
        if self.page == PageId::Options && self.can_show(PageId::Fargate) {
            self.page = PageId::Fargate;
            return Vec::new();
        }
        if self.page.is_form() {
            match self.fargate_is_complete() {
                Ok(true) => {}
                Ok(false) => return Vec::new(),
                Err(complaint) => {
                    self.complaint = Some(complaint);
                    return Vec::new();
                }
            }
            self.make_review();
            if self.review.is_some() {
                self.page = PageId::Review;
            }
        }
        Vec::new()
    }

    /// The pages that can be shown now, for the rail.
    pub fn rail(&self) -> impl Iterator<Item = (PageId, bool)> + '_ {
        PAGES.iter().map(|page| (page.id, (page.applies)(self)))
    }
}
