//! From records to what was on the screen, and from that to records. Pure.

use super::codec::{Header, Record, Which, decode};
use super::{Paper, PaperKind};
use crate::model::event::{Closing, Event};
use crate::model::session::Session;
use crate::store::document::{Document, LinkBook, decode_text};
use crate::store::parse::Text;
use crate::store::style;
use crate::store::value::Table;
use std::collections::BTreeMap;
use std::path::Path;

/// How many of the saves that may have come through are remembered: a booth is saved at every count, and a slow disk may be that many behind.
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
    pub paper: Paper,
    /// What was on its way to the file, the last one last.
    pub saving: Vec<Paper>,
    /// Those of them that may be in the file now.
    pub reached: Vec<Paper>,
    /// The first of these is known to have come through, so that the file does not say what it said
    /// when the journal was begun.
    pub landed: bool,
    /// When it was last changed, in milliseconds since 1970.
    pub at: i64,
}

/// Fields, and texts as they were in their editors.
#[derive(Debug, Clone)]
struct State {
    fields: Paper,
    texts: BTreeMap<Which, String>,
}

/// What the bytes of a journal say, as far as they are whole; nothing when not even one state of the text is.
pub fn play(bytes: &[u8]) -> Option<(Header, Content)> {
    let decoded = decode(bytes)?;
    let content = replay(&decoded.header, &decoded.records)?;
    Some((decoded.header, content))
}

/// Plays the records. It ends at the first one that does not follow from those before it; nothing when not even one state is whole.
pub fn replay(header: &Header, records: &[(i64, Record)]) -> Option<Content> {
    let mut base = None;
    let mut state: Option<State> = None;
    let (mut saving, mut last) = (Vec::new(), header.began);
    for (at, record) in records {
        let played = match record {
            Record::Base(text) => {
                base = Some(text.clone());
                Some(())
            }
            Record::Whole { fields, texts } => read(header, fields).map(|fields| {
                let texts = texts.iter().cloned().collect();
                state = Some(State { fields, texts });
            }),
            Record::Fields(fields) => state.as_mut().and_then(|state| {
                state.fields = read(header, fields)?;
                Some(())
            }),
            Record::Edit {
                which,
                at,
                removed,
                inserted,
            } => state.as_mut().and_then(|state| {
                let text = state.texts.entry(*which).or_default();
                let end = at.checked_add(removed.len())?;
                (text.get(*at..end)? == removed).then(|| text.replace_range(*at..end, inserted))
            }),
            Record::Saving => state.as_ref().map(|state| {
                let length: usize = state.texts.values().map(String::len).sum();
                let most = if length > LONG { LONG_MARKS } else { MARKS };
                // On a disk that takes nothing there is one every ten seconds; only the last ones can have come through.
                saving.drain(..(saving.len() + 1).saturating_sub(most));
                saving.push(state.paper());
            }),
        };
        if played.is_none() {
            break;
        }
        if !matches!(record, Record::Saving | Record::Base(_)) {
            last = *at;
        }
    }
    Some(Content {
        base,
        paper: state?.paper(),
        reached: saving.clone(),
        saving,
        landed: false,
        at: last,
    })
}

fn read(header: &Header, fields: &str) -> Option<Paper> {
    Paper::parse(header.kind(), fields)
}

impl State {
    fn paper(&self) -> Paper {
        let mut paper = self.fields.clone();
        for (which, text) in &self.texts {
            paper.put(*which, text);
        }
        paper
    }
}

impl Paper {
    /// The content that a file's text says; nothing when it is not right.
    pub fn parse(kind: PaperKind, text: &str) -> Option<Paper> {
        let text = Text {
            plain: text.to_owned(),
            ..Text::default()
        };
        let path = Path::new("");
        Some(match kind {
            PaperKind::Session => Paper::Session(Box::new(decode_text(path, &text).ok()?)),
            PaperKind::Event => Paper::Event(Box::new(decode_text(path, &text).ok()?)),
            PaperKind::Book => Paper::Book(Box::new(decode_text(path, &text).ok()?)),
        })
    }

    /// Returns which kind of file says this.
    pub fn kind(&self) -> PaperKind {
        match self {
            Paper::Session(_) => PaperKind::Session,
            Paper::Event(_) => PaperKind::Event,
            Paper::Book(_) => PaperKind::Book,
        }
    }

    /// The record that says all of it.
    pub fn whole(mut self) -> Record {
        let mut texts = Vec::new();
        match &mut self {
            Paper::Session(session) => {
                texts.push((Which::Notes, std::mem::take(&mut session.notes)));
            }
            Paper::Event(event) => {
                texts.push((Which::Intro, std::mem::take(&mut event.intro)));
                if let Some(closing) = &mut event.closing {
                    texts.push((Which::Closing, std::mem::take(&mut closing.text)));
                }
            }
            Paper::Book(_) => {}
        }
        Record::Whole {
            fields: self.toml(),
            texts,
        }
    }

    /// The record that says the fields only.
    pub fn fields(self) -> Record {
        match self.whole() {
            Record::Whole { fields, .. } => Record::Fields(fields),
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
            Paper::Session(session) => &session.title,
            Paper::Event(event) => &event.title,
            Paper::Book(_) => "the link book",
        }
    }

    /// The long texts.
    pub fn prose(&self) -> Vec<&str> {
        match self {
            Paper::Session(session) => vec![&session.notes],
            Paper::Event(event) => {
                let closing = event.closing.iter().map(|closing| closing.text.as_str());
                std::iter::once(event.intro.as_str())
                    .chain(closing)
                    .collect()
            }
            Paper::Book(_) => Vec::new(),
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
            Paper::Session(session) => session.encode(),
            Paper::Event(event) => event.encode(),
            Paper::Book(book) => book.encode(),
        }
    }

    /// Puts a text where it belongs, as the app does: a closing comes into being with its first letter.
    fn put(&mut self, which: Which, text: &str) {
        match (self, which) {
            (Paper::Session(session), Which::Notes) => text.clone_into(&mut session.notes),
            (Paper::Event(event), Which::Intro) => text.clone_into(&mut event.intro),
            (Paper::Event(event), Which::Closing) => put_closing(event, text),
            (Paper::Session(_) | Paper::Book(_), _) | (Paper::Event(_), Which::Notes) => {}
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

impl TryFrom<Paper> for Session {
    type Error = ();

    fn try_from(paper: Paper) -> Result<Session, ()> {
        match paper {
            Paper::Session(session) => Ok(*session),
            _ => Err(()),
        }
    }
}

impl TryFrom<Paper> for Event {
    type Error = ();

    fn try_from(paper: Paper) -> Result<Event, ()> {
        match paper {
            Paper::Event(event) => Ok(*event),
            _ => Err(()),
        }
    }
}

impl TryFrom<Paper> for LinkBook {
    type Error = ();

    fn try_from(paper: Paper) -> Result<LinkBook, ()> {
        match paper {
            Paper::Book(book) => Ok(*book),
            _ => Err(()),
        }
    }
}

impl From<Session> for Paper {
    fn from(session: Session) -> Paper {
        Paper::Session(Box::new(session))
    }
}

impl From<LinkBook> for Paper {
    fn from(book: LinkBook) -> Paper {
        Paper::Book(Box::new(book))
    }
}

impl From<Event> for Paper {
    fn from(event: Event) -> Paper {
        Paper::Event(Box::new(event))
    }
}
