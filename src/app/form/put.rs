//! What was typed into the fields, read and put where it belongs.

use super::FieldKind;
use crate::model::entry::{Entry, Person};
use crate::model::event::Event;
use crate::model::session::{Role, Session, Speaker, TalkFormat};
use crate::model::when::{self, EventFrame};
use chrono::{DateTime, FixedOffset};

/// Puts what was typed into a session.
///
/// # Errors
/// What is wrong with it, for the person who typed it.
pub fn put_session(
    session: &mut Session,
    what: FieldKind,
    typed: &str,
    frame: EventFrame,
) -> Result<(), String> {
    let typed = typed.trim();
    let text = || (!typed.is_empty()).then(|| typed.to_owned());
    match what {
        FieldKind::Title if typed.is_empty() => return Err("a title is needed".to_owned()),
        FieldKind::Title => session.retitle(typed),
        FieldKind::Starts => session.starts = moment(typed, frame, None)?,
        FieldKind::Ends => {
            let ends = moment(typed, frame, session.starts)?;
            when::in_order(session.starts, ends).map_err(|error| error.to_string())?;
            session.ends = ends;
        }
        FieldKind::Room => session.room = text(),
        FieldKind::Track => session.track = text(),
        FieldKind::Url => session.url = url(typed)?,
        FieldKind::Role => {
            let role = Role::from_word(&typed.to_lowercase());
            session.role = role.ok_or_else(|| format!("write {}", what.hint()))?;
        }
        FieldKind::Format if typed.is_empty() => session.format = None,
        FieldKind::Format => {
            let format = TalkFormat::from_word(&typed.to_lowercase());
            session.format = Some(format.ok_or_else(|| format!("write {}", what.hint()))?);
        }
        FieldKind::Slides => session.slides = url(typed)?,
        FieldKind::Video => session.video = url(typed)?,
        FieldKind::Tags => {
            let tags = typed.split(',').map(str::trim);
            let tags = tags.filter(|tag| !tag.is_empty());
            session.tags = tags.map(str::to_owned).collect();
        }
        FieldKind::Host => session.host = text(),
        FieldKind::Attendance if typed.is_empty() => session.attendance = None,
        FieldKind::Attendance => {
            let number = typed.parse();
            session.attendance = Some(number.map_err(|_| "write a number".to_owned())?);
        }
        _ => {}
    }
    Ok(())
}

/// Puts the members of a list into a session; empty ones count as none.
pub fn put_list(session: &mut Session, what: FieldKind, typed: &[String]) {
    let members = typed.iter().map(|member| member.trim());
    let members: Vec<String> = members
        .filter(|member| !member.is_empty())
        .map(str::to_owned)
        .collect();
    match what {
        FieldKind::Speakers => session.speakers = speakers(members, &session.speakers),
        FieldKind::Organisations => session.organisations = members,
        FieldKind::Colleagues => session.colleagues = members,
        FieldKind::Agenda => session.agenda = members,
        _ => {}
    }
}

/// Puts what was typed into a captured line.
///
/// # Errors
/// What is wrong with it, for the person who typed it.
pub fn put_entry(entry: &mut Entry, what: FieldKind, typed: &str) -> Result<(), String> {
    let typed = typed.trim();
    match what {
        FieldKind::Line if typed.is_empty() => return Err("a text is needed".to_owned()),
        FieldKind::Line => entry.text = typed.to_owned(),
        FieldKind::Who => entry.who = (!typed.is_empty()).then(|| typed.to_owned()),
        _ => {}
    }
    Ok(())
}

/// Puts what was typed into a person.
///
/// # Errors
/// What is wrong with it, for the person who typed it.
pub fn put_person(person: &mut Person, what: FieldKind, typed: &str) -> Result<(), String> {
    let typed = typed.trim();
    let text = || (!typed.is_empty()).then(|| typed.to_owned());
    match what {
        FieldKind::Name if typed.is_empty() => return Err("a name is needed".to_owned()),
        FieldKind::Name => person.name = typed.to_owned(),
        FieldKind::Project => person.project = text(),
        FieldKind::Url => person.url = url(typed)?,
        FieldKind::Met => person.place = text(),
        FieldKind::Promised => person.promised = text(),
        _ => {}
    }
    Ok(())
}

/// Puts what was typed into an event.
///
/// # Errors
/// What is wrong with it, for the person who typed it.
pub fn put_event(
    event: &mut Event,
    what: FieldKind,
    typed: &str,
    frame: EventFrame,
) -> Result<(), String> {
    let typed = typed.trim();
    let text = || (!typed.is_empty()).then(|| typed.to_owned());
    let day = || match typed.is_empty() {
        true => Ok(None),
        false => {
            let from = event.starts.unwrap_or_else(|| frame.today());
            when::date(typed, frame.today(), from)
                .map(Some)
                .map_err(message)
        }
    };
    match what {
        FieldKind::Title if typed.is_empty() => return Err("a title is needed".to_owned()),
        FieldKind::Title => {
            if event.header.get("title") == Some(&event.title) {
                event.header.set("title", typed);
            }
            event.title = typed.to_owned();
            event.heading = Default::default();
        }
        FieldKind::First => event.starts = day()?,
        FieldKind::Last => {
            let last = day()?;
            when::days_in_order(event.starts, last).map_err(message)?;
            event.ends = last;
        }
        FieldKind::Zone if typed.is_empty() => event.time_zone = None,
        FieldKind::Zone => event.time_zone = Some(when::zone(typed).map_err(message)?),
        FieldKind::Place => event.place = text(),
        FieldKind::Url => event.url = url(typed)?,
        FieldKind::Slug => {
            let slug = crate::store::slug(typed);
            if slug != typed {
                return Err(format!("write it as {slug}"));
            }
            event.header.set("slug", typed);
        }
        FieldKind::Tags => event.header.set("tags", typed),
        FieldKind::Category => event.header.set("category", typed),
        FieldKind::Description => event.header.set("description", typed),
        _ => {}
    }
    Ok(())
}

fn message(error: when::WhenError) -> String {
    format!("{error}; {}", error.hint())
}

fn moment(
    typed: &str,
    frame: EventFrame,
    start: Option<DateTime<FixedOffset>>,
) -> Result<Option<DateTime<FixedOffset>>, String> {
    if typed.is_empty() {
        return Ok(None);
    }
    let moment = frame.moment(typed, start).map_err(message)?;
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

/// Speakers keep their pages when they keep their names.
fn speakers(typed: Vec<String>, before: &[Speaker]) -> Vec<Speaker> {
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
    typed.into_iter().map(speaker).collect()
}
