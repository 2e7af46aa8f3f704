//! The person's own editor, for the app and for the command line.

use super::signals::Lent;
use std::io;
use std::path::Path;
use std::process::{Child, Command, ExitStatus};
use thiserror::Error;

/// The variables that name the editor; the first that does counts.
const VARIABLES: [&str; 2] = ["VISUAL", "EDITOR"];

/// An editor with its own arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExternalEditor {
    program: String,
    arguments: Vec<String>,
}

/// Why a file was not edited.
#[derive(Debug, Error)]
pub enum EditorError {
    /// Neither variable is set.
    #[error("neither VISUAL nor EDITOR names an editor")]
    NotSet,
    /// A variable cannot be split into words.
    #[error("{0} has a quote that does not end: {1}")]
    Quote(&'static str, String),
    /// A variable has no words.
    #[error("{0} names no program")]
    NoProgram(&'static str),
    /// The editor never ran.
    #[error("the editor `{program}` cannot be started: {error}")]
    NotStarted {
        /// The program.
        program: String,
        /// What the system said.
        error: io::Error,
    },
    /// The editor said that it failed.
    #[error("the editor `{program}` failed: {status}")]
    Failed {
        /// The program.
        program: String,
        /// How it ended.
        status: ExitStatus,
    },
}

impl EditorError {
    /// What to do about it, if anything can be done.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            EditorError::NotSet => Some("set one, such as EDITOR=nano"),
            EditorError::NotStarted { .. } => {
                Some("set VISUAL or EDITOR to an editor that is installed")
            }
            _ => None,
        }
    }

    /// Returns it as a sentence for the app.
    pub fn sentence(&self) -> String {
        let message = self.to_string();
        let first = message.chars().take(1).flat_map(char::to_uppercase);
        let mut sentence: String = first.chain(message.chars().skip(1)).collect();
        if let (EditorError::NotSet, Some(hint)) = (self, self.hint()) {
            sentence += ": ";
            sentence += hint;
        }
        sentence
    }
}

impl ExternalEditor {
    /// Returns the editor that `$VISUAL` or `$EDITOR` names.
    ///
    /// # Errors
    /// When neither does.
    pub fn of_environment() -> Result<ExternalEditor, EditorError> {
        let mut named = VARIABLES.iter().filter_map(|name| {
            let value = std::env::var(name).ok()?;
            (!value.trim().is_empty()).then_some((*name, value))
        });
        let (name, value) = named.next().ok_or(EditorError::NotSet)?;
        ExternalEditor::of(name, &value)
    }

    /// Splits the value of a variable as a shell would. No shell ever runs it.
    fn of(name: &'static str, value: &str) -> Result<ExternalEditor, EditorError> {
        let words = shell_words::split(value);
        let words = words.map_err(|_| EditorError::Quote(name, value.to_owned()))?;
        let mut words = words.into_iter();
        let program = words.next().ok_or(EditorError::NoProgram(name))?;
        Ok(ExternalEditor {
            program,
            arguments: words.collect(),
        })
    }

    /// Opens a file and waits until the editor is closed. It has the terminal and what the keyboard
    /// sends: an interrupt is for the editor, and when it stops, the whole job does.
    ///
    /// # Errors
    /// When the editor cannot be started, or fails.
    pub fn edit(&self, file: &Path) -> Result<(), EditorError> {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).arg(file);
        let status = run(&mut command).map_err(|error| EditorError::NotStarted {
            program: self.program.clone(),
            error,
        })?;
        match status.success() {
            true => Ok(()),
            false => Err(EditorError::Failed {
                program: self.program.clone(),
                status,
            }),
        }
    }
}

fn run(command: &mut Command) -> io::Result<ExitStatus> {
    let lent = Lent::new()?;
    let mut child = command.spawn()?;
    wait(&lent, &mut child)
}

#[cfg(unix)]
fn wait(lent: &Lent, child: &mut Child) -> io::Result<ExitStatus> {
    lent.to(rustix::process::Pid::from_child(child));
    super::job::wait(child)
}

#[cfg(not(unix))]
fn wait(_lent: &Lent, child: &mut Child) -> io::Result<ExitStatus> {
    child.wait()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_split_as_a_shell_would() {
        let editor = ExternalEditor::of("EDITOR", "vim -c 'set tw=0' \"my file\"").unwrap();
        assert_eq!(editor.program, "vim");
        assert_eq!(editor.arguments, ["-c", "set tw=0", "my file"]);
        let wrong = |value| ExternalEditor::of("EDITOR", value).unwrap_err().sentence();
        assert_eq!(
            wrong("vim 'x"),
            "EDITOR has a quote that does not end: vim 'x"
        );
        assert_eq!(wrong("# x"), "EDITOR names no program");
    }

    #[test]
    fn what_is_wrong_is_said_in_a_sentence() {
        assert_eq!(
            EditorError::NotSet.sentence(),
            "Neither VISUAL nor EDITOR names an editor: set one, such as EDITOR=nano"
        );
    }
}
