//! The log: standard error alone, never a file.
//!
//! Only Hushwing's own lines can be made to tell more. Other crates tell of what passes through
//! them: a WebSocket library writes out whole frames, so envelopes, and who proves which key.

use std::io::IsTerminal;

use tracing::{Level, Metadata, Subscriber};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, fmt};

/// Tells errors; with `-v` warnings and more of Hushwing's own, up to everything with `-vvv`.
/// `HUSHWING_LOG` (in the words of `tracing-subscriber`'s `EnvFilter`) is obeyed instead where it
/// is set. Neither makes other crates tell more than warnings.
pub fn start_logging(verbose: u8) {
    let wish = std::env::var("HUSHWING_LOG").ok();
    let colours = std::io::stderr().is_terminal();
    let started = log(verbose, wish.as_deref(), std::io::stderr, colours).try_init();
    // Somebody else (a test) may have started a log already; theirs is as good.
    drop(started);
}

fn log<W>(verbose: u8, wish: Option<&str>, writer: W, colours: bool) -> impl Subscriber
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let wished = wish.and_then(|wish| EnvFilter::try_new(wish).ok());
    let filter = wished.unwrap_or_else(|| {
        EnvFilter::new(match verbose {
            0 => "error",
            1 => "warn,hushwing=info",
            2 => "warn,hushwing=debug",
            _ => "warn,hushwing=trace",
        })
    });
    registry()
        .with(filter_fn(may_be_told))
        .with(filter)
        .with(fmt::layer().with_writer(writer).with_ansi(colours))
}

/// Hushwing's own lines, and everybody's warnings and errors.
fn may_be_told(line: &Metadata<'_>) -> bool {
    let target = line.target();
    target == "hushwing" || target.starts_with("hushwing::") || *line.level() <= Level::WARN
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Written(Arc<Mutex<Vec<u8>>>);

    impl Write for Written {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    /// The lines of a log in which everybody says everything: level and target.
    fn told(verbose: u8, wish: Option<&str>) -> Vec<String> {
        let written = Written::default();
        let writer = written.clone();
        let log = log(verbose, wish, move || writer.clone(), false);
        macro_rules! everything {
            ($($target:literal)*) => {$(
                tracing::error!(target: $target, "");
                tracing::warn!(target: $target, "");
                tracing::info!(target: $target, "");
                tracing::debug!(target: $target, "");
                tracing::trace!(target: $target, "");
            )*};
        }
        tracing::subscriber::with_default(log, || {
            everything!("hushwing" "hushwing::relay" "hushwingless" "tungstenite::protocol" "hyper");
        });
        let text = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
        text.lines()
            .map(|line| {
                let words: Vec<&str> = line.split_whitespace().skip(1).collect();
                words.join(" ").trim_end_matches(':').to_owned()
            })
            .collect()
    }

    fn lines(levels: &[&str], targets: &[&str]) -> Vec<String> {
        let of = |target: &&str| {
            let target = target.to_string();
            levels.iter().map(move |level| format!("{level} {target}")).collect::<Vec<_>>()
        };
        targets.iter().flat_map(of).collect()
    }

    const OURS: [&str; 2] = ["hushwing", "hushwing::relay"];
    const OTHERS: [&str; 3] = ["hushwingless", "tungstenite::protocol", "hyper"];

    #[test]
    fn errors_alone_are_told_unless_asked() {
        assert_eq!(told(0, None), [lines(&["ERROR"], &OURS), lines(&["ERROR"], &OTHERS)].concat());
    }

    #[test]
    fn each_v_raises_what_is_ours_and_nothing_else() {
        let others = lines(&["ERROR", "WARN"], &OTHERS);
        let all = ["ERROR", "WARN", "INFO", "DEBUG", "TRACE"];
        for (verbose, levels) in [(1, 3), (2, 4), (3, 5), (4, 5), (255, 5)] {
            let ours = lines(&all[..levels], &OURS);
            assert_eq!(told(verbose, None), [ours, others.clone()].concat(), "{verbose}");
        }
    }

    #[test]
    fn a_wish_cannot_raise_what_others_tell_either() {
        let ours = lines(&["ERROR", "WARN", "INFO", "DEBUG", "TRACE"], &OURS);
        let others = lines(&["ERROR", "WARN"], &OTHERS);
        assert_eq!(told(0, Some("trace")), [ours, others].concat());
        let tungstenite = lines(&["ERROR", "WARN"], &["tungstenite::protocol"]);
        assert_eq!(told(0, Some("tungstenite=trace,hyper=off")), tungstenite);
        assert!(told(3, Some("off")).is_empty());
    }

    #[test]
    fn a_wish_that_makes_no_sense_is_no_wish() {
        assert_eq!(told(2, Some("hushwing=loud")), told(2, None));
    }
}
