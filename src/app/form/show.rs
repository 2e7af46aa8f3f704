//! What the fields say when a form is opened.

use super::FieldKind;
use crate::model::entry::{Entry, Person};
use crate::model::event::Event;
use crate::model::session::{Session, Speaker, TalkFormat};
use chrono::{DateTime, FixedOffset, NaiveDate};

fn local(at: Option<DateTime<FixedOffset>>) -> String {
    at.map_or_else(String::new, |at| at.format("%Y-%m-%d %H:%M").to_string())
}

pub(super) fn of_session(session: &Session, what: FieldKind) -> String {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    match what {
        FieldKind::Title => session.title.clone(),
        FieldKind::Starts => local(session.starts),
        FieldKind::Ends => {
            let day = |at: Option<DateTime<FixedOffset>>| at.map(|at| at.date_naive());
            match session.ends {
                Some(ends) if day(session.ends) == day(session.starts) => {
                    ends.format("%H:%M").to_string()
                }
                ends => local(ends),
            }
        }
        FieldKind::Room => text(&session.room),
        FieldKind::Track => text(&session.track),
        FieldKind::Url => text(&session.url),
        FieldKind::Role => session.role.word().to_owned(),
        FieldKind::Tags => session.tags.join(", "),
        FieldKind::Format => session.format.map_or("", TalkFormat::word).to_owned(),
        FieldKind::Slides => text(&session.slides),
        FieldKind::Video => text(&session.video),
        FieldKind::Host => text(&session.host),
        FieldKind::Attendance => session
            .attendance
            .map_or_else(String::new, |n| n.to_string()),
        _ => String::new(),
    }
}

/// The members of a list, at least an empty one.
pub(super) fn members(session: &Session, what: FieldKind) -> Vec<String> {
    let speaker = |speaker: &Speaker| match &speaker.affiliation {
        Some(affiliation) => format!("{}, {affiliation}", speaker.name),
        None => speaker.name.clone(),
    };
    let mut members = match what {
        FieldKind::Speakers => session.speakers.iter().map(speaker).collect(),
        FieldKind::Organisations => session.organisations.clone(),
        FieldKind::Colleagues => session.colleagues.clone(),
        FieldKind::Agenda => session.agenda.clone(),
        _ => Vec::new(),
    };
    if members.is_empty() {
        members.push(String::new());
    }
    members
}

pub(super) fn of_entry(entry: &Entry, what: FieldKind) -> String {
    match what {
        FieldKind::Line => entry.text.clone(),
        FieldKind::Who => entry.who.clone().unwrap_or_default(),
        _ => String::new(),
    }
}

pub(super) fn of_person(person: &Person, what: FieldKind) -> String {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    match what {
        FieldKind::Name => person.name.clone(),
        FieldKind::Project => text(&person.project),
        FieldKind::Url => text(&person.url),
        FieldKind::Met => text(&person.place),
        FieldKind::Promised => text(&person.promised),
        _ => String::new(),
    }
}

pub(super) fn of_event(event: &Event, what: FieldKind) -> String {
    let day = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
    let header = |name| event.header.get(name).unwrap_or_default().to_owned();
    match what {
        FieldKind::Title => event.title.clone(),
        FieldKind::First => day(event.starts),
        FieldKind::Last => day(event.ends),
        FieldKind::Zone => event.time_zone.map_or("", |zone| zone.name()).to_owned(),
        FieldKind::Place => event.place.clone().unwrap_or_default(),
        FieldKind::Url => event.url.clone().unwrap_or_default(),
        FieldKind::Slug => header("slug"),
        FieldKind::Tags => header("tags"),
        FieldKind::Category => header("category"),
        FieldKind::Description => header("description"),
        _ => String::new(),
    }
}
