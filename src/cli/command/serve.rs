//! `serve`: the sandbox over HTTP.

use std::path::Path;
use std::sync::Arc;

use secrecy::SecretString;
use tokio::net::TcpListener;

use crate::cli::args::ServeArgs;
use crate::cli::exit::Exit;
use crate::cli::interrupt::interrupts;
use crate::cli::live::served;
use crate::cli::project::{self, Opened};
use crate::cli::screen::Screen;
use crate::cli::seen::runtime;
use crate::cli::trouble::Trouble;
use crate::core::{Email, codes};
use crate::platform::{Api, JobsApi, read_api};
use crate::serve::{Faults, Options, Service, listen};

pub(super) fn run(
    directory: &Path,
    environment: Option<&str>,
    args: &ServeArgs,
    screen: &Screen,
) -> Result<Exit, Trouble> {
    let mut opened = screen.during("reading the project", || project::open(directory))?;
    let (name, _) = opened.environment(environment)?;
    let api = api(&opened)?;
    let options = options(directory, &opened, &api, args)?;
    let today = opened.today();
    let sandbox = served(&mut opened, &name, today)?;
    let service = Arc::new(Service::new(options, opened.platform, api, sandbox));
    let runtime = runtime()?;
    runtime.block_on(async {
        let io = |error| Trouble::io(format!("listening on {}", args.listen), &error);
        let listener = TcpListener::bind(args.listen).await.map_err(io)?;
        let address = listener.local_addr().map_err(io)?;
        let mut interrupted = interrupts().map_err(io)?;
        screen.result(&format!("http://{address}\n"));
        tokio::select! {
            ended = listen(listener, service) => ended.map_err(io)?,
            _ = interrupted.recv() => {}
        }
        screen.say("Stopped. What was written stays in the sandbox; its jobs are gone.");
        Ok(Exit::Done)
    })
}

/// Returns how programs reach the platform; where none does, or not by jobs, there are pages only.
fn api(opened: &Opened) -> Result<JobsApi, Trouble> {
    let name = &opened.platform.platform;
    match read_api(name).map(|api| api.map(Api::jobs)) {
        Some(Ok(Some(api))) => Ok(api),
        Some(Err(error)) => {
            Err(Trouble::io(format!("the API of `{name}`"), &std::io::Error::other(error)))
        }
        Some(Ok(None)) | None => Ok(JobsApi::unknown(name)),
    }
}

fn options(
    directory: &Path,
    opened: &Opened,
    api: &JobsApi,
    args: &ServeArgs,
) -> Result<Options, Trouble> {
    let faults = Faults::of_words(&args.fault).map_err(|message| {
        let help = "`rolecall serve --help` lists them.";
        Trouble::usage(&codes::UNKNOWN_VALUE, message, help)
    })?;
    let protected = opened.project.protected.as_ref();
    let first = protected.and_then(|protected| protected.first_administrator.as_ref());
    let first = args.first_administrator.as_deref().or(first.map(|email| email.value.as_str()));
    let limit = api.requests_per_second.value().copied();
    Ok(Options {
        rows_per_second: args.rows_per_second,
        requests_per_second: limit.filter(|_| !args.no_rate_limit),
        first_administrator: first.map(Email::new),
        locations: (!args.location.is_empty()).then(|| args.location.iter().cloned().collect()),
        faults_by_request: args.listen.ip().is_loopback(),
        faults,
        seed: args.seed,
        ..Options::new(&args.subdomain, token(directory, args)?)
    })
}

/// Reads the token, which is never shown.
fn token(directory: &Path, args: &ServeArgs) -> Result<SecretString, Trouble> {
    let missing =
        |message: String, help: &str| Trouble::usage(&codes::MISSING_TOKEN, message, help);
    let text = match (&args.token_env, &args.token_file) {
        (Some(name), _) => std::env::var(name).map_err(|_| {
            let message = format!("the environment variable `{name}` isn't set");
            missing(message, "Set it to any word: clients of the sandbox have to know it.")
        })?,
        (None, file) => {
            let path = directory.join(file.as_deref().unwrap_or(Path::new("")));
            std::fs::read_to_string(&path).map_err(|error| {
                let message = format!("`{}` can't be read: {error}", path.display());
                missing(message, "Put any word into that file: clients have to know it.")
            })?
        }
    };
    let text = text.trim();
    if text.is_empty() {
        return Err(missing("the token is empty".into(), "Set it to any word."));
    }
    Ok(text.to_owned().into())
}
