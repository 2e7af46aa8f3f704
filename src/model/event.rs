//! An event: one conference.

use super::entry::{Entry, Person};
use super::header::PostHeader;
use super::layout::{HeadingLayout, PostLayout, PostOptions};
use super::link::Link;
use super::privacy::Private;
use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use chrono_tz::Tz;

/// One conference, with its dates, its place, and the parts of its post that belong to no session.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Event {
    /// The event's name, plain text.
    pub title: String,
    /// The first day, in the event's zone.
    pub starts: Option<NaiveDate>,
    /// The last day, in the event's zone.
    pub ends: Option<NaiveDate>,
    /// The zone in which all its times are shown.
    pub time_zone: Option<Tz>,
    /// City, venue.
    pub place: Option<String>,
    /// Its web site.
    pub url: Option<String>,
    /// The metadata of the post.
    pub header: PostHeader,
    /// How this event's post looks where it is not as the notebook says.
    pub look: PostOptions,
    /// The title heading of the post.
    pub heading: OwnHeading,
    /// The introduction, reST.
    pub intro: String,
    /// The last section, if there is one.
    pub closing: Option<Closing>,
    /// The post's link targets, in order.
    pub links: Vec<Link>,
    /// Names that the link pass leaves alone where they are only mentioned.
    pub never_link: Vec<String>,
    /// Lines that were captured outside any session: the inbox.
    pub entries: Private<Vec<Entry>>,
    /// People met outside any session.
    pub people: Private<Vec<Person>>,
    /// What an imported post does otherwise than we would.
    pub layout: PostLayout,
    /// What was last written where.
    pub exports: Vec<ExportRecord>,
}

/// The heading that belongs to a title.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OwnHeading {
    /// The title as reST where that is not simply the escaped plain title. It counts only while it
    /// still reads as the plain title.
    pub source: Option<String>,
    /// Where it is not written in the post's style.
    pub layout: HeadingLayout,
}

/// The last section of a post.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Closing {
    /// Its title, plain text.
    pub title: String,
    /// Its heading.
    pub heading: OwnHeading,
    /// The heading's level: 0 for the title's own, 1 for that of the sessions.
    pub level: u8,
    /// The text, reST.
    pub text: String,
}

impl Closing {
    /// A closing that comes into being because somebody wrote its text.
    pub fn begun(text: &str) -> Closing {
        Closing {
            title: "Closing".to_owned(),
            level: 1,
            text: text.to_owned(),
            ..Closing::default()
        }
    }
}

/// A file that an export wrote (or an import read), so that later edits of it are noticed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportRecord {
    /// The file's name, without its folder: which that is, is the laptop's matter.
    pub file: String,
    /// SHA-256 of the bytes, in hexadecimal.
    pub hash: String,
}

impl Event {
    /// The zone of the event, else `home`, else UTC.
    pub fn zone(&self, home: Option<Tz>) -> Tz {
        self.time_zone.or(home).unwrap_or(Tz::UTC)
    }

    /// Whether `moment` falls on one of the event's days, in the event's zone.
    pub fn is_on(&self, moment: DateTime<Utc>, home: Option<Tz>) -> bool {
        let day = moment.with_timezone(&self.zone(home)).date_naive();
        match (self.starts, self.ends.or(self.starts)) {
            (Some(first), Some(last)) => first <= day && day <= last,
            _ => false,
        }
    }

    /// A moment as a time with the offset that the event's zone has then.
    pub fn local(&self, moment: DateTime<Utc>, home: Option<Tz>) -> DateTime<FixedOffset> {
        moment.with_timezone(&self.zone(home)).fixed_offset()
    }
}
