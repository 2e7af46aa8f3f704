//! `hallway recover` for what killed saves left beside their files.

use super::context::CliContext;
use super::difference;
use super::failure::Failure;
use crate::post::reading::clean;
use crate::store::{Leftover, Restored};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

/// When it was written.
pub fn at(leftover: &Leftover) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(leftover.at).unwrap_or_default()
}

/// The file within the notebook that it was to become.
pub fn file(context: &CliContext, leftover: &Leftover) -> String {
    let inside = leftover.file.strip_prefix(context.store.root());
    let inside = inside.unwrap_or(&leftover.file).display();
    clean(&inside.to_string())
}

/// It in JSON.
pub fn as_json(context: &CliContext, leftover: &Leftover) -> Value {
    json!({
        "id": leftover.id,
        "at": at(leftover).to_rfc3339(),
        "file": file(context, leftover),
        "path": leftover.path.display().to_string(),
    })
}

/// Prints it.
pub fn show(context: &mut CliContext, leftover: &Leftover, json: bool) -> Result<(), Failure> {
    let bytes = context.store.leftover_bytes(leftover)?;
    if json {
        let mut value = as_json(context, leftover);
        value["text"] = Value::from(String::from_utf8_lossy(&bytes));
        return context.out.line(value);
    }
    context.out.text(&bytes)
}

/// Prints how it differs from its file.
pub fn diff(context: &mut CliContext, leftover: &Leftover, json: bool) -> Result<(), Failure> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let new = text(&context.store.leftover_bytes(leftover)?);
    let now = context.store.look_at(&leftover.file)?.unwrap_or_default();
    let old = text(&now);
    if json {
        let value = json!({"id": leftover.id, "old": old, "new": new});
        return context.out.line(value);
    }
    let file = file(context, leftover);
    difference::print(&mut context.out, (&file, &old), (&leftover.id, &new))
}

/// Says that it was put into its file.
pub fn restored(
    context: &mut CliContext,
    leftover: &Leftover,
    restored: Restored,
    json: bool,
) -> Result<(), Failure> {
    context.confirm(restored.durable, &leftover.file);
    let old = restored.aside;
    let path = leftover.file.display().to_string();
    if json {
        return context.out.line(json!({
            "id": leftover.id,
            "path": path,
            "merged": old.is_some(),
            "old": old.map(|old| old.path.display().to_string()),
        }));
    }
    context.out.line(match old {
        Some(_) => format!("brought back, with what the file said: {path}"),
        None => format!("brought back: {path}"),
    })
}
