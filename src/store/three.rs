//! Three versions of one thing into one, for whoever has them in hand and no file.

use super::document::Document;
use super::merge::{Same, merge};
use super::reader::Reader;

/// What `ours` changed since `base`, in `theirs`; nothing when that cannot be read, which is a mistake of the merge.
pub fn three<T: Document>(base: &T, ours: &T, theirs: &T) -> Option<T> {
    if base == theirs {
        return Some(ours.clone());
    }
    let merged = merge(
        Same::Twice,
        &base.encode(),
        &ours.encode(),
        &theirs.encode(),
    );
    T::decode(Reader(&merged.table)).ok()
}
