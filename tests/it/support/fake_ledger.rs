//! Who changed what in the fake world, and which planned mishap met which call.

use std::collections::BTreeMap;

use emr_onramp::domain::observed::ObjectMeta;
use emr_onramp::domain::{NamespaceName, PortErrorKind};
use emr_onramp::ports::PortResult;

use super::fake::{ANY, ANY_OF_AWS, Effect, Event, World};

/// Who changed something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// The run.
    Us,
    /// Anybody else: a person, a controller, EKS and EMR of themselves.
    Others,
}

/// One thing before and after; none where it was not there.
pub(crate) type Turn = (Option<String>, Option<String>);

/// What one deed changed.
#[derive(Clone, Debug)]
pub(crate) struct Deed {
    /// Whose it was.
    pub(crate) by: By,
    /// The call, or before or after which one others did it.
    pub(crate) call: &'static str,
    /// The token that was sent.
    pub(crate) token: Option<String>,
    /// Each thing that is other than before.
    pub(crate) turns: BTreeMap<String, Turn>,
    /// Why it was refused; none where it was taken.
    pub(crate) refusal: Option<(PortErrorKind, String)>,
}

/// A planned mishap that happened.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    /// The row of the fault matrix.
    pub(crate) row: u8,
    /// The call or record.
    pub(crate) call: &'static str,
    /// The kind of the step under way, where that is known.
    pub(crate) step: Option<String>,
    /// Whether the steps were over.
    pub(crate) is_proving: bool,
}

/// What is taken down of a world.
#[derive(Default)]
pub(crate) struct Ledger {
    /// Whether changes are taken down.
    pub(crate) is_kept: bool,
    pub(crate) deeds: Vec<Deed>,
    pub(crate) hits: Vec<Hit>,
    /// Texts that others put into aws-auth.
    pub(crate) theirs: Vec<String>,
    /// The kind of the step under way.
    pub(crate) step: Option<String>,
    /// Whether the steps are over.
    pub(crate) is_proving: bool,
}

/// Calls of the Kubernetes API; all others that read or write are of AWS.
const KUBERNETES: [&str; 20] = [
    "connect",
    "version",
    "get namespace",
    "get role",
    "get binding",
    "get aws-auth",
    "list nodes",
    "list namespaces",
    "list roles",
    "list rolebindings",
    "list contents",
    "create namespace",
    "create aws-auth",
    "write role",
    "write binding",
    "write aws-auth",
    "try role",
    "delete role",
    "delete binding",
    "delete namespace",
];

/// What begins a thing that carries our label.
pub(crate) const OURS: &str = "ours ";

fn mark(meta: &ObjectMeta) -> &'static str {
    if meta.is_ours { OURS } else { "" }
}

fn is_of_aws(event: &Event) -> bool {
    match event {
        Event::Read(call) | Event::Write(call, _) => !KUBERNETES.contains(call) && !call.ends_with("Review"),
        Event::Record(_) | Event::Wait => false,
    }
}

impl World {
    /// What happens to a call, the how-manieth of its name.
    pub(super) fn due(&mut self, namespace: Option<&NamespaceName>, event: &Event, count: u32) -> Vec<Effect> {
        self.ledger.is_proving |= *event == Event::Record("End");
        let is_call = matches!(event, Event::Read(_) | Event::Write(..));
        let all = if is_call { self.count(ANY) } else { 0 };
        let of_aws = if is_of_aws(event) { self.count(ANY_OF_AWS) } else { 0 };
        let (ledger, call) = (&mut self.ledger, event.call());
        let due = self.faults.iter().filter(|fault| {
            let is_here = fault.namespace.is_none_or(|wanted| namespace.is_some_and(|name| name.as_str() == wanted));
            let count = match fault.call {
                ANY => all,
                ANY_OF_AWS => of_aws,
                wanted if wanted == call => count,
                _ => 0,
            };
            // While it is proved what is there, others rest: what they do after a look is no fault of who looked.
            let is_deed = matches!(fault.effect, Effect::Before(_) | Effect::After(_)) && fault.row != 0;
            is_here && (fault.first..=fault.last).contains(&count) && !(is_deed && ledger.is_proving)
        });
        due.map(|fault| {
            if fault.row != 0 {
                let (step, is_proving) = (ledger.step.clone(), ledger.is_proving);
                ledger.hits.push(Hit { row: fault.row, call, step, is_proving });
            }
            fault.effect.clone()
        })
        .collect()
    }

    fn count(&mut self, call: &'static str) -> u32 {
        let count = self.counts.entry(call).or_default();
        *count += 1;
        *count
    }

    /// A change that somebody else makes.
    pub(crate) fn by_others(&mut self, call: &'static str, change: impl FnOnce(&mut Self)) {
        let before = self.things();
        change(self);
        self.note_deed(By::Others, call, None, before, None);
    }

    /// A call of the run takes effect, if it does.
    pub(super) fn by_us<T>(&mut self, event: &Event, answer: impl FnOnce(&mut Self) -> PortResult<T>) -> PortResult<T> {
        let Event::Write(call, token) = event else { return answer(self) };
        let before = self.things();
        let answer = answer(self);
        let refusal = answer.as_ref().err().map(|error| (error.kind, error.message.to_string()));
        self.note_deed(By::Us, call, token.clone(), before, refusal);
        answer
    }

    fn note_deed(
        &mut self,
        by: By,
        call: &'static str,
        token: Option<String>,
        before: BTreeMap<String, String>,
        refusal: Option<(PortErrorKind, String)>,
    ) {
        if !self.ledger.is_kept {
            return;
        }
        let after = self.things();
        let mut turns = BTreeMap::new();
        for name in before.keys().chain(after.keys()) {
            if before.get(name) != after.get(name) {
                turns.insert(name.clone(), (before.get(name).cloned(), after.get(name).cloned()));
            }
        }
        self.ledger.deeds.push(Deed { by, call, token, turns, refusal });
    }

    /// Everything that can be changed, by name: what it is, with its uid and version.
    fn things(&self) -> BTreeMap<String, String> {
        if !self.ledger.is_kept {
            return BTreeMap::new();
        }
        let mut things = BTreeMap::new();
        let mut put = |name: String, thing: String| drop(things.insert(name, thing));
        for (name, meta) in &self.namespaces {
            put(format!("namespace/{name}"), meta.uid.to_string());
        }
        for (name, role) in &self.roles {
            let meta = &role.meta;
            let what = format!("{}{} {} {:?}", mark(meta), meta.uid, meta.resource_version, role.rules);
            put(format!("role/{name}"), what);
        }
        for (name, binding) in &self.bindings {
            let meta = &binding.meta;
            let what = format!("{}{} {} {:?}", mark(meta), meta.uid, meta.resource_version, binding.subjects);
            put(format!("binding/{name}"), what);
        }
        if let Some(object) = &self.aws_auth {
            put("aws-auth".to_owned(), format!("{} {}", object.meta.uid, object.meta.resource_version));
            put("mapRoles".to_owned(), self.map_roles().to_owned());
        }
        for role in self.iam_roles.values() {
            put(format!("iam-role/{}", role.arn.name), role.unique_id.to_string());
        }
        for ((role, policy), document) in &self.policies {
            put(format!("policy/{role}/{policy}"), document.to_string());
        }
        for role in self.every_service_role() {
            let document = &role.document;
            let what = format!("{} {} {:?}", document.unique_id, document.trust.exact(), role.attached);
            put(format!("service-role/{}", document.arn.name), what);
        }
        for profile in self.listed_profiles() {
            // How far EKS is with it is EKS's doing.
            let is_going = profile.status.as_str() == "DELETING";
            put(format!("profile/{}", profile.name), format!("{} {is_going}", profile.arn));
        }
        for (vc, _) in &self.virtual_clusters {
            put(format!("virtual-cluster/{}", vc.namespace), format!("{} {:?}", vc.id, vc.state));
        }
        if let Some((began, to, token)) = &self.update {
            put("update".to_owned(), format!("{began} {to} {token}"));
        }
        things
    }
}
