//! reST coloured while typing: a light reading of one line at a time.
//!
//! A line is read from the state that the lines above it leave behind ([`State`]) and from its two
//! neighbours, so after an edit only the changed lines are read again, and those below only as far
//! as the state differs. It is a sketch for the eye; what counts is what the checker says. The
//! rules are those of the docutils reference ("Inline markup recognition rules", "Literal blocks",
//! "Explicit markup blocks").

use std::ops::Range;

use super::inline;
use super::list;

/// What a stretch of text is, or what there is to say about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HighlightKind {
    /// The text of a heading.
    Heading,
    /// The line of punctuation at a heading, and a transition.
    Adornment,
    /// Literal text, inline or in a block.
    Literal,
    /// A reference, a role, a substitution, a URL.
    Reference,
    /// `*emphasis*`.
    Emphasis,
    /// `**strong**`.
    Strong,
    /// A directive's name and options.
    Directive,
    /// A target, a footnote, a substitution definition.
    Target,
    /// A comment.
    Comment,
    /// A bullet, an ordinal, a field's name.
    Marker,
    /// An error of the checker.
    Error,
    /// A warning of the checker.
    Warning,
    /// A hint of the checker.
    Hint,
    /// Something else that the app points at.
    Mark,
}

/// Kinds over byte ranges of one line, in order, not overlapping.
pub(super) type Spans = Vec<(Range<usize>, HighlightKind)>;

/// Bytes of a line that is still coloured; a longer one would cost too much at every key.
const LONGEST: usize = 32 * 1024;

/// What the lines above say about a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum HighlightState {
    /// A block may begin here.
    #[default]
    Start,
    /// Inside running text.
    Paragraph,
    /// The line above is a heading's overline.
    Title,
    /// The line above is a heading's text.
    Underline,
    /// After `::`, text indented by more than this is literal.
    Expect(usize),
    /// In a literal block, as long as lines are indented by more than this.
    Literal(usize),
    /// Under explicit markup that began at this indentation.
    Under(usize, DirectiveContent),
}

/// What stands under explicit markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DirectiveContent {
    /// Options, then text.
    Text,
    /// Options, then code.
    Code,
    /// A comment.
    Comment,
}

/// A line with its neighbours; `None` before the first and after the last.
#[derive(Debug, Clone, Copy)]
pub(super) struct HighlightLines<'a> {
    pub(super) above: Option<&'a str>,
    pub(super) line: &'a str,
    pub(super) below: Option<&'a str>,
}

/// What a line is as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum HighlightBlock {
    Blank,
    Whole(HighlightKind),
    Explicit,
    Option,
    Text,
}

/// The state that a line leaves to the next one.
pub(super) fn step(state: HighlightState, lines: HighlightLines<'_>) -> HighlightState {
    read(state, lines).1
}

/// Whether text typed here is taken literally, so that markup means nothing.
pub(super) fn is_literal(state: HighlightState, lines: HighlightLines<'_>) -> bool {
    matches!(
        read(state, lines).0,
        HighlightBlock::Whole(HighlightKind::Literal | HighlightKind::Comment)
    ) || lines.line.trim().is_empty()
        && match state {
            HighlightState::Literal(at)
            | HighlightState::Expect(at)
            | HighlightState::Under(at, DirectiveContent::Code | DirectiveContent::Comment) => {
                lines.line.len() > at
            }
            _ => false,
        }
}

fn read(state: HighlightState, lines: HighlightLines<'_>) -> (HighlightBlock, HighlightState) {
    let line = lines.line;
    let indent = list::indent(line).len();
    let text = line.trim();
    if text.is_empty() {
        let state = match state {
            HighlightState::Paragraph | HighlightState::Title | HighlightState::Underline => {
                HighlightState::Start
            }
            kept => kept,
        };
        return (HighlightBlock::Blank, state);
    }
    match state {
        HighlightState::Title => {
            return (
                HighlightBlock::Whole(HighlightKind::Heading),
                HighlightState::Underline,
            );
        }
        HighlightState::Underline if is_adornment(text) => {
            return (
                HighlightBlock::Whole(HighlightKind::Adornment),
                HighlightState::Start,
            );
        }
        HighlightState::Literal(at) | HighlightState::Expect(at) if indent > at => {
            return (
                HighlightBlock::Whole(HighlightKind::Literal),
                HighlightState::Literal(at),
            );
        }
        HighlightState::Under(at, content) if indent > at => return under(at, content, text),
        _ => {}
    }
    let fresh = !matches!(state, HighlightState::Paragraph);
    let below = lines.below.map_or("", str::trim);
    if fresh && is_adornment(text) && text.len() >= 3 {
        let title_follows = !below.is_empty() && !is_adornment(below);
        if below.is_empty() || title_follows {
            let next = if title_follows {
                HighlightState::Title
            } else {
                HighlightState::Start
            };
            return (HighlightBlock::Whole(HighlightKind::Adornment), next);
        }
    }
    if fresh && indent == 0 && is_underline(below, text) {
        return (
            HighlightBlock::Whole(HighlightKind::Heading),
            HighlightState::Underline,
        );
    }
    if fresh && (text == ".." || text == "__" || text.starts_with(".. ") || text.starts_with("__ "))
    {
        return (
            HighlightBlock::Explicit,
            HighlightState::Under(indent, explicit(text).content),
        );
    }
    if fresh && (text == ">>>" || text.starts_with(">>> ")) {
        return (
            HighlightBlock::Whole(HighlightKind::Literal),
            HighlightState::Start,
        );
    }
    let next = if text.ends_with("::") {
        HighlightState::Expect(list::text_start(line).max(indent))
    } else {
        HighlightState::Paragraph
    };
    (HighlightBlock::Text, next)
}

fn under(at: usize, content: DirectiveContent, text: &str) -> (HighlightBlock, HighlightState) {
    let block = match content {
        DirectiveContent::Comment => HighlightBlock::Whole(HighlightKind::Comment),
        _ if field_name(text).is_some() => HighlightBlock::Option,
        DirectiveContent::Code => HighlightBlock::Whole(HighlightKind::Literal),
        DirectiveContent::Text => HighlightBlock::Text,
    };
    (block, HighlightState::Under(at, content))
}

fn is_adornment(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes
        .next()
        .is_some_and(|first| first.is_ascii_punctuation() && bytes.all(|byte| byte == first))
}

/// docutils takes a line of four characters for an underline whatever the title's length, a shorter
/// one if it fits.
fn is_underline(below: &str, title: &str) -> bool {
    is_adornment(below) && below.len() >= title.chars().count().min(4) && !is_adornment(title)
}

/// The parts of a line of explicit markup.
struct Explicit {
    /// The length of the part to colour, and as what.
    head: usize,
    kind: HighlightKind,
    content: DirectiveContent,
}

fn explicit(text: &str) -> Explicit {
    let target = |head| Explicit {
        head,
        kind: HighlightKind::Target,
        content: DirectiveContent::Text,
    };
    let comment = Explicit {
        head: text.len(),
        kind: HighlightKind::Comment,
        content: DirectiveContent::Comment,
    };
    let body = text[2..].trim_start();
    let at = text.len() - body.len();
    if text.starts_with("__") {
        return target(text.len());
    }
    if body.starts_with('_') {
        return target(text.len());
    }
    if body.starts_with('[')
        && let Some(end) = body.find(']')
    {
        return target(at + end + 1);
    }
    let (body, at) = match body
        .strip_prefix('|')
        .and_then(|rest| rest.find('|').map(|end| (rest, end)))
    {
        Some((rest, end)) => {
            let after = rest[end + 1..].trim_start();
            (after, text.len() - after.len())
        }
        None => (body, at),
    };
    let Some(end) = body.find("::") else {
        return comment;
    };
    let name = body[..end].trim_end();
    if name.is_empty() || name.contains(|c: char| !c.is_alphanumeric() && !"-_+:.".contains(c)) {
        return comment;
    }
    let code = matches!(
        name,
        "code" | "code-block" | "sourcecode" | "raw" | "math" | "csv-table" | "gist" | "listing"
    );
    Explicit {
        head: at + end + 2,
        kind: HighlightKind::Directive,
        content: if code {
            DirectiveContent::Code
        } else {
            DirectiveContent::Text
        },
    }
}

/// The length of `:name:` at the head of a text.
fn field_name(text: &str) -> Option<usize> {
    let rest = text.strip_prefix(':')?;
    let end = rest.find(':')?;
    let closed = rest[end + 1..]
        .chars()
        .next()
        .is_none_or(char::is_whitespace);
    (end > 0 && closed && !rest.starts_with(' ')).then_some(end + 2)
}

/// What there is to colour on a line.
pub(super) fn spans(state: HighlightState, lines: HighlightLines<'_>) -> Spans {
    let line = lines.line;
    if line.len() > LONGEST {
        return Vec::new();
    }
    let start = list::indent(line).len();
    let end = line.trim_end().len();
    let text = line.trim();
    match read(state, lines).0 {
        HighlightBlock::Blank => Vec::new(),
        HighlightBlock::Whole(kind) => vec![(start..end, kind)],
        HighlightBlock::Explicit => {
            let explicit = explicit(text);
            let mut spans = vec![(start..start + explicit.head, explicit.kind)];
            inline::scan(line, start + explicit.head, None, &mut spans);
            spans
        }
        HighlightBlock::Option => {
            let name = field_name(text).unwrap_or(0);
            vec![(start..start + name, HighlightKind::Directive)]
        }
        HighlightBlock::Text => {
            let mut spans = Vec::new();
            let mut from = start;
            if let Some(marker) = list::marker(line) {
                spans.push((start..start + marker.label.len(), HighlightKind::Marker));
                from = marker.text_start();
            } else if state != HighlightState::Paragraph
                && let Some(name) = field_name(text)
            {
                spans.push((start..start + name, HighlightKind::Marker));
                from = start + name;
            }
            let above = lines
                .above
                .filter(|_| matches!(state, HighlightState::Paragraph | HighlightState::Under(..)));
            let carried = above.and_then(|above| {
                inline::scan(above, list::text_start(above), None, &mut Vec::new())
            });
            let carried = carried
                .filter(|open| open.closes_in(line, from))
                .map(|open| open.at(from));
            if let Some(open) = inline::scan(line, from, carried, &mut spans)
                && lines
                    .below
                    .is_some_and(|below| open.closes_in(below, list::indent(below).len()))
            {
                spans.push((open.start..end, open.kind));
            }
            spans
        }
    }
}

#[cfg(test)]
#[path = "highlight_tests.rs"]
mod tests;
