//! What stands in a line that asks for a URL or a name of a link, as the event would have it.
//!
//! The link book has no journal of its own: what is typed for one of its names is kept as a link of
//! the event, where it goes before the book's.

use super::super::App;
use super::super::layer::{Layer, Purpose};
use super::super::links::LinkPlace;
use super::super::names::Linking;
use super::link::address;
use crate::model::link::{Link, LinkKind};
use crate::post::book::{has_name, rename};
use crate::rst::name::{collapse, normalise};

/// What the line is about.
struct LinkSubject {
    name: String,
    url: Option<String>,
    kind: Option<LinkKind>,
    place: LinkPlace,
}

/// Puts what is typed among an event's links; nothing when a person would not miss it.
pub fn put(app: &App, links: &mut Vec<Link>, purpose: Purpose, typed: &str) -> Option<()> {
    match purpose {
        Purpose::LinkUrl => give(links, &linking(app)?.name, typed),
        Purpose::LinkName => {
            let url = linking(app)?.url.clone()?;
            give(links, typed, &url);
        }
        Purpose::NewLink => {
            let name = collapse(typed);
            let key = normalise(&name);
            if links.iter().any(|link| has_name(link, &key)) {
                return None;
            }
            links.push(Link {
                name,
                ..Link::default()
            });
        }
        Purpose::Url => {
            let about = about(app)?;
            if about.url.as_deref() == Some(typed) {
                return None;
            }
            match about.place {
                LinkPlace::Event(at) => links.get_mut(at)?.url = Some(whole(typed)),
                LinkPlace::Book(_) | LinkPlace::Nowhere => give(links, &about.name, typed),
            }
        }
        Purpose::RenameLink => {
            let LinkSubject {
                name, url, kind, ..
            } = about(app)?;
            let new = collapse(typed);
            if new == name {
                return None;
            }
            // The references still have the old name.
            let key = normalise(&new);
            match rename(links, &name, &new) {
                true => links
                    .iter_mut()
                    .filter(|link| normalise(&link.name) == key && key != normalise(&name))
                    .for_each(|link| link.aliases.push(name.clone())),
                false => links.push(Link {
                    name: new,
                    url,
                    kind,
                    aliases: vec![name],
                    ..Link::default()
                }),
            }
        }
        _ => return None,
    }
    Some(())
}

fn linking(app: &App) -> Option<&Linking> {
    app.linking.as_ref()
}

/// The name that is chosen below the line: in the list of links or in the link pass.
fn about(app: &App) -> Option<LinkSubject> {
    app.layers.iter().rev().find_map(|layer| match layer {
        Layer::Links(links) => links.chosen().map(|row| LinkSubject {
            name: row.name.clone(),
            url: row.url.clone(),
            kind: row.kind,
            place: row.place,
        }),
        Layer::LinkReview(pass) => pass.stop().map(|stop| LinkSubject {
            name: collapse(&stop.name),
            url: None,
            kind: None,
            place: LinkPlace::Nowhere,
        }),
        _ => None,
    })
}

/// A URL as it is meant, as far as it is typed.
fn whole(typed: &str) -> String {
    address(typed).unwrap_or_else(|| typed.to_owned())
}

/// Gives a name of the event its URL.
fn give(links: &mut Vec<Link>, name: &str, typed: &str) {
    let key = normalise(name);
    match links.iter_mut().find(|link| has_name(link, &key)) {
        Some(link) => link.url = Some(whole(typed)),
        None => links.push(Link {
            name: collapse(name),
            url: Some(whole(typed)),
            ..Link::default()
        }),
    }
}
