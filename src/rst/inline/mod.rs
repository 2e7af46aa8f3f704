//! Inline markup: from running text to its parts.
//!
//! The rules are those of docutils 0.22 (`Inliner` in `docutils/parsers/rst/states.py`, "Inline
//! Markup" in its specification), to the letter and to its oddities, so that a text means here what
//! it means there. The parts cover the text without gaps or overlaps: an escape that stands alone
//! is a [`InlineBody::Text`] without text.
//!
//! Reading takes time in proportion to the text, whatever stands in it.

mod end;
mod escaped;
mod phrase;
mod start;
mod uri;

use std::ops::Range;

use self::end::{Closer, Ends, MarkupEnd};
use self::escaped::Escaped;
pub use self::start::is_simple_name;
use self::start::{MarkupStart, StartString, StartStrings};
pub use self::uri::adjust as adjust_uri;
use super::chars::is_pair;
use super::flow::Flow;
use super::tree::{
    Inline, InlineBody, MessageLevel, ProblemKind, Reference, Referent, Span, SystemMessage,
};

/// Reads the inline markup of a text. Problems stand where the markup does that they are about;
/// docutils counts them to the first line of the text.
pub fn read(flow: &Flow) -> (Vec<Inline>, Vec<SystemMessage>) {
    let text = Escaped::new(flow.text());
    let mut reader = InlineReader {
        flow,
        text: &text,
        ends: Ends::new(&text),
        inlines: Vec::new(),
        problems: Vec::new(),
    };
    reader.read();
    (reader.inlines, reader.problems)
}

struct InlineReader<'a, 't> {
    flow: &'t Flow,
    text: &'t Escaped<'a>,
    ends: Ends<'a, 't>,
    inlines: Vec<Inline>,
    problems: Vec<SystemMessage>,
}

/// What became of a start.
enum Made {
    /// Nothing: it is quoted. Reading goes on after it.
    Quoted,
    /// An element in place of these characters.
    Element(Range<usize>, InlineBody),
    /// Something that docutils refuses.
    Refused(Range<usize>, MessageLevel, ProblemKind, String),
}

impl InlineReader<'_, '_> {
    fn read(&mut self) {
        let mut starts = StartStrings::new(self.text);
        // Where the plain text begins that is not written yet, and where reading goes on.
        let mut plain = 0;
        let mut base = 0;
        while let Some(start) = starts.next(base) {
            let place = match self.make(&start, base) {
                Made::Quoted => {
                    base = start.end;
                    continue;
                }
                Made::Element(place, body) => {
                    self.plain(plain..place.start);
                    self.push(place.clone(), body);
                    place
                }
                Made::Refused(place, level, kind, message) => {
                    self.plain(plain..place.start);
                    let source = self.text.raw(place.clone()).to_owned();
                    self.push(place.clone(), InlineBody::Problematic(source));
                    self.problems.push(SystemMessage {
                        span: self.span(&place),
                        level,
                        kind,
                        message,
                    });
                    place
                }
            };
            plain = place.end;
            base = place.end;
        }
        self.plain(plain..self.text.len());
    }

    fn make(&self, start: &StartString, base: usize) -> Made {
        match &start.kind {
            MarkupStart::Strong => self.simple(start, base, Closer::Strong, "strong text"),
            MarkupStart::Emphasis => self.simple(start, base, Closer::Emphasis, "emphasis"),
            MarkupStart::Literal => self.simple(start, base, Closer::Literal, "a literal"),
            MarkupStart::InlineTarget => self.simple(start, base, Closer::InlineTarget, "a target"),
            MarkupStart::Substitution => {
                self.simple(start, base, Closer::Substitution, "a substitution")
            }
            MarkupStart::Backquote { role } => self.backquoted(start, base, role.clone()),
            MarkupStart::Reference { name, anonymous } => {
                let text = self.text.plain(name.clone());
                let to = if *anonymous {
                    Referent::Anonymous
                } else {
                    Referent::Name(text.clone())
                };
                let reference = Reference {
                    text,
                    to,
                    quoted: false,
                };
                Made::Element(start.at..start.end, InlineBody::Reference(reference))
            }
            MarkupStart::Footnote { label } => {
                let label = self.text.plain(label.clone());
                Made::Element(start.at..start.end, InlineBody::FootnoteReference(label))
            }
        }
    }

    /// Whether the start-string stands between a matching pair such as quotes, or ends the text.
    fn is_quoted(&self, start: &StartString, base: usize) -> bool {
        if start.at == base {
            return false;
        }
        match (self.text.at(start.at - 1), self.text.at(start.end)) {
            (Some(before), Some(after)) => is_pair(before, after),
            _ => true,
        }
    }

    fn simple(&self, start: &StartString, base: usize, closer: Closer, what: &str) -> Made {
        if self.is_quoted(start, base) {
            return Made::Quoted;
        }
        let found = self.ends.find(closer, start.end);
        let Some(end) = found.filter(|end| end.at > start.end) else {
            return self.unclosed(start.at..start.end, what);
        };
        let content = start.end..end.at;
        let body = match closer {
            Closer::Strong => InlineBody::Strong(self.text.plain(content)),
            Closer::Emphasis => InlineBody::Emphasis(self.text.plain(content)),
            Closer::Literal => InlineBody::Literal(self.text.raw(content).to_owned()),
            Closer::InlineTarget => InlineBody::InlineTarget(self.text.plain(content)),
            Closer::Substitution | Closer::Backquote => InlineBody::Substitution {
                name: self.text.plain(content),
                reference: end.underscores > 0,
            },
        };
        Made::Element(start.at..end.end, body)
    }

    fn unclosed(&self, place: Range<usize>, what: &str) -> Made {
        let source = self.text.raw(place.clone());
        let message = format!("{source} starts {what} that does not end");
        Made::Refused(
            place,
            MessageLevel::Warning,
            ProblemKind::UnclosedMarkup,
            message,
        )
    }

    fn backquoted(&self, start: &StartString, base: usize, role: Option<Range<usize>>) -> Made {
        if role.is_none() && self.is_quoted(start, base) {
            return Made::Quoted;
        }
        let found = self.ends.find(Closer::Backquote, start.end);
        let Some(end) = found.filter(|end| end.at > start.end) else {
            let quote = start.end - 1..start.end;
            return self.unclosed(quote, "a reference or interpreted text");
        };
        let place = start.at..end.end;
        let content = start.end..end.at;
        let MarkupEnd {
            role: suffix,
            underscores,
            ..
        } = end;
        if role.is_some() && suffix.is_some() {
            let message = "A role stands before this text and another after it".to_owned();
            return Made::Refused(place, MessageLevel::Warning, ProblemKind::Other, message);
        }
        let role = role.or(suffix);
        match (role, underscores) {
            (Some(_), 1..) => {
                let message = "This text has a role and is a reference, too".to_owned();
                Made::Refused(place, MessageLevel::Warning, ProblemKind::Other, message)
            }
            (None, 1..) => match phrase::reference(self.text, content, underscores == 1) {
                Some(reference) => Made::Element(place, InlineBody::Reference(reference)),
                None => {
                    let message = "docutils breaks off at a reference without text".to_owned();
                    Made::Refused(place, MessageLevel::Severe, ProblemKind::Other, message)
                }
            },
            (role, _) => {
                let role = role.map(|role| self.text.raw(role).to_owned());
                let verbatim = role
                    .as_deref()
                    .is_some_and(|role| matches!(role, "code" | "math" | "raw"));
                let text = if verbatim {
                    self.text.raw(content).to_owned()
                } else {
                    self.text.plain(content)
                };
                Made::Element(place, InlineBody::Interpreted { role, text })
            }
        }
    }

    /// Writes text without markup, with the URIs in it.
    fn plain(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        for piece in uri::split(self.text, range) {
            match piece {
                uri::UriPiece::Uri { place, uri } => {
                    let reference = Reference {
                        text: self.text.plain(place.clone()),
                        to: Referent::Standalone(uri),
                        quoted: false,
                    };
                    self.push(place, InlineBody::Reference(reference));
                }
                uri::UriPiece::Plain(place) | uri::UriPiece::Open(place) => {
                    let text = self.text.plain(place.clone());
                    self.push(place, InlineBody::Text(text));
                }
            }
        }
    }

    fn push(&mut self, place: Range<usize>, body: InlineBody) {
        let span = self.span(&place);
        self.inlines.push(Inline { span, body });
    }

    fn span(&self, place: &Range<usize>) -> Span {
        self.flow
            .span(self.text.offset(place.start), self.text.offset(place.end))
    }
}

#[cfg(test)]
mod tests;
