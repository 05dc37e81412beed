//! The two windows, each a process of this same program.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::mpsc;

use super::leash::Orders;
use super::stage::{Person, Stage};
use super::{DemoError, Look};
use crate::app::{Mode, Side};

/// Windows that were told to end get so long; a window ends itself before.
const PATIENCE: Duration = Duration::from_secs(10);
/// Longest line that is handed on from a window's log, in bytes.
const MAX_LINE: u64 = 4096;

/// Whether anything says where windows could be shown. Elsewhere than on these systems there is
/// always a place.
pub(super) fn display_is_named() -> bool {
    let named = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(all(unix, not(target_os = "macos")))
        || ["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DISPLAY"].into_iter().any(named)
}

/// Running windows. They end with this.
pub(super) struct Windows {
    /// Each holds a window; letting go of it closes the window.
    leashes: Vec<ChildStdin>,
    ended: mpsc::UnboundedReceiver<std::io::Result<ExitStatus>>,
    open: usize,
}

impl Windows {
    /// Opens a window for each person.
    ///
    /// # Errors
    /// [`DemoError::Start`].
    pub(super) fn open(stage: &Stage, look: Look) -> Result<Self, DemoError> {
        let (tell, ended) = mpsc::unbounded_channel();
        let mut windows = Self { leashes: Vec::new(), ended, open: 0 };
        let said = Arc::default();
        for (person, side) in stage.people.iter().zip([Side::Left, Side::Right]) {
            let orders = Orders { passphrase: stage.passphrase.clone(), chat: stage.chat, side };
            let leash = start(person, look, &orders, Arc::clone(&said), tell.clone())
                .map_err(DemoError::Start)?;
            windows.leashes.push(leash);
            windows.open += 1;
        }
        Ok(windows)
    }

    /// Waits until all are closed, or one of them fails.
    pub(super) async fn closed(&mut self) -> Result<(), DemoError> {
        while self.open > 0 {
            let Some(ended) = self.ended.recv().await else { return Ok(()) };
            self.open -= 1;
            if !ended.is_ok_and(|status| status.success()) {
                return Err(DemoError::Window);
            }
        }
        Ok(())
    }

    /// Closes those that are still open, and waits for them.
    pub(super) async fn end(mut self) {
        self.leashes.clear();
        let all = async {
            while self.open > 0 && self.ended.recv().await.is_some() {
                self.open -= 1;
            }
        };
        if tokio::time::timeout(PATIENCE, all).await.is_err() {
            tracing::error!("a window of the demo does not end");
        }
    }
}

fn start(
    person: &Person,
    look: Look,
    orders: &Orders,
    said: Arc<Mutex<HashSet<String>>>,
    tell: mpsc::UnboundedSender<std::io::Result<ExitStatus>>,
) -> std::io::Result<ChildStdin> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("demo-window").arg("--profile-dir").arg(person.dir.path());
    if let Some(theme) = look.theme {
        let theme = match theme {
            Mode::Light => "light",
            Mode::Dark => "dark",
        };
        command.args(["--theme", theme]);
    }
    if let Some(language) = look.language {
        command.arg("--language").arg(language.code());
    }
    if let Some((width, height)) = look.size {
        command.arg("--size").arg(format!("{width}x{height}"));
    }
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
    let leash = child.stdin.take();
    std::thread::Builder::new().name("window".to_owned()).spawn(move || {
        let ended = attend(&mut child, &said);
        // Nobody listens once the demo has ended.
        let _ = tell.send(ended);
    })?;
    let mut leash = leash.ok_or(std::io::ErrorKind::BrokenPipe)?;
    // A window that ended already is heard of as ended.
    let _ = leash.write_all(&orders.line()?).and_then(|()| leash.flush());
    Ok(leash)
}

/// Hands on what a window says until it ends. What both of them say (that there is no display) is
/// said once.
fn attend(child: &mut Child, said: &Mutex<HashSet<String>>) -> std::io::Result<ExitStatus> {
    if let Some(stderr) = child.stderr.take() {
        let mut lines = BufReader::new(stderr);
        let mut line = Vec::new();
        while lines.by_ref().take(MAX_LINE).read_until(b'\n', &mut line)? > 0 {
            let text = String::from_utf8_lossy(&line).into_owned();
            let mut said = said.lock().unwrap_or_else(PoisonError::into_inner);
            if said.insert(text.clone()) {
                let _ = write!(std::io::stderr(), "{text}");
            }
            // Enough to know a sentence again; a long log is not kept.
            if said.len() > 64 {
                said.clear();
            }
            line.clear();
        }
    }
    child.wait()
}
