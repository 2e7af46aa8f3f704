//! What the index keeps of one file, or of one talk of a programme: its counts, and everything in
//! it that can be searched.

use crate::model::entry::{Entry, EntryKind, Person};
use crate::model::event::Event;
use crate::model::link::Link;
use crate::model::programme::Talk;
use crate::model::session::{Session, SessionKind, Speaker};
use crate::model::words::words;
use chrono::{DateTime, FixedOffset};
use std::ops::Range;
use std::sync::Arc;

/// What the index keeps of an event, a session, a talk of the programme, or the link book.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexRecord {
    /// The event's folder; empty for the link book.
    pub event: Arc<str>,
    /// The session's name; empty for everything else.
    pub session: String,
    /// Which talk of the programme it is, or, of a session, from which it was made; empty for
    /// everything else.
    pub talk: String,
    /// The kind of a session.
    pub kind: Option<SessionKind>,
    /// Words of its prose.
    pub words: u32,
    /// How many entries it holds.
    pub entries: u32,
    /// How many of them are to-dos that are not done.
    pub to_dos: u32,
    /// Where a session stands among the others: see [`Session::place`].
    pub(super) order: Option<i64>,
    /// When it begins: an event's day since the common era, a session's or talk's second since
    /// 1970.
    pub(super) starts: Option<i64>,
    /// How far the clock is ahead of UTC where a session or talk begins, in seconds.
    pub(super) offset: i32,
    /// How the file looked when it was read.
    pub(super) stamp: Stamp,
    /// All parts, one after another; each line ends in a line break.
    pub(super) text: String,
    /// Which part is where in `text`, in order and without gaps.
    pub(super) parts: Vec<(Part, Range<usize>)>,
}

/// How a file looks from outside. A file that looks the same is taken to say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stamp {
    /// Bytes.
    pub size: u64,
    /// When it was changed, in nanoseconds since 1970; 0 when that is not to be relied on.
    pub changed: i64,
    /// On Unix what also tells two files apart that are as large and as old: node and time of the
    /// last change of either.
    pub node: u64,
}

macro_rules! parts {
    ($($(#[$doc:meta])* $name:ident $word:literal,)+) => {
        /// A part of a file that can be searched. Lists have a line for each element.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Part { $($(#[$doc])* $name,)+ }

        impl Part {
            /// All parts, in the order in which the index numbers them.
            pub const ALL: &'static [Part] = &[$(Part::$name,)+];

            /// The word in output.
            pub fn word(self) -> &'static str {
                match self { $(Part::$name => $word,)+ }
            }
        }
    };
}

parts! {
    /// The title.
    Title "title",
    /// A talk's second title.
    Subtitle "subtitle",
    /// An event's place.
    Place "place",
    /// Room, or stand.
    Room "room",
    /// The track of the programme.
    Track "track",
    /// Its page.
    Url "url",
    /// Tags.
    Tag "tag",
    /// Speakers with their affiliations.
    Speaker "speaker",
    /// The organisations of a booth.
    Organisation "organisation",
    /// Who else worked there.
    Colleague "colleague",
    /// Who held a meetup.
    Host "host",
    /// What was on a meetup's agenda.
    Agenda "agenda",
    /// What was asked at a booth.
    Question "question",
    /// What was counted at a booth.
    Tally "tally",
    /// An event's introduction.
    Intro "intro",
    /// A session's prose.
    Notes "notes",
    /// The title and the text of an event's last section.
    Closing "closing",
    /// Captured lines, each with who said it.
    Entry "entry",
    /// People met: name, project, place, what was promised, URL.
    Person "person",
    /// Links: name, other names, URL.
    Link "link",
    /// What a talk is about, as the programme has it.
    About "about",
}

impl Part {
    /// Whether only talks of a programme have it: a session that is made from one does not take it
    /// over.
    pub fn is_of_talks(self) -> bool {
        matches!(self, Part::Subtitle | Part::About)
    }
}

impl IndexRecord {
    /// The title; a link book has none.
    pub fn title(&self) -> &str {
        self.part(Part::Title).trim_end()
    }

    /// How much of an event is still to be written: its introduction, its closing.
    pub fn unwritten(&self) -> u32 {
        if !self.is_event() {
            return 0;
        }
        let lacks = |part| u32::from(self.part(part).trim().is_empty());
        lacks(Part::Intro) + lacks(Part::Closing)
    }

    /// Whether it is the link book.
    pub fn is_book(&self) -> bool {
        self.event.is_empty()
    }

    /// Whether it is an event.
    pub fn is_event(&self) -> bool {
        self.session.is_empty() && self.talk.is_empty() && !self.is_book()
    }

    /// Whether it is a talk of a programme. What a person keeps of one is a session.
    pub fn is_talk(&self) -> bool {
        self.session.is_empty() && !self.talk.is_empty()
    }

    /// The event's folder, and which talk it is or was made from.
    pub fn talk_of_event(&self) -> (&str, &str) {
        (&self.event, &self.talk)
    }

    /// When a session or a talk begins, by the clock that its file has.
    pub fn starts(&self) -> Option<DateTime<FixedOffset>> {
        let second = self.starts.filter(|_| !self.is_event())?;
        let zone = FixedOffset::east_opt(self.offset)?;
        Some(DateTime::from_timestamp(second, 0)?.with_timezone(&zone))
    }

    /// The text of a part; nothing when it has none.
    pub fn part(&self, wanted: Part) -> &str {
        let range = self.parts.iter().find(|(part, _)| *part == wanted);
        range
            .and_then(|(_, range)| self.text.get(range.clone()))
            .unwrap_or("")
    }

    /// The parts with their texts.
    pub fn parts(&self) -> impl Iterator<Item = (Part, &str)> {
        self.parts
            .iter()
            .filter_map(|(part, range)| Some((*part, self.text.get(range.clone())?)))
    }

    /// Everything that can be searched.
    pub fn text(&self) -> &str {
        &self.text
    }

    fn empty(event: &Arc<str>, session: &str, stamp: Stamp) -> IndexRecord {
        IndexRecord {
            event: Arc::clone(event),
            session: session.to_owned(),
            talk: String::new(),
            kind: None,
            words: 0,
            entries: 0,
            to_dos: 0,
            order: None,
            starts: None,
            offset: 0,
            stamp,
            text: String::new(),
            parts: Vec::new(),
        }
    }

    /// What is kept of an event.
    pub(super) fn of_event(folder: &Arc<str>, event: &Event, stamp: Stamp) -> IndexRecord {
        use chrono::Datelike;
        let mut record = IndexRecord::empty(folder, "", stamp);
        record.starts = event.starts.map(|day| i64::from(day.num_days_from_ce()));
        record.line(Part::Title, &event.title);
        record.lines(Part::Place, &event.place);
        record.lines(Part::Url, &event.url);
        record.prose(Part::Intro, &event.intro);
        if let Some(closing) = &event.closing {
            record.prose(Part::Closing, &closing.text);
        }
        record.captured(event.entries.owner(), event.people.owner());
        record.links(&event.links);
        record
    }

    /// What is kept of a session.
    pub(super) fn of_session(
        folder: &Arc<str>,
        name: &str,
        session: &Session,
        stamp: Stamp,
    ) -> IndexRecord {
        let mut record = IndexRecord::empty(folder, name, stamp);
        record.kind = Some(session.kind);
        record.talk = session.programme_id.clone().unwrap_or_default();
        record.order = session.order;
        record.begin(session.starts);
        record.line(Part::Title, &session.title);
        record.lines(Part::Room, &session.room);
        record.lines(Part::Track, &session.track);
        let urls = [&session.url, &session.slides, &session.video];
        record.lines(Part::Url, urls.into_iter().flatten());
        record.lines(Part::Tag, &session.tags);
        record.speakers(&session.speakers);
        record.lines(Part::Organisation, &session.organisations);
        record.lines(Part::Colleague, &session.colleagues);
        record.lines(Part::Host, &session.host);
        record.lines(Part::Agenda, &session.agenda);
        let names = session.questions.iter().map(|count| &count.name);
        record.lines(Part::Question, names);
        let counts = session.tallies.iter().chain(&session.crowd);
        record.lines(Part::Tally, counts.map(|count| &count.name));
        record.prose(Part::Notes, &session.notes);
        record.captured(session.entries.owner(), session.people.owner());
        record
    }

    /// What is kept of a talk; it stands in the file of the programme, whose looks are `stamp`.
    pub(super) fn of_talk(folder: &Arc<str>, talk: &Talk, stamp: Stamp) -> IndexRecord {
        let mut record = IndexRecord::empty(folder, "", stamp);
        record.talk = match talk.id.as_str() {
            "" => talk.title.clone(),
            id => id.to_owned(),
        };
        record.begin(talk.starts);
        record.line(Part::Title, &talk.title);
        record.lines(Part::Subtitle, &talk.subtitle);
        record.lines(Part::Room, &talk.room);
        record.lines(Part::Track, &talk.track);
        record.lines(Part::Url, &talk.url);
        record.speakers(&talk.speakers);
        if !talk.about.is_empty() {
            record.push(Part::About, &talk.about);
        }
        record
    }

    /// What is kept of the link book.
    pub(super) fn of_book(links: &[Link], stamp: Stamp) -> IndexRecord {
        let mut record = IndexRecord::empty(&Arc::from(""), "", stamp);
        record.links(links);
        record
    }

    fn begin(&mut self, starts: Option<DateTime<FixedOffset>>) {
        self.starts = starts.map(|at| at.timestamp());
        self.offset = starts.map_or(0, |at| at.offset().local_minus_utc());
    }

    fn captured(&mut self, entries: &[Entry], people: &[Person]) {
        let open = |entry: &&Entry| entry.kind == EntryKind::ToDo && !entry.done;
        self.entries = number(entries.len());
        self.to_dos = number(entries.iter().filter(open).count());
        let lines = entries
            .iter()
            .map(|entry| joined([Some(&entry.text), entry.who.as_ref()]));
        self.lines(Part::Entry, lines);
        let lines = people.iter().map(|person| {
            joined([
                Some(&person.name),
                person.project.as_ref(),
                person.place.as_ref(),
                person.promised.as_ref(),
                person.url.as_ref(),
            ])
        });
        self.lines(Part::Person, lines);
    }

    fn speakers(&mut self, speakers: &[Speaker]) {
        let lines = speakers.iter().map(|speaker| {
            joined([
                Some(&speaker.name),
                speaker.affiliation.as_ref(),
                speaker.url.as_ref(),
            ])
        });
        self.lines(Part::Speaker, lines);
    }

    fn links(&mut self, links: &[Link]) {
        let lines = links.iter().map(|link| {
            let names = std::iter::once(&link.name).chain(&link.aliases);
            joined(names.chain(&link.url).map(Some))
        });
        self.lines(Part::Link, lines);
    }

    fn prose(&mut self, part: Part, text: &str) {
        self.words = self.words.saturating_add(number(words(text)));
        if !text.trim().is_empty() {
            self.push(part, text);
        }
    }

    fn line(&mut self, part: Part, text: &str) {
        self.lines(part, [text]);
    }

    /// A part with a line for each of `texts`, so that the number of a line is that of the element.
    fn lines<T: AsRef<str>>(&mut self, part: Part, texts: impl IntoIterator<Item = T>) {
        let mut all = String::new();
        for text in texts {
            // A line break within an element would move the numbers of those after it.
            all.extend(text.as_ref().chars().map(|c| match c {
                '\n' => ' ',
                other => other,
            }));
            all.push('\n');
        }
        if !all.is_empty() {
            self.push(part, &all);
        }
    }

    fn push(&mut self, part: Part, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        if !text.ends_with('\n') {
            self.text.push('\n');
        }
        self.parts.push((part, start..self.text.len()));
    }
}

fn joined<'a>(texts: impl IntoIterator<Item = Option<&'a String>>) -> String {
    let texts: Vec<&str> = texts.into_iter().flatten().map(String::as_str).collect();
    texts.join(", ")
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
