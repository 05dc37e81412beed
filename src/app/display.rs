//! A display that is named and not there.
//!
//! iced ends the program where it cannot reach one, instead of saying so. Here that one end becomes
//! an error; every other panic stays what it is.

use std::panic::{self, AssertUnwindSafe};

/// How iced calls what it was doing then.
const MARK: &str = "Create event loop";

fn words(payload: &(dyn std::any::Any + Send)) -> &str {
    match (payload.downcast_ref::<String>(), payload.downcast_ref::<&str>()) {
        (Some(words), _) => words,
        (None, Some(words)) => words,
        (None, None) => "",
    }
}

/// Runs the windows; `None` when there is no display to run them on.
pub(super) fn with_display<T>(run: impl FnOnce() -> T) -> Option<T> {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |what| {
        if !words(what.payload()).starts_with(MARK) {
            usual(what);
        }
    }));
    match panic::catch_unwind(AssertUnwindSafe(run)) {
        Ok(done) => Some(done),
        Err(payload) if words(&*payload).starts_with(MARK) => None,
        Err(payload) => panic::resume_unwind(payload),
    }
}
