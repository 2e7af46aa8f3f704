//! `sessions/<name>.toml` as values.

use super::document::Document;
use super::encode_parts::{
    decode_entry, decode_heading_layout, decode_person, encode_entry, encode_heading_layout,
    encode_person,
};
use super::reader::{ReadResult, TableReader, Wrong};
use super::time;
use super::value::{Table, Value};
use crate::model::count::{Count, Hour};
use crate::model::event::OwnHeading;
use crate::model::privacy::Private;
use crate::model::session::{Placement, Role, Session, SessionKind, Speaker, Status, TalkFormat};

impl Document for Session {
    const OLD_KEYS: &'static [(&'static str, &'static str)] =
        &[("publish", "in_post"), ("told", "fields_in_notes")];

    fn encode(&self) -> Table {
        let usual = Session::default();
        let mut table = Table::default();
        table.set("format", super::FORMAT);
        table.set("kind", self.kind.word());
        table.set("title", &self.title);
        table.may("heading", self.heading.source.as_ref());
        table.may("order", self.order);
        table.may("starts", self.starts.map(time::at));
        table.may("ends", self.ends.map(time::at));
        table.may("room", self.room.as_ref());
        table.may("track", self.track.as_ref());
        table.may("url", self.url.as_ref());
        table.texts("tags", &self.tags);
        table.unless(self.status == usual.status, "status", self.status.word());
        table.unless(self.role == usual.role, "role", self.role.word());
        table.unless(self.in_post == usual.in_post, "in_post", self.in_post);
        let placement = self.placement.word();
        table.unless(self.placement == usual.placement, "placement", placement);
        let level = i64::from(self.level);
        table.unless(self.level == usual.level, "level", level);
        table.may("byline", self.byline.as_ref());
        table.may("talk_format", self.format.map(TalkFormat::word));
        table.may("slides", self.slides.as_ref());
        table.may("video", self.video.as_ref());
        table.texts("organisations", &self.organisations);
        table.texts("colleagues", &self.colleagues);
        table.may("host", self.host.as_ref());
        table.texts("agenda", &self.agenda);
        table.may("attendance", self.attendance.map(i64::from));
        table.may("programme_id", self.programme_id.as_ref());
        table.unless(
            self.fields_in_notes == usual.fields_in_notes,
            "fields_in_notes",
            self.fields_in_notes,
        );
        table.prose("notes", &self.notes);
        table.table("layout", encode_heading_layout(&self.heading.layout));
        table.tables("speakers", &self.speakers, encode_speaker);
        table.tables("tallies", &self.tallies, |count| {
            encode_count(count, "name")
        });
        table.tables("crowd", &self.crowd, |count| encode_count(count, "name"));
        table.tables("questions", &self.questions, |count| {
            encode_count(count, "text")
        });
        table.tables("entries", self.entries.owner(), encode_entry);
        table.tables("people", self.people.owner(), encode_person);
        table
    }

    fn decode(reader: TableReader<'_>) -> ReadResult<Session> {
        let usual = Session::default();
        Ok(Session {
            kind: word(reader, "kind", SessionKind::ALL, SessionKind::word)?.unwrap_or(usual.kind),
            title: reader.text("title")?.unwrap_or_default(),
            heading: OwnHeading {
                source: reader.text("heading")?,
                layout: reader
                    .table("layout", decode_heading_layout)?
                    .unwrap_or_default(),
            },
            order: reader.number("order")?,
            starts: reader.moment("starts")?,
            ends: reader.moment("ends")?,
            room: reader.text("room")?,
            track: reader.text("track")?,
            url: reader.text("url")?,
            tags: reader.texts("tags")?,
            status: word(reader, "status", Status::ALL, Status::word)?.unwrap_or(usual.status),
            role: word(reader, "role", Role::ALL, Role::word)?.unwrap_or(usual.role),
            in_post: renamed(reader, "in_post")?.unwrap_or(usual.in_post),
            placement: word(reader, "placement", Placement::ALL, Placement::word)?
                .unwrap_or(usual.placement),
            level: reader.number("level")?.unwrap_or(usual.level),
            notes: reader.prose("notes")?.unwrap_or_default(),
            fields_in_notes: renamed(reader, "fields_in_notes")?.unwrap_or(usual.fields_in_notes),
            speakers: reader.tables("speakers", decode_speaker)?,
            byline: reader.text("byline")?,
            format: word(reader, "talk_format", TalkFormat::ALL, TalkFormat::word)?,
            slides: reader.text("slides")?,
            video: reader.text("video")?,
            organisations: reader.texts("organisations")?,
            colleagues: reader.texts("colleagues")?,
            tallies: reader.tables("tallies", |count| decode_count(count, "name"))?,
            crowd: reader.tables("crowd", |count| decode_count(count, "name"))?,
            questions: reader.tables("questions", |count| decode_count(count, "text"))?,
            host: reader.text("host")?,
            agenda: reader.texts("agenda")?,
            attendance: reader.number("attendance")?,
            entries: Private::new(reader.tables("entries", decode_entry)?),
            people: Private::new(reader.tables("people", decode_person)?),
            programme_id: reader.text("programme_id")?,
        })
    }
}

/// Whether a key is set, by its name of today, else by the one that it had.
fn renamed(reader: TableReader<'_>, key: &str) -> ReadResult<Option<bool>> {
    if let Some(value) = reader.bool(key)? {
        return Ok(Some(value));
    }
    let old = Session::OLD_KEYS.iter().find(|(_, new)| *new == key);
    old.map_or(Ok(None), |(old, _)| reader.bool(old))
}

fn word<T: Copy>(
    reader: TableReader<'_>,
    key: &str,
    all: &[T],
    word: impl Fn(T) -> &'static str,
) -> ReadResult<Option<T>> {
    let words: Vec<&str> = all.iter().map(|value| word(*value)).collect();
    let from = |wanted: &str| all.iter().copied().find(|value| word(*value) == wanted);
    reader.word(key, from, &words)
}

pub(super) fn encode_speaker(speaker: &Speaker) -> Table {
    let mut table = Table::default();
    table.set("name", &speaker.name);
    table.may("affiliation", speaker.affiliation.as_ref());
    table.may("url", speaker.url.as_ref());
    table
}

pub(super) fn decode_speaker(reader: TableReader<'_>) -> ReadResult<Speaker> {
    Ok(Speaker {
        name: reader.text("name")?.unwrap_or_default(),
        affiliation: reader.text("affiliation")?,
        url: reader.text("url")?,
    })
}

fn encode_count(count: &Count, name: &str) -> Table {
    let mut table = Table::default();
    table.set(name, &count.name);
    table.set("count", count.count);
    let hours = count.hours.iter().map(|hour| {
        let mut table = Table::default();
        table.set("at", time::at(hour.at));
        table.set("count", hour.count);
        Value::Table(table)
    });
    table.unless(
        count.hours.is_empty(),
        "hours",
        Value::List(hours.collect()),
    );
    table
}

fn decode_count(reader: TableReader<'_>, name: &str) -> ReadResult<Count> {
    let hours = reader.tables("hours", |hour| {
        let at = hour
            .moment("at")?
            .ok_or_else(|| Wrong::at("at", "an hour needs the time at which it begins"))?;
        let count = hour.number("count")?.unwrap_or(0);
        Ok(Hour { at, count })
    })?;
    Ok(Count {
        name: reader.text(name)?.unwrap_or_default(),
        count: reader.number("count")?.unwrap_or(0),
        hours,
    })
}
