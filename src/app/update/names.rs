//! Names while typing: offered below the cursor, taken with a key, linked by a key.

use super::super::action::Action;
use super::super::desk::Desk;
use super::super::effect::Effect;
use super::super::layer::{Layer, Prompt, Purpose};
use super::super::names::{Linking, NewLink, Offer, candidates, whole_url, word_at};
use super::super::{App, desk};
use super::{change, save};
use crate::edit::{Editor, LineInput};
use crate::model::link::Link;
use crate::rst::escape::phrase_reference_before;
use crate::rst::name::{collapse, normalise};

/// Offers names behind a back quote that was just typed and begins something.
pub fn typed(app: &mut App, c: char) {
    if c != '`' || app.offer.is_some() {
        return;
    }
    let Some(editor) = app.desk.as_ref().and_then(Desk::editor) else {
        return;
    };
    let at = editor.cursor();
    let line = editor.lines().get(at.line).map_or("", String::as_str);
    let (before, behind) = line.split_at(at.column);
    // One that closes has nothing paired behind it; two in a row begin literal text.
    if behind.starts_with('`')
        && !behind.starts_with("``")
        && before.ends_with('`')
        && !before.ends_with("``")
    {
        open(app, at.line, at.column, true);
    }
}

/// Offers names for the word before the cursor.
pub fn complete(app: &mut App) -> Vec<Effect> {
    let Some(editor) = app.desk.as_ref().and_then(Desk::editor) else {
        return Vec::new();
    };
    let at = editor.cursor();
    let line = editor.lines().get(at.line).map_or("", String::as_str);
    let before = &line[..at.column];
    let quote = before
        .rfind('`')
        .filter(|found| before[..*found].matches('`').count() % 2 == 0);
    let (start, quoted) = match quote {
        Some(found) => (found + 1, true),
        None => {
            let word = before.rfind(|c: char| !c.is_alphanumeric());
            (
                word.map_or(0, |found| {
                    found + before[found..].chars().next().map_or(1, char::len_utf8)
                }),
                false,
            )
        }
    };
    open(app, at.line, start, quoted);
    if app
        .offer
        .as_ref()
        .is_none_or(|offer| offer.found.is_empty())
    {
        app.offer = None;
        app.say("No name fits; Ctrl-K makes a link of the word");
    }
    Vec::new()
}

fn open(app: &mut App, line: usize, start: usize, quoted: bool) {
    let Some(desk) = app.desk.as_ref() else {
        return;
    };
    let mut offer = Offer {
        line,
        start,
        quoted,
        typed: String::new(),
        all: candidates(desk, &app.book, &app.programme.programme),
        found: Vec::new(),
        selected: 0,
    };
    offer.narrow("");
    app.offer = Some(offer);
    follow(app);
}

/// Brings the offer up to date with what is typed, and closes it when the cursor has left the name.
pub fn follow(app: &mut App) {
    let Some(mut offer) = app.offer.take() else {
        return;
    };
    if !app.is_writing() || !app.layers.is_empty() {
        return;
    }
    let Some(editor) = app.desk.as_ref().and_then(Desk::editor) else {
        return;
    };
    let at = editor.cursor();
    let line = editor.lines().get(at.line).map_or("", String::as_str);
    let typed = line.get(offer.start..at.column);
    let there = at.line == offer.line
        && (!offer.quoted
            || line
                .get(..offer.start)
                .is_some_and(|before| before.ends_with('`')));
    let Some(typed) =
        typed.filter(|typed| there && !typed.contains('`') && !typed.starts_with(' '))
    else {
        return;
    };
    if typed != offer.typed {
        offer.narrow(typed);
    }
    app.offer = Some(offer);
}

/// Does an action to the offer, if one is shown and the action is for it.
pub fn act(app: &mut App, action: Action) -> Option<Vec<Effect>> {
    let offer = app.offer.as_mut().filter(|offer| !offer.found.is_empty())?;
    match action {
        Action::Enter | Action::Indent => Some(take(app)),
        Action::Up => {
            offer.selected = offer.selected.saturating_sub(1);
            Some(Vec::new())
        }
        Action::Down => {
            offer.selected = (offer.selected + 1).min(offer.found.len() - 1);
            Some(Vec::new())
        }
        Action::Back => {
            app.offer = None;
            Some(Vec::new())
        }
        _ => None,
    }
}

/// Writes the chosen name as a reference.
fn take(app: &mut App) -> Vec<Effect> {
    let Some(offer) = app.offer.take() else {
        return Vec::new();
    };
    let Some(candidate) = offer.chosen().cloned() else {
        return Vec::new();
    };
    let Some(editor) = app.desk.as_ref().and_then(Desk::editor) else {
        return Vec::new();
    };
    let at = editor.cursor();
    let line = editor.lines().get(at.line).map_or("", String::as_str);
    let start = offer.start - usize::from(offer.quoted);
    // What the pairing put behind the cursor belongs to the name.
    let mut behind = &line[at.column..];
    if offer.quoted
        && let Some(rest) = behind.strip_prefix('`')
    {
        behind = rest
            .strip_prefix("__")
            .or_else(|| rest.strip_prefix('_'))
            .unwrap_or(rest);
    }
    let place = |column| {
        editor.offset(crate::edit::Place {
            line: at.line,
            column,
        })
    };
    let range = place(start)..place(line.len() - behind.len());
    put(app, range, &candidate.name);
    candidate
        .link
        .map_or_else(Vec::new, |link| keep(app, &candidate.name, link))
}

/// Puts a reference to a name in the place of some bytes of the text that is written.
fn put(app: &mut App, range: std::ops::Range<usize>, name: &str) {
    let now = app.elapsed;
    let Some(editor) = app.desk.as_mut().and_then(Desk::editor_mut) else {
        return;
    };
    let next = editor
        .text()
        .get(range.end..)
        .and_then(|rest| rest.chars().next());
    let reference = phrase_reference_before(name, next);
    editor.replace_range(range, &reference, now);
    save::written(app);
}

/// Makes a link of the event, unless the name is known.
fn keep(app: &mut App, name: &str, link: NewLink) -> Vec<Effect> {
    let key = normalise(name);
    let known = |links: &[Link], with_url: bool| {
        links
            .iter()
            .any(|one| crate::post::book::has_name(one, &key) && (one.url.is_some() || !with_url))
    };
    let Some(desk) = app.desk.as_ref() else {
        return Vec::new();
    };
    let wants_url = link.url.is_some();
    if known(&desk.event.links, wants_url) || known(&app.book, true) && !wants_url {
        return Vec::new();
    }
    let name = collapse(name);
    change::change(
        app,
        format!("the link {name}"),
        &[change::About::Event],
        |desk| {
            let links = &mut desk.event.links;
            match links
                .iter_mut()
                .find(|one| crate::post::book::has_name(one, &key))
            {
                Some(waiting) => waiting.url = link.url,
                None => links.push(Link {
                    name,
                    url: link.url,
                    kind: link.kind,
                    ..Link::default()
                }),
            }
        },
    )
}

/// Whether a name leads somewhere.
fn leads(app: &App, name: &str) -> bool {
    let key = normalise(name);
    let links = app
        .desk
        .iter()
        .flat_map(|desk| &desk.event.links)
        .chain(&app.book);
    links
        .into_iter()
        .any(|link| link.url.is_some() && crate::post::book::has_name(link, &key))
}

/// Makes a link of the selection, or of the word or the bare URL at the cursor. `inside` writes the URL into the text.
pub fn link(app: &mut App, inside: bool) -> Vec<Effect> {
    app.offer = None;
    let Some(mut linking) = app.desk.as_ref().and_then(|desk| linking(desk, inside)) else {
        app.say("Put the cursor on a word, or select some, to link it");
        return Vec::new();
    };
    if let Some(url) = whole_url(&linking.name).map(str::to_owned) {
        linking.url = Some(url.clone());
        linking.name.clear();
        return ask(app, linking, Purpose::LinkName, host(&url));
    }
    if !inside && leads(app, &linking.name) {
        put(app, linking.range.clone(), &linking.name);
        return Vec::new();
    }
    ask(
        app,
        linking,
        Purpose::LinkUrl,
        "empty: find it later".to_owned(),
    )
}

/// The selection within a paragraph, else the word at the cursor.
fn linking(desk: &Desk, inside: bool) -> Option<Linking> {
    let editor = desk.editor()?;
    let range = match editor.selection() {
        Some(selection) => editor.offset(selection.start)..editor.offset(selection.end),
        None => {
            let at = editor.cursor();
            let word = word_at(editor.lines().get(at.line)?, at.column)?;
            let offset = |column| {
                editor.offset(crate::edit::Place {
                    line: at.line,
                    column,
                })
            };
            offset(word.start)..offset(word.end)
        }
    };
    let text = editor.text();
    let whole = text.get(range.clone())?;
    let name = whole.trim();
    let start = range.start + whole.find(name)?;
    let one_paragraph =
        !name.is_empty() && !name.lines().any(|line| line.trim().is_empty()) && !name.contains('`');
    one_paragraph.then(|| Linking {
        text: desk.text().unwrap_or(desk::Text::Intro),
        range: start..start + name.len(),
        name: collapse(name),
        url: None,
        inside,
    })
}

fn ask(app: &mut App, linking: Linking, purpose: Purpose, placeholder: String) -> Vec<Effect> {
    app.linking = Some(linking);
    app.layers.push(Layer::Prompt(Prompt {
        purpose,
        input: LineInput::new(""),
        placeholder,
    }));
    Vec::new()
}

/// What a page is called as long as nobody says so.
fn host(url: &str) -> String {
    let rest = url.split("://").nth(1).unwrap_or(url);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}

/// Takes the URL, or the name, that was asked for.
pub fn answered(app: &mut App, purpose: Purpose, typed: &str, otherwise: &str) -> Vec<Effect> {
    let Some(mut linking) = app.linking.take() else {
        return Vec::new();
    };
    // The text that it was asked for has to be the one that is written.
    if app.desk.as_ref().and_then(Desk::text) != Some(linking.text) {
        return Vec::new();
    }
    let url = match purpose {
        Purpose::LinkName => {
            linking.name = collapse(if typed.is_empty() { otherwise } else { typed });
            linking.url.clone()
        }
        _ if typed.is_empty() => None,
        _ => match address(typed) {
            Some(url) => Some(url),
            None => {
                app.complain(format!("{typed} is no URL; nothing was linked"));
                return Vec::new();
            }
        },
    };
    if linking.inside {
        let Some(url) = url else {
            app.say("A link in the text needs its URL");
            return Vec::new();
        };
        return inside(app, &linking, &url);
    }
    put(app, linking.range.clone(), &linking.name);
    let said = match &url {
        Some(_) => format!("{} is a link", linking.name),
        None => format!(
            "{} waits for its URL; the post has it as plain text until then",
            linking.name
        ),
    };
    let effects = keep(app, &linking.name, NewLink { url, kind: None });
    app.say(said);
    effects
}

/// A URL as people type it: `fedoraproject.org` gets its scheme.
fn address(typed: &str) -> Option<String> {
    if let Some(url) = whole_url(typed) {
        return Some(url.to_owned());
    }
    let with = format!("https://{typed}");
    let host = typed.split('/').next().unwrap_or_default();
    let sound = host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && !typed.contains(':');
    whole_url(&with).filter(|_| sound).map(str::to_owned)
}

/// Writes `` `text <url>`__ ``.
fn inside(app: &mut App, linking: &Linking, url: &str) -> Vec<Effect> {
    let now = app.elapsed;
    if let Some(editor) = app.desk.as_mut().and_then(Desk::editor_mut) {
        let next = editor
            .text()
            .get(linking.range.end..)
            .and_then(|rest| rest.chars().next());
        let reference = phrase_reference_before(&linking.name, next);
        // The name's closing marks make room for the address.
        if let Some(at) = reference.rfind("`_") {
            let (name, tail) = (&reference[..at], &reference[at + 2..]);
            let url = url.replace('_', "\\_").replace("\\_\\_", "__");
            let url = if url.ends_with("\\_") {
                url
            } else {
                url.replace("\\_", "_")
            };
            editor.replace_range(
                linking.range.clone(),
                &format!("{name} <{url}>`__{tail}"),
                now,
            );
            save::written(app);
        }
    }
    Vec::new()
}

/// Makes a link of the selection when what is pasted is a URL and nothing else. Says whether it did.
pub fn pasted(app: &mut App, pasted: &str) -> Option<Vec<Effect>> {
    let url = whole_url(pasted)?.to_owned();
    let desk = app.desk.as_ref()?;
    desk.editor()
        .filter(|editor: &&Editor| editor.selection().is_some())?;
    let linking = linking(desk, false).filter(|linking| whole_url(&linking.name).is_none())?;
    put(app, linking.range.clone(), &linking.name);
    let effects = keep(
        app,
        &linking.name,
        NewLink {
            url: Some(url.clone()),
            kind: None,
        },
    );
    let key = normalise(&linking.name);
    let other = app
        .desk
        .iter()
        .flat_map(|desk| &desk.event.links)
        .find(|link| crate::post::book::has_name(link, &key));
    match other
        .and_then(|link| link.url.clone())
        .filter(|known| *known != url)
    {
        Some(known) => app.complain(format!(
            "{} leads to {known} already; that was kept",
            linking.name
        )),
        None => app.say(format!("{} is a link", linking.name)),
    }
    Some(effects)
}
