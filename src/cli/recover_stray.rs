//! `hallway recover` for what killed saves left beside their files.

use super::context::Context;
use super::difference;
use super::failure::Failure;
use crate::post::reading::clean;
use crate::store::{Restored, Stray};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

/// When it was written.
pub fn at(stray: &Stray) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(stray.at).unwrap_or_default()
}

/// The file within the notebook that it was to become.
pub fn file(context: &Context, stray: &Stray) -> String {
    let inside = stray.file.strip_prefix(context.store.root());
    let inside = inside.unwrap_or(&stray.file).display();
    clean(&inside.to_string())
}

/// It in JSON.
pub fn as_json(context: &Context, stray: &Stray) -> Value {
    json!({
        "id": stray.id,
        "at": at(stray).to_rfc3339(),
        "file": file(context, stray),
        "path": stray.path.display().to_string(),
    })
}

/// Prints it.
pub fn show(context: &mut Context, stray: &Stray, json: bool) -> Result<(), Failure> {
    let bytes = context.store.stray_bytes(stray)?;
    if json {
        let mut value = as_json(context, stray);
        value["text"] = Value::from(String::from_utf8_lossy(&bytes));
        return context.out.line(value);
    }
    context.out.text(&bytes)
}

/// Prints how it differs from its file.
pub fn diff(context: &mut Context, stray: &Stray, json: bool) -> Result<(), Failure> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let new = text(&context.store.stray_bytes(stray)?);
    let now = context.store.look_at(&stray.file)?.unwrap_or_default();
    let old = text(&now);
    if json {
        let value = json!({"id": stray.id, "old": old, "new": new});
        return context.out.line(value);
    }
    let file = file(context, stray);
    difference::print(&mut context.out, (&file, &old), (&stray.id, &new))
}

/// Says that it was put into its file.
pub fn restored(
    context: &mut Context,
    stray: &Stray,
    restored: Restored,
    json: bool,
) -> Result<(), Failure> {
    context.confirm(restored.durable, &stray.file);
    let old = restored.aside;
    let path = stray.file.display().to_string();
    if json {
        return context.out.line(json!({
            "id": stray.id,
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
