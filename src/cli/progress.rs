//! What a run is busy with: shown to somebody who waits, and said to who asks with `--verbose`.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::screen::Screen;

/// Work that takes less long is done before anybody wonders.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often what is shown moves.
const BEAT: Duration = Duration::from_millis(100);

impl Screen {
    /// Does some work of which nobody knows how long it takes.
    pub(super) fn during<T>(&self, what: &'static str, work: impl FnOnce() -> T) -> T {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        self.watched(what, bar.with_style(style("{spinner} {msg} {elapsed}")), |_| work())
    }

    /// Does some work of so many parts, which are counted on the bar as they are done.
    pub(super) fn counting<T>(
        &self,
        what: &'static str,
        parts: usize,
        work: impl FnOnce(&ProgressBar) -> T,
    ) -> T {
        let bar = ProgressBar::with_draw_target(Some(parts as u64), ProgressDrawTarget::hidden());
        let style = style("{msg} {bar:40} {human_pos} of {human_len}, {elapsed}");
        self.watched(what, bar.with_style(style), work)
    }

    fn watched<T>(
        &self,
        what: &'static str,
        bar: ProgressBar,
        work: impl FnOnce(&ProgressBar) -> T,
    ) -> T {
        let begun = Instant::now();
        let _span = tracing::info_span!("phase", what).entered();
        let bar = bar.with_message(what);
        let shown = self.animates().then(|| Shown::later(&bar));
        let result = work(&bar);
        drop(shown);
        tracing::info!(took = ?begun.elapsed(), "{what}");
        result
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// A bar that appears once it is worth it, and leaves nothing behind.
struct Shown {
    bar: ProgressBar,
    done: Option<Sender<()>>,
    waits: Option<JoinHandle<()>>,
}

impl Shown {
    fn later(bar: &ProgressBar) -> Self {
        let (done, is_done) = channel();
        let waiting = bar.clone();
        let waits = thread::spawn(move || {
            if is_done.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                waiting.set_draw_target(ProgressDrawTarget::stderr());
                waiting.enable_steady_tick(BEAT);
            }
        });
        Self { bar: bar.clone(), done: Some(done), waits: Some(waits) }
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        drop(self.done.take());
        // It doesn't panic; if it did, nothing but the bar would be missing.
        let _ = self.waits.take().map(JoinHandle::join);
        self.bar.finish_and_clear();
    }
}
