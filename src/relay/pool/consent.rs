//! `ws://` to a public address only where the person agreed to it, at every attempt.

use std::sync::{PoisonError, Weak};

use futures_util::future::BoxFuture;

use super::{Inner, Pool, State};
use crate::model::RelayAddress;
use crate::relay::dialer::{DialError, Dialer, Route, Stream};

impl Pool {
    /// The person agreed to `ws://` to a public address.
    pub fn allow_unencrypted(&self, relay: &RelayAddress) {
        self.state().allowed.insert(relay.clone());
        self.nudge();
    }

    pub(super) fn check_consent(state: &State, relay: &RelayAddress) -> Result<(), DialError> {
        if relay.needs_consent() && !state.allowed.contains(relay) {
            return Err(DialError::NeedsConsent);
        }
        Ok(())
    }

    /// Refuses `ws://` to public addresses that nobody agreed to, at every attempt.
    pub(super) fn careful_dialer(&self) -> Dialer {
        Dialer::through(Careful(std::sync::Arc::downgrade(&self.inner)))
    }
}

/// The pool's dialer for relays that somebody else named.
struct Careful(Weak<Inner>);

impl Route for Careful {
    fn dial<'a>(&'a self, address: &'a RelayAddress) -> BoxFuture<'a, Result<Stream, DialError>> {
        Box::pin(async move {
            let inner = self.0.upgrade().ok_or(DialError::Other)?;
            {
                let state = inner.state.lock().unwrap_or_else(PoisonError::into_inner);
                Pool::check_consent(&state, address)?;
            }
            let dialer = inner.dialer.clone();
            drop(inner);
            dialer.dial(address).await
        })
    }
}
