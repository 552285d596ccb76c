//! Who may come in, and how often.

use std::collections::VecDeque;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::Request;
use http::header::AUTHORIZATION;
use jiff::{SignedDuration, Timestamp};
use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};

use super::Options;
use super::answer::Problem;

/// Refuses whoever doesn't know the name and the token.
pub(super) fn recognize(options: &Options, request: &Request<Vec<u8>>) -> Result<(), Problem> {
    let known = format!("{}:{}", options.subdomain, options.token.expose_secret());
    let given = credentials(request).ok_or_else(Problem::stranger)?;
    // Fingerprints are compared, so that the time it takes tells nothing about the token.
    let same = Sha256::digest(&given) == Sha256::digest(known.as_bytes());
    if same { Ok(()) } else { Err(Problem::stranger()) }
}

fn credentials(request: &Request<Vec<u8>>) -> Option<Vec<u8>> {
    let header = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, text) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    STANDARD.decode(text.trim()).ok()
}

/// The requests of the last second.
#[derive(Debug, Default)]
pub(super) struct Rate(VecDeque<Timestamp>);

impl Rate {
    /// Refuses a request that is one too many. Those that were refused don't count.
    pub(super) fn admit(&mut self, most: Option<u32>, now: Timestamp) -> Result<(), Problem> {
        let Some(most) = most else { return Ok(()) };
        let second = SignedDuration::from_secs(1);
        while self.0.front().is_some_and(|first| now.duration_since(*first) >= second) {
            self.0.pop_front();
        }
        if self.0.len() >= most as usize {
            return Err(Problem::too_many());
        }
        self.0.push_back(now);
        Ok(())
    }
}
