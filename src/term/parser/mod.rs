//! Parses the bytes that a terminal sends into keys, mouse events, focus changes and pastes.
//!
//! The parser never looks at a clock: time comes in with the bytes. It promises:
//! - The pieces of a sequence belong together while each comes within the escape timeout of the one
//!   before. ESC alone is the Esc key once that time is over.
//! - What a terminal answers to a question (OSC, DCS, APC, attributes, modes, cursor positions) is
//!   never text and never a key, in how many pieces it may come.
//! - A paste is one event. It ends without its end mark when nothing came for two seconds.
//! - Nothing that is left unfinished holds up what follows for more than a second.
//!
//! ```text
//! bytes -> feed -> decode    text, Alt-keys, SS3          -> Event
//!            |       `-> csi   CSI: keys, mouse, replies
//!            |             `-> codes   numbers of keys, modifiers
//!            `-> strings and pastes, whose ends are looked for as they come
//! ```

mod codes;
mod csi;
mod decode;
mod mouse;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use decode::{DecodedInput, decode};
use ratatui::crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use std::time::Duration;

/// How long the rest of a sequence is waited for that cannot be a key by itself.
const REPLY_GAP: Duration = Duration::from_millis(250);

/// How long a sequence may take from its first byte.
const REPLY_TIME: Duration = Duration::from_secs(1);

/// How long a paste may be silent before it counts as ended.
const PASTE_GAP: Duration = Duration::from_secs(2);

/// The longest reply, in bytes.
const REPLY_BYTES: usize = 1024 * 1024;

const ESC: u8 = 0x1b;
const BEL: u8 = 0x07;
const PASTE_END: &[u8] = b"\x1b[201~";

/// Turns bytes and the times at which they were read into events.
#[derive(Debug)]
pub struct InputParser {
    escape_timeout: Duration,
    mode: Mode,
    /// When the last byte came.
    last: Duration,
    /// When what is unfinished began.
    began: Duration,
}

/// What the next byte belongs to.
#[derive(Debug)]
enum Mode {
    /// Keys and sequences; what has come of an unfinished one.
    Keys(Vec<u8>),
    /// A reply that ends with BEL or ST: how many bytes came, and whether the last one was ESC.
    Reply { length: usize, escaped: bool },
    /// A CSI sequence that is longer than any that means something.
    Sequence,
    /// A paste, with what came of its end mark.
    Paste(Vec<u8>),
}

impl InputParser {
    /// Returns a parser that waits that long for the rest of an escape sequence.
    pub fn new(escape_timeout: Duration) -> InputParser {
        InputParser {
            escape_timeout,
            mode: Mode::Keys(Vec::new()),
            last: Duration::ZERO,
            began: Duration::ZERO,
        }
    }

    /// Takes bytes that were read at `now` and adds the events that they complete. They count as
    /// the rest of what is unfinished unless `expire` has ended that: the caller knows whether
    /// anything was there to read in time. Only what takes too long altogether is ended here.
    pub fn feed(&mut self, bytes: &[u8], now: Duration, events: &mut Vec<Event>) {
        if !matches!(self.mode, Mode::Paste(_)) && now >= self.began + REPLY_TIME {
            self.expire(now, events);
        }
        let mut rest = bytes;
        while !rest.is_empty() {
            if self.is_idle() {
                self.began = now;
            }
            self.last = now;
            rest = match &mut self.mode {
                Mode::Keys(_) => self.feed_keys(rest, now, events),
                Mode::Reply { .. } => self.feed_reply(rest),
                Mode::Sequence => self.feed_sequence(rest),
                Mode::Paste(_) => self.feed_paste(rest, events),
            };
        }
    }

    /// Returns the time from which on `expire` has something to do, if anything is unfinished.
    pub fn deadline(&self) -> Option<Duration> {
        let whole = self.began + REPLY_TIME;
        match &self.mode {
            Mode::Keys(pending) if pending.is_empty() => None,
            Mode::Keys(pending) if decode::may_be_key(pending) => {
                Some(self.last + self.escape_timeout)
            }
            Mode::Keys(_) | Mode::Reply { .. } | Mode::Sequence => {
                Some(whole.min(self.last + REPLY_GAP))
            }
            Mode::Paste(_) => Some(self.last + PASTE_GAP),
        }
    }

    /// Ends what has waited too long at `now`, and adds what it is without its rest.
    pub fn expire(&mut self, now: Duration, events: &mut Vec<Event>) {
        if self.deadline().is_none_or(|deadline| now < deadline) {
            return;
        }
        match std::mem::replace(&mut self.mode, Mode::Keys(Vec::new())) {
            Mode::Keys(pending) => decode::unfinished(&pending, events),
            Mode::Reply { .. } | Mode::Sequence => {}
            Mode::Paste(body) => {
                let end = (1..PASTE_END.len()).rfind(|&end| body.ends_with(&PASTE_END[..end]));
                let body = &body[..body.len() - end.unwrap_or(0)];
                events.push(paste(body));
            }
        }
    }

    /// Forgets what is unfinished.
    pub fn reset(&mut self) {
        self.mode = Mode::Keys(Vec::new());
    }

    fn is_idle(&self) -> bool {
        matches!(&self.mode, Mode::Keys(pending) if pending.is_empty())
    }

    /// Decodes keys until the bytes are used up or another mode begins; returns what is left.
    fn feed_keys<'a>(
        &mut self,
        bytes: &'a [u8],
        now: Duration,
        events: &mut Vec<Event>,
    ) -> &'a [u8] {
        let Mode::Keys(pending) = &mut self.mode else {
            return bytes;
        };
        pending.extend_from_slice(bytes);
        let (mut at, mut mode) = (0, None);
        while mode.is_none() && at < pending.len() {
            at += match decode(&pending[at..]) {
                DecodedInput::Event(used, event) => {
                    events.extend(event);
                    used
                }
                DecodedInput::Mode(used, next) => {
                    mode = Some(next);
                    used
                }
                DecodedInput::Unfinished => break,
            };
        }
        if at > 0 {
            self.began = now;
        }
        let left = pending.len() - at;
        match mode {
            None => {
                pending.drain(..at);
                &[]
            }
            Some(mode) => {
                self.mode = mode;
                &bytes[bytes.len() - left..]
            }
        }
    }

    /// Skips a sequence up to its last byte; returns what is left.
    fn feed_sequence<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        let is_inside = |byte: &u8| (0x20..=0x3f).contains(byte);
        let Some(at) = bytes.iter().position(|byte| !is_inside(byte)) else {
            return &[];
        };
        self.reset();
        let is_last = (0x40..=0x7e).contains(&bytes[at]);
        &bytes[at + usize::from(is_last)..]
    }

    /// Skips a reply up to its end; returns what is left.
    fn feed_reply<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        let Mode::Reply { length, escaped } = &mut self.mode else {
            return bytes;
        };
        for (at, &byte) in bytes.iter().enumerate() {
            *length += 1;
            let used = match (byte, *escaped) {
                (b'\\', true) | (BEL, false) => at + 1,
                // The ESC began something else: the reply was cut off.
                (_, true) => {
                    self.mode = Mode::Keys(vec![ESC]);
                    self.began = self.last;
                    return &bytes[at..];
                }
                (ESC, false) => {
                    *escaped = true;
                    continue;
                }
                // No reply has a control character: this is a key.
                (0..=0x1f | 0x7f, false) => at,
                _ if *length >= REPLY_BYTES => at + 1,
                _ => continue,
            };
            self.reset();
            return &bytes[used..];
        }
        &[]
    }

    /// Takes in a paste up to its end mark; returns what is left.
    fn feed_paste<'a>(&mut self, bytes: &'a [u8], events: &mut Vec<Event>) -> &'a [u8] {
        let Mode::Paste(body) = &mut self.mode else {
            return bytes;
        };
        // The end mark may have begun in what came before.
        let from = body.len().saturating_sub(PASTE_END.len() - 1);
        body.extend_from_slice(bytes);
        let mut windows = body[from..].windows(PASTE_END.len());
        let Some(at) = windows.position(|window| window == PASTE_END) else {
            return &[];
        };
        let end = from + at;
        let left = body.len() - end - PASTE_END.len();
        events.push(paste(&body[..end]));
        self.reset();
        &bytes[bytes.len() - left..]
    }
}

fn paste(body: &[u8]) -> Event {
    Event::Paste(String::from_utf8_lossy(body).into_owned())
}

/// Returns a key as an event.
fn key(code: KeyCode, modifiers: KeyModifiers) -> Event {
    Event::Key(KeyEvent::new(code, modifiers))
}
