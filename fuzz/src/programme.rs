//! Programmes, chosen by content: what is read is clean, within its caps, told in clean words, and
//! stays the same in `schedule.toml`.

use chrono_tz::Tz;
use hallway::model::programme::{Programme, Talk};
use hallway::model::session::Session;
use hallway::schedule::calendar_out::{CalendarItem, write};
use hallway::schedule::{ImportedProgramme, MOST_FIELD, MOST_SESSIONS, Zones, read, refresh};
use hallway::store::text;
use std::path::Path;

/// Takes the bytes for a programme in any format.
pub fn run(data: &[u8]) {
    let event = Zones {
        given: None,
        event: Some(Tz::Europe__Vienna),
    };
    match read(data, event) {
        Ok(import) => sound(&import),
        Err(error) => {
            super::clean::line("an error", &error.to_string());
            super::clean::line("a hint", error.hint());
        }
    }
}

fn sound(import: &ImportedProgramme) {
    for notice in &import.notices {
        super::clean::line("a notice", notice);
    }
    for skipped in &import.skipped {
        super::clean::line("a skipped title", &skipped.title);
        super::clean::line("a reason", &skipped.why);
    }
    let around = [
        &import.place,
        &import.url,
        &import.programme.title,
        &import.programme.version,
    ];
    for text in around.into_iter().flatten() {
        super::clean::line("what the conference says", text);
    }
    let programme = &import.programme;
    assert!(programme.talks.len() <= MOST_SESSIONS);
    programme.talks.iter().for_each(talk);
    assert!(refresh::compare(programme, programme).is_nothing());

    let path = Path::new("schedule.toml");
    let written = text::write(path, programme).expect("a programme is written");
    let back: Programme = text::read(path, written.as_bytes()).expect("and read");
    assert_eq!(back, *programme);
    calendar(programme);
}

fn talk(talk: &Talk) {
    let speakers = talk.speakers.iter();
    let people = speakers.flat_map(|one| [Some(&one.name), one.affiliation.as_ref()]);
    let parts = [
        Some(&talk.id),
        Some(&talk.title),
        talk.subtitle.as_ref(),
        talk.room.as_ref(),
        talk.track.as_ref(),
        talk.kind.as_ref(),
        talk.language.as_ref(),
    ];
    for text in parts.into_iter().chain(people).flatten() {
        super::clean::line("a fact", text);
        assert!(text.len() <= MOST_FIELD, "a fact of {} bytes", text.len());
    }
    super::clean::prose("an abstract", &talk.about);
    let urls = talk.speakers.iter().map(|one| &one.url).chain([&talk.url]);
    for url in urls.flatten() {
        super::clean::line("a URL", url);
        let lower = url.to_lowercase();
        assert!(
            lower.starts_with("http://") || lower.starts_with("https://"),
            "{url:?}"
        );
    }
}

/// What goes to a phone can be read as a programme again, with every session that has a time.
fn calendar(programme: &Programme) {
    let sessions: Vec<Session> = programme
        .talks
        .iter()
        .take(20)
        .map(|talk| Session {
            title: talk.title.clone(),
            starts: talk.starts,
            ends: talk.ends,
            room: talk.room.clone(),
            ..Session::default()
        })
        .collect();
    let items: Vec<CalendarItem<'_>> = sessions
        .iter()
        .map(|session| CalendarItem {
            uid: "x@hallway",
            session,
        })
        .collect();
    let timed = sessions
        .iter()
        .filter(|session| session.starts.is_some())
        .count();
    let out = write("Sessions", &items, chrono::DateTime::UNIX_EPOCH);
    for line in out.split("\r\n") {
        super::clean::line("a calendar's line", line);
        assert!(line.len() <= 75, "{line:?}");
    }
    assert_eq!(out.matches("\r\nBEGIN:VEVENT").count(), timed);
}
