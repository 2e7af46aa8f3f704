//! What several kinds of file hold, as values: links, entries, people, looks, gaps, heading
//! layouts.

use super::reader::{ReadResult, TableReader, Wrong};
use super::time;
use super::value::{Table, Value};
use crate::model::entry::{Entry, EntryKind, EntryMark, Person};
use crate::model::layout::{Gap, HeadingLayout, PostOptions, Wrap};
use crate::model::link::{Link, LinkKind, TargetForm};

const ONE_LINE: &str = "one line";
const NEXT_LINE: &str = "next line";

pub(super) fn encode_link(link: &Link) -> Table {
    let mut table = Table::default();
    table.set("name", &link.name);
    table.may("url", link.url.as_ref());
    // A file that a person wrote may just leave the URL out.
    if link.url.is_none() {
        table.set("later", true);
    }
    table.texts("aliases", &link.aliases);
    table.may("kind", link.kind.map(LinkKind::word));
    table.unless(!link.keep, "keep", link.keep);
    match &link.form {
        None => {}
        Some(TargetForm::OneLine) => table.set("form", ONE_LINE),
        Some(TargetForm::NextLine) => table.set("form", NEXT_LINE),
        Some(TargetForm::Verbatim(source)) => {
            table.set("source", Value::Prose(source.clone()));
        }
    }
    table
}

pub(super) fn decode_link(reader: TableReader<'_>) -> ReadResult<Link> {
    reader.bool("later")?;
    let form = match reader.prose("source")? {
        Some(source) => Some(TargetForm::Verbatim(source)),
        None => reader.word(
            "form",
            |word| match word {
                ONE_LINE => Some(TargetForm::OneLine),
                NEXT_LINE => Some(TargetForm::NextLine),
                _ => None,
            },
            &[ONE_LINE, NEXT_LINE],
        )?,
    };
    Ok(Link {
        name: reader.text("name")?.unwrap_or_default(),
        url: reader.text("url")?,
        aliases: reader.texts("aliases")?,
        kind: reader.word(
            "kind",
            LinkKind::from_word,
            &LinkKind::ALL.map(LinkKind::word),
        )?,
        keep: reader.is("keep")?,
        form,
    })
}

pub(super) fn encode_entry(entry: &Entry) -> Table {
    let mut table = Table::default();
    table.may("at", entry.at.map(time::at));
    table.set("kind", entry.kind.word());
    table.set("text", &entry.text);
    table.may("who", entry.who.as_ref());
    encode_mark(&mut table, entry.mark);
    table.unless(!entry.done, "done", entry.done);
    table.unless(!entry.folded, "folded", entry.folded);
    table
}

pub(super) fn decode_entry(reader: TableReader<'_>) -> ReadResult<Entry> {
    let kinds = EntryKind::ALL.map(EntryKind::word);
    Ok(Entry {
        at: reader.moment("at")?,
        kind: reader
            .word("kind", EntryKind::from_word, &kinds)?
            .unwrap_or_default(),
        text: reader.text("text")?.unwrap_or_default(),
        who: reader.text("who")?,
        mark: decode_mark(reader)?,
        done: reader.is("done")?,
        folded: reader.is("folded")?,
    })
}

pub(super) fn encode_person(person: &Person) -> Table {
    let mut table = Table::default();
    table.set("name", &person.name);
    table.may("project", person.project.as_ref());
    table.may("url", person.url.as_ref());
    table.may("place", person.place.as_ref());
    table.may("promised", person.promised.as_ref());
    table.may("at", person.at.map(time::at));
    encode_mark(&mut table, person.mark);
    table
}

pub(super) fn decode_person(reader: TableReader<'_>) -> ReadResult<Person> {
    Ok(Person {
        name: reader.text("name")?.unwrap_or_default(),
        project: reader.text("project")?,
        url: reader.text("url")?,
        place: reader.text("place")?,
        promised: reader.text("promised")?,
        at: reader.moment("at")?,
        mark: decode_mark(reader)?,
    })
}

fn encode_mark(table: &mut Table, mark: Option<EntryMark>) {
    match mark {
        None => {}
        Some(EntryMark::Public) => table.set("public", true),
        Some(EntryMark::Private) => table.set("private", true),
    }
}

/// Where a file says both, or that something is not public, it stays private.
fn decode_mark(reader: TableReader<'_>) -> ReadResult<Option<EntryMark>> {
    let (public, private) = (reader.bool("public")?, reader.bool("private")?);
    Ok(match (public, private) {
        (_, Some(true)) | (Some(false), _) => Some(EntryMark::Private),
        (Some(true), _) => Some(EntryMark::Public),
        (None, _) => None,
    })
}

pub(super) fn encode_look(look: &PostOptions) -> Table {
    let mut table = Table::default();
    table.may("title", look.title);
    table.may("byline", look.byline);
    table.may("agenda", look.agenda);
    table.may("quotes", look.quotes);
    table.may("questions", look.questions);
    table.may("crowd", look.crowd);
    table.may("entries", look.entries);
    table.may("media", look.media);
    let wrap = look.wrap.map(|wrap| match wrap {
        Wrap::Keep => Value::from("keep"),
        Wrap::At(column) => Value::Whole(column.into()),
    });
    table.may("wrap", wrap);
    table
}

pub(super) fn decode_look(reader: TableReader<'_>) -> ReadResult<PostOptions> {
    let wrap = match reader.0.get("wrap") {
        None => None,
        Some(Value::Whole(_)) => reader.number("wrap")?.map(Wrap::At),
        Some(value) if value.as_text() == Some("keep") => Some(Wrap::Keep),
        Some(_) => {
            let message = "expected a column such as 80, or \"keep\"";
            return Err(Wrong::at("wrap", message));
        }
    };
    Ok(PostOptions {
        title: reader.bool("title")?,
        byline: reader.bool("byline")?,
        agenda: reader.bool("agenda")?,
        quotes: reader.bool("quotes")?,
        questions: reader.bool("questions")?,
        crowd: reader.bool("crowd")?,
        entries: reader.bool("entries")?,
        media: reader.bool("media")?,
        wrap,
    })
}

pub(super) fn encode_heading_layout(layout: &HeadingLayout) -> Table {
    let mut table = Table::default();
    table.may("before", layout.before.as_ref().map(encode_gap));
    table.may("after", layout.after.as_ref().map(encode_gap));
    let underline = i64::from(layout.underline);
    table.unless(underline == 0, "underline", underline);
    table.may("verbatim", layout.verbatim.clone().map(Value::Prose));
    table
}

pub(super) fn decode_heading_layout(reader: TableReader<'_>) -> ReadResult<HeadingLayout> {
    Ok(HeadingLayout {
        before: decode_gap(reader, "before")?,
        after: decode_gap(reader, "after")?,
        underline: reader.number("underline")?.unwrap_or(0),
        verbatim: reader.prose("verbatim")?,
    })
}

pub(super) fn encode_gap(gap: &Gap) -> Value {
    match gap {
        Gap::Lines(lines) => Value::Whole((*lines).into()),
        Gap::Verbatim(text) => Value::Text(text.clone()),
    }
}

pub(super) fn decode_gap(reader: TableReader<'_>, key: &str) -> ReadResult<Option<Gap>> {
    match reader.0.get(key) {
        None => Ok(None),
        Some(Value::Whole(_)) => Ok(reader.number(key)?.map(Gap::Lines)),
        Some(value) if value.as_text().is_some() => Ok(reader.text(key)?.map(Gap::Verbatim)),
        Some(value) => {
            let found = value.kind();
            let message = format!("expected a number of blank lines or text, found {found}");
            Err(Wrong::at(key, message))
        }
    }
}
