//! The relay's events on disk: one writer that commits in batches, a few readers, one SQLite file.
//!
//! Knows events and filters, and nothing of sockets. Only this module speaks SQL here.

mod depositor;
mod file;
mod query;
mod readers;
#[cfg(test)]
mod tests;
mod write;

pub(crate) use depositor::{Deposit, Depositor, start_writer};
pub(crate) use file::open;
pub(crate) use query::Item;
pub(crate) use readers::Readers;
