//! Who hears of the moments at which a text takes its place, so that a recovery after a kill can
//! tell whether it did.

use crate::store::StoreError;
use std::path::Path;

/// How a text is about to take its place.
#[derive(Debug, Clone, Copy)]
pub enum PlacingStep<'a> {
    /// It changes places with the old one: afterwards that one is at this path.
    Swap(&'a Path),
    /// Nothing is at this path, and the text will be.
    New(&'a Path),
    /// In another way, of which nobody can tell later how far it came.
    Other,
}

/// Hears of a write.
pub trait Progress {
    /// The whole text is on disk beside its place, and is about to take it.
    ///
    /// # Errors
    /// When it must not.
    fn begins(&self, step: PlacingStep<'_>, bytes: &[u8]) -> Result<(), StoreError>;

    /// The text is in its place.
    fn done(&self);
}

/// Nobody needs to know.
pub struct Unnoted;

impl Progress for Unnoted {
    fn begins(&self, _: PlacingStep<'_>, _: &[u8]) -> Result<(), StoreError> {
        Ok(())
    }

    fn done(&self) {}
}
