//! Standard output and standard error, as a command line should use them.
//!
//! Nothing here panics when the reader has gone or the disk is full: a closed pipe ends the program
//! quietly, a full disk is an error. Nothing that a file, an argument or the system says steers the
//! terminal: control characters and marks of direction stand there by name.

use super::failure::Failure;
use crate::model::shown;
use serde_json::Value;
use std::cell::Cell;
use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, Write};

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
    stdout: BufWriter<Box<dyn Write>>,
    terminal: bool,
    color: Color,
}

impl Out {
    /// Standard output with colours as asked for.
    pub fn new(color: Color) -> Out {
        let stdout = io::stdout();
        Out {
            terminal: stdout.is_terminal(),
            stdout: BufWriter::new(Box::new(stdout)),
            color,
        }
    }

    /// Output that goes nowhere.
    pub fn nowhere() -> Out {
        Out {
            terminal: false,
            stdout: BufWriter::new(Box::new(io::sink())),
            color: Color::Never,
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
        let line = line.to_string();
        self.ready(&format!("{}\n", shown::lines(&line)))
    }

    /// Writes a value on one line. Escapes stand for what a terminal should not see; whoever reads
    /// JSON sees no difference.
    pub fn json(&mut self, value: &Value) -> Result<(), Failure> {
        let mut text = String::new();
        for c in value.to_string().chars() {
            match c.is_control() || shown::turns(c) {
                true => text.push_str(&format!("\\u{:04x}", u32::from(c))),
                false => text.push(c),
            }
        }
        text.push('\n');
        self.ready(&text)
    }

    /// Writes a text that may have styles of ours in it, and of which every other part has been
    /// cleaned.
    pub fn ready(&mut self, text: &str) -> Result<(), Failure> {
        self.write(text.as_bytes())
    }

    /// Writes the content of a file: as it is to a pipe or a file, as it may be seen to a terminal.
    pub fn text(&mut self, text: &[u8]) -> Result<(), Failure> {
        match self.terminal {
            true => {
                let text = String::from_utf8_lossy(text);
                self.write(shown::lines(&text).as_bytes())
            }
            false => self.write(text),
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.stdout
            .write_all(bytes)
            .map_err(|error| Failure::output(&error))
    }

    /// Brings everything to its reader.
    pub fn flush(&mut self) -> Result<(), Failure> {
        self.stdout.flush().map_err(|error| Failure::output(&error))
    }
}

/// A remark on standard error. Where that is closed, nobody wants to know.
pub fn note(text: impl Display) {
    say(format_args!("note: {text}"));
}

/// A warning on standard error.
pub fn warn(text: impl Display) {
    say(format_args!("warning: {text}"));
}

thread_local! {
    static SILENT: Cell<bool> = const { Cell::new(false) };
}

/// Has this thread say nothing on standard error any more.
pub fn be_silent() {
    SILENT.set(true);
}

/// A line on standard error.
pub fn say(text: impl Display) {
    if SILENT.get() {
        return;
    }
    let text = text.to_string();
    let _ = writeln!(io::stderr(), "{}", shown::lines(&text));
}

/// Says on standard error why the program stops.
pub fn explain(message: &str, hint: Option<&str>) {
    say(format_args!("error: {message}"));
    if let Some(hint) = hint {
        say(format_args!("hint: {hint}"));
    }
}

/// One line typed by the person, after a prompt; `None` when there is no terminal or nothing was
/// typed.
pub fn ask(prompt: &str) -> Option<String> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return None;
    }
    let mut stderr = io::stderr();
    let _ = write!(stderr, "{} ", shown::lines(prompt));
    let _ = stderr.flush();
    let mut line = String::new();
    io::stdin().read_line(&mut line).ok()?;
    let line = line.trim();
    (!line.is_empty()).then(|| line.to_owned())
}
