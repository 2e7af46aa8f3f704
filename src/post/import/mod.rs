//! From a post to an event: reads any reST post, finds the sessions in it, and remembers whatever
//! an export would write otherwise.
//!
//! The text is cut into a preamble, a header, a title, parts with their headings, and link targets;
//! what stands between two of them is a gap. Since the pieces and the gaps together are the whole
//! text, an export can give it back byte for byte; what the writer does by itself is then left out
//! of what the event remembers.

mod byline;
mod cut;
mod decode;
mod edited;
mod guess;
mod layout;
mod meta;
mod targets;
mod update;

use super::{build, nikola};
use crate::model::event::Event;
use crate::model::layout::{PostOptions, Wrap};
use crate::model::session::Session;

pub use decode::ImportError;
pub use update::{PostChange, Update, update};

/// A post as an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// The event.
    pub event: Event,
    /// Its sessions, in order.
    pub sessions: Vec<Session>,
    /// What the event's folder should be called: the post's slug, else its file name.
    pub slug: String,
    /// Whether an export gives back every byte.
    pub unchanged: bool,
    /// What a person should know about the post.
    pub notices: Vec<String>,
}

/// Reads a post. `file_name` is its name, with or without folders; it stands in for a missing slug
/// and title, as in Nikola.
///
/// # Errors
/// [`ImportError`] for bytes that are not a text.
pub fn read(source: &[u8], file_name: &str) -> Result<Imported, ImportError> {
    let page = decode::decode(source)?;
    let stem = stem(file_name);
    let cut = cut::cut(&page.text);
    let mut imported = layout::assemble(&page, &cut, &stem);
    imported.unchanged = fit_layout(&mut imported, source);
    Ok(imported)
}

/// Turns off what the writer would do to this post and its source did not, step by step. Returns
/// whether the post comes back unchanged.
fn fit_layout(imported: &mut Imported, source: &[u8]) -> bool {
    let same = |imported: &Imported| written(imported).as_bytes() == source;
    if same(imported) {
        return true;
    }
    imported.event.look.wrap = Some(Wrap::Keep);
    if same(imported) {
        return true;
    }
    imported.event.layout.keep_headings = true;
    if same(imported) {
        imported.event.look.wrap = None;
        if !same(imported) {
            imported.event.look.wrap = Some(Wrap::Keep);
        }
        return true;
    }
    false
}

/// What an export of the imported post gives.
fn written(imported: &Imported) -> String {
    let post = build::build(
        &imported.event,
        &imported.sessions,
        &[],
        PostOptions::default(),
    );
    nikola::write(&post).text
}

/// The file's name without folders and ending.
fn stem(file_name: &str) -> String {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    name.rsplit_once('.')
        .map_or(name, |(stem, _)| stem)
        .to_owned()
}
