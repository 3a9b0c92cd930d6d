//! Whether a request was signed by whom it says, now, and for this service.

use http::{HeaderMap, Request, header};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::{ALGORITHM, Canonical, CredentialScope, hash};
use crate::sandbox::query::parse_form;
use crate::sandbox::world::Caller;

/// What is wrong with a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::sandbox) enum Problem {
    /// There is none.
    Missing,
    /// It lacks a part: what, for people.
    Incomplete(String),
    /// Nobody has that access key, or the session token does not belong to it.
    UnknownKey,
    /// The session is over.
    Expired,
    /// It does not hold: why, for people.
    Mismatch(String),
}

/// How far a signature's time may be off, by the protocol.
///
/// The messages of the services name 15 minutes for IAM and STS (aws/aws-cli#6676), and 5 for those that speak JSON
/// (fabfuel/ecs-deploy#126); for EKS and EMR containers themselves none was found.
fn tolerance(service: &str) -> i64 {
    if matches!(service, "iam" | "sts") { 15 } else { 5 }
}

/// A request with whom it says it is from. Nothing of it is checked yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::sandbox) struct Arrived {
    /// What it was signed for.
    pub(in crate::sandbox) scope: CredentialScope,
    /// The query, decoded, without what belongs to the signature.
    pub(in crate::sandbox) query: Vec<(String, String)>,
    signed_headers: Vec<String>,
    signature: String,
    time: String,
    token: Option<String>,
    /// How long a signature in the query is good for, in seconds.
    expires: Option<i64>,
    /// The query that was signed.
    signed_query: Vec<(String, String)>,
}

impl Arrived {
    /// Reads the signature of a request, from its header or its query.
    ///
    /// # Errors
    /// [`Problem::Missing`] or [`Problem::Incomplete`].
    pub(in crate::sandbox) fn read(request: &Request<Vec<u8>>) -> Result<Arrived, Problem> {
        let query = parse_form(request.uri().query().unwrap_or_default());
        let headers = request.headers();
        if let Some(authorization) = text(headers, header::AUTHORIZATION.as_str()) {
            return Arrived::from_header(headers, &authorization, query);
        }
        let is_presigned = query.iter().any(|(key, _)| key == "X-Amz-Algorithm");
        if is_presigned { Arrived::from_query(query) } else { Err(Problem::Missing) }
    }

    fn from_header(headers: &HeaderMap, authorization: &str, query: Vec<(String, String)>) -> Result<Arrived, Problem> {
        let Some(fields) = authorization.strip_prefix(ALGORITHM) else {
            return Err(Problem::Missing);
        };
        let find = |name: &str| {
            let mut fields = fields.split(',').map(str::trim);
            fields.find_map(|field| field.strip_prefix(name)?.strip_prefix('='))
        };
        let part = |name: &str| {
            let missing = || {
                let text = format!("Authorization header requires '{name}' parameter. Authorization={authorization}");
                Problem::Incomplete(text)
            };
            find(name).filter(|value| !value.is_empty()).ok_or_else(missing)
        };
        let time = text(headers, "x-amz-date").ok_or_else(|| {
            let text = "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.";
            Problem::Incomplete(format!("{text} Authorization={authorization}"))
        })?;
        Ok(Arrived {
            scope: scope(part("Credential")?)?,
            signed_headers: part("SignedHeaders")?.split(';').map(str::to_owned).collect(),
            signature: part("Signature")?.to_owned(),
            time,
            token: text(headers, "x-amz-security-token").filter(|token| !token.is_empty()),
            expires: None,
            signed_query: query.clone(),
            query,
        })
    }

    fn from_query(query: Vec<(String, String)>) -> Result<Arrived, Problem> {
        let find = |name: &str| query.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
        let part = |name: &str| {
            let missing = || Problem::Incomplete(format!("AWS query-string parameters must include '{name}'."));
            find(name).filter(|value| !value.is_empty()).ok_or_else(missing)
        };
        if part("X-Amz-Algorithm")? != ALGORITHM {
            return Err(Problem::Incomplete(format!("X-Amz-Algorithm must be {ALGORITHM}.")));
        }
        let expires = part("X-Amz-Expires")?.parse().ok().filter(|seconds| (0..=604_800).contains(seconds));
        let bad_life = || Problem::Incomplete("X-Amz-Expires must be between 0 and 604800 seconds.".to_owned());
        Ok(Arrived {
            scope: scope(&part("X-Amz-Credential")?)?,
            signed_headers: part("X-Amz-SignedHeaders")?.split(';').map(str::to_owned).collect(),
            signature: part("X-Amz-Signature")?,
            time: part("X-Amz-Date")?,
            token: find("X-Amz-Security-Token"),
            expires: Some(expires.ok_or_else(bad_life)?),
            signed_query: query.iter().filter(|(key, _)| key != "X-Amz-Signature").cloned().collect(),
            query: query.into_iter().filter(|(key, _)| !key.starts_with("X-Amz-")).collect(),
        })
    }

    fn check_time(&self, now: Timestamp) -> Result<(), Problem> {
        let mismatch = |text: String| Err(Problem::Mismatch(text));
        let Some(signed_at) = time(&self.time) else {
            return Err(Problem::Incomplete(format!("Date must be in ISO-8601 'basic format'. Got '{}'.", self.time)));
        };
        let day = &self.time[..8];
        if day != self.scope.date {
            let scope = &self.scope.date;
            return mismatch(format!(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{scope}' != '{day}', from '{}'.",
                self.time
            ));
        }
        let minutes = tolerance(&self.scope.service);
        let tolerated = SignedDuration::from_mins(minutes);
        let life = self.expires.map_or(tolerated, SignedDuration::from_secs);
        let (earliest, latest) = (now.checked_sub(life), now.checked_add(tolerated));
        let (Ok(earliest), Ok(latest)) = (earliest, latest) else {
            return mismatch("Signature expired".to_owned());
        };
        let (earliest_text, latest_text, now) = (basic(earliest), basic(latest), basic(now));
        let time = &self.time;
        if signed_at < earliest {
            let span = match self.expires {
                None => format!("{minutes} min."),
                Some(seconds) => format!("{seconds} s."),
            };
            return mismatch(format!("Signature expired: {time} is now earlier than {earliest_text} ({now} - {span})"));
        }
        if signed_at > latest {
            let span = format!("{now} + {minutes} min.");
            return mismatch(format!("Signature not yet current: {time} is still later than {latest_text} ({span})"));
        }
        Ok(())
    }
}

fn scope(text: &str) -> Result<CredentialScope, Problem> {
    CredentialScope::parse(text).ok_or_else(|| {
        let rule = "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term";
        Problem::Incomplete(format!("{rule}, got '{text}'"))
    })
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    let values: Option<Vec<&str>> = headers.get_all(name).iter().map(|value| value.to_str().ok()).collect();
    values.filter(|values| !values.is_empty()).map(|values| values.join(","))
}

/// Reads a time of a signature, `YYYYMMDDTHHMMSSZ`.
fn time(text: &str) -> Option<Timestamp> {
    let time = DateTime::strptime("%Y%m%dT%H%M%SZ", text).ok()?;
    Some(time.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

fn basic(time: Timestamp) -> String {
    time.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Who is known here, and at what times.
#[derive(Clone, Copy, Debug)]
pub(in crate::sandbox) struct Known<'a> {
    /// The one identity.
    pub(in crate::sandbox) caller: &'a Caller,
    /// The world's time, by which sessions end.
    pub(in crate::sandbox) world_time: Timestamp,
    /// The machine's time, by which signatures are made.
    pub(in crate::sandbox) machine_time: Timestamp,
}

/// Checks that `request` is from the caller, who signed it as `arrived` says.
///
/// # Errors
/// The first [`Problem`], in the order in which a service finds them.
pub(in crate::sandbox) fn check(
    request: &Request<Vec<u8>>,
    arrived: &Arrived,
    known: Known<'_>,
) -> Result<(), Problem> {
    let caller = known.caller;
    if arrived.scope.access_key_id != caller.access_key_id || arrived.token != caller.session_token {
        return Err(Problem::UnknownKey);
    }
    if caller.expires_at.is_some_and(|ends| ends <= known.world_time) {
        return Err(Problem::Expired);
    }
    arrived.check_time(known.machine_time)?;
    if !arrived.signed_headers.iter().any(|name| name == "host") {
        let text = "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.";
        return Err(Problem::Mismatch(text.to_owned()));
    }
    let mut headers = Vec::new();
    for name in &arrived.signed_headers {
        let Some(value) = text(request.headers(), name) else {
            return Err(Problem::Mismatch(format!("'{name}' is a 'SignedHeader' and is not in the request.")));
        };
        headers.push((name.clone(), value));
    }
    let body = hash(request.body());
    let declared = text(request.headers(), "x-amz-content-sha256");
    if declared.as_ref().is_some_and(|declared| *declared != body && declared != "UNSIGNED-PAYLOAD") {
        return Err(Problem::Mismatch(
            "The provided 'x-amz-content-sha256' header does not match what was computed.".to_owned(),
        ));
    }
    let canonical = Canonical {
        method: request.method().as_str(),
        path: request.uri().path(),
        query: &arrived.signed_query,
        headers: &headers,
        payload: declared.as_deref().unwrap_or(&body),
    };
    let expected = arrived.scope.sign(&caller.secret_access_key, &arrived.time, &canonical.text());
    if expected != arrived.signature {
        let text = "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";
        return Err(Problem::Mismatch(text.to_owned()));
    }
    Ok(())
}
