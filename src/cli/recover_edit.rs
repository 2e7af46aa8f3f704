//! `hallway recover` for texts that were open in an editor when their hallway ended.

use super::context::CliContext;
use super::difference;
use super::failure::Failure;
use super::recover::words;
use crate::post::reading::clean;
use crate::store::ExternalEdit;
use crate::store::journal::JournalText;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

/// When it was written.
pub fn at(edit: &ExternalEdit) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(edit.at).unwrap_or_default()
}

/// What it is, in the list.
pub fn what(edit: &ExternalEdit) -> &'static str {
    match (edit.of_copy, edit.is_refused()) {
        (true, _) => "from an editor, of another copy of this notebook",
        (false, true) => "from an editor that failed",
        (false, false) => "from an editor",
    }
}

/// What it belongs to; else the name of its own file.
pub fn title(edit: &ExternalEdit) -> String {
    let name = || edit.path.file_name().unwrap_or_default().to_string_lossy();
    let title = edit
        .title()
        .map_or_else(|| name().into_owned(), str::to_owned);
    match edit.which() {
        JournalText::Notes => title,
        JournalText::Intro => format!("{title}: introduction"),
        JournalText::Closing => format!("{title}: closing"),
    }
}

/// It in JSON.
pub fn as_json(edit: &ExternalEdit) -> Value {
    json!({
        "id": edit.id,
        "at": at(edit).to_rfc3339(),
        "title": edit.title(),
        "file": edit.file(),
        "part": part(edit.which()),
        "failed": edit.is_refused(),
        "of_copy": edit.of_copy,
        "path": edit.path.display().to_string(),
    })
}

/// Prints it.
pub fn show(context: &mut CliContext, edit: &ExternalEdit, json: bool) -> Result<(), Failure> {
    let text = context.store.external_text(edit)?;
    if json {
        let mut value = as_json(edit);
        value["text"] = Value::from(text);
        return context.out.json(&value);
    }
    context.out.text(text.as_bytes())
}

/// Prints how it differs from what its note says.
pub fn diff(context: &mut CliContext, edit: &ExternalEdit, json: bool) -> Result<(), Failure> {
    let new = context.store.external_text(edit)?;
    let old = context.store.text_of_edit(edit).unwrap_or_default();
    if json {
        let value = json!({"id": edit.id, "old": old, "new": new});
        return context.out.json(&value);
    }
    let file = edit.file().unwrap_or_default().to_owned();
    difference::print(&mut context.out, (&file, &old), (&edit.id, &new))
}

/// Puts it into its note.
pub fn restore(context: &mut CliContext, edit: &ExternalEdit, json: bool) -> Result<(), Failure> {
    if edit.file().is_none() {
        let hint = format!("`hallway recover show {}` prints the text", edit.id);
        let message = format!("nobody knows which note `{}` belongs to", edit.id);
        return Err(Failure::new(message).hint(hint));
    }
    let back = context.store.bring_edit(edit)?;
    if let Some(back) = &back {
        context.confirm(back.durable, &back.file);
    }
    if json {
        let back = back.as_ref();
        let old = back.and_then(|back| back.old.as_ref());
        return context.out.json(&json!({
            "id": edit.id,
            "path": back.map(|back| back.file.display().to_string()),
            "words": back.map_or(0, |back| back.words),
            "merged": back.is_some_and(|back| back.merged),
            "old": old.map(|old| old.path.display().to_string()),
        }));
    }
    let Some(back) = back else {
        return context.out.line("the note has it already");
    };
    let merged = match back.merged {
        true => ", merged with changes made elsewhere",
        false => "",
    };
    context.out.line(format!(
        "{} in {}{merged}: {}",
        words(back.words),
        clean(&back.title),
        back.file.display()
    ))
}

fn part(which: JournalText) -> &'static str {
    match which {
        JournalText::Notes => "notes",
        JournalText::Intro => "intro",
        JournalText::Closing => "closing",
    }
}
