//! The index as bytes: a mark with the version, a checksum of the rest, then the records. All
//! numbers are little-endian; a text is its length in bytes and its UTF-8. Whatever is not exactly
//! so is no index, and is made again.

use super::record::{IndexRecord, Part, Stamp};
use crate::model::session::SessionKind;
use std::sync::Arc;

/// Begins every index. The number is that of the layout; it changes with what a record holds.
const MARK: &[u8; 16] = b"hallway index 02";

/// The bytes of an index.
pub fn encode(records: &[Arc<IndexRecord>]) -> Vec<u8> {
    let texts: usize = records.iter().map(|record| record.text.len() + 160).sum();
    let mut bytes = Vec::with_capacity(texts + 32);
    bytes.extend_from_slice(MARK);
    bytes.extend_from_slice(&[0; 8]);
    put(&mut bytes, records.len() as u64);
    for record in records {
        text(&mut bytes, &record.event);
        text(&mut bytes, &record.session);
        text(&mut bytes, &record.talk);
        let kind = record.kind.and_then(|kind| place(SessionKind::ALL, kind));
        bytes.push(kind.map_or(0, |at| at + 1));
        for number in [record.words, record.entries, record.to_dos] {
            put(&mut bytes, u64::from(number));
        }
        for number in [record.order, record.starts] {
            bytes.push(u8::from(number.is_some()));
            put(&mut bytes, number.unwrap_or(0) as u64);
        }
        put(&mut bytes, i64::from(record.offset) as u64);
        put(&mut bytes, record.stamp.size);
        put(&mut bytes, record.stamp.changed as u64);
        put(&mut bytes, record.stamp.node);
        put(&mut bytes, record.parts.len() as u64);
        for (part, range) in &record.parts {
            bytes.push(place(Part::ALL, *part).unwrap_or(0));
            put(&mut bytes, range.len() as u64);
        }
        text(&mut bytes, &record.text);
    }
    let sum = checksum(&bytes[24..]);
    bytes[16..24].copy_from_slice(&sum.to_le_bytes());
    bytes
}

/// The records in the bytes of an index; nothing when they are not what [`encode`] makes.
pub fn decode(bytes: &[u8]) -> Option<Vec<Arc<IndexRecord>>> {
    let (mark, rest) = bytes.split_at_checked(MARK.len())?;
    let mut rest = Bytes(rest);
    if mark != MARK || rest.number()? != checksum(bytes.get(24..)?) {
        return None;
    }
    let count = rest.size()?;
    let mut records: Vec<Arc<IndexRecord>> = Vec::with_capacity(count.min(rest.0.len() / 64));
    for _ in 0..count {
        let folder = rest.text()?;
        // The sessions of an event stand together and share its name.
        let event = match records.last() {
            Some(last) if *last.event == *folder => Arc::clone(&last.event),
            _ => Arc::from(folder),
        };
        records.push(Arc::new(record(&mut rest, event)?));
    }
    rest.0.is_empty().then_some(records)
}

fn record(rest: &mut Bytes<'_>, event: Arc<str>) -> Option<IndexRecord> {
    let session = rest.text()?.to_owned();
    let talk = rest.text()?.to_owned();
    let kind = match rest.byte()? {
        0 => None,
        at => Some(*SessionKind::ALL.get(usize::from(at) - 1)?),
    };
    let mut count = || u32::try_from(rest.number()?).ok();
    let (words, entries, to_dos) = (count()?, count()?, count()?);
    let mut maybe = || {
        let there = rest.byte()? == 1;
        let number = rest.number()? as i64;
        Some(there.then_some(number))
    };
    let (order, starts) = (maybe()?, maybe()?);
    let offset = i32::try_from(rest.number()? as i64).ok()?;
    let stamp = Stamp {
        size: rest.number()?,
        changed: rest.number()? as i64,
        node: rest.number()?,
    };
    let count = rest.size()?;
    let mut parts = Vec::with_capacity(count.min(Part::ALL.len()));
    let mut at = 0usize;
    for _ in 0..count {
        let part = *Part::ALL.get(usize::from(rest.byte()?))?;
        let end = at.checked_add(rest.size()?)?;
        parts.push((part, at..end));
        at = end;
    }
    let text = rest.text()?.to_owned();
    let whole = parts
        .iter()
        .all(|(_, range)| text.is_char_boundary(range.end));
    (at == text.len() && whole).then_some(IndexRecord {
        event,
        session,
        talk,
        kind,
        words,
        entries,
        to_dos,
        order,
        starts,
        offset,
        stamp,
        text,
        parts,
    })
}

/// What is still to be decoded.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*byte)
    }

    fn number(&mut self) -> Option<u64> {
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u64::from_le_bytes(*bytes))
    }

    fn size(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    fn text(&mut self) -> Option<&'a str> {
        let size = self.size()?;
        let (bytes, rest) = self.0.split_at_checked(size)?;
        self.0 = rest;
        std::str::from_utf8(bytes).ok()
    }
}

fn put(bytes: &mut Vec<u8>, number: u64) {
    bytes.extend_from_slice(&number.to_le_bytes());
}

fn text(bytes: &mut Vec<u8>, text: &str) {
    put(bytes, text.len() as u64);
    bytes.extend_from_slice(text.as_bytes());
}

fn place<T: PartialEq>(all: &[T], one: T) -> Option<u8> {
    let at = all.iter().position(|other| *other == one)?;
    u8::try_from(at).ok()
}

/// Tells damage, not intent: four sums side by side, so that ten megabytes take a few milliseconds.
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let mix = |sum: u64, word: u64| (sum ^ word).wrapping_mul(FACTOR).rotate_left(29);
    let mut sums = [1u64, 2, 3, 4];
    let mut blocks = bytes.chunks_exact(32);
    for block in &mut blocks {
        for (sum, word) in sums.iter_mut().zip(block.chunks_exact(8)) {
            let mut bytes = [0; 8];
            bytes.copy_from_slice(word);
            *sum = mix(*sum, u64::from_le_bytes(bytes));
        }
    }
    let tail = blocks.remainder().iter();
    let last = tail.fold(bytes.len() as u64, |sum, byte| mix(sum, u64::from(*byte)));
    sums.into_iter().fold(last, mix)
}
