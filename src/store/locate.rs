//! Where things are: the notebook and the platform's folders for everything that is not part of it.

use super::error::StoreError;
use directories::{BaseDirs, ProjectDirs};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// The platform's folders for hallway. None of them lies in the notebook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    /// The default notebook.
    pub notebook: PathBuf,
    /// Configuration: `config.toml`.
    pub config: PathBuf,
    /// Locks, journals, backups, logs.
    pub state: PathBuf,
    /// What can be made again at any time.
    pub cache: PathBuf,
}

impl Folders {
    /// The folders of the person who runs hallway. On Linux the XDG variables move them.
    ///
    /// # Errors
    /// Where no home folder is known, or a variable names one that begins wherever the program is
    /// started: every start elsewhere would find another notebook, and no journal.
    pub fn of_system() -> Result<Folders, StoreError> {
        absolute(|name| std::env::var_os(name))?;
        let project = ProjectDirs::from("", "", "hallway").ok_or(StoreError::NoHome)?;
        let data = project.data_dir().to_owned();
        // Only Linux tells state from data; elsewhere configuration and data may be one folder,
        // which a notebook then must not be.
        let (notebook, state) = match project.state_dir() {
            Some(state) => (data, state.to_owned()),
            None => (
                data.join("notebook"),
                project.data_local_dir().join("state"),
            ),
        };
        Ok(Folders {
            notebook,
            config: project.config_dir().to_owned(),
            state,
            cache: project.cache_dir().to_owned(),
        })
    }
}

/// The variables that say where the folders are.
const VARIABLES: [&str; 5] = [
    "HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_STATE_HOME",
    "XDG_CACHE_HOME",
];

/// Whether all folders that variables name begin at the root. An empty variable counts as none.
fn absolute(variable: impl Fn(&str) -> Option<OsString>) -> Result<(), StoreError> {
    for name in VARIABLES {
        let value = variable(name).filter(|value| !value.is_empty());
        if let Some(value) = value.filter(|value| !Path::new(value).is_absolute()) {
            return Err(StoreError::Relative {
                name,
                value: value.to_string_lossy().into_owned(),
            });
        }
    }
    Ok(())
}

/// The notebook: what `--notebook` says, else the variable `HALLWAY_NOTEBOOK`, else the config
/// file's `notebook`, in which `~/` is the home folder, else the platform's data folder. An empty
/// variable counts as none.
pub fn locate(
    flag: Option<&Path>,
    env: Option<&OsStr>,
    config: Option<&Path>,
) -> Result<PathBuf, StoreError> {
    let env = env.filter(|value| !value.is_empty()).map(Path::new);
    if let Some(path) = flag.or(env) {
        return Ok(path.to_owned());
    }
    match config {
        Some(path) => Ok(at_home(path)),
        None => Ok(Folders::of_system()?.notebook),
    }
}

/// A path as people write it: `~/` is the home folder.
pub fn at_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), BaseDirs::new()) {
        (Ok(rest), Some(dirs)) => dirs.home_dir().join(rest),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_begins_anywhere_is_refused() {
        let with = |name: &'static str, value: &'static str| {
            absolute(move |asked| (asked == name).then(|| value.into()))
        };
        for name in VARIABLES {
            for value in ["home", "./home", "../home", "~", "."] {
                let store_error = with(name, value).unwrap_err();
                let said = store_error.to_string();
                assert!(said.contains(name) && said.contains(value), "{said}");
                assert!(
                    store_error.hint().contains("from the root"),
                    "{}",
                    store_error.hint()
                );
            }
            assert!(with(name, "").is_ok());
            assert!(!cfg!(unix) || with(name, "/home/ada").is_ok());
        }
        assert!(with("XDG_MUSIC_DIR", "music").is_ok());
    }

    #[test]
    fn the_flag_wins_over_the_variable_over_the_config_file() {
        let (flag, env, config) = (Path::new("f"), OsStr::new("e"), Path::new("c"));
        let found = |flag, env, config| locate(flag, env, config).unwrap();
        assert_eq!(found(Some(flag), Some(env), Some(config)), Path::new("f"));
        assert_eq!(found(None, Some(env), Some(config)), Path::new("e"));
        assert_eq!(
            found(None, Some(OsStr::new("")), Some(config)),
            Path::new("c")
        );
        assert!(found(None, None, None).ends_with("hallway") || cfg!(not(target_os = "linux")));
    }
}
