//! JSON: how deep it is, which of the formats it is, and what all their readers need.

use super::row::{RawSchedule, filled};
use super::{MOST_DEPTH, MOST_PARTS, ScheduleError, indico, sessionize, signs, voc};
use serde_json::Value;

/// Reads whichever it is.
pub(super) fn read(source: &str) -> Result<RawSchedule, ScheduleError> {
    bearable(source)?;
    let value: Value = serde_json::from_str(source).map_err(|error| {
        let text = error.to_string();
        let what = text.split(" at line ").next().unwrap_or(&text);
        ScheduleError::Broken {
            line: error.line().max(1),
            what: format!("the JSON is broken: {}", super::clean::line(what)),
        }
    })?;
    if let Some(conference) = voc::conference(&value) {
        return Ok(voc::read(&value, conference));
    }
    match &value {
        Value::Object(object)
            if object.get("sessions").is_some_and(Value::is_array)
                && object.contains_key("rooms") =>
        {
            Ok(sessionize::read(&value))
        }
        Value::Object(object) if object.get("results").is_some_and(Value::is_array) => {
            Ok(indico::read(&value))
        }
        Value::Array(rows) if rows.is_empty() => Err(ScheduleError::Empty(String::new())),
        Value::Array(rows) if rows.iter().any(|row| row.get("Name").is_some()) => {
            Ok(signs::read(rows))
        }
        Value::Array(groups) if sessionize::are_groups(groups) => {
            Ok(sessionize::read_groups(groups))
        }
        Value::Array(_) => Err(ScheduleError::Unknown(
            "it is a JSON list of something else than sessions".to_owned(),
        )),
        Value::Object(object) => {
            let keys: Vec<String> = object
                .keys()
                .take(4)
                .map(|key| super::clean::line(key))
                .collect();
            Err(ScheduleError::Unknown(match keys.is_empty() {
                true => "it is an empty JSON object".to_owned(),
                false => format!("it is JSON with {}", keys.join(", ")),
            }))
        }
        _ => Err(ScheduleError::Unknown(
            "it is a single JSON value".to_owned(),
        )),
    }
}

/// Stops at what is nested deeper, or has more values, than any programme, before anything is built
/// of it.
fn bearable(source: &str) -> Result<(), ScheduleError> {
    let (mut depth, mut line, mut quoted, mut escaped) = (0usize, 1usize, false, false);
    let mut values = 0usize;
    for byte in source.bytes() {
        line += usize::from(byte == b'\n');
        values += usize::from(!quoted && matches!(byte, b',' | b'[' | b'{'));
        if values > MOST_PARTS {
            return Err(ScheduleError::TooFine(line));
        }
        match (quoted, byte) {
            (true, _) if escaped => escaped = false,
            (true, b'\\') => escaped = true,
            (_, b'"') => quoted = !quoted,
            (false, b'[' | b'{') => {
                depth += 1;
                if depth > MOST_DEPTH {
                    return Err(ScheduleError::TooDeep(line));
                }
            }
            (false, b']' | b'}') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    Ok(())
}

/// The text, or the number as text, of a key; nothing when it is blank or something else.
pub(super) fn text(value: &Value, key: &str) -> Option<String> {
    match value.get(key)? {
        Value::String(text) => filled(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The elements of a key's list.
pub(super) fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value
        .get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}
