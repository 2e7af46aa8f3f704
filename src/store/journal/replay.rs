//! From records to what was on the screen, and from that to records. Pure.

use super::codec::{JournalHeader, JournalRecord, JournalText, decode};
use super::{Snapshot, SnapshotKind};
use crate::model::event::{Closing, Event};
use crate::model::session::Session;
use crate::store::document::{Document, LinkBook, decode_text};
use crate::store::parse::SourceText;
use crate::store::style;
use crate::store::value::Table;
use std::collections::BTreeMap;
use std::path::Path;

/// How many of the saves that may have come through are remembered: a booth is saved at every
/// count, and a slow disk may be that many behind.
const MARKS: usize = 256;

/// The same for states with more than [`LONG`] bytes of text, which are saved at pauses only.
const LONG_MARKS: usize = 8;

/// From how many bytes on a text is long.
const LONG: usize = 64 * 1024;

/// What a journal says in the end.
#[derive(Debug, Clone, PartialEq)]
pub struct Content {
    /// What the file said when the journal was begun; nothing when it was not there.
    pub base: Option<String>,
    /// What was on the screen last.
    pub snapshot: Snapshot,
    /// What was on its way to the file, the last one last.
    pub saving: Vec<Snapshot>,
    /// Those of them that may be in the file now.
    pub reached: Vec<Snapshot>,
    /// The first of these is known to have come through, so that the file does not say what it
    /// said when the journal was begun.
    pub landed: bool,
    /// When it was last changed, in milliseconds since 1970.
    pub at: i64,
}

/// Fields, and texts as they were in their editors.
#[derive(Debug, Clone)]
struct ReplayState {
    fields: Snapshot,
    texts: BTreeMap<JournalText, String>,
}

/// What the bytes of a journal say, as far as they are whole; nothing when not even one state of
/// the text is.
pub fn play(bytes: &[u8]) -> Option<(JournalHeader, Content)> {
    let decoded = decode(bytes)?;
    let content = replay(&decoded.header, &decoded.records)?;
    Some((decoded.header, content))
}

/// Plays the records. It ends at the first one that does not follow from those before it; nothing
/// when not even one state is whole.
pub fn replay(header: &JournalHeader, records: &[(i64, JournalRecord)]) -> Option<Content> {
    let mut base = None;
    let mut state: Option<ReplayState> = None;
    let (mut saving, mut last) = (Vec::new(), header.began);
    for (at, record) in records {
        let played = match record {
            JournalRecord::Base(text) => {
                base = Some(text.clone());
                Some(())
            }
            JournalRecord::Whole { fields, texts } => read(header, fields).map(|fields| {
                let texts = texts.iter().cloned().collect();
                state = Some(ReplayState { fields, texts });
            }),
            JournalRecord::Fields(fields) => state.as_mut().and_then(|state| {
                state.fields = read(header, fields)?;
                Some(())
            }),
            JournalRecord::Edit {
                which,
                at,
                removed,
                inserted,
            } => state.as_mut().and_then(|state| {
                let text = state.texts.entry(*which).or_default();
                let end = at.checked_add(removed.len())?;
                (text.get(*at..end)? == removed).then(|| text.replace_range(*at..end, inserted))
            }),
            JournalRecord::Saving => state.as_ref().map(|state| {
                let length: usize = state.texts.values().map(String::len).sum();
                let most = if length > LONG { LONG_MARKS } else { MARKS };
                // On a disk that takes nothing there is one every ten seconds; only the last ones
                // can have come through.
                saving.drain(..(saving.len() + 1).saturating_sub(most));
                saving.push(state.snapshot());
            }),
        };
        if played.is_none() {
            break;
        }
        if !matches!(record, JournalRecord::Saving | JournalRecord::Base(_)) {
            last = *at;
        }
    }
    Some(Content {
        base,
        snapshot: state?.snapshot(),
        reached: saving.clone(),
        saving,
        landed: false,
        at: last,
    })
}

fn read(header: &JournalHeader, fields: &str) -> Option<Snapshot> {
    Snapshot::parse(header.kind(), fields)
}

impl ReplayState {
    fn snapshot(&self) -> Snapshot {
        let mut snapshot = self.fields.clone();
        for (which, text) in &self.texts {
            snapshot.put(*which, text);
        }
        snapshot
    }
}

impl Snapshot {
    /// The content that a file's text says; nothing when it is not right.
    pub fn parse(kind: SnapshotKind, text: &str) -> Option<Snapshot> {
        let text = SourceText {
            plain: text.to_owned(),
            ..SourceText::default()
        };
        let path = Path::new("");
        Some(match kind {
            SnapshotKind::Session => Snapshot::Session(Box::new(decode_text(path, &text).ok()?)),
            SnapshotKind::Event => Snapshot::Event(Box::new(decode_text(path, &text).ok()?)),
            SnapshotKind::Book => Snapshot::Book(Box::new(decode_text(path, &text).ok()?)),
        })
    }

    /// Returns which kind of file says this.
    pub fn kind(&self) -> SnapshotKind {
        match self {
            Snapshot::Session(_) => SnapshotKind::Session,
            Snapshot::Event(_) => SnapshotKind::Event,
            Snapshot::Book(_) => SnapshotKind::Book,
        }
    }

    /// The record that says all of it.
    pub fn whole(mut self) -> JournalRecord {
        let mut texts = Vec::new();
        match &mut self {
            Snapshot::Session(session) => {
                texts.push((JournalText::Notes, std::mem::take(&mut session.notes)));
            }
            Snapshot::Event(event) => {
                texts.push((JournalText::Intro, std::mem::take(&mut event.intro)));
                if let Some(closing) = &mut event.closing {
                    texts.push((JournalText::Closing, std::mem::take(&mut closing.text)));
                }
            }
            Snapshot::Book(_) => {}
        }
        JournalRecord::Whole {
            fields: self.toml(),
            texts,
        }
    }

    /// The record that says the fields only.
    pub fn fields(self) -> JournalRecord {
        match self.whole() {
            JournalRecord::Whole { fields, .. } => JournalRecord::Fields(fields),
            other => other,
        }
    }

    /// A fresh file's text that says all of it.
    pub fn toml(&self) -> String {
        let mut document = toml_edit::DocumentMut::new();
        *document.as_table_mut() = style::table(&self.encode());
        document.to_string()
    }

    /// The title of the session or the event.
    pub fn title(&self) -> &str {
        match self {
            Snapshot::Session(session) => &session.title,
            Snapshot::Event(event) => &event.title,
            Snapshot::Book(_) => "the link book",
        }
    }

    /// The long texts.
    pub fn prose(&self) -> Vec<&str> {
        match self {
            Snapshot::Session(session) => vec![&session.notes],
            Snapshot::Event(event) => {
                let closing = event.closing.iter().map(|closing| closing.text.as_str());
                std::iter::once(event.intro.as_str())
                    .chain(closing)
                    .collect()
            }
            Snapshot::Book(_) => Vec::new(),
        }
    }

    /// All words that somebody wrote, in order.
    pub fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        collect(&self.encode(), &mut words);
        words
    }

    pub(in crate::store) fn encode(&self) -> Table {
        match self {
            Snapshot::Session(session) => session.encode(),
            Snapshot::Event(event) => event.encode(),
            Snapshot::Book(book) => book.encode(),
        }
    }

    /// Puts a text where it belongs, as the app does: a closing comes into being with its first
    /// letter.
    fn put(&mut self, which: JournalText, text: &str) {
        match (self, which) {
            (Snapshot::Session(session), JournalText::Notes) => text.clone_into(&mut session.notes),
            (Snapshot::Event(event), JournalText::Intro) => text.clone_into(&mut event.intro),
            (Snapshot::Event(event), JournalText::Closing) => put_closing(event, text),
            (Snapshot::Session(_) | Snapshot::Book(_), _)
            | (Snapshot::Event(_), JournalText::Notes) => {}
        }
    }
}

fn put_closing(event: &mut Event, text: &str) {
    match &mut event.closing {
        Some(closing) => text.clone_into(&mut closing.text),
        None if text.is_empty() => {}
        None => event.closing = Some(Closing::begun(text)),
    }
}

fn collect(table: &Table, words: &mut Vec<String>) {
    use crate::store::value::Value;
    fn value(one: &Value, words: &mut Vec<String>) {
        if let Some(text) = one.as_text() {
            words.extend(text.split_whitespace().map(str::to_owned));
        } else if let Some(elements) = one.elements() {
            elements.iter().for_each(|one| value(one, words));
        } else if let Value::Table(table) = one {
            collect(table, words);
        }
    }
    for field in table.fields() {
        value(&field.value, words);
    }
}

impl TryFrom<Snapshot> for Session {
    type Error = ();

    fn try_from(snapshot: Snapshot) -> Result<Session, ()> {
        match snapshot {
            Snapshot::Session(session) => Ok(*session),
            _ => Err(()),
        }
    }
}

impl TryFrom<Snapshot> for Event {
    type Error = ();

    fn try_from(snapshot: Snapshot) -> Result<Event, ()> {
        match snapshot {
            Snapshot::Event(event) => Ok(*event),
            _ => Err(()),
        }
    }
}

impl TryFrom<Snapshot> for LinkBook {
    type Error = ();

    fn try_from(snapshot: Snapshot) -> Result<LinkBook, ()> {
        match snapshot {
            Snapshot::Book(book) => Ok(*book),
            _ => Err(()),
        }
    }
}

impl From<Session> for Snapshot {
    fn from(session: Session) -> Snapshot {
        Snapshot::Session(Box::new(session))
    }
}

impl From<LinkBook> for Snapshot {
    fn from(book: LinkBook) -> Snapshot {
        Snapshot::Book(Box::new(book))
    }
}

impl From<Event> for Snapshot {
    fn from(event: Event) -> Snapshot {
        Snapshot::Event(Box::new(event))
    }
}
