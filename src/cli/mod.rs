//! The command line: one verb a file.
//!
//! What every verb keeps to: results on standard output, everything else on standard error; exit
//! code 0 for success, 1 when what was asked for failed or was found wrong, 2 for misuse; a closed
//! pipe ends the program without a word.

mod check;
mod check_event;
mod clock;
mod completions;
mod config;
mod context;
mod count;
mod demo;
mod demo_files;
mod difference;
mod edit;
mod export;
mod failure;
mod gate;
mod history;
mod import;
mod import_into;
mod json;
mod links;
mod links_bank;
mod links_change;
mod list;
mod names;
mod new;
mod note;
mod now;
mod open;
mod out;
mod path;
mod recover;
mod recover_edit;
mod recover_leftover;
mod rm;
mod schedule;
mod schedule_report;
mod search;
mod session;
mod show;
mod table;
mod words;

use crate::store::Store;
use chrono::{DateTime, Utc};
use clap::{CommandFactory, Parser, Subcommand};
use context::{CliContext, Global};
use failure::Failure;
use std::ffi::OsString;

/// Takes notes at conferences, by event and session, and turns them into a finished blog post.
#[derive(Debug, Parser)]
#[command(
    name = "hallway",
    version,
    about = "Takes notes at conferences and turns them into a finished blog post",
    after_help = "EVENT and SESSION are folder names, titles or unique beginnings of them. EVENT left out is the event that is on today, \
                  else the last one open.\nHALLWAY_NOW, an RFC 3339 time, stands in for the clock.\n\
                  Exit status: 0 done, 1 failed or found wrong, 2 misuse.",
    max_term_width = 100
)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Open(open::OpenArgs),
    New(new::NewArgs),
    Session(session::NewSession),
    Note(note::NoteArgs),
    Count(count::CountArgs),
    List(list::ListArgs),
    Show(show::Show),
    Check(check::Check),
    Export(export::ExportArgs),
    Import(import::ImportArgs),
    Schedule(schedule::Schedule),
    Now(now::Now),
    Links(links::LinksArgs),
    Edit(edit::EditArgs),
    Path(path::PathOf),
    Search(search::SearchArgs),
    History(history::HistoryArgs),
    Recover(recover::Recover),
    Rm(rm::Remove),
    Demo(demo::Demo),
    Completions(completions::Completions),
    /// Print the manual page
    Man,
    /// An event to open, or a slip of the finger.
    #[command(external_subcommand)]
    Word(Vec<OsString>),
}

/// The definition of the command line, for completions and the manual.
fn command() -> clap::Command {
    Cli::command()
}

/// Does what the arguments say (the program's name first) and returns the exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version come here, too. Whether anybody reads them does not matter.
            let _ = error.print();
            return u8::try_from(error.exit_code()).unwrap_or(failure::MISUSE);
        }
    };
    match dispatch(cli) {
        Ok(()) | Err(Failure::Quiet) => failure::DONE,
        Err(Failure::Message {
            code,
            message,
            hint,
        }) => {
            out::explain(&message, hint.as_deref());
            code
        }
    }
}

/// Does what the arguments say in that notebook, at that moment and without a config file, prints
/// nothing, and returns the exit code. What is imported is still read from this computer's disk.
pub fn run_in(
    store: Store,
    now: DateTime<Utc>,
    arguments: impl IntoIterator<Item = OsString>,
) -> u8 {
    let Ok(cli) = Cli::try_parse_from(arguments) else {
        return failure::MISUSE;
    };
    out::be_silent();
    match verb(cli.verb, CliContext::of(store, now)) {
        Ok(()) | Err(Failure::Quiet) => failure::DONE,
        Err(Failure::Message { code, .. }) => code,
    }
}

fn dispatch(cli: Cli) -> Result<(), Failure> {
    // These two do not need a notebook, nor a clock.
    match &cli.verb {
        Some(Verb::Completions(args)) => return completions::completions(args, &cli.global),
        Some(Verb::Man) => return completions::man(&cli.global),
        _ => {}
    }
    let context = CliContext::new(&cli.global)?;
    verb(cli.verb, context)
}

fn verb(verb: Option<Verb>, mut context: CliContext) -> Result<(), Failure> {
    let done = match verb {
        None => open::nothing(&mut context),
        Some(Verb::Word(words)) => open::word(&words, &mut context),
        Some(Verb::Open(args)) => open::run(args, &mut context),
        Some(Verb::New(args)) => new::run(args, &mut context),
        Some(Verb::Session(args)) => session::run(args, &mut context),
        Some(Verb::Note(args)) => note::run(args, &mut context),
        Some(Verb::Count(args)) => count::run(args, &mut context),
        Some(Verb::List(args)) => list::run(args, &mut context),
        Some(Verb::Show(args)) => show::run(args, &mut context),
        Some(Verb::Check(args)) => check::run(args, &mut context),
        Some(Verb::Export(args)) => export::run(args, &mut context),
        Some(Verb::Import(args)) => import::run(args, &mut context),
        Some(Verb::Schedule(args)) => schedule::run(args, &mut context),
        Some(Verb::Now(args)) => now::run(args, &mut context),
        Some(Verb::Links(args)) => links::run(args, &mut context),
        Some(Verb::Edit(args)) => edit::run(args, &mut context),
        Some(Verb::Path(args)) => path::run(args, &mut context),
        Some(Verb::Search(args)) => search::run(args, &mut context),
        Some(Verb::History(args)) => history::run(args, &mut context),
        Some(Verb::Recover(args)) => recover::run(args, &mut context),
        Some(Verb::Rm(args)) => rm::run(args, &mut context),
        Some(Verb::Demo(args)) => demo::run(args, &mut context),
        Some(Verb::Completions(_) | Verb::Man) => Ok(()),
    };
    // What was said before a failure is said all the same.
    let flushed = context.out.flush();
    match (done, context.confirmed()) {
        (Ok(()), confirmed) => confirmed.and(flushed),
        (Err(failure), Ok(())) => Err(failure),
        (Err(failure), Err(unconfirmed)) => {
            out::warn(unconfirmed.message());
            Err(failure)
        }
    }
}
