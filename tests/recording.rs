//! The picture in the README is a recording: the program sits at a terminal, and what stands there
//! in the end is drawn. `BLESS=1` draws it anew.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test that can't go on fails, and says why"
)]

use std::fs::{self, File};
use std::io::{Read, Write};
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};
use std::process::Command;

use anstyle::RgbColor;
use anstyle_svg::{Palette, Term};
use nix::poll::{PollFd, PollFlags, poll};
use nix::pty::{OpenptyResult, Winsize, openpty};

const PROGRAM: &str = env!("CARGO_BIN_EXE_rolecall");

/// Where the picture is.
const PICTURE: &str = "docs/session.svg";

/// The example in which the session takes place, as it is when its plan has been applied.
const EXAMPLE: &str = "examples/minimal";

/// What has been written when the session begins.
const NIGHT: &str = "\
teams:
  - name: Night
    managers: [lea.okafor@acme.example]
    members: [ana.reyes@acme.exmaple]
";

/// What is typed, and something of what is to be answered. What a command asks is answered with
/// `yes`.
const SESSION: &[(&str, &str)] = &[
    ("cat access/night.yaml", "members: [ana.reyes@acme.exmaple]"),
    ("rolecall check", "Did you mean `ana.reyes@acme.example`?"),
    ("sed -i.bak s/exmaple/example/ access/night.yaml", ""),
    ("rolecall apply", "Applied: 2 of 2 steps."),
    ("rolecall plan", "Nothing to do"),
    ("sed -i.bak '/tomas/,/roles/ s/Admin/Agent/' access/access.yaml", ""),
    ("rolecall plan", "of 2 administrators 1 would be left, and there must be 2."),
];

/// The colours of the picture: it is dark, and readable on a page that is and on one that isn't.
/// The first is the background, the eighth what stands on it.
const COLORS: Palette = Palette([
    rgb(0x16_1b22),
    rgb(0xff_7b72),
    rgb(0x56_d364),
    rgb(0xe3_b341),
    rgb(0x79_c0ff),
    rgb(0xd2_a8ff),
    rgb(0x76_e3ea),
    rgb(0xdd_e3ea),
    rgb(0x8b_949e),
    rgb(0xff_a198),
    rgb(0x7e_e787),
    rgb(0xf2_cc60),
    rgb(0xa5_d6ff),
    rgb(0xe2_c5ff),
    rgb(0xb3_f0ff),
    rgb(0xff_ffff),
]);

const fn rgb(color: u32) -> RgbColor {
    let [_, red, green, blue] = color.to_be_bytes();
    RgbColor(red, green, blue)
}

/// The terminal's columns.
const COLUMNS: u16 = 100;

/// The least width of the picture's text, so that its longest line has room, in pixels.
const WIDTH: usize = 810;

/// How long the program may print nothing, in milliseconds. Only a failure waits this long.
const PATIENCE: u16 = 60_000;

/// The end of the question that `apply` asks.
const QUESTION: &str = "Only `yes` will do it: ";

/// Runs a command line at a terminal of its own; returns what stands there afterwards.
fn at_terminal(line: &str, folder: &Path) -> String {
    let size = Winsize { ws_row: 50, ws_col: COLUMNS, ws_xpixel: 0, ws_ypixel: 0 };
    let OpenptyResult { master, slave } = openpty(&size, None).expect("there is a terminal");
    let path = Path::new(PROGRAM).parent().expect("it is in a folder").display().to_string();
    let mut command = Command::new("sh");
    command.args(["-c", line]).current_dir(folder).env_clear().env("TERM", "xterm-256color");
    command.env("PATH", format!("{path}:/usr/local/bin:/usr/bin:/bin"));
    let end = || slave.try_clone().expect("it is open");
    command.stdin(end()).stdout(end()).stderr(end());
    let mut child = command.spawn().expect("there is a shell");
    drop((command, slave));
    let seen = watch(File::from(master));
    child.wait().expect("it ends");
    seen.replace('\r', "")
}

/// Reads what is printed until nobody can print any more, and answers the question if it comes.
fn watch(mut terminal: File) -> String {
    let mut seen = Vec::new();
    let mut some = [0; 4096];
    loop {
        let mut waiting = [PollFd::new(terminal.as_fd(), PollFlags::POLLIN)];
        let ready = poll(&mut waiting, PATIENCE).expect("it can be waited for");
        assert!(ready > 0, "it is silent after {}", String::from_utf8_lossy(&seen));
        // A terminal whose other end is closed says so by an error.
        let Ok(length @ 1..) = terminal.read(&mut some) else { break };
        seen.extend_from_slice(&some[..length]);
        if seen.ends_with(QUESTION.as_bytes()) {
            terminal.write_all(b"yes\n").expect("somebody reads");
        }
    }
    String::from_utf8(seen).expect("it prints UTF-8")
}

/// Returns the session, with the sequences that colour it.
fn session() -> String {
    let folder = tempfile::tempdir().expect("a folder can be made");
    copy(&root().join(EXAMPLE), folder.path());
    at_terminal("rolecall apply --yes", folder.path());
    fs::write(folder.path().join("access/night.yaml"), NIGHT).expect("it can be written");
    let mut session = String::new();
    for (line, expected) in SESSION {
        let printed = at_terminal(line, folder.path());
        assert!(printed.contains(expected), "{line}: {printed}");
        session += &format!("\x1b[32m$\x1b[0m \x1b[1m{line}\x1b[0m\n{printed}");
        session += if printed.is_empty() { "" } else { "\n" };
    }
    session.trim_end().to_owned()
}

/// Draws the session. The picture becomes smaller where there is less room, and what is dim in it
/// can still be read.
fn picture() -> String {
    let drawn = Term::new().palette(COLORS).min_width_px(WIDTH).render_svg(&session());
    let size = |name: &str| drawn.split_once(name)?.1.split_once("px")?.0.parse::<u32>().ok();
    let width = size("<svg width=\"").expect("it has a width");
    let height = size("height=\"").expect("it has a height");
    let view = format!("<svg viewBox=\"0 0 {width} {height}\" ");
    drawn.replacen("<svg ", &view, 1).replace("opacity: 0.4", "opacity: 0.6")
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder can be made");
    for entry in fs::read_dir(from).expect("it is there") {
        let entry = entry.expect("it can be read");
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        match entry.file_name() {
            name if name == ".rolecall" => {}
            _ if path.is_dir() => copy(&path, &target),
            _ => _ = fs::copy(&path, &target).expect("it can be copied"),
        }
    }
}

#[test]
fn the_picture_in_the_readme_is_what_stands_on_the_terminal() {
    let now = picture();
    if std::env::var_os("BLESS").is_some() {
        fs::write(root().join(PICTURE), &now).expect("it can be written");
    }
    let held = fs::read_to_string(root().join(PICTURE)).unwrap_or_default();
    assert!(held == now, "{PICTURE} isn't current: run the tests once with BLESS=1");
    let page = fs::read_to_string(root().join("README.md")).expect("the page is there");
    assert!(page.contains(&format!("]({PICTURE})")), "the README shows {PICTURE}");
}
