//! The metadata lines of a post.

use crate::model::header::{Header, HeaderFormat, HeaderLine};
use deunicode::deunicode;

/// The lines of a header.
pub fn lines(header: &Header) -> Vec<String> {
    let Some(layout) = &header.lines else {
        return header
            .fields
            .iter()
            .map(|(name, value)| line(header.format, name, value))
            .collect();
    };
    let mut fields = header.fields.iter();
    let mut out: Vec<String> = Vec::with_capacity(layout.len());
    for row in layout {
        match row {
            HeaderLine::Other(text) => out.push(text.clone()),
            HeaderLine::Field(prefix) => {
                let value = fields.next().map_or("", |(_, value)| value.as_str());
                out.push(format!("{prefix}{value}"));
            }
        }
    }
    out.extend(fields.map(|(name, value)| line(header.format, name, value)));
    out
}

/// A field in our own style: no trailing space where there is no value.
fn line(format: HeaderFormat, name: &str, value: &str) -> String {
    let one_line = value.replace(['\n', '\r'], " ");
    let field = match format {
        HeaderFormat::Docinfo => format!(":{name}: {one_line}"),
        HeaderFormat::Nikola | HeaderFormat::Absent => format!(".. {name}: {one_line}"),
    };
    if one_line.is_empty() {
        field.trim_end().to_owned()
    } else {
        field
    }
}

/// The slug that Nikola makes of a text (`nikola.utils.slugify`): ASCII, without anything but letters, digits, `_`, `+`, `-` and
/// spaces, lower case, with runs of spaces and hyphens as one hyphen. Empty for a text that has none of these.
pub fn slug(text: &str) -> String {
    let ascii = deunicode(text);
    let kept: String = ascii
        .chars()
        .filter(|c| c.is_alphanumeric() || "+_-".contains(*c) || c.is_whitespace())
        .collect();
    let mut slug = String::with_capacity(kept.len());
    let mut gap = false;
    for c in kept.trim().chars() {
        if c == '-' || c.is_whitespace() {
            gap = true;
            continue;
        }
        if gap {
            slug.push('-');
            gap = false;
        }
        slug.extend(c.to_lowercase());
    }
    if gap {
        slug.push('-');
    }
    slug
}
