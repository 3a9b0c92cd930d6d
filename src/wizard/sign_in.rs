//! The sign-in page: whose session it is, what stands in its way, and what can be done about that.

use super::{AnswerError, Answers, Choice, Effect, Load, Msg, PageId, QuestionId, QuestionKind, RequestId, Wizard};
use crate::domain::sign_in::{DeviceCode, OneTimeCode, REGIONS};
use crate::domain::{OutsideText, SignInFacts, SignInObstacle, SignInWord};

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
}

impl SignIn {
    /// The page while another session is opened: what the settings said last stays known.
    pub(super) fn anew(&self) -> Self {
        Self { facts: self.facts.clone(), ..Self::default() }
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
            Load::Ready(_) => words.extend(["use", "again"]),
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
                let main = self.session.ready().and_then(|session| session.regions.first());
                choose(REGIONS.iter().map(|(name, _)| *name).collect(), main.map(ToString::to_string))
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
            "use" => self.go_to(PageId::Cluster),
            "practice" => {
                let request = self.open_session();
                // They were about another account.
                self.answers = Answers::default();
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
                Ok(self.sign_in_with(SignInWord::Profile(name)))
            }
            QuestionId::Region => {
                let region = given.trim().parse().map_err(AnswerError::Name)?;
                Ok(self.sign_in_with(SignInWord::Region(region)))
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

    /// Takes in what the outside says about the session, but for the session itself.
    pub(super) fn hear_about_session(&mut self, request: RequestId, msg: Msg) {
        if !self.session.waits_for(request) {
            return;
        }
        match msg {
            Msg::Settings { facts, .. } => self.sign_in.facts = *facts,
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

fn choice(value: &str) -> Choice {
    Choice { value: OutsideText::line(value), blockers: Vec::new(), is_recommended: false }
}
