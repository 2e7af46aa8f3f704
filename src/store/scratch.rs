//! A text on loan to another program: a file of its own in the state folder, which only its owner can read.

use super::atomic::{Temporary, make_folder};
use super::parse::read_bytes;
use super::{Store, Trouble};
use std::path::{Path, PathBuf};

impl Store {
    /// Writes a text to a new file for another program to change.
    ///
    /// # Errors
    /// When the state folder cannot be written.
    pub fn lend(&self, name: &str, text: &str) -> Result<PathBuf, Trouble> {
        let folder = self.state().join("lent");
        make_folder(self.disk(), &folder)?;
        let wrong = |error| Trouble::writing(&folder, error);
        let name = format!("{name}-");
        let file = Temporary::unique(self.system(), &folder, &name, 6, ".rst", 0o600);
        let mut file = file.map_err(wrong)?;
        file.write(text.as_bytes()).map_err(wrong)?;
        file.stay();
        Ok(file.path().to_owned())
    }

    /// Reads what the other program made of it.
    ///
    /// # Errors
    /// When it is gone, or not UTF-8; then the file, if there is one, stays.
    pub fn take_back(&self, path: &Path) -> Result<String, Trouble> {
        let Some(bytes) = read_bytes(self.disk(), path)? else {
            return Err(Trouble::Missing {
                path: path.to_owned(),
            });
        };
        let text = String::from_utf8(bytes).map_err(|error| {
            Trouble::reading(
                path,
                std::io::Error::new(std::io::ErrorKind::InvalidData, error),
            )
        })?;
        // What is left behind harms nobody.
        let _ = self.disk().remove_file(path);
        Ok(text)
    }

    /// What stands at a path outside the notebook: its bytes, or nothing.
    ///
    /// # Errors
    /// When it is a folder, or cannot be read.
    pub fn look_at(&self, path: &Path) -> Result<Option<Vec<u8>>, Trouble> {
        match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() && !self.disk().is_dir(folder) => {
                Err(Trouble::Missing {
                    path: folder.to_owned(),
                })
            }
            _ => read_bytes(self.disk(), path),
        }
    }
}
