//! The writer for Nikola: a post's tree as reStructuredText with Nikola's metadata (or a docinfo,
//! where it was imported so).

mod adorn;
mod link;
mod meta;
mod pieces;

use super::writer::{Writer, Written};
use super::{Origin, Piece, Post, PostHeading, PostPart, PostTarget};
use crate::model::header::HeaderFormat;
use crate::model::layout::{
    AFTER_HEADER, AFTER_HEADING, BEFORE_DOCINFO, BEFORE_HEADING, BEFORE_LINKS, BETWEEN_LINKS, Gap,
    PostLayout,
};
use std::ops::Range;

pub use crate::model::slug::slug;
pub use adorn::heading as heading_lines;
pub use link::form_of;
pub use meta::lines as header_lines;

/// Writes posts for Nikola.
pub struct Nikola;

impl Writer for Nikola {
    fn write(&self, post: &Post) -> Written {
        write(post)
    }
}

/// Writes a post.
pub fn write(post: &Post) -> Written {
    let mut page = NikolaPage {
        text: String::new(),
        origins: Vec::new(),
        last: Last::Nothing,
        post,
        layout: &post.layout,
    };
    page.text
        .push_str(post.layout.preamble.as_deref().unwrap_or_default());
    page.header(HeaderFormat::Nikola);
    if let Some(title) = &post.title {
        page.heading(title, Origin::Header);
    }
    page.header(HeaderFormat::Docinfo);
    for part in &post.parts {
        page.part(part);
    }
    for target in &post.targets {
        page.target(target);
    }
    page.finish()
}

/// The texts of a part's content, as [`write`] would write them, each with whether a person typed
/// it.
pub fn part_texts(part: &PostPart, post: &Post) -> Vec<(bool, String)> {
    let level = part.heading.as_ref().map_or(0, |heading| heading.level);
    let mut before = None;
    let mut texts = Vec::new();
    for piece in &part.pieces {
        if let Some((_, text)) = pieces::write(piece, before, part.origin, level, post) {
            texts.push((matches!(piece, Piece::Source { .. }), text));
        }
        before = Some(piece);
    }
    texts
}

/// What was written last.
enum Last {
    Nothing,
    Header,
    /// A heading, with what it wants after itself.
    Heading(Option<Gap>),
    Text,
    Target,
}

/// What is to be written next.
enum Next<'a> {
    Docinfo,
    Heading(&'a PostHeading),
    Text,
    Target,
}

struct NikolaPage<'p> {
    text: String,
    origins: Vec<(Range<usize>, Origin)>,
    last: Last,
    post: &'p Post,
    layout: &'p PostLayout,
}

impl NikolaPage<'_> {
    /// Writes what stands between the last part and the next one.
    fn gap(&mut self, next: &Next<'_>) {
        let layout = self.layout;
        let or = |own: &Option<Gap>, usual: Gap| own.clone().unwrap_or(usual);
        let gap = match (&self.last, next) {
            (Last::Nothing, _) => return,
            (Last::Header, _) => or(&layout.after_header, AFTER_HEADER),
            (Last::Heading(_), Next::Docinfo) => or(&layout.before_docinfo, BEFORE_DOCINFO),
            (Last::Heading(after), _) => or(after, or(&layout.after_heading, AFTER_HEADING)),
            (_, Next::Heading(heading)) => {
                or(&heading.before, or(&layout.before_heading, BEFORE_HEADING))
            }
            (Last::Target, _) => or(&layout.between_links, BETWEEN_LINKS),
            (Last::Text, Next::Target) => or(&layout.before_links, BEFORE_LINKS),
            (Last::Text, Next::Text | Next::Docinfo) => Gap::Lines(1),
        };
        match gap {
            Gap::Lines(count) => (0..=count).for_each(|_| self.text.push('\n')),
            Gap::Verbatim(text) => self.text.push_str(&text),
        }
    }

    /// Notes that everything from byte `start` on comes from `origin`.
    fn mark(&mut self, start: usize, origin: Origin) {
        if self.text.len() > start {
            self.origins.push((start..self.text.len(), origin));
        }
    }

    fn header(&mut self, format: HeaderFormat) {
        let header = &self.post.header;
        if header.format != format || (header.fields.is_empty() && header.lines.is_none()) {
            return;
        }
        self.gap(&Next::Docinfo);
        let start = self.text.len();
        self.text.push_str(&meta::lines(header).join("\n"));
        self.mark(start, Origin::Header);
        self.last = Last::Header;
    }

    fn heading(&mut self, heading: &PostHeading, origin: Origin) {
        self.gap(&Next::Heading(heading));
        let start = self.text.len();
        self.text.push_str(&adorn::heading(
            heading,
            self.layout.adornment(heading.level),
        ));
        self.mark(start, origin);
        self.last = Last::Heading(heading.after.clone());
    }

    fn part(&mut self, part: &PostPart) {
        if let Some(heading) = &part.heading {
            self.heading(heading, part.origin);
        }
        let level = part.heading.as_ref().map_or(0, |heading| heading.level);
        for (at, piece) in part.pieces.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|before| part.pieces.get(before));
            let Some((origin, text)) = pieces::write(piece, before, part.origin, level, self.post)
            else {
                continue;
            };
            self.gap(&Next::Text);
            let start = self.text.len();
            self.text.push_str(&text);
            self.mark(start, origin);
            self.last = Last::Text;
        }
    }

    fn target(&mut self, target: &PostTarget) {
        self.gap(&Next::Target);
        let start = self.text.len();
        self.text.push_str(&link::write(target));
        self.mark(start, Origin::Links);
        self.last = Last::Target;
    }

    fn finish(mut self) -> Written {
        match (&self.layout.end, &self.last) {
            (Some(end), _) => self.text.push_str(end),
            (None, Last::Nothing) => {}
            (None, _) => self.text.push('\n'),
        }
        if self.layout.crlf {
            self.text = self.text.replace('\n', "\r\n");
        }
        if self.layout.byte_order_mark {
            self.text.insert(0, '\u{feff}');
        }
        Written {
            text: self.text,
            origins: self.origins,
        }
    }
}
