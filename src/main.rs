//! The door: arguments, logging, then the app, a relay or the command line.

use std::process::ExitCode;

use clap::Parser;
use hushwing::app::{self, AppOptions, Handed};
use hushwing::cli::args::{Arguments, Door, Globals, RelayOptions, WindowOptions};
use hushwing::cli::{self, Failure};
use hushwing::demo::{self, DemoError, Look};
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
        Some(Door::Demo(window)) => ended(play_demo(&globals, window.or(arguments.window))),
        Some(Door::DemoWindow(window)) => {
            ended(open_demo_window(&globals, window.or(arguments.window)))
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
    let passphrase = match &globals.passphrase_file {
        Some(file) => Handed::over(cli::secret_from_file(file, "--passphrase-file")?),
        None => Handed::nothing(),
    };
    let options = AppOptions {
        theme: window.theme,
        size: window.size,
        language: window.language,
        passphrase,
        ..AppOptions::of(profile)
    };
    app::run(options)
        .map_err(|error| Failure::Refused(Error::new(ErrorKind::Internal, error.to_string())))
}

/// Two people's windows, made up and thrown away.
fn play_demo(globals: &Globals, window: WindowOptions) -> Result<(), Failure> {
    let Globals { profile_dir, profile, passphrase_file, .. } = globals;
    if profile_dir.is_some() || profile.is_some() || passphrase_file.is_some() {
        return Err(Failure::Usage(
            "The demo makes two people up and uses no profile of yours; start it without \
             --profile-dir, --profile and --passphrase-file."
                .into(),
        ));
    }
    demo::run(look(window)).map_err(demo_failed)
}

/// One of the demo's windows: only the demo itself starts this.
fn open_demo_window(globals: &Globals, window: WindowOptions) -> Result<(), Failure> {
    demo::window(cli::profile_dir(globals)?, look(window)).map_err(demo_failed)
}

fn look(window: WindowOptions) -> Look {
    Look { theme: window.theme, size: window.size, language: window.language }
}

fn demo_failed(error: DemoError) -> Failure {
    Failure::Refused(Error::new(ErrorKind::Internal, error.to_string()))
}

/// The built-in relay.
fn serve_relay(options: RelayOptions) -> Result<(), Failure> {
    let RelayOptions { listen, data, name, url: urls, log_content, open, .. } = options;
    let more = server::CommandOptions { name, urls, log_content, open };
    server::command(&listen, &data, more)
        .map_err(|error| Failure::Refused(Error::new(ErrorKind::Network, error.to_string())))
}
