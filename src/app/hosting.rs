//! "This computer and its network": the built-in relay inside the window's process.
//!
//! It keeps its own folder beside the profile's, with the port that others know it by. That the
//! folder is there means that the profile was made with a relay of its own, so it starts with the
//! profile from then on, and runs until the program ends.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use tokio::sync::Mutex;

use crate::messenger::{Command, Error, ErrorKind, Messenger, Reply};
use crate::model::{ProfileDir, RelayAddress};
use crate::platform::network_address;
use crate::server::{Config, Data, Relay};

/// The port that is tried first, so that addresses stay what they are.
const PORT: u16 = 7447;

/// The relay that runs in this process, and whose it is.
static RUNNING: LazyLock<Mutex<Option<(PathBuf, Relay)>>> = LazyLock::new(Mutex::default);

/// Where the profile's own relay keeps its data.
fn folder(dir: &ProfileDir) -> PathBuf {
    let mut name = dir.path().file_name().unwrap_or_default().to_owned();
    name.push("-relay");
    dir.path().with_file_name(name)
}

fn address(ip: IpAddr, port: u16) -> Option<RelayAddress> {
    format!("ws://{}", SocketAddr::new(ip, port)).parse().ok()
}

/// Addresses under which a relay at this port is reached: the network's where there is one, else
/// this computer's own. Never both: in somebody else's hands `127.0.0.1` is *their* computer, and a
/// relay there would take what was meant for here. Public addresses are left out too: unencrypted
/// there, anyone sees which mailbox is read.
fn addresses(network: Option<IpAddr>, port: u16) -> Vec<RelayAddress> {
    let reached = network.and_then(|ip| address(ip, port)).filter(|a| !a.needs_consent());
    reached.or_else(|| address(Ipv4Addr::LOCALHOST.into(), port)).into_iter().collect()
}

/// The port of last time.
fn kept_port(folder: &Path) -> Option<u16> {
    std::fs::read_to_string(folder.join("port")).ok()?.trim().parse().ok()
}

fn refused(error: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Network, format!("The relay on this computer did not start: {error}"))
}

/// Starts the relay, or finds it running. Answers with the addresses that others reach.
///
/// # Errors
/// The relay cannot listen or keep its data.
pub(crate) async fn start(dir: ProfileDir) -> Result<Vec<RelayAddress>, Error> {
    let folder = folder(&dir);
    let mut running = RUNNING.lock().await;
    let port = match &*running {
        Some((whose, relay)) if *whose == folder => relay.local_addr().port(),
        _ => {
            let relay = listen(&folder).await?;
            let port = relay.local_addr().port();
            std::fs::write(folder.join("port"), port.to_string()).map_err(refused)?;
            *running = Some((folder, relay));
            port
        }
    };
    Ok(addresses(network_address(), port))
}

async fn listen(folder: &Path) -> Result<Relay, Error> {
    let kept = kept_port(folder);
    let open = |port: u16| {
        let at = SocketAddr::from((Ipv4Addr::UNSPECIFIED, port));
        let urls = addresses(network_address(), port);
        let config = Config { urls, ..Config::default() };
        Relay::start(config, at, Data::Dir(folder.to_owned()))
    };
    match (open(kept.unwrap_or(PORT)).await, kept) {
        (Ok(relay), _) => Ok(relay),
        // Others know the old port: another one would not be found.
        (Err(error), Some(_)) => Err(refused(error)),
        // Taken, most likely by another profile's relay.
        (Err(_), None) => open(0).await.map_err(refused),
    }
}

/// Starts the relay if this profile has one.
///
/// # Errors
/// As [`start`].
pub(crate) async fn resume(dir: ProfileDir) -> Result<(), Error> {
    if folder(&dir).is_dir() { start(dir).await.map(drop) } else { Ok(()) }
}

/// Where others reach the relay of this profile, if it runs.
pub(crate) async fn reached(dir: ProfileDir) -> Vec<RelayAddress> {
    match &*RUNNING.lock().await {
        Some((whose, relay)) if *whose == folder(&dir) => {
            addresses(network_address(), relay.local_addr().port())
        }
        _ => Vec::new(),
    }
}

/// Tells friends the address that this profile's relay has in today's network, if it has one.
///
/// # Errors
/// The profile cannot be written.
pub(crate) async fn settle(dir: &ProfileDir, messenger: &Messenger) -> Result<(), Error> {
    let port = match &*RUNNING.lock().await {
        Some((whose, relay)) if *whose == folder(dir) => relay.local_addr().port(),
        _ => return Ok(()),
    };
    let today = addresses(network_address(), port);
    let Reply::Me(me) = messenger.run(Command::Whoami).await? else { return Ok(()) };
    let (there, gone): (Vec<_>, Vec<_>) = me
        .relays
        .into_iter()
        .filter(|url| url.is_private_place() && !url.is_encrypted() && url.port() == port)
        .partition(|url| today.contains(url));
    for url in today.into_iter().filter(|url| !there.contains(url)) {
        messenger.run(Command::AddRelay { url, unencrypted: false }).await?;
    }
    for url in gone {
        messenger.run(Command::RemoveRelay { url }).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_private_addresses_are_given_out() {
        let lan = "192.168.1.4".parse().ok();
        let texts = |network| -> Vec<String> {
            addresses(network, 7447).iter().map(ToString::to_string).collect()
        };
        assert_eq!(texts(lan), ["ws://192.168.1.4:7447"]);
        assert_eq!(texts("93.184.216.34".parse().ok()), ["ws://127.0.0.1:7447"]);
        assert_eq!(texts(None), ["ws://127.0.0.1:7447"]);
    }

    #[tokio::test]
    async fn a_profile_made_with_a_relay_has_it_again_and_at_the_same_port() {
        let home = tempfile::tempdir().expect("a folder");
        let dir = ProfileDir::at(home.path().join("lena"));
        resume(dir.clone()).await.expect("nothing to do");
        assert!(!folder(&dir).exists());
        let addresses = start(dir.clone()).await.expect("a relay");
        assert_eq!(start(dir.clone()).await.expect("the same"), addresses);
        assert_eq!(reached(dir.clone()).await, addresses);
        assert!(reached(ProfileDir::at(home.path().join("omid"))).await.is_empty());
        let (_, relay) = RUNNING.lock().await.take().expect("it runs");
        relay.stop().await;
        resume(dir.clone()).await.expect("a relay");
        assert_eq!(start(dir).await.expect("the same"), addresses);
    }
}
