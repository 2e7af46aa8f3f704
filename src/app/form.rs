//! The fields of a session or of the event, each a line as people write it.
//!
//! Lists are separated by semicolons. A field that cannot be read says so beside it and keeps what was typed.

mod put;
mod show;

use super::desk::Sid;
use crate::edit::LineInput;
use crate::model::event::Event;
use crate::model::session::{Kind, Session};
use show::{of_event, of_session};

pub use put::{put_event, put_session};

/// The columns for the names of fields.
pub const LABEL: u16 = 16;

/// The form.
#[derive(Debug, Clone)]
pub struct Form {
    /// The session, or else the event.
    pub session: Option<Sid>,
    /// The fields.
    pub fields: Vec<Field>,
    /// Which has the keys.
    pub selected: usize,
    /// The first that is seen.
    pub top: usize,
    /// Leaving was tried with a field that cannot be read.
    pub warned: bool,
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
    /// The post's slug.
    Slug,
    /// The post's tags.
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
            What::Speakers => "Name, Affiliation; Another Name, Affiliation",
            What::Format => "talk, keynote, workshop or lightning",
            What::Organisations | What::Colleagues | What::Agenda => "one; another; a third",
            What::Attendance => "a number",
            What::First | What::Last => "2 Mar 2017, 2017-03-02, today",
            What::Zone => "America/Los_Angeles",
            What::Slug => "a-z, 0-9 and hyphens: the post's address",
            What::Tags => "one, another",
            _ => "",
        }
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
        let last = [What::Role, What::Track, What::Url];
        let all = first.iter().chain(special).chain(&last);
        Form::of(
            Some(sid),
            all.map(|what| (*what, of_session(session, *what))),
        )
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
        let field = |(what, before): (What, String)| Field {
            what,
            input: LineInput::new(&before),
            before,
            error: None,
        };
        Form {
            session,
            fields: fields.map(field).collect(),
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
