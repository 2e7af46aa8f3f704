//! `hallway links set`, `rename` and `merge`.

use super::context::CliContext;
use super::failure::Failure;
use super::links::{LinksWhich, events};
use super::out;
use crate::model::link::{Link, LinkKind};
use crate::model::words::many;
use crate::post::book;
use crate::rst::name::{collapse, normalise};

/// Gives a name its URL, in the link book or in an event.
pub fn set(
    which: &LinksWhich,
    name: &str,
    url: &str,
    kind: Option<LinkKind>,
    aliases: &[String],
    context: &mut CliContext,
) -> Result<(), Failure> {
    let (name, url) = (named(name)?, address(url)?);
    let had = |links: &mut Vec<Link>| {
        let had = book::set(links, &name, &url);
        let key = normalise(&name);
        if let Some(link) = links.iter_mut().find(|link| book::has_name(link, &key)) {
            link.kind = kind.or(link.kind);
            for alias in aliases.iter().map(|alias| collapse(alias)) {
                if !book::has_name(link, &normalise(&alias)) {
                    link.aliases.push(alias);
                }
            }
        }
        had
    };
    let had = match &which.event {
        Some(_) => {
            let mut event = context.event(which.event.as_deref())?;
            let had = had(&mut event.value.links);
            context.save(&mut event)?;
            had
        }
        None => {
            let mut loaded = context.store.book()?;
            let had = had(&mut loaded.value.links);
            context.save(&mut loaded)?;
            had
        }
    };
    let was: Vec<String> = had.into_iter().filter(|old| *old != url).collect();
    match was.as_slice() {
        [] => context.out.line(format!("{name}: {url}")),
        was => context
            .out
            .line(format!("{name}: {url} (was {})", was.join(" and "))),
    }
}

/// Gives a link another name, everywhere or in one event.
pub fn rename(
    which: &LinksWhich,
    old: &str,
    new: &str,
    context: &mut CliContext,
) -> Result<(), Failure> {
    let new = named(new)?;
    let (wholes, errors) = events(which, context)?;
    if let Some(error) = errors.into_iter().next() {
        return Err(Failure::from(error).hint(
            "fix this file first, so that no reference is left behind; nothing was renamed",
        ));
    }
    let mut loaded = context.store.book()?;
    let same = normalise(old) == normalise(&new);
    let taken = |links: &[Link]| {
        !same
            && links
                .iter()
                .any(|link| book::has_name(link, &normalise(&new)))
    };
    if taken(&loaded.value.links) && which.event.is_none() {
        return Err(
            Failure::new(format!("{new} is in the link book already")).hint(format!(
                "`hallway links merge \"{old}\" \"{new}\"` makes one of them"
            )),
        );
    }
    let mut found = which.event.is_none() && book::rename(&mut loaded.value.links, old, &new);
    // Before any text follows.
    context.store.allow(&loaded)?;
    let mut texts = 0;
    // Texts first: a reference that is ahead of the book is reported by the checker, one that is
    // behind it, too; but each file is whole.
    for mut whole in wholes {
        let value = &mut whole.event.value;
        if taken(&value.links)
            && value
                .links
                .iter()
                .any(|link| book::has_name(link, &normalise(old)))
        {
            return Err(
                Failure::new(format!("{} has a link {new} of its own", value.title)).hint(format!(
                    "settle it there first: `hallway links merge -e {} \"{old}\" \"{new}\"`",
                    whole.event.folder
                )),
            );
        }
        let before = value.clone();
        found |= book::rename(&mut value.links, old, &new);
        let mut follow = |text: &mut String| {
            if let Some(changed) = book::retarget(text, old, &new) {
                *text = changed;
                texts += 1;
            }
        };
        follow(&mut value.intro);
        value
            .closing
            .iter_mut()
            .for_each(|closing| follow(&mut closing.text));
        let changed = *value != before;
        for session in &mut whole.sessions {
            let notes = session.value.notes.clone();
            follow(&mut session.value.notes);
            if session.value.notes != notes {
                context.save(session)?;
            }
        }
        if changed {
            context.save(&mut whole.event)?;
        }
    }
    if !found && texts == 0 {
        return Err(unknown(old));
    }
    context.save(&mut loaded)?;
    context
        .out
        .line(format!("{old} is now {new}, in {}", many(texts, "text")))
}

/// Makes one link of two.
pub fn merge(
    which: &LinksWhich,
    from: &str,
    into: &str,
    context: &mut CliContext,
) -> Result<(), Failure> {
    let check = |links: &mut Vec<Link>| match book::merge(links, from, into) {
        true => Ok(()),
        false => {
            let there = |name: &str| {
                links
                    .iter()
                    .any(|link| normalise(&link.name) == normalise(name))
            };
            Err(unknown(if there(from) { into } else { from }))
        }
    };
    match &which.event {
        Some(_) => {
            let mut event = context.event(which.event.as_deref())?;
            check(&mut event.value.links)?;
            context.save(&mut event)?;
        }
        None => {
            let mut loaded = context.store.book()?;
            check(&mut loaded.value.links)?;
            context.save(&mut loaded)?;
        }
    }
    context
        .out
        .line(format!("{from} is now another name of {into}"))
}

fn unknown(name: &str) -> Failure {
    Failure::new(format!("there is no link \"{name}\""))
        .hint("`hallway links` lists them; -e EVENT those of an event")
}

/// A name that can be written as a reference.
fn named(name: &str) -> Result<String, Failure> {
    let name = collapse(name);
    match name.is_empty() || name.chars().any(char::is_control) {
        true => Err(Failure::misuse("the name is empty")),
        false => Ok(name),
    }
}

/// Something that can be a target.
fn address(url: &str) -> Result<String, Failure> {
    let url = url.trim();
    let scheme = url.split_once(':').map(|(scheme, _)| scheme);
    let sound = scheme.is_some_and(|scheme| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    });
    // A path of the same site is a target, too.
    let local = url.starts_with('/') || url.starts_with('#');
    if (sound || local) && !url.contains(|c: char| c.is_whitespace() || c.is_control()) {
        if url.starts_with("http:")
            || url.starts_with("https:")
            || local
            || url.starts_with("mailto:")
        {
            return Ok(url.to_owned());
        }
        out::note(format!("`{url}` is an unusual address"));
        return Ok(url.to_owned());
    }
    Err(Failure::misuse(format!("`{url}` is no URL"))
        .hint("write it whole, such as https://fedoraproject.org/"))
}
