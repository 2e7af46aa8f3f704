//! The numbers that stand for keys and modifiers: xterm's `CSI n ~`, its modifyOtherKeys, and
//! kitty's `CSI u` with alternate keys, event kinds and text.

use ratatui::crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyEventState, KeyModifiers,
};

/// What was held down with a key, and whether that went down or up.
#[derive(Debug, Clone, Copy)]
pub struct Modified {
    modifiers: KeyModifiers,
    kind: KeyEventKind,
    state: KeyEventState,
}

impl From<u32> for Modified {
    /// Reads xterm's number: 1, and a bit for each modifier.
    fn from(number: u32) -> Modified {
        let bits = number.saturating_sub(1);
        let all = [
            (1, KeyModifiers::SHIFT),
            (2, KeyModifiers::ALT),
            (4, KeyModifiers::CONTROL),
            (8, KeyModifiers::SUPER),
            (16, KeyModifiers::HYPER),
            (32, KeyModifiers::META),
        ];
        let held = all.into_iter().filter(|(bit, _)| bits & bit != 0);
        let locks = [
            (64, KeyEventState::CAPS_LOCK),
            (128, KeyEventState::NUM_LOCK),
        ];
        let on = locks.into_iter().filter(|(bit, _)| bits & bit != 0);
        Modified {
            modifiers: held.map(|(_, modifier)| modifier).collect(),
            kind: KeyEventKind::Press,
            state: on.map(|(_, state)| state).collect(),
        }
    }
}

impl Modified {
    /// Reads a parameter, `modifiers:kind`; nothing held down where it is missing.
    pub fn of(field: Option<&Vec<u32>>) -> Modified {
        let part = |at: usize| field.and_then(|field| field.get(at)).copied();
        let kind = match part(1) {
            Some(2) => KeyEventKind::Repeat,
            Some(3) => KeyEventKind::Release,
            _ => KeyEventKind::Press,
        };
        Modified {
            kind,
            ..Modified::from(part(0).unwrap_or(1))
        }
    }

    /// Returns the event of a key.
    pub fn event(self, code: KeyCode) -> Event {
        Event::Key(KeyEvent {
            code,
            modifiers: self.modifiers,
            kind: self.kind,
            state: self.state,
        })
    }

    fn has(self, modifier: KeyModifiers) -> bool {
        self.modifiers.contains(modifier)
    }
}

/// Returns the key of `CSI number ~`.
pub fn numbered(number: u32) -> Option<KeyCode> {
    let function = |number: u32| u8::try_from(number).ok().map(KeyCode::F);
    match number {
        1 | 7 => Some(KeyCode::Home),
        2 => Some(KeyCode::Insert),
        3 => Some(KeyCode::Delete),
        4 | 8 => Some(KeyCode::End),
        5 => Some(KeyCode::PageUp),
        6 => Some(KeyCode::PageDown),
        // The numbers leave one out now and then, as the keys of the VT220 stood in groups.
        11..=15 => function(number - 10),
        17..=21 => function(number - 11),
        23..=26 => function(number - 12),
        28..=29 => function(number - 13),
        31..=34 => function(number - 14),
        _ => None,
    }
}

/// Decodes modifyOtherKeys, `CSI 27 ; modifiers ; character ~`.
pub fn other(fields: &[Vec<u32>]) -> Option<Event> {
    let character = fields.get(2)?[0];
    coded(Modified::of(fields.get(1)), character)
}

/// Decodes `CSI key:shifted:base ; modifiers:kind ; text u`.
pub fn kitty(fields: &[Vec<u32>]) -> Option<Event> {
    let part = |field: usize, at: usize| fields.get(field).and_then(|field| field.get(at)).copied();
    let alternate = |at: usize| part(0, at).filter(|code| *code != 0);
    let mut modified = Modified::of(fields.get(1));
    let mut code = part(0, 0)?;
    if code == 0 {
        // Text that no single key made.
        code = part(2, 0)?;
    } else if modified.has(KeyModifiers::SHIFT)
        && let Some(shifted) = alternate(1)
    {
        code = shifted;
        modified.modifiers.remove(KeyModifiers::SHIFT);
    } else if modified.has(KeyModifiers::CONTROL)
        && code > 0x7f
        && let Some(base) = alternate(2)
    {
        // Ctrl-C is where C is, whatever alphabet the keyboard has.
        code = base;
    }
    coded(modified, code)
}

/// Returns the event of a key that is told by its character or kitty's number.
fn coded(mut modified: Modified, code: u32) -> Option<Event> {
    let code = match code {
        8 | 127 => KeyCode::Backspace,
        9 if modified.has(KeyModifiers::SHIFT) => KeyCode::BackTab,
        9 => KeyCode::Tab,
        13 => KeyCode::Enter,
        27 => KeyCode::Esc,
        0xe000..=0xf8ff => {
            let (code, keypad) = functional(code)?;
            if keypad {
                modified.state |= KeyEventState::KEYPAD;
            }
            code
        }
        _ => character(modified, char::from_u32(code)?)?,
    };
    Some(modified.event(code))
}

/// Returns the key of a character; Shift is part of it.
fn character(modified: Modified, c: char) -> Option<KeyCode> {
    let c = match c {
        c if c.is_control() => return None,
        c if modified.has(KeyModifiers::SHIFT) => {
            let mut upper = c.to_uppercase();
            let first = upper.next().filter(|_| upper.next().is_none());
            first.unwrap_or(c)
        }
        c => c,
    };
    Some(KeyCode::Char(c))
}

/// Returns the key that has a number of kitty's, and whether it is one of the keypad. Keys without
/// use here (locks, media, modifiers by themselves) have none.
fn functional(code: u32) -> Option<(KeyCode, bool)> {
    let keypad = |c: char| Some((KeyCode::Char(c), true));
    let named = |code: KeyCode| Some((code, true));
    match code {
        57361 => Some((KeyCode::PrintScreen, false)),
        57362 => Some((KeyCode::Pause, false)),
        57363 => Some((KeyCode::Menu, false)),
        57376..=57398 => {
            let number = u8::try_from(code - 57376).ok()?;
            Some((KeyCode::F(13 + number), false))
        }
        57399..=57408 => keypad(char::from_digit(code - 57399, 10)?),
        57409 => keypad('.'),
        57410 => keypad('/'),
        57411 => keypad('*'),
        57412 => keypad('-'),
        57413 => keypad('+'),
        57414 => named(KeyCode::Enter),
        57415 => keypad('='),
        57416 => keypad(','),
        57417 => named(KeyCode::Left),
        57418 => named(KeyCode::Right),
        57419 => named(KeyCode::Up),
        57420 => named(KeyCode::Down),
        57421 => named(KeyCode::PageUp),
        57422 => named(KeyCode::PageDown),
        57423 => named(KeyCode::Home),
        57424 => named(KeyCode::End),
        57425 => named(KeyCode::Insert),
        57426 => named(KeyCode::Delete),
        57427 => named(KeyCode::KeypadBegin),
        _ => None,
    }
}
