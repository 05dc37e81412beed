//! Work that gives way to what a person sees.

use tokio::sync::oneshot;

/// Steps of `nice` below the thread that asks: beside it, such a thread has a tenth of a processor.
#[cfg(target_os = "linux")]
const NICER: i32 = 10;

/// Does work of many milliseconds on a thread of its own, which (on Linux) has the processors only
/// as far as windows, and other programs, leave them. Where the work panics, or there is no thread
/// left, the answer is that it will not come.
pub fn in_background<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> oneshot::Receiver<T> {
    let (done, told) = oneshot::channel();
    let thread = std::thread::Builder::new().name("background".into()).spawn(move || {
        give_way();
        // Nobody waits any more.
        let _ = done.send(work());
    });
    if let Err(error) = thread {
        tracing::warn!(%error, "no thread for work in the background");
    }
    told
}

/// On Linux a thread has a `nice` of its own. It cannot go back, so no thread of a pool may do this.
#[cfg(target_os = "linux")]
fn give_way() {
    if let Err(error) = rustix::process::nice(NICER) {
        tracing::debug!(%error, "a thread in the background does not give way");
    }
}

#[cfg(not(target_os = "linux"))]
fn give_way() {}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_work_is_done_and_a_panic_is_told() {
        assert_eq!(in_background(|| 6 * 7).await, Ok(42));
        assert!(in_background(|| -> u32 { panic!("for the test") }).await.is_err());
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn it_gives_way_and_nobody_else_does() {
        let here = || rustix::process::getpriority_process(None).expect("a priority");
        let before = here();
        assert_eq!(in_background(here).await, Ok((before + NICER).min(19)));
        assert_eq!(here(), before);
    }
}
