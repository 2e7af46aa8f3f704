//! What a file of a notebook is: a model with an encoding, and the place it was loaded from.

use super::error::StoreError;
use super::parse::{Parsed, SourceText, parse};
use super::reader::{ReadResult, TableReader, Wrong};
use super::value::Table;
use crate::model::event::Event;
use crate::model::link::Link;
use crate::model::notebook::Notebook;
use crate::model::programme::Programme;
use crate::model::session::Session;
use std::path::{Path, PathBuf};

/// The link book: the notebook's links, shared by all its events.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LinkBook {
    /// The links, in the file's order. One name may be there twice until somebody settles it.
    pub links: Vec<Link>,
}

mod sealed {
    /// Only this crate says what a file can be.
    pub trait Sealed {}
    impl Sealed for super::Notebook {}
    impl Sealed for super::LinkBook {}
    impl Sealed for super::Event {}
    impl Sealed for super::Session {}
    impl Sealed for super::Programme {}
}

/// A model that is kept in a file of its own: [`Notebook`], [`LinkBook`], [`Event`], [`Session`],
/// [`Programme`].
pub trait Document: sealed::Sealed + Clone + PartialEq {
    /// Keys of the top level that had another name once: that name, and today's. Both are read; a
    /// save that changes anything writes today's in the place of the other.
    #[doc(hidden)]
    const OLD_KEYS: &'static [(&'static str, &'static str)] = &[];

    /// The values that say all of it, in the order of a fresh file.
    #[doc(hidden)]
    fn encode(&self) -> Table;

    /// The model that the values say.
    #[doc(hidden)]
    fn decode(reader: TableReader<'_>) -> ReadResult<Self>;

    /// Whether the notebook may say this where it said `old`.
    #[doc(hidden)]
    fn is_allowed(&self, _old: &Self, _store: &super::Store) -> Result<(), StoreError> {
        Ok(())
    }
}

/// A model with the file that it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded<T> {
    /// The model; change it and hand the whole to [`Store::save`](super::Store::save).
    pub value: T,
    /// The event's folder, or nothing for the notebook's own files.
    pub folder: String,
    /// The session's name, which is its file's without `.toml`; nothing for other files.
    pub name: String,
    /// The file.
    pub(super) path: PathBuf,
    /// What the file said; `None` when it is not there yet.
    pub(super) text: Option<SourceText>,
    /// Values whose save failed or was never answered: the file may hold one of them.
    pub(super) attempts: Vec<T>,
}

/// How many unanswered saves are remembered.
const MOST_ATTEMPTS: usize = 256;

impl<T: PartialEq> Loaded<T> {
    /// Notes that the file may hold `value`, since a save of it failed at an unknown moment.
    pub fn may_hold(&mut self, value: T) {
        if self.attempts.last() != Some(&value) {
            if self.attempts.len() == MOST_ATTEMPTS {
                self.attempts.remove(0);
            }
            self.attempts.push(value);
        }
    }
}

impl<T> Loaded<T> {
    /// The file that it is kept in.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the file said when it was loaded or saved last, with LF line ends; nothing when it was
    /// not there.
    pub fn text(&self) -> Option<&str> {
        self.text.as_ref().map(|text| text.plain.as_str())
    }

    /// Values whose save failed or was never answered, the last one last.
    pub fn attempts(&self) -> &[T] {
        &self.attempts
    }

    /// Whether the file exists, as far as is known.
    pub fn is_on_disk(&self) -> bool {
        self.text.is_some()
    }
}

/// The model in the text of a file.
pub(super) fn decode_text<T: Document>(path: &Path, text: &SourceText) -> Result<T, StoreError> {
    let parsed = parse(path, &text.plain)?;
    let table = parsed.table();
    format_is_known(path, &parsed, &table)?;
    T::decode(TableReader(&table)).map_err(|wrong| at_place(path, &parsed, &wrong))
}

/// The trouble with a wrong value, with its place.
pub(super) fn at_place(path: &Path, parsed: &Parsed<'_>, wrong: &Wrong) -> StoreError {
    let (line, column) = parsed.place(&wrong.steps);
    StoreError::WrongType {
        path: path.to_owned(),
        line,
        column,
        key: wrong.key(),
        message: wrong.message.clone(),
    }
}

/// Stops at a file of a later hallway. A file without a format was made by hand and is taken for
/// the present one.
pub(super) fn format_is_known(
    path: &Path,
    parsed: &Parsed<'_>,
    table: &Table,
) -> Result<(), StoreError> {
    let format = TableReader(table)
        .number::<i64>("format")
        .map_err(|wrong| at_place(path, parsed, &wrong))?
        .unwrap_or(super::FORMAT);
    if format > super::FORMAT {
        return Err(StoreError::Newer {
            path: path.to_owned(),
            format,
        });
    }
    if format < 1 {
        let wrong = Wrong::at("format", format!("there is no format {format}"));
        return Err(at_place(path, parsed, &wrong));
    }
    Ok(())
}

/// The key of the first field, at any depth, in which two encodings differ.
pub(super) fn first_difference(one: &Table, other: &Table) -> String {
    let in_one = one
        .fields()
        .iter()
        .find(|field| other.get(&field.key) != Some(&field.value));
    let in_other = || {
        other
            .fields()
            .iter()
            .find(|field| one.get(&field.key) != Some(&field.value))
    };
    in_one
        .or_else(in_other)
        .map_or_else(|| "order of keys".to_owned(), |field| field.key.clone())
}
