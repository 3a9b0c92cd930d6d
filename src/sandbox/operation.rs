//! The operations that the sandbox has, as data: how each is asked for, what it reads, and what it acts on.

use http::Method;

use crate::sandbox::aws::{Answer, AwsRequest, Call, Service};
use crate::sandbox::{eks, emr, iam, sts};

/// One operation of a service.
pub(super) struct Operation {
    /// The name, which is also the IAM action behind the service's prefix.
    pub(super) name: &'static str,
    /// The HTTP method.
    method: &'static str,
    /// The path without its first slash; a part in braces names the input that stands there.
    path: &'static str,
    /// The inputs that are read besides those of the path, by their names on the wire.
    inputs: &'static [&'static str],
    /// What the caller's policies must name.
    pub(super) target: Target,
    /// Answers it.
    pub(super) answer: fn(&mut Call<'_>) -> Answer,
}

/// The resource that a permission is asked for (the service authorization reference names it for each action).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// No permission is needed at all.
    Open,
    /// The action knows no resources: `*`.
    Everything,
    /// The cluster that the path names.
    Cluster,
    /// The access entry that the path names.
    AccessEntry,
    /// The Fargate profile that the path names.
    FargateProfile,
    /// The managed node group that the path names.
    Nodegroup,
    /// The role that the form names; one that is not there counts as one under `/`.
    Role,
    /// All roles under the path prefix that the form names.
    Roles,
    /// The service-linked role that is to be made.
    NewServiceLinkedRole,
    /// The managed policy that the form names.
    Policy,
    /// The principal whose policies are simulated.
    PolicySource,
    /// The virtual cluster that the path names.
    VirtualCluster,
}

impl Operation {
    /// Describes an operation of restJson.
    pub(super) const fn rest(
        name: &'static str,
        (method, path): (&'static str, &'static str),
        inputs: &'static [&'static str],
        target: Target,
        answer: fn(&mut Call<'_>) -> Answer,
    ) -> Operation {
        Operation { name, method, path, inputs, target, answer }
    }

    /// Describes an operation of awsQuery.
    pub(super) const fn query(
        name: &'static str,
        inputs: &'static [&'static str],
        target: Target,
        answer: fn(&mut Call<'_>) -> Answer,
    ) -> Operation {
        Operation { name, method: "POST", path: "", inputs, target, answer }
    }

    /// Returns every input that it reads, those of the path first.
    #[cfg(test)]
    pub(super) fn inputs(&self) -> impl Iterator<Item = &'static str> {
        let labels = self.path.split('/').filter_map(label);
        labels.chain(self.inputs.iter().copied())
    }

    /// Returns the names of the path's parts; `None` for those that are fixed.
    #[cfg(test)]
    pub(super) fn labels(&self) -> impl Iterator<Item = Option<&'static str>> {
        self.path.split('/').map(label)
    }

    /// Returns an input of the request that it does not read: to pass over it would be to answer another question.
    pub(super) fn unread_input<'a>(&self, request: &'a AwsRequest) -> Option<&'a str> {
        let is_read = |name: &str| self.inputs.contains(&name);
        let fields = request.fields.iter().map(|(key, _)| key.split('.').next().unwrap_or_default());
        let members = request.body.as_object().into_iter().flatten();
        let members = members.filter(|(_, value)| !value.is_null()).map(|(key, _)| key.as_str());
        let is_frame = |name: &str| request.service.is_query() && (name == "Action" || name == "Version");
        fields.chain(members).find(|name| !is_frame(name) && !is_read(name))
    }

    fn is_asked(&self, method: &Method, path: &[String]) -> bool {
        let mut parts = self.path.split('/');
        let is_same = path.iter().all(|part| {
            let wanted = parts.next();
            wanted.is_some_and(|wanted| wanted == part || (label(wanted).is_some() && !part.is_empty()))
        });
        *method == self.method && is_same && parts.next().is_none()
    }
}

/// The name in the braces of a path's part.
fn label(part: &str) -> Option<&str> {
    part.strip_prefix('{')?.strip_suffix('}')
}

/// Returns all operations of a service.
pub(super) fn operations(service: Service) -> &'static [Operation] {
    match service {
        Service::Sts => sts::OPERATIONS,
        Service::Iam => iam::OPERATIONS,
        Service::Eks => eks::OPERATIONS,
        Service::EmrContainers => emr::OPERATIONS,
    }
}

/// Returns the names of all operations of all services, such as `eks:ListClusters`.
pub fn operation_names() -> Vec<String> {
    let name = |service: Service| {
        operations(service).iter().map(move |operation| format!("{}:{}", service.signing_name(), operation.name))
    };
    Service::ALL.into_iter().flat_map(name).collect()
}

/// Finds the operation that a request asks for, if the sandbox has it.
pub(super) fn find(request: &AwsRequest) -> Option<&'static Operation> {
    let mut all = operations(request.service).iter();
    if request.service.is_query() {
        let action = request.field("Action")?;
        return all.find(|operation| operation.name == action);
    }
    all.find(|operation| operation.is_asked(&request.method, &request.path))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn request(service: Service, method: Method, path: &str) -> AwsRequest {
        let path = path.split('/').map(str::to_owned).collect();
        AwsRequest {
            service,
            region: "us-east-1".to_owned(),
            method,
            path,
            fields: Vec::new(),
            body: serde_json::Value::Null,
        }
    }

    #[test]
    fn requests_are_told_apart_by_method_and_path() {
        for (method, path, expected) in [
            (Method::GET, "clusters", Some("ListClusters")),
            (Method::POST, "clusters", None),
            (Method::GET, "clusters/dev", Some("DescribeCluster")),
            (Method::GET, "clusters/", None),
            (Method::POST, "clusters/dev/access-entries/a", Some("UpdateAccessEntry")),
            (Method::DELETE, "clusters/dev/access-entries/a/access-policies/p", Some("DisassociateAccessPolicy")),
            (Method::GET, "addons", None),
        ] {
            let found = find(&request(Service::Eks, method.clone(), path));
            assert_eq!(found.map(|operation| operation.name), expected, "{method} {path}");
        }
    }

    #[test]
    fn what_an_operation_does_not_read_is_named() {
        let mut asked = request(Service::Eks, Method::POST, "clusters/dev/access-entries");
        let operation = find(&asked).unwrap();
        assert_eq!(operation.inputs().next(), Some("clusterName"));
        asked.body = json!({"principalArn": "a", "username": null});
        assert_eq!(operation.unread_input(&asked), None);
        asked.body = json!({"principalArn": "a", "else": 1});
        assert_eq!(operation.unread_input(&asked), Some("else"));
        let mut asked = request(Service::Iam, Method::POST, "");
        let form = [("Action", "GetRole"), ("Version", "1"), ("RoleName", "a"), ("Tags.member.1.Key", "k")];
        asked.fields = form.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec();
        assert_eq!(find(&asked).unwrap().unread_input(&asked), Some("Tags"));
    }

    #[test]
    fn no_operation_is_listed_twice() {
        for service in Service::ALL {
            let names: Vec<&str> = operations(service).iter().map(|operation| operation.name).collect();
            let mut once = names.clone();
            once.sort_unstable();
            once.dedup();
            assert_eq!(names.len(), once.len(), "{service:?}");
        }
    }
}
