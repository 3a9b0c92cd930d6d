//! What to ask now, with defaults.

use super::{Answers, AwsAuthWay, Choice, PageId, Question, QuestionId, QuestionKind, Turn, Wizard};
use crate::domain::desired::{CallerPermissions, Desired, NamespaceWish, NonEmpty, VirtualClusterNames};
use crate::domain::name::RoleName;
use crate::domain::rbac::RuleSet;
use crate::domain::{AuthenticationMode, ClusterArn, Method, NamespaceName, Observed, OutsideText, Protection};
use crate::plan::{Action, Operation};
use crate::planner::best_rule_set;

/// The rule sets that can be chosen. The best-practices repository's is only recognised: eksctl's gives the same and more.
pub(super) const OFFERED_RULES: [RuleSet; 3] = [RuleSet::Aws122, RuleSet::Aws121, RuleSet::Eksctl];

fn choice(value: &str) -> Choice {
    Choice { value: OutsideText::line(value), blockers: Vec::new(), is_recommended: false }
}

impl Wizard {
    /// What a front end should do now: the first thing on the page in front that is not answered.
    pub fn turn(&self) -> Turn {
        if let Some(run) = &self.run {
            if run.is_over() {
                return Turn::Finished;
            }
            return match run.awaiting() {
                Some(_) => self.ask(QuestionId::Consent),
                None => Turn::Wait,
            };
        }
        if let Some(error) = self.stuck() {
            return Turn::Stuck(error.clone());
        }
        match self.page {
            PageId::SignIn if matches!(self.session, super::Load::Idle | super::Load::Loading(_)) => Turn::Wait,
            PageId::Cluster if self.lookup.is_some() => Turn::Wait,
            // Who knows the name need not wait for every description, and where nobody chooses there is no list.
            PageId::Cluster if !self.looks_up() && !self.clusters.has_names() => Turn::Wait,
            PageId::Cluster if self.preset.cluster.is_none() && !self.clusters.is_done => Turn::Wait,
            PageId::Namespace if self.namespaces.is_loading() => Turn::Wait,
            PageId::Method | PageId::Options | PageId::Fargate | PageId::Review if self.observed.ready().is_none() => {
                Turn::Wait
            }
            PageId::Fargate if self.waits_for_fargate() => Turn::Wait,
            PageId::Review if self.review.is_none() => Turn::Wait,
            page => {
                let open = page.page().questions.iter().find(|id| self.is_open(**id));
                open.map_or(Turn::Wait, |id| self.ask(*id))
            }
        }
    }

    fn stuck(&self) -> Option<&crate::domain::PortError> {
        use super::Load::Failed;
        match (self.page, &self.session, &self.cluster, &self.observed) {
            (PageId::SignIn, Failed(error), _, _) if !self.has_way() => Some(error),
            (PageId::SignIn, Failed(_), _, _) => None,
            (PageId::Namespace, _, Failed(error), _)
            | (PageId::Method | PageId::Options | PageId::Fargate | PageId::Review, _, _, Failed(error)) => Some(error),
            _ => None,
        }
    }

    fn ask(&self, id: QuestionId) -> Turn {
        Turn::Ask(Box::new(self.question(id)))
    }

    /// The questions of a page that apply here, for a screen that shows them all.
    pub fn questions_on(&self, page: PageId) -> Vec<Question> {
        page.page().questions.iter().filter(|id| self.applies(**id)).map(|id| self.question(*id)).collect()
    }

    /// Whether a question makes sense here.
    pub fn applies(&self, id: QuestionId) -> bool {
        let method = self.answers.method;
        match id {
            QuestionId::RuleSet => method == Some(Method::Manual),
            QuestionId::AwsAuthWay => self.edits_aws_auth(),
            QuestionId::AwsAuthText => self.edits_aws_auth() && self.aws_auth_way() == AwsAuthWay::Text,
            QuestionId::ServiceLinkedRole => self.observed.ready().is_some_and(|o| o.service_linked_role.is_absent()),
            QuestionId::CallerPermissions => {
                method == Some(Method::AccessEntry)
                    && self.observed.ready().is_some_and(|o| o.ordinary_caller_role().is_some())
            }
            QuestionId::VirtualCluster => method.is_some_and(Method::uses_rbac) && !self.have_virtual_clusters(),
            QuestionId::VirtualClusterName => self.wants_virtual_cluster() && !self.have_virtual_clusters(),
            QuestionId::OneWay => self.needs_typed_name(),
            QuestionId::OwnRole => self.role_to_type().is_some(),
            QuestionId::Consent => self.run.as_ref().is_some_and(|run| run.awaiting().is_some()),
            QuestionId::SignIn | QuestionId::Profile | QuestionId::Region | QuestionId::MfaCode => {
                self.sign_in_question() == id
            }
            QuestionId::Cluster | QuestionId::Namespace | QuestionId::Method | QuestionId::Approve => true,
            about_fargate => self.fargate_applies(about_fargate),
        }
    }

    /// Whether a question applies and has no answer yet.
    fn is_open(&self, id: QuestionId) -> bool {
        let Answers {
            rule_set,
            aws_auth_way,
            service_linked_role,
            caller_permissions,
            virtual_cluster,
            virtual_cluster_names,
            one_way,
            own_role,
            ..
        } = &self.answers;
        let answered = match id {
            QuestionId::RuleSet => rule_set.is_some(),
            QuestionId::AwsAuthWay => aws_auth_way.is_some(),
            QuestionId::AwsAuthText => self.aws_auth_is_ready().is_ok(),
            QuestionId::ServiceLinkedRole => service_linked_role.is_some(),
            QuestionId::CallerPermissions => caller_permissions.is_some(),
            QuestionId::VirtualCluster => virtual_cluster.is_some(),
            QuestionId::VirtualClusterName => virtual_cluster_names.is_some(),
            QuestionId::OneWay => *one_way == Some(true),
            QuestionId::OwnRole => *own_role == Some(true),
            // The page in front is where these are asked; an answer moves on, and going back asks anew.
            QuestionId::SignIn | QuestionId::Profile | QuestionId::Region | QuestionId::MfaCode => false,
            QuestionId::Cluster | QuestionId::Namespace | QuestionId::Method => false,
            QuestionId::Approve | QuestionId::Consent => false,
            about_fargate => self.fargate_answered(about_fargate),
        };
        self.applies(id) && !answered
    }

    /// Whether the cluster's name has to be typed before the plan may run.
    pub fn needs_typed_name(&self) -> bool {
        self.has_one_way_step() || self.makes_aws_auth() || self.edits_gravely() || self.is_guarded_by_name()
    }

    /// Whether the plan edits aws-auth so that somebody loses something or gains very much, and that is still to come.
    pub fn edits_gravely(&self) -> bool {
        let Some(review) = &self.review else { return false };
        self.to_write().any(|step| step.edits_gravely(&review.plan.target.arn.account))
    }

    /// Whether the plan makes an aws-auth where there is none, and that is still to come.
    pub fn makes_aws_auth(&self) -> bool {
        self.to_write().any(|step| matches!(step.operation, Operation::CreateAwsAuth { .. }))
    }

    /// Whether the plan has a step that cannot be undone and is still to come.
    pub fn has_one_way_step(&self) -> bool {
        self.to_write().any(|step| step.change.action == Action::OneWay)
    }

    /// The role that the plan puts permissions on, whose name has to be typed; none where it leaves all roles alone.
    pub fn role_to_type(&self) -> Option<&RoleName> {
        self.to_write().find_map(|step| match &step.operation {
            Operation::PutCallerPolicy { role, .. } => Some(role),
            _ => None,
        })
    }

    /// What has to be typed on the review before the plan can be run: the first that was not.
    pub fn to_type(&self) -> Option<QuestionId> {
        [QuestionId::OneWay, QuestionId::OwnRole].into_iter().find(|id| self.is_open(*id))
    }

    /// Whether the plan changes a cluster that the configuration guards by its name.
    pub fn is_guarded_by_name(&self) -> bool {
        let changes = self.review.as_ref().is_some_and(|review| review.plan.changes() > 0);
        changes && self.protection() == Some(Protection::TypedName)
    }

    /// How the configuration guards the chosen cluster: by its ARN as EKS told it, and before that by the one that it
    /// has if it is the caller's own.
    pub fn protection(&self) -> Option<Protection> {
        let told = self.observed.ready().map(|observed| observed.cluster.arn.clone());
        let told = told.or_else(|| self.cluster.ready().map(|facts| facts.arn.clone()));
        let own = || {
            let (session, chosen) = (self.session.ready()?, self.answers.cluster.as_ref()?);
            let (partition, account) = (session.caller.partition.clone(), session.caller.account.clone());
            Some(ClusterArn { partition, account, region: chosen.region.clone(), name: chosen.name.clone() })
        };
        self.preset.protections.of(&told.or_else(own)?)
    }

    /// Whether nothing may be run here, whatever is answered.
    pub fn is_read_only(&self) -> bool {
        self.preset.read_only || self.protection() == Some(Protection::ReadOnly)
    }

    /// Whether every namespace has its virtual cluster already.
    fn have_virtual_clusters(&self) -> bool {
        let Some(observed) = self.observed.ready() else {
            return false;
        };
        let running = crate::domain::observed::VirtualClusterState::Running;
        let vcs = observed.virtual_clusters.seen().map(Vec::as_slice).unwrap_or_default();
        let has = |namespace: &NamespaceName| {
            vcs.iter().any(|vc| vc.namespace.as_str() == namespace.as_str() && vc.state == running)
        };
        self.answers.namespaces.iter().all(has)
    }

    fn wants_virtual_cluster(&self) -> bool {
        match self.answers.method {
            Some(Method::AccessEntry) => true,
            Some(Method::Automatic | Method::Manual) => {
                self.answers.virtual_cluster.unwrap_or(self.preset.virtual_clusters.is_some())
            }
            None => false,
        }
    }

    fn question(&self, id: QuestionId) -> Question {
        let choose = |choices: Vec<Choice>, may_type: bool, default: Option<String>| QuestionKind::Choose {
            choices,
            may_type,
            default,
        };
        let kind = match id {
            QuestionId::SignIn | QuestionId::Profile | QuestionId::Region | QuestionId::MfaCode => {
                self.sign_in_kind(id)
            }
            QuestionId::Cluster => {
                let choices =
                    self.clusters.rows.iter().map(|row| choice(&format!("{}/{}", row.region, row.name))).collect();
                let default = self.answers.cluster.as_ref().map(|c| format!("{}/{}", c.region, c.name));
                choose(choices, true, default.or_else(|| self.preset.cluster.as_ref().map(ToString::to_string)))
            }
            QuestionId::Namespace => {
                let rows = self.namespaces.ready().map(Vec::as_slice).unwrap_or_default();
                let choices = rows.iter().map(|row| choice(row.name.as_str())).collect();
                let answered = &self.answers.namespaces;
                let default = if answered.is_empty() { &self.preset.namespaces } else { answered };
                QuestionKind::Several { choices, default: default.iter().map(ToString::to_string).collect() }
            }
            QuestionId::Method => {
                let choices = self.outlooks.iter().map(|outlook| Choice {
                    value: OutsideText::line(outlook.method.word()),
                    blockers: outlook.blockers.clone(),
                    is_recommended: outlook.recommended.is_some(),
                });
                let best =
                    self.outlooks.iter().find(|outlook| outlook.recommended.is_some()).map(|outlook| outlook.method);
                let default = self.answers.method.or(self.preset.method).or(best);
                choose(choices.collect(), false, default.map(|method| method.word().to_owned()))
            }
            QuestionId::RuleSet => {
                let choices = OFFERED_RULES.map(|set| choice(set.word())).to_vec();
                choose(choices, false, Some(self.rule_set().word().to_owned()))
            }
            QuestionId::AwsAuthWay => {
                let choices = AwsAuthWay::ALL.map(|way| choice(way.word())).to_vec();
                choose(choices, false, Some(self.aws_auth_way().word().to_owned()))
            }
            QuestionId::AwsAuthText => self.aws_auth_kind(),
            QuestionId::ServiceLinkedRole => QuestionKind::YesNo { default: Some(self.service_linked_role()) },
            QuestionId::CallerPermissions => {
                let choices =
                    [CallerPermissions::Show, CallerPermissions::Attach].map(|p| choice(&p.to_string())).to_vec();
                choose(choices, false, Some(self.caller_permissions().to_string()))
            }
            QuestionId::VirtualCluster => QuestionKind::YesNo { default: Some(self.wants_virtual_cluster()) },
            QuestionId::VirtualClusterName => QuestionKind::Text { default: self.virtual_cluster_text() },
            QuestionId::OneWay => QuestionKind::Typed {
                expected: self.answers.cluster.as_ref().map(|c| c.name.to_string()).unwrap_or_default(),
            },
            QuestionId::OwnRole => {
                QuestionKind::Typed { expected: self.role_to_type().map(ToString::to_string).unwrap_or_default() }
            }
            QuestionId::Approve => QuestionKind::YesNo { default: None },
            QuestionId::Consent => choose(["yes", "stop", "commands"].map(choice).to_vec(), false, None),
            about_fargate => self.fargate_kind(about_fargate),
        };
        Question { id, kind }
    }

    fn rule_set(&self) -> RuleSet {
        let method = self.answers.method.unwrap_or(Method::Automatic);
        let version = self.observed.ready().map(|observed| observed.cluster.version);
        let chosen = self.answers.rule_set.or(self.preset.rule_set).filter(|_| method == Method::Manual);
        chosen.unwrap_or_else(|| version.map_or(RuleSet::Aws122, |version| best_rule_set(method, version)))
    }

    fn service_linked_role(&self) -> bool {
        self.answers.service_linked_role.or(self.preset.service_linked_role).unwrap_or(true)
    }

    fn caller_permissions(&self) -> CallerPermissions {
        self.answers.caller_permissions.or(self.preset.caller_permissions).unwrap_or(CallerPermissions::Show)
    }

    /// How new virtual clusters are named: the answer, the flag, or as their namespaces.
    fn virtual_cluster_names(&self) -> VirtualClusterNames {
        let given = self.answers.virtual_cluster_names.as_ref().or(self.preset.virtual_clusters.as_ref());
        given.cloned().unwrap_or(VirtualClusterNames::AsNamespace)
    }

    /// The same as a text to change: with one namespace the name, with several what the names begin with.
    fn virtual_cluster_text(&self) -> String {
        let names = self.virtual_cluster_names();
        match (&names, self.answers.namespaces.as_slice()) {
            (_, [namespace]) => {
                let one = names.of(std::slice::from_ref(namespace)).ok().and_then(|names| names.into_iter().next());
                one.map(String::from).unwrap_or_default()
            }
            (VirtualClusterNames::From(name), _) => name.to_string(),
            (VirtualClusterNames::AsNamespace | VirtualClusterNames::Each(_), _) => String::new(),
        }
    }

    /// Everything decided, defaults resolved; none while something is still open.
    pub(super) fn resolve(&self, observed: &Observed) -> Option<Desired> {
        let cluster = self.answers.cluster.as_ref()?;
        let method = self.answers.method?;
        let namespaces = NonEmpty::try_from(self.wishes(observed)?).ok()?;
        Some(Desired {
            region: cluster.region.clone(),
            cluster: cluster.name.clone(),
            namespaces,
            method,
            rule_set: self.rule_set(),
            service_linked_role: self.service_linked_role(),
            caller_permissions: if method == Method::AccessEntry {
                self.caller_permissions()
            } else {
                CallerPermissions::Show
            },
            fargate: self.fargate_wish(),
            aws_auth_text: self.aws_auth_text_to_plan(),
            allowed_system_namespaces: self.preset.allowed_system_namespaces.clone(),
        })
    }

    /// One wish for each namespace; none while a name or a reading is missing.
    fn wishes(&self, observed: &Observed) -> Option<Vec<NamespaceWish>> {
        let namespaces = &self.answers.namespaces;
        let wants = self.wants_virtual_cluster();
        let names = if wants { self.virtual_cluster_names().of(namespaces).ok()? } else { Vec::new() };
        let wish = |(at, name): (usize, &NamespaceName)| {
            let facts = observed.namespaces.get(name)?;
            // Typing a name that is not there is asking for it; a flag that names one has to say so.
            let may_create = self.preset.create_namespace || !self.preset.namespaces.contains(name);
            let create = may_create && facts.object.is_absent();
            Some(NamespaceWish { name: name.clone(), create, virtual_cluster: names.get(at).cloned() })
        };
        namespaces.iter().enumerate().map(wish).collect()
    }

    /// The chosen cluster's mode, for the ladder.
    pub fn mode(&self) -> Option<AuthenticationMode> {
        self.observed
            .ready()
            .map(|observed| observed.cluster.mode)
            .or_else(|| self.cluster.ready().map(|facts| facts.mode))
    }
}
