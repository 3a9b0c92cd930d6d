//! Messages in, effects out.

use super::{
    Answer, AnswerError, ClusterChoice, ClusterList, Consent, Effect, Load, Msg, PAGES, PageId, QuestionId, RunView,
    Wizard,
};
use crate::domain::desired::CallerPermissions;
use crate::domain::rbac::RuleSet;
use crate::domain::{ClusterName, Method, NamespaceName, OutsideText, Region};
use crate::planner::{outlooks, review, rights_to_ask};

type Taken = Result<Vec<Effect>, AnswerError>;

impl Wizard {
    /// Takes a message in; answers what has to be done outside.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Start => self.identify(),
            Msg::Answered { question, answer } => match self.answer(question, answer) {
                Ok(effects) => {
                    self.complaint = None;
                    effects
                }
                Err(complaint) => {
                    self.complaint = Some(complaint);
                    Vec::new()
                }
            },
            Msg::AcceptPage => self.accept_page(),
            Msg::Back => self.previous_page().map(|page| self.go_to(page)).unwrap_or_default(),
            Msg::GoTo(page) => self.go_to(page),
            Msg::TryAgain => self.try_again(),
            Msg::Replan => self.replan(),
            Msg::StopRun => self.stop_run(),
            Msg::Identified { request, result } if self.session.waits_for(request) => {
                self.session = match result {
                    Ok(info) => Load::Ready(*info),
                    Err(error) => Load::Failed(error),
                };
                if self.session.ready().is_some() { self.list_clusters() } else { Vec::new() }
            }
            Msg::Clusters { request, event } if self.clusters.request == Some(request) => {
                self.clusters.take(event);
                Vec::new()
            }
            Msg::Namespaces { request, cluster, namespaces } if self.namespaces.waits_for(request) => {
                self.cluster = cluster.map_or_else(Load::Failed, |facts| Load::Ready(*facts));
                self.namespaces = namespaces.map_or_else(Load::Failed, Load::Ready);
                Vec::new()
            }
            Msg::Observed { request, result } if self.observed.waits_for(request) => {
                self.observed = result.map_or_else(Load::Failed, |observed| Load::Ready(*observed));
                self.weigh();
                Vec::new()
            }
            Msg::Run(event) => {
                self.run.get_or_insert_with(RunView::default).take(*event);
                let proved = self.run.as_ref().is_some_and(|run| run.proof.is_some());
                if proved && self.page == PageId::Run {
                    self.page = PageId::Proof;
                }
                Vec::new()
            }
            // Answers that nobody waits for any more.
            Msg::Identified { .. } | Msg::Clusters { .. } | Msg::Namespaces { .. } | Msg::Observed { .. } => Vec::new(),
        }
    }

    fn identify(&mut self) -> Vec<Effect> {
        let request = self.request();
        self.session = Load::Loading(request);
        vec![Effect::Identify { request }]
    }

    fn list_clusters(&mut self) -> Vec<Effect> {
        let request = self.request();
        let regions = self.session.ready().map(|session| session.regions.clone()).unwrap_or_default();
        self.clusters = ClusterList::waiting(request, &regions);
        vec![Effect::ListClusters { request }]
    }

    fn go_to(&mut self, page: PageId) -> Vec<Effect> {
        if self.can_show(page) && !self.is_running() {
            self.page = page;
            self.complaint = None;
            if page < PageId::Run {
                self.run = None;
                // A typed confirmation is for the plan that was in front, not for one seen later.
                self.answers.one_way = None;
            }
        }
        Vec::new()
    }

    fn is_running(&self) -> bool {
        self.run.as_ref().is_some_and(|run| !run.is_over())
    }

    fn try_again(&mut self) -> Vec<Effect> {
        match self.page {
            PageId::SignIn => self.identify(),
            PageId::Cluster => self.list_clusters(),
            PageId::Namespace => self.list_namespaces(),
            PageId::Method | PageId::Options | PageId::Review => self.observe(),
            PageId::Run | PageId::Proof => Vec::new(),
        }
    }

    fn list_namespaces(&mut self) -> Vec<Effect> {
        let Some(ClusterChoice { region, name: cluster }) = self.answers.cluster.clone() else {
            return Vec::new();
        };
        let request = self.request();
        self.namespaces = Load::Loading(request);
        self.cluster = Load::Loading(request);
        vec![Effect::ListNamespaces { request, region, cluster }]
    }

    fn observe(&mut self) -> Vec<Effect> {
        let (Some(ClusterChoice { region, name: cluster }), Some(namespace)) =
            (self.answers.cluster.clone(), self.answers.namespace.clone())
        else {
            return Vec::new();
        };
        let request = self.request();
        self.observed = Load::Loading(request);
        self.outlooks.clear();
        self.review = None;
        let namespaces = vec![namespace];
        let rights = rights_to_ask(&namespaces);
        vec![Effect::Observe { request, region, cluster, namespaces, rights }]
    }

    /// Pure thinking over what was just read.
    fn weigh(&mut self) {
        let (Some(observed), Some(namespace)) = (self.observed.ready(), &self.answers.namespace) else {
            return;
        };
        self.outlooks = outlooks(observed, namespace, &self.preset.accepted_owners);
        if self.page >= PageId::Review {
            self.make_review();
        }
    }

    fn make_review(&mut self) {
        let made = self.observed.ready().and_then(|observed| {
            let desired = self.resolve(observed)?;
            Some(review(&desired, observed, &self.preset.accepted_owners))
        });
        self.answers.one_way = None;
        self.review = made;
    }

    fn replan(&mut self) -> Vec<Effect> {
        if self.is_running() {
            return Vec::new();
        }
        self.run = None;
        self.page = PageId::Review;
        self.observe()
    }

    fn stop_run(&mut self) -> Vec<Effect> {
        match &mut self.run {
            Some(run) if run.end.is_none() => {
                run.stop_asked = true;
                vec![Effect::StopRun]
            }
            _ => Vec::new(),
        }
    }

    /// Options that were not touched take their defaults.
    fn accept_page(&mut self) -> Vec<Effect> {
        self.complaint = None;
        if self.page == PageId::Options {
            self.make_review();
            if self.review.is_some() {
                self.page = PageId::Review;
            }
        }
        Vec::new()
    }

    fn answer(&mut self, question: QuestionId, answer: Answer) -> Taken {
        match (question, answer) {
            (QuestionId::SignIn, Answer::Text(word)) => self.answer_sign_in(&word),
            (QuestionId::Cluster, Answer::Text(name)) => self.answer_cluster(&name),
            (QuestionId::Namespace, Answer::Text(name)) => self.answer_namespace(&name),
            (QuestionId::Method, Answer::Text(word)) => self.answer_method(&word),
            (QuestionId::RuleSet, Answer::Text(word)) => {
                let set = RuleSet::ALL.into_iter().find(|set| set.word() == word).ok_or_else(|| not_offered(&word))?;
                self.answers.rule_set = Some(set);
                Ok(Vec::new())
            }
            (QuestionId::ServiceLinkedRole, Answer::Yes(yes)) => {
                self.answers.service_linked_role = Some(yes);
                Ok(Vec::new())
            }
            (QuestionId::CallerPermissions, Answer::Text(word)) => {
                let all = [CallerPermissions::Show, CallerPermissions::Attach];
                let chosen = all.into_iter().find(|p| p.to_string() == word).ok_or_else(|| not_offered(&word))?;
                self.answers.caller_permissions = Some(chosen);
                Ok(Vec::new())
            }
            (QuestionId::VirtualCluster, Answer::Yes(yes)) => {
                self.answers.virtual_cluster = Some(yes);
                Ok(Vec::new())
            }
            (QuestionId::VirtualClusterName, Answer::Text(name)) => {
                self.answers.virtual_cluster_name = Some(name.trim().parse().map_err(AnswerError::Name)?);
                Ok(Vec::new())
            }
            (QuestionId::OneWay, Answer::Text(typed)) => self.answer_one_way(&typed),
            (QuestionId::Approve, Answer::Yes(yes)) => self.answer_approve(yes),
            (QuestionId::Consent, Answer::Text(word)) => self.answer_consent(&word),
            (_, Answer::Text(given)) => Err(not_offered(&given)),
            (_, Answer::Yes(_)) => Err(AnswerError::NotAsked),
        }
    }

    fn answer_sign_in(&mut self, word: &str) -> Taken {
        match word {
            "use" if self.session.ready().is_some() => Ok(self.go_to(PageId::Cluster)),
            "again" => Ok(self.identify()),
            "practice" => {
                let request = self.request();
                self.session = Load::Loading(request);
                Ok(vec![Effect::OpenPractice { request }])
            }
            other => Err(not_offered(other)),
        }
    }

    /// `NAME` or `REGION/NAME`. A name alone is looked for in the rows, else in the first region.
    fn answer_cluster(&mut self, given: &str) -> Taken {
        let (region, name) = match given.split_once('/') {
            Some((region, name)) => (Some(region.parse::<Region>().map_err(AnswerError::Name)?), name),
            None => (None, given),
        };
        let name: ClusterName = name.trim().parse().map_err(AnswerError::Name)?;
        let row =
            self.clusters.rows.iter().find(|row| row.name == name && region.as_ref().is_none_or(|r| *r == row.region));
        let region = match (row, region) {
            (Some(row), _) => row.region.clone(),
            // A region that could not be listed may hold it all the same.
            (None, region) => {
                let listed = |r: &Region| {
                    self.clusters.regions.iter().any(|s| s.region == *r && matches!(s.listed, Load::Ready(_)))
                };
                let first = || self.clusters.regions.iter().map(|s| s.region.clone()).find(|r| !listed(r));
                match region.or_else(first).filter(|r| !listed(r)) {
                    Some(region) => region,
                    None => {
                        return Err(AnswerError::NoSuchCluster { given: OutsideText::line(given) });
                    }
                }
            }
        };
        let chosen = ClusterChoice { region, name };
        let is_new = self.answers.cluster.as_ref() != Some(&chosen);
        self.answers.cluster = Some(chosen);
        self.page = PageId::Namespace;
        if is_new || self.namespaces.ready().is_none() {
            self.observed = Load::Idle;
            self.review = None;
            self.outlooks.clear();
            return Ok(self.list_namespaces());
        }
        Ok(Vec::new())
    }

    fn answer_namespace(&mut self, given: &str) -> Taken {
        let name: NamespaceName = given.trim().parse().map_err(AnswerError::Name)?;
        if name.is_system() && !self.preset.allowed_system_namespaces.contains(&name) {
            return Err(AnswerError::SystemNamespace { namespace: name });
        }
        let is_new = self.answers.namespace.as_ref() != Some(&name);
        if is_new {
            // The old name was made from the old namespace.
            self.answers.virtual_cluster_name = None;
        }
        self.answers.namespace = Some(name);
        self.page = PageId::Method;
        if is_new || self.observed.ready().is_none() { Ok(self.observe()) } else { Ok(Vec::new()) }
    }

    fn answer_method(&mut self, word: &str) -> Taken {
        let method = Method::ALL.into_iter().find(|method| method.word() == word).ok_or_else(|| not_offered(word))?;
        if self.observed.ready().is_none() {
            return Err(AnswerError::NotAsked);
        }
        let blockers =
            self.outlooks.iter().find(|outlook| outlook.method == method).map(|outlook| outlook.blockers.clone());
        match blockers {
            Some(findings) if !findings.is_empty() => {
                return Err(AnswerError::Blocked { findings });
            }
            _ => {}
        }
        self.answers.method = Some(method);
        self.page = PageId::Options;
        Ok(Vec::new())
    }

    fn answer_one_way(&mut self, typed: &str) -> Taken {
        let Some(cluster) = &self.answers.cluster else {
            return Err(AnswerError::NotAsked);
        };
        if typed != cluster.name.as_str() {
            return Err(AnswerError::NotTyped { expected: OutsideText::line(cluster.name.as_str()) });
        }
        self.answers.one_way = Some(true);
        Ok(Vec::new())
    }

    fn answer_approve(&mut self, yes: bool) -> Taken {
        if !yes {
            return Ok(self.previous_page().map(|page| self.go_to(page)).unwrap_or_default());
        }
        let (Some(review), Some(observed)) = (&self.review, self.observed.ready()) else {
            return Err(AnswerError::NotAsked);
        };
        if self.page != PageId::Review || self.is_running() {
            return Err(AnswerError::NotAsked);
        }
        if review.is_blocked() {
            return Err(AnswerError::Blocked { findings: review.blockers().cloned().collect() });
        }
        if self.needs_typed_name() && self.answers.one_way != Some(true) {
            let expected = OutsideText::line(review.desired.cluster.as_str());
            return Err(AnswerError::NotTyped { expected });
        }
        let plan = Box::new(review.plan.clone());
        let ask_each = review.desired.method == Method::Manual;
        let effect = Effect::Apply { plan, observed: Box::new(observed.clone()), ask_each };
        self.run = Some(RunView::default());
        self.page = PageId::Run;
        Ok(vec![effect])
    }

    fn answer_consent(&mut self, word: &str) -> Taken {
        let Some(run) = &mut self.run else {
            return Err(AnswerError::NotAsked);
        };
        let Some(step) = run.awaiting().cloned() else {
            return Err(AnswerError::NotAsked);
        };
        let consent = match word {
            "yes" => Consent::Yes,
            "stop" => Consent::Stop,
            "commands" => Consent::RestAsCommands,
            other => return Err(not_offered(other)),
        };
        run.rest_as_commands = consent == Consent::RestAsCommands;
        run.consented(&step);
        Ok(vec![Effect::Consent { step, consent }])
    }

    /// The pages that can be shown now, for the rail.
    pub fn rail(&self) -> impl Iterator<Item = (PageId, bool)> + '_ {
        PAGES.iter().map(|page| (page.id, (page.applies)(self)))
    }
}

fn not_offered(given: &str) -> AnswerError {
    AnswerError::NotOffered { given: OutsideText::message(given) }
}
