//! `--verbose`: what the program does, on standard error.

use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Has everything said that this program does. What the libraries below it could say isn't: some of
/// it, such as the head of a request, isn't for everybody's eyes.
pub(super) fn say_everything(color: bool) {
    let layer = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(color)
        .with_target(false)
        .without_time();
    let own = Targets::new().with_target(env!("CARGO_PKG_NAME"), Level::DEBUG);
    // Where somebody listens already, there is no need for another.
    let _ = tracing_subscriber::registry().with(layer).with(own).try_init();
}
