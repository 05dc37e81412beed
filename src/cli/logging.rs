//! The log: standard error alone, never a file.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

/// Tells warnings; with `-v` more of Hushwing's own, up to everything with `-vvv`. `HUSHWING_LOG`
/// (in the words of `tracing-subscriber`'s `EnvFilter`) is obeyed instead where it is set.
pub fn start_logging(verbose: u8) {
    let filter = EnvFilter::try_from_env("HUSHWING_LOG").unwrap_or_else(|_| {
        // Other crates stay at warnings: what they tell of their input is not ours to vouch for.
        EnvFilter::new(match verbose {
            0 => "error",
            1 => "warn,hushwing=info",
            2 => "warn,hushwing=debug",
            _ => "warn,hushwing=trace",
        })
    });
    let started = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .try_init();
    // Somebody else (a test) may have started a log already; theirs is as good.
    drop(started);
}
