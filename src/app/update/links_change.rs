//! Changing links in their list: deleting, keeping, renaming, settling.

use super::super::App;
use super::super::action::Action;
use super::super::effect::Effect;
use super::super::links::{LinkGroup, LinkPlace, LinkRow, texts};
use super::super::open_event::{OpenEvent, TextId};
use super::change::{Changed, change_with_book, transact, write_text};
use crate::model::entry::{EntryMark, Person};
use crate::model::link::{Link, LinkKind};
use crate::model::privacy::PrivatePeople;
use crate::post::book;
use crate::rst::name::{collapse, normalise};

/// Deletes a link; the references stay.
pub fn delete(app: &mut App, row: &LinkRow) -> Vec<Effect> {
    let label = format!("deleting the link {}", row.name);
    let effects = match row.place {
        LinkPlace::Event(at) => transact(app, label, &[Changed::Event], |open_event| {
            if at < open_event.event.links.len() {
                open_event.event.links.remove(at);
            }
        }),
        LinkPlace::Book(at) => change_with_book(app, label, &[], |_, book| {
            if at < book.len() {
                book.remove(at);
            }
        }),
        LinkPlace::Nowhere => {
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
pub fn keep(app: &mut App, row: &LinkRow) -> Vec<Effect> {
    let name = row.name.clone();
    let Some(url) = row.url.clone() else {
        app.say(format!("{name} needs its URL before the post can have it"));
        return Vec::new();
    };
    let keeps_all = |open_event: &OpenEvent| open_event.event.layout.keep_links;
    let is_kept = match (row.place, app.open_event.as_ref()) {
        (LinkPlace::Event(at), Some(open_event)) => {
            keeps_all(open_event) || open_event.event.links.get(at).is_some_and(|link| link.keep)
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
    let effects = transact(app, label, &[Changed::Event], |open_event| match place {
        LinkPlace::Event(at) => {
            // The post of an import keeps all its links; now that one is told apart, each says so
            // itself.
            if std::mem::take(&mut open_event.event.layout.keep_links) {
                open_event
                    .event
                    .links
                    .iter_mut()
                    .for_each(|link| link.keep = true);
            }
            if let Some(link) = open_event.event.links.get_mut(at) {
                link.keep = !is_kept;
            }
        }
        LinkPlace::Book(_) | LinkPlace::Nowhere => open_event.event.links.push(Link {
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
pub fn choose_url(app: &mut App, row: &LinkRow) -> Vec<Effect> {
    let (LinkGroup::Conflict, Some(url)) = (row.group, row.url.clone()) else {
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
    let effects = change_with_book(
        app,
        label,
        &[Changed::Event],
        |open_event, book| match place {
            LinkPlace::Event(at) => settle(&mut open_event.event.links, at),
            LinkPlace::Book(at) => settle(book, at),
            LinkPlace::Nowhere => {}
        },
    );
    app.say(format!(
        "{} leads to {}",
        row.name,
        row.url.as_deref().unwrap_or_default()
    ));
    effects
}

/// The next kind of thing that a link leads to.
pub fn kind(app: &mut App, row: &LinkRow) -> Vec<Effect> {
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
        LinkPlace::Event(at) => transact(app, label, &[Changed::Event], |open_event| {
            if let Some(link) = open_event.event.links.get_mut(at) {
                link.kind = next;
            }
        }),
        LinkPlace::Book(at) => change_with_book(app, label, &[], |_, book| {
            if let Some(link) = book.get_mut(at) {
                link.kind = next;
            }
        }),
        LinkPlace::Nowhere => {
            app.say(format!("{} needs its URL first", row.name));
            Vec::new()
        }
    }
}

/// Puts a link of the event into the link book, where all events find it.
pub fn share(app: &mut App, row: &LinkRow) -> Vec<Effect> {
    let link = match (row.place, app.open_event.as_ref()) {
        (LinkPlace::Event(at), Some(open_event)) => open_event.event.links.get(at).cloned(),
        (LinkPlace::Book(_), _) => {
            app.say(format!("{} is in the link book already", row.name));
            return Vec::new();
        }
        _ => None,
    };
    let Some(link) = link.filter(|link| link.url.is_some()) else {
        app.say(format!("{} needs its URL first", row.name));
        return Vec::new();
    };
    let private = app.open_event.as_ref().map(private).unwrap_or_default();
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
fn private(open_event: &OpenEvent) -> PrivatePeople {
    let of_sessions = open_event
        .sessions
        .iter()
        .flat_map(|(_, session)| session.people.owner());
    let people = open_event.event.people.owner().iter().chain(of_sessions);
    let mut found = PrivatePeople::default();
    for person in people.filter(|person: &&Person| person.mark != Some(EntryMark::Public)) {
        found.add(normalise(&person.name), person.url.as_deref());
    }
    found
}

/// Gives a link another name. The references of this event follow; those of others find a link of
/// the book by its old name.
pub fn rename(app: &mut App, row: &LinkRow, typed: &str) -> Vec<Effect> {
    let new = collapse(typed);
    if new.is_empty() || new == row.name {
        return Vec::new();
    }
    let (old, key) = (row.name.clone(), normalise(&new));
    let is_same = key == normalise(&old);
    let taken = |links: &[Link]| !is_same && links.iter().any(|link| book::has_name(link, &key));
    let Some(open_event) = app.open_event.as_ref() else {
        return Vec::new();
    };
    if taken(&open_event.event.links)
        || (matches!(row.place, LinkPlace::Book(_)) && taken(&app.book))
    {
        app.complain(format!("{new} is a link already; nothing was renamed"));
        return Vec::new();
    }
    if matches!(row.place, LinkPlace::Book(_)) && !is_same && private(open_event).has_name(&key) {
        app.complain(format!(
            "{new} is a private person and never enters the link book; nothing was renamed"
        ));
        return Vec::new();
    }
    let changed: Vec<(TextId, String)> = texts(open_event)
        .into_iter()
        .filter_map(|(text, source)| Some((text, book::retarget(source, &old, &new)?)))
        .collect();
    let mut about = vec![Changed::Event];
    about.extend(changed.iter().filter_map(|(text, _)| match text {
        TextId::Notes(session_id) => Some(Changed::Session(*session_id)),
        TextId::Intro | TextId::Closing => None,
    }));
    let said = match (row.uses.len(), row.place) {
        (0, _) => format!("{old} is now {new}"),
        (1, _) => format!("{old} is now {new}, and so is the reference to it"),
        (count, _) => format!("{old} is now {new}, and so are {count} references to it"),
    };
    let place = row.place;
    let label = format!("renaming {old} to {new}");
    let effects = change_with_book(app, label, &about, |open_event, book| {
        match place {
            LinkPlace::Event(_) => {
                book::rename(&mut open_event.event.links, &old, &new);
            }
            LinkPlace::Book(at) => {
                if let Some(link) = book.get_mut(at) {
                    link.aliases.retain(|alias| normalise(alias) != key);
                    if !is_same {
                        link.aliases.push(std::mem::take(&mut link.name));
                    }
                    link.name.clone_from(&new);
                }
            }
            LinkPlace::Nowhere => {}
        }
        for (text, made) in changed {
            write_text(open_event, text, made);
        }
    });
    app.say(said);
    effects
}
