//! Merging: whatever two people did to one text, every line that either wrote is in what comes of
//! it, and of two files no entry is lost.

use hallway::model::entry::Entry;
use hallway::model::session::Session;
use hallway::store::{merge_text, text};
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// Takes each line of the bytes for one of the base, of ours, of theirs, or of several, as its
/// first byte says.
pub fn run(data: &[u8]) {
    // Texts of a notebook have no lone CR: the editor and every import make newlines of them.
    let whole = String::from_utf8_lossy(data).replace('\r', " ");
    let mut dialog = [const { Vec::new() }; 3];
    for line in whole.lines() {
        let which = line.bytes().next().unwrap_or(0);
        for (bit, side) in dialog.iter_mut().enumerate() {
            if which & 1 << bit != 0 {
                side.push(line);
            }
        }
    }
    prose(&dialog);
    sessions(&dialog);
}

fn prose([base, ours, theirs]: &[Vec<&str>; 3]) {
    let join = |lines: &[&str]| lines.join("\n");
    let merged = merge_text(&join(base), &join(ours), &join(theirs));
    let found = count(merged.split('\n'));
    for side in [ours, theirs] {
        survives(base, side, &found, &merged);
    }
    assert_eq!(
        merge_text(&join(base), &join(ours), &join(base)),
        join(ours)
    );
    assert_eq!(
        merge_text(&join(base), &join(base), &join(theirs)),
        join(theirs)
    );
}

/// Stops when a line that `side` added to the base is not there as often as it was added, nor,
/// where words of both sides met in one line, any of its words that are not the base's.
fn survives(base: &[&str], side: &[&str], found: &HashMap<&str, usize>, merged: &str) {
    let old = count(base.iter().copied());
    let words = |lines: &[&str]| -> HashSet<String> {
        let words = lines.iter().flat_map(|line| line.split_whitespace());
        words.map(str::to_owned).collect()
    };
    let known = words(base);
    let there_too = words(&[merged]);
    for (line, times) in count(side.iter().copied()) {
        let added = times.saturating_sub(old.get(line).copied().unwrap_or(0));
        let there = found.get(line).copied().unwrap_or(0);
        let in_words = || {
            let mut words = line.split_whitespace();
            words.all(|word| known.contains(word) || there_too.contains(word))
        };
        assert!(
            there >= added || in_words(),
            "{line:?} was written and is lost in {merged:?}"
        );
    }
}

fn count<'a>(lines: impl Iterator<Item = &'a str>) -> HashMap<&'a str, usize> {
    let mut counts = HashMap::new();
    for line in lines {
        *counts.entry(line).or_insert(0) += 1;
    }
    counts
}

/// The same with files: the lines are a session's notes, and every third one an entry as well.
fn sessions(dialog: &[Vec<&str>; 3]) {
    let path = Path::new("s.toml");
    let [base, ours, theirs] = dialog.each_ref().map(|lines| {
        let entries = lines.iter().step_by(3).map(|line| Entry {
            text: (*line).to_owned(),
            ..Entry::default()
        });
        let mut session = Session {
            title: lines.first().copied().unwrap_or("Untitled").to_owned(),
            notes: lines.join("\n"),
            ..Session::default()
        };
        *session.entries.owner_mut() = entries.collect();
        let written = text::write(path, &session).expect("a session is written");
        // What the file says: it may end in a newline more.
        let session: Session = text::read(path, written.as_bytes()).expect("and read");
        (written, session)
    });
    let bytes = |side: &(String, Session)| side.0.clone().into_bytes();
    let merged = text::merge::<Session>(path, &bytes(&base), &bytes(&ours), &bytes(&theirs))
        .expect("three sound files are merged");
    let all: Session = text::read(path, &merged.bytes).expect("what was merged is read");
    let lines = count(all.notes.split('\n'));
    let texts = |session: &Session| -> Vec<String> {
        let entries = session.entries.owner().iter();
        entries.map(|entry| entry.text.clone()).collect()
    };
    let entries = texts(&all);
    for side in [&ours.1, &theirs.1] {
        let old: Vec<&str> = base.1.notes.split('\n').collect();
        let new: Vec<&str> = side.notes.split('\n').collect();
        survives(&old, &new, &lines, &all.notes);
        let before = texts(&base.1);
        for entry in texts(side).iter().filter(|entry| !before.contains(entry)) {
            assert!(entries.contains(entry), "{entry:?} is lost in {entries:?}");
        }
        let told = merged
            .conflicts
            .iter()
            .any(|conflict| conflict.key == "title");
        assert!(
            all.title == side.title || side.title == base.1.title || told,
            "the title {:?} is lost",
            side.title
        );
    }
}
