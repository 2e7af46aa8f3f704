//! Changing links in their list: deleting, keeping, renaming, settling.

use super::super::App;
use super::super::action::Action;
use super::super::desk::{Desk, Text};
use super::super::effect::Effect;
use super::super::links::{Group, Place, Row, texts};
use super::change::{About, change, change_with_book, write_text};
use crate::model::entry::{Mark, Person};
use crate::model::link::{Link, LinkKind};
use crate::model::privacy::PrivatePeople;
use crate::post::book;
use crate::rst::name::{collapse, normalise};

/// Deletes a link; the references stay.
pub fn delete(app: &mut App, row: &Row) -> Vec<Effect> {
    let label = format!("deleting the link {}", row.name);
    let effects = match row.place {
        Place::Event(at) => change(app, label, &[About::Event], |desk| {
            if at < desk.event.links.len() {
                desk.event.links.remove(at);
            }
        }),
        Place::Book(at) => change_with_book(app, label, &[], |_, book| {
            if at < book.len() {
                book.remove(at);
            }
        }),
        Place::Nowhere => {
            app.say("There is no link of that name yet, only references: Enter goes there");
            return Vec::new();
        }
    };
    let left = match row.uses.len() {
        0 => String::new(),
        1 => ", and 1 reference stays without it".to_owned(),
        count => format!(", and {count} references stay without it"),
    };
    let key = app.settings.keymap.key(app.context(), Action::Undo);
    let key = key.map_or_else(|| "undo".to_owned(), |key| key.to_string());
    app.say(format!("Deleted {}{left}; {key} brings it back", row.name));
    effects
}

/// Keeps a link for the post although nothing refers to it, or no longer.
pub fn keep(app: &mut App, row: &Row) -> Vec<Effect> {
    let name = row.name.clone();
    let Some(url) = row.url.clone() else {
        app.say(format!("{name} needs its URL before the post can have it"));
        return Vec::new();
    };
    let keeps_all = |desk: &Desk| desk.event.layout.keep_links;
    let is_kept = match (row.place, app.desk.as_ref()) {
        (Place::Event(at), Some(desk)) => {
            keeps_all(desk) || desk.event.links.get(at).is_some_and(|link| link.keep)
        }
        _ => false,
    };
    let (label, said) = match is_kept {
        true => (
            format!("no longer keeping {name}"),
            format!("{name} is in the post only where it is used"),
        ),
        false => (
            format!("keeping {name}"),
            format!("{name} is in the post, used or not"),
        ),
    };
    let kind = row.kind;
    let place = row.place;
    let effects = change(app, label, &[About::Event], |desk| match place {
        Place::Event(at) => {
            // The post of an import keeps all its links; now that one is told apart, each says so itself.
            if std::mem::take(&mut desk.event.layout.keep_links) {
                desk.event
                    .links
                    .iter_mut()
                    .for_each(|link| link.keep = true);
            }
            if let Some(link) = desk.event.links.get_mut(at) {
                link.keep = !is_kept;
            }
        }
        Place::Book(_) | Place::Nowhere => desk.event.links.push(Link {
            name,
            url: Some(url),
            kind,
            keep: true,
            ..Link::default()
        }),
    });
    app.say(said);
    effects
}

/// Settles a name that has several URLs: the chosen one counts.
pub fn settle_on(app: &mut App, row: &Row) -> Vec<Effect> {
    let (Group::Conflict, Some(url)) = (row.group, row.url.clone()) else {
        app.say(format!(
            "{} has one URL at most: nothing is to settle",
            row.name
        ));
        return Vec::new();
    };
    let label = format!("settling {}", row.name);
    let place = row.place;
    let settle = |links: &mut Vec<Link>, at: usize| {
        let open = book::conflicts(links);
        let mut of_this = open.iter().filter(|(_, places)| places.contains(&at));
        if let Some((name, _)) = of_this.next() {
            let own = links[at].name.clone();
            let name = if normalise(&own) == *name {
                own
            } else {
                name.clone()
            };
            book::set(links, &name, &url);
        }
    };
    let effects = change_with_book(app, label, &[About::Event], |desk, book| match place {
        Place::Event(at) => settle(&mut desk.event.links, at),
        Place::Book(at) => settle(book, at),
        Place::Nowhere => {}
    });
    app.say(format!(
        "{} leads to {}",
        row.name,
        row.url.as_deref().unwrap_or_default()
    ));
    effects
}

/// The next kind of thing that a link leads to.
pub fn kind(app: &mut App, row: &Row) -> Vec<Effect> {
    let all = [
        None,
        Some(LinkKind::Project),
        Some(LinkKind::Company),
        Some(LinkKind::Person),
        Some(LinkKind::Page),
    ];
    let next = super::super::layer::after(&all, row.kind);
    let label = format!("what {} is", row.name);
    match row.place {
        Place::Event(at) => change(app, label, &[About::Event], |desk| {
            if let Some(link) = desk.event.links.get_mut(at) {
                link.kind = next;
            }
        }),
        Place::Book(at) => change_with_book(app, label, &[], |_, book| {
            if let Some(link) = book.get_mut(at) {
                link.kind = next;
            }
        }),
        Place::Nowhere => {
            app.say(format!("{} needs its URL first", row.name));
            Vec::new()
        }
    }
}

/// Puts a link of the event into the link book, where all events find it.
pub fn share(app: &mut App, row: &Row) -> Vec<Effect> {
    let link = match (row.place, app.desk.as_ref()) {
        (Place::Event(at), Some(desk)) => desk.event.links.get(at).cloned(),
        (Place::Book(_), _) => {
            app.say(format!("{} is in the link book already", row.name));
            return Vec::new();
        }
        _ => None,
    };
    let Some(link) = link.filter(|link| link.url.is_some()) else {
        app.say(format!("{} needs its URL first", row.name));
        return Vec::new();
    };
    let private = app.desk.as_ref().map(private).unwrap_or_default();
    let mut book = app.book.clone();
    let fed = book::feed(&mut book, std::slice::from_ref(&link), &private);
    let said = match (fed.new, fed.conflicts) {
        (0, 0) if is_private(&private, &link) => format!(
            "{} is a private person and never enters the link book",
            link.name
        ),
        (0, 0) => format!("{} is in the link book already", link.name),
        (_, 0) => format!("{} is in the link book, for all events", link.name),
        _ => format!(
            "{} has another URL in the link book, too: settle it above",
            link.name
        ),
    };
    if book == app.book {
        app.say(said);
        return Vec::new();
    }
    let label = format!("{} in the link book", link.name);
    let effects = change_with_book(app, label, &[], |_, now| *now = book);
    app.say(said);
    effects
}

fn is_private(people: &PrivatePeople, link: &Link) -> bool {
    people.has_name(&normalise(&link.name))
        || link.url.as_ref().is_some_and(|url| people.has_url(url))
}

/// The private people of an event. Those of others are known when the link book is saved.
fn private(desk: &Desk) -> PrivatePeople {
    let of_sessions = desk
        .sessions
        .iter()
        .flat_map(|(_, session)| session.people.owner());
    let people = desk.event.people.owner().iter().chain(of_sessions);
    let mut found = PrivatePeople::default();
    for person in people.filter(|person: &&Person| person.mark != Some(Mark::Public)) {
        found.add(normalise(&person.name), person.url.as_deref());
    }
    found
}

/// Gives a link another name. The references of this event follow; those of others find a link of the book by its old name.
pub fn rename(app: &mut App, row: &Row, typed: &str) -> Vec<Effect> {
    let new = collapse(typed);
    if new.is_empty() || new == row.name {
        return Vec::new();
    }
    let (old, key) = (row.name.clone(), normalise(&new));
    let is_same = key == normalise(&old);
    let taken = |links: &[Link]| !is_same && links.iter().any(|link| book::has_name(link, &key));
    let Some(desk) = app.desk.as_ref() else {
        return Vec::new();
    };
    if taken(&desk.event.links) || (matches!(row.place, Place::Book(_)) && taken(&app.book)) {
        app.complain(format!("{new} is a link already; nothing was renamed"));
        return Vec::new();
    }
    if matches!(row.place, Place::Book(_)) && !is_same && private(desk).has_name(&key) {
        app.complain(format!(
            "{new} is a private person and never enters the link book; nothing was renamed"
        ));
        return Vec::new();
    }
    let changed: Vec<(Text, String)> = texts(desk)
        .into_iter()
        .filter_map(|(text, source)| Some((text, book::retarget(source, &old, &new)?)))
        .collect();
    let mut about = vec![About::Event];
    about.extend(changed.iter().filter_map(|(text, _)| match text {
        Text::Notes(sid) => Some(About::Session(*sid)),
        Text::Intro | Text::Closing => None,
    }));
    let said = match (row.uses.len(), row.place) {
        (0, _) => format!("{old} is now {new}"),
        (1, _) => format!("{old} is now {new}, and so is the reference to it"),
        (count, _) => format!("{old} is now {new}, and so are {count} references to it"),
    };
    let place = row.place;
    let label = format!("renaming {old} to {new}");
    let effects = change_with_book(app, label, &about, |desk, book| {
        match place {
            Place::Event(_) => {
                book::rename(&mut desk.event.links, &old, &new);
            }
            Place::Book(at) => {
                if let Some(link) = book.get_mut(at) {
                    link.aliases.retain(|alias| normalise(alias) != key);
                    if !is_same {
                        link.aliases.push(std::mem::take(&mut link.name));
                    }
                    link.name.clone_from(&new);
                }
            }
            Place::Nowhere => {}
        }
        for (text, made) in changed {
            write_text(desk, text, made);
        }
    });
    app.say(said);
    effects
}
