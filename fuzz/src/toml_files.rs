//! The notebook's files: what is read is written and read again as the same, fresh or into the old
//! text; what is refused has its place.

use hallway::model::event::Event;
use hallway::model::notebook::Notebook;
use hallway::model::programme::Programme;
use hallway::model::session::Session;
use hallway::store::{Document, LinkBook, StoreError, text};
use std::fmt::Debug;
use std::path::Path;

const FILE: &str = "file.toml";

/// Takes the bytes for each of the files that a notebook has.
pub fn run(data: &[u8]) {
    one::<Session>(data, |session| session.notes.push_str("\n'''more\"\"\"\\"));
    one::<Event>(data, |event| event.intro.push_str("\nmore"));
    one::<Notebook>(data, |_| ());
    one::<Programme>(data, |programme| programme.talks.truncate(1));
    one::<LinkBook>(data, |book| book.links.reverse());
}

fn one<T: Document + Debug>(data: &[u8], change: impl Fn(&mut T)) {
    let path = Path::new(FILE);
    let model: T = match text::read(path, data) {
        Ok(model) => model,
        Err(error) => return refused(data, &error),
    };
    let same = |bytes: &[u8], wanted: &T, how: &str| {
        let back: T = text::read(path, bytes).expect("what was written is read");
        assert!(back == *wanted, "{how}:\n{back:#?}\nis not\n{wanted:#?}");
    };
    match text::write(path, &model) {
        Ok(fresh) => same(fresh.as_bytes(), &model, "a fresh file"),
        Err(StoreError::TooLong { .. }) => return,
        Err(error) => panic!("{error}"),
    }
    let untouched = text::rewrite(path, data, &model).expect("the same is written");
    same(&untouched, &model, "a file that was left alone");
    let mut changed = model.clone();
    change(&mut changed);
    let written = text::rewrite(path, data, &changed).expect("a change is written");
    same(&written, &changed, "a file that was changed");
}

fn refused(data: &[u8], error: &StoreError) {
    super::clean::line("the words of an error", &error.to_string());
    if let Some((line, column)) = error.place() {
        let lines = data.iter().filter(|byte| **byte == b'\n').count() + 1;
        assert!((1..=lines).contains(&line) && column >= 1, "{error}");
    }
}
