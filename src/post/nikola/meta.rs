//! The metadata lines of a post.

use crate::model::header::{HeaderFormat, HeaderLine, PostHeader};

/// The lines of a header.
pub fn lines(header: &PostHeader) -> Vec<String> {
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
