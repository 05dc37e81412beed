//! Which address this computer has in its network.

use std::net::{IpAddr, Ipv4Addr, UdpSocket};

/// The address that others in the same network reach, where there is a network. A UDP socket is
/// only asked which way it would send; nothing is sent.
pub fn network_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    // TEST-NET-1 (RFC 5737): nobody's address.
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    let ip = socket.local_addr().ok()?.ip();
    (!ip.is_loopback() && !ip.is_unspecified()).then_some(ip)
}
