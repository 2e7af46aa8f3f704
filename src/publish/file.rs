//! The file of a post: where it goes, what is there now, and writing it.

use crate::model::event::Event;
use crate::post::writer::OutputFormat;
use crate::store::{Durable, Expected, Store, StoreError, hash, post_stem};
use std::path::{Path, PathBuf};

/// What is at the path of a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Existing {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Their hash.
    pub hash: String,
    /// It is as an export of the event left it.
    pub is_ours: bool,
    /// An export of the event was written there before.
    pub was_ours: bool,
}

/// Why no post can be written at a path.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    /// A folder is there.
    #[error("{}: this is a folder", .0.display())]
    Folder(PathBuf),
    /// Its folder is not there.
    #[error("{}: there is no such folder", .0.display())]
    NoFolder(PathBuf),
    /// What is there cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Unusable {
    /// What a person can do about it.
    pub fn hint(&self) -> String {
        match self {
            Unusable::Folder(path) => {
                format!(
                    "name a file in it, such as {}",
                    path.join("post.rst").display()
                )
            }
            Unusable::NoFolder(_) => "make it first".to_owned(),
            Unusable::Store(store_error) => store_error.hint().to_owned(),
        }
    }
}

/// A post that is to be written.
#[derive(Debug, Clone, Copy)]
pub struct PostFile<'a> {
    /// The event's folder in the notebook.
    pub event: &'a str,
    /// The file.
    pub path: &'a Path,
    /// What it is to say.
    pub text: &'a str,
    /// The hash of what is there now, if anything is.
    pub found: Option<&'a str>,
    /// What is there now is kept as a backup.
    pub keeps: bool,
}

/// A post that was written.
#[derive(Debug)]
#[must_use]
pub struct Published {
    /// Whether the file is known to be on the disk itself.
    pub durable: Durable,
    /// Where the file as it was is kept.
    pub backup: Option<PathBuf>,
    /// Why this computer could not remember it: the next export will ask before it overwrites it.
    pub forgotten: Option<StoreError>,
}

/// What the file of an event's post is called.
pub fn name(event: &Event, folder: Option<&str>, format: &OutputFormat) -> String {
    format!("{}.{}", post_stem(event, folder), format.extension)
}

/// What is at `path` now. `folder` is the event's in the notebook, `export_folder` this computer's.
///
/// # Errors
/// When no post can be written there.
pub fn look(
    store: &Store,
    path: &Path,
    folder: &str,
    event: &Event,
    export_folder: Option<&Path>,
) -> Result<Option<Existing>, Unusable> {
    let bytes = store
        .look_at(path)
        .map_err(|store_error| match store_error {
            StoreError::Folder { path } => Unusable::Folder(path),
            StoreError::Missing { path } => Unusable::NoFolder(path),
            store_error => Unusable::Store(store_error),
        })?;
    let Some(bytes) = bytes else {
        return Ok(None);
    };
    let hash = hash(&bytes);
    let ours = |hash| store.is_written_by_us(folder, event, path, hash, export_folder);
    Ok(Some(Existing {
        is_ours: ours(Some(&hash)),
        was_ours: ours(None),
        bytes,
        hash,
    }))
}

/// Writes a post. Where it is is remembered first. A file that says the same already is not
/// touched.
///
/// # Errors
/// When the file is not as it was found, or cannot be written; then it stays as it is.
pub fn write(store: &Store, post: PostFile<'_>) -> Result<Published, StoreError> {
    let backup = match post.keeps {
        true => store.look_at(post.path)?,
        false => None,
    };
    let backup = backup
        .map(|there| store.backup(post.path, &there))
        .transpose()?;
    let new = hash(post.text.as_bytes());
    let forgotten = store
        .remember_post(post.event, post.path, post.found, &new)
        .err();
    if post.found == Some(&new) {
        return Ok(Published {
            durable: Durable::Confirmed,
            backup,
            forgotten,
        });
    }
    let expected = post.found.map_or(Expected::Nothing, Expected::Hash);
    let durable = store.write_file(post.path, post.text.as_bytes(), expected)?;
    Ok(Published {
        durable,
        backup,
        forgotten,
    })
}
