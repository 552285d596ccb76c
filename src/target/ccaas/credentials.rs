//! Who asks, and how that is proved.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

/// A token, which is never shown.
#[derive(Clone, Debug)]
pub struct Token(SecretString);

impl Token {
    /// Takes a token as it was found, with white space around it.
    ///
    /// Nothing is returned where it isn't one line of printable ASCII: then something else was found.
    pub fn new(text: &str) -> Option<Self> {
        let token = text.trim();
        let printable = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
        printable.then(|| Self(SecretString::from(token)))
    }

    /// Returns the header that proves who asks. It isn't shown either.
    pub(super) fn header(&self, user: &str) -> Option<HeaderValue> {
        let mut header = HeaderValue::from_str(&format!("Basic {}", self.encoded(user))).ok()?;
        header.set_sensitive(true);
        Some(header)
    }

    /// Takes the token out of a text that came from outside, which may have sent it back.
    pub(super) fn removed_from(&self, text: &str, user: &str) -> String {
        let whole = self.encoded(user);
        text.replace(&whole, HIDDEN).replace(self.0.expose_secret(), HIDDEN)
    }

    fn encoded(&self, user: &str) -> String {
        STANDARD.encode(format!("{user}:{}", self.0.expose_secret()))
    }
}

/// What stands where a secret stood.
const HIDDEN: &str = "[hidden]";
