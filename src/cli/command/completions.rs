//! `completions`: prints what a shell needs to complete the command line.

use clap::CommandFactory;

use crate::cli::args::{Arguments, CompletionsArgs};
use crate::cli::exit::Exit;
use crate::cli::screen::Screen;
use crate::cli::trouble::Trouble;

pub(super) fn run(args: &CompletionsArgs, screen: &Screen) -> Result<Exit, Trouble> {
    let mut command = Arguments::command();
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, name, &mut script);
    screen.result(&String::from_utf8_lossy(&script));
    Ok(Exit::Done)
}
