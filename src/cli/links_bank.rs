//! `hallway links import` and `export`: links as a bank of reST targets; and how an import of posts
//! feeds the link book.

use super::context::CliContext;
use super::failure::Failure;
use super::import::bytes;
use super::links::LinksWhich;
use super::out;
use crate::model::link::Link;
use crate::model::words::many;
use crate::post::book::{self, Fed};
use crate::rst::name::normalise;
use crate::rst::target;
use crate::store::Expected;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Takes the targets of files in.
pub fn import(
    which: &LinksWhich,
    files: &[PathBuf],
    context: &mut CliContext,
) -> Result<(), Failure> {
    if which.event.is_some() {
        return Err(
            Failure::misuse("a bank of targets goes into the link book").hint(
                "leave -e out; `hallway links set -e EVENT NAME URL` gives an event one of its own",
            ),
        );
    }
    let mut links = Vec::new();
    for file in files {
        let bytes = bytes(file)?;
        let text = std::str::from_utf8(&bytes).map_err(|error| {
            let line = 1 + bytes[..error.valid_up_to()]
                .iter()
                .filter(|byte| **byte == b'\n')
                .count();
            Failure::new(format!("{}:{line}: the file is not UTF-8", file.display()))
                .hint("save it as UTF-8; nothing was imported")
        })?;
        let found = book::bank(text);
        if found.is_empty() {
            out::note(format!("{}: there is no target in it", file.display()));
        }
        links.extend(found);
    }
    let fed = feed(&links, context)?;
    context.out.line(described(fed, links.len()))
}

/// Feeds the link book; what is private stays out.
pub fn feed(links: &[Link], context: &CliContext) -> Result<Fed, Failure> {
    if links.is_empty() {
        return Ok(Fed::default());
    }
    let mut loaded = context.store.book()?;
    let private = context.store.private_people()?;
    let before = loaded.value.clone();
    let fed = book::feed(&mut loaded.value.links, links, &private);
    if loaded.value != before {
        context.save(&mut loaded)?;
    }
    Ok(fed)
}

/// What came of it: `36 links, 30 new in the link book, 1 with another URL there`.
pub fn described(fed: Fed, count: usize) -> String {
    let mut text = format!("{}, {} new in the link book", many(count, "link"), fed.new);
    if fed.conflicts > 0 {
        text.push_str(&format!(
            ", {} with another URL there: `hallway links --conflicts`",
            fed.conflicts
        ));
    }
    text
}

/// Writes links as targets, by name. A name with two URLs is left out and told.
pub fn export(which: &LinksWhich, file: &Path, context: &mut CliContext) -> Result<(), Failure> {
    let links = match &which.event {
        Some(_) => context.event(which.event.as_deref())?.value.links,
        None => context.store.book()?.value.links,
    };
    let open = book::conflicts(&links);
    let mut rows: BTreeMap<String, String> = BTreeMap::new();
    for link in &links {
        let Some(url) = &link.url else { continue };
        for name in book::names(link) {
            let key = normalise(name);
            if !open.contains_key(&key) {
                rows.entry(key).or_insert_with(|| target::write(name, url));
            }
        }
    }
    for name in open.keys() {
        out::warn(format!(
            "\"{name}\" has several URLs and is left out; `hallway links set` settles it"
        ));
    }
    let mut text = String::new();
    for line in rows.values() {
        text.push_str(line);
        text.push('\n');
    }
    if file == Path::new("-") {
        return context.out.text(text.as_bytes());
    }
    let written = context
        .store
        .write_file(file, text.as_bytes(), Expected::Anything)?;
    context.wrote(written, file);
    context
        .out
        .line(format!("{}: {}", file.display(), many(rows.len(), "link")))
}
