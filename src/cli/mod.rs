//! The command line: flags, environment, terminal, clock, files. Everything that touches the world
//! outside begins here.

mod approval;
mod args;
mod ask;
mod attested;
mod base;
mod built_in;
mod by_hand;
mod clock;
mod command;
mod environment;
mod exit;
mod files;
mod formats;
mod git;
mod help;
mod instance;
mod interrupt;
mod limits;
mod live;
mod manifests;
mod outcome;
mod planned;
mod platform;
mod progress;
mod project;
mod read;
mod record;
mod reported;
mod repository;
mod rewrite;
mod scim;
mod screen;
mod seen;
mod trouble;
mod upload;
mod verbose;

use std::process::ExitCode;

use clap::Parser;

pub use args::Arguments;
use screen::Screen;

/// Runs the program and returns its exit code.
pub fn main() -> ExitCode {
    let mut screen = Screen::of_process();
    let exit = match Arguments::try_parse() {
        Ok(arguments) => {
            if arguments.verbose {
                screen.keep_still();
                verbose::say_everything(screen.colors_messages());
            }
            command::run(arguments, &screen)
        }
        Err(error) => screen.usage(&error),
    };
    ExitCode::from(exit as u8)
}
