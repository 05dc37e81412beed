//! Where profiles lie.

use directories::ProjectDirs;

use super::Failure;
use super::args::Globals;
use crate::model::ProfileDir;

/// The profile that is opened when none is named.
const DEFAULT_PROFILE: &str = "default";
/// Longest name of a profile, in characters.
const MAX_PROFILE_NAME: usize = 64;

/// The folder that `--profile-dir` or `--profile` names, or the default profile's. Nothing is
/// made or read.
///
/// # Errors
/// Both are given, the name is none, or the system has no place for data.
pub fn profile_dir(globals: &Globals) -> Result<ProfileDir, Failure> {
    match (&globals.profile_dir, &globals.profile) {
        (Some(_), Some(_)) => Err(Failure::Usage(
            "Give --profile-dir or --profile, not both: each of them names a profile.".into(),
        )),
        (Some(dir), None) => Ok(ProfileDir::at(dir)),
        (None, name) => named(name.as_deref().unwrap_or(DEFAULT_PROFILE)),
    }
}

fn named(name: &str) -> Result<ProfileDir, Failure> {
    let plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.'));
    let edge = |c: Option<char>| c.is_none_or(|c| matches!(c, ' ' | '.'));
    let bare = edge(name.chars().next()) || edge(name.chars().next_back());
    if !plain || bare || name.chars().count() > MAX_PROFILE_NAME {
        return Err(Failure::Usage(format!(
            "A profile's name has letters, digits, spaces, dashes, dots and underscores, at most \
             {MAX_PROFILE_NAME}, and no space or dot at its ends."
        )));
    }
    let dirs = ProjectDirs::from("", "", "hushwing").ok_or_else(|| {
        Failure::input("This system names no place for your data; give one with --profile-dir.")
    })?;
    Ok(ProfileDir::at(dirs.data_local_dir().join("profiles").join(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_or_a_name_but_not_both() {
        let globals = |dir: Option<&str>, name: Option<&str>| Globals {
            profile_dir: dir.map(Into::into),
            profile: name.map(Into::into),
            ..Globals::default()
        };
        let dir = profile_dir(&globals(Some("/some/where"), None)).unwrap();
        assert_eq!(dir.path(), std::path::Path::new("/some/where"));
        assert_eq!(profile_dir(&globals(Some("/x"), Some("y"))).unwrap_err().status(), 2);
    }

    #[test]
    fn a_name_cannot_climb_out_of_the_profiles() {
        for name in ["", ".", "..", "../x", "a/b", "a\\b", "a\0b", ".hidden", "x ", &"x".repeat(65)]
        {
            assert_eq!(named(name).unwrap_err().status(), 2, "{name:?}");
        }
        assert!(named("work").unwrap().path().ends_with("profiles/work"));
        assert!(named("Надя-2").is_ok());
    }
}
