//! Ctrl-C, while a plan is carried out.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::ProgressBar;
use tokio::runtime::Runtime;

use super::exit::Exit;
use super::screen::Screen;

/// What is said at the first one.
const STOPPING: &str = "Stopping as soon as the steps that were begun are done. \
    Once more, and the program ends at once; the next run carries on from what is there.";

/// Returns a signal that is set at the first Ctrl-C, so that nothing more is begun. At the second the
/// program ends.
///
/// # Errors
///
/// The operating system doesn't tell of Ctrl-C. Then it ends the program, as it always does.
pub(super) fn stop_signal(runtime: &Runtime, bar: &ProgressBar) -> io::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let (signal, bar) = (Arc::clone(&stop), bar.clone());
    // From here on it is heard, also before the task below is first run.
    let mut heard = {
        let _inside = runtime.enter();
        interrupts()?
    };
    runtime.spawn(async move {
        if heard.recv().await.is_some() {
            signal.store(true, Ordering::SeqCst);
            bar.suspend(|| Screen::say_anywhere(STOPPING));
        }
        if heard.recv().await.is_some() {
            at_once();
        }
    });
    Ok(stop)
}

/// Returns what hears of Ctrl-C from here on. It is called where the runtime runs.
#[cfg(unix)]
pub(super) fn interrupts() -> io::Result<tokio::signal::unix::Signal> {
    use tokio::signal::unix::{SignalKind, signal};
    signal(SignalKind::interrupt())
}

/// Returns what hears of Ctrl-C from here on. It is called where the runtime runs.
#[cfg(windows)]
pub(super) fn interrupts() -> io::Result<tokio::signal::windows::CtrlC> {
    tokio::signal::windows::ctrl_c()
}

#[allow(clippy::exit, reason = "somebody asked for it twice, and a killed run is safe to repeat")]
fn at_once() {
    std::process::exit(Exit::Partial as i32)
}
