//! Where inline markup may begin.

use std::ops::Range;

use super::escaped::Escaped;
use crate::rst::chars::{is_space, is_word, may_follow, may_precede};

/// A place where inline markup seems to begin.
pub(super) struct StartString {
    /// Its first character.
    pub(super) at: usize,
    /// One past the start-string or, for constructs found whole, one past the construct.
    pub(super) end: usize,
    pub(super) kind: MarkupStart,
}

/// What begins there.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum MarkupStart {
    Strong,
    Emphasis,
    Literal,
    InlineTarget,
    Substitution,
    /// `` ` ``, perhaps after a role.
    Backquote {
        role: Option<Range<usize>>,
    },
    /// `name_` or `name__`.
    Reference {
        name: Range<usize>,
        anonymous: bool,
    },
    /// `[label]_`
    Footnote {
        label: Range<usize>,
    },
}

/// Finds starts from left to right.
pub(super) struct StartStrings<'a, 't> {
    text: &'t Escaped<'a>,
    /// The simple name read last. Every word in it ends where it ends, so it is not read again:
    /// that keeps a long run of words with hyphens linear.
    known: Range<usize>,
}

impl<'a, 't> StartStrings<'a, 't> {
    pub(super) fn new(text: &'t Escaped<'a>) -> StartStrings<'a, 't> {
        StartStrings { text, known: 0..0 }
    }

    /// The first start at or after `base`, where what docutils has not read yet begins.
    pub(super) fn next(&mut self, base: usize) -> Option<StartString> {
        (base..self.text.len()).find_map(|at| {
            if at > base && !self.text.has(at - 1, may_precede) {
                return None;
            }
            self.read(at)
        })
    }

    fn read(&mut self, at: usize) -> Option<StartString> {
        let text = self.text;
        let open = |end: usize, kind| {
            let blank = text.has(end, is_space);
            (!blank).then_some(StartString { at, end, kind })
        };
        match text.at(at)? {
            '*' if text.is(at + 1, '*') => open(at + 2, MarkupStart::Strong),
            '*' => open(at + 1, MarkupStart::Emphasis),
            '`' if text.is(at + 1, '`') => open(at + 2, MarkupStart::Literal),
            '`' => open(at + 1, MarkupStart::Backquote { role: None }),
            '_' if text.is(at + 1, '`') => open(at + 2, MarkupStart::InlineTarget),
            '|' if !text.is(at + 1, '|') => open(at + 1, MarkupStart::Substitution),
            '[' => self.footnote(at),
            ':' => {
                let end = self.simple_name(at + 1);
                let role = end > at + 1 && text.is(end, ':') && text.is(end + 1, '`');
                if !role || text.is(end + 2, '`') {
                    return None;
                }
                open(
                    end + 2,
                    MarkupStart::Backquote {
                        role: Some(at + 1..end),
                    },
                )
            }
            character if is_word(character) => self.reference(at),
            _ => None,
        }
    }

    fn reference(&mut self, at: usize) -> Option<StartString> {
        let name = at..self.simple_name(at);
        [true, false].into_iter().find_map(|anonymous| {
            let end = name.end + 1 + usize::from(anonymous);
            let lines = self.text.slice(name.end..end);
            let whole = lines.len() == end - name.end && lines.iter().all(|c| *c == '_');
            (whole && ends(self.text, end)).then(|| StartString {
                at,
                end,
                kind: MarkupStart::Reference {
                    name: name.clone(),
                    anonymous,
                },
            })
        })
    }

    fn footnote(&mut self, at: usize) -> Option<StartString> {
        let first = at + 1;
        let end = match self.text.at(first)? {
            '#' => self.simple_name(first + 1),
            '*' => first + 1,
            _ => self.simple_name(first),
        };
        let closed = end > first && self.text.is(end, ']') && self.text.is(end + 1, '_');
        (closed && ends(self.text, end + 2)).then_some(StartString {
            at,
            end: end + 2,
            kind: MarkupStart::Footnote { label: first..end },
        })
    }

    /// The end of the simple name that begins at `at`, which must not be the middle of a word; `at`
    /// if there is none.
    fn simple_name(&mut self, at: usize) -> usize {
        if !self.known.contains(&at) {
            self.known = at..simple_name(self.text, at);
        }
        self.known.end
    }
}

/// The end of the simple reference name at `at`: words joined by single `-`, `.`, `_`, `+` or `:`.
pub(super) fn simple_name(text: &Escaped, at: usize) -> usize {
    let mut end = at;
    let mut next = at;
    while text.has(next, is_word) {
        end = next;
        while text.has(end, is_word) {
            end += 1;
        }
        if !text.has(end, |character| "-._+:".contains(character)) {
            break;
        }
        next = end + 1;
    }
    end
}

/// Whether all of `name` is a simple reference name, which needs no back quotes: `name_`.
pub fn is_simple_name(name: &str) -> bool {
    let text = Escaped::new(name);
    !name.is_empty() && simple_name(&text, 0) == text.len()
}

/// Whether an end-string may end there.
pub(super) fn ends(text: &Escaped, at: usize) -> bool {
    text.at(at).is_none_or(may_follow)
}
