//! Three versions of a file's text into one, as a driver for git needs it. Pure.

use super::document::{Document, decode_text};
use super::error::StoreError;
use super::merge::{MergeConflict, Same, common, merge};
use super::parse::SourceText;
use super::reader::TableReader;
use super::render::render;
use super::value::Table;
use std::path::Path;

/// The text of a file that has what both sides changed since `base`; comments and spacing are those
/// of theirs. Without a base, what both sides say is taken for it. `path` is for messages.
///
/// # Errors
/// When one of the sides is no sound file of that kind, or what comes of them is none. A base that
/// is not sound counts as none.
pub fn merge_file<T: Document>(
    path: &Path,
    base: Option<&str>,
    ours: &str,
    theirs: &str,
) -> Result<(String, Vec<MergeConflict>), StoreError> {
    let read = |plain: &str| -> Result<Table, StoreError> {
        let text = SourceText {
            plain: plain.to_owned(),
            ..SourceText::default()
        };
        Ok(decode_text::<T>(path, &text)?.encode())
    };
    let (our, their) = (read(ours)?, read(theirs)?);
    let base = base.and_then(|base| read(base).ok());
    let base = base.unwrap_or_else(|| common(&our, &their));
    let merged = merge(Same::Once, &base, &our, &their);
    let wanted = T::decode(TableReader(&merged.table)).map_err(|wrong| StoreError::Unsound {
        path: path.to_owned(),
        key: wrong.key(),
    })?;
    let text = render(path, theirs, &their, &wanted)?;
    Ok((text, merged.conflicts))
}
