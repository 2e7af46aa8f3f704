//! The captured lines as a list that has the keys.

use super::keys::keys;
use super::theme::Role;
use super::write::Pen;
use crate::app::App;
use crate::app::action::Action;
use crate::app::entries::{EntriesDialog, clock, of, order};
use crate::app::geometry::{self, Area};
use crate::model::entry::{EntryKind, EntryMark};

/// Draws it.
pub fn draw(app: &App, list: &EntriesDialog, pen: &mut Pen<'_>, screen: Area) {
    let Some(open_event) = &app.open_event else {
        return;
    };
    let place = list
        .place
        .and_then(|session_id| open_event.session(session_id));
    let title = place.map_or("Inbox", |session| session.title.as_str());
    let area = geometry::palette(screen);
    pen.frame(area, &format!("Captured in {title}"));
    let (entries, people) = of(open_event, list.place);
    let mut lines: Vec<(String, &str, String, String)> = Vec::new();
    let (clock, wide) = clock(entries, people);
    let time = |at: Option<chrono::DateTime<chrono::FixedOffset>>| {
        at.map_or_else(String::new, |at| at.format(clock).to_string())
    };
    let mark = |mark| match mark {
        Some(EntryMark::Public) => "public",
        Some(EntryMark::Private) => "private",
        None => "",
    };
    for entry in entries {
        let mut state = vec![mark(entry.mark)];
        if entry.folded {
            state.push("in the notes");
        }
        if entry.kind == EntryKind::ToDo && entry.done {
            state.push("done");
        }
        state.retain(|word| !word.is_empty());
        let who = entry.who.as_ref().map(|who| format!(" ({who})"));
        let text = format!("{}{}", entry.text, who.unwrap_or_default());
        lines.push((time(entry.at), entry.kind.word(), text, state.join(", ")));
    }
    for person in people {
        let details = [&person.project, &person.place, &person.promised];
        let details = details.into_iter().flatten().map(String::as_str);
        let text: Vec<&str> = std::iter::once(person.name.as_str())
            .chain(details)
            .collect();
        lines.push((
            time(person.at),
            "person",
            text.join(", "),
            mark(person.mark).to_owned(),
        ));
    }
    let rows = geometry::entry_rows(screen);
    let order = order(entries, people).into_iter().skip(list.top);
    let seen = order.filter_map(|at| Some((at, lines.get(at)?)));
    for ((at, (time, kind, text, state)), y) in seen.zip(rows.y..rows.y + rows.height) {
        let row = Area {
            y,
            height: 1,
            ..rows
        };
        let chosen = at == list.selected;
        let role = |role| if chosen { Role::Chosen } else { role };
        if chosen {
            pen.fill(row, Role::Chosen);
            pen.text(row, "\u{258c}", Role::Chosen);
        }
        let taken = pen.right(row, state, role(Role::Dim));
        let line = Area {
            x: row.x + 1,
            width: row.width.saturating_sub(taken + 2),
            ..row
        };
        pen.texts(
            line,
            &[
                (&format!("{time:>wide$}  "), role(Role::Dim)),
                (&format!("{kind:<9}"), role(Role::Accent)),
                (text, role(Role::Text)),
            ],
        );
    }
    let words = [
        (Action::Enter, "fold in"),
        (Action::MoveDown, "move"),
        (Action::InPost, "public"),
        (Action::Status, "done"),
        (Action::PaneFields, "fields"),
        (Action::Delete, "delete"),
        (Action::Rename, "reword"),
        (Action::Back, "back"),
    ];
    keys(app, pen, area, &words);
}
