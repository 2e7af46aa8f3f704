//! Bringing back, before the app is shown, what an earlier one left in its journals.

use crate::app::recovery::{Back, Recovery};
use crate::store::journal::{Pending, Recovered};
use crate::store::{Store, Stray, Trouble};

/// Brings everything back that can be, and says what; nothing when there was nothing.
pub fn recover(store: &Store) -> Option<Recovery> {
    let found = match store.recover() {
        Ok(found) => found,
        Err(trouble) => {
            let why = format!("The journals cannot be looked at: {trouble}");
            return Recovery::of(Vec::new(), vec![why]);
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
    let waits = |(id, trouble): &(String, Trouble)| {
        format!("Not back yet: {trouble}. It is safe: hallway recover show {id}")
    };
    let mut waiting: Vec<String> = found.waiting.iter().map(waits).collect();
    waiting.extend(found.problems.iter().map(|problem| {
        format!(
            "A journal cannot be read. To put it away: hallway recover drop {}",
            problem.id
        )
    }));
    waiting.extend(unconfirmed);
    waiting.extend(left_over(&found.strays));
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
        Err(trouble) => waiting.push(format!("What editors left cannot be looked at: {trouble}")),
    }
    let rows = back.into_iter().map(|back| row(store, back)).collect();
    Recovery::of(rows, waiting)
}

/// What killed saves left, each in a sentence that begins with what counts, since a narrow terminal cuts its end.
pub fn left_over(strays: &[Stray]) -> Vec<String> {
    let told = strays.iter().map(|stray| {
        let name = stray.file.file_stem().unwrap_or_default();
        format!(
            "A save was cut short. Its text: hallway recover show {} ({})",
            stray.id.get(..6).unwrap_or(&stray.id),
            name.to_string_lossy()
        )
    });
    told.collect()
}

/// Journals of other copies of the notebook, each in a sentence.
pub fn of_copies(pending: &[Pending]) -> Vec<String> {
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
