//! Names across the texts of an event: what one text lacks may stand in another, in the event's
//! links or in the link book.

use super::checked_text::{CheckedText, Given};
use super::event::{CachedText, CheckInput, CheckedTexts, EventPart, InEvent, plain};
use super::names::{
    AMBIGUOUS_REFERENCE, ANONYMOUS_MISMATCH, DUPLICATE_TARGET, UNDEFINED_REFERENCE,
    UNDEFINED_SUBSTITUTION, UNUSED_TARGET,
};
use super::place::Ruler;
use super::{Book, Finding, Fix, Place, Rule, Severity, markup};
use crate::model::public::PublicSession;
use crate::model::session::Placement;
use crate::rst::name::normalise;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// A name that was put off ("link later").
pub(super) static LINK_LATER: Rule = Rule {
    name: "link-later",
    level: Severity::Info,
    docutils: false,
    about: "In an event: a reference to a name whose URL is still to be found. The export writes plain text.",
};

/// What is known of names in the whole event.
pub(super) struct EventNames<'a> {
    /// Names that lead somewhere: of links with a URL, headings, speakers.
    known: HashSet<String>,
    /// Names whose URL is still to be found.
    waiting: HashSet<String>,
    /// The texts that define each name.
    given: HashMap<&'a str, Vec<&'a Given>>,
    /// How often each name is referred to, in all texts.
    referred: HashMap<&'a str, usize>,
    substitutions: HashSet<&'a str>,
    anonymous: isize,
}

impl<'a> EventNames<'a> {
    pub fn of(material: &CheckInput<'_>, texts: &'a CheckedTexts) -> EventNames<'a> {
        let mut names = EventNames {
            known: HashSet::new(),
            waiting: HashSet::new(),
            given: HashMap::new(),
            referred: HashMap::new(),
            substitutions: HashSet::new(),
            anonymous: 0,
        };
        for link in &material.event.links {
            for name in std::iter::once(&link.name).chain(&link.aliases) {
                match link.url {
                    Some(_) => names.known.insert(normalise(name)),
                    None => names.waiting.insert(normalise(name)),
                };
            }
        }
        names.known.insert(normalise(&material.event.title));
        names.known.extend(
            material
                .event
                .closing
                .iter()
                .map(|closing| normalise(&closing.title)),
        );
        for session in material
            .sessions
            .iter()
            .filter(|session| PublicSession::of(session).is_some())
        {
            if session.placement == Placement::Section {
                names.known.insert(normalise(&session.title));
            }
            let speakers = session
                .speakers
                .iter()
                .filter(|speaker| speaker.url.is_some());
            names
                .known
                .extend(speakers.map(|speaker| normalise(&speaker.name)));
        }
        for CachedText { checked, .. } in &texts.cached {
            for given in &checked.gives {
                names
                    .given
                    .entry(given.name.as_str())
                    .or_default()
                    .push(given);
            }
            for (name, _) in &checked.refers {
                *names.referred.entry(name.as_str()).or_insert(0) += 1;
            }
            names
                .substitutions
                .extend(checked.substitutions.iter().map(String::as_str));
            names.anonymous += checked.anonymous;
        }
        names
    }

    fn leads(&self, name: &str, book: &Book) -> bool {
        self.known.contains(name) || self.given.contains_key(name) || book.link(name).is_some()
    }

    /// What a finding of one text is in the whole event; none where the event knows better.
    pub fn judge(
        &self,
        finding: &Finding,
        checked: &CheckedText,
        material: &CheckInput<'_>,
    ) -> Option<Finding> {
        let name = finding.name.as_deref().unwrap_or_default();
        if finding.rule == &UNDEFINED_REFERENCE && !name.is_empty() {
            if self.leads(name, material.book) {
                return None;
            }
            if self.waiting.contains(name) {
                return Some(Finding {
                    rule: &LINK_LATER,
                    level: LINK_LATER.level,
                    message: format!(
                        "the URL of \"{name}\" is still to be found; until then it is plain text"
                    ),
                    fix: None,
                    ..finding.clone()
                });
            }
            if material.book.is_open(name) {
                let message = format!(
                    "the link book has several URLs for \"{name}\"; settle which one is meant"
                );
                return Some(Finding {
                    message,
                    fix: None,
                    ..finding.clone()
                });
            }
        }
        if finding.rule == &UNDEFINED_SUBSTITUTION
            && self.substitutions.contains(name.to_lowercase().as_str())
        {
            return None;
        }
        if finding.rule == &ANONYMOUS_MISMATCH && self.anonymous == 0 {
            return None;
        }
        if finding.rule == &UNUSED_TARGET {
            let elsewhere = self.referred.get(name).copied().unwrap_or(0);
            if elsewhere > checked.times(name) {
                return None;
            }
        }
        if finding.rule == &markup::MISSING_UNDERSCORE
            && finding.fix.is_none()
            && self.leads(name, material.book)
        {
            let end = finding.span.end;
            return Some(Finding {
                message: markup::missing_underscore(name),
                fix: Some(Fix::new("add the underscore", end..end, "_")),
                ..finding.clone()
            });
        }
        Some(finding.clone())
    }

    /// Names that two texts define differently, and the references to them.
    pub fn duplicates(&self, texts: &CheckedTexts, found: &mut Vec<InEvent>) {
        let conflict = |given: &[&Given]| {
            let mut targets = given.iter().filter(|given| given.explicit);
            let first = targets.next();
            first.is_some_and(|first| {
                targets.any(|other| other.uri != first.uri || first.uri.is_none())
            })
        };
        let clashing: HashSet<&str> = self
            .given
            .iter()
            .filter(|(_, given)| conflict(given))
            .map(|(name, _)| *name)
            .collect();
        if clashing.is_empty() {
            return;
        }
        let mut seen: HashSet<&str> = HashSet::new();
        for CachedText {
            part,
            text,
            checked,
            ..
        } in &texts.cached
        {
            let ruler = Ruler::new(text);
            let said: HashSet<(&str, &Range<usize>)> = checked
                .findings
                .iter()
                .map(|finding| (finding.rule.name, &finding.span))
                .collect();
            let mut add =
                |rule: &'static Rule, name: &str, span: &Range<usize>, message: String| {
                    if !said.contains(&(rule.name, span)) {
                        let finding = Finding {
                            name: Some(name.to_owned()),
                            ..plain(rule, &ruler, span.clone(), message)
                        };
                        found.push(InEvent {
                            part: *part,
                            finding,
                        });
                    }
                };
            for given in checked
                .gives
                .iter()
                .filter(|given| given.explicit && clashing.contains(given.name.as_str()))
            {
                if !seen.insert(&given.name) {
                    let message =
                        format!("there are several targets \"{}\" in this event", given.name);
                    add(&DUPLICATE_TARGET, &given.name, &given.span, message);
                }
            }
            for (name, span) in checked
                .refers
                .iter()
                .filter(|(name, _)| clashing.contains(name.as_str()))
            {
                let message = format!(
                    "there are several targets \"{name}\" in this event, so this reference leads nowhere"
                );
                add(&AMBIGUOUS_REFERENCE, name, span, message);
            }
        }
    }

    /// Links that go into the post although nothing refers to them.
    pub fn unused(&self, material: &CheckInput<'_>, found: &mut Vec<InEvent>) {
        let event = material.event;
        let mut urls: HashMap<String, &str> = HashMap::new();
        for (at, link) in event.links.iter().enumerate() {
            let Some(url) = &link.url else { continue };
            let name = normalise(&link.name);
            let other = urls.entry(name.clone()).or_insert(url);
            if *other != url.as_str() {
                let message = format!("the event has two URLs for \"{name}\": {other} and {url}");
                found.push(of_link(&DUPLICATE_TARGET, name, at, message));
            }
        }
        let kept = event
            .links
            .iter()
            .filter(|link| link.url.is_some() && (link.keep || event.layout.keep_links));
        for (at, link) in kept.enumerate() {
            let name = normalise(&link.name);
            if !self.referred.contains_key(name.as_str()) {
                let message = format!("nothing refers to the target \"{name}\"");
                found.push(of_link(&UNUSED_TARGET, name, at, message));
            }
        }
    }
}

/// A finding about one of the event's links, which are counted from 0.
fn of_link(rule: &'static Rule, name: String, at: usize, message: String) -> InEvent {
    let place = Place {
        line: at + 1,
        column: 1,
    };
    InEvent {
        part: EventPart::Links,
        finding: Finding {
            name: Some(name),
            place,
            exact: place,
            ..plain(rule, &Ruler::new(""), 0..0, message)
        },
    }
}
