//! The loopback ports: connections, and what faults do to the calls on them.

mod aws_port;
mod kube_port;

use std::convert::Infallible;
use std::future::{Future, pending};
use std::panic::resume_unwind;
use std::time::Duration;

use futures_util::{StreamExt, stream};
use http::{Request, Response};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, Limited, StreamBody};
use hyper::body::{Bytes, Frame, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::sandbox::fault::Strike;
use crate::sandbox::kube::{self, WatchStream};
use crate::sandbox::state::Shared;

pub(super) use aws_port::serve as serve_aws;
#[cfg(test)]
pub(super) use aws_port::understand;
pub(super) use kube_port::{Place, serve as serve_kube};

/// The largest body of a request that is read, in bytes: more than what a Kubernetes API server takes, so that it can
/// say that it is too much.
const MAX_BODY: usize = 4 * 1024 * 1024;

/// How often a watch lets the controllers do what they have had the time for.
const SETTLE_EVERY: Duration = Duration::from_millis(250);

/// The body of an answer.
type Body = UnsyncBoxBody<Bytes, Infallible>;

/// A connection that is to break: a body that was too large or cut short, or a fault that says so.
#[derive(Debug, thiserror::Error)]
#[error("the connection is cut")]
struct Broken;

/// What becomes of one request.
type Outcome = Result<Response<Body>, Broken>;

/// Counts a call, which is about `subjects`, against the faults, and holds it up for as long as they and the world's latency
/// say.
async fn pace(shared: &Shared, label: &str, subjects: &[&str]) -> Strike {
    let (strike, usual) = {
        let mut state = shared.lock();
        let strike = state.faults.strike(label, subjects);
        if strike.is_counted {
            state.touch();
            // What cannot be written now is tried again, and told, when the call is answered.
            let _ = state.keep();
        }
        (strike, state.usual_latency())
    };
    let wait = usual + strike.latency;
    if !wait.is_zero() {
        let _held = Held::new(shared);
        sleep(wait).await;
    }
    strike
}

/// A call that is being held up, counted until it goes on or its client leaves.
struct Held<'a>(&'a Shared);

impl Held<'_> {
    fn new(shared: &Shared) -> Held<'_> {
        let (now, most) = &mut shared.lock().held;
        *now += 1;
        *most = (*most).max(*now);
        Held(shared)
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.lock().held.0 -= 1;
    }
}

/// Takes connections until it is dropped. A panic in one of them is passed on: it must not go unseen.
async fn accept<F, S>(listener: TcpListener, serve: F)
where
    F: Fn(TcpStream) -> S,
    S: Future<Output = ()> + Send + 'static,
{
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                // What cannot be accepted (the peer has left, too many files are open) is the client's to notice.
                if let Ok((stream, _)) = accepted {
                    connections.spawn(serve(stream));
                }
            }
            Some(ended) = connections.join_next() => {
                if let Err(error) = ended && error.is_panic() {
                    resume_unwind(error.into_panic());
                }
            }
        }
    }
}

/// Answers the requests of one connection until it ends or breaks.
async fn converse<I, F, A>(stream: I, answer: F)
where
    I: AsyncRead + AsyncWrite + Unpin,
    F: Fn(Request<Incoming>) -> A,
    A: Future<Output = Outcome>,
{
    let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service_fn(answer));
    // A broken connection is for the client to see; here it is either a fault that was asked for or a client that left.
    let _ = connection.await;
}

/// Reads the whole of a request.
async fn read(request: Request<Incoming>) -> Result<Request<Vec<u8>>, Broken> {
    let (parts, body) = request.into_parts();
    let body = Limited::new(body, MAX_BODY).collect().await;
    let bytes = body.map_err(|_| Broken)?.to_bytes();
    Ok(Request::from_parts(parts, bytes.to_vec()))
}

/// Makes a body that is sent at once.
fn whole_body(bytes: impl Into<Bytes>) -> Body {
    Full::new(bytes.into()).boxed_unsync()
}

/// Makes the answer of the API server ready to be sent: a watch goes out line by line, until its time is over.
///
/// What controllers do in time is done when somebody looks; `settle` lets a watch look now and then, so that it hears of
/// it though nobody else asks anything.
fn kube_response(response: Response<kube::Body>, settle: impl Fn() + Send + 'static) -> Response<Body> {
    response.map(|body| match body {
        kube::Body::Full(bytes) => whole_body(bytes),
        kube::Body::Watch(watch) => {
            let WatchStream { lines, timeout } = watch;
            let end = async move {
                match timeout {
                    Some(timeout) => sleep(timeout).await,
                    None => pending().await,
                }
            };
            let lines = stream::unfold((lines, settle), |(mut lines, settle)| async {
                let line = loop {
                    tokio::select! {
                        line = lines.recv() => break line?,
                        () = sleep(SETTLE_EVERY) => settle(),
                    }
                };
                Some((Ok(Frame::data(Bytes::from(line))), (lines, settle)))
            });
            StreamBody::new(lines.take_until(Box::pin(end))).boxed_unsync()
        }
    })
}
