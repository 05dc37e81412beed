//! The system's keyring: a place for one secret per profile.
//!
//! Behind a small trait, because tests need one that forgets on command and no desktop.
//! Knows nothing of what its secrets open.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use zeroize::Zeroizing;

use super::error::StoreError;

/// A secret that the keyring keeps: 32 random bytes.
pub type RingSecret = Zeroizing<[u8; 32]>;

/// Somewhere to keep a secret under a name. Calls may block while a person is asked to unlock it.
pub trait SystemKeyring: Send + Sync {
    /// Keeps a secret, replacing one of the same name.
    ///
    /// # Errors
    /// [`StoreError::KeyringUnavailable`].
    fn put(&self, name: &str, secret: &RingSecret) -> Result<(), StoreError>;

    /// Finds a secret.
    ///
    /// # Errors
    /// [`StoreError::KeyringForgot`] when there is none, [`StoreError::KeyringUnavailable`].
    fn get(&self, name: &str) -> Result<RingSecret, StoreError>;

    /// Removes a secret; none of that name is fine.
    ///
    /// # Errors
    /// [`StoreError::KeyringUnavailable`].
    fn forget(&self, name: &str) -> Result<(), StoreError>;

    /// Whether it answers at all: without one, a profile needs a passphrase.
    fn available(&self) -> bool {
        !matches!(self.get("is anybody there"), Err(StoreError::KeyringUnavailable))
    }
}

/// The keyring of the desktop: Secret Service, Keychain or Credential Manager.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsKeyring;

const SERVICE: &str = "hushwing";

impl SystemKeyring for OsKeyring {
    fn put(&self, name: &str, secret: &RingSecret) -> Result<(), StoreError> {
        apart(|| entry(name)?.set_secret(&secret[..]).map_err(unavailable))
    }

    fn get(&self, name: &str) -> Result<RingSecret, StoreError> {
        apart(|| match entry(name)?.get_secret() {
            Ok(bytes) => {
                let bytes = Zeroizing::new(bytes);
                let mut secret = RingSecret::default();
                if bytes.len() != secret.len() {
                    return Err(StoreError::KeyringForgot);
                }
                secret.copy_from_slice(&bytes);
                Ok(secret)
            }
            Err(keyring::Error::NoEntry | keyring::Error::Ambiguous(_)) => {
                Err(StoreError::KeyringForgot)
            }
            Err(error) => Err(unavailable(error)),
        })
    }

    fn forget(&self, name: &str) -> Result<(), StoreError> {
        apart(|| match entry(name)?.delete_credential() {
            Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
            Err(error) => Err(unavailable(error)),
        })
    }
}

fn entry(name: &str) -> Result<keyring::Entry, StoreError> {
    keyring::Entry::new(SERVICE, name).map_err(unavailable)
}

/// Its errors can carry what the keyring holds, so they are dropped here.
fn unavailable(_: keyring::Error) -> StoreError {
    StoreError::KeyringUnavailable
}

/// On a thread of its own: the bus client drives a runtime, which must not meet the caller's.
fn apart<T: Send>(work: impl FnOnce() -> Result<T, StoreError> + Send) -> Result<T, StoreError> {
    std::thread::scope(|scope| {
        scope.spawn(work).join().unwrap_or(Err(StoreError::KeyringUnavailable))
    })
}

/// A keyring in memory, for tests: it forgets with the process, or when told to.
#[derive(Default)]
pub struct MemoryKeyring {
    secrets: Mutex<HashMap<String, RingSecret>>,
    locked: Mutex<bool>,
}

impl MemoryKeyring {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes it unavailable, or available again.
    pub fn lock(&self, locked: bool) {
        *self.locked.lock().unwrap_or_else(PoisonError::into_inner) = locked;
    }

    /// Forgets everything, as a reset keyring does.
    pub fn reset(&self) {
        self.secrets.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// How many secrets it keeps.
    pub fn len(&self) -> usize {
        self.secrets.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Whether it keeps none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn secrets(
        &self,
    ) -> Result<std::sync::MutexGuard<'_, HashMap<String, RingSecret>>, StoreError> {
        if *self.locked.lock().unwrap_or_else(PoisonError::into_inner) {
            return Err(StoreError::KeyringUnavailable);
        }
        Ok(self.secrets.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl SystemKeyring for MemoryKeyring {
    fn put(&self, name: &str, secret: &RingSecret) -> Result<(), StoreError> {
        self.secrets()?.insert(name.to_owned(), secret.clone());
        Ok(())
    }

    fn get(&self, name: &str) -> Result<RingSecret, StoreError> {
        self.secrets()?.get(name).cloned().ok_or(StoreError::KeyringForgot)
    }

    fn forget(&self, name: &str) -> Result<(), StoreError> {
        self.secrets()?.remove(name);
        Ok(())
    }
}
