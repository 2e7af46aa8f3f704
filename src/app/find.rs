//! Finding: by a few letters among names, and by words in all texts.
//!
//! The open event is searched as it is on the screen; the others as the index has them. The index
//! is gone through piece by piece, so that a key never waits for a large notebook: [`Find::go_on`]
//! does one piece, until [`Find::is_done`].

mod talks;

use super::App;
use super::action::Action;
use super::open_event::{OpenEvent, SessionId, TextId};
use super::{entries, programme_view};
use crate::edit::LineInput;
use crate::store::index::{Index, IndexRecord, Part};
use crate::store::search::Query;
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use std::collections::HashSet;
use std::sync::Arc;

/// What is typed and what it leaves.
#[derive(Debug, Clone, Default)]
pub struct Find {
    /// The letters or words.
    pub input: LineInput,
    /// What was found, the best first.
    pub hits: Vec<FindHit>,
    /// Which is chosen.
    pub selected: usize,
    /// The first row that is seen.
    pub top: usize,
    /// Names with how well they fit, the best first.
    names: Vec<(u32, FindHit)>,
    /// Lines of texts.
    lines: Vec<FindHit>,
    /// How many records of the index were gone through.
    next: usize,
    /// The event to which the last of them belongs.
    event: Option<Arc<IndexRecord>>,
    /// The talks of that event that have a session.
    noted: HashSet<String>,
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindHit {
    /// What it is.
    pub kind: &'static str,
    /// Its name, or the line in which the words stand, from shortly before them.
    pub text: String,
    /// Where it is.
    pub place: String,
    /// Where Enter goes.
    pub go: Go,
}

/// Where Enter goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Go {
    /// To an event.
    Event(String),
    /// To something in another event.
    OtherEvent(Goal),
    /// To a text of the open event, with these bytes selected.
    Text(TextId, std::ops::Range<usize>),
    /// To what was kept there.
    Entries(Option<SessionId>),
    /// Copies a link's URL.
    Link(String),
    /// Does something.
    Act(Action),
}

/// A place in an event that has to be opened first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// The event's folder.
    pub folder: String,
    /// The session's title; nothing for the event itself.
    pub session: Option<String>,
    /// Which talk of the programme.
    pub talk: Option<String>,
    /// In which part.
    pub part: Part,
    /// The line there.
    pub line: String,
    /// What was looked for.
    pub words: String,
}

/// The most names, and the most lines, that are shown.
const MOST: usize = 100;

/// How much text is searched at once, in bytes: a millisecond or two.
const PIECE: usize = 1 << 20;

/// How many records are gone through at once.
const RECORDS: usize = 1500;

/// The columns before the words from which on a line is shown from later.
const BEFORE: usize = 24;

impl Find {
    /// Begins again with what is typed now.
    pub fn begin(&mut self, app: &App) {
        self.names.clear();
        self.lines.clear();
        self.next = 0;
        self.event = None;
        self.noted.clear();
        let typed = self.input.text().trim().to_owned();
        let mut names = FindNames::of(&typed, std::mem::take(&mut self.names));
        open_names(app, &mut names);
        other_names(app, &mut names);
        self.names = names.found;
        self.lines = open_lines(app, &Query::of(&typed));
        self.show();
    }

    /// Whether the whole index was gone through.
    pub fn is_done(&self, index: &Index) -> bool {
        self.next >= index.records().len()
    }

    /// Goes through the next piece of the index. Of the event that is `open` only the programme is
    /// of interest: the rest was found on the screen.
    pub fn go_on(&mut self, index: &Index, open: Option<&OpenEvent>) {
        let folder = open.and_then(|open_event| open_event.folder.as_deref());
        let typed = self.input.text().trim().to_owned();
        let query = Query::of(&typed);
        let mut names = FindNames::of(&typed, std::mem::take(&mut self.names));
        let mut scratch = String::new();
        let mut bytes = 0;
        for record in index.records().iter().skip(self.next).take(RECORDS) {
            self.next += 1;
            bytes += record.text().len();
            let is_open = Some(&*record.event) == folder;
            if record.is_event() {
                self.event = Some(Arc::clone(record));
                self.noted.clear();
                let made = open.filter(|_| is_open).into_iter();
                self.noted
                    .extend(made.flat_map(programme_view::noted).map(str::to_owned));
            }
            if record.is_talk() {
                self.search_talk(record, is_open, &query, &mut names, &mut scratch);
            } else if !record.is_book() && !is_open {
                // The link book is among the names already.
                self.search(record, &typed, &query, &mut names, &mut scratch);
                self.noted.extend(Some(record.talk.clone()));
            }
            if bytes > PIECE {
                break;
            }
        }
        self.names = names.found;
        self.show();
    }

    fn search(
        &mut self,
        record: &Arc<IndexRecord>,
        typed: &str,
        query: &Query,
        names: &mut FindNames,
        scratch: &mut String,
    ) {
        let event = self.event.as_ref().filter(|it| it.event == record.event);
        let event = event.map_or(&*record.event, |event| event.title());
        let session = (!record.is_event()).then(|| record.title().to_owned());
        let go = |part, line: &str| {
            Go::OtherEvent(Goal {
                folder: record.event.to_string(),
                session: session.clone(),
                talk: None,
                part,
                line: line.to_owned(),
                words: typed.to_owned(),
            })
        };
        let within = || match &session {
            Some(title) => format!("{title}, {event}"),
            None => event.to_owned(),
        };
        // Events themselves come from the list of events.
        if !record.is_event() {
            names.consider(record.title(), || FindHit {
                kind: "session",
                text: record.title().to_owned(),
                place: event.to_owned(),
                go: go(Part::Title, ""),
            });
        }
        for part in [Part::Speaker, Part::Person, Part::Link] {
            for line in record.part(part).lines() {
                let (name, rest) = line.split_once(", ").unwrap_or((line, ""));
                names.consider(name, || FindHit {
                    kind: part.word(),
                    text: name.to_owned(),
                    place: match part {
                        Part::Link => rest.to_owned(),
                        _ => within(),
                    },
                    go: match part {
                        Part::Link => Go::Link(url(rest).to_owned()),
                        _ => go(part, line),
                    },
                });
            }
        }
        if self.lines.len() >= MOST {
            return;
        }
        for hit in record.hits(query, scratch) {
            let line = record.line_of(&hit);
            let kind = match hit.part {
                Part::Title | Part::Speaker | Part::Link => continue,
                Part::Notes | Part::Intro | Part::Closing => "text",
                part => part.word(),
            };
            self.lines.push(FindHit {
                kind,
                text: excerpt(line, query),
                place: within(),
                go: go(hit.part, line),
            });
        }
    }

    /// Puts names and lines together; what was chosen stays chosen.
    fn show(&mut self) {
        let chosen = match self.selected {
            0 => None,
            at => self.hits.get(at).cloned(),
        };
        self.lines.truncate(MOST);
        let names = self.names.iter().map(|(_, hit)| hit);
        self.hits = names.chain(&self.lines).cloned().collect();
        let at = chosen.and_then(|chosen| self.hits.iter().position(|hit| *hit == chosen));
        self.selected = at.unwrap_or(0);
    }
}

/// The names that fit best.
struct FindNames {
    pattern: Pattern,
    matcher: Matcher,
    buffer: Vec<char>,
    found: Vec<(u32, FindHit)>,
}

impl FindNames {
    fn of(typed: &str, found: Vec<(u32, FindHit)>) -> FindNames {
        FindNames {
            pattern: Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart),
            matcher: Matcher::new(Config::DEFAULT),
            buffer: Vec::new(),
            found,
        }
    }

    /// Takes a name among the best, if it is one of them. Of equals the first stays before.
    fn consider(&mut self, name: &str, hit: impl FnOnce() -> FindHit) {
        self.consider_near(name, 0, hit);
    }

    /// The same, where the name has so many points at least.
    fn consider_near(&mut self, name: &str, least: u32, hit: impl FnOnce() -> FindHit) {
        let text = Utf32Str::new(name, &mut self.buffer);
        let score = self.pattern.score(text, &mut self.matcher);
        let Some(score) = score.filter(|score| *score >= least) else {
            return;
        };
        let at = self.found.partition_point(|(other, _)| *other >= score);
        if at < MOST {
            self.found.insert(at, (score, hit()));
            self.found.truncate(MOST);
        }
    }
}

/// What has a name in the open event.
fn open_names(app: &App, names: &mut FindNames) {
    let Some(open_event) = &app.open_event else {
        return;
    };
    let mut add = |kind, text: &str, place: &str, go: &dyn Fn() -> Go| {
        names.consider(text, || FindHit {
            kind,
            text: text.to_owned(),
            place: place.to_owned(),
            go: go(),
        });
    };
    for (session_id, session) in &open_event.sessions {
        let go = || Go::Text(TextId::Notes(*session_id), 0..0);
        add(session.kind.word(), &session.title, "", &go);
    }
    for (session_id, session) in &open_event.sessions {
        for person in session.people.owner() {
            let go = || Go::Entries(Some(*session_id));
            add("person", &person.name, &session.title, &go);
        }
        for speaker in &session.speakers {
            let go = || Go::Text(TextId::Notes(*session_id), 0..0);
            add("speaker", &speaker.name, &session.title, &go);
        }
    }
    for person in open_event.event.people.owner() {
        add("person", &person.name, "inbox", &|| Go::Entries(None));
    }
    for link in &open_event.event.links {
        let url = link.url.as_deref().unwrap_or_default();
        add("link", &link.name, url, &|| Go::Link(url.to_owned()));
    }
}

/// Events, the link book and the commands.
fn other_names(app: &App, names: &mut FindNames) {
    let mut add = |kind, text: &str, place: &str, go: &dyn Fn() -> Go| {
        names.consider(text, || FindHit {
            kind,
            text: text.to_owned(),
            place: place.to_owned(),
            go: go(),
        });
    };
    for event in &app.event_list.events {
        let place = event.place.as_deref().unwrap_or_default();
        let go = || Go::Event(event.folder.clone());
        add("event", &event.title, place, &go);
    }
    let own = app
        .open_event
        .iter()
        .flat_map(|open_event| &open_event.event.links);
    let known: HashSet<_> = own.map(|link| (&link.name, &link.url)).collect();
    for link in &app.book {
        // What the open event says as well was found there.
        if known.contains(&(&link.name, &link.url)) {
            continue;
        }
        let url = link.url.as_deref().unwrap_or_default();
        add("link", &link.name, url, &|| Go::Link(url.to_owned()));
    }
    for action in Action::ALL {
        let name = action.name().replace('-', " ");
        add("command", &name, action.help(), &|| Go::Act(*action));
    }
}

/// Lines of the open event that have all the words.
fn open_lines(app: &App, query: &Query) -> Vec<FindHit> {
    let mut hits = Vec::new();
    let Some(open_event) = app.open_event.as_ref().filter(|_| !query.is_empty()) else {
        return hits;
    };
    let mut texts = vec![(TextId::Intro, "Introduction")];
    for (session_id, session) in &open_event.sessions {
        texts.push((TextId::Notes(*session_id), &session.title));
    }
    texts.push((TextId::Closing, "Closing"));
    for (text, place) in texts {
        let mut start = 0;
        for line in open_event.stored(text).split('\n') {
            if query.is_in(line) {
                let found = query.place(line).unwrap_or(0..0);
                hits.push(FindHit {
                    kind: "text",
                    text: excerpt(line, query),
                    place: place.to_owned(),
                    go: Go::Text(text, start + found.start..start + found.end),
                });
            }
            start += line.len() + 1;
        }
    }
    let places = open_event
        .sessions
        .iter()
        .map(|(session_id, _)| Some(*session_id));
    for place in places.chain([None]) {
        let (entries, _) = entries::of(open_event, place);
        for entry in entries.iter().filter(|entry| query.is_in(&entry.text)) {
            let name = place.and_then(|session_id| open_event.session(session_id));
            hits.push(FindHit {
                kind: entry.kind.word(),
                text: excerpt(&entry.text, query),
                place: name.map_or("Inbox", |session| &session.title).to_owned(),
                go: Go::Entries(place),
            });
        }
    }
    hits
}

/// The URL at the end of a link's line in the index.
fn url(rest: &str) -> &str {
    let last = rest.rsplit(", ").next().unwrap_or(rest);
    if last.contains(':') { last } else { "" }
}

/// A line from shortly before what was found, so that a narrow row shows it.
fn excerpt(line: &str, query: &Query) -> String {
    let line = line.trim();
    let found = query.place(line).map_or(0, |range| range.start);
    let before = line.get(..found).unwrap_or("");
    let Some((far, _)) = before.char_indices().rev().nth(BEFORE) else {
        return line.to_owned();
    };
    // From a word's beginning, where there is one.
    let start = match before[..far].ends_with(char::is_whitespace) {
        true => far,
        false => far + before[far..].find(char::is_whitespace).unwrap_or(0),
    };
    format!("\u{2026}{}", line[start..].trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_shown_from_shortly_before_the_hit() {
        let query = Query::of("needle");
        assert_eq!(excerpt("  a needle in it", &query), "a needle in it");
        assert_eq!(
            excerpt(
                "a line in which the hay goes on and on until the needle comes",
                &query
            ),
            "\u{2026}goes on and on until the needle comes"
        );
    }

    #[test]
    fn the_url_is_the_last_of_a_link() {
        assert_eq!(url("Alias, https://example.org/"), "https://example.org/");
        assert_eq!(url("Alias"), "");
    }
}
