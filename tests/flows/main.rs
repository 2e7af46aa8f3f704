//! The app by keys alone, without a terminal: what a person sees after a script of keys, and what is on disk then.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // A test stops at what it does not expect.

mod links;
mod mend;
mod names;
mod programme;
mod safety;
mod stage;

use hallway::app::action::Action;
use hallway::app::input::{Input, Mouse, MouseAct};
use hallway::app::keymap::Context;
use hallway::model::entry::{Entry, EntryKind};
use hallway::model::event::Event;
use hallway::model::privacy::Private;
use hallway::model::session::Session;
use hallway::store::Store;
use insta::assert_snapshot;
use stage::Stage;

#[test]
fn the_event_at_several_sizes() {
    assert_snapshot!("event_120x40", Stage::demo(120, 40).picture());
    assert_snapshot!("event_80x24", Stage::demo(80, 24).picture());
    assert_snapshot!("event_40x12", Stage::demo(40, 12).picture());
    assert_snapshot!("too_small", Stage::demo(39, 12).picture());
}

#[test]
fn writing_at_several_sizes() {
    for (width, height) in [(120, 40), (80, 24), (40, 12)] {
        let mut stage = Stage::demo(width, height);
        stage.keys("<Enter> And ``that`` was `the end`_.");
        assert_snapshot!(format!("writing_{width}x{height}"), stage.picture());
    }
}

#[test]
fn an_empty_notebook_says_what_to_press_and_enter_begins() {
    let mut stage = Stage::empty(80, 24);
    assert_snapshot!("empty_notebook", stage.picture());
    stage.keys("<Enter>Hello");
    stage.keys("<Esc>");
    assert_eq!(stage.session("Untitled talk 14:05").notes, "Hello");
    assert_eq!(stage.event.as_ref().unwrap().title, "Event of 15 May 2026");
    assert_snapshot!("first_note", stage.picture());
}

#[test]
fn the_running_session_takes_two_keys() {
    let mut stage = Stage::demo(80, 24);
    let before = stage.session("Fsync and Other Promises").notes.clone();
    stage.keys("<Enter>x").wait(3);
    let after = &stage.session("Fsync and Other Promises").notes;
    assert_eq!(*after, format!("{before}x"));
}

#[test]
fn a_new_session_asks_for_one_line() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("nKubernetes 101");
    assert_snapshot!("new_session", stage.picture());
    stage.keys("<Tab><Tab><Enter>hello<Esc>");
    let session = stage.session("Kubernetes 101");
    assert_eq!(session.notes, "hello");
    assert_eq!(session.kind.word(), "meetup");
    assert_eq!(
        session.starts.unwrap().to_rfc3339(),
        "2026-05-15T14:05:00+01:00"
    );
}

#[test]
fn a_note_that_was_never_begun_goes_again() {
    let mut stage = Stage::demo(80, 24);
    let count = stage.sessions.len();
    stage.keys("g<Enter><Esc>");
    assert_eq!(stage.sessions.len(), count);
    stage.keys("g<Enter>kept<Esc>");
    assert_eq!(stage.session("Untitled talk 14:05").notes, "kept");
}

#[test]
fn capturing_does_not_leave_the_place() {
    let mut stage = Stage::demo(120, 40);
    stage.keys("<Enter>before <Alt-a><Tab><Tab>All of it -- Ada");
    assert_snapshot!("capture", stage.picture());
    stage.keys("<Enter>after<Esc>");
    let session = stage.session("Fsync and Other Promises");
    assert!(session.notes.contains("before after"));
    let entry = session.entries.owner().last().unwrap().clone();
    assert_eq!(
        (entry.text.as_str(), entry.who.as_deref()),
        ("All of it", Some("Ada"))
    );
}

#[test]
fn undo_takes_back_everything_in_order() {
    let mut stage = Stage::demo(80, 24);
    let notes = stage.session("Fsync and Other Promises").notes.clone();
    let count = stage.sessions.len();
    stage
        .keys("<Enter>typed<Esc>")
        .keys("r!<Enter>")
        .keys("t")
        .keys("d");
    assert_eq!(stage.sessions.len(), count - 1);
    stage.keys("u");
    assert_eq!(
        stage.session("Fsync and Other Promises!").kind.word(),
        "booth"
    );
    stage.keys("uu");
    assert!(
        stage
            .session("Fsync and Other Promises")
            .notes
            .contains("typed")
    );
    stage.keys("u");
    assert_eq!(stage.session("Fsync and Other Promises").notes, notes);
    stage.keys("UUUU");
    assert_eq!(stage.sessions.len(), count - 1);
}

#[test]
fn sessions_change_places() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("K");
    let order = |stage: &Stage, title: &str| stage.session(title).order;
    assert!(order(&stage, "Fsync and Other Promises") < order(&stage, "At the Lanternfish Table"));
    stage.keys("J");
    assert!(order(&stage, "Fsync and Other Promises") > order(&stage, "At the Lanternfish Table"));
}

#[test]
fn palette_and_help_hold_every_action_with_its_key() {
    for open in [":", "?"] {
        for action in Action::ALL {
            let mut stage = Stage::demo(120, 40);
            let name = action.name().replace('-', " ");
            stage.keys(open).keys(&name);
            let keymap = &stage.app.settings.keymap;
            let key = Context::ALL
                .into_iter()
                .find_map(|context| keymap.key(context, *action));
            let key = key.expect("a key").to_string();
            let text = stage.text();
            let is_it = |row: &str| row.contains(&format!("{name} ")) && row.contains(&key);
            assert!(text.lines().any(is_it), "{name} {key}:\n{text}");
        }
    }
}

#[test]
fn the_palette_does_what_is_chosen() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("<Ctrl-P>publ");
    assert_snapshot!("palette", stage.picture());
    stage.keys("<Enter>");
    assert!(!stage.session("Fsync and Other Promises").publish);
    stage.keys("?");
    assert_snapshot!("help", stage.picture());
}

#[test]
fn fields_are_checked_beside_the_field() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("f<Down><Ctrl-U>half past");
    assert_snapshot!("form_error", stage.picture());
    stage.keys("<Ctrl-U>14:15<Down><Ctrl-U>+1h<Enter>");
    let session = stage.session("Fsync and Other Promises");
    assert_eq!(
        session.starts.unwrap().to_rfc3339(),
        "2026-05-15T14:15:00+01:00"
    );
    assert_eq!(
        session.ends.unwrap().to_rfc3339(),
        "2026-05-15T15:15:00+01:00"
    );
    stage.keys("F<Down><Down><Ctrl-U>2026-05-17<Esc>");
    assert_eq!(
        stage.event.as_ref().unwrap().ends.unwrap().to_string(),
        "2026-05-17"
    );
}

#[test]
fn the_preview_follows_what_is_written() {
    let mut stage = Stage::demo(120, 40);
    stage.keys("p<Enter> Unheard-of.");
    assert!(
        stage.text().matches("Unheard-of").count() == 2,
        "{}",
        stage.text()
    );
    assert_snapshot!("preview_120x40", stage.picture());
    let mut stage = Stage::demo(80, 24);
    stage.keys("pp");
    assert_snapshot!("source_80x24", stage.picture());
}

#[test]
fn exporting_shows_what_would_change() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("x");
    assert_snapshot!("export_new", stage.picture());
    stage.keys("<Enter>");
    let post = stage.posts["/blog/posts/harbour-days-2026.rst"].clone();
    assert!(post.starts_with(".. title: Harbour Days 2026"), "{post}");
    stage.keys("<Ctrl-C><Enter>");
    assert_eq!(stage.copied, ["/blog/posts/harbour-days-2026.rst"]);
    stage
        .posts
        .insert("/blog/posts/harbour-days-2026.rst".into(), "mine\n".into());
    stage.keys("x<Enter>");
    assert_snapshot!("export_edited", stage.picture());
    assert_eq!(stage.posts["/blog/posts/harbour-days-2026.rst"], "mine\n");
    stage.keys("<Tab><Enter>");
    assert_eq!(stage.posts["/blog/posts/harbour-days-2026.rst"], post);
}

#[test]
fn a_flood_of_keys_in_a_list_is_no_command() {
    let mut stage = Stage::demo(80, 24);
    let before = stage.sessions.clone();
    let text = "quit and delete everything: d d d q\nx n u\n".repeat(250);
    stage.flood(&text);
    assert!(!stage.quit);
    assert_eq!(stage.sessions, before);
    stage.keys("<Enter>").flood(&text).wait(3);
    assert!(
        stage
            .session("Fsync and Other Promises")
            .notes
            .contains(&text)
    );
}

#[test]
fn quitting_saves_what_was_typed() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("<Enter>last words<Ctrl-P>quit<Enter>");
    assert!(stage.quit);
    assert!(
        stage
            .session("Fsync and Other Promises")
            .notes
            .contains("last words")
    );
}

#[test]
fn the_mouse_chooses_places_and_scrolls() {
    let mut stage = Stage::demo(120, 40);
    let mouse = |what, x, y| Input::Mouse(Mouse { what, x, y });
    stage.input(mouse(MouseAct::Click, 10, 5));
    assert!(
        stage
            .text()
            .contains("At the Lanternfish Table                ")
    );
    stage.input(mouse(MouseAct::Click, 60, 5));
    stage.keys("X").wait(3);
    assert!(
        stage
            .session("At the Lanternfish Table")
            .notes
            .contains('X')
    );
}

#[test]
fn no_size_and_no_key_panics() {
    let mut stage = Stage::demo(80, 24);
    for script in [
        "", "<Enter>", "<Esc>:", "<Esc>f", "<Esc>x", "<Esc>p", "p", "pE", "n",
    ] {
        stage.keys(script);
        for (width, height) in (1..=60)
            .map(|n| (n * 5, n * 2))
            .chain([(1, 1), (300, 1), (1, 100)])
        {
            stage.input(Input::Resize(width, height));
            stage.text();
        }
        stage.input(Input::Resize(80, 24));
    }
    for action in Action::ALL {
        let mut stage = Stage::demo(100, 30);
        stage
            .keys(":")
            .keys(&action.name().replace('-', " "))
            .keys("<Enter>");
        stage.text();
    }
}

#[test]
fn a_booth_is_counted_by_single_keys() {
    let mut stage = Stage::demo(120, 40);
    stage.keys("kb");
    let before = stage.session("At the Lanternfish Table").clone();
    let of = |session: &hallway::model::session::Session, name: &str| {
        let mut all = session
            .tallies
            .iter()
            .chain(&session.crowd)
            .chain(&session.questions);
        all.find(|count| count.name == name)
            .map_or(0, |count| count.count)
    };
    stage.keys("vvvV<Ctrl-Z>1<Enter>Is it safe?<Enter>");
    let after = stage.session("At the Lanternfish Table");
    assert_eq!(of(after, "visitors"), of(&before, "visitors") + 3);
    assert_eq!(after.questions[0].count, before.questions[0].count + 1);
    assert_eq!(of(after, "Is it safe?"), 1);
    assert_snapshot!("booth_120x40", stage.picture());
    for (width, height) in [(80, 24), (40, 12)] {
        stage.input(Input::Resize(width, height));
        assert_snapshot!(format!("booth_{width}x{height}"), stage.text());
    }
    stage.keys("<Esc>");
    assert!(stage.text().contains("New note now"));
}

#[test]
fn counts_from_another_terminal_show_within_a_second() {
    let mut stage = Stage::demo(120, 40);
    stage.keys("kb");
    let before = stage.text();
    stage.elsewhere("At the Lanternfish Table", |session| {
        session.tallies[0].count += 17;
    });
    stage.wait(1);
    assert_ne!(stage.text(), before, "84 visitors are still on the screen");
    stage.keys("v");
    assert_eq!(
        stage.session("At the Lanternfish Table").tallies[0].count,
        102
    );
}

#[test]
fn kept_lines_are_folded_moved_and_marked() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("i");
    assert_snapshot!("entries", stage.picture());
    stage.keys("<Enter>o");
    let session = stage.session("Fsync and Other Promises");
    assert!(
        session
            .notes
            .contains("\n\n    Saved is a word about the future."),
        "{}",
        session.notes
    );
    assert!(session.entries.owner()[0].folded);
    let count = session.entries.owner().len();
    stage.keys("J");
    assert_eq!(
        stage
            .session("Fsync and Other Promises")
            .entries
            .owner()
            .len(),
        count - 1
    );
    stage.keys("<Esc>uuu");
    let session = stage.session("Fsync and Other Promises");
    assert_eq!(session.entries.owner().len(), count);
    assert!(!session.notes.contains("    Saved is a word"));
}

#[test]
fn finding_goes_to_names_and_to_words() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("/docs diff");
    assert_snapshot!("find_name", stage.picture());
    stage.keys("<Enter>");
    assert!(stage.text().contains("Docs You Can Diff                 "));
    stage.keys("/believing a word");
    assert_snapshot!("find_words", stage.picture());
    stage.keys("<Enter>X").wait(3);
    assert!(
        stage
            .session("Fsync and Other Promises")
            .notes
            .contains("about not X of this")
    );
}

#[test]
fn finding_goes_to_a_line_of_another_event() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path().join("notebook"), folder.path().join("state"));
    for (name, year) in [("old", 2016), ("new", 2017)] {
        let event = Event {
            title: format!("SCaLE {name}"),
            starts: chrono::NaiveDate::from_ymd_opt(year, 3, 2),
            ..Event::default()
        };
        store.create_event(name, event).unwrap();
    }
    for (name, notes) in [
        ("one", "A first line."),
        (
            "two",
            "Nothing here.\n\nA line that is far too long for this and has the Needle in it.",
        ),
    ] {
        let session = Session {
            title: format!("Session {name}"),
            notes: notes.to_owned(),
            entries: Private::new(vec![Entry {
                kind: EntryKind::ToDo,
                text: format!("write to {name}"),
                ..Entry::default()
            }]),
            ..Session::default()
        };
        store.create_session("old", name, session).unwrap();
    }
    let mut stage = Stage::of(store, 80, 24);
    assert!(stage.text().contains("SCaLE new"));
    stage.keys("/NEEDLE");
    assert!(
        stage
            .text()
            .contains("text     \u{2026}for this and has the Needle in it.")
    );
    stage.keys("<Enter>Pin").wait(3);
    assert!(stage.text().contains("SCaLE old"));
    assert!(
        stage
            .session("Session two")
            .notes
            .ends_with("and has the Pin in it.")
    );
    // What was kept is found, too, and an event's counts are known.
    stage.keys("<Esc>/write to one<Enter>");
    assert!(stage.text().contains("write to one"));
    stage.keys("<Esc><Esc>");
    let text = stage.text();
    let row = text
        .lines()
        .find(|line| line.contains("SCaLE old"))
        .unwrap();
    let columns: Vec<&str> = row.split_whitespace().rev().take(3).collect();
    assert_eq!(columns, ["2", "20", "2"], "{text}");
}

#[test]
fn a_note_is_searched_and_words_replaced() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("<Enter><Ctrl-F>the kernel");
    assert_snapshot!("seek", stage.picture());
    stage.keys("<Tab>THE KERNEL<Enter><Esc><Esc><Esc>");
    let notes = &stage.session("Fsync and Other Promises").notes;
    assert!(notes.contains("goes to THE KERNEL"), "{notes}");
}

#[test]
fn a_whole_day_by_keys() {
    let mut stage = Stage::empty(120, 40);
    stage.keys("nSCaLE 15x<Enter>");
    stage.keys("F<Down><Ctrl-U>2026-05-14<Down><Ctrl-U>2026-05-15<Down>Pasadena<Enter>");
    stage.keys("I`SCaLE`_ was busy.<Esc>");
    let hour = chrono::TimeDelta::hours(1);
    stage.keys("nOpenShift booth<Tab><Enter>We stood there all day.<Esc>");
    stage.keys("bvvvdhe<Enter>Is it open?<Enter>11<Esc>");
    stage.app.now += hour;
    stage.keys("nKubernetes 101<Enter>`Josh Berkus`_ explained ``pods``.<Alt-a><Tab><Tab>It is just YAML -- Josh Berkus<Enter><Esc>");
    stage.keys(
        "f<Ctrl-U>Kubernetes 102<Down><Down><Down>Ballroom GH<Down>Josh Berkus, Project Atomic<Enter>",
    );
    stage.app.now += hour;
    stage.keys("nFedora work session<Tab><Tab><Enter>Badges.<Esc>");
    stage.keys("C`Thanks`_ to all.<Esc>");
    stage.keys("p");
    assert_snapshot!("whole_day_preview", stage.text());
    // Three names have no target yet: the export says so, and Tab insists.
    stage.keys("px<Enter>");
    assert!(stage.posts.is_empty());
    assert_snapshot!("whole_day_refused", stage.text());
    stage.keys("<Tab><Enter>");
    let (path, post) = stage.posts.iter().next().expect("a post");
    assert_eq!(path, "/blog/posts/scale-15x.rst");
    assert_snapshot!("whole_day_post", post);
}

#[test]
fn leaving_keeps_what_stands_in_lines_and_forms() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("f<Ctrl-U>Another title<Ctrl-P>quit<Enter>");
    assert!(stage.quit);
    assert!(
        stage
            .session("Another title")
            .notes
            .starts_with("A file that")
    );
    let mut stage = Stage::demo(80, 24);
    stage.keys("ahalf a thought<Ctrl-P>quit<Enter>");
    let session = stage.session("Fsync and Other Promises");
    assert_eq!(
        session.entries.owner().last().unwrap().text,
        "half a thought"
    );
}

#[test]
fn a_file_that_cannot_be_read_is_listed_with_its_place() {
    let mut stage = Stage::demo(80, 24);
    let desk = stage.app.desk.as_mut().unwrap();
    desk.troubles = vec!["/notes/sessions/kubernetes.toml:3:7: expected `=`".to_owned()];
    desk.refresh();
    stage.keys("Gkkk");
    assert_snapshot!("broken_file", stage.text());
}
