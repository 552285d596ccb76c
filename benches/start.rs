//! What `check` of the smallest example costs, as a multiple of a program that does nothing.
//!
//! `cargo bench --bench start` compiles `fn main() {}` with `rustc -O` and runs it and `check` of
//! `examples/minimal` in turn, each as a process of its own, 101 times. Of the ratios, pair by pair,
//! the medians are printed. It ends with a failure if `check` takes too many times as long.
//!
//! After `--`, `--rounds N` gives another number of rounds, and `--no-targets` only measures.
//!
//! Run as a test, without `--bench`, it goes once through all of it.

#[path = "figures/measure.rs"]
mod measure;

use std::error::Error;
use std::fmt;
use std::fs;
use std::io::{self, Write as _};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

/// Why there are no figures.
type Failure = Box<dyn Error>;

/// The program that is measured.
const ROLECALL: &str = env!("CARGO_BIN_EXE_rolecall");

/// How often everything is measured.
const ROUNDS: usize = 101;

/// How many times as long as the empty program `check` may take, from its start to its end.
const AT_MOST: f64 = 4.0;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.split_first() {
        Some((first, rest)) if first == measure::ARGUMENT => measure::in_this_process(rest),
        _ => Options::new(&arguments).and_then(|options| options.carry_out()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Where nobody can be told, there is nobody to tell.
            let _ = writeln!(io::stderr(), "{failure}");
            ExitCode::FAILURE
        }
    }
}

/// What was asked for.
struct Options {
    rounds: usize,
    targets: bool,
}

impl Options {
    fn new(arguments: &[String]) -> Result<Self, Failure> {
        let is_bench = arguments.iter().any(|argument| argument == "--bench");
        let rounds = if is_bench { ROUNDS } else { 1 };
        let mut options = Self { rounds, targets: is_bench };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--bench" => {}
                "--no-targets" => options.targets = false,
                "--rounds" => {
                    let value = arguments.next().ok_or("`--rounds` needs a value")?;
                    options.rounds = value.parse::<NonZero<usize>>()?.get();
                }
                other => return Err(format!("`{other}` is no option").into()),
            }
        }
        Ok(options)
    }

    fn carry_out(&self) -> Result<(), Failure> {
        let pairs = measured(self.rounds)?;
        let (elapsed, cpu) =
            (Row::of(&pairs, |took| took.elapsed), Row::of(&pairs, |took| took.cpu));
        let mut out = io::stdout();
        writeln!(out, "| milliseconds | an empty program | check | times |\n|---|---:|---:|---:|")?;
        writeln!(out, "| from start to end {elapsed}\n| CPU {cpu}")?;
        if self.targets && elapsed.times > AT_MOST {
            let times = elapsed.times;
            return Err(format!(
                "`check` took {times:.2} times the empty program, and {AT_MOST} are allowed"
            )
            .into());
        }
        Ok(())
    }
}

/// What a process took: from its start to its end, and of the processors; in seconds.
#[derive(Clone, Copy)]
struct Took {
    elapsed: f64,
    cpu: f64,
}

/// Runs an empty program and `check` in turn.
fn measured(rounds: usize) -> Result<Vec<(Took, Took)>, Failure> {
    let folder = tempfile::tempdir()?;
    let nothing = compile(folder.path())?;
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/minimal");
    let example = example.to_str().ok_or("the path of the example isn't UTF-8")?;
    let mut pairs = Vec::with_capacity(rounds);
    for _ in 0..rounds {
        let empty = took(&nothing, &[])?;
        pairs.push((empty, took(Path::new(ROLECALL), &["-C", example, "check"])?));
    }
    Ok(pairs)
}

/// The medians of one figure: of both programs, and of the ratios of each pair.
struct Row {
    empty: f64,
    check: f64,
    times: f64,
}

impl Row {
    fn of(pairs: &[(Took, Took)], what: fn(&Took) -> f64) -> Self {
        Self {
            empty: median(pairs.iter().map(|(empty, _)| what(empty))),
            check: median(pairs.iter().map(|(_, check)| what(check))),
            times: median(pairs.iter().map(|(empty, check)| what(check) / what(empty))),
        }
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { empty, check, times } = self;
        write!(f, "| {:.2} | {:.2} | {times:.2} |", empty * 1e3, check * 1e3)
    }
}

/// Compiles a program that does nothing.
fn compile(folder: &Path) -> Result<PathBuf, Failure> {
    let (source, program) = (folder.join("empty.rs"), folder.join("empty"));
    fs::write(&source, "fn main() {}\n")?;
    let compiler = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let status = Command::new(compiler).arg("-O").arg("-o").arg(&program).arg(&source).status()?;
    if status.success() { Ok(program) } else { Err("the empty program doesn't compile".into()) }
}

/// Runs a program once for the clock and once for the processors.
fn took(program: &Path, arguments: &[&str]) -> Result<Took, Failure> {
    let begun = Instant::now();
    let status = Command::new(program).args(arguments).stdout(Stdio::null()).status()?;
    let elapsed = begun.elapsed().as_secs_f64();
    if !status.success() {
        return Err(format!("`{}` ended with {status}", program.display()).into());
    }
    Ok(Took { elapsed, cpu: measure::cost(program, arguments)?.seconds })
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
