//! `hallway edit`: a file of the notebook in the person's own editor.

use super::context::CliContext;
use super::failure::{Failure, without_number};
use super::path;
use crate::store::StoreError;
use crate::term::editor::{EditorError, ExternalEditor};
use clap::Args;
use std::path::Path;

/// Edit an event's or a session's file in $VISUAL or $EDITOR
#[derive(Debug, Args)]
pub struct EditArgs {
    /// The event [default: the one that is on today, else the last one open]
    #[arg(value_name = "EVENT")]
    event: Option<String>,
    /// The session [default: the event's own file]
    #[arg(value_name = "SESSION")]
    session: Option<String>,
}

/// Runs the verb.
pub fn run(args: EditArgs, context: &mut CliContext) -> Result<(), Failure> {
    let file = path::file(context, args.event.as_deref(), args.session.as_deref())?;
    context.store.stays_inside(&file)?;
    let editor = ExternalEditor::of_environment()?;
    context.out.flush()?;
    editor.edit(&file)?;
    readable(context, &file)?;
    Ok(())
}

impl From<EditorError> for Failure {
    fn from(error: EditorError) -> Failure {
        let failure = Failure::new(without_number(&error.to_string()));
        match (&error, error.hint()) {
            (EditorError::NotSet, Some(hint)) => {
                failure.hint(format!("{hint}; `hallway path` prints where the file is"))
            }
            (_, Some(hint)) => failure.hint(hint),
            (_, None) => failure,
        }
    }
}

/// An error when the file cannot be read after it was edited: the person is still there to mend it.
fn readable(context: &CliContext, file: &Path) -> Result<(), StoreError> {
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
