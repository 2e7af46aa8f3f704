//! The text of a file that says a model, made out of the text that said another one. What it
//! returns has been read back and compared.

use super::document::{Document, decode_text, first_difference};
use super::error::StoreError;
use super::parse::SourceText;
use super::patch::{patch, replace};
use super::style;
use super::value::{Table, Value};
use super::{MOST_BYTES, MOST_PROSE};
use std::ops::Range;
use std::path::Path;
use toml::de::DeTable;
use toml_edit::DocumentMut;

/// Changes `old`, which says `from`, so that it says `wanted`.
pub fn render<T: Document>(
    path: &Path,
    old: &str,
    from: &Table,
    wanted: &T,
) -> Result<String, StoreError> {
    let to = wanted.encode();
    if *from == to {
        return Ok(old.to_owned());
    }
    bearable(path, &to)?;
    let old = with_new_keys(old, T::OLD_KEYS);
    let mut document: DocumentMut = old.parse().map_err(|_| unsound(path, "format"))?;
    // Where a file has both names, the old one would come back when today's goes.
    for (old, _) in T::OLD_KEYS {
        document.remove(old);
    }
    patch(&mut document, from, &to);
    let written = checked::<T>(path, &document, &to).or_else(|differs| {
        // Somebody wrote the old value in a form that a change of its parts does not reach; the
        // canonical form of the whole key does.
        let mut differs = differs;
        for _ in 0..to.fields().len() {
            replace(&mut document, &differs, &to);
            match checked::<T>(path, &document, &to) {
                Ok(written) => return Ok(written),
                Err(still) => differs = still,
            }
        }
        Err(unsound(path, &differs))
    })?;
    if written.len() as u64 > MOST_BYTES {
        return Err(StoreError::TooLarge {
            path: path.to_owned(),
            bytes: written.len() as u64,
        });
    }
    Ok(written)
}

/// The text with keys of the top level called as they are called today.
fn with_new_keys(text: &str, keys: &[(&str, &str)]) -> String {
    let mut renamed = text.to_owned();
    let Ok(table) = DeTable::parse(text) else {
        return renamed;
    };
    let mut spans: Vec<(Range<usize>, &str)> = Vec::new();
    for (key, _) in table.get_ref() {
        let name: &str = key.get_ref();
        let new = keys.iter().find(|(old, _)| *old == name);
        let new = new.filter(|(_, new)| !table.get_ref().contains_key(*new));
        spans.extend(new.map(|(_, new)| (key.span(), *new)));
    }
    spans.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    for (span, new) in spans {
        renamed.replace_range(span, new);
    }
    renamed
}

/// A fresh file that says a model.
pub fn fresh<T: Document>(path: &Path, model: &T) -> Result<String, StoreError> {
    let to = model.encode();
    bearable(path, &to)?;
    let mut document = DocumentMut::new();
    *document.as_table_mut() = style::table(&to);
    checked::<T>(path, &document, &to).map_err(|key| unsound(path, &key))
}

fn reread<T: Document>(path: &Path, text: &str) -> Result<T, StoreError> {
    let text = SourceText {
        plain: text.to_owned(),
        ..SourceText::default()
    };
    decode_text(path, &text)
}

/// The document's text if it says `to`, else the first key that differs.
fn checked<T: Document>(path: &Path, document: &DocumentMut, to: &Table) -> Result<String, String> {
    let text = document.to_string();
    let back = reread::<T>(path, &text).map_err(|store_error| match store_error {
        StoreError::WrongType { key, .. } => {
            let end = key.find(['.', '[']).unwrap_or(key.len());
            key[..end].to_owned()
        }
        _ => "format".to_owned(),
    })?;
    let back = back.encode();
    if back == *to {
        Ok(text)
    } else {
        Err(first_difference(&back, to))
    }
}

fn unsound(path: &Path, key: &str) -> StoreError {
    StoreError::Unsound {
        path: path.to_owned(),
        key: key.to_owned(),
    }
}

fn bearable(path: &Path, to: &Table) -> Result<(), StoreError> {
    match too_long(to) {
        None => Ok(()),
        Some((key, bytes)) => Err(StoreError::TooLong {
            path: path.to_owned(),
            key,
            bytes,
        }),
    }
}

/// The first text that is longer than anybody writes by hand.
fn too_long(table: &Table) -> Option<(String, usize)> {
    table.fields().iter().find_map(|field| match &field.value {
        Value::Table(inner) => {
            too_long(inner).map(|(key, bytes)| (format!("{}.{key}", field.key), bytes))
        }
        value => value
            .as_text()
            .filter(|text| text.len() > MOST_PROSE)
            .map(|text| (field.key.clone(), text.len())),
    })
}
