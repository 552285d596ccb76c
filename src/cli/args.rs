//! The flags.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::formats::{CheckFormat, PlanFormat, further};
use super::help;
use crate::platform::{BUILT_IN, DEFAULT};

/// Keeps who may do what on a contact-centre platform in a git repository: roles, teams and people
/// are declared in YAML, compared with what is live, reviewed as a plan, and applied.
#[derive(Debug, Parser)]
#[command(name = "rolecall", version, propagate_version = true, max_term_width = 100)]
#[command(after_help = help::PROGRAM)]
pub struct Arguments {
    /// Work in this folder instead of the current one
    #[arg(
        short = 'C',
        value_name = "DIR",
        global = true,
        default_value = ".",
        hide_default_value = true
    )]
    pub(super) directory: PathBuf,
    /// Which environment of rolecall.yaml; not needed where there is one
    #[arg(
        short,
        long,
        value_name = "NAME",
        global = true,
        env = "ROLECALL_ENVIRONMENT",
        hide_env = true
    )]
    pub(super) environment: Option<String>,
    /// Say what is being done: files, phases and their times, steps
    #[arg(short, long, global = true)]
    pub(super) verbose: bool,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Write a starting project
    #[command(after_help = help::INIT)]
    Init(InitArgs),
    /// Validate the manifests, offline
    #[command(after_help = help::CHECK)]
    Check(CheckArgs),
    /// Show what would change
    #[command(after_help = help::PLAN)]
    Plan(PlanArgs),
    /// Make it so: apply the plan, if it is approved
    #[command(after_help = help::APPLY)]
    Apply(ApplyArgs),
    /// Record what somebody did by hand, where the platform's API can neither write nor read it
    #[command(after_help = help::ATTEST)]
    Attest(AttestArgs),
    /// Write manifests from what is live
    #[command(after_help = help::EXPORT)]
    Export(ExportArgs),
    /// Put the sandbox on HTTP, as the platform's own API
    #[command(after_help = help::SERVE)]
    Serve(ServeArgs),
    /// Bring the manifests into their canonical layout
    #[command(after_help = help::FMT)]
    Fmt(FmtArgs),
    /// Print a JSON Schema
    #[command(after_help = help::SCHEMA)]
    Schema(SchemaArgs),
    /// See what a changed catalogue means
    Catalogue(CatalogueArgs),
    /// Explain a role, a permission, a person, or the word of a diagnostic
    #[command(after_help = help::EXPLAIN)]
    Explain(ExplainArgs),
    /// Print the completions of a shell
    #[command(after_help = help::COMPLETIONS)]
    Completions(CompletionsArgs),
    /// Print the manual, for `man`
    #[command(after_help = help::MAN)]
    Man(ManArgs),
}

/// Flags of `init`.
#[derive(Clone, Debug, Args)]
pub(super) struct InitArgs {
    #[arg(long, value_name = "NAME", value_parser = built_in_platforms())]
    #[arg(help = format!("The platform; {DEFAULT} without it"))]
    pub(super) platform: Option<String>,
    /// Start from a list of people that the platform wrote, or one to import
    #[arg(long, value_name = "FILE")]
    pub(super) from: Option<PathBuf>,
    /// The time zone in which a day ends, such as America/Mexico_City; UTC without it
    #[arg(long, value_name = "ZONE")]
    pub(super) timezone: Option<String>,
    /// Write no workflow for GitHub
    #[arg(long)]
    pub(super) no_workflow: bool,
}

/// Flags of `check`.
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Also a list of people that somebody is about to upload in the portal
    #[arg(long, value_name = "FILE")]
    pub(super) upload: Option<String>,
    /// What the portal objected to in that list: its error log
    #[arg(long, value_name = "FILE", requires = "upload")]
    pub(super) errors: Option<String>,
    /// How problems are printed: as text for people, as json for programs, or as github or sarif
    /// for a pull request
    #[arg(long, value_enum, default_value_t = CheckFormat::Text, hide_possible_values = true)]
    pub(super) format: CheckFormat,
    /// Cut addresses of people short in github and sarif, as ana…@acme.example
    #[arg(long)]
    pub(super) short_emails: bool,
}

/// Flags of `plan`.
#[derive(Debug, Args)]
pub(super) struct PlanArgs {
    /// How the plan is printed: as text for people, as json for programs, or as markdown, github or
    /// sarif for a pull request
    #[arg(long, value_enum, default_value_t = PlanFormat::Text, hide_possible_values = true)]
    pub(super) format: PlanFormat,
    /// Cut addresses of people short in markdown, github and sarif, as ana…@acme.example
    #[arg(long)]
    pub(super) short_emails: bool,
    /// Write the plan to a file as JSON, for `apply --plan`
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    /// Write the plan to a file in a further format, as markdown=plan.md (can be repeated)
    #[arg(long, value_name = "FORMAT=FILE", value_parser = further)]
    pub(super) also: Vec<(PlanFormat, PathBuf)>,
    /// End with 2 if there are changes, instead of 0; with --base, with 3 if all of them are drift
    #[arg(long)]
    pub(super) detailed_exitcode: bool,
    /// Tell what the change since this commit causes from what had drifted before it, and hold it to
    /// the rules of that commit
    #[arg(long, value_name = "REV")]
    pub(super) base: Option<String>,
    /// Compare with what was live when this file was made, by `export --snapshot`
    #[arg(long, value_name = "FILE")]
    pub(super) snapshot: Option<PathBuf>,
    /// Show the plan of another day, such as 2026-12-31, when entries with `until` have ended
    #[arg(long, value_name = "DATE")]
    pub(super) as_of: Option<jiff::civil::Date>,
}

/// How a result is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

/// Flags of `apply`.
#[derive(Debug, Args)]
pub(super) struct ApplyArgs {
    /// Apply the plan with this digest, and no other
    #[arg(long, value_name = "DIGEST", conflicts_with_all = ["plan", "yes"])]
    pub(super) approve: Option<String>,
    /// Apply the plan that `plan --out` wrote, if it is still the plan
    #[arg(long, value_name = "FILE", conflicts_with = "yes")]
    pub(super) plan: Option<PathBuf>,
    /// Apply without asking
    #[arg(long)]
    pub(super) yes: bool,
    /// Hold the plan to the rules of this commit as well
    #[arg(long, value_name = "REV")]
    pub(super) base: Option<String>,
    /// Waive a guard for the approved plan (can be repeated)
    #[arg(long, value_name = "GUARD")]
    pub(super) allow: Vec<String>,
}

/// Flags of `attest`.
#[derive(Debug, Args)]
pub(super) struct AttestArgs {
    /// What was done, such as `role/Floor Lead`, `team/Support:L1` or `role-order`
    #[arg(value_name = "STEP", conflicts_with = "all")]
    pub(super) steps: Vec<String>,
    /// Everything that the plan leaves to somebody's hand
    #[arg(long)]
    pub(super) all: bool,
    /// Who did it, by address
    #[arg(long, value_name = "EMAIL", value_parser = address)]
    pub(super) by: Option<String>,
    /// Attest once more what was attested before, after looking at it again
    #[arg(long, requires = "steps")]
    pub(super) again: bool,
}

/// Takes an address.
fn address(text: &str) -> Result<String, String> {
    let is_one = text
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'));
    let plain = !text.chars().any(|c| c.is_whitespace() || c.is_control());
    if is_one && plain { Ok(text.to_owned()) } else { Err("this is no address".to_owned()) }
}

/// Flags of `export`.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("where").required(true))]
pub(super) struct ExportArgs {
    /// Write new manifests to this folder; nothing in it is overwritten
    #[arg(long, value_name = "DIR", group = "where")]
    pub(super) to: Option<PathBuf>,
    /// Change the project's own manifests where they differ, so that they mean what is live
    #[arg(long, group = "where")]
    pub(super) into: bool,
    /// Write all that is live to this file, for `plan --snapshot`; an older one is replaced
    #[arg(long, value_name = "FILE", group = "where")]
    pub(super) snapshot: Option<PathBuf>,
    /// With --into: also add what nobody lists where only what is listed is managed
    #[arg(long, requires = "into", conflicts_with_all = ["to", "snapshot"])]
    pub(super) unlisted: bool,
    /// With --into: take what was live when this file was made, by `export --snapshot`
    #[arg(long, value_name = "FILE", requires = "into", conflicts_with_all = ["to", "snapshot"])]
    pub(super) from: Option<PathBuf>,
}

/// Flags of `serve`.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("token").required(true))]
pub(super) struct ServeArgs {
    /// Where to listen; port 0 takes any that is free
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    pub(super) listen: SocketAddr,
    /// The environment variable with the token that clients have to know
    #[arg(long, value_name = "NAME", group = "token")]
    pub(super) token_env: Option<String>,
    /// The file with the token that clients have to know
    #[arg(long, value_name = "FILE", group = "token")]
    pub(super) token_file: Option<PathBuf>,
    /// The name of the instance, which is the user name of clients
    #[arg(long, value_name = "NAME", default_value = "acme")]
    pub(super) subdomain: String,
    /// How many rows a job writes in a second; without it all of them at once
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) rows_per_second: Option<u32>,
    /// Answer as many requests as anybody likes
    #[arg(long)]
    pub(super) no_rate_limit: bool,
    /// The administrator whom no job changes; that of rolecall.yaml without it
    #[arg(long, value_name = "EMAIL")]
    pub(super) first_administrator: Option<String>,
    /// A location that the instance has; without it, it has every one (can be repeated)
    #[arg(long, value_name = "NAME")]
    pub(super) location: Vec<String>,
    /// What goes wrong (can be repeated)
    #[arg(long, value_name = "NAME[=VALUE]")]
    pub(super) fault: Vec<String>,
    /// What the chances of faults are drawn from
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) seed: u64,
}

/// Flags of `fmt`.
#[derive(Debug, Args)]
pub(super) struct FmtArgs {
    /// Change nothing; print what would change, and end with 2 if anything would
    #[arg(long)]
    pub(super) check: bool,
    /// The files or folders; `-` for standard input; all files of the project without any
    #[arg(value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
}

/// Flags of `schema`.
#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// What the schema describes: a manifest, the project, a platform file, a catalogue, what is
    /// attested, a plan, problems or an explanation
    #[arg(value_enum, default_value_t = SchemaKind::Manifest, hide_possible_values = true)]
    pub(super) what: SchemaKind,
    /// The platform of a manifest; that of the project without it
    #[arg(long, value_name = "NAME", value_parser = built_in_platforms())]
    pub(super) platform: Option<String>,
}

/// Returns the names of the built-in platforms, for help and completion.
fn built_in_platforms() -> PossibleValuesParser {
    PossibleValuesParser::new(BUILT_IN.iter().map(|(name, _)| *name))
}

/// What a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaKind {
    /// A manifest of a platform
    Manifest,
    /// rolecall.yaml
    Project,
    /// A platform file
    Platform,
    /// What a project adds to a platform
    Catalogue,
    /// What is attested of an environment
    Attested,
    /// What was live at some time
    Snapshot,
    /// The JSON of a plan
    Plan,
    /// The JSON of a check
    Problems,
    /// The JSON of an explanation
    Explanation,
}

/// What to do with catalogues.
#[derive(Debug, Args)]
pub(super) struct CatalogueArgs {
    #[command(subcommand)]
    pub(super) command: CatalogueCommand,
}

/// What to do with catalogues.
#[derive(Debug, Subcommand)]
pub(super) enum CatalogueCommand {
    /// Say how two catalogues differ, and which declared roles that touches
    #[command(after_help = help::CATALOGUE_DIFF)]
    Diff(DiffArgs),
}

/// Flags of `catalogue diff`.
#[derive(Debug, Args)]
pub(super) struct DiffArgs {
    /// The older file: a catalogue, or a platform file
    pub(super) old: PathBuf,
    /// The newer file: likewise
    pub(super) new: PathBuf,
    /// How the difference is printed: as text for people, or as json for programs
    #[arg(long, value_enum, default_value_t = Format::Text, hide_possible_values = true)]
    pub(super) format: Format,
    /// End with 2 if anything differs, instead of 0
    #[arg(long)]
    pub(super) detailed_exitcode: bool,
}

/// Flags of `explain`.
#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// The name of a role, the id or name of a permission, the address of a person, or the word at the
    /// head of a diagnostic or after `Refused by`; with --matrix a product of the platform
    #[arg(required_unless_present = "matrix")]
    pub(super) word: Option<String>,
    /// Show which role has which permission
    #[arg(long)]
    pub(super) matrix: bool,
    /// Of a built-in platform, as it comes; that of the project without it
    #[arg(long, value_name = "NAME", value_parser = built_in_platforms())]
    pub(super) platform: Option<String>,
    /// How it is printed: as text for people, or as json for programs
    #[arg(long, value_enum, default_value_t = Format::Text, hide_possible_values = true)]
    pub(super) format: Format,
}

/// Flags of `completions`.
#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub(super) shell: clap_complete::Shell,
}

/// Flags of `man`.
#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// The page of one command; without it, that of the program
    pub(super) command: Option<String>,
}
