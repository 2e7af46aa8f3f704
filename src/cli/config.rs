//! The config file: what belongs to this laptop rather than to a notebook.
//!
//! It is read when it is first asked for, and written only to remember an answer; comments and keys
//! that hallway does not know stay.

use super::failure::{Failure, reason};
use crate::store::{Expected, Folders, at_home, hash, write_file};
use std::io::Read;
use std::path::{Path, PathBuf};
use toml_edit::DocumentMut;

/// The largest config file, in bytes.
const MOST_BYTES: u64 = 1024 * 1024;

/// The config file, read.
#[derive(Debug, Default, Clone)]
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
        let bytes = match read_capped(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && named.is_none() => {
                return Ok(Config::empty(path));
            }
            Err(error) => {
                return Err(Failure::misuse(format!(
                    "{}: the config file cannot be read: {}",
                    path.display(),
                    reason(&error)
                )));
            }
        };
        Config::of(path, bytes)
    }

    /// A file that is not there.
    fn empty(path: PathBuf) -> Config {
        Config {
            path,
            ..Config::default()
        }
    }

    /// What a file says.
    fn of(path: PathBuf, bytes: Vec<u8>) -> Result<Config, Failure> {
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
                .hint("fix that line of the config file")
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
        let Some(item) = self.document.get(key) else {
            return Ok(None);
        };
        match item.as_str().and_then(whole_path) {
            Some(path) => Ok(Some(path)),
            None => Err(Failure::misuse(format!(
                "{}:{}: `{key}` is not the whole path of a folder",
                self.path.display(),
                self.line_of(key)
            ))
            .hint(format!(
                "write it as {key} = \"~/posts\" or from the root on"
            ))),
        }
    }

    /// The folders of a list that the file names.
    pub fn folders(&self, key: &str) -> Result<Vec<PathBuf>, Failure> {
        let Some(item) = self.document.get(key) else {
            return Ok(Vec::new());
        };
        let list = item.as_array().map(|list| {
            let paths = list.iter().map(|one| one.as_str().and_then(whole_path));
            paths.collect::<Option<Vec<PathBuf>>>()
        });
        list.flatten().ok_or_else(|| {
            Failure::misuse(format!(
                "{}:{}: `{key}` is no list of the whole paths of folders",
                self.path.display(),
                self.line_of(key)
            ))
            .hint(format!(
                "write it as {key} = [\"~/notes\"] or from the root on"
            ))
        })
    }

    /// Whether a switch is on; one that is not named is off.
    pub fn is_on(&self, key: &str) -> Result<bool, Failure> {
        match self.document.get(key).map(|item| item.as_bool()) {
            None => Ok(false),
            Some(Some(on)) => Ok(on),
            Some(None) => Err(Failure::misuse(format!(
                "{}:{}: `{key}` is neither true nor false",
                self.path.display(),
                self.line_of(key)
            ))),
        }
    }

    /// The line of a key at the top level, from 1.
    fn line_of(&self, key: &str) -> usize {
        let text = self.text().map(|(_, text)| text).unwrap_or_default();
        let document = toml_edit::Document::parse(text.as_str());
        let span = document.ok().and_then(|document| document.get(key)?.span());
        let before = span.and_then(|span| text.get(..span.start));
        1 + before.map_or(0, |before| before.matches('\n').count())
    }

    /// Sets a key and saves the file, as it is by now; the comment behind the key stays.
    pub fn remember(&mut self, key: &str, value: &str) -> Result<(), Failure> {
        *self = match std::fs::read(&self.path) {
            Ok(bytes) => Config::of(self.path.clone(), bytes)?,
            // What cannot be read cannot be written either, and that is told then.
            Err(_) => Config::empty(self.path.clone()),
        };
        let mut new = toml_edit::Value::from(value);
        match self
            .document
            .get_mut(key)
            .and_then(toml_edit::Item::as_value_mut)
        {
            Some(old) => {
                *new.decor_mut() = old.decor().clone();
                *old = new;
            }
            None => self.document[key] = toml_edit::Item::Value(new),
        }
        let text = self.document.to_string();
        if let Some(folder) = self.path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| {
                Failure::new(format!("{}: {}", folder.display(), reason(&error)))
            })?;
        }
        let found = self.text.as_deref().map(hash);
        let expected = found.as_deref().map_or(Expected::Nothing, Expected::Hash);
        // An answer that a power cut takes is asked for again.
        let _ = write_file(&self.path, text.as_bytes(), expected)?;
        self.text = Some(text.into_bytes());
        Ok(())
    }
}

/// A path as a person writes it. One that began wherever hallway is started would be another each
/// time.
fn whole_path(text: &str) -> Option<PathBuf> {
    let path = at_home(Path::new(text.trim()));
    path.is_absolute().then_some(path)
}

/// The bytes of a file of bearable size.
fn read_capped(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path)?;
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    match bytes.len() as u64 > MOST_BYTES {
        true => Err(std::io::Error::other("it has more than 1 MB")),
        false => Ok(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(folder: &Path, text: &str) -> Config {
        let path = folder.join("config.toml");
        std::fs::write(&path, text).unwrap();
        Config::read(Some(&path)).unwrap()
    }

    #[test]
    fn what_is_remembered_leaves_everything_else_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let text = "# Mine.\ntheme = \"dark\"  # at night\n\n[keys.lists]\nquit = [\"Q\"]\n";
        let mut config = config(folder.path(), text);
        config.remember("theme", "light").unwrap();
        // Somebody else writes meanwhile.
        let path = config.path().to_owned();
        let text = std::fs::read_to_string(&path).unwrap() + "undo = [\"Z\"]\n";
        std::fs::write(&path, text).unwrap();
        config.remember("export_folder", "/blog").unwrap();
        assert_eq!(
            std::fs::read_to_string(&path).unwrap(),
            "# Mine.\ntheme = \"light\"  # at night\nexport_folder = \"/blog\"\n\n\
             [keys.lists]\nquit = [\"Q\"]\nundo = [\"Z\"]\n"
        );
    }

    #[test]
    fn a_file_that_broke_meanwhile_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let mut config = config(folder.path(), "theme = \"dark\"\n");
        let path = config.path().to_owned();
        std::fs::write(&path, "theme = dark\n").unwrap();
        assert!(config.remember("theme", "light").is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "theme = dark\n");
    }

    #[test]
    fn a_folder_of_the_wrong_type_is_named_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let config = config(folder.path(), "# Mine.\nexport_folder = 7\n");
        let Err(Failure::Message { message, .. }) = config.folder("export_folder") else {
            panic!("a number is no folder");
        };
        assert!(message.contains("config.toml:2: "), "{message}");
        let config = self::config(folder.path(), "export_folder = \"posts\"\n");
        assert!(config.folder("export_folder").is_err());
    }

    #[test]
    fn lists_of_folders_and_switches_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let text = "a = [\"/one\", \"/two\"]\nb = [\"one\"]\nc = \"/one\"\nd = true\n";
        let config = config(folder.path(), text);
        let paths = [PathBuf::from("/one"), PathBuf::from("/two")];
        assert!(config.folders("a").is_ok_and(|all| all == paths));
        assert!(config.folders("none").is_ok_and(|all| all.is_empty()));
        assert!(config.folders("b").is_err() && config.folders("c").is_err());
        assert!(config.is_on("d").is_ok_and(|on| on));
        assert!(config.is_on("none").is_ok_and(|on| !on));
        assert!(config.is_on("c").is_err());
    }
}
