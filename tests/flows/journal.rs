//! What the journal is told: everything that a person changes, and what stands in lines that are
//! not entered yet.

use crate::stage::Stage;
use hallway::app::journal_update::JournalUpdate;
use hallway::model::event::Event;
use hallway::model::link::Link;
use hallway::model::session::Session;
use hallway::store::journal::{JournalOrigin, JournalRecord, JournalText, Snapshot, SnapshotKind};

/// The keys of a script, and what the journal was told of them.
fn updates(stage: &mut Stage, script: &str) -> Vec<JournalUpdate> {
    stage.journal.clear();
    stage.keys(script);
    std::mem::take(&mut stage.journal)
}

/// The records of all updates, in order.
fn records(updates: &[JournalUpdate]) -> Vec<JournalRecord> {
    let records = updates.iter().map(|update| match update {
        JournalUpdate::Begin { records, .. } | JournalUpdate::Append { records, .. } => {
            records.clone()
        }
        JournalUpdate::Remove { .. } => Vec::new(),
    });
    records.flatten().collect()
}

/// What a journal is begun with, and the texts of what it says.
fn begun(updates: &[JournalUpdate]) -> (&JournalOrigin, Vec<(JournalText, String)>) {
    let begin = updates.iter().find_map(|update| match update {
        JournalUpdate::Begin {
            origin, records, ..
        } => Some((&**origin, records)),
        _ => None,
    });
    let (origin, records) = begin.unwrap_or_else(|| panic!("begun: {updates:?}"));
    match records.last() {
        Some(JournalRecord::Whole { texts, .. }) => (origin, texts.clone()),
        other => panic!("{other:?}"),
    }
}

/// The fields that were told last.
fn fields(updates: &[JournalUpdate], kind: SnapshotKind) -> Snapshot {
    let last = records(updates)
        .into_iter()
        .rev()
        .find_map(|record| match record {
            JournalRecord::Fields(fields) | JournalRecord::Whole { fields, .. } => Some(fields),
            _ => None,
        });
    Snapshot::parse(kind, &last.unwrap()).unwrap()
}

fn session(updates: &[JournalUpdate]) -> Session {
    match fields(updates, SnapshotKind::Session) {
        Snapshot::Session(session) => *session,
        other => panic!("{other:?}"),
    }
}

fn event(updates: &[JournalUpdate]) -> Event {
    match fields(updates, SnapshotKind::Event) {
        Snapshot::Event(event) => *event,
        other => panic!("{other:?}"),
    }
}

/// The edits among the records, which are nothing else.
fn edits(updates: &[JournalUpdate]) -> Vec<(JournalText, String)> {
    let edit = |record| match record {
        JournalRecord::Edit {
            which, inserted, ..
        } => (which, inserted),
        other => panic!("{other:?}"),
    };
    records(updates).into_iter().map(edit).collect()
}

#[test]
fn typing_begins_with_the_whole_and_goes_on_with_edits() {
    let mut stage = Stage::demo(80, 24);
    assert!(updates(&mut stage, "jk").is_empty());
    // The first key tells the whole, the next ones only themselves.
    let whole = updates(&mut stage, "<Enter>a");
    let (origin, texts) = begun(&whole);
    assert_eq!(origin.title, "Fsync and Other Promises");
    // What the file says goes before, for a merge after a kill.
    assert!(origin.base.is_some());
    assert!(matches!(records(&whole)[0], JournalRecord::Base(_)));
    assert_eq!(texts[0].0, JournalText::Notes);
    assert!(texts[0].1.ends_with('a'));
    let more = edits(&updates(&mut stage, "b<Backspace><Ctrl-Z>"));
    assert_eq!(more.len(), 3);
    assert!(more.iter().all(|(which, _)| *which == JournalText::Notes));
    // What goes to the file is marked, and once it is there the journal goes.
    let saved = updates(&mut stage, "<Ctrl-S>");
    assert_eq!(records(&saved), [JournalRecord::Saving]);
    assert!(matches!(saved.last(), Some(JournalUpdate::Remove { .. })));
}

#[test]
fn what_is_not_entered_yet_is_told_as_if_it_were() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("<Enter>a");
    let line = updates(&mut stage, "<Alt-a>Ask about tape");
    let entries = session(&line).entries;
    assert_eq!(entries.owner().last().unwrap().text, "Ask about tape");
    // It is no more than that.
    let closed = updates(&mut stage, "<Esc>");
    let entries = session(&closed).entries;
    assert_ne!(entries.owner().last().unwrap().text, "Ask about tape");
    let field = updates(&mut stage, "<Esc>f<Ctrl-U>New title");
    assert_eq!(session(&field).title, "New title");
    stage.keys("<Esc>");
    // A title that is being typed for something new.
    let new = updates(&mut stage, "nA new talk");
    assert_eq!(session(&new).title, "A new talk");
    let (origin, _) = begun(&new);
    assert_eq!((origin.path.as_ref(), origin.key.as_str()), (None, ""));
    let new = updates(&mut stage, "<Esc><Esc>nA new event");
    assert_eq!(event(&new).title, "A new event");
}

#[test]
fn fields_marks_and_the_texts_of_the_event_are_told() {
    let mut stage = Stage::demo(80, 24);
    let before = stage.session("Fsync and Other Promises").status;
    let marked = updates(&mut stage, "s");
    assert_ne!(session(&marked).status, before);
    let intro = updates(&mut stage, "Iz");
    let (_, texts) = begun(&intro);
    let (_, text) = texts
        .iter()
        .find(|(which, _)| *which == JournalText::Intro)
        .unwrap();
    assert!(text.contains('z'));
    let closing = updates(&mut stage, "<Esc>Cz");
    let (_, texts) = begun(&closing);
    let (_, text) = texts
        .iter()
        .find(|(which, _)| *which == JournalText::Closing)
        .unwrap();
    assert!(text.contains('z'));
    let closing = edits(&updates(&mut stage, "y"));
    assert_eq!(closing, [(JournalText::Closing, "y".to_owned())]);
}

fn link<'a>(links: &'a [Link], name: &str) -> &'a Link {
    let mut links = links.iter();
    links.find(|link| link.name == name).unwrap()
}

#[test]
fn a_url_and_a_name_are_told_as_they_are_typed() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("<Enter><Enter><Enter>`Nowhere`_ here.<Esc>");
    stage.keys("4/codeberg<Enter>");
    let said = Some("https://new.example/pa".to_owned());
    // A name of the link book, half typed.
    let typed = event(&updates(&mut stage, "l<Ctrl-U>https://new.example/pa"));
    assert_eq!(link(&typed.links, "Codeberg").url, said);
    // Nothing is typed any more.
    let closed = updates(&mut stage, "<Esc>");
    let is_known = |link: &Link| link.url == said;
    match closed.as_slice() {
        [JournalUpdate::Remove { .. }] => {}
        _ => assert!(!event(&closed).links.iter().any(is_known), "{closed:?}"),
    }
    // A name that nobody knows.
    let typed = event(&updates(
        &mut stage,
        "<Esc>/nowhere<Enter>l<Ctrl-U>https://new.example/pa",
    ));
    assert_eq!(link(&typed.links, "Nowhere").url, said);
    // Another name, and a new one.
    let typed = event(&updates(
        &mut stage,
        "<Esc><Esc>/codeberg<Enter>r<Ctrl-U>Berg",
    ));
    assert_eq!(link(&typed.links, "Berg").aliases, ["Codeberg"]);
    let typed = event(&updates(&mut stage, "<Esc>nZebra"));
    assert_eq!(link(&typed.links, "Zebra").url, None);
}

#[test]
fn a_url_that_is_typed_for_a_word_is_told() {
    let mut stage = Stage::demo(80, 24);
    let typed = event(&updates(
        &mut stage,
        "<Enter> Zebrafish<Ctrl-K>lantern.example/x",
    ));
    let said = Some("https://lantern.example/x".to_owned());
    assert_eq!(link(&typed.links, "Zebrafish").url, said);
}

#[test]
fn what_is_changed_in_the_link_book_is_told() {
    let mut stage = Stage::demo(80, 24);
    stage.failing = Some("disk full");
    let told = updates(&mut stage, "4/codeberg<Enter>l<Ctrl-U>berg.example<Enter>");
    let book = match fields(&told, SnapshotKind::Book) {
        Snapshot::Book(book) => book,
        other => panic!("{other:?}"),
    };
    let url = link(&book.links, "Codeberg").url.as_deref();
    assert_eq!(url, Some("https://berg.example"));
}
