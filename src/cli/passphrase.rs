//! Secrets on their way in: from a file or from the terminal, never from an argument or the
//! environment, where every process of the same person can read them.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::Failure;
use crate::model::{Secret, why};

/// Longest passphrase, word list or key, in bytes.
const MAX_SECRET: usize = 4096;

/// Where the profile's passphrase comes from. It is asked for once in a command.
pub(super) struct Passphrases {
    file: Option<PathBuf>,
    known: Option<Secret>,
}

impl Passphrases {
    pub(super) fn new(file: Option<PathBuf>) -> Self {
        Self { file, known: None }
    }

    /// Whether it is read from a file, so that nobody is asked.
    pub(super) fn in_a_file(&self) -> bool {
        self.file.is_some()
    }

    /// The passphrase that opens the profile.
    ///
    /// # Errors
    /// The file cannot be read, or there is neither a file nor a terminal.
    pub(super) fn existing(&mut self) -> Result<Secret, Failure> {
        self.get(|| ask("Passphrase: ", "--passphrase-file"))
    }

    /// A passphrase for something that is made now: typed twice. `what` is asked for.
    ///
    /// # Errors
    /// As for [`Self::existing`]; empty, or typed differently.
    pub(super) fn new_one(&mut self, what: &str) -> Result<Secret, Failure> {
        let secret = self.get(|| {
            let first = ask(&format!("{what}: "), "--passphrase-file")?;
            let second = ask("The same again: ", "--passphrase-file")?;
            if first.expose() == second.expose() {
                Ok(first)
            } else {
                Err(Failure::input("The two are not the same; nothing was done."))
            }
        })?;
        if secret.expose().is_empty() {
            return Err(Failure::input("An empty passphrase protects nothing; choose one."));
        }
        Ok(secret)
    }

    fn get(&mut self, ask: impl FnOnce() -> Result<Secret, Failure>) -> Result<Secret, Failure> {
        if let Some(known) = &self.known {
            return Ok(known.clone());
        }
        let secret = match &self.file {
            Some(file) => from_file(file, "--passphrase-file")?,
            None => ask()?,
        };
        self.known = Some(secret.clone());
        Ok(secret)
    }
}

/// The secret in a file, without one newline at its end; `-` is standard input.
///
/// # Errors
/// A sentence that names `flag` and never the path: somebody may have typed the secret there.
pub fn from_file(path: &Path, flag: &str) -> Result<Secret, Failure> {
    if path == Path::new("-") {
        return read(io::stdin().lock(), flag);
    }
    let file = File::open(path).map_err(|error| unreadable(flag, &error))?;
    read(file, flag)
}

/// Asks on the terminal, without echo.
///
/// # Errors
/// There is no terminal (the sentence names `flag` instead), or it was interrupted.
pub(super) fn ask(prompt: &str, flag: &str) -> Result<Secret, Failure> {
    // Ctrl-C is turned into a signal by the prompt itself, before it puts the terminal in order;
    // `run` listens for it, so that the process lives long enough for that.
    match rpassword::prompt_password(prompt) {
        Ok(text) if text.len() > MAX_SECRET => {
            drop(Secret::new(text));
            Err(Failure::input(format!("This is longer than {MAX_SECRET} bytes.")))
        }
        Ok(text) => Ok(Secret::new(text)),
        Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(Failure::Interrupted),
        Err(_) => Err(Failure::input(format!(
            "There is no terminal to ask for a secret at; give it with {flag} FILE."
        ))),
    }
}

fn read(from: impl Read, flag: &str) -> Result<Secret, Failure> {
    // One allocation, never outgrown, so that no copy stays behind. Room for "\r\n" and one more.
    let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_SECRET + 64));
    let limit = u64::try_from(MAX_SECRET + 3).unwrap_or(u64::MAX);
    from.take(limit).read_to_end(&mut bytes).map_err(|error| unreadable(flag, &error))?;
    let too_long = || {
        Failure::input(format!(
            "The file given with {flag} is longer than {MAX_SECRET} bytes; it should hold one line."
        ))
    };
    if bytes.len() > MAX_SECRET + 2 {
        return Err(too_long());
    }
    let text = std::str::from_utf8(&bytes)
        .map_err(|_| Failure::input(format!("The file given with {flag} is not UTF-8 text.")))?;
    let text = without_newline(text);
    if text.len() > MAX_SECRET { Err(too_long()) } else { Ok(Secret::new(text.to_owned())) }
}

/// The text without one newline at its end (`\n` or `\r\n`), as editors and `echo` add it.
pub(super) fn without_newline(text: &str) -> &str {
    let Some(text) = text.strip_suffix('\n') else { return text };
    text.strip_suffix('\r').unwrap_or(text)
}

fn unreadable(flag: &str, error: &io::Error) -> Failure {
    // Not the name that was given: it may be the secret, typed by mistake.
    let what = match error.kind() {
        io::ErrorKind::NotFound => format!("There is no file at the place given with {flag}"),
        kind => format!("The file given with {flag} cannot be read ({})", why(kind)),
    };
    Failure::input(format!("{what}; the flag takes a file's name, never the secret itself."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: impl AsRef<[u8]>) -> Result<String, Failure> {
        read(text.as_ref(), "--passphrase-file").map(|secret| secret.expose().to_owned())
    }

    #[test]
    fn one_newline_at_the_end_is_not_part_of_it() {
        for (file, secret) in
            [("x", "x"), ("x\n", "x"), ("x\r\n", "x"), ("x\n\n", "x\n"), (" x \n", " x "), ("", "")]
        {
            assert_eq!(read_text(file).unwrap(), secret, "{file:?}");
        }
    }

    #[test]
    fn too_long_or_no_text_is_refused() {
        assert_eq!(read_text("x".repeat(MAX_SECRET)).unwrap().len(), MAX_SECRET);
        assert_eq!(read_text("x".repeat(MAX_SECRET) + "\r\n").unwrap().len(), MAX_SECRET);
        assert!(read_text("x".repeat(MAX_SECRET + 1)).is_err());
        assert!(read_text("é".repeat(1 << 20)).is_err());
        assert!(read_text(b"\xff\xfe").is_err());
    }

    #[test]
    fn a_secret_typed_in_place_of_a_file_is_not_repeated() {
        let typed = Path::new("legal winner thank year wave sausage");
        let error = from_file(typed, "--words").unwrap_err().to_string();
        assert!(error.contains("--words") && !error.contains("legal"), "{error}");
        assert!(error.starts_with("There is no file"), "{error}");
    }

    #[test]
    fn a_file_is_read_once_in_a_command() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("passphrase");
        std::fs::write(&path, "owl\n").unwrap();
        let mut passphrases = Passphrases::new(Some(path.clone()));
        assert_eq!(passphrases.existing().unwrap().expose(), "owl");
        std::fs::remove_file(&path).unwrap();
        assert_eq!(passphrases.new_one("x").unwrap().expose(), "owl");
    }

    #[test]
    fn an_empty_passphrase_is_not_made() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let mut passphrases = Passphrases::new(Some(file.path().to_owned()));
        assert!(passphrases.existing().is_ok());
        assert!(passphrases.new_one("x").is_err());
    }
}
