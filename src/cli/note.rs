//! `hallway note`: captures one line or one person.

use super::context::CliContext;
use super::failure::{Failure, reason};
use super::out;
use super::words::Capture;
use crate::model::entry::{Entry, EntryKind, EntryMark, Person};
use crate::model::event::Event;
use crate::model::session::{Session, Status};
use crate::schedule::now;
use crate::store::{Loaded, slug};
use chrono::{DateTime, FixedOffset};
use clap::Args;
use std::io::{IsTerminal, Read};

/// Capture a line: into a session, else the one that runs now, else the event's inbox
#[derive(Debug, Args)]
pub struct NoteArgs {
    /// The event [default: the one that is on today, else the last one open]
    #[arg(short, long, value_name = "EVENT")]
    event: Option<String>,
    /// The session [default: the one that runs now, else the event's inbox]
    #[arg(short, long, value_name = "SESSION")]
    session: Option<String>,
    /// What it is
    #[arg(short, long, value_enum, default_value_t = Capture::Note)]
    kind: Capture,
    /// Who said or asked it
    #[arg(short, long, value_name = "NAME")]
    who: Option<String>,
    /// It may be in the post
    #[arg(long, conflicts_with = "private")]
    public: bool,
    /// It may not be in the post
    #[arg(long)]
    private: bool,
    /// The text [default: standard input, or one line that is asked for]
    #[arg(value_name = "TEXT")]
    text: Vec<String>,
}

/// Longest text that is taken from a pipe.
const MOST: u64 = 1_000_000;

/// Where a line went.
struct NotePlace {
    session: Option<String>,
    event: String,
}

impl std::fmt::Display for NotePlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.session {
            Some(session) => write!(f, "{session} ({})", self.event),
            None => write!(f, "the inbox of {}", self.event),
        }
    }
}

/// Runs the verb.
pub fn run(args: NoteArgs, context: &mut CliContext) -> Result<(), Failure> {
    let text = text(&args, context)?;
    let mut event = context.event(args.event.as_deref())?;
    let now = event.value.local(context.now, context.home_zone()?);
    let session = match &args.session {
        Some(wanted) => Some(context.session(&event, wanted)?),
        None => on_now(&event, context)?,
    };
    let place = NotePlace {
        session: session.as_ref().map(|session| session.value.title.clone()),
        event: event.value.title.clone(),
    };
    match session {
        Some(mut session) => {
            let value = &mut session.value;
            add(
                &args,
                text,
                now,
                value.entries.owner_mut(),
                value.people.owner_mut(),
            );
            context.save(&mut session)?;
        }
        None => {
            let value = &mut event.value;
            add(
                &args,
                text,
                now,
                value.entries.owner_mut(),
                value.people.owner_mut(),
            );
            context.save(&mut event)?;
        }
    }
    let what = match args.kind {
        Capture::Person => "person",
        kind => entry_kind(kind).word(),
    };
    context
        .out
        .line(format!("{} {what} -> {place}", now.format("%H:%M")))
}

/// The session that runs now; else that of the one talk that the programme has now, which is made.
fn on_now(event: &Loaded<Event>, context: &CliContext) -> Result<Option<Loaded<Session>>, Failure> {
    if let Some(running) = context.running(event)? {
        return Ok(Some(running));
    }
    let moment = event.value.local(context.now, context.home_zone()?);
    let excerpt = context.store.programme_excerpt(&event.folder, |talks| {
        let (running, _) = now::at(talks, moment);
        running.into_iter().map(|talk| talk.id.clone()).collect()
    })?;
    let Some(excerpt) = excerpt else {
        return Ok(None);
    };
    let (running, _) = now::at(&excerpt.programme.talks, moment);
    match running.as_slice() {
        [talk] => {
            let session = talk.session(Status::Attended);
            let name = Some(slug(&session.title)).filter(|name| !name.is_empty());
            let name = name.unwrap_or_else(|| session.kind.word().to_owned());
            let made = context
                .store
                .create_session(&event.folder, &name, session)?;
            Ok(Some(context.made(made)))
        }
        [] => Ok(None),
        several => {
            out::note(format!(
                "{} talks are on now; -s names the one that is meant",
                several.len()
            ));
            Ok(None)
        }
    }
}

fn entry_kind(kind: Capture) -> EntryKind {
    match kind {
        Capture::Question => EntryKind::Question,
        Capture::Quote => EntryKind::Quote,
        Capture::ToDo => EntryKind::ToDo,
        Capture::Note | Capture::Person => EntryKind::Note,
    }
}

fn add(
    args: &NoteArgs,
    text: String,
    now: DateTime<FixedOffset>,
    entries: &mut Vec<Entry>,
    people: &mut Vec<Person>,
) {
    let mark = match (args.public, args.private) {
        (true, _) => Some(EntryMark::Public),
        (_, true) => Some(EntryMark::Private),
        _ => None,
    };
    if args.kind == Capture::Person {
        people.push(Person {
            at: Some(now),
            mark,
            ..person(&text)
        });
        return;
    }
    entries.push(Entry {
        at: Some(now),
        kind: entry_kind(args.kind),
        text,
        who: args
            .who
            .as_deref()
            .map(|who| who.trim().to_owned())
            .filter(|who| !who.is_empty()),
        mark,
        ..Entry::default()
    });
}

/// `Josh Berkus, Project Atomic, https://jberkus.github.io, send him the slides`: name, project,
/// what was promised, with a URL anywhere.
fn person(text: &str) -> Person {
    let mut person = Person::default();
    let mut rest: Vec<&str> = Vec::new();
    for (at, part) in text
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .enumerate()
    {
        let web = part.starts_with("https://") || part.starts_with("http://");
        match at {
            0 => person.name = part.to_owned(),
            _ if web && person.url.is_none() => person.url = Some(part.to_owned()),
            _ if person.project.is_none() => person.project = Some(part.to_owned()),
            _ => rest.push(part),
        }
    }
    person.promised = (!rest.is_empty()).then(|| rest.join(", "));
    person
}

/// The text: from the arguments, a pipe, or one line that is asked for.
fn text(args: &NoteArgs, context: &CliContext) -> Result<String, Failure> {
    let nothing = || {
        Failure::misuse("there is nothing to note")
            .hint("write the text after the verb, or pipe it in")
    };
    if !args.text.is_empty() {
        return Some(plain(&context.words(&args.text)))
            .filter(|text| !text.is_empty())
            .ok_or_else(nothing);
    }
    if std::io::stdin().is_terminal() {
        return out::ask("note>").ok_or_else(nothing);
    }
    let mut bytes = Vec::new();
    let stdin = std::io::stdin().lock();
    stdin
        .take(MOST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| {
            Failure::new(format!("standard input cannot be read: {}", reason(&error)))
        })?;
    if bytes.len() as u64 > MOST {
        return Err(Failure::new("the text is longer than 1 MB").hint("split it"));
    }
    let text = String::from_utf8(bytes).map_err(|_| Failure::new("the text is not UTF-8"))?;
    let text = plain(text.strip_prefix('\u{feff}').unwrap_or(&text));
    if text.is_empty() {
        Err(nothing())
    } else {
        Ok(text)
    }
}

/// The text without control characters, with newlines as line ends and nothing blank around it.
fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let stays = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    let text: String = text.chars().filter(stays).collect();
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_without_its_control_characters() {
        assert_eq!(plain(" one\r\ntwo\rthree\n"), "one\ntwo\nthree");
        assert_eq!(plain("a\u{1b}b\0c\u{7}\td\u{9b}"), "abc\td");
        assert_eq!(plain("\u{1b}\n"), "");
    }

    #[test]
    fn a_person_in_one_line() {
        let met =
            person("Josh Berkus, Project Atomic, https://example.org/jb, send the slides, soon");
        assert_eq!(met.name, "Josh Berkus");
        assert_eq!(met.project.as_deref(), Some("Project Atomic"));
        assert_eq!(met.url.as_deref(), Some("https://example.org/jb"));
        assert_eq!(met.promised.as_deref(), Some("send the slides, soon"));
        assert_eq!(person("Ada").name, "Ada");
    }
}
