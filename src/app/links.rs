//! The names of the open event and of the link book, as a list: where each leads, and where it is
//! used.

use super::open_event::{OpenEvent, TextId};
use crate::edit::LineInput;
use crate::model::link::{Link, LinkKind};
use crate::post::book::{conflicts, names};
use crate::rst::name::normalise;
use crate::rst::tree::{Destination, InlineBody, Referent};
use crate::rst::{self, walk};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// A reference in one of the event's texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The text.
    pub text: TextId,
    /// Its bytes there.
    pub span: Range<usize>,
    /// What stands there.
    pub written: String,
    /// Its line, from 0.
    pub line: usize,
    /// What that line says.
    pub says: String,
}

/// Where a link is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkPlace {
    /// Among the event's links.
    Event(usize),
    /// In the link book.
    Book(usize),
    /// Nowhere: the texts refer to a name that nobody knows.
    Nowhere,
}

/// What a row stands among, in the order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkGroup {
    /// Names with more than one URL.
    Conflict,
    /// Names without a URL.
    Open,
    /// What the event refers to.
    Used,
    /// What is written into the post although nothing refers to it.
    Unreferenced,
    /// Links of the event to which nothing refers, so that the post does not have them.
    Unused,
    /// All other names of the link book.
    Book,
}

impl LinkGroup {
    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            LinkGroup::Conflict => "More than one URL",
            LinkGroup::Open => "Without a URL",
            LinkGroup::Used => "In this event",
            LinkGroup::Unreferenced => "Kept for the post, used nowhere",
            LinkGroup::Unused => "Used nowhere",
            LinkGroup::Book => "The link book",
        }
    }
}

/// A name.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkRow {
    /// What it stands among.
    pub group: LinkGroup,
    /// The name.
    pub name: String,
    /// Where it leads.
    pub url: Option<String>,
    /// Other names for it.
    pub aliases: Vec<String>,
    /// What it is.
    pub kind: Option<LinkKind>,
    /// Where it is kept.
    pub place: LinkPlace,
    /// Where the event refers to it, in the order of the post.
    pub uses: Vec<Use>,
}

/// A line of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkLine {
    /// The heading of a group.
    Head(LinkGroup),
    /// A name, by its place among the rows.
    Name(usize),
}

/// The list.
#[derive(Debug, Clone, Default)]
pub struct LinksDialog {
    /// What is looked for.
    pub input: LineInput,
    /// The keys go into that.
    pub filtering: bool,
    /// All names.
    pub rows: Vec<LinkRow>,
    /// What is shown of them.
    pub lines: Vec<LinkLine>,
    /// The chosen line; never a heading while there are names.
    pub selected: usize,
    /// The first line that is seen.
    pub top: usize,
    /// Which of the places where the chosen name is used has the keys.
    pub within: Option<usize>,
    /// The state of the event of which the rows are.
    pub state: Option<u64>,
}

impl LinksDialog {
    /// The chosen name.
    pub fn chosen(&self) -> Option<&LinkRow> {
        match self.lines.get(self.selected) {
            Some(LinkLine::Name(at)) => self.rows.get(*at),
            _ => None,
        }
    }

    /// Makes the rows anew, if the event or the book is not what they were made of.
    pub fn follow(&mut self, open_event: &OpenEvent, book: &[Link]) {
        if self.state != Some(open_event.state()) {
            self.state = Some(open_event.state());
            let before = self.chosen().cloned();
            self.rows = rows(open_event, book);
            self.narrow();
            self.stay(before.as_ref());
        }
    }

    /// Leaves the names that fit what is typed.
    pub fn narrow(&mut self) {
        let typed = self.input.text().to_lowercase();
        let words: Vec<&str> = typed.split_whitespace().collect();
        let fits = |row: &LinkRow| {
            let url = row.url.as_deref().unwrap_or_default();
            let text = format!("{} {} {url}", row.name, row.aliases.join(" ")).to_lowercase();
            words.iter().all(|word| text.contains(word))
        };
        self.lines.clear();
        let mut last = None;
        for (at, row) in self.rows.iter().enumerate().filter(|(_, row)| fits(row)) {
            if last != Some(row.group) {
                last = Some(row.group);
                self.lines.push(LinkLine::Head(row.group));
            }
            self.lines.push(LinkLine::Name(at));
        }
        self.selected = usize::from(!self.lines.is_empty());
        self.within = None;
    }

    /// Stays at the name that was chosen: at that very link, else at what has its name now, else
    /// where it was.
    fn stay(&mut self, before: Option<&LinkRow>) {
        let Some(before) = before else { return };
        let find = |same: &dyn Fn(&LinkRow) -> bool| {
            self.lines.iter().position(|line| match line {
                LinkLine::Name(at) => self.rows.get(*at).is_some_and(same),
                LinkLine::Head(_) => false,
            })
        };
        let key = normalise(&before.name);
        let found = find(&|row| row.name == before.name && row.url == before.url)
            .or_else(|| find(&|row| normalise(&row.name) == key))
            .or_else(|| find(&|row| row.place == before.place));
        self.selected = found.unwrap_or(self.selected);
    }

    /// Chooses the first name that is shown and meant.
    pub fn choose(&mut self, meant: impl Fn(&LinkRow) -> bool) {
        let found = self.lines.iter().position(|line| match line {
            LinkLine::Name(at) => self.rows.get(*at).is_some_and(&meant),
            LinkLine::Head(_) => false,
        });
        self.selected = found.unwrap_or(self.selected);
    }

    /// Goes so many names on.
    pub fn step(&mut self, by: isize) {
        let names: Vec<usize> = (0..self.lines.len())
            .filter(|at| matches!(self.lines[*at], LinkLine::Name(_)))
            .collect();
        let at = names.iter().position(|at| *at == self.selected);
        let last = names.len().saturating_sub(1);
        let to = at.unwrap_or(0).saturating_add_signed(by).min(last);
        self.selected = names.get(to).copied().unwrap_or(0);
    }
}

/// The texts of an event in the order of the post.
pub fn texts(open_event: &OpenEvent) -> Vec<(TextId, &str)> {
    let notes = open_event
        .sessions
        .iter()
        .map(|(session_id, session)| (TextId::Notes(*session_id), session.notes.as_str()));
    let closing = open_event.event.closing.iter();
    std::iter::once((TextId::Intro, open_event.event.intro.as_str()))
        .chain(notes)
        .chain(closing.map(|closing| (TextId::Closing, closing.text.as_str())))
        .collect()
}

/// Where an event refers to which name: by the normalised name, with the name as it stands there
/// first. Names that a text defines itself are left out.
pub fn uses(open_event: &OpenEvent) -> Vec<(String, String, Vec<Use>)> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut found: Vec<(String, String, Vec<Use>)> = Vec::new();
    let mut own: HashSet<String> = HashSet::new();
    for (text, source) in texts(open_event) {
        if !source.contains('_') {
            continue;
        }
        let document = rst::parse(source);
        let targets = walk::targets(&document).into_iter();
        own.extend(targets.filter_map(|(_, target)| match target.to {
            Destination::Uri(_) | Destination::Here | Destination::Name(_) => {
                target.name.as_deref().map(normalise)
            }
        }));
        walk::walk(&document.blocks, &mut |node| {
            let walk::Node::Text(inlines) = node else {
                return;
            };
            for inline in inlines {
                let reference = match &inline.body {
                    InlineBody::InlineTarget(name) => {
                        own.insert(normalise(name));
                        continue;
                    }
                    InlineBody::Reference(reference) => reference,
                    _ => continue,
                };
                let name = match &reference.to {
                    Referent::Name(name) | Referent::Alias { name, .. } => name,
                    Referent::Embedded { named: true, .. } => {
                        own.insert(normalise(&reference.text));
                        continue;
                    }
                    _ => continue,
                };
                let key = normalise(name);
                let at = *places.entry(key.clone()).or_insert_with(|| {
                    found.push((key, rst::name::collapse(name), Vec::new()));
                    found.len() - 1
                });
                found[at]
                    .2
                    .push(place(text, source, inline.span.start..inline.span.end));
            }
        });
    }
    found.retain(|(key, ..)| !own.contains(key));
    found
}

/// The names, normalised, that headings give: a reference to one of them leads there.
pub fn headings(open_event: &OpenEvent) -> HashSet<String> {
    let titles = open_event
        .sessions
        .iter()
        .map(|(_, session)| &session.title);
    let closing = open_event
        .event
        .closing
        .iter()
        .map(|closing| &closing.title);
    let titles = titles.chain(closing).chain([&open_event.event.title]);
    let mut found: HashSet<String> = titles.map(|title| normalise(title)).collect();
    for (_, source) in texts(open_event) {
        let document = rst::parse(source);
        let own = walk::headings(&document).into_iter();
        found.extend(
            own.map(|section| normalise(&rst::plain_inlines(&section.heading.title.inlines))),
        );
    }
    found
}

fn place(text: TextId, source: &str, span: Range<usize>) -> Use {
    let at = span.start;
    let before = &source[..at];
    let start = before.rfind('\n').map_or(0, |found| found + 1);
    let end = source[at..].find('\n').map_or(source.len(), |end| at + end);
    Use {
        text,
        written: source[span.clone()].to_owned(),
        span,
        line: before.matches('\n').count(),
        says: source[start..end].trim().to_owned(),
    }
}

/// The names of an event and of the book, group by group, each by name.
pub fn rows(open_event: &OpenEvent, book: &[Link]) -> Vec<LinkRow> {
    let mut used: HashMap<String, (String, Vec<Use>)> = HashMap::new();
    for (key, name, uses) in uses(open_event) {
        used.insert(key, (name, uses));
    }
    let event = &open_event.event.links;
    let mut known: HashSet<String> = HashSet::new();
    let mut rows = Vec::new();
    let of = |link: &Link, place: LinkPlace| -> LinkRow {
        let keys: HashSet<String> = names(link).map(|name| normalise(name)).collect();
        let mut uses: Vec<Use> = keys
            .iter()
            .filter_map(|key| Some(used.get(key)?.1.iter().cloned()))
            .flatten()
            .collect();
        uses.sort_by_key(|one| (order(open_event, one.text), one.span.start));
        LinkRow {
            group: LinkGroup::Used,
            name: link.name.clone(),
            url: link.url.clone(),
            aliases: link.aliases.clone(),
            kind: link.kind,
            place,
            uses,
        }
    };
    let open = conflicts(event);
    for (at, link) in event.iter().enumerate() {
        known.extend(names(link).map(|name| normalise(name)));
        let mut row = of(link, LinkPlace::Event(at));
        row.group = match (in_conflict(link, &open), &link.url, row.uses.is_empty()) {
            (true, ..) => LinkGroup::Conflict,
            (_, None, _) => LinkGroup::Open,
            (_, _, false) => LinkGroup::Used,
            (..) if link.keep || open_event.event.layout.keep_links => LinkGroup::Unreferenced,
            _ => LinkGroup::Unused,
        };
        rows.push(row);
    }
    let open = conflicts(book);
    for (at, link) in book.iter().enumerate() {
        let mut row = of(link, LinkPlace::Book(at));
        // The event's own link goes before it.
        if names(link).any(|name| known.contains(&normalise(name))) {
            row.uses.clear();
        }
        row.group = match (in_conflict(link, &open), &link.url, row.uses.is_empty()) {
            (true, ..) => LinkGroup::Conflict,
            (_, None, false) => LinkGroup::Open,
            (_, Some(_), false) => LinkGroup::Used,
            _ => LinkGroup::Book,
        };
        rows.push(row);
    }
    known.extend(book.iter().flat_map(names).map(|name| normalise(name)));
    if used.keys().any(|key| !known.contains(key)) {
        known.extend(headings(open_event));
    }
    let unknown = used.into_iter().filter(|(key, _)| !known.contains(key));
    rows.extend(unknown.map(|(_, (name, uses))| LinkRow {
        group: LinkGroup::Open,
        name,
        url: None,
        aliases: Vec::new(),
        kind: None,
        place: LinkPlace::Nowhere,
        uses,
    }));
    rows.sort_by_cached_key(|row| (row.group, normalise(&row.name), row.url.clone()));
    rows
}

fn in_conflict(link: &Link, open: &std::collections::BTreeMap<String, Vec<usize>>) -> bool {
    !open.is_empty()
        && link.url.is_some()
        && names(link).any(|name| open.contains_key(&normalise(name)))
}

/// The place of a text in the post.
fn order(open_event: &OpenEvent, text: TextId) -> usize {
    match text {
        TextId::Intro => 0,
        TextId::Closing => usize::MAX,
        TextId::Notes(session_id) => open_event
            .sessions
            .iter()
            .position(|(found, _)| *found == session_id)
            .map_or(usize::MAX, |at| at + 1),
    }
}
