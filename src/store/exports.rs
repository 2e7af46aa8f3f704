//! Where posts were exported to, as this laptop remembers it.
//!
//! What this module promises:
//! - The notebook says what an exported file is called and which bytes it had, and no more: it may
//!   come from anybody, and must not be able to name a file of this laptop as its own.
//! - The path is remembered in the state folder, by the notebook's id and the event.
//! - What the notebook says counts for files in this laptop's export folder, and in folders that
//!   were exported to before; anywhere else a file is a stranger's.

use super::atomic::{self, make_folder_unsynced, resolve};
use super::parse::{SourceText, parse};
use super::reader::TableReader;
use super::value::Table;
use super::{Store, StoreError, lock, slug, style};
use crate::model::event::Event;
use std::path::{Path, PathBuf};
use toml_edit::DocumentMut;

/// A post that was written from this laptop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenPost {
    /// The event's folder.
    pub event: String,
    /// The file, absolute, at the end of all links.
    pub path: PathBuf,
    /// SHA-256 of its bytes, in hexadecimal.
    pub hash: String,
}

/// The name of the file that an event's post is written to, without its ending: its slug, else its
/// title, made safe as every name of a file is.
pub fn post_stem(event: &Event, folder: Option<&str>) -> String {
    let named = event.header.get("slug").map(slug);
    let stems = [named, Some(slug(&event.title)), folder.map(slug)];
    let mut stems = stems.into_iter().flatten().filter(|stem| !stem.is_empty());
    stems.next().unwrap_or_else(|| "post".to_owned())
}

impl Store {
    /// The posts of this notebook that were written from this laptop, oldest first. None where that
    /// cannot be told: then hallway asks before it overwrites anything.
    pub fn written_posts(&self) -> Vec<WrittenPost> {
        let read = || -> Result<Vec<WrittenPost>, StoreError> {
            let path = self.exports_file()?;
            let Some(bytes) = super::parse::read_bytes(self.disk(), &path)? else {
                return Ok(Vec::new());
            };
            let text = SourceText::decode(&path, &bytes)?;
            decode(&path, &text.plain)
        };
        read().unwrap_or_else(|store_error| {
            tracing::warn!(%store_error, "where posts were exported to is not known");
            Vec::new()
        })
    }

    /// Where the post of an event was written last.
    pub fn last_written(&self, event: &str) -> Option<PathBuf> {
        let posts = self.written_posts().into_iter().rev();
        let mut of_event = posts.filter(|post| post.event == event);
        of_event.next().map(|post| post.path)
    }

    /// Remembers that the file at `path` is, or is about to be, the event's post. Of its earlier
    /// states only the one that is on disk, `found`, still counts.
    ///
    /// # Errors
    /// When the state folder cannot be written.
    pub fn remember_post(
        &self,
        event: &str,
        path: &Path,
        found: Option<&str>,
        new: &str,
    ) -> Result<(), StoreError> {
        let path = self.end_of(path)?;
        let file = self.exports_file()?;
        if let Some(folder) = file.parent() {
            make_folder_unsynced(self.disk(), self.state(), folder)?;
        }
        let key = file.to_string_lossy();
        let _lock = lock::lock(self.system(), &self.state().join("locks"), &key, &file)?;
        let mut posts = self.written_posts();
        posts.retain(|post| {
            let is_this = post.event == event && post.path == path;
            !is_this || (Some(post.hash.as_str()) == found && post.hash != new)
        });
        posts.push(WrittenPost {
            event: event.to_owned(),
            path,
            hash: new.to_owned(),
        });
        atomic::replace(self.system(), &file, encode(&posts).as_bytes())
    }

    /// Whether the file at `path`, which has this hash, is as an export of the event left it;
    /// without a hash, whether one was written there at all. `export_folder` is this laptop's.
    pub fn is_written_by_us(
        &self,
        folder: &str,
        event: &Event,
        path: &Path,
        hash: Option<&str>,
        export_folder: Option<&Path>,
    ) -> bool {
        let Ok(path) = self.end_of(path) else {
            return false;
        };
        let posts = self.written_posts();
        let is_this = |other: &str| hash.is_none_or(|hash| hash == other);
        let same = |post: &WrittenPost| post.event == folder && post.path == path;
        if posts.iter().any(|post| same(post) && is_this(&post.hash)) {
            return true;
        }
        let name = path.file_name().map(|name| name.to_string_lossy());
        let in_notebook = event
            .exports
            .iter()
            .any(|export| is_this(&export.hash) && Some(export.file.as_str()) == name.as_deref());
        let inside = |folder: &Path| {
            let folder = self.disk().canonicalize(folder);
            folder.is_ok_and(|folder| path.starts_with(folder))
        };
        let known = posts.iter().filter_map(|post| post.path.parent());
        in_notebook && export_folder.into_iter().chain(known).any(inside)
    }

    /// The file that a path leads to, with no link anywhere on the way.
    fn end_of(&self, path: &Path) -> Result<PathBuf, StoreError> {
        let path = resolve(self.disk(), path)?;
        let wrong = |error| StoreError::reading(&path, error);
        let name = path
            .file_name()
            .ok_or_else(|| StoreError::Folder { path: path.clone() })?;
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        Ok(self.disk().canonicalize(folder).map_err(wrong)?.join(name))
    }

    fn exports_file(&self) -> Result<PathBuf, StoreError> {
        Ok(self.state().join("exports").join(self.id()?))
    }
}

fn encode(posts: &[WrittenPost]) -> String {
    let mut table = Table::default();
    table.set("format", super::FORMAT);
    table.tables("exports", posts, |post| {
        let mut table = Table::default();
        table.set("event", &post.event);
        table.set("path", &*post.path.to_string_lossy());
        table.set("hash", &post.hash);
        table
    });
    let mut document = DocumentMut::new();
    *document.as_table_mut() = style::table(&table);
    document.to_string()
}

fn decode(path: &Path, text: &str) -> Result<Vec<WrittenPost>, StoreError> {
    let parsed = parse(path, text)?;
    let table = parsed.table();
    let posts = TableReader(&table).tables("exports", |reader| {
        Ok(WrittenPost {
            event: reader.text("event")?.unwrap_or_default(),
            path: reader.text("path")?.unwrap_or_default().into(),
            hash: reader.text("hash")?.unwrap_or_default(),
        })
    });
    posts.map_err(|wrong| super::document::at_place(path, &parsed, &wrong))
}
