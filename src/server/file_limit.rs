//! How many files and sockets this process may hold open.

/// What the limit is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileLimit {
    /// Open files and sockets allowed; `None` for no limit or an unknown one.
    pub files: Option<u64>,
}

/// Raises the limit as far as the system lets an ordinary user: a socket is a file, and the usual
/// 1,024 are too few for a relay.
#[cfg(unix)]
pub fn raise_file_limit() -> FileLimit {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
    let files = match setrlimit(Resource::Nofile, raised) {
        Ok(()) => limit.maximum,
        Err(_) => limit.current,
    };
    FileLimit { files }
}

/// Windows has no such limit for sockets.
#[cfg(not(unix))]
pub fn raise_file_limit() -> FileLimit {
    FileLimit { files: None }
}

impl FileLimit {
    /// Whether so many connections fit, with some files to spare for the rest.
    pub fn is_enough_for(self, connections: usize) -> bool {
        let needed = u64::try_from(connections).unwrap_or(u64::MAX).saturating_add(64);
        self.files.is_none_or(|files| files >= needed)
    }
}
