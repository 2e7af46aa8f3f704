//! What stands between an event and the file of its post: errors of the checker.

use super::failure::Failure;
use super::out;
use crate::check::event::{self, CheckInput, CheckedTexts, InEvent, PrivateFacts};
use crate::check::{Book, Severity};
use crate::model::event::Event;
use crate::model::secret;
use crate::model::session::Session;
use crate::post::Origin;
use crate::post::reading::clean;
use crate::publish::{Draft, PostProblem, gate};
use std::path::Path;

/// The most errors that are shown.
const SHOWN: usize = 10;

/// The problems of a draft.
pub fn problems(draft: &Draft, sessions: &[Session]) -> Vec<PostProblem> {
    gate::problems(draft, &in_notes(&draft.event, sessions))
}

/// What is found in the event itself.
fn in_notes(event: &Event, sessions: &[Session]) -> Vec<InEvent> {
    let sessions: Vec<&Session> = sessions.iter().collect();
    let private_facts = PrivateFacts {
        to_dos: Vec::new(),
        waiting: 0,
        secrets: secret::secrets(event, &sessions),
    };
    let material = CheckInput {
        event,
        sessions: &sessions,
        book: &Book::default(),
        private: &private_facts,
    };
    event::event(&material, &mut CheckedTexts::default())
}

/// Shows problems of the post that is to be written to `path`, and stops for errors unless they are
/// allowed. `names` are those of the event's sessions, `event` is its folder.
///
/// # Errors
/// When there are errors, and `allow_errors` is not set.
pub fn pass(
    problems: &[PostProblem],
    path: &Path,
    names: &[String],
    event: &str,
    allow_errors: bool,
) -> Result<(), Failure> {
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    let is_error = |problem: &&PostProblem| problem.level == Severity::Error;
    let (errors, warnings): (Vec<_>, Vec<_>) = problems.iter().partition(is_error);
    for problem in errors.iter().take(SHOWN).chain(&warnings) {
        out::say(line(problem, &file, names));
    }
    if errors.is_empty() || allow_errors {
        return Ok(());
    }
    let count = match errors.len() {
        1 => "an error".to_owned(),
        count => format!("{count} errors"),
    };
    let message = format!("the post has {count}, so it was not written");
    Err(Failure::new(message).hint(format!(
        "`hallway check {event}` says where in the notes, `--output -` shows the lines; \
         --allow-errors writes it as it is"
    )))
}

fn line(problem: &PostProblem, file: &str, names: &[String]) -> String {
    let origin = match problem.origin {
        Some(Origin::Session(at)) => names.get(at).map_or("", String::as_str),
        Some(Origin::Intro) => "introduction",
        Some(Origin::Closing) => "closing",
        Some(Origin::Header) => "header",
        Some(Origin::Links) => "links",
        None => "",
    };
    let (place, level) = (problem.place, problem.level.word());
    let text = format!(
        "{}:{}:{}: {level}: {} [{}]",
        if problem.is_in_part { origin } else { file },
        place.line,
        place.column,
        problem.message,
        problem.rule.name
    );
    match problem.is_in_part || origin.is_empty() {
        true => clean(&text),
        false => clean(&format!("{text}, in {origin}")),
    }
}
