//! What the client writes into its log at its most verbose: nothing of what goes over the wire.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::{Command, Output, Stdio};

use hushwing::server::{Config, Data, Relay};

fn hushwing(folder: &Path, words: &[&str], wish: Option<&str>) -> Output {
    let mut process = Command::new(env!("CARGO_BIN_EXE_hushwing"));
    process.args(["-vvv", "cli", "--json"]).args(words).stdin(Stdio::null());
    process.arg("--profile-dir").arg(folder.join("profile"));
    process.arg("--passphrase-file").arg(folder.join("passphrase"));
    process.env_remove("HUSHWING_LOG").env("RUST_LOG", "trace");
    process.envs(wish.map(|wish| ("HUSHWING_LOG", wish)));
    process.output().unwrap()
}

/// A profile is made and its relay read, which takes a handshake, AUTH, events and questions.
async fn log_of_a_story(wish: Option<&'static str>) -> (String, Vec<String>) {
    let relay = Relay::start(Config::default(), "127.0.0.1:0".parse().unwrap(), Data::Memory)
        .await
        .unwrap();
    let url = relay.url().to_string();
    let (log, secrets) = tokio::task::spawn_blocking(move || {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("passphrase"), "a passphrase of words").unwrap();
        let init = ["init", "--name", "Nadia-of-the-marker", "--relay", &url];
        let made = hushwing(folder.path(), &init, wish);
        let row: serde_json::Value = serde_json::from_slice(&made.stdout).unwrap();
        let npub = row["npub"].as_str().unwrap().to_owned();
        let key = nostr::key::PublicKey::parse(&npub).unwrap().to_hex();
        let text = "text-of-the-marker";
        let sent = hushwing(folder.path(), &["send", &npub, text], wish);
        let synced = hushwing(folder.path(), &["sync"], wish);
        let mut log = String::new();
        for output in [made, sent, synced] {
            log += std::str::from_utf8(&output.stderr).unwrap();
            assert!(output.status.success(), "{log}");
        }
        let words = ["Nadia-of-the-marker", text, "a passphrase of words"].map(str::to_owned);
        (log, [npub, key].into_iter().chain(words).collect())
    })
    .await
    .unwrap();
    relay.stop().await;
    (log, secrets)
}

#[tokio::test]
async fn the_most_verbose_log_tells_nothing_of_the_wire() {
    for wish in [None, Some("trace")] {
        let (log, secrets) = log_of_a_story(wish).await;
        assert!(log.contains("DEBUG hushwing::"), "it does tell something:\n{log}");
        for secret in secrets {
            assert!(!log.contains(&secret), "{secret} is in the log:\n{log}");
        }
        for of_the_wire in
            ["tungstenite", "hyper", "Sec-WebSocket", "\"EVENT\"", "\"AUTH\"", "\"sig\""]
        {
            assert!(!log.contains(of_the_wire), "{of_the_wire} is in the log:\n{log}");
        }
    }
}
