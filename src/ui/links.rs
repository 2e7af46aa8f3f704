//! The links: the names group by group, and what is known of the chosen one beside them, or below
//! where it is narrow.

use super::find::NONE;
use super::keys::{hints, keys};
use super::recovery::folded;
use super::theme::Role;
use super::write::Pen;
use crate::app::App;
use crate::app::action::Action;
use crate::app::geometry::{self, Area};
use crate::app::keymap::KeyContext;
use crate::app::links::{LinkGroup, LinkLine, LinkPlace, LinkRow, LinksDialog, Use};
use crate::app::open_event::{OpenEvent, TextId};
use crate::model::link::LinkKind;

/// Draws them; the answer is where the cursor belongs while the search has the keys.
pub fn draw(app: &App, links: &LinksDialog, pen: &mut Pen<'_>, screen: Area) -> Option<(u16, u16)> {
    let open_event = app.open_event.as_ref()?;
    let area = geometry::versions(screen);
    pen.frame(area, &title(links));
    let cursor = search(app, links, pen, area.below(1).top(1).inset(2));
    let (list, about) = geometry::programme_parts(screen, false);
    if links.rows.is_empty() {
        nothing(app, pen, list);
    } else if links.lines.is_empty() {
        pen.text(list, NONE, Role::Dim);
    }
    let lines = links.lines.iter().enumerate().skip(links.top);
    for ((at, line), y) in lines.zip(list.y..list.y + list.height) {
        let row = Area {
            y,
            height: 1,
            ..list
        };
        match line {
            LinkLine::Head(group) => {
                pen.text(row, group.title(), Role::Title);
            }
            LinkLine::Name(place) => {
                if let Some(name) = links.rows.get(*place) {
                    let chosen = at == links.selected;
                    name_row(name, chosen, links.within.is_some(), pen, row);
                }
            }
        }
    }
    if let Some(row) = links.chosen() {
        known(open_event, row, links.within, pen, about);
    }
    footer(app, links, pen, area);
    cursor
}

/// `Links: 36 of this event, 2 without a URL`
fn title(links: &LinksDialog) -> String {
    let count =
        |wanted: &dyn Fn(&LinkRow) -> bool| links.rows.iter().filter(|row| wanted(row)).count();
    let here = count(&|row| row.group != LinkGroup::Book);
    let open = count(&|row| row.group == LinkGroup::Open);
    let torn = count(&|row| row.group == LinkGroup::Conflict);
    let mut title = format!("Links: {here} in this event");
    for (count, what) in [(open, "without a URL"), (torn, "to settle")] {
        if count > 0 {
            title.push_str(&format!(", {count} {what}"));
        }
    }
    title
}

fn search(app: &App, links: &LinksDialog, pen: &mut Pen<'_>, area: Area) -> Option<(u16, u16)> {
    if !links.filtering && links.input.text().is_empty() {
        let key = app.settings.keymap.key(KeyContext::Lists, Action::Find);
        let key = key.map_or_else(String::new, |key| key.to_string());
        if !links.rows.is_empty() {
            pen.texts(
                area,
                &[(&key, Role::Key), (" finds a name or a URL", Role::Dim)],
            );
        }
        return None;
    }
    let taken = pen.text(area, "/ ", Role::Key);
    let input = Area {
        x: area.x + taken,
        width: area.width.saturating_sub(taken),
        ..area
    };
    let layer = pen.theme.get(Role::Text).patch(pen.theme.get(Role::Layer));
    let selection = pen.theme.get(Role::Selection);
    links
        .input
        .draw(super::rect(input), pen.screen, layer, selection);
    let cursor = links.input.screen_cursor(super::rect(input));
    cursor.filter(|_| links.filtering)
}

/// What to press where there is no link yet.
fn nothing(app: &App, pen: &mut Pen<'_>, area: Area) {
    let key = |context, action| {
        let key = app.settings.keymap.key(context, action);
        key.map_or_else(String::new, |key| key.to_string())
    };
    let lines = [
        (
            key(KeyContext::Typing, Action::Link),
            "links a word while you write",
        ),
        (key(KeyContext::Lists, Action::New), "adds a name here"),
    ];
    pen.text(area, "There are no links yet.", Role::Text);
    hints(pen, area.below(2), &lines);
}

/// The name, where it leads, how often it is used.
fn name_row(name: &LinkRow, chosen: bool, away: bool, pen: &mut Pen<'_>, row: Area) {
    let mark = if away { Role::ChosenAway } else { Role::Chosen };
    let role = |role| if chosen { mark } else { role };
    if chosen {
        pen.fill(row, mark);
        pen.text(row, "\u{258c}", mark);
    }
    let inside = Area {
        x: row.x + 2,
        width: row.width.saturating_sub(3),
        ..row
    };
    let count = match name.uses.len() {
        0 => String::new(),
        count => count.to_string(),
    };
    let taken = pen.right(inside, &count, role(Role::Dim));
    let left = inside.width.saturating_sub(taken + 1);
    let column = (left / 2).min(28);
    let title = Area {
        width: column,
        ..inside
    };
    pen.text(title, &name.name, role(Role::Text));
    let url = Area {
        x: inside.x + column + 2,
        width: left.saturating_sub(column + 2),
        ..inside
    };
    match &name.url {
        Some(found) => pen.text(url, short(found), role(Role::Dim)),
        None => pen.text(url, "link later", role(Role::Warning)),
    };
}

/// A URL without what all have.
fn short(url: &str) -> &str {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    rest.unwrap_or(url)
}

/// The chosen name in full, and where it is used.
fn known(
    open_event: &OpenEvent,
    row: &LinkRow,
    within: Option<usize>,
    pen: &mut Pen<'_>,
    area: Area,
) {
    let columns = usize::from(area.width.max(1));
    let mut lines: Vec<(String, Role)> = Vec::new();
    let mut add = |text: &str, role: Role| {
        lines.extend(
            folded(text, columns)
                .into_iter()
                .map(|line| (line.to_owned(), role)),
        );
    };
    add(&row.name, Role::Title);
    match &row.url {
        Some(url) => add(url, Role::Text),
        None => add(
            "It has no URL yet; the post has it as plain text until then.",
            Role::Warning,
        ),
    }
    if !row.aliases.is_empty() {
        add(&format!("also {}", row.aliases.join(", ")), Role::Dim);
    }
    let place = match row.place {
        LinkPlace::Event(_) => "a link of this event",
        LinkPlace::Book(_) => "in the link book",
        LinkPlace::Nowhere => "not in the link book",
    };
    let kind = row
        .kind
        .map_or(String::new(), |kind| format!("{}, ", word(kind)));
    add(&format!("{kind}{place}"), Role::Dim);
    if row.group == LinkGroup::Conflict {
        add(
            "The name has another URL, too: choose the right one.",
            Role::Warning,
        );
    }
    let mut rest = area;
    for (line, role) in lines.iter().take(usize::from(area.height)) {
        pen.text(rest, line, *role);
        rest = rest.below(1);
    }
    if row.uses.is_empty() {
        return;
    }
    let rows = rest.below(u16::from(rest.height > 4));
    let top = within.map_or(0, |at| {
        (at + 1).saturating_sub(usize::from(rows.height.max(1)))
    });
    let places = row.uses.iter().enumerate().skip(top);
    for ((at, one), y) in places.zip(rows.y..rows.y + rows.height) {
        let line = Area {
            y,
            height: 1,
            ..rows
        };
        used(open_event, one, within == Some(at), pen, line);
    }
}

fn word(kind: LinkKind) -> &'static str {
    kind.word()
}

/// `Kubernetes 101 12  what the line says`
fn used(open_event: &OpenEvent, one: &Use, chosen: bool, pen: &mut Pen<'_>, row: Area) {
    let role = |role| if chosen { Role::Chosen } else { role };
    if chosen {
        pen.fill(row, Role::Chosen);
    }
    let place = format!("{} {}", name_of(open_event, one.text), one.line + 1);
    let used = pen.texts(
        row,
        &[(&place, role(Role::Accent)), ("  ", role(Role::Dim))],
    );
    let rest = Area {
        x: row.x + used,
        width: row.width.saturating_sub(used),
        ..row
    };
    pen.text(rest, &one.says, role(Role::Dim));
}

/// What a text is called, shortly.
pub fn name_of(open_event: &OpenEvent, text: TextId) -> String {
    let name = match text {
        TextId::Notes(session_id) => open_event
            .session(session_id)
            .map_or("", |session| session.title.as_str()),
        TextId::Intro => "Intro",
        TextId::Closing => open_event
            .event
            .closing
            .as_ref()
            .map_or("Closing", |closing| closing.title.as_str()),
    };
    super::write::cut(name, 20)
}

/// The keys that work on what is chosen, as many as there is room for.
fn footer(app: &App, links: &LinksDialog, pen: &mut Pen<'_>, area: Area) {
    let row = links.chosen();
    let mut all: Vec<(Action, &str)> = Vec::new();
    if row.is_some_and(|row| row.group == LinkGroup::Conflict) {
        all.push((Action::Problems, "this one"));
    }
    match row {
        Some(row) => {
            let uses = row.uses.len();
            if uses > 0 {
                all.push((Action::Enter, if uses == 1 { "go there" } else { "where" }));
            }
            all.push((Action::Link, "URL"));
            all.push((Action::Rename, "rename"));
            if row.place != LinkPlace::Nowhere {
                all.push((Action::Delete, "delete"));
            }
            if row.url.is_some() && row.uses.is_empty() {
                let kept = row.group == LinkGroup::Unreferenced;
                all.push((Action::InPost, if kept { "do not keep" } else { "keep" }));
            }
            if matches!(row.place, LinkPlace::Event(_)) && row.url.is_some() {
                all.push((Action::Plan, "into the book"));
            }
        }
        None => all.push((Action::New, "new")),
    }
    all.push((Action::LinkReview, "link pass"));
    all.push((Action::Back, "back"));
    keys(app, pen, area, &all);
}
