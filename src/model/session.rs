//! A session: one thing attended, given or worked at an event.

use super::count::Count;
use super::entry::{Entry, Person};
use super::event::OwnHeading;
use super::privacy::Private;
use chrono::{DateTime, FixedOffset};

/// One session. What belongs to one kind is kept when the kind is changed, so that a wrong guess
/// costs nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// What it is.
    pub kind: SessionKind,
    /// Its title, plain text.
    pub title: String,
    /// Its heading in the post.
    pub heading: OwnHeading,
    /// Its place among the sessions; those without one stand by start time, then title, after
    /// those with one.
    pub order: Option<i64>,
    /// When it begins, with the event's offset then.
    pub starts: Option<DateTime<FixedOffset>>,
    /// When it ends.
    pub ends: Option<DateTime<FixedOffset>>,
    /// The room or stand.
    pub room: Option<String>,
    /// The track of the programme.
    pub track: Option<String>,
    /// Its page in the programme.
    pub url: Option<String>,
    /// Tags of its own.
    pub tags: Vec<String>,
    /// Whether the person means to go, went or did not.
    pub status: Status,
    /// In what role.
    pub role: Role,
    /// Whether it goes into the post.
    pub in_post: bool,
    /// Where in the post.
    pub placement: Placement,
    /// The heading's level: 1 right under the title, 2 under a day heading, and so on.
    pub level: u8,
    /// The prose, reST as typed.
    pub notes: String,
    /// The notes tell the fields already (byline, agenda, quotes and so on), so an export adds
    /// none of them.
    pub fields_in_notes: bool,
    /// A talk's speakers.
    pub speakers: Vec<Speaker>,
    /// The words before the first speaker in the byline, where they are not "By".
    pub byline: Option<String>,
    /// A talk's format.
    pub format: Option<TalkFormat>,
    /// A talk's slides.
    pub slides: Option<String>,
    /// A talk's recording.
    pub video: Option<String>,
    /// Whose booth it is.
    pub organisations: Vec<String>,
    /// Who else worked at the booth.
    pub colleagues: Vec<String>,
    /// What was counted at the booth.
    pub tallies: Vec<Count>,
    /// Who came to the booth, by what they are.
    pub crowd: Vec<Count>,
    /// What was asked at the booth, and how often.
    pub questions: Vec<Count>,
    /// Who held the meetup.
    pub host: Option<String>,
    /// What was on the meetup's agenda, plain text.
    pub agenda: Vec<String>,
    /// How many came to the meetup.
    pub attendance: Option<u32>,
    /// Captured lines.
    pub entries: Private<Vec<Entry>>,
    /// People met.
    pub people: Private<Vec<Person>>,
    /// Its identity in the imported programme.
    pub programme_id: Option<String>,
}

impl Default for Session {
    fn default() -> Session {
        Session {
            kind: SessionKind::Talk,
            title: String::new(),
            heading: OwnHeading::default(),
            order: None,
            starts: None,
            ends: None,
            room: None,
            track: None,
            url: None,
            tags: Vec::new(),
            status: Status::Attended,
            role: Role::Attendee,
            in_post: true,
            placement: Placement::Section,
            level: 1,
            notes: String::new(),
            fields_in_notes: false,
            speakers: Vec::new(),
            byline: None,
            format: None,
            slides: None,
            video: None,
            organisations: Vec::new(),
            colleagues: Vec::new(),
            tallies: Vec::new(),
            crowd: Vec::new(),
            questions: Vec::new(),
            host: None,
            agenda: Vec::new(),
            attendance: None,
            entries: Private::default(),
            people: Private::default(),
            programme_id: None,
        }
    }
}

impl Session {
    /// Gives it another title; the heading follows, and what was remembered of the old one's looks
    /// is dropped with it.
    pub fn retitle(&mut self, title: impl Into<String>) {
        self.title = title.into();
        self.heading.source = None;
        self.heading.layout.underline = 0;
        self.heading.layout.verbatim = None;
    }

    /// Whether anything was written down in it.
    pub fn has_content(&self) -> bool {
        !self.notes.trim().is_empty()
            || !self.entries.owner().is_empty()
            || !self.people.owner().is_empty()
            || [&self.tallies, &self.crowd, &self.questions]
                .iter()
                .any(|counts| !counts.is_empty())
    }

    /// Whether it runs at `moment`; a session without an end runs for an hour.
    pub fn runs_at(&self, moment: DateTime<FixedOffset>) -> bool {
        let Some(starts) = self.starts else {
            return false;
        };
        let ends = self.ends.unwrap_or(starts + chrono::Duration::hours(1));
        starts <= moment && moment < ends
    }

    /// The order in which sessions stand in the timeline and in the post.
    pub fn place(&self) -> (bool, i64, bool, Option<DateTime<FixedOffset>>, &str) {
        (
            self.order.is_none(),
            self.order.unwrap_or(0),
            self.starts.is_none(),
            self.starts,
            &self.title,
        )
    }
}

/// A talk's speaker.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Speaker {
    /// Their name.
    pub name: String,
    /// The project or company.
    pub affiliation: Option<String>,
    /// Their page.
    pub url: Option<String>,
}

/// A set of words that stand for values in files, on the command line and on the screen.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl $name {
            /// All values, in the order in which they are offered.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word for it.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// The value of that word.
            pub fn from_word(word: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|value| value.word() == word)
            }
        }
    };
}

words! {
    /// The kinds of session.
    SessionKind {
        /// A talk, keynote, workshop.
        Talk = "talk",
        /// Work at a booth.
        Booth = "booth",
        /// A meetup, work session or birds-of-a-feather.
        Meetup = "meetup",
        /// Free text: a day, travel, the hallway.
        Section = "section",
    }
}

words! {
    /// Whether a session was attended.
    Status {
        /// The person means to go.
        Planned = "planned",
        /// The person was there.
        Attended = "attended",
        /// The person did not go after all.
        Skipped = "skipped",
    }
}

words! {
    /// In what role a person was there.
    Role {
        /// In the audience.
        Attendee = "attendee",
        /// On the stage.
        Speaker = "speaker",
        /// Working there.
        Staff = "staff",
    }
}

words! {
    /// Where a session's prose stands in the post.
    Placement {
        /// Under a heading of its own.
        Section = "section",
        /// In the introduction.
        Intro = "intro",
    }
}

words! {
    /// The formats of a talk.
    TalkFormat {
        /// An ordinary talk.
        Talk = "talk",
        /// A keynote.
        Keynote = "keynote",
        /// A workshop or tutorial.
        Workshop = "workshop",
        /// A lightning talk.
        Lightning = "lightning",
    }
}
