//! What can go wrong. Opening has one answer for every way to fail, so that nothing about a key can
//! be learned from how it failed; only what an authentic header proves is told apart.

/// Why something that came in was not taken. The state is as it was before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Not for this chat, changed on the way, malformed, or here before. Never shown to anybody.
    #[error("This could not be opened.")]
    Unopened,
    /// The header is authentic, but the message's key was given up: it came after more than thirty
    /// days, or after two thousand others that are missing too.
    #[error("A message came too late to be opened. Ask for it again.")]
    Late,
    /// The header is authentic and contradicts an earlier one: the other device's profile was copied,
    /// or restored from an older copy.
    #[error("The other device was copied or set back. Start a new secret chat.")]
    Forked,
}

/// Why something cannot be sealed. The state is as it was before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unsent {
    /// The other device has not answered yet: nothing but the hello may go out.
    #[error("The other device has not answered yet. The message waits.")]
    Unconfirmed,
    /// A thousand messages went out since the other device last answered.
    #[error("The other device has not answered for a thousand messages. The message waits.")]
    ChainFull,
    /// More than 30,405 bytes of content (1,733 for the hello).
    #[error("This is too long for one message. Send it as a file.")]
    TooLong,
    /// A Diffie-Hellman result of zeros, or a key that is none: the offer is not to be answered.
    #[error("This offer cannot be answered. Ask for a new one.")]
    BadKey,
}

/// Bytes from the store that are not what was written there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("The keys of this secret chat are damaged. Start a new one.")]
pub struct Damaged;
