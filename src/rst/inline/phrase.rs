//! Phrase references, `` `text`_ ``, with what may be embedded in them.

use std::ops::Range;

use super::escaped::{Escaped, resolve};
use super::uri::{Runs, adjust};
use crate::rst::chars::is_space;
use crate::rst::name::{collapse, normalise};
use crate::rst::tree::{Reference, Referent};

/// The reference whose text between the backquotes is `content`; `named` with one underscore. None
/// when it has no text at all, as `` `<_>`_ ``.
pub(super) fn reference(text: &Escaped, content: Range<usize>, named: bool) -> Option<Reference> {
    let (shown, to) = match embedded(text, content.clone()) {
        Some(link) => {
            let shown = text.plain(content.start..link.before);
            let (to, name) = referent(text, link.inner, named);
            let none = link.before == content.start;
            if none && name.is_empty() {
                return None;
            }
            (if none { name } else { shown }, to)
        }
        None => {
            let shown = text.plain(content);
            let to = if named {
                Referent::Name(collapse(&shown))
            } else {
                Referent::Anonymous
            };
            (shown, to)
        }
    };
    Some(Reference {
        text: shown,
        to,
        quoted: true,
    })
}

/// Something in angle brackets at the end of a phrase.
struct EmbeddedLink {
    /// Where the text before it ends.
    before: usize,
    inner: Range<usize>,
}

fn embedded(text: &Escaped, content: Range<usize>) -> Option<EmbeddedLink> {
    let close = content.end - 1;
    let inside = |at: usize| at >= content.start;
    if !text.is(close, '>') {
        return None;
    }
    let open = (content.start..close).rev().find(|at| {
        let escaped = inside(at.wrapping_sub(1)) && *at > 0 && text.is(at - 1, '\0');
        text.has(*at, |c| matches!(c, '<' | '>')) && !escaped
    })?;
    let bare = text.is(open, '<')
        && open + 1 < close
        && !text.has(open + 1, is_space)
        && !text.has(close - 1, |c| c == '\0' || is_space(c));
    let spaces = text
        .slice(content.start..open)
        .iter()
        .rev()
        .take_while(|c| matches!(c, ' ' | '\n'))
        .count();
    let apart = open == content.start || spaces > 0;
    (bare && apart).then_some(EmbeddedLink {
        before: open - spaces,
        inner: open + 1..close,
    })
}

/// Where the embedded link leads, and the text to show when there is none before it.
fn referent(text: &Escaped, inner: Range<usize>, named: bool) -> (Referent, String) {
    let slice = text.slice(inner.clone());
    let alias = match slice {
        [.., '\0' | '\\', '_'] => false,
        [.., '_'] => Runs::new(text, inner.clone()).read(inner.start).is_none(),
        _ => false,
    };
    if alias {
        let name = collapse(&text.plain(inner.start..inner.end - 1));
        let shown = normalise(&name);
        return (Referent::Alias { name, named }, shown);
    }
    let mut uri = adjust(&squeeze(slice));
    if uri.ends_with("\\_") {
        uri.truncate(uri.len() - 2);
        uri.push('_');
    }
    let shown = uri.clone();
    (Referent::Embedded { uri, named }, shown)
}

/// A URI without its white space, except where that is escaped, which makes it one space.
fn squeeze(slice: &[char]) -> String {
    let mut kept = Vec::with_capacity(slice.len());
    let mut chars = slice.iter().copied().peekable();
    while let Some(character) = chars.next() {
        let escaped_space = character == '\0' && matches!(chars.peek(), Some(' ' | '\n'));
        if escaped_space {
            chars.next();
            kept.push(' ');
        } else if !is_space(character) {
            kept.push(character);
        }
    }
    resolve(kept.into_iter())
}
