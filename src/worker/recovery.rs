//! Bringing back, before the app is shown, what an earlier one left in its journals.

use crate::app::recovery::{Back, RecoveryDialog};
use crate::store::journal::{PendingJournal, Recovered};
use crate::store::{Leftover, Store, StoreError};

/// Brings everything back that can be, and says what; nothing when there was nothing.
pub fn recover(store: &Store) -> Option<RecoveryDialog> {
    let found = match store.recover() {
        Ok(found) => found,
        Err(error) => {
            let why = format!("The journals cannot be looked at: {error}");
            return RecoveryDialog::of(Vec::new(), vec![why]);
        }
    };
    let unconfirmed = found.back.iter().filter(|back| !back.durable);
    let unconfirmed: Vec<String> = unconfirmed
        .map(|back| {
            let what = "is back, but the system could not confirm that it is on disk";
            format!("{} {what}. Its journal stays.", back.title)
        })
        .collect();
    let mut back = found.back;
    // Only now, since a journal may have what the editor began with.
    let edits = store.recover_edits();
    let waits = |(id, error): &(String, StoreError)| {
        format!("Not back yet: {error}. It is safe: hallway recover show {id}")
    };
    let mut waiting: Vec<String> = found.waiting.iter().map(waits).collect();
    waiting.extend(found.problems.iter().map(|problem| {
        format!(
            "A journal cannot be read. To put it away: hallway recover drop {}",
            problem.id
        )
    }));
    waiting.extend(unconfirmed);
    waiting.extend(left_over(&found.leftovers));
    match edits {
        Ok(edits) => {
            let unconfirmed = edits.back.iter().filter(|back| !back.durable);
            waiting.extend(unconfirmed.map(|back| {
                let what = "is back, but the system could not confirm that it is on disk";
                format!("{} {what}.", back.title)
            }));
            back.extend(edits.back);
            waiting.extend(edits.waiting.iter().map(waits));
            waiting.extend(
                edits
                    .unknown
                    .iter()
                    .map(|edit| format!("An editor left a text: hallway recover show {}", edit.id)),
            );
        }
        Err(error) => waiting.push(format!("What editors left cannot be looked at: {error}")),
    }
    let rows = back.into_iter().map(|back| row(store, back)).collect();
    RecoveryDialog::of(rows, waiting)
}

/// What killed saves left, each in a sentence that begins with what counts, since a narrow terminal
/// cuts its end.
pub fn left_over(leftovers: &[Leftover]) -> Vec<String> {
    let told = leftovers.iter().map(|leftover| {
        let name = leftover.file.file_stem().unwrap_or_default();
        format!(
            "A save was cut short. Its text: hallway recover show {} ({})",
            leftover.id.get(..6).unwrap_or(&leftover.id),
            name.to_string_lossy()
        )
    });
    told.collect()
}

/// Journals of other copies of the notebook, each in a sentence.
pub fn of_copies(pending: &[PendingJournal]) -> Vec<String> {
    let told = pending.iter().map(|one| {
        let what = match one.root() {
            Some(root) => format!("from another copy of this notebook, at {}", root.display()),
            None => "that may be of another copy of this notebook".to_owned(),
        };
        format!("Unsaved text {what}: hallway recover show {}", one.id)
    });
    told.collect()
}

fn row(store: &Store, back: Recovered) -> Back {
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    let old = back.old.as_ref();
    let old = old.and_then(|old| store.snapshot_bytes(old).ok());
    let new = store.look_at(&back.file).ok().flatten();
    let (old, new) = (old.map(text), new.map(text));
    Back::of(back, &old.unwrap_or_default(), &new.unwrap_or_default())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // A test stops at what it does not expect.
mod tests {
    use super::*;
    use crate::model::session::Session;
    use crate::store::journal::{Journal, JournalOrigin, Snapshot};

    #[test]
    fn what_was_typed_in_another_copy_is_told_with_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (folder.path().join("one"), folder.path().join("other"));
        let store = Store::new(&one, folder.path().join("state"));
        let _ = store.prepare().unwrap();
        std::fs::create_dir(&other).unwrap();
        let settings = "notebook.toml";
        std::fs::copy(one.join(settings), other.join(settings)).unwrap();
        let typed = Snapshot::from(Session {
            notes: "Words.".to_owned(),
            ..Session::default()
        });
        let origin = JournalOrigin::of(&typed);
        drop(Journal::begin(&store, &origin, &origin.records(typed)).unwrap());
        let copy = Store::new(&other, store.state());
        assert!(recover(&copy).is_none());
        let told = of_copies(&copy.pending_of_copies().unwrap());
        let place = one.canonicalize().unwrap();
        let said = format!("another copy of this notebook, at {}", place.display());
        assert!(told[0].contains(&said) && told[0].contains("hallway recover show "));
        assert!(recover(&store).is_some());
        assert!(copy.pending_of_copies().unwrap().is_empty());
    }
}
