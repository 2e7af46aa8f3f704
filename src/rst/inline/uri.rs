//! URIs and e-mail addresses that stand in the text on their own.

use std::ops::Range;

use super::escaped::Escaped;
use crate::rst::chars::{is_mail, is_scheme, is_uri, is_uri_end, may_follow, may_precede};

/// A part of a text.
pub(super) enum UriPiece {
    Plain(Range<usize>),
    Uri {
        place: Range<usize>,
        uri: String,
    },
    /// Not looked at yet.
    Open(Range<usize>),
}

/// Cuts a range of the text that has no other markup into plain text and URIs.
pub(super) fn split(text: &Escaped, range: Range<usize>) -> Vec<UriPiece> {
    let mut pieces = Vec::new();
    let mut open = vec![UriPiece::Open(range)];
    while let Some(piece) = open.pop() {
        match piece {
            UriPiece::Open(range) => open.extend(cut(text, range).into_iter().rev()),
            UriPiece::Plain(range) if range.is_empty() => {}
            _ => pieces.push(piece),
        }
    }
    pieces
}

/// One pass from left to right. docutils looks again at the text before each URI, cut off there, so
/// it stays open here; and it gives up on the rest of the text at the first thing that looks like a
/// URI of an unknown scheme.
fn cut(text: &Escaped, range: Range<usize>) -> Vec<UriPiece> {
    let slice = text.slice(range.clone());
    if !slice.iter().any(|c| matches!(c, ':' | '@')) {
        return vec![UriPiece::Plain(range)];
    }
    let runs = Runs::new(text, range.clone());
    let mut pieces = Vec::new();
    let mut base = range.start;
    let mut at = base;
    while at < range.end {
        let fits = at == base || text.has(at - 1, may_precede);
        let Some(found) = fits.then(|| runs.read(at)).flatten() else {
            at += 1;
            continue;
        };
        let uri = text.plain(at..found.end);
        let uri = match found.scheme {
            Some(end) if is_scheme(text.raw(at..end)) => uri,
            Some(_) => break,
            None => format!("mailto:{uri}"),
        };
        pieces.push(UriPiece::Open(base..at));
        pieces.push(UriPiece::Uri {
            place: at..found.end,
            uri,
        });
        base = found.end;
        at = base;
    }
    pieces.push(UriPiece::Plain(base..range.end));
    pieces
}

/// What looks like a URI: its end and, unless it is an e-mail address, the end of its scheme.
pub(super) struct FoundUri {
    end: usize,
    scheme: Option<usize>,
}

/// For each position of a range, where runs of certain characters that cover it end. Made in one
/// pass each way, so that looking for a URI at every position stays linear.
pub(super) struct Runs<'a, 't> {
    text: &'t Escaped<'a>,
    range: Range<usize>,
    /// End of the run of scheme characters, of URI characters, of mail characters and dots; next
    /// pair of dots.
    scheme: Vec<u32>,
    uri: Vec<u32>,
    mail: Vec<u32>,
    dots: Vec<u32>,
    /// The last place at or before each position where a URI can end.
    good: Vec<u32>,
}

impl<'a, 't> Runs<'a, 't> {
    pub(super) fn new(text: &'t Escaped<'a>, range: Range<usize>) -> Runs<'a, 't> {
        let length = range.len();
        let end = range.end as u32;
        let full = || vec![end; length + 1];
        let mut runs = Runs {
            text,
            range: range.clone(),
            scheme: full(),
            uri: full(),
            mail: full(),
            dots: full(),
            good: vec![0; length + 1],
        };
        let slice = text.slice(range.clone());
        let ending = |run: &mut Vec<u32>, test: &dyn Fn(usize, char) -> bool| {
            for (index, character) in slice.iter().enumerate().rev() {
                if test(index, *character) {
                    run[index] = (range.start + index) as u32;
                } else {
                    run[index] = run[index + 1];
                }
            }
        };
        ending(&mut runs.scheme, &|_, c| {
            !(c.is_ascii_alphanumeric() || ".+-".contains(c))
        });
        ending(&mut runs.uri, &|_, c| !is_uri(c));
        ending(&mut runs.mail, &|_, c| !(is_mail(c) || c == '.'));
        ending(&mut runs.dots, &|index, c| {
            c == '.' && slice.get(index + 1) == Some(&'.')
        });
        for index in 1..=length {
            let last = slice[index - 1];
            let next = slice.get(index).copied();
            let good = is_uri_end(last) && next.is_none_or(may_follow)
                || is_uri(last) && next == Some('>');
            runs.good[index] = if good {
                (range.start + index) as u32
            } else {
                runs.good[index - 1]
            };
        }
        runs
    }

    /// What begins at `at`.
    pub(super) fn read(&self, at: usize) -> Option<FoundUri> {
        self.absolute(at).or_else(|| self.mail(at))
    }

    fn at(&self, index: usize) -> Option<char> {
        (index < self.range.end)
            .then(|| self.text.at(index))
            .flatten()
    }

    fn run(&self, run: &[u32], at: usize) -> usize {
        run.get(at - self.range.start)
            .map_or(self.range.end, |end| *end as usize)
    }

    /// The last place in `first..=last` where a URI can end.
    fn last_good(&self, first: usize, last: usize) -> Option<usize> {
        let good = self.good.get(last - self.range.start)?;
        Some(*good as usize).filter(|good| (first..=last).contains(good))
    }

    fn absolute(&self, at: usize) -> Option<FoundUri> {
        if !self.at(at)?.is_ascii_alphabetic() {
            return None;
        }
        let scheme = self.run(&self.scheme, at);
        if self.at(scheme) != Some(':') {
            return None;
        }
        let path = scheme + 1;
        let end = self.run(&self.uri, path);
        let whole = end > path && self.text.has(end - 1, is_uri_end);
        let more = match self.at(end) {
            Some('?') if whole => self.query(end),
            Some('#') if whole => self.fragment(end),
            _ => None,
        };
        let end = more.or_else(|| self.last_good(path + 1, end))?;
        Some(FoundUri {
            end,
            scheme: Some(scheme),
        })
    }

    /// The end of a query whose question mark stands at `mark`, with the fragment after it.
    fn query(&self, mark: usize) -> Option<usize> {
        let end = self.run(&self.uri, mark + 1);
        let whole = end > mark + 1 && self.text.has(end - 1, is_uri_end);
        let more = (whole && self.at(end) == Some('#'))
            .then(|| self.fragment(end))
            .flatten();
        more.or_else(|| self.last_good(mark + 2, end))
    }

    fn fragment(&self, mark: usize) -> Option<usize> {
        self.last_good(mark + 2, self.run(&self.uri, mark + 1))
    }

    fn mail(&self, at: usize) -> Option<FoundUri> {
        if !is_mail(self.at(at)?) {
            return None;
        }
        let sign = self.run(&self.mail, at);
        let name = self.at(sign) == Some('@')
            && !matches!(self.at(sign - 1), Some('.' | '\0'))
            && self.run(&self.dots, at) >= sign;
        let host = sign + 1;
        if !name || !self.at(host).is_some_and(is_mail) {
            return None;
        }
        let end = self.run(&self.mail, host);
        let bracket = self.at(end).is_some_and(is_uri) && self.at(end + 1) == Some('>');
        let end = if bracket {
            end + 1
        } else {
            self.last_good(host + 2, end)?
        };
        Some(FoundUri { end, scheme: None })
    }
}

/// A URI as docutils takes it from a target or an embedded link: `mailto:` is put before an e-mail
/// address.
pub fn adjust(uri: &str) -> String {
    if is_address(uri) {
        format!("mailto:{uri}")
    } else {
        uri.to_owned()
    }
}

fn is_address(uri: &str) -> bool {
    let Some((name, host)) = uri.split_once('@') else {
        return false;
    };
    let last = host.chars().next_back();
    name.split('.')
        .all(|part| !part.is_empty() && part.chars().all(is_mail))
        && host.chars().next().is_some_and(is_mail)
        && host.chars().all(|c| is_mail(c) || c == '.')
        && host.chars().count() > 1
        && last.is_some_and(is_uri_end)
}
