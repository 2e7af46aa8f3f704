//! From an event to the tree of its post.

use super::links::LinkResolver;
use super::{Origin, Piece, Post, PostHeading, PostPart, fields};
use crate::model::event::{self, Event};
use crate::model::layout::{PostOptions, WRAP, Wrap};
use crate::model::link::Link;
use crate::model::public::PublicSession;
use crate::model::session::{Placement, Session};
use crate::rst;

/// Makes the post of an event. `sessions` are all of the event's sessions in their order
/// ([`Session::place`]); only what [`PublicSession`] lets out gets into the post. `book` is the
/// link book, asked for names that the event itself does not link. `look` is the notebook's; the
/// event's own goes before it.
pub fn build(event: &Event, sessions: &[Session], book: &[Link], look: PostOptions) -> Post {
    let look = event.look.over(look);
    let published = published(sessions);
    let mut resolver = LinkResolver::new(&event.links, book, event.layout.keep_links);

    let has_title = look.title.unwrap_or(true) && !event.title.trim().is_empty();
    let title = has_title.then(|| heading(&event.title, &event.heading, 0));

    let mut parts = vec![intro(event, &published, look, &mut resolver)];
    let mut levels = SectionLevels::new(has_title, event.layout.title_is_a_section());
    for (at, session) in &published {
        if session.placement == Placement::Intro {
            continue;
        }
        let level = levels.fit(session.level);
        parts.push(PostPart {
            origin: Origin::Session(*at),
            heading: Some(heading(&session.title, &session.heading, level)),
            pieces: fields::pieces(*session, Origin::Session(*at), look, &mut resolver),
        });
    }
    if let Some(closing) = &event.closing {
        let level = if has_title {
            closing.level
        } else {
            closing.level.max(1)
        };
        parts.push(PostPart {
            origin: Origin::Closing,
            heading: Some(heading(&closing.title, &closing.heading, levels.fit(level))),
            pieces: source(Origin::Closing, &closing.text, &mut resolver)
                .into_iter()
                .collect(),
        });
    }
    parts.retain(|part| part.heading.is_some() || !part.pieces.is_empty());

    let (targets, pins) = resolver.finish();
    Post {
        header: event.header.clone(),
        title,
        parts,
        targets,
        wrap: Some(look.wrap.unwrap_or(Wrap::At(WRAP))),
        layout: event.layout.clone(),
        pins,
    }
}

/// The sessions that may be shown, with their index among all.
fn published(sessions: &[Session]) -> Vec<(usize, PublicSession<'_>)> {
    let public = |(at, session)| PublicSession::of(session).map(|session| (at, session));
    sessions.iter().enumerate().filter_map(public).collect()
}

/// The introduction, with the prose of the sessions that are told there.
fn intro(
    event: &Event,
    sessions: &[(usize, PublicSession<'_>)],
    look: PostOptions,
    resolver: &mut LinkResolver<'_>,
) -> PostPart {
    let mut pieces: Vec<Piece> = source(Origin::Intro, &event.intro, resolver)
        .into_iter()
        .collect();
    for (at, session) in sessions {
        if session.placement == Placement::Intro {
            pieces.extend(fields::pieces(
                *session,
                Origin::Session(*at),
                look,
                resolver,
            ));
        }
    }
    PostPart {
        origin: Origin::Intro,
        heading: None,
        pieces,
    }
}

/// A person's reST as a piece, or nothing when there is none.
pub(super) fn source(origin: Origin, text: &str, resolver: &mut LinkResolver<'_>) -> Option<Piece> {
    let text = trim(text);
    if text.is_empty() {
        return None;
    }
    Some(Piece::Source {
        origin,
        text: resolver.resolve(text),
    })
}

/// The text without blank lines around it; the first line keeps its indentation, the last one what
/// ends it.
pub(super) fn trim(text: &str) -> &str {
    let mut from = 0;
    for line in text.split_inclusive('\n') {
        if !line.trim().is_empty() {
            break;
        }
        from += line.len();
    }
    let text = &text[from..];
    let mut to = text.len();
    for line in text.split_inclusive('\n').rev() {
        if !line.trim().is_empty() {
            to -= line.len() - line.trim_end_matches(['\n', '\r']).len();
            break;
        }
        to -= line.len();
    }
    &text[..to]
}

/// The heading of a plain title, in the source form that was imported while that still says the
/// same.
fn heading(title: &str, heading: &event::OwnHeading, level: u8) -> PostHeading {
    let kept = heading
        .source
        .as_ref()
        .filter(|source| rst::plain(source) == title);
    let source = kept.cloned().unwrap_or_else(|| rst::escape::title(title));
    let layout = &heading.layout;
    PostHeading {
        level,
        source,
        before: layout.before.clone(),
        after: layout.after.clone(),
        underline: layout.underline,
        verbatim: layout.verbatim.clone(),
    }
}

/// Keeps the levels of headings such that docutils accepts them: none may be more than one deeper
/// than the one before it.
struct SectionLevels {
    /// The lowest level that a section may have.
    top: u8,
    /// The headings that stand open, outermost first: the level that each should have, the level
    /// that it got.
    open: Vec<(u8, u8)>,
}

impl SectionLevels {
    fn new(has_title: bool, title_is_a_section: bool) -> SectionLevels {
        let open = if has_title && title_is_a_section {
            vec![(1, 1)]
        } else {
            Vec::new()
        };
        SectionLevels {
            top: u8::from(!has_title),
            open,
        }
    }

    /// The level to write for a heading of `level`: its own, unless what should stand above it is
    /// missing.
    fn fit(&mut self, level: u8) -> u8 {
        let level = level.max(self.top);
        self.open.retain(|(wanted, _)| *wanted < level);
        let deepest = self.open.last().map_or(1, |(_, got)| got + 1).max(1);
        let got = level.min(deepest);
        self.open.push((level, got));
        got
    }
}
