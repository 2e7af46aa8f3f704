//! What an event remembers of a post that was written: the links that the post took from
//! other places, and the name of the file.

use crate::model::event::{Event, ExportRecord};
use crate::post::Post;
use crate::rst::name::normalise;
use std::collections::HashMap;
use std::path::Path;

/// Puts the links that the post took from other places into the event, so that a later change of
/// the link book leaves this post alone.
pub fn pin(event: &mut Event, post: &Post) {
    let mut known: HashMap<String, usize> = HashMap::new();
    for (at, own) in event.links.iter().enumerate() {
        known.entry(normalise(&own.name)).or_insert(at);
    }
    for link in &post.pins {
        let at = *known
            .entry(normalise(&link.name))
            .or_insert(event.links.len());
        match event.links.get_mut(at) {
            Some(own) if own.url.is_none() => own.url.clone_from(&link.url),
            Some(_) => {}
            None => event.links.push(link.clone()),
        }
    }
}

/// Remembers in the event that the file at a path is, or is about to be, ours: its name only, since
/// the folders of this computer are nothing for the notebook. Of older states only the one that is
/// on disk, `found`, counts.
pub fn in_event(event: &mut Event, path: &Path, found: Option<&str>, new: &str) {
    let name = path.file_name().unwrap_or(path.as_os_str());
    let file = &*name.to_string_lossy();
    let there = |export: &ExportRecord| Some(export.hash.as_str()) == found || export.hash == new;
    event
        .exports
        .retain(|export| export.file != file || there(export));
    if !event
        .exports
        .iter()
        .any(|export| export.file == file && export.hash == new)
    {
        event.exports.push(ExportRecord {
            file: file.to_owned(),
            hash: new.to_owned(),
        });
    }
}
