//! Where running text mentions a name without referring to it.
//!
//! Only paragraphs and line blocks are looked at, and in them only what the reader of reST takes
//! for plain text: no literal, no reference, URL or emphasis, no heading, directive, table or
//! target. A mention is whole words, and stands where a reference could stand.

use crate::rst::chars::{is_word, may_precede};
use crate::rst::name::collapse;
use crate::rst::tree::{Block, Body, Inline, InlineBody};
use crate::rst::{self, tree::DocumentTree};
use std::collections::HashMap;
use std::ops::Range;

/// A mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Its bytes in the text.
    pub span: Range<usize>,
    /// Which of the names it is.
    pub name: usize,
}

/// Names, ready to be looked for in texts.
#[derive(Debug, Default)]
pub struct Finder {
    names: Vec<MentionName>,
    /// The first word of each name in lower case, with the names that have it, longest first.
    first: HashMap<String, Vec<usize>>,
}

#[derive(Debug)]
struct MentionName {
    /// The name with single spaces.
    text: String,
    /// How many bytes of punctuation stand before its first word.
    lead: usize,
    /// Several words are the same in any case; a single one has to begin as the name does, since
    /// "go" is not Go.
    many: bool,
}

impl Finder {
    /// A finder of names, in an order of which a mention tells the place.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Finder {
        let mut finder = Finder::default();
        for (at, name) in names.into_iter().enumerate() {
            let text = collapse(name);
            let lead = text.find(is_word).unwrap_or(text.len());
            let word = lower(first_word(&text[lead..]));
            if !word.is_empty() {
                finder.first.entry(word).or_default().push(at);
            }
            finder.names.push(MentionName {
                many: text.contains(' '),
                text,
                lead,
            });
        }
        let names = &finder.names;
        for list in finder.first.values_mut() {
            list.sort_by_key(|at| std::cmp::Reverse(names[*at].text.len()));
        }
        finder
    }

    /// The mentions in a text, in order; of names within names the longest.
    pub fn mentions(&self, text: &str) -> Vec<Mention> {
        let mut found = Vec::new();
        if !self.first.is_empty() {
            let document: DocumentTree = rst::parse(text);
            self.blocks(text, &document.blocks, &mut found);
        }
        found
    }

    fn blocks(&self, text: &str, blocks: &[Block], found: &mut Vec<Mention>) {
        for block in blocks {
            match &block.body {
                Body::Section(section) => self.blocks(text, &section.blocks, found),
                Body::Paragraph(inlines) => self.inlines(text, inlines, found),
                Body::BulletList { items, .. } | Body::EnumeratedList { items, .. } => {
                    for item in items {
                        self.blocks(text, &item.blocks, found);
                    }
                }
                Body::DefinitionList(items) => {
                    for item in items {
                        self.blocks(text, &item.blocks, found);
                    }
                }
                Body::BlockQuote { blocks, .. } | Body::Footnote { blocks, .. } => {
                    self.blocks(text, blocks, found);
                }
                Body::LineBlock(lines) => {
                    for line in lines {
                        self.inlines(text, &line.text.inlines, found);
                    }
                }
                _ => {}
            }
        }
    }

    fn inlines(&self, text: &str, inlines: &[Inline], found: &mut Vec<Mention>) {
        for inline in inlines {
            if let InlineBody::Text(_) = inline.body {
                self.plain(text, inline.span.start..inline.span.end, found);
            }
        }
    }

    fn plain(&self, text: &str, span: Range<usize>, found: &mut Vec<Mention>) {
        let mut at = span.start;
        while let Some(next) = text.get(at..span.end).and_then(|rest| rest.find(is_word)) {
            at += next;
            let word = first_word(&text[at..span.end]);
            match self.name_at(text, at, &span, word) {
                Some(mention) => {
                    at = mention.span.end.max(at + word.len());
                    found.push(mention);
                }
                None => at += word.len(),
            }
        }
    }

    /// The longest name whose first word stands at a byte.
    fn name_at(&self, text: &str, at: usize, span: &Range<usize>, word: &str) -> Option<Mention> {
        let names = self.first.get(&lower(word))?;
        names.iter().find_map(|name| {
            let wanted = &self.names[*name];
            let start = at.checked_sub(wanted.lead).filter(|at| *at >= span.start)?;
            let end = start + same(text.get(start..span.end)?, &wanted.text)?;
            let before = text[..start].chars().next_back();
            let after = text[end..].chars();
            let begins = wanted.many
                || first_letter(&text[at..]) == first_letter(&wanted.text[wanted.lead..]);
            (begins && stands_alone(before, after)).then_some(Mention {
                span: start..end,
                name: *name,
            })
        })
    }
}

/// The letters, digits and underscores that a text begins with.
fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !is_word(c)).unwrap_or(text.len());
    &text[..end]
}

fn first_letter(text: &str) -> Option<char> {
    text.chars().next()
}

fn lower(text: &str) -> String {
    text.to_lowercase()
}

/// How many bytes of a text are a name, whatever their case and the white space between words.
fn same(text: &str, name: &str) -> Option<usize> {
    let mut rest = text.char_indices().peekable();
    for wanted in name.chars() {
        let (_, c) = rest.next()?;
        if wanted == ' ' {
            if !c.is_whitespace() {
                return None;
            }
            while rest.next_if(|(_, c)| c.is_whitespace()).is_some() {}
        } else if c != wanted && !c.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
    }
    Some(rest.peek().map_or(text.len(), |(at, _)| *at))
}

/// Whether what stands before and behind lets a name be a reference, and be that name:
/// `fedora.example` is another one.
fn stands_alone(before: Option<char>, mut after: impl Iterator<Item = char>) -> bool {
    let opens = before.is_none_or(|c| may_precede(c) || c.is_whitespace());
    let (first, second) = (after.next(), after.next());
    let goes_on = match first {
        Some('.' | '@' | '/' | '\\' | '+' | '#') => second.is_some_and(is_word),
        Some(c) => is_word(c) || matches!(c, '_' | '`'),
        None => false,
    };
    opens && !goes_on
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'a>(names: &[&'a str], text: &'a str) -> Vec<(&'a str, &'a str)> {
        let finder = Finder::new(names.iter().copied());
        let mentions = finder.mentions(text);
        let of = |one: &Mention| (&text[one.span.clone()], names[one.name]);
        mentions.iter().map(of).collect()
    }

    #[test]
    fn names_are_found_as_whole_words_the_longest_first() {
        let names = ["Atomic", "Project Atomic", "C++", ".NET", "Go"];
        let text = "Project\nAtomic and the atomic clock, Atomic; C++, .NET and (Go) go. Going, C+ Atomic.io\n";
        assert_eq!(
            found(&names, text),
            [
                ("Project\nAtomic", "Project Atomic"),
                ("Atomic", "Atomic"),
                ("C++", "C++"),
                (".NET", ".NET"),
                ("Go", "Go"),
            ]
        );
        assert_eq!(
            found(&["Red Hat"], "at red  hat's booth"),
            [("red  hat", "Red Hat")]
        );
        assert_eq!(found(&["日本"], "in 日本 and 日本語"), [("日本", "日本")]);
    }

    #[test]
    fn what_is_no_plain_text_mentions_nothing() {
        let text = "\
Fedora
======

`Fedora`_ and ``Fedora`` and *Fedora* and https://Fedora.example/Fedora and :code:`Fedora`
and \\Fedora and Fedora_ and |Fedora| and `the Fedora <https://x.example>`__ and xFedora.

.. note:: Fedora

.. code-block:: sh

   Fedora

::

    Fedora

.. Fedora

.. _Fedora: https://fedora.example/
.. |Fedora| replace:: Fedora

====== ======
Fedora Fedora
====== ======

:Fedora: x
";
        assert_eq!(found(&["Fedora"], text), []);
    }

    #[test]
    fn lists_and_quotes_are_prose() {
        let text =
            "* Fedora\n\n  1. Fedora\n\n    \"Fedora\", said Ada\n\n| Fedora\n\nterm\n    Fedora\n";
        assert_eq!(found(&["Fedora"], text).len(), 5);
    }

    /// Whatever is found becomes a reference to that name where it stands.
    #[test]
    fn every_mention_can_be_a_reference() {
        let names = ["Red Hat", "C++", "a*b", "Fedora"];
        let text = "(Red Hat) -- \"C++\" and a*b: Fedora-based, Fedora's; non-Fedora 'Fedora'\n";
        for one in Finder::new(names).mentions(text) {
            let written = &text[one.span.clone()];
            let next = text[one.span.end..].chars().next();
            let reference = crate::rst::escape::phrase_reference_before(written, next);
            let made = format!(
                "{}{reference}{}",
                &text[..one.span.start],
                &text[one.span.end..]
            );
            let key = rst::name::normalise(written);
            assert_eq!(crate::post::book::referred(&made), [key], "{made}");
        }
    }
}
