//! How much the system wishes to move: told at the start, and whenever it changes.
//!
//! On Linux the desktop portal knows (`org.freedesktop.appearance reduced-motion`, and on an older
//! GNOME `enable-animations`). Where nothing tells, everything moves.

use futures_util::stream::{self, BoxStream, StreamExt};
use iced::Subscription;

use super::Motion;

/// Each time it is told.
pub(super) fn wished() -> Subscription<Motion> {
    Subscription::run(wishes)
}

#[cfg(target_os = "linux")]
fn wishes() -> BoxStream<'static, Motion> {
    use mundy::{Interest, Preferences, ReducedMotion};

    // The portal is asked from within the runtime, once somebody listens.
    stream::once(async { Preferences::stream(Interest::ReducedMotion) })
        .flatten()
        .map(|told| match told.reduced_motion {
            ReducedMotion::Reduce => Motion::Less,
            ReducedMotion::NoPreference => Motion::All,
        })
        .boxed()
}

#[cfg(not(target_os = "linux"))]
fn wishes() -> BoxStream<'static, Motion> {
    stream::empty().boxed()
}
