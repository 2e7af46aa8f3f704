//! `hallway import --into`: what somebody changed in an exported post goes back into its event,
//! session by session.

use super::context::CliContext;
use super::failure::Failure;
use super::import::bytes;
use super::{export, out};
use crate::model::session::Session;
use crate::post::import::{PostChange, update};
use crate::publish::record;
use crate::store::{Document, Loaded, hash, slug};
use std::path::Path;

/// Takes the edits of the post at `path` into the event called `wanted`.
pub fn run(wanted: &str, path: &Path, context: &mut CliContext) -> Result<(), Failure> {
    let source = bytes(path)?;
    let mut event = context.event(Some(wanted))?;
    let found = hash(&source);
    let export_folder = context.config.folder("export_folder")?;
    if context.store.is_written_by_us(
        &event.folder,
        &event.value,
        path,
        Some(&found),
        export_folder.as_deref(),
    ) {
        // Taking this in would undo what was changed in the notebook since.
        return context.out.line(format!(
            "{} is as hallway wrote it; there is nothing to take in",
            path.display()
        ));
    }
    let mut sessions = context.all_sessions(&event.folder)?;
    let values: Vec<Session> = sessions
        .iter()
        .map(|session| session.value.clone())
        .collect();
    let book = context.store.book()?.value.links;
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let look = context.settings()?.look;
    let update = update(&event.value, &values, &book, look, &source, &name)
        .map_err(|error| Failure::new(format!("{}: {error}", path.display())).hint(error.hint()))?;

    let mut new = update.sessions;
    let added = new.split_off(sessions.len().min(new.len()));
    for (session, value) in sessions.iter_mut().zip(new) {
        replace(context, session, value)?;
    }
    for session in added {
        let name = Some(slug(&session.title)).filter(|slug| !slug.is_empty());
        let name = name.unwrap_or_else(|| session.kind.word().to_owned());
        let made = context
            .store
            .create_session(&event.folder, &name, session)?;
        context.confirm(made.durable, made.loaded.path());
    }
    let mut updated = event.clone();
    updated.value = update.event;
    record::in_event(&mut updated.value, path, Some(&found), &found);
    let store = &context.store;
    if let Err(store_error) = store.remember_post(&event.folder, path, Some(&found), &found) {
        out::warn(export::will_ask(&store_error));
    }
    replace(context, &mut event, updated.value)?;

    if update.changes.is_empty() {
        context.out.line(format!(
            "{}: nothing but its layout differs",
            event.value.title
        ))?;
    }
    for change in &update.changes {
        context
            .out
            .line(format!("{}: {}", event.value.title, described(change)))?;
    }
    if !update.unchanged {
        out::note(
            "an export would not give back every byte of the file; `hallway export` shows the difference",
        );
    }
    Ok(())
}

/// Saves another value, and keeps the file as it was in the state folder: the notebook's own text
/// may have been newer.
fn replace<T: Document>(
    context: &CliContext,
    loaded: &mut Loaded<T>,
    value: T,
) -> Result<(), Failure> {
    if loaded.value == value {
        return Ok(());
    }
    let path = loaded.path().to_owned();
    let old = context.store.look_at(&path)?.unwrap_or_default();
    context.store.backup(&path, &old)?;
    loaded.value = value;
    context.save(loaded)
}

fn described(change: &PostChange) -> String {
    match change {
        PostChange::Header(name) => format!("header, {name}"),
        PostChange::Intro => "introduction".to_owned(),
        PostChange::Notes(title) => format!("text of \"{title}\""),
        PostChange::Title(old, new) => format!("\"{old}\" is now \"{new}\""),
        PostChange::Added(title) => format!("new session \"{title}\""),
        PostChange::LeftOut(title) => format!("\"{title}\" is no longer published"),
        PostChange::Order => "order of the sessions".to_owned(),
        PostChange::Closing => "closing".to_owned(),
        PostChange::Link(name) => format!("link \"{name}\""),
        PostChange::LinkRemoved(name) => format!("link \"{name}\" is gone"),
    }
}
