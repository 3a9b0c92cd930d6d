//! One request of the list, the same for both servers.

use serde_json::Value;

/// Who sends a request; both servers know the three by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// `admin`, in `system:masters`.
    Admin,
    /// `jane`, in no group.
    Jane,
    /// `emr-containers`, in no group.
    Emr,
    /// Somebody with a token that is none.
    Stranger,
    /// Somebody without a token.
    Nobody,
}

/// A request and its name in the report.
///
/// A path that begins without `/` is one of a resource, such as `configmaps/a`, in the namespace of its topic where
/// the resource has namespaces. In paths, headers and bodies `<ns>` is that namespace, and `<a.uid>` the field `uid`
/// of the metadata in the answer that was kept as `a`.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) name: &'static str,
    pub(super) who: Who,
    pub(super) method: &'static str,
    pub(super) path: String,
    pub(super) headers: Vec<(&'static str, String)>,
    /// The form of the body and the body.
    pub(super) body: Option<(String, String)>,
    pub(super) keep: Option<&'static str>,
}

/// The calls about one thing, made in this order, in a namespace of this name.
pub(super) struct Topic {
    pub(super) name: &'static str,
    pub(super) calls: Vec<Call>,
}

impl Call {
    fn new(name: &'static str, method: &'static str, path: &str) -> Self {
        let path = path.to_owned();
        Self { name, who: Who::Admin, method, path, headers: Vec::new(), body: None, keep: None }
    }

    /// Sends it as somebody else than `admin`.
    pub(super) fn by(mut self, who: Who) -> Self {
        self.who = who;
        self
    }

    /// Acts for a user with groups, whom no server needs to know.
    pub(super) fn acting_for(self, user: &str, groups: &[&str]) -> Self {
        let named = self.header("impersonate-user", user);
        groups.iter().fold(named, |call, group| call.header("impersonate-group", group))
    }

    pub(super) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// Sends a body, whatever it says.
    pub(super) fn text(mut self, content_type: &str, body: &str) -> Self {
        self.body = Some((content_type.to_owned(), body.to_owned()));
        self
    }

    pub(super) fn json(self, body: &Value) -> Self {
        self.text("application/json", &body.to_string())
    }

    /// Remembers the metadata of the answer under a name.
    pub(super) fn keep(mut self, name: &'static str) -> Self {
        self.keep = Some(name);
        self
    }

    /// Whether it may change something.
    pub(super) fn is_write(&self) -> bool {
        self.method != "GET"
    }
}

pub(super) fn get(name: &'static str, path: &str) -> Call {
    Call::new(name, "GET", path)
}

pub(super) fn post(name: &'static str, path: &str, body: Value) -> Call {
    Call::new(name, "POST", path).json(&body)
}

pub(super) fn put(name: &'static str, path: &str, body: Value) -> Call {
    Call::new(name, "PUT", path).json(&body)
}

pub(super) fn delete(name: &'static str, path: &str) -> Call {
    Call::new(name, "DELETE", path)
}

/// A request of any method, with no body.
pub(super) fn send(name: &'static str, method: &'static str, path: &str) -> Call {
    Call::new(name, method, path)
}

/// A JSON merge patch.
pub(super) fn merge(name: &'static str, path: &str, body: Value) -> Call {
    Call::new(name, "PATCH", path).text("application/merge-patch+json", &body.to_string())
}

/// A JSON patch.
pub(super) fn json_patch(name: &'static str, path: &str, body: Value) -> Call {
    Call::new(name, "PATCH", path).text("application/json-patch+json", &body.to_string())
}

/// A strategic merge patch.
pub(super) fn strategic(name: &'static str, path: &str, body: Value) -> Call {
    Call::new(name, "PATCH", path).text("application/strategic-merge-patch+json", &body.to_string())
}

/// A server-side apply.
pub(super) fn apply(name: &'static str, path: &str, body: Value) -> Call {
    Call::new(name, "PATCH", path).text("application/apply-patch+yaml", &body.to_string())
}
