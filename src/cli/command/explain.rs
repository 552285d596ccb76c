//! `explain`: says more about a word.

use crate::cli::args::ExplainArgs;
use crate::cli::exit::Exit;
use crate::cli::screen::Screen;
use crate::cli::trouble::Trouble;
use crate::core::{CODES, code, codes, nearest};
use crate::plan::{GUARDS, guard};
use crate::render;

pub(super) fn run(args: &ExplainArgs, screen: &Screen) -> Result<Exit, Trouble> {
    if let Some(code) = code(&args.word) {
        screen.result(&render::explain_code(code));
    } else if let Some(guard) = guard(&args.word) {
        screen.result(&render::explain_guard(guard));
    } else {
        return Err(unknown(&args.word));
    }
    Ok(Exit::Done)
}

fn unknown(word: &str) -> Trouble {
    let words = CODES.iter().map(|code| code.word).chain(GUARDS.iter().map(|guard| guard.word));
    let help = match nearest(word, words) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => "Words stand at the head of each diagnostic, and after `Refused by`.".into(),
    };
    Trouble::usage(&codes::UNKNOWN_VALUE, format!("nothing is called `{word}`"), help)
}
