//! What the operating system lends: which way the network lies, and where a file is saved.
//!
//! Small questions to the system, each in a function; nothing here opens a connection, and nothing
//! knows what the answers are for.

mod network;
mod save;

pub use network::network_address;
pub use save::save_picture;
