//! How long a post takes inside the process: reading reST, import, building the tree, writing it.
//!
//! `cargo bench --bench post`. Whole processes beside docutils: `tests/run --bench`.

use divan::Bencher;
use hallway::model::layout::PostOptions;
use hallway::model::session::Session;
use hallway::post::import::{self, Imported};
use hallway::post::{build, nikola};
use std::path::Path;

fn main() {
    divan::main();
}

/// Sizes of the invented post, in sections.
const SECTIONS: [usize; 4] = [125, 250, 500, 1000];

/// The founding example where the test data lies beside the repository, else a post of its size.
fn founding() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/posts/scale-15x.rst");
    std::fs::read_to_string(path).unwrap_or_else(|_| invented(22))
}

/// A post with so many sections, each with prose, references and a list.
fn invented(sections: usize) -> String {
    let mut text = String::from(
        ".. title: A post\n.. slug: a-post\n.. type: text\n\nA post\n======\n\nAn introduction.\n",
    );
    for section in 0..sections {
        let title = format!("Session {section}");
        text += &format!("\n\n{title}\n{}\n\n", "-".repeat(title.len()));
        text += "The speaker showed how `Project One`_ does what it does, and compared it\n";
        text += "with `Project Two`_ in **three** ways, none of which is *obvious*, but\n";
        text += "one of which has ``code`` in it.\n\n* the first way\n* the second way\n\n";
        text += "An afterthought closes the section.\n";
    }
    text + "\n\n.. _Project One: https://example.org/one\n.. _Project Two: https://example.org/two\n"
}

/// The event of a post with its sessions in order.
fn imported(text: &str) -> Imported {
    let mut imported = match import::read(text.as_bytes(), "a-post.rst") {
        Ok(imported) => imported,
        Err(error) => {
            eprintln!("the post to measure cannot be imported: {error}");
            std::process::exit(1);
        }
    };
    imported
        .sessions
        .sort_by(|one: &Session, other: &Session| one.place().cmp(&other.place()));
    imported
}

fn export(imported: &Imported) -> String {
    nikola::write(&build::build(
        &imported.event,
        &imported.sessions,
        &[],
        PostOptions::default(),
    ))
    .text
}

#[divan::bench]
fn read_the_founding_example(bencher: Bencher) {
    let text = founding();
    bencher.bench(|| hallway::rst::parse(&text));
}

#[divan::bench]
fn import_the_founding_example(bencher: Bencher) {
    let text = founding();
    bencher.bench(|| imported(&text));
}

#[divan::bench]
fn export_the_founding_example(bencher: Bencher) {
    let imported = imported(&founding());
    bencher.bench(|| export(&imported));
}

#[divan::bench(args = SECTIONS)]
fn read(bencher: Bencher, sections: usize) {
    let text = invented(sections);
    bencher.bench(|| hallway::rst::parse(&text));
}

#[divan::bench(args = SECTIONS)]
fn import(bencher: Bencher, sections: usize) {
    let text = invented(sections);
    bencher.bench(|| imported(&text));
}

#[divan::bench(args = SECTIONS)]
fn export_of(bencher: Bencher, sections: usize) {
    let imported = imported(&invented(sections));
    bencher.bench(|| export(&imported));
}
