//! Proof: asked of the cluster and of AWS after the run, never concluded from "the call returned 200".

use futures_util::future::join_all;

use super::Run;
use super::guard::may_edit_aws_auth;
use crate::aws_auth::{MAP_ROLES, Reading, RoleMapping, RoleState, find_role, read_map_roles};
use crate::domain::desired::NamespaceWish;
use crate::domain::observed::{AwsAuthObject, NodeCount};
use crate::domain::session::API_MODE_ASSUMPTION;
use crate::domain::{
    AuthenticationMode, EMR_USER, Method, NamespaceName, NotLooked, OutsideText, PortError, PortErrorKind, VerbatimText,
};
use crate::plan::proof::{Check, Proof, Verdict};
use crate::plan::{Operation, image};

impl Run {
    /// Looks at everything that the run was to bring about.
    pub(super) async fn prove(&self) -> Proof {
        let Some(method) = self.input.plan.method() else {
            if self.input.plan.undo.is_some() {
                return self.prove_undo().await;
            }
            let verdicts = match &self.input.plan.role {
                Some(wish) => self.prove_execution_role(wish).await,
                None => Vec::new(),
            };
            return Proof { namespaces: Vec::new(), verdicts };
        };
        let namespaces = self.cells().await;
        let of_mapping = async { if method.uses_rbac() { Some(self.prove_aws_auth().await) } else { None } };
        let wishes = self.input.plan.namespaces();
        let of_entry = async { if method.uses_rbac() { Vec::new() } else { self.prove_entry().await } };
        let (role, mapping, own, of_entry, of_namespaces, nodes, of_fargate) = tokio::join!(
            self.prove_service_linked_role(),
            of_mapping,
            self.prove_own_access(),
            of_entry,
            join_all(wishes.map(|wish| self.prove_namespace(wish))),
            self.prove_nodes(),
            self.prove_fargate(),
        );
        let mut verdicts = vec![role];
        verdicts.extend(mapping);
        verdicts.push(own);
        verdicts.extend(of_entry);
        verdicts.extend(of_namespaces.into_iter().flatten());
        verdicts.push(nodes);
        verdicts.extend(of_fargate);
        if method == Method::AccessEntry {
            let in_api_mode = self.input.observed.cluster.mode == AuthenticationMode::Api;
            let matters = |line: &&OutsideText| in_api_mode || !line.as_str().starts_with(API_MODE_ASSUMPTION);
            let assumed = self.ports.cloud.label().assumptions.iter().filter(matters);
            verdicts.extend(assumed.map(|assumption| Verdict::Assumed { assumption: assumption.clone() }));
        }
        Proof { namespaces, verdicts }
    }

    /// The virtual cluster of one namespace, where one was to be made.
    async fn prove_namespace(&self, wish: &NamespaceWish) -> Option<Verdict> {
        let is_wanted = self.input.plan.method() == Some(Method::AccessEntry) || wish.virtual_cluster.is_some();
        if is_wanted { Some(self.prove_virtual_cluster(&wish.name).await) } else { None }
    }

    async fn prove_service_linked_role(&self) -> Verdict {
        let wanted = self.input.observed.emr_role();
        match self.iam.role(&wanted.name).await {
            Ok(Some(role)) if role.arn == wanted => {
                holds(Check::ServiceLinkedRole { arn: OutsideText::line(&role.arn.to_string()) })
            }
            Ok(Some(role)) => fails("service-linked-role", &role.arn.to_string()),
            Ok(None) => fails("service-linked-role", "NoSuchEntity"),
            Err(error) => not_looked("service-linked-role", &error),
        }
    }

    async fn prove_aws_auth(&self) -> Verdict {
        match self.eks.cluster(&self.input.plan.target.arn.name).await {
            Ok(cluster) if cluster.mode.reads_aws_auth() => {}
            Ok(cluster) => return fails("aws-auth", &format!("authenticationMode {}: not read at all", cluster.mode)),
            Err(error) => return not_looked("aws-auth", &error),
        }
        let read = match self.kube().await {
            Ok(kube) => kube.objects().aws_auth().await,
            Err(error) => Err(error),
        };
        let object = match read {
            Ok(Some(object)) => object,
            Ok(None) => return fails("aws-auth", "NotFound"),
            Err(error) => return not_looked("aws-auth", &error),
        };
        let now = entries(&object);
        let before = self.input.observed.aws_auth.seen().map(entries);
        let wanted = RoleMapping::new(self.input.observed.emr_role().pathless(), EMR_USER);
        let username = match find_role(&now, &wanted) {
            RoleState::Present { entry, .. } => OutsideText::line(&entry.mapping.username),
            other => return fails("aws-auth", &in_words(&other)),
        };
        let edited = self.input.plan.steps.iter().find_map(|step| match &step.operation {
            Operation::EditAwsAuth { text } => Some(read_map_roles(text.exact())),
            _ => None,
        });
        let expected = edited.as_ref().or(before.as_ref());
        let earlier = expected.iter().flat_map(|reading| reading.effective.iter());
        let lost: Vec<&str> = earlier
            .filter(|(key, mapping)| now.effective.get(*key) != Some(mapping))
            .map(|(_, mapping)| mapping.rolearn.as_str())
            .collect();
        if !lost.is_empty() {
            return fails("aws-auth", &format!("no longer mapped as before: {}", lost.join(", ")));
        }
        let before = before.map_or(0, |reading| reading.entries.len());
        holds(Check::AwsAuth { entries: now.entries.len(), before, username })
    }

    pub(super) async fn prove_own_access(&self) -> Verdict {
        match self.fresh_username().await {
            Ok(username) => holds(Check::OwnAccess { username }),
            Err(error) if error.kind == PortErrorKind::Unauthenticated && self.was_let_in() => {
                fails("own-access", &error.to_string())
            }
            Err(error) => not_looked("own-access", &error),
        }
    }

    /// Whether there was an access of our own to lose.
    fn was_let_in(&self) -> bool {
        !matches!(self.input.observed.kubernetes_user.not_looked(), Some(NotLooked::NotRecognised { .. }))
    }

    /// A new connection signs a new token; the API server has to think anew who we are.
    async fn fresh_username(&self) -> Result<Option<OutsideText>, PortError> {
        let fresh = self.ports.cloud.kube(&self.input.observed.cluster).await?;
        if let Some(user) = fresh.who_am_i().await? {
            return Ok(Some(user.username));
        }
        // Below 1.28 nobody says the name, but only one who is known gets an answer on rights.
        may_edit_aws_auth(&*fresh).await.map(|_| None)
    }

    /// What EMR wrote into its access entry, and what that leaves of the way in to older virtual clusters.
    async fn prove_entry(&self) -> Vec<Verdict> {
        let names: Vec<NamespaceName> = self.input.plan.namespaces().map(|wish| wish.name.clone()).collect();
        let role = self.input.observed.emr_role();
        let read = self.eks.access_entry(&self.input.plan.target.arn.name, &role).await;
        let mut verdicts = match &read {
            Ok(Some(entry)) => {
                let flaws = entry.flaws(&self.input.plan.target.arn, &names);
                flaws.into_iter().map(|(flaw, seen)| fails(flaw.word(), seen.as_str())).collect()
            }
            Ok(None) => vec![fails("access-entry", "ResourceNotFoundException")],
            Err(error) => vec![not_looked("access-entry", error)],
        };
        let entry = read.ok().flatten();
        if let (Some(entry), true) = (&entry, verdicts.is_empty()) {
            let namespaces = image::reached(entry).iter().map(|name| OutsideText::line(name)).collect();
            verdicts.push(holds(Check::AccessEntry { username: entry.username.clone(), namespaces }));
        }
        verdicts.extend(self.prove_legacy(entry.as_ref()).await);
        verdicts
    }

    async fn prove_virtual_cluster(&self, namespace: &NamespaceName) -> Verdict {
        let wants_entry = self.input.plan.method() == Some(Method::AccessEntry);
        match self.virtual_cluster(namespace).await {
            Ok(Some((vc, integrated))) if integrated || !wants_entry => holds(Check::VirtualCluster {
                id: vc.id,
                namespace: vc.namespace,
                state: OutsideText::line(vc.state.as_str()),
                integrated,
            }),
            Ok(Some((vc, _))) => {
                fails("virtual-cluster-integration", &format!("{} eksAccessEntryIntegrated: false", vc.id))
            }
            Ok(None) => fails("virtual-cluster", &format!("no RUNNING one in {namespace}")),
            Err(error) => not_looked("virtual-cluster", &error),
        }
    }

    pub(super) async fn prove_nodes(&self) -> Verdict {
        let count = match self.kube().await {
            Ok(kube) => kube.nodes().await,
            Err(error) => Err(error),
        };
        let now = match count {
            Ok(now) => now,
            Err(error) => return not_looked("nodes", &error),
        };
        let before = self.input.observed.nodes.seen().copied();
        if before.is_some_and(|before| is_worse(before, now)) {
            return fails("nodes", &format!("{} / {} Ready", now.ready, now.all));
        }
        let watched_s = self.elapsed.millis(self.ports.clock.now()) / 1_000;
        holds(Check::Nodes { now, before, watched_s })
    }
}

fn entries(object: &AwsAuthObject) -> Reading {
    read_map_roles(object.data.get(MAP_ROLES).map(VerbatimText::exact).unwrap_or_default())
}

fn in_words(state: &RoleState<'_>) -> String {
    match state {
        RoleState::Unreadable => "mapRoles cannot be read".to_owned(),
        RoleState::Absent => "no entry for the role".to_owned(),
        RoleState::Present { entry, .. } | RoleState::Different { entry, .. } | RoleState::NeverMatches { entry } => {
            format!("{} → {}", entry.mapping.rolearn, entry.mapping.username)
        }
    }
}

/// Whether nodes that were Ready are not any more. Nodes that go or come whole are the autoscaler's doing.
fn is_worse(before: NodeCount, now: NodeCount) -> bool {
    now.ready < before.ready && now.all - now.ready > before.all - before.ready
}

pub(super) fn holds(check: Check) -> Verdict {
    Verdict::Holds(check)
}

pub(super) fn fails(check: &str, seen: &str) -> Verdict {
    Verdict::Fails { check: check.to_owned(), seen: OutsideText::message(seen) }
}

pub(super) fn not_looked(check: &str, error: &PortError) -> Verdict {
    Verdict::NotLooked { check: check.to_owned(), why: error.not_looked() }
}
