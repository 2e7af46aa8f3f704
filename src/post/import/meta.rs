//! The metadata of a post: Nikola's comments or a docinfo.

use crate::model::header::{HeaderFormat, HeaderLine, PostHeader};
use crate::post::nikola::header_lines;
use std::ops::Range;

/// A header with the bytes that it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundHeader {
    /// The header.
    pub header: PostHeader,
    /// Where it stands, without the last line break.
    pub range: Range<usize>,
}

/// Finds Nikola's metadata at the top of a text: the first block, when all its lines are comments
/// and at least one is a field. Where the blank line after it is missing, it ends before the first
/// line that is no comment.
pub fn nikola(text: &str) -> Option<FoundHeader> {
    let start = text.len() - text.trim_start_matches(['\n', ' ', '\t', '\r']).len();
    let rows: Vec<&str> = text[start..]
        .split('\n')
        .take_while(|row| is_comment(row))
        .collect();
    let lines: Vec<MetaRow<'_>> = rows.iter().map(|row| field(row, "..")).collect();
    let length: usize = rows.iter().map(|row| row.len() + 1).sum();
    let range = start..start + length.checked_sub(1)?;
    let found = lines.iter().any(|row| matches!(row, MetaRow::Field { .. }));
    found.then(|| FoundHeader {
        header: header(HeaderFormat::Nikola, lines, &text[range.clone()]),
        range,
    })
}

/// Whether a line may stand in Nikola's metadata: a comment that is no directive, target or
/// substitution.
fn is_comment(row: &str) -> bool {
    let Some(rest) = row.strip_prefix("..") else {
        return false;
    };
    let special = rest.trim_start().starts_with(['_', '|', '[']);
    let directive = rest
        .split_whitespace()
        .next()
        .is_some_and(|word| word.ends_with("::"));
    (rest.starts_with(' ') || rest.is_empty()) && !special && !directive
}

/// Reads a docinfo: the lines of a field list, without the last line break.
pub fn docinfo(text: &str, range: Range<usize>) -> FoundHeader {
    let lines = text[range.clone()]
        .split('\n')
        .map(|row| field(row, ":"))
        .collect();
    FoundHeader {
        header: header(HeaderFormat::Docinfo, lines, &text[range.clone()]),
        range,
    }
}

/// A line of a header.
enum MetaRow<'a> {
    Field {
        prefix: &'a str,
        name: &'a str,
        value: &'a str,
    },
    Other(&'a str),
}

/// Takes a line apart: `.. name: value` or `:name: value`.
fn field<'a>(row: &'a str, mark: &str) -> MetaRow<'a> {
    let Some(rest) = row.strip_prefix(mark) else {
        return MetaRow::Other(row);
    };
    let rest = if mark == ".." {
        rest.trim_start()
    } else {
        rest
    };
    let Some((name, value)) = rest.split_once(':') else {
        return MetaRow::Other(row);
    };
    let plain = !name.is_empty() && !name.starts_with(char::is_whitespace) && !name.contains('`');
    let separated = value.is_empty() || value.starts_with([' ', '\t']);
    if !plain || !separated {
        return MetaRow::Other(row);
    }
    let value = value.strip_prefix(' ').unwrap_or(value);
    MetaRow::Field {
        prefix: &row[..row.len() - value.len()],
        name,
        value,
    }
}

/// The header of these lines. How they were written is kept only where we would write them
/// otherwise.
fn header(format: HeaderFormat, rows: Vec<MetaRow<'_>>, source: &str) -> PostHeader {
    let mut fields = Vec::new();
    let mut lines = Vec::new();
    for row in rows {
        match row {
            MetaRow::Field {
                prefix,
                name,
                value,
            } => {
                fields.push((name.to_owned(), value.to_owned()));
                lines.push(HeaderLine::Field(prefix.to_owned()));
            }
            MetaRow::Other(text) => lines.push(HeaderLine::Other(text.to_owned())),
        }
    }
    let plain = PostHeader {
        format,
        fields,
        lines: None,
    };
    if header_lines(&plain).join("\n") == source {
        return plain;
    }
    PostHeader {
        lines: Some(lines),
        ..plain
    }
}
