//! Bytes to text: by byte order mark, then the XML declaration, then as UTF-8, then as Windows-1252
//! with a word about it.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// A text, and what has to be told about how it was read.
pub(super) struct DecodedSource<'a> {
    pub text: Cow<'a, str>,
    pub notice: Option<String>,
}

/// The text of a file, without a byte order mark.
pub(super) fn decode(bytes: &[u8]) -> DecodedSource<'_> {
    let (encoding, rest) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (Some(encoding), &bytes[length..]),
        None => (wide(bytes).or_else(|| declared(bytes)), bytes),
    };
    match encoding {
        Some(encoding) if encoding != UTF_8 => {
            let (text, broken) = encoding.decode_without_bom_handling(rest);
            let notice = broken.then(|| {
                format!(
                    "some bytes are no {}; they are shown as \u{fffd}",
                    encoding.name()
                )
            });
            DecodedSource { text, notice }
        }
        _ => utf8(rest),
    }
}

/// UTF-8, else Windows-1252.
pub(super) fn utf8(bytes: &[u8]) -> DecodedSource<'_> {
    match std::str::from_utf8(bytes) {
        Ok(text) => DecodedSource {
            text: Cow::Borrowed(text),
            notice: None,
        },
        Err(_) => DecodedSource {
            text: WINDOWS_1252.decode_without_bom_handling(bytes).0,
            notice: Some(
                "the file is not UTF-8; it was read as Windows-1252, so look at names with accents"
                    .to_owned(),
            ),
        },
    }
}

/// Whether a text begins a calendar.
pub(super) fn is_calendar(text: &str) -> bool {
    text.trim_start_matches('\u{feff}')
        .trim_start()
        .get(..15)
        .is_some_and(|start| start.eq_ignore_ascii_case("BEGIN:VCALENDAR"))
}

/// The bytes as UTF-8 where they are of a wide encoding, for readers that work on bytes.
pub(super) fn narrow(bytes: &[u8]) -> Cow<'_, [u8]> {
    match Encoding::for_bom(bytes) {
        Some((encoding, length)) if encoding == UTF_8 => Cow::Borrowed(&bytes[length..]),
        Some(_) => Cow::Owned(decode(bytes).text.into_owned().into_bytes()),
        None if wide(bytes).is_some() => Cow::Owned(decode(bytes).text.into_owned().into_bytes()),
        None => Cow::Borrowed(bytes),
    }
}

/// UTF-16 without a mark: its first character is ASCII.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [first, 0, _, 0, ..] if *first != 0 => Some(UTF_16LE),
        [0, first, 0, _, ..] if *first != 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding in an XML declaration.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let head = bytes[start..].strip_prefix(b"<?xml")?;
    let end = head.iter().take(400).position(|byte| *byte == b'>')?;
    let head = String::from_utf8_lossy(&head[..end]);
    let (_, rest) = head.split_once("encoding")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = rest[1..].split(quote).next()?;
    // A text whose declaration could be read is of no wide encoding, whatever it says.
    Encoding::for_label(label.as_bytes())
        .filter(|encoding| *encoding != UTF_16LE && *encoding != UTF_16BE)
}
