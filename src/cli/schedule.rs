//! `hallway schedule`: imports or refreshes an event's programme, and writes what was picked of it
//! as a calendar.

use super::context::CliContext;
use super::failure::{Failure, reason};
use super::out;
use super::schedule_report as told;
use crate::model::event::Event;
use crate::model::session::{Session, Status};
use crate::model::when;
use crate::schedule::{
    ImportedProgramme, MOST_BYTES, ScheduleError, ZoneFrom, Zones, calendar_out, read, refresh,
};
use crate::store::{Expected, Loaded, ReadyProgramme, slug};
use clap::{Args, ValueEnum};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Import an event's programme from a file, or refresh it
#[derive(Debug, Args)]
#[command(
    after_help = "Formats: schedule.xml and schedule.json (Pentabarf, FOSDEM, frab, pretalx, voc, wafer), iCalendar, Sessionize's view/All, SCaLE's signs, \
                  Indico's export. The file is told by its content. Nothing is fetched from the network."
)]
pub struct Schedule {
    /// The programme's file, or - for standard input
    #[arg(value_name = "FILE", required_unless_present = "export")]
    file: Option<PathBuf>,
    /// The event [default: the one that is on today, else the last one open]
    #[arg(short, long, value_name = "EVENT")]
    event: Option<String>,
    /// Make the event, with the dates and the place that the file has; -e gives it another name
    #[arg(long, conflicts_with = "export")]
    create: bool,
    /// The zone of the programme's times, such as America/Los_Angeles [default: the file's, else
    /// the event's]
    #[arg(long, value_name = "IANA")]
    time_zone: Option<String>,
    /// Do not ask
    #[arg(short, long)]
    yes: bool,
    /// Print JSON; docs/format.md describes it
    #[arg(long)]
    json: bool,
    /// Write the sessions that are planned or attended as a calendar for a phone
    #[arg(long, value_enum, value_name = "FORMAT", conflicts_with_all = ["file", "time_zone"])]
    export: Option<Calendar>,
    /// The calendar's file, or - to print it [default: -]
    #[arg(short, long, value_name = "PATH", requires = "export")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Calendar {
    // iCalendar.
    Ics,
}

/// Runs the verb.
pub fn run(args: Schedule, context: &mut CliContext) -> Result<(), Failure> {
    match (&args.export, &args.file) {
        (Some(Calendar::Ics), _) => export(&args, context),
        (None, Some(file)) => import(&args, file, context),
        (None, None) => Err(Failure::misuse("there is no file to import")),
    }
}

fn import(args: &Schedule, file: &Path, context: &mut CliContext) -> Result<(), Failure> {
    let bytes = bytes(file)?;
    let said = args.time_zone.as_deref().map(when::zone).transpose()?;
    let event = match args.create {
        true => None,
        false => Some(context.event(args.event.as_deref())?),
    };
    let mut zones = Zones {
        given: said,
        event: match &event {
            Some(event) => event.value.time_zone.or(context.home_zone()?),
            None => None,
        },
    };
    let mut found = read(&bytes, zones);
    if found == Err(ScheduleError::NoZone)
        && let Some(answer) =
            out::ask("The file does not say its time zone. Which is it (such as Europe/Berlin)?")
    {
        zones.given = Some(when::zone(&answer)?);
        found = read(&bytes, zones);
    }
    let import = found
        .map_err(|error| Failure::new(format!("{}: {error}", file.display())).hint(error.hint()))?;
    let known = event.as_ref().map(|event| event.folder.clone());
    let old = match &event {
        Some(event) => context.store.programme(&event.folder)?,
        None => None,
    };
    let changes = old
        .as_ref()
        .map(|old| refresh::compare(old, &import.programme));
    let told = told::ScheduleReport {
        import: &import,
        old: old.as_ref(),
        changes: changes.as_ref(),
        event: known.as_deref(),
    };
    if !args.json {
        for line in told.lines() {
            context.out.line(line)?;
        }
        context.out.flush()?;
    }
    let agreed = args.yes
        || matches!(
            out::ask("Import it? [y/N]").as_deref(),
            Some("y" | "Y" | "yes" | "Yes")
        );
    if !agreed {
        if args.json {
            context.out.json(&told.json(false, &[]))?;
        }
        return Err(Failure::new("nothing was imported").hint("--yes imports it without asking"));
    }
    // All or nothing: what cannot be written has made no event.
    let ready = ReadyProgramme::of(&import.programme)?;
    let folder = match &event {
        Some(event) => event.folder.clone(),
        None => create(args, &import, context)?,
    };
    if let Some(mut event) = event {
        complete(&mut event, &import, context)?;
    }
    let updated = match (&old, &changes) {
        (Some(old), Some(changes)) => update_sessions(&folder, old, &import, changes, context)?,
        _ => Vec::new(),
    };
    let written = context.store.write_ready(&folder, &ready)?;
    context.wrote(written, &context.store.programme_path(&folder)?);
    context.remember_event(&folder);
    if args.json {
        let told = told::ScheduleReport {
            event: Some(&folder),
            ..told
        };
        return context.out.json(&told.json(true, &updated));
    }
    for name in &updated {
        context.out.line(format!("updated {name}"))?;
    }
    context.out.line(format!(
        "{folder}: {} sessions imported",
        import.programme.talks.len()
    ))
}

/// The file's bytes, of which there may not be too many.
fn bytes(file: &Path) -> Result<Vec<u8>, Failure> {
    let failed =
        |error: std::io::Error| Failure::new(format!("{}: {}", file.display(), reason(&error)));
    let mut bytes = Vec::new();
    let most = MOST_BYTES as u64 + 1;
    if file == Path::new("-") {
        std::io::stdin()
            .lock()
            .take(most)
            .read_to_end(&mut bytes)
            .map_err(failed)?;
    } else {
        let metadata = std::fs::metadata(file).map_err(failed)?;
        if metadata.is_dir() {
            return Err(
                Failure::new(format!("{}: this is a folder", file.display()))
                    .hint("name the programme's file"),
            );
        }
        let opened = std::fs::File::open(file).map_err(failed)?;
        opened.take(most).read_to_end(&mut bytes).map_err(failed)?;
    }
    Ok(bytes)
}

/// Makes the event of a programme.
fn create(
    args: &Schedule,
    import: &ImportedProgramme,
    context: &mut CliContext,
) -> Result<String, Failure> {
    let title = args
        .event
        .clone()
        .or_else(|| import.programme.title.clone());
    let title = title.ok_or_else(|| {
        Failure::misuse("the file does not name the event")
            .hint("name it with -e, such as -e \"SCaLE 15x\"")
    })?;
    let name = Some(slug(&title)).filter(|name| !name.is_empty());
    let event = Event {
        title,
        starts: import.starts,
        ends: import.ends,
        time_zone: import.programme.time_zone,
        place: import.place.clone(),
        url: import.url.clone(),
        ..Event::default()
    };
    let made = context
        .store
        .create_event(name.as_deref().unwrap_or("event"), event)?;
    Ok(context.made(made).folder)
}

/// Gives an event what it does not have yet. What a person filled in stays.
fn complete(
    event: &mut Loaded<Event>,
    import: &ImportedProgramme,
    context: &CliContext,
) -> Result<(), Failure> {
    let before = event.value.clone();
    let value = &mut event.value;
    if value.starts.is_none() {
        value.starts = import.starts;
        value.ends = value.ends.or(import.ends);
    }
    value.place = value.place.take().or_else(|| import.place.clone());
    value.url = value.url.take().or_else(|| import.url.clone());
    if value.time_zone.is_none() && import.zone != ZoneFrom::Event {
        value.time_zone = import.programme.time_zone;
    }
    if *value != before {
        context.save(event)?;
    }
    Ok(())
}

/// Brings the facts of noted sessions up to date; returns their names.
fn update_sessions(
    folder: &str,
    old: &crate::model::programme::Programme,
    import: &ImportedProgramme,
    changes: &refresh::Changes,
    context: &CliContext,
) -> Result<Vec<String>, Failure> {
    let mut updated = Vec::new();
    for mut session in context.sessions(folder)? {
        let Some(id) = session.value.programme_id.clone() else {
            continue;
        };
        let pair = changes
            .pairs
            .iter()
            .find(|(from, _)| old.talks[*from].id == id);
        if let Some(&(from, to)) = pair
            && refresh::update(
                &mut session.value,
                &old.talks[from],
                &import.programme.talks[to],
            )
        {
            context.save(&mut session)?;
            updated.push(session.name.clone());
        }
    }
    Ok(updated)
}

fn export(args: &Schedule, context: &mut CliContext) -> Result<(), Failure> {
    let event = context.event(args.event.as_deref())?;
    let sessions = context.sessions(&event.folder)?;
    let wanted = |session: &Session| session.status != Status::Skipped && session.starts.is_some();
    let told = context.settings().map(|settings| settings.id.clone());
    let id = match told.unwrap_or_default() {
        told if told.is_empty() => context.store.id()?,
        told => told,
    };
    let uids: Vec<String> = sessions
        .iter()
        .map(|session| {
            format!(
                "{}-{}-{}@hallway",
                session.name,
                event.folder,
                id.get(..8).unwrap_or(&id)
            )
        })
        .collect();
    let items: Vec<calendar_out::CalendarItem> = sessions
        .iter()
        .zip(&uids)
        .filter(|(session, _)| wanted(&session.value))
        .map(|(session, uid)| calendar_out::CalendarItem {
            uid,
            session: &session.value,
        })
        .collect();
    if items.is_empty() {
        return Err(Failure::new(format!("{} has no session with a time that is planned or attended", event.value.title))
            .hint("plan one with Space in the app's programme (P), or `hallway session TITLE --starts TIME`"));
    }
    let text = calendar_out::write(&event.value.title, &items, context.now);
    match &args.output {
        Some(path) if path != Path::new("-") => {
            let written = context
                .store
                .write_file(path, text.as_bytes(), Expected::Anything)?;
            context.wrote(written, path);
            context
                .out
                .line(format!("{}: {} sessions", path.display(), items.len()))
        }
        _ => context.out.text(text.as_bytes()),
    }
}
