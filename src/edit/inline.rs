//! Inline markup on one line: literals, references, emphasis, substitutions, URLs.

use std::ops::Range;

use super::highlight::{HighlightKind, Spans};

/// Markup that begins on a line and does not end there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OpenMarkup {
    /// Where it begins; where its line's text begins when it was carried over.
    pub(super) start: usize,
    pub(super) kind: HighlightKind,
    close: &'static str,
}

impl OpenMarkup {
    /// The same markup, going on at byte `start` of the next line.
    pub(super) fn at(self, start: usize) -> Self {
        Self { start, ..self }
    }

    /// Whether the line holds its end.
    pub(super) fn closes_in(self, line: &str, from: usize) -> bool {
        end(line, from, self.close, false).is_some()
    }
}

/// The start-strings, longest first, with what they open and close.
const MARKS: [(&str, HighlightKind); 4] = [
    ("``", HighlightKind::Literal),
    ("`", HighlightKind::Reference),
    ("**", HighlightKind::Strong),
    ("*", HighlightKind::Emphasis),
];

/// Adds what a line holds from byte `from` on; `carried` is markup that the line above left open
/// and that ends here.
pub(super) fn scan(
    line: &str,
    from: usize,
    carried: Option<OpenMarkup>,
    spans: &mut Spans,
) -> Option<OpenMarkup> {
    let mut at = from;
    if let Some(open) = carried {
        at = end(line, from, open.close, false)?;
        spans.push((open.start..at, open.kind));
    }
    let bytes = line.as_bytes();
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1 + line[at + 1..].chars().next().map_or(0, char::len_utf8),
            b'`' | b'*' => match marked(line, at) {
                MarkupKind::Ends(span, kind) => {
                    at = span.end;
                    spans.push((span, kind));
                }
                MarkupKind::Open(open) => return Some(open),
                MarkupKind::Not(length) => at += length,
            },
            b'_' if is_reference_end(line, at) => {
                let after = at + 1 + usize::from(bytes.get(at + 1) == Some(&b'_'));
                if let Some(start) = reference_start(line, at).filter(|start| *start >= from) {
                    spans.push((start..after, HighlightKind::Reference));
                }
                at = after;
            }
            b'|' => match substitution(line, at) {
                Some(after) => {
                    spans.push((at..after, HighlightKind::Reference));
                    at = after;
                }
                None => at += 1,
            },
            b'h' if is_url(&line[at..]) && may_start(line, at) => {
                let length = line[at..]
                    .find(|c: char| c.is_whitespace() || "<>\"`".contains(c))
                    .unwrap_or(line.len() - at);
                let url = line[at..at + length]
                    .trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'']);
                spans.push((at..at + url.len(), HighlightKind::Reference));
                at += length;
            }
            _ => at += 1,
        }
    }
    None
}

enum MarkupKind {
    Ends(Range<usize>, HighlightKind),
    Open(OpenMarkup),
    Not(usize),
}

/// What the run of back quotes or asterisks at `at` is.
fn marked(line: &str, at: usize) -> MarkupKind {
    let rest = &line[at..];
    let Some((mark, kind)) = MARKS.into_iter().find(|(mark, _)| rest.starts_with(mark)) else {
        return MarkupKind::Not(1);
    };
    let follows = line[at + mark.len()..].chars().next();
    if follows.is_none_or(char::is_whitespace)
        || !may_start(line, at)
        || is_quoted(line, at, follows)
    {
        let run = rest.len() - rest.trim_start_matches(&mark[..1]).len();
        return MarkupKind::Not(run);
    }
    let start = role_start(line, at).filter(|_| mark == "`").unwrap_or(at);
    match end(line, at + mark.len(), mark, true) {
        Some(end) => MarkupKind::Ends(start..end, kind),
        None => MarkupKind::Open(OpenMarkup {
            start,
            kind,
            close: mark,
        }),
    }
}

/// The byte behind the end-string `close`, with what belongs to it: `_`, `__`, a role. An
/// end-string that would make the markup empty, just behind its start, does not count.
fn end(line: &str, from: usize, close: &'static str, not_empty: bool) -> Option<usize> {
    let mut search = from;
    while let Some(found) = line.get(search..)?.find(close) {
        let mut at = search + found;
        search = at + 1;
        if not_empty && at == from
            || line[..at]
                .chars()
                .next_back()
                .is_none_or(char::is_whitespace)
        {
            continue;
        }
        if close != "``" && line[..at].bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1 {
            continue;
        }
        if close.len() == 2 && line[at + 2..].starts_with(&close[..1]) {
            at += 1;
        }
        let mut after = at + close.len();
        if close == "`" {
            after += if line[after..].starts_with("__") {
                2
            } else if line[after..].starts_with('_') {
                1
            } else {
                role_end(&line[after..])
            };
        }
        if line[after..]
            .chars()
            .next()
            .is_none_or(|c| !c.is_alphanumeric() && c != '*' && c != '`' && c != '_')
        {
            return Some(after);
        }
    }
    None
}

/// Whether markup may start at `at`: at the line's start, after white space or an opening
/// character.
pub(super) fn may_start(line: &str, at: usize) -> bool {
    line[..at]
        .chars()
        .next_back()
        .is_none_or(|c| c.is_whitespace() || "'\"([{<-/:‘“’«¡¿–—".contains(c))
}

/// Whether the start-string stands between matching quotes, which makes it plain text.
fn is_quoted(line: &str, at: usize, follows: Option<char>) -> bool {
    let before = line[..at].chars().next_back();
    matches!(
        (before, follows),
        (Some('"'), Some('"'))
            | (Some('\''), Some('\''))
            | (Some('('), Some(')'))
            | (Some('['), Some(']'))
            | (Some('<'), Some('>'))
    )
}

/// Where `:role:` before the back quote at `at` begins.
fn role_start(line: &str, at: usize) -> Option<usize> {
    let inner = line[..at].strip_suffix(':')?;
    let start = inner.rfind(|c: char| !c.is_alphanumeric() && !"-_.+".contains(c))?;
    (inner[start..].starts_with(':') && start + 1 < inner.len() && may_start(line, start))
        .then_some(start)
}

/// The length of `:role:` behind a closing back quote.
fn role_end(rest: &str) -> usize {
    let Some(inner) = rest.strip_prefix(':') else {
        return 0;
    };
    let end = inner
        .find(|c: char| !c.is_alphanumeric() && !"-_.+".contains(c))
        .unwrap_or(0);
    if end > 0 && inner[end..].starts_with(':') {
        end + 2
    } else {
        0
    }
}

/// Whether the underscore at `at` ends a reference: behind a word or a footnote's bracket, before
/// no word.
fn is_reference_end(line: &str, at: usize) -> bool {
    let before = line[..at]
        .chars()
        .next_back()
        .is_some_and(|c| c.is_alphanumeric() || c == ']');
    let after = line[at + 1..].strip_prefix('_').unwrap_or(&line[at + 1..]);
    before
        && after
            .chars()
            .next()
            .is_none_or(|c| !c.is_alphanumeric() && c != '_')
}

fn reference_start(line: &str, at: usize) -> Option<usize> {
    let text = &line[..at];
    let start = if text.ends_with(']') {
        text.rfind('[')?
    } else {
        let simple = |c: char| c.is_alphanumeric() || "-_.+:".contains(c);
        let word = text.rfind(|c| !simple(c)).map_or(0, |i| {
            i + text[i..].chars().next().map_or(1, char::len_utf8)
        });
        word + text[word..].find(char::is_alphanumeric)?
    };
    may_start(line, start).then_some(start)
}

/// The byte behind `|substitution|`, with a reference's underscore.
fn substitution(line: &str, at: usize) -> Option<usize> {
    let inner = &line[at + 1..];
    let end = inner.find('|')?;
    let text = &inner[..end];
    let sound = !text.is_empty()
        && !text.starts_with(char::is_whitespace)
        && !text.ends_with(char::is_whitespace);
    let after = at + end + 2;
    let after = after
        + line[after..]
            .bytes()
            .take(2)
            .take_while(|b| *b == b'_')
            .count();
    let closed = line[after..]
        .chars()
        .next()
        .is_none_or(|c| !c.is_alphanumeric());
    (sound && closed && may_start(line, at)).then_some(after)
}

fn is_url(text: &str) -> bool {
    text.strip_prefix("http")
        .map(|rest| rest.strip_prefix('s').unwrap_or(rest))
        .and_then(|rest| rest.strip_prefix("://"))
        .is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
}
