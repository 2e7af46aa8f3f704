//! From the parts of a text to an event, remembering only what the writer would do otherwise.

use super::cut::{Cut, CutPart, Head};
use super::decode::DecodedPost;
use super::{Imported, byline, guess, targets};
use crate::model::event::{Closing, Event, OwnHeading};
use crate::model::header::{HeaderFormat, PostHeader};
use crate::model::layout::{
    ADORNMENTS, AFTER_HEADER, AFTER_HEADING, BEFORE_DOCINFO, BEFORE_HEADING, BEFORE_LINKS, Gap,
    HeadingLayout, PostLayout,
};
use crate::model::session::{Session, SessionKind};
use crate::post::nikola;
use crate::rst::{escape, width};
use std::collections::HashMap;
use std::ops::Range;

/// The distance between the `order` of two sessions, so that others fit between them.
pub const STEP: i64 = 10;

/// Makes the event and its sessions.
pub fn assemble(page: &DecodedPost, cut: &Cut, stem: &str) -> Imported {
    let text = page.text.as_str();
    let mut gaps = Gaps::of(text, cut);
    let (links, between_links) = targets::links(text, &cut.targets);
    let header = cut.header.as_ref().map_or_else(
        || PostHeader {
            format: HeaderFormat::Absent,
            ..PostHeader::default()
        },
        |found| found.header.clone(),
    );
    let value = |name: &str| {
        header
            .get(name)
            .map(str::trim)
            .filter(|value| !value.is_empty())
            .map(str::to_owned)
    };
    let slug = value("slug").unwrap_or_else(|| nikola::slug(stem));
    let title = cut
        .title
        .as_ref()
        .map(|head| head.plain.clone())
        .or_else(|| value("title"))
        .unwrap_or_else(|| stem.to_owned());

    let layout = PostLayout {
        adornments: adornments(&cut.adornments),
        before_heading: gaps.usual_before(),
        after_heading: gaps.usual_after(),
        after_header: gaps.after_header.take().filter(|gap| *gap != AFTER_HEADER),
        before_docinfo: gaps
            .before_docinfo
            .take()
            .filter(|gap| *gap != BEFORE_DOCINFO),
        before_links: gaps.before_links.take().filter(|gap| *gap != BEFORE_LINKS),
        between_links,
        end: Some(text[gaps.end..].to_owned()).filter(|end| end != "\n"),
        crlf: page.crlf,
        byte_order_mark: page.byte_order_mark,
        keep_links: !links.is_empty(),
        keep_header: true,
        keep_headings: false,
        preamble: Some(text[cut.preamble.clone()].to_owned())
            .filter(|preamble| !preamble.is_empty()),
    };
    let heading = |head: &Head| heading(text, head, &layout, &gaps);
    let mut parts: &[CutPart] = &cut.parts;
    let mut closing = None;
    if let (true, Some((last, before))) = (cut.closes, cut.parts.split_last()) {
        parts = before;
        closing = Some(Closing {
            title: last.head.plain.clone(),
            heading: heading(&last.head),
            level: last.head.level,
            text: text[last.text.clone()].to_owned(),
        });
    }
    let sessions = parts
        .iter()
        .zip(1_i64..)
        .map(|(part, number)| session(text, part, number * STEP, heading(&part.head)));
    let sessions: Vec<Session> = sessions.collect();
    let mut event = Event {
        title,
        heading: cut.title.as_ref().map(heading).unwrap_or_default(),
        intro: text[cut.intro.clone()].to_owned(),
        closing,
        links,
        header,
        ..Event::default()
    };
    event.look.title = cut.title.is_none().then_some(false);
    event.layout = layout;
    Imported {
        event,
        sessions,
        slug,
        unchanged: false,
        notices: notices(cut),
    }
}

/// What a person should know about the post.
fn notices(cut: &Cut) -> Vec<String> {
    let swallowed = cut.header.as_ref().is_some_and(|found| {
        let Range { end, .. } = found.range;
        found.header.format == HeaderFormat::Nikola
            && (cut.intro.start == end + 1
                || cut
                    .title
                    .as_ref()
                    .is_some_and(|head| head.range.start == end + 1))
    });
    let warning = "there is no blank line after the header: Nikola takes the first block of the text for a part of it; add a blank line there";
    swallowed.then(|| warning.to_owned()).into_iter().collect()
}

fn session(text: &str, part: &CutPart, order: i64, heading: OwnHeading) -> Session {
    let mut session = Session {
        kind: if part.contains {
            SessionKind::Section
        } else {
            guess::kind(&part.head.plain)
        },
        title: part.head.plain.clone(),
        heading,
        order: Some(order),
        level: part.head.level,
        ..Session::default()
    };
    let mut notes = part.text.clone();
    let source = &text[notes.clone()];
    let (first, rest) = source.split_once("\n\n").unwrap_or((source, ""));
    let cleanly = !rest.starts_with('\n') && !rest.starts_with([' ', '\t']);
    if let (true, SessionKind::Talk, Some(found)) = (cleanly, session.kind, byline::read(first)) {
        notes.start = if rest.is_empty() {
            notes.end
        } else {
            notes.end - rest.len()
        };
        session.byline = Some(found.lead).filter(|lead| lead != crate::post::fields::BYLINE);
        session.speakers = found.speakers;
    }
    session.notes = text[notes.clone()].to_owned();
    session
}

/// The adornments to remember: none when they are ours.
fn adornments(found: &[String]) -> Vec<String> {
    let ours = found
        .iter()
        .zip(ADORNMENTS)
        .all(|(own, usual)| own == usual);
    if ours && found.len() <= ADORNMENTS.len() {
        Vec::new()
    } else {
        found.to_vec()
    }
}

/// A heading with what it does otherwise than the post's style.
fn heading(text: &str, head: &Head, layout: &PostLayout, gaps: &Gaps) -> OwnHeading {
    let before = gaps
        .before(head.range.start)
        .filter(|gap| *gap != layout.before_heading.clone().unwrap_or(BEFORE_HEADING));
    let after = gaps
        .after(head.range.end)
        .filter(|gap| *gap != layout.after_heading.clone().unwrap_or(AFTER_HEADING));
    let source = Some(head.source.clone()).filter(|source| *source != escape::title(&head.plain));
    let lines = &text[head.range.clone()];
    let (underline, verbatim) = shape(lines, &head.source, layout.adornment(head.level));
    OwnHeading {
        source,
        layout: HeadingLayout {
            before,
            after,
            underline,
            verbatim,
        },
    }
}

/// How a heading's lines differ from ours: the underline's length, or everything.
fn shape(lines: &str, title: &str, adornment: &str) -> (i16, Option<String>) {
    let usual = i64::try_from(width::columns(title).max(4)).unwrap_or(i64::MAX);
    let under = lines.rsplit('\n').next().unwrap_or_default();
    let found = i64::try_from(under.chars().count()).unwrap_or(i64::MAX);
    let difference = i16::try_from(found.saturating_sub(usual)).unwrap_or(0);
    let heading = crate::post::PostHeading {
        level: 0,
        source: title.to_owned(),
        before: None,
        after: None,
        underline: difference,
        verbatim: None,
    };
    if nikola::heading_lines(&heading, adornment) == lines {
        (difference, None)
    } else {
        (0, Some(lines.to_owned()))
    }
}

/// The gap between two parts: the characters from the end of the one to the beginning of the next.
fn gap(text: &str) -> Gap {
    let blank = text
        .len()
        .checked_sub(1)
        .and_then(|blank| u16::try_from(blank).ok());
    match blank {
        Some(blank) if text.bytes().all(|byte| byte == b'\n') => Gap::Lines(blank),
        _ => Gap::Verbatim(text.to_owned()),
    }
}

/// All gaps of a post.
struct Gaps {
    after_header: Option<Gap>,
    before_docinfo: Option<Gap>,
    before_links: Option<Gap>,
    /// Headings that follow a text: their start, the gap before, in order.
    befores: Vec<(usize, Gap)>,
    /// Headings that something follows: their end, the gap after, in order.
    afters: Vec<(usize, Gap)>,
    /// Where the last part ends.
    end: usize,
}

/// What a stretch of the text is.
#[derive(PartialEq, Clone, Copy)]
enum Stretch {
    Header,
    Docinfo,
    Heading,
    Text,
    Links,
}

impl Gaps {
    fn of(text: &str, cut: &Cut) -> Gaps {
        let mut stretches: Vec<(Stretch, Range<usize>)> = Vec::new();
        if let Some(found) = &cut.header {
            let docinfo = found.header.format == HeaderFormat::Docinfo;
            stretches.push((
                if docinfo {
                    Stretch::Docinfo
                } else {
                    Stretch::Header
                },
                found.range.clone(),
            ));
        }
        stretches.extend(
            cut.title
                .iter()
                .map(|head| (Stretch::Heading, head.range.clone())),
        );
        stretches.push((Stretch::Text, cut.intro.clone()));
        for part in &cut.parts {
            stretches.push((Stretch::Heading, part.head.range.clone()));
            stretches.push((Stretch::Text, part.text.clone()));
        }
        if let (Some(first), Some(last)) = (cut.targets.first(), cut.targets.last()) {
            stretches.push((Stretch::Links, first.0.start..last.0.end));
        }
        stretches.retain(|(_, range)| !range.is_empty());
        stretches.sort_by_key(|(_, range)| range.start);

        let end = stretches
            .last()
            .map_or(cut.preamble.end, |(_, range)| range.end);
        let mut gaps = Gaps {
            after_header: None,
            before_docinfo: None,
            before_links: None,
            befores: Vec::new(),
            afters: Vec::new(),
            end,
        };
        for pair in stretches.windows(2) {
            let ((first, one), (second, other)) = (&pair[0], &pair[1]);
            let found = gap(&text[one.end..other.start]);
            match (first, second) {
                (Stretch::Header | Stretch::Docinfo, _) => gaps.after_header = Some(found),
                (Stretch::Heading, Stretch::Docinfo) => gaps.before_docinfo = Some(found),
                (Stretch::Heading, _) => gaps.afters.push((one.end, found)),
                (_, Stretch::Heading) => gaps.befores.push((other.start, found)),
                (_, Stretch::Links) => gaps.before_links = Some(found),
                _ => {}
            }
        }
        gaps
    }

    fn before(&self, start: usize) -> Option<Gap> {
        at(&self.befores, start)
    }

    fn after(&self, end: usize) -> Option<Gap> {
        at(&self.afters, end)
    }

    fn usual_before(&self) -> Option<Gap> {
        usual(&self.befores, BEFORE_HEADING)
    }

    fn usual_after(&self) -> Option<Gap> {
        usual(&self.afters, AFTER_HEADING)
    }
}

/// The gap at a place.
fn at(gaps: &[(usize, Gap)], place: usize) -> Option<Gap> {
    let found = gaps.binary_search_by_key(&place, |(at, _)| *at).ok()?;
    Some(gaps[found].1.clone())
}

/// The gap that most have, if that is another than `ours`; on a tie ours.
fn usual(gaps: &[(usize, Gap)], ours: Gap) -> Option<Gap> {
    let mut counts: HashMap<&Gap, usize> = HashMap::new();
    for (_, gap) in gaps {
        *counts.entry(gap).or_insert(0) += 1;
    }
    let most = gaps
        .iter()
        .map(|(_, gap)| gap)
        .max_by_key(|gap| (counts.get(gap).copied(), **gap == ours))?;
    (*most != ours).then(|| most.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With a loop in the loop this would not end.
    #[test]
    fn the_usual_gap_of_very_many_headings_is_found() {
        let gap = |n: usize| (n, Gap::Lines(u16::try_from(n % 3).unwrap_or(0)));
        let gaps: Vec<(usize, Gap)> = (0..300_000).map(gap).collect();
        assert_eq!(usual(&gaps, Gap::Lines(1)), None);
        assert_eq!(usual(&gaps[..299_999], Gap::Lines(2)), Some(Gap::Lines(1)));
        for place in 0..300_000 {
            assert_eq!(at(&gaps, place), Some(gap(place).1));
        }
        assert_eq!(at(&gaps, 300_000), None);
    }
}
