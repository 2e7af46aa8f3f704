//! Mutations of seeds, the same in every run.

use std::path::Path;

/// Makes inputs of seeds.
pub struct Mutator {
    seeds: Vec<Vec<u8>>,
    words: Vec<Vec<u8>>,
    state: u64,
}

/// Bytes that mean something in one format or another.
const BYTES: &[u8] = b"\0\x1b\x9b<>\"'&\\{}[]:;,=#*`_|.-+ \t\r\n09aZ\x7f\xe2\x80\xae\xff";

/// The longest input, so that a test stays short.
const LONGEST: usize = 20_000;

impl Mutator {
    /// With these seeds, and words to put in.
    pub fn new(seeds: Vec<Vec<u8>>, words: Vec<Vec<u8>>) -> Mutator {
        Mutator {
            seeds,
            words,
            state: 0x2545_f491_4f6c_dd1d,
        }
    }

    /// A number below `below`.
    fn random(&mut self, below: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state % below.max(1) as u64) as usize
    }

    /// The next input: a seed with one to six changes.
    pub fn next(&mut self) -> Vec<u8> {
        let which = self.random(self.seeds.len());
        let mut bytes = self.seeds[which].clone();
        for _ in 0..=self.random(6) {
            self.change(&mut bytes);
        }
        bytes.truncate(LONGEST);
        bytes
    }

    fn change(&mut self, bytes: &mut Vec<u8>) {
        let at = self.random(bytes.len() + 1);
        let end = (at + self.random(40)).min(bytes.len());
        match self.random(8) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let copy = bytes[at..end].repeat(1 + self.random(4));
                let to = self.random(bytes.len() + 1);
                bytes.splice(to..to, copy);
            }
            3 => {
                let other = self.random(self.seeds.len());
                let from = self.random(self.seeds[other].len());
                let length = self.random(200);
                let piece: Vec<u8> = self.seeds[other]
                    .iter()
                    .skip(from)
                    .take(length)
                    .copied()
                    .collect();
                bytes.splice(at..at, piece);
            }
            4 | 5 => {
                let word = self.random(self.words.len());
                let word = self.words[word].clone();
                bytes.splice(at..at, word);
            }
            6 if at < bytes.len() => bytes[at] ^= 1 << self.random(8),
            _ => bytes.insert(at, BYTES[self.random(BYTES.len())]),
        }
    }
}

/// The words of a dictionary as libFuzzer reads it: one in quotes a line, with `\\`, `\"` and
/// `\xAB`.
pub fn words(path: &Path) -> Vec<Vec<u8>> {
    let text = std::fs::read_to_string(path).unwrap();
    let quoted = text
        .lines()
        .filter_map(|line| line.strip_prefix('"')?.strip_suffix('"'));
    quoted.map(word).collect()
}

fn word(escaped: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = escaped.as_bytes();
    while let [first, tail @ ..] = rest {
        match (first, tail) {
            (b'\\', [b'x', high, low, after @ ..]) => {
                let digits = [*high, *low];
                let digits = std::str::from_utf8(&digits).unwrap();
                out.push(u8::from_str_radix(digits, 16).unwrap());
                rest = after;
            }
            (b'\\', [next, after @ ..]) => {
                out.push(*next);
                rest = after;
            }
            _ => {
                out.push(*first);
                rest = tail;
            }
        }
    }
    out
}

#[test]
fn escapes_of_a_dictionary() {
    assert_eq!(word(r#"a\x0d\"\\n\xff"#), b"a\x0d\"\\n\xff");
}
