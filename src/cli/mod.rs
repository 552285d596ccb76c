//! The command line: flags, environment, terminal, clock, files. Everything that touches the world
//! outside begins here.

mod args;
mod clock;
mod command;
mod exit;
mod files;
mod live;
mod project;
mod screen;
mod trouble;

use std::process::ExitCode;

use clap::Parser;

pub use args::Arguments;
use exit::Exit;
use screen::Screen;

/// Runs the program and returns its exit code.
pub fn main() -> ExitCode {
    let screen = Screen::of_process();
    let exit = match Arguments::try_parse() {
        Ok(arguments) => command::run(arguments, &screen),
        Err(error) => screen.usage(&error),
    };
    ExitCode::from(exit as u8)
}
