//! A journal gives back what was typed, or a true beginning of it, whatever happened to its bytes.

use super::codec::{self, JournalHeader, JournalRecord, JournalText, decode};
use super::replay::replay;
use super::{Journal, JournalOrigin, Snapshot};
use crate::model::event::Event;
use crate::model::session::Session;
use crate::store::Store;
use proptest::prelude::*;

const NONCE: [u8; 16] = [7; 16];

fn session(notes: &str) -> Snapshot {
    Snapshot::from(Session {
        title: "Kubernetes 101".to_owned(),
        notes: notes.to_owned(),
        ..Session::default()
    })
}

fn head() -> JournalHeader {
    JournalHeader {
        notebook: "id".to_owned(),
        file: "events/e/sessions/k.toml".to_owned(),
        session: Some("Kubernetes 101".to_owned()),
        ..JournalHeader::default()
    }
}

/// What is typed: places and texts as parts of a whole, turned into edits of what is there.
fn typed(strokes: &[(u8, u8, String)]) -> (Vec<JournalRecord>, Vec<String>) {
    let mut text = "One line.\n".to_owned();
    let mut states = vec![text.clone()];
    let mut records = vec![
        JournalRecord::Base("old".to_owned()),
        session(&text).whole(),
    ];
    for (at, length, inserted) in strokes {
        let boundary = |mut at: usize| {
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let at = boundary(usize::from(*at) * text.len() / 255);
        let end = boundary((at + usize::from(*length) % 5).min(text.len())).max(at);
        let removed = text[at..end].to_owned();
        text.replace_range(at..end, inserted);
        records.push(JournalRecord::Edit {
            which: JournalText::Notes,
            at,
            removed,
            inserted: inserted.clone(),
        });
        states.push(text.clone());
    }
    (records, states)
}

fn bytes(records: &[JournalRecord], nonce: &[u8; 16]) -> Vec<u8> {
    let mut bytes = codec::header(&head(), nonce);
    for (record, number) in records.iter().zip(1..) {
        codec::record(&mut bytes, nonce, number, 1000, record);
    }
    bytes
}

/// The notes that a journal's bytes give.
fn notes(bytes: &[u8]) -> Option<String> {
    let decoded = decode(bytes)?;
    match replay(&decoded.header, &decoded.records)?.snapshot {
        Snapshot::Session(session) => Some(session.notes),
        _ => panic!("not a session"),
    }
}

fn strokes() -> impl Strategy<Value = Vec<(u8, u8, String)>> {
    proptest::collection::vec(
        (any::<u8>(), any::<u8>(), "[a-zäß\u{1f980}\n ]{0,6}"),
        0..12,
    )
}

proptest! {
    #[test]
    fn everything_typed_comes_back(strokes in strokes()) {
        let (records, states) = typed(&strokes);
        prop_assert_eq!(notes(&bytes(&records, &NONCE)), states.last().cloned());
    }

    #[test]
    fn a_cut_at_every_byte_leaves_a_true_beginning(strokes in strokes()) {
        let (records, states) = typed(&strokes);
        let whole = bytes(&records, &NONCE);
        let mut last = 0;
        for end in 0..whole.len() {
            if let Some(text) = notes(&whole[..end]) {
                let found = states.iter().skip(last).position(|state| *state == text);
                prop_assert!(found.is_some(), "a cut at {} gives {:?}", end, text);
                last += found.unwrap_or(0);
            }
        }
    }

    #[test]
    fn a_flipped_bit_leaves_a_true_beginning(strokes in strokes(), at: u32, bit in 0u8..8) {
        let (records, states) = typed(&strokes);
        let mut flipped = bytes(&records, &NONCE);
        let at = at as usize % flipped.len();
        flipped[at] ^= 1 << bit;
        if let Some(text) = notes(&flipped) {
            prop_assert!(states.contains(&text), "byte {} bit {} gives {:?}", at, bit, text);
        }
    }

    #[test]
    fn what_lay_on_the_disk_before_is_not_read(mine in strokes(), other in strokes(), cut: u32) {
        let (records, states) = typed(&mine);
        let (others, _) = typed(&other);
        let mut disk = bytes(&others, &[9; 16]);
        let whole = bytes(&records, &NONCE);
        let end = cut as usize % (whole.len() + 1);
        // The new journal over the old blocks, as far as it came.
        disk.resize(disk.len().max(whole.len()), 0);
        disk[..end].copy_from_slice(&whole[..end]);
        if let Some(text) = notes(&disk) {
            let all = if end < 28 { typed(&other).1 } else { states };
            prop_assert!(all.contains(&text), "{:?}", text);
        }
    }

    #[test]
    fn any_bytes_are_read_without_a_fright(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert_eq!(decode(&bytes), None);
        let mut behind = codec::header(&head(), &NONCE);
        let length = behind.len();
        behind.extend(&bytes);
        prop_assert_eq!(decode(&behind).map(|decoded| decoded.read), Some(length));
    }

    #[test]
    fn any_bytes_of_a_journal_replaced(strokes in strokes(), at: u32, junk in proptest::collection::vec(any::<u8>(), 1..40)) {
        let (records, states) = typed(&strokes);
        let mut broken = bytes(&records, &NONCE);
        let at = at as usize % broken.len();
        let end = (at + junk.len()).min(broken.len());
        broken[at..end].copy_from_slice(&junk[..end - at]);
        if let Some(text) = notes(&broken) {
            prop_assert!(states.contains(&text));
        }
    }
}

#[test]
fn zeros_are_no_journal() {
    for length in [0, 1, 35, 36, 4096] {
        assert_eq!(decode(&vec![0; length]), None);
    }
    let (records, states) = typed(&[(255, 0, "more".to_owned())]);
    let mut held = bytes(&records, &NONCE);
    held.resize(held.len() + 4096, 0);
    assert_eq!(notes(&held), states.last().cloned());
}

#[test]
fn every_bit_of_a_journal_flipped() {
    let (records, states) = typed(&[(255, 0, "more".to_owned()), (0, 3, "x".to_owned())]);
    let whole = bytes(&records, &NONCE);
    for at in 0..whole.len() {
        for bit in 0..8 {
            let mut flipped = whole.clone();
            flipped[at] ^= 1 << bit;
            if let Some(text) = notes(&flipped) {
                assert!(states.contains(&text), "byte {at} bit {bit}: {text:?}");
            }
        }
    }
}

#[test]
fn a_record_twice_or_out_of_order_ends_the_reading() {
    let (records, states) = typed(&[(255, 0, "a".to_owned()), (255, 0, "b".to_owned())]);
    let mut bytes = codec::header(&head(), &NONCE);
    for (record, number) in [(0, 1), (1, 2), (2, 3), (2, 3), (3, 4)] {
        codec::record(&mut bytes, &NONCE, number, 0, &records[record]);
    }
    assert_eq!(notes(&bytes), Some(states[1].clone()));
}

#[test]
fn an_edit_that_does_not_fit_ends_the_reading() {
    let (mut records, states) = typed(&[(255, 0, "a".to_owned())]);
    for at in [3, usize::MAX] {
        records.push(JournalRecord::Edit {
            which: JournalText::Notes,
            at,
            removed: "zzz".to_owned(),
            inserted: "wrong".to_owned(),
        });
    }
    assert_eq!(notes(&bytes(&records, &NONCE)), states.last().cloned());
}

#[test]
fn a_closing_begins_with_its_first_letter() {
    let event = Snapshot::from(Event {
        title: "E".to_owned(),
        ..Event::default()
    });
    let records = [
        (1, event.clone().whole()),
        (
            2,
            JournalRecord::Edit {
                which: JournalText::Closing,
                at: 0,
                removed: String::new(),
                inserted: "Bye".to_owned(),
            },
        ),
    ];
    let header = JournalHeader::default();
    let content = replay(&header, &records).unwrap();
    let Snapshot::Event(found) = &content.snapshot else {
        panic!("an event")
    };
    assert_eq!(found.closing.as_ref().unwrap().text, "Bye");
    assert_eq!(content.at, 2);
    assert_eq!(replay(&header, &records[..1]).unwrap().snapshot, event);
}

#[test]
fn fields_change_under_a_text() {
    let mut other = session("ignored");
    if let Snapshot::Session(session) = &mut other {
        session.room = Some("Ballroom".to_owned());
    }
    let (mut records, states) = typed(&[(255, 0, "a".to_owned())]);
    records.push(JournalRecord::Saving);
    records.push(other.fields());
    let decoded = decode(&bytes(&records, &NONCE)).unwrap();
    let content = replay(&decoded.header, &decoded.records).unwrap();
    assert_eq!(content.saving, [session(states.last().unwrap())]);
    let Snapshot::Session(found) = content.snapshot else {
        panic!("a session")
    };
    assert_eq!(found.room.as_deref(), Some("Ballroom"));
    assert_eq!(Some(&found.notes), states.last());
}

#[test]
fn a_journal_on_disk_is_for_its_owner_and_left_alone_while_it_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path().join("notebook"), folder.path().join("state"));
    let _ = store.prepare().unwrap();
    let origin = JournalOrigin::of(&session("a"));
    let mut journal = Journal::begin(&store, &origin, &origin.records(session("a"))).unwrap();
    journal
        .write(&[JournalRecord::Edit {
            which: JournalText::Notes,
            at: 1,
            removed: String::new(),
            inserted: "b".to_owned(),
        }])
        .unwrap();
    assert!(store.pending().unwrap().0.is_empty());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let path = journal.flusher().path().to_owned();
        let mode =
            |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(path.parent().unwrap()), 0o700);
    }
    journal.flusher().flush().unwrap();
    drop(journal);
    let (pending, problems) = store.pending().unwrap();
    assert_eq!(problems, []);
    assert_eq!(pending.len(), 1);
    assert_eq!(pending[0].content.snapshot, session("ab"));
}

#[test]
fn one_that_is_just_begun_is_not_removed_as_empty() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path().join("notebook"), folder.path().join("state"));
    let begin = || {
        let typed = session("typed");
        Journal::begin(&store, &JournalOrigin::of(&typed), &[typed.whole()]).unwrap()
    };
    let first = begin().flusher().path().to_owned();
    let journals = first.parent().unwrap();
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for _ in 0..1_000 {
                let journal = begin().flusher();
                assert!(!journal.is_deleted());
                journal.remove();
            }
        });
        // As whoever looks through the journals does.
        while !writer.is_finished() {
            for entry in std::fs::read_dir(journals).unwrap() {
                let path = entry.unwrap().path();
                let Ok(file) = std::fs::File::open(&path) else {
                    continue;
                };
                if file.try_lock().is_ok() && file.metadata().is_ok_and(|meta| meta.len() == 0) {
                    let _ = std::fs::remove_file(&path);
                }
            }
        }
    });
}
