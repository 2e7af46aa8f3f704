//! `hallway path`: where a file is.

use super::context::CliContext;
use super::failure::Failure;
use clap::Args;
use std::path::PathBuf;

/// Print the path of an event's or a session's file
#[derive(Debug, Args)]
pub struct PathOf {
    /// The event [default: the one that is on today, else the last one open]
    #[arg(value_name = "EVENT")]
    event: Option<String>,
    /// The session [default: the event's own file]
    #[arg(value_name = "SESSION")]
    session: Option<String>,
}

/// Runs the verb.
pub fn run(args: PathOf, context: &mut CliContext) -> Result<(), Failure> {
    let path = file(context, args.event.as_deref(), args.session.as_deref())?;
    context.out.text(format!("{}\n", path.display()).as_bytes())
}

/// The file that is meant. It may be broken: that is when one wants to know where it is.
pub fn file(
    context: &mut CliContext,
    event: Option<&str>,
    session: Option<&str>,
) -> Result<PathBuf, Failure> {
    let folder = match event {
        Some(event) => {
            let folder = context.folder(event)?;
            context.remember_event(&folder);
            folder
        }
        None => context.usual_folder()?,
    };
    match session {
        Some(session) => {
            let name = context.session_name(&folder, session)?;
            Ok(context.store.session_path(&folder, &name)?)
        }
        None => Ok(context.store.event_path(&folder)?),
    }
}
