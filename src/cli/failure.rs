//! Why a verb stops: what the person reads, and the exit code.

use crate::model::when::WhenError;
use std::io;

/// Success.
pub const DONE: u8 = 0;
/// What was asked for failed or was found wrong.
pub const FAILED: u8 = 1;
/// The command line itself is wrong.
pub const MISUSE: u8 = 2;

/// Why a verb stops.
#[derive(Debug)]
pub enum Failure {
    /// `error:` and `hint:` on standard error.
    Message {
        /// The exit code.
        code: u8,
        /// What is wrong, without a full stop.
        message: String,
        /// What to do about it.
        hint: Option<String>,
    },
    /// Nobody reads standard output any more: an end without a word.
    Quiet,
}

impl Failure {
    /// What was asked for failed.
    pub fn new(message: impl Into<String>) -> Failure {
        Failure::Message {
            code: FAILED,
            message: message.into(),
            hint: None,
        }
    }

    /// The command line is wrong.
    pub fn misuse(message: impl Into<String>) -> Failure {
        Failure::Message {
            code: MISUSE,
            message: message.into(),
            hint: None,
        }
    }

    /// The same with a hint.
    pub fn hint(self, text: impl Into<String>) -> Failure {
        match self {
            Failure::Message { code, message, .. } => Failure::Message {
                code,
                message,
                hint: Some(text.into()),
            },
            Failure::Quiet => Failure::Quiet,
        }
    }

    /// The message alone.
    pub fn message(self) -> String {
        match self {
            Failure::Message { message, .. } => message,
            Failure::Quiet => String::new(),
        }
    }

    /// What a failure to write to standard output means.
    pub fn output(error: &io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::Quiet,
            _ => Failure::new(format!(
                "standard output cannot be written: {}",
                reason(error)
            )),
        }
    }
}

impl From<WhenError> for Failure {
    fn from(error: WhenError) -> Failure {
        Failure::misuse(error.to_string()).hint(error.hint())
    }
}

/// What the system said, in words.
pub fn reason(error: &io::Error) -> String {
    without_number(&error.to_string())
}

/// A message that ends in what the system said, without the number of the error and what follows
/// it.
pub fn without_number(message: &str) -> String {
    let end = message.find(" (os error ").unwrap_or(message.len());
    message[..end].to_owned()
}
