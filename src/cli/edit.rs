//! `hallway edit`: a file of the notebook in the person's own editor.

use super::context::Context;
use super::failure::{Failure, reason};
use super::path;
use crate::store::Trouble;
use clap::Args;
use std::path::Path;
use std::process::Command;

/// Edit an event's or a session's file in $VISUAL or $EDITOR
#[derive(Debug, Args)]
pub struct Edit {
    /// The event [default: the one that is on today, else the last one open]
    #[arg(value_name = "EVENT")]
    event: Option<String>,
    /// The session [default: the event's own file]
    #[arg(value_name = "SESSION")]
    session: Option<String>,
}

/// Runs the verb.
pub fn run(args: Edit, context: &mut Context) -> Result<(), Failure> {
    let file = path::file(context, args.event.as_deref(), args.session.as_deref())?;
    let (program, arguments) = editor()?;
    context.out.flush()?;
    let ended = Command::new(&program).args(&arguments).arg(&file).status();
    let status = ended.map_err(|error| {
        Failure::new(format!(
            "the editor `{program}` cannot be started: {}",
            reason(&error)
        ))
        .hint("set VISUAL or EDITOR to an editor that is installed")
    })?;
    if !status.success() {
        return Err(Failure::new(format!(
            "the editor `{program}` failed: {status}"
        )));
    }
    readable(context, &file)?;
    Ok(())
}

/// The editor and its own arguments, split as a shell would.
fn editor() -> Result<(String, Vec<String>), Failure> {
    let value = ["VISUAL", "EDITOR"].iter().find_map(|name| {
        let value = std::env::var(name)
            .ok()
            .filter(|value| !value.trim().is_empty());
        value.map(|value| (*name, value))
    });
    let Some((name, value)) = value else {
        return Err(Failure::new("neither VISUAL nor EDITOR names an editor")
            .hint("set one, such as EDITOR=nano; `hallway path` prints where the file is"));
    };
    let mut words = shell_words::split(&value)
        .map_err(|_| Failure::new(format!("{name} has a quote that does not end: {value}")))?
        .into_iter();
    match words.next() {
        Some(program) => Ok((program, words.collect())),
        None => Err(Failure::new(format!("{name} names no program"))),
    }
}

/// An error when the file cannot be read after it was edited: the person is still there to mend it.
fn readable(context: &Context, file: &Path) -> Result<(), Trouble> {
    let name = |path: Option<&Path>| {
        path.and_then(Path::file_name)
            .map(|name| name.to_string_lossy().into_owned())
    };
    let (Some(own), Some(parent)) = (name(Some(file)), file.parent()) else {
        return Ok(());
    };
    if own == "event.toml" {
        let folder = name(Some(parent)).unwrap_or_default();
        return context.store.event(&folder).map(|_| ());
    }
    let folder = name(parent.parent()).unwrap_or_default();
    context
        .store
        .session(&folder, own.trim_end_matches(".toml"))
        .map(|_| ())
}
