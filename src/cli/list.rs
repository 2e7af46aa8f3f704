//! `hallway list`: the events of the notebook, or the sessions of an event.

use super::context::CliContext;
use super::failure::Failure;
use super::json;
use super::out;
use super::table::TextTable;
use crate::model::session::{Session, Status};
use chrono::{DateTime, FixedOffset, NaiveDate};
use chrono_tz::Tz;
use clap::Args;

/// List the events, or an event's sessions
#[derive(Debug, Args)]
pub struct ListArgs {
    /// The event whose sessions to list [default: list the events]
    #[arg(value_name = "EVENT")]
    event: Option<String>,
    /// Print JSON; docs/format.md describes it
    #[arg(long)]
    json: bool,
}

/// Runs the verb.
pub fn run(args: ListArgs, context: &mut CliContext) -> Result<(), Failure> {
    match &args.event {
        Some(wanted) => sessions(wanted, args.json, context),
        None => events(args.json, context),
    }
}

fn events(as_json: bool, context: &mut CliContext) -> Result<(), Failure> {
    let mut listing = context.store.events();
    let broken = context.store.broken_sessions(&listing.events);
    listing.errors.extend(broken);
    if as_json {
        let value = json::events(&listing.events, &listing.errors);
        return context.out.json(&value);
    }
    listing.errors.iter().for_each(out::warn);
    if listing.events.is_empty() && listing.errors.is_empty() {
        out::note(
            "there is no event yet; `hallway new TITLE` makes one, `hallway demo` shows a sample",
        );
        return Ok(());
    }
    let mut table = TextTable::new(1);
    for event in &listing.events {
        table.row([
            dates(event.starts, event.ends),
            event.title.clone(),
            event.place.clone().unwrap_or_default(),
            match event.sessions {
                1 => "1 session".to_owned(),
                many => format!("{many} sessions"),
            },
            event.folder.clone(),
        ]);
    }
    table.print(&mut context.out)
}

fn sessions(wanted: &str, as_json: bool, context: &mut CliContext) -> Result<(), Failure> {
    let event = context.event(Some(wanted))?;
    let zone = event.value.zone(context.home_zone()?);
    let (sessions, store_errors) = context.store.sessions(&event.folder);
    if as_json {
        return context
            .out
            .line(json::sessions(&event, &sessions, &store_errors, zone));
    }
    store_errors.iter().for_each(out::warn);
    if sessions.is_empty() && store_errors.is_empty() {
        out::note(format!(
            "{} has no session yet; `hallway session TITLE` adds one",
            event.value.title
        ));
        return Ok(());
    }
    let mut table = TextTable::new(3);
    for session in &sessions {
        let local = session
            .value
            .starts
            .map(|starts| starts.with_timezone(&zone));
        table.row([
            local
                .map(|at| at.format("%a %d %b").to_string())
                .unwrap_or_default(),
            span(&session.value, zone).unwrap_or_default(),
            session.value.kind.word().to_owned(),
            session.value.title.clone(),
            session.value.room.clone().unwrap_or_default(),
            state(&session.value),
        ]);
    }
    table.print(&mut context.out)
}

/// What there is to say about a session beside its title.
fn state(session: &Session) -> String {
    let unpublished = (!session.in_post).then_some("unpublished");
    let status = (session.status != Status::Attended).then(|| session.status.word());
    let words: Vec<&str> = status.into_iter().chain(unpublished).collect();
    words.join(", ")
}

/// An event's dates, as short as they can be: `2017-03-02 to 05`.
pub fn dates(starts: Option<NaiveDate>, ends: Option<NaiveDate>) -> String {
    use chrono::Datelike;
    match (starts, ends) {
        (Some(first), Some(last)) if first == last => first.to_string(),
        (Some(first), Some(last))
            if (first.year(), first.month()) == (last.year(), last.month()) =>
        {
            format!("{first} to {:02}", last.day())
        }
        (Some(first), Some(last)) => format!("{first} to {last}"),
        (Some(day), None) | (None, Some(day)) => day.to_string(),
        (None, None) => String::new(),
    }
}

/// A session's times in the event's zone: `10:00-11:00`.
fn span(session: &Session, zone: Tz) -> Option<String> {
    let clock = |at: DateTime<FixedOffset>| at.with_timezone(&zone).format("%H:%M").to_string();
    let starts = session.starts?;
    Some(match session.ends {
        Some(ends) => format!("{}-{}", clock(starts), clock(ends)),
        None => clock(starts),
    })
}

/// A session's day and times for a sentence: `Thu 2017-03-02 10:00-11:00`.
pub fn time_of(session: &Session, zone: Tz) -> Option<String> {
    let day = session.starts?.with_timezone(&zone).format("%a %Y-%m-%d");
    Some(format!("{day} {}", span(session, zone)?))
}
