//! The person's own editor, on a text that is on loan.

use crate::store::Store;
use std::process::Command;

/// Opens a text in `$VISUAL` or `$EDITOR` and waits until it is closed.
///
/// # Errors
/// Why there is no text, for the person to read.
pub fn edit(store: &Store, name: &str, text: &str) -> Result<String, String> {
    let value = ["VISUAL", "EDITOR"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.trim().is_empty())
        .ok_or("Neither VISUAL nor EDITOR names an editor")?;
    // Split as a shell would, and run without one.
    let words = shell_words::split(&value).unwrap_or_default();
    let (program, arguments) = words
        .split_first()
        .ok_or_else(|| format!("`{value}` is not an editor"))?;
    let path = store
        .lend(name, text)
        .map_err(|trouble| trouble.to_string())?;
    let status = Command::new(program)
        .args(arguments)
        .arg(&path)
        .status()
        .map_err(|error| format!("{program} cannot be run: {error}"))?;
    if !status.success() {
        return Err(format!(
            "{program} failed; what it left is in {}",
            path.display()
        ));
    }
    store
        .take_back(&path)
        .map_err(|trouble| trouble.to_string())
}
