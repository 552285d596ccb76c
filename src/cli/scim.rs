//! Any platform with SCIM as a target: where it is, who asks, and how quickly.

use std::sync::Arc;

use super::instance::{ONE_LINE, missing, named_hosts, proof_of, seed};
use super::live::Live;
use super::project::Opened;
use super::trouble::Trouble;
use crate::core::{Diagnostics, Fault, FaultKind, Origin, codes};
use crate::document::Located;
use crate::manifest::Environment;
use crate::platform::read_scim_names;
use crate::target::http::{Https, MachineTime, Proof, Token};
use crate::target::scim::{Base, Scim, Setting};

/// Opens the server of an environment. Nothing is sent.
pub(super) fn open(opened: &mut Opened, name: &str) -> Result<Live, Trouble> {
    let Some(Located { value: environment, .. }) = opened.project.environment(name) else {
        return Err(opened.which_environment());
    };
    let mut found = Diagnostics::default();
    let said = environment.requests_per_second.as_ref().map(|said| said.value);
    let access = access(opened, environment, &mut found);
    let Some((base, proof)) = access.filter(|_| !found.has_errors()) else {
        return Err(Trouble::files(found, std::mem::take(&mut opened.sources)));
    };
    let unreachable = |text: String| Trouble::fault(&Fault::new(FaultKind::Unreachable, text));
    let sender = Arc::new(Https::to(base.place()).map_err(unreachable)?);
    let names = read_scim_names().map_err(unreachable)?;
    let setting = Setting {
        requests_per_second: said.unwrap_or(Setting::default().requests_per_second),
        seed: seed(),
    };
    let (platform, time) = (opened.platform.clone(), Arc::new(MachineTime::start()));
    let target = Scim::new(platform, &names, base, proof, sender, time, &setting);
    Ok(Live { target: Box::new(target), warnings: found })
}

/// Returns where the server is and what proves who asks, or takes note of what is wrong with them.
fn access(
    opened: &Opened,
    environment: &Environment,
    found: &mut Diagnostics,
) -> Option<(Base, Proof)> {
    let at = |node| Origin { file: opened.file, node };
    let here = at(environment.target.at);
    let Some(url) = &environment.url else {
        let help = "Write the address, as `https://id.example.com/scim/v2`.";
        found.push(missing(here, "url", help));
        return None;
    };
    let base = Base::new(url.as_str(), &named_hosts()).map_err(|barred| {
        found.push(codes::FOREIGN_HOST.at(at(url.at), barred.label, barred.help));
    });
    let made = |text: &str| Token::new(text).and_then(|token| Proof::bearer(&token));
    let proof = proof_of(opened, environment, made, ONE_LINE).map_err(|wrong| found.push(wrong));
    base.ok().zip(proof.ok())
}
