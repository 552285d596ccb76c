//! Where a server is, and the addresses below it.

use reqwest::Url;

use super::wire::unclear;
use crate::core::Fault;
use crate::target::http::{Barred, Place};

/// The address of a server: a host, and a path below which everything is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    place: Place,
    path: String,
}

/// The user name of requests that have none: a token proves by itself who asks.
const NOBODY: &str = "scim";

impl Base {
    /// Takes an address at which the server is said to be, such as `https://id.example.com/scim/v2`.
    ///
    /// `named` are the hosts that somebody allowed outside of the repository. The machine itself is
    /// always allowed, and needs no encryption.
    ///
    /// # Errors
    ///
    /// Why requests may not go there.
    pub fn new(address: &str, named: &[String]) -> Result<Self, Barred> {
        let url = Url::parse(address)
            .map_err(|error| barred(format!("this isn't an address: {error}"), FORM))?;
        if url.query().is_some() || url.fragment().is_some() {
            return Err(barred("something stands after the path".to_owned(), FORM));
        }
        let path = url.path().trim_end_matches('/').to_owned();
        let mut origin = url;
        origin.set_path("");
        let host = origin.host_str().unwrap_or_default().to_owned();
        // Whether the host is allowed is asked below: no domain is the platform's.
        let place = Place::new(origin.as_str(), Some(NOBODY), &[], std::slice::from_ref(&host))?;
        let is_named = named.iter().any(|name| name.trim().eq_ignore_ascii_case(&host));
        if !place.is_local() && !is_named {
            let help = format!(
                "If the token may be sent there, name the host outside of the repository: \
                 ROLECALL_HOSTS={host}."
            );
            return Err(barred(format!("nobody has allowed `{host}`"), &help));
        }
        Ok(Self { place, path })
    }

    /// Returns the host.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Returns the address of something below, with parameters.
    pub(super) fn at(&self, below: &str, query: &[(&str, &str)]) -> String {
        self.place.at(&format!("{}{below}", self.path), query.iter().copied())
    }

    /// Returns the path of an endpoint as a server names it, from this address on. One that isn't
    /// below it is refused: the token goes nowhere else.
    pub(super) fn endpoint(&self, told: &str) -> Result<String, Fault> {
        let rest = told.strip_prefix(&self.place.at(&self.path, [])).unwrap_or(told);
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_/".contains(&byte);
        if rest.is_empty() || !rest.bytes().all(plain) {
            let told = crate::render::terminal(told).into_owned();
            return Err(unclear(format!("`{told}` isn't an endpoint of this server")));
        }
        Ok(format!("/{rest}"))
    }
}

const FORM: &str = "Write it as `https://id.example.com/scim/v2`.";

fn barred(label: String, help: &str) -> Barred {
    Barred { label, help: help.to_owned() }
}

/// Returns an id as one segment of a path. One that would lead elsewhere is refused.
pub(super) fn segment(id: &str) -> Result<String, Fault> {
    if id.is_empty() || id == "." || id == ".." {
        return Err(unclear(format!("`{id}` can't be an id")));
    }
    let mut segment = String::with_capacity(id.len());
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            segment.push(char::from(byte));
        } else {
            segment.push_str(&format!("%{byte:02X}"));
        }
    }
    Ok(segment)
}

/// Returns the id at the end of a location.
pub(super) fn id_in(location: &str) -> Option<String> {
    let last = location.split(['?', '#']).next()?.trim_end_matches('/').rsplit('/').next()?;
    let bytes = percent_decoded(last);
    String::from_utf8(bytes).ok().filter(|id| !id.is_empty())
}

fn percent_decoded(text: &str) -> Vec<u8> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::new();
    while let Some(byte) = bytes.next() {
        let mut ahead = bytes.clone();
        let pair = || -> Option<u8> {
            let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
            u8::try_from(digit(ahead.next())? * 16 + digit(ahead.next())?).ok()
        };
        match (byte == b'%').then(pair).flatten() {
            Some(value) => {
                decoded.push(value);
                bytes.nth(1);
            }
            None => decoded.push(byte),
        }
    }
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(address: &str) -> Result<Base, String> {
        Base::new(address, &["id.acme.example".to_owned()]).map_err(|barred| barred.label)
    }

    #[test]
    fn a_token_goes_to_this_machine_or_where_somebody_allowed_it() {
        assert!(base("http://127.0.0.1:1/scim/v2/").is_ok());
        assert!(base("https://id.acme.example/scim/v2").is_ok());
        assert!(base("http://id.acme.example/scim/v2").is_err());
        assert!(base("https://other.example/scim/v2").is_err());
        assert!(base("https://u:p@id.acme.example/").is_err());
        assert!(base("https://id.acme.example/?a=b").is_err());
    }

    #[test]
    fn nothing_leads_out_of_the_address() {
        let base = base("http://127.0.0.1:1/scim/v2").map(|base| {
            assert_eq!(base.at("/Users/a%2Fb", &[]), "http://127.0.0.1:1/scim/v2/Users/a%2Fb");
            assert_eq!(base.endpoint("/Users").ok().as_deref(), Some("/Users"));
            assert_eq!(base.endpoint("Users").ok().as_deref(), Some("/Users"));
            let whole = base.endpoint("http://127.0.0.1:1/scim/v2/Users");
            assert_eq!(whole.ok().as_deref(), Some("/Users"));
            assert!(base.endpoint("https://other.example/Users").is_err());
            assert!(base.endpoint("/../Users").is_err());
        });
        assert!(base.is_ok());
        assert_eq!(segment("a/../b c").ok().as_deref(), Some("a%2F..%2Fb%20c"));
        assert!(segment("..").is_err());
    }

    #[test]
    fn an_id_is_what_a_location_ends_with() {
        for location in
            ["/Users/a%2Fb", "https://x.example/scim/v2/Users/a%2Fb?x=1", "Users/a%2Fb/"]
        {
            assert_eq!(id_in(location).as_deref(), Some("a/b"), "{location}");
        }
        assert_eq!(id_in("/Users/%zz").as_deref(), Some("%zz"));
        assert_eq!(id_in(""), None);
    }
}
