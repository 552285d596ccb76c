//! `man`: prints the manual.

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use crate::cli::args::{Arguments, ManArgs};
use crate::cli::exit::Exit;
use crate::cli::screen::Screen;
use crate::cli::trouble::Trouble;
use crate::core::{codes, nearest};

pub(super) fn run(args: &ManArgs, screen: &Screen) -> Result<Exit, Trouble> {
    let mut program = Arguments::command();
    program.build();
    let command = match &args.command {
        None => program,
        Some(name) => named(&program, name)?,
    };
    let page = page(command).map_err(|error| Trouble::io("the manual", &error))?;
    screen.result(&page);
    Ok(Exit::Done)
}

fn named(program: &Command, name: &str) -> Result<Command, Trouble> {
    program.find_subcommand(name).cloned().ok_or_else(|| {
        let names = program.get_subcommands().map(Command::get_name);
        let help = match nearest(name, names) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => "`rolecall --help` lists the commands.".into(),
        };
        Trouble::usage(&codes::UNKNOWN_VALUE, format!("no command is called `{name}`"), help)
    })
}

/// Returns the page of a command, in the language of `man`.
fn page(command: Command) -> std::io::Result<String> {
    // What stands below the flags is laid out by hand, so its lines stay as they are.
    let below = command.get_after_help().map(ToString::to_string);
    let has_commands = command.has_subcommands();
    let man = Man::new(command.after_help(""));
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if has_commands {
        man.render_subcommands_section(&mut page)?;
    }
    let mut page = String::from_utf8_lossy(&page).into_owned();
    if let Some(below) = below {
        page.push_str(".SH MORE\n.nf\n");
        below.lines().for_each(|line| page.push_str(&literal(line)));
        page.push_str(".fi\n");
    }
    Ok(page)
}

/// Makes a line mean itself: what `man` would take for an instruction is escaped.
fn literal(line: &str) -> String {
    let escaped = line.replace('\\', "\\e").replace('-', "\\-");
    let instructs = escaped.starts_with(['.', '\'']);
    format!("{}{escaped}\n", if instructs { "\\&" } else { "" })
}
