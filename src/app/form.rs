//! The fields of a session or of the event, each a line as people write it.
//!
//! A list has a line for each of its members and an empty one behind them, so it grows as it is typed into. A field that cannot be read says so
//! beside it and keeps what was typed.

mod put;
mod show;

use super::desk::Sid;
use crate::edit::LineInput;
use crate::model::entry::{Entry, Person};
use crate::model::event::Event;
use crate::model::session::{Kind, Session};
use show::{members, of_entry, of_event, of_person, of_session};

pub use put::{put_entry, put_event, put_list, put_person, put_session};

/// The columns for the names of fields.
pub const LABEL: u16 = 16;

/// The form.
#[derive(Debug, Clone)]
pub struct Form {
    /// The session, or else the event.
    pub session: Option<Sid>,
    /// Which of the lines kept there, if the form is about one and not about the whole.
    pub kept: Option<Kept>,
    /// The fields.
    pub fields: Vec<Field>,
    /// Which has the keys.
    pub selected: usize,
    /// The first that is seen.
    pub top: usize,
    /// Leaving was tried with a field that cannot be read.
    pub warned: bool,
}

/// One of the lines that were kept in a session or in the inbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Which of the entries.
    Entry(usize),
    /// Which of the people.
    Person(usize),
}

/// One line of a form.
#[derive(Debug, Clone)]
pub struct Field {
    /// Which.
    pub what: What,
    /// What is typed.
    pub input: LineInput,
    /// What it said when the form was opened.
    pub before: String,
    /// Why it cannot be read.
    pub error: Option<String>,
}

impl Field {
    fn of(what: What, before: String) -> Field {
        Field {
            what,
            input: LineInput::new(&before),
            before,
            error: None,
        }
    }

    /// Whether something else is typed than what it said.
    pub fn has_changed(&self) -> bool {
        self.input.text() != self.before
    }
}

/// The fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The title.
    Title,
    /// When it begins.
    Starts,
    /// When it ends.
    Ends,
    /// The room.
    Room,
    /// The track.
    Track,
    /// Its page.
    Url,
    /// In what role.
    Role,
    /// A talk's speakers.
    Speakers,
    /// A talk's format.
    Format,
    /// A talk's slides.
    Slides,
    /// A talk's recording.
    Video,
    /// Whose booth.
    Organisations,
    /// Who else was at the booth.
    Colleagues,
    /// Who held the meetup.
    Host,
    /// Its agenda.
    Agenda,
    /// How many came.
    Attendance,
    /// The event's first day.
    First,
    /// The event's last day.
    Last,
    /// The event's zone.
    Zone,
    /// Where it is.
    Place,
    /// A captured line.
    Line,
    /// Who said it.
    Who,
    /// A person's name.
    Name,
    /// A person's project or company.
    Project,
    /// Where a person was met.
    Met,
    /// What was promised to a person.
    Promised,
    /// The post's slug.
    Slug,
    /// The tags of a session, or of the event's post.
    Tags,
    /// The post's category.
    Category,
    /// The post's description.
    Description,
}

impl What {
    /// Its name on the screen.
    pub fn label(self) -> &'static str {
        match self {
            What::Title => "Title",
            What::Starts => "Starts",
            What::Ends => "Ends",
            What::Room => "Room",
            What::Track => "Track",
            What::Url => "URL",
            What::Role => "My role",
            What::Speakers => "Speakers",
            What::Format => "Format",
            What::Slides => "Slides URL",
            What::Video => "Video URL",
            What::Organisations => "Whose booth",
            What::Colleagues => "Colleagues",
            What::Host => "Host",
            What::Agenda => "Agenda",
            What::Attendance => "Attendance",
            What::First => "First day",
            What::Last => "Last day",
            What::Zone => "Time zone",
            What::Place => "Place",
            What::Line => "Text",
            What::Who => "Who said it",
            What::Name => "Name",
            What::Project => "Project",
            What::Met => "Met where",
            What::Promised => "Promised",
            What::Slug => "Slug",
            What::Tags => "Tags",
            What::Category => "Category",
            What::Description => "Description",
        }
    }

    /// How it is written.
    pub fn hint(self) -> &'static str {
        match self {
            What::Starts => "10:30, fri 14:00, now, 2 Mar 10:00",
            What::Ends => "11:30, +1h, +45m",
            What::Role => "attendee, speaker or staff",
            What::Speakers => "Name, Affiliation",
            What::Format => "talk, keynote, workshop or lightning",
            What::Organisations | What::Colleagues | What::Agenda => "one a line",
            What::Project => "project or company",
            What::Promised => "what you said you would do for them",
            What::Attendance => "a number",
            What::First | What::Last => "2 Mar 2017, 2017-03-02, today",
            What::Zone => "America/Los_Angeles",
            What::Slug => "a-z, 0-9 and hyphens: the post's address",
            What::Tags => "one, another",
            _ => "",
        }
    }
}

impl What {
    /// Whether it is a list, with a line for each of its members.
    pub fn is_list(self) -> bool {
        matches!(
            self,
            What::Speakers | What::Organisations | What::Colleagues | What::Agenda
        )
    }
}

impl Form {
    /// The form of a session.
    pub fn session(sid: Sid, session: &Session) -> Form {
        let special: &[What] = match session.kind {
            Kind::Talk => &[What::Speakers, What::Format, What::Slides, What::Video],
            Kind::Booth => &[What::Organisations, What::Colleagues],
            Kind::Meetup => &[What::Host, What::Agenda, What::Attendance],
            Kind::Section => &[],
        };
        let first = [What::Title, What::Starts, What::Ends, What::Room];
        let last = [What::Role, What::Track, What::Url, What::Tags];
        let all = first.iter().chain(special).chain(&last);
        let fields = all.flat_map(|what| match what.is_list() {
            true => members(session, *what)
                .into_iter()
                .map(|member| (*what, member))
                .collect(),
            false => vec![(*what, of_session(session, *what))],
        });
        let mut form = Form::of(Some(sid), fields);
        form.grow();
        form
    }

    /// The form of one of the lines that were kept in a session or in the inbox; nothing when there is no such line.
    pub fn kept(
        place: Option<Sid>,
        kept: Kept,
        entries: &[Entry],
        people: &[Person],
    ) -> Option<Form> {
        let whats: &[What] = match kept {
            Kept::Entry(_) => &[What::Line, What::Who],
            Kept::Person(_) => &[
                What::Name,
                What::Project,
                What::Url,
                What::Met,
                What::Promised,
            ],
        };
        let says: Box<dyn Fn(What) -> String> = match kept {
            Kept::Entry(at) => {
                let entry = entries.get(at)?;
                Box::new(|what| of_entry(entry, what))
            }
            Kept::Person(at) => {
                let person = people.get(at)?;
                Box::new(|what| of_person(person, what))
            }
        };
        let mut form = Form::of(place, whats.iter().map(|what| (*what, says(*what))));
        form.kept = Some(kept);
        Some(form)
    }

    /// Puts an empty line behind every list that has none.
    pub fn grow(&mut self) {
        let mut at = 0;
        while let Some(field) = self.fields.get(at) {
            let what = field.what;
            let is_last = self.fields.get(at + 1).is_none_or(|next| next.what != what);
            if what.is_list() && is_last && !field.input.text().is_empty() {
                self.fields.insert(at + 1, Field::of(what, String::new()));
            }
            at += 1;
        }
    }

    /// The form of an event.
    pub fn event(event: &Event) -> Form {
        let all = [
            What::Title,
            What::First,
            What::Last,
            What::Place,
            What::Zone,
            What::Url,
            What::Slug,
            What::Tags,
            What::Category,
            What::Description,
        ];
        Form::of(
            None,
            all.into_iter().map(|what| (what, of_event(event, what))),
        )
    }

    fn of(session: Option<Sid>, fields: impl Iterator<Item = (What, String)>) -> Form {
        Form {
            session,
            kept: None,
            fields: fields.map(|(what, says)| Field::of(what, says)).collect(),
            selected: 0,
            top: 0,
            warned: false,
        }
    }

    /// The field that has the keys.
    pub fn field(&self) -> &Field {
        &self.fields[self.selected]
    }

    /// The field that has the keys, to change it.
    pub fn field_mut(&mut self) -> &mut Field {
        &mut self.fields[self.selected]
    }

    /// Goes to another field; past the last comes the first.
    pub fn step(&mut self, by: isize) {
        let count = self.fields.len();
        let at = self.selected.checked_add_signed(by).unwrap_or(count - 1);
        self.selected = if at < count { at } else { 0 };
    }
}
