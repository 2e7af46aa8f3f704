//! The words and counts that a screen or a notebook shows.
//!
//! Every word that somebody types in a history is a token that is typed once: `zq12q`. So that it
//! can be told how often each stands somewhere.

use hallway::app::App;
use hallway::app::effect::DocumentId;
use hallway::model::count::Count;
use hallway::model::entry::{Entry, Person};
use hallway::model::event::Event;
use hallway::model::link::Link;
use hallway::model::session::Session;
use hallway::store::journal::Snapshot;
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
        let open_event = app.open_event.as_ref()?;
        let mut shown = Shown::default();
        let typed = app.typed_now();
        let mut seen = false;
        let mut take = |shown: &mut Shown, item: DocumentId, snapshot: Snapshot| match &typed {
            Some((found, typed)) if *found == item => {
                seen = true;
                shown.snapshot(typed);
            }
            _ => shown.snapshot(&snapshot),
        };
        take(
            &mut shown,
            DocumentId::Event(open_event.id),
            open_event.current_event().into(),
        );
        for (session_id, _) in &open_event.sessions {
            let snapshot = open_event.current(*session_id).unwrap().into();
            take(
                &mut shown,
                DocumentId::Session(open_event.id, *session_id),
                snapshot,
            );
        }
        if let (false, Some((_, snapshot))) = (seen, &typed) {
            shown.snapshot(snapshot);
        }
        shown.links(&app.book);
        Some((open_event.id.0, shown))
    }

    /// Adds a document.
    pub fn snapshot(&mut self, snapshot: &Snapshot) {
        match snapshot {
            Snapshot::Session(session) => self.session(session),
            Snapshot::Event(event) => self.event(event),
            Snapshot::Book(book) => self.links(&book.links),
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
