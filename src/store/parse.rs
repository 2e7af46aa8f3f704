//! From a file's bytes to values, and from a place in them to line and column.

use super::disk::{Disk, OpenMode};
use super::error::StoreError;
use super::markers::{marked, remains};
use super::value::{Table, Value};
use std::ops::Range;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The bytes of a plain file of bearable size; `None` when there is no such file.
pub(crate) fn read_bytes(disk: &dyn Disk, path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    let meta = match disk.metadata(path) {
        Ok(meta) => meta,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(StoreError::reading(path, error)),
    };
    if meta.is_dir() {
        return Err(StoreError::Folder {
            path: path.to_owned(),
        });
    }
    // Opening a named pipe would wait for its writer.
    if !meta.is_file() {
        return Err(StoreError::Unreadable {
            path: path.to_owned(),
            source: std::io::Error::other("not a plain file"),
        });
    }
    read_plain(disk, path, meta.len)
}

/// The bytes of what is known to be a plain file of about that size; `None` when it is gone.
pub(crate) fn read_plain(
    disk: &dyn Disk,
    path: &Path,
    size: u64,
) -> Result<Option<Vec<u8>>, StoreError> {
    let too_large = |bytes| StoreError::TooLarge {
        path: path.to_owned(),
        bytes,
    };
    if size > super::MOST_BYTES {
        return Err(too_large(size));
    }
    let mut bytes = Vec::with_capacity(size as usize + 1);
    let opened = disk.open(path, OpenMode::reading());
    match opened.and_then(|file| file.read_to_end(&mut bytes, super::MOST_BYTES + 1)) {
        Ok(()) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(StoreError::reading(path, error)),
    }
    if bytes.len() as u64 > super::MOST_BYTES {
        return Err(too_large(bytes.len() as u64));
    }
    Ok(Some(bytes))
}

/// The bytes of a plain file of any size; nothing when it cannot be read.
pub(crate) fn read_whole(disk: &dyn Disk, path: &Path) -> Option<Vec<u8>> {
    disk.is_file(path).then(|| disk.read(path).ok()).flatten()
}

/// A file's text with what TOML's writer would lose taken off, so that it can be put back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct SourceText {
    /// The text with LF line ends, without a byte order mark.
    pub plain: String,
    /// It began with a byte order mark.
    pub mark: bool,
    /// Most of its lines ended in CR LF.
    pub crlf: bool,
}

impl SourceText {
    /// Decodes a file.
    pub fn decode(path: &Path, bytes: &[u8]) -> Result<SourceText, StoreError> {
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            let (line, column) = line_and_column(&good, good.len());
            StoreError::NotUtf8 {
                path: path.to_owned(),
                line,
                column,
            }
        })?;
        let unmarked = text.strip_prefix('\u{feff}');
        let plain = unmarked.unwrap_or(text);
        let breaks = plain.matches('\n').count();
        let pairs = plain.matches("\r\n").count();
        Ok(SourceText {
            plain: if pairs > 0 {
                plain.replace("\r\n", "\n")
            } else {
                plain.to_owned()
            },
            mark: unmarked.is_some(),
            crlf: pairs * 2 > breaks,
        })
    }

    /// The bytes of a file that says `plain` in the same manner.
    pub fn encode(&self, plain: &str) -> Vec<u8> {
        let mut text = String::with_capacity(plain.len() + 3);
        if self.mark {
            text.push('\u{feff}');
        }
        if self.crlf {
            text.push_str(&plain.replace('\n', "\r\n"));
        } else {
            text.push_str(plain);
        }
        text.into_bytes()
    }
}

/// A TOML text as values that know their places.
pub(crate) struct Parsed<'a> {
    text: &'a str,
    root: Spanned<DeTable<'a>>,
}

/// Reads TOML. Line and column of errors count in `text`; a file's CR LF and byte order mark do not
/// move them. Where git left both sides of a merge, the text says neither, also when the marks
/// stand inside a string and break nothing.
pub(crate) fn parse<'a>(path: &Path, text: &'a str) -> Result<Parsed<'a>, StoreError> {
    let conflict = |line| StoreError::Conflict {
        path: path.to_owned(),
        line,
    };
    if let Some(marked) = marked(text) {
        return Err(conflict(marked.line));
    }
    match DeTable::parse(text) {
        Ok(root) => Ok(Parsed { text, root }),
        Err(error) => {
            if let Some(line) = remains(text) {
                return Err(conflict(line));
            }
            let at = error.span().map_or(text.len(), |span| span.start);
            let (line, column) = line_and_column(text, at);
            Err(StoreError::Syntax {
                path: path.to_owned(),
                line,
                column,
                message: error
                    .message()
                    .lines()
                    .map(str::trim)
                    .collect::<Vec<_>>()
                    .join("; "),
            })
        }
    }
}

impl Parsed<'_> {
    /// The values, in the order of the text.
    pub fn table(&self) -> Table {
        table(self.root.get_ref())
    }

    /// The values of the top level that `keys` name.
    pub fn only(&self, keys: &[&str]) -> Table {
        let mut found = Table::default();
        for key in keys {
            if let Some(value) = self.root.get_ref().get(*key) {
                found.push(key, self::value(value.get_ref()), false);
            }
        }
        found
    }

    /// Line and column of the value to which `steps` lead, or of the nearest thing above it.
    pub fn place(&self, steps: &[PathStep]) -> (usize, usize) {
        let mut span: Range<usize> = 0..0;
        let mut table = Some(self.root.get_ref());
        let mut array = None;
        for step in steps {
            let next = match step {
                PathStep::Key(key) => table.and_then(|table| table.get(key.as_str())),
                PathStep::Index(index) => {
                    array.and_then(|array: &toml::de::DeArray<'_>| array.get(*index))
                }
            };
            let Some(next) = next else { break };
            span = next.span();
            table = next.get_ref().as_table();
            array = next.get_ref().as_array();
        }
        line_and_column(self.text, span.start)
    }
}

/// One step on the way to a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathStep {
    /// Into a table.
    Key(String),
    /// Into an array, from 0.
    Index(usize),
}

fn table(source: &DeTable<'_>) -> Table {
    // The parser sorts its keys; their places say in what order they were written.
    let mut fields: Vec<_> = source.iter().collect();
    fields.sort_by_key(|(key, _)| key.span().start);
    let mut table = Table::default();
    for (key, value) in fields {
        table.push(key.get_ref(), self::value(value.get_ref()), false);
    }
    table
}

fn value(source: &DeValue<'_>) -> Value {
    match source {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or(Value::Other("a number beyond 64 bits"), Value::Whole),
        DeValue::Float(_) => Value::Other("a number with a fraction"),
        DeValue::Boolean(yes) => Value::Bool(*yes),
        DeValue::Datetime(time) => Value::Time(*time),
        DeValue::Array(elements) => Value::List(
            elements
                .iter()
                .map(|element| value(element.get_ref()))
                .collect(),
        ),
        DeValue::Table(fields) => Value::Table(table(fields)),
    }
}

/// Line and column, from 1, of a byte of `text`.
fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let before = &text[..at];
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    (line, before[start..].chars().count() + 1)
}
