//! The same for what is no text: counts, links, captured lines.

use super::{ALWAYS, TALK, at_rest, rest, save_while, words};
use crate::stage::Stage;
use hallway::app::input::Input;
use hallway::model::count::Count;
use hallway::model::link::Link;

const BOOTH: &str = "At the Lanternfish Table";

/// What was counted under a name, and the sum of its hours.
fn counted(counts: &[Count], name: &str) -> (i64, i64) {
    let count = counts.iter().find(|count| count.name == name).unwrap();
    let hours = count.hours.iter().map(|hour| hour.count);
    (count.count, hours.sum())
}

#[test]
fn every_count_of_a_booth_adds_up() {
    for when in ALWAYS {
        let mut stage = Stage::demo(120, 40);
        let before = stage.session(BOOTH).clone();
        let visitors = counted(&before.tallies, "visitors");
        stage.keys("kb").hold();
        for round in 0..6 {
            // Three come and one is taken back here, two are counted at the other end of the table.
            let count = |stage: &mut Stage| {
                stage.edit_outside(BOOTH, |session| {
                    let all = &mut session.tallies;
                    let visitors = all
                        .iter_mut()
                        .find(|count| count.name == "visitors")
                        .unwrap();
                    visitors.count += 2;
                    visitors.hours[0].count += 2;
                });
            };
            stage.keys(if round % 2 == 0 { "vV" } else { "v" });
            save_while(
                &mut stage,
                when,
                count,
                if round % 2 == 0 { "vv" } else { "v<Ctrl-Z>v" },
            );
        }
        rest(&mut stage);
        let after = stage.on_disk(BOOTH);
        let shown = stage.app.open_event.as_ref().unwrap();
        assert!(shown.sessions.iter().any(|(_, session)| *session == after));
        // Two in each round here, and two elsewhere.
        let all = 6 * 2 + 6 * 2;
        assert_eq!(
            counted(&after.tallies, "visitors"),
            (visitors.0 + all, visitors.1 + all),
            "{when:?}"
        );
        assert_eq!(
            counted(&after.tallies, "swag"),
            counted(&before.tallies, "swag")
        );
    }
}

fn link(name: &str) -> Link {
    Link {
        name: name.to_owned(),
        url: Some(format!("https://{name}.example/")),
        ..Link::default()
    }
}

#[test]
fn the_link_book_has_each_link_once_and_none_that_was_deleted() {
    for when in ALWAYS {
        let mut stage = Stage::demo(80, 24);
        let before: Vec<Link> = stage.book.clone();
        stage.keys("4").hold();
        let add = |name: &str| format!("n{name}<Enter>{name}.example<Enter><Space>");
        for (at, theirs) in words("theirs", 2).iter().enumerate() {
            // A link of the event is shared through the book, here; another one comes there.
            stage.keys(&add(&words("mine", 2)[at]));
            let others = |stage: &mut Stage| {
                stage.edit_links_outside(|links| links.push(link(theirs)));
            };
            save_while(&mut stage, when, others, &add(&words("late", 2)[at]));
        }
        // One goes here, and one there.
        stage.keys("/codeberg<Enter>d");
        let remove = |stage: &mut Stage| {
            stage.edit_links_outside(|links| links.retain(|link| link.name != "Debian"));
        };
        save_while(&mut stage, when, remove, "");
        rest(&mut stage);
        let book = stage.store.book().unwrap().value.links;
        assert_eq!(stage.app.book, book);
        let mut names: Vec<String> = book.into_iter().map(|link| link.name).collect();
        let mut wanted: Vec<String> = before.into_iter().map(|link| link.name).collect();
        wanted.retain(|name| !["Codeberg", "Debian"].contains(&name.as_str()));
        for prefix in ["mine", "late", "theirs"] {
            wanted.extend(words(prefix, 2));
        }
        names.sort();
        wanted.sort();
        assert_eq!(names, wanted, "{when:?}");
    }
}

#[test]
fn lines_that_are_captured_on_both_sides_are_all_there_once() {
    for when in ALWAYS {
        let mut stage = Stage::demo(80, 24);
        let before = stage.session(TALK).entries.owner().clone();
        stage.keys("<Enter>").hold();
        for (mine, theirs) in words("mine", 4).iter().zip(words("theirs", 4)) {
            stage.keys(&format!("<Alt-a>{mine}<Enter>"));
            let add = |stage: &mut Stage| {
                stage.edit_outside(TALK, |session| {
                    let mut entry = before[0].clone();
                    entry.text = theirs;
                    session.entries.owner_mut().push(entry);
                });
            };
            save_while(&mut stage, when, add, "");
        }
        at_rest(&mut stage);
        let entries = stage.on_disk(TALK).entries;
        let mut texts: Vec<&str> = entries
            .owner()
            .iter()
            .map(|one| one.text.as_str())
            .collect();
        let (mine, theirs) = (words("mine", 4), words("theirs", 4));
        let known = before.iter().map(|entry| entry.text.as_str());
        let new = mine.iter().chain(&theirs).map(String::as_str);
        let mut wanted: Vec<&str> = known.chain(new).collect();
        texts.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(texts, wanted, "{when:?}");
    }
}

#[test]
fn what_is_typed_into_a_captured_line_goes_into_that_line_wherever_others_move_it() {
    use hallway::app::layer::Layer;
    // Another text for a line, and its form: who said it, in the second field.
    for (open, typed) in [("r<Ctrl-U>mine", "mine"), ("f<Ctrl-U>mine", "mine")] {
        for gone in [false, true] {
            let mut stage = Stage::demo(80, 24);
            let before = stage.session(TALK).entries.owner().clone();
            assert!(before.len() > 1);
            stage.keys("i");
            let Some(Layer::Entries(list)) = stage.app.layers.last() else {
                panic!("there is no list");
            };
            let chosen = before[list.selected].clone();
            stage.keys(open);
            stage.edit_outside(TALK, |session| {
                let entries = session.entries.owner_mut();
                let new = |text: &str| hallway::model::entry::Entry {
                    text: text.to_owned(),
                    at: None,
                    ..entries[0].clone()
                };
                let (one, other) = (new("theirs"), new("others"));
                if gone {
                    entries.retain(|entry| *entry != chosen);
                }
                entries.splice(0..0, [one, other]);
            });
            stage.input(Input::Look).keys("<Enter>");
            at_rest(&mut stage);
            let after = stage.on_disk(TALK).entries.owner().clone();
            let texts: Vec<&str> = after.iter().map(|entry| entry.text.as_str()).collect();
            let mut wanted: Vec<&str> = before.iter().map(|entry| entry.text.as_str()).collect();
            wanted.retain(|text| *text != chosen.text);
            wanted.extend([typed, "theirs", "others"]);
            let sorted = |mut texts: Vec<&str>| -> Vec<String> {
                texts.sort_unstable();
                texts.into_iter().map(str::to_owned).collect()
            };
            assert_eq!(sorted(texts), sorted(wanted), "{open}, gone: {gone}");
        }
    }
}
