//! A post as it would be written now.

use crate::model::event::Event;
use crate::model::link::Link;
use crate::model::notebook::Notebook;
use crate::model::session::Session;
use crate::model::words::{many, words};
use crate::post::header::{self, NoSlug};
use crate::post::writer::{OutputFormat, Written};
use crate::post::{self, Origin, build};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// What a post is made of, beside its event.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// All sessions of the event, in their order.
    pub sessions: &'a [Session],
    /// The link book.
    pub book: &'a [Link],
    /// The author's defaults.
    pub notebook: &'a Notebook,
    /// The present moment, for the date of a new post.
    pub now: DateTime<Utc>,
    /// The author's zone.
    pub zone: Tz,
}

/// A post as it would be written now.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The event, its header filled in.
    pub event: Event,
    /// The post.
    pub post: post::Post,
    /// The post as it is kept and checked: reStructuredText with Nikola's metadata.
    pub source: Written,
    /// Why there can be no file yet.
    no_slug: Option<NoSlug>,
}

impl Draft {
    /// Makes the post of an event.
    pub fn new(mut event: Event, sources: Sources<'_>) -> Draft {
        let Sources {
            sessions,
            book,
            notebook,
            now,
            zone,
        } = sources;
        let no_slug = header::complete(&mut event, notebook, now, zone).err();
        let post = build::build(&event, sessions, book, notebook.look);
        let source = OutputFormat::usual().writer.write(&post);
        Draft {
            event,
            post,
            source,
            no_slug,
        }
    }

    /// Whether the post can be written.
    ///
    /// # Errors
    /// [`NoSlug`] when the title has nothing of which the file's name could be made.
    pub fn can_be_written(&self) -> Result<(), NoSlug> {
        self.no_slug.clone().map_or(Ok(()), Err)
    }

    /// The post in a format.
    pub fn text(&self, format: &OutputFormat) -> String {
        match std::ptr::eq(format, OutputFormat::usual()) {
            true => self.source.text.clone(),
            false => format.writer.write(&self.post).text,
        }
    }

    /// How much it is: "1,811 words, 9 sections, 36 links".
    pub fn size(&self) -> String {
        let is_prose = |origin: &Origin| !matches!(origin, Origin::Header | Origin::Links);
        let prose = self
            .source
            .origins
            .iter()
            .filter(|(_, origin)| is_prose(origin));
        let words: usize = prose
            .map(|(range, _)| words(self.source.text.get(range.clone()).unwrap_or_default()))
            .sum();
        let sections = self.post.parts.iter().filter(|part| part.heading.is_some());
        format!(
            "{}, {}, {}",
            many(words, "word"),
            many(sections.count(), "section"),
            many(self.post.targets.len(), "link")
        )
    }
}
