//! The links and the link pass: looking, changing, settling, going through, taking back.

use crate::stage::Stage;
use hallway::app::input::Input;
use hallway::model::link::{Link, LinkKind};
use hallway::store::Store;
use insta::assert_snapshot;

const TITLE: &str = "Fsync and Other Promises";

fn link(name: &str, url: &str) -> Link {
    Link {
        name: name.to_owned(),
        url: Some(url.to_owned()),
        ..Link::default()
    }
}

/// The sample event, with a name in the book that has two URLs, and notes that mention names
/// without linking them.
fn torn(width: u16, height: u16) -> Stage {
    let other = link("Matrix", "https://other.example/matrix");
    let mut stage = Stage::prepared(width, height, |store| add(store, other));
    stage.keys(
        "<Enter><Enter><Enter>Debian and Podman, ``Debian``, Debian again: `Nowhere`_ Matrix.<Esc>",
    );
    stage
}

/// Another program writes a link into the link book.
fn add(store: &Store, link: Link) {
    let mut book = store.book().unwrap();
    book.value.links.push(link);
    store.save(&mut book).unwrap();
}

fn url_in(links: &[Link], name: &str) -> Vec<Option<String>> {
    let of_name = links.iter().filter(|link| link.name == name);
    of_name.map(|link| link.url.clone()).collect()
}

fn event(stage: &Stage) -> &[Link] {
    &stage.event.as_ref().unwrap().links
}

#[test]
fn the_links_at_several_sizes() {
    for (width, height) in [(120, 40), (80, 24), (40, 12)] {
        let mut stage = torn(width, height);
        stage.keys("4");
        assert_snapshot!(format!("links_{width}x{height}"), stage.picture());
    }
    let mut stage = Stage::empty(80, 24);
    stage.keys("<Enter>Hello<Esc>4");
    assert_snapshot!("links_empty", stage.picture());
}

#[test]
fn letters_find_a_name_and_enter_goes_where_it_is_used() {
    let mut stage = torn(80, 24);
    stage.keys("4/raspb<Enter>");
    assert_snapshot!("links_found", stage.picture());
    stage.keys("<Enter><Down><Enter>");
    let text = stage.text();
    assert!(!text.contains("Links:"), "{text}");
    assert!(text.contains("At the Lanternfish Table"), "{text}");
    let editor = stage.app.open_event.as_ref().unwrap().editor().unwrap();
    let rest = &editor.text()[editor.cursor_offset()..];
    assert!(rest.starts_with("`Raspberry Pi`_"), "{rest}");
}

#[test]
fn alt_4_shows_them_while_writing_and_nothing_is_lost() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("<Enter> more<Alt-4>");
    assert!(stage.text().contains("Links:"), "{}", stage.text());
    stage.keys("<Esc>!");
    stage.wait(3);
    assert!(stage.session(TITLE).notes.ends_with(" more!"));
}

#[test]
fn one_key_settles_a_name_with_two_urls() {
    let mut stage = torn(80, 24);
    stage.keys("4");
    assert!(stage.text().contains("1 to settle") || stage.text().contains("2 to settle"));
    stage.keys("<Down>m");
    assert_eq!(
        url_in(&stage.book, "Matrix"),
        [Some("https://other.example/matrix".to_owned())]
    );
    assert!(!stage.text().contains("to settle"), "{}", stage.text());
    stage.keys("u");
    assert_eq!(url_in(&stage.book, "Matrix").len(), 2);
    stage.keys("U");
    assert_eq!(url_in(&stage.book, "Matrix").len(), 1);
}

#[test]
fn a_url_is_edited_in_place() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("4/codeberg<Enter>l<Ctrl-U>berg.example<Enter>");
    assert_eq!(
        url_in(&stage.book, "Codeberg"),
        [Some("https://berg.example".to_owned())]
    );
    stage.keys("l<Ctrl-U>no url<Enter>");
    assert!(stage.text().contains("is no URL"), "{}", stage.text());
    stage.keys("u");
    assert_eq!(
        url_in(&stage.book, "Codeberg"),
        [Some("https://codeberg.org/".to_owned())]
    );
}

#[test]
fn a_name_without_a_url_gets_one() {
    let mut stage = torn(80, 24);
    stage.keys("4/nowhere<Enter>lnowhere.example<Enter>");
    assert_eq!(
        url_in(event(&stage), "Nowhere"),
        [Some("https://nowhere.example".to_owned())]
    );
    stage.keys("u");
    assert!(url_in(event(&stage), "Nowhere").is_empty());
}

#[test]
fn another_name_takes_the_references_with_it() {
    let mut stage = Stage::demo(80, 24);
    let notes = |stage: &Stage| stage.session("At the Lanternfish Table").notes.clone();
    let before = notes(&stage);
    assert!(before.contains("`Raspberry Pi`_"));
    stage.keys("4/raspb<Enter>r<Ctrl-U>Raspi<Enter>");
    assert!(notes(&stage).contains("`Raspi`_") && !notes(&stage).contains("`Raspberry Pi`_"));
    let renamed = stage.book.iter().find(|link| link.name == "Raspi").unwrap();
    assert!(renamed.aliases.contains(&"Raspberry Pi".to_owned()));
    stage.keys("r<Ctrl-U>Debian<Enter>");
    assert!(
        stage.text().contains("is a link already"),
        "{}",
        stage.text()
    );
    stage.keys("u");
    assert_eq!(notes(&stage), before);
    assert_eq!(url_in(&stage.book, "Raspberry Pi").len(), 1);
}

#[test]
fn deleting_keeping_sharing_and_the_kind_can_be_taken_back() {
    let mut stage = Stage::demo(80, 24);
    let book = stage.book.clone();
    stage.keys("4/codeberg<Enter>d");
    assert!(url_in(&stage.book, "Codeberg").is_empty());
    assert!(
        stage.text().contains("1 reference stays without it"),
        "{}",
        stage.text()
    );
    stage.keys("u");
    assert_eq!(stage.book, book);
    stage.keys("<Esc>nZebra<Enter>zebra.example<Enter>");
    assert_eq!(
        url_in(event(&stage), "Zebra"),
        [Some("https://zebra.example".to_owned())]
    );
    let zebra = |stage: &Stage| {
        event(stage)
            .iter()
            .find(|link| link.name == "Zebra")
            .unwrap()
            .clone()
    };
    stage.keys("o");
    assert!(zebra(&stage).keep);
    assert!(
        stage.text().contains("Kept for the post"),
        "{}",
        stage.text()
    );
    stage.keys("otttt");
    assert!(!zebra(&stage).keep);
    assert_eq!(zebra(&stage).kind, Some(LinkKind::Page));
    stage.keys("<Space>");
    assert_eq!(url_in(&stage.book, "Zebra").len(), 1);
    stage.keys("u");
    assert_eq!(stage.book, book);
}

#[test]
fn a_private_person_stays_out_of_the_book() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("a<Tab><Tab><Tab><Tab>Zebra Person<Enter>");
    stage.keys("4nZebra Person<Enter>zebra.example<Enter><Space>");
    assert!(
        stage.text().contains("never enters the link book"),
        "{}",
        stage.text()
    );
    assert!(url_in(&stage.book, "Zebra Person").is_empty());
}

#[test]
fn a_link_of_the_book_does_not_get_the_name_of_a_private_person() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("a<Tab><Tab><Tab><Tab>Zebra Person<Enter>");
    let new = link("Elsewhere", "https://else.example/");
    stage.edit_links_outside(|links| links.push(new));
    stage.keys("4/elsewhere<Enter>r<Ctrl-U>zebra person<Enter>");
    assert!(
        stage.text().contains("never enters the link book"),
        "{}",
        stage.text()
    );
    assert!(url_in(&stage.book, "Zebra Person").is_empty());
    assert_eq!(url_in(&stage.book, "Elsewhere").len(), 1);
}

#[test]
fn what_another_terminal_wrote_into_the_book_is_seen() {
    let mut stage = Stage::demo(80, 24);
    let new = link("Elsewhere", "https://else.example/");
    stage.edit_links_outside(|links| links.push(new));
    stage.keys("4/elsewhere");
    assert!(stage.text().contains("else.example"), "{}", stage.text());
}

#[test]
fn a_book_that_is_changed_outside_is_reloaded_while_the_list_is_open() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("4/elsewhere");
    assert!(!stage.text().contains("else.example"), "{}", stage.text());
    let new = link("Elsewhere", "https://else.example/");
    stage.edit_links_outside(|links| links.push(new));
    stage.input(Input::Look);
    assert!(stage.text().contains("else.example"), "{}", stage.text());
    assert!(
        stage.text().contains("The link book was changed outside"),
        "{}",
        stage.text()
    );
    // The names that are offered while writing know it, too.
    assert_eq!(url_in(&stage.app.book, "Elsewhere").len(), 1);
}

#[test]
fn a_book_that_is_not_saved_is_told_and_tried_again() {
    let mut stage = Stage::demo(80, 24);
    stage.failing = Some("disk full");
    stage.keys("4/codeberg<Enter>d");
    assert!(stage.text().contains("not saved"), "{}", stage.text());
    assert_eq!(url_in(&stage.book, "Codeberg").len(), 1);
    stage.failing = None;
    stage.wait(11).keys("<Down>");
    assert!(url_in(&stage.book, "Codeberg").is_empty());
    assert!(!stage.text().contains("not saved"), "{}", stage.text());
}

#[test]
fn the_pass_at_several_sizes() {
    for (width, height) in [(120, 40), (80, 24), (40, 12)] {
        let mut stage = torn(width, height);
        stage.keys("L");
        assert_snapshot!(format!("pass_{width}x{height}"), stage.picture());
    }
    let mut stage = torn(80, 24);
    stage.keys("L<Tab>");
    assert_snapshot!("pass_every_80x24", stage.picture());
}

/// A session that mentions names which the event links nowhere.
fn mentions(text: &str) -> Stage {
    let mut stage = Stage::empty(80, 24);
    for name in ["Fedora", "Red Hat", "Go"] {
        let host = name.to_lowercase().replace(' ', "");
        let new = link(name, &format!("https://{host}.example/"));
        stage.edit_links_outside(|links| links.push(new));
    }
    stage.input(Input::Look);
    stage.keys("<Enter>").keys(text).keys("<Esc>");
    stage
}

fn only(stage: &Stage) -> String {
    stage.sessions.values().next().unwrap().notes.clone()
}

#[test]
fn one_key_links_and_the_others_skip_or_never_ask_again() {
    let text = "Red Hat and Fedora, Fedora-based. Go there. ``Go`` `Open`_ end";
    let mut stage = mentions(text);
    stage.keys("L");
    assert!(
        stage.text().contains("Link pass: 1 of 4"),
        "{}",
        stage.text()
    );
    stage.keys("<Enter>");
    assert!(
        stage.text().contains("Link pass: 2 of 4"),
        "{}",
        stage.text()
    );
    stage.keys("s");
    assert!(
        only(&stage).starts_with("`Red Hat`_ and Fedora, Fedora-based. Go"),
        "{}",
        only(&stage)
    );
    stage.keys("N");
    assert_eq!(stage.event.as_ref().unwrap().never_link, ["Go"]);
    stage.keys("<Enter>open.example<Enter>");
    assert_eq!(
        url_in(event(&stage), "Open"),
        [Some("https://open.example".to_owned())]
    );
    let said = "The link pass: 1 linked, 1 given a URL, 1 skipped, 1 never to be links";
    assert!(stage.text().contains(said), "{}", stage.text());
    // Never is remembered, and what was skipped comes again.
    stage.keys("L");
    assert!(
        stage.text().contains("1 of 1") && stage.text().contains("Fedora"),
        "{}",
        stage.text()
    );
}

#[test]
fn the_pass_goes_back_step_by_step() {
    let text = "Fedora, Fedora-based. Fedora `Open`_ and `Open`_ end";
    let mut stage = mentions(text);
    stage.keys("L<Tab>");
    assert!(stage.text().contains("1 of 4"), "{}", stage.text());
    stage.keys("<Enter><Enter><Enter>");
    let linked = "`Fedora`_, `Fedora`_-based. `Fedora`_ `Open`_ and `Open`_ end";
    assert_eq!(only(&stage), linked);
    stage.keys("u");
    assert_eq!(
        only(&stage),
        "`Fedora`_, `Fedora`_-based. Fedora `Open`_ and `Open`_ end"
    );
    stage.keys("uu");
    assert_eq!(only(&stage), text);
    assert!(stage.text().contains("1 of 4"), "{}", stage.text());
    stage.keys("UUU");
    assert_eq!(only(&stage), linked);
    stage.keys("N");
    assert_eq!(
        only(&stage),
        "`Fedora`_, `Fedora`_-based. `Fedora`_ Open and Open end"
    );
    assert!(
        stage.text().contains("3 linked, 1 never"),
        "{}",
        stage.text()
    );
}

#[test]
fn a_mention_gets_another_url_for_this_event() {
    let mut stage = mentions("On Fedora here");
    stage.keys("Ll<Ctrl-U>mine.example<Enter>");
    assert_eq!(only(&stage), "On `Fedora`_ here");
    assert_eq!(
        url_in(event(&stage), "Fedora"),
        [Some("https://mine.example".to_owned())]
    );
    stage.keys("u");
    assert_eq!(only(&stage), "On Fedora here");
    assert!(event(&stage).is_empty());
}

#[test]
fn a_pass_with_nothing_to_do_says_so() {
    let mut stage = mentions("Nothing here");
    stage.keys("L");
    assert!(
        stage.text().contains("Every name has its link"),
        "{}",
        stage.text()
    );
}

#[test]
fn undo_while_writing_takes_back_the_reference_and_its_link() {
    let mut stage = Stage::demo(80, 24);
    let before = stage.session(TITLE).notes.clone();
    stage.keys("<Enter> met Zebra<Ctrl-K>zebra.example<Enter>");
    assert!(stage.session(TITLE).notes.ends_with("met `Zebra`_"));
    assert_eq!(url_in(event(&stage), "Zebra").len(), 1);
    stage.keys("<Ctrl-Z>");
    stage.wait(3);
    assert!(
        stage.session(TITLE).notes.ends_with("met Zebra"),
        "{}",
        stage.session(TITLE).notes
    );
    assert!(url_in(event(&stage), "Zebra").is_empty());
    stage.keys("<Ctrl-Y>");
    stage.wait(3);
    assert!(stage.session(TITLE).notes.ends_with("met `Zebra`_"));
    assert_eq!(url_in(event(&stage), "Zebra").len(), 1);
    stage.keys("<Ctrl-Z><Ctrl-Z><Ctrl-Z><Ctrl-Z><Esc>");
    assert_eq!(stage.session(TITLE).notes, before);
    // The same from the list, one step for both.
    let mut stage = Stage::demo(80, 24);
    stage.keys("<Enter> met Zebra<Ctrl-K>zebra.example<Enter><Esc>u");
    assert!(stage.session(TITLE).notes.ends_with("met Zebra"));
    assert!(url_in(event(&stage), "Zebra").is_empty());
}

#[test]
fn a_search_that_finds_no_link_says_so() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("4/xyzzy");
    assert!(
        stage.text().contains("Nothing like that"),
        "{}",
        stage.text()
    );
    stage.keys("<Ctrl-U>fsync");
    assert!(!stage.text().contains("Nothing like that"));
}
