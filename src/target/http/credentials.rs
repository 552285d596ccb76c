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
}

/// What goes with every request to prove who asks. It is never shown.
#[derive(Clone, Debug)]
pub struct Proof {
    header: HeaderValue,
    /// What must not stand in any text.
    secrets: Vec<SecretString>,
}

/// The word before a token of its own, by which it is told from an address with a password.
const BEARER: &str = "JWT ";

impl Proof {
    /// Proves it by a name and a token.
    pub fn of(user: &str, token: &Token) -> Option<Self> {
        Self::basic(user, token.0.expose_secret())
    }

    /// Proves it by a token that needs no name.
    pub fn bearer(token: &Token) -> Option<Self> {
        Self::made(&format!("Bearer {}", token.0.expose_secret()), vec![token.0.clone()])
    }

    /// Proves it by what was found: `JWT` and a token, or an address and a password with a colon between
    /// them.
    ///
    /// Nothing is returned where it is neither, or more than a line.
    pub fn found(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.chars().any(char::is_control) {
            return None;
        }
        if let Some(token) = text.strip_prefix(BEARER) {
            let token = Token::new(token)?;
            return Self::made(text, vec![token.0]);
        }
        let (user, password) = text.split_once(':')?;
        let whole = user.contains('@') && !password.is_empty();
        whole.then(|| Self::basic(user, password))?
    }

    fn basic(user: &str, password: &str) -> Option<Self> {
        let encoded = STANDARD.encode(format!("{user}:{password}"));
        let header = format!("Basic {encoded}");
        Self::made(&header, vec![encoded.into(), password.into()])
    }

    fn made(header: &str, secrets: Vec<SecretString>) -> Option<Self> {
        let mut header = HeaderValue::from_str(header).ok()?;
        header.set_sensitive(true);
        Some(Self { header, secrets })
    }

    /// Returns the header that proves who asks. It isn't shown either.
    pub(in crate::target) fn header(&self) -> HeaderValue {
        self.header.clone()
    }

    /// Takes what is secret out of a text that came from outside, which may have sent it back.
    pub(in crate::target) fn removed_from(&self, text: &str) -> String {
        let hidden =
            |text: String, secret: &SecretString| text.replace(secret.expose_secret(), HIDDEN);
        self.secrets.iter().fold(text.to_owned(), hidden)
    }
}

/// What stands where a secret stood.
const HIDDEN: &str = "[hidden]";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_is_a_token_or_an_address_with_a_password() {
        let header = |text| {
            let proof = Proof::found(text);
            proof.and_then(|proof| proof.header.to_str().ok().map(ToOwned::to_owned))
        };
        assert_eq!(header(" JWT abc.def \n").as_deref(), Some("JWT abc.def"));
        assert_eq!(header("a@b:c:d").as_deref(), Some("Basic YUBiOmM6ZA=="));
        for wrong in ["", "JWT ", "JWT a b", "abc", "ab:c", "a@b:", "a@b:c\nd"] {
            assert_eq!(header(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn neither_a_password_nor_what_is_made_of_it_is_shown() {
        let proof = Proof::found("a@b:secret").expect("it is one");
        assert_eq!(proof.removed_from("secret YUBiOnNlY3JldA=="), "[hidden] [hidden]");
        assert!(!format!("{proof:?}").contains("secret\""));
    }
}
