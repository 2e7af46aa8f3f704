//! What stands between an event and the file of its post: errors of the checker.

use super::failure::Failure;
use super::out;
use crate::check::event::{self, Material, Owned, Sheets};
use crate::check::{self, Book, Finding, Level};
use crate::model::event::Event;
use crate::model::secret;
use crate::model::session::Session;
use crate::post::Origin;
use crate::post::nikola::Written;
use crate::post::reading::clean;
use crate::store::Loaded;
use std::path::Path;

/// The most errors that are shown.
const SHOWN: usize = 10;

/// What the checker says about a post that is to be written.
pub struct Gate {
    /// Lines to show, errors first.
    errors: Vec<String>,
    warnings: Vec<String>,
}

/// Looks at a post before it is written to `path`. `sessions` are the event's, with their names.
pub fn look(
    path: &Path,
    event: &Loaded<Event>,
    written: &Written,
    sessions: (&[String], &[Session]),
) -> Gate {
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    let (names, values) = sessions;
    let origin = |finding: &Finding| match written.origin(finding.span.start) {
        Some(Origin::Session(at)) => names.get(at).map_or("", String::as_str),
        Some(Origin::Intro) => "introduction",
        Some(Origin::Closing) => "closing",
        Some(Origin::Header) => "header",
        Some(Origin::Links) => "links",
        None => "",
    };
    let line = |finding: &Finding| {
        let place = finding.place;
        let text = format!(
            "{file}:{}:{}: {}: {} [{}]",
            place.line,
            place.column,
            finding.level.word(),
            finding.message,
            finding.rule.name
        );
        match origin(finding) {
            "" => clean(&text),
            origin => clean(&format!("{text}, in {origin}")),
        }
    };
    let found = check::post(&written.text, &Book::default());
    let of = |level| found.iter().filter(move |finding| finding.level == level);
    let mut warnings: Vec<String> = of(Level::Warning).map(line).collect();
    warnings.extend(private(&event.value, names, values));
    Gate {
        errors: of(Level::Error).map(line).collect(),
        warnings,
    }
}

/// Private words in the prose, which the post itself does not tell from others.
fn private(event: &Event, names: &[String], sessions: &[Session]) -> Vec<String> {
    let sessions: Vec<&Session> = sessions.iter().collect();
    let owned = Owned {
        to_dos: Vec::new(),
        waiting: 0,
        secrets: secret::secrets(event, &sessions),
    };
    let material = Material {
        event,
        sessions: &sessions,
        book: &Book::default(),
        owned: &owned,
    };
    let found = event::event(&material, &mut Sheets::default());
    let leaks = found
        .iter()
        .filter(|found| found.finding.rule.name == "private-text");
    leaks
        .map(|found| {
            let part = match found.part {
                event::Part::Session(at) => names.get(at).map_or("", String::as_str),
                event::Part::Closing => "closing",
                _ => "introduction",
            };
            let finding = &found.finding;
            format!(
                "{part}:{}:{}: warning: {} [{}]",
                finding.place.line, finding.place.column, finding.message, finding.rule.name
            )
        })
        .collect()
}

impl Gate {
    /// Shows what was found, and stops for errors unless they are allowed.
    pub fn pass(&self, allow_errors: bool, event: &str) -> Result<(), Failure> {
        for line in self.errors.iter().take(SHOWN).chain(&self.warnings) {
            out::say(line);
        }
        if self.errors.is_empty() || allow_errors {
            return Ok(());
        }
        let count = match self.errors.len() {
            1 => "an error".to_owned(),
            count => format!("{count} errors"),
        };
        Err(Failure::new(format!("the post has {count}, so it was not written")).hint(format!(
            "`hallway check {event}` says where in the notes, `--output -` shows the lines; --allow-errors writes it as it is"
        )))
    }
}
