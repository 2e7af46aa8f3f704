//! A text in which escaping backslashes have become NUL, as docutils reads it.

use std::ops::Range;

/// The characters of a text, with each backslash that escapes something made NUL. Positions count
/// characters; they are those of the text itself, since a NUL stands where its backslash stood.
pub(super) struct Escaped<'a> {
    source: &'a str,
    chars: Vec<char>,
    /// The byte offset of each character, and the length of the text at the end.
    offsets: Vec<u32>,
}

impl<'a> Escaped<'a> {
    pub(super) fn new(source: &'a str) -> Escaped<'a> {
        let mut chars = Vec::with_capacity(source.len());
        let mut offsets = Vec::with_capacity(source.len() + 1);
        let mut escaping = false;
        for (offset, character) in source.char_indices() {
            escaping = character == '\\' && !escaping;
            chars.push(if escaping { '\0' } else { character });
            offsets.push(offset as u32);
        }
        offsets.push(source.len() as u32);
        Escaped {
            source,
            chars,
            offsets,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }

    pub(super) fn at(&self, index: usize) -> Option<char> {
        self.chars.get(index).copied()
    }

    pub(super) fn is(&self, index: usize, character: char) -> bool {
        self.at(index) == Some(character)
    }

    /// Whether the character there satisfies `test`; false past the end.
    pub(super) fn has(&self, index: usize, test: impl Fn(char) -> bool) -> bool {
        self.at(index).is_some_and(test)
    }

    pub(super) fn slice(&self, range: Range<usize>) -> &[char] {
        self.chars.get(range).unwrap_or_default()
    }

    /// The byte offset of a position.
    pub(super) fn offset(&self, index: usize) -> usize {
        self.offsets
            .get(index)
            .map_or(self.source.len(), |offset| *offset as usize)
    }

    /// The text as it stands in the source, backslashes and all.
    pub(super) fn raw(&self, range: Range<usize>) -> &'a str {
        self.source
            .get(self.offset(range.start)..self.offset(range.end))
            .unwrap_or_default()
    }

    /// The text with its escapes resolved: a backslash vanishes, together with a space or line
    /// break after it.
    pub(super) fn plain(&self, range: Range<usize>) -> String {
        resolve(self.slice(range).iter().copied())
    }
}

/// Characters with their escapes (NUL) resolved.
pub(super) fn resolve(chars: impl Iterator<Item = char>) -> String {
    let mut plain = String::new();
    let mut escaping = false;
    for character in chars {
        if character == '\0' {
            escaping = true;
            continue;
        }
        if !(escaping && (character == ' ' || character == '\n')) {
            plain.push(character);
        }
        escaping = false;
    }
    plain
}
