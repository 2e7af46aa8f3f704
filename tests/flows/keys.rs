//! Palette, help, floods of keys, leaving, the mouse.

use crate::stage::Stage;
use hallway::app::action::Action;
use hallway::app::input::{Input, Mouse, MouseAct};
use hallway::app::keymap::KeyContext;
use hallway::app::settings::{Answer, ThemeName};
use insta::assert_snapshot;

#[test]
fn palette_and_help_hold_every_action_with_its_key() {
    for open in [":", "?"] {
        for action in Action::ALL {
            let mut stage = Stage::demo(120, 40);
            let name = action.name().replace('-', " ");
            stage.keys(open).keys(&name);
            let keymap = &stage.app.settings.keymap;
            let key = KeyContext::ALL
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
    stage.keys("<Ctrl-P>in post");
    assert_snapshot!("palette", stage.picture());
    stage.keys("<Enter>");
    assert!(!stage.session("Fsync and Other Promises").in_post);
    stage.keys("?");
    assert_snapshot!("help", stage.picture());
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
fn a_theme_is_remembered() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("TT");
    let themes = [ThemeName::Dark, ThemeName::Light].map(Answer::Theme);
    assert_eq!(stage.answers, themes);
}
