//! The names that are offered while a reference is typed, and what is known of the one that is
//! about to be linked.

use super::open_event::{OpenEvent, TextId};
use crate::model::entry::EntryMark;
use crate::model::link::{Link, LinkKind};
use crate::model::programme::Programme;
use crate::rst::name::normalise;
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// How many names are found at most.
const MOST: usize = 50;

/// A name that can be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The name.
    pub name: String,
    /// Where it leads, or what it is.
    pub about: String,
    /// The link that the event gets when it is taken.
    pub link: Option<NewLink>,
}

/// What becomes a link of the event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLink {
    /// Its URL; nothing for later.
    pub url: Option<String>,
    /// What it is.
    pub kind: Option<LinkKind>,
}

/// The names that are offered below the cursor.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The line in which the name is typed, from 0.
    pub line: usize,
    /// The byte at which it begins.
    pub start: usize,
    /// It stands behind a back quote.
    pub quoted: bool,
    /// What was typed of it when names were looked for last.
    pub typed: String,
    /// All names, best first.
    pub all: Vec<Candidate>,
    /// Those that fit, by their places in all.
    pub found: Vec<usize>,
    /// Which of them is chosen.
    pub selected: usize,
}

impl Offer {
    /// Looks for the names that fit what is typed.
    pub fn narrow(&mut self, typed: &str) {
        self.selected = 0;
        self.found = fitting(&self.all, typed);
        self.typed = typed.to_owned();
    }

    /// The chosen name.
    pub fn chosen(&self) -> Option<&Candidate> {
        self.all.get(*self.found.get(self.selected)?)
    }
}

/// A place in a text that is about to become a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linking {
    /// Which text.
    pub text: TextId,
    /// The bytes that the reference takes the place of.
    pub range: Range<usize>,
    /// What stood there.
    pub phrase: String,
    /// The name; nothing when it is the name that is asked for.
    pub name: String,
    /// The URL, where that is known and the name is asked for.
    pub url: Option<String>,
    /// The URL goes into the text itself.
    pub inside: bool,
}

/// The names that fit some letters, best first: by the letters, then as they stand.
pub fn fitting(all: &[Candidate], typed: &str) -> Vec<usize> {
    if typed.trim().is_empty() {
        return (0..all.len().min(MOST)).collect();
    }
    let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let mut scored: Vec<(u32, usize)> = all
        .iter()
        .enumerate()
        .filter_map(|(at, one)| {
            let score = pattern.score(Utf32Str::new(&one.name, &mut buffer), &mut matcher);
            score.map(|score| (score, at))
        })
        .collect();
    scored.sort_by_key(|(score, at)| (std::cmp::Reverse(*score), *at));
    scored.into_iter().take(MOST).map(|(_, at)| at).collect()
}

/// Where names come from, the nearest first.
#[derive(Debug, Clone, Default)]
pub struct NameSources {
    candidates: Vec<Candidate>,
    known: HashSet<String>,
}

impl NameSources {
    /// Adds a name, unless a nearer source has it.
    pub fn add(&mut self, name: &str, about: &str, link: Option<NewLink>) {
        let key = normalise(name);
        if !key.is_empty() && self.known.insert(key) {
            self.candidates.push(Candidate {
                name: crate::rst::name::collapse(name),
                about: about.to_owned(),
                link,
            });
        }
    }

    /// Adds links: they are known already.
    pub fn links(&mut self, links: &[Link]) {
        for link in links {
            let about = link.url.as_deref().unwrap_or("link later");
            for name in std::iter::once(&link.name).chain(&link.aliases) {
                self.add(name, about, None);
            }
        }
    }

    /// All names: those that the texts use most, and of equal ones the last used, first.
    pub fn sorted(mut self, uses: &HashMap<String, (usize, usize)>) -> Vec<Candidate> {
        let rank = |one: &Candidate| uses.get(&normalise(&one.name)).copied().unwrap_or_default();
        self.candidates
            .sort_by_cached_key(|one| std::cmp::Reverse(rank(one)));
        self.candidates
    }
}

/// The names that an event offers: its links, the link book, its speakers, organisations and
/// people, and those of the conference's programme.
pub fn candidates(
    open_event: &OpenEvent,
    book: &[Link],
    programme: &Programme,
    taken: &[String],
) -> Vec<Candidate> {
    let mut sources = NameSources::default();
    sources.links(&open_event.event.links);
    sources.links(book);
    let event = open_event.event.people.owner().iter();
    for (_, session) in &open_event.sessions {
        for speaker in &session.speakers {
            let link = NewLink {
                url: speaker.url.clone(),
                kind: Some(LinkKind::Person),
            };
            sources.add(&speaker.name, "speaker", Some(link));
            if let Some(affiliation) = &speaker.affiliation {
                sources.add(
                    affiliation,
                    "speaker's",
                    Some(NewLink {
                        url: None,
                        kind: Some(LinkKind::Company),
                    }),
                );
            }
        }
        for organisation in &session.organisations {
            sources.add(
                organisation,
                "organisation",
                Some(NewLink {
                    url: None,
                    kind: Some(LinkKind::Company),
                }),
            );
        }
    }
    let people = open_event
        .sessions
        .iter()
        .flat_map(|(_, session)| session.people.owner());
    for person in event.chain(people) {
        // A private person's URL is nobody's business; the name is typed by the person who writes.
        let url = person
            .url
            .clone()
            .filter(|_| person.mark == Some(EntryMark::Public));
        sources.add(
            &person.name,
            "person met",
            Some(NewLink {
                url,
                kind: Some(LinkKind::Person),
            }),
        );
        if let Some(project) = &person.project {
            sources.add(
                project,
                "project",
                Some(NewLink {
                    url: None,
                    kind: Some(LinkKind::Project),
                }),
            );
        }
    }
    for talk in &programme.talks {
        for speaker in &talk.speakers {
            let link = NewLink {
                url: speaker.url.clone(),
                kind: Some(LinkKind::Person),
            };
            sources.add(&speaker.name, "programme", Some(link));
        }
        if let Some(url) = &talk.url {
            let link = NewLink {
                url: Some(url.clone()),
                kind: Some(LinkKind::Page),
            };
            sources.add(&talk.facts().title, url, Some(link));
        }
    }
    let mut uses = uses(open_event);
    // What was taken last was used last, wherever in the texts that is.
    for (at, name) in taken.iter().enumerate() {
        if let Some((_, last)) = uses.get_mut(&normalise(name)) {
            *last = usize::MAX / 2 + at;
        }
    }
    sources.sorted(&uses)
}

/// How many names the event's texts refer to, or are kept for its post.
pub fn count(open_event: &OpenEvent) -> usize {
    let links = open_event.event.links.iter();
    let kept = links.filter(|link| link.keep || open_event.event.layout.keep_links);
    let mut names: HashSet<String> = uses(open_event).into_keys().collect();
    names.extend(kept.map(|link| normalise(&link.name)));
    names.len()
}

/// How often names stand in back quotes in the event's texts, and when the last time was, by their
/// normalised form.
fn uses(open_event: &OpenEvent) -> HashMap<String, (usize, usize)> {
    let mut uses: HashMap<String, (usize, usize)> = HashMap::new();
    let closing = open_event
        .event
        .closing
        .iter()
        .map(|closing| closing.text.as_str());
    let notes = open_event
        .sessions
        .iter()
        .map(|(_, session)| session.notes.as_str());
    let texts = std::iter::once(open_event.event.intro.as_str())
        .chain(notes)
        .chain(closing);
    let mut count = 0;
    for text in texts {
        for (end, _) in text.match_indices("`_") {
            if let Some(start) = text[..end].rfind('`') {
                count += 1;
                let entry = uses.entry(normalise(&text[start + 1..end])).or_default();
                *entry = (entry.0 + 1, count);
            }
        }
    }
    uses
}

/// The URL that a text is, if it is one and nothing else.
pub fn whole_url(text: &str) -> Option<&str> {
    let text = text.trim();
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))?;
    let sound = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '`' | '<' | '>');
    (!rest.is_empty() && text.chars().all(sound)).then_some(text)
}

/// The bytes of the word, or of the bare URL, at a byte of a line. Punctuation at a URL's end is
/// not part of it.
pub fn word_at(line: &str, at: usize) -> Option<Range<usize>> {
    let gap = |c: char| c.is_whitespace() || matches!(c, '`' | '<' | '>' | '"');
    let before = line.get(..at)?;
    let start = before.rfind(gap).map_or(0, |found| {
        found + before[found..].chars().next().map_or(1, char::len_utf8)
    });
    let end = line[at..].find(gap).map_or(line.len(), |found| at + found);
    let text = &line[start..end];
    let inner = match whole_url(text) {
        Some(_) => text.trim_end_matches(['.', ',', ';', ':', '!', '?', ')']),
        None => {
            text.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '+' | '#' | '@' | '/'))
        }
    };
    if inner.is_empty() {
        return None;
    }
    let from = start + text.find(inner)?;
    Some(from..from + inner.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(all: &[Candidate], found: &[usize]) -> Vec<String> {
        found.iter().map(|at| all[*at].name.clone()).collect()
    }

    #[test]
    fn the_most_used_name_comes_first_and_letters_narrow() {
        let mut sources = NameSources::default();
        for name in ["Fedora", "Project Atomic", "Podman", "fedora "] {
            sources.add(name, "", None);
        }
        let uses = HashMap::from([("podman".to_owned(), (2, 5)), ("fedora".to_owned(), (1, 6))]);
        let all = sources.sorted(&uses);
        assert_eq!(
            names(&all, &fitting(&all, "")),
            ["Podman", "Fedora", "Project Atomic"]
        );
        assert_eq!(names(&all, &fitting(&all, "atom")), ["Project Atomic"]);
        assert!(fitting(&all, "zzz").is_empty());
    }

    #[test]
    fn a_word_and_a_url_are_found_around_the_cursor() {
        let line = "See (https://x.example/a_b). And \u{201c}Fedora\u{201d}, now";
        let word = |at| word_at(line, at).map(|range| &line[range]);
        assert_eq!(word(line.find("Fed").unwrap() + 2), Some("Fedora"));
        assert_eq!(word(0), Some("See"));
        assert_eq!(word_at("https://x.example/a.", 4), Some(0..19));
        assert_eq!(word_at("a  b", 2), None);
        assert_eq!(whole_url("https://x y"), None);
        assert_eq!(whole_url(" http://x "), Some("http://x"));
    }
}
