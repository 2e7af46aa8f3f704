//! Why the app cannot run, or ended.

use crate::store::disk::handles;
use std::io;
use thiserror::Error;

/// Why there is no app.
#[derive(Debug, Error)]
pub enum TermError {
    /// Standard input or output is something else.
    #[error("the app needs a terminal on its standard input and output")]
    NoTerminal,
    /// A terminal that cannot place a cursor.
    #[error("this terminal (TERM={0}) cannot show the app")]
    Dumb(String),
    /// The files that hallway comes with are unsound.
    #[error("{0}")]
    Unsound(String),
    /// One of the threads has ended by a mistake.
    #[error("{0}")]
    Broken(String),
    /// The terminal went wrong.
    #[error("the terminal: {}", message(_0))]
    Io(#[from] io::Error),
}

/// What the system said, with the limit of open files where that is what was too low.
fn message(error: &io::Error) -> String {
    match handles::limit().filter(|_| handles::are_out(error)) {
        Some(limit) => {
            format!("too many open files; this process may have {limit}, which is too few")
        }
        None => error.to_string(),
    }
}
