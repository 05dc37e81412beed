//! `init`, `restore`, `export`, `whoami`, `rename`.

use serde::Serialize;

use super::args::{NewOptions, RestoreOptions};
use super::output::Output;
use super::passphrase::{self, Passphrases};
use super::session::{Session, ask};
use super::{Failure, human, publish};
use crate::messenger::{Account, Command, KeyForm, Messenger, NewProfile, Options, Reply};
use crate::model::{Found, Name, ProfileDir, RelayAddress, Secret, Unlock};

/// A new profile with a new account.
pub(super) async fn init(
    dir: ProfileDir,
    new: NewOptions,
    passphrases: &mut Passphrases,
    output: &mut Output,
) -> Result<(), Failure> {
    check(&dir, &new, passphrases)?;
    create(dir, new, Account::New, passphrases, output).await
}

/// A new profile of an account that exists already.
pub(super) async fn restore(
    dir: ProfileDir,
    options: RestoreOptions,
    passphrases: &mut Passphrases,
    output: &mut Output,
) -> Result<(), Failure> {
    check(&dir, &options.new, passphrases)?;
    let account = account(&options, passphrases)?;
    create(dir, options.new, account, passphrases, output).await
}

/// Whatever can be refused before anybody is asked for anything.
fn check(dir: &ProfileDir, new: &NewOptions, passphrases: &Passphrases) -> Result<(), Failure> {
    if new.keyring && passphrases.in_a_file() {
        return Err(Failure::Usage(
            "With --keyring there is no passphrase; give --both instead to need the two.".into(),
        ));
    }
    if let Some(relay) = new.relays.iter().find(|relay| relay.needs_consent())
        && !new.unencrypted
    {
        return Err(Failure::input(unencrypted(relay)));
    }
    if Messenger::look(dir)? != Found::Nothing {
        return Err(Failure::input(format!(
            "There is a profile in {} already; choose another folder.",
            dir.path().display()
        )));
    }
    Ok(())
}

/// Why `ws://` to a public address is asked about.
pub(super) fn unencrypted(relay: &RelayAddress) -> String {
    format!(
        "{relay} is not encrypted, so everybody on the way sees which mailbox you read; add \
         --unencrypted if you want it all the same, or use a wss:// address."
    )
}

fn account(options: &RestoreOptions, passphrases: &mut Passphrases) -> Result<Account, Failure> {
    if let Some(path) = &options.words {
        return Ok(Account::Words(one_spacing(&passphrase::from_file(path, "--words")?)));
    }
    let text = match &options.ncryptsec {
        Some(path) => one_spacing(&passphrase::from_file(path, "--ncryptsec")?),
        None => one_spacing(&passphrase::ask("The twelve words, or ncryptsec1…: ", "--words")?),
    };
    if options.ncryptsec.is_none() && !text.expose().starts_with("ncryptsec1") {
        return Ok(Account::Words(text));
    }
    let password = match &options.key_password_file {
        Some(path) => passphrase::from_file(path, "--key-password-file")?,
        None if passphrases.in_a_file() => passphrases.existing()?,
        None => {
            let prompt = "Password of the ncryptsec (Enter: the same passphrase as below): ";
            passphrase::ask(prompt, "--key-password-file")?
        }
    };
    let password = if password.expose().is_empty() && !options.new.keyring {
        passphrases.new_one("New passphrase")?
    } else {
        password
    };
    Ok(Account::Ncryptsec { text, password })
}

/// Words as they are written on paper, with one space between.
fn one_spacing(text: &Secret) -> Secret {
    let mut spaced = String::with_capacity(text.expose().len() + 1);
    for word in text.expose().split_whitespace() {
        if !spaced.is_empty() {
            spaced.push(' ');
        }
        spaced.push_str(word);
    }
    Secret::new(spaced)
}

async fn create(
    dir: ProfileDir,
    new: NewOptions,
    account: Account,
    passphrases: &mut Passphrases,
    output: &mut Output,
) -> Result<(), Failure> {
    let unlock = match (new.keyring, new.both) {
        (true, _) => Unlock::Keyring,
        (false, true) => Unlock::Both(passphrases.new_one("New passphrase")?),
        (false, false) => Unlock::Passphrase(passphrases.new_one("New passphrase")?),
    };
    let place = dir.path().display().to_string();
    let relays = (!new.relays.is_empty()).then_some(new.relays);
    let profile = NewProfile { dir, name: new.name, unlock, account, relays };
    let options = Options { online: true, ..Options::default() };
    let messenger = Messenger::create(profile, options).await?;
    let mut session = Session::Own { messenger, server: None };
    let done = introduce(&mut session, output, &place, new.both).await;
    session.finish().await;
    done
}

async fn introduce(
    session: &mut Session,
    output: &mut Output,
    place: &str,
    both: bool,
) -> Result<(), Failure> {
    let me = ask!(session, Command::Whoami, Me)?;
    output.row(&me, human::me)?;
    output.remark(&format!("\nThe profile lies in {}.", super::clean::one_line(place)))?;
    if both {
        output
            .remark("It needs the keyring and the passphrase: without one of them it is lost.")?;
    }
    // The relay list goes out now, so that friends can write at once.
    publish::flush(session, 0).await.map(|_| ())
}

/// The account key, as it leaves the device.
#[derive(Serialize)]
struct Exported<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ncryptsec: Option<&'a str>,
}

/// Prints the account key for somebody who knows the passphrase.
pub(super) async fn export(
    session: &mut Session,
    dir: &ProfileDir,
    words: bool,
    passphrases: &mut Passphrases,
    output: &mut Output,
) -> Result<(), Failure> {
    let form = if words { KeyForm::Words } else { KeyForm::Ncryptsec };
    let passphrase = match (Messenger::look(dir)?, form) {
        // Nothing to ask for again: whoever has the keyring has the key.
        (Found::Keyring, KeyForm::Words) => Secret::new(String::new()),
        // Somebody has to think of something that locks it.
        (Found::Keyring, KeyForm::Ncryptsec) => {
            passphrases.new_one("A password for the exported key")?
        }
        _ => passphrases.existing()?,
    };
    let Reply::Key { form, key } = session.run(Command::Export { form, passphrase }).await? else {
        return Err(Failure::odd_answer());
    };
    let key = key.expose();
    let row = match form {
        KeyForm::Words => Exported { words: Some(key), ncryptsec: None },
        KeyForm::Ncryptsec => Exported { words: None, ncryptsec: Some(key) },
    };
    output.row(&row, |_| key.to_owned())
}

/// Who this profile is.
pub(super) async fn whoami(session: &mut Session, output: &mut Output) -> Result<(), Failure> {
    let me = ask!(session, Command::Whoami, Me)?;
    output.row(&me, human::me)
}

/// Changes the name that new messages carry.
pub(super) async fn rename(
    session: &mut Session,
    output: &mut Output,
    name: Name,
) -> Result<(), Failure> {
    let me = ask!(session, Command::Rename { name }, Me)?;
    output.row(&me, human::me)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_may_be_written_on_several_lines() {
        let typed = Secret::new("  legal  winner\nthank\tyear \r\n".into());
        assert_eq!(one_spacing(&typed).expose(), "legal winner thank year");
    }
}
