//! What a reader finds, before times have a zone and texts are clean.

use super::time::When;
use super::{Format, MOST_SESSIONS, Skipped};

/// A file as its reader understood it.
#[derive(Debug)]
pub(super) struct RawSchedule {
    pub format: Format,
    pub title: Option<String>,
    pub version: Option<String>,
    /// The zone that the file names, in whatever form.
    pub zone: Option<String>,
    pub first: Option<String>,
    pub last: Option<String>,
    pub place: Option<String>,
    pub url: Option<String>,
    pub rows: Vec<RawTalk>,
    pub skipped: Vec<Skipped>,
    pub notices: Vec<String>,
}

impl RawSchedule {
    pub fn new(format: Format) -> RawSchedule {
        RawSchedule {
            format,
            title: None,
            version: None,
            zone: None,
            first: None,
            last: None,
            place: None,
            url: None,
            rows: Vec::new(),
            skipped: Vec::new(),
            notices: Vec::new(),
        }
    }

    /// Takes a session. What is beyond the cap is not kept: the file is refused for it.
    pub fn push(&mut self, row: RawTalk) {
        if self.rows.len() <= MOST_SESSIONS {
            self.rows.push(row);
        }
    }

    /// Takes a session that is left out, within the same cap.
    pub fn skip(&mut self, skipped: Skipped) {
        if self.skipped.len() <= MOST_SESSIONS {
            self.skipped.push(skipped);
        }
    }
}

/// A session of the file. Texts are as the file has them, with its own escapes undone.
#[derive(Debug, Default)]
pub(super) struct RawTalk {
    pub line: Option<usize>,
    pub id: Option<String>,
    pub title: String,
    pub subtitle: Option<String>,
    pub speakers: Vec<(String, Option<String>, Option<String>)>,
    pub room: Option<String>,
    pub track: Option<String>,
    pub kind: Option<String>,
    pub starts: Option<When>,
    pub ends: Option<When>,
    /// Minutes, where there is no end.
    pub minutes: Option<i64>,
    pub language: Option<String>,
    /// Plain or HTML.
    pub about: Vec<String>,
    pub url: Option<String>,
    /// Why it cannot be taken, where the reader knows.
    pub wrong: Option<String>,
}

/// A text that is not blank.
pub(super) fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
