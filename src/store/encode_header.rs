//! A post's metadata as values.
//!
//! Mostly `[header]` with `name = "value"`. Where a name is there twice or an imported header has
//! lines of its own, an array instead: `["name", "value"]`, `[".. name: ", "name", "value"]` with
//! the source before the value, or `["any other line"]`.

use super::reader::{ReadResult, TableReader};
use super::value::{Table, Value};
use crate::model::header::{HeaderLine, PostHeader};
use std::collections::HashSet;

pub(super) const KEY: &str = "header";

/// The header, unless there is nothing to say.
pub(super) fn encode_header(table: &mut Table, header: &PostHeader) {
    let mut names = HashSet::new();
    let unique = header.fields.iter().all(|(name, _)| names.insert(name));
    if header.lines.is_none() && unique {
        let mut fields = Table::default();
        for (name, value) in &header.fields {
            fields.set(name, value);
        }
        table.table(KEY, fields);
        return;
    }
    let mut rows = Vec::new();
    let mut fields = header.fields.iter();
    let row = |texts: &[&str]| Value::List(texts.iter().map(|text| Value::from(*text)).collect());
    for line in header.lines.iter().flatten() {
        rows.push(match line {
            HeaderLine::Other(line) => row(&[line]),
            HeaderLine::Field(prefix) => match fields.next() {
                Some((name, value)) => row(&[prefix, name, value]),
                None => row(&[prefix]),
            },
        });
    }
    rows.extend(fields.map(|(name, value)| row(&[name, value])));
    table.set(KEY, Value::List(rows));
}

/// The fields and lines; the format is a key of its own.
pub(super) fn decode_header(reader: TableReader<'_>) -> ReadResult<PostHeader> {
    if matches!(reader.0.get(KEY), None | Some(Value::Table(_))) {
        let fields = reader.table(KEY, |fields| {
            let names = fields.0.fields().iter().map(|field| &field.key);
            names
                .map(|name| Ok((name.clone(), fields.text(name)?.unwrap_or_default())))
                .collect()
        })?;
        return Ok(PostHeader {
            fields: fields.unwrap_or_default(),
            ..PostHeader::default()
        });
    }
    let rows = reader.elements(KEY, |row| {
        let texts = row.elements().and_then(|texts| {
            let texts = texts.iter().map(Value::as_text);
            texts.collect::<Option<Vec<&str>>>()
        });
        match texts {
            Some(texts) if (1..=3).contains(&texts.len()) => Ok(texts),
            _ => Err("expected one to three texts in brackets".to_owned()),
        }
    })?;
    let mut header = PostHeader::default();
    let mut lines = Vec::new();
    let only_fields = !rows.is_empty() && rows.iter().all(|row| row.len() == 2);
    for row in rows {
        match row[..] {
            [line] => lines.push(HeaderLine::Other(line.to_owned())),
            [name, value] => header.fields.push((name.to_owned(), value.to_owned())),
            [prefix, name, value] => {
                lines.push(HeaderLine::Field(prefix.to_owned()));
                header.fields.push((name.to_owned(), value.to_owned()));
            }
            _ => {}
        }
    }
    header.lines = (!only_fields).then_some(lines);
    Ok(header)
}
