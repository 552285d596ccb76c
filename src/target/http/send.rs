//! The one place where something goes out.

use std::time::Duration;

use async_trait::async_trait;
use reqwest::redirect::Policy;

use super::Place;

/// A request that is ready to go.
pub type Request = http::Request<Vec<u8>>;

/// An answer that came whole.
pub type Response = http::Response<Vec<u8>>;

/// No answer came, or not the whole of it: nobody knows whether the request arrived. It holds why,
/// in words that can be shown to anybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost(pub String);

/// Sends a request and waits for the answer, once.
#[async_trait]
pub trait Sender: Send + Sync {
    /// Sends a request. A redirect is an answer like any other: it isn't followed.
    ///
    /// # Errors
    ///
    /// Where no whole answer came.
    async fn send(&self, request: Request) -> Result<Response, Lost>;
}

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// The most bytes of an answer: a page of a thousand people in a thousand teams has about a tenth.
const MOST: usize = 512 << 20;

/// Sends requests over the network.
#[derive(Clone, Debug)]
pub struct Https(reqwest::Client);

impl Https {
    /// Makes what sends to a place.
    ///
    /// # Errors
    ///
    /// Why it can't be made, such as that no certificates are found on this machine.
    pub fn to(place: &Place) -> Result<Self, String> {
        // Fails only where it was done before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        reqwest::Client::builder()
            .redirect(Policy::none())
            .https_only(!place.is_local())
            .timeout(PATIENCE)
            .connect_timeout(PATIENCE / 4)
            .user_agent(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")))
            .build()
            .map(Self)
            .map_err(|error| innermost(&error))
    }
}

#[async_trait]
impl Sender for Https {
    async fn send(&self, request: Request) -> Result<Response, Lost> {
        let request = reqwest::Request::try_from(request).map_err(lost)?;
        let mut answer = self.0.execute(request).await.map_err(lost)?;
        let mut body = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(lost)? {
            body.extend_from_slice(&piece);
            if body.len() > MOST {
                return Err(Lost(format!("the answer has more than {} MiB", MOST >> 20)));
            }
        }
        let mut whole = Response::new(body);
        *whole.status_mut() = answer.status();
        *whole.headers_mut() = std::mem::take(answer.headers_mut());
        Ok(whole)
    }
}

fn lost(error: reqwest::Error) -> Lost {
    // Parameters of an address hold people's names.
    let error = error.without_url();
    if error.is_timeout() {
        return Lost(format!("no answer in {} seconds", PATIENCE.as_secs()));
    }
    Lost(innermost(&error))
}

/// Returns what is at the bottom of an error; what is above says that it happened at all.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut bottom = error;
    while let Some(source) = bottom.source() {
        bottom = source;
    }
    bottom.to_string()
}
