//! The post as it will read, made by the same functions that write it.

use super::open_event::{OpenEvent, TextId};
use crate::model::session::Session;
use crate::post::Origin;
use crate::post::reading::{self, ReadingLine};
use crate::post::writer::Written;
use crate::publish::{Draft, Sources};
use crate::rst;

/// The post of the open event, laid out.
#[derive(Debug, Default)]
pub struct Preview {
    /// Its lines.
    pub lines: Vec<ReadingLine>,
    /// The text that an export would write, and where it comes from.
    pub written: Written,
    /// What it was made of: the desk's state, the columns, whether it is the source.
    made_of: Option<(u64, u16, bool)>,
    /// The text and the line that were followed last, and whether in the source.
    pub followed: Option<(TextId, usize, bool)>,
}

/// The post of an event as it is now, with the texts that are in editors. The sessions of `sources`
/// are the event's own.
pub fn draft(open_event: &OpenEvent, sources: Sources<'_>) -> Draft {
    let sessions: Vec<Session> = open_event
        .sessions
        .iter()
        .filter_map(|(session_id, _)| open_event.current(*session_id))
        .collect();
    let sources = Sources {
        sessions: &sessions,
        ..sources
    };
    Draft::new(open_event.current_event(), sources)
}

impl Preview {
    /// Makes it anew if what it was made of has changed.
    pub fn refresh(
        &mut self,
        open_event: &OpenEvent,
        sources: Sources<'_>,
        columns: u16,
        is_source: bool,
    ) {
        let made_of = Some((open_event.state(), columns, is_source));
        if self.made_of == made_of {
            return;
        }
        self.made_of = made_of;
        self.written = draft(open_event, sources).source;
        let text = &self.written.text;
        let document = rst::parse(text);
        self.lines = match is_source {
            true => source(text),
            false => reading::lines(text, &document, usize::from(columns)),
        };
    }

    /// The line that shows what stands at the cursor of a text.
    pub fn line_of(&self, open_event: &OpenEvent, text: TextId) -> Option<usize> {
        let origin = match text {
            TextId::Notes(session_id) => {
                let at = open_event
                    .sessions
                    .iter()
                    .position(|(found, _)| *found == session_id)?;
                Origin::Session(at)
            }
            TextId::Intro => Origin::Intro,
            TextId::Closing => Origin::Closing,
        };
        let mut ranges = self
            .written
            .origins
            .iter()
            .filter(|(_, found)| *found == origin);
        let (mut range, _) = ranges.next()?.clone();
        range.end = ranges.next_back().map_or(range.end, |(last, _)| last.end);
        let editor = open_event.editor()?;
        let part = self.written.text.get(range.clone())?;
        let line = editor.lines().get(editor.cursor().line)?;
        // Wrapping and what is left out move everything, so the place is guessed, and a few words
        // of the line mend the guess.
        let length = editor.offset(editor.place(usize::MAX)).max(1);
        let guess = part.len() * editor.cursor_offset() / length;
        let words: Vec<&str> = line.split_whitespace().collect();
        let at = (1..=words.len().min(4)).rev().find_map(|count| {
            let run = words.get(..count)?.join(" ");
            let all = part.match_indices(&run).map(|(at, _)| at);
            all.min_by_key(|at| at.abs_diff(guess))
        });
        let offset = range.start + at.unwrap_or(guess);
        let behind = self.lines.partition_point(|line| line.source <= offset);
        Some(behind.saturating_sub(1))
    }
}

/// The lines of the source.
fn source(text: &str) -> Vec<ReadingLine> {
    let mut offset = 0;
    text.split('\n')
        .map(|line| {
            let source = offset;
            offset += line.len() + 1;
            ReadingLine {
                source,
                runs: vec![reading::Run {
                    style: reading::Style::Plain,
                    text: line.to_owned(),
                }],
            }
        })
        .collect()
}
