//! The writer for plain text: a post as it reads, without marks and metadata.

use super::reading::{self, ReadingLine, Run, Style, clean};
use super::writer::{Writer, Written};
use super::{Post, nikola::Nikola};
use crate::rst;

/// The columns that text is set in.
const COLUMNS: usize = 78;

/// Writes plain text.
pub struct PlainText;

impl Writer for PlainText {
    fn write(&self, post: &Post) -> Written {
        let mut written = Written::default();
        for line in lines(post, COLUMNS) {
            written.text.push_str(line.text().trim_end());
            written.text.push('\n');
        }
        written
    }
}

/// The lines of a post as it reads, its title first, in so many columns.
pub fn lines(post: &Post, columns: usize) -> Vec<ReadingLine> {
    let source = Nikola.write(post).text;
    let mut lines = Vec::new();
    let title = post.header.get("title").map(clean);
    if let Some(title) = title.filter(|title| post.title.is_none() && !title.is_empty()) {
        let run = Run {
            style: Style::Heading(1),
            text: title,
        };
        lines.push(ReadingLine {
            runs: vec![run],
            ..ReadingLine::default()
        });
        lines.push(ReadingLine::default());
    }
    lines.extend(reading::lines(&source, &rst::parse(&source), columns));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::event::Event;
    use crate::model::session::Session;
    use crate::post::build;

    #[test]
    fn a_post_reads_without_its_marks() {
        let mut event = Event {
            title: "Autumn fair".to_owned(),
            intro: "Two *long* days with `our booth`_.".to_owned(),
            ..Event::default()
        };
        event.header.set("title", "Autumn fair");
        let session = Session {
            title: "Trains at night".to_owned(),
            notes: "- one\n- two".to_owned(),
            ..Session::default()
        };
        let post = build::build(&event, &[session], &[], Default::default());
        let text = PlainText.write(&post).text;
        assert_eq!(
            text,
            "Autumn fair\n═══════════\n\nTwo long days with our booth.\n\nTrains at night\n───────────────\n\n• one\n• two\n"
        );
    }
}
