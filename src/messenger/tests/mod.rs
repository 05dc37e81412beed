//! Stories about Alice, Bob and others, over an in-process relay: every layer is the real one.

mod chats;
mod devices;
mod edits;
mod hostile;
mod people;
mod rooms;
mod settings;
mod waiting;
mod world;
