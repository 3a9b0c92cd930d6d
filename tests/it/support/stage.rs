//! A screen on a stage: driven by keys and by what the outside answers, looked at as text.

use std::collections::BTreeMap;
use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use emr_onramp::domain::fargate::FargateFacts;
use emr_onramp::domain::observed::{NamespaceRow, Observed};
use emr_onramp::domain::{AuthenticationMode, ClusterFacts, PortError};
use emr_onramp::plan::run::{RunEvent, RunEventKind};
use emr_onramp::text::Lang;
use emr_onramp::tui::{Screen, Wish};
use emr_onramp::wizard::{Effect, ListEvent, Msg, Preset, RequestId, SessionInfo, Wizard};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

use super::fixture;

pub(crate) struct Stage {
    pub(crate) screen: Screen,
    pub(crate) effects: Vec<Effect>,
    now: Duration,
}

impl Stage {
    pub(crate) fn new(lang: Lang) -> Self {
        Self::with(lang, false)
    }

    pub(crate) fn with(lang: Lang, no_color: bool) -> Self {
        let mut screen = Screen::new(Wizard::new(Preset::default()), lang, no_color);
        let effects = screen.receive(Msg::Start);
        Self { screen, effects, now: Duration::ZERO }
    }

    fn request(&self) -> RequestId {
        let last = self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Identify { request }
            | Effect::SignIn { request, .. }
            | Effect::RenewSso { request }
            | Effect::OpenPractice { request }
            | Effect::ListClusters { request }
            | Effect::FindCluster { request, .. }
            | Effect::ListNamespaces { request, .. }
            | Effect::Observe { request, .. } => Some(*request),
            Effect::Apply { .. }
            | Effect::Consent { .. }
            | Effect::StopRun
            | Effect::HurryRun
            | Effect::Abandon { .. }
            | Effect::LookInto { .. }
            | Effect::LookAtFargate { .. } => None,
        });
        last.expect("something was asked of the outside")
    }

    pub(crate) fn receive(&mut self, msg: Msg) {
        let effects = self.screen.receive(msg);
        self.effects.extend(effects);
        self.screen.tick(self.now);
    }

    /// Time goes on.
    pub(crate) fn wait(&mut self, ms: u64) -> &mut Self {
        self.now += Duration::from_millis(ms);
        self.screen.tick(self.now);
        self
    }

    pub(crate) fn event(&mut self, event: Event) {
        let effects = self.screen.handle(&event);
        self.effects.extend(effects);
    }

    pub(crate) fn code(&mut self, code: KeyCode) -> &mut Self {
        self.event(Event::Key(KeyEvent::new(code, KeyModifiers::NONE)));
        self
    }

    pub(crate) fn ctrl(&mut self, c: char) -> &mut Self {
        self.event(Event::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL)));
        self
    }

    pub(crate) fn press(&mut self, keys: &str) -> &mut Self {
        for c in keys.chars() {
            self.code(KeyCode::Char(c));
        }
        self
    }

    pub(crate) fn enter(&mut self) -> &mut Self {
        self.code(KeyCode::Enter)
    }

    pub(crate) fn wishes(&mut self) -> Vec<Wish> {
        self.screen.take_wishes()
    }

    // What the outside answers.

    pub(crate) fn signed_in(mut self, sandbox: Option<&str>) -> Self {
        self.identify(fixture::session(sandbox));
        self
    }

    pub(crate) fn identify(&mut self, session: SessionInfo) {
        let request = self.request();
        self.receive(Msg::Identified { request, result: Ok(Box::new(session)) });
    }

    pub(crate) fn list(&mut self, event: ListEvent) {
        let request = self.request();
        self.receive(Msg::Clusters { request, event });
    }

    /// What came of looking for a cluster by its name.
    pub(crate) fn find(&mut self, result: Result<ClusterFacts, PortError>) {
        let request = self.request();
        self.receive(Msg::FoundCluster { request, result: result.map(Box::new) });
    }

    /// The namespaces of cluster `dev`.
    pub(crate) fn namespaces(&mut self, rows: Vec<NamespaceRow>) {
        let request = self.request();
        let cluster = fixture::cluster("dev", "us-east-1", "1.33", AuthenticationMode::ConfigMap);
        self.receive(Msg::Namespaces { request, cluster: Ok(Box::new(cluster)), namespaces: Ok(rows) });
    }

    /// On the cluster page, with three regions: two answered, one refused.
    pub(crate) fn at_clusters(mut self) -> Self {
        self.enter();
        let (virginia, ireland) = (fixture::region("us-east-1"), fixture::region("eu-west-1"));
        let names = |names: &[&str]| names.iter().map(|name| fixture::cluster_name(name)).collect();
        self.list(ListEvent::Listed {
            region: virginia.clone(),
            names: names(&["dev", "prod-analytics", "prod-batch"]),
            more: false,
        });
        self.list(ListEvent::Listed { region: ireland.clone(), names: names(&["proto-7"]), more: false });
        let error = fixture::denied("eks", "ListClusters");
        self.list(ListEvent::RegionFailed { region: fixture::region("eu-central-1"), error });
        let modes = [
            ("dev", "1.33", AuthenticationMode::ConfigMap, 1),
            ("prod-analytics", "1.34", AuthenticationMode::ApiAndConfigMap, 2),
            ("prod-batch", "1.31", AuthenticationMode::ConfigMap, 0),
        ];
        for (name, version, mode, count) in modes {
            let facts = Ok(Box::new(fixture::cluster(name, "us-east-1", version, mode)));
            let name = fixture::cluster_name(name);
            self.list(ListEvent::Described { region: virginia.clone(), name: name.clone(), facts });
            self.list(ListEvent::VirtualClusters { region: virginia.clone(), name, count: Some(count) });
        }
        self
    }

    pub(crate) fn listed(mut self) -> Self {
        self.list(ListEvent::Done);
        self
    }

    pub(crate) fn at_namespaces(self) -> Self {
        let mut stage = self.at_clusters().listed();
        stage.enter();
        stage.namespaces(fixture::namespace_rows());
        stage
    }

    pub(crate) fn observe(&mut self, observed: Observed) {
        let request = self.request();
        self.receive(Msg::Observed { request, result: Ok(Box::new(observed)) });
    }

    pub(crate) fn at_methods(self, observed: Observed) -> Self {
        let mut stage = self.at_namespaces();
        stage.enter();
        stage.observe(observed);
        stage
    }

    /// On the options page of the method so many cards to the right of the one in front.
    pub(crate) fn at_options(self, observed: Observed, right: usize) -> Self {
        let mut stage = self.at_methods(observed);
        for _ in 0..right {
            stage.code(KeyCode::Right);
        }
        stage.enter();
        stage
    }

    pub(crate) fn at_fargate(self, observed: Observed, right: usize) -> Self {
        let mut stage = self.at_options(observed, right);
        stage.enter();
        stage
    }

    /// What was seen of Fargate.
    pub(crate) fn fargate(&mut self, facts: FargateFacts) {
        let asked = self.effects.iter().rev().find_map(|effect| match effect {
            Effect::LookAtFargate { request, .. } => Some(*request),
            _ => None,
        });
        let request = asked.expect("Fargate is looked at");
        self.receive(Msg::Fargate { request, result: Ok(Box::new((facts, BTreeMap::new()))) });
    }

    pub(crate) fn at_review(self, observed: Observed, right: usize) -> Self {
        let mut stage = self.at_fargate(observed, right);
        stage.enter();
        stage
    }

    /// The run of the plan in front began.
    pub(crate) fn at_run(self, observed: Observed, right: usize) -> Self {
        let mut stage = self.at_review(observed, right);
        stage.wait(2_000).press("a");
        stage.started();
        stage
    }

    pub(crate) fn started(&mut self) {
        let Some(review) = &self.screen.wizard().review else {
            panic!("there is no plan");
        };
        let steps = review.plan.steps.iter().map(|step| step.id.clone()).collect();
        let plan = review.hash;
        self.run(0, RunEventKind::Started { plan, steps });
    }

    pub(crate) fn run(&mut self, elapsed_ms: u64, kind: RunEventKind) {
        self.receive(Msg::Run(Box::new(RunEvent { at: fixture::at(), elapsed_ms, kind })));
    }

    // What is seen.

    pub(crate) fn buffer(&self, width: u16, height: u16) -> Buffer {
        self.terminal(width, height).backend().buffer().clone()
    }

    pub(crate) fn terminal(&self, width: u16, height: u16) -> Terminal<TestBackend> {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| self.screen.draw(frame)).unwrap();
        terminal
    }

    pub(crate) fn picture(&self, width: u16, height: u16) -> String {
        let buffer = self.buffer(width, height);
        let mut lines = Vec::new();
        for y in 0..height {
            let mut line = String::new();
            let mut skip = 0;
            for x in 0..width {
                let symbol = buffer[(x, y)].symbol();
                if skip == 0 {
                    line.push_str(symbol);
                    skip = unicode_width::UnicodeWidthStr::width(symbol);
                }
                skip = skip.saturating_sub(1);
            }
            lines.push(line.trim_end().to_owned());
        }
        lines.join("\n")
    }
}
