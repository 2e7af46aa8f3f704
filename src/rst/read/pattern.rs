//! What the first characters of a line say about the block that begins there: docutils'
//! `Body.patterns`, by hand.
//!
//! All functions take the text of a line without its indentation. Ends are byte offsets.

use crate::rst::chars::is_word;

/// The kinds of first line, in the order in which docutils tries them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PatternStart {
    Bullet { end: usize },
    Enumerator(Enumerator),
    Field { end: usize },
    Option { end: usize },
    Doctest,
    LineBlock { end: usize },
    GridTable,
    SimpleTable,
    Explicit,
    Anonymous { end: usize },
    Line,
    Text,
}

/// The pieces of an enumerator; the ordinal's text is `from..to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Enumerator {
    pub prefix: &'static str,
    pub suffix: &'static str,
    pub from: usize,
    pub to: usize,
    pub end: usize,
}

/// What kind of block begins with this line, which is neither blank nor indented.
pub(super) fn start(line: &str) -> PatternStart {
    if let Some(end) = bullet(line) {
        return PatternStart::Bullet { end };
    }
    if let Some(found) = enumerator(line) {
        return PatternStart::Enumerator(found);
    }
    if let Some(end) = field(line) {
        return PatternStart::Field { end };
    }
    if let Some(end) = option(line) {
        return PatternStart::Option { end };
    }
    if marker(line, ">>>").is_some() {
        return PatternStart::Doctest;
    }
    if let Some(end) = marker(line, "|") {
        return PatternStart::LineBlock { end };
    }
    if is_grid_border(line) {
        return PatternStart::GridTable;
    }
    if is_simple_top(line) {
        return PatternStart::SimpleTable;
    }
    if marker(line, "..").is_some() {
        return PatternStart::Explicit;
    }
    if let Some(end) = marker(line, "__") {
        return PatternStart::Anonymous { end };
    }
    if adornment(line).is_some() {
        return PatternStart::Line;
    }
    PatternStart::Text
}

/// `marker` followed by spaces or the end of the line: the end of it all.
pub(super) fn marker(line: &str, marker: &str) -> Option<usize> {
    spaces(line, line.strip_prefix(marker).map(|_| marker.len())?)
}

/// The end of the spaces from `at` on; `None` if there is something else first.
pub(super) fn spaces(line: &str, at: usize) -> Option<usize> {
    let rest = line.get(at..)?;
    let count = rest.bytes().take_while(|byte| *byte == b' ').count();
    (count > 0 || rest.is_empty()).then_some(at + count)
}

/// A bullet and the spaces behind it.
pub(super) fn bullet(line: &str) -> Option<usize> {
    let first = line.chars().next()?;
    "-+*\u{2022}\u{2023}\u{2043}"
        .contains(first)
        .then(|| spaces(line, first.len_utf8()))?
}

/// `(1)`, `1)` or `1.` and the like.
pub(super) fn enumerator(line: &str) -> Option<Enumerator> {
    let bytes = line.as_bytes();
    let from = usize::from(bytes.first() == Some(&b'('));
    let run = |class: fn(&u8) -> bool| {
        bytes
            .iter()
            .skip(from)
            .take_while(|byte| class(byte))
            .count()
    };
    let counts = [
        run(u8::is_ascii_digit),
        run(u8::is_ascii_alphabetic).min(1),
        run(|byte| b"ivxlcdm".contains(byte)),
        run(|byte| b"IVXLCDM".contains(byte)),
        run(|byte| *byte == b'#').min(1),
    ];
    let suffixes: &[&'static str] = if from == 1 { &[")"] } else { &[")", "."] };
    for count in counts {
        let to = from + count;
        for suffix in suffixes {
            if count == 0 || !line.get(to..).is_some_and(|rest| rest.starts_with(suffix)) {
                continue;
            }
            if let Some(end) = spaces(line, to + 1) {
                let prefix = if from == 1 { "(" } else { "" };
                return Some(Enumerator {
                    prefix,
                    suffix,
                    from,
                    to,
                    end,
                });
            }
        }
    }
    None
}

/// `:name:` and the spaces behind it.
pub(super) fn field(line: &str) -> Option<usize> {
    let rest = line.strip_prefix(':')?;
    if rest.starts_with([':', ' ']) {
        return None;
    }
    let mut characters = rest.char_indices();
    let mut before = ':';
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' => before = characters.next()?.1,
            ':' => match rest.get(at + 1..).and_then(|after| after.chars().next()) {
                None | Some(' ') => {
                    return if before == ' ' {
                        None
                    } else {
                        spaces(line, at + 2)
                    };
                }
                Some('`') => return None,
                Some(_) => before = ':',
            },
            other => before = other,
        }
    }
    None
}

/// The name in a field marker that ends at `end`.
pub(super) fn field_name(line: &str, end: usize) -> (usize, usize) {
    let close = line
        .get(..end)
        .and_then(|head| head.rfind(':'))
        .unwrap_or(1);
    (1.min(close), close)
}

/// Options of a command, `-a, --all=<x>`, and two spaces or the end of the line.
pub(super) fn option(line: &str) -> Option<usize> {
    if !line.starts_with(['-', '+', '/']) {
        return None;
    }
    let mut at = 0;
    'options: loop {
        for end in one_option(line, at) {
            let tail = line.get(end..)?;
            if tail.starts_with(", ") {
                at = end + 2;
                continue 'options;
            }
            let count = tail.bytes().take_while(|byte| *byte == b' ').count();
            if count >= 2 || count == tail.len() {
                return Some(end + count);
            }
        }
        return None;
    }
}

/// The places where an option that begins at `at` can end.
fn one_option(line: &str, at: usize) -> Vec<usize> {
    let Some(text) = line.get(at..) else {
        return Vec::new();
    };
    let mut ends = Vec::new();
    let letter = |at: usize| {
        text.as_bytes()
            .get(at)
            .is_some_and(u8::is_ascii_alphanumeric)
    };
    if text.starts_with(['-', '+']) && letter(1) {
        let blank = usize::from(text.as_bytes().get(2) == Some(&b' '));
        ends.extend(argument(text, 2 + blank));
        if blank == 1 {
            ends.extend(argument(text, 2));
        }
        ends.push(2);
    }
    let head = if text.starts_with("--") {
        2
    } else {
        usize::from(text.starts_with('/'))
    };
    if head > 0 && letter(head) {
        let end = head + text.bytes().skip(head).take_while(is_name_byte).count();
        if matches!(text.as_bytes().get(end), Some(b' ' | b'=')) {
            ends.extend(argument(text, end + 1));
        }
        ends.push(end);
    }
    ends.iter().map(|end| at + end).collect()
}

fn is_name_byte(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// The end of an option's argument that begins at `at`.
fn argument(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    if let Some(inner) = rest.strip_prefix('<') {
        let close = inner.find(['<', '>'])?;
        return (close > 0 && inner[close..].starts_with('>')).then_some(at + close + 2);
    }
    rest.starts_with(|c: char| c.is_ascii_alphabetic())
        .then(|| at + rest.bytes().take_while(is_name_byte).count())
}

/// A line of one repeated punctuation mark: the mark.
pub(super) fn adornment(line: &str) -> Option<char> {
    let line = line.trim_end_matches(' ');
    let first = line.chars().next()?;
    (first.is_ascii_punctuation() && line.chars().all(|c| c == first)).then_some(first)
}

/// `+--+--+`
pub(super) fn is_grid_border(line: &str) -> bool {
    let line = line.trim_end_matches(' ');
    line.len() >= 5
        && line.starts_with("+-")
        && line.ends_with("-+")
        && line.bytes().all(|b| matches!(b, b'-' | b'+'))
}

/// `==== ====`
fn is_simple_top(line: &str) -> bool {
    let line = line.trim_end_matches(' ');
    line.starts_with('=')
        && line.contains(' ')
        && line.bytes().all(|byte| matches!(byte, b'=' | b' '))
}

/// `==== ====` or `====`
pub(super) fn is_simple_border(line: &str) -> bool {
    line.starts_with('=') && line.bytes().all(|byte| matches!(byte, b'=' | b' '))
}

/// The end of a simple reference name (words joined by single marks of `-._+:`) that begins at
/// `at`.
pub(super) fn simple_name(line: &str, at: usize) -> Option<usize> {
    let rest = line.get(at..)?;
    let mut end = 0;
    let mut joined = true;
    for (place, character) in rest.char_indices() {
        if is_word(character) {
            end = place + character.len_utf8();
            joined = false;
        } else if "-._+:".contains(character) && !joined {
            joined = true;
        } else {
            break;
        }
    }
    (end > 0).then_some(at + end)
}
