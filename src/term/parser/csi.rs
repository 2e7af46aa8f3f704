//! Decodes a whole CSI sequence: keys, mouse, focus, the beginning of a paste. Everything else is a
//! reply to a question, and nobody here asks any.

use super::codes::{self, Modified};
use super::{key, mouse};
use ratatui::crossterm::event::{Event, KeyCode, KeyModifiers};

/// What a CSI sequence is.
#[derive(Debug)]
pub enum Csi {
    /// An event, or nothing that anybody needs to know.
    Event(Option<Event>),
    /// The beginning of a paste.
    Paste,
}

/// Decodes a sequence by its parameters, what stands between these and its end, and its end.
pub fn decode(parameters: &[u8], between: &[u8], last: u8) -> Csi {
    if !between.is_empty() {
        return Csi::Event(None);
    }
    if let Some(parameters) = parameters.strip_prefix(b"<") {
        return Csi::Event(mouse::sgr(&numbers(parameters), last));
    }
    if parameters.first().is_some_and(|byte| *byte > b';') {
        // A private reply: attributes, modes, the state of the keyboard.
        return Csi::Event(None);
    }
    if (parameters, last) == (b"200", b'~') {
        return Csi::Paste;
    }
    let fields: Vec<Vec<u32>> = match parameters {
        [] => Vec::new(),
        _ => parameters.split(|byte| *byte == b';').map(parts).collect(),
    };
    Csi::Event(event(&fields, last))
}

fn event(fields: &[Vec<u32>], last: u8) -> Option<Event> {
    let first = fields.first().and_then(|field| field.first()).copied();
    let bare = fields.is_empty();
    match last {
        b'I' if bare => Some(Event::FocusGained),
        b'O' if bare => Some(Event::FocusLost),
        b'M' => mouse::rxvt(&fields.iter().map(|field| field[0]).collect::<Vec<_>>()),
        b'u' => codes::kitty(fields),
        b'~' if first == Some(27) => codes::other(fields),
        b'~' => Some(Modified::of(fields.get(1)).event(codes::numbered(first?)?)),
        // rxvt's Ctrl, and Ctrl with Shift.
        b'^' => Some(key(codes::numbered(first?)?, KeyModifiers::CONTROL)),
        b'@' => {
            let modifiers = KeyModifiers::CONTROL | KeyModifiers::SHIFT;
            Some(key(codes::numbered(first?)?, modifiers))
        }
        b'a'..=b'd' if bare => Some(key(lettered(last - 32)?, KeyModifiers::SHIFT)),
        b'Z' => {
            let code = match Modified::of(fields.get(1)).event(KeyCode::BackTab) {
                Event::Key(event) => key(event.code, event.modifiers | KeyModifiers::SHIFT),
                other => other,
            };
            Some(code)
        }
        // `CSI row ; column R` is where the cursor is, but for row 1: there xterm has a modified
        // F3.
        b'R' if !bare && !is_modified_f3(fields) => None,
        _ if fields.len() <= 2 && first.unwrap_or(1) <= 1 => {
            Some(Modified::of(fields.get(1)).event(lettered(last)?))
        }
        _ => None,
    }
}

fn is_modified_f3(fields: &[Vec<u32>]) -> bool {
    match fields {
        [row, modifiers] => row[0] == 1 && (2..=16).contains(&modifiers[0]),
        _ => false,
    }
}

/// Decodes a key that SS3 introduces.
pub fn single_shift(last: u8, modifiers: u32) -> Option<Event> {
    // rxvt's Ctrl.
    if let b'a'..=b'd' = last {
        return Some(key(lettered(last - 32)?, KeyModifiers::CONTROL));
    }
    let keypad = |c: u8| KeyCode::Char(char::from(c));
    let code = match last {
        b'M' => KeyCode::Enter,
        b'I' => KeyCode::Tab,
        b' ' => KeyCode::Char(' '),
        b'X' => KeyCode::Char('='),
        b'j'..=b'y' => keypad(last - b'j' + b'*'),
        _ => lettered(last)?,
    };
    Some(Modified::from(modifiers).event(code))
}

/// Decodes the Linux console's `CSI [ A` to `CSI [ E`.
pub fn console(last: u8) -> Option<Event> {
    let number = last.checked_sub(b'A').filter(|number| *number < 5)?;
    Some(key(KeyCode::F(1 + number), KeyModifiers::NONE))
}

/// Whether the parameters are the number of a key, so that `$` behind them is rxvt's Shift.
pub fn is_shifted(parameters: &[u8]) -> bool {
    shifted(parameters).is_some()
}

/// Decodes rxvt's Shift with a numbered key.
pub fn shifted(parameters: &[u8]) -> Option<Event> {
    let number = std::str::from_utf8(parameters).ok()?.parse().ok()?;
    Some(key(codes::numbered(number)?, KeyModifiers::SHIFT))
}

/// Returns the key of a final letter.
fn lettered(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'E' => KeyCode::KeypadBegin,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P'..=b'S' => KeyCode::F(1 + last - b'P'),
        _ => return None,
    })
}

fn numbers(parameters: &[u8]) -> Vec<u32> {
    let fields = parameters.split(|byte| *byte == b';');
    fields.map(|field| parts(field)[0]).collect()
}

/// Returns the parts of one parameter, `97:65`; one that is missing is 0. There is at least one.
fn parts(field: &[u8]) -> Vec<u32> {
    let parts = field.split(|byte| *byte == b':');
    parts.map(number).collect()
}

/// Returns a number that never overflows; what is none is 0.
fn number(digits: &[u8]) -> u32 {
    let add = |sum: u32, digit: &u8| match digit.is_ascii_digit() {
        true => sum
            .saturating_mul(10)
            .saturating_add(u32::from(digit - b'0')),
        false => sum,
    };
    digits.iter().fold(0, add)
}
