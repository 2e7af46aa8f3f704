//! What came of saving and removing: the answer becomes the merge base, and what others wrote is taken over.

use super::super::App;
use super::super::effect::{Effect, Item, Job, Kept};
use super::super::files::LoadedFile;
use super::super::{NotSaved, RETRY};
use super::moved_entries::{self, Lists};
use super::{change, removal, save, sides};
use crate::store::journal::Paper;
use crate::store::{Clashed, Removed, adopt};

/// What a save did.
pub struct Saved {
    /// The revision that is on disk.
    pub revision: u64,
    /// What the file says now.
    pub loaded: LoadedFile,
    /// Our version, when both had changed the same value.
    pub kept: Option<Kept>,
    /// Names that stayed out of the link book.
    pub private: Vec<String>,
    /// It stays there when the power goes.
    pub durable: bool,
}

/// Takes in that a document was saved.
pub fn saved(app: &mut App, item: Item, saved: Saved) -> Vec<Effect> {
    let Saved {
        revision,
        mut loaded,
        kept,
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
        loaded.may_hold(before.paper());
    }
    if let Some(desk) = item.desk().and_then(|id| app.desk_of_mut(id)) {
        desk.folder
            .get_or_insert_with(|| loaded.folder().to_owned());
        desk.locked_out = None;
    }
    let (others, mut effects) = take_over(app, item, sent, loaded);
    match durable {
        true => app.journal_saved(item, revision),
        false => app.journal_rebased(item),
    }
    if others {
        app.say("What was written elsewhere meanwhile is in it now, too");
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
        sides::clashed(app, item, &place, kept.clashed);
    }
    effects.extend(settled(app));
    effects
}

/// Takes in that a document could not be saved.
pub fn not_saved(app: &mut App, item: Item, short: String, why: String) -> Vec<Effect> {
    failed(app, item);
    let subject = match item {
        Item::Book => "The link book is not saved",
        _ => "Not saved",
    };
    app.complain(format!("{subject}: {why}"));
    app.saving.failed.insert(item);
    app.saving.trouble = Some(NotSaved { short, why });
    settled(app)
}

/// Takes in that a document was not saved since its file was removed elsewhere.
pub fn gone(app: &mut App, item: Item) -> Vec<Effect> {
    failed(app, item);
    app.saving.due = None;
    let mut effects = super::outside::gone(app, item, &mut Vec::new());
    effects.extend(settled(app));
    effects
}

/// Takes in that a session is in the trash.
pub fn removed(
    app: &mut App,
    item: Item,
    loaded: LoadedFile,
    removed: Removed,
    durable: bool,
) -> Vec<Effect> {
    let sent = app.files.answered(item).map(|pending| pending.sent);
    // Undo may have brought it back to the screen meanwhile.
    let (_, mut effects) = take_over(app, item, sent, loaded);
    app.files.entry(item).trashed = Some(removed);
    well(app, item, durable);
    let is_shown = app.paper(item).is_some();
    match durable && !is_shown {
        true => app.journal_removed(item),
        false => app.journal_rebased(item),
    }
    effects.extend(settled(app));
    effects
}

/// Takes in that a session could not be moved to the trash: it is on the screen again.
pub fn not_removed(app: &mut App, item: Item, why: &str) -> Vec<Effect> {
    app.files.answered(item);
    let session = app.files.entry(item).last_shown.take();
    let desk = item.desk().and_then(|id| app.desk_of_mut(id));
    if let (Some(desk), Some(sid), Some(session)) = (desk, item.sid(), session)
        && desk.session(sid).is_none()
    {
        desk.sessions.push((sid, *session));
        desk.refresh();
    }
    app.complain(format!("Not deleted: {why}"));
    settled(app)
}

/// Takes over what a file says that somebody else changed. Nothing while an answer is outstanding: that brings it.
pub fn changed(app: &mut App, item: Item, theirs: LoadedFile) -> (bool, Vec<Effect>) {
    let Some(file) = app.files.get(item) else {
        return (false, Vec::new());
    };
    let Some(known) = file.loaded.as_ref().filter(|_| file.pending().is_none()) else {
        return (false, Vec::new());
    };
    if known.said() == theirs.said() || file.trashed.is_some() {
        return (false, Vec::new());
    }
    if !known.attempts().is_empty() {
        // A save of ours may be in it: the next one finds out.
        app.files.want(item);
        return (false, save::save(app));
    }
    let ancestor = Some(known.paper());
    let (others, mut effects) = take_over(app, item, ancestor, theirs);
    app.journal_rebased(item);
    effects.extend(save::send(app));
    (others, effects)
}

/// Makes `loaded` the merge base, and shows what others wrote in it. `ancestor` is what was sent with the save that it answers, or what the file
/// said before. Returns whether others had written anything.
fn take_over(
    app: &mut App,
    item: Item,
    ancestor: Option<Paper>,
    loaded: LoadedFile,
) -> (bool, Vec<Effect>) {
    if ancestor.as_ref().is_none_or(|sent| loaded.says(sent)) {
        app.files.take(item, loaded);
        return (false, Vec::new());
    }
    // What was typed until now is a change of its own, which can still be taken back.
    change::settle(app);
    let Some(merged) = merged(app, item, ancestor, &loaded) else {
        // The next save merges again from what is known.
        tracing::error!("a merge could not be read");
        app.files.want(item);
        return (false, Vec::new());
    };
    let mut effects = typed_over(app, item, &merged.ancestor, &loaded);
    if let (Some(ours), false) = (app.paper(item), merged.clashed.is_empty()) {
        let path = loaded.path().to_owned();
        let text = ours.toml();
        effects.push(Effect::Disk(Job::PutAside { path, text }));
    }
    let is_theirs = loaded.says(&merged.paper);
    app.files.take(item, loaded);
    show(app, item, merged.paper);
    if !is_theirs {
        app.files.want(item);
    }
    sides::clashed(app, item, "among its earlier versions", merged.clashed);
    (true, effects)
}

/// Ours with theirs in it.
struct Merged {
    ancestor: Paper,
    paper: Paper,
    clashed: Vec<Clashed>,
}

fn merged(app: &App, item: Item, ancestor: Option<Paper>, loaded: &LoadedFile) -> Option<Merged> {
    // A session that was taken off the screen meanwhile goes to the trash with theirs in it.
    let last = app.files.get(item).and_then(|file| file.last_shown.clone());
    let ours = app.paper(item).or(last.map(Paper::Session))?;
    let ancestor = ancestor?;
    let (paper, clashed) = merge(&ancestor, ours, loaded)?;
    Some(Merged {
        ancestor,
        paper,
        clashed,
    })
}

/// What the app has to show, and the values that both sides set.
fn merge(base: &Paper, ours: Paper, loaded: &LoadedFile) -> Option<(Paper, Vec<Clashed>)> {
    Some(match (base, ours, loaded) {
        (Paper::Session(base), Paper::Session(ours), LoadedFile::Session(theirs)) => {
            let (session, clashed) = adopt(&**base, &*ours, theirs)?;
            (session.into(), clashed)
        }
        (Paper::Event(base), Paper::Event(ours), LoadedFile::Event(theirs)) => {
            let (event, clashed) = adopt(&**base, &*ours, theirs)?;
            (event.into(), clashed)
        }
        (Paper::Book(base), Paper::Book(ours), LoadedFile::Book(theirs)) => {
            let (book, clashed) = adopt(&**base, &*ours, theirs)?;
            (book.into(), clashed)
        }
        _ => return None,
    })
}

/// What stands in an open line or form will be set over what others set meanwhile: theirs is kept, and told.
fn typed_over(app: &mut App, item: Item, ancestor: &Paper, loaded: &LoadedFile) -> Vec<Effect> {
    let typed = app.typed_now().filter(|(typed, _)| *typed == item);
    let clashed = typed.and_then(|(_, typed)| merge(ancestor, typed, loaded));
    let clashed = clashed.map_or_else(Vec::new, |(_, clashed)| clashed);
    let (false, Some(text)) = (clashed.is_empty(), loaded.said()) else {
        return Vec::new();
    };
    let (path, text) = (loaded.path().to_owned(), text.to_owned());
    sides::typed_over(app, item, &clashed);
    vec![Effect::Disk(Job::PutAside { path, text })]
}

/// Puts what a document says now on the screen.
fn show(app: &mut App, item: Item, paper: Paper) {
    let elapsed = app.elapsed;
    let is_read = app.claims.holder(item).is_some();
    let old = lists(app, item);
    match (item, paper) {
        (Item::Session(id, sid), Paper::Session(session)) => {
            let desk = app.desk_of_mut(id);
            match desk.and_then(|desk| desk.session_mut(sid)) {
                Some(place) => *place = *session,
                None => app.files.entry(item).last_shown = Some(session),
            }
        }
        (Item::Event(id), Paper::Event(event)) => {
            if let Some(desk) = app.desk_of_mut(id) {
                desk.event = *event;
            }
        }
        (Item::Book, Paper::Book(book)) => {
            app.book = book.links;
            if let Some(desk) = app.desk.as_mut() {
                desk.stir();
            }
        }
        _ => {}
    }
    if let Some(desk) = item.desk().and_then(|id| app.desk_of_mut(id)) {
        desk.taken_over(item);
        desk.refresh();
        match is_read {
            true => change::follow_reading(desk, item, elapsed),
            false => change::follow_others(desk),
        }
    }
    if let (Some(old), Some(new)) = (old, lists(app, item)) {
        moved_entries::follow(app, &old, &new);
    }
}

/// The captured lines and people of a document of the open event.
fn lists(app: &App, item: Item) -> Option<Lists> {
    let desk = app
        .desk
        .as_ref()
        .filter(|desk| item.desk() == Some(desk.id))?;
    let (entries, people) = super::super::entries::of(desk, item.sid());
    Some(Lists {
        place: item.sid(),
        entries: entries.to_vec(),
        people: people.to_vec(),
    })
}

/// A job failed at an unknown moment: what was sent may be in the file, and has to be saved again.
fn failed(app: &mut App, item: Item) {
    let pending = app.files.answered(item);
    if let (Some(pending), Some(loaded)) = (pending, &mut app.files.entry(item).loaded) {
        loaded.may_hold(pending.sent);
    }
    match item.desk().and_then(|id| app.desk_of_mut(id)) {
        Some(desk) => {
            desk.dirty.insert(item);
        }
        None if item == Item::Book => app.saving.book.dirty = true,
        None => {}
    }
    app.saving.due = Some(app.elapsed + RETRY);
}

/// Forgets that something was not saved, once all of it is.
fn well(app: &mut App, item: Item, durable: bool) {
    app.saving.last = Some(app.now);
    match durable {
        true => app.saving.unsure.remove(&item),
        false => app.saving.unsure.insert(item),
    };
    app.saving.failed.remove(&item);
    if app.saving.failed.is_empty() {
        app.saving.trouble = None;
    }
}

/// Sends what waited for an answer, and forgets events that were left and are saved.
fn settled(app: &mut App) -> Vec<Effect> {
    let mut effects = save::send(app);
    let files = &mut app.files;
    app.leaving.retain(|desk| {
        let is_busy = !desk.dirty.is_empty() || !files.busy(Some(desk.id)).is_empty();
        if !is_busy {
            files.forget(desk.id);
        }
        is_busy
    });
    effects.extend(removal::send(app));
    effects
}
