//! Why the local socket cannot be had.

use std::io;

use crate::messenger::{Error, ErrorKind};

/// Why the local socket cannot be served or spoken to.
#[derive(Debug, thiserror::Error)]
pub enum LocalError {
    /// Another process answers at this socket.
    #[error("another Hushwing already serves this profile")]
    Occupied,
    /// Something else lies where the socket belongs.
    #[error("the file named \"socket\" in the profile's folder is not a socket; move it away")]
    NotASocket,
    /// The other end belongs to somebody else.
    #[error("the socket in the profile's folder belongs to another user (number {0})")]
    Stranger(u32),
    /// No Unix sockets on this system.
    #[error("on this system commands cannot use a profile that is open elsewhere; close it first")]
    NotHere,
    /// The system refused.
    #[error("the socket in the profile's folder cannot be used: {0}")]
    Io(#[from] io::Error),
}

impl From<LocalError> for Error {
    fn from(error: LocalError) -> Self {
        Self::new(ErrorKind::Store, error.to_string())
    }
}
