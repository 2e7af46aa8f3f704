//! The config file: what belongs to this laptop rather than to a notebook.
//!
//! It is read when it is first asked for, and written only to remember an answer; comments and keys that hallway does not know stay.

use super::failure::{Failure, reason};
use crate::store::{Expected, Folders, hash, write_file};
use std::path::{Path, PathBuf};
use toml_edit::DocumentMut;

/// The config file, read.
#[derive(Debug, Default)]
pub struct Config {
    path: PathBuf,
    document: DocumentMut,
    /// What the file said, to write it only over that.
    text: Option<Vec<u8>>,
}

impl Config {
    /// Reads the config file: the one that was named, else the platform's, which need not be there.
    pub fn read(named: Option<&Path>) -> Result<Config, Failure> {
        let path = match named {
            Some(path) => path.to_owned(),
            None => match Folders::of_system() {
                Ok(folders) => folders.config.join("config.toml"),
                Err(_) => return Ok(Config::default()),
            },
        };
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && named.is_none() => {
                return Ok(Config {
                    path,
                    ..Config::default()
                });
            }
            Err(error) => {
                return Err(Failure::misuse(format!(
                    "{}: the config file cannot be read: {}",
                    path.display(),
                    reason(&error)
                )));
            }
        };
        let text = String::from_utf8_lossy(&bytes);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
            let before = &text[..error.span().map_or(0, |span| span.start.min(text.len()))];
            let line = before.matches('\n').count() + 1;
            let message = error
                .message()
                .lines()
                .next()
                .unwrap_or("not TOML")
                .to_owned();
            Failure::misuse(format!("{}:{line}: {message}", path.display()))
                .hint("mend that line of the config file")
        })?;
        Ok(Config {
            path,
            document,
            text: Some(bytes),
        })
    }

    /// Name and content of the file, if it is there.
    pub fn text(&self) -> Option<(String, String)> {
        let bytes = self.text.as_ref()?;
        let text = String::from_utf8_lossy(bytes);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
        Some((self.path.display().to_string(), text))
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A folder that the file names; `~/` is the home folder.
    pub fn folder(&self, key: &str) -> Result<Option<PathBuf>, Failure> {
        match self.document.get(key) {
            None => Ok(None),
            Some(item) => match item.as_str() {
                Some(text) if !text.trim().is_empty() => Ok(Some(at_home(text.trim()))),
                _ => Err(Failure::misuse(format!(
                    "{}: `{key}` is not the name of a folder",
                    self.path.display()
                ))
                .hint(format!("write it as {key} = \"~/posts\""))),
            },
        }
    }

    /// Sets a key and saves the file.
    pub fn remember(&mut self, key: &str, value: &str) -> Result<(), Failure> {
        self.document[key] = toml_edit::value(value);
        let text = self.document.to_string();
        if let Some(folder) = self.path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| {
                Failure::new(format!("{}: {}", folder.display(), reason(&error)))
            })?;
        }
        let found = self.text.as_deref().map(hash);
        let expected = found.as_deref().map_or(Expected::Nothing, Expected::Hash);
        write_file(&self.path, text.as_bytes(), expected)?;
        self.text = Some(text.into_bytes());
        Ok(())
    }
}

/// A path as people write it: `~/` is the home folder.
pub fn at_home(path: &str) -> PathBuf {
    let home = || directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned());
    match path.strip_prefix('~') {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => match home() {
            Some(home) => home.join(rest.trim_start_matches('/')),
            None => PathBuf::from(path),
        },
        _ => PathBuf::from(path),
    }
}
