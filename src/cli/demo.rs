//! `hallway demo`: a sample notebook to look around in.

use super::context::CliContext;
use super::demo_files::{EVENT, FILES, ID};
use super::failure::{Failure, reason};
use super::{open, show};
use crate::store::{Expected, Store, StoreError, hash};
use clap::Args;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// Fill a notebook with a sample event and open it
#[derive(Debug, Args)]
pub struct Demo {
    /// Where to make it: a folder that is empty or not there yet [default: a new temporary one]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// Runs the verb.
pub fn run(args: Demo, context: &mut CliContext) -> Result<(), Failure> {
    let root = match args.folder {
        Some(folder) => std::path::absolute(&folder).map_err(|error| unusable(&folder, &error))?,
        None => {
            let made = tempfile::Builder::new().prefix("hallway-demo-").tempdir();
            made.map_err(|error| unusable(&std::env::temp_dir(), &error))?
                .keep()
        }
    };
    let store = context.store.another(&root);
    if !is_sample(&store)? {
        fill(&store, context)?;
    }
    context.use_notebook(store);
    context.remember_event(EVENT);
    if std::io::stdin().is_terminal() && std::io::stdout().is_terminal() {
        return open::app(context, Some(EVENT.to_owned()));
    }
    let text = show::rendered(context, EVENT)?;
    context.out.ready(&text)?;
    let shown = shell_words::quote(&root.to_string_lossy()).into_owned();
    for line in [
        "",
        "This is the post of a sample event. Its notebook is yours to play with; try:",
        "",
        &format!("  export HALLWAY_NOTEBOOK={shown}"),
        "  hallway list harbour",
        "  hallway session \"Lightning talks\" --starts \"sat 16:30\" --ends +1h",
        "  hallway note -s lightning --kind quote --who Ada \"The sea has no rollback.\"",
        "  hallway count visitors 3",
        "  hallway export --output post.rst",
        "  hallway edit harbour fsync",
    ] {
        context.out.line(line)?;
    }
    Ok(())
}

/// Whether the folder holds the sample already; an error when it holds anything else.
fn is_sample(store: &Store) -> Result<bool, Failure> {
    let root = store.root();
    let mut entries = match std::fs::read_dir(root) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(unusable(root, &error)),
    };
    if entries.next().is_none() {
        return Ok(false);
    }
    if store
        .settings()
        .is_ok_and(|settings| settings.value.id.starts_with(ID))
        && store.event(EVENT).is_ok()
    {
        return Ok(true);
    }
    Err(
        Failure::new(format!("{}: the folder is not empty", root.display()))
            .hint("name one that is not there yet"),
    )
}

fn fill(store: &Store, context: &CliContext) -> Result<(), Failure> {
    let root = store.root();
    // Two samples must not take each other's journals for their own.
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let seed = format!("{} {:?}", root.display(), now.unwrap_or_default());
    let id = format!("\"{ID}-{}\"", &hash(seed.as_bytes())[..8]);
    for (name, text) in FILES {
        let text = text.replace(&format!("\"{ID}\""), &id);
        let path = root.join(name);
        if let Some(folder) = path.parent() {
            context.wrote(store.make_folder(folder)?, folder);
        }
        match store.write_file(&path, text.as_bytes(), Expected::Nothing) {
            Ok(written) => context.wrote(written, &path),
            Err(StoreError::Taken { .. }) => {}
            Err(store_error) => return Err(store_error.into()),
        }
    }
    Ok(())
}

fn unusable(folder: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!(
        "{}: no notebook can be made here: {}",
        folder.display(),
        reason(error)
    ))
}
