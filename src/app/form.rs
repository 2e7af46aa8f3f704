//! The fields of a session or of the event, each a line as people write it.
//!
//! A list has a line for each of its members and an empty one behind them, so it grows as it is
//! typed into. A field that cannot be read says so beside it and keeps what was typed.

mod put;
mod show;

use super::open_event::SessionId;
use crate::edit::LineInput;
use crate::model::entry::{Entry, Person};
use crate::model::event::Event;
use crate::model::session::{Session, SessionKind};
use show::{members, of_entry, of_event, of_person, of_session};

pub use put::{put_entry, put_event, put_list, put_person, put_session};

/// The columns for the names of fields.
pub const LABEL: u16 = 16;

/// The form.
#[derive(Debug, Clone)]
pub struct Form {
    /// The session, or else the event.
    pub session: Option<SessionId>,
    /// Which of the lines kept there, if the form is about one and not about the whole.
    pub entry: Option<EntryRef>,
    /// The fields.
    pub fields: Vec<FormField>,
    /// Which has the keys.
    pub selected: usize,
    /// The first that is seen.
    pub top: usize,
    /// Leaving was tried with a field that cannot be read.
    pub warned: bool,
}

/// One of the lines that were kept in a session or in the inbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryRef {
    /// Which of the entries.
    Entry(usize),
    /// Which of the people.
    Person(usize),
}

/// One line of a form.
#[derive(Debug, Clone)]
pub struct FormField {
    /// Which.
    pub what: FieldKind,
    /// What is typed.
    pub input: LineInput,
    /// What it said when the form was opened.
    pub before: String,
    /// Why it cannot be read.
    pub error: Option<String>,
}

impl FormField {
    fn of(what: FieldKind, before: String) -> FormField {
        FormField {
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
pub enum FieldKind {
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

impl FieldKind {
    /// Its name on the screen.
    pub fn label(self) -> &'static str {
        match self {
            FieldKind::Title => "Title",
            FieldKind::Starts => "Starts",
            FieldKind::Ends => "Ends",
            FieldKind::Room => "Room",
            FieldKind::Track => "Track",
            FieldKind::Url => "URL",
            FieldKind::Role => "My role",
            FieldKind::Speakers => "Speakers",
            FieldKind::Format => "Format",
            FieldKind::Slides => "Slides URL",
            FieldKind::Video => "Video URL",
            FieldKind::Organisations => "Whose booth",
            FieldKind::Colleagues => "Colleagues",
            FieldKind::Host => "Host",
            FieldKind::Agenda => "Agenda",
            FieldKind::Attendance => "Attendance",
            FieldKind::First => "First day",
            FieldKind::Last => "Last day",
            FieldKind::Zone => "Time zone",
            FieldKind::Place => "Place",
            FieldKind::Line => "Text",
            FieldKind::Who => "Who said it",
            FieldKind::Name => "Name",
            FieldKind::Project => "Project",
            FieldKind::Met => "Met where",
            FieldKind::Promised => "Promised",
            FieldKind::Slug => "Slug",
            FieldKind::Tags => "Tags",
            FieldKind::Category => "Category",
            FieldKind::Description => "Description",
        }
    }

    /// How it is written.
    pub fn hint(self) -> &'static str {
        match self {
            FieldKind::Starts => "10:30, fri 14:00, now, 2 Mar 10:00",
            FieldKind::Ends => "11:30, +1h, +45m",
            FieldKind::Role => "attendee, speaker or staff",
            FieldKind::Speakers => "Name, Affiliation",
            FieldKind::Format => "talk, keynote, workshop or lightning",
            FieldKind::Organisations | FieldKind::Colleagues | FieldKind::Agenda => "one a line",
            FieldKind::Project => "project or company",
            FieldKind::Promised => "what you said you would do for them",
            FieldKind::Attendance => "a number",
            FieldKind::First | FieldKind::Last => "2 Mar 2017, 2017-03-02, today",
            FieldKind::Zone => "America/Los_Angeles",
            FieldKind::Slug => "a-z, 0-9 and hyphens: the post's address",
            FieldKind::Tags => "one, another",
            _ => "",
        }
    }
}

impl FieldKind {
    /// Whether it is a list, with a line for each of its members.
    pub fn is_list(self) -> bool {
        matches!(
            self,
            FieldKind::Speakers
                | FieldKind::Organisations
                | FieldKind::Colleagues
                | FieldKind::Agenda
        )
    }
}

impl Form {
    /// The form of a session.
    pub fn session(session_id: SessionId, session: &Session) -> Form {
        let special: &[FieldKind] = match session.kind {
            SessionKind::Talk => &[
                FieldKind::Speakers,
                FieldKind::Format,
                FieldKind::Slides,
                FieldKind::Video,
            ],
            SessionKind::Booth => &[FieldKind::Organisations, FieldKind::Colleagues],
            SessionKind::Meetup => &[FieldKind::Host, FieldKind::Agenda, FieldKind::Attendance],
            SessionKind::Section => &[],
        };
        let first = [
            FieldKind::Title,
            FieldKind::Starts,
            FieldKind::Ends,
            FieldKind::Room,
        ];
        let last = [
            FieldKind::Role,
            FieldKind::Track,
            FieldKind::Url,
            FieldKind::Tags,
        ];
        let all = first.iter().chain(special).chain(&last);
        let fields = all.flat_map(|what| match what.is_list() {
            true => members(session, *what)
                .into_iter()
                .map(|member| (*what, member))
                .collect(),
            false => vec![(*what, of_session(session, *what))],
        });
        let mut form = Form::of(Some(session_id), fields);
        form.grow();
        form
    }

    /// The form of one of the lines that were kept in a session or in the inbox; nothing when there
    /// is no such line.
    pub fn of_entry_ref(
        place: Option<SessionId>,
        kept: EntryRef,
        entries: &[Entry],
        people: &[Person],
    ) -> Option<Form> {
        let whats: &[FieldKind] = match kept {
            EntryRef::Entry(_) => &[FieldKind::Line, FieldKind::Who],
            EntryRef::Person(_) => &[
                FieldKind::Name,
                FieldKind::Project,
                FieldKind::Url,
                FieldKind::Met,
                FieldKind::Promised,
            ],
        };
        let says: Box<dyn Fn(FieldKind) -> String> = match kept {
            EntryRef::Entry(at) => {
                let entry = entries.get(at)?;
                Box::new(|what| of_entry(entry, what))
            }
            EntryRef::Person(at) => {
                let person = people.get(at)?;
                Box::new(|what| of_person(person, what))
            }
        };
        let mut form = Form::of(place, whats.iter().map(|what| (*what, says(*what))));
        form.entry = Some(kept);
        Some(form)
    }

    /// Puts an empty line behind every list that has none.
    pub fn grow(&mut self) {
        let mut at = 0;
        while let Some(field) = self.fields.get(at) {
            let what = field.what;
            let is_last = self.fields.get(at + 1).is_none_or(|next| next.what != what);
            if what.is_list() && is_last && !field.input.text().is_empty() {
                self.fields
                    .insert(at + 1, FormField::of(what, String::new()));
            }
            at += 1;
        }
    }

    /// The form of an event.
    pub fn event(event: &Event) -> Form {
        let all = [
            FieldKind::Title,
            FieldKind::First,
            FieldKind::Last,
            FieldKind::Place,
            FieldKind::Zone,
            FieldKind::Url,
            FieldKind::Slug,
            FieldKind::Tags,
            FieldKind::Category,
            FieldKind::Description,
        ];
        Form::of(
            None,
            all.into_iter().map(|what| (what, of_event(event, what))),
        )
    }

    fn of(session: Option<SessionId>, fields: impl Iterator<Item = (FieldKind, String)>) -> Form {
        Form {
            session,
            entry: None,
            fields: fields
                .map(|(what, says)| FormField::of(what, says))
                .collect(),
            selected: 0,
            top: 0,
            warned: false,
        }
    }

    /// The field that has the keys.
    pub fn field(&self) -> &FormField {
        &self.fields[self.selected]
    }

    /// The field that has the keys, to change it.
    pub fn field_mut(&mut self) -> &mut FormField {
        &mut self.fields[self.selected]
    }

    /// Goes to another field; past the last comes the first.
    pub fn step(&mut self, by: isize) {
        let count = self.fields.len();
        let at = self.selected.checked_add_signed(by).unwrap_or(count - 1);
        self.selected = if at < count { at } else { 0 };
    }
}
