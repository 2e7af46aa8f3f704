//! Files of the notebook that cannot be read: what is wrong with each, and the screen that shows
//! one as it is.

use crate::store::StoreError;
use std::path::{Path, PathBuf};

/// A file that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadableFile {
    /// The file, unless the trouble is with none.
    pub path: Option<PathBuf>,
    /// What is wrong, with file, line and column.
    pub message: String,
    /// Line and column, from 1, where they are known.
    pub place: Option<(usize, usize)>,
    /// What a person can do about it, without a full stop.
    pub hint: &'static str,
    /// Whether git left both sides of a merge in it, or a sync program a copy.
    pub is_conflict: bool,
    /// Whether it is a link out of the notebook, so that nothing opens it.
    pub leads_out: bool,
}

impl UnreadableFile {
    /// What a trouble with reading says.
    pub fn of(error: &StoreError) -> UnreadableFile {
        UnreadableFile {
            path: error.path().map(Path::to_owned),
            message: error.to_string(),
            place: error.place(),
            hint: error.hint(),
            is_conflict: matches!(error, StoreError::Conflict { .. } | StoreError::Copy { .. }),
            leads_out: matches!(error, StoreError::LeadsOut { .. }),
        }
    }

    /// The names of the file and, for an event's, of its folder: `event.toml` alone would not say
    /// whose.
    pub fn name(&self) -> String {
        let Some(path) = &self.path else {
            return "a file".to_owned();
        };
        let part = |part: Option<&std::ffi::OsStr>| {
            part.map(|part| part.to_string_lossy().into_owned())
                .unwrap_or_default()
        };
        let file = part(path.file_name());
        let folder = part(path.parent().and_then(Path::file_name));
        match folder.as_str() {
            "" | "sessions" => file,
            _ => format!("{folder}/{file}"),
        }
    }

    /// What is wrong, without the file's name before it: `line 3, column 9: ...`.
    pub fn message(&self) -> String {
        let file = self.path.as_deref().map(|path| path.display().to_string());
        let rest = file.and_then(|file| self.message.strip_prefix(&file));
        let Some(rest) = rest else {
            return self.message.clone();
        };
        let place = |c: char| c.is_ascii_digit() || c == ':' || c == ' ';
        let message = rest.trim_start_matches(place);
        match self.place {
            Some((line, column)) => format!("line {line}, column {column}: {message}"),
            None => message.to_owned(),
        }
    }
}

/// The screen that shows such a file; nothing on it changes the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raw {
    /// What is wrong with it.
    pub broken: UnreadableFile,
    /// What it says, line by line; bytes that are no text stand as the replacement character.
    pub lines: Vec<String>,
    /// The first line that is seen.
    pub top: usize,
}

impl Raw {
    /// The screen of a file with that content, turned to where the trouble is.
    pub fn of(broken: UnreadableFile, text: &str) -> Raw {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let line = broken.place.map_or(0, |(line, _)| line.saturating_sub(1));
        Raw {
            broken,
            // A few lines before it say what it belongs to.
            top: line.saturating_sub(4).min(lines.len().saturating_sub(1)),
            lines,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn syntax() -> UnreadableFile {
        UnreadableFile::of(&StoreError::Syntax {
            path: "/nb/events/fair/sessions/talk.toml".into(),
            line: 12,
            column: 9,
            message: "a value is missing".to_owned(),
        })
    }

    #[test]
    fn the_place_is_said_in_words() {
        assert_eq!(syntax().message(), "line 12, column 9: a value is missing");
        assert_eq!(syntax().name(), "talk.toml");
    }

    #[test]
    fn an_event_is_named_by_its_folder() {
        let broken = UnreadableFile::of(&StoreError::Newer {
            path: "/nb/events/fair/event.toml".into(),
            format: 2,
        });
        assert_eq!(broken.name(), "fair/event.toml");
        assert_eq!(
            broken.message(),
            "the file has format 2, this hallway knows format 1"
        );
    }

    #[test]
    fn it_opens_a_little_above_the_trouble() {
        let text = "x = 1\n".repeat(30);
        assert_eq!(Raw::of(syntax(), &text).top, 7);
        // A file that shrank meanwhile.
        assert_eq!(Raw::of(syntax(), "x").top, 0);
        assert_eq!(Raw::of(syntax(), "\u{feff}a\r\nb").lines, ["a", "b"]);
    }
}
