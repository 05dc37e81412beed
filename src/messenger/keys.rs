//! The account key: made here, out and in as twelve words (NIP-06) or `ncryptsec` (NIP-49).

use nostr::key::Keys;
use nostr::nips::nip06::FromMnemonic;
use nostr::nips::nip19::{FromBech32, ToBech32};
use nostr::nips::nip49::{EncryptedSecretKey, KeySecurity};
use zeroize::Zeroizing;

use super::{Account, Error, ErrorKind};
use crate::model::Secret;

/// scrypt's cost for `ncryptsec` that leaves this device: 64 MiB, some 0.1 s (NIP-49 names 16 as
/// its lowest common choice).
const LOG_N_OUT: u8 = 16;
/// Costs above this (1 GiB) are refused when a foreign `ncryptsec` comes in.
const LOG_N_MOST: u8 = 20;

/// Keys of an account, and the words that they were made from, if they were.
pub(super) struct NewKeys {
    pub(super) keys: Keys,
    pub(super) words: Option<Secret>,
}

/// Makes or reads the keys of an account. Costs scrypt's time for `ncryptsec`.
pub(super) fn take(account: &Account) -> Result<NewKeys, Error> {
    match account {
        Account::New => {
            let mut entropy = Zeroizing::new([0; 16]);
            getrandom::fill(&mut *entropy).map_err(|_| {
                Error::new(ErrorKind::Internal, "the system gives no random numbers; try again")
            })?;
            let words = bip39::Mnemonic::from_entropy(&*entropy)
                .map_err(|e| Error::new(ErrorKind::Internal, e.to_string()))?;
            from_words(&Secret::new(words.to_string()))
        }
        Account::Words(words) => from_words(words),
        Account::Ncryptsec { text, password } => from_ncryptsec(text, password),
    }
}

fn from_words(words: &Secret) -> Result<NewKeys, Error> {
    let typed = Zeroizing::new(words.expose().to_lowercase());
    let tidy = Zeroizing::new(typed.split_whitespace().collect::<Vec<_>>().join(" "));
    let count = tidy.split(' ').filter(|w| !w.is_empty()).count();
    if !matches!(count, 12 | 15 | 18 | 21 | 24) {
        return Err(Error::input(format!(
            "the account's words are twelve (some programs give 24); here are {count}"
        )));
    }
    let keys = Keys::from_mnemonic(tidy.as_str(), None).map_err(|_| {
        Error::input(
            "these words do not belong together: one is misspelt, missing or in the wrong place",
        )
    })?;
    Ok(NewKeys { keys, words: Some(Secret::new(tidy.to_string())) })
}

fn from_ncryptsec(text: &Secret, password: &Secret) -> Result<NewKeys, Error> {
    let sealed = EncryptedSecretKey::from_bech32(text.expose().trim()).map_err(|_| {
        Error::input("this is not a locked account key; one begins with ncryptsec1")
    })?;
    if sealed.log_n() > LOG_N_MOST {
        return Err(Error::input(
            "opening this ncryptsec would take more memory than Hushwing allows (over 1 GiB)",
        ));
    }
    let secret = sealed.decrypt(password.expose()).map_err(|_| {
        Error::new(ErrorKind::WrongPassphrase, "this password does not open the ncryptsec")
    })?;
    Ok(NewKeys { keys: Keys::new(secret), words: None })
}

/// Locks the account key with a password. Costs scrypt's time.
pub(super) fn to_ncryptsec(keys: &Keys, password: &Secret) -> Result<Secret, Error> {
    let internal = |e: String| Error::new(ErrorKind::Internal, e);
    let sealed = EncryptedSecretKey::new(
        keys.secret_key(),
        password.expose(),
        LOG_N_OUT,
        KeySecurity::Medium,
    )
    .map_err(|e| internal(e.to_string()))?;
    Ok(Secret::new(sealed.to_bech32().map_err(|e| internal(e.to_string()))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_nip06_give_the_key_of_nip06() {
        // Test vector of NIP-06.
        let words =
            "leader monkey parrot ring guide accident before fence cannon height naive bean";
        let taken = from_words(&Secret::new(format!("  {}\n", words.to_uppercase()))).unwrap();
        assert_eq!(
            taken.keys.secret_key().to_secret_hex(),
            "7f7ff03d123792d6ac594bfa67bf6d0c0ab55b6b1fdb6249303fe861f1ccba9a"
        );
    }

    #[test]
    fn a_new_account_comes_back_from_its_words() {
        let made = take(&Account::New).unwrap();
        let words = made.words.unwrap();
        assert_eq!(words.expose().split(' ').count(), 12);
        let again = take(&Account::Words(words)).unwrap();
        assert_eq!(again.keys.public_key(), made.keys.public_key());
    }

    #[test]
    fn ncryptsec_of_nip49_opens_with_its_password_alone() {
        // Test vector of NIP-49.
        let text = Secret::new(
            "ncryptsec1qgg9947rlpvqu76pj5ecreduf9jxhselq2nae2kghhvd5g7dgjtcxfqtd67p9m0w57lspw8gsq6yphnm8623nsl8xn9j4jdzz84zm3frztj3z7s35vpzmqf6ksu8r89qk5z2zxfmu5gv8th8wclt0h4p".into(),
        );
        let opened = from_ncryptsec(&text, &Secret::new("nostr".into())).unwrap();
        assert_eq!(
            opened.keys.secret_key().to_secret_hex(),
            "3501454135014541350145413501453fefb02227e449e57cf4d3a3ce05378683"
        );
        let wrong = from_ncryptsec(&text, &Secret::new("nostr2".into())).err().unwrap();
        assert_eq!(wrong.kind, ErrorKind::WrongPassphrase);
    }

    #[test]
    fn out_and_in_again() {
        let keys = Keys::generate();
        let password = Secret::new("a long walk".into());
        let text = to_ncryptsec(&keys, &password).unwrap();
        let back = take(&Account::Ncryptsec { text, password }).unwrap();
        assert_eq!(back.keys.public_key(), keys.public_key());
    }

    #[test]
    fn wrong_words_get_a_sentence() {
        for (words, says) in
            [("one two three", "are twelve"), (&"abandon ".repeat(12)[..], "belong")]
        {
            let error = from_words(&Secret::new(words.into())).err().unwrap();
            assert!(error.sentence.contains(says), "{}", error.sentence);
        }
    }
}
