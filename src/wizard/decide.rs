//! Answers in: which are taken, and what follows from each.

use super::ask::OFFERED_RULES;
use super::{Answer, AnswerError, Answers, Consent, Effect, FargateAnswers, Load, PageId, QuestionId, RunView, Wizard};
use crate::domain::desired::{CallerPermissions, VirtualClusterNames};
use crate::domain::name::NameError;
use crate::domain::{Method, NamespaceName, OutsideText, Protection, RunId};

pub(super) type Taken = Result<Vec<Effect>, AnswerError>;

impl Wizard {
    /// Takes the answer to a question that is asked now; an answer that changes something outdates the plan.
    pub(super) fn take_answer(&mut self, question: QuestionId, answer: Answer) -> Taken {
        if !self.asks(question) {
            return Err(AnswerError::NotAsked);
        }
        let decided = |answers: &Answers| Answers { one_way: None, own_role: None, ..answers.clone() };
        let before = decided(&self.answers);
        let effects = self.answer(question, answer)?;
        // An approval settles defaults, which changes nothing of the plan that runs.
        if question != QuestionId::Approve && decided(&self.answers) != before {
            self.review = None;
            // What came after belongs to the answers that were.
            self.furthest = self.page;
        }
        Ok(effects)
    }

    /// Whether the page in front asks this, and what it stands on is here.
    fn asks(&self, question: QuestionId) -> bool {
        let is_here = match self.page {
            PageId::SignIn => !self.session.is_loading(),
            PageId::Namespace => !self.namespaces.is_loading(),
            PageId::Method | PageId::Options | PageId::Fargate => self.observed.ready().is_some(),
            PageId::Review => self.review.is_some(),
            PageId::Cluster | PageId::Run | PageId::Proof => true,
        };
        is_here && self.page.page().questions.contains(&question) && self.applies(question)
    }

    fn answer(&mut self, question: QuestionId, answer: Answer) -> Taken {
        match (question, answer) {
            (QuestionId::SignIn, Answer::Text(word)) => self.answer_sign_in(&word),
            (QuestionId::Profile | QuestionId::Region | QuestionId::MfaCode, Answer::Text(given)) => {
                self.answer_about_session(question, &given)
            }
            (QuestionId::Cluster, Answer::Text(name)) => self.answer_cluster(&name),
            (QuestionId::Namespace, Answer::Text(name)) => self.answer_namespaces(&name),
            (QuestionId::Method, Answer::Text(word)) => self.answer_method(&word),
            (QuestionId::RuleSet, Answer::Text(word)) => {
                let set = OFFERED_RULES.into_iter().find(|set| set.word() == word).ok_or_else(|| not_offered(&word))?;
                self.answers.rule_set = Some(set);
                Ok(Vec::new())
            }
            (QuestionId::AwsAuthWay, Answer::Text(word)) => self.answer_aws_auth_way(&word),
            (QuestionId::AwsAuthText, Answer::Text(text)) => self.answer_aws_auth_text(&text),
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
                let names = self.check_virtual_cluster_name(&name).map_err(AnswerError::Name)?;
                self.answers.virtual_cluster_names = Some(names);
                Ok(Vec::new())
            }
            (question, answer) if question.is_about_fargate() => self.answer_fargate(question, &answer),
            (QuestionId::OneWay | QuestionId::OwnRole, Answer::Text(typed)) => self.answer_typed(question, &typed),
            (QuestionId::Approve, Answer::Yes(yes)) => self.answer_approve(yes),
            (QuestionId::Consent, Answer::Text(word)) => self.answer_consent(&word),
            (_, Answer::Text(given)) => Err(not_offered(&given)),
            (_, Answer::Yes(_)) => Err(AnswerError::NotAsked),
        }
    }

    /// Names between blanks or commas, which no name can hold.
    fn answer_namespaces(&mut self, given: &str) -> Taken {
        let mut names: Vec<NamespaceName> = Vec::new();
        let mut words: Vec<&str> = given.split([',', ' ', '\t']).filter(|word| !word.is_empty()).collect();
        if words.is_empty() {
            // What is wrong with no name at all is said as for any other.
            words.push("");
        }
        for word in words {
            let name: NamespaceName = word.parse().map_err(AnswerError::Name)?;
            if name.is_system() && !self.preset.allowed_system_namespaces.contains(&name) {
                return Err(AnswerError::SystemNamespace { namespace: name });
            }
            if names.contains(&name) {
                return Err(AnswerError::Repeated { namespace: name });
            }
            names.push(name);
        }
        let is_new = self.answers.namespaces != names;
        if is_new {
            // The old names were made for the old namespaces.
            self.answers.virtual_cluster_names = None;
            (self.answers.fargate.profile, self.answers.fargate.profile_name) = (None, None);
        }
        self.answers.namespaces = names;
        self.page = PageId::Method;
        let is_unread = matches!(self.observed, Load::Idle | Load::Failed(_));
        if is_new || is_unread { Ok(self.observe()) } else { Ok(Vec::new()) }
    }

    /// How a text names the virtual clusters. With several namespaces it is what each name begins with, and nothing at
    /// all names each as its namespace.
    ///
    /// # Errors
    /// The first name that EMR would refuse.
    pub fn check_virtual_cluster_name(&self, given: &str) -> Result<VirtualClusterNames, NameError> {
        let namespaces = &self.answers.namespaces;
        let names = match given.trim() {
            "" if namespaces.len() > 1 => VirtualClusterNames::AsNamespace,
            name => VirtualClusterNames::From(name.parse()?),
        };
        names.of(namespaces)?;
        Ok(names)
    }

    fn answer_method(&mut self, word: &str) -> Taken {
        let method = Method::ALL.into_iter().find(|method| method.word() == word).ok_or_else(|| not_offered(word))?;
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

    /// A name that only a person who means it types: exactly, and by hand.
    fn answer_typed(&mut self, question: QuestionId, typed: &str) -> Taken {
        let Some(expected) = self.expected(question) else { return Err(AnswerError::NotAsked) };
        if typed != expected.as_str() {
            return Err(AnswerError::NotTyped { expected });
        }
        match question {
            QuestionId::OneWay => self.answers.one_way = Some(true),
            _ => self.answers.own_role = Some(true),
        }
        Ok(Vec::new())
    }

    /// What has to be typed for a question.
    fn expected(&self, question: QuestionId) -> Option<OutsideText> {
        match question {
            QuestionId::OneWay => self.answers.cluster.as_ref().map(|cluster| OutsideText::line(cluster.name.as_str())),
            _ => self.role_to_type().map(|role| OutsideText::line(role.as_str())),
        }
    }

    fn answer_approve(&mut self, yes: bool) -> Taken {
        if !yes {
            return Ok(self.previous_page().map(|page| self.go_to(page)).unwrap_or_default());
        }
        if self.preset.read_only {
            return Err(AnswerError::ReadOnly);
        }
        if let (Some(Protection::ReadOnly), Some(cluster)) = (self.protection(), &self.answers.cluster) {
            return Err(AnswerError::Protected { cluster: OutsideText::line(cluster.name.as_str()) });
        }
        let (Some(review), Some(_)) = (&self.review, self.observed.ready()) else {
            return Err(AnswerError::NotAsked);
        };
        if review.is_blocked() {
            return Err(AnswerError::Blocked { findings: review.blockers().cloned().collect() });
        }
        if let Some(expected) = self.to_type().and_then(|question| self.expected(question)) {
            return Err(AnswerError::NotTyped { expected });
        }
        let run = self.resuming.as_ref().map(|past| past.run.clone());
        let effects = self.apply(run).into_iter().collect();
        if let Some(wish) = self.desired().and_then(|desired| desired.fargate.as_ref()) {
            // What was taken by default is settled: the run changes what defaults come from.
            // A role that a flag named is taken at its word again.
            let role = self.answers.fargate.role.clone();
            let is_of_flag = role.is_none() && self.preset.fargate.as_ref().is_some_and(|given| given.role.is_some());
            self.answers.fargate = FargateAnswers::of(Some(wish));
            if is_of_flag {
                self.answers.fargate.role = None;
            }
        }
        self.run = Some(RunView::default());
        self.page = PageId::Run;
        Ok(effects)
    }

    /// The plan in front is run; `resume` is the run that goes on.
    pub(super) fn apply(&self, resume: Option<RunId>) -> Option<Effect> {
        let (review, observed) = (self.review.as_ref()?, self.observed.ready()?);
        let ask_each = review.desired.method == Method::Manual;
        let observed = match &self.resuming {
            // What the plan was made on is as recorded; where the cluster is reached is as it is now.
            Some(past) => past.observed_on(observed.cluster.clone()),
            None => observed.clone(),
        };
        Some(Effect::Apply { plan: Box::new(review.plan.clone()), observed: Box::new(observed), ask_each, resume })
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
}

fn not_offered(given: &str) -> AnswerError {
    AnswerError::NotOffered { given: OutsideText::message(given) }
}
