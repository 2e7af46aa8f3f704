//! Models of any content, grown from bytes: fewer bytes, simpler models, so that a failing case
//! shrinks.

use crate::model::count::{Count, Hour};
use crate::model::entry::{Entry, EntryKind, EntryMark, Person};
use crate::model::event::{Closing, Event, ExportRecord, OwnHeading};
use crate::model::header::{HeaderFormat, HeaderLine, PostHeader};
use crate::model::layout::{Gap, HeadingLayout, PostLayout, PostOptions, Wrap};
use crate::model::link::{Link, LinkKind, TargetForm};
use crate::model::notebook::Notebook;
use crate::model::privacy::Private;
use crate::model::programme::{Programme, Talk};
use crate::model::session::{Placement, Role, Session, SessionKind, Speaker, Status, TalkFormat};
use crate::store::LinkBook;
use chrono::{DateTime, FixedOffset, NaiveDate};
use chrono_tz::{TZ_VARIANTS, Tz};

/// What texts are made of: everything that TOML, reST or a terminal could stumble over.
const PIECES: &[&str] = &[
    "",
    "a",
    " ",
    "\n",
    "'",
    "'''",
    "\"",
    "\"\"\"",
    "\\",
    "\t",
    "\r",
    "\r\n",
    "\0",
    "\u{1b}[31m",
    "\u{7f}",
    "\u{85}",
    "é",
    "e\u{301}",
    "日本",
    "🎉",
    "\u{202e}",
    "\u{feff}",
    "#",
    "[[x]]",
    "=",
    "{",
    "}",
    ".. _a: b",
    "`x`_",
    "\n\n",
    "<<<<<<< a\n=======\n>>>>>>> b\n",
    "\u{2028}",
    "\\u0041",
    "1",
    "true",
    "2017-03-02",
    "\u{10ffff}",
    ",",
    "- ",
    "Fedora",
];

/// Bytes that run out into zeros.
pub struct Source<'a>(pub &'a [u8]);

impl Source<'_> {
    fn byte(&mut self) -> u8 {
        match self.0.split_first() {
            Some((first, rest)) => {
                self.0 = rest;
                *first
            }
            None => 0,
        }
    }

    pub fn below(&mut self, end: usize) -> usize {
        (usize::from(self.byte()) << 8 | usize::from(self.byte())) % end
    }

    pub fn yes(&mut self) -> bool {
        self.byte() > 127
    }

    fn number(&mut self) -> i64 {
        match self.byte() % 8 {
            7 => i64::MAX,
            6 => i64::MIN,
            5 => -i64::from(self.byte()),
            _ => i64::from(self.byte()),
        }
    }

    fn text(&mut self) -> String {
        let pieces = self.byte() % 7;
        (0..pieces)
            .map(|_| PIECES[self.below(PIECES.len())])
            .collect()
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.yes().then(|| make(self))
    }

    fn some<T>(&mut self, make: impl Fn(&mut Self) -> T) -> Vec<T> {
        let many = if self.yes() { self.byte() % 4 } else { 0 };
        (0..many).map(|_| make(self)).collect()
    }

    fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    fn moment(&mut self) -> DateTime<FixedOffset> {
        let offset = (self.below(2 * 24 * 60 - 3) as i32 - 24 * 60 + 2) * 60;
        let nanoseconds = if self.yes() { self.byte().into() } else { 0 };
        let seconds = 1_000_000_000 + self.below(65_536) as i64 * 70_001;
        let moment = DateTime::from_timestamp(seconds, nanoseconds).unwrap();
        moment.with_timezone(&FixedOffset::east_opt(offset).unwrap())
    }

    fn day(&mut self) -> NaiveDate {
        let days = self.below(60_000) as i32 + 700_000;
        NaiveDate::from_num_days_from_ce_opt(days).unwrap()
    }

    fn zone(&mut self) -> Tz {
        self.pick(&TZ_VARIANTS)
    }

    fn mark(&mut self) -> Option<EntryMark> {
        self.maybe(|source| source.pick(&[EntryMark::Public, EntryMark::Private]))
    }

    fn gap(&mut self) -> Gap {
        if self.yes() {
            Gap::Lines(self.below(65_536) as u16)
        } else {
            Gap::Verbatim(self.text())
        }
    }

    fn heading(&mut self) -> OwnHeading {
        OwnHeading {
            source: self.maybe(Self::text),
            layout: HeadingLayout {
                before: self.maybe(Self::gap),
                after: self.maybe(Self::gap),
                underline: i16::from(self.byte()) - 128,
                verbatim: self.maybe(Self::text),
            },
        }
    }

    fn entry(&mut self) -> Entry {
        Entry {
            at: self.maybe(Self::moment),
            kind: self.pick(&EntryKind::ALL),
            text: self.text(),
            who: self.maybe(Self::text),
            mark: self.mark(),
            done: self.yes(),
            folded: self.yes(),
        }
    }

    fn person(&mut self) -> Person {
        Person {
            name: self.text(),
            project: self.maybe(Self::text),
            url: self.maybe(Self::text),
            place: self.maybe(Self::text),
            promised: self.maybe(Self::text),
            at: self.maybe(Self::moment),
            mark: self.mark(),
        }
    }

    fn count(&mut self) -> Count {
        Count {
            name: self.text(),
            count: self.number(),
            hours: self.some(|source| Hour {
                at: source.moment(),
                count: source.number(),
            }),
        }
    }

    fn link(&mut self) -> Link {
        Link {
            name: self.text(),
            url: self.maybe(Self::text),
            aliases: self.some(Self::text),
            kind: self.maybe(|source| source.pick(&LinkKind::ALL)),
            keep: self.yes(),
            form: self.maybe(|source| match source.byte() % 3 {
                0 => TargetForm::OneLine,
                1 => TargetForm::NextLine,
                _ => TargetForm::Verbatim(source.text()),
            }),
        }
    }

    fn look(&mut self) -> PostOptions {
        let mut switch = || self.maybe(Self::yes);
        PostOptions {
            title: switch(),
            byline: switch(),
            agenda: switch(),
            quotes: switch(),
            questions: switch(),
            crowd: switch(),
            entries: switch(),
            media: switch(),
            wrap: self.maybe(|source| match source.yes() {
                true => Wrap::Keep,
                false => Wrap::At(source.below(65_536) as u16),
            }),
        }
    }

    fn header(&mut self) -> PostHeader {
        let fields = self.some(|source| (source.text(), source.text()));
        let lines = self.maybe(|source| {
            let mut lines = Vec::new();
            for _ in &fields {
                lines.extend(source.maybe(|source| HeaderLine::Other(source.text())));
                lines.push(HeaderLine::Field(source.text()));
            }
            lines
        });
        PostHeader {
            format: self.pick(&HeaderFormat::ALL),
            fields,
            lines,
        }
    }

    pub fn notebook(&mut self) -> Notebook {
        Notebook {
            id: self.text(),
            author: self.maybe(Self::text),
            time_zone: self.maybe(Self::zone),
            category: self.maybe(Self::text),
            tags: self.some(Self::text),
            look: self.look(),
        }
    }

    pub fn book(&mut self) -> LinkBook {
        LinkBook {
            links: self.some(Self::link),
        }
    }

    pub fn event(&mut self) -> Event {
        Event {
            title: self.text(),
            starts: self.maybe(Self::day),
            ends: self.maybe(Self::day),
            time_zone: self.maybe(Self::zone),
            place: self.maybe(Self::text),
            url: self.maybe(Self::text),
            header: self.header(),
            look: self.look(),
            heading: self.heading(),
            intro: self.text(),
            closing: self.maybe(|source| Closing {
                title: source.text(),
                heading: source.heading(),
                level: source.byte(),
                text: source.text(),
            }),
            links: self.some(Self::link),
            never_link: self.some(Self::text),
            entries: Private::new(self.some(Self::entry)),
            people: Private::new(self.some(Self::person)),
            layout: PostLayout {
                adornments: self.some(Self::text),
                before_heading: self.maybe(Self::gap),
                after_heading: self.maybe(Self::gap),
                after_header: self.maybe(Self::gap),
                before_docinfo: self.maybe(Self::gap),
                before_links: self.maybe(Self::gap),
                between_links: self.maybe(Self::gap),
                end: self.maybe(Self::text),
                crlf: self.yes(),
                byte_order_mark: self.yes(),
                keep_links: self.yes(),
                keep_header: self.yes(),
                keep_headings: self.yes(),
                preamble: self.maybe(Self::text),
            },
            exports: self.some(|source| ExportRecord {
                file: source.text().replace(['/', '\\'], "-"),
                hash: source.text(),
            }),
        }
    }

    pub fn programme(&mut self) -> Programme {
        let mut number = 0;
        Programme {
            title: self.maybe(Self::text),
            source: self.maybe(Self::text),
            version: self.maybe(Self::text),
            time_zone: self.maybe(Self::zone),
            talks: (0..self.byte() % 6)
                .map(|_| {
                    number += 1;
                    self.talk(number)
                })
                .collect(),
        }
    }

    fn talk(&mut self, number: usize) -> Talk {
        Talk {
            // No two share one.
            id: format!("{}{number}", self.text()),
            title: self.text(),
            subtitle: self.maybe(Self::text),
            speakers: self.some(Self::speaker),
            room: self.maybe(Self::text),
            track: self.maybe(Self::text),
            kind: self.maybe(Self::text),
            starts: self.maybe(Self::moment),
            ends: self.maybe(Self::moment),
            language: self.maybe(Self::text),
            about: self.text(),
            url: self.maybe(Self::text),
        }
    }

    fn speaker(&mut self) -> Speaker {
        Speaker {
            name: self.text(),
            affiliation: self.maybe(Self::text),
            url: self.maybe(Self::text),
        }
    }

    pub fn session(&mut self) -> Session {
        Session {
            kind: self.pick(SessionKind::ALL),
            title: self.text(),
            heading: self.heading(),
            order: self.maybe(Self::number),
            starts: self.maybe(Self::moment),
            ends: self.maybe(Self::moment),
            room: self.maybe(Self::text),
            track: self.maybe(Self::text),
            url: self.maybe(Self::text),
            tags: self.some(Self::text),
            status: self.pick(Status::ALL),
            role: self.pick(Role::ALL),
            in_post: self.yes(),
            placement: self.pick(Placement::ALL),
            level: self.byte(),
            notes: self.text(),
            fields_in_notes: self.yes(),
            speakers: self.some(Self::speaker),
            byline: self.maybe(Self::text),
            format: self.maybe(|source| source.pick(TalkFormat::ALL)),
            slides: self.maybe(Self::text),
            video: self.maybe(Self::text),
            organisations: self.some(Self::text),
            colleagues: self.some(Self::text),
            tallies: self.some(Self::count),
            crowd: self.some(Self::count),
            questions: self.some(Self::count),
            host: self.maybe(Self::text),
            agenda: self.some(Self::text),
            attendance: self.maybe(|source| source.below(65_536) as u32 * 65_537),
            entries: Private::new(self.some(Self::entry)),
            people: Private::new(self.some(Self::person)),
            programme_id: self.maybe(Self::text),
        }
    }
}
