//! Find and replace in the text, line by line.
//!
//! Capitals in the query make it mind them. A match never begins or ends inside a grapheme.

use std::ops::Range;
use std::time::Duration;

use super::history::{HistoryMark, StepKind};
use super::{Editor, TextPlace, at_end, clean, grapheme};

/// A search that is on.
#[derive(Debug, Clone)]
pub(super) struct TextSearch {
    query: String,
    /// A line and a byte range in it, in order.
    matches: Vec<(usize, Range<usize>)>,
    /// Where the cursor was when the search began.
    origin: TextPlace,
    pub(super) is_stale: bool,
}

impl Editor {
    /// Searches, shows all matches and selects the first one from where the cursor was when the
    /// search began; says how many there are. An empty query matches nothing.
    pub fn find(&mut self, query: &str) -> usize {
        let origin = match &self.search {
            Some(search) => search.origin,
            None => self.selection().map_or(self.cursor, |range| range.start),
        };
        let matches = matches(self.lines(), query);
        let first = matches
            .iter()
            .find(|(line, range)| {
                TextPlace {
                    line: *line,
                    column: range.start,
                } >= origin
            })
            .or(matches.first());
        let first = first.cloned();
        let count = matches.len();
        self.search = Some(TextSearch {
            query: query.to_owned(),
            matches,
            origin,
            is_stale: false,
        });
        match first {
            Some(found) => self.select_match(found),
            None => self.jump(origin, None),
        }
        count
    }

    /// Ends the search; with `stay` at the match, else back where it began.
    pub fn end_find(&mut self, stay: bool) {
        if let Some(search) = self.search.take()
            && !stay
        {
            self.jump(search.origin, None);
        }
    }

    /// Selects the next match, round the end; says whether there is one.
    pub fn find_next(&mut self) -> bool {
        let from = self.selection().map_or(self.cursor, |range| range.end);
        self.step_to(|matches| {
            let next = matches.partition_point(|(line, range)| {
                TextPlace {
                    line: *line,
                    column: range.start,
                } < from
            });
            if next == matches.len() { 0 } else { next }
        })
    }

    /// Selects the match before, round the beginning; says whether there is one.
    pub fn find_previous(&mut self) -> bool {
        let from = self.selection().map_or(self.cursor, |range| range.start);
        self.step_to(|matches| {
            let next = matches.partition_point(|(line, range)| {
                TextPlace {
                    line: *line,
                    column: range.start,
                } < from
            });
            next.checked_sub(1).unwrap_or(matches.len() - 1)
        })
    }

    /// Which match is selected, from 1, and how many there are; 0 when none is selected.
    pub fn found(&self) -> Option<(usize, usize)> {
        let search = self.search.as_ref()?;
        let selected = self.selection();
        let current = search
            .matches
            .iter()
            .position(|(line, range)| selected == Some(places(*line, range)));
        Some((current.map_or(0, |at| at + 1), search.matches.len()))
    }

    /// Replaces the match that is selected and goes to the next one; says whether it replaced. With
    /// no match selected it only goes there.
    pub fn replace(&mut self, with: &str, now: Duration) -> bool {
        self.refresh_search();
        let replaces = self.found().is_some_and(|(current, _)| current > 0);
        if replaces && let Some(range) = self.selection() {
            self.commit(range, &clean(with).0, StepKind::Whole, now, at_end);
        }
        self.find_next();
        replaces
    }

    /// Replaces all matches as one undo step; says how many.
    pub fn replace_all(&mut self, with: &str, now: Duration) -> usize {
        self.refresh_search();
        let Some(search) = &self.search else { return 0 };
        let (Some((first, start)), Some((last, end))) =
            (search.matches.first(), search.matches.last())
        else {
            return 0;
        };
        let with = clean(with).0;
        let range = TextPlace {
            line: *first,
            column: start.start,
        }..TextPlace {
            line: *last,
            column: end.end,
        };
        let mut text = String::new();
        let mut at = range.start;
        for (line, found) in &search.matches {
            let found = places(*line, found);
            text.push_str(&self.buffer.slice(at..found.start));
            text.push_str(&with);
            at = found.end;
        }
        let count = search.matches.len();
        let cursor = self.cursor;
        self.commit(range, &text, StepKind::Whole, now, |editor, _| {
            HistoryMark {
                cursor: editor.fit(cursor),
                anchor: None,
            }
        });
        self.refresh_search();
        count
    }

    /// The matches on a line.
    pub(super) fn found_on(&self, line: usize) -> impl Iterator<Item = Range<usize>> {
        let matches = self
            .search
            .as_ref()
            .map_or(&[][..], |search| &search.matches);
        let first = matches.partition_point(|(at, _)| *at < line);
        let length = self.buffer.line(line).len();
        matches[first..]
            .iter()
            .take_while(move |(at, _)| *at == line)
            .map(move |(_, range)| range.start..range.end.min(length))
    }

    pub(super) fn refresh_search(&mut self) {
        if let Some(search) = &mut self.search
            && search.is_stale
        {
            search.matches = matches(self.buffer.lines(), &search.query);
            search.is_stale = false;
        }
    }

    fn step_to(&mut self, choose: impl FnOnce(&[(usize, Range<usize>)]) -> usize) -> bool {
        self.refresh_search();
        let matches = self
            .search
            .as_ref()
            .map_or(&[][..], |search| &search.matches);
        if matches.is_empty() {
            return false;
        }
        let found = matches.get(choose(matches)).cloned();
        if let Some(found) = found {
            self.select_match(found);
        }
        true
    }

    fn select_match(&mut self, (line, range): (usize, Range<usize>)) {
        let range = places(line, &range);
        self.jump(range.end, Some(range.start));
    }

    fn jump(&mut self, cursor: TextPlace, anchor: Option<TextPlace>) {
        self.history.close();
        self.goal = None;
        self.restore(HistoryMark { cursor, anchor });
    }
}

fn places(line: usize, range: &Range<usize>) -> Range<TextPlace> {
    TextPlace {
        line,
        column: range.start,
    }..TextPlace {
        line,
        column: range.end,
    }
}

fn matches(lines: &[String], query: &str) -> Vec<(usize, Range<usize>)> {
    if query.is_empty() {
        return Vec::new();
    }
    let exact = query.chars().any(char::is_uppercase);
    let folded: Vec<char> = query.chars().flat_map(char::to_lowercase).collect();
    let mut found = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let mut at = 0;
        while let Some(range) = if exact {
            find_exact(line, at, query)
        } else {
            find_folded(line, at, &folded)
        } {
            at = range.end;
            if grapheme::snap(line, range.start) == range.start
                && grapheme::snap(line, range.end) == range.end
            {
                found.push((number, range));
            }
        }
    }
    found
}

fn find_exact(line: &str, from: usize, query: &str) -> Option<Range<usize>> {
    let start = from + line.get(from..)?.find(query)?;
    Some(start..start + query.len())
}

fn find_folded(line: &str, from: usize, query: &[char]) -> Option<Range<usize>> {
    if line.is_ascii() {
        return find_ascii(line.as_bytes(), from, query);
    }
    let first = *query.first()?;
    for (at, c) in line.get(from..)?.char_indices() {
        if c != first && !c.to_lowercase().eq([first]) && c.to_lowercase().next() != Some(first) {
            continue;
        }
        let start = from + at;
        if let Some(length) = folded_prefix(&line[start..], query) {
            return Some(start..start + length);
        }
    }
    None
}

/// The same on a line without other characters, which is nearly every line.
fn find_ascii(line: &[u8], from: usize, query: &[char]) -> Option<Range<usize>> {
    let first = u8::try_from(*query.first()?).ok()?;
    let same = |byte: &u8, small: &char| char::from(byte.to_ascii_lowercase()) == *small;
    let last = line.len().checked_sub(query.len())?;
    (from..=last)
        .filter(|at| line[*at].to_ascii_lowercase() == first)
        .find(|at| {
            line[at + 1..]
                .iter()
                .zip(&query[1..])
                .all(|(byte, small)| same(byte, small))
        })
        .map(|at| at..at + query.len())
}

/// How much of `text` is `query`, when its characters are made small.
fn folded_prefix(text: &str, query: &[char]) -> Option<usize> {
    let mut left = query;
    for (at, c) in text.char_indices() {
        if left.is_empty() {
            return Some(at);
        }
        for small in c.to_lowercase() {
            left = left.strip_prefix(&[small])?;
        }
    }
    left.is_empty().then_some(text.len())
}
