//! How many connections there are, and how many from one address.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

use super::refusal::Refusal;

/// Counts connections.
#[derive(Debug)]
pub(crate) struct Slots {
    most: usize,
    most_per_address: usize,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    all: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// One connection's place, free again when dropped.
#[derive(Debug)]
pub(crate) struct Slot {
    slots: Arc<Slots>,
    address: Option<IpAddr>,
}

impl Slots {
    pub(crate) fn new(most: usize, most_per_address: usize) -> Self {
        Self { most, most_per_address, taken: Mutex::default() }
    }

    /// A place for a connection from there.
    pub(crate) fn take(self: &Arc<Self>, from: IpAddr) -> Result<Slot, Refusal> {
        let address = counted(from);
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.all >= self.most {
            return Err(Refusal::rate_limited("the relay has as many connections as it takes"));
        }
        if let Some(address) = address {
            let count = taken.by_address.entry(address).or_default();
            if *count >= self.most_per_address {
                return Err(Refusal::rate_limited("too many connections from your address"));
            }
            *count += 1;
        }
        taken.all += 1;
        Ok(Slot { slots: Arc::clone(self), address })
    }

    /// How many there are.
    pub(crate) fn taken(&self) -> usize {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).all
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut taken = self.slots.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.all -= 1;
        if let Some(address) = self.address
            && let Some(count) = taken.by_address.get_mut(&address)
        {
            *count -= 1;
            if *count == 0 {
                taken.by_address.remove(&address);
            }
        }
    }
}

/// What counts as one address: a /64 in IPv6, where a household has that many. Loopback is not
/// counted: proxies and onion services come from there.
fn counted(address: IpAddr) -> Option<IpAddr> {
    match address.to_canonical() {
        address if address.is_loopback() => None,
        IpAddr::V6(v6) => Some(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64).into()),
        v4 => Some(v4),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_run_out_and_come_back() {
        let slots = Arc::new(Slots::new(4, 2));
        let take = |text: &str| slots.take(text.parse().unwrap());
        let first = take("203.0.113.7").unwrap();
        let _second = take("::ffff:203.0.113.7").unwrap();
        assert!(take("203.0.113.7").is_err(), "two from there");
        drop(first);
        let _third = take("203.0.113.7").unwrap();
        let _v6 = [take("2001:db8::1").unwrap(), take("2001:db8::2").unwrap()];
        assert!(take("127.0.0.1").is_err(), "four in all");
        assert_eq!(slots.taken(), 4);
    }

    #[test]
    fn a_household_is_one_address_and_loopback_is_none() {
        let slots = Arc::new(Slots::new(100, 1));
        let take = |text: &str| slots.take(text.parse().unwrap());
        let _a = take("2001:db8::1").unwrap();
        assert!(take("2001:db8::ffff:1").is_err());
        let _b = take("2001:db8:0:1::1").unwrap();
        let _loopback = [take("127.0.0.1").unwrap(), take("::1").unwrap(), take("::1").unwrap()];
    }
}
