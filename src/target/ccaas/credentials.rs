//! Who asks, and how that is proved.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

/// A token, which is never shown.
#[derive(Clone, Debug)]
pub struct Token {
    secret: SecretString,
    scheme: Scheme,
}

/// How a token proves who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    /// With a user name.
    Basic,
    /// By itself.
    Bearer,
}

impl Token {
    /// Takes a token as it was found, with white space around it.
    ///
    /// Nothing is returned where it isn't one line of printable ASCII: then something else was found.
    pub fn new(text: &str) -> Option<Self> {
        let token = text.trim();
        let printable = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
        let secret = || SecretString::from(token);
        printable.then(|| Self { secret: secret(), scheme: Scheme::Basic })
    }

    /// Returns the same token as one that needs no user name.
    pub fn bearer(self) -> Self {
        Self { scheme: Scheme::Bearer, ..self }
    }

    /// Returns the header that proves who asks. It isn't shown either.
    pub(super) fn header(&self, user: &str) -> Option<HeaderValue> {
        let text = match self.scheme {
            Scheme::Basic => format!("Basic {}", self.encoded(user)),
            Scheme::Bearer => format!("Bearer {}", self.secret.expose_secret()),
        };
        let mut header = HeaderValue::from_str(&text).ok()?;
        header.set_sensitive(true);
        Some(header)
    }

    /// Takes the token out of a text that came from outside, which may have sent it back.
    pub(super) fn removed_from(&self, text: &str, user: &str) -> String {
        let whole = self.encoded(user);
        text.replace(&whole, HIDDEN).replace(self.secret.expose_secret(), HIDDEN)
    }

    fn encoded(&self, user: &str) -> String {
        STANDARD.encode(format!("{user}:{}", self.secret.expose_secret()))
    }
}

/// What stands where a secret stood.
const HIDDEN: &str = "[hidden]";
