//! What the fields say when a form is opened.

use super::What;
use crate::model::entry::{Entry, Person};
use crate::model::event::Event;
use crate::model::session::{Session, Speaker, TalkFormat};
use chrono::{DateTime, FixedOffset, NaiveDate};

fn local(at: Option<DateTime<FixedOffset>>) -> String {
    at.map_or_else(String::new, |at| at.format("%Y-%m-%d %H:%M").to_string())
}

pub(super) fn of_session(session: &Session, what: What) -> String {
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
        What::Tags => session.tags.join(", "),
        What::Format => session.format.map_or("", TalkFormat::word).to_owned(),
        What::Slides => text(&session.slides),
        What::Video => text(&session.video),
        What::Host => text(&session.host),
        What::Attendance => session
            .attendance
            .map_or_else(String::new, |n| n.to_string()),
        _ => String::new(),
    }
}

/// The members of a list, at least an empty one.
pub(super) fn members(session: &Session, what: What) -> Vec<String> {
    let speaker = |speaker: &Speaker| match &speaker.affiliation {
        Some(affiliation) => format!("{}, {affiliation}", speaker.name),
        None => speaker.name.clone(),
    };
    let mut members = match what {
        What::Speakers => session.speakers.iter().map(speaker).collect(),
        What::Organisations => session.organisations.clone(),
        What::Colleagues => session.colleagues.clone(),
        What::Agenda => session.agenda.clone(),
        _ => Vec::new(),
    };
    if members.is_empty() {
        members.push(String::new());
    }
    members
}

pub(super) fn of_entry(entry: &Entry, what: What) -> String {
    match what {
        What::Line => entry.text.clone(),
        What::Who => entry.who.clone().unwrap_or_default(),
        _ => String::new(),
    }
}

pub(super) fn of_person(person: &Person, what: What) -> String {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    match what {
        What::Name => person.name.clone(),
        What::Project => text(&person.project),
        What::Url => text(&person.url),
        What::Met => text(&person.place),
        What::Promised => text(&person.promised),
        _ => String::new(),
    }
}

pub(super) fn of_event(event: &Event, what: What) -> String {
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
