//! A file of the notebook saved at another place, for when its own cannot be written.

use super::document::{Document, Loaded, decode_text};
use super::parse::Text;
use super::render::{fresh, render};
use super::write_file::{Expected, write_file};
use super::{Store, Trouble};
use std::path::{Path, PathBuf};

impl Store {
    /// Writes the whole file as a save would make it to `to`, or under its own name into `to` where that is a folder. The notebook's file and what is known of it stay as
    /// they are, so that the next save that goes through still has everything. Returns where it is.
    ///
    /// # Errors
    /// [`Trouble::Taken`] where there is a file already, and what the system says of that place.
    pub fn save_elsewhere<T: Document>(
        &self,
        loaded: &Loaded<T>,
        to: &Path,
    ) -> Result<PathBuf, Trouble> {
        let usual = Text::default();
        let (text, plain) = match &loaded.text {
            Some(text) => {
                let said = decode_text::<T>(&loaded.path, text)?.encode();
                let plain = render(&loaded.path, &text.plain, &said, &loaded.value)?;
                (text, plain)
            }
            None => (&usual, fresh(&loaded.path, &loaded.value)?),
        };
        let to = match (to.is_dir(), loaded.path.file_name()) {
            (true, Some(name)) => to.join(name),
            _ => to.to_owned(),
        };
        write_file(&to, &text.encode(&plain), Expected::Nothing)?;
        Ok(to)
    }
}
