//! Finding talks in the programmes of events.

use super::{Find, FindHit, FindNames, Go, Goal, MOST, excerpt};
use crate::store::index::{IndexRecord, Part};
use crate::store::search::{self, Query};
use std::sync::Arc;

/// The least points for each letter that is typed. In a thousand long titles the letters of
/// anything stand somewhere in their order; a letter that follows the one before it, or begins a
/// word, has more than this, one that stands alone less.
const NEAR: u32 = 18;

impl Find {
    /// Searches a talk of the programme. One that has a session is found there, but for what the
    /// programme alone says.
    pub(super) fn search_talk(
        &mut self,
        record: &Arc<IndexRecord>,
        is_open: bool,
        query: &Query,
        names: &mut FindNames,
        scratch: &mut String,
    ) {
        let noted = self.noted.contains(&record.talk);
        let go = || {
            Go::OtherEvent(Goal {
                folder: record.event.to_string(),
                session: None,
                talk: Some(record.talk.clone()),
                part: Part::Title,
                line: String::new(),
                words: String::new(),
            })
        };
        let event = self.event.as_ref().filter(|it| it.event == record.event);
        let event = event.map_or(&*record.event, |event| event.title());
        let when = || {
            let clock = record.starts().map(|at| at.format("%a %H:%M").to_string());
            let event = (!is_open).then(|| event.to_owned());
            let room = Some(record.part(Part::Room).trim_end().to_owned());
            let texts = [clock, event, room].into_iter().flatten();
            let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
            texts.join(", ")
        };
        let letters = self.input.text().chars().filter(|c| !c.is_whitespace());
        let least = NEAR * u32::try_from(letters.count()).unwrap_or(u32::MAX / NEAR);
        if !noted {
            names.consider_near(record.title(), least, || FindHit {
                kind: "talk",
                text: record.title().to_owned(),
                place: when(),
                go: go(),
            });
            for line in record.part(Part::Speaker).lines() {
                let (name, _) = line.split_once(", ").unwrap_or((line, ""));
                names.consider_near(name, least, || FindHit {
                    kind: "speaker",
                    text: name.to_owned(),
                    place: record.title().to_owned(),
                    go: go(),
                });
            }
        }
        if self.lines.len() >= MOST {
            return;
        }
        let wanted = |hit: &search::SearchHit| match hit.part {
            Part::Title | Part::Speaker => false,
            part => !noted || part.is_of_talks(),
        };
        for hit in record.hits(query, scratch).iter().filter(|hit| wanted(hit)) {
            self.lines.push(FindHit {
                kind: hit.part.word(),
                text: excerpt(record.line_of(hit), query),
                place: record.title().to_owned(),
                go: go(),
            });
        }
    }
}
