//! What relays say, hammered with what almost makes sense. See tests/support/mutation.rs.

use super::{frame, information};
use crate::mutation::hammer;

#[test]
fn relay_messages() {
    hammer("relay", Vec::new(), |bytes| frame::read(&String::from_utf8_lossy(bytes)).is_ok());
}

#[test]
fn relay_information() {
    hammer("information", Vec::new(), |bytes| information::read(bytes).is_some());
}
