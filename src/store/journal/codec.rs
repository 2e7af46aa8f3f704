//! The bytes of a journal: a header, then records. Pure: bytes in, values out, and the reverse.

use super::SnapshotKind;
use serde::{Deserialize, Serialize};

/// What a journal begins with.
const MAGIC: &[u8; 8] = b"hallwayJ";

/// The version that is written and read.
const VERSION: u32 = 1;

/// Magic, version, nonce, length, checksum.
const FIXED: usize = 8 + 4 + 16 + 4 + 4;

/// Length, number, checksum.
const FRAME: usize = 4 + 8 + 4;

/// A record's moment and kind.
const LEAD: usize = 8 + 1;

/// The longest record, in bytes: a file and all its texts are never longer.
const MOST: usize = 4 * crate::store::MOST_BYTES as usize;

/// What a journal belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct JournalHeader {
    /// The notebook's id.
    pub notebook: String,
    /// The file within the notebook, with `/`; nothing when the file was not there yet.
    pub file: String,
    /// SHA-256 of the text that the file had, in hexadecimal; nothing when it was not there.
    pub base: Option<String>,
    /// The event's folder; nothing when it had none yet.
    pub folder: String,
    /// The event's title.
    pub event: String,
    /// The session's title; nothing when the file is an event's.
    pub session: Option<String>,
    /// When the journal was begun, in milliseconds since 1970.
    pub began: i64,
    /// Journals that this one says everything of: where both are left behind, those say nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaces: Vec<String>,
    /// What the document is noted under until it has a file (see `made.rs`); nothing in older
    /// journals.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub key: String,
    /// Saves of it are noted before they begin; not so in older journals.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub notes_saves: bool,
    /// The writer's count of the document's changes when the journal was begun.
    #[serde(default)]
    pub revision: u64,
    /// The notebook's folder, as `identity.rs` writes it; nothing in older journals.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub root: String,
    /// The device of that folder; 0 while it was not there.
    #[serde(default)]
    pub dev: u64,
    /// Its inode; 0 while it was not there.
    #[serde(default)]
    pub ino: u64,
}

impl JournalHeader {
    /// Returns which kind of file the journal belongs to.
    pub fn kind(&self) -> SnapshotKind {
        match (&self.session, self.file.as_str()) {
            (Some(_), _) => SnapshotKind::Session,
            (None, file) if file == crate::store::LINKS => SnapshotKind::Book,
            (None, _) => SnapshotKind::Event,
        }
    }
}

/// One of the long texts of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum JournalText {
    /// A session's notes.
    Notes,
    /// An event's introduction.
    Intro,
    /// The text of an event's closing.
    Closing,
}

impl JournalText {
    const ALL: [JournalText; 3] = [JournalText::Notes, JournalText::Intro, JournalText::Closing];
}

/// One thing that a journal says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JournalRecord {
    /// What the file said when the journal was begun.
    Base(String),
    /// Everything: the fields as TOML without the long texts, and these.
    Whole {
        /// The fields.
        fields: String,
        /// The long texts.
        texts: Vec<(JournalText, String)>,
    },
    /// The fields; the texts are as they were.
    Fields(String),
    /// At byte `at` of a text, `removed` gave way to `inserted`.
    Edit {
        /// Which text.
        which: JournalText,
        /// Where.
        at: usize,
        /// What stood there.
        removed: String,
        /// What stands there now.
        inserted: String,
    },
    /// What was said so far is being saved.
    Saving,
}

impl JournalRecord {
    /// About how many bytes it takes in a journal.
    pub fn length(&self) -> usize {
        FRAME
            + LEAD
            + match self {
                JournalRecord::Base(text) | JournalRecord::Fields(text) => text.len(),
                JournalRecord::Whole { fields, texts } => {
                    let texts = texts.iter().map(|(_, text)| text.len() + 5);
                    fields.len() + 4 + texts.sum::<usize>()
                }
                JournalRecord::Edit {
                    removed, inserted, ..
                } => removed.len() + inserted.len() + 17,
                JournalRecord::Saving => 0,
            }
    }
}

/// What a journal's bytes say, as far as they are whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodedJournal {
    /// What it belongs to.
    pub header: JournalHeader,
    /// The records in order, each with its moment in milliseconds since 1970.
    pub records: Vec<(i64, JournalRecord)>,
    /// How many bytes were read; what follows is no record.
    pub read: usize,
}

/// The bytes of a header.
pub fn header(header: &JournalHeader, nonce: &[u8; 16]) -> Vec<u8> {
    let text = serde_json::to_vec(header).unwrap_or_default();
    let mut bytes = Vec::with_capacity(FIXED + text.len());
    bytes.extend(MAGIC);
    bytes.extend(VERSION.to_le_bytes());
    bytes.extend(nonce);
    bytes.extend((text.len() as u32).to_le_bytes());
    let sum = sum(&[&bytes, &text]);
    bytes.extend(sum.to_le_bytes());
    bytes.extend(text);
    bytes
}

/// Puts the bytes of a record behind `bytes`.
pub fn record(bytes: &mut Vec<u8>, nonce: &[u8; 16], number: u64, at: i64, record: &JournalRecord) {
    let mut payload = at.to_le_bytes().to_vec();
    match record {
        JournalRecord::Base(text) => {
            payload.push(b'B');
            payload.extend(text.as_bytes());
        }
        JournalRecord::Whole { fields, texts } => {
            payload.push(b'W');
            put(&mut payload, fields);
            for (which, text) in texts {
                payload.push(*which as u8);
                put(&mut payload, text);
            }
        }
        JournalRecord::Fields(fields) => {
            payload.push(b'F');
            payload.extend(fields.as_bytes());
        }
        JournalRecord::Edit {
            which,
            at,
            removed,
            inserted,
        } => {
            payload.push(b'E');
            payload.push(*which as u8);
            payload.extend((*at as u64).to_le_bytes());
            put(&mut payload, removed);
            put(&mut payload, inserted);
        }
        JournalRecord::Saving => payload.push(b'S'),
    }
    let length = (payload.len() as u32).to_le_bytes();
    let number = number.to_le_bytes();
    bytes.extend(length);
    bytes.extend(number);
    bytes.extend(sum(&[nonce, &number, &length, &payload]).to_le_bytes());
    bytes.extend(payload);
}

/// Reads a journal up to its first bad record; nothing when the header is bad.
pub fn decode(bytes: &[u8]) -> Option<DecodedJournal> {
    let (header, read) = header_in(bytes)?;
    let nonce = &bytes[12..28];
    let mut decoded = DecodedJournal {
        header,
        records: Vec::new(),
        read,
    };
    while let Some((record, length)) = next(
        &bytes[decoded.read..],
        nonce,
        decoded.records.len() as u64 + 1,
    ) {
        decoded.records.push(record);
        decoded.read += length;
    }
    Some(decoded)
}

/// Reads the header that a journal begins with; nothing when it is bad.
pub fn decode_header(bytes: &[u8]) -> Option<JournalHeader> {
    header_in(bytes).map(|(header, _)| header)
}

/// The header, and its length.
fn header_in(bytes: &[u8]) -> Option<(JournalHeader, usize)> {
    let fixed = bytes.get(..FIXED)?;
    let length = number(fixed, 28)? as usize;
    let text = bytes.get(FIXED..FIXED.checked_add(length)?)?;
    let is_ours = fixed.starts_with(MAGIC) && number(fixed, 8)? == VERSION;
    if !is_ours || sum(&[&fixed[..32], text]) != number(fixed, 32)? {
        return None;
    }
    Some((serde_json::from_slice(text).ok()?, FIXED + length))
}

/// The record that `bytes` begin with, and its length.
fn next(bytes: &[u8], nonce: &[u8], expected: u64) -> Option<((i64, JournalRecord), usize)> {
    let frame = bytes.get(..FRAME)?;
    let length = number(frame, 0)? as usize;
    if !(LEAD..=MOST).contains(&length) || frame[4..12] != expected.to_le_bytes() {
        return None;
    }
    let payload = bytes.get(FRAME..FRAME + length)?;
    if sum(&[nonce, &frame[4..12], &frame[..4], payload]) != number(frame, 12)? {
        return None;
    }
    let at = i64::from_le_bytes(payload[..8].try_into().ok()?);
    let record = body(payload[8], &payload[LEAD..])?;
    Some(((at, record), FRAME + length))
}

fn body(kind: u8, mut rest: &[u8]) -> Option<JournalRecord> {
    let all = |rest: &[u8]| String::from_utf8(rest.to_vec()).ok();
    Some(match kind {
        b'B' => JournalRecord::Base(all(rest)?),
        b'F' => JournalRecord::Fields(all(rest)?),
        b'S' if rest.is_empty() => JournalRecord::Saving,
        b'W' => {
            let fields = take(&mut rest)?;
            let mut texts = Vec::new();
            while !rest.is_empty() {
                texts.push((which(&mut rest)?, take(&mut rest)?));
            }
            JournalRecord::Whole { fields, texts }
        }
        b'E' => {
            let which = which(&mut rest)?;
            let at = u64::from_le_bytes(rest.get(..8)?.try_into().ok()?);
            rest = &rest[8..];
            let (removed, inserted) = (take(&mut rest)?, take(&mut rest)?);
            let at = usize::try_from(at).ok().filter(|_| rest.is_empty())?;
            JournalRecord::Edit {
                which,
                at,
                removed,
                inserted,
            }
        }
        _ => return None,
    })
}

/// A text with its length before it.
fn put(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend((text.len() as u32).to_le_bytes());
    bytes.extend(text.as_bytes());
}

fn take(rest: &mut &[u8]) -> Option<String> {
    let length = number(rest, 0)? as usize;
    let text = rest.get(4..4usize.checked_add(length)?)?;
    *rest = &rest[4 + length..];
    String::from_utf8(text.to_vec()).ok()
}

fn which(rest: &mut &[u8]) -> Option<JournalText> {
    let (first, others) = rest.split_first()?;
    *rest = others;
    JournalText::ALL.get(usize::from(*first)).copied()
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at + 4)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

fn sum(parts: &[&[u8]]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize()
}
