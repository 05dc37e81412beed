//! The `hushwing` program: arguments in, then the app, the relay or the command line.

fn main() {}
