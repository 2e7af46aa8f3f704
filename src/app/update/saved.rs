//! What came of saving and removing: the answer becomes the merge base, and what others wrote is
//! taken over.

use super::super::App;
use super::super::effect::{BackupCopy, DocumentId, Effect, Job};
use super::super::files::LoadedFile;
use super::super::{NotSaved, RETRY};
use super::moved_entries::{self, Lists};
use super::{change, conflict, removal, save};
use crate::store::journal::Snapshot;
use crate::store::{FieldConflict, Removed, adopt};

/// What a save did.
pub struct Saved {
    /// The revision that is on disk.
    pub revision: u64,
    /// What the file says now.
    pub loaded: LoadedFile,
    /// Our version, when both had changed the same value.
    pub backup: Option<BackupCopy>,
    /// Names that stayed out of the link book.
    pub private: Vec<String>,
    /// It stays there when the power goes.
    pub durable: bool,
}

/// Takes in that a document was saved.
pub fn saved(app: &mut App, item: DocumentId, saved: Saved) -> Vec<Effect> {
    let Saved {
        revision,
        mut loaded,
        backup: kept,
        private,
        durable,
    } = saved;
    let sent = app.files.answered(item).map(|pending| pending.sent);
    let file = app.files.entry(item);
    file.trashed = None;
    let before = file.loaded.clone();
    well(app, item, durable);
    if !durable && let Some(before) = before {
        // Until it is, the file may become again what it was.
        before
            .attempts()
            .into_iter()
            .for_each(|old| loaded.may_hold(old));
        loaded.may_hold(before.snapshot());
    }
    if let Some(open_event) = item.event_id().and_then(|id| app.event_of_mut(id)) {
        open_event
            .folder
            .get_or_insert_with(|| loaded.folder().to_owned());
        open_event.locked_out = None;
    }
    let (others, mut effects) = take_over(app, item, sent, loaded);
    match durable {
        true => app.journal_saved(item, revision),
        false => app.journal_rebased(item),
    }
    if others {
        app.say("Merged changes made elsewhere");
    }
    if !private.is_empty() {
        app.complain(format!(
            "{}: a person you met, who is private and never enters the link book",
            private.join(", ")
        ));
    }
    // What clashed matters more than that something was taken over.
    if let Some(kept) = kept {
        let place = format!("in {}", kept.path.display());
        conflict::add(app, item, &place, kept.conflicts);
    }
    effects.extend(all_saved(app));
    effects
}

/// Takes in that a document could not be saved.
pub fn not_saved(app: &mut App, item: DocumentId, short: String, why: String) -> Vec<Effect> {
    failed(app, item);
    let subject = match item {
        DocumentId::Book => "The link book is not saved",
        _ => "Not saved",
    };
    app.complain(format!("{subject}: {why}"));
    app.saving.failed.insert(item);
    app.saving.failure = Some(NotSaved { short, why });
    all_saved(app)
}

/// Takes in that a document was not saved since its file was removed elsewhere.
pub fn deleted(app: &mut App, item: DocumentId) -> Vec<Effect> {
    failed(app, item);
    app.saving.due = None;
    let mut effects = super::external::deleted(app, item, &mut Vec::new());
    effects.extend(all_saved(app));
    effects
}

/// Takes in that a session is in the trash.
pub fn removed(
    app: &mut App,
    item: DocumentId,
    loaded: LoadedFile,
    removed: Removed,
    durable: bool,
) -> Vec<Effect> {
    let sent = app.files.answered(item).map(|pending| pending.sent);
    // Undo may have brought it back to the screen meanwhile.
    let (_, mut effects) = take_over(app, item, sent, loaded);
    app.files.entry(item).trashed = Some(removed);
    well(app, item, durable);
    let is_shown = app.snapshot(item).is_some();
    match durable && !is_shown {
        true => app.journal_removed(item),
        false => app.journal_rebased(item),
    }
    effects.extend(all_saved(app));
    effects
}

/// Takes in that a session could not be moved to the trash: it is on the screen again.
pub fn not_removed(app: &mut App, item: DocumentId, why: &str) -> Vec<Effect> {
    app.files.answered(item);
    let session = app.files.entry(item).last_shown.take();
    let open_event = item.event_id().and_then(|id| app.event_of_mut(id));
    if let (Some(open_event), Some(session_id), Some(session)) =
        (open_event, item.session_id(), session)
        && open_event.session(session_id).is_none()
    {
        open_event.sessions.push((session_id, *session));
        open_event.refresh();
    }
    app.complain(format!("Not deleted: {why}"));
    all_saved(app)
}

/// Takes over what a file says that somebody else changed. Nothing while an answer is outstanding:
/// that brings it.
pub fn changed(app: &mut App, item: DocumentId, theirs: LoadedFile) -> (bool, Vec<Effect>) {
    let Some(file) = app.files.get(item) else {
        return (false, Vec::new());
    };
    let Some(known) = file.loaded.as_ref().filter(|_| file.pending().is_none()) else {
        return (false, Vec::new());
    };
    if known.text() == theirs.text() || file.trashed.is_some() {
        return (false, Vec::new());
    }
    if !known.attempts().is_empty() {
        // A save of ours may be in it: the next one finds out.
        app.files.want(item);
        return (false, save::save(app));
    }
    let ancestor = Some(known.snapshot());
    let (others, mut effects) = take_over(app, item, ancestor, theirs);
    app.journal_rebased(item);
    effects.extend(save::send(app));
    (others, effects)
}

/// Makes `loaded` the merge base, and shows what others wrote in it. `ancestor` is what was sent
/// with the save that it answers, or what the file said before. Returns whether others had written
/// anything.
fn take_over(
    app: &mut App,
    item: DocumentId,
    ancestor: Option<Snapshot>,
    loaded: LoadedFile,
) -> (bool, Vec<Effect>) {
    if ancestor.as_ref().is_none_or(|sent| loaded.says(sent)) {
        app.files.take(item, loaded);
        return (false, Vec::new());
    }
    // What was typed until now is a change of its own, which can still be taken back.
    change::commit_input(app);
    let Some(merged) = merged(app, item, ancestor, &loaded) else {
        // The next save merges again from what is known.
        tracing::error!("a merge could not be read");
        app.files.want(item);
        return (false, Vec::new());
    };
    let mut effects = typed_over(app, item, &merged.ancestor, &loaded);
    if let (Some(ours), false) = (app.snapshot(item), merged.conflicts.is_empty()) {
        let path = loaded.path().to_owned();
        let text = ours.toml();
        effects.push(Effect::Disk(Job::PutAside { path, text }));
    }
    let is_theirs = loaded.says(&merged.snapshot);
    app.files.take(item, loaded);
    show(app, item, merged.snapshot);
    if !is_theirs {
        app.files.want(item);
    }
    conflict::add(app, item, "among its earlier versions", merged.conflicts);
    (true, effects)
}

/// Ours with theirs in it.
struct MergedDocument {
    ancestor: Snapshot,
    snapshot: Snapshot,
    conflicts: Vec<FieldConflict>,
}

fn merged(
    app: &App,
    item: DocumentId,
    ancestor: Option<Snapshot>,
    loaded: &LoadedFile,
) -> Option<MergedDocument> {
    // A session that was taken off the screen meanwhile goes to the trash with theirs in it.
    let last = app.files.get(item).and_then(|file| file.last_shown.clone());
    let ours = app.snapshot(item).or(last.map(Snapshot::Session))?;
    let ancestor = ancestor?;
    let (snapshot, conflicts) = merge(&ancestor, ours, loaded)?;
    Some(MergedDocument {
        ancestor,
        snapshot,
        conflicts,
    })
}

/// What the app has to show, and the values that both sides set.
fn merge(
    base: &Snapshot,
    ours: Snapshot,
    loaded: &LoadedFile,
) -> Option<(Snapshot, Vec<FieldConflict>)> {
    Some(match (base, ours, loaded) {
        (Snapshot::Session(base), Snapshot::Session(ours), LoadedFile::Session(theirs)) => {
            let (session, conflicts) = adopt(&**base, &*ours, theirs)?;
            (session.into(), conflicts)
        }
        (Snapshot::Event(base), Snapshot::Event(ours), LoadedFile::Event(theirs)) => {
            let (event, conflicts) = adopt(&**base, &*ours, theirs)?;
            (event.into(), conflicts)
        }
        (Snapshot::Book(base), Snapshot::Book(ours), LoadedFile::Book(theirs)) => {
            let (book, conflicts) = adopt(&**base, &*ours, theirs)?;
            (book.into(), conflicts)
        }
        _ => return None,
    })
}

/// What stands in an open line or form will be set over what others set meanwhile: theirs is kept,
/// and told.
fn typed_over(
    app: &mut App,
    item: DocumentId,
    ancestor: &Snapshot,
    loaded: &LoadedFile,
) -> Vec<Effect> {
    let typed = app.typed_now().filter(|(typed, _)| *typed == item);
    let conflicts = typed.and_then(|(_, typed)| merge(ancestor, typed, loaded));
    let conflicts = conflicts.map_or_else(Vec::new, |(_, conflicts)| conflicts);
    let (false, Some(text)) = (conflicts.is_empty(), loaded.text()) else {
        return Vec::new();
    };
    let (path, text) = (loaded.path().to_owned(), text.to_owned());
    conflict::typed_over(app, item, &conflicts);
    vec![Effect::Disk(Job::PutAside { path, text })]
}

/// Puts what a document says now on the screen.
fn show(app: &mut App, item: DocumentId, snapshot: Snapshot) {
    let elapsed = app.elapsed;
    let is_read = app.edit_locks.holder(item).is_some();
    let old = lists(app, item);
    match (item, snapshot) {
        (DocumentId::Session(id, session_id), Snapshot::Session(session)) => {
            let open_event = app.event_of_mut(id);
            match open_event.and_then(|open_event| open_event.session_mut(session_id)) {
                Some(place) => *place = *session,
                None => app.files.entry(item).last_shown = Some(session),
            }
        }
        (DocumentId::Event(id), Snapshot::Event(event)) => {
            if let Some(open_event) = app.event_of_mut(id) {
                open_event.event = *event;
            }
        }
        (DocumentId::Book, Snapshot::Book(book)) => {
            app.book = book.links;
            if let Some(open_event) = app.open_event.as_mut() {
                open_event.stir();
            }
        }
        _ => {}
    }
    if let Some(open_event) = item.event_id().and_then(|id| app.event_of_mut(id)) {
        open_event.taken_over(item);
        open_event.refresh();
        match is_read {
            true => change::follow_reading(open_event, item, elapsed),
            false => change::follow_others(open_event),
        }
    }
    if let (Some(old), Some(new)) = (old, lists(app, item)) {
        moved_entries::follow(app, &old, &new);
    }
}

/// The captured lines and people of a document of the open event.
fn lists(app: &App, item: DocumentId) -> Option<Lists> {
    let open_event = app
        .open_event
        .as_ref()
        .filter(|open_event| item.event_id() == Some(open_event.id))?;
    let (entries, people) = super::super::entries::of(open_event, item.session_id());
    Some(Lists {
        place: item.session_id(),
        entries: entries.to_vec(),
        people: people.to_vec(),
    })
}

/// A job failed at an unknown moment: what was sent may be in the file, and has to be saved again.
fn failed(app: &mut App, item: DocumentId) {
    let pending = app.files.answered(item);
    if let (Some(pending), Some(loaded)) = (pending, &mut app.files.entry(item).loaded) {
        loaded.may_hold(pending.sent);
    }
    match item.event_id().and_then(|id| app.event_of_mut(id)) {
        Some(open_event) => {
            open_event.dirty.insert(item);
        }
        None if item == DocumentId::Book => app.saving.book.dirty = true,
        None => {}
    }
    app.saving.due = Some(app.elapsed + RETRY);
}

/// Forgets that something was not saved, once all of it is.
fn well(app: &mut App, item: DocumentId, durable: bool) {
    app.saving.last = Some(app.now);
    match durable {
        true => app.saving.unsure.remove(&item),
        false => app.saving.unsure.insert(item),
    };
    app.saving.failed.remove(&item);
    if app.saving.failed.is_empty() {
        app.saving.failure = None;
    }
}

/// Sends what waited for an answer, and forgets events that were left and are saved.
fn all_saved(app: &mut App) -> Vec<Effect> {
    let mut effects = save::send(app);
    let files = &mut app.files;
    app.leaving.retain(|open_event| {
        let is_busy = !open_event.dirty.is_empty() || !files.busy(Some(open_event.id)).is_empty();
        if !is_busy {
            files.forget(open_event.id);
        }
        is_busy
    });
    effects.extend(removal::send(app));
    effects
}
