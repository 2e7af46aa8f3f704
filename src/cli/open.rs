//! `hallway` without a verb and `hallway open`: the app, and what a stray word may have meant.

use super::clock;
use super::config::Config;
use super::context::CliContext;
use super::failure::{Failure, MISUSE};
use super::names::{self, Miss, nearest};
use crate::store::disk::handles;
use crate::term::{self, StartOptions, TermError};
use crate::worker::Keep;
use clap::Args;
use std::ffi::OsString;

/// Open the app
#[derive(Debug, Args)]
pub struct OpenArgs {
    /// The event [default: the one that is on today, else the last one open]
    #[arg(value_name = "EVENT")]
    event: Option<String>,
}

/// Runs the verb.
pub fn run(args: OpenArgs, context: &mut CliContext) -> Result<(), Failure> {
    let folder = match args.event {
        Some(event) => Some(context.event(Some(&event))?.folder),
        None => None,
    };
    app(context, folder)
}

/// `hallway` alone: the app, at the event that a person most likely wants.
pub fn nothing(context: &mut CliContext) -> Result<(), Failure> {
    app(context, None)
}

/// Opens the app at the event in that folder, else at the usual one.
pub fn app(context: &mut CliContext, folder: Option<String>) -> Result<(), Failure> {
    if let Some(folder) = &folder {
        context.remember_event(folder);
    }
    let start = StartOptions {
        store: context.store.clone(),
        config: context.config.text(),
        zone: clock::system_zone(),
        now: context.now,
        folder: folder.or_else(|| context.usual_folder().ok()),
        export_folder: context
            .config
            .folder("export_folder")
            .map_err(Failure::message),
        // A failure costs nobody a word, so it is not told.
        remember: |store, folder| drop(store.remember_last(folder)),
        keep: keep(context.config.clone()),
    };
    term::run(start).map_err(|error| {
        let failure = Failure::new(error.to_string());
        match error {
            TermError::NoTerminal | TermError::Dumb(_) => failure.hint(
                "`hallway list`, `hallway note` and the other verbs work everywhere; see `hallway help`",
            ),
            TermError::Io(error) if handles::are_out(&error) => {
                failure.hint("raise the limit for this shell: ulimit -n 1024")
            }
            TermError::Unsound(_) | TermError::Broken(_) | TermError::Io(_) => failure,
        }
    })
}

/// Keeps an answer in the config file for the next start.
fn keep(mut config: Config) -> Keep {
    Box::new(move |key, value| config.remember(key, value).map_err(Failure::message))
}

/// A word that is no verb: an event, or an error that names the nearest of both.
pub fn word(words: &[OsString], context: &mut CliContext) -> Result<(), Failure> {
    let word = words
        .first()
        .map(|word| word.to_string_lossy().into_owned())
        .unwrap_or_default();
    let command = super::command();
    let verbs: Vec<&str> = command
        .get_subcommands()
        .filter(|verb| !verb.is_hide_set())
        .map(clap::Command::get_name)
        .collect();
    let all = context.named_events()?;
    match names::find("event", &word, &all) {
        Ok(at) if words.len() == 1 => {
            let folder = all[at].name.clone();
            return app(context, Some(folder));
        }
        Err(Miss::Doubt(Failure::Message { message, hint, .. })) if words.len() == 1 => {
            return Err(Failure::Message {
                code: MISUSE,
                message,
                hint,
            });
        }
        _ => {}
    }
    let verb = nearest(&word, verbs.iter().copied());
    let mut guesses: Vec<String> = verb
        .iter()
        .map(|name| format!("`hallway {name}`"))
        .collect();
    let events = names::similar(&word, &all);
    guesses.extend(
        events
            .iter()
            .map(|event| format!("the event `{}`", event.name)),
    );
    let hint = match guesses.is_empty() {
        true => "`hallway help` lists the verbs, `hallway list` the events".to_owned(),
        false => format!("did you mean {}?", guesses.join(" or ")),
    };
    Err(Failure::misuse(format!("no such command or event: `{word}`")).hint(hint))
}
