//! Making a link of what is written: a key on a word, a selection or a bare URL, and a URL that is
//! pasted over a selection.

use super::super::App;
use super::super::effect::Effect;
use super::super::layer::{Layer, Prompt, Purpose};
use super::super::names::{Linking, NewLink, whole_url, word_at};
use super::super::open_event::{self, OpenEvent};
use super::names::{put, refer};
use super::{change, save};
use crate::edit::{Editor, LineInput};
use crate::model::link::Link;
use crate::post::book::has_name;
use crate::rst::escape::phrase_reference_before;
use crate::rst::name::{collapse, normalise};
use std::ops::Range;

/// Whether a name leads somewhere.
fn leads(app: &App, name: &str) -> bool {
    let key = normalise(name);
    let links = app
        .open_event
        .iter()
        .flat_map(|open_event| &open_event.event.links)
        .chain(&app.book);
    links
        .into_iter()
        .any(|link| link.url.is_some() && has_name(link, &key))
}

/// Makes a link of the selection, or of the word or the bare URL at the cursor. `inside` writes the
/// URL into the text.
pub fn link(app: &mut App, inside: bool) -> Vec<Effect> {
    app.offer = None;
    let Some(mut linking) = app
        .open_event
        .as_ref()
        .and_then(|open_event| linking(open_event, inside))
    else {
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
fn linking(open_event: &OpenEvent, inside: bool) -> Option<Linking> {
    let editor = open_event.editor()?;
    let range = match editor.selection() {
        Some(selection) => editor.offset(selection.start)..editor.offset(selection.end),
        None => {
            let at = editor.cursor();
            let word = word_at(editor.lines().get(at.line)?, at.column)?;
            let offset = |column| {
                editor.offset(crate::edit::TextPlace {
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
        text: open_event.text().unwrap_or(open_event::TextId::Intro),
        range: start..start + name.len(),
        phrase: name.to_owned(),
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
    let Some(range) = place(app, &linking) else {
        return without_text(app, &linking.name, url);
    };
    linking.range = range;
    if linking.inside {
        let Some(url) = url else {
            app.say("A link in the text needs its URL");
            return Vec::new();
        };
        return inside(app, &linking, &url);
    }
    let said = match &url {
        Some(_) => format!("{} is a link", linking.name),
        None => format!(
            "{} waits for its URL; the post has it as plain text until then",
            linking.name
        ),
    };
    let link = NewLink { url, kind: None };
    let effects = refer(app, linking.range.clone(), &linking.name, Some(link));
    app.say(said);
    effects
}

/// Where the phrase that is to be linked stands now: others may have written in the text meanwhile,
/// or removed it.
fn place(app: &App, linking: &Linking) -> Option<Range<usize>> {
    let open_event = app.open_event.as_ref()?;
    if open_event.text() != Some(linking.text) {
        return None;
    }
    let text = open_event.editor()?.text();
    if text.get(linking.range.clone()) == Some(&linking.phrase) {
        return Some(linking.range.clone());
    }
    let found = text.match_indices(&linking.phrase).map(|(at, _)| at);
    let start = found.min_by_key(|at| at.abs_diff(linking.range.start))?;
    Some(start..start + linking.phrase.len())
}

/// The phrase is not there any more: its name and URL are kept among the event's links.
fn without_text(app: &mut App, name: &str, url: Option<String>) -> Vec<Effect> {
    let Some(url) = url else {
        return Vec::new();
    };
    let key = normalise(name);
    let effects = change::transact(
        app,
        format!("the link {name}"),
        &[change::Changed::Event],
        |open_event| {
            let mut links = open_event.event.links.iter_mut();
            match links.find(|link| has_name(link, &key)) {
                Some(link) => link.url = Some(url),
                None => open_event.event.links.push(Link {
                    name: name.to_owned(),
                    url: Some(url),
                    ..Link::default()
                }),
            }
        },
    );
    app.say(format!(
        "{name} is no longer in the text; its link stays with the event"
    ));
    effects
}

/// A URL as people type it: `fedoraproject.org` gets its scheme.
pub fn address(typed: &str) -> Option<String> {
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
    if let Some(editor) = app.open_event.as_mut().and_then(OpenEvent::editor_mut) {
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

/// Makes a link of the selection when what is pasted is a URL and nothing else. Says whether it
/// did.
pub fn pasted(app: &mut App, pasted: &str) -> Option<Vec<Effect>> {
    let url = whole_url(pasted)?.to_owned();
    let open_event = app.open_event.as_ref()?;
    open_event
        .editor()
        .filter(|editor: &&Editor| editor.selection().is_some())?;
    let linking =
        linking(open_event, false).filter(|linking| whole_url(&linking.name).is_none())?;
    let link = NewLink {
        url: Some(url.clone()),
        kind: None,
    };
    let effects = refer(app, linking.range.clone(), &linking.name, Some(link));
    let key = normalise(&linking.name);
    let other = app
        .open_event
        .iter()
        .flat_map(|open_event| &open_event.event.links)
        .find(|link| has_name(link, &key));
    match other
        .and_then(|link| link.url.clone())
        .filter(|known| *known != url)
    {
        Some(known) => app.complain(format!(
            "{} leads to {known} already; nothing was changed",
            linking.name
        )),
        None => app.say(format!("{} is a link", linking.name)),
    }
    Some(effects)
}
