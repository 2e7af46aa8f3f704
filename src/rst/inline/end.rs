//! Where inline markup ends.

use std::cell::OnceCell;
use std::ops::Range;

use super::escaped::Escaped;
use super::start::{ends, simple_name};
use crate::rst::chars::is_space;

/// The kinds of end-string.
#[derive(Clone, Copy)]
pub(super) enum Closer {
    Emphasis,
    Strong,
    Literal,
    InlineTarget,
    Substitution,
    Backquote,
}

impl Closer {
    /// The character that every end-string of the kind begins with.
    fn first(self) -> char {
        match self {
            Closer::Emphasis | Closer::Strong => '*',
            Closer::Literal | Closer::InlineTarget | Closer::Backquote => '`',
            Closer::Substitution => '|',
        }
    }
}

/// An end-string.
pub(super) struct MarkupEnd {
    /// Its first character.
    pub(super) at: usize,
    /// One past its last character.
    pub(super) end: usize,
    /// The role after a backquote.
    pub(super) role: Option<Range<usize>>,
    /// How many underscores end it.
    pub(super) underscores: usize,
}

/// Finds end-strings. The places of each kind are gathered once, when first asked for, so that a
/// text with many start-strings and no end-strings takes no longer than another.
pub(super) struct Ends<'a, 't> {
    text: &'t Escaped<'a>,
    places: [OnceCell<Vec<usize>>; 6],
}

impl<'a, 't> Ends<'a, 't> {
    pub(super) fn new(text: &'t Escaped<'a>) -> Ends<'a, 't> {
        Ends {
            text,
            places: Default::default(),
        }
    }

    /// The first end-string at or after `from`, which is where the content begins. docutils looks
    /// for it in what follows the start-string only, so what stands before `from` does not
    /// count.
    pub(super) fn find(&self, closer: Closer, from: usize) -> Option<MarkupEnd> {
        let near = (from..from + 2).find_map(|at| self.read(closer, at, from));
        near.or_else(|| {
            let cell = self.places.get(closer as usize)?;
            let places = cell.get_or_init(|| {
                (0..self.text.len())
                    .filter(|at| self.text.is(*at, closer.first()))
                    .filter(|at| self.read(closer, *at, 0).is_some())
                    .collect()
            });
            let next = places.partition_point(|at| *at < from + 2);
            self.read(closer, *places.get(next)?, from)
        })
    }

    fn read(&self, closer: Closer, at: usize, from: usize) -> Option<MarkupEnd> {
        let text = self.text;
        let before = |back: usize| at.checked_sub(back).filter(|index| *index >= from);
        let after_space = before(1).is_some_and(|index| text.has(index, is_space));
        let after_escape = before(1).is_some_and(|index| text.is(index, '\0'));
        let simple = |end: usize| {
            ends(text, end).then_some(MarkupEnd {
                at,
                end,
                role: None,
                underscores: 0,
            })
        };
        match (closer, text.at(at)?) {
            (Closer::Literal, '`') if text.is(at + 1, '`') && !after_space => simple(at + 2),
            (Closer::Literal, _) => None,
            (Closer::Backquote, '`') => {
                let escaped = before(2).is_some_and(|index| text.is(index, '\0'));
                let allowed = escaped || !(after_space || after_escape);
                allowed.then(|| self.backquote(at)).flatten()
            }
            _ if after_space || after_escape => None,
            (Closer::Emphasis, '*') | (Closer::InlineTarget, '`') => simple(at + 1),
            (Closer::Strong, '*') if text.is(at + 1, '*') => simple(at + 2),
            (Closer::Substitution, '|') => self.underscored(at, at + 1, None),
            _ => None,
        }
    }

    /// A closing backquote with the role and the underscores after it.
    fn backquote(&self, at: usize) -> Option<MarkupEnd> {
        let text = self.text;
        let with_role = text.is(at + 1, ':').then(|| {
            let end = simple_name(text, at + 2);
            (end > at + 2 && text.is(end, ':'))
                .then(|| self.underscored(at, end + 1, Some(at + 2..end)))
        });
        with_role
            .flatten()
            .flatten()
            .or_else(|| self.underscored(at, at + 1, None))
    }

    /// The end-string from `at` with as many of up to two underscores at `next` as make it one.
    fn underscored(&self, at: usize, next: usize, role: Option<Range<usize>>) -> Option<MarkupEnd> {
        let most = (0..2)
            .take_while(|index| self.text.is(next + index, '_'))
            .count();
        let underscores = (0..=most)
            .rev()
            .find(|count| ends(self.text, next + count))?;
        Some(MarkupEnd {
            at,
            end: next + underscores,
            role,
            underscores,
        })
    }
}
