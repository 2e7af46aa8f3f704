//! Decodes one thing at the beginning of some bytes: a character, a control key, an Alt-key, an
//! SS3 or a CSI sequence. It promises that more bytes never change what was decoded of the first.

use super::csi::{self, Csi};
use super::{ESC, Mode, key, mouse};
use ratatui::crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

/// What stands at the beginning of some bytes.
#[derive(Debug)]
pub enum DecodedInput {
    /// So many bytes that are an event, or nothing that anybody needs to know.
    Event(usize, Option<Event>),
    /// So many bytes that begin something whose end has to be looked for.
    Mode(usize, Mode),
    /// The beginning of something.
    Unfinished,
}

/// The longest sequence that means something, in bytes.
const MOST: usize = 256;

/// Decodes what stands at the beginning of `bytes`, which are not empty.
pub fn decode(bytes: &[u8]) -> DecodedInput {
    match bytes {
        [] => DecodedInput::Unfinished,
        [ESC, rest @ ..] => escape(rest),
        [byte, ..] if *byte < 0x80 => DecodedInput::Event(1, Some(ascii(*byte))),
        _ => match character(bytes) {
            Some(Ok(c)) => DecodedInput::Event(c.len_utf8(), Some(plain(c))),
            Some(Err(length)) => {
                DecodedInput::Event(length, Some(plain(char::REPLACEMENT_CHARACTER)))
            }
            None => DecodedInput::Unfinished,
        },
    }
}

/// Whether an unfinished sequence may be all that there is: a key, or two.
pub fn may_be_key(pending: &[u8]) -> bool {
    let introducer = pending.strip_prefix(&[ESC]).unwrap_or(pending);
    let introducer = introducer.strip_prefix(&[ESC]).unwrap_or(introducer);
    pending[0] == ESC && introducer.len() <= 1 && introducer.is_ascii()
}

/// Adds the keys that an unfinished sequence is by itself.
pub fn unfinished(pending: &[u8], events: &mut Vec<Event>) {
    match pending {
        [ESC] => events.push(key(KeyCode::Esc, KeyModifiers::NONE)),
        [ESC, ESC, ..] => {
            unfinished(&[ESC], events);
            unfinished(&pending[1..], events);
        }
        [ESC, byte] if byte.is_ascii() => events.push(with_alt(ascii(*byte))),
        [first, ..] if *first != ESC => events.push(plain(char::REPLACEMENT_CHARACTER)),
        _ => {}
    }
}

/// Decodes what stands behind ESC.
fn escape(rest: &[u8]) -> DecodedInput {
    match rest {
        [] => DecodedInput::Unfinished,
        [b'[', rest @ ..] => control_sequence(rest, 2),
        [b'O', rest @ ..] => match single_shift(rest, 2) {
            DecodedInput::Event(_, None) => DecodedInput::Event(2, Some(with_alt(ascii(b'O')))),
            decoded => decoded,
        },
        [b']' | b'P' | b'_'] => DecodedInput::Unfinished,
        // OSC, DCS, APC; no reply begins with a control character.
        [b']' | b'P' | b'_', next, ..] if *next >= 0x20 && *next != 0x7f => {
            let (length, escaped) = (0, false);
            DecodedInput::Mode(2, Mode::Reply { length, escaped })
        }
        [ESC, rest @ ..] => twice(rest),
        [byte, ..] if *byte < 0x80 => DecodedInput::Event(2, Some(with_alt(ascii(*byte)))),
        _ => match character(rest) {
            Some(Ok(c)) => DecodedInput::Event(1 + c.len_utf8(), Some(with_alt(plain(c)))),
            Some(Err(length)) => DecodedInput::Event(1 + length, None),
            None => DecodedInput::Unfinished,
        },
    }
}

/// Decodes what stands behind two ESC: an Alt-key of rxvt, or else the first was the Esc key.
fn twice(rest: &[u8]) -> DecodedInput {
    let esc = || DecodedInput::Event(1, Some(key(KeyCode::Esc, KeyModifiers::NONE)));
    let decoded = match rest {
        [] | [b'[' | b'O'] => return DecodedInput::Unfinished,
        [b'[', rest @ ..] => control_sequence(rest, 3),
        [b'O', rest @ ..] => single_shift(rest, 3),
        _ => return esc(),
    };
    match decoded {
        DecodedInput::Event(used, Some(Event::Key(event))) => {
            DecodedInput::Event(used, Some(with_alt(Event::Key(event))))
        }
        DecodedInput::Unfinished => DecodedInput::Unfinished,
        _ => esc(),
    }
}

/// Decodes what stands behind SS3, in a sequence that began `before` bytes earlier.
fn single_shift(rest: &[u8], before: usize) -> DecodedInput {
    // Some terminals put the modifiers in between.
    let digits = rest.iter().take(2);
    let digits = digits.take_while(|byte| byte.is_ascii_digit()).count();
    let Some(&last) = rest.get(digits) else {
        return DecodedInput::Unfinished;
    };
    let number = std::str::from_utf8(&rest[..digits]).unwrap_or_default();
    let event = csi::single_shift(last, number.parse().unwrap_or(1));
    DecodedInput::Event(before + digits + 1, event)
}

/// Decodes what stands behind CSI, in a sequence that began `before` bytes earlier.
fn control_sequence(rest: &[u8], before: usize) -> DecodedInput {
    match rest {
        // The Linux console's F1 to F5.
        [b'['] | [b'M'] | [b'M', _] | [b'M', _, _] => return DecodedInput::Unfinished,
        [b'[', last, ..] => return DecodedInput::Event(before + 2, csi::console(*last)),
        [b'M', button, column, row, ..] => {
            let event = mouse::x10(*button, *column, *row);
            return DecodedInput::Event(before + 4, event);
        }
        _ => {}
    }
    let is_parameter = |byte: &&u8| (0x30..=0x3f).contains(*byte);
    let parameters = rest.iter().take_while(is_parameter).count();
    let is_intermediate = |byte: &&u8| (0x20..=0x2f).contains(*byte);
    let between = rest[parameters..].iter().take_while(is_intermediate);
    let between = between.count();
    let (parameters, between) = (&rest[..parameters], &rest[parameters..][..between]);
    // rxvt's Shift with a numbered key ends like the middle of a mode report.
    if between.first() == Some(&b'$') && csi::is_shifted(parameters) {
        let event = csi::shifted(parameters);
        return DecodedInput::Event(before + parameters.len() + 1, event);
    }
    let length = parameters.len() + between.len();
    match rest.get(length) {
        _ if length > MOST => DecodedInput::Mode(before + length, Mode::Sequence),
        None => DecodedInput::Unfinished,
        Some(&last @ 0x40..=0x7e) => match csi::decode(parameters, between, last) {
            Csi::Event(event) => DecodedInput::Event(before + length + 1, event),
            Csi::Paste => DecodedInput::Mode(before + length + 1, Mode::Paste(Vec::new())),
        },
        // The sequence was cut off; this byte begins something else.
        Some(_) => DecodedInput::Event(before + length, None),
    }
}

/// Decodes a byte below 0x80 that is no ESC.
fn ascii(byte: u8) -> Event {
    let ctrl = |c: u8| key(KeyCode::Char(char::from(c)), KeyModifiers::CONTROL);
    match byte {
        b'\r' => key(KeyCode::Enter, KeyModifiers::NONE),
        b'\t' => key(KeyCode::Tab, KeyModifiers::NONE),
        0x7f => key(KeyCode::Backspace, KeyModifiers::NONE),
        0 => ctrl(b' '),
        0x01..=0x1a => ctrl(byte - 1 + b'a'),
        0x1c..=0x1f => ctrl(byte - 0x1c + b'4'),
        _ => plain(char::from(byte)),
    }
}

/// Decodes a character that was typed by itself.
fn plain(c: char) -> Event {
    let modifiers = match c.is_uppercase() {
        true => KeyModifiers::SHIFT,
        false => KeyModifiers::NONE,
    };
    key(KeyCode::Char(c), modifiers)
}

fn with_alt(event: Event) -> Event {
    match event {
        Event::Key(event) => Event::Key(KeyEvent {
            modifiers: event.modifiers | KeyModifiers::ALT,
            ..event
        }),
        other => other,
    }
}

/// Decodes the first character of `bytes`, which is not ASCII: the character, or the length of what
/// is none; nothing when more has to come.
fn character(bytes: &[u8]) -> Option<Result<char, usize>> {
    let bytes = &bytes[..bytes.len().min(4)];
    let whole = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) if error.valid_up_to() > 0 => {
            std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(error) => return error.error_len().map(Err),
    };
    whole.chars().next().map(Ok)
}
