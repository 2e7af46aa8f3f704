//! Every screen, form, dialog and empty state as a person sees it, text and styles, at each size
//! that matters.
//!
//! A picture is a script of keys on a stage; its snapshots lie in `snapshots/pictures`, one for
//! each size.

use crate::stage::Stage;
use hallway::app::settings::ThemeName;
use hallway::model::event::Event;
use hallway::model::session::{Session, SessionKind};
use hallway::store::Store;

/// A wide terminal and the usual one.
const BOTH: &[(u16, u16)] = &[(120, 40), (80, 24)];

/// Those and the smallest one.
const ALL: &[(u16, u16)] = &[(120, 40), (80, 24), (40, 12)];

/// Takes a picture at each size: the stage, made anew, after these keys.
fn picture(name: &str, sizes: &[(u16, u16)], make: impl Fn(u16, u16) -> Stage, keys: &str) {
    for (width, height) in sizes {
        let mut stage = make(*width, *height);
        stage.keys(keys);
        insta::with_settings!({ snapshot_path => "snapshots/pictures", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format!("{name}_{width}x{height}"), stage.picture());
        });
    }
}

/// An event with nothing in it, and an empty session of each kind where they are wanted.
fn event(width: u16, height: u16, kinds: &[SessionKind]) -> Stage {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path().join("notebook"), folder.path().join("state"));
    let fair = Event {
        title: "Fair".to_owned(),
        starts: chrono::NaiveDate::from_ymd_opt(2026, 5, 15),
        ..Event::default()
    };
    store.create_event("fair", fair).unwrap();
    for kind in kinds {
        let session = Session {
            kind: *kind,
            title: format!("Our {}", kind.word()),
            ..Session::default()
        };
        store.create_session("fair", kind.word(), session).unwrap();
    }
    Stage::of(store, width, height)
}

fn empty_event(width: u16, height: u16) -> Stage {
    event(width, height, &[])
}

fn each_kind(width: u16, height: u16) -> Stage {
    event(width, height, SessionKind::ALL)
}

/// Titles and notes in characters of two columns, of several code points and of none.
fn wide(width: u16, height: u16) -> Stage {
    let mut stage = event(width, height, &[]);
    stage
        .keys("n日本語のオープンソースとコミュニティについての長い題名<Enter>")
        .keys("漢字かな交じり文は二桁ずつ進み、行の終わりで折り返す。折り返した行も正しく並ぶ。<Enter>")
        .keys("👩‍👩‍👧 and 🇩🇪 and cafe\u{301} are one step each.<Enter>")
        .keys("<Esc>nΕλληνικά и русский<Enter>ok<Esc>");
    stage
}

#[test]
fn the_screens() {
    picture("events", ALL, Stage::demo, "/<Esc><Esc>");
    picture("event", ALL, Stage::demo, "");
    picture("new_note", BOTH, Stage::demo, "g");
    picture("intro", BOTH, Stage::demo, "Gkkk");
    picture("closing", BOTH, Stage::demo, "Gkk");
    picture("inbox", BOTH, Stage::demo, "Gk");
    picture("preview", ALL, Stage::demo, "p");
    picture("source", ALL, Stage::demo, "pp");
    picture("writing_with_preview", ALL, Stage::demo, "<Enter><Alt-p>");
    picture("booth", ALL, Stage::demo, "kb");
    picture("kept_lines", ALL, Stage::demo, "i");
    picture("kept_in_the_inbox", BOTH, Stage::demo, "Gki");
    picture("help", ALL, Stage::demo, "?");
    picture("palette", ALL, Stage::demo, ":");
    picture("palette_narrowed", BOTH, Stage::demo, ":publ");
    picture("find_names", ALL, Stage::demo, "/docs diff");
    picture("find_words", BOTH, Stage::demo, "/believing a word");
    picture("export", ALL, Stage::demo, "x");
}

#[test]
fn the_prompts() {
    picture("new_session", ALL, Stage::demo, "n");
    picture("new_event", BOTH, Stage::demo, "<Esc>n");
    picture("rename", BOTH, Stage::demo, "r");
    picture("rename_event", BOTH, Stage::demo, "gr");
    picture("capture", ALL, Stage::demo, "a");
    picture("capture_person", BOTH, Stage::demo, "a<Tab><Tab><Tab><Tab>");
    picture("reword", BOTH, Stage::demo, "ir");
    picture("new_question", ALL, Stage::demo, "kb<Enter>");
    picture("new_counter", BOTH, Stage::demo, "kb+");
    picture("seek", ALL, Stage::demo, "<Enter><Ctrl-F>the");
    picture("replace", BOTH, Stage::demo, "<Enter><Ctrl-F>the<Tab>THE");
    picture("link_url", ALL, Stage::demo, "<Enter> Zebra<Ctrl-K>");
    let url = "<Enter> https://zebra.example/<Ctrl-K>";
    picture("link_name", BOTH, Stage::demo, url);
}

#[test]
fn the_forms() {
    picture("form_event", ALL, Stage::demo, "F");
    for (kind, row) in [("booth", "k"), ("talk", ""), ("meetup", "jj")] {
        let keys = format!("{row}f");
        picture(&format!("form_{kind}"), BOTH, Stage::demo, &keys);
    }
    picture("form_section", BOTH, each_kind, "gjjjf");
    picture("form_mistake", ALL, Stage::demo, "f<Down><Ctrl-U>half past");
}

#[test]
fn the_empty_states() {
    picture("no_events", ALL, Stage::empty, "");
    picture("no_sessions", ALL, empty_event, "");
    picture("no_intro", BOTH, empty_event, "Gkk");
    picture("no_inbox", BOTH, empty_event, "G");
    picture("no_kept_lines", ALL, empty_event, "Gi");
    picture("no_notes", BOTH, each_kind, "gj");
    picture("no_counts", ALL, each_kind, "gjjb");
    picture("no_search_yet", ALL, Stage::demo, "/");
    picture("nothing_found", BOTH, Stage::demo, "/xyzzyx");
    picture("no_command", BOTH, Stage::demo, ":xyzzyx");
    picture("nothing_to_preview", BOTH, empty_event, "p");
    picture("nothing_to_mend", BOTH, empty_event, "m");
    picture("nothing_to_export", BOTH, empty_event, "x");
    picture("no_programme", BOTH, empty_event, "P");
}

#[test]
fn the_looks() {
    for theme in ThemeName::ALL {
        let dressed = |width, height| {
            let mut stage = Stage::demo(width, height);
            stage.app.settings.theme = theme;
            stage
        };
        picture(&format!("theme_{}", theme.word()), BOTH, dressed, "<Enter>");
    }
    let plain = |width, height| {
        let mut stage = Stage::demo(width, height);
        stage.colourless = true;
        stage
    };
    picture("no_colour", BOTH, plain, "");
    picture("no_colour_export", BOTH, plain, "x");
    let read_only = |width, height| {
        let mut stage = Stage::demo(width, height);
        stage.app.open_event.as_mut().unwrap().locked_out = Some("read-only");
        stage
    };
    picture("read_only", ALL, read_only, "");
    picture("wide", ALL, wide, "gjj");
    picture("wide_writing", ALL, wide, "gjj<Enter>");
    picture("wide_preview", BOTH, wide, "p");
}
