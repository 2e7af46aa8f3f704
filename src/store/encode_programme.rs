//! `schedule.toml` as values.

use super::document::Document;
use super::encode_session::{decode_speaker, encode_speaker};
use super::reader::{ReadResult, TableReader};
use super::time;
use super::value::Table;
use crate::model::programme::{Programme, Talk};

impl Document for Programme {
    fn encode(&self) -> Table {
        let mut table = Table::default();
        table.set("format", super::FORMAT);
        table.may("title", self.title.as_ref());
        table.may("source", self.source.as_ref());
        table.may("version", self.version.as_ref());
        table.may("time_zone", self.time_zone.map(|zone| zone.name()));
        table.tables("talks", &self.talks, encode_talk);
        table
    }

    fn decode(reader: TableReader<'_>) -> ReadResult<Programme> {
        Ok(Programme {
            title: reader.text("title")?,
            source: reader.text("source")?,
            version: reader.text("version")?,
            time_zone: reader.zone("time_zone")?,
            talks: reader.tables("talks", decode_talk)?,
        })
    }
}

fn encode_talk(talk: &Talk) -> Table {
    let mut table = Table::default();
    table.set("id", &talk.id);
    table.set("title", &talk.title);
    table.may("subtitle", talk.subtitle.as_ref());
    table.may("starts", talk.starts.map(time::at));
    table.may("ends", talk.ends.map(time::at));
    table.may("room", talk.room.as_ref());
    table.may("track", talk.track.as_ref());
    table.may("kind", talk.kind.as_ref());
    table.may("language", talk.language.as_ref());
    table.may("url", talk.url.as_ref());
    table.prose("about", &talk.about);
    table.tables("speakers", &talk.speakers, encode_speaker);
    table
}

fn decode_talk(reader: TableReader<'_>) -> ReadResult<Talk> {
    Ok(Talk {
        id: reader.text("id")?.unwrap_or_default(),
        title: reader.text("title")?.unwrap_or_default(),
        subtitle: reader.text("subtitle")?,
        starts: reader.moment("starts")?,
        ends: reader.moment("ends")?,
        room: reader.text("room")?,
        track: reader.text("track")?,
        kind: reader.text("kind")?,
        language: reader.text("language")?,
        url: reader.text("url")?,
        about: reader.prose("about")?.unwrap_or_default(),
        speakers: reader.tables("speakers", decode_speaker)?,
    })
}
