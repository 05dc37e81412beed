//! A window of the demo, in its own process: its orders come through a pipe, and when the pipe
//! ends, so does the window. So no secret stands in an argument or a file, and no window outlives
//! the demo, not even one that is killed.

use std::io::{BufRead, BufReader, Read};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{DemoError, Look};
use crate::app::{self, AppOptions, Handed, Side};
use crate::model::{ChatId, ProfileDir, Secret};

/// Longest orders, in bytes.
const MAX_ORDERS: usize = 4096;
/// A window that was told to end has so long to close its profile.
const PATIENCE: Duration = Duration::from_secs(8);

/// What a window is told: one line of JSON.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Orders {
    /// What opens the profile.
    pub(super) passphrase: Secret,
    /// The chat that is open at first.
    pub(super) chat: ChatId,
    /// Where it stands.
    pub(super) side: Side,
}

impl Orders {
    /// As a line.
    ///
    /// # Errors
    /// Never in practice: everything in it is plain.
    pub(super) fn line(&self) -> std::io::Result<Zeroizing<Vec<u8>>> {
        let mut line = Zeroizing::new(Vec::with_capacity(MAX_ORDERS));
        serde_json::to_writer(&mut *line, self)?;
        line.push(b'\n');
        Ok(line)
    }

    fn read(from: &mut impl BufRead) -> Result<Self, DemoError> {
        let mut line = Zeroizing::new(Vec::with_capacity(MAX_ORDERS));
        let limit = u64::try_from(MAX_ORDERS).unwrap_or(u64::MAX);
        from.take(limit).read_until(b'\n', &mut line).map_err(|_| DemoError::NoOrders)?;
        serde_json::from_slice(&line).map_err(|_| DemoError::NoOrders)
    }
}

/// Opens one window of the demo, with orders from standard input, until it is closed or standard
/// input ends.
///
/// # Errors
/// There are no orders, or no display.
pub fn window(profile: ProfileDir, look: Look) -> Result<(), DemoError> {
    let mut orders_come = BufReader::with_capacity(MAX_ORDERS, std::io::stdin());
    let Orders { passphrase, chat, side } = Orders::read(&mut orders_come)?;
    std::thread::Builder::new()
        .name("leash".to_owned())
        .spawn(move || {
            // Nothing more comes; it ends when the demo does.
            let _ = std::io::copy(&mut orders_come, &mut std::io::sink());
            ask_to_end();
            std::thread::sleep(PATIENCE);
            tracing::error!("the window took too long to close");
            std::process::exit(1);
        })
        .map_err(DemoError::Start)?;
    let options = AppOptions {
        theme: look.theme,
        size: look.size,
        language: look.language,
        passphrase: Handed::over(passphrase),
        chat: Some(chat),
        side: Some(side),
        ..AppOptions::of(profile)
    };
    Ok(app::run(options)?)
}

/// As a system that shuts down asks: the window closes as by its cross.
#[cfg(unix)]
fn ask_to_end() {
    use rustix::process::{Signal, getpid, kill_process};
    if kill_process(getpid(), Signal::TERM).is_err() {
        std::process::exit(1);
    }
}

#[cfg(not(unix))]
fn ask_to_end() {
    std::process::exit(0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_come_as_they_were_given() {
        let orders = Orders {
            passphrase: Secret::new("owl \"quotes\" \n and lines".into()),
            chat: ChatId([7; 16]),
            side: Side::Right,
        };
        let mut line = orders.line().unwrap().to_vec();
        assert_eq!(line.iter().filter(|b| **b == b'\n').count(), 1);
        line.extend(b"what comes later is left alone");
        let read = Orders::read(&mut &line[..]).unwrap();
        assert_eq!(read.passphrase.expose(), orders.passphrase.expose());
        assert_eq!((read.chat, read.side), (orders.chat, orders.side));
    }

    #[test]
    fn anything_else_is_no_orders() {
        for text in ["", "\n", "{}\n", &"x".repeat(10_000)] {
            assert!(
                matches!(Orders::read(&mut text.as_bytes()), Err(DemoError::NoOrders)),
                "{text}"
            );
        }
    }
}
