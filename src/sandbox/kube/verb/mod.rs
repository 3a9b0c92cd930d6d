//! The verbs on stored objects.

pub(super) mod apply;
pub(super) mod delete;
mod json_patch;
pub(super) mod patch;
pub(super) mod read;
mod strategic;
pub(super) mod write;

use serde_json::Value;

use super::Identity;
use super::fields::Warnings;
use super::rbac::evaluate::{Action, decide};
use super::request::{Query, RequestInfo, WriteOptions};
use super::resource::Resource;
use super::status::{Answer, Status, Target};
use super::store::{Cluster, Key};

/// One authorized request on a known resource.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call<'a> {
    /// Who asks.
    pub(super) who: &'a Identity,
    /// What is asked for.
    pub(super) info: &'a RequestInfo,
    /// The resource it is asked of.
    pub(super) resource: &'static Resource,
    /// The query.
    pub(super) query: &'a Query,
    /// The caller's `User-Agent`.
    pub(super) agent: &'a str,
    /// The form of the body, without parameters.
    pub(super) content_type: &'a str,
    /// The body; never protobuf.
    pub(super) body: &'a [u8],
    /// Takes what the caller is to be warned of.
    pub(super) warnings: &'a Warnings,
    /// The server's minor version.
    pub(super) minor: u32,
}

/// A verb's answer: the HTTP status code and the object.
pub(super) type Reply = Answer<(u16, Value)>;

impl<'a> Call<'a> {
    /// The place of the object the path names.
    fn key(&self) -> Key {
        Key::new(self.resource, &self.info.namespace, &self.info.name)
    }

    /// The object the path names, for messages.
    fn target(&self) -> Target<'a> {
        Target::of(self.resource, &self.info.name)
    }

    /// The namespace of the objects; empty for kinds without one.
    fn namespace(&self) -> &'a str {
        if self.resource.namespaced { &self.info.namespace } else { "" }
    }

    /// How the write is to be made; `kind` is the name of the options in errors.
    pub(super) fn options(&self, kind: &str) -> Answer<WriteOptions> {
        WriteOptions::parse(self.query, self.agent, self.minor, kind)
    }

    /// Writing that turns out to create takes the right to create, too.
    fn check_may_create(&self, cluster: &Cluster) -> Answer<()> {
        let action = Action {
            verb: "create",
            group: self.resource.group,
            resource: self.resource.plural,
            namespace: &self.info.namespace,
            name: &self.info.name,
            ..Action::default()
        };
        let decision = decide(cluster, self.who, &action);
        if decision.allowed {
            return Ok(());
        }
        let why = action.refusal(&self.who.username, &decision.reason);
        Err(Status::forbidden(self.target(), &why))
    }
}
