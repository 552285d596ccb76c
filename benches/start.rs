//! What `check` of the smallest example costs, as a multiple of a program that does nothing.
//!
//! `cargo bench --bench start` compiles `fn main() {}` with `rustc -O` and runs it and `check` of
//! `examples/minimal` in turn, each as a process of its own, 101 times. Of the ratios, pair by pair,
//! the medians are printed. After `--`, `--rounds N` gives another number of rounds.
//!
//! Run as a test, without `--bench`, it goes once through all of it.

#[path = "figures/measure.rs"]
mod measure;

use std::error::Error;
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

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.split_first() {
        Some((first, rest)) if first == measure::ARGUMENT => measure::in_this_process(rest),
        _ => rounds(&arguments).and_then(carry_out),
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

/// Returns how often everything is to be measured.
fn rounds(arguments: &[String]) -> Result<usize, Failure> {
    let mut rounds = 1;
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--bench" => rounds = rounds.max(ROUNDS),
            "--rounds" => {
                let value = arguments.next().ok_or("`--rounds` needs a value")?;
                return Ok(value.parse::<NonZero<usize>>()?.get());
            }
            other => return Err(format!("`{other}` is no option").into()),
        }
    }
    Ok(rounds)
}

/// What a process took: from its start to its end, and of the processors; in seconds.
#[derive(Clone, Copy)]
struct Took {
    elapsed: f64,
    cpu: f64,
}

fn carry_out(rounds: usize) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let nothing = compile(folder.path())?;
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/minimal");
    let example = example.to_str().ok_or("the path of the example isn't UTF-8")?;
    let mut pairs = Vec::with_capacity(rounds);
    for _ in 0..rounds {
        let empty = took(&nothing, &[])?;
        pairs.push((empty, took(Path::new(ROLECALL), &["-C", example, "check"])?));
    }
    let of = |what: fn(&Took) -> f64, name: &str| {
        let empty = median(pairs.iter().map(|(empty, _)| what(empty)));
        let check = median(pairs.iter().map(|(_, check)| what(check)));
        let times = median(pairs.iter().map(|(empty, check)| what(check) / what(empty)));
        let (empty, check) = (empty * 1e3, check * 1e3);
        format!("| {name} | {empty:.2} | {check:.2} | {times:.1} |")
    };
    let mut out = io::stdout();
    writeln!(out, "| milliseconds | an empty program | check | times |\n|---|---:|---:|---:|")?;
    writeln!(out, "{}", of(|took| took.elapsed, "from start to end"))?;
    writeln!(out, "{}", of(|took| took.cpu, "CPU"))?;
    Ok(())
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
