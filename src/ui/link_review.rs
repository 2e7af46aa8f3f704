//! The link pass: one place after the other, with what stands around it.

use super::keys::keys;
use super::links::name_of;
use super::recovery::folded;
use super::theme::Role;
use super::write::Pen;
use crate::app::App;
use crate::app::action::Action;
use crate::app::geometry::{self, Area};
use crate::app::link_review::{LinkReview, ReviewStop, StopKind, StopState};
use crate::app::open_event::OpenEvent;
use std::ops::Range;

/// How much of the paragraph is shown before and behind a place, in bytes.
const CONTEXT_BYTES: usize = 160;

/// Draws it.
pub fn draw(app: &App, pass: &LinkReview, pen: &mut Pen<'_>, screen: Area) {
    let (Some(open_event), Some(stop)) = (app.open_event.as_ref(), pass.stop()) else {
        return;
    };
    let area = geometry::pass(screen);
    let which = if pass.all { ", every mention" } else { "" };
    let title = format!("Link pass: {} of {}{which}", pass.at + 1, pass.stops.len());
    pen.frame(area, &title);
    let inside = area.below(1).inset(2);
    let mut rest = inside.top(inside.height.saturating_sub(2));
    pen.text(rest, &stop.name, Role::Title);
    let decided = match stop.state {
        StopState::Waiting => "",
        StopState::Linked => "linked",
        StopState::Given => "has its URL",
        StopState::Skipped => "skipped",
        StopState::Never => "never",
    };
    pen.right(rest, decided, Role::Accent);
    rest = rest.below(1);
    match &stop.what {
        StopKind::Mention { url, .. } => pen.text(rest, url, Role::Dim),
        StopKind::Open(1) => pen.text(rest, "a reference that leads nowhere yet", Role::Warning),
        StopKind::Open(count) => {
            let says = format!("{count} references that lead nowhere yet");
            pen.text(rest, &says, Role::Warning)
        }
    };
    rest = rest.below(1);
    let source = open_event.stored(stop.text);
    let line = source.get(..stop.span.start).unwrap_or_default();
    let line = line.matches('\n').count() + 1;
    let place = format!("{}, line {line}", name_of(open_event, stop.text));
    pen.text(rest, &place, Role::Dim);
    paragraph(
        open_event,
        stop,
        pen,
        rest.below(if rest.height > 4 { 2 } else { 1 }),
    );
    let (link, other) = match stop.what {
        StopKind::Mention { .. } => ((Action::Enter, "link"), (Action::Link, "other URL")),
        StopKind::Open(_) => ((Action::Enter, "give a URL"), (Action::Up, "back")),
    };
    let turn = if pass.all { "first only" } else { "every one" };
    let mut all = vec![
        link,
        (Action::Status, "skip"),
        (Action::Never, "never"),
        (Action::Undo, "undo"),
        other,
        (Action::NextPane, turn),
        (Action::Back, "end"),
    ];
    if screen.width < 72 {
        all.truncate(3);
        if let StopKind::Open(_) = stop.what {
            all[0] = (Action::Enter, "URL");
        }
    } else if screen.width < 86 || matches!(stop.what, StopKind::Open(_)) {
        all.remove(4);
    }
    keys(app, pen, area, &all);
}

/// The paragraph around a place, as much as there is room for.
fn paragraph(open_event: &OpenEvent, stop: &ReviewStop, pen: &mut Pen<'_>, area: Area) {
    let source = open_event.stored(stop.text);
    let Some((text, found)) = context(source, &stop.span) else {
        return;
    };
    let columns = usize::from(area.width.max(1));
    let mut start = 0;
    let lines: Vec<(Range<usize>, &str)> = folded(&text, columns)
        .into_iter()
        .map(|line| {
            let at = start + text[start..].find(line).unwrap_or(0);
            start = at + line.len();
            (at..start, line)
        })
        .collect();
    // The place itself is always seen.
    let row = lines.iter().position(|(span, _)| span.end > found.start);
    let rows = usize::from(area.height.max(1));
    let top = row.unwrap_or(0).saturating_sub(rows / 2);
    let top = top.min(lines.len().saturating_sub(rows));
    for ((span, line), y) in lines.iter().skip(top).zip(area.y..area.y + area.height) {
        let from = found.start.clamp(span.start, span.end) - span.start;
        let to = found.end.clamp(span.start, span.end) - span.start;
        let row = Area {
            y,
            height: 1,
            ..area
        };
        pen.texts(
            row,
            &[
                (&line[..from], Role::Dim),
                (&line[from..to], Role::Found),
                (&line[to..], Role::Dim),
            ],
        );
    }
}

/// What stands around some bytes of a text within the paragraph, with single spaces, and where they
/// are in it.
fn context(source: &str, span: &Range<usize>) -> Option<(String, Range<usize>)> {
    let (before, behind) = (source.get(..span.start)?, source.get(span.end..)?);
    let before = before.rsplit("\n\n").next()?;
    let behind = behind.split("\n\n").next()?;
    let mut from = before.len().saturating_sub(CONTEXT_BYTES);
    while !before.is_char_boundary(from) {
        from += 1;
    }
    let mut to = behind.len().min(CONTEXT_BYTES * 2);
    while !behind.is_char_boundary(to) {
        to -= 1;
    }
    let mut text = String::new();
    let add = |part: &str, text: &mut String| {
        for c in part.chars() {
            match c.is_whitespace() {
                true if text.is_empty() || text.ends_with(' ') => {}
                true => text.push(' '),
                false => text.push(c),
            }
        }
    };
    add(&before[from..], &mut text);
    if from > 0 {
        text.insert(0, '\u{2026}');
    }
    let start = text.len();
    add(source.get(span.clone())?, &mut text);
    let end = text.len();
    add(&behind[..to], &mut text);
    Some((text, start..end))
}
