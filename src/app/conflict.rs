//! Where two versions of something clash: both sides of each place, and which of them is taken.

use super::effect::DocumentId;
use crate::store::journal::Snapshot;
use crate::store::{Conflict, FieldConflict};
use similar::{ChangeTag, TextDiff};

/// The screen.
#[derive(Debug, Clone, PartialEq)]
pub struct ConflictDialog {
    /// What is in two versions.
    pub title: String,
    /// What the two sides are called.
    pub names: (String, String),
    /// Where they differ, in order.
    pub places: Vec<ConflictPlace>,
    /// Which place is chosen.
    pub selected: usize,
    /// The first line of it that is seen.
    pub top: usize,
    /// Where the versions are from.
    pub source: ConflictSource,
}

/// A place in which both sides differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConflictPlace {
    /// What a person calls it: a key, or a line of the file.
    pub what: String,
    /// The lines of one side.
    pub mine: Vec<String>,
    /// The lines of the other.
    pub theirs: Vec<String>,
    /// Which are taken.
    pub take: TakenSide,
}

/// What is taken at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakenSide {
    /// One side.
    Mine,
    /// The other.
    Theirs,
    /// Both.
    Both,
}

/// Where the versions are from.
#[derive(Debug, Clone, PartialEq)]
pub enum ConflictSource {
    /// A file in which git left both, with the lines that both sides share between the places:
    /// before the first, after it, and so on.
    File(Box<Conflict>, Vec<Vec<String>>),
    /// A save: two writers set the same values of an item, as TOML: key, mine, theirs.
    Item(DocumentId, Vec<FieldConflict>),
}

impl ConflictDialog {
    /// The screen for a file with git's marks.
    pub fn of_file(conflict: Conflict) -> ConflictDialog {
        let name = |label: &str, word: &str| match label {
            "" => word.to_owned(),
            label => format!("{word} ({label})"),
        };
        let file = conflict.shown().file_name().unwrap_or_default();
        let (places, shared) = places(&conflict.mine.text, &conflict.theirs.text);
        ConflictDialog {
            title: file.to_string_lossy().into_owned(),
            names: (
                name(&conflict.mine.label, "mine"),
                name(&conflict.theirs.label, "theirs"),
            ),
            places,
            selected: 0,
            top: 0,
            source: ConflictSource::File(Box::new(conflict), shared),
        }
    }

    /// The screen for values that two writers set at once; theirs is in the file.
    pub fn of_item(
        item: DocumentId,
        title: String,
        conflicts: Vec<FieldConflict>,
    ) -> ConflictDialog {
        let lines = |value: &Option<String>| match value {
            Some(value) => value.lines().map(str::to_owned).collect(),
            None => vec!["(removed)".to_owned()],
        };
        let place = |conflict: &FieldConflict| ConflictPlace {
            what: conflict.key.clone(),
            mine: lines(&conflict.ours),
            theirs: lines(&conflict.theirs),
            take: TakenSide::Theirs,
        };
        ConflictDialog {
            title,
            names: ("mine".to_owned(), "theirs".to_owned()),
            places: conflicts.iter().map(place).collect(),
            selected: 0,
            top: 0,
            source: ConflictSource::Item(item, conflicts),
        }
    }

    /// The chosen place.
    pub fn chosen(&self) -> Option<&ConflictPlace> {
        self.places.get(self.selected)
    }

    /// The text of a file with what is taken at each place. Where everything of both is wanted it
    /// is merged by its meaning, and else line by line.
    pub fn text(conflict: &Conflict, places: &[ConflictPlace], shared: &[Vec<String>]) -> String {
        let all_both = places.iter().all(|place| place.take == TakenSide::Both);
        if all_both && conflict.both.wrong.is_none() {
            return conflict.both.text.clone();
        }
        let mut lines: Vec<&String> = Vec::new();
        for (at, between) in shared.iter().enumerate() {
            lines.extend(between);
            let Some(place) = places.get(at) else {
                continue;
            };
            if place.take != TakenSide::Theirs {
                lines.extend(&place.mine);
            }
            if place.take != TakenSide::Mine {
                lines.extend(&place.theirs);
            }
        }
        lines.iter().map(|line| format!("{line}\n")).collect()
    }

    /// What an item says with what is taken of each value, where that can be; else the key of the
    /// value that cannot.
    pub fn snapshot(
        now: &Snapshot,
        places: &[ConflictPlace],
        conflicts: &[FieldConflict],
    ) -> Result<Snapshot, String> {
        let mut snapshot = now.clone();
        for (place, conflict) in places.iter().zip(conflicts) {
            let value = match place.take {
                TakenSide::Theirs => continue,
                TakenSide::Mine => conflict.ours.clone(),
                TakenSide::Both => {
                    match Snapshot::joined(conflict.ours.as_deref(), conflict.theirs.as_deref()) {
                        Some(both) => Some(both),
                        None => return Err(conflict.key.clone()),
                    }
                }
            };
            let with = snapshot.with(&conflict.key, value.as_deref());
            snapshot = with.ok_or_else(|| conflict.key.clone())?;
        }
        Ok(snapshot)
    }
}

/// The places in which two texts differ, with what they share around them: one more than there are
/// places.
fn places(mine: &str, theirs: &str) -> (Vec<ConflictPlace>, Vec<Vec<String>>) {
    let difference = TextDiff::from_lines(mine, theirs);
    let mut places: Vec<ConflictPlace> = Vec::new();
    let mut shared = vec![Vec::new()];
    let mut is_open = false;
    for change in difference.iter_all_changes() {
        let line = change.value().trim_end_matches('\n').to_owned();
        if change.tag() == ChangeTag::Equal {
            if is_open {
                shared.push(Vec::new());
                is_open = false;
            }
            if let Some(between) = shared.last_mut() {
                between.push(line);
            }
            continue;
        }
        if !is_open {
            let line = change.old_index().or(change.new_index()).unwrap_or(0) + 1;
            places.push(ConflictPlace {
                what: format!("line {line}"),
                mine: Vec::new(),
                theirs: Vec::new(),
                take: TakenSide::Both,
            });
            is_open = true;
        }
        if let Some(place) = places.last_mut() {
            match change.tag() {
                ChangeTag::Delete => place.mine.push(line),
                _ => place.theirs.push(line),
            }
        }
    }
    if is_open {
        shared.push(Vec::new());
    }
    (places, shared)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> crate::store::ConflictVersion {
        crate::store::ConflictVersion {
            label: String::new(),
            text: text.to_owned(),
            wrong: None,
        }
    }

    #[test]
    fn each_place_is_taken_from_the_side_that_was_chosen() {
        let (mine, theirs) = ("a\nb\nc\nd\n", "a\nB\nc\nD\nE\n");
        let (mut all, shared) = places(mine, theirs);
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].what, "line 2");
        let folder = tempfile::tempdir().unwrap();
        let store = crate::store::Store::new(folder.path(), folder.path().join("state"));
        std::fs::create_dir_all(folder.path().join("events/e")).unwrap();
        let path = folder.path().join("events/e/event.toml");
        std::fs::write(
            &path,
            "<<<<<<< x\ntitle = \"a\"\n=======\ntitle = \"b\"\n>>>>>>> y\n",
        )
        .unwrap();
        let mut conflict = store.conflict(&path).unwrap().unwrap();
        conflict.both = version("merged\n");
        let text = |all: &[ConflictPlace]| ConflictDialog::text(&conflict, all, &shared);
        assert_eq!(text(&all), "merged\n");
        all[0].take = TakenSide::Mine;
        all[1].take = TakenSide::Mine;
        assert_eq!(text(&all), mine);
        all[0].take = TakenSide::Theirs;
        all[1].take = TakenSide::Theirs;
        assert_eq!(text(&all), theirs);
        all[0].take = TakenSide::Mine;
        all[1].take = TakenSide::Both;
        assert_eq!(text(&all), "a\nb\nc\nd\nD\nE\n");
    }

    #[test]
    fn values_are_put_where_they_belong() {
        let now = Snapshot::from(crate::model::session::Session {
            title: "Theirs".to_owned(),
            room: Some("Attic".to_owned()),
            ..Default::default()
        });
        let conflicts = vec![
            FieldConflict {
                key: "title".to_owned(),
                ours: Some("\"Mine\"".to_owned()),
                theirs: Some("\"Theirs\"".to_owned()),
            },
            FieldConflict {
                key: "room".to_owned(),
                ours: None,
                theirs: Some("\"Attic\"".to_owned()),
            },
        ];
        let item = DocumentId::Event(crate::app::open_event::EventId(1));
        let mut dialog = ConflictDialog::of_item(item, String::new(), conflicts.clone());
        let snapshot =
            |dialog: &ConflictDialog| ConflictDialog::snapshot(&now, &dialog.places, &conflicts);
        assert_eq!(snapshot(&dialog), Ok(now.clone()));
        dialog.places[0].take = TakenSide::Both;
        dialog.places[1].take = TakenSide::Mine;
        let Ok(Snapshot::Session(session)) = snapshot(&dialog) else {
            panic!("a session")
        };
        assert_eq!(session.title, "Mine / Theirs");
        assert_eq!(session.room, None);
        dialog.places[1].take = TakenSide::Both;
        assert_eq!(snapshot(&dialog), Err("room".to_owned()));
    }
}
