//! Where a person's data lies and how it is unlocked.

use std::path::{Path, PathBuf};

use super::Secret;

/// The folder of one profile. One process at a time holds it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ProfileDir(PathBuf);

impl ProfileDir {
    /// This very folder (`--profile-dir`).
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

/// What opens a profile: the three ways in which its database key is wrapped.
#[derive(Debug, Clone)]
pub enum Unlock {
    /// A passphrase, through Argon2id.
    Passphrase(Secret),
    /// A secret in the system's keyring: nothing is asked at start.
    Keyring,
    /// Both are needed. A keyring that is reset loses everything.
    Both(Secret),
}

/// What is found in a profile's folder before it is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Nothing: a profile can be made here.
    Nothing,
    /// A profile that asks for a passphrase.
    Passphrase,
    /// A profile that the keyring opens.
    Keyring,
    /// A profile that needs both.
    Both,
}
