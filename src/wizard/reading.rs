//! What is read for a page: begun when it is wanted, left when the page is.

use std::collections::BTreeSet;

use super::{Effect, Load, Msg, PageId, RequestId, Wizard};
use crate::domain::{Desired, NamespaceName, PortErrorKind};

/// A service that says that too much is asked of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Throttled {
    /// The service, as the call log names it.
    pub service: String,
    /// The try that comes next, from 2.
    pub next_try: u32,
}

/// What was asked about rows one by one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct RowReads {
    asked: BTreeSet<NamespaceName>,
    under_way: BTreeSet<RequestId>,
}

impl Wizard {
    /// Whether the cluster is looked up by the name that was given, and none is listed.
    pub(super) fn looks_up(&self) -> bool {
        self.is_unattended && self.preset.cluster.is_some()
    }

    /// Whether the namespaces that were given are taken as they are, and none is listed.
    pub(super) fn knows_namespaces(&self) -> bool {
        self.is_unattended && !self.preset.namespaces.is_empty()
    }

    /// What the person wants, once it is complete.
    pub fn desired(&self) -> Option<&Desired> {
        self.review.as_ref().map(|review| &review.desired)
    }

    /// Whether the session is a practice one.
    pub fn is_practice(&self) -> bool {
        self.session.ready().is_some_and(|session| session.label.sandbox.is_some())
    }

    /// The regions that are looked at.
    pub fn regions(&self) -> &[crate::domain::Region] {
        self.session.ready().map(|session| session.regions.as_slice()).unwrap_or_default()
    }

    /// Lets go of what was read for pages that are no longer in front, and begins anew what was let go of earlier.
    pub(super) fn follow_page(&mut self, before: PageId, effects: &mut Vec<Effect>) {
        if self.page == before {
            return;
        }
        let mut left = Vec::new();
        if self.page != PageId::Cluster {
            left.extend(self.lookup.take().map(|lookup| lookup.request));
        }
        if self.page > PageId::Cluster && !self.clusters.is_done {
            left.extend(self.clusters.request.take());
        }
        if self.page < PageId::Namespace
            && let Load::Loading(request) = self.namespaces
        {
            (self.namespaces, self.cluster) = (Load::Idle, Load::Idle);
            left.push(request);
        }
        if self.page != PageId::Namespace {
            left.extend(self.leave_rows());
        }
        if self.page < PageId::Method
            && let Load::Loading(request) = self.observed
        {
            self.forget_observed();
            left.push(request);
        }
        if !left.is_empty() {
            // The answer that would have ended it does not come any more.
            self.throttled = None;
        }
        // First of all, so that what comes now need not queue behind it.
        effects.splice(0..0, left.into_iter().map(|request| Effect::Abandon { request }));
        let is_incomplete = self.clusters.request.is_none() && !self.clusters.is_done;
        if self.page == PageId::Cluster && is_incomplete && !self.looks_up() {
            effects.extend(self.list_clusters());
        }
    }

    /// A service says that too much is asked of it, or answers again.
    pub(super) fn hear_of_throttling(&mut self, msg: Msg) {
        match msg {
            Msg::Throttled { service, next_try } => self.throttled = Some(Throttled { service, next_try }),
            Msg::Answering { service } => {
                self.throttled.take_if(|throttled| throttled.service == service);
            }
            _ => {}
        }
    }

    /// What was asked about single rows and not answered yet is asked again when they are seen again.
    pub(super) fn leave_rows(&mut self) -> BTreeSet<RequestId> {
        let under_way = std::mem::take(&mut self.row_reads.under_way);
        if !under_way.is_empty() {
            self.row_reads.asked.clear();
        }
        under_way
    }

    /// Forgets what was asked about single rows: there are new ones.
    pub(super) fn forget_rows(&mut self) {
        self.row_reads = RowReads::default();
    }

    /// Rows are in sight: what one list could not tell of them is read one by one, each once.
    pub(super) fn see_rows(&mut self, seen: &[NamespaceName]) -> Vec<Effect> {
        let (Some(rows), Some(cluster)) = (self.namespaces.ready(), self.cluster.ready()) else { return Vec::new() };
        let is_open = |name: &&NamespaceName| {
            let row = rows.iter().find(|row| row.name == **name);
            row.is_some_and(|row| {
                !row.name.is_system() && !row.deleting && (row.has_role.is_none() || row.has_role_binding.is_none())
            })
        };
        let asked = &self.row_reads.asked;
        let namespaces: Vec<NamespaceName> =
            seen.iter().filter(|name| !asked.contains(*name)).filter(is_open).cloned().collect();
        if namespaces.is_empty() || self.page != PageId::Namespace {
            return Vec::new();
        }
        let cluster = Box::new(cluster.clone());
        let request = self.request();
        self.row_reads.asked.extend(namespaces.iter().cloned());
        self.row_reads.under_way.insert(request);
        vec![Effect::LookInto { request, cluster, namespaces }]
    }

    /// What single rows hold.
    pub(super) fn hear_rows(&mut self, request: RequestId, found: Vec<(NamespaceName, Option<bool>, Option<bool>)>) {
        if !self.row_reads.under_way.remove(&request) {
            return;
        }
        let Load::Ready(rows) = &mut self.namespaces else { return };
        for (name, has_role, has_role_binding) in found {
            if let Some(row) = rows.iter_mut().find(|row| row.name == name) {
                row.has_role = row.has_role.or(has_role);
                row.has_role_binding = row.has_role_binding.or(has_role_binding);
            }
        }
    }

    /// Whether the namespaces could not be listed for want of the right to.
    pub fn may_not_list_namespaces(&self) -> bool {
        matches!(&self.namespaces, Load::Failed(error) if error.kind == PortErrorKind::Denied)
    }
}
