//! The commands, one file each.

mod apply;
mod attest;
mod catalogue;
mod check;
mod completions;
mod explain;
mod export;
mod fmt;
mod init;
mod man;
mod plan;
mod schema;
mod serve;

use super::args::{Arguments, Command};
use super::exit::Exit;
use super::screen::Screen;
use super::trouble::Trouble;

/// Runs a command and returns how it ended.
pub(super) fn run(arguments: Arguments, screen: &Screen) -> Exit {
    let Arguments { directory, environment, verbose: _, command } = arguments;
    let named = environment.as_deref();
    let ended = match command {
        Command::Init(args) => init::run(&directory, &args, screen),
        Command::Check(args) => check::run(&directory, &args, screen),
        Command::Plan(args) => plan::run(&directory, named, &args, screen),
        Command::Apply(args) => apply::run(&directory, named, &args, screen),
        Command::Attest(args) => attest::run(&directory, named, &args, screen),
        Command::Export(args) => export::run(&directory, named, &args, screen),
        Command::Serve(args) => serve::run(&directory, named, &args, screen),
        Command::Fmt(args) => fmt::run(&directory, &args, screen),
        Command::Schema(args) => schema::run(&directory, &args, screen),
        Command::Catalogue(args) => catalogue::run(&directory, &args.command, screen),
        Command::Explain(args) => explain::run(&directory, &args, screen),
        Command::Completions(args) => completions::run(&args, screen),
        Command::Man(args) => man::run(&args, screen),
    };
    ended.unwrap_or_else(|trouble: Trouble| trouble.report(screen))
}

/// Lets the process's end give the memory back, whole: to give back the rows of many people one by
/// one takes a tenth of a run.
pub(super) fn leave<T>(value: T) {
    std::mem::forget(value);
}
