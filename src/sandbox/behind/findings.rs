//! What the API server says ahead of a call to AWS whose answer depends on it.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::client::{KubeClient, NoAnswer};
use crate::sandbox::authenticator::{Principal, by_config_map};
use crate::sandbox::aws::AwsRequest;
use crate::sandbox::emr;
use crate::sandbox::state::{Shared, State};

/// What EMR finds in a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::sandbox) struct Findings {
    /// Whether the namespace is there.
    pub(in crate::sandbox) has_namespace: bool,
    /// Whether the user that `aws-auth` makes of EMR's role may read the namespace.
    pub(in crate::sandbox) may_read: bool,
}

/// A question to the server.
struct Question {
    client: KubeClient,
    emr: Principal,
    namespace: String,
}

/// Asks the server what a call needs to know of it; `None` for a call that has nothing to do with it.
///
/// The answer is of a moment before the call: what EMR itself sees of a cluster is no fresher.
pub(in crate::sandbox) async fn look_ahead(
    shared: &Shared,
    request: &AwsRequest,
) -> Option<Result<Findings, NoAnswer>> {
    let question = question(&shared.lock(), request)?;
    Some(question.ask().await)
}

fn question(state: &State, request: &AwsRequest) -> Option<Question> {
    let behind = state.behind.as_ref()?;
    let (cluster, namespace) = emr::touched(&state.world, request)?;
    if request.region != behind.region || cluster != behind.cluster {
        return None;
    }
    Some(Question { client: behind.client.clone(), emr: emr::principal(&state.world), namespace })
}

impl Question {
    async fn ask(self) -> Result<Findings, NoAnswer> {
        let Question { client, emr, namespace } = self;
        let path = format!("/api/v1/namespaces/{}", utf8_percent_encode(&namespace, NON_ALPHANUMERIC));
        let has_namespace = client.find(&path).await?.is_some();
        let aws_auth = client.aws_auth().await?;
        let may_read = match by_config_map(&emr, aws_auth.as_ref()) {
            Some(user) => client.may_read_namespace(&user, &namespace).await?,
            None => false,
        };
        Ok(Findings { has_namespace, may_read })
    }
}
