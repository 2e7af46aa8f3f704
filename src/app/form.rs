//! The fields of a session or of the event, each a line as people write it.
//!
//! Lists are separated by semicolons. A field that cannot be read says so beside it and keeps what was typed.

use super::desk::Sid;
use crate::edit::LineInput;
use crate::model::event::Event;
use crate::model::session::{Kind, Role, Session, Speaker, TalkFormat};
use crate::model::when::{self, Frame};
use chrono::{DateTime, FixedOffset, NaiveDate};

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

fn local(at: Option<DateTime<FixedOffset>>) -> String {
    at.map_or_else(String::new, |at| at.format("%Y-%m-%d %H:%M").to_string())
}

fn of_session(session: &Session, what: What) -> String {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    match what {
        What::Title => session.title.clone(),
        What::Starts => local(session.starts),
        What::Ends => {
            let day = |at: Option<DateTime<FixedOffset>>| at.map(|at| at.date_naive());
            match session.ends {
                Some(ends) if day(session.ends) == day(session.starts) => {
                    ends.format("%H:%M").to_string()
                }
                ends => local(ends),
            }
        }
        What::Room => text(&session.room),
        What::Track => text(&session.track),
        What::Url => text(&session.url),
        What::Role => session.role.word().to_owned(),
        What::Speakers => {
            let speaker = |speaker: &Speaker| match &speaker.affiliation {
                Some(affiliation) => format!("{}, {affiliation}", speaker.name),
                None => speaker.name.clone(),
            };
            let speakers: Vec<String> = session.speakers.iter().map(speaker).collect();
            speakers.join("; ")
        }
        What::Format => session.format.map_or("", TalkFormat::word).to_owned(),
        What::Slides => text(&session.slides),
        What::Video => text(&session.video),
        What::Organisations => session.organisations.join("; "),
        What::Colleagues => session.colleagues.join("; "),
        What::Host => text(&session.host),
        What::Agenda => session.agenda.join("; "),
        What::Attendance => session
            .attendance
            .map_or_else(String::new, |n| n.to_string()),
        _ => String::new(),
    }
}

fn of_event(event: &Event, what: What) -> String {
    let day = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
    let header = |name| event.header.get(name).unwrap_or_default().to_owned();
    match what {
        What::Title => event.title.clone(),
        What::First => day(event.starts),
        What::Last => day(event.ends),
        What::Zone => event.time_zone.map_or("", |zone| zone.name()).to_owned(),
        What::Place => event.place.clone().unwrap_or_default(),
        What::Url => event.url.clone().unwrap_or_default(),
        What::Slug => header("slug"),
        What::Tags => header("tags"),
        What::Category => header("category"),
        What::Description => header("description"),
        _ => String::new(),
    }
}

/// Puts what was typed into a session.
///
/// # Errors
/// What is wrong with it, for the person who typed it.
pub fn put_session(
    session: &mut Session,
    what: What,
    typed: &str,
    frame: Frame,
) -> Result<(), String> {
    let typed = typed.trim();
    let text = || (!typed.is_empty()).then(|| typed.to_owned());
    match what {
        What::Title if typed.is_empty() => return Err("a title is needed".to_owned()),
        What::Title => session.retitle(typed),
        What::Starts => session.starts = moment(typed, frame, None)?,
        What::Ends => {
            let ends = moment(typed, frame, session.starts)?;
            when::in_order(session.starts, ends).map_err(|error| error.to_string())?;
            session.ends = ends;
        }
        What::Room => session.room = text(),
        What::Track => session.track = text(),
        What::Url => session.url = url(typed)?,
        What::Role => {
            let role = Role::from_word(&typed.to_lowercase());
            session.role = role.ok_or_else(|| format!("write {}", what.hint()))?;
        }
        What::Speakers => session.speakers = speakers(typed, &session.speakers),
        What::Format if typed.is_empty() => session.format = None,
        What::Format => {
            let format = TalkFormat::from_word(&typed.to_lowercase());
            session.format = Some(format.ok_or_else(|| format!("write {}", what.hint()))?);
        }
        What::Slides => session.slides = url(typed)?,
        What::Video => session.video = url(typed)?,
        What::Organisations => session.organisations = list(typed),
        What::Colleagues => session.colleagues = list(typed),
        What::Host => session.host = text(),
        What::Agenda => session.agenda = list(typed),
        What::Attendance if typed.is_empty() => session.attendance = None,
        What::Attendance => {
            let number = typed.parse();
            session.attendance = Some(number.map_err(|_| "write a number".to_owned())?);
        }
        _ => {}
    }
    Ok(())
}

/// Puts what was typed into an event.
///
/// # Errors
/// What is wrong with it, for the person who typed it.
pub fn put_event(event: &mut Event, what: What, typed: &str, frame: Frame) -> Result<(), String> {
    let typed = typed.trim();
    let text = || (!typed.is_empty()).then(|| typed.to_owned());
    let day = || match typed.is_empty() {
        true => Ok(None),
        false => {
            let from = event.starts.unwrap_or_else(|| frame.today());
            when::date(typed, frame.today(), from)
                .map(Some)
                .map_err(said)
        }
    };
    match what {
        What::Title if typed.is_empty() => return Err("a title is needed".to_owned()),
        What::Title => {
            if event.header.get("title") == Some(&event.title) {
                event.header.set("title", typed);
            }
            event.title = typed.to_owned();
            event.heading = Default::default();
        }
        What::First => event.starts = day()?,
        What::Last => {
            let last = day()?;
            when::days_in_order(event.starts, last).map_err(said)?;
            event.ends = last;
        }
        What::Zone if typed.is_empty() => event.time_zone = None,
        What::Zone => event.time_zone = Some(when::zone(typed).map_err(said)?),
        What::Place => event.place = text(),
        What::Url => event.url = url(typed)?,
        What::Slug => {
            let slug = crate::store::slug(typed);
            if slug != typed {
                return Err(format!("write it as {slug}"));
            }
            event.header.set("slug", typed);
        }
        What::Tags => event.header.set("tags", typed),
        What::Category => event.header.set("category", typed),
        What::Description => event.header.set("description", typed),
        _ => {}
    }
    Ok(())
}

fn said(error: when::WhenError) -> String {
    format!("{error}; {}", error.hint())
}

fn moment(
    typed: &str,
    frame: Frame,
    start: Option<DateTime<FixedOffset>>,
) -> Result<Option<DateTime<FixedOffset>>, String> {
    if typed.is_empty() {
        return Ok(None);
    }
    let moment = frame.moment(typed, start).map_err(said)?;
    Ok(Some(moment.at))
}

fn url(typed: &str) -> Result<Option<String>, String> {
    let has_scheme = typed.contains("://") && !typed.contains(char::is_whitespace);
    match (typed.is_empty(), has_scheme) {
        (true, _) => Ok(None),
        (false, true) => Ok(Some(typed.to_owned())),
        (false, false) => Err("write it with https://".to_owned()),
    }
}

fn list(typed: &str) -> Vec<String> {
    let parts = typed.split(';').map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Speakers keep their pages when they keep their names.
fn speakers(typed: &str, before: &[Speaker]) -> Vec<Speaker> {
    let speaker = |part: String| {
        let (name, affiliation) = match part.split_once(',') {
            Some((name, affiliation)) => (name.trim(), Some(affiliation.trim().to_owned())),
            None => (part.as_str(), None),
        };
        let known = before.iter().find(|speaker| speaker.name == name);
        Speaker {
            name: name.to_owned(),
            affiliation: affiliation.filter(|text| !text.is_empty()),
            url: known.and_then(|speaker| speaker.url.clone()),
        }
    };
    list(typed).into_iter().map(speaker).collect()
}
