//! Finding: by a few letters among names, and by words in all texts.

use super::App;
use super::action::Action;
use super::desk::{Sid, Text};
use super::entries;
use crate::edit::LineInput;
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// What is typed and what it leaves.
#[derive(Debug, Clone, Default)]
pub struct Find {
    /// The letters or words.
    pub input: LineInput,
    /// What was found, the best first.
    pub hits: Vec<Hit>,
    /// Which is chosen.
    pub selected: usize,
    /// The first row that is seen.
    pub top: usize,
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What it is.
    pub kind: &'static str,
    /// Its name, or the line in which the words stand.
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
    /// To a session of another event: folder, title, the words to select.
    Elsewhere(String, String, String),
    /// To a text of the open event, with these bytes selected.
    Text(Text, std::ops::Range<usize>),
    /// To what was kept there.
    Entries(Option<Sid>),
    /// Copies a link's URL.
    Link(String),
    /// Does something.
    Act(Action),
}

/// A session of any event, as the index has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indexed {
    /// The event's folder.
    pub folder: String,
    /// The event's title.
    pub event: String,
    /// The session's title.
    pub title: String,
    /// Its notes.
    pub notes: String,
}

/// The most names, and the most lines, that are shown.
const MOST: usize = 100;

/// Everything that a query finds.
pub fn find(app: &App, query: &str) -> Vec<Hit> {
    let query = query.trim();
    let mut hits = names(app, query);
    if !query.is_empty() {
        hits.extend(lines(app, query));
    }
    hits
}

/// Names by a few letters.
fn names(app: &App, query: &str) -> Vec<Hit> {
    let pattern = Pattern::parse(query, CaseMatching::Ignore, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let mut found: Vec<(u32, Hit)> = Vec::new();
    for hit in all(app) {
        if let Some(score) = pattern.score(Utf32Str::new(&hit.text, &mut buffer), &mut matcher) {
            found.push((score, hit));
        }
    }
    // The sort keeps the order of equals: the open event first.
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    found.into_iter().take(MOST).map(|(_, hit)| hit).collect()
}

/// Everything that has a name.
fn all(app: &App) -> Vec<Hit> {
    let mut all = Vec::new();
    let mut add = |kind, text: &str, place: &str, go| {
        all.push(Hit {
            kind,
            text: text.to_owned(),
            place: place.to_owned(),
            go,
        });
    };
    let open = app.desk.as_ref();
    if let Some(desk) = open {
        for (sid, session) in &desk.sessions {
            let go = Go::Text(Text::Notes(*sid), 0..0);
            add(session.kind.word(), &session.title, "", go);
        }
        for (sid, session) in &desk.sessions {
            for person in session.people.owner() {
                add(
                    "person",
                    &person.name,
                    &session.title,
                    Go::Entries(Some(*sid)),
                );
            }
            for speaker in &session.speakers {
                let go = Go::Text(Text::Notes(*sid), 0..0);
                add("speaker", &speaker.name, &session.title, go);
            }
        }
        for person in desk.event.people.owner() {
            add("person", &person.name, "inbox", Go::Entries(None));
        }
        for link in &desk.event.links {
            let url = link.url.clone().unwrap_or_default();
            add("link", &link.name, &url.clone(), Go::Link(url));
        }
    }
    for event in &app.shelf.events {
        let place = event.place.as_deref().unwrap_or_default();
        add(
            "event",
            &event.title,
            place,
            Go::Event(event.folder.clone()),
        );
    }
    let folder = open.and_then(|desk| desk.folder.as_ref());
    for session in app
        .index
        .iter()
        .filter(|other| Some(&other.folder) != folder)
    {
        let (folder, title) = (session.folder.clone(), session.title.clone());
        let go = Go::Elsewhere(folder, title, String::new());
        add("session", &session.title, &session.event, go);
    }
    for link in &app.book {
        let url = link.url.clone().unwrap_or_default();
        add("link", &link.name, &url.clone(), Go::Link(url));
    }
    for action in Action::ALL {
        let name = action.name().replace('-', " ");
        add("command", &name, action.help(), Go::Act(*action));
    }
    all
}

/// Lines in which the words stand as they were typed, whatever their case.
fn lines(app: &App, query: &str) -> Vec<Hit> {
    let mut hits = Vec::new();
    let query = query.to_lowercase();
    if let Some(desk) = &app.desk {
        let mut texts: Vec<(Text, String)> = Vec::new();
        texts.push((Text::Intro, "Introduction".to_owned()));
        for (sid, session) in &desk.sessions {
            texts.push((Text::Notes(*sid), session.title.clone()));
        }
        texts.push((Text::Closing, "Closing".to_owned()));
        for (text, place) in texts {
            for (line, range) in matches(desk.stored(text), &query) {
                hits.push(Hit {
                    kind: "text",
                    text: line.trim().to_owned(),
                    place: place.clone(),
                    go: Go::Text(text, range),
                });
            }
        }
        let places = desk.sessions.iter().map(|(sid, _)| Some(*sid));
        for place in places.chain([None]) {
            let (entries, _) = entries::of(desk, place);
            for entry in entries
                .iter()
                .filter(|e| e.text.to_lowercase().contains(&query))
            {
                let name = place.and_then(|sid| desk.session(sid));
                hits.push(Hit {
                    kind: entry.kind.word(),
                    text: entry.text.clone(),
                    place: name.map_or("Inbox", |session| &session.title).to_owned(),
                    go: Go::Entries(place),
                });
            }
        }
    }
    let folder = app.desk.as_ref().and_then(|desk| desk.folder.as_ref());
    for session in app
        .index
        .iter()
        .filter(|other| Some(&other.folder) != folder)
    {
        if hits.len() >= MOST {
            break;
        }
        for (line, _) in matches(&session.notes, &query) {
            hits.push(Hit {
                kind: "text",
                text: line.trim().to_owned(),
                place: format!("{}, {}", session.title, session.event),
                go: Go::Elsewhere(session.folder.clone(), session.title.clone(), query.clone()),
            });
        }
    }
    hits.truncate(MOST);
    hits
}

/// The lines that hold the query, each with the bytes of its first match in the text.
fn matches<'a>(
    text: &'a str,
    query: &'a str,
) -> impl Iterator<Item = (&'a str, std::ops::Range<usize>)> {
    let mut start = 0;
    text.split('\n').filter_map(move |line| {
        let here = start;
        start += line.len() + 1;
        let at = line.to_lowercase().find(query)?;
        // Where lower case is as long as what was written, the match can be shown.
        let range = match line.get(at..at + query.len()) {
            Some(found) if found.to_lowercase() == query => here + at..here + at + query.len(),
            _ => here..here,
        };
        Some((line, range))
    })
}
