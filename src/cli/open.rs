//! `hallway` without a verb: what to try, and what a stray word may have meant.

use super::context::Context;
use super::failure::{Failure, MISUSE};
use super::names::{self, Miss, nearest};
use std::ffi::OsString;

/// `hallway` alone.
pub fn nothing(context: &mut Context) -> Result<(), Failure> {
    context.out.line("hallway has no screen yet; try: hallway demo, hallway new TITLE, hallway list, hallway help")
}

/// A word that is no verb: an event, or an error that names the nearest of both.
pub fn word(words: &[OsString], context: &mut Context) -> Result<(), Failure> {
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
            let folder = &all[at].name;
            return context.out.line(format!(
                "hallway has no screen yet; try: hallway show {folder}, hallway list {folder}, hallway export {folder}"
            ));
        }
        Err(Miss::Doubt(Failure::Said { message, hint, .. })) if words.len() == 1 => {
            return Err(Failure::Said {
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
    let events = names::alike(&word, &all);
    guesses.extend(
        events
            .iter()
            .map(|event| format!("the event `{}`", event.name)),
    );
    let hint = match guesses.is_empty() {
        true => "`hallway help` lists the verbs, `hallway list` the events".to_owned(),
        false => format!("did you mean {}?", guesses.join(" or ")),
    };
    Err(Failure::misuse(format!("`{word}` is neither a verb nor an event")).hint(hint))
}
