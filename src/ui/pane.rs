//! What is chosen in the timeline: its title, what is known of it, its text, and what was captured
//! there.

use super::keys::hints;
use super::recovery::folded;
use super::theme::Role;
use super::write::{Pen, width};
use crate::app::App;
use crate::app::action::Action;
use crate::app::entries::clock;
use crate::app::geometry::{self, Area};
use crate::app::keymap::KeyContext;
use crate::app::open_event::{Focus, OpenEvent, TimelineRow};
use crate::app::unreadable::UnreadableFile;
use crate::model::entry::{Entry, Person};
use crate::model::session::Session;

/// Draws it; the answer is where the cursor belongs.
pub fn draw(
    app: &App,
    open_event: &OpenEvent,
    pen: &mut Pen<'_>,
    area: Area,
) -> Option<(u16, u16)> {
    let second = area.below(1);
    match open_event.selected {
        TimelineRow::Session(session_id) => {
            let session = open_event.session(session_id)?;
            let kind = session.kind.word();
            pen.right(area, kind, Role::Dim);
            let title = Area {
                width: area.width.saturating_sub(width(kind) + 2),
                ..area
            };
            pen.text(title, &session.title, Role::Title);
            pen.text(second, &known(session), Role::Dim);
            captured(
                session.entries.owner(),
                session.people.owner(),
                pen,
                below(open_event, area),
            );
        }
        TimelineRow::Intro => {
            pen.text(area, "Introduction", Role::Title);
            pen.text(second, "stands before the first session", Role::Dim);
        }
        TimelineRow::Closing => {
            let closing = open_event.event.closing.as_ref();
            pen.text(
                area,
                closing.map_or("Closing", |closing| &closing.title),
                Role::Title,
            );
            pen.text(second, "the last section of the post", Role::Dim);
        }
        TimelineRow::Links => {
            links(app, open_event, pen, area);
            return None;
        }
        TimelineRow::Inbox => {
            pen.text(area, "Inbox", Role::Title);
            pen.text(second, "what was captured outside any session", Role::Dim);
            let (entries, people) = (
                open_event.event.entries.owner(),
                open_event.event.people.owner(),
            );
            let list = area.below(geometry::PANE_HEAD);
            if entries.is_empty() && people.is_empty() {
                let key = app.settings.keymap.key(KeyContext::Lists, Action::Capture);
                let key = key.map_or_else(String::new, |key| key.to_string());
                pen.texts(
                    list,
                    &[
                        (&key, Role::Key),
                        (" keeps a line here when no session runs", Role::Dim),
                    ],
                );
            }
            captured(entries, people, pen, list);
            return None;
        }
        TimelineRow::Broken(at) => {
            pen.text(area, "A file that cannot be read", Role::Title);
            pen.text(
                second,
                "it stays as it is; everything else works",
                Role::Dim,
            );
            if let Some(broken) = open_event.unreadable.get(at) {
                unreadable(app, broken, pen, area.below(geometry::PANE_HEAD));
            }
            return None;
        }
        TimelineRow::NewNote | TimelineRow::Day(_) => {
            new_note(app, open_event, pen, area);
            return None;
        }
    }
    badge(app, pen, second);
    let text = geometry::text_area(area, open_event.below());
    let editor = open_event.editor()?;
    if editor.is_empty() && open_event.focus == Focus::Timeline {
        let key = app.settings.keymap.key(KeyContext::Lists, Action::Enter);
        let key = key.map_or_else(String::new, |key| key.to_string());
        pen.texts(text, &[(&key, Role::Key), (" to write", Role::Dim)]);
        return None;
    }
    editor.draw(super::rect(text), pen.screen, &pen.theme.edit());
    match open_event.focus {
        Focus::Pane => editor.screen_cursor(super::rect(text)),
        Focus::Timeline => None,
    }
}

/// Says instead of what is known that somebody else writes here, and how to take over.
fn badge(app: &App, pen: &mut Pen<'_>, area: Area) {
    let Some(holder) = app.reads_only() else {
        return;
    };
    pen.text(area, &" ".repeat(usize::from(area.width)), Role::Text);
    let key = app
        .settings
        .keymap
        .key(app.context_below(), Action::TakeOver);
    let key = key.map_or_else(String::new, |key| key.to_string());
    let since = holder.since.with_timezone(&app.zone()).format("%H:%M");
    let long = format!(
        "read-only: open in another hallway, pid {}, since {since}   ",
        holder.pid
    );
    let last = format!("{key} takes over");
    let said = match width(&long) + width(&last) > area.width {
        true => "open in another window   ",
        false => &long,
    };
    pen.texts(
        area,
        &[
            (said, Role::Warning),
            (&key, Role::Key),
            (" takes over", Role::Dim),
        ],
    );
}

/// The rows under the text.
fn below(open_event: &OpenEvent, area: Area) -> Area {
    let text = geometry::text_area(area, open_event.below());
    area.below(text.y + text.height - area.y)
}

/// Time, room, people: whatever there is.
fn known(session: &Session) -> String {
    let mut parts: Vec<String> = Vec::new();
    if let Some(starts) = session.starts {
        let ends = session.ends.map(|ends| ends.format("-%H:%M").to_string());
        parts.push(format!(
            "{}{}",
            starts.format("%a %H:%M"),
            ends.unwrap_or_default()
        ));
    }
    parts.extend(session.room.clone());
    let speakers: Vec<String> = session
        .speakers
        .iter()
        .map(|speaker| match &speaker.affiliation {
            Some(affiliation) => format!("{}, {affiliation}", speaker.name),
            None => speaker.name.clone(),
        })
        .collect();
    parts.extend([
        speakers.join("; "),
        session.organisations.join(", "),
        session.host.clone().unwrap_or_default(),
    ]);
    if !session.in_post {
        parts.push("not for the post".to_owned());
    }
    parts.retain(|part| !part.is_empty());
    parts.join("   ")
}

/// The captured lines, newest last; where there is no room for all, the newest.
fn captured(entries: &[Entry], people: &[Person], pen: &mut Pen<'_>, area: Area) {
    let mut lines: Vec<(Option<_>, String, String)> = Vec::new();
    for entry in entries {
        let who = entry.who.as_ref().map(|who| format!(" ({who})"));
        let sign = if entry.done { "done: " } else { "" };
        let text = format!("{sign}{}{}", entry.text, who.unwrap_or_default());
        lines.push((entry.at, entry.kind.word().to_owned(), text));
    }
    for person in people {
        let project = person
            .project
            .as_ref()
            .map(|project| format!(", {project}"));
        let text = format!("{}{}", person.name, project.unwrap_or_default());
        lines.push((person.at, "person".to_owned(), text));
    }
    lines.sort_by_key(|(at, ..)| *at);
    let (clock, wide) = clock(entries, people);
    let hidden = lines
        .len()
        .saturating_sub(usize::from(area.height.saturating_sub(1)));
    let rows = area.below(u16::from(!lines.is_empty()));
    for ((at, kind, text), y) in lines.iter().skip(hidden).zip(rows.y..rows.y + rows.height) {
        let row = Area {
            y,
            height: 1,
            ..rows
        };
        let time = at.map_or_else(String::new, |at| at.format(clock).to_string());
        let time = format!("{time:<wide$}");
        pen.texts(
            row,
            &[
                (&time, Role::Dim),
                ("  ", Role::Dim),
                (&format!("{kind:<9}"), Role::Accent),
                (text, Role::Text),
            ],
        );
    }
}

/// What is wrong with a file, where it is, and which key shows it.
fn unreadable(app: &App, broken: &UnreadableFile, pen: &mut Pen<'_>, area: Area) {
    let columns = usize::from(area.width.max(1));
    let path = broken
        .path
        .as_deref()
        .map(|path| path.display().to_string());
    let mut rest = area;
    for (text, role) in [
        (broken.message(), Role::Warning),
        (path.unwrap_or_default(), Role::Dim),
    ] {
        for part in folded(&text, columns) {
            pen.text(rest, part, role);
            rest = rest.below(1);
        }
    }
    let key = app.settings.keymap.key(KeyContext::Lists, Action::Enter);
    let key = key.map_or_else(String::new, |key| key.to_string());
    pen.texts(
        rest.below(1),
        &[(&key, Role::Key), (" shows it and what to do", Role::Dim)],
    );
}

/// What the first row is for.
fn new_note(app: &App, open_event: &OpenEvent, pen: &mut Pen<'_>, area: Area) {
    let now = open_event.event.local(app.now, app.home);
    pen.text(area, "A new note", Role::Title);
    pen.text(
        area.below(1),
        &now.format("%a %-d %b %H:%M").to_string(),
        Role::Dim,
    );
    let key = |action| {
        let key = app.settings.keymap.key(KeyContext::Lists, action);
        key.map_or_else(String::new, |key| key.to_string())
    };
    let lines = [
        (
            key(Action::Enter),
            "write at once; the title can come later",
        ),
        (key(Action::New), "give it a title first"),
        (key(Action::Capture), "capture a line"),
    ];
    hints(pen, area.below(geometry::PANE_HEAD), &lines);
}

/// What the links are for, and which keys lead to them.
fn links(app: &App, open_event: &OpenEvent, pen: &mut Pen<'_>, area: Area) {
    pen.text(area, "Links", Role::Title);
    let open = open_event
        .event
        .links
        .iter()
        .filter(|link| link.url.is_none());
    let says = match (open_event.event.links.len(), open.count()) {
        (0, _) => "this event has none yet".to_owned(),
        (count, 0) => format!("{count} of this event, and the link book"),
        (count, open) => format!("{count} of this event, {open} without a URL, and the link book"),
    };
    pen.text(area.below(1), &says, Role::Dim);
    let lines = [
        (Action::PaneLinks, "see them all, and change them"),
        (Action::LinkReview, "link what is mentioned, one key each"),
    ];
    let key = |action| {
        let key = app.settings.keymap.key(KeyContext::Lists, action);
        key.map_or_else(String::new, |key| key.to_string())
    };
    let lines = lines.map(|(action, text)| (key(action), text));
    hints(pen, area.below(geometry::PANE_HEAD), &lines);
}
