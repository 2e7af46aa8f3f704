//! A session's structured fields as pieces of the post, where the look wants them.

use super::build::source;
use super::links::LinkResolver;
use super::{Credit, Origin, Piece};
use crate::model::entry::EntryKind;
use crate::model::layout::PostOptions;
use crate::model::public::PublicSession;
use crate::model::session::SessionKind;

/// The content of a session: byline, agenda, notes, quotes, captured notes, questions, crowd
/// profile, slides and video.
pub fn pieces(
    session: PublicSession<'_>,
    origin: Origin,
    look: PostOptions,
    resolver: &mut LinkResolver<'_>,
) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let wants = |switch: Option<bool>| !session.fields_in_notes && switch.unwrap_or(true);
    if wants(look.byline) {
        pieces.extend(byline(session, resolver));
    }
    if wants(look.agenda) && session.kind == SessionKind::Meetup {
        pieces.extend(bullets(session.agenda.iter().map(String::as_str)));
    }
    pieces.extend(source(origin, &session.notes, resolver));
    if wants(look.quotes) {
        pieces.extend(quotes(session));
    }
    if wants(look.entries) {
        pieces.extend(notes(session));
    }
    if wants(look.questions) {
        pieces.extend(questions(session));
    }
    if wants(look.crowd) {
        pieces.extend(crowd(session));
    }
    if wants(look.media) {
        pieces.extend(media(session));
    }
    pieces
}

fn byline(session: PublicSession<'_>, resolver: &mut LinkResolver<'_>) -> Option<Piece> {
    if session.kind != SessionKind::Talk {
        return None;
    }
    let named = session
        .speakers
        .iter()
        .filter(|speaker| !speaker.name.trim().is_empty());
    let speakers: Vec<Credit> = named
        .map(|speaker| Credit {
            linked: speaker.url.is_some() && resolver.offer(&speaker.name, speaker.url.as_deref()),
            name: speaker.name.clone(),
            affiliation: speaker
                .affiliation
                .clone()
                .filter(|text| !text.trim().is_empty()),
        })
        .collect();
    let lead = session.byline.clone().unwrap_or_else(|| BYLINE.to_owned());
    (!speakers.is_empty()).then_some(Piece::Byline { lead, speakers })
}

/// The words before the first speaker.
pub(super) const BYLINE: &str = "By";

fn bullets<'a>(texts: impl Iterator<Item = &'a str>) -> Option<Piece> {
    let items: Vec<String> = texts
        .filter(|text| !text.trim().is_empty())
        .map(str::to_owned)
        .collect();
    (!items.is_empty()).then_some(Piece::Bullets(items))
}

/// The captured quotes, in order of time.
fn quotes(session: PublicSession<'_>) -> Vec<Piece> {
    let open = session
        .entries()
        .into_iter()
        .filter(|entry| entry.kind == EntryKind::Quote && !entry.folded);
    let spoken = open.filter(|entry| !entry.text.trim().is_empty());
    spoken
        .map(|entry| Piece::Quote {
            text: entry.text.clone(),
            who: entry.who.clone(),
        })
        .collect()
}

/// The captured notes (and what a person marked public of to-dos and people), as a list in order of
/// time.
fn notes(session: PublicSession<'_>) -> Option<Piece> {
    let shown = |kind| matches!(kind, EntryKind::Note | EntryKind::ToDo);
    let entries = session
        .entries()
        .into_iter()
        .filter(|entry| shown(entry.kind) && !entry.folded);
    let mut texts: Vec<String> = entries.map(|entry| entry.text.clone()).collect();
    for person in session.people() {
        let project = person
            .project
            .as_ref()
            .map_or(String::new(), |project| format!(" ({project})"));
        texts.push(format!("{}{project}", person.name));
    }
    bullets(texts.iter().map(String::as_str))
}

/// The questions of a booth with how often each was asked, then the captured ones.
fn questions(session: PublicSession<'_>) -> Vec<Piece> {
    let mut texts = Vec::new();
    for question in session.questions() {
        texts.push(match question.count {
            count if count > 1 => format!("{} (asked {count} times)", question.name),
            _ => question.name.clone(),
        });
    }
    let captured = session
        .entries()
        .into_iter()
        .filter(|entry| entry.kind == EntryKind::Question && !entry.folded);
    texts.extend(captured.map(|entry| match &entry.who {
        Some(who) => format!("{} ({who})", entry.text),
        None => entry.text.clone(),
    }));
    let Some(list) = bullets(texts.iter().map(String::as_str)) else {
        return Vec::new();
    };
    vec![Piece::Lead("Questions that came up:".to_owned()), list]
}

/// The crowd profile, largest group first.
fn crowd(session: PublicSession<'_>) -> Option<Piece> {
    let counted = session
        .crowd
        .iter()
        .filter(|count| count.count > 0 && !count.name.trim().is_empty());
    let mut rows: Vec<(String, i64)> = counted
        .map(|count| (count.name.clone(), count.count))
        .collect();
    rows.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let head = ["Who came by".to_owned(), "How many".to_owned()];
    (session.kind == SessionKind::Booth && !rows.is_empty()).then_some(Piece::Counts { head, rows })
}

fn media(session: PublicSession<'_>) -> Option<Piece> {
    let pages = [("Slides", &session.slides), ("Video", &session.video)];
    let known = pages
        .into_iter()
        .filter_map(|(name, url)| Some((name.to_owned(), url.clone()?)));
    let named: Vec<(String, String)> = known.filter(|(_, url)| !url.trim().is_empty()).collect();
    (!named.is_empty()).then_some(Piece::Pages(named))
}
