//! The sign-in page: whose session it is, what stands in its way, and what can be done about that.

use super::{
    AnswerError, Answers, Choice, Effect, FargateAnswers, Load, Msg, PageId, QuestionId, QuestionKind, RequestId,
    Wizard,
};
use crate::domain::arn::Principal;
use crate::domain::observed::Caller;
use crate::domain::sign_in::{DeviceCode, OneTimeCode, REGIONS};
use crate::domain::{OutsideText, PortError, PortErrorKind, Region, SignInFacts, SignInObstacle, SignInWord};

type Taken = Result<Vec<Effect>, AnswerError>;

/// What is known about the session beyond who we are in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignIn {
    /// What the AWS settings say.
    pub facts: SignInFacts,
    /// What stands in the way of a session.
    pub obstacle: Option<SignInObstacle>,
    /// The code that the person enters in a browser, while that is waited for.
    pub device: Option<DeviceCode>,
    /// What is asked before anything else on the page: a profile, a region or a code.
    asks: Option<QuestionId>,
    /// Where the person was in the session before this one.
    left: Option<Left>,
}

/// Where a person was when a session was opened anew.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Left {
    /// Whose session it was.
    caller: Caller,
    /// The furthest page that was reached with the answers as they are.
    page: PageId,
    /// Whether the page was left for the sake of the session alone, so that it comes back by itself.
    is_torn: bool,
}

/// Whether these are the same, but for the name of the session.
pub(super) fn is_same(one: &Caller, other: &Caller) -> bool {
    let is_same_principal = match (&one.principal, &other.principal) {
        (Principal::AssumedRole { role, .. }, Principal::AssumedRole { role: other, .. }) => role == other,
        (one, other) => one == other,
    };
    one.account == other.account && one.partition == other.partition && is_same_principal
}

impl SignIn {
    /// The page while another session is opened: what the settings said last stays known.
    pub(super) fn anew(&self) -> Self {
        Self { facts: self.facts.clone(), left: self.left.clone(), ..Self::default() }
    }

    /// The person is on another page: nothing is to come back to any more.
    pub(super) fn moved_on(&mut self) {
        self.left = None;
    }

    /// Whether there is something on the page that can be closed without leaving it.
    pub fn is_open(&self) -> bool {
        self.asks.is_some() || self.device.is_some()
    }
}

impl Wizard {
    /// The question of the sign-in page that is asked first.
    pub fn sign_in_question(&self) -> QuestionId {
        self.sign_in.asks.unwrap_or(QuestionId::SignIn)
    }

    /// What can be chosen about the session, the best first; empty while it is waited for.
    pub fn sign_in_words(&self) -> Vec<&'static str> {
        let mut words = Vec::new();
        match &self.session {
            Load::Idle | Load::Loading(_) => return words,
            Load::Ready(_) => {
                words.push("use");
                words.extend(self.offered().map(|_| "resume"));
                words.push("again");
            }
            Load::Failed(_) => {
                words.extend(self.sign_in.obstacle.as_ref().and_then(way));
                words.push("again");
                // Enter alone, typed too soon, sends nothing to a host that nobody looked at.
                if words.first() == Some(&"allow") {
                    words.swap(0, 1);
                }
            }
        }
        if !self.is_practice() {
            let facts = &self.sign_in.facts;
            let is_ready = self.session.ready().is_some();
            let more = [("profile", !facts.profiles.is_empty()), ("region", is_ready && facts.profile.is_some())];
            let more = more.into_iter().filter(|(word, holds)| *holds && !words.contains(word)).map(|(word, _)| word);
            let more: Vec<_> = more.chain(["practice"]).collect();
            words.extend(more);
        }
        words
    }

    /// Whether the person can do something here about what stands in the way.
    pub(super) fn has_way(&self) -> bool {
        let is_known = !self.sign_in.facts.profiles.is_empty();
        self.sign_in.obstacle.as_ref().is_some_and(|obstacle| way(obstacle).is_some() || is_known)
    }

    pub(super) fn sign_in_kind(&self, id: QuestionId) -> QuestionKind {
        let choose = |values: Vec<&str>, default: Option<String>| QuestionKind::Choose {
            choices: values.into_iter().map(choice).collect(),
            may_type: false,
            default,
        };
        match id {
            QuestionId::Profile => {
                let facts = &self.sign_in.facts;
                let names = facts.profiles.iter().map(|row| row.name.as_str()).collect();
                choose(names, facts.profile.as_ref().map(ToString::to_string))
            }
            QuestionId::Region => {
                let main = self.session.ready().map(|session| session.regions.as_slice()).unwrap_or_default();
                let choices = REGIONS.iter().map(|(name, _)| choice(name)).collect();
                QuestionKind::Several { choices, default: main.iter().map(ToString::to_string).collect() }
            }
            QuestionId::MfaCode => QuestionKind::Text { default: String::new() },
            _ => {
                let words = self.sign_in_words();
                let first = words.first().map(|word| (*word).to_owned());
                choose(words, first)
            }
        }
    }

    pub(super) fn answer_sign_in(&mut self, word: &str) -> Taken {
        if !self.sign_in_words().contains(&word) {
            return Err(AnswerError::NotOffered { given: OutsideText::message(word) });
        }
        Ok(match word {
            "use" => self.go_on(),
            "resume" => self.resume_offered(),
            "practice" => {
                let request = self.open_session();
                // They were about another account.
                self.answers = Answers::default();
                self.sign_in.left = None;
                vec![Effect::OpenPractice { request }]
            }
            "sso" => {
                // It is what stands in the way until the code was entered.
                let obstacle = self.sign_in.obstacle.take();
                let request = self.open_session();
                self.sign_in.obstacle = obstacle;
                vec![Effect::RenewSso { request }]
            }
            "allow" => self.sign_in_with(SignInWord::AllowEndpoints),
            "profile" => self.ask_first(QuestionId::Profile),
            "region" => self.ask_first(QuestionId::Region),
            "code" => self.ask_first(QuestionId::MfaCode),
            _ => self.identify(),
        })
    }

    pub(super) fn answer_about_session(&mut self, question: QuestionId, given: &str) -> Taken {
        match question {
            QuestionId::Profile => {
                let known = self.sign_in.facts.profiles.iter().find(|row| row.name.as_str() == given);
                let Some(name) = known.map(|row| row.name.clone()) else {
                    return Err(AnswerError::NotOffered { given: OutsideText::message(given) });
                };
                let effects = self.sign_in_with(SignInWord::Profile(name));
                self.sign_in.left = None;
                Ok(effects)
            }
            QuestionId::Region => {
                let effects = self.sign_in_with(SignInWord::Regions(regions(given)?));
                // Who looks elsewhere chooses anew.
                self.sign_in.left = None;
                Ok(effects)
            }
            _ => match OneTimeCode::new(given) {
                Some(code) => Ok(self.sign_in_with(SignInWord::Code(code))),
                None => Err(AnswerError::NoCode),
            },
        }
    }

    fn ask_first(&mut self, question: QuestionId) -> Vec<Effect> {
        self.sign_in.asks = Some(question);
        Vec::new()
    }

    fn sign_in_with(&mut self, word: SignInWord) -> Vec<Effect> {
        let request = self.open_session();
        vec![Effect::SignIn { request, word }]
    }

    /// Remembers where the person is, before the session is opened anew.
    pub(super) fn remember_place(&mut self) {
        let Some(session) = self.session.ready() else { return };
        let is_torn = self.page != PageId::SignIn;
        let page = if is_torn { self.page } else { self.furthest };
        self.sign_in.left = Some(Left { caller: session.caller.clone(), page: page.min(PageId::Review), is_torn });
    }

    /// Whether what the page in front wants to read could not be, because AWS does not know the caller any more.
    /// Kubernetes says the same to whom nobody mapped.
    pub fn session_ended(&self) -> bool {
        let is_over = |error: &PortError| error.kind == PortErrorKind::Unauthenticated && error.service != "kubernetes";
        let failed = |error: Option<&PortError>| error.is_some_and(is_over);
        match self.page {
            PageId::Cluster => self.clusters.is_done && self.clusters.failures().any(|(_, error)| is_over(error)),
            PageId::Namespace => failed(self.cluster.error()) || failed(self.namespaces.error()),
            PageId::Method | PageId::Options | PageId::Fargate | PageId::Review => failed(self.observed.error()),
            PageId::SignIn | PageId::Run | PageId::Proof => false,
        }
    }

    /// Opens the session anew from a later page, which comes back once there is one.
    pub(super) fn sign_in_again(&mut self) -> Vec<Effect> {
        let effects = self.identify();
        self.page = PageId::SignIn;
        self.complaint = None;
        effects
    }

    /// A session is open: the page that was left for its sake comes back, if the caller is the same.
    pub(super) fn session_is_open(&mut self) -> Vec<Effect> {
        let Some(session) = self.session.ready() else { return Vec::new() };
        let is_own = |left: &Left| is_same(&left.caller, &session.caller);
        if !self.sign_in.left.as_ref().is_some_and(is_own) {
            self.sign_in.left = None;
            // Roles and subnets are another account's.
            self.answers.fargate = FargateAnswers { wanted: self.answers.fargate.wanted, ..FargateAnswers::default() };
        }
        if self.resuming.as_ref().is_some_and(|past| !is_same(&past.observed.caller, &session.caller)) {
            self.leave_recorded();
        }
        if let Some(effects) = self.continue_paused() {
            return effects;
        }
        if self.resuming.is_some() {
            return self.resume();
        }
        // The clusters are listed where they are looked at; a page behind them that comes back does not wait for that.
        match self.sign_in.left.as_ref().is_some_and(|left| left.is_torn) {
            true => self.go_on(),
            false if self.looks_up() => Vec::new(),
            false => self.list_clusters(),
        }
    }

    /// On to where the person was in this session, else to the clusters. What a page stands on is read again.
    fn go_on(&mut self) -> Vec<Effect> {
        let page = self.sign_in.left.take().map_or(PageId::Cluster, |left| left.page);
        let page = match (&self.answers.cluster, self.answers.namespaces.is_empty()) {
            (None, _) => PageId::Cluster,
            (Some(_), true) => page.min(PageId::Namespace),
            (Some(_), false) => page,
        };
        match page {
            PageId::SignIn | PageId::Cluster => self.go_to(PageId::Cluster),
            page => {
                self.page = page;
                self.complaint = None;
                if page == PageId::Namespace { self.list_namespaces() } else { self.observe() }
            }
        }
    }

    /// Takes in what the outside says about the session, but for the session itself.
    pub(super) fn hear_about_session(&mut self, request: RequestId, msg: Msg) {
        if !self.session.waits_for(request) {
            return;
        }
        match msg {
            Msg::Settings { facts, .. } => self.sign_in.facts = *facts,
            Msg::Unfinished { runs, .. } => self.unfinished = runs,
            Msg::Device { device, .. } => self.sign_in.device = Some(device),
            Msg::Obstructed { obstacle, .. } => {
                self.session = Load::Failed(obstacle.as_error());
                self.sign_in.device = None;
                self.sign_in.asks = match &*obstacle {
                    SignInObstacle::MfaCode { .. } => Some(QuestionId::MfaCode),
                    _ => None,
                };
                self.sign_in.obstacle = Some(*obstacle);
            }
            _ => {}
        }
    }

    /// What was asked or waited for on the page is let be.
    pub(super) fn close_sign_in(&mut self) {
        self.complaint = None;
        self.sign_in.asks = None;
        if self.sign_in.device.take().is_some() {
            // Nobody waits for the answer any more.
            self.request();
            let obstacle = self.sign_in.obstacle.as_ref().map(SignInObstacle::as_error);
            self.session = obstacle.map_or(Load::Idle, Load::Failed);
        }
    }
}

/// What is first to be done about an obstacle, where that can be done here.
fn way(obstacle: &SignInObstacle) -> Option<&'static str> {
    match obstacle {
        SignInObstacle::MfaCode { .. } => Some("code"),
        SignInObstacle::SsoSession { .. } => Some("sso"),
        SignInObstacle::ForeignEndpoint { .. } => Some("allow"),
        SignInObstacle::NoRegion
        | SignInObstacle::BadRegion { .. }
        | SignInObstacle::UnknownRegion { .. }
        | SignInObstacle::WrongPartition { .. } => Some("region"),
        SignInObstacle::UnknownProfile { known, .. } if !known.is_empty() => Some("profile"),
        SignInObstacle::UnknownProfile { .. }
        | SignInObstacle::NoCredentials { .. }
        | SignInObstacle::LoginSession { .. }
        | SignInObstacle::Process { .. }
        | SignInObstacle::BadEndpoint { .. }
        | SignInObstacle::BadProxy { .. }
        | SignInObstacle::BadCaBundle { .. }
        | SignInObstacle::BadRole { .. }
        | SignInObstacle::BadSettings { .. } => None,
    }
}

/// Names between blanks or commas, each once, in the order given.
fn regions(given: &str) -> Result<Vec<Region>, AnswerError> {
    let mut regions: Vec<Region> = Vec::new();
    let mut words: Vec<&str> = given.split([',', ' ', '\t']).filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        // What is wrong with no name at all is said as for any other.
        words.push("");
    }
    for word in words {
        let region = word.parse().map_err(AnswerError::Name)?;
        if !regions.contains(&region) {
            regions.push(region);
        }
    }
    Ok(regions)
}

fn choice(value: &str) -> Choice {
    Choice { value: OutsideText::line(value), blockers: Vec::new(), is_recommended: false }
}
