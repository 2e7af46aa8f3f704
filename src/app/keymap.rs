//! Which key means what, where.
//!
//! The defaults are `assets/keymap.toml`; a person's own keys stand under `[keys]` in the config
//! file. An unknown action or key, and a key that would mean two things in one context, is an error
//! that names file and line; then the defaults hold.

#[cfg(test)]
mod tests;

use super::action::Action;
use super::key::{Key, KeyError};
use crate::model::shown;
use std::collections::{BTreeMap, HashMap};
use thiserror::Error;
use toml_edit::{Document, Item, Table};

/// Where a key is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyContext {
    /// Everywhere.
    Global,
    /// Lists and views.
    Lists,
    /// The notes.
    Typing,
    /// A single line that is asked for.
    Line,
    /// Booth mode.
    Booth,
}

impl KeyContext {
    /// All contexts.
    pub const ALL: [KeyContext; 5] = [
        KeyContext::Global,
        KeyContext::Lists,
        KeyContext::Typing,
        KeyContext::Line,
        KeyContext::Booth,
    ];

    /// The name of its table in a keymap.
    pub fn word(self) -> &'static str {
        match self {
            KeyContext::Global => "global",
            KeyContext::Lists => "lists",
            KeyContext::Typing => "typing",
            KeyContext::Line => "line",
            KeyContext::Booth => "booth",
        }
    }

    /// Where a key of it works, in words for a person.
    pub fn place(self) -> &'static str {
        match self {
            KeyContext::Global => "everywhere",
            KeyContext::Lists => "in lists",
            KeyContext::Typing => "in notes",
            KeyContext::Line => "in a line",
            KeyContext::Booth => "at the booth",
        }
    }
}

/// A keymap file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}:{line}: {}", shown::line(&problem.to_string()))]
pub struct KeymapError {
    /// The file.
    pub file: String,
    /// The line, counted from one.
    pub line: usize,
    /// What is wrong.
    pub problem: KeyProblem,
}

/// What can be wrong with a keymap.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeyProblem {
    /// No TOML.
    #[error("{0}")]
    Syntax(String),
    /// No such table.
    #[error("no keys are called `{0}`; there are `global`, `lists`, `typing`, `line` and `booth`")]
    Context(String),
    /// No such action.
    #[error("no action is called `{0}`")]
    Action(String),
    /// Not a list of keys.
    #[error("the keys of `{0}` must be a list such as [\"q\", \"Ctrl-P\"]")]
    Shape(String),
    /// No such key.
    #[error("{0}")]
    Key(#[from] KeyError),
    /// A key that means two things.
    #[error("`{key}` is bound to `{first}` already, so it cannot be bound to `{second}`")]
    Twice {
        /// The key.
        key: Key,
        /// The action that has it.
        first: &'static str,
        /// The action that was to have it too.
        second: &'static str,
    },
}

/// The keys of one context by action, with the line of each.
type Bound = BTreeMap<(KeyContext, Action), (usize, Vec<Key>)>;

/// Which key means what, where.
#[derive(Debug, Clone)]
pub struct Keymap {
    bound: Bound,
    lookup: HashMap<(KeyContext, Key), Action>,
}

/// The keys that hallway comes with.
pub const DEFAULT: &str = include_str!("../../assets/keymap.toml");

impl Keymap {
    /// The keys that hallway comes with.
    pub fn standard() -> Result<Keymap, KeymapError> {
        Keymap::of(
            "assets/keymap.toml",
            read("assets/keymap.toml", DEFAULT, None)?,
        )
    }

    /// The default keys, with those under `[keys]` in a config file in their place.
    pub fn with_config(file: &str, text: &str) -> Result<Keymap, KeymapError> {
        let mut bound = Keymap::standard()?.bound;
        // A line of the config is where a person can mend it, so its bindings are looked at last.
        bound.values_mut().for_each(|(line, _)| *line = 0);
        bound.extend(read(file, text, Some("keys"))?);
        Keymap::of(file, bound)
    }

    fn of(file: &str, bound: Bound) -> Result<Keymap, KeymapError> {
        let mut lookup: HashMap<(KeyContext, Key), Action> = HashMap::new();
        let mut by_line: Vec<_> = bound.iter().collect();
        by_line.sort_by_key(|((context, _), (line, _))| (*line, *context));
        for ((context, action), (line, keys)) in by_line {
            for key in keys {
                let places: &[KeyContext] = match context {
                    KeyContext::Global => &KeyContext::ALL,
                    _ => &[KeyContext::Global, *context],
                };
                let held = places.iter().find_map(|place| lookup.get(&(*place, *key)));
                if let Some(first) = held {
                    return Err(KeymapError {
                        file: file.to_owned(),
                        line: *line,
                        problem: KeyProblem::Twice {
                            key: *key,
                            first: first.name(),
                            second: action.name(),
                        },
                    });
                }
                lookup.insert((*context, *key), *action);
            }
        }
        Ok(Keymap { bound, lookup })
    }

    /// What a key means there, also if it means so everywhere.
    pub fn action(&self, context: KeyContext, key: Key) -> Option<Action> {
        self.lookup
            .get(&(context, key))
            .or_else(|| self.lookup.get(&(KeyContext::Global, key)))
            .copied()
    }

    /// The first key of an action there, if it has one.
    pub fn key(&self, context: KeyContext, action: Action) -> Option<Key> {
        self.keys(context, action).first().copied()
    }

    /// All keys of an action there, those that mean it everywhere last.
    pub fn keys(&self, context: KeyContext, action: Action) -> Vec<Key> {
        let at = |context| {
            let found = self.bound.get(&(context, action));
            found.map_or(&[][..], |(_, keys)| keys)
        };
        let mut keys = at(context).to_vec();
        if context != KeyContext::Global {
            keys.extend(at(KeyContext::Global));
        }
        keys
    }
}

/// Reads the tables of a keymap, which stand below `under` if that is given.
fn read(file: &str, text: &str, under: Option<&str>) -> Result<Bound, KeymapError> {
    let line_of = |at: usize| 1 + text[..at.min(text.len())].matches('\n').count();
    let fail = |at: usize, problem: KeyProblem| KeymapError {
        file: file.to_owned(),
        line: line_of(at),
        problem,
    };
    let document = Document::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        fail(at, KeyProblem::Syntax(error.message().to_owned()))
    })?;
    let start = |item: &Item| item.span().map_or(0, |span| span.start);
    let tables: Option<&Table> = match under {
        None => Some(document.as_table()),
        Some(name) => match document.get(name) {
            None => None,
            Some(Item::Table(table)) => Some(table),
            Some(item) => return Err(fail(start(item), KeyProblem::Shape(name.to_owned()))),
        },
    };
    let mut bound = Bound::new();
    for (word, item) in tables.into_iter().flat_map(Table::iter) {
        let context = KeyContext::ALL.into_iter().find(|c| c.word() == word);
        let (Some(context), Some(table)) = (context, item.as_table()) else {
            return Err(fail(start(item), KeyProblem::Context(word.to_owned())));
        };
        for (name, item) in table {
            let at = start(item);
            let action = Action::from_name(name)
                .ok_or_else(|| fail(at, KeyProblem::Action(name.to_owned())))?;
            let shape = || fail(at, KeyProblem::Shape(name.to_owned()));
            let mut keys = Vec::new();
            for value in item.as_array().ok_or_else(shape)? {
                let at = value.span().map_or(at, |span| span.start);
                let key = value.as_str().ok_or_else(shape)?;
                keys.push(
                    key.parse()
                        .map_err(|error| fail(at, KeyProblem::Key(error)))?,
                );
            }
            bound.insert((context, action), (line_of(at), keys));
        }
    }
    Ok(bound)
}
