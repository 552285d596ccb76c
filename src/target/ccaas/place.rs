//! Where requests may go.
//!
//! A credential can write everybody's row, so it is a matter of trust which host sees it. What a
//! repository says alone isn't enough: the host is one of the platform's, or somebody named it
//! outside of the repository.

use std::net::IpAddr;

use reqwest::Url;

/// The host of an instance, to which its requests go and nowhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    origin: Url,
    user: String,
}

/// Why requests may not go somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Barred {
    /// What is the matter with it: a short sentence without a full stop.
    pub label: String,
    /// What to do next.
    pub help: String,
}

impl Place {
    /// Takes an address at which the platform is said to be.
    ///
    /// `subdomain` is the name of the customer where it isn't the first label of the host, `domains`
    /// are those below which the platform's hosts are, and `named` the hosts that somebody allowed
    /// outside of the repository. The machine itself is always allowed, and needs no encryption.
    ///
    /// # Errors
    ///
    /// Why not.
    pub fn new(
        address: &str,
        subdomain: Option<&str>,
        domains: &[String],
        named: &[String],
    ) -> Result<Self, Barred> {
        let origin = Url::parse(address)
            .map_err(|error| barred(format!("this isn't the address of a host: {error}"), FORM))?;
        bare(&origin)?;
        let host = origin.host_str().unwrap_or_default();
        let local = is_local(host);
        if origin.scheme() != "https" && !(local && origin.scheme() == "http") {
            return Err(barred("requests go by https only", "Write `https://`."));
        }
        if !local && !is_below(host, domains) && !is_named(host, named) {
            let help = format!(
                "The platform's hosts are below {}. If this one is right, name it in the \
                 environment variable ROLECALL_HOSTS.",
                domains.join(", ")
            );
            return Err(barred(format!("`{host}` isn't a host of the platform"), &help));
        }
        let user = customer(host, subdomain)?;
        Ok(Self { origin, user })
    }

    /// Returns the name of the customer, which is the user name of every request.
    pub fn user(&self) -> &str {
        &self.user
    }

    /// Returns whether it is this machine.
    pub fn is_local(&self) -> bool {
        self.origin.host_str().is_some_and(is_local)
    }

    /// Returns the address of a path, with parameters.
    pub(in crate::target) fn at<'q>(
        &self,
        path: &str,
        query: impl IntoIterator<Item = (&'q str, &'q str)>,
    ) -> String {
        let mut url = self.origin.clone();
        url.set_path(path);
        let mut query = query.into_iter().peekable();
        if query.peek().is_some() {
            url.query_pairs_mut().extend_pairs(query);
        }
        url.into()
    }
}

const FORM: &str = "Write it as `https://acme.example.com`.";

fn barred(label: impl Into<String>, help: &str) -> Barred {
    Barred { label: label.into(), help: help.to_owned() }
}

/// Makes sure that an address names a host, and a port at most.
fn bare(url: &Url) -> Result<(), Barred> {
    if url.host_str().is_none_or(str::is_empty) {
        return Err(barred("no host is named", FORM));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(barred("a name or a password stands before the host", FORM));
    }
    if url.query().is_some() || url.fragment().is_some() || !["", "/"].contains(&url.path()) {
        return Err(barred("something stands after the host", FORM));
    }
    Ok(())
}

fn is_local(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

fn is_below(host: &str, domains: &[String]) -> bool {
    let below = |domain: &String| {
        host.strip_suffix(domain.as_str())
            .is_some_and(|rest| rest.len() > 1 && rest.ends_with('.') && !rest.starts_with('.'))
    };
    domains.iter().any(below)
}

fn is_named(host: &str, named: &[String]) -> bool {
    named.iter().any(|name| name.trim().eq_ignore_ascii_case(host))
}

/// Returns the customer's name: what was said, or the first label of the host.
fn customer(host: &str, said: Option<&str>) -> Result<String, Barred> {
    let is_label = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if let Some(name) = said {
        let label = || barred(format!("`{name}` isn't a subdomain"), "Write it as `acme`.");
        return if is_label(name) { Ok(name.to_owned()) } else { Err(label()) };
    }
    let first = host.split('.').next().unwrap_or_default();
    let numbers = host.starts_with('[') || host.parse::<IpAddr>().is_ok();
    if numbers || !is_label(first) {
        let help = "Say it with `subdomain:`; it is the user name of every request.";
        return Err(barred("the address doesn't name the customer", help));
    }
    Ok(first.to_owned())
}
