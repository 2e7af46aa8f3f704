//! The terminal's events in the app's words.

use crate::app::input::{Bursts, Input, Mouse, MouseAct};
use crate::app::key::{Code, Key, NamedKey};
use ratatui::crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use std::time::Duration;

/// What a batch of events, read at the moment `at`, means.
pub fn inputs(events: Vec<Event>, at: Duration, bursts: &mut Bursts) -> Vec<Input> {
    let mut inputs = Vec::new();
    let mut keys = Vec::new();
    for event in events {
        let other = match event {
            Event::Key(event) => {
                keys.extend(key(event));
                continue;
            }
            Event::Paste(text) => Some(Input::Paste(text)),
            Event::Mouse(event) => mouse(event).map(Input::Mouse),
            Event::Resize(width, height) => Some(Input::Resize(width, height)),
            Event::FocusGained => Some(Input::Look),
            Event::FocusLost => None,
        };
        inputs.extend(bursts.split(&std::mem::take(&mut keys), at));
        inputs.extend(other);
    }
    inputs.extend(bursts.split(&keys, at));
    inputs
}

/// A key that was pressed.
fn key(event: KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let held = |modifier| event.modifiers.contains(modifier);
    let mut key = Key {
        code: Code::Char(' '),
        ctrl: held(KeyModifiers::CONTROL),
        alt: held(KeyModifiers::ALT),
        shift: held(KeyModifiers::SHIFT),
    };
    key.code = Code::Named(match event.code {
        KeyCode::Char(c) => {
            key.shift = false;
            key.code = Code::Char(if key.ctrl { c.to_ascii_lowercase() } else { c });
            return Some(key);
        }
        KeyCode::F(number) => {
            key.code = Code::F(number);
            return Some(key);
        }
        KeyCode::BackTab => {
            key.shift = true;
            NamedKey::Tab
        }
        KeyCode::Enter => NamedKey::Enter,
        KeyCode::Esc => NamedKey::Esc,
        KeyCode::Tab => NamedKey::Tab,
        KeyCode::Backspace => NamedKey::Backspace,
        KeyCode::Delete => NamedKey::Delete,
        KeyCode::Insert => NamedKey::Insert,
        KeyCode::Up => NamedKey::Up,
        KeyCode::Down => NamedKey::Down,
        KeyCode::Left => NamedKey::Left,
        KeyCode::Right => NamedKey::Right,
        KeyCode::Home => NamedKey::Home,
        KeyCode::End => NamedKey::End,
        KeyCode::PageUp => NamedKey::PgUp,
        KeyCode::PageDown => NamedKey::PgDn,
        _ => return None,
    });
    Some(key)
}

fn mouse(event: MouseEvent) -> Option<Mouse> {
    let what = match event.kind {
        MouseEventKind::Down(MouseButton::Left) => MouseAct::Click,
        MouseEventKind::Drag(MouseButton::Left) => MouseAct::Drag,
        MouseEventKind::ScrollUp => MouseAct::WheelUp,
        MouseEventKind::ScrollDown => MouseAct::WheelDown,
        _ => return None,
    };
    Some(Mouse {
        what,
        x: event.column,
        y: event.row,
    })
}
