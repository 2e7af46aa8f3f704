//! The difference between two texts, short enough to be read in a terminal.

use super::failure::Failure;
use super::out::Out;
use crate::post::reading::clean;
use similar::TextDiff;

/// Most lines of a difference that are shown.
const MOST: usize = 40;

/// Prints what differs between two texts as a unified diff, cut off where it gets long.
pub fn print(out: &mut Out, old: (&str, &str), new: (&str, &str)) -> Result<(), Failure> {
    let diff = TextDiff::from_lines(old.1, new.1);
    let unified = diff
        .unified_diff()
        .context_radius(1)
        .header(old.0, new.0)
        .to_string();
    let styled = out.styled();
    let mut lines = unified.lines();
    for line in lines.by_ref().take(MOST) {
        let colour = match line.as_bytes().first() {
            Some(b'-') => "\x1b[31m",
            Some(b'+') => "\x1b[32m",
            Some(b'@') => "\x1b[36m",
            _ => "",
        };
        let line = clean(line);
        match styled && !colour.is_empty() {
            true => out.ready(&format!("{colour}{line}\x1b[0m\n"))?,
            false => out.line(line)?,
        }
    }
    match lines.count() {
        0 => Ok(()),
        1 => out.line("... 1 more line"),
        more => out.line(format_args!("... {more} more lines")),
    }
}
