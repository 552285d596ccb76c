//! A service on a socket. Of this layer it alone looks at the clock.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use futures_core::Stream;
use http::StatusCode;
use http::header::CONTENT_LENGTH;
use jiff::Timestamp;
use tokio::net::TcpListener;

use super::{Answer, Fate, Service};

/// The largest body that is read, in bytes.
const LARGEST: usize = 64 << 20;

/// How often jobs go on although nobody asks.
const TICK: Duration = Duration::from_secs(1);

/// Answers whoever comes to the socket, until the future is dropped.
///
/// # Errors
///
/// Where the operating system takes the socket away.
pub async fn listen(listener: TcpListener, service: Arc<Service>) -> io::Result<()> {
    let ticking = Arc::clone(&service);
    let ticks = async move {
        loop {
            tokio::time::sleep(TICK).await;
            // What can't be done now is tried again, and told to whoever asks.
            let _ = ticking.advance(Timestamp::now()).await;
        }
    };
    let router = Router::new().fallback(handle).with_state(service);
    tokio::select! {
        ended = axum::serve(listener, router).into_future() => ended,
        never = ticks => never,
    }
}

async fn handle(State(service): State<Arc<Service>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let request = http::Request::from_parts(head, body.to_vec());
    // A task of its own: whoever hangs up in the middle doesn't leave half of a job behind.
    let answer = async move { service.answer(Timestamp::now(), request).await };
    let Ok(answer) = tokio::spawn(answer).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    tokio::time::sleep(answer.delay).await;
    send(answer)
}

fn send(answer: Answer) -> Response {
    let arrived = answer.arrived().to_vec();
    let whole = answer.response.body().len();
    let (mut head, body) = answer.response.into_parts();
    match answer.fate {
        Fate::Arrives => Response::from_parts(head, Body::from(body)),
        // A body that fails before its first byte takes the head with it.
        Fate::Lost => Response::new(Body::from_stream(Broken { rest: None, told: true })),
        Fate::Cut => {
            head.headers.insert(CONTENT_LENGTH, whole.into());
            let broken = Broken { rest: Some(arrived.into()), told: false };
            Response::from_parts(head, Body::from_stream(broken))
        }
    }
}

/// A body that breaks off.
struct Broken {
    rest: Option<Bytes>,
    /// Whether what is there had time to leave.
    told: bool,
}

impl Stream for Broken {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(rest) = self.rest.take() {
            return Poll::Ready(Some(Ok(rest)));
        }
        if !std::mem::replace(&mut self.told, true) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(io::ErrorKind::ConnectionAborted.into())))
    }
}
