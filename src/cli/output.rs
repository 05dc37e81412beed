//! Rows on standard output.

use std::io::{self, BufWriter, Write};

use serde::Serialize;
use zeroize::Zeroizing;

use super::{Failure, clean};
use crate::messenger::{Error, ErrorKind};

/// Where rows go: as JSON or for people. When the reader goes away (`… | head`), the rest is
/// dropped quietly and the command still ends its work.
pub(super) struct Output {
    to: BufWriter<Box<dyn Write + Send>>,
    json: bool,
    closed: bool,
}

impl Output {
    pub(super) fn new(to: Box<dyn Write + Send>, json: bool) -> Self {
        Self { to: BufWriter::new(to), json, closed: false }
    }

    /// One row: the value as a line of JSON, or what `human` makes of it, which must be harmless
    /// already ([`clean`]).
    ///
    /// # Errors
    /// Standard output cannot be written (a full disk).
    pub(super) fn row<T: Serialize>(
        &mut self,
        row: &T,
        human: impl FnOnce(&T) -> String,
    ) -> Result<(), Failure> {
        let text = Zeroizing::new(if self.json {
            // Rows hold an exported key too, so nothing of them is left in memory.
            let line = Zeroizing::new(serde_json::to_string(row).map_err(|_| unwritten("a row"))?);
            clean::json(&line)
        } else {
            human(row)
        });
        let written = self.to.write_all(text.as_bytes()).and_then(|()| self.to.write_all(b"\n"));
        self.note(written)
    }

    /// One line for people alone.
    ///
    /// # Errors
    /// Standard output cannot be written.
    pub(super) fn remark(&mut self, text: &str) -> Result<(), Failure> {
        if self.json {
            return Ok(());
        }
        let written = writeln!(self.to, "{text}");
        self.note(written)
    }

    /// Hands everything over.
    ///
    /// # Errors
    /// Standard output cannot be written.
    pub(super) fn flush(&mut self) -> Result<(), Failure> {
        let written = self.to.flush();
        self.note(written)
    }

    /// Nobody reads any more.
    pub(super) fn closed(&self) -> bool {
        self.closed
    }

    fn note(&mut self, written: io::Result<()>) -> Result<(), Failure> {
        match written {
            Err(error) if !self.closed && error.kind() != io::ErrorKind::BrokenPipe => {
                Err(unwritten(&error.to_string()))
            }
            Err(_) => {
                self.closed = true;
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }
}

fn unwritten(why: &str) -> Failure {
    Failure::Refused(Error::new(
        ErrorKind::Internal,
        format!("The result could not be written to standard output: {why}."),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Broken(io::ErrorKind);

    impl Write for Broken {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_that_goes_away_is_no_error() {
        let mut output = Output::new(Box::new(Broken(io::ErrorKind::BrokenPipe)), true);
        output.row(&1, |_| String::new()).unwrap();
        assert!(!output.closed(), "nothing was handed over yet");
        output.flush().unwrap();
        assert!(output.closed());
        output.row(&"x".repeat(100_000), |_| String::new()).unwrap();
        output.flush().unwrap();
    }

    #[test]
    fn a_full_disk_is_one() {
        let mut output = Output::new(Box::new(Broken(io::ErrorKind::StorageFull)), true);
        output.row(&1, |_| String::new()).unwrap();
        assert_eq!(output.flush().unwrap_err().status(), 1);
    }
}
