//! Standard output and standard error, as a command line should use them.
//!
//! Nothing here panics when the reader has gone or the disk is full: a closed pipe ends the program quietly, a full disk is an error.

use super::failure::Failure;
use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, Stdout, Write};

/// `--color`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Color {
    // On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    Always,
    Never,
}

/// Standard output.
pub struct Out {
    stdout: BufWriter<Stdout>,
    terminal: bool,
    color: Color,
}

impl Out {
    /// Standard output with colours as asked for.
    pub fn new(color: Color) -> Out {
        let stdout = io::stdout();
        Out {
            terminal: stdout.is_terminal(),
            stdout: BufWriter::new(stdout),
            color,
        }
    }

    /// Whether styles may be used.
    pub fn styled(&self) -> bool {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => self.terminal && !set("NO_COLOR") && !dumb(),
        }
    }

    /// Columns of the terminal; `otherwise` where it is none. `COLUMNS` goes before both.
    pub fn width(&self, otherwise: usize) -> usize {
        let asked = std::env::var("COLUMNS")
            .ok()
            .and_then(|columns| columns.parse().ok());
        if let Some(columns) = asked.filter(|columns| *columns > 0) {
            return columns;
        }
        match self.size() {
            Some((columns, _)) => columns,
            None => otherwise,
        }
    }

    /// Columns and rows of the terminal.
    pub fn size(&self) -> Option<(usize, usize)> {
        if !self.terminal {
            return None;
        }
        let (width, height) = terminal_size::terminal_size()?;
        Some((usize::from(width.0), usize::from(height.0)))
    }

    /// Writes a line.
    pub fn line(&mut self, line: impl Display) -> Result<(), Failure> {
        writeln!(self.stdout, "{line}").map_err(|error| Failure::output(&error))
    }

    /// Writes text as it is.
    pub fn text(&mut self, text: &[u8]) -> Result<(), Failure> {
        self.stdout
            .write_all(text)
            .map_err(|error| Failure::output(&error))
    }

    /// Brings everything to its reader.
    pub fn flush(&mut self) -> Result<(), Failure> {
        self.stdout.flush().map_err(|error| Failure::output(&error))
    }
}

/// A remark on standard error. Where that is closed, nobody wants to know.
pub fn note(text: impl Display) {
    let _ = writeln!(io::stderr(), "note: {text}");
}

/// A warning on standard error.
pub fn warn(text: impl Display) {
    let _ = writeln!(io::stderr(), "warning: {text}");
}

/// A line on standard error as it is.
pub fn say(text: impl Display) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Says on standard error why the program stops.
pub fn explain(message: &str, hint: Option<&str>) {
    let mut stderr = io::stderr();
    let _ = writeln!(stderr, "error: {message}");
    if let Some(hint) = hint {
        let _ = writeln!(stderr, "hint: {hint}");
    }
}

/// One line typed by the person, after a prompt; `None` when there is no terminal or nothing was typed.
pub fn ask(prompt: &str) -> Option<String> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return None;
    }
    let mut stderr = io::stderr();
    let _ = write!(stderr, "{prompt} ");
    let _ = stderr.flush();
    let mut line = String::new();
    io::stdin().read_line(&mut line).ok()?;
    let line = line.trim();
    (!line.is_empty()).then(|| line.to_owned())
}
