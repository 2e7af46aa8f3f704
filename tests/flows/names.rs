//! Names while typing: offered, taken, linked, pasted.

use crate::stage::Stage;
use hallway::app::input::Input;
use insta::assert_snapshot;

const TITLE: &str = "Fsync and Other Promises";

/// The sample event, in an empty line at the end of the running talk's notes.
fn writing(width: u16, height: u16) -> Stage {
    let mut stage = Stage::demo(width, height);
    stage.keys("<Enter><Enter><Enter>");
    stage
}

fn notes(stage: &mut Stage) -> String {
    stage.wait(3);
    stage.session(TITLE).notes.clone()
}

fn url_of(stage: &Stage, name: &str) -> Option<Option<String>> {
    let event = stage.event.as_ref().unwrap();
    let link = event.links.iter().find(|link| link.name == name);
    link.map(|link| link.url.clone())
}

#[test]
fn a_back_quote_offers_names_and_enter_takes_one() {
    for (width, height) in [(120, 40), (80, 24), (40, 12)] {
        let mut stage = writing(width, height);
        stage.keys("See `");
        assert_snapshot!(format!("names_{width}x{height}"), stage.picture());
    }
    let mut stage = writing(80, 24);
    let before = notes(&mut stage);
    stage.keys("`postgr<Enter>, yes");
    let after = notes(&mut stage);
    let added = after.strip_prefix(&before).unwrap().trim_start();
    assert!(
        added.starts_with('`') && added.ends_with("`_, yes"),
        "{added}"
    );
    assert!(added.to_lowercase().contains("postgr"), "{added}");
}

#[test]
fn typing_on_changes_no_key_and_escape_leaves_the_text() {
    let mut stage = writing(80, 24);
    let before = notes(&mut stage);
    stage.keys("``code`` and `zzz` end<Esc>");
    assert!(
        notes(&mut stage).ends_with("``code`` and `zzz` end"),
        "{}",
        notes(&mut stage)
    );
    let mut stage = writing(80, 24);
    stage.keys("`p<Esc>x");
    let after = notes(&mut stage);
    assert_eq!(after.strip_prefix(&before).unwrap().trim_start(), "`px`");
    assert!(!stage.text().contains("Link to"));
}

#[test]
fn the_key_completes_a_plain_word() {
    let mut stage = writing(80, 24);
    stage.keys("We run postgr<Ctrl-Space><Enter>.");
    let after = notes(&mut stage);
    let added = after.lines().last().unwrap();
    assert!(
        added.starts_with("We run `") && added.ends_with("`_."),
        "{added}"
    );
}

#[test]
fn a_word_gets_its_link_and_one_that_is_known_asks_nothing() {
    let mut stage = writing(80, 24);
    stage.keys("We met Zebra<Ctrl-K>");
    assert_snapshot!("link_url_80x24", stage.picture());
    stage.keys("zebra.example/a<Enter> and Zebra<Ctrl-K> again");
    assert!(
        notes(&mut stage).ends_with("We met `Zebra`_ and `Zebra`_ again"),
        "{}",
        notes(&mut stage)
    );
    assert_eq!(
        url_of(&stage, "Zebra"),
        Some(Some("https://zebra.example/a".to_owned()))
    );
    stage.keys("<Enter>Later<Ctrl-K><Enter>");
    assert!(notes(&mut stage).ends_with("\n`Later`_"));
    assert_eq!(url_of(&stage, "Later"), Some(None));
    stage.keys("<Enter>Bad<Ctrl-K>no url<Enter>");
    assert!(notes(&mut stage).ends_with("\nBad"));
    assert!(stage.text().contains("is no URL"), "{}", stage.text());
}

#[test]
fn a_bare_url_gets_a_name() {
    let mut stage = writing(80, 24);
    stage.keys("See https://www.zebra.example/a_b.<Left><Left><Ctrl-K>Zebra<Enter>");
    assert!(
        notes(&mut stage).ends_with("See `Zebra`_."),
        "{}",
        notes(&mut stage)
    );
    assert_eq!(
        url_of(&stage, "Zebra"),
        Some(Some("https://www.zebra.example/a_b".to_owned()))
    );
}

#[test]
fn a_url_pasted_over_a_selection_links_it() {
    let mut stage = writing(80, 24);
    stage.keys("two words<Shift-Home>");
    stage.input(Input::Paste("https://two.example/".to_owned()));
    assert!(
        notes(&mut stage).ends_with("`two words`_"),
        "{}",
        notes(&mut stage)
    );
    assert_eq!(
        url_of(&stage, "two words"),
        Some(Some("https://two.example/".to_owned()))
    );
    stage.keys("<Enter>three<Shift-Home>");
    stage.input(Input::Paste("no url".to_owned()));
    assert!(notes(&mut stage).ends_with("\nno url"));
}
