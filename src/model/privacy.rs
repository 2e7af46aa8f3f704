//! A wrapper for what its owner may see and a post may not.

use std::fmt;

/// Something that belongs to the person who keeps the notebook and does not leave it unless it was marked public.
///
/// There is no `Deref` and no public field: code that wants the content has to say [`Private::owner`], which
/// the layering test allows in the layers that show or store a person's own data and forbids in `post`, `check` and
/// `rst`. The public part is reached through [`crate::model::public`]. `Debug` shows no content.
#[derive(Clone, PartialEq, Default)]
pub struct Private<T>(T);

impl<T> Private<T> {
    /// Wraps a value.
    pub fn new(value: T) -> Private<T> {
        Private(value)
    }

    /// The content, for its owner's eyes and files.
    pub fn owner(&self) -> &T {
        &self.0
    }

    /// The content, for its owner to change.
    pub fn owner_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T> fmt::Debug for Private<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Private(..)")
    }
}
