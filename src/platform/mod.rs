//! What the operating system lends: which way the network lies.
//!
//! Small questions to the system, each in a function; nothing here opens a connection, and nothing
//! knows what the answers are for.

mod network;

pub use network::network_address;
