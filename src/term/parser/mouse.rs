//! Decodes the mouse in its three notations: SGR, X10 and rxvt.

use ratatui::crossterm::event::{Event, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

/// Decodes `CSI < button ; column ; row M`, with `m` for a button that went up.
pub fn sgr(numbers: &[u32], last: u8) -> Option<Event> {
    let [button, column, row] = *numbers else {
        return None;
    };
    let is_up = match last {
        b'M' => false,
        b'm' => true,
        _ => return None,
    };
    event(
        button,
        is_up,
        column.saturating_sub(1),
        row.saturating_sub(1),
    )
}

/// Decodes the three bytes behind `CSI M`, each 32 more than it says.
pub fn x10(button: u8, column: u8, row: u8) -> Option<Event> {
    let [button, column, row] = [button, column, row].map(u32::from);
    let button = button.checked_sub(32)?;
    event(
        button,
        false,
        column.saturating_sub(33),
        row.saturating_sub(33),
    )
}

/// Decodes `CSI button ; column ; row M`, where the button is 32 more than it says.
pub fn rxvt(numbers: &[u32]) -> Option<Event> {
    let [button, column, row] = *numbers else {
        return None;
    };
    let button = button.checked_sub(32)?;
    event(
        button,
        false,
        column.saturating_sub(1),
        row.saturating_sub(1),
    )
}

fn event(button: u32, is_up: bool, column: u32, row: u32) -> Option<Event> {
    let held = [
        (4, KeyModifiers::SHIFT),
        (8, KeyModifiers::ALT),
        (16, KeyModifiers::CONTROL),
    ];
    let held = held.into_iter().filter(|(bit, _)| button & bit != 0);
    Some(Event::Mouse(MouseEvent {
        kind: kind(button, is_up)?,
        column: u16::try_from(column).ok()?,
        row: u16::try_from(row).ok()?,
        modifiers: held.map(|(_, modifier)| modifier).collect(),
    }))
}

fn kind(button: u32, is_up: bool) -> Option<MouseEventKind> {
    let moves = button & 32 != 0;
    let number = button & 3 | (button & 0xc0) >> 4;
    let which = match number {
        0 => MouseButton::Left,
        1 => MouseButton::Middle,
        2 => MouseButton::Right,
        // Which one went up is not said.
        3 if !moves => return Some(MouseEventKind::Up(MouseButton::Left)),
        3 => return Some(MouseEventKind::Moved),
        4 => return Some(MouseEventKind::ScrollUp),
        5 => return Some(MouseEventKind::ScrollDown),
        6 => return Some(MouseEventKind::ScrollLeft),
        7 => return Some(MouseEventKind::ScrollRight),
        _ => return None,
    };
    Some(match (is_up, moves) {
        (true, _) => MouseEventKind::Up(which),
        (false, true) => MouseEventKind::Drag(which),
        (false, false) => MouseEventKind::Down(which),
    })
}
