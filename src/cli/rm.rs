//! `hallway rm`: moves an event or a session to the notebook's trash.

use super::context::CliContext;
use super::failure::Failure;
use clap::Args;

/// Move an event or a session to the notebook's trash
#[derive(Debug, Args)]
pub struct Remove {
    /// The event
    #[arg(value_name = "EVENT")]
    event: String,
    /// The session [default: the whole event]
    #[arg(value_name = "SESSION")]
    session: Option<String>,
}

/// Runs the verb.
pub fn run(args: Remove, context: &mut CliContext) -> Result<(), Failure> {
    let folder = context.folder(&args.event)?;
    let (what, removed) = match &args.session {
        Some(session) => {
            let name = context.session_name(&folder, session)?;
            let removed = context.store.remove_session(&folder, &name)?;
            (format!("{folder}/{name}"), removed)
        }
        None => (folder.clone(), context.store.remove_event(&folder)?),
    };
    context.confirm(removed.durable, &removed.to);
    let quote = |path: &std::path::Path| shell_words::quote(&path.to_string_lossy()).into_owned();
    context
        .out
        .line(format!("{what} is in the trash: {}", removed.to.display()))?;
    context.out.line(format!(
        "to have it back: mv {} {}",
        quote(&removed.to),
        quote(&removed.from)
    ))
}
