//! Who is at the other end: asked of the kernel, not of them.

use tokio::net::UnixStream;

use crate::local::LocalError;

/// Lets only the person who runs this process in or be asked, `root` neither.
///
/// # Errors
/// [`LocalError::Stranger`], or the kernel does not say.
pub(super) fn check(stream: &UnixStream) -> Result<(), LocalError> {
    same_person(stream.peer_cred()?.uid(), rustix::process::geteuid().as_raw())
}

fn same_person(peer: u32, own: u32) -> Result<(), LocalError> {
    if peer == own { Ok(()) } else { Err(LocalError::Stranger(peer)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_person_gets_in() {
        assert!(same_person(1000, 1000).is_ok());
        assert!(matches!(same_person(1001, 1000), Err(LocalError::Stranger(1001))));
        assert!(matches!(same_person(0, 1000), Err(LocalError::Stranger(0))));
    }

    #[tokio::test]
    async fn the_kernel_names_the_person_who_runs_this_test() {
        let (one, _other) = UnixStream::pair().unwrap();
        check(&one).unwrap();
    }
}
