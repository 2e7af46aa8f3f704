//! What an event remembers of a post that was written: the links that the post took from elsewhere, and the file.

use super::Post;
use crate::model::event::{Event, Export};
use crate::rst::name::normalise;

/// Puts the links that the post took from elsewhere into the event, so that a later change of the link book leaves this post alone.
pub fn pin(event: &mut Event, post: &Post) {
    for link in &post.pins {
        let key = normalise(&link.name);
        let own = event
            .links
            .iter_mut()
            .find(|own| normalise(&own.name) == key);
        match own {
            Some(own) if own.url.is_none() => own.url.clone_from(&link.url),
            Some(_) => {}
            None => event.links.push(link.clone()),
        }
    }
}

/// Remembers that the file of that absolute path is, or is about to be, ours. Of older states only the one that is on disk, `found`, counts.
pub fn remember(event: &mut Event, file: &str, found: Option<&str>, new: &str) {
    let there = |export: &Export| Some(export.hash.as_str()) == found || export.hash == new;
    event
        .exports
        .retain(|export| export.file != file || there(export));
    if !event
        .exports
        .iter()
        .any(|export| export.file == file && export.hash == new)
    {
        event.exports.push(Export {
            file: file.to_owned(),
            hash: new.to_owned(),
        });
    }
}
