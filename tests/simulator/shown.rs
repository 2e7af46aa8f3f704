//! The words and counts that a screen or a notebook shows.
//!
//! Every word that somebody types in a history is a token that is typed once: `zq12q`. So that it
//! can be told how often each stands somewhere.

use hallway::app::App;
use hallway::app::effect::Item;
use hallway::model::count::Count;
use hallway::model::entry::{Entry, Person};
use hallway::model::event::Event;
use hallway::model::link::Link;
use hallway::model::session::Session;
use hallway::store::journal::Paper;
use std::collections::BTreeMap;

/// Tokens with how often they stand there, and counters with their sums.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// Tokens.
    pub tokens: BTreeMap<u32, i64>,
    /// Counters by name, over all sessions.
    pub counts: BTreeMap<String, i64>,
}

/// A token as it is typed.
pub fn token(number: u32) -> String {
    format!("zq{number}q")
}

impl Shown {
    /// What the open event of an app shows; nothing while none is open.
    pub fn of_app(app: &App) -> Option<(u32, Shown)> {
        let desk = app.desk.as_ref()?;
        let mut shown = Shown::default();
        let typed = app.typed_now();
        let mut seen = false;
        let mut take = |shown: &mut Shown, item: Item, paper: Paper| match &typed {
            Some((found, typed)) if *found == item => {
                seen = true;
                shown.paper(typed);
            }
            _ => shown.paper(&paper),
        };
        take(
            &mut shown,
            Item::Event(desk.id),
            desk.current_event().into(),
        );
        for (sid, _) in &desk.sessions {
            let paper = desk.current(*sid).unwrap().into();
            take(&mut shown, Item::Session(desk.id, *sid), paper);
        }
        if let (false, Some((_, paper))) = (seen, &typed) {
            shown.paper(paper);
        }
        shown.links(&app.book);
        Some((desk.id.0, shown))
    }

    /// Adds a document.
    pub fn paper(&mut self, paper: &Paper) {
        match paper {
            Paper::Session(session) => self.session(session),
            Paper::Event(event) => self.event(event),
            Paper::Book(book) => self.links(&book.links),
        }
    }

    /// Adds a session.
    pub fn session(&mut self, session: &Session) {
        self.text(&session.title);
        self.text(&session.notes);
        self.text(session.room.as_deref().unwrap_or_default());
        self.captured(session.entries.owner(), session.people.owner());
        for counts in [&session.tallies, &session.crowd, &session.questions] {
            self.counts(counts);
        }
    }

    /// Adds an event.
    pub fn event(&mut self, event: &Event) {
        self.text(&event.title);
        self.text(&event.intro);
        self.text(event.place.as_deref().unwrap_or_default());
        if let Some(closing) = &event.closing {
            self.text(&closing.title);
            self.text(&closing.text);
        }
        // A name that is linked stands in a text as well.
        for link in &event.links {
            self.text(link.url.as_deref().unwrap_or_default());
        }
        self.captured(event.entries.owner(), event.people.owner());
    }

    /// Adds the links of the book.
    pub fn links(&mut self, links: &[Link]) {
        for link in links {
            self.text(&link.name);
            self.text(link.url.as_deref().unwrap_or_default());
        }
    }

    /// Adds the tokens of a text.
    pub fn text(&mut self, text: &str) {
        for part in text.split("zq").skip(1) {
            if let Some((number, _)) = part.split_once('q')
                && let Ok(number) = number.parse()
            {
                *self.tokens.entry(number).or_default() += 1;
            }
        }
    }

    /// How often a token stands there.
    pub fn count(&self, token: u32) -> i64 {
        self.tokens.get(&token).copied().unwrap_or(0)
    }

    fn captured(&mut self, entries: &[Entry], people: &[Person]) {
        for entry in entries {
            self.text(&entry.text);
        }
        for person in people {
            self.text(&person.name);
        }
    }

    fn counts(&mut self, counts: &[Count]) {
        for count in counts {
            self.text(&count.name);
            *self.counts.entry(count.name.clone()).or_default() += count.count;
        }
    }
}
