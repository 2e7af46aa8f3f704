//! How long the checker takes inside the process: a post, a text of nothing but mistakes, and an
//! event of 500 sessions while somebody types in one of them.
//!
//! `cargo bench --bench check`. Whole processes beside rstcheck, doc8 and sphinx-lint: `tests/run
//! --bench`.

mod pieces;

use divan::Bencher;
use hallway::check::event::{CheckInput, CheckedTexts, PrivateFacts, event};
use hallway::check::{Book, fix_all, post};
use hallway::model::event::Event;
use hallway::model::link::Link;
use hallway::model::secret;
use hallway::model::session::Session;
use std::path::Path;

fn main() {
    divan::main();
}

/// A file of the corpus where the test data lies beside the repository, else a post of about the
/// founding example's size.
fn corpus(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/corpus")
        .join(name);
    std::fs::read_to_string(path).unwrap_or_else(|_| {
        let targets =
            ".. _Project One: https://example.org/one\n.. _Project Two: https://example.org/two\n";
        let sections: String = (0..22)
            .map(|number| format!("Session {number}\n------------\n\n{}\n\n", notes(number)))
            .collect();
        format!("{sections}{targets}")
    })
}

fn notes(number: usize) -> String {
    format!(
        "The speaker of session {number} showed how `Project One`_ does what it does, and compared\n\
         it with `Project Two`_ in **three** ways, none of which is *obvious*, but one of\n\
         which has ``code`` in it.\n\n* the first way\n* the second way\n\nAn afterthought closes the section, which\n\
         is as long as notes are when somebody listens with one ear and writes with one\nhand, on bad Wi-Fi or none.\n"
    )
}

#[divan::bench(args = ["posts/scale-15x.rst", "posts/flock-to-fedora-2016.rst", "broken.rst"])]
fn a_post(bencher: Bencher<'_, '_>, name: &str) {
    let text = corpus(name);
    let book = Book::default();
    bencher.bench(|| post(divan::black_box(&text), &book));
}

/// Texts of 90 kB of nothing but mistakes, each of one piece again and again. None may take a tenth
/// of a second. How the time grows with the text: `cargo bench --bench growth`.
#[divan::bench(args = pieces::MISTAKES)]
fn nothing_but_mistakes(bencher: Bencher<'_, '_>, piece: &str) {
    let text = pieces::text(piece, 90_000);
    let book = Book::default();
    bencher.bench(|| post(divan::black_box(&text), &book));
}

#[divan::bench]
fn fixing_the_broken_post(bencher: Bencher<'_, '_>) {
    let text = corpus("broken.rst");
    let book = Book::default();
    bencher.bench(|| fix_all(divan::black_box(&text), &book));
}

/// The check after a pause in typing: one text of so many has changed.
#[divan::bench(args = [10, 100, 500])]
fn again_after_a_key(bencher: Bencher<'_, '_>, count: usize) {
    let session = |number| Session {
        title: format!("Session {number}"),
        notes: notes(number),
        ..Session::default()
    };
    let mut sessions: Vec<Session> = (0..count).map(session).collect();
    let link = |name: &str| Link {
        name: name.to_owned(),
        url: Some("https://example.org/".to_owned()),
        ..Link::default()
    };
    let whole = Event {
        title: "An event".to_owned(),
        intro: "What there was to see.".to_owned(),
        links: vec![link("Project One"), link("Project Two")],
        ..Event::default()
    };
    let book = Book::default();
    let mut texts = CheckedTexts::default();
    let mut look = |sessions: &[Session]| {
        let sessions: Vec<&Session> = sessions.iter().collect();
        let private_facts = PrivateFacts {
            to_dos: secret::open_to_dos(&whole, &sessions),
            waiting: 0,
            secrets: secret::secrets(&whole, &sessions),
        };
        let material = CheckInput {
            event: &whole,
            sessions: &sessions,
            book: &book,
            private: &private_facts,
        };
        event(&material, &mut texts).len()
    };
    look(&sessions);
    let mut typed = 0;
    bencher.bench_local(|| {
        typed += 1;
        sessions[count / 2].notes = format!("{}{typed}\n", notes(count / 2));
        look(&sessions)
    });
}
