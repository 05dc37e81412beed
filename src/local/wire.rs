//! What travels over the local socket: JSON, one value a line, of bounded length.
//!
//! `{"command": …}` is answered by `{"reply": …}` or `{"error": …}`; `{"raise": true}` likewise;
//! `{"watch": true}` is answered once, and from then on every line is an event.
//! Passphrases pass through here, so buffers are zeroized.

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncReadExt};
use zeroize::{Zeroize, Zeroizing};

use crate::messenger::{Command, Error, Reply};

/// Longest request in bytes: a text of one MiB, however much JSON has to escape of it.
pub(super) const MAX_REQUEST: usize = 8 << 20;
/// Longest answer or event in bytes: a long page of long messages.
pub(super) const MAX_RESPONSE: usize = 64 << 20;

/// Enough for any line with a passphrase in it, so that no outgrown buffer is left behind.
const FIRST_BUFFER: usize = 32 << 10;
/// An endless line is skipped for so many times the longest one, then the connection ends.
const PATIENCE: usize = 8;

/// What is asked.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Request {
    /// Do this.
    Command(Command),
    /// Tell what changes from now on.
    Watch(bool),
    /// Bring the window to the front.
    Raise(bool),
}

/// What is answered.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Response {
    /// Done.
    Reply(Box<Reply>),
    /// Not done.
    Error(Error),
}

/// Why there is no next line.
#[derive(Debug, thiserror::Error)]
pub(super) enum LineError {
    /// Over the limit; the line was skipped, and the next one can be read.
    #[error("a line is longer than {0} bytes")]
    TooLong(usize),
    /// The other end does not stop, stopped in the middle, or broke.
    #[error("the connection broke in the middle of a line")]
    Broken,
}

/// One value as a line.
///
/// # Errors
/// [`LineError::TooLong`] when it would pass `limit` bytes.
pub(super) fn line<T: Serialize>(value: &T, limit: usize) -> Result<Zeroizing<Vec<u8>>, LineError> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(FIRST_BUFFER));
    serde_json::to_writer(&mut *bytes, value).map_err(|_| LineError::Broken)?;
    if bytes.len() > limit {
        return Err(LineError::TooLong(limit));
    }
    bytes.push(b'\n');
    Ok(bytes)
}

/// Lines from a stream, none longer than `limit` bytes.
pub(super) struct Lines<R> {
    from: R,
    buffer: Zeroizing<Vec<u8>>,
    /// Unread bytes are `start..end`; no newline lies before `scanned`.
    start: usize,
    scanned: usize,
    end: usize,
    limit: usize,
    /// Bytes of a line that is too long and thrown away.
    skipped: usize,
}

impl<R: AsyncRead + Unpin> Lines<R> {
    pub(super) fn new(from: R, limit: usize) -> Self {
        let buffer = Zeroizing::new(vec![0; FIRST_BUFFER.min(limit + 1)]);
        Self { from, buffer, start: 0, scanned: 0, end: 0, limit, skipped: 0 }
    }

    /// The next line without its newline, or `None` at the end. May be dropped while it waits:
    /// nothing is lost.
    ///
    /// # Errors
    /// [`LineError`]; after `TooLong` the next line can be read.
    pub(super) async fn next(&mut self) -> Result<Option<Zeroizing<Vec<u8>>>, LineError> {
        loop {
            if let Some(line) = self.take() {
                return line.map(Some);
            }
            self.make_room()?;
            let count = self
                .from
                .read(&mut self.buffer[self.end..])
                .await
                .map_err(|_| LineError::Broken)?;
            if count == 0 {
                let whole = self.start == self.end && self.skipped == 0;
                return if whole { Ok(None) } else { Err(LineError::Broken) };
            }
            self.end += count;
        }
    }

    /// A line that is already here.
    fn take(&mut self) -> Option<Result<Zeroizing<Vec<u8>>, LineError>> {
        let Some(length) = self.buffer[self.scanned..self.end].iter().position(|b| *b == b'\n')
        else {
            self.scanned = self.end;
            return None;
        };
        let newline = self.scanned + length;
        let line = Zeroizing::new(self.buffer[self.start..newline].to_vec());
        self.buffer[self.start..newline].zeroize();
        self.start = newline + 1;
        self.scanned = self.start;
        if std::mem::take(&mut self.skipped) > 0 {
            return Some(Err(LineError::TooLong(self.limit)));
        }
        Some(Ok(line))
    }

    /// Makes sure that at least one byte can be read behind `end`.
    fn make_room(&mut self) -> Result<(), LineError> {
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.end, 0);
            let end = self.end - self.start;
            self.buffer[end..self.end].zeroize();
            (self.start, self.end, self.scanned) = (0, end, end);
        }
        if self.end > self.limit {
            self.skipped += self.end;
            (self.end, self.scanned) = (0, 0);
            if self.skipped > self.limit.saturating_mul(PATIENCE) {
                return Err(LineError::Broken);
            }
        }
        if self.end == self.buffer.len() {
            let length = (self.buffer.len() * 2).min(self.limit + 1);
            let mut grown = Zeroizing::new(vec![0; length]);
            grown[..self.end].copy_from_slice(&self.buffer[..self.end]);
            self.buffer = grown;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use tokio::io::AsyncWriteExt;

    fn read_all(bytes: &[u8], piece: usize, limit: usize) -> Vec<Result<Vec<u8>, &'static str>> {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let (mut to, from) = tokio::io::duplex(64);
            let write = async {
                for part in bytes.chunks(piece) {
                    if to.write_all(part).await.is_err() {
                        break;
                    }
                }
                drop(to);
            };
            let read = async {
                let mut lines = Lines::new(from, limit);
                let mut all = Vec::new();
                loop {
                    match lines.next().await {
                        Ok(Some(line)) => all.push(Ok(line.to_vec())),
                        Ok(None) => return all,
                        Err(LineError::TooLong(_)) => all.push(Err("too long")),
                        Err(LineError::Broken) => {
                            all.push(Err("broken"));
                            return all;
                        }
                    }
                }
            };
            tokio::join!(write, read).1
        })
    }

    proptest! {
        #[test]
        fn lines_come_out_as_they_went_in(
            lines in proptest::collection::vec("[a-z]{0,40}", 0..12),
            piece in 1_usize..50,
        ) {
            let bytes: Vec<u8> = lines.iter().flat_map(|l| format!("{l}\n").into_bytes()).collect();
            let expected: Vec<_> = lines
                .iter()
                .map(|l| if l.len() > 20 { Err("too long") } else { Ok(l.clone().into_bytes()) })
                .collect();
            prop_assert_eq!(read_all(&bytes, piece, 20), expected);
        }
    }

    #[test]
    fn a_line_of_the_very_limit_passes_and_the_next_byte_does_not() {
        assert_eq!(read_all(b"12345678\nx\n", 3, 8), [Ok(b"12345678".to_vec()), Ok(b"x".to_vec())]);
        assert_eq!(read_all(b"123456789\nx\n", 3, 8), [Err("too long"), Ok(b"x".to_vec())]);
    }

    #[test]
    fn an_endless_line_ends_the_connection() {
        assert_eq!(read_all(&[b'x'; 5_000], 50, 8), [Err("broken")]);
    }

    #[test]
    fn a_line_without_its_end_is_not_believed() {
        assert_eq!(read_all(b"good\nhalf", 4, 100), [Ok(b"good".to_vec()), Err("broken")]);
    }

    #[test]
    fn requests_look_as_documented() {
        let text = |request| serde_json::to_string::<Request>(&request).unwrap();
        assert_eq!(text(Request::Command(Command::Whoami)), r#"{"command":{"do":"whoami"}}"#);
        assert_eq!(text(Request::Watch(true)), r#"{"watch":true}"#);
        assert_eq!(text(Request::Raise(true)), r#"{"raise":true}"#);
        let text = |response| serde_json::to_string::<Response>(&response).unwrap();
        assert_eq!(text(Response::Reply(Box::new(Reply::Done))), r#"{"reply":{"reply":"done"}}"#);
        assert_eq!(
            text(Response::Error(Error::input("No."))),
            r#"{"error":{"kind":"input","sentence":"No."}}"#
        );
    }
}
