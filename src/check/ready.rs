//! Whether an event is ready to be published: what is still empty or open.

use super::event::{CheckInput, EventPart, InEvent, plain};
use super::place::Ruler;
use super::{Rule, Severity};
use crate::model::public::PublicSession;
use crate::model::session::Session;

/// Declares a rule of the readiness list.
macro_rules! rules {
    ($($id:ident = $name:literal, $about:literal;)+) => {
        $(pub(super) static $id: Rule = Rule { name: $name, level: Severity::Info, docutils: false, about: $about };)+
        /// The rules of the readiness list.
        pub const READINESS: &[&Rule] = &[&super::cross_refs::LINK_LATER, $(&$id),+];
    };
}

rules! {
    EMPTY_SESSION = "empty-session", "In an event: a session that goes into the post with nothing but its heading.";
    OPEN_TO_DO = "open-to-do", "In an event: to-dos that are not done.";
    WAITING_LINE = "waiting-line", "In an event: captured lines in the inbox; the post has only what stands in a session or a text.";
    MISSING_INTRO = "missing-intro", "In an event: no introduction.";
    MISSING_CLOSING = "missing-closing", "In an event: no closing.";
}

pub(super) fn check(material: &CheckInput<'_>, found: &mut Vec<InEvent>) {
    let event = material.event;
    let told = |session: &&&Session| {
        PublicSession::of(session).is_some()
            && session.placement == crate::model::session::Placement::Intro
            && !session.notes.trim().is_empty()
    };
    let mut add = |part: EventPart, rule: &'static Rule, message: String| {
        found.push(InEvent {
            part,
            finding: plain(rule, &Ruler::new(""), 0..0, message),
        });
    };
    if event.intro.trim().is_empty() && !material.sessions.iter().any(|session| told(&session)) {
        add(
            EventPart::Intro,
            &MISSING_INTRO,
            "the post has no introduction yet".to_owned(),
        );
    }
    if event
        .closing
        .as_ref()
        .is_none_or(|closing| closing.text.trim().is_empty())
    {
        add(
            EventPart::Closing,
            &MISSING_CLOSING,
            "the post has no closing yet".to_owned(),
        );
    }
    for (at, session) in material.sessions.iter().enumerate() {
        if PublicSession::of(session).is_some_and(is_empty) {
            let message = format!(
                "\"{}\" goes into the post with nothing but its heading",
                session.title
            );
            add(EventPart::Session(at), &EMPTY_SESSION, message);
        }
    }
    for (session, count) in material
        .private
        .to_dos
        .iter()
        .filter(|(_, count)| *count > 0)
    {
        let part = session.map_or(EventPart::Event, EventPart::Session);
        let message = match count {
            1 => "a to-do is not done".to_owned(),
            count => format!("{count} to-dos are not done"),
        };
        add(part, &OPEN_TO_DO, message);
    }
    if let Some(message) = waiting(material.private.waiting) {
        add(EventPart::Event, &WAITING_LINE, message);
    }
}

/// What is said of lines that wait in the inbox.
fn waiting(count: usize) -> Option<String> {
    let lines = match count {
        0 => return None,
        1 => "1 captured line waits".to_owned(),
        count => format!("{count} captured lines wait"),
    };
    Some(format!(
        "{lines} in the inbox; the post has only what stands in a session or a text"
    ))
}

/// Whether nothing of a session would stand below its heading. A heading over deeper ones, such as
/// a day, needs nothing.
fn is_empty(session: PublicSession<'_>) -> bool {
    let plain = session.kind != crate::model::session::SessionKind::Section;
    plain
        && session.notes.trim().is_empty()
        && session.entries().is_empty()
        && session.questions().is_empty()
        && session.crowd.is_empty()
        && session.agenda.is_empty()
}
