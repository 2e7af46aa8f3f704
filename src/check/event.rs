//! An event's texts as one post: names are looked up in all of them, in the event's links and in
//! the link book.
//!
//! Each text is read by itself and kept ([`CheckedTexts`]), so that while somebody types only the
//! text that changed is read again.

use super::checked_text::CheckedText;
use super::cross_refs::EventNames;
use super::page::{CheckedPage, PageKind};
use super::place::Ruler;
use super::{Book, Finding, Rule, header, private, ready};
use crate::model::event::Event;
use crate::model::header::{HeaderFormat, HeaderLine};
use crate::model::public::PublicSession;
use crate::model::session::Session;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// A part of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EventPart {
    /// The event as a whole.
    Event,
    /// The metadata of its post.
    Header,
    /// The introduction.
    Intro,
    /// The notes of a session, by its index among those that were given.
    Session(usize),
    /// The closing.
    Closing,
    /// The links.
    Links,
}

/// A finding in an event. Its places are those of the part's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InEvent {
    /// Which part it is about.
    pub part: EventPart,
    /// What is found.
    pub finding: Finding,
}

/// What only the notebook's owner sees and the checker still has to know, put together by those who
/// may look.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PrivateFacts {
    /// To-dos that are not done, by the session that they stand in; none for the event's inbox.
    pub to_dos: Vec<(Option<usize>, usize)>,
    /// Lines of the event's inbox that a post may show and that are in no text yet.
    pub waiting: usize,
    /// Texts that are private, by the session that they stand in; none for the event's own.
    pub secrets: Vec<(Option<usize>, String)>,
}

/// An event with all that its post is made of.
#[derive(Debug, Clone, Copy)]
pub struct CheckInput<'a> {
    /// The event.
    pub event: &'a Event,
    /// All of its sessions, in their order.
    pub sessions: &'a [&'a Session],
    /// The link book.
    pub book: &'a Book,
    /// What only its owner sees.
    pub private: &'a PrivateFacts,
}

/// The texts of an event as they were read last.
#[derive(Debug, Clone, Default)]
pub struct CheckedTexts {
    pub(super) cached: Vec<CachedText>,
}

/// A text that was read.
#[derive(Debug, Clone)]
pub(super) struct CachedText {
    pub part: EventPart,
    pub text: String,
    pub checked: Arc<CheckedText>,
    /// Which private texts were looked for in it, as a number, and where they stand.
    pub private: (u64, Vec<Range<usize>>),
}

impl CheckedTexts {
    /// Reads the texts that are not known yet, and forgets those that are gone.
    fn read(&mut self, texts: &[(EventPart, &str)]) {
        let same = |(part, text): &(EventPart, &str), kept: &CachedText| {
            *part == kept.part && *text == kept.text
        };
        if texts.len() == self.cached.len()
            && texts
                .iter()
                .zip(&self.cached)
                .all(|(new, old)| same(new, old))
        {
            return;
        }
        let old = std::mem::take(&mut self.cached);
        let known = |at: usize, text: &str| {
            let is = |kept: &&CachedText| kept.text == text;
            // Nearly always it is where it was.
            old.get(at).filter(is).or_else(|| old.iter().find(is))
        };
        self.cached = texts
            .iter()
            .enumerate()
            .map(|(at, (part, text))| match known(at, text) {
                Some(kept) => CachedText {
                    part: *part,
                    ..kept.clone()
                },
                None => CachedText {
                    part: *part,
                    text: (*text).to_owned(),
                    checked: Arc::new(CheckedText::read(text)),
                    private: Default::default(),
                },
            })
            .collect();
    }
}

/// The texts that go into the post.
fn texts<'a>(material: &CheckInput<'a>) -> Vec<(EventPart, &'a str)> {
    let mut texts = vec![(EventPart::Intro, material.event.intro.as_str())];
    for (at, session) in material.sessions.iter().enumerate() {
        if PublicSession::of(session).is_some() {
            texts.push((EventPart::Session(at), session.notes.as_str()));
        }
    }
    if let Some(closing) = &material.event.closing {
        texts.push((EventPart::Closing, closing.text.as_str()));
    }
    texts
}

/// Checks an event, in the order of its post.
pub fn event(material: &CheckInput<'_>, texts: &mut CheckedTexts) -> Vec<InEvent> {
    texts.read(&self::texts(material));
    private::look(material.private, texts);
    let names = EventNames::of(material, texts);
    let mut found = Vec::new();
    header_fields(material.event, &mut found);
    for CachedText { part, checked, .. } in &texts.cached {
        let own = checked
            .findings
            .iter()
            .filter_map(|finding| names.judge(finding, checked, material));
        found.extend(own.map(|finding| InEvent {
            part: *part,
            finding,
        }));
    }
    names.duplicates(texts, &mut found);
    names.unused(material, &mut found);
    private::check(texts, &mut found);
    ready::check(material, &mut found);
    found.sort_by_key(|found| (found.part, found.finding.span.start));
    found
}

/// Mends a finding: the text of its part as it is then. `found` are all findings of the event. None
/// where there is no fix, or where it would not do.
pub fn fix(
    material: &CheckInput<'_>,
    one: &InEvent,
    found: &[InEvent],
    texts: &CheckedTexts,
) -> Option<String> {
    let fix = one.finding.fix.as_ref()?;
    let mut event = material.event.clone();
    let mut session = None;
    let text = match one.part {
        EventPart::Intro => &mut event.intro,
        EventPart::Closing => &mut event.closing.as_mut()?.text,
        EventPart::Session(at) => {
            let copy = (*material.sessions.get(at)?).clone();
            &mut session.insert((at, copy)).1.notes
        }
        EventPart::Event | EventPart::Header | EventPart::Links => return None,
    };
    let made = fix.apply(text)?;
    text.clone_from(&made);
    let mut sessions = material.sessions.to_vec();
    if let Some((at, session)) = &session {
        *sessions.get_mut(*at)? = session;
    }
    let after = self::event(
        &CheckInput {
            event: &event,
            sessions: &sessions,
            ..*material
        },
        &mut texts.clone(),
    );
    let key = |found: &InEvent| {
        (
            found.part,
            found.finding.rule.name,
            found.finding.message.clone(),
        )
    };
    let count = |all: &[InEvent]| {
        let mut said: HashMap<_, usize> = HashMap::new();
        all.iter()
            .for_each(|found| *said.entry(key(found)).or_insert(0) += 1);
        said
    };
    let (before, after) = (count(found), count(&after));
    let times = |said: &HashMap<_, usize>, what| said.get(what).copied().unwrap_or(0);
    let this = key(one);
    let gone = times(&after, &this) < times(&before, &this);
    (gone && after.iter().all(|(what, now)| *now <= times(&before, what))).then_some(made)
}

/// A finding in a text of an event.
pub(super) fn plain(
    rule: &'static Rule,
    text: &Ruler<'_>,
    span: Range<usize>,
    message: impl Into<String>,
) -> Finding {
    let place = text.place(span.start);
    Finding {
        rule,
        level: rule.level,
        place,
        exact: place,
        span,
        name: None,
        message: message.into(),
        fix: None,
    }
}

/// Checks the metadata as the export would write it. What the export fills in is not missed.
fn header_fields(event: &Event, found: &mut Vec<InEvent>) {
    if event.header.format != HeaderFormat::Nikola || event.header.fields.is_empty() {
        return;
    }
    let mut values = event.header.fields.iter();
    let mut text = String::new();
    for line in event.header.lines.iter().flatten() {
        match line {
            HeaderLine::Field(prefix) => {
                let value = values.next().map_or("", |(_, value)| value.as_str());
                text.push_str(&format!("{prefix}{value}\n"));
            }
            HeaderLine::Other(line) => text.push_str(&format!("{line}\n")),
        }
    }
    for (name, value) in values {
        text.push_str(format!(".. {name}: {}", value.replace(['\n', '\r'], " ")).trim_end());
        text.push('\n');
    }
    let book = Book::default();
    let page = CheckedPage::new(&text, &book, PageKind::Post);
    let mut own = Vec::new();
    header::check(&page, &mut own);
    own.retain(|finding| finding.rule != &header::MISSING_DATE || event.layout.keep_header);
    found.extend(own.into_iter().map(|finding| InEvent {
        part: EventPart::Header,
        finding: Finding {
            fix: None,
            ..finding
        },
    }));
}
