//! One call to an AWS service: the request as the services see it, and what they answer.

mod error;

use std::collections::BTreeMap;

use http::Method;
use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::sandbox::behind::{Findings, NoAnswer};
use crate::sandbox::iam;
use crate::sandbox::operation::{self, Operation};
use crate::sandbox::state::State;
use crate::sandbox::world::{Cluster, Collected, Region, UsedToken};

pub(super) use error::AwsError;

/// The services that the sandbox has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Service {
    /// AWS Security Token Service.
    Sts,
    /// AWS Identity and Access Management.
    Iam,
    /// Amazon EKS.
    Eks,
    /// Amazon EMR on EKS.
    EmrContainers,
}

impl Service {
    /// All of them.
    pub(super) const ALL: [Service; 4] = [Service::Sts, Service::Iam, Service::Eks, Service::EmrContainers];

    /// Finds a service by its signing name.
    pub(super) fn from_signing_name(name: &str) -> Option<Service> {
        Service::ALL.into_iter().find(|service| service.signing_name() == name)
    }

    /// The name in a credential scope, and before the colon of an IAM action.
    pub(super) fn signing_name(self) -> &'static str {
        match self {
            Service::Sts => "sts",
            Service::Iam => "iam",
            Service::Eks => "eks",
            Service::EmrContainers => "emr-containers",
        }
    }

    /// Tells whether the service speaks awsQuery (forms and XML); the others speak restJson.
    pub(super) fn is_query(self) -> bool {
        matches!(self, Service::Sts | Service::Iam)
    }
}

/// A request to a service.
#[derive(Clone, Debug)]
pub(super) struct AwsRequest {
    /// The service that it is signed for.
    pub(super) service: Service,
    /// The region that it is signed for.
    pub(super) region: String,
    /// The HTTP method.
    pub(super) method: Method,
    /// The parts of the path, decoded.
    pub(super) path: Vec<String>,
    /// The query of a restJson call, or the form of an awsQuery call.
    pub(super) fields: Vec<(String, String)>,
    /// The body of a restJson call; `null` when there is none.
    pub(super) body: Value,
}

impl AwsRequest {
    /// Returns the operation; `None` when the sandbox does not have it.
    pub(super) fn operation(&self) -> Option<&'static Operation> {
        operation::find(self)
    }

    /// Names the call for people and faults, such as `eks:ListClusters`; unknown ones by method and path.
    pub(super) fn label(&self) -> String {
        let service = self.service.signing_name();
        match (self.operation(), self.field("Action")) {
            (Some(operation), _) => format!("{service}:{}", operation.name),
            (None, Some(action)) if self.service.is_query() => format!("{service}:{action}"),
            _ => format!("{service}:{} /{}", self.method, self.path.join("/")),
        }
    }

    /// Returns what the request is about: its region, and every text that it has in the path, the fields and the body.
    pub(super) fn subjects(&self) -> Vec<&str> {
        let path = self.path.iter().map(String::as_str);
        let fields = self.fields.iter().map(|(_, value)| value.as_str());
        let mut subjects: Vec<&str> = path.chain(fields).chain([self.region.as_str()]).collect();
        let mut values = vec![&self.body];
        while let Some(value) = values.pop() {
            match value {
                Value::String(text) => subjects.push(text),
                Value::Array(items) => values.extend(items),
                Value::Object(fields) => values.extend(fields.values()),
                Value::Null | Value::Bool(_) | Value::Number(_) => {}
            }
        }
        subjects
    }

    /// Returns what the request names: its path, or the names and ARNs in its form.
    pub(super) fn about(&self) -> String {
        if !self.service.is_query() {
            return format!("/{}", self.path.join("/"));
        }
        let is_name = |key: &str| key.ends_with("Name") || key.ends_with("Arn");
        let named = self.fields.iter().filter(|(key, _)| is_name(key)).map(|(_, value)| value.as_str());
        named.collect::<Vec<_>>().join(" ")
    }

    /// Tells whether the operation only looks.
    pub(super) fn is_read(&self) -> bool {
        let is_question = |action: &str| ["Get", "List", "Simulate"].iter().any(|verb| action.starts_with(verb));
        if self.service.is_query() { self.field("Action").is_some_and(is_question) } else { self.method == Method::GET }
    }

    /// Returns the first query or form field of that name.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        let mut fields = self.fields.iter();
        fields.find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Returns a list of an awsQuery form, `NAME.member.1` and on.
    pub(super) fn members(&self, name: &str) -> Vec<String> {
        let numbers = 1..;
        let item = |number: u32| self.field(&format!("{name}.member.{number}")).map(str::to_owned);
        numbers.map_while(item).collect()
    }

    /// Returns a list of keys and values of an awsQuery form, such as tags.
    pub(super) fn pairs(&self, name: &str) -> Vec<(String, String)> {
        let numbers = 1..;
        let item = |number: u32| {
            let key = self.field(&format!("{name}.member.{number}.Key"))?;
            let value = self.field(&format!("{name}.member.{number}.Value")).unwrap_or_default();
            Some((key.to_owned(), value.to_owned()))
        };
        numbers.map_while(item).collect()
    }

    /// Returns a part of the path; empty when there is none, which no route allows.
    pub(super) fn segment(&self, place: usize) -> &str {
        self.path.get(place).map_or("", String::as_str)
    }

    /// Returns a text of the body.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.body[key].as_str()
    }

    /// Returns a list of texts of the body; empty when it is absent.
    pub(super) fn texts(&self, key: &str) -> Vec<String> {
        texts(&self.body[key])
    }

    /// Returns a map of texts of the body, such as tags.
    pub(super) fn text_map(&self, key: &str) -> BTreeMap<String, String> {
        let pairs = self.body[key].as_object().into_iter().flatten();
        pairs.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect()
    }
}

/// Returns the texts of a JSON list.
pub(super) fn texts(value: &Value) -> Vec<String> {
    let items = value.as_array().into_iter().flatten();
    items.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// What a service answers: the content of a success, or an error.
pub(super) type Answer = Result<Value, AwsError>;

/// One call as it is worked on.
pub(super) struct Call<'a> {
    /// The world as it is, to be changed.
    pub(super) state: &'a mut State,
    /// What is asked.
    pub(super) request: &'a AwsRequest,
    /// The world's time.
    pub(super) now: Timestamp,
    /// What the API server behind the cluster in question said, if there is one; see [`crate::sandbox::behind`].
    pub(super) ahead: Option<&'a Result<Findings, NoAnswer>>,
}

impl<'a> Call<'a> {
    /// Answers the request.
    pub(super) fn answer(mut self) -> Answer {
        let Some(operation) = self.request.operation() else {
            let label = self.request.label();
            return Err(self.state.unknown(&label));
        };
        iam::authorize(&self, operation)?;
        if let Some(input) = operation.unread_input(self.request) {
            let label = self.request.label();
            return Err(self.state.unknown(&format!("{label} with {input}")));
        }
        (operation.answer)(&mut self)
    }

    /// Returns the world's record of the region; `None` for a region that has nothing.
    pub(super) fn region(&self) -> Result<Option<&Region>, AwsError> {
        let world = &self.state.world;
        match (world.region(&self.request.region), &world.other_regions) {
            (None, Some(missing)) => Err(AwsError::not_collected(&self.request.region, missing)),
            (region, _) => Ok(region),
        }
    }

    /// Returns the cluster of that name.
    pub(super) fn cluster(&self, name: &str) -> Result<&Cluster, AwsError> {
        let found = match self.region()? {
            Some(region) => region.clusters.find(|cluster| cluster.name == name),
            None => Ok(None),
        };
        found
            .map_err(|missing| AwsError::not_collected(&format!("cluster {name}"), missing))?
            .ok_or_else(|| no_cluster(self.request.service, name))
    }

    /// Returns the cluster of that name, to change it.
    pub(super) fn cluster_mut(&mut self, name: &str) -> Result<&mut Cluster, AwsError> {
        self.cluster(name)?;
        let service = self.request.service;
        let region = self.state.world.region_mut(&self.request.region);
        let clusters = region.map(|region| region.clusters.known_mut());
        let mut clusters = clusters.into_iter().flatten();
        clusters.find(|cluster| cluster.name == name).ok_or_else(|| no_cluster(service, name))
    }

    /// Does something at most once for a client token: the same request with the same token gets the same answer.
    pub(super) fn once(
        &mut self,
        operation: &str,
        token: Option<&str>,
        act: impl FnOnce(&mut Call<'a>) -> Answer,
    ) -> Answer {
        let Some(token) = token else {
            return act(self);
        };
        let call = format!("{}/{}:{operation}", self.request.region, self.request.service.signing_name());
        let request = self.fingerprint();
        let mut used = self.state.world.used_tokens.iter();
        if let Some(used) = used.find(|used| used.call == call && used.token == token) {
            if used.request == request {
                return Ok(used.reply.clone());
            }
            let message = format!("the client token {token} was used for another request");
            return Err(match self.request.service {
                Service::EmrContainers => AwsError::validation(message),
                _ => AwsError::invalid_parameter(message),
            });
        }
        let reply = act(self)?;
        self.state.world.used_tokens.push(UsedToken { call, token: token.to_owned(), request, reply: reply.clone() });
        Ok(reply)
    }

    fn fingerprint(&self) -> String {
        let text = json!([self.request.path, self.request.body]).to_string();
        let digest = Sha256::digest(text);
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

fn no_cluster(service: Service, name: &str) -> AwsError {
    AwsError::not_found_by(service, format!("No cluster found for name: {name}."))
}

/// Returns the whole of a collected list.
pub(super) fn whole<'a, T>(what: &str, list: &'a Collected<T>) -> Result<&'a [T], AwsError> {
    list.list().map_err(|missing| AwsError::not_collected(what, missing))
}

/// One page of a list, and the token for the next.
pub(super) struct Page<T> {
    /// The items of the page.
    pub(super) items: Vec<T>,
    /// What to ask the next page with; `None` after the last.
    pub(super) next: Option<String>,
}

/// Cuts the page that the request asks for by `size` and `token`; `None` for a size or token that is not valid.
pub(super) fn page<T>(items: Vec<T>, size: Option<&str>, token: Option<&str>, largest: usize) -> Option<Page<T>> {
    let size = size.map_or(Some(largest), |size| size.parse().ok())?;
    let start = token.map_or(Some(0), |token| token.strip_prefix("page-")?.parse().ok())?;
    if size == 0 || size > largest || start > items.len() {
        return None;
    }
    let end = start.saturating_add(size);
    let next = (end < items.len()).then(|| format!("page-{end}"));
    let items = items.into_iter().skip(start).take(size).collect();
    Some(Page { items, next })
}

/// Writes a time as restJson's default does, in seconds since 1970.
pub(super) fn seconds(time: Timestamp) -> Value {
    let millis = time.as_millisecond();
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of a date fit in the 53 bits of a float")]
    let seconds = millis as f64 / 1000.0;
    json!(seconds)
}
