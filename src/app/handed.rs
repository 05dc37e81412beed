//! Something that is handed over once: whoever takes it has it, and nobody keeps a copy.

use std::sync::{Arc, Mutex, PoisonError};

/// Holds a thing until it is taken. Clones hold the same thing.
#[derive(Clone)]
pub struct Handed<T>(Arc<Mutex<Option<T>>>);

impl<T> Handed<T> {
    /// Holds this.
    pub fn over(thing: T) -> Self {
        Self(Arc::new(Mutex::new(Some(thing))))
    }

    /// Holds nothing.
    pub fn nothing() -> Self {
        Self(Arc::default())
    }

    /// The thing, the first time.
    pub fn take(&self) -> Option<T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl<T> std::fmt::Debug for Handed<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Handed(…)")
    }
}
