//! What the operating system lends: which way the network lies, where a file is saved, and threads
//! that give way.
//!
//! Small questions to the system, each in a function; nothing here opens a connection, and nothing
//! knows what the answers are for.

mod background;
mod network;
mod save;

pub use background::in_background;
pub use network::network_address;
pub use save::save_picture;
