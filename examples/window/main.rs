//! The window with made-up people in it, to look at: `cargo run --example window -- chats light`.
//!
//! First argument: `welcome`, `lock`, `chats`, `many` (two thousand), `offline` or `empty`;
//! second: `light` or `dark`; third: a size such as `700x500`; fourth: `en`, `ru` or `fa`.

#[allow(dead_code, reason = "the tests use the rest")]
mod fixture;

use hushwing::app::{AppOptions, run_with};
use hushwing::model::{Found, ProfileDir};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let arg = |at: usize| args.get(at).map(String::as_str);
    let found = match arg(0) {
        Some("welcome") => Found::Nothing,
        Some("lock") => Found::Passphrase,
        _ => Found::Keyring,
    };
    let size = arg(2).and_then(|size| size.split_once('x'));
    let size = size.and_then(|(w, h)| Some((w.parse().ok()?, h.parse().ok()?)));
    // Nothing is there, so nothing is kept.
    let profile = ProfileDir::at(std::env::temp_dir().join("hushwing-made-up"));
    let options = AppOptions {
        theme: arg(1).map(str::parse).transpose()?,
        size,
        language: arg(3).map(str::parse).transpose()?,
        ..AppOptions::of(profile)
    };
    let more = if arg(0) == Some("many") { 2_000 } else { 0 };
    let offline = arg(0) == Some("offline");
    let empty = arg(0) == Some("empty");
    run_with(options, fixture::Stage { found, empty, more, offline })?;
    Ok(())
}
