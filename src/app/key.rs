//! A key as the app knows it, apart from any terminal library: how it is written in a keymap and
//! shown on the screen.

use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// A key with what was held down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// With Control.
    pub ctrl: bool,
    /// With Alt (Option, Meta).
    pub alt: bool,
    /// With Shift; never set for characters, where Shift is part of the character.
    pub shift: bool,
}

/// Which key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    /// A character; with Control always in lower case.
    Char(char),
    /// A function key, F1 to F24.
    F(u8),
    /// Any key that has a name.
    Named(NamedKey),
}

/// The keys that have names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)] // The names are the keys'.
pub enum NamedKey {
    Enter,
    Esc,
    Tab,
    Backspace,
    Delete,
    Insert,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PgUp,
    PgDn,
}

const NAMES: [(NamedKey, &str); 14] = [
    (NamedKey::Enter, "Enter"),
    (NamedKey::Esc, "Esc"),
    (NamedKey::Tab, "Tab"),
    (NamedKey::Backspace, "Backspace"),
    (NamedKey::Delete, "Delete"),
    (NamedKey::Insert, "Insert"),
    (NamedKey::Up, "Up"),
    (NamedKey::Down, "Down"),
    (NamedKey::Left, "Left"),
    (NamedKey::Right, "Right"),
    (NamedKey::Home, "Home"),
    (NamedKey::End, "End"),
    (NamedKey::PgUp, "PgUp"),
    (NamedKey::PgDn, "PgDn"),
];

/// Why a text is no key.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeyError {
    /// No key has that name.
    #[error("`{0}` is not a key; write `q`, `Ctrl-P`, `Alt-a`, `Shift-Tab`, `F1`, `Space`")]
    Unknown(String),
    /// Terminals send the same byte for another key, or use it themselves.
    #[error("`{0}` cannot be bound: terminals cannot tell it from {1}")]
    Reserved(String, &'static str),
}

impl Key {
    /// A character without Control or Alt.
    pub fn char(c: char) -> Key {
        Key::plain(Code::Char(c))
    }

    /// A named key without anything held down.
    pub fn named(named: NamedKey) -> Key {
        Key::plain(Code::Named(named))
    }

    fn plain(code: Code) -> Key {
        Key {
            code,
            ctrl: false,
            alt: false,
            shift: false,
        }
    }

    /// The character that this key types, if it types one.
    pub fn text(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// The same key without Shift.
    pub fn unshifted(self) -> Key {
        Key {
            shift: false,
            ..self
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, word) in [
            (self.ctrl, "Ctrl-"),
            (self.alt, "Alt-"),
            (self.shift, "Shift-"),
        ] {
            if held {
                f.write_str(word)?;
            }
        }
        match self.code {
            Code::Char(' ') => f.write_str("Space"),
            Code::Char(c) if self.ctrl => write!(f, "{}", c.to_uppercase()),
            Code::Char(c) => write!(f, "{c}"),
            Code::F(n) => write!(f, "F{n}"),
            Code::Named(named) => {
                let name = NAMES.iter().find(|(key, _)| *key == named);
                f.write_str(name.map_or("", |(_, name)| name))
            }
        }
    }
}

impl FromStr for Key {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Key, KeyError> {
        let unknown = || KeyError::Unknown(text.to_owned());
        let mut key = Key::plain(Code::Char(' '));
        let mut rest = text;
        loop {
            let held = match rest.split_once('-') {
                Some((word, after)) if !after.is_empty() => match word.to_lowercase().as_str() {
                    "ctrl" => &mut key.ctrl,
                    "alt" => &mut key.alt,
                    "shift" => &mut key.shift,
                    _ => break,
                },
                _ => break,
            };
            if *held {
                return Err(unknown());
            }
            *held = true;
            rest = rest.split_once('-').map_or("", |(_, after)| after);
        }
        key.code = code(rest).ok_or_else(unknown)?;
        if let Code::Char(c) = key.code {
            if key.shift && c != ' ' {
                return Err(unknown());
            }
            if key.ctrl {
                key.code = Code::Char(c.to_ascii_lowercase());
                let other = match c.to_ascii_lowercase() {
                    'h' => Some("Backspace"),
                    'i' => Some("Tab"),
                    'm' => Some("Enter"),
                    'b' => Some("the prefix of tmux"),
                    _ => None,
                };
                if let Some(other) = other {
                    return Err(KeyError::Reserved(text.to_owned(), other));
                }
            }
        }
        Ok(key)
    }
}

fn code(name: &str) -> Option<Code> {
    let mut chars = name.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return (!c.is_control()).then_some(Code::Char(c));
    }
    if name.eq_ignore_ascii_case("space") {
        return Some(Code::Char(' '));
    }
    if let Some(number) = name.strip_prefix(['F', 'f'])
        && let Ok(n @ 1..=24) = number.parse()
    {
        return Some(Code::F(n));
    }
    NAMES
        .iter()
        .find(|(_, word)| word.eq_ignore_ascii_case(name))
        .map(|(named, _)| Code::Named(*named))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_as_it_is_shown() {
        for text in [
            "q",
            "Q",
            "/",
            "-",
            "Ctrl-P",
            "Ctrl-Space",
            "Alt-a",
            "Alt--",
            "Shift-Tab",
            "F1",
            "Ctrl-Alt-Left",
            "Space",
            "PgDn",
        ] {
            assert_eq!(text.parse::<Key>().unwrap().to_string(), text);
        }
        assert_eq!("ctrl-p".parse::<Key>(), "Ctrl-P".parse());
    }

    #[test]
    fn what_terminals_cannot_tell_apart_is_refused() {
        for text in ["Ctrl-H", "Ctrl-I", "Ctrl-M", "Ctrl-B"] {
            assert!(matches!(text.parse::<Key>(), Err(KeyError::Reserved(..))));
        }
        for text in ["", "Ctrl-", "Hyper-x", "F0", "Shift-a", "quit"] {
            assert!(
                matches!(text.parse::<Key>(), Err(KeyError::Unknown(_))),
                "{text}"
            );
        }
    }
}
