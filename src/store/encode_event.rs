//! `event.toml` as values.

use super::document::Document;
use super::encode_header::{decode_header, encode_header};
use super::encode_parts::{
    decode_entry, decode_gap, decode_heading_layout, decode_link, decode_look, decode_person,
    encode_entry, encode_gap, encode_heading_layout, encode_link, encode_look, encode_person,
};
use super::reader::{ReadResult, TableReader};
use super::time;
use super::value::{Table, Value};
use crate::model::event::{Closing, Event, ExportRecord, OwnHeading};
use crate::model::header::{HeaderFormat, PostHeader};
use crate::model::layout::PostLayout;
use crate::model::privacy::Private;

impl Document for Event {
    fn encode(&self) -> Table {
        let mut table = Table::default();
        table.set("format", super::FORMAT);
        table.set("title", &self.title);
        table.may("starts", self.starts.map(time::day));
        table.may("ends", self.ends.map(time::day));
        table.may("time_zone", self.time_zone.map(|zone| zone.name()));
        table.may("place", self.place.as_ref());
        table.may("url", self.url.as_ref());
        let format = self.header.format;
        let usual = format == HeaderFormat::default();
        table.unless(usual, "header_format", format.word());
        table.may("heading", self.heading.source.as_ref());
        table.texts("never_link", &self.never_link);
        table.prose("intro", &self.intro);
        encode_header(&mut table, &self.header);
        table.table("post", encode_look(&self.look));
        table.table(
            "heading_layout",
            encode_heading_layout(&self.heading.layout),
        );
        if let Some(closing) = &self.closing {
            table.set("closing", Value::Table(encode_closing(closing)));
        }
        table.table("layout", encode_layout(&self.layout));
        table.tables("links", &self.links, encode_link);
        table.tables("entries", self.entries.owner(), encode_entry);
        table.tables("people", self.people.owner(), encode_person);
        table.tables("exports", &self.exports, |export| {
            let mut table = Table::default();
            table.set("file", &export.file);
            table.set("hash", &export.hash);
            table
        });
        table
    }

    fn decode(reader: TableReader<'_>) -> ReadResult<Event> {
        let formats = HeaderFormat::ALL.map(HeaderFormat::word);
        Ok(Event {
            title: reader.text("title")?.unwrap_or_default(),
            starts: reader.date("starts")?,
            ends: reader.date("ends")?,
            time_zone: reader.zone("time_zone")?,
            place: reader.text("place")?,
            url: reader.text("url")?,
            header: PostHeader {
                format: reader
                    .word("header_format", HeaderFormat::from_word, &formats)?
                    .unwrap_or_default(),
                ..decode_header(reader)?
            },
            look: reader.table("post", decode_look)?.unwrap_or_default(),
            heading: OwnHeading {
                source: reader.text("heading")?,
                layout: reader
                    .table("heading_layout", decode_heading_layout)?
                    .unwrap_or_default(),
            },
            intro: reader.prose("intro")?.unwrap_or_default(),
            closing: reader.table("closing", decode_closing)?,
            links: reader.tables("links", decode_link)?,
            never_link: reader.texts("never_link")?,
            entries: Private::new(reader.tables("entries", decode_entry)?),
            people: Private::new(reader.tables("people", decode_person)?),
            layout: reader.table("layout", decode_layout)?.unwrap_or_default(),
            exports: reader.tables("exports", |reader| {
                Ok(ExportRecord {
                    file: base_name(reader.text("file")?.unwrap_or_default()),
                    hash: reader.text("hash")?.unwrap_or_default(),
                })
            })?,
        })
    }
}

/// The name of a file. Earlier notebooks had the whole path, which is no business of theirs.
fn base_name(path: String) -> String {
    match path.rsplit(['/', '\\']).next() {
        Some(name) if name.len() < path.len() => name.to_owned(),
        _ => path,
    }
}

fn encode_closing(closing: &Closing) -> Table {
    let mut table = Table::default();
    table.set("title", &closing.title);
    table.may("heading", closing.heading.source.as_ref());
    let level = i64::from(closing.level);
    table.unless(level == 0, "level", level);
    table.prose("text", &closing.text);
    table.table("layout", encode_heading_layout(&closing.heading.layout));
    table
}

fn decode_closing(reader: TableReader<'_>) -> ReadResult<Closing> {
    Ok(Closing {
        title: reader.text("title")?.unwrap_or_default(),
        heading: OwnHeading {
            source: reader.text("heading")?,
            layout: reader
                .table("layout", decode_heading_layout)?
                .unwrap_or_default(),
        },
        level: reader.number("level")?.unwrap_or(0),
        text: reader.prose("text")?.unwrap_or_default(),
    })
}

fn encode_layout(layout: &PostLayout) -> Table {
    let mut table = Table::default();
    table.texts("adornments", &layout.adornments);
    let gaps = [
        ("before_heading", &layout.before_heading),
        ("after_heading", &layout.after_heading),
        ("after_header", &layout.after_header),
        ("before_docinfo", &layout.before_docinfo),
        ("before_links", &layout.before_links),
        ("between_links", &layout.between_links),
    ];
    for (key, gap) in gaps {
        table.may(key, gap.as_ref().map(encode_gap));
    }
    table.may("end", layout.end.as_ref());
    let switches = [
        ("crlf", layout.crlf),
        ("byte_order_mark", layout.byte_order_mark),
        ("keep_links", layout.keep_links),
        ("keep_header", layout.keep_header),
        ("keep_headings", layout.keep_headings),
    ];
    for (key, on) in switches {
        table.unless(!on, key, on);
    }
    table.may("preamble", layout.preamble.clone().map(Value::Prose));
    table
}

fn decode_layout(reader: TableReader<'_>) -> ReadResult<PostLayout> {
    Ok(PostLayout {
        adornments: reader.texts("adornments")?,
        before_heading: decode_gap(reader, "before_heading")?,
        after_heading: decode_gap(reader, "after_heading")?,
        after_header: decode_gap(reader, "after_header")?,
        before_docinfo: decode_gap(reader, "before_docinfo")?,
        before_links: decode_gap(reader, "before_links")?,
        between_links: decode_gap(reader, "between_links")?,
        end: reader.text("end")?,
        crlf: reader.is("crlf")?,
        byte_order_mark: reader.is("byte_order_mark")?,
        keep_links: reader.is("keep_links")?,
        keep_header: reader.is("keep_header")?,
        keep_headings: reader.is("keep_headings")?,
        preamble: reader.prose("preamble")?,
    })
}
