//! Takes the edits of an exported post back into its event, session by session.
//!
//! A section of the file is compared with what an export would write for it now; only where the two
//! differ is the session changed. What stands around the notes because hallway made it of fields (a
//! byline, an agenda, quotes) is recognised and left to the fields; where somebody edited that too,
//! the whole section becomes notes and the session is marked as telling its fields already. Nothing
//! is deleted: a session that is no longer in the file is only marked as not published.

use super::cut::{self, Cut, CutPart, KnownTitles};
use super::edited::{Edited, edited};
use super::{ImportError, decode, layout, stem};
use crate::model::event::{Closing, Event};
use crate::model::layout::{PostLayout, PostOptions, Wrap};
use crate::model::link::Link;
use crate::model::session::{Placement, Session};
use crate::post::{Origin, Post, build, nikola};
use crate::rst::name::normalise;
use std::collections::{HashMap, HashSet, VecDeque};

/// An event with the edits of a post taken in.
#[derive(Debug, Clone, PartialEq)]
pub struct Update {
    /// The event.
    pub event: Event,
    /// The sessions that were there, in the order in which they were given, then the new ones.
    pub sessions: Vec<Session>,
    /// What was taken in, in the order of the post.
    pub changes: Vec<PostChange>,
    /// Whether an export gives back every byte of the file.
    pub unchanged: bool,
}

/// One thing that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PostChange {
    /// A value of the header: its name.
    Header(String),
    /// The introduction.
    Intro,
    /// The text of a session: its title.
    Notes(String),
    /// A session has another title: the old one, the new one.
    Title(String, String),
    /// A section that no session had: its title.
    Added(String),
    /// A session that the file leaves out is no longer published: its title.
    LeftOut(String),
    /// The sessions stand in another order.
    Order,
    /// The closing.
    Closing,
    /// A link target is new or has another URL: its name.
    Link(String),
    /// A link target is gone: its name.
    LinkRemoved(String),
}

/// Takes the edits of `source` in. `sessions` are in their order; `book` and `look` are those with
/// which the event is exported.
///
/// # Errors
/// [`ImportError`] for bytes that are not a text.
pub fn update(
    event: &Event,
    sessions: &[Session],
    book: &[Link],
    look: PostOptions,
    source: &[u8],
    file_name: &str,
) -> Result<Update, ImportError> {
    let page = decode::decode(source)?;
    let known = KnownTitles {
        titles: sessions
            .iter()
            .map(|session| normalise(&session.title))
            .collect(),
        closing: event
            .closing
            .as_ref()
            .map(|closing| normalise(&closing.title)),
    };
    let cut = cut::cut_as(&page.text, &known);
    let read = layout::assemble(&page, &cut, &stem(file_name));
    let post = build::build(event, sessions, book, look);
    let mut work = Work {
        text: &page.text,
        cut: &cut,
        places: places(&post),
        post,
        event: event.clone(),
        sessions: sessions.to_vec(),
        changes: Vec::new(),
    };
    work.header(&read.event);
    work.intro();
    let placed = work.take_sessions(&read.sessions);
    work.closing(read.event.closing.as_ref());
    work.links(&read.event.links);

    let export = |event: &Event, sessions: &[Session]| {
        let mut ordered = sessions.to_vec();
        ordered.sort_by(|one, other| one.place().cmp(&other.place()));
        nikola::write(&build::build(event, &ordered, book, look))
            .text
            .into_bytes()
    };
    let Work {
        mut event,
        mut sessions,
        changes,
        ..
    } = work;
    let mut unchanged = export(&event, &sessions) == source;
    if !unchanged {
        let (as_read, laid_out) =
            adopt_layout(&event, &sessions, &read.event, &read.sessions, &placed);
        if export(&as_read, &laid_out) == source {
            (event, sessions, unchanged) = (as_read, laid_out, true);
        }
    }
    Ok(Update {
        event,
        sessions,
        changes,
        unchanged,
    })
}

/// The event with the layout of the file: blank lines, adornments, underlines.
fn adopt_layout(
    event: &Event,
    sessions: &[Session],
    read: &Event,
    read_sessions: &[Session],
    placed: &[usize],
) -> (Event, Vec<Session>) {
    let (mut event, mut sessions) = (event.clone(), sessions.to_vec());
    event.layout = PostLayout {
        keep_links: event.layout.keep_links,
        keep_header: event.layout.keep_header,
        ..read.layout.clone()
    };
    event.heading = read.heading.clone();
    event.look.wrap = read.look.wrap.or(Some(Wrap::Keep));
    if let (Some(own), Some(read)) = (&mut event.closing, &read.closing) {
        own.heading = read.heading.clone();
    }
    for (at, read) in placed.iter().zip(read_sessions) {
        if let Some(session) = sessions.get_mut(*at) {
            session.heading = read.heading.clone();
        }
    }
    (event, sessions)
}

struct Work<'a> {
    text: &'a str,
    cut: &'a Cut,
    /// What an export would write now.
    post: Post,
    /// Where each part stands in it.
    places: HashMap<Origin, usize>,
    event: Event,
    sessions: Vec<Session>,
    changes: Vec<PostChange>,
}

fn places(post: &Post) -> HashMap<Origin, usize> {
    let mut places = HashMap::new();
    for (at, part) in post.parts.iter().enumerate() {
        places.entry(part.origin).or_insert(at);
    }
    places
}

impl Work<'_> {
    fn header(&mut self, read: &Event) {
        // The last field of a name counts.
        let own = self.event.header.fields.iter();
        let mut own: HashMap<String, String> = own.cloned().collect();
        let mut new = Vec::new();
        for (name, value) in &read.header.fields {
            if own.get(name) != Some(value) {
                own.insert(name.clone(), value.clone());
                new.push((name.clone(), value.clone()));
                self.changes.push(PostChange::Header(name.clone()));
            }
        }
        self.event.header.set_all(new);
        if self.cut.title.is_some() && self.event.title != read.title {
            self.changes.push(PostChange::Title(
                self.event.title.clone(),
                read.title.clone(),
            ));
            self.event.title = read.title.clone();
        }
    }

    /// The text that the file has for a part, if somebody edited it.
    fn body(&self, origin: Origin, range: &std::ops::Range<usize>) -> Option<Edited> {
        let part = self.places.get(&origin).map(|at| &self.post.parts[*at]);
        let pieces = part
            .map(|part| nikola::part_texts(part, &self.post))
            .unwrap_or_default();
        let typed: Vec<&str> = pieces
            .iter()
            .filter(|(typed, _)| *typed)
            .map(|(_, text)| text.as_str())
            .collect();
        let found = edited(&pieces, &self.text[range.clone()]);
        (found.all || found.notes.trim_end() != typed.join("\n\n").trim_end()).then_some(found)
    }

    fn intro(&mut self) {
        let Some(body) = self.body(Origin::Intro, &self.cut.intro) else {
            return;
        };
        self.event.intro = body.notes;
        for session in &mut self.sessions {
            // What joined the introduction is told there now.
            if session.placement == Placement::Intro && session.has_content() {
                session.in_post = false;
            }
        }
        self.changes.push(PostChange::Intro);
    }

    /// Takes the sections in. Returns for each section of the file the session that it became.
    fn take_sessions(&mut self, read: &[Session]) -> Vec<usize> {
        let parts: &[CutPart] = &self.cut.parts[..read.len()];
        let matched = self.matches(parts);
        let mut placed = Vec::new();
        for ((part, read), found) in parts.iter().zip(read).zip(matched) {
            let Some(at) = found else {
                self.changes.push(PostChange::Added(read.title.clone()));
                placed.push(self.sessions.len());
                self.sessions.push(read.clone());
                continue;
            };
            placed.push(at);
            let body = self.body(Origin::Session(at), &part.text);
            let session = &mut self.sessions[at];
            if session.title != read.title {
                self.changes
                    .push(PostChange::Title(session.title.clone(), read.title.clone()));
                session.title = read.title.clone();
                session.heading = read.heading.clone();
            }
            if let Some(body) = body {
                session.fields_in_notes |= body.all;
                session.notes = body.notes;
                self.changes.push(PostChange::Notes(session.title.clone()));
            }
        }
        let there: HashSet<usize> = placed.iter().copied().collect();
        for part in &self.post.parts {
            let Origin::Session(at) = part.origin else {
                continue;
            };
            if !there.contains(&at) {
                self.sessions[at].in_post = false;
                self.changes
                    .push(PostChange::LeftOut(self.sessions[at].title.clone()));
            }
        }
        self.reorder(&placed);
        placed
    }

    /// For each section of the file its session: the published one of that title, else, where as
    /// many are left on both sides, the next one.
    fn matches(&self, parts: &[CutPart]) -> Vec<Option<usize>> {
        let published = self.post.parts.iter().filter_map(|part| match part.origin {
            Origin::Session(at) => Some(at),
            _ => None,
        });
        let published: Vec<usize> = published.collect();
        let mut by_title: HashMap<String, VecDeque<usize>> = HashMap::new();
        for at in &published {
            let title = normalise(&self.sessions[*at].title);
            by_title.entry(title).or_default().push_back(*at);
        }
        let own = |part: &CutPart| by_title.get_mut(&normalise(&part.head.plain))?.pop_front();
        let mut found: Vec<Option<usize>> = parts.iter().map(own).collect();
        let taken: HashSet<usize> = found.iter().copied().flatten().collect();
        let mut free = published;
        free.retain(|at| !taken.contains(at));
        let open = found.iter().filter(|found| found.is_none()).count();
        if open == free.len() {
            let mut rest = free.into_iter();
            for found in found.iter_mut().filter(|found| found.is_none()) {
                *found = rest.next();
            }
        }
        found
    }

    /// Gives the sessions the order of the file, if it is another one.
    fn reorder(&mut self, placed: &[usize]) {
        let keys: Vec<_> = placed.iter().map(|at| self.sessions[*at].place()).collect();
        if keys.is_sorted() {
            return;
        }
        for (at, number) in placed.iter().zip(1_i64..) {
            self.sessions[*at].order = Some(number * layout::STEP);
        }
        self.changes.push(PostChange::Order);
    }

    fn closing(&mut self, read: Option<&Closing>) {
        let range = self
            .cut
            .parts
            .last()
            .filter(|_| self.cut.closes)
            .map(|part| part.text.clone());
        match (read, range) {
            (Some(read), Some(range)) => {
                let body = self.body(Origin::Closing, &range);
                let own = self.event.closing.get_or_insert_with(Closing::default);
                let retitled = own.title != read.title;
                if retitled {
                    *own = Closing {
                        text: std::mem::take(&mut own.text),
                        ..read.clone()
                    };
                }
                if let Some(body) = &body {
                    own.text.clone_from(&body.notes);
                }
                if retitled || body.is_some() {
                    self.changes.push(PostChange::Closing);
                }
            }
            _ => {
                if self.event.closing.take().is_some() {
                    self.changes.push(PostChange::Closing);
                }
            }
        }
    }

    fn links(&mut self, read: &[Link]) {
        let mut known: HashMap<String, usize> = HashMap::new();
        for (at, own) in self.event.links.iter().enumerate() {
            known.entry(normalise(&own.name)).or_insert(at);
        }
        for link in read {
            let at = *known
                .entry(normalise(&link.name))
                .or_insert(self.event.links.len());
            match self.event.links.get_mut(at) {
                Some(own) if own.url == link.url => continue,
                Some(own) => (own.url, own.form) = (link.url.clone(), link.form.clone()),
                None => self.event.links.push(Link {
                    keep: true,
                    ..link.clone()
                }),
            }
            self.changes.push(PostChange::Link(link.name.clone()));
        }
        let there: HashSet<String> = read.iter().map(|link| normalise(&link.name)).collect();
        let mut gone = HashSet::new();
        for target in &self.post.targets {
            let key = normalise(&target.name);
            if !there.contains(&key) {
                gone.insert(key);
                self.changes
                    .push(PostChange::LinkRemoved(target.name.clone()));
            }
        }
        let links = &mut self.event.links;
        links.retain(|link| !gone.contains(&normalise(&link.name)));
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // A test stops at what it does not expect.
mod tests {
    use super::*;

    /// With a loop in the loop this would take an hour.
    #[test]
    fn a_post_of_very_many_sections_and_links_is_taken_back() {
        let sections: String = "A\n-\n\nx\n\n".repeat(8_000);
        let links = |to: &str| -> String {
            let link = |n: usize| format!(".. _l{n}: http://{to}/\n");
            (0..8_000).map(link).collect()
        };
        let text = |to| format!("{sections}{}", links(to));
        let read = super::super::read(text("a").as_bytes(), "x.rst").unwrap();
        let (event, sessions) = (&read.event, &read.sessions);
        let now = text("b");
        let look = PostOptions::default();
        let update = update(event, sessions, &[], look, now.as_bytes(), "x.rst").unwrap();
        assert_eq!(update.changes.len(), 8_000);
        assert!(update.unchanged);
    }
}
