//! What people put into files survives whatever hallway does to the rest.

use super::notebook;
use super::random::Source;
use crate::model::event::Event;
use crate::model::session::{Session, Status};
use std::path::Path;

const BY_HAND: &str = include_str!("by_hand.toml");

/// Changes one thing that `by_hand.toml` has no comment for.
fn edit(session: &mut Session, source: &mut Source<'_>, round: usize) {
    let other = source.session();
    match round % 20 {
        0 => session.title = other.title,
        1 => session.notes = other.notes,
        2 => session.starts = other.starts,
        3 => session.in_post = other.in_post,
        4 => session.tags.extend(other.tags),
        5 => session.speakers.extend(other.speakers),
        6 => session
            .entries
            .owner_mut()
            .extend(other.entries.owner().clone()),
        7 => session.people = other.people,
        8 => session.tallies.extend(other.tallies),
        9 => session.heading = other.heading,
        10 => session.track = other.track,
        11 => session.level = other.level,
        12 => session.agenda = other.agenda,
        13 => session.entries.owner_mut()[0].done ^= true,
        14 => session.speakers[1].affiliation = other.host,
        15 => session.tallies[0].count += 1,
        16 => session.order = other.order,
        17 => session.role = other.role,
        18 => session.speakers.swap(0, 1),
        _ => session.questions = other.questions,
    }
}

#[test]
fn comments_and_unknown_keys_survive_a_hundred_edits() {
    let (_folder, store) = notebook();
    store.create_event("e", Event::default()).unwrap();
    let loaded = store
        .create_session("e", "s", Session::default())
        .unwrap()
        .loaded;
    std::fs::write(loaded.path(), BY_HAND).unwrap();
    let mut seed = 1_u64;
    for round in 0..100 {
        let bytes: Vec<u8> = std::iter::repeat_with(|| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) as u8
        })
        .take(400)
        .collect();
        let mut loaded = store.session("e", "s").unwrap();
        edit(&mut loaded.value, &mut Source(&bytes), round);
        store.save(&mut loaded).unwrap();
        unharmed(loaded.path(), round);
    }
    let session = store.session("e", "s").unwrap().value;
    assert_eq!(session.room.as_deref(), Some("GH"));
    assert_eq!(session.status, Status::Skipped);
}

fn unharmed(path: &Path, round: usize) {
    let text = std::fs::read_to_string(path).unwrap();
    for line in BY_HAND.lines() {
        if let Some((_, comment)) = line.split_once("# ") {
            assert_eq!(
                text.matches(&format!("# {comment}")).count(),
                1,
                "round {round}: {comment}\n{text}"
            );
        }
    }
    let found: toml::Table = text.parse().unwrap();
    let before: toml::Table = BY_HAND.parse().unwrap();
    for key in ["mood", "weather", "seats", "equipment", "photos"] {
        assert_eq!(found.get(key), before.get(key), "round {round}: {key}");
    }
    let ada = found["speakers"].as_array().unwrap();
    let ada = ada
        .iter()
        .find(|speaker| speaker["name"].as_str() == Some("Ada"));
    assert_eq!(
        ada.unwrap()["pronouns"].as_str(),
        Some("she"),
        "round {round}"
    );
}

#[test]
fn a_file_of_one_comment_without_a_line_end_takes_values() {
    use crate::store::text::{read, rewrite};
    let path = Path::new("s.toml");
    let session = Session {
        notes: "words".to_owned(),
        ..Session::default()
    };
    let written = rewrite(path, b"# mine", &session).unwrap();
    let text = String::from_utf8(written.clone()).unwrap();
    assert!(text.starts_with("# mine\n"), "{text}");
    assert_eq!(read::<Session>(path, &written).unwrap(), session);
}
