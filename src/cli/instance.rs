//! The platform itself as a target: where it is, who asks, and how quickly.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use super::environment::missing_token;
use super::live::{Live, wrong};
use super::project::Opened;
use super::trouble::Trouble;
use crate::core::{Diagnostic, Diagnostics, Email, Fault, FaultKind, Origin, codes};
use crate::document::Located;
use crate::manifest::{Environment, Secret};
use crate::platform::{self, Api, read_api};
use crate::target::Target;
use crate::target::ccaas::{self, Ccaas};
use crate::target::http::{Barred, Https, MachineTime, Place, Proof, Token};
use crate::target::smartflows::{self, Smartflows};

/// The environment variable with hosts that are allowed besides the platform's.
const HOSTS: &str = "ROLECALL_HOSTS";

/// The most bytes of a file that holds a token.
const LONGEST_TOKEN: u64 = 64 << 10;

/// Returns whether a target is a platform that programs can reach.
pub(super) fn is_one(kind: &str) -> bool {
    platform::APIS.iter().any(|(name, _)| *name == kind)
}

/// Returns whether it is one that writes people in bulk jobs, and tells of roles and teams only their names.
fn writes_in_jobs(kind: &str) -> bool {
    matches!(read_api(kind), Some(Ok(Api::BulkJobs(_))))
}

/// Opens the platform of an environment. Nothing is sent.
pub(super) fn open(opened: &mut Opened, name: &str) -> Result<Live, Trouble> {
    let Some(Located { value: environment, .. }) = opened.project.environment(name) else {
        return Err(opened.which_environment());
    };
    let api = api(&environment.target)?;
    let mut found = Diagnostics::default();
    let access = access(opened, environment, &api, &mut found);
    let requests_per_second = pace(opened, environment, &api, &mut found);
    let Some((place, proof)) = access.filter(|_| !found.has_errors()) else {
        return Err(Trouble::files(found, std::mem::take(&mut opened.sources)));
    };
    let unreachable = |text: String| Trouble::fault(&Fault::new(FaultKind::Unreachable, text));
    let sender = Arc::new(Https::to(&place).map_err(unreachable)?);
    let (platform, time) = (opened.platform.clone(), Arc::new(MachineTime::start()));
    let target: Box<dyn Target> = match api {
        Api::BulkJobs(api) => {
            let usual = ccaas::Setting::default();
            let setting = ccaas::Setting {
                requests_per_second: requests_per_second.unwrap_or(usual.requests_per_second),
                first_administrator: first_administrator(opened),
                seed: seed(),
                ..usual
            };
            Box::new(Ccaas::new(*api, platform, place, proof, sender, time, setting))
        }
        Api::Objects(api) => {
            let usual = smartflows::Setting::default();
            let setting = smartflows::Setting {
                requests_per_second: requests_per_second.unwrap_or(usual.requests_per_second),
                seed: seed(),
            };
            Box::new(Smartflows::new(*api, platform, place, proof, sender, time, setting))
        }
    };
    Ok(Live { target, warnings: found })
}

/// Makes sure that a platform is written only where it is known whom nothing may touch.
pub(super) fn can_be_written(opened: &mut Opened, name: &str) -> Result<(), Trouble> {
    let Some(environment) = opened.project.environment(name) else { return Ok(()) };
    if !writes_in_jobs(&environment.value.target) || first_administrator(opened).is_some() {
        return Ok(());
    }
    let at = environment.value.target.at;
    let label = format!("`{name}` has a first administrator, and `protected` doesn't name them");
    let help =
        "Write `protected: { first_administrator: root@acme.example }`: bulk jobs leave them out.";
    Err(wrong(opened, &codes::MISSING_KEY, at, label, help))
}

fn first_administrator(opened: &Opened) -> Option<Email> {
    let protected = opened.project.protected.as_ref()?;
    protected.first_administrator.as_ref().map(|email| Email::new(email.as_str()))
}

fn api(kind: &str) -> Result<Api, Trouble> {
    let unusable = |text| Trouble::fault(&Fault::new(FaultKind::Unreachable, text));
    match read_api(kind) {
        Some(api) => api.map_err(unusable),
        None => Err(unusable(format!("nothing is known of how `{kind}` is reached"))),
    }
}

/// Returns where the platform is and the token for it, or takes note of what is wrong with them.
fn access(
    opened: &Opened,
    environment: &Environment,
    api: &Api,
    found: &mut Diagnostics,
) -> Option<(Place, Proof)> {
    let at = |node| Origin { file: opened.file, node };
    let here = at(environment.target.at);
    if api.platform() != opened.platform.platform {
        let label = format!("the project's platform is `{}`", opened.platform.platform);
        let help = "Name the target that belongs to it, or another platform.";
        found.push(codes::UNSUPPORTED_TARGET.at(here, label, help));
    }
    let Some(url) = &environment.url else {
        found.push(missing(here, "url", "Write the address, as `https://acme.example.com`."));
        return None;
    };
    if environment.token.is_none() {
        let _ = proof_of(opened, environment, Proof::found, ONE_LINE)
            .map_err(|wrong| found.push(wrong));
        return None;
    }
    let place = place(environment, url.as_str(), api, &named_hosts());
    let place = place.map_err(|barred| {
        found.push(codes::FOREIGN_HOST.at(at(url.at), barred.label, barred.help));
    });
    let user = place.as_ref().map(Place::user).unwrap_or_default();
    let proof = match api {
        Api::BulkJobs(_) => {
            let made = |text: &str| Token::new(text).and_then(|token| Proof::of(user, &token));
            proof_of(opened, environment, made, ONE_LINE)
        }
        Api::Objects(_) => {
            let form = "It is `JWT` with a token, or an address, a colon and a password.";
            proof_of(opened, environment, Proof::found, form)
        }
    };
    let proof = proof.map_err(|wrong| found.push(wrong));
    place.ok().zip(proof.ok())
}

/// Complains about a target that lacks a key.
pub(super) fn missing(at: Origin, key: &str, help: &str) -> Diagnostic {
    codes::MISSING_KEY.at(at, format!("this target needs `{key}`"), help)
}

/// Returns the hosts that somebody allowed outside of the repository.
pub(super) fn named_hosts() -> Vec<String> {
    let named = std::env::var(HOSTS).unwrap_or_default();
    named.split(',').map(|host| host.trim().to_owned()).collect()
}

/// What a token by itself looks like.
pub(super) const ONE_LINE: &str = "It is one line of printable ASCII characters.";

/// Returns what proves who asks, from where it is said to be; `made` makes it of what is found there,
/// whose `form` is told where it is something else.
pub(super) fn proof_of(
    opened: &Opened,
    environment: &Environment,
    made: impl Fn(&str) -> Option<Proof>,
    form: &'static str,
) -> Result<Proof, Diagnostic> {
    let at = |node| Origin { file: opened.file, node };
    let Some(secret) = &environment.token else {
        let help = "Say where the token is: `{ env: NAME }` or `{ file: PATH }`.";
        return Err(missing(at(environment.target.at), "token", help));
    };
    if let Some(missing) = missing_token(opened, environment) {
        return Err(missing);
    }
    let wrong =
        || codes::MISSING_TOKEN.at(at(secret.at), "what is found there isn't a token", form);
    made(&found_text(&opened.root, secret)).ok_or_else(wrong)
}

fn place(
    environment: &Environment,
    url: &str,
    api: &Api,
    named: &[String],
) -> Result<Place, Barred> {
    let subdomain = environment.subdomain.as_ref().map(|name| name.as_str());
    match api {
        Api::BulkJobs(_) => Place::new(url, subdomain, api.domains(), named),
        Api::Objects(_) => Place::below(url, api.domains(), named),
    }
}

/// Returns what is found where a secret is said to be; nothing where that can't be read.
fn found_text(root: &Path, secret: &Secret) -> String {
    match (&secret.env, &secret.file) {
        (Some(name), _) => std::env::var(name.as_str()).unwrap_or_default(),
        (None, Some(path)) => contents(&root.join(path.as_str())).unwrap_or_default(),
        (None, None) => String::new(),
    }
}

fn contents(path: &Path) -> std::io::Result<String> {
    let mut text = String::new();
    File::open(path)?.take(LONGEST_TOKEN).read_to_string(&mut text)?;
    Ok(text)
}

/// Returns how many requests may be sent in a second, if that is said.
fn pace(
    opened: &Opened,
    environment: &Environment,
    api: &Api,
    found: &mut Diagnostics,
) -> Option<u32> {
    let said = environment.requests_per_second.as_ref()?;
    if let Some(most) = api.requests_per_second().filter(|most| said.value > *most) {
        let at = Origin { file: opened.file, node: said.at };
        let label = format!("the platform allows {most} requests in a second");
        let help = format!("Write {most} or less; all programs of a customer share them.");
        found.push(codes::OUT_OF_RANGE.at(at, label, help));
    }
    Some(said.value)
}

/// Returns a number that differs from run to run.
pub(super) fn seed() -> u64 {
    let time = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    time.as_nanos() as u64 ^ u64::from(std::process::id())
}
