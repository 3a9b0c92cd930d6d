//! The Kubernetes API of the fake world.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use emr_onramp::domain::observed::{
    AwsAuthObject, KubernetesUser, NamespaceObject, NodeCount, ObjectMeta, Right, RoleBindingObject, RoleObject,
    Subject,
};
use emr_onramp::domain::rbac::{Permission, PolicyRule, allows};
use emr_onramp::domain::{EMR_USER, EksVersion, NamespaceName, OutsideText, PortErrorKind, VerbatimText};
use emr_onramp::planner::emr_subject;
use emr_onramp::ports::eks::ListPage;
use emr_onramp::ports::{Deletable, KubeAccess, KubeObjects, PortResult, RulesList};

use super::fake::{Event, Fake, MAP_ROLES, World, error, line};
use crate::rig::of;

#[async_trait]
impl KubeAccess for Fake {
    fn objects(&self) -> &dyn KubeObjects {
        self
    }

    async fn server_version(&self) -> PortResult<EksVersion> {
        self.look("version", |_| Ok(of("1.33"))).await
    }

    async fn who_am_i(&self) -> PortResult<Option<KubernetesUser>> {
        self.look("SelfSubjectReview", |world| {
            Ok((!world.is_old).then(|| KubernetesUser { username: line("admin"), groups: Vec::new() }))
        })
        .await
    }

    async fn may_i(&self, right: &Right) -> PortResult<bool> {
        self.look("SelfSubjectAccessReview", |world| {
            let may_here = |all: &BTreeSet<String>| right.namespace.as_ref().is_some_and(|name| all.contains(name));
            Ok(world.may_edit && world.may_in.as_ref().is_none_or(may_here))
        })
        .await
    }

    async fn may_user(&self, user: &str, right: &Right) -> PortResult<bool> {
        self.look("SubjectAccessReview", |world| Ok(user == EMR_USER && emr_may(world, right))).await
    }

    async fn rules_of(&self, user: &str, namespace: &NamespaceName) -> PortResult<RulesList> {
        self.look("SelfSubjectRulesReview", |world| {
            let is_bound = user == EMR_USER && is_bound(world, namespace);
            let role = world.roles.get(namespace).filter(|_| is_bound);
            Ok(RulesList { rules: role.map(|role| role.rules.clone()).unwrap_or_default(), is_complete: false })
        })
        .await
    }

    async fn nodes(&self) -> PortResult<NodeCount> {
        self.look("list nodes", |world| Ok(world.nodes)).await
    }

    async fn namespaces(&self, _: Option<String>) -> PortResult<ListPage<(NamespaceName, bool)>> {
        self.look("list namespaces", |world| {
            let items = world.namespaces.iter().map(|(name, meta)| (name.clone(), meta.deleting)).collect();
            Ok(ListPage { items, next: None })
        })
        .await
    }

    async fn namespaces_with(&self, _: &str) -> PortResult<Vec<NamespaceName>> {
        self.look("list roles", |world| Ok(world.roles.keys().cloned().collect())).await
    }
}

impl Fake {
    async fn look<T>(&self, call: &'static str, answer: impl FnOnce(&mut World) -> PortResult<T>) -> PortResult<T> {
        self.read(call, |world| within_reach(world, call).and_then(|()| answer(world))).await
    }

    async fn change<T>(&self, call: &'static str, answer: impl FnOnce(&mut World) -> PortResult<T>) -> PortResult<T> {
        self.write(call, None, |world| within_reach(world, call).and_then(|()| answer(world))).await
    }

    async fn look_in<T: Send>(
        &self,
        namespace: &NamespaceName,
        call: &'static str,
        answer: impl FnOnce(&mut World) -> PortResult<T> + Send,
    ) -> PortResult<T> {
        let answer = |world: &mut World| within_reach(world, call).and_then(|()| answer(world));
        self.in_namespace(Event::Read(call), namespace, answer).await
    }

    async fn change_in<T: Send>(
        &self,
        namespace: &NamespaceName,
        call: &'static str,
        answer: impl FnOnce(&mut World) -> PortResult<T> + Send,
    ) -> PortResult<T> {
        let answer = |world: &mut World| within_reach(world, call).and_then(|()| answer(world));
        self.in_namespace(Event::Write(call, None), namespace, answer).await
    }
}

fn within_reach(world: &World, call: &str) -> PortResult<()> {
    if world.is_cut_off { Err(error(PortErrorKind::Unreachable, call, "no route to host")) } else { Ok(()) }
}

/// Whether RBAC lets user `emr-containers` do something.
fn emr_may(world: &World, right: &Right) -> bool {
    let Some(namespace) = &right.namespace else { return false };
    let namespace: NamespaceName = of(namespace);
    let is_bound = is_bound(world, &namespace);
    let permission =
        Permission { group: right.group.clone(), resource: right.resource.clone(), verb: right.verb.clone() };
    is_bound && world.roles.get(&namespace).is_some_and(|role| allows(&role.rules, &permission))
}

fn is_bound(world: &World, namespace: &NamespaceName) -> bool {
    world.bindings.get(namespace).is_some_and(|binding| binding.subjects.contains(&emr_subject()))
}

fn by_name<T: Clone>(all: &BTreeMap<NamespaceName, T>) -> BTreeMap<String, T> {
    all.iter().map(|(name, object)| (name.to_string(), object.clone())).collect()
}

#[async_trait]
impl KubeObjects for Fake {
    async fn every_namespace(&self) -> PortResult<BTreeMap<String, NamespaceObject>> {
        self.look("list namespaces", |world| {
            let all = world.namespaces.iter();
            Ok(all.map(|(name, meta)| (name.to_string(), NamespaceObject { meta: meta.clone() })).collect())
        })
        .await
    }

    async fn every_role(&self) -> PortResult<BTreeMap<String, RoleObject>> {
        self.look("list roles", |world| Ok(by_name(&world.roles))).await
    }

    async fn every_role_binding(&self) -> PortResult<BTreeMap<String, RoleBindingObject>> {
        self.look("list rolebindings", |world| Ok(by_name(&world.bindings))).await
    }

    async fn namespace(&self, name: &str) -> PortResult<Option<NamespaceObject>> {
        let name: NamespaceName = of(name);
        self.look_in(&name, "get namespace", |world| {
            let meta = world.namespaces.get(&name).cloned();
            Ok(meta.map(|meta| NamespaceObject { meta }))
        })
        .await
    }

    async fn create_namespace(&self, name: &NamespaceName) -> PortResult<NamespaceObject> {
        self.change_in(name, "create namespace", |world| {
            if world.namespaces.contains_key(name) {
                return Err(error(PortErrorKind::AlreadyExists, "create namespace", "namespace already exists"));
            }
            let meta = world.meta(name.as_str(), true);
            world.namespaces.insert(name.clone(), meta.clone());
            Ok(NamespaceObject { meta })
        })
        .await
    }

    async fn role(&self, namespace: &NamespaceName) -> PortResult<Option<RoleObject>> {
        self.look_in(namespace, "get role", |world| Ok(world.roles.get(namespace).cloned())).await
    }

    async fn write_role(
        &self,
        namespace: &NamespaceName,
        rules: &[PolicyRule],
        version: Option<&OutsideText>,
    ) -> PortResult<RoleObject> {
        self.change_in(namespace, "write role", |world| {
            let old = world.roles.get(namespace).cloned();
            let is_equal = old.as_ref().is_some_and(|old| old.rules == rules);
            let meta = written(world, old.map(|old| old.meta), version, is_equal, "write role")?;
            let role = RoleObject { meta, rules: rules.to_vec() };
            world.roles.insert(namespace.clone(), role.clone());
            Ok(role)
        })
        .await
    }

    async fn try_role(&self, _: &NamespaceName, _: &[PolicyRule], _: Option<&OutsideText>) -> PortResult<()> {
        self.look("try role", |world| match world.may_edit {
            true => Ok(()),
            false => Err(error(PortErrorKind::Denied, "try role", "roles is forbidden")),
        })
        .await
    }

    async fn role_binding(&self, namespace: &NamespaceName) -> PortResult<Option<RoleBindingObject>> {
        self.look_in(namespace, "get binding", |world| Ok(world.bindings.get(namespace).cloned())).await
    }

    async fn write_role_binding(
        &self,
        namespace: &NamespaceName,
        subjects: &[Subject],
        version: Option<&OutsideText>,
    ) -> PortResult<RoleBindingObject> {
        self.change_in(namespace, "write binding", |world| {
            let old = world.bindings.get(namespace).cloned();
            if old.as_ref().is_some_and(|old| old.role_name.as_str() != EMR_USER) {
                return Err(error(PortErrorKind::Invalid, "write binding", "cannot change roleRef"));
            }
            let is_equal = old.as_ref().is_some_and(|old| old.subjects == subjects);
            let meta = written(world, old.map(|old| old.meta), version, is_equal, "write binding")?;
            let binding = RoleBindingObject {
                meta,
                role_kind: line("Role"),
                role_name: line(EMR_USER),
                subjects: subjects.to_vec(),
            };
            world.bindings.insert(namespace.clone(), binding.clone());
            Ok(binding)
        })
        .await
    }

    async fn delete(&self, object: Deletable<'_>, uid: &OutsideText, version: &OutsideText) -> PortResult<()> {
        let (namespace, call) = match object {
            Deletable::Role(namespace) => (namespace, "delete role"),
            Deletable::RoleBinding(namespace) => (namespace, "delete binding"),
            Deletable::Namespace(namespace) => (namespace, "delete namespace"),
        };
        self.change_in(namespace, call, |world| {
            let meta = match object {
                Deletable::Role(_) => world.roles.get(namespace).map(|object| object.meta.clone()),
                Deletable::RoleBinding(_) => world.bindings.get(namespace).map(|object| object.meta.clone()),
                Deletable::Namespace(_) => world.namespaces.get(namespace).cloned(),
            };
            match meta {
                None => return Err(error(PortErrorKind::NotFound, call, "not found")),
                Some(meta) if meta.uid != *uid || meta.resource_version != *version => return Err(conflict(call)),
                Some(_) => {}
            }
            match object {
                Deletable::Role(_) => drop(world.roles.remove(namespace)),
                Deletable::RoleBinding(_) => drop(world.bindings.remove(namespace)),
                Deletable::Namespace(_) => drop(world.namespaces.remove(namespace)),
            }
            Ok(())
        })
        .await
    }

    async fn contents(&self, namespace: &NamespaceName) -> PortResult<Vec<OutsideText>> {
        self.look_in(namespace, "list contents", |world| {
            let own = [
                ("roles", world.roles.contains_key(namespace)),
                ("rolebindings", world.bindings.contains_key(namespace)),
            ];
            let own = own.into_iter().filter(|(_, is_there)| *is_there);
            let own = own.map(|(plural, _)| line(&format!("{plural}/{EMR_USER}")));
            Ok(own.chain(world.contents.get(namespace).cloned().unwrap_or_default()).collect())
        })
        .await
    }

    async fn aws_auth(&self) -> PortResult<Option<AwsAuthObject>> {
        self.look("get aws-auth", |world| Ok(world.aws_auth.clone())).await
    }

    async fn create_aws_auth(&self, map_roles: &VerbatimText) -> PortResult<AwsAuthObject> {
        self.change("create aws-auth", |world| {
            if world.aws_auth.is_some() {
                let text = "configmaps \"aws-auth\" already exists";
                return Err(error(PortErrorKind::AlreadyExists, "create aws-auth", text));
            }
            let meta = world.meta("aws-auth", false);
            let data = [(MAP_ROLES.to_owned(), map_roles.clone())].into_iter().collect();
            let made = AwsAuthObject { meta, data, binary_keys: Vec::new(), immutable: false };
            world.aws_auth = Some(made.clone());
            Ok(made)
        })
        .await
    }

    async fn write_map_roles(&self, text: &VerbatimText, version: &OutsideText) -> PortResult<AwsAuthObject> {
        self.change("write aws-auth", |world| {
            let Some(object) = &world.aws_auth else {
                return Err(error(PortErrorKind::NotFound, "write aws-auth", "configmaps \"aws-auth\" not found"));
            };
            if object.immutable {
                return Err(error(PortErrorKind::Invalid, "write aws-auth", "field is immutable"));
            }
            if object.meta.resource_version != *version {
                return Err(conflict("write aws-auth"));
            }
            let text = world.rewrite.take().map_or_else(|| text.clone(), VerbatimText::new);
            let next = world.next_version();
            let object = world.aws_auth.as_mut().unwrap();
            object.meta.resource_version = next;
            object.data.insert(MAP_ROLES.to_owned(), text);
            Ok(object.clone())
        })
        .await
    }
}

/// The meta of an object after a write: applied without force where no version is given, else put under that version.
fn written(
    world: &mut World,
    old: Option<ObjectMeta>,
    version: Option<&OutsideText>,
    is_equal: bool,
    call: &'static str,
) -> PortResult<ObjectMeta> {
    match (old, version) {
        (None, None) => Ok(world.meta("emr-containers", true)),
        (Some(old), None) if is_equal => Ok(ObjectMeta { is_ours: true, ..old }),
        (Some(old), Some(version)) if old.resource_version == *version => {
            Ok(ObjectMeta { resource_version: world.next_version(), ..old })
        }
        (None, Some(_)) => Err(error(PortErrorKind::NotFound, call, "not found")),
        (Some(_), _) => Err(conflict(call)),
    }
}

fn conflict(call: &str) -> emr_onramp::ports::PortError {
    error(
        PortErrorKind::Conflict,
        call,
        "the object has been modified; please apply your changes to the latest version",
    )
}
