//! The person's own editor, on a text that is on loan or on a file.

use crate::store::Store;
use std::path::Path;
use std::process::Command;

/// Opens a text in `$VISUAL` or `$EDITOR` and waits until it is closed.
///
/// # Errors
/// Why there is no text, for the person to read.
pub fn edit(store: &Store, name: &str, text: &str) -> Result<String, String> {
    let editor = editor()?;
    let path = store
        .lend(name, text)
        .map_err(|trouble| trouble.to_string())?;
    run(&editor, &path).map_err(|why| match why {
        Left::NotRun(why) => why,
        Left::Failed(why) => format!("{why}; what it left is in {}", path.display()),
    })?;
    store
        .take_back(&path)
        .map_err(|trouble| trouble.to_string())
}

/// Opens a file in `$VISUAL` or `$EDITOR` and waits until it is closed.
///
/// # Errors
/// Why it was not, or that the editor failed, for the person to read.
pub fn edit_file(path: &Path) -> Result<(), String> {
    run(&editor()?, path).map_err(|why| match why {
        Left::NotRun(why) | Left::Failed(why) => why,
    })
}

/// How an editor ended that was not left as it should be.
enum Left {
    /// It never ran.
    NotRun(String),
    /// It said that it failed.
    Failed(String),
}

/// The program with its arguments.
fn editor() -> Result<Vec<String>, String> {
    let value = ["VISUAL", "EDITOR"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.trim().is_empty())
        .ok_or("Neither VISUAL nor EDITOR names an editor: set one, such as EDITOR=nano")?;
    // Split as a shell would, and run without one.
    let words = shell_words::split(&value).unwrap_or_default();
    match words.is_empty() {
        true => Err(format!("`{value}` is not an editor")),
        false => Ok(words),
    }
}

fn run(editor: &[String], path: &Path) -> Result<(), Left> {
    let Some((program, arguments)) = editor.split_first() else {
        return Ok(());
    };
    let status = Command::new(program)
        .args(arguments)
        .arg(path)
        .status()
        .map_err(|error| Left::NotRun(format!("{program} cannot be run: {error}")))?;
    match status.success() {
        true => Ok(()),
        false => Err(Left::Failed(format!("{program} failed"))),
    }
}
