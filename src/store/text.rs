//! The files of a notebook as texts, apart from any disk: what one says, how it comes to say
//! something else, and three of them merged into one, as a merge driver of git needs it. The fuzz
//! targets come in here, too.

use super::document::{Document, decode_text};
use super::error::StoreError;
use super::merge_file::merge_file;
use super::parse::SourceText;
use super::render::{fresh, render};
use super::save::{FieldConflict, field_conflict};
use std::path::Path;

/// Three files in one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedText {
    /// Theirs, with our changes in it.
    pub bytes: Vec<u8>,
    /// Single values that both sides set; the file has theirs.
    pub conflicts: Vec<FieldConflict>,
}

/// What the bytes of a file say. `path` is only for the words of an error.
///
/// # Errors
/// When it is not UTF-8, not TOML, of a later format, or a value is of the wrong kind.
pub fn read<T: Document>(path: &Path, bytes: &[u8]) -> Result<T, StoreError> {
    decode_text(path, &SourceText::decode(path, bytes)?)
}

/// A fresh file that says `model`.
///
/// # Errors
/// When a text of it is longer than [`MOST_PROSE`](super::MOST_PROSE).
pub fn write<T: Document>(path: &Path, model: &T) -> Result<String, StoreError> {
    fresh(path, model)
}

/// The file `old`, changed so that it says `model`. Comments, order, line ends and keys that
/// hallway does not know stay.
///
/// # Errors
/// As for [`read`] of `old`, and for [`write`].
pub fn rewrite<T: Document>(path: &Path, old: &[u8], model: &T) -> Result<Vec<u8>, StoreError> {
    let text = SourceText::decode(path, old)?;
    let from: T = decode_text(path, &text)?;
    Ok(text.encode(&render(path, &text.plain, &from.encode(), model)?))
}

/// The file `theirs` with what `ours` changed since `base`.
///
/// # Errors
/// When ours or theirs is no sound file of that kind, or what comes of them is none. A base that is
/// not sound counts as none.
pub fn merge<T: Document>(
    path: &Path,
    base: &[u8],
    ours: &[u8],
    theirs: &[u8],
) -> Result<MergedText, StoreError> {
    let decoded = |bytes: &[u8]| SourceText::decode(path, bytes);
    let (base, ours, theirs) = (decoded(base).ok(), decoded(ours)?, decoded(theirs)?);
    let base = base.as_ref().map(|base| base.plain.as_str());
    let (text, conflicts) = merge_file::<T>(path, base, &ours.plain, &theirs.plain)?;
    Ok(MergedText {
        bytes: theirs.encode(&text),
        conflicts: conflicts.into_iter().map(field_conflict).collect(),
    })
}
