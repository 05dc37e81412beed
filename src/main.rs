//! The door: arguments, logging, then the app, a relay or the command line.

use std::process::ExitCode;

use clap::Parser;
use hushwing::app::{self, AppOptions};
use hushwing::cli::args::{Arguments, Door, Globals, RelayOptions, WindowOptions};
use hushwing::cli::{self, Failure};
use hushwing::messenger::{Error, ErrorKind};
use hushwing::model::{LinkError, is_secret_key};
use hushwing::server;

/// Said when `relay` is given what only the messenger uses.
const NO_PROFILE: &str = "A relay has no profile and prints no rows: --profile-dir, --profile, \
                          --passphrase-file and --json are not for it.";

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Nothing that was pasted by mistake is repeated.
            if std::env::args().any(|word| is_secret_key(&word)) {
                return Failure::Usage(LinkError::SecretKey.to_string()).report();
            }
            // Help goes to standard output, usage errors to standard error; nobody may be there.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    cli::start_logging(arguments.globals.verbose);
    let globals = arguments.globals;
    match arguments.door {
        Some(Door::Cli(options)) => cli::run(globals, options.verb),
        Some(Door::Relay(_)) if globals.name_a_profile() => {
            Failure::Usage(NO_PROFILE.into()).report()
        }
        Some(Door::Relay(options)) => ended(serve_relay(options)),
        None => ended(open_app(&globals, arguments.window)),
    }
}

fn ended(done: Result<(), Failure>) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

/// The app's window; where one is open for this profile already, that one comes to the front.
fn open_app(globals: &Globals, window: WindowOptions) -> Result<(), Failure> {
    let profile = cli::profile_dir(globals)?;
    if cli::raise_other(&profile) {
        return Ok(());
    }
    let options =
        AppOptions { profile, theme: window.theme, size: window.size, language: window.language };
    app::run(options)
        .map_err(|error| Failure::Refused(Error::new(ErrorKind::Internal, error.to_string())))
}

/// The built-in relay.
fn serve_relay(options: RelayOptions) -> Result<(), Failure> {
    let RelayOptions { listen, data, name, url: urls, log_content, open, .. } = options;
    let more = server::CommandOptions { name, urls, log_content, open };
    server::command(&listen, &data, more)
        .map_err(|error| Failure::Refused(Error::new(ErrorKind::Network, error.to_string())))
}
