//! Merges of anything with anything: what either side wrote is in the result or told as a conflict.

use super::cases;
use super::random::Source;
use crate::model::count::Count;
use crate::model::entry::{Entry, Person};
use crate::model::event::Event;
use crate::model::link::Link;
use crate::model::session::{Session, Speaker};
use crate::store::document::Document;
use crate::store::merge::{Same, merge};
use crate::store::merge_text::merge_text;
use crate::store::reader::TableReader;
use crate::store::value::{Table, Value};
use proptest::prelude::*;
use std::collections::HashSet;

/// Somebody who changes things, with words that nobody else uses.
struct Hand<'a, 'b> {
    source: &'a mut Source<'b>,
    side: char,
    words: usize,
}

impl Hand<'_, '_> {
    /// A new word.
    fn word(&mut self) -> String {
        self.words += 1;
        format!("{}{}q", self.side, self.words)
    }

    fn line(&mut self) -> String {
        (0..3).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }

    /// Changes lines of a text. Returns those that are new as a whole.
    fn text(&mut self, text: &str) -> (String, Vec<String>) {
        let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
        let mut new = Vec::new();
        for _ in 0..=self.source.below(4) {
            let at = self.source.below(lines.len() + 1);
            match self.source.below(6) {
                0..=1 => {
                    let line = self.line();
                    new.push(line.clone());
                    lines.insert(at, line);
                }
                2 if at < lines.len() => {
                    new.retain(|line| *line != lines[at]);
                    lines.remove(at);
                }
                3 if at + 1 < lines.len() => lines.swap(at, at + 1),
                _ if at < lines.len() => {
                    new.retain(|line| *line != lines[at]);
                    let mut words: Vec<String> = lines[at].split(' ').map(str::to_owned).collect();
                    let place = self.source.below(words.len());
                    match self.source.yes() {
                        true => words[place] = self.word(),
                        false => words.insert(place, self.word()),
                    }
                    lines[at] = words.join(" ");
                }
                _ => {}
            }
        }
        (lines.join("\n"), new)
    }

    /// Changes a list: adds, changes, removes, moves.
    fn list<T>(
        &mut self,
        list: &mut Vec<T>,
        make: impl Fn(&mut Self) -> T,
        change: impl Fn(&mut Self, &mut T),
    ) {
        let at = self.source.below(list.len() + 1);
        match self.source.below(6) {
            0 => {
                let new = make(self);
                list.insert(at, new);
            }
            1..=3 if at < list.len() => change(self, &mut list[at]),
            4 if at < list.len() => drop(list.remove(at)),
            5 if at + 1 < list.len() => list.swap(at, at + 1),
            _ => {}
        }
    }

    fn texts(&mut self, list: &mut Vec<String>) {
        self.list(list, Self::word, |hand, text| *text = hand.word());
    }

    fn counts(&mut self, list: &mut Vec<Count>) {
        let make = |hand: &mut Self| Count {
            name: hand.word(),
            count: 1,
            hours: Vec::new(),
        };
        self.list(list, make, |hand, count| match hand.source.yes() {
            true => count.name = hand.word(),
            false => count.count = count.count.saturating_add(1),
        });
    }

    fn entries(&mut self, list: &mut Vec<Entry>) {
        let make = |hand: &mut Self| Entry {
            text: hand.line(),
            who: hand.source.yes().then(|| hand.word()),
            ..Entry::default()
        };
        self.list(list, make, |hand, entry| match hand.source.yes() {
            true => entry.text = hand.line(),
            false => entry.who = Some(hand.word()),
        });
    }

    fn people(&mut self, list: &mut Vec<Person>) {
        let make = |hand: &mut Self| Person {
            name: hand.word(),
            ..Person::default()
        };
        self.list(list, make, |hand, person| match hand.source.yes() {
            true => person.name = hand.word(),
            false => person.promised = Some(hand.line()),
        });
    }

    fn links(&mut self, list: &mut Vec<Link>) {
        let make = |hand: &mut Self| Link {
            name: hand.word(),
            url: Some(hand.word()),
            ..Link::default()
        };
        self.list(list, make, |hand, link| match hand.source.yes() {
            true => link.url = Some(hand.word()),
            false => hand.texts(&mut link.aliases),
        });
    }

    fn session(&mut self, session: &Session) -> Session {
        let mut session = session.clone();
        for _ in 0..=self.source.below(20) {
            match self.source.below(12) {
                0 => session.title = self.line(),
                1 => session.room = self.source.yes().then(|| self.word()),
                2 => session.host = Some(self.word()),
                3 => self.texts(&mut session.tags),
                4 => self.texts(&mut session.agenda),
                5 => self.counts(&mut session.tallies),
                6 => self.counts(&mut session.questions),
                7 => self.entries(session.entries.owner_mut()),
                8 => self.people(session.people.owner_mut()),
                9 => {
                    let make = |hand: &mut Self| Speaker {
                        name: hand.word(),
                        ..Speaker::default()
                    };
                    self.list(&mut session.speakers, make, |hand, speaker| {
                        match hand.source.yes() {
                            true => speaker.name = hand.word(),
                            false => speaker.affiliation = Some(hand.word()),
                        }
                    });
                }
                _ => session.notes = self.text(&session.notes).0,
            }
        }
        session
    }

    fn event(&mut self, event: &Event) -> Event {
        let mut event = event.clone();
        for _ in 0..=self.source.below(20) {
            match self.source.below(7) {
                0 => event.title = self.line(),
                1 => event.place = self.source.yes().then(|| self.word()),
                2 => self.links(&mut event.links),
                3 => self.entries(event.entries.owner_mut()),
                4 => self.people(event.people.owner_mut()),
                5 => match &mut event.closing {
                    Some(closing) => closing.text = self.text(&closing.text).0,
                    None => event.place = Some(self.word()),
                },
                _ => event.intro = self.text(&event.intro).0,
            }
        }
        event
    }
}

/// Something in every list, so that both sides have the same things to change.
fn furnished_session(mut session: Session) -> Session {
    session.notes.push_str("\none two three\nfour five\nsix");
    session.tags.push("tag".to_owned());
    session.agenda.push("point".to_owned());
    for counts in [&mut session.tallies, &mut session.questions] {
        counts.push(Count {
            name: "visitors".to_owned(),
            count: 3,
            ..Count::default()
        });
    }
    session.speakers.push(Speaker {
        name: "Ada".to_owned(),
        ..Speaker::default()
    });
    session.entries.owner_mut().push(entry());
    session.people.owner_mut().push(person());
    session
}

fn furnished_event(mut event: Event) -> Event {
    event.intro.push_str("\none two three\nfour five\nsix");
    event.links.push(Link {
        name: "Fedora".to_owned(),
        ..Link::default()
    });
    event.entries.owner_mut().push(entry());
    event.people.owner_mut().push(person());
    event
}

fn entry() -> Entry {
    Entry {
        text: "a line".to_owned(),
        ..Entry::default()
    }
}

fn person() -> Person {
    Person {
        name: "Bob".to_owned(),
        ..Person::default()
    }
}

/// All texts in a value, below each other.
fn texts_of(value: &Value, into: &mut String) {
    if let Some(text) = value.as_text() {
        into.push_str(text);
        into.push('\n');
    } else if let Some(elements) = value.elements() {
        elements.iter().for_each(|element| texts_of(element, into));
    } else if let Value::Table(table) = value {
        texts_in(table, into);
    }
}

fn texts_in(table: &Table, into: &mut String) {
    for field in table.fields() {
        texts_of(&field.value, into);
    }
}

/// The words of a side in a text.
fn words(printed: &str, side: char) -> HashSet<&str> {
    let parts = printed.split(|c: char| !c.is_ascii_alphanumeric());
    let own = parts.filter(|word| {
        let inner = word
            .strip_prefix(side)
            .and_then(|word| word.strip_suffix('q'));
        inner.is_some_and(|inner| !inner.is_empty() && inner.bytes().all(|c| c.is_ascii_digit()))
    });
    own.collect()
}

/// What has to hold of the merges of any three versions.
fn nothing_is_lost<T: Document>(base: &T, ours: &T, theirs: &T) -> Result<(), TestCaseError> {
    let [base, our, their] = [base.encode(), ours.encode(), theirs.encode()];
    for same in [Same::Once, Same::Twice] {
        prop_assert_eq!(&merge(same, &base, &our, &base).table, &our);
        prop_assert_eq!(&merge(same, &base, &base, &their).table, &their);
        let all = merge(same, &base, &our, &their);
        prop_assert_eq!(&all.table, &merge(same, &base, &our, &their).table);
        let decoded = T::decode(TableReader(&all.table));
        prop_assert!(decoded.is_ok(), "{:?}", decoded.err());
        let decoded = decoded.map(|model| model.encode()).unwrap_or_default();
        let mut result = String::new();
        texts_in(&decoded, &mut result);
        for conflict in &all.conflicts {
            conflict
                .ours
                .iter()
                .for_each(|ours| texts_of(ours, &mut result));
        }
        for (side, table) in [('o', &our), ('t', &their)] {
            let mut printed = String::new();
            texts_in(table, &mut printed);
            let lost: Vec<&str> = words(&printed, side)
                .difference(&words(&result, side))
                .copied()
                .collect();
            prop_assert!(
                lost.is_empty(),
                "{lost:?} of\n{our:?}\n{their:?}\nfrom\n{base:?}\nin\n{result}"
            );
        }
    }
    prop_assert_eq!(&merge(Same::Once, &base, &our, &our).table, &our);
    Ok(())
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..900)
}

/// For what is there before.
fn few() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..150)
}

/// Hands for both sides.
fn both_orders<T: Document>(
    source: &mut Source<'_>,
    base: &T,
    change: fn(&mut Hand<'_, '_>, &T) -> T,
) -> (T, T) {
    let mut hand = |side| {
        let mut hand = Hand {
            source: &mut *source,
            side,
            words: 0,
        };
        change(&mut hand, base)
    };
    (hand('o'), hand('t'))
}

proptest! {
    #![proptest_config(cases(600, 10_000))]

    #[test]
    fn texts(bytes in bytes()) {
        let mut source = Source(&bytes);
        let pool = ["", "one", "one two", "one two three", "four five six seven", "four"];
        let many = source.below(9);
        let lines: Vec<&str> = (0..many).map(|_| pool[source.below(pool.len())]).collect();
        let base = lines.join("\n");
        let mut hand = |side| {
            let mut hand = Hand { source: &mut source, side, words: 0 };
            hand.text(&base)
        };
        let ((ours, our_lines), (theirs, their_lines)) = (hand('o'), hand('t'));
        let all = merge_text(&base, &ours, &theirs);
        let told = || format!("{base:?} {ours:?} {theirs:?} -> {all:?}");
        for line in our_lines.iter().chain(&their_lines) {
            prop_assert!(all.split('\n').any(|found| found == line), "{line}: {}", told());
        }
        for (side, text) in [('o', &ours), ('t', &theirs)] {
            prop_assert!(words(text, side).is_subset(&words(&all, side)), "{}", told());
        }
        prop_assert_eq!(merge_text(&base, &ours, &base), ours.clone());
        prop_assert_eq!(merge_text(&base, &base, &theirs), theirs.clone());
        prop_assert_eq!(merge_text(&base, &ours, &ours), ours.clone());
    }

    #[test]
    fn sessions(bytes in few(), hands in bytes()) {
        let base = furnished_session(Source(&bytes).session());
        let (ours, theirs) = both_orders(&mut Source(&hands), &base, |hand, base| hand.session(base));
        nothing_is_lost(&base, &ours, &theirs)?;
    }

    #[test]
    fn events(bytes in few(), hands in bytes()) {
        let base = furnished_event(Source(&bytes).event());
        let (ours, theirs) = both_orders(&mut Source(&hands), &base, |hand, base| hand.event(base));
        nothing_is_lost(&base, &ours, &theirs)?;
    }
}

#[test]
fn a_count_that_is_taken_back_is_taken_off_what_others_counted_since() {
    use crate::model::count::named;
    use crate::store::three;
    let at = chrono::DateTime::UNIX_EPOCH.fixed_offset();
    let counted = |by: i64| {
        let mut session = Session::default();
        named(&mut session.tallies, "visitors").add(by, at);
        session
    };
    let sums = |session: &Session| {
        let tally = &session.tallies[0];
        (tally.count, tally.hours[0].count)
    };
    // One was counted and is taken back as if it had never been, while others counted three.
    let (base, none, theirs) = (counted(1), Session::default(), counted(4));
    assert_eq!(sums(&three(&base, &none, &theirs).unwrap()), (3, 3));
    assert_eq!(sums(&three(&base, &theirs, &none).unwrap()), (3, 3));
}
