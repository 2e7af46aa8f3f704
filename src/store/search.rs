//! Finding words in the index: all of them have to occur, upper and lower case are the same.

use super::index::{Index, IndexRecord, Part, on_all_cores};
use std::ops::Range;
use std::sync::Arc;

/// How many records a core takes at once.
const PIECE: usize = 32;

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    words: Vec<String>,
    /// All of it as it was written.
    phrase: String,
}

/// A line in which something was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchHit {
    /// In which part of the file.
    pub part: Part,
    /// The line's number in that part, from 1; in a list that of the element.
    pub line: usize,
    /// Where the line is in [`Record::text`].
    pub range: Range<usize>,
}

impl Query {
    /// The words of a text; what stands in double quotes is one word with its spaces.
    pub fn of(text: &str) -> Query {
        let mut words = Vec::new();
        for (at, piece) in text.split('"').enumerate() {
            // Every second piece stands in quotes.
            if at % 2 == 1 {
                words.push(folded(piece.trim()));
            } else {
                words.extend(piece.split_whitespace().map(folded));
            }
        }
        words.retain(|word| !word.is_empty());
        let phrase = folded(text.replace('"', "").trim());
        Query { words, phrase }
    }

    /// Whether a line has all the words.
    pub fn is_in(&self, line: &str) -> bool {
        let line = folded(line);
        self.words.iter().all(|word| line.contains(word.as_str()))
    }

    /// Where a line has what was asked for: the words as they were written, else the first of them.
    pub fn place(&self, line: &str) -> Option<Range<usize>> {
        let whole = Query {
            words: vec![self.phrase.clone()],
            phrase: String::new(),
        };
        let found = whole.marks(line).into_iter().next();
        found.or_else(|| self.marks(line).into_iter().next())
    }

    /// Whether nothing is looked for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Where in a line the words are, as ranges of bytes in order that do not overlap.
    pub fn marks(&self, line: &str) -> Vec<Range<usize>> {
        let mut plain = String::with_capacity(line.len());
        // For each byte of the folded line the character that it comes from.
        let mut from = Vec::with_capacity(line.len());
        for (at, c) in line.char_indices() {
            fold_char(c, &mut plain);
            from.resize(plain.len(), at..at + c.len_utf8());
        }
        let mut marks: Vec<Range<usize>> = Vec::new();
        for word in self.words.iter().filter(|word| !word.is_empty()) {
            for (at, found) in plain.match_indices(word.as_str()) {
                marks.push(from[at].start..from[at + found.len() - 1].end);
            }
        }
        marks.sort_unstable_by_key(|mark| (mark.start, mark.end));
        marks.dedup_by(|later, earlier| {
            let touches = later.start <= earlier.end;
            if touches {
                earlier.end = earlier.end.max(later.end);
            }
            touches
        });
        marks
    }
}

impl IndexRecord {
    /// The lines in which the words are found: those with all of them; where the words are in
    /// different lines, each line that has one. `scratch` is room to work in, to be handed in
    /// again.
    pub fn hits(&self, query: &Query, scratch: &mut String) -> Vec<SearchHit> {
        scratch.clear();
        fold(self.text(), scratch);
        let has = |word: &String| scratch.contains(word.as_str());
        if query.is_empty() || !query.words.iter().all(has) {
            return Vec::new();
        }
        let mut with_all = Vec::new();
        let mut with_some = Vec::new();
        let mut at = 0;
        for (part, text) in self.parts() {
            for (line, number) in text.split_inclusive('\n').zip(1..) {
                let start = at;
                at += line.len();
                scratch.clear();
                fold(line, scratch);
                let found = query
                    .words
                    .iter()
                    .filter(|word| scratch.contains(word.as_str()));
                let found = found.count();
                if found == 0 {
                    continue;
                }
                let hit = SearchHit {
                    part,
                    line: number,
                    range: start..start + line.trim_end().len(),
                };
                match found == query.words.len() {
                    true => with_all.push(hit),
                    false => with_some.push(hit),
                }
            }
        }
        match with_all.is_empty() {
            true => with_some,
            false => with_all,
        }
    }

    /// The line of a hit.
    pub fn line_of(&self, hit: &SearchHit) -> &str {
        self.text().get(hit.range.clone()).unwrap_or("")
    }
}

impl Index {
    /// Everything that is found, in the order of the records. Of talks that have a session only
    /// what stands in the programme alone.
    pub fn search(&self, query: &Query) -> Vec<(&IndexRecord, SearchHit)> {
        let noted = self.noted();
        let pieces: Vec<&[Arc<IndexRecord>]> = self.records().chunks(PIECE).collect();
        let found = on_all_cores(&pieces, |piece| {
            let mut scratch = String::new();
            let mut found = Vec::new();
            for record in *piece {
                let mut hits = record.hits(query, &mut scratch);
                if record.is_talk() && noted.contains(&record.talk_of_event()) {
                    hits.retain(|hit| hit.part.is_of_talks());
                }
                found.extend(hits.into_iter().map(|hit| (record.as_ref(), hit)));
            }
            found
        });
        found.into_iter().flatten().collect()
    }
}

/// A text in which upper and lower case are the same.
pub fn folded(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    fold(text, &mut plain);
    plain
}

fn fold(text: &str, plain: &mut String) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let ascii = rest.bytes().position(|byte| !byte.is_ascii());
        let (run, after) = rest.split_at(ascii.unwrap_or(rest.len()));
        let start = plain.len();
        plain.push_str(run);
        plain[start..].make_ascii_lowercase();
        rest = after;
        if run.is_empty() {
            fold_char(first, plain);
            rest = &rest[first.len_utf8()..];
        }
    }
}

fn fold_char(c: char, plain: &mut String) {
    // The sigma at a word's end is the same letter.
    plain.extend(
        c.to_lowercase()
            .map(|c| if c == '\u{3c2}' { '\u{3c3}' } else { c }),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_does_not_matter_in_any_script() {
        for (query, line, marked) in [
            ("KUBERNETES", "`Kubernetes`_ 101", vec!["Kubernetes"]),
            ("straße", "In der STRAßE", vec!["STRAßE"]),
            ("ΟΔΟΣ", "οδος Οδός", vec!["οδος"]),
            ("İzmir", "to İZMİR", vec![]),
            ("été", "L'ÉTÉ é té", vec!["ÉTÉ"]),
            ("to to-do", "To-do: to", vec!["To-do", "to"]),
            ("\"a b\" c", "a  b A B c", vec!["A B", "c"]),
        ] {
            let query = Query::of(query);
            let marks = query.marks(line);
            let words: Vec<&str> = marks.iter().map(|mark| &line[mark.clone()]).collect();
            assert_eq!(words, marked, "{line}");
        }
        assert!(Query::of(" \"\" ").is_empty());
    }
}
